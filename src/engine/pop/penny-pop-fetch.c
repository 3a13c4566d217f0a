/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transactions of a POP3 session: listing, RETR, TOP and DELE, pipelined where the server can. */
#include <string.h>

#include "penny-log.h"
#include "penny-pop-body.h"
#include "penny-pop-listing.h"
#include "penny-pop-session-private.h"

#define MAX_LISTING_LINE (2 * 1024 * 1024)
#define MAX_LISTING_BYTES (G_GUINT64_CONSTANT (256) << 20)
/* A message above the limit is passed over, but not without end. */
#define MAX_PASSED_OVER (4 * PENNY_POP_MAX_MESSAGE_SIZE)
#define DELETE_WINDOW 100

/* --- UIDL and LIST --- */

typedef gboolean (*AddLineFunc) (PennyPopLister *lister, const char *line, gsize length, GError **error);

static gboolean
read_listing (PennyPopSession *self, PennyPopLister *lister, AddLineFunc add, GError **error)
{
  guint64 bytes = 0;

  for (;;)
    {
      gsize length;
      const char *line = penny_channel_read_line (self->channel, MAX_LISTING_LINE, &length, error);

      if (line == NULL)
        return penny_pop_session_give_up (self);
      if (length == 1 && line[0] == '.')
        return TRUE;

      bytes += length;
      if (bytes > MAX_LISTING_BYTES)
        {
          g_set_error_literal (error, PENNY_POP_ERROR, PENNY_POP_ERROR_LIMIT,
                               "The server's list of messages does not end");
          return penny_pop_session_give_up (self);
        }

      if (!add (lister, line, length, error))
        return penny_pop_session_give_up (self);
    }
}

static gboolean
read_uidls (PennyPopSession *self, PennyPopLister *lister, GError **error)
{
  g_auto (PennyPopReply) reply = { 0 };

  if (!penny_pop_session_ask (self, &reply, error))
    return FALSE;

  if (reply.kind == PENNY_POP_REPLY_OK)
    return read_listing (self, lister, penny_pop_lister_add_uidl, error);

  /* "Not now" is not "never": only a plain refusal means that there is no UIDL. */
  if (reply.code != PENNY_POP_CODE_NONE && reply.code != PENNY_POP_CODE_UNKNOWN)
    return penny_pop_session_refuse (self, penny_pop_reply_to_error (&reply, PENNY_POP_ERROR_REFUSED),
                                     "to list the messages", &reply, error);

  penny_pop_lister_set_no_uidl (lister);
  return TRUE;
}

static gboolean
read_sizes (PennyPopSession *self, PennyPopLister *lister, GError **error)
{
  g_auto (PennyPopReply) reply = { 0 };

  if (!penny_pop_session_ask (self, &reply, error))
    return FALSE;

  if (reply.kind == PENNY_POP_REPLY_OK)
    return read_listing (self, lister, penny_pop_lister_add_size, error);

  return penny_pop_session_refuse (self, penny_pop_reply_to_error (&reply, PENNY_POP_ERROR_REFUSED),
                                   "to list the messages", &reply, error);
}

PennyPopListing *
penny_pop_session_list_messages (PennyPopSession *self, GError **error)
{
  g_autoptr (PennyPopLister) lister = penny_pop_lister_new (PENNY_POP_MAX_MESSAGES);
  gboolean pipelining = penny_pop_session_has (self, PENNY_POP_CAP_PIPELINING);
  g_autoptr (GError) uidl_error = NULL;

  penny_pop_session_begin (self, PENNY_POP_LISTING_TIMEOUT_S);
  penny_pop_session_put (self, "UIDL");
  if (pipelining)
    penny_pop_session_put (self, "LIST");

  /* A refused UIDL must not leave LIST's answer unread behind it. */
  if (!read_uidls (self, lister, &uidl_error) && (!self->alive || !pipelining))
    {
      g_propagate_error (error, g_steal_pointer (&uidl_error));
      return NULL;
    }

  if (!pipelining)
    penny_pop_session_put (self, "LIST");
  if (!read_sizes (self, lister, error))
    return NULL;

  if (uidl_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&uidl_error));
      return NULL;
    }

  return penny_pop_lister_finish (lister);
}

/* --- RETR and TOP --- */

typedef struct {
  PennyPopSession *session;
  const PennyPopNumber *numbers;
  guint n;
  int lines;            /* of TOP; -1 = RETR */
  guint window;
  PennyPopMessageFunc func;
  gpointer data;

  guint asked, answered;
  gboolean go_on;
} Fetch;

/* Reads a message to its end. NULL + error: the session is lost, or (*OVER) it was too big. */
static GBytes *
read_body (PennyPopSession *self, gboolean bare_lf, gboolean *over, GError **error)
{
  g_autoptr (PennyPopBody) body = penny_pop_body_new (PENNY_POP_MAX_MESSAGE_SIZE, bare_lf);

  *over = FALSE;
  for (;;)
    {
      gsize size, used;
      const guint8 *data = penny_channel_peek (self->channel, &size);
      gboolean ended = penny_pop_body_feed (body, data, size, &used);
      int filled;

      penny_channel_skip (self->channel, used);
      if (ended)
        break;

      if (penny_pop_body_get_seen (body) > MAX_PASSED_OVER)
        {
          g_set_error_literal (error, PENNY_POP_ERROR, PENNY_POP_ERROR_LIMIT,
                               "The server sends a message without end");
          penny_pop_session_give_up (self);
          return NULL;
        }

      filled = penny_channel_fill (self->channel, error);
      if (filled == 0)
        g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED,
                             "The server hung up in the middle of a message");
      if (filled <= 0)
        {
          penny_pop_session_give_up (self);
          return NULL;
        }
    }

  *over = penny_pop_body_is_over (body);
  if (*over)
    {
      g_set_error_literal (error, PENNY_POP_ERROR, PENNY_POP_ERROR_LIMIT,
                           "The message is larger than 256 MiB");
      return NULL;
    }

  return penny_pop_body_steal (body);
}

static PennyPopError
fetch_error_code (Fetch *fetch, const PennyPopReply *reply)
{
  PennyPopSession *self = fetch->session;
  gboolean no_top = fetch->lines >= 0 && penny_pop_session_has (self, PENNY_POP_CAP_CAPA)
                    && !penny_pop_session_has (self, PENNY_POP_CAP_TOP);

  return penny_pop_reply_to_error (reply, no_top ? PENNY_POP_ERROR_UNSUPPORTED
                                                 : PENNY_POP_ERROR_NO_SUCH_MESSAGE);
}

/* One answer, handed over. FALSE when the session is lost. */
static gboolean
fetch_one (Fetch *fetch, GError **error)
{
  PennyPopSession *self = fetch->session;
  PennyPopNumber number = fetch->numbers[fetch->answered];
  g_auto (PennyPopReply) reply = { 0 };
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GError) own_error = NULL;
  gboolean over = FALSE;

  penny_pop_session_begin (self, PENNY_POP_MESSAGE_TIMEOUT_S);
  if (!penny_pop_session_read (self, FALSE, &reply, error))
    return FALSE;

  if (reply.kind == PENNY_POP_REPLY_OK)
    raw = read_body (self, reply.bare_lf, &over, &own_error);
  else
    penny_pop_session_refuse (self, fetch_error_code (fetch, &reply), "this message", &reply,
                              &own_error);

  if (!self->alive)
    {
      g_propagate_error (error, g_steal_pointer (&own_error));
      return FALSE;
    }

  fetch->answered++;
  if (!fetch->func (number, raw, own_error, fetch->data))
    fetch->go_on = FALSE;
  return TRUE;
}

/* Asks for as many as may be under way; only when half the window is free, so that the commands
 * leave in few packets. */
static gboolean
fetch_ask (Fetch *fetch, GError **error)
{
  guint under_way = fetch->asked - fetch->answered;

  if (!fetch->go_on || fetch->asked == fetch->n || under_way > fetch->window / 2)
    return TRUE;

  for (; under_way < fetch->window && fetch->asked < fetch->n; under_way++)
    {
      guint32 number = fetch->numbers[fetch->asked++].value;

      if (fetch->lines < 0)
        penny_pop_session_put (fetch->session, "RETR %u", number);
      else
        penny_pop_session_put (fetch->session, "TOP %u %d", number, fetch->lines);
    }

  return penny_pop_session_flush (fetch->session, error);
}

static gboolean
fetch_run (Fetch *fetch, GError **error)
{
  if (!penny_pop_session_has (fetch->session, PENNY_POP_CAP_PIPELINING))
    fetch->window = 1;
  else if (fetch->window == 0)
    fetch->window = PENNY_POP_DEFAULT_WINDOW;

  fetch->go_on = TRUE;
  penny_pop_session_begin (fetch->session, PENNY_POP_MESSAGE_TIMEOUT_S);
  while (fetch->answered < (fetch->go_on ? fetch->n : fetch->asked))
    if (!fetch_ask (fetch, error) || !fetch_one (fetch, error))
      return FALSE;

  return TRUE;
}

gboolean
penny_pop_session_retrieve (PennyPopSession *self, const PennyPopNumber *numbers, guint n,
                            guint window, PennyPopMessageFunc func, gpointer data, GError **error)
{
  Fetch fetch = { self, numbers, n, -1, window, func, data };

  return fetch_run (&fetch, error);
}

gboolean
penny_pop_session_top_many (PennyPopSession *self, const PennyPopNumber *numbers, guint n,
                            guint lines, guint window, PennyPopMessageFunc func, gpointer data,
                            GError **error)
{
  Fetch fetch = { self, numbers, n, MIN (lines, G_MAXINT), window, func, data };

  return fetch_run (&fetch, error);
}

typedef struct {
  GBytes *raw;
  GError *error;
} One;

static gboolean
keep_one_cb (PennyPopNumber number, GBytes *raw, const GError *error, gpointer data)
{
  One *one = data;

  one->raw = raw != NULL ? g_bytes_ref (raw) : NULL;
  one->error = error != NULL ? g_error_copy (error) : NULL;
  return TRUE;
}

GBytes *
penny_pop_session_top (PennyPopSession *self, PennyPopNumber number, guint lines, GError **error)
{
  One one = { NULL, NULL };

  if (!penny_pop_session_top_many (self, &number, 1, lines, 1, keep_one_cb, &one, error))
    return NULL;

  if (one.error != NULL)
    g_propagate_error (error, one.error);
  return one.raw;
}

/* --- DELE --- */

gboolean
penny_pop_session_delete (PennyPopSession *self, const PennyPopNumber *numbers, guint n,
                          gboolean *marked, GError **error)
{
  guint window = penny_pop_session_has (self, PENNY_POP_CAP_PIPELINING) ? DELETE_WINDOW : 1;

  if (marked != NULL)
    memset (marked, 0, n * sizeof *marked);

  for (guint start = 0; start < n; start += window)
    {
      guint end = start + MIN (window, n - start);

      penny_pop_session_begin (self, PENNY_POP_COMMAND_TIMEOUT_S);
      for (guint i = start; i < end; i++)
        penny_pop_session_put (self, "DELE %u", numbers[i].value);
      if (!penny_pop_session_flush (self, error))
        return FALSE;

      for (guint i = start; i < end; i++)
        {
          g_auto (PennyPopReply) reply = { 0 };

          if (!penny_pop_session_read (self, FALSE, &reply, error))
            return FALSE;
          if (marked != NULL)
            marked[i] = reply.kind == PENNY_POP_REPLY_OK;
        }
    }

  return TRUE;
}
