/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection's work in its order: folders, what is owed, headers, bodies, waiting. */
#include "penny-imap-sync-private.h"

#include "penny-connect.h"
#include "penny-error.h"
#include "penny-folder-role.h"
#include "penny-thread.h"

PennyImapSync *
penny_imap_sync_connect (PennySync *sync, GError **error)
{
  PennyImapSession *session;
  PennyImapSync *self;

  penny_assert_thread (PENNY_THREAD_WORKER);
  penny_sync_tell (sync, PENNY_SYNC_CONNECTING, NULL, 0, 0);
  session = penny_connect_imap (sync, error);
  if (session == NULL)
    return NULL;

  self = g_new0 (PennyImapSync, 1);
  self->sync = sync;
  self->session = session;
  return self;
}

void
penny_imap_sync_free (PennyImapSync *self)
{
  g_clear_pointer (&self->folder, penny_folder_unref);
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

/* --- folders --- */

/* Servers without SPECIAL-USE: the first folder with a telling name gets a role nobody else has. */
static void
guess_roles (GPtrArray *mailboxes)
{
  gboolean taken[PENNY_N_ROLES] = { FALSE, };

  for (guint i = 0; i < mailboxes->len; i++)
    taken[((PennyImapMailbox *) g_ptr_array_index (mailboxes, i))->role] = TRUE;

  for (guint i = 0; i < mailboxes->len; i++)
    {
      PennyImapMailbox *mailbox = g_ptr_array_index (mailboxes, i);
      const char *name = mailbox->path;
      PennyRole guess;

      if (mailbox->role != PENNY_ROLE_NONE || (mailbox->attributes & PENNY_IMAP_MAILBOX_NOSELECT) != 0)
        continue;
      if (mailbox->delimiter != '\0' && g_strrstr (name, (char[]) { mailbox->delimiter, '\0' }) != NULL)
        name = g_strrstr (name, (char[]) { mailbox->delimiter, '\0' }) + 1;
      guess = penny_folder_role_guess (name);
      if (guess != PENNY_ROLE_NONE && !taken[guess])
        {
          mailbox->role = guess;
          taken[guess] = TRUE;
        }
    }
}

/* Folders that were made here and that the server does not have yet ("Trash" for the first letter
 * thrown away) are made there before they could be taken for vanished ones. */
static gboolean
create_missing (PennyImapSync *self, GPtrArray *mailboxes, gboolean *created, GError **error)
{
  g_autoptr (GPtrArray) folders = penny_store_list_folders (self->sync->store, error);
  g_autoptr (GHashTable) there = g_hash_table_new (g_str_hash, g_str_equal);

  if (folders == NULL)
    return FALSE;

  for (guint i = 0; i < mailboxes->len; i++)
    g_hash_table_add (there, ((PennyImapMailbox *) g_ptr_array_index (mailboxes, i))->path);

  *created = FALSE;
  for (guint i = 0; i < folders->len; i++)
    {
      PennyFolder *folder = g_ptr_array_index (folders, i);

      if (folder->local || folder->uidvalidity != 0 || !folder->selectable || folder->n_total == 0
          || g_hash_table_contains (there, folder->path))
        continue;
      if (!penny_imap_session_create (self->session, folder->path, folder->role, error))
        return FALSE;
      *created = TRUE;
    }

  return TRUE;
}

gboolean
penny_imap_sync_folders (PennyImapSync *self, GError **error)
{
  g_autoptr (GPtrArray) mailboxes = penny_imap_session_list (self->session, error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  PennyBatch *batch;
  gboolean created;

  if (mailboxes == NULL || !create_missing (self, mailboxes, &created, error))
    return FALSE;

  if (created)
    {
      g_ptr_array_unref (mailboxes);
      mailboxes = penny_imap_session_list (self->session, error);
      if (mailboxes == NULL)
        return FALSE;
    }

  guess_roles (mailboxes);
  batch = penny_batch_new ();
  for (guint i = 0; i < mailboxes->len; i++)
    {
      const PennyImapMailbox *mailbox = g_ptr_array_index (mailboxes, i);

      penny_batch_put_folder (batch, mailbox->path, mailbox->delimiter, mailbox->role,
                              (mailbox->attributes & PENNY_IMAP_MAILBOX_NOSELECT) == 0, FALSE);
      g_ptr_array_add (paths, mailbox->path);
    }
  g_ptr_array_add (paths, NULL);
  penny_batch_keep_folders (batch, (const char * const *) paths->pdata);

  return penny_store_submit (self->sync->store, batch, error)
         && penny_store_flush (self->sync->store, FALSE, error);
}

/* --- the pass --- */

/* A folder that is gone or closed to us spoils itself, not the pass. */
static gboolean
is_of_one_folder (const GError *error)
{
  return penny_error_grade (error).spoils != PENNY_SPOILS_ACCOUNT
         || g_error_matches (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT);
}

static gboolean
is_wanted_here (PennyImapSync *self, const PennyFolder *folder)
{
  /* \Flagged is a view of letters that live elsewhere. */
  if (folder->local || !folder->selectable || folder->role == PENNY_ROLE_FLAGGED)
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
      if (!is_of_one_folder (local) || !penny_imap_session_is_alive (self->session))
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

gboolean
penny_imap_sync_pass (PennyImapSync *self, GError **error)
{
  self->sync->phase = PENNY_SYNC_PHASE_COLLECT;

  return penny_imap_sync_folders (self, error)
         && check_only_folder (self, error)
         && penny_imap_sync_operations (self, NULL, error)
         && for_each_folder (self, penny_imap_sync_folder, error)
         && (self->sync->headers_only || for_each_folder (self, penny_imap_sync_bodies, error));
}

/* --- waiting --- */

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

  self->sync->phase = PENNY_SYNC_PHASE_COLLECT;
  if (!penny_imap_sync_select (self, inbox, error))
    return PENNY_IMAP_IDLE_FAILED;

  idle = penny_imap_session_idle (self->session, self->sync->wake, timeout_ms, error);
  if (idle == PENNY_IMAP_IDLE_FAILED)
    return idle;

  return penny_imap_sync_events (self, error) ? idle : PENNY_IMAP_IDLE_FAILED;
}
