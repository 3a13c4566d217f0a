/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking without touching: how many letters, how much, since when, and how much room they have. */
#include "penny-dry-run-private.h"

#include "penny-summary.h"

static void
note_date (PennyDryRun *self, gint64 unix_seconds)
{
  g_autoptr (GDateTime) date = unix_seconds > 0 ? g_date_time_new_from_unix_utc (unix_seconds) : NULL;

  if (date == NULL || (self->oldest != NULL && g_date_time_compare (date, self->oldest) >= 0))
    return;
  g_clear_pointer (&self->oldest, g_date_time_unref);
  self->oldest = g_steal_pointer (&date);
}

/* A server without TOP, or a header without a date, leaves the date unknown. */
static gboolean
note_pop_date (PennyDryRun *self, PennyPopSession *session, PennyPopNumber number, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) header = penny_pop_session_top (session, number, 0, &local);

  if (header != NULL)
    {
      g_autoptr (PennySummary) summary = penny_summary_from_header (header);

      note_date (self, summary->date);
      return TRUE;
    }
  if (penny_pop_session_is_alive (session))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
penny_dry_run_look_pop (PennyDryRun *self, PennyPopSession *session, GError **error)
{
  g_autoptr (PennyPopListing) listing = NULL;

  if (!penny_pop_session_stat (session, &self->letters, &self->bytes, error))
    return FALSE;
  self->expire_days = penny_pop_session_get_expire_days (session);
  self->login_delay = penny_pop_session_get_login_delay (session);
  if (self->letters == 0)
    return TRUE;
  listing = penny_pop_session_list_messages (session, error);
  if (listing == NULL)
    return FALSE;
  if (listing->items->len == 0)
    return TRUE;
  return note_pop_date (self, session, g_array_index (listing->items, PennyPopItem, 0).number, error)
         && note_pop_date (self, session,
                           g_array_index (listing->items, PennyPopItem, listing->items->len - 1).number, error);
}

static void
fetched_cb (PennyImapFetched *fetched, gpointer data)
{
  PennyDryRun *self = data;

  note_date (self, fetched->internal_date);
  self->bytes += fetched->rfc822_size;
}

static gboolean
examine (PennyImapSession *session, const char *path, guint *exists, GError **error)
{
  PennyImapSelected selected = { 0 };

  if (!penny_imap_session_select (session, path, TRUE, &selected, error))
    return FALSE;
  *exists = selected.exists;
  return TRUE;
}

/* Every message's size and date. */
static gboolean
look_at_each (PennyDryRun *self, PennyImapSession *session, const char *path, GError **error)
{
  g_autoptr (PennyUidSet) all = penny_uid_set_new_range (PENNY_UID (1), PENNY_UID (G_MAXUINT32));
  const PennyUidSet *sets[] = { all };
  guint exists;

  if (!examine (session, path, &exists, error))
    return FALSE;
  self->letters += exists;
  return exists == 0
         || penny_imap_session_fetch (session, sets, 1, PENNY_IMAP_FETCH_SIZE | PENNY_IMAP_FETCH_INTERNAL_DATE,
                                      NULL, fetched_cb, NULL, self, error);
}

/* The server adds the sizes up; the oldest message is at one of the ends, or nearly so. */
static gboolean
look_at_sum (PennyDryRun *self, PennyImapSession *session, const char *path, const PennyImapStatus *status,
             GError **error)
{
  gint64 oldest = 0;
  guint exists;

  if (!examine (session, path, &exists, error))
    return FALSE;
  self->letters += status->messages;
  self->bytes += status->size;
  if (!penny_imap_session_oldest_end (session, &oldest, error))
    return FALSE;
  note_date (self, oldest);
  return TRUE;
}

static gboolean
look_folder (PennyDryRun *self, PennyImapSession *session, const char *path, GError **error)
{
  PennyImapStatus status = { 0 };

  if (!penny_imap_session_has (session, PENNY_IMAP_CAP_STATUS_SIZE))
    return look_at_each (self, session, path, error);
  if (!penny_imap_session_status (session, path, &status, error))
    return FALSE;
  if (status.messages > 0 && status.size == 0)
    return look_at_each (self, session, path, error);
  return status.messages == 0 || look_at_sum (self, session, path, &status, error);
}

/* Views show what lies in other folders once more. */
static gboolean
is_box (const PennyImapMailbox *folder)
{
  return !(folder->attributes & PENNY_IMAP_MAILBOX_NOSELECT) && folder->role != PENNY_ROLE_ALL
         && folder->role != PENNY_ROLE_FLAGGED;
}

/* What may not be read does not hide the rest; but without the inbox nothing true can be said. Takes REFUSAL. */
static gboolean
survives (PennyImapSession *session, gboolean is_inbox, GError *refusal, GError **error)
{
  if (is_inbox || !penny_imap_session_is_alive (session))
    {
      g_propagate_error (error, refusal);
      return FALSE;
    }
  g_error_free (refusal);
  return TRUE;
}

gboolean
penny_dry_run_look_imap (PennyDryRun *self, PennyImapSession *session, GError **error)
{
  g_autoptr (GPtrArray) folders = penny_imap_session_list (session, FALSE, error);
  GError *refusal = NULL;

  if (folders == NULL)
    return FALSE;
  for (guint i = 0; i < folders->len; i++)
    {
      const PennyImapMailbox *folder = g_ptr_array_index (folders, i);

      refusal = NULL;
      if (is_box (folder) && !look_folder (self, session, folder->path, &refusal)
          && !survives (session, folder->role == PENNY_ROLE_INBOX, refusal, error))
        return FALSE;
    }
  refusal = NULL;
  return penny_imap_session_quota (session, &self->quota, &refusal) || survives (session, FALSE, refusal, error);
}
