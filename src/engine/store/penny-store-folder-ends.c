/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a folder that was made, renamed or deleted here: the server has done it, or it will not. */
#include "penny-store-folder-acts.h"

#include <string.h>

#define BELOW PENNY_FOLDER_BELOW
#define SHOWN PENNY_FOLDER_SHOWN

const char *
penny_folder_act_delimiter (const PennyFolder *folder, char buffer[2])
{
  buffer[0] = folder->delimiter != '\0' ? folder->delimiter : '\n';
  buffer[1] = '\0';
  return buffer;
}

gboolean
penny_folder_act_redirect (PennyTransaction *t, const PennyFolder *folder, PennyOperationId after, const char *old,
                           const char *new, GError **error)
{
  char buffer[2];

  return penny_database_run (t->db, error, "UPDATE operation SET target = ?3 || substr (target, length (?1) + 1)"
                             " WHERE kind IN (7, 8) AND id > ?4 AND " BELOW ("target"), "ttti", old,
                             penny_folder_act_delimiter (folder, buffer), new, after);
}

gboolean
penny_folder_act_show (PennyTransaction *t, const PennyFolder *folder, const char *old, const char *new, GError **error)
{
  char buffer[2];

  penny_change_set_add_folder (t->changes, folder->id, PENNY_CHANGED_FOLDERS);
  if (folder->local)
    return penny_database_run (t->db, error, "UPDATE folder SET path = ?3 || substr (path, length (?1) + 1)"
                               " WHERE local AND (path = ?1 OR " BELOW ("path") ")", "ttt", old,
                               penny_folder_act_delimiter (folder, buffer), new);
  return penny_database_run (t->db, error, "UPDATE folder SET wanted ="
                             " nullif (?3 || substr (" SHOWN ", length (?1) + 1), path)"
                             " WHERE NOT local AND NOT leaving AND ((id = ?4 AND " SHOWN " = ?1) OR (" BELOW (SHOWN)
                             " AND (wanted IS NOT NULL OR substr (path, 1, length (?5) + 1) = ?5 || ?2)))", "tttit",
                             old, penny_folder_act_delimiter (folder, buffer), new, folder->id, folder->path);
}

/* --- what the server said --- */

/* Another row has the name already: the letters belong there. */
static gboolean
merge_into (PennyTransaction *t, const PennyFolder *folder, const PennyFolder *other, GError **error)
{
  g_autoptr (GArray) list = penny_database_ids (t->db, penny_database_query (
    t->db, error, "SELECT id FROM entry WHERE folder = ?1", "i", folder->id), error);

  for (guint i = 0; list != NULL && i < list->len; i++) {
    PennyEntryRow row;

    if (!penny_rows_get_entry (t->db, g_array_index (list, gint64, i), &row, error)
        || !penny_rows_move_entry (t, &row, other->id, 0, error))
      return FALSE;
  }
  penny_change_set_add_folder (t->changes, folder->id, PENNY_CHANGED_FOLDERS);
  return list != NULL && penny_folders_rename_in_journal (t, folder, other->path, error)
         && penny_database_run (t->db, error, "DELETE FROM folder WHERE id = ?1", "i", folder->id);
}

/* A new name that is owed on top of the one that the server has just given, or refused. */
static gboolean
want_what_is_owed (PennyTransaction *t, PennyFolderId id, GError **error)
{
  GError *local = NULL;
  g_autoptr (PennyFolder) folder = NULL;
  g_autofree char *name = NULL;

  if (penny_database_run (t->db, &local, "DELETE FROM operation WHERE kind = 8 AND folder = target AND NOT began", ""))
    folder = penny_rows_get_folder (t->db, id, &local);
  if (folder != NULL)
    name = penny_database_text (t->db, &local, "SELECT target FROM operation WHERE kind = 8 AND folder = ?1"
                                " ORDER BY id DESC LIMIT 1", "t", folder->path);
  if (name != NULL && g_str_equal (folder->shown, folder->path))
    penny_folder_act_show (t, folder, folder->path, name, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* What FOLDER is called when only those above it have new names. Full; NULL + error. */
static char *
dup_name_without_own (PennyTransaction *t, const PennyFolder *folder, GError **error)
{
  char buffer[2];
  GError *local = NULL;
  char *name = penny_database_text (t->db, &local, "SELECT " SHOWN " || substr (?1, length (path) + 1) FROM folder"
                                    " WHERE wanted IS NOT NULL AND substr (?1, 1, length (path) + 1) = path || ?2"
                                    " ORDER BY length (path) DESC LIMIT 1", "tt", folder->path,
                                    penny_folder_act_delimiter (folder, buffer));

  if (local == NULL)
    return name != NULL ? name : g_strdup (folder->path);
  g_propagate_error (error, local);
  return NULL;
}

/* It has its old name again, unless another one is owed by now. */
static gboolean
drop_name (PennyTransaction *t, const PennyFolder *folder, const PennyJournalRow *op, GError **error)
{
  GError *local = NULL;
  g_autofree char *name = dup_name_without_own (t, folder, &local);
  gboolean more = local == NULL
                  && penny_database_int (t->db, 0, &local, "SELECT EXISTS (SELECT 1 FROM operation WHERE kind = 8"
                                         " AND folder = ?1 AND folder <> target)", "t", folder->path) != 0;

  if (local == NULL && penny_folder_act_redirect (t, folder, op->id, op->target, folder->path, &local) && !more
      && penny_folder_act_redirect (t, folder, op->id, folder->shown, name, &local))
    penny_folder_act_show (t, folder, folder->shown, name, &local);
  if (local == NULL && want_what_is_owed (t, folder->id, &local))
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
penny_folder_act_named (PennyTransaction *t, const PennyJournalRow *op, const char *place, GError **error)
{
  GError *local = NULL;
  g_autoptr (PennyFolder) folder = penny_rows_find_folder (t->db, op->folder, &local);
  g_autoptr (PennyFolder) other = NULL;

  if (folder != NULL)
    other = penny_rows_find_folder (t->db, place, &local);
  if (local == NULL && folder != NULL && !g_str_equal (place, op->target)
      && penny_folder_act_redirect (t, folder, op->id, op->target, place, &local))
    penny_folder_act_show (t, folder, op->target, place, &local);
  if (local == NULL && other != NULL && other->id != folder->id) {
    merge_into (t, folder, other, &local);
  } else if (local == NULL && folder != NULL) {
    if (penny_folders_rename (t, folder, place, &local))
      want_what_is_owed (t, folder->id, &local);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

gboolean
penny_folder_act_deleted (PennyTransaction *t, const PennyJournalRow *op, GError **error)
{
  GError *local = NULL;
  g_autoptr (PennyFolder) folder = penny_rows_find_folder (t->db, op->folder, &local);

  if (folder != NULL)
    return penny_folders_remove (t, folder->id, error);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* A folder that stays after all; a name that was owed when it was deleted was given up with it. */
static gboolean
drop_leaving (PennyTransaction *t, const PennyFolder *folder, GError **error)
{
  GError *local = NULL;
  g_autofree char *name = NULL;

  penny_change_set_add_folder (t->changes, folder->id, PENNY_CHANGED_FOLDERS);
  if (penny_database_run (t->db, &local, "UPDATE folder SET leaving = 0 WHERE id = ?1", "i", folder->id))
    name = dup_name_without_own (t, folder, &local);
  if (local == NULL && penny_folder_act_show (t, folder, folder->shown, name, &local)
      && want_what_is_owed (t, folder->id, &local))
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
penny_folder_act_drop (PennyTransaction *t, PennyJournalRow *op, GError **error)
{
  GError *local = NULL;
  g_autoptr (PennyFolder) folder = NULL;

  if (penny_journal_strike (t, op, &local))
    folder = penny_rows_find_folder (t->db, op->folder, &local);
  if (folder != NULL && op->kind == PENNY_OPERATION_CREATE_FOLDER)
    penny_folders_remove (t, folder->id, &local);
  else if (folder != NULL && op->kind == PENNY_OPERATION_RENAME_FOLDER)
    drop_name (t, folder, op, &local);
  else if (folder != NULL)
    drop_leaving (t, folder, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}
