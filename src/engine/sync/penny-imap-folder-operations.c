/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carrying out what is owed for folders: making, renaming, deleting. */
#include "penny-imap-operations.h"

#include "penny-error.h"

static gboolean
note_named (PennyImapSync *self, const PennyOperation *operation, const char *place, GError **error)
{
  penny_imap_sync_forget_told (self);
  return penny_store_folder_named (self->sync->store, operation->id, place, error);
}

static gboolean
create (PennyImapSync *self, const PennyOperation *operation, GError **error)
{
  g_autofree char *place = penny_imap_sync_dup_place (self, operation->target, error);

  return place != NULL && penny_imap_session_create (self->session, place, PENNY_ROLE_NONE, error)
         && note_named (self, operation, place, error);
}

static gboolean
rename_it (PennyImapSync *self, const PennyOperation *operation, GError **error)
{
  g_autofree char *place = penny_imap_sync_dup_place (self, operation->target, error);

  if (place == NULL)
    return FALSE;

  /* Done before, and found again since: only our own short name for it was still owed. */
  if (g_str_equal (place, operation->folder))
    return note_named (self, operation, place, error);

  g_clear_pointer (&self->folder, penny_folder_unref);
  return penny_imap_session_rename (self->session, operation->folder, place, error)
         && note_named (self, operation, place, error);
}

/* A branch has no letters. */
static gboolean
check_empty (PennyImapSync *self, PennyFolder *folder, GError **error)
{
  g_autoptr (GArray) left = NULL;

  if (!folder->selectable)
    return TRUE;

  g_clear_pointer (&self->folder, penny_folder_unref);
  if (!penny_imap_sync_select (self, folder, error)
      || (left = penny_imap_session_uid_search (self->session, "UNDELETED", error)) == NULL)
    return FALSE;
  if (left->len == 0)
    return TRUE;

  g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_EMPTY, "%u messages are left in the folder", left->len);
  return FALSE;
}

static gboolean
note_deleted (PennyImapSync *self, const PennyOperation *operation, GError **error)
{
  const PennyOperationEnd end = { .id = operation->id };

  g_clear_pointer (&self->folder, penny_folder_unref);
  penny_imap_sync_forget_told (self);
  return penny_store_operations_done (self->sync->store, &end, 1, error);
}

/* What came into it meanwhile, and nobody here has seen, must not go with it. Between the look and the DELETE
 * a letter has only the time of one command. */
static gboolean
delete_it (PennyImapSync *self, const PennyOperation *operation, GError **error)
{
  g_autoptr (PennyFolder) folder = penny_store_find_folder (self->sync->store, operation->folder, NULL);
  g_autoptr (GError) local = NULL;

  if (folder == NULL)
    return note_deleted (self, operation, error);
  if (check_empty (self, folder, &local)
      && penny_imap_session_delete (self->session, operation->folder, &local))
    return note_deleted (self, operation, error);

  /* Somebody else was faster. */
  if (g_error_matches (local, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT))
    return note_deleted (self, operation, error);

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
penny_imap_operations_folder (PennyImapSync *self, const PennyOperation *operation, GError **error)
{
  switch (operation->kind)
    {
    case PENNY_OPERATION_CREATE_FOLDER:
      return create (self, operation, error);
    case PENNY_OPERATION_RENAME_FOLDER:
      return rename_it (self, operation, error);
    default:
      return delete_it (self, operation, error);
    }
}
