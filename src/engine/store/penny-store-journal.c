/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the journal: reading, adding, striking out, giving up. */
#include "penny-store-journal.h"

#include "penny-error.h"
#include "penny-store-folder-acts.h"

#define COLUMNS \
  "id, kind, entry, folder, uidvalidity, uid, uidl, message_id, add_flags, remove_flags, target," \
  " not_before, began, message, server_flags, flags, date, internal_date, final, source"

/* FLAGS, MOVE and DELETE of entry ?1 and copies of it. */
#define WAITS_FOR "((entry = ?1 AND kind IN (0, 1, 2)) OR (source > 0 AND source = ?1))"

void
penny_journal_row_clear (PennyJournalRow *row)
{
  g_clear_pointer (&row->folder, g_free);
  g_clear_pointer (&row->uidl, g_free);
  g_clear_pointer (&row->message_id, g_free);
  g_clear_pointer (&row->target, g_free);
}

GArray *
penny_journal_rows_new (void)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (PennyJournalRow));

  g_array_set_clear_func (rows, (GDestroyNotify) penny_journal_row_clear);
  return rows;
}

static void
read_row (sqlite3_stmt *s, PennyJournalRow *row)
{
  row->id = sqlite3_column_int64 (s, 0);
  row->kind = sqlite3_column_int (s, 1);
  row->entry = sqlite3_column_int64 (s, 2);
  row->folder = penny_database_dup_column (s, 3);
  row->uidvalidity = (guint32) sqlite3_column_int64 (s, 4);
  row->uid = (guint32) sqlite3_column_int64 (s, 5);
  row->uidl = penny_database_dup_column (s, 6);
  row->message_id = penny_database_dup_column (s, 7);
  row->add = sqlite3_column_int (s, 8);
  row->remove = sqlite3_column_int (s, 9);
  row->target = penny_database_dup_column (s, 10);
  row->not_before = sqlite3_column_int64 (s, 11);
  row->began = sqlite3_column_int (s, 12);
  row->message = sqlite3_column_int64 (s, 13);
  row->server_flags = sqlite3_column_int (s, 14);
  row->flags = sqlite3_column_int (s, 15);
  row->date = sqlite3_column_int64 (s, 16);
  row->internal_date = sqlite3_column_int64 (s, 17);
  row->final = sqlite3_column_int (s, 18);
  row->source = sqlite3_column_int64 (s, 19);
}

gboolean
penny_journal_get (PennyDatabase *db, PennyOperationId id, PennyJournalRow *row, GError **error)
{
  sqlite3_stmt *s = penny_database_query (db, error, "SELECT " COLUMNS " FROM operation WHERE id = ?1",
                                          "i", id);

  if (s == NULL || !penny_database_step (db, s, error))
    return FALSE;
  read_row (s, row);
  penny_database_done (s);
  return TRUE;
}

GArray *
penny_journal_list_for_entry (PennyDatabase *db, PennyEntryId entry, GError **error)
{
  g_autoptr (GArray) rows = penny_journal_rows_new ();
  GError *local = NULL;
  sqlite3_stmt *s = penny_database_query (db, &local, "SELECT " COLUMNS " FROM operation"
                                          " WHERE entry = ?1 ORDER BY id", "i", entry);

  while (s != NULL && penny_database_step (db, s, &local)) {
    PennyJournalRow row = { 0 };

    read_row (s, &row);
    g_array_append_val (rows, row);
  }
  if (local == NULL)
    return g_steal_pointer (&rows);
  g_propagate_error (error, local);
  return NULL;
}

gboolean
penny_journal_add (PennyTransaction *t, PennyJournalRow *row, GError **error)
{
  if (!penny_database_run (t->db, error,
                           "INSERT INTO operation (kind, entry, folder, uidvalidity, uid, uidl,"
                           " message_id, add_flags, remove_flags, target, created, not_before,"
                           " message, server_flags, flags, date, internal_date, final, source)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, coalesce (?7, (SELECT message_id FROM"
                           " message WHERE id = ?13)), ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,"
                           " ?17, ?18, ?19)", "dituuttddtiiiddiidi",
                           (int) row->kind, row->entry, row->folder, row->uidvalidity, row->uid,
                           row->uidl, row->message_id, (int) row->add, (int) row->remove, row->target,
                           t->now, row->not_before, row->message, (int) row->server_flags,
                           (int) row->flags, row->date, row->internal_date, row->final,
                           row->source))
    return FALSE;
  row->id = sqlite3_last_insert_rowid (penny_database_get_handle (t->db));
  t->changes->what |= PENNY_CHANGED_OPERATIONS;
  t->changes->operations_gained = TRUE;
  return TRUE;
}

gboolean
penny_journal_strike (PennyTransaction *t, const PennyJournalRow *row, GError **error)
{
  t->changes->what |= PENNY_CHANGED_OPERATIONS;
  return penny_database_run (t->db, error, "DELETE FROM operation WHERE id = ?1", "i", row->id) &&
         (row->message == 0 || penny_rows_collect_message (t, row->message, error));
}

gboolean
penny_journal_strike_all (PennyTransaction *t, PennyEntryId entry, gboolean keep_final, GError **error)
{
  g_autoptr (GArray) rows = penny_journal_list_for_entry (t->db, entry, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const PennyJournalRow *row = &g_array_index (rows, PennyJournalRow, i);

    if (!(keep_final && row->final) && !penny_journal_strike (t, row, error))
      return FALSE;
  }
  return rows != NULL;
}

gboolean
penny_journal_overlay (PennyDatabase *db, PennyEntryId entry, PennyFlags server_flags,
                       PennyFlags *flags, GError **error)
{
  g_autoptr (GArray) rows = penny_journal_list_for_entry (db, entry, error);

  if (rows == NULL)
    return FALSE;
  *flags = server_flags;
  for (guint i = 0; i < rows->len; i++) {
    const PennyJournalRow *row = &g_array_index (rows, PennyJournalRow, i);

    if (row->kind == PENNY_OPERATION_FLAGS || row->kind == PENNY_OPERATION_APPEND)
      *flags = (*flags | row->add) & ~row->remove;
  }
  return TRUE;
}

gboolean
penny_journal_name_uid (PennyTransaction *t, PennyEntryId entry, const char *path, guint32 uidvalidity,
                        guint32 uid, GError **error)
{
  if (uid == 0)
    return TRUE;
  /* What could not be begun for want of a name can now: the worker must hear of it. */
  t->changes->operations_gained = TRUE;
  return penny_database_run (t->db, error,
                             "UPDATE operation SET uid = ?3, uidvalidity = ?4 WHERE " WAITS_FOR
                             " AND folder = ?2 AND uid = 0", "ituu", entry, path, uid, uidvalidity);
}

gboolean
penny_journal_redirect (PennyTransaction *t, PennyEntryId entry, PennyOperationId after, const char *path,
                        guint32 uidvalidity, guint32 uid, GError **error)
{
  return penny_database_run (t->db, error, "UPDATE operation SET folder = ?3, uidvalidity = ?4, uid = ?5"
                             " WHERE " WAITS_FOR " AND id > ?2 AND uid = 0", "iituu", entry, after, path, uidvalidity,
                             uid);
}

gboolean
penny_journal_settle (PennyTransaction *t, PennyEntryId entry, const char *path, guint32 uidvalidity,
                      guint32 uid, GError **error)
{
  GError *local = NULL;
  PennyEntryRow row, other;
  g_autoptr (PennyFolder) folder = penny_rows_find_folder (t->db, path, &local);
  gboolean here = local == NULL && penny_rows_get_entry (t->db, entry, &row, &local);

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  /* A UID of a folder that was made anew meanwhile names something else. */
  if (folder == NULL || uid == 0 || folder->uidvalidity != uidvalidity)
    return TRUE;
  if (!penny_journal_name_uid (t, entry, path, uidvalidity, uid, error))
    return FALSE;
  if (!here || row.folder != folder->id || row.uid == uid)
    return TRUE;
  /* The listing was faster than COPYUID and could not know that this is the same letter. */
  if (penny_rows_find_uid (t->db, folder->id, uid, &other, &local) &&
      !penny_rows_remove_entry (t, &other, &local))
    g_assert (local != NULL);
  if (local == NULL)
    return penny_rows_move_entry (t, &row, folder->id, uid, error);
  g_propagate_error (error, local);
  return FALSE;
}

/* --- the place that a letter was to be taken from is gone --- */

static gboolean
become_upload (PennyTransaction *t, const PennyJournalRow *op, const PennyEntryRow *row, GError **error)
{
  return penny_database_run (t->db, error, "UPDATE operation SET kind = 3, folder = target, source = 0, uid = 0,"
                             " uidvalidity = 0, add_flags = ?2, remove_flags = 0, began = 0 WHERE id = ?1", "id",
                             op->id, (int) row->flags) &&
         penny_database_run (t->db, error, "UPDATE entry SET uploaded = 1, server_flags = flags WHERE id = ?1", "i",
                             row->id);
}

gboolean
penny_journal_upload_instead (PennyTransaction *t, PennyJournalRow *op, GError **error)
{
  GError *local = NULL;
  PennyEntryRow row;
  gboolean here = penny_rows_get_entry (t->db, op->entry, &row, &local);

  t->changes->what |= PENNY_CHANGED_OPERATIONS;
  t->changes->operations_gained = TRUE;
  if (local == NULL && here && row.has_body)
    return become_upload (t, op, &row, error);
  if (local == NULL && penny_journal_strike_all (t, op->entry, FALSE, &local) && here)
    penny_rows_remove_entry (t, &row, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* --- giving up --- */

static gboolean
drop_flags (PennyTransaction *t, PennyJournalRow *op, GError **error)
{
  PennyEntryRow row;
  PennyFlags flags;
  GError *local = NULL;

  if (!penny_journal_strike (t, op, error))
    return FALSE;
  if (penny_rows_get_entry (t->db, op->entry, &row, &local))
    return penny_journal_overlay (t->db, row.id, row.server_flags, &flags, error) &&
           penny_rows_set_flags (t, &row, row.server_flags, flags, error);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* Operations behind a refused move start where it would have started. */
static gboolean
rebase_followers (PennyTransaction *t, const PennyJournalRow *op, GError **error)
{
  return penny_database_run (t->db, error,
                             "UPDATE operation SET folder = ?3, uidvalidity = ?4, uid = ?5"
                             " WHERE " WAITS_FOR " AND id > ?2 AND uid = 0 AND folder = ?6", "iituut", op->entry,
                             op->id, op->folder, op->uidvalidity, op->uid, op->target) &&
         penny_database_run (t->db, error, "DELETE FROM operation WHERE entry = ?1 AND id > ?2"
                             " AND kind = 1 AND folder = target", "ii", op->entry, op->id);
}

/* The UID that OP's source still has for its letter; 0 when the folder was made anew since. */
static guint32
valid_uid (const PennyJournalRow *op, const PennyFolder *folder)
{
  return op->uidvalidity == folder->uidvalidity ? op->uid : 0;
}

static gboolean
drop_move (PennyTransaction *t, PennyJournalRow *op, GError **error)
{
  GError *local = NULL;
  PennyEntryRow row;
  g_autoptr (PennyFolder) source = penny_rows_find_folder (t->db, op->folder, &local);
  g_autoptr (PennyFolder) target = local == NULL ? penny_rows_find_folder (t->db, op->target, &local) : NULL;

  if (local == NULL && rebase_followers (t, op, &local) && penny_journal_strike (t, op, &local) &&
      penny_rows_get_entry (t->db, op->entry, &row, &local) && source != NULL && target != NULL &&
      row.folder == target->id)
    penny_rows_move_entry (t, &row, source->id, valid_uid (op, source), &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
drop_delete (PennyTransaction *t, PennyJournalRow *op, GError **error)
{
  GError *local = NULL;
  PennyEntryRow row;
  g_autoptr (PennyFolder) folder = penny_rows_find_folder (t->db, op->folder, &local);
  gboolean here = local == NULL && penny_rows_get_entry (t->db, op->entry, &row, &local);

  if (local == NULL && !here && !op->final && folder != NULL) {
    row = (PennyEntryRow) {
      .id = op->entry, .folder = folder->id, .message = op->message,
      .uid = valid_uid (op, folder), .server_flags = op->server_flags, .flags = op->server_flags,
      .date = op->date, .internal_date = op->internal_date,
    };
    row.conversation = penny_database_int (t->db, 0, &local,
                                           "SELECT conversation FROM message WHERE id = ?1", "i", row.message);
    if (local == NULL)
      penny_rows_insert_entry (t, &row, &local);
  }
  if (local == NULL && penny_journal_strike (t, op, &local))
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* What was written here must not be lost because a server does not want it. */
static gboolean
drop_append (PennyTransaction *t, PennyJournalRow *op, GError **error)
{
  GError *local = NULL;
  PennyEntryRow row;
  g_autoptr (PennyFolder) kept = NULL;

  if (penny_rows_get_entry (t->db, op->entry, &row, &local) &&
      (kept = penny_rows_need_kept (t, &local)) != NULL)
    penny_rows_move_entry (t, &row, kept->id, 0, &local);
  if (local == NULL && penny_journal_strike (t, op, &local))
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* What was done to the copy goes with it, and copies of it are taken from its source. */
static gboolean
drop_copy (PennyTransaction *t, PennyJournalRow *op, GError **error)
{
  GError *local = NULL;
  PennyEntryRow row;
  gboolean here;

  penny_database_run (t->db, &local, "UPDATE operation SET source = ?2, folder = ?3, uidvalidity = ?4, uid = ?5"
                      " WHERE source > 0 AND source = ?1 AND uid = 0", "iituu", op->entry, op->source, op->folder,
                      op->uidvalidity, op->uid);
  here = local == NULL && penny_rows_get_entry (t->db, op->entry, &row, &local);
  if (local == NULL && penny_journal_strike_all (t, op->entry, FALSE, &local) && here)
    penny_rows_remove_entry (t, &row, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* A letter that is not to be sent after all is a draft again. */
static gboolean
drop_send (PennyTransaction *t, PennyJournalRow *op, GError **error)
{
  GError *local = NULL;
  PennyEntryRow row;
  g_autoptr (PennyFolder) drafts = NULL;

  if (!penny_journal_strike (t, op, error))
    return FALSE;
  if (penny_rows_get_entry (t->db, op->entry, &row, &local) &&
      (drafts = penny_rows_need_role (t, PENNY_ROLE_DRAFTS, &local)) != NULL &&
      penny_act_mark (t, &row, PENNY_FLAG_DRAFT, 0, t->now, &local))
    penny_act_move (t, &row, drafts, t->now, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

gboolean
penny_journal_drop (PennyTransaction *t, PennyJournalRow *row, GError **error)
{
  switch (row->kind) {
    case PENNY_OPERATION_FLAGS:
      return drop_flags (t, row, error);
    case PENNY_OPERATION_MOVE:
      return drop_move (t, row, error);
    case PENNY_OPERATION_DELETE:
      return drop_delete (t, row, error);
    case PENNY_OPERATION_APPEND:
      return drop_append (t, row, error);
    case PENNY_OPERATION_SEND:
      return drop_send (t, row, error);
    case PENNY_OPERATION_COPY:
      return drop_copy (t, row, error);
    case PENNY_OPERATION_CREATE_FOLDER:
    case PENNY_OPERATION_RENAME_FOLDER:
    case PENNY_OPERATION_DELETE_FOLDER:
      return penny_folder_act_drop (t, row, error);
    case PENNY_OPERATION_CLEAR:
      return penny_journal_strike (t, row, error);
    case PENNY_N_OPERATIONS:
    default:
      g_return_val_if_reached (FALSE);
  }
}
