/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailboxes that get another name or go (RFC 9051 §6.3.5, §6.3.6). */
#include "penny-imap-session-private.h"

/* Servers let a mailbox go that is open, or hang up over it. */
static gboolean
leave (PennyImapSession *self, GError **error)
{
  return penny_imap_session_check (self, error)
         && (penny_imap_session_get_selected (self) == NULL || penny_imap_session_unselect (self, error));
}

static gboolean
run_with_names (PennyImapSession *self, const char *word, const char *raw, const char *other, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("%s", word);

  penny_imap_command_add_string (command, raw);
  if (other != NULL)
    penny_imap_command_add_string (command, other);
  return penny_imap_session_run (self, command, PENNY_IMAP_TIME_LONG, NULL, NULL, NULL, error);
}

/* What other programs show; that a server keeps no such list is no reason to fail. */
static gboolean
run_politely (PennyImapSession *self, const char *word, const char *raw, GError **error)
{
  g_autoptr(GError) refusal = NULL;

  if (run_with_names (self, word, raw, NULL, &refusal) || penny_imap_session_is_alive (self))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
penny_imap_session_rename (PennyImapSession *self, const char *path, const char *new_path, GError **error)
{
  g_autofree char *raw = NULL;
  g_autofree char *new_raw = NULL;

  return leave (self, error)
         && (raw = penny_imap_session_spell (self, path, error)) != NULL
         && (new_raw = penny_imap_session_spell (self, new_path, error)) != NULL
         && run_with_names (self, "RENAME", raw, new_raw, error)
         && run_politely (self, "UNSUBSCRIBE", raw, error)
         && run_politely (self, "SUBSCRIBE", new_raw, error);
}

gboolean
penny_imap_session_delete (PennyImapSession *self, const char *path, GError **error)
{
  g_autofree char *raw = NULL;

  return leave (self, error)
         && (raw = penny_imap_session_spell (self, path, error)) != NULL
         && run_with_names (self, "DELETE", raw, NULL, error)
         && run_politely (self, "UNSUBSCRIBE", raw, error);
}
