/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person makes, renames and deletes folders: shown at once, owed to the server in that order. A folder's path
 * stays the server's name for it until the server has agreed, so that all else that is owed finds its way. */
#include "penny-store-folder-acts.h"

#include <string.h>

#include "penny-error.h"
#include "penny-store-actions.h"

#define BELOW PENNY_FOLDER_BELOW
#define SHOWN PENNY_FOLDER_SHOWN

typedef struct {
  PennyFolderId folder;
  const char *name;
} FolderAct;

static gboolean
fail (PennyStoreError code, const char *message, GError **error)
{
  g_set_error_literal (error, PENNY_STORE_ERROR, code, message);
  return FALSE;
}

/* --- names --- */

static gboolean
is_name_good (const char *name, char delimiter)
{
  gsize length = strlen (name);

  if (length == 0 || length > 1000 || name[0] == '\\' || !g_utf8_validate (name, length, NULL))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if ((guint8) name[i] < 0x20 || name[i] == 0x7f
        || (delimiter != '\0' && name[i] == delimiter && (i == 0 || i + 1 == length || name[i + 1] == delimiter)))
      return FALSE;
  return g_ascii_strcasecmp (name, "INBOX") != 0;
}

/* NAME is free: nothing is called so, or lies below it. */
static gboolean
check_name (PennyTransaction *t, const char *name, char delimiter, GError **error)
{
  const char text[] = { delimiter != '\0' ? delimiter : '\n', '\0' };
  GError *local = NULL;
  gboolean taken;

  if (!is_name_good (name, delimiter))
    return fail (PENNY_STORE_ERROR_BAD_NAME, "A folder cannot have this name", error);
  taken = penny_database_int (t->db, 0, &local, "SELECT EXISTS (SELECT 1 FROM folder WHERE NOT leaving AND ("
                              SHOWN " = ?1 OR " BELOW (SHOWN) "))", "tt", name, text) != 0;
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL && (!taken || fail (PENNY_STORE_ERROR_EXISTS, "There is a folder of this name", error));
}

/* FOLDER itself and what lies below it, the deepest first. */
static GArray *
list_tree (PennyTransaction *t, const PennyFolder *folder, GError **error)
{
  char buffer[2];

  return penny_database_ids (t->db, penny_database_query (
    t->db, error, "SELECT id FROM folder WHERE id = ?3 OR (NOT leaving AND " BELOW (SHOWN) ")"
    " ORDER BY length (" SHOWN ") DESC", "tti", folder->shown, penny_folder_act_delimiter (folder, buffer),
    folder->id), error);
}

/* What has a meaning for the account, or is the program's own, stays. NULL + error. */
static PennyFolder *
get_free_folder (PennyTransaction *t, PennyFolderId id, GError **error)
{
  g_autoptr (PennyFolder) folder = NULL;
  GError *local = NULL;
  char buffer[2];
  gboolean has_role = FALSE;

  folder = penny_rows_get_folder (t->db, id, &local);
  if (folder != NULL)
    has_role = penny_database_int (t->db, 1, &local, "SELECT EXISTS (SELECT 1 FROM folder WHERE role <> 0"
                                   " AND (id = ?3 OR " BELOW (SHOWN) "))", "tti", folder->shown,
                                   penny_folder_act_delimiter (folder, buffer), id) != 0;
  if (local == NULL && (folder == NULL || folder->leaving))
    fail (PENNY_STORE_ERROR_NOT_FOUND, "No such folder", &local);
  else if (local == NULL && (has_role || (folder->path[0] == '\\' && folder->local)))
    fail (PENNY_STORE_ERROR_PROTECTED, "The account needs this folder", &local);
  if (local == NULL)
    return g_steal_pointer (&folder);
  g_propagate_error (error, local);
  return NULL;
}

/* --- what is owed --- */

/* The last operation of FOLDER that the server has not been told: a creation or a new name. 0: none. */
static PennyOperationId
find_open (PennyTransaction *t, const PennyFolder *folder, PennyOperationKind kind, GError **error)
{
  return penny_database_int (t->db, 0, error, "SELECT id FROM operation o WHERE kind = ?2 AND folder = ?1"
                             " AND NOT began AND NOT EXISTS (SELECT 1 FROM operation p WHERE p.id > o.id"
                             " AND p.kind IN (7, 8, 9) AND p.folder = o.folder) ORDER BY id DESC LIMIT 1", "td",
                             folder->path, (int) kind);
}

static gboolean
owe (PennyTransaction *t, const PennyFolder *folder, PennyOperationKind kind, const char *target, GError **error)
{
  PennyJournalRow op = {
    .kind = kind, .folder = folder->path, .target = (char *) target, .not_before = t->now,
  };

  return penny_journal_add (t, &op, error);
}

static gboolean
strike (PennyTransaction *t, PennyOperationId id, GError **error)
{
  t->changes->what |= PENNY_CHANGED_OPERATIONS;
  return id == 0 || penny_database_run (t->db, error, "DELETE FROM operation WHERE id = ?1", "i", id);
}

/* --- making --- */

/* One of this name that the server has not been told to delete yet is simply there again. */
static gboolean
take_back_deletion (PennyTransaction *t, FolderAct *act, GError **error)
{
  GError *local = NULL;
  PennyOperationId id = penny_database_int (
    t->db, 0, &local, "SELECT o.id FROM operation o JOIN folder f ON f.path = o.folder WHERE o.kind = 9"
    " AND NOT o.began AND coalesce (f.wanted, f.path) = ?1 ORDER BY o.id DESC LIMIT 1", "t", act->name);

  if (local == NULL && id != 0)
    act->folder = penny_database_int (t->db, 0, &local, "SELECT f.id FROM operation o JOIN folder f"
                                      " ON f.path = o.folder WHERE o.id = ?1", "i", id);
  if (local == NULL && act->folder != 0
      && penny_database_run (t->db, &local, "UPDATE folder SET leaving = 0 WHERE id = ?1", "i", act->folder))
    penny_change_set_add_folder (t->changes, act->folder, PENNY_CHANGED_FOLDERS);
  if (local == NULL && strike (t, id, &local))
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
add_on_server (PennyTransaction *t, FolderAct *act, char delimiter, GError **error)
{
  gint64 n = penny_database_int (t->db, 0, NULL, "SELECT seq + 1 FROM sqlite_sequence WHERE name = 'folder'", "");
  g_autofree char *path = g_strdup_printf (PENNY_STORE_NEW_PATH "%" G_GINT64_FORMAT, n);
  g_autoptr (PennyFolder) folder = NULL;

  act->folder = penny_rows_add_folder (t, path, delimiter, PENNY_ROLE_NONE, TRUE, FALSE, TRUE, error);
  if (act->folder == 0 || !penny_database_run (t->db, error, "UPDATE folder SET wanted = ?2 WHERE id = ?1", "it",
                                               act->folder, act->name))
    return FALSE;
  folder = penny_rows_get_folder (t->db, act->folder, error);
  return folder != NULL && owe (t, folder, PENNY_OPERATION_CREATE_FOLDER, act->name, error);
}

static gboolean
create_cb (PennyTransaction *t, gpointer data, GError **error)
{
  FolderAct *act = data;
  GError *local = NULL;
  gboolean has_server;
  char delimiter;

  has_server = penny_database_int (t->db, 0, &local, "SELECT EXISTS (SELECT 1 FROM folder WHERE NOT local)", "") != 0;
  delimiter = (char) (has_server && local == NULL
                      ? penny_database_int (t->db, 0, &local, "SELECT delimiter FROM folder WHERE NOT local"
                                            " ORDER BY delimiter = 0, role <> 1, id LIMIT 1", "")
                      : '/');
  act->folder = 0;
  if (local == NULL && check_name (t, act->name, delimiter, &local) && take_back_deletion (t, act, &local)
      && act->folder == 0) {
    if (has_server)
      add_on_server (t, act, delimiter, &local);
    else
      act->folder = penny_rows_add_folder (t, act->name, delimiter, PENNY_ROLE_NONE, TRUE, TRUE, FALSE, &local);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* --- another name --- */

/* A name that is on its way to the server this moment has to be taken back there. */
static gboolean
is_being_named (PennyTransaction *t, const PennyFolder *folder, GError **error)
{
  return penny_database_int (t->db, 0, error, "SELECT EXISTS (SELECT 1 FROM operation WHERE kind = 8 AND began"
                             " AND folder = ?1)", "t", folder->path) != 0;
}

/* When the server is asked for OPEN, somebody else still has, or is about to get, NAME: swapping takes three steps. */
static gboolean
is_in_the_way (PennyTransaction *t, const PennyFolder *folder, PennyOperationId open, const char *name, GError **error)
{
  return penny_database_int (t->db, 0, error, "SELECT EXISTS (SELECT 1 FROM folder WHERE path = ?1 AND id <> ?2)"
                             " OR EXISTS (SELECT 1 FROM operation WHERE kind IN (7, 8) AND target = ?1 AND id <> ?3)",
                             "tii", name, folder->id, open) != 0;
}

static gboolean
owe_name (PennyTransaction *t, const PennyFolder *folder, const char *name, GError **error)
{
  GError *local = NULL;
  PennyOperationId making = find_open (t, folder, PENNY_OPERATION_CREATE_FOLDER, &local);
  PennyOperationId naming = local == NULL ? find_open (t, folder, PENNY_OPERATION_RENAME_FOLDER, &local) : 0;
  PennyOperationId open = making != 0 ? making : naming;
  gboolean back = local == NULL && g_str_equal (name, folder->path) && !is_being_named (t, folder, &local);

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (open == 0 || is_in_the_way (t, folder, open, name, &local)) {
    if (local == NULL)
      return owe (t, folder, PENNY_OPERATION_RENAME_FOLDER, name, error);
    g_propagate_error (error, local);
    return FALSE;
  }
  /* A→B→C is A→C, A→B→A is nothing. */
  t->changes->what |= PENNY_CHANGED_OPERATIONS;
  return penny_folder_act_redirect (t, folder, open, folder->shown, name, error)
         && (back ? strike (t, open, error)
                  : penny_database_run (t->db, error, "UPDATE operation SET target = ?2 WHERE id = ?1", "it", open,
                                        name));
}

static gboolean
is_below (const char *name, const PennyFolder *folder)
{
  gsize length = strlen (folder->shown);

  return folder->delimiter != '\0' && strncmp (name, folder->shown, length) == 0 && name[length] == folder->delimiter;
}

static gboolean
rename_cb (PennyTransaction *t, gpointer data, GError **error)
{
  const FolderAct *act = data;
  g_autoptr (PennyFolder) folder = get_free_folder (t, act->folder, error);

  if (folder == NULL)
    return FALSE;
  if (g_str_equal (folder->shown, act->name))
    return TRUE;
  if (is_below (act->name, folder))
    return fail (PENNY_STORE_ERROR_BAD_NAME, "A folder cannot lie in itself", error);
  return check_name (t, act->name, folder->delimiter, error)
         && (folder->local || owe_name (t, folder, act->name, error))
         && penny_folder_act_show (t, folder, folder->shown, act->name, error);
}

/* --- deleting --- */

/* No letter is deleted with its folder. */
static gboolean
move_to_trash (PennyTransaction *t, PennyFolderId folder, GError **error)
{
  g_autoptr (PennyFolder) trash = NULL;
  g_autoptr (GArray) list = penny_database_ids (t->db, penny_database_query (
    t->db, error, "SELECT id FROM entry WHERE folder = ?1", "i", folder), error);

  if (list == NULL || (list->len > 0 && (trash = penny_rows_need_role (t, PENNY_ROLE_TRASH, error)) == NULL))
    return FALSE;
  for (guint i = 0; i < list->len; i++) {
    PennyEntryRow row;

    if (!penny_rows_get_entry (t->db, g_array_index (list, gint64, i), &row, error)
        || !penny_act_move (t, &row, trash, t->now, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
delete_one (PennyTransaction *t, PennyFolderId id, GError **error)
{
  GError *local = NULL;
  g_autoptr (PennyFolder) folder = penny_rows_get_folder (t->db, id, &local);
  PennyOperationId making = 0;

  if (folder != NULL && move_to_trash (t, id, &local))
    making = find_open (t, folder, PENNY_OPERATION_CREATE_FOLDER, &local);
  if (local == NULL && folder != NULL && (folder->local || making != 0)) {
    if (strike (t, making, &local))
      penny_folders_remove (t, id, &local);
  } else if (local == NULL && folder != NULL) {
    if (strike (t, find_open (t, folder, PENNY_OPERATION_RENAME_FOLDER, &local), &local)
        && owe (t, folder, PENNY_OPERATION_DELETE_FOLDER, NULL, &local)
        && penny_database_run (t->db, &local, "UPDATE folder SET leaving = 1 WHERE id = ?1", "i", id))
      penny_change_set_add_folder (t->changes, id, PENNY_CHANGED_FOLDERS);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
delete_cb (PennyTransaction *t, gpointer data, GError **error)
{
  const FolderAct *act = data;
  g_autoptr (PennyFolder) folder = get_free_folder (t, act->folder, error);
  g_autoptr (GArray) tree = folder != NULL ? list_tree (t, folder, error) : NULL;

  for (guint i = 0; tree != NULL && i < tree->len; i++)
    if (!delete_one (t, g_array_index (tree, gint64, i), error))
      return FALSE;
  return tree != NULL;
}

/* --- the calls --- */

PennyFolderId
penny_store_create_folder (PennyStore *self, const char *name, GError **error)
{
  FolderAct act = { .name = name };

  return penny_writer_call (self, PENNY_WRITE_URGENT | PENNY_WRITE_DURABLE, create_cb, &act, error) ? act.folder : 0;
}

gboolean
penny_store_rename_folder (PennyStore *self, PennyFolderId folder, const char *name, GError **error)
{
  FolderAct act = { folder, name };

  return penny_writer_call (self, PENNY_WRITE_URGENT | PENNY_WRITE_DURABLE, rename_cb, &act, error);
}

gboolean
penny_store_delete_folder (PennyStore *self, PennyFolderId folder, GError **error)
{
  FolderAct act = { folder, NULL };

  return penny_writer_call (self, PENNY_WRITE_URGENT | PENNY_WRITE_DURABLE, delete_cb, &act, error);
}
