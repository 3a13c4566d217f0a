/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first flight after logging in: what may be enabled, who we are, where one's own mailboxes are, the list
 * of all with their numbers, and the first one opened; all in one round trip. */
#include "penny-imap-session-private.h"

#include "penny-error.h"

/* RFC 5161, RFC 7162 §3.2.3, RFC 6855 §3. */
static gboolean
send_enable (PennyImapSession *self, PennyImapPending *pending, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("ENABLE");

  gboolean qresync = penny_imap_session_has (self, PENNY_IMAP_CAP_QRESYNC);
  gboolean utf8 = penny_imap_session_has (self, PENNY_IMAP_CAP_UTF8_ACCEPT);

  if (!penny_imap_session_has (self, PENNY_IMAP_CAP_ENABLE) || (!qresync && !utf8))
    return TRUE;
  penny_imap_command_add (command, "%s%s", qresync ? " QRESYNC" : "", utf8 ? " UTF8=ACCEPT" : "");
  return penny_imap_session_send (self, command, pending, NULL, NULL, error);
}

/* RFC 2971. netease-id: 163.com, 126.com and yeah.net let nobody SELECT who has not said who they are ("NO
 * SELECT Unsafe Login", 2026-11). */
static gboolean
send_id (PennyImapSession *self, PennyImapPending *pending, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("ID (\"name\" \"Penny Post\" \"version\" \"%s\")",
                                                                PENNY_VERSION);

  return !penny_imap_session_has (self, PENNY_IMAP_CAP_ID)
         || penny_imap_session_send (self, command, pending, NULL, NULL, error);
}

gboolean
penny_imap_session_open (PennyImapSession *self, const PennyImapVisit *visit, GPtrArray **mailboxes,
                         PennyImapVisited *visited, gboolean *opened, GError **error)
{
  g_auto(PennyImapPending) enable = { .result = NULL };
  g_auto(PennyImapPending) id = { .result = NULL };
  g_auto(PennyImapPending) namespace = { .result = NULL };
  g_auto(PennyImapListing) listing = { .mailboxes = NULL };
  g_auto(PennyImapSelecting) selecting = { .path = NULL };
  g_autoptr(GError) closed = NULL;

  if (!penny_imap_session_check (self, error))
    return FALSE;
  penny_imap_session_set_time (self, PENNY_IMAP_TIME_TRANSFER);
  if (!send_enable (self, &enable, error) || !send_id (self, &id, error)
      || !penny_imap_session_begin_namespace (self, &namespace, error)
      || !penny_imap_session_begin_list (self, TRUE, &listing, error)
      || !penny_imap_session_begin_visit (self, visit, &selecting, visited, error)
      || !penny_imap_session_flush (self, error))
    return FALSE;

  /* First what must be known when the next answer comes. */
  *opened = penny_imap_session_end_visit (self, &selecting, &closed);
  if (!*opened && !penny_imap_session_is_alive (self))
    {
      g_propagate_error (error, g_steal_pointer (&closed));
      return FALSE;
    }
  if (!penny_imap_session_finish (self, &enable, NULL, error) || !penny_imap_session_finish (self, &id, NULL, error)
      || !penny_imap_session_finish (self, &namespace, NULL, error))
    return FALSE;
  /* Nobody may be asked for what was not granted. */
  if (!self->qresync)
    penny_imap_session_lose (self, PENNY_IMAP_CAP_QRESYNC);
  *mailboxes = penny_imap_session_end_list (self, &listing, error);
  penny_imap_session_set_time (self, 0);
  return *mailboxes != NULL;
}
