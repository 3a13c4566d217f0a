/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection's work in its order: folders, what is owed, headers, bodies, waiting. */
#include "penny-imap-sync-private.h"

#include "penny-connect.h"
#include "penny-error.h"
#include "penny-outbox.h"
#include "penny-store-way.h"
#include "penny-thread.h"

/* --- the first flight --- */

/* An inbox that is known already gets what was told before anything else is selected. */
static gboolean
take_opening (PennyImapSync *self, PennyFolder *inbox, GError **error)
{
  g_auto (PennyImapVisited) opening = self->opening;
  g_autoptr (GError) local = NULL;

  self->opening = (PennyImapVisited) { .fetched = NULL };
  if (opening.fetched == NULL || g_strcmp0 (penny_imap_session_get_selected (self->session), inbox->path) != 0)
    return TRUE;
  self->inbox_is_fresh = penny_imap_sync_take_visit (self, inbox, &opening, &local);
  if (self->inbox_is_fresh || penny_imap_sync_forgives (self, local))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
open_account (PennyImapSync *self, GError **error)
{
  g_autoptr (PennyFolder) inbox = penny_store_find_role (self->sync->store, PENNY_ROLE_INBOX, NULL);
  PennyImapVisit visit;
  gboolean opened;

  penny_imap_sync_plan_visit (&visit, inbox);
  if (!penny_imap_session_open (self->session, &visit, &self->mailboxes, &self->opening, &opened, error))
    return FALSE;
  if (!opened)
    penny_imap_visited_clear (&self->opening);
  self->last_look = g_get_monotonic_time ();
  return inbox == NULL || take_opening (self, inbox, error);
}

PennyImapSync *
penny_imap_sync_connect (PennySync *sync, GError **error)
{
  g_autoptr (PennyImapSync) self = NULL;
  PennyImapSession *session;

  penny_assert_thread (PENNY_THREAD_WORKER);
  penny_sync_tell (sync, PENNY_SYNC_CONNECTING, NULL, 0, 0);
  session = penny_store_become (sync->store, PENNY_STORE_KIND_SHARED, error) ? penny_connect_imap (sync, error) : NULL;
  if (session == NULL)
    return NULL;

  self = g_new0 (PennyImapSync, 1);
  self->sync = sync;
  self->session = session;
  self->compared = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return open_account (self, error) ? g_steal_pointer (&self) : NULL;
}

void
penny_imap_sync_free (PennyImapSync *self)
{
  g_clear_pointer (&self->folder, penny_folder_unref);
  penny_imap_sync_forget_told (self);
  g_clear_pointer (&self->mailboxes, g_ptr_array_unref);
  penny_imap_visited_clear (&self->opening);
  g_hash_table_unref (self->compared);
  penny_imap_session_free (self->session);
  g_free (self);
}

void
penny_imap_sync_logout (PennyImapSync *self)
{
  penny_imap_session_logout (self->session);
}

void
penny_imap_sync_set_wanted_func (PennyImapSync *self, PennyImapWantedFunc func, gpointer data)
{
  self->wanted = func;
  self->wanted_data = data;
}

/* --- the pass --- */

/* A folder that is gone or closed to us, or a message that the server cannot describe or give out,
 * spoils itself, not the pass. */
gboolean
penny_imap_sync_forgives (PennyImapSync *self, const GError *error)
{
  return self->sync->only_folder == NULL && penny_imap_session_is_alive (self->session)
         && (penny_error_grade (error).spoils != PENNY_SPOILS_ACCOUNT
             || g_error_matches (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_PROTOCOL)
             || g_error_matches (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_LIMIT));
}

static gboolean
is_wanted_here (PennyImapSync *self, const PennyFolder *folder)
{
  /* \Flagged is a view of letters that live elsewhere; "\\New:…" is not there yet. */
  if (folder->local || folder->path[0] == '\\' || !folder->selectable || folder->role == PENNY_ROLE_FLAGGED)
    return FALSE;

  return self->sync->only_folder == NULL || g_str_equal (self->sync->only_folder, folder->path);
}

typedef gboolean (*FolderFunc) (PennyImapSync *self, PennyFolder *folder, GError **error);

static gboolean
for_each_folder (PennyImapSync *self, FolderFunc func, GError **error)
{
  /* In the order of the screen: the inbox first. */
  g_autoptr (GPtrArray) folders = penny_store_list_folders (self->sync->store, error);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    {
      PennyFolder *folder = g_ptr_array_index (folders, i);
      g_autoptr (GError) local = NULL;

      if (!is_wanted_here (self, folder) || func (self, folder, &local))
        continue;
      if (!penny_imap_sync_forgives (self, local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_debug ("folder %s left out: %s", folder->path, local->message);
    }

  return folders != NULL;
}

static gboolean
check_only_folder (PennyImapSync *self, GError **error)
{
  g_autoptr (PennyFolder) folder = NULL;

  if (self->sync->only_folder == NULL)
    return TRUE;

  folder = penny_store_find_folder (self->sync->store, self->sync->only_folder, error);
  return folder != NULL;
}

static gboolean
collect (PennyImapSync *self, GError **error)
{
  gboolean done = for_each_folder (self, penny_imap_sync_folder, error);

  penny_imap_sync_forget_told (self);
  return done && (self->sync->headers_only || for_each_folder (self, penny_imap_sync_bodies, error));
}

/* The inbox of a new account has its first letters before anything else is looked at. */
static gboolean
take_first_letters (PennyImapSync *self, GError **error)
{
  g_autoptr (PennyFolder) inbox = NULL;

  if (self->opening.fetched == NULL)
    return TRUE;
  inbox = penny_store_find_role (self->sync->store, PENNY_ROLE_INBOX, NULL);
  return inbox == NULL || !is_wanted_here (self, inbox) || take_opening (self, inbox, error);
}

gboolean
penny_imap_sync_pass (PennyImapSync *self, GError **error)
{
  gint64 next;

  self->sync->phase = PENNY_PHASE_COLLECT;
  self->elsewhere = FALSE;
  if (!penny_imap_sync_folders (self, error)
      || !check_only_folder (self, error)
      || !take_first_letters (self, error)
      || !penny_imap_sync_operations (self, &next, error))
    return FALSE;

  penny_sync_note_due (self->sync, next, self->sync->next_due);
  return collect (self, error);
}

/* --- waiting --- */

/* Bulk work gives way: to what somebody looks at, to what was done here, to letters to be sent. */
static gboolean
attend (PennyImapSync *self, GError **error)
{
  g_autoptr (GArray) wanted = NULL;
  gint64 next_operation, next_letter;

  g_atomic_int_set (&self->sync->yield, FALSE);
  self->sync->next_due = 0;
  self->n_attended++;
  wanted = self->wanted != NULL ? self->wanted (self->wanted_data) : NULL;
  if ((wanted != NULL && !penny_imap_sync_wanted (self, wanted, error))
      || !penny_imap_sync_operations (self, &next_operation, error)
      || !penny_outbox_attend (self->sync, &next_letter, error))
    return FALSE;

  penny_sync_note_due (self->sync, next_operation, next_letter);
  return TRUE;
}

static gboolean
glance_at_inbox (PennyImapSync *self, GError **error)
{
  g_autoptr (PennyFolder) inbox = penny_store_find_role (self->sync->store, PENNY_ROLE_INBOX, NULL);
  g_autoptr (GError) local = NULL;

  if (inbox == NULL || penny_imap_sync_look (self, inbox, &local))
    return TRUE;
  if (penny_imap_sync_forgives (self, local))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
penny_imap_sync_yield (PennyImapSync *self, GError **error)
{
  g_autoptr (PennyFolder) here = self->folder ? penny_folder_ref (self->folder) : NULL;
  guint32 uidvalidity = self->selected.uidvalidity;

  if (penny_sync_is_wanted (self->sync) && !attend (self, error))
    return FALSE;
  if (penny_imap_sync_is_glance_due (self) && !glance_at_inbox (self, error))
    return FALSE;

  if (here == NULL)
    return TRUE;
  if (!penny_imap_sync_select (self, here, error))
    return FALSE;
  if (self->selected.uidvalidity == uidvalidity)
    return TRUE;

  g_set_error_literal (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_UIDVALIDITY,
                       "The folder was made anew while it was being read");
  return FALSE;
}

/* FALSE + error only when the connection or the store is lost, or the inbox is closed to us. */
static gboolean
look_before_waiting (PennyImapSync *self, PennyFolder *inbox, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (penny_imap_sync_look (self, inbox, &local)
      || (penny_imap_session_get_selected (self->session) != NULL && penny_imap_sync_forgives (self, local)))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
penny_imap_sync_is_elsewhere (PennyImapSync *self)
{
  return self->elsewhere;
}

PennyImapIdle
penny_imap_sync_idle (PennyImapSync *self, gint64 timeout_ms, GError **error)
{
  g_autoptr (PennyFolder) inbox = penny_store_find_role (self->sync->store, PENNY_ROLE_INBOX, error);
  PennyImapIdle idle;

  if (inbox == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT,
                             "The account has no INBOX");
      return PENNY_IMAP_IDLE_FAILED;
    }

  self->sync->phase = PENNY_PHASE_COLLECT;
  if (!look_before_waiting (self, inbox, error))
    return PENNY_IMAP_IDLE_FAILED;

  idle = penny_imap_session_idle (self->session, self->sync->wake, timeout_ms, error);
  if (idle == PENNY_IMAP_IDLE_FAILED)
    return idle;

  return look_before_waiting (self, inbox, error) ? idle : PENNY_IMAP_IDLE_FAILED;
}
