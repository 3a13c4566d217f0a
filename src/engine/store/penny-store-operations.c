/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal as the worker and the screen see it: what is next, what became of it. */
#include "penny-error.h"
#include "penny-store-actions.h"
#include "penny-store-folder-acts.h"
#include "penny-store-journal.h"
#include "penny-store-sync.h"

#define COLUMNS \
  "id, kind, entry, folder, uidvalidity, uid, uidl, message_id, add_flags, remove_flags, target," \
  " created, not_before, attempts, stuck, last_error, began, source"

/* Its turn: nothing older is owed for the same letter, and the server has named it. */
#define TURN \
  " FROM operation o WHERE NOT stuck AND (uid > 0 OR kind NOT IN (0, 1, 2, 6))" \
  " AND NOT EXISTS (SELECT 1 FROM operation p WHERE p.id < o.id AND (p.entry = o.entry" \
  " OR (o.source > 0 AND p.entry = o.source) OR (p.source > 0 AND p.source = o.entry)))"

static PennyOperation *
read_operation (sqlite3_stmt *s)
{
  PennyOperation *self = g_atomic_rc_box_new0 (PennyOperation);

  self->id = sqlite3_column_int64 (s, 0);
  self->kind = sqlite3_column_int (s, 1);
  self->entry = sqlite3_column_int64 (s, 2);
  self->folder = penny_database_dup_column (s, 3);
  self->uidvalidity = (guint32) sqlite3_column_int64 (s, 4);
  self->uid = PENNY_UID (sqlite3_column_int64 (s, 5));
  self->uidl = penny_database_dup_column (s, 6);
  self->message_id = penny_database_dup_column (s, 7);
  self->add = sqlite3_column_int (s, 8);
  self->remove = sqlite3_column_int (s, 9);
  self->target = penny_database_dup_column (s, 10);
  self->created = sqlite3_column_int64 (s, 11);
  self->not_before = sqlite3_column_int64 (s, 12);
  self->attempts = sqlite3_column_int (s, 13);
  self->stuck = sqlite3_column_int (s, 14);
  self->last_error = penny_database_dup_column (s, 15);
  self->began = sqlite3_column_int (s, 16);
  self->source = sqlite3_column_int64 (s, 17);
  return self;
}

GPtrArray *
penny_store_list_operations (PennyStore *self, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_operation_unref);
  PennyDatabase *db = penny_store_read_begin (self, error);
  GError *local = NULL;
  sqlite3_stmt *s;

  if (db == NULL)
    return NULL;
  s = penny_database_query (db, &local, "SELECT " COLUMNS " FROM operation ORDER BY id", "");
  while (s != NULL && penny_database_step (db, s, &local))
    g_ptr_array_add (list, read_operation (s));
  penny_store_read_end (self);
  if (local == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, local);
  return NULL;
}

PennyOperation *
penny_store_next_operation (PennyStore *self, gint64 now, gint64 *next_time, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  PennyOperation *operation = NULL;
  GError *local = NULL;
  gint64 due = 0;
  sqlite3_stmt *s;

  if (next_time != NULL)
    *next_time = 0;
  if (db == NULL)
    return NULL;
  s = penny_database_query (db, &local, "SELECT " COLUMNS TURN " AND not_before <= ?1 ORDER BY id LIMIT 1",
                            "i", now);
  if (s != NULL && penny_database_step (db, s, &local)) {
    operation = read_operation (s);
    penny_database_done (s);
  }
  if (local == NULL && next_time != NULL)
    due = penny_database_int (db, 0, &local, "SELECT min (not_before)" TURN " AND not_before > ?1", "i", now);
  penny_store_read_end (self);
  if (next_time != NULL)
    *next_time = due;
  if (local == NULL)
    return operation;
  g_clear_pointer (&operation, penny_operation_unref);
  g_propagate_error (error, local);
  return NULL;
}

/* --- what became of it --- */

typedef struct {
  PennyOperationId id;
  guint32 uidvalidity;
  guint32 uid;
  const char *why;              /* or a path */
  gint64 not_before;
  gboolean stuck;
  gboolean upload, filed_by_server;
} Outcome;

static gboolean
get_operation (PennyTransaction *t, PennyOperationId id, PennyJournalRow *op, GError **error)
{
  GError *local = NULL;

  if (penny_journal_get (t->db, id, op, &local))
    return TRUE;
  if (local == NULL)
    g_set_error (&local, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND, "No such operation");
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
began_cb (PennyTransaction *t, gpointer data, GError **error)
{
  const Outcome *outcome = data;
  PennyJournalRow op = { 0 };
  gboolean ok = get_operation (t, outcome->id, &op, error);

  penny_journal_row_clear (&op);
  return ok && penny_database_run (t->db, error, "UPDATE operation SET began = 1, attempts = attempts + 1"
                                   " WHERE id = ?1", "i", outcome->id);
}

gboolean
penny_store_operation_began (PennyStore *self, PennyOperationId id, GError **error)
{
  Outcome outcome = { .id = id };

  return penny_writer_call (self, PENNY_WRITE_DURABLE, began_cb, &outcome, error);
}

typedef struct {
  const PennyOperationId *ids;
  const PennyOperationEnd *ends;
  guint n;
} Several;

static gboolean
all_began_cb (PennyTransaction *t, gpointer data, GError **error)
{
  const Several *several = data;

  for (guint i = 0; i < several->n; i++)
    if (!penny_database_run (t->db, error, "UPDATE operation SET began = 1, attempts = attempts + 1 WHERE id = ?1",
                             "i", several->ids[i]))
      return FALSE;
  return TRUE;
}

gboolean
penny_store_operations_began (PennyStore *self, const PennyOperationId *ids, guint n, GError **error)
{
  Several several = { .ids = ids, .n = n };

  return penny_writer_call (self, PENNY_WRITE_DURABLE, all_began_cb, &several, error);
}

static gboolean
flags_done (PennyTransaction *t, const PennyJournalRow *op, GError **error)
{
  GError *local = NULL;
  PennyEntryRow row;
  PennyFlags server_flags, flags;

  if (penny_rows_get_entry (t->db, op->entry, &row, &local)) {
    server_flags = (row.server_flags | op->add) & ~op->remove;
    return penny_journal_overlay (t->db, row.id, server_flags, &flags, error) &&
           penny_rows_set_flags (t, &row, server_flags, flags, error);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
append_done (PennyTransaction *t, const PennyJournalRow *op, GError **error)
{
  GError *local = NULL;
  PennyEntryRow row;
  PennyFlags flags;

  if (penny_rows_get_entry (t->db, op->entry, &row, &local))
    return penny_journal_overlay (t->db, row.id, op->add, &flags, error) &&
           penny_rows_set_flags (t, &row, op->add, flags, error);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* --- a sent letter --- */

static gboolean
file_sent (PennyTransaction *t, const Outcome *outcome, PennyEntryRow *row, GError **error)
{
  g_autoptr (PennyFolder) sent = NULL;
  PennyFlags flags = (row->flags | PENNY_FLAG_SEEN) & ~PENNY_FLAG_DRAFT;

  if (outcome->filed_by_server)
    return penny_rows_remove_entry (t, row, error);
  sent = penny_rows_need_role (t, PENNY_ROLE_SENT, error);
  return sent != NULL && penny_rows_set_flags (t, row, flags, flags, error) &&
         penny_rows_move_entry (t, row, sent->id, 0, error) &&
         (!outcome->upload || sent->local || penny_act_append (t, row, sent->path, t->now, error));
}

static gboolean
sent_cb (PennyTransaction *t, gpointer data, GError **error)
{
  const Outcome *outcome = data;
  PennyJournalRow op = { 0 };
  PennyEntryRow row;
  GError *local = NULL;

  if (get_operation (t, outcome->id, &op, &local) && op.kind == PENNY_OPERATION_SEND &&
      penny_journal_strike (t, &op, &local) && penny_rows_get_entry (t->db, op.entry, &row, &local))
    file_sent (t, outcome, &row, &local);
  penny_journal_row_clear (&op);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

gboolean
penny_store_letter_sent (PennyStore *self, PennyOperationId id, gboolean upload, gboolean filed_by_server,
                         GError **error)
{
  Outcome outcome = { .id = id, .upload = upload, .filed_by_server = filed_by_server };

  return penny_writer_call (self, PENNY_WRITE_DURABLE, sent_cb, &outcome, error);
}

/* --- a folder with another name than was asked for --- */

static gboolean
named_cb (PennyTransaction *t, gpointer data, GError **error)
{
  const Outcome *outcome = data;
  PennyJournalRow op = { 0 };
  gboolean ok = get_operation (t, outcome->id, &op, error) && penny_journal_strike (t, &op, error) &&
                penny_folder_act_named (t, &op, outcome->why, error);

  penny_journal_row_clear (&op);
  return ok;
}

gboolean
penny_store_folder_named (PennyStore *self, PennyOperationId id, const char *path, GError **error)
{
  Outcome outcome = { .id = id, .why = path };

  return penny_writer_call (self, PENNY_WRITE_DURABLE, named_cb, &outcome, error);
}

static gboolean
upload_cb (PennyTransaction *t, gpointer data, GError **error)
{
  const Outcome *outcome = data;
  PennyJournalRow op = { 0 };
  gboolean ok = get_operation (t, outcome->id, &op, error) && penny_journal_upload_instead (t, &op, error);

  penny_journal_row_clear (&op);
  return ok;
}

gboolean
penny_store_operation_upload_instead (PennyStore *self, PennyOperationId id, GError **error)
{
  Outcome outcome = { .id = id };

  return penny_writer_call (self, PENNY_WRITE_DURABLE, upload_cb, &outcome, error);
}

/* --- done, failed, given up --- */

static gboolean
settle_done (PennyTransaction *t, const Outcome *outcome, const PennyJournalRow *op, GError **error)
{
  switch (op->kind) {
    case PENNY_OPERATION_FLAGS:
      return flags_done (t, op, error);
    case PENNY_OPERATION_APPEND:
      return append_done (t, op, error) &&
             penny_journal_settle (t, op->entry, op->target, outcome->uidvalidity, outcome->uid, error);
    case PENNY_OPERATION_MOVE:
    case PENNY_OPERATION_COPY:
      return penny_journal_settle (t, op->entry, op->target, outcome->uidvalidity, outcome->uid, error);
    case PENNY_OPERATION_DELETE_FOLDER:
      return penny_folder_act_deleted (t, op, error);
    case PENNY_OPERATION_DELETE:
    case PENNY_OPERATION_CLEAR:
    case PENNY_OPERATION_SEND:
      return TRUE;
    case PENNY_OPERATION_CREATE_FOLDER:
    case PENNY_OPERATION_RENAME_FOLDER:
      return penny_folder_act_named (t, op, op->target, error);
    case PENNY_N_OPERATIONS:
    default:
      g_return_val_if_reached (FALSE);
  }
}

static gboolean
done_cb (PennyTransaction *t, gpointer data, GError **error)
{
  const Outcome *outcome = data;
  PennyJournalRow op = { 0 };
  gboolean ok = get_operation (t, outcome->id, &op, error);

  if (ok && op.kind == PENNY_OPERATION_SEND)
    ok = sent_cb (t, data, error);
  else
    ok = ok && penny_journal_strike (t, &op, error) && settle_done (t, outcome, &op, error);
  penny_journal_row_clear (&op);
  return ok;
}

gboolean
penny_store_operation_done (PennyStore *self, PennyOperationId id, guint32 uidvalidity, PennyUid new_uid,
                            GError **error)
{
  Outcome outcome = { .id = id, .uidvalidity = uidvalidity, .uid = new_uid.value };

  /* Lost by a power cut it is done again, which hurts nobody but an upload. */
  return penny_writer_call (self, PENNY_WRITE_DURABLE, done_cb, &outcome, error);
}

static gboolean
all_done_cb (PennyTransaction *t, gpointer data, GError **error)
{
  const Several *several = data;

  for (guint i = 0; i < several->n; i++) {
    const PennyOperationEnd *end = &several->ends[i];
    Outcome outcome = { .id = end->id, .uidvalidity = end->uidvalidity, .uid = end->uid.value };
    GError *local = NULL;

    if (done_cb (t, &outcome, &local))
      continue;
    if (!g_error_matches (local, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND)) {
      g_propagate_error (error, local);
      return FALSE;
    }
    g_error_free (local);
  }
  return TRUE;
}

gboolean
penny_store_operations_done (PennyStore *self, const PennyOperationEnd *ends, guint n, GError **error)
{
  Several several = { .ends = ends, .n = n };

  return penny_writer_call (self, PENNY_WRITE_DURABLE, all_done_cb, &several, error);
}

static gboolean
failed_cb (PennyTransaction *t, gpointer data, GError **error)
{
  const Outcome *outcome = data;
  PennyJournalRow op = { 0 };
  gboolean ok = get_operation (t, outcome->id, &op, error);

  penny_journal_row_clear (&op);
  t->changes->what |= PENNY_CHANGED_OPERATIONS;
  /* It has not happened, and nothing is on its way: it may be taken back. (Whoever asks again looks
   * at the attempts.) */
  return ok && penny_database_run (t->db, error, "UPDATE operation SET not_before = ?2, stuck = ?3,"
                                   " last_error = ?4, began = 0 WHERE id = ?1", "iidt", outcome->id,
                                   outcome->not_before, outcome->stuck, outcome->why);
}

gboolean
penny_store_operation_failed (PennyStore *self, PennyOperationId id, const GError *why,
                              gint64 not_before, gboolean stuck, GError **error)
{
  Outcome outcome = { .id = id, .why = why != NULL ? why->message : NULL, .not_before = not_before,
                      .stuck = stuck };

  return penny_writer_call (self, PENNY_WRITE_ORDERED, failed_cb, &outcome, error);
}

static gboolean
retry_cb (PennyTransaction *t, gpointer data, GError **error)
{
  const Outcome *outcome = data;
  PennyJournalRow op = { 0 };
  gboolean ok = get_operation (t, outcome->id, &op, error);

  penny_journal_row_clear (&op);
  t->changes->what |= PENNY_CHANGED_OPERATIONS;
  t->changes->operations_gained = TRUE;
  return ok && penny_database_run (t->db, error, "UPDATE operation SET stuck = 0, not_before = 0 WHERE id = ?1",
                                   "i", outcome->id);
}

gboolean
penny_store_operation_retry (PennyStore *self, PennyOperationId id, GError **error)
{
  Outcome outcome = { .id = id };

  return penny_writer_call (self, PENNY_WRITE_URGENT | PENNY_WRITE_DURABLE, retry_cb, &outcome, error);
}

static gboolean
drop_cb (PennyTransaction *t, gpointer data, GError **error)
{
  const Outcome *outcome = data;
  PennyJournalRow op = { 0 };
  gboolean ok = get_operation (t, outcome->id, &op, error) && penny_journal_drop (t, &op, error);

  penny_journal_row_clear (&op);
  return ok;
}

gboolean
penny_store_operation_drop (PennyStore *self, PennyOperationId id, GError **error)
{
  Outcome outcome = { .id = id };

  return penny_writer_call (self, PENNY_WRITE_URGENT | PENNY_WRITE_DURABLE, drop_cb, &outcome, error);
}
