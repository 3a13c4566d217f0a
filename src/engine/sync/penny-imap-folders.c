/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's list of folders into the store, and the store's new ones onto the server. */
#include "penny-imap-sync-private.h"

#include <string.h>

#include "penny-error.h"
#include "penny-folder-role.h"

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

/* Where a new folder may stand: some servers allow none but "INBOX.Trash". Full. */
static char *
dup_place (PennyImapSync *self, const char *path, PennyRole role, GError **error)
{
  g_autofree char *prefix = penny_imap_session_personal_prefix (self->session, NULL, error);

  if (prefix == NULL)
    return NULL;

  return role == PENNY_ROLE_NONE || g_str_has_prefix (path, prefix) ? g_strdup (path)
                                                                    : g_strconcat (prefix, path, NULL);
}

char *
penny_imap_sync_dup_place (PennyImapSync *self, const char *path, GError **error)
{
  char delimiter;
  g_autofree char *prefix = penny_imap_session_personal_prefix (self->session, &delimiter, error);
  gsize length = prefix != NULL ? strlen (prefix) : 0;

  if (prefix == NULL)
    return NULL;
  /* A path below INBOX is named in full already. */
  if (g_str_has_prefix (path, prefix)
      || (length > 0 && g_ascii_strncasecmp (prefix, path, length) == 0))
    return g_strdup (path);

  return g_strconcat (prefix, path, NULL);
}

gboolean
penny_imap_sync_make (PennyImapSync *self, const char *path, PennyRole role, GError **error)
{
  g_autofree char *place = dup_place (self, path, role, error);

  if (place == NULL || !penny_imap_session_create (self->session, place, role, error))
    return FALSE;
  g_clear_pointer (&self->mailboxes, g_ptr_array_unref);
  if (g_str_equal (place, path))
    return TRUE;

  /* The store learns the name that the folder has there and tells it to what waits for it. */
  if (penny_imap_sync_folders (self, error))
    g_set_error_literal (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_UIDVALIDITY,
                         "The folder has another name on the server; what was to go there is tried again");
  return FALSE;
}

/* A folder that the server does not want must not keep everything else from working. */
static gboolean
make_missing (PennyImapSync *self, const PennyFolder *folder, gboolean *created, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *place = dup_place (self, folder->path, folder->role, &local);

  if (place != NULL && penny_imap_session_create (self->session, place, folder->role, &local))
    return *created = TRUE;
  if (penny_imap_session_is_alive (self->session))
    {
      g_debug ("folder %s cannot be made: %s", folder->path, local->message);
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
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

      if (folder->local || folder->path[0] == '\\' || folder->uidvalidity != 0
          || !folder->selectable || folder->n_total == 0
          || g_hash_table_contains (there, folder->path))
        continue;
      if (!make_missing (self, folder, created, error))
        return FALSE;
    }

  return TRUE;
}

/* For folders in which nothing has happened: they need not be opened in this pass. */
static void
note_told (PennyImapSync *self, GPtrArray *mailboxes)
{
  penny_imap_sync_forget_told (self);
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < mailboxes->len; i++)
    {
      const PennyImapMailbox *mailbox = g_ptr_array_index (mailboxes, i);

      if (mailbox->status.uidvalidity != 0)
        g_hash_table_insert (self->told, g_strdup (mailbox->path),
                             g_memdup2 (&mailbox->status, sizeof mailbox->status));
    }
}

void
penny_imap_sync_forget_told (PennyImapSync *self)
{
  g_clear_pointer (&self->told, g_hash_table_unref);
}

/* Full. What came with the first flight is fresh once. */
static GPtrArray *
list_mailboxes (PennyImapSync *self, GError **error)
{
  g_autoptr (GPtrArray) mailboxes = self->mailboxes != NULL ? g_steal_pointer (&self->mailboxes)
                                                            : penny_imap_session_list (self->session, TRUE, error);

  if (mailboxes == NULL)
    return NULL;
  /* One round trip more, and not one for each folder. */
  if (self->sync->only_folder == NULL && !penny_imap_session_has (self->session, PENNY_IMAP_CAP_LIST_STATUS)
      && !penny_imap_session_fill_status (self->session, mailboxes, error))
    return NULL;

  return g_steal_pointer (&mailboxes);
}

gboolean
penny_imap_sync_folders (PennyImapSync *self, GError **error)
{
  g_autoptr (GPtrArray) mailboxes = list_mailboxes (self, error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (PennyBatch) batch = penny_batch_new ();
  gboolean created;

  if (mailboxes == NULL || !create_missing (self, mailboxes, &created, error))
    return FALSE;

  if (created)
    {
      g_ptr_array_unref (mailboxes);
      mailboxes = penny_imap_session_list (self->session, TRUE, error);
      if (mailboxes == NULL)
        return FALSE;
    }

  guess_roles (mailboxes);
  if (!penny_imap_sync_recognise (self, mailboxes, batch, error))
    return FALSE;

  note_told (self, mailboxes);
  for (guint i = 0; i < mailboxes->len; i++)
    {
      const PennyImapMailbox *mailbox = g_ptr_array_index (mailboxes, i);

      /* Names of our own folders; a server that has one must not take ours over. */
      if (mailbox->path[0] == '\\')
        continue;
      penny_batch_put_folder (batch, mailbox->path, mailbox->delimiter, mailbox->role,
                              (mailbox->attributes & PENNY_IMAP_MAILBOX_NOSELECT) == 0, FALSE);
      g_ptr_array_add (paths, mailbox->path);
    }
  g_ptr_array_add (paths, NULL);
  penny_batch_keep_folders (batch, (const char * const *) paths->pdata);

  return penny_store_submit (self->sync->store, g_steal_pointer (&batch), error)
         && penny_store_flush (self->sync->store, FALSE, error);
}
