/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conversation of a session: commands out, as many at a time as the caller likes, and answers in,
 * each to the command it belongs to (RFC 9051 §5.5). */
#include "penny-imap-session-private.h"

#include <string.h>

#include "penny-error.h"
#include "penny-log.h"
#include "penny-reply.h"

/* Literals up to here go without waiting (LITERAL+); for larger ones a refusal should come before
 * the upload. RFC 7888 allows LITERAL- exactly 4,096. */
#define MAX_UNASKED (64 * 1024)
#define MAX_UNASKED_MINUS 4096
/* Answers to one command that are for nobody. */
#define MAX_TALK 10000
/* Each flush may take the idle time-out: a slow line needs small ones. */
#define FLUSH_SIZE (64 * 1024)
/* Reading a literal past the channel's buffer is worth it from here on. */
#define MIN_DIRECT 4096

/* --- in --- */

gboolean
penny_imap_session_fill (PennyImapSession *self, GError **error)
{
  gsize wanted;
  guint8 *literal = penny_imap_parser_get_space (self->parser, &wanted);
  int filled;

  /* A large literal goes from the socket to its place with no stop in between. */
  if (wanted >= MIN_DIRECT)
    {
      if (!penny_channel_read_exact (self->channel, literal, wanted, error))
        return penny_imap_session_die (self);
      penny_imap_parser_add_space (self->parser, wanted);
      return TRUE;
    }
  /* The channel looks at the clock when it has to wait; a server that never stops talking would
   * never make it wait. */
  if (self->deadline > 0 && g_get_monotonic_time () > self->deadline)
    {
      g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TIMED_OUT,
                           "The server talks without coming to an end");
      return penny_imap_session_die (self);
    }
  filled = penny_channel_fill (self->channel, error);
  if (filled == 0)
    g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED, "The server hung up");
  return filled > 0 ? TRUE : penny_imap_session_die (self);
}

static gboolean
refuse_bye (PennyImapSession *self, PennyImapResponse *response, GError **error)
{
  g_autofree char *words = penny_imap_session_dup_words (self, response);
  g_autofree char *message = g_strdup_printf ("The server ended the session%s", words);
  gboolean for_now = response->code == PENNY_IMAP_CODE_UNAVAILABLE || response->code == PENNY_IMAP_CODE_INUSE;

  return penny_imap_session_fail (self, for_now ? PENNY_IMAP_ERROR_UNAVAILABLE : PENNY_IMAP_ERROR_BYE,
                                  message, error);
}

PennyImapResponse *
penny_imap_session_read (PennyImapSession *self, GError **error)
{
  g_autoptr(PennyImapResponse) response = NULL;

  while (response == NULL)
    {
      gsize size, used;
      const guint8 *data = penny_channel_peek (self->channel, &size);
      PennyImapFeed answer = penny_imap_parser_feed (self->parser, data, size, &used, &response, error);

      penny_channel_skip (self->channel, used);
      if (answer == PENNY_IMAP_FEED_ERROR)
        return penny_imap_session_die (self), NULL;
      if (answer == PENNY_IMAP_FEED_MORE && !penny_imap_session_fill (self, error))
        return NULL;
    }
  if (response->type == PENNY_IMAP_RESPONSE_BYE)
    return refuse_bye (self, response, error), NULL;
  return g_steal_pointer (&response);
}

static gboolean
is_status (const PennyImapResponse *response)
{
  return response->type >= PENNY_IMAP_RESPONSE_OK && response->type <= PENNY_IMAP_RESPONSE_BYE;
}

static void
note_enabled (PennyImapSession *self, char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      self->qresync |= g_ascii_strcasecmp (words[i], "QRESYNC") == 0;
      self->utf8 |= g_ascii_strcasecmp (words[i], "UTF8=ACCEPT") == 0;
    }
  penny_imap_parser_set_utf8 (self->parser, self->utf8);
}

void
penny_imap_session_absorb (PennyImapSession *self, PennyImapResponse *response)
{
  if (is_status (response) && response->code == PENNY_IMAP_CODE_ALERT && response->text != NULL
      && self->alerts->len < 20 && !self->distrust)
    g_ptr_array_add (self->alerts, penny_reply_clean (response->text, -1, PENNY_IMAP_MAX_WORDS));
  if (response->words != NULL
      && (response->type == PENNY_IMAP_RESPONSE_CAPABILITY || response->code == PENNY_IMAP_CODE_CAPABILITY))
    penny_imap_session_set_capabilities (self, response->words);
  if (response->type == PENNY_IMAP_RESPONSE_ENABLED && response->words != NULL)
    note_enabled (self, response->words);
  penny_imap_session_absorb_event (self, response);
}

/* A tagged answer ends the command that has its tag. */
static gboolean
take_tagged (PennyImapSession *self, PennyImapResponse *response, GError **error)
{
  for (guint i = 0; i < self->under_way->len; i++)
    {
      PennyImapPending *pending = g_ptr_array_index (self->under_way, i);

      if (strcmp (response->tag, pending->tag) != 0)
        continue;
      g_ptr_array_remove_index (self->under_way, i);
      self->n_talk = 0;
      pending->session = NULL;
      penny_imap_session_absorb (self, response);
      pending->result = response;
      return TRUE;
    }
  penny_imap_response_free (response);
  return penny_imap_session_fail (self, PENNY_IMAP_ERROR_PROTOCOL,
                                  "The server answered a question that was not asked", error);
}

/* "* OK Still here" and the like: fine now and then, not without end. */
static gboolean
bear_talk (PennyImapSession *self, const PennyImapResponse *response, GError **error)
{
  if (!is_status (response) && response->type != PENNY_IMAP_RESPONSE_OTHER
      && response->type != PENNY_IMAP_RESPONSE_MALFORMED)
    return TRUE;
  return ++self->n_talk <= MAX_TALK
         || penny_imap_session_fail (self, PENNY_IMAP_ERROR_LIMIT, "The server talks without coming to an end", error);
}

/* An untagged one is offered to the commands under way in their order, which is the server's. */
static gboolean
take_untagged (PennyImapSession *self, PennyImapResponse *response, GError **error)
{
  for (guint i = 0; i < self->under_way->len; i++)
    {
      PennyImapPending *pending = g_ptr_array_index (self->under_way, i);

      if (pending->handler != NULL && pending->handler (self, response, pending->data))
        return TRUE;
    }
  penny_imap_session_absorb (self, response);
  return bear_talk (self, response, error);
}

gboolean
penny_imap_session_finish (PennyImapSession *self, PennyImapPending *pending, char **wants_more, GError **error)
{
  while (pending->session != NULL)
    {
      g_autoptr(PennyImapResponse) response = penny_imap_session_read (self, error);

      if (response == NULL)
        return FALSE;
      if (response->type == PENNY_IMAP_RESPONSE_CONTINUATION)
        {
          if (wants_more == NULL)
            continue;
          *wants_more = g_steal_pointer (&response->text);
          return TRUE;
        }
      if (!is_status (response) || response->tag == NULL)
        {
          if (!take_untagged (self, response, error))
            return FALSE;
        }
      else if (!take_tagged (self, g_steal_pointer (&response), error))
        return FALSE;
    }
  return TRUE;
}

/* Nothing can be said any more, but what the server said before the line broke still lies here: letters that are
 * on their way are taken in. FALSE + error when it was the server that ended the session, and says why. */
static gboolean
hear_the_rest (PennyImapSession *self, GError **error)
{
  g_autoptr(GError) local = NULL;

  while (local == NULL && self->under_way->len > 0)
    {
      g_autoptr(PennyImapResponse) response = penny_imap_session_read (self, &local);

      if (response != NULL && (!is_status (response) || response->tag == NULL))
        take_untagged (self, response, &local);
      else if (response != NULL)
        take_tagged (self, g_steal_pointer (&response), &local);
    }
  if (local == NULL || local->domain != PENNY_IMAP_ERROR)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* --- out --- */

/* How much of a secret command anybody may see: "LOGIN", "AUTHENTICATE PLAIN". */
static gsize
count_public (const char *text, gsize size)
{
  const char *end = text + size;
  const char *space = memchr (text, ' ', size);

  if (space != NULL && size > 13 && memcmp (text, "AUTHENTICATE ", 13) == 0)
    space = memchr (space + 1, ' ', (gsize) (end - space - 1));
  return (gsize) ((space == NULL ? end : space) - text);
}

static void
log_command (PennyImapPending *pending, PennyImapCommand *command)
{
  g_autoptr(GString) line = NULL;

  if (!penny_log_is_on ())
    return;
  line = g_string_new (pending->tag);
  g_string_append_c (line, ' ');
  for (guint i = 0; i < command->pieces->len && line->len < 1000; i++)
    {
      const PennyImapPiece *piece = &g_array_index (command->pieces, PennyImapPiece, i);
      gsize size;
      const char *text = g_bytes_get_data (piece->bytes, &size);

      if (command->is_secret)
        {
          g_string_append_len (line, text, (gssize) count_public (text, size));
          g_string_append (line, " <secret>");
          break;
        }
      if (piece->is_literal)
        g_string_append_printf (line, "{%" G_GSIZE_FORMAT "}", size);
      else
        g_string_append_len (line, text, (gssize) size);
    }
  penny_log_wire ("imap", TRUE, line->str, (gssize) line->len);
}

gboolean
penny_imap_session_flush (PennyImapSession *self, GError **error)
{
  g_autoptr(GError) local = NULL;

  if (penny_channel_flush (self->channel, &local))
    return TRUE;
  if (!g_error_matches (local, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED) || hear_the_rest (self, error))
    g_propagate_error (error, g_steal_pointer (&local));
  return penny_imap_session_die (self);
}

static gboolean
put_bytes (PennyImapSession *self, GBytes *bytes, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  while (size > 0)
    {
      gsize n = MIN (size, FLUSH_SIZE);

      penny_channel_put (self->channel, data, n);
      data += n;
      size -= n;
      if (penny_channel_get_pending (self->channel) >= FLUSH_SIZE && !penny_imap_session_flush (self, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_literal (PennyImapSession *self, const PennyImapPiece *piece, PennyImapPending *pending, GError **error)
{
  gsize size = g_bytes_get_size (piece->bytes);
  gboolean unasked = (penny_imap_session_has (self, PENNY_IMAP_CAP_LITERAL_PLUS) && size <= MAX_UNASKED)
                     || (penny_imap_session_has (self, PENNY_IMAP_CAP_LITERAL_MINUS)
                         && size <= MAX_UNASKED_MINUS);
  g_autofree char *announcement = g_strdup_printf ("%s{%" G_GSIZE_FORMAT "%s}\r\n", piece->is_binary ? "~" : "", size,
                                                   unasked ? "+" : "");
  g_autofree char *go_ahead = NULL;

  penny_channel_puts (self->channel, announcement);
  if (!unasked)
    {
      if (!penny_imap_session_flush (self, error)
          || !penny_imap_session_finish (self, pending, &go_ahead, error))
        return FALSE;
      if (pending->result != NULL)
        return FALSE;
    }
  return put_bytes (self, piece->bytes, error);
}

gboolean
penny_imap_session_send (PennyImapSession *self, PennyImapCommand *command, PennyImapPending *pending,
                         PennyImapHandler handler, gpointer data, GError **error)
{
  g_snprintf (pending->tag, sizeof pending->tag, "P%u", ++self->last_tag);
  pending->session = self;
  pending->handler = handler;
  pending->data = data;
  g_ptr_array_add (self->under_way, pending);
  penny_imap_command_finish (command);
  log_command (pending, command);
  penny_channel_puts (self->channel, pending->tag);
  penny_channel_puts (self->channel, " ");
  for (guint i = 0; i < command->pieces->len; i++)
    {
      const PennyImapPiece *piece = &g_array_index (command->pieces, PennyImapPiece, i);
      gboolean sent = piece->is_literal ? put_literal (self, piece, pending, error)
                                        : put_bytes (self, piece->bytes, error);

      /* Refused before all was said: the answer is there. */
      if (!sent)
        return pending->result != NULL;
    }
  penny_channel_puts (self->channel, "\r\n");
  return TRUE;
}

void
penny_imap_pending_clear (PennyImapPending *pending)
{
  if (pending->session != NULL)
    g_ptr_array_remove (pending->session->under_way, pending);
  pending->session = NULL;
  g_clear_pointer (&pending->result, penny_imap_response_free);
}

/* --- one command --- */

gboolean
penny_imap_session_end (PennyImapSession *self, PennyImapPending *pending, GError **error)
{
  if (!penny_imap_session_finish (self, pending, NULL, error))
    return FALSE;
  return pending->result == NULL || pending->result->type == PENNY_IMAP_RESPONSE_OK
         || penny_imap_session_refused (self, pending->result, error);
}

gboolean
penny_imap_session_run (PennyImapSession *self, PennyImapCommand *command, gint64 time_ms,
                        PennyImapHandler handler, gpointer data, PennyImapResponse **result, GError **error)
{
  g_auto(PennyImapPending) pending = { .result = NULL };
  gboolean done;

  penny_imap_session_set_time (self, time_ms);
  if (!penny_imap_session_send (self, command, &pending, handler, data, error)
      || !penny_imap_session_flush (self, error))
    return FALSE;
  done = penny_imap_session_end (self, &pending, error);
  if (pending.result != NULL)
    penny_imap_session_set_time (self, 0);
  if (result != NULL)
    *result = g_steal_pointer (&pending.result);
  return done;
}
