/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One act on one letter: its effect here together with what the server then owes, merged with what
 * it owed already. */
#include "penny-store-journal.h"

#include "penny-error.h"

static PennyJournalRow *
last_of_kind (GArray *rows, PennyOperationKind kind)
{
  for (guint i = rows->len; i > 0; i--)
    if (g_array_index (rows, PennyJournalRow, i - 1).kind == kind)
      return &g_array_index (rows, PennyJournalRow, i - 1);
  return NULL;
}

static gboolean
any_began (GArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_array_index (rows, PennyJournalRow, i).began)
      return TRUE;
  return FALSE;
}

/* Everything owed for the letter ROW of FOLDER starts from here. */
static PennyJournalRow
new_operation (const PennyEntryRow *row, const PennyFolder *folder, PennyOperationKind kind, gint64 hold)
{
  return (PennyJournalRow) {
    .kind = kind, .entry = row->id, .folder = folder->path, .uid = row->uid,
    .uidvalidity = row->uid != 0 ? folder->uidvalidity : 0, .not_before = hold,
    .message = row->message, .server_flags = row->server_flags, .flags = row->flags,
    .date = row->date, .internal_date = row->internal_date,
  };
}

static gboolean
fail_being_sent (GError **error)
{
  g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_BUSY, "The letter is being sent right now");
  return FALSE;
}

static gboolean
fail_no_body (GError **error)
{
  g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NO_BODY,
               "The letter cannot leave its server before it has been fetched");
  return FALSE;
}

/* --- flags --- */

static gboolean
update_flags_row (PennyTransaction *t, const PennyJournalRow *op, PennyFlags add, PennyFlags remove,
                  gint64 hold, GError **error)
{
  t->changes->what |= PENNY_CHANGED_OPERATIONS;
  return penny_database_run (t->db, error,
                             "UPDATE operation SET add_flags = ?2, remove_flags = ?3, not_before = max (not_before, ?4)"
                             " WHERE id = ?1", "iddi", op->id, (int) add, (int) remove, hold);
}

/* What the server has not been told yet and a change of flags can still be written into: nothing of what
 * comes behind it has been begun, and it all takes the flags along. */
static PennyJournalRow *
find_open_flags (GArray *rows)
{
  for (guint i = rows->len; i > 0; i--) {
    PennyJournalRow *row = &g_array_index (rows, PennyJournalRow, i - 1);

    if (row->began)
      return NULL;
    if (row->kind == PENNY_OPERATION_FLAGS || row->kind == PENNY_OPERATION_APPEND)
      return row;
  }
  return NULL;
}

/* A copy that is owed behind OP has the marks that its letter had by then, and no later ones. */
static gboolean
is_copied_behind (PennyTransaction *t, const PennyEntryRow *row, const PennyJournalRow *op)
{
  return penny_database_int (t->db, 0, NULL, "SELECT EXISTS (SELECT 1 FROM operation o JOIN entry e ON e.id = o.entry"
                             " WHERE o.kind = 6 AND o.id > ?1 AND e.message = ?2)", "ii", op->id, row->message) != 0;
}

static gboolean
owe_flags (PennyTransaction *t, const PennyEntryRow *row, const PennyFolder *folder, PennyFlags add,
           PennyFlags remove, gint64 hold, GError **error)
{
  g_autoptr (GArray) rows = penny_journal_list_for_entry (t->db, row->id, error);
  PennyJournalRow *last, op;

  if (rows == NULL)
    return FALSE;
  last = find_open_flags (rows);
  if (last != NULL && !is_copied_behind (t, row, last)) {
    add |= last->add & ~remove;
    remove |= last->remove & ~add;
    /* Read and unread again: the server never hears of it, unless something is on its way already. */
    if (last->kind == PENNY_OPERATION_FLAGS && !any_began (rows) && (add & ~row->server_flags) == 0 &&
        (remove & row->server_flags) == 0)
      return penny_journal_strike (t, last, error);
    return update_flags_row (t, last, add, last->kind == PENNY_OPERATION_APPEND ? 0 : remove, hold, error);
  }
  op = new_operation (row, folder, PENNY_OPERATION_FLAGS, hold);
  op.add = add;
  op.remove = remove;
  op.message = 0;
  return penny_journal_add (t, &op, error);
}

gboolean
penny_act_mark (PennyTransaction *t, PennyEntryRow *row, PennyFlags add, PennyFlags remove,
                gint64 hold, GError **error)
{
  g_autoptr (PennyFolder) folder = penny_rows_get_folder (t->db, row->folder, error);
  PennyFlags flags = (row->flags | add) & ~remove;

  if (folder == NULL)
    return FALSE;
  if (flags == row->flags)
    return TRUE;
  add = flags & ~row->flags;
  remove = row->flags & ~flags;
  if (folder->local)
    return penny_rows_set_flags (t, row, flags, flags, error);
  return owe_flags (t, row, folder, add, remove, hold, error) &&
         penny_rows_set_flags (t, row, row->server_flags, flags, error);
}

/* --- POP: thrown away here --- */

static gboolean
owe_clear (PennyTransaction *t, const PennyEntryRow *row, const PennyFolder *folder, gint64 hold, GError **error)
{
  PennyJournalRow op = new_operation (row, folder, PENNY_OPERATION_CLEAR, hold);
  GError *local = NULL;

  if (row->uidl[0] == '\0' ||
      penny_database_int (t->db, 0, &local, "SELECT EXISTS (SELECT 1 FROM operation WHERE entry = ?1"
                          " AND kind = 5)", "i", row->id) != 0)
    return TRUE;
  op.uidl = (char *) row->uidl;
  op.message = 0;
  if (local == NULL)
    return penny_journal_add (t, &op, error);
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
unowe_clear (PennyTransaction *t, const PennyEntryRow *row, GError **error)
{
  t->changes->what |= PENNY_CHANGED_OPERATIONS;
  return penny_database_run (t->db, error, "DELETE FROM operation WHERE entry = ?1 AND kind = 5"
                             " AND NOT began", "i", row->id);
}

/* --- uploading --- */

gboolean
penny_act_append (PennyTransaction *t, PennyEntryRow *row, const char *path, gint64 hold, GError **error)
{
  PennyJournalRow op = {
    .kind = PENNY_OPERATION_APPEND, .entry = row->id, .folder = (char *) path, .target = (char *) path,
    .add = row->flags, .not_before = hold, .message = row->message,
  };

  if (!row->has_body)
    return fail_no_body (error);
  row->uploaded = TRUE;
  row->server_flags = row->flags;
  return penny_database_run (t->db, error, "UPDATE entry SET uploaded = 1, server_flags = flags"
                             " WHERE id = ?1", "i", row->id) &&
         penny_journal_add (t, &op, error);
}

/* --- moving --- */

static gboolean
move_within_server (PennyTransaction *t, PennyEntryRow *row, const PennyFolder *source,
                    const PennyFolder *target, gint64 hold, GError **error)
{
  g_autoptr (GArray) rows = penny_journal_list_for_entry (t->db, row->id, error);
  PennyJournalRow *move, *append, *copy, op;

  if (rows == NULL)
    return FALSE;
  move = last_of_kind (rows, PENNY_OPERATION_MOVE);
  append = last_of_kind (rows, PENNY_OPERATION_APPEND);
  copy = last_of_kind (rows, PENNY_OPERATION_COPY);
  if (copy != NULL && !copy->began)
    return penny_journal_redirect (t, row->id, copy->id, target->path, 0, 0, error) &&
           penny_database_run (t->db, error, "UPDATE operation SET target = ?2,"
                               " not_before = max (not_before, ?3) WHERE id = ?1", "iti", copy->id, target->path,
                               hold) &&
           penny_rows_move_entry (t, row, target->id, 0, error);
  if (append != NULL && !append->began)
    return penny_database_run (t->db, error, "UPDATE operation SET folder = ?2, target = ?2 WHERE id = ?1",
                               "it", append->id, target->path) &&
           penny_rows_move_entry (t, row, target->id, 0, error);
  if (move == NULL || move->began) {
    op = new_operation (row, source, PENNY_OPERATION_MOVE, hold);
    op.target = target->path;
    return penny_journal_add (t, &op, error) && penny_rows_move_entry (t, row, target->id, 0, error);
  }
  /* A→B not begun, now B→C: A→C; back to A: nothing at all. */
  t->changes->what |= PENNY_CHANGED_OPERATIONS;
  if (g_str_equal (move->folder, target->path)) {
    guint32 uid = move->uidvalidity == target->uidvalidity ? move->uid : 0;

    return penny_journal_strike (t, move, error) &&
           penny_rows_move_entry (t, row, target->id, uid, error) &&
           penny_journal_redirect (t, row->id, move->id, move->folder, move->uidvalidity, move->uid, error);
  }
  return penny_journal_redirect (t, row->id, move->id, target->path, 0, 0, error) &&
         penny_database_run (t->db, error, "UPDATE operation SET target = ?2,"
                             " not_before = max (not_before, ?3) WHERE id = ?1", "iti", move->id, target->path, hold) &&
         penny_rows_move_entry (t, row, target->id, 0, error);
}

/* A letter in the outbox that is taken out of it is not sent. */
static gboolean
unowe_sending (PennyTransaction *t, const PennyEntryRow *row, GError **error)
{
  g_autoptr (GArray) rows = penny_journal_list_for_entry (t->db, row->id, error);
  PennyJournalRow *send = rows != NULL ? last_of_kind (rows, PENNY_OPERATION_SEND) : NULL;

  if (rows == NULL)
    return FALSE;
  if (send != NULL && send->began)
    return fail_being_sent (error);
  return send == NULL || penny_journal_strike (t, send, error);
}

/* OLD will not be carried out: copies that wait for its letter are taken from where it is now. */
static gboolean
redirect_copies (PennyTransaction *t, const PennyJournalRow *old, GError **error)
{
  return penny_database_run (t->db, error, "UPDATE operation SET folder = ?2, uidvalidity = ?3, uid = ?4,"
                             " source = CASE ?5 WHEN 0 THEN source ELSE ?5 END"
                             " WHERE source > 0 AND source = ?1 AND uid = 0", "ituui", old->entry, old->folder,
                             old->uidvalidity, old->uid, old->source);
}

/* What the server still has of a letter that leaves it: not begun work is struck out, the place it
 * has on the server (SOURCE, uid) is what is left to delete. */
static gboolean
owe_delete (PennyTransaction *t, const PennyEntryRow *row, const PennyFolder *folder, gint64 hold, GError **error)
{
  g_autoptr (GArray) rows = penny_journal_list_for_entry (t->db, row->id, error);
  PennyJournalRow op = new_operation (row, folder, PENNY_OPERATION_DELETE, hold);
  gboolean owed = TRUE;

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    PennyJournalRow *old = &g_array_index (rows, PennyJournalRow, i);

    if (old->began || old->kind == PENNY_OPERATION_DELETE)
      continue;
    if (old->kind == PENNY_OPERATION_MOVE) {
      op.folder = old->folder;
      op.uid = old->uid;
      op.uidvalidity = old->uidvalidity;
    }
    if ((old->kind == PENNY_OPERATION_MOVE || old->kind == PENNY_OPERATION_COPY) &&
        !redirect_copies (t, old, error))
      return FALSE;
    owed = owed && old->kind != PENNY_OPERATION_APPEND && old->kind != PENNY_OPERATION_COPY;
    old->message = 0;   /* the entry still needs it */
    if (!penny_journal_strike (t, old, error))
      return FALSE;
  }
  return rows != NULL && (!owed || penny_journal_add (t, &op, error));
}

gboolean
penny_act_move (PennyTransaction *t, PennyEntryRow *row, const PennyFolder *target, gint64 hold,
                GError **error)
{
  g_autoptr (PennyFolder) source = NULL;

  if (row->folder == target->id)
    return TRUE;
  source = penny_rows_get_folder (t->db, row->folder, error);
  if (source == NULL || !unowe_sending (t, row, error))
    return FALSE;
  if (!source->local && !target->local)
    return move_within_server (t, row, source, target, hold, error);
  if (!source->local)
    return row->has_body ? owe_delete (t, row, source, hold, error) &&
                           penny_rows_move_entry (t, row, target->id, 0, error)
                         : fail_no_body (error);
  if (!penny_rows_move_entry (t, row, target->id, 0, error))
    return FALSE;
  if (!target->local)
    return penny_act_append (t, row, target->path, hold, error);
  return target->role == PENNY_ROLE_TRASH ? owe_clear (t, row, target, hold, error)
                                          : unowe_clear (t, row, error);
}

/* --- copying --- */

gboolean
penny_act_insert (PennyTransaction *t, PennyEntryRow *row, GError **error)
{
  guint n = t->changes->arrived->len;

  if (!penny_rows_insert_entry (t, row, error))
    return FALSE;
  g_array_set_size (t->changes->arrived, n);
  return TRUE;
}

/* What is not on the server yet cannot be copied there, only brought there once more. */
static gboolean
owe_copy (PennyTransaction *t, const PennyEntryRow *row, const PennyFolder *source, const PennyFolder *target,
          PennyEntryRow *copy, gint64 hold, GError **error)
{
  g_autoptr (GArray) rows = penny_journal_list_for_entry (t->db, row->id, error);
  PennyJournalRow op;

  if (rows == NULL)
    return FALSE;
  if (source->local || last_of_kind (rows, PENNY_OPERATION_APPEND) != NULL)
    return penny_act_append (t, copy, target->path, hold, error);
  op = new_operation (row, source, PENNY_OPERATION_COPY, hold);
  op.entry = copy->id;
  op.source = row->id;
  op.target = target->path;
  return penny_journal_add (t, &op, error);
}

gboolean
penny_act_copy (PennyTransaction *t, const PennyEntryRow *row, const PennyFolder *target, gint64 hold,
                PennyEntryRow *copy, GError **error)
{
  g_autoptr (PennyFolder) source = penny_rows_get_folder (t->db, row->folder, error);

  *copy = *row;
  copy->id = 0;
  copy->folder = target->id;
  copy->uid = 0;
  copy->uidl[0] = '\0';
  copy->server_flags = copy->flags &= ~PENNY_FLAG_DELETED;
  if (source == NULL)
    return FALSE;
  if (source->id == target->id)
    return TRUE;
  if (!row->has_body && source->local != target->local)
    return fail_no_body (error);
  return penny_act_insert (t, copy, error) &&
         (target->local || owe_copy (t, row, source, target, copy, hold, error));
}

/* --- deleting --- */

gboolean
penny_act_delete (PennyTransaction *t, PennyEntryRow *row, gint64 hold, GError **error)
{
  g_autoptr (PennyFolder) folder = penny_rows_get_folder (t->db, row->folder, error);

  if (folder == NULL || !unowe_sending (t, row, error))
    return FALSE;
  if (folder->local ? !owe_clear (t, row, folder, hold, error) : !owe_delete (t, row, folder, hold, error))
    return FALSE;
  return penny_rows_remove_entry (t, row, error);
}
