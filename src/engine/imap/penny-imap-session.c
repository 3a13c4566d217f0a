/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The heart of a session: one command out, answers in, until the tagged one. */
#include "penny-imap-session-private.h"

#include <string.h>

#include "penny-error.h"
#include "penny-imap-utf7.h"
#include "penny-log.h"
#include "penny-reply.h"

/* A server's sentence in an error: enough to read, not enough to flood. */
#define MAX_TEXT 300
/* Literals up to here go without waiting (LITERAL+); for larger ones a refusal should come before
 * the upload. RFC 7888 allows LITERAL- exactly 4,096. */
#define MAX_UNASKED (64 * 1024)
#define MAX_UNASKED_MINUS 4096
/* Each flush may take the idle time-out: a slow line needs small ones. */
#define FLUSH_SIZE (64 * 1024)
/* Reading a literal past the channel's buffer is worth it from here on. */
#define MIN_DIRECT 4096

PennyImapSession *
penny_imap_session_new (PennyChannel *channel)
{
  PennyImapSession *self = g_new0 (PennyImapSession, 1);

  self->channel = g_object_ref (channel);
  self->parser = penny_imap_parser_new (&penny_imap_limits_stranger);
  self->raw_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->map = penny_imap_seq_map_new ();
  self->vanished = penny_uid_set_new ();
  self->flag_changes = g_array_new (FALSE, FALSE, sizeof (PennyImapFlagChange));
  self->alerts = g_ptr_array_new_with_free_func (g_free);
  penny_imap_session_forget_capabilities (self);
  return self;
}

void
penny_imap_session_free (PennyImapSession *self)
{
  if (self == NULL)
    return;
  penny_channel_close (self->channel);
  g_object_unref (self->channel);
  penny_imap_parser_free (self->parser);
  g_hash_table_unref (self->raw_names);
  g_ptr_array_unref (self->mechanisms);
  g_free (self->selected);
  penny_imap_seq_map_free (self->map);
  penny_uid_set_free (self->vanished);
  g_array_unref (self->flag_changes);
  g_ptr_array_unref (self->alerts);
  g_free (self);
}

PennyChannel *
penny_imap_session_get_channel (PennyImapSession *self)
{
  return self->channel;
}

gboolean
penny_imap_session_is_alive (PennyImapSession *self)
{
  return self->state != PENNY_IMAP_STATE_DEAD;
}

gboolean
penny_imap_session_fail (PennyImapSession *self, PennyImapError code, const char *message, GError **error)
{
  self->state = PENNY_IMAP_STATE_DEAD;
  penny_channel_close (self->channel);
  g_set_error_literal (error, PENNY_IMAP_ERROR, code, message);
  return FALSE;
}

/* The channel or the parser has set the error. */
static gboolean
die (PennyImapSession *self)
{
  self->state = PENNY_IMAP_STATE_DEAD;
  penny_channel_close (self->channel);
  return FALSE;
}

gboolean
penny_imap_session_check (PennyImapSession *self, GError **error)
{
  if (self->state == PENNY_IMAP_STATE_AUTHENTICATED)
    return TRUE;
  if (self->state == PENNY_IMAP_STATE_DEAD)
    g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED, "The connection is closed");
  else
    g_set_error_literal (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_BAD, "Nobody is logged in");
  return FALSE;
}

gboolean
penny_imap_session_check_selected (PennyImapSession *self, GError **error)
{
  if (!penny_imap_session_check (self, error))
    return FALSE;
  if (self->selected != NULL)
    return TRUE;
  g_set_error_literal (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_BAD, "No mailbox is selected");
  return FALSE;
}

char *
penny_imap_session_spell (PennyImapSession *self, const char *path, GError **error)
{
  const char *raw = g_hash_table_lookup (self->raw_names, path);
  char *spelt = raw != NULL ? g_strdup (raw) : penny_imap_utf7_encode (path);

  if (spelt == NULL)
    g_set_error_literal (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT,
                         "A mailbox cannot have this name");
  return spelt;
}

void
penny_imap_session_set_time (PennyImapSession *self, gint64 time_ms)
{
  self->deadline = time_ms == 0 ? 0 : g_get_monotonic_time () + time_ms * 1000;
  penny_channel_set_deadline (self->channel, self->deadline);
}

void
penny_imap_pending_clear (PennyImapPending *pending)
{
  g_clear_pointer (&pending->result, penny_imap_response_free);
}

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
        return die (self);
      penny_imap_parser_add_space (self->parser, wanted);
      return TRUE;
    }
  /* The channel looks at the clock when it has to wait; a server that never stops talking would
   * never make it wait. */
  if (self->deadline > 0 && g_get_monotonic_time () > self->deadline)
    {
      g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TIMED_OUT,
                           "The server talks without coming to an end");
      return die (self);
    }
  filled = penny_channel_fill (self->channel, error);
  if (filled == 0)
    g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED, "The server hung up");
  return filled > 0 ? TRUE : die (self);
}

char *
penny_imap_session_dup_words (const PennyImapResponse *response)
{
  g_autofree char *all = NULL;

  if (response->code_words == NULL || response->code == PENNY_IMAP_CODE_WEBALERT)
    return penny_reply_clean (response->text, -1, MAX_TEXT);
  all = g_strdup_printf ("[%s] %s", response->code_words, response->text);
  return penny_reply_clean (all, -1, MAX_TEXT);
}

static gboolean
refuse_bye (PennyImapSession *self, PennyImapResponse *response, GError **error)
{
  g_autofree char *words = penny_imap_session_dup_words (response);
  g_autofree char *message = g_strdup_printf ("The server ended the session: %s", words);
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
        return die (self), NULL;
      if (answer == PENNY_IMAP_FEED_MORE && !penny_imap_session_fill (self, error))
        return NULL;
    }
  if (response->type == PENNY_IMAP_RESPONSE_BYE && self->state != PENNY_IMAP_STATE_ENDING)
    return refuse_bye (self, response, error), NULL;
  return g_steal_pointer (&response);
}

static gboolean
is_status (const PennyImapResponse *response)
{
  return response->type >= PENNY_IMAP_RESPONSE_OK && response->type <= PENNY_IMAP_RESPONSE_BYE;
}

void
penny_imap_session_absorb (PennyImapSession *self, PennyImapResponse *response)
{
  if (is_status (response) && response->code == PENNY_IMAP_CODE_ALERT && response->text != NULL
      && self->alerts->len < 20)
    g_ptr_array_add (self->alerts, g_strdup (response->text));
  if (response->words != NULL
      && (response->type == PENNY_IMAP_RESPONSE_CAPABILITY || response->code == PENNY_IMAP_CODE_CAPABILITY))
    penny_imap_session_set_capabilities (self, response->words);
  penny_imap_session_absorb_event (self, response);
}

gboolean
penny_imap_session_finish (PennyImapSession *self, PennyImapPending *pending, PennyImapHandler handler,
                           gpointer data, char **wants_more, GError **error)
{
  while (pending->result == NULL)
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
      if (is_status (response) && response->tag != NULL)
        {
          if (strcmp (response->tag, pending->tag) != 0)
            return penny_imap_session_fail (self, PENNY_IMAP_ERROR_PROTOCOL,
                                            "The server answered a question that was not asked", error);
          penny_imap_session_absorb (self, response);
          pending->result = g_steal_pointer (&response);
        }
      else if (handler == NULL || !handler (self, response, data))
        penny_imap_session_absorb (self, response);
    }
  return TRUE;
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
      if (penny_channel_get_pending (self->channel) >= FLUSH_SIZE
          && !penny_channel_flush (self->channel, error))
        return die (self);
    }
  return TRUE;
}

static gboolean
put_literal (PennyImapSession *self, GBytes *bytes, PennyImapPending *pending, PennyImapHandler handler,
             gpointer data, GError **error)
{
  gsize size = g_bytes_get_size (bytes);
  gboolean unasked = (penny_imap_session_has (self, PENNY_IMAP_CAP_LITERAL_PLUS) && size <= MAX_UNASKED)
                     || (penny_imap_session_has (self, PENNY_IMAP_CAP_LITERAL_MINUS)
                         && size <= MAX_UNASKED_MINUS);
  g_autofree char *announcement = g_strdup_printf ("{%" G_GSIZE_FORMAT "%s}\r\n", size, unasked ? "+" : "");
  g_autofree char *go_ahead = NULL;

  penny_channel_puts (self->channel, announcement);
  if (!unasked)
    {
      if (!penny_channel_flush (self->channel, error))
        return die (self);
      if (!penny_imap_session_finish (self, pending, handler, data, &go_ahead, error))
        return FALSE;
      if (pending->result != NULL)
        return FALSE;
    }
  return put_bytes (self, bytes, error);
}

gboolean
penny_imap_session_send (PennyImapSession *self, PennyImapCommand *command, PennyImapPending *pending,
                         PennyImapHandler handler, gpointer data, GError **error)
{
  g_snprintf (pending->tag, sizeof pending->tag, "P%u", ++self->last_tag);
  penny_imap_command_finish (command);
  log_command (pending, command);
  penny_channel_puts (self->channel, pending->tag);
  penny_channel_puts (self->channel, " ");
  for (guint i = 0; i < command->pieces->len; i++)
    {
      const PennyImapPiece *piece = &g_array_index (command->pieces, PennyImapPiece, i);
      gboolean sent = piece->is_literal ? put_literal (self, piece->bytes, pending, handler, data, error)
                                        : put_bytes (self, piece->bytes, error);

      if (!sent)
        return FALSE;
    }
  penny_channel_puts (self->channel, "\r\n");
  return TRUE;
}

/* --- refusals --- */

static PennyImapError
error_from_code (PennyImapCode code, PennyImapError otherwise)
{
  switch (code)
    {
    case PENNY_IMAP_CODE_AUTHENTICATIONFAILED:
    case PENNY_IMAP_CODE_AUTHORIZATIONFAILED:
      return PENNY_IMAP_ERROR_AUTH_FAILED;
    case PENNY_IMAP_CODE_EXPIRED:
      return PENNY_IMAP_ERROR_AUTH_EXPIRED;
    case PENNY_IMAP_CODE_WEBALERT:
      return PENNY_IMAP_ERROR_AUTH_APP_PASSWORD;
    case PENNY_IMAP_CODE_PRIVACYREQUIRED:
      return PENNY_IMAP_ERROR_NO_MECHANISM;
    case PENNY_IMAP_CODE_INUSE:
    case PENNY_IMAP_CODE_SERVERBUG:
    case PENNY_IMAP_CODE_UNAVAILABLE:
      return PENNY_IMAP_ERROR_UNAVAILABLE;
    case PENNY_IMAP_CODE_NONEXISTENT:
    case PENNY_IMAP_CODE_TRYCREATE:
      return PENNY_IMAP_ERROR_NONEXISTENT;
    case PENNY_IMAP_CODE_NOPERM:
      return PENNY_IMAP_ERROR_NOPERM;
    case PENNY_IMAP_CODE_OVERQUOTA:
      return PENNY_IMAP_ERROR_OVERQUOTA;
    case PENNY_IMAP_CODE_TOOBIG:
      return PENNY_IMAP_ERROR_TOO_BIG;
    default:
      return otherwise;
    }
}

/* no-nonexistent: Dovecot 2.3 says only "NO Mailbox doesn't exist: x", Courier and others likewise. */
static gboolean
says_nonexistent (const PennyImapResponse *result)
{
  static const char * const words[] = { "doesn't exist", "does not exist", "nonexistent", "unknown mailbox" };
  g_autofree char *lower = g_ascii_strdown (result->text, -1);

  if (result->type != PENNY_IMAP_RESPONSE_NO || result->code != PENNY_IMAP_CODE_NONE)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (lower, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

gboolean
penny_imap_session_refused (PennyImapSession *self, const PennyImapResponse *result, GError **error)
{
  PennyImapError otherwise = result->type == PENNY_IMAP_RESPONSE_BAD ? PENNY_IMAP_ERROR_BAD
                                                                     : PENNY_IMAP_ERROR_NO;
  PennyImapError code = says_nonexistent (result) ? PENNY_IMAP_ERROR_NONEXISTENT
                                                  : error_from_code (result->code, otherwise);
  g_autofree char *words = penny_imap_session_dup_words (result);

  if ((code == PENNY_IMAP_ERROR_NO || code == PENNY_IMAP_ERROR_BAD)
      && penny_reply_is_for_now (penny_reply_find_cause (PENNY_VOICE_IMAP, PENNY_MOMENT_BOX, words, NULL)))
    code = PENNY_IMAP_ERROR_UNAVAILABLE;
  g_set_error (error, PENNY_IMAP_ERROR, code, "The server refuses: %s", words);
  return FALSE;
}

gboolean
penny_imap_session_run (PennyImapSession *self, PennyImapCommand *command, gint64 time_ms,
                        PennyImapHandler handler, gpointer data, PennyImapResponse **result, GError **error)
{
  g_auto(PennyImapPending) pending = { .result = NULL };
  gboolean sent;

  penny_imap_session_set_time (self, time_ms);
  sent = penny_imap_session_send (self, command, &pending, handler, data, error);
  if (sent && !penny_channel_flush (self->channel, error))
    return die (self);
  if (!sent && pending.result == NULL)
    return FALSE;
  if (!penny_imap_session_finish (self, &pending, handler, data, NULL, error))
    return FALSE;
  penny_imap_session_set_time (self, 0);
  if (pending.result->type != PENNY_IMAP_RESPONSE_OK)
    penny_imap_session_refused (self, pending.result, error);
  sent = pending.result->type == PENNY_IMAP_RESPONSE_OK;
  if (result != NULL)
    *result = g_steal_pointer (&pending.result);
  return sent;
}
