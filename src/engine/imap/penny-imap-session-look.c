/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at a box from outside: its quota (RFC 9208), the dates at both ends of a mailbox. */
#include "penny-imap-session-private.h"

/* The root with the least room left counts: it is full first. */
static gboolean
quota_handler (PennyImapSession *self, PennyImapResponse *response, gpointer data)
{
  PennyImapQuota *quota = data;
  const PennyImapQuota *told = &response->quota;

  if (response->type != PENNY_IMAP_RESPONSE_QUOTA)
    return FALSE;
  if (told->limit > 0
      && (quota->limit == 0 || (gint64) (told->limit - told->used) < (gint64) (quota->limit - quota->used)))
    *quota = *told;
  return TRUE;
}

gboolean
penny_imap_session_quota (PennyImapSession *self, PennyImapQuota *out, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("GETQUOTAROOT INBOX");

  *out = (PennyImapQuota) { .used = 0 };
  if (!penny_imap_session_check (self, error))
    return FALSE;
  return !penny_imap_session_has (self, PENNY_IMAP_CAP_QUOTA)
         || penny_imap_session_run (self, command, PENNY_IMAP_TIME_SHORT, quota_handler, out, NULL, error);
}

static gboolean
date_handler (PennyImapSession *self, PennyImapResponse *response, gpointer data)
{
  gint64 *oldest = data;
  gint64 date = response->fetched.internal_date;

  if (response->type != PENNY_IMAP_RESPONSE_FETCH || date == 0)
    return FALSE;
  if (*oldest == 0 || date < *oldest)
    *oldest = date;
  return TRUE;
}

gboolean
penny_imap_session_oldest_end (PennyImapSession *self, gint64 *date, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("FETCH 1,* (INTERNALDATE)");

  *date = 0;
  if (!penny_imap_session_check_selected (self, error))
    return FALSE;
  return penny_imap_seq_map_get_exists (self->map) == 0
         || penny_imap_session_run (self, command, PENNY_IMAP_TIME_SHORT, date_handler, date, NULL, error);
}
