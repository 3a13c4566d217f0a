/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session's life, and what a refusal means. */
#include "penny-imap-session-private.h"

#include <string.h>

#include "penny-error.h"
#include "penny-imap-utf7.h"
#include "penny-log.h"
#include "penny-reply.h"

PennyImapSession *
penny_imap_session_new (PennyChannel *channel)
{
  PennyImapSession *self = g_new0 (PennyImapSession, 1);

  self->channel = g_object_ref (channel);
  self->parser = penny_imap_parser_new (&penny_imap_limits_stranger);
  self->under_way = g_ptr_array_new ();
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
  penny_imap_pending_clear (&self->idling);
  penny_imap_pending_clear (&self->notifying);
  g_object_unref (self->channel);
  penny_imap_parser_free (self->parser);
  g_ptr_array_unref (self->under_way);
  g_hash_table_unref (self->raw_names);
  g_ptr_array_unref (self->mechanisms);
  g_free (self->selected);
  g_clear_pointer (&self->personal, penny_imap_mailbox_free);
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
penny_imap_session_die (PennyImapSession *self)
{
  self->state = PENNY_IMAP_STATE_DEAD;
  penny_channel_close (self->channel);
  return FALSE;
}

gboolean
penny_imap_session_fail (PennyImapSession *self, PennyImapError code, const char *message, GError **error)
{
  g_set_error_literal (error, PENNY_IMAP_ERROR, code, message);
  return penny_imap_session_die (self);
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

  if (raw == NULL && spelt != NULL && self->utf8)
    {
      g_free (spelt);
      return g_strdup (path);
    }
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

/* --- refusals --- */

char *
penny_imap_session_dup_words (PennyImapSession *self, const PennyImapResponse *response)
{
  gboolean bare = response->code_words == NULL || response->code == PENNY_IMAP_CODE_WEBALERT;
  g_autofree char *all = bare ? g_strdup (response->text)
                              : g_strdup_printf ("[%s] %s", response->code_words, response->text);
  g_autofree char *clean = penny_reply_clean (all, -1, PENNY_IMAP_MAX_WORDS);

  return self->distrust || *clean == '\0' ? g_strdup ("") : g_strdup_printf (": %s", clean);
}

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
  g_autofree char *words = penny_imap_session_dup_words (self, result);

  if ((code == PENNY_IMAP_ERROR_NO || code == PENNY_IMAP_ERROR_BAD)
      && penny_reply_is_for_now (penny_reply_find_cause (PENNY_VOICE_IMAP, PENNY_MOMENT_BOX, words, NULL)))
    code = PENNY_IMAP_ERROR_UNAVAILABLE;
  g_set_error (error, PENNY_IMAP_ERROR, code, "The server refuses%s", words);
  return FALSE;
}
