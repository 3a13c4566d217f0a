/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps about folders: appearing, going, their UIDs. */
#include "penny-store-batch.h"

#include "penny-error.h"
#include "penny-store-folder-acts.h"

/* A folder that we meant to make, or made here before the server was ever asked, is there already
 * under another name: it takes the place. */
static gboolean
claim_pending (PennyTransaction *t, PennyStep *step, GError **error)
{
  GError *local = NULL;
  g_autofree char *old = NULL;

  if (step->role == PENNY_ROLE_NONE || step->local)
    return TRUE;
  old = penny_database_text (t->db, &local, "SELECT path FROM folder WHERE role = ?1 AND (pending OR local)"
                             " AND path <> ?2 AND NOT EXISTS (SELECT 1 FROM folder WHERE path = ?2)",
                             "dt", (int) step->role, step->text);
  if (local == NULL && old != NULL &&
      penny_database_run (t->db, &local, "UPDATE folder SET path = ?2 WHERE path = ?1", "tt", old, step->text) &&
      penny_database_run (t->db, &local, "UPDATE operation SET folder = ?2 WHERE folder = ?1", "tt", old, step->text))
    penny_database_run (t->db, &local, "UPDATE operation SET target = ?2 WHERE target = ?1", "tt", old, step->text);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* A folder that the server had still to be asked for is there: made by another program, or by this one before it
 * could note so. */
static gboolean
claim_created (PennyTransaction *t, PennyStep *step, GError **error)
{
  GError *local = NULL;
  PennyJournalRow op = { 0 };
  PennyOperationId id = penny_database_int (
    t->db, 0, &local, "SELECT id FROM operation WHERE kind = 7 AND target = ?1"
    " AND NOT EXISTS (SELECT 1 FROM folder WHERE path = ?1)", "t", step->text);

  if (local == NULL && id != 0 && penny_journal_get (t->db, id, &op, &local)
      && penny_journal_strike (t, &op, &local))
    penny_folder_act_named (t, &op, step->text, &local);
  penny_journal_row_clear (&op);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static GArray *
ids (PennyTransaction *t, const char *sql, PennyFolderId folder, GError **error)
{
  return penny_database_ids (t->db, penny_database_query (t->db, error, sql, "i", folder), error);
}

/* What was written or sent before the server was ever asked for its folders is owed to it now. */
static gboolean
owe_local_letters (PennyTransaction *t, const PennyFolder *folder, GError **error)
{
  g_autoptr (GArray) list = ids (t, "SELECT id FROM entry WHERE folder = ?1 AND uid = 0", folder->id, error);

  for (guint i = 0; list != NULL && i < list->len; i++) {
    PennyEntryRow row;
    GError *local = NULL;

    if (penny_rows_get_entry (t->db, g_array_index (list, gint64, i), &row, &local) && row.has_body)
      penny_act_append (t, &row, folder->path, t->now, &local);
    if (local != NULL) {
      g_propagate_error (error, local);
      return FALSE;
    }
  }
  return list != NULL;
}

gboolean
penny_step_put_folder (PennyTransaction *t, PennyStep *step, GError **error)
{
  GError *local = NULL;
  g_autoptr (PennyFolder) old = NULL;

  if (claim_pending (t, step, &local) && (step->local || claim_created (t, step, &local)))
    old = penny_rows_find_folder (t->db, step->text, &local);
  if (local == NULL && old == NULL) {
    penny_rows_add_folder (t, step->text, step->delimiter, step->role, step->selectable, step->local,
                           FALSE, &local);
  } else if (local == NULL) {
    if (old->delimiter != step->delimiter || old->role != step->role ||
        old->selectable != step->selectable || old->local != step->local)
      penny_change_set_add_folder (t->changes, old->id, PENNY_CHANGED_FOLDERS);
    /* A role that we gave ourselves (see adopt_folder) stays until the server names another. */
    penny_database_run (t->db, &local,
                        "UPDATE folder SET delimiter = ?2, role = CASE WHEN ?3 = 0 THEN role ELSE ?3 END,"
                        " selectable = ?4, local = ?5, pending = 0 WHERE id = ?1", "idddd", old->id,
                        (int) step->delimiter, (int) step->role, step->selectable, step->local);
    if (local == NULL && old->local && !step->local)
      owe_local_letters (t, old, &local);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* --- going --- */

/* Moves into the folder go back to where they came from, uploads are kept on this computer. */
static gboolean
save_unsent (PennyTransaction *t, PennyFolderId folder, GError **error)
{
  g_autoptr (GArray) list = ids (t, "SELECT o.id FROM operation o JOIN entry e ON e.id = o.entry"
                                 " JOIN folder f ON f.id = e.folder WHERE f.id = ?1 AND o.kind IN (1, 3, 6)"
                                 " AND o.target = f.path ORDER BY o.id DESC", folder, error);

  for (guint i = 0; list != NULL && i < list->len; i++) {
    PennyJournalRow op = { 0 };
    GError *local = NULL;

    if (penny_journal_get (t->db, g_array_index (list, gint64, i), &op, &local))
      penny_journal_drop (t, &op, &local);
    penny_journal_row_clear (&op);
    if (local != NULL) {
      g_propagate_error (error, local);
      return FALSE;
    }
  }
  return list != NULL;
}

static gboolean
remove_entry_and_work (PennyTransaction *t, PennyEntryId id, GError **error)
{
  PennyEntryRow row;
  GError *local = NULL;

  if (penny_journal_strike_all (t, id, FALSE, &local) &&
      penny_rows_get_entry (t->db, id, &row, &local))
    penny_rows_remove_entry (t, &row, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
remove_entries (PennyTransaction *t, const char *sql, PennyFolderId folder, GError **error)
{
  g_autoptr (GArray) list = ids (t, sql, folder, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    if (!remove_entry_and_work (t, g_array_index (list, gint64, i), error))
      return FALSE;
  return list != NULL;
}

/* What the person has put elsewhere, before the folder went and before the server heard of it, is not lost
 * with it; what was to be deleted there is. */
static gboolean
save_leaving (PennyTransaction *t, PennyFolderId folder, GError **error)
{
  g_autoptr (GArray) list = ids (t, "SELECT o.id FROM operation o JOIN folder f ON f.path = o.folder WHERE f.id = ?1"
                                 " AND o.kind IN (1, 2, 6) ORDER BY o.id", folder, error);

  for (guint i = 0; list != NULL && i < list->len; i++) {
    PennyJournalRow op = { 0 };
    GError *local = NULL;

    if (penny_journal_get (t->db, g_array_index (list, gint64, i), &op, &local)) {
      if (op.kind == PENNY_OPERATION_DELETE)
        penny_journal_strike (t, &op, &local);
      else
        penny_journal_upload_instead (t, &op, &local);
    }
    penny_journal_row_clear (&op);
    if (local != NULL) {
      g_propagate_error (error, local);
      return FALSE;
    }
  }
  return list != NULL;
}

gboolean
penny_folders_remove (PennyTransaction *t, PennyFolderId folder, GError **error)
{
  penny_change_set_add_folder (t->changes, folder, PENNY_CHANGED_FOLDERS | PENNY_CHANGED_ENTRIES);
  return save_unsent (t, folder, error) &&
         remove_entries (t, "SELECT id FROM entry WHERE folder = ?1", folder, error) &&
         save_leaving (t, folder, error) &&
         penny_database_run (t->db, error, "DELETE FROM operation WHERE kind IN (7, 8, 9)"
                             " AND folder = (SELECT path FROM folder WHERE id = ?1)", "i", folder) &&
         penny_database_run (t->db, error, "DELETE FROM folder WHERE id = ?1", "i", folder);
}

/* Every letter that was kept here has been found in the box. */
static gboolean
forget_empty_kept (PennyTransaction *t, GError **error)
{
  g_autoptr (GArray) list = ids (t, "SELECT id FROM folder WHERE local AND n_total = 0 AND ?1 = 0"
                                 " AND substr (path, 1, 5) = '" PENNY_STORE_KEPT_PATH "'", 0, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    if (!penny_folders_remove (t, g_array_index (list, gint64, i), error))
      return FALSE;
  return list != NULL;
}

gboolean
penny_step_keep_folders (PennyTransaction *t, PennyStep *step, GError **error)
{
  g_autoptr (GArray) list = ids (t, "SELECT id FROM folder WHERE NOT local AND NOT pending AND ?1 = 0", 0, error);
  g_autoptr (GHashTable) kept = g_hash_table_new (g_str_hash, g_str_equal);

  for (char **path = step->list; *path != NULL; path++)
    g_hash_table_add (kept, *path);
  for (guint i = 0; list != NULL && i < list->len; i++) {
    g_autoptr (PennyFolder) folder = penny_rows_get_folder (t->db, g_array_index (list, gint64, i), error);

    if (folder == NULL)
      return FALSE;
    if (!g_hash_table_contains (kept, folder->path) &&
        !penny_folders_remove (t, folder->id, error))
      return FALSE;
  }
  return list != NULL && forget_empty_kept (t, error);
}

/* --- another name --- */

/* ?1 the name before, ?2 the delimiter, ?3 the name now. */
#define BELOW(column) "substr (" column ", 1, length (?1) + 1) = ?1 || ?2"
#define RENAMED(column) "?3 || substr (" column ", length (?1) + 1)"

gboolean
penny_folders_rename_in_journal (PennyTransaction *t, const PennyFolder *folder, const char *path, GError **error)
{
  const char delimiter[] = { folder->delimiter != '\0' ? folder->delimiter : '\n', '\0' };

  return penny_database_run (t->db, error, "UPDATE operation SET folder = " RENAMED ("folder")
                             " WHERE folder = ?1 OR " BELOW ("folder"), "ttt", folder->path, delimiter, path) &&
         penny_database_run (t->db, error, "UPDATE operation SET target = " RENAMED ("target")
                             " WHERE kind NOT IN (7, 8, 9) AND (target = ?1 OR " BELOW ("target") ")", "ttt",
                             folder->path, delimiter, path);
}

/* Rows that stand in the way say what the server had there before. */
static gboolean
clear_the_way (PennyTransaction *t, const PennyFolder *folder, const char *delimiter, const char *path, GError **error)
{
  g_autoptr (GArray) list = penny_database_ids (t->db, penny_database_query (
    t->db, error, "SELECT g.id FROM folder f JOIN folder g ON g.path = " RENAMED ("f.path")
    " WHERE (f.id = ?4 OR (NOT f.local AND " BELOW ("f.path") ")) AND g.id <> ?4"
    " AND NOT (NOT g.local AND " BELOW ("g.path") ")", "ttti", folder->path, delimiter, path, folder->id), error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    if (!penny_folders_remove (t, g_array_index (list, gint64, i), error))
      return FALSE;
  return list != NULL;
}

gboolean
penny_folders_rename (PennyTransaction *t, const PennyFolder *folder, const char *path, GError **error)
{
  const char delimiter[] = { folder->delimiter != '\0' ? folder->delimiter : '\n', '\0' };

  penny_change_set_add_folder (t->changes, folder->id, PENNY_CHANGED_FOLDERS);
  return clear_the_way (t, folder, delimiter, path, error) &&
         penny_folders_rename_in_journal (t, folder, path, error) &&
         penny_database_run (t->db, error, "UPDATE folder SET path = " RENAMED ("path") ","
                             " wanted = nullif (wanted, " RENAMED ("path") "),"
                             " pending = CASE id WHEN ?4 THEN 0 ELSE pending END"
                             " WHERE id = ?4 OR (NOT local AND " BELOW ("path") ")", "ttti", folder->path, delimiter,
                             path, folder->id);
}

gboolean
penny_step_rename_folder (PennyTransaction *t, PennyStep *step, GError **error)
{
  GError *local = NULL;
  g_autoptr (PennyFolder) folder = penny_rows_find_folder (t->db, step->text, &local);

  if (folder != NULL && penny_folders_rename (t, folder, step->value, &local)
      && penny_database_run (t->db, &local, "DELETE FROM operation WHERE kind = 8 AND folder = target", "")
      && step->uidvalidity) {
    PennyStep voiding = { .folder = folder->id };

    penny_step_void_uids (t, &voiding, &local);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

gboolean
penny_step_mailbox_id (PennyTransaction *t, PennyStep *step, GError **error)
{
  return penny_database_run (t->db, error, "UPDATE folder SET mailbox_id = ?2 WHERE path = ?1"
                             " AND mailbox_id IS NOT ?2", "tt", step->text, step->value);
}

/* --- UIDs --- */

gboolean
penny_step_uid_state (PennyTransaction *t, PennyStep *step, GError **error)
{
  return penny_database_run (t->db, error,
                             "UPDATE folder SET uidvalidity = coalesce (nullif (?2, 0), uidvalidity),"
                             " uidnext = coalesce (nullif (?3, 0), uidnext),"
                             " highest_modseq = coalesce (nullif (?4, 0), highest_modseq) WHERE id = ?1",
                             "iuui", step->folder, step->uidvalidity, step->uid, (gint64) step->modseq);
}

gboolean
penny_step_void_uids (PennyTransaction *t, PennyStep *step, GError **error)
{
  return penny_database_run (t->db, error, "UPDATE entry SET uid = 0 WHERE folder = ?1", "i", step->folder) &&
         penny_database_run (t->db, error,
                             "UPDATE operation SET uid = 0, uidvalidity = 0 WHERE kind IN (0, 1, 2, 6)"
                             " AND folder = (SELECT path FROM folder WHERE id = ?1)", "i", step->folder) &&
         penny_database_run (t->db, error,
                             "UPDATE folder SET uidvalidity = ?2, uidnext = 0, highest_modseq = 0"
                             " WHERE id = ?1", "iu", step->folder, step->uidvalidity);
}

/* Not those that are still on their way to the server's folder. */
gboolean
penny_step_expunge_unmatched (PennyTransaction *t, PennyStep *step, GError **error)
{
  return remove_entries (t, "SELECT e.id FROM entry e JOIN folder f ON f.id = e.folder"
                         " WHERE e.folder = ?1 AND e.uid = 0 AND NOT f.local AND NOT EXISTS (SELECT 1"
                         " FROM operation o WHERE o.entry = e.id AND o.kind IN (1, 3, 6)"
                         " AND o.target = f.path)", step->folder, error);
}
