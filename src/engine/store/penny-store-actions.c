/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Acts of a person on several letters, and taking them back. */
#include "penny-store-actions.h"

#include "penny-error.h"
#include "penny-store-journal.h"

/* How long an act can be taken back; what it holds on to is let go of later. */
#define UNDO_SECONDS (60 * 60)

PennyAction *
penny_action_new (PennyActionKind kind, const PennyEntryId *entries, guint n_entries)
{
  PennyAction *self = g_new0 (PennyAction, 1);

  self->kind = kind;
  self->entries = g_memdup2 (entries, n_entries * sizeof *entries);
  self->n_entries = n_entries;
  return self;
}

void
penny_action_free (PennyAction *self)
{
  if (self == NULL)
    return;
  g_free (self->entries);
  g_free (self);
}

typedef struct {
  PennyAction *action;
  gint64 token;
} Act;

static void
act_free (Act *act)
{
  penny_action_free (act->action);
  g_free (act);
}

/* --- undo records --- */

static gboolean
forget_old_acts (PennyTransaction *t, GError **error)
{
  g_autoptr (GArray) messages = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *local = NULL;
  sqlite3_stmt *s = penny_database_query (t->db, &local, "SELECT DISTINCT message FROM undo JOIN act"
                                          " USING (token) WHERE created < ?1", "i", t->now - UNDO_SECONDS);

  while (s != NULL && penny_database_step (t->db, s, &local)) {
    gint64 message = sqlite3_column_int64 (s, 0);

    g_array_append_val (messages, message);
  }
  if (local == NULL)
    penny_database_run (t->db, &local, "DELETE FROM act WHERE created < ?1", "i", t->now - UNDO_SECONDS);
  for (guint i = 0; i < messages->len && local == NULL; i++)
    penny_rows_collect_message (t, g_array_index (messages, gint64, i), &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
note_undo (PennyTransaction *t, gint64 token, PennyActionKind kind, const PennyEntryRow *before,
           PennyFolderId target, PennyFlags changed, GError **error)
{
  return penny_database_run (t->db, error,
                             "INSERT INTO undo (token, kind, entry, folder, target, message, uidvalidity,"
                             " uid, uidl, server_flags, flags, changed, date, internal_date)"
                             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT uidvalidity FROM folder WHERE id = ?4),"
                             " ?7, nullif (?8, ''), ?9, ?10, ?11, ?12, ?13)", "idiiiiutdddii", token,
                             (int) kind, before->id, before->folder, target, before->message, before->uid,
                             before->uidl, (int) before->server_flags, (int) before->flags, (int) changed,
                             before->date, before->internal_date);
}

/* --- acting --- */

static PennyFolder *
find_target (PennyTransaction *t, const PennyAction *action, GError **error)
{
  GError *local = NULL;
  PennyFolder *folder;

  if (action->target == 0)
    return penny_rows_need_role (t, action->target_role, error);
  folder = penny_rows_get_folder (t->db, action->target, &local);
  if (local == NULL && (folder == NULL || !folder->selectable || folder->leaving)) {
    g_clear_pointer (&folder, penny_folder_unref);
    g_set_error (&local, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND, "No such folder");
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return folder;
}

static gboolean
has_target (const PennyAction *action)
{
  return action->kind == PENNY_ACTION_MOVE || action->kind == PENNY_ACTION_COPY;
}

static gboolean
copy_to (PennyTransaction *t, const PennyAction *action, const PennyEntryRow *row, const PennyFolder *target,
         gint64 token, GError **error)
{
  PennyEntryRow copy;

  return penny_act_copy (t, row, target, t->now + action->hold_seconds, &copy, error) &&
         (copy.id == 0 || note_undo (t, token, PENNY_ACTION_COPY, &copy, target->id, 0, error));
}

/* Where a letter in the Trash came from; the inbox where nobody knows. NULL + error. */
static PennyFolder *
find_origin (PennyTransaction *t, const PennyEntryRow *row, GError **error)
{
  GError *local = NULL;
  PennyFolderId origin = penny_database_int (t->db, 0, &local, "SELECT f.id FROM entry e JOIN folder f"
                                             " ON f.id = e.origin WHERE e.id = ?1 AND f.selectable AND NOT f.leaving"
                                             " AND f.role <> ?2", "id", row->id, PENNY_ROLE_OUTBOX);

  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  return origin != 0 ? penny_rows_get_folder (t->db, origin, error) : penny_rows_need_role (t, PENNY_ROLE_INBOX, error);
}

static gboolean
restore (PennyTransaction *t, const PennyAction *action, PennyEntryRow *row, gint64 token, GError **error)
{
  g_autoptr (PennyFolder) here = penny_rows_get_folder (t->db, row->folder, error);
  g_autoptr (PennyFolder) origin = NULL;

  /* Only what is in the Trash can be taken out of it. */
  if (here == NULL || here->role != PENNY_ROLE_TRASH)
    return here != NULL;
  origin = find_origin (t, row, error);
  return origin != NULL && note_undo (t, token, PENNY_ACTION_MOVE, row, origin->id, 0, error) &&
         penny_act_move (t, row, origin, t->now + action->hold_seconds, error);
}

static gboolean
act_on (PennyTransaction *t, const PennyAction *action, PennyEntryRow *row, const PennyFolder *target,
        gint64 token, GError **error)
{
  PennyEntryRow before = *row;
  gint64 hold = t->now + action->hold_seconds;
  gboolean ok = FALSE;

  if (action->kind == PENNY_ACTION_COPY)
    return copy_to (t, action, row, target, token, error);
  if (action->kind == PENNY_ACTION_RESTORE)
    return restore (t, action, row, token, error);
  /* First, so that the message is held on to when its entry goes. */
  if (!note_undo (t, token, action->kind, &before, target != NULL ? target->id : 0,
                  ((before.flags | action->add) & ~action->remove) ^ before.flags, error))
    return FALSE;
  switch (action->kind) {
    case PENNY_ACTION_MARK:
      ok = penny_act_mark (t, row, action->add, action->remove, hold, error);
      break;
    case PENNY_ACTION_MOVE:
      ok = penny_act_move (t, row, target, hold, error);
      break;
    case PENNY_ACTION_DELETE:
      ok = penny_act_delete (t, row, hold, error);
      break;
    case PENNY_ACTION_COPY:
    case PENNY_ACTION_RESTORE:
    default:
      g_return_val_if_reached (FALSE);
  }
  return ok;
}

static gboolean
new_token (PennyTransaction *t, gint64 *token, GError **error)
{
  if (!penny_database_run (t->db, error, "INSERT INTO act (created) VALUES (?1)", "i", t->now))
    return FALSE;
  *token = sqlite3_last_insert_rowid (penny_database_get_handle (t->db));
  return TRUE;
}

static gboolean
act_cb (PennyTransaction *t, gpointer data, GError **error)
{
  Act *act = data;
  const PennyAction *action = act->action;
  g_autoptr (PennyFolder) target = NULL;
  GError *local = NULL;
  guint n_found = 0;

  if (has_target (action) && (target = find_target (t, action, error)) == NULL)
    return FALSE;
  if (!forget_old_acts (t, error) || !new_token (t, &act->token, error))
    return FALSE;
  for (guint i = 0; i < action->n_entries && local == NULL; i++) {
    PennyEntryRow row;

    if (penny_rows_get_entry (t->db, action->entries[i], &row, &local)) {
      n_found++;
      act_on (t, action, &row, target, act->token, &local);
    }
  }
  if (local == NULL && n_found == 0)
    g_set_error (&local, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND, "No such letter");
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

gint64
penny_store_act (PennyStore *self, PennyAction *action, GError **error)
{
  Act act = { action, 0 };
  gboolean ok = penny_writer_call (self, PENNY_WRITE_URGENT | PENNY_WRITE_DURABLE, act_cb, &act, error);

  penny_action_free (action);
  return ok ? act.token : 0;
}

void
penny_store_act_async (PennyStore *self, PennyAction *action, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  Act *act = g_new0 (Act, 1);

  act->action = action;
  g_task_set_source_tag (task, penny_store_act_async);
  g_task_set_task_data (task, act, (GDestroyNotify) act_free);
  penny_writer_call_async (self, PENNY_WRITE_URGENT | PENNY_WRITE_DURABLE, act_cb, task);
}

gint64
penny_store_act_finish (PennyStore *self, GAsyncResult *result, GError **error)
{
  Act *act = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? act->token : 0;
}

/* --- taking back --- */

typedef struct {
  PennyActionKind kind;
  PennyEntryRow before;
  PennyFolderId target;
  guint32 uidvalidity;
  PennyFlags changed;
} Undo;

static GArray *
read_undo (PennyTransaction *t, gint64 token, GError **error)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (Undo));
  sqlite3_stmt *s = penny_database_query (t->db, error,
                                          "SELECT kind, entry, folder, target, message, uidvalidity, uid,"
                                          " uidl, server_flags, flags, changed, date, internal_date"
                                          " FROM undo WHERE token = ?1 ORDER BY id", "i", token);

  while (s != NULL && penny_database_step (t->db, s, error)) {
    const char *uidl = (const char *) sqlite3_column_text (s, 7);
    Undo undo = {
      .kind = sqlite3_column_int (s, 0), .target = sqlite3_column_int64 (s, 3),
      .uidvalidity = (guint32) sqlite3_column_int64 (s, 5), .changed = sqlite3_column_int (s, 10),
      .before = {
        .id = sqlite3_column_int64 (s, 1), .folder = sqlite3_column_int64 (s, 2),
        .message = sqlite3_column_int64 (s, 4), .uid = (guint32) sqlite3_column_int64 (s, 6),
        .server_flags = sqlite3_column_int (s, 8), .flags = sqlite3_column_int (s, 9),
        .date = sqlite3_column_int64 (s, 11), .internal_date = sqlite3_column_int64 (s, 12),
      },
    };

    g_strlcpy (undo.before.uidl, uidl != NULL ? uidl : "", sizeof undo.before.uidl);
    g_array_append_val (list, undo);
  }
  return list;
}

/* The letter stands here again; whether the server still has it decides what is owed. */
static gboolean
bring_back (PennyTransaction *t, Undo *undo, GError **error)
{
  g_autoptr (PennyFolder) folder = penny_rows_get_folder (t->db, undo->before.folder, error);
  g_autoptr (GArray) rows = NULL;
  PennyEntryRow row = undo->before;
  gboolean on_server = FALSE, unsure = FALSE;
  PennyFlags overlay;

  if (folder == NULL || (rows = penny_journal_list_for_entry (t->db, row.id, error)) == NULL)
    return FALSE;
  row.uid = 0;
  for (guint i = 0; i < rows->len; i++) {
    PennyJournalRow *op = &g_array_index (rows, PennyJournalRow, i);

    unsure |= op->began;
    if (op->began || op->final || (op->kind != PENNY_OPERATION_DELETE && op->kind != PENNY_OPERATION_CLEAR))
      continue;
    on_server |= op->kind == PENNY_OPERATION_DELETE;
    if (op->kind == PENNY_OPERATION_DELETE && g_str_equal (op->folder, folder->path) &&
        op->uidvalidity == folder->uidvalidity)
      row.uid = op->uid;
    if (!penny_journal_strike (t, op, error))
      return FALSE;
    if (op->kind == PENNY_OPERATION_DELETE && !g_str_equal (op->folder, folder->path)) {
      /* It had been moved here and the server has not been told: both are owed again. */
      PennyJournalRow move = {
        .kind = PENNY_OPERATION_MOVE, .entry = row.id, .folder = op->folder, .uid = op->uid,
        .uidvalidity = op->uidvalidity, .target = folder->path, .message = row.message,
        .server_flags = row.server_flags, .flags = row.flags, .date = row.date,
        .internal_date = row.internal_date, .not_before = t->now,
      };

      if (!penny_journal_add (t, &move, error))
        return FALSE;
    }
  }
  row.conversation = penny_database_int (t->db, 0, error, "SELECT conversation FROM message WHERE id = ?1",
                                         "i", row.message);
  row.has_body = penny_database_int (t->db, 0, error, "SELECT has_body FROM message WHERE id = ?1", "i",
                                     row.message) != 0;
  overlay = row.flags;
  if (!folder->local)
    row.flags = row.server_flags;
  if (!penny_rows_insert_entry (t, &row, error))
    return FALSE;
  if (folder->local)
    return TRUE;
  if (!on_server || unsure) {
    row.flags = overlay;
    return penny_rows_set_flags (t, &row, overlay, overlay, error) &&
           penny_act_append (t, &row, folder->path, t->now, error);
  }
  return penny_act_mark (t, &row, overlay & ~row.flags, row.flags & ~overlay, t->now, error);
}

static gboolean
undo_one (PennyTransaction *t, Undo *undo, GError **error)
{
  GError *local = NULL;
  g_autoptr (PennyFolder) folder = NULL;
  PennyEntryRow row;
  gboolean here = penny_rows_get_entry (t->db, undo->before.id, &row, &local);

  if (local == NULL && undo->kind == PENNY_ACTION_DELETE && !here)
    return bring_back (t, undo, error);
  if (local == NULL && undo->kind == PENNY_ACTION_MARK && here)
    return penny_act_mark (t, &row, undo->before.flags & undo->changed,
                           ~undo->before.flags & undo->changed, t->now, error);
  if (local == NULL && undo->kind == PENNY_ACTION_COPY && here)
    return penny_act_delete (t, &row, t->now, error);
  if (local == NULL && undo->kind == PENNY_ACTION_MOVE && here && row.folder == undo->target) {
    folder = penny_rows_get_folder (t->db, undo->before.folder, &local);
    if (folder != NULL && !folder->leaving)
      return penny_act_move (t, &row, folder, t->now, error);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
undo_cb (PennyTransaction *t, gpointer data, GError **error)
{
  gint64 token = *(gint64 *) data;
  GError *local = NULL;
  g_autoptr (GArray) list = read_undo (t, token, &local);

  if (local == NULL && list->len == 0)
    g_set_error (&local, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND, "There is nothing to take back");
  for (guint i = list->len; i > 0 && local == NULL; i--)
    undo_one (t, &g_array_index (list, Undo, i - 1), &local);
  if (local == NULL)
    penny_database_run (t->db, &local, "DELETE FROM act WHERE token = ?1", "i", token);
  for (guint i = 0; i < list->len && local == NULL; i++)
    penny_rows_collect_message (t, g_array_index (list, Undo, i).before.message, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

gboolean
penny_store_undo (PennyStore *self, gint64 token, GError **error)
{
  return penny_writer_call (self, PENNY_WRITE_URGENT | PENNY_WRITE_DURABLE, undo_cb, &token, error);
}

void
penny_store_undo_async (PennyStore *self, gint64 token, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, penny_store_undo_async);
  g_task_set_task_data (task, g_memdup2 (&token, sizeof token), g_free);
  penny_writer_call_async (self, PENNY_WRITE_URGENT | PENNY_WRITE_DURABLE, undo_cb, task);
}

gboolean
penny_store_undo_finish (PennyStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
