/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters that are written here: drafts and the outbox. */
#include "penny-store-actions.h"

#include "penny-error.h"
#include "penny-store-journal.h"
#include "penny-summary.h"

typedef struct {
  GBytes *raw;
  PennySummary *summary;
  guint hold_seconds;
  PennyEntryId answered;
  gboolean forwarded;
  PennyEntryId result;
} Letter;

static Letter *
letter_new (GBytes *raw, guint hold_seconds)
{
  Letter *letter = g_new0 (Letter, 1);

  letter->raw = g_bytes_ref (raw);
  letter->hold_seconds = hold_seconds;
  return letter;
}

static void
letter_free (Letter *letter)
{
  g_bytes_unref (letter->raw);
  g_clear_pointer (&letter->summary, penny_summary_free);
  g_free (letter);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Letter, letter_free)

static gboolean
new_row (PennyTransaction *t, Letter *letter, const PennyFolder *folder, PennyFlags flags,
         PennyEntryRow *row, GError **error)
{
  *row = (PennyEntryRow) {
    .folder = folder->id, .flags = flags, .server_flags = flags, .internal_date = t->now,
    .has_body = TRUE, .size = g_bytes_get_size (letter->raw),
  };
  row->message = penny_rows_add_message (t, letter->summary, t->now, 0, letter->raw, &row->date,
                                         &row->conversation, error);
  return row->message != 0;
}

/* --- letters from elsewhere --- */

typedef struct {
  PennyFolderId folder;
  GBytes *raw;
  PennySummary *summary;        /* owned */
  PennyFlags flags;
  gint64 internal_date;
  PennyEntryId result;
} Import;

static gboolean
is_same_letter (PennyTransaction *t, PennyMessageId message, GBytes *raw)
{
  g_autoptr (GBytes) other = penny_rows_read_body (t->db, message, NULL);

  return other != NULL && g_bytes_equal (other, raw);
}

/* Asked twice it is filed once. What has no date of its own has that of the first time. */
static gboolean
find_imported (PennyTransaction *t, Import *import, GError **error)
{
  GError *local = NULL;
  g_autoptr (GArray) ids = penny_database_ids (t->db, penny_database_query (
    t->db, &local, "SELECT e.id FROM entry e JOIN message m ON m.id = e.message WHERE e.folder = ?1"
    " AND (e.date = ?2 OR ?5) AND m.size = ?3 AND m.message_id IS ?4", "iiitd", import->folder,
    penny_rows_sorting_date (import->summary, import->internal_date, t->now),
    (gint64) g_bytes_get_size (import->raw), import->summary->message_id, import->summary->date == 0), &local);

  for (guint i = 0; ids != NULL && i < ids->len && import->result == 0; i++) {
    PennyEntryRow row;

    if (penny_rows_get_entry (t->db, g_array_index (ids, gint64, i), &row, &local) &&
        is_same_letter (t, row.message, import->raw))
      import->result = row.id;
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static PennyFolder *
get_import_folder (PennyTransaction *t, PennyFolderId id, GError **error)
{
  g_autoptr (PennyFolder) folder = penny_rows_get_folder (t->db, id, error);

  if (folder != NULL && folder->selectable && !folder->leaving && folder->role != PENNY_ROLE_OUTBOX)
    return g_steal_pointer (&folder);
  if (error != NULL && *error == NULL)
    g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND, "No folder that can hold letters");
  return NULL;
}

static gboolean
import_cb (PennyTransaction *t, gpointer data, GError **error)
{
  Import *import = data;
  g_autoptr (PennyFolder) folder = get_import_folder (t, import->folder, error);
  PennyEntryRow row = {
    .folder = import->folder, .flags = import->flags, .server_flags = import->flags,
    .has_body = TRUE, .size = g_bytes_get_size (import->raw),
  };

  import->result = 0;
  if (folder == NULL)
    return FALSE;
  if (import->internal_date == 0)
    import->internal_date = import->summary->date > 0 ? MIN (import->summary->date, t->now) : t->now;
  row.internal_date = import->internal_date;
  if (!find_imported (t, import, error) || import->result != 0)
    return import->result != 0;
  row.message = penny_rows_add_message (t, import->summary, row.internal_date, 0, import->raw, &row.date,
                                        &row.conversation, error);
  if (row.message == 0 || !penny_act_insert (t, &row, error))
    return FALSE;
  import->result = row.id;
  return folder->local || penny_act_append (t, &row, folder->path, t->now, error);
}

PennyEntryId
penny_store_import_letter (PennyStore *self, PennyFolderId folder, GBytes *raw, PennyFlags flags,
                           gint64 internal_date, GError **error)
{
  g_autoptr (PennySummary) summary = penny_summary_from_message (raw);
  Import import = {
    .folder = folder, .raw = raw, .summary = summary, .flags = flags, .internal_date = internal_date,
  };

  return penny_writer_call (self, PENNY_WRITE_URGENT | PENNY_WRITE_DURABLE, import_cb, &import, error)
         ? import.result : 0;
}

/* --- drafts --- */

static gboolean
find_draft (PennyTransaction *t, const char *message_id, PennyEntryRow *row, GError **error)
{
  GError *local = NULL;
  PennyEntryId id = 0;

  if (message_id != NULL)
    id = penny_database_int (t->db, 0, &local,
                             "SELECT e.id FROM message m CROSS JOIN entry e ON e.message = m.id"
                             " CROSS JOIN folder f ON f.id = e.folder WHERE m.message_id = ?1 AND f.role = 2"
                             " ORDER BY e.id LIMIT 1", "t", message_id);
  if (local != NULL)
    g_propagate_error (error, local);
  return id != 0 && penny_rows_get_entry (t->db, id, row, error);
}

/* The server's copy of the version before goes first: a restart looks for an upload by its
 * Message-ID, which both versions have. */
static gboolean
owe_new_version (PennyTransaction *t, PennyEntryRow *row, const PennyFolder *drafts, gint64 hold, GError **error)
{
  g_autoptr (GArray) rows = penny_journal_list_for_entry (t->db, row->id, error);
  gboolean may_be_there = row->uid != 0;
  PennyJournalRow op = {
    .kind = PENNY_OPERATION_DELETE, .entry = row->id, .folder = drafts->path, .uid = row->uid,
    .uidvalidity = row->uid != 0 ? drafts->uidvalidity : 0, .not_before = hold, .final = TRUE,
  };

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    PennyJournalRow *old = &g_array_index (rows, PennyJournalRow, i);

    if (old->began && old->kind == PENNY_OPERATION_APPEND)
      may_be_there = TRUE;   /* its UID will be told to the DELETE behind it */
    if (old->began || old->kind == PENNY_OPERATION_DELETE)
      continue;
    old->message = 0;
    if (!penny_journal_strike (t, old, error))
      return FALSE;
  }
  return rows != NULL && (!may_be_there || penny_journal_add (t, &op, error)) &&
         penny_rows_move_entry (t, row, row->folder, 0, error) &&
         penny_act_append (t, row, drafts->path, hold, error);
}

static gboolean
replace_draft (PennyTransaction *t, Letter *letter, PennyEntryRow *row, const PennyFolder *drafts, GError **error)
{
  PennyEntryRow fresh;

  if (!new_row (t, letter, drafts, row->flags, &fresh, error) ||
      !penny_rows_set_message (t, row, fresh.message, fresh.conversation, fresh.date, error))
    return FALSE;
  row->has_body = TRUE;
  letter->result = row->id;
  return drafts->local || owe_new_version (t, row, drafts, t->now + letter->hold_seconds, error);
}

static gboolean
save_draft_cb (PennyTransaction *t, gpointer data, GError **error)
{
  Letter *letter = data;
  GError *local = NULL;
  PennyEntryRow row;
  g_autoptr (PennyFolder) drafts = NULL;

  if (letter->summary == NULL)
    letter->summary = penny_summary_for_list (letter->raw);
  drafts = penny_rows_need_role (t, PENNY_ROLE_DRAFTS, error);
  if (drafts == NULL)
    return FALSE;
  if (find_draft (t, letter->summary->message_id, &row, &local))
    return replace_draft (t, letter, &row, drafts, error);
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (!new_row (t, letter, drafts, PENNY_FLAG_SEEN | PENNY_FLAG_DRAFT, &row, error) ||
      !penny_rows_insert_entry (t, &row, error))
    return FALSE;
  letter->result = row.id;
  return drafts->local || penny_act_append (t, &row, drafts->path, t->now + letter->hold_seconds, error);
}

PennyEntryId
penny_store_save_draft (PennyStore *self, GBytes *raw, guint hold_seconds, GError **error)
{
  g_autoptr (Letter) letter = letter_new (raw, hold_seconds);

  return penny_writer_call (self, PENNY_WRITE_URGENT | PENNY_WRITE_DURABLE, save_draft_cb, letter, error)
         ? letter->result : 0;
}

static void
start (PennyStore *self, Letter *letter, PennyWriteFunc func, gpointer tag, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, letter, (GDestroyNotify) letter_free);
  penny_writer_call_async (self, PENNY_WRITE_URGENT | PENNY_WRITE_DURABLE, func, task);
}

static PennyEntryId
finish (GAsyncResult *result, GError **error)
{
  Letter *letter = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? letter->result : 0;
}

void
penny_store_save_draft_async (PennyStore *self, GBytes *raw, guint hold_seconds, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data)
{
  start (self, letter_new (raw, hold_seconds), save_draft_cb, penny_store_save_draft_async, cancellable,
         callback, data);
}

PennyEntryId
penny_store_save_draft_finish (PennyStore *self, GAsyncResult *result, GError **error)
{
  return finish (result, error);
}

/* --- the outbox --- */

static gboolean
mark_answered (PennyTransaction *t, const Letter *letter, gint64 hold, GError **error)
{
  GError *local = NULL;
  PennyEntryRow row;

  if (letter->answered != 0 && penny_rows_get_entry (t->db, letter->answered, &row, &local))
    return penny_act_mark (t, &row, letter->forwarded ? PENNY_FLAG_FORWARDED : PENNY_FLAG_ANSWERED, 0,
                           hold, error);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
remove_draft (PennyTransaction *t, const Letter *letter, gint64 hold, GError **error)
{
  GError *local = NULL;
  PennyEntryRow row;

  if (find_draft (t, letter->summary->message_id, &row, &local))
    return penny_act_delete (t, &row, hold, error);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
queue_letter_cb (PennyTransaction *t, gpointer data, GError **error)
{
  Letter *letter = data;
  gint64 hold = t->now + letter->hold_seconds;
  g_autoptr (PennyFolder) outbox = NULL;
  PennyEntryRow row;
  PennyJournalRow op;

  if (letter->summary == NULL)
    letter->summary = penny_summary_for_list (letter->raw);
  outbox = penny_rows_need_role (t, PENNY_ROLE_OUTBOX, error);
  if (outbox == NULL || !new_row (t, letter, outbox, PENNY_FLAG_SEEN, &row, error) ||
      !penny_rows_insert_entry (t, &row, error))
    return FALSE;
  op = (PennyJournalRow) {
    .kind = PENNY_OPERATION_SEND, .entry = row.id, .folder = outbox->path, .not_before = hold,
    .message = row.message,
  };
  letter->result = row.id;
  return penny_journal_add (t, &op, error) && remove_draft (t, letter, hold, error) &&
         mark_answered (t, letter, hold, error);
}

PennyEntryId
penny_store_queue_letter (PennyStore *self, GBytes *raw, PennyEntryId answered, gboolean forwarded,
                          guint hold_seconds, GError **error)
{
  g_autoptr (Letter) letter = letter_new (raw, hold_seconds);

  letter->answered = answered;
  letter->forwarded = forwarded;
  return penny_writer_call (self, PENNY_WRITE_URGENT | PENNY_WRITE_DURABLE, queue_letter_cb, letter, error)
         ? letter->result : 0;
}

void
penny_store_queue_letter_async (PennyStore *self, GBytes *raw, PennyEntryId answered, gboolean forwarded,
                                guint hold_seconds, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  Letter *letter = letter_new (raw, hold_seconds);

  letter->answered = answered;
  letter->forwarded = forwarded;
  start (self, letter, queue_letter_cb, penny_store_queue_letter_async, cancellable, callback, data);
}

PennyEntryId
penny_store_queue_letter_finish (PennyStore *self, GAsyncResult *result, GError **error)
{
  return finish (result, error);
}
