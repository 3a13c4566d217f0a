/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps about messages: arriving, being completed, what the server says of known ones. */
#include "penny-store-batch.h"

#include "penny-error.h"

/* --- arriving --- */

/* What the server's folder has that was moved or deleted here is on its way out: not shown again. */
static PennyOperationId
find_leaving (PennyTransaction *t, const PennyFolder *folder, guint32 uid, GError **error)
{
  return penny_database_int (t->db, 0, error,
                             "SELECT id FROM operation WHERE folder = ?1 AND uid = ?2 AND uidvalidity = ?3"
                             " AND kind IN (1, 2) ORDER BY id LIMIT 1", "tuu", folder->path, uid,
                             folder->uidvalidity);
}

/* The header is that of message m, field by field: ?3 size, ?4 to ?7. */
#define SAME_HEADER \
  "m.size = ?3 AND m.subject = ?4 AND m.from_name = ?5 AND m.from_address = ?6 AND m.recipients = ?7"
#define HEADER(step) \
  step->size, step->summary->subject, step->summary->from_name, step->summary->from_address, step->summary->to

/* The same, where the operation waits to hear the letter's UID: now it has. A letter of ours may have another
 * size there. */
static PennyOperationId
find_leaving_unnamed (PennyTransaction *t, const PennyFolder *folder, const PennyStep *step, GError **error)
{
  return penny_database_int (t->db, 0, error,
                             "SELECT o.id FROM operation o JOIN message m ON m.id = o.message"
                             " WHERE o.folder = ?1 AND o.uid = 0 AND o.message_id IS ?2"
                             " AND o.kind IN (1, 2) AND NOT o.final AND (" SAME_HEADER " OR (?2 IS NOT NULL AND EXISTS"
                             " (SELECT 1 FROM entry WHERE id = o.entry AND uploaded)))"
                             " AND NOT EXISTS (SELECT 1 FROM operation p WHERE p.entry = o.entry AND p.id < o.id"
                             " AND p.kind IN (1, 3, 6) AND NOT p.began) ORDER BY o.id LIMIT 1", "ttutttt",
                             folder->path, step->summary->message_id, HEADER (step));
}

static gboolean
name_leaving (PennyTransaction *t, PennyOperationId id, const PennyFolder *folder, guint32 uid, GError **error)
{
  t->changes->operations_gained = TRUE;
  return penny_database_run (t->db, error, "UPDATE operation SET uid = ?2, uidvalidity = ?3 WHERE id = ?1",
                             "iuu", id, uid, folder->uidvalidity);
}

#define WAITS \
  "e.uid = 0 AND NOT EXISTS (SELECT 1 FROM operation o WHERE o.entry = e.id AND o.kind IN (1, 3, 6) AND NOT o.began)"

static PennyEntryId
find_waiting_by_id (PennyTransaction *t, const PennyStep *step, GError **error)
{
  return penny_database_int (t->db, 0, error,
                             "SELECT e.id FROM message m CROSS JOIN entry e ON e.message = m.id"
                             " WHERE m.message_id = ?1 AND e.folder = ?2 AND (e.uploaded OR (" SAME_HEADER "))"
                             " AND " WAITS " ORDER BY m.size = ?3 DESC, e.internal_date = ?8 DESC, e.id LIMIT 1",
                             "tiutttti", step->summary->message_id, step->folder, HEADER (step), step->date);
}

/* Without a Message-ID the date tells where to look. */
static PennyEntryId
find_waiting_by_date (PennyTransaction *t, const PennyStep *step, GError **error)
{
  return penny_database_int (t->db, 0, error,
                             "SELECT e.id FROM entry e CROSS JOIN message m ON m.id = e.message"
                             " WHERE e.folder = ?2 AND e.date = ?1 AND m.message_id IS NULL AND " SAME_HEADER
                             " AND " WAITS " ORDER BY e.internal_date = ?8 DESC, e.id LIMIT 1", "iiutttti",
                             penny_rows_sorting_date (step->summary, step->date, t->now), step->folder,
                             HEADER (step), step->date);
}

/* One of ours that waits for its UID. An upload that was not begun cannot be on the server: what is
 * there came from elsewhere. A size or a header that differs is another letter, unless we uploaded it. */
static gboolean
find_waiting (PennyTransaction *t, const PennyStep *step, PennyEntryRow *row, GError **error)
{
  GError *local = NULL;
  PennyEntryId id = step->summary->message_id != NULL ? find_waiting_by_id (t, step, &local)
                                                      : find_waiting_by_date (t, step, &local);

  if (local != NULL)
    g_propagate_error (error, local);
  return id != 0 && penny_rows_get_entry (t->db, id, row, error);
}

/* A letter that was collected when this was no shared box, and that the box holds, too. */
static gboolean
find_kept (PennyTransaction *t, const PennyStep *step, PennyEntryRow *row, GError **error)
{
  GError *local = NULL;
  PennyEntryId id = penny_database_int (
    t->db, 0, &local,
    "SELECT e.id FROM message m CROSS JOIN entry e ON e.message = m.id CROSS JOIN folder f ON f.id = e.folder"
    " WHERE m.message_id = ?1 AND m.size = ?2 AND e.uid = 0 AND f.local"
    " AND (f.path = ?3 OR substr (f.path, 1, 6) = ?3 || '/') AND m.from_address = ?4 AND m.subject = ?5"
    " ORDER BY NOT e.has_body, e.id LIMIT 1", "tuttt", step->summary->message_id, step->size, PENNY_STORE_KEPT_PATH,
    step->summary->from_address, step->summary->subject);

  if (local != NULL)
    g_propagate_error (error, local);
  return id != 0 && penny_rows_get_entry (t->db, id, row, error);
}

static gboolean
apply_server_flags (PennyTransaction *t, PennyEntryRow *row, PennyFlags server_flags, GError **error)
{
  PennyFlags flags;

  return penny_journal_overlay (t->db, row->id, server_flags, &flags, error) &&
         penny_rows_set_flags (t, row, server_flags, flags, error);
}

static gboolean
complete (PennyTransaction *t, PennyEntryRow *row, PennySummary *summary, GBytes *raw, GError **error)
{
  return row->has_body || penny_rows_complete_entry (t, row, summary, raw, error);
}

static gboolean
update_known (PennyTransaction *t, PennyStep *step, PennyEntryRow *row, GError **error)
{
  return apply_server_flags (t, row, step->flags, error) &&
         (step->raw == NULL || complete (t, row, step->summary, step->raw, error));
}

/* The same letter in another folder is not kept twice. */
static gboolean
file_message (PennyTransaction *t, PennyStep *step, PennyEntryRow *row, GError **error)
{
  GError *local = NULL;

  if (step->text != NULL && step->raw == NULL)
    row->message = penny_rows_find_object (t, step->text, step->summary, step->size, &row->conversation, &local);
  if (row->message != 0)
    {
      row->date = penny_rows_sorting_date (step->summary, step->date, t->now);
      return TRUE;
    }
  if (local == NULL)
    row->message = penny_rows_add_message (t, step->summary, step->date, step->size, step->raw, &row->date,
                                           &row->conversation, &local);
  if (local == NULL && step->text != NULL)
    penny_rows_name_object (t, row->message, step->text, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
insert_new (PennyTransaction *t, PennyStep *step, GError **error)
{
  PennyEntryRow row = {
    .folder = step->folder, .uid = step->uid, .server_flags = step->flags, .flags = step->flags,
    .internal_date = step->date,
  };

  return file_message (t, step, &row, error) && penny_rows_insert_entry (t, &row, error);
}

/* What was read or starred here is so in the shared box, too. */
static gboolean
take_in_kept (PennyTransaction *t, PennyStep *step, PennyEntryRow *row, GError **error)
{
  PennyFlags ours = row->flags & (PENNY_FLAG_SEEN | PENNY_FLAG_FLAGGED) & ~step->flags;

  return penny_rows_move_entry (t, row, step->folder, step->uid, error)
         && penny_rows_set_flags (t, row, step->flags, step->flags, error)
         && (ours == 0 || penny_act_mark (t, row, ours, 0, t->now, error));
}

typedef enum { PLACE_GONE, PLACE_QUIET, PLACE_BUSY } Place;

/* Quiet: nothing is owed and nothing waits for its UID, so that a new UID is a new letter. The usual case, and one
 * question in place of five. */
static Place
look_at_place (PennyTransaction *t, const PennyStep *step, GError **error)
{
  return penny_database_int (t->db, PLACE_GONE, error,
                             "SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM folder WHERE id = ?1) THEN 0"
                             " WHEN EXISTS (SELECT 1 FROM operation)"
                             " OR EXISTS (SELECT 1 FROM entry INDEXED BY entry_unnamed WHERE uid = 0) THEN 2"
                             " ELSE 1 END", "i", step->folder);
}

/* A new UID where letters are on their way: one of them may be this. */
static gboolean
add_in_traffic (PennyTransaction *t, PennyStep *step, GError **error)
{
  GError *local = NULL;
  PennyEntryRow row;
  g_autoptr (PennyFolder) folder = penny_rows_get_folder (t->db, step->folder, &local);
  PennyOperationId leaving = folder != NULL ? find_leaving (t, folder, step->uid, &local) : 0;

  if (local == NULL && leaving != 0)
    return TRUE;
  if (local == NULL && !folder->local)
    leaving = find_leaving_unnamed (t, folder, step, &local);
  if (local == NULL && leaving != 0)
    return name_leaving (t, leaving, folder, step->uid, error);
  if (local == NULL && find_waiting (t, step, &row, &local))
    return penny_rows_move_entry (t, &row, row.folder, step->uid, error) &&
           penny_journal_name_uid (t, row.id, folder->path, folder->uidvalidity, step->uid, error) &&
           update_known (t, step, &row, error);
  /* What another device has thrown away there is not thrown away here. */
  if (local == NULL && step->summary->message_id != NULL && folder->role != PENNY_ROLE_TRASH
      && folder->role != PENNY_ROLE_JUNK && find_kept (t, step, &row, &local))
    return take_in_kept (t, step, &row, error);
  if (local == NULL)
    return insert_new (t, step, error);
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
penny_step_add (PennyTransaction *t, PennyStep *step, GError **error)
{
  GError *local = NULL;
  PennyEntryRow row;
  Place place = look_at_place (t, step, &local);

  /* The folder went while the letter was on its way. */
  if (local == NULL && place == PLACE_GONE)
    return TRUE;
  if (local == NULL && penny_rows_find_uid (t->db, step->folder, step->uid, &row, &local))
    return update_known (t, step, &row, error);
  if (local == NULL)
    return place == PLACE_BUSY && step->uid != 0 ? add_in_traffic (t, step, error) : insert_new (t, step, error);
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
penny_step_complete (PennyTransaction *t, PennyStep *step, GError **error)
{
  GError *local = NULL;
  PennyEntryRow row;

  if (penny_rows_get_entry (t->db, step->entry, &row, &local))
    return complete (t, &row, step->summary, step->raw, error);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* --- known ones --- */

/* The entry that (FOLDER, UID) names on the server, wherever the person has put it here. */
static gboolean
find_named (PennyTransaction *t, PennyStep *step, PennyEntryRow *row, PennyOperationId *leaving, GError **error)
{
  GError *local = NULL;
  g_autoptr (PennyFolder) folder = NULL;
  PennyEntryId entry;

  *leaving = 0;
  if (penny_rows_find_uid (t->db, step->folder, step->uid, row, &local))
    return TRUE;
  if (local == NULL)
    folder = penny_rows_get_folder (t->db, step->folder, &local);
  if (folder != NULL && (*leaving = find_leaving (t, folder, step->uid, &local)) != 0) {
    /* The old version of a draft: the entry is the new one's. */
    entry = penny_database_int (t->db, 0, &local, "SELECT CASE WHEN final THEN 0 ELSE entry END"
                                " FROM operation WHERE id = ?1", "i", *leaving);
    if (local == NULL && penny_rows_get_entry (t->db, entry, row, &local))
      return TRUE;
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return FALSE;
}

gboolean
penny_step_set_flags (PennyTransaction *t, PennyStep *step, GError **error)
{
  GError *local = NULL;
  PennyOperationId leaving;
  PennyEntryRow row;

  if (find_named (t, step, &row, &leaving, &local))
    return apply_server_flags (t, &row, step->flags, error);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* Gone by another hand while our own operation was waiting: there is nothing left to do it to. */
static gboolean
give_up_leaving (PennyTransaction *t, PennyOperationId id, const PennyEntryRow *row, GError **error)
{
  PennyJournalRow op = { 0 };
  gboolean ok = penny_journal_get (t->db, id, &op, error);

  if (ok && op.final) {
    ok = penny_journal_strike (t, &op, error);
    penny_journal_row_clear (&op);
    return ok;
  }
  /* A move that has begun may be the very reason: the target's listing will tell. */
  if (ok && !(op.began && op.kind == PENNY_OPERATION_MOVE)) {
    ok = penny_journal_strike_all (t, op.entry, TRUE, error);
    ok = ok && (row != NULL ? penny_rows_remove_entry (t, row, error)
                            : op.message == 0 || penny_rows_collect_message (t, op.message, error));
  }
  penny_journal_row_clear (&op);
  return ok;
}

gboolean
penny_step_expunge (PennyTransaction *t, PennyStep *step, GError **error)
{
  GError *local = NULL;
  PennyOperationId leaving;
  PennyEntryRow row;
  gboolean found = find_named (t, step, &row, &leaving, &local);

  if (local == NULL && leaving != 0)
    return give_up_leaving (t, leaving, found ? &row : NULL, error);
  if (local == NULL && found)
    return penny_journal_strike_all (t, row.id, TRUE, error) && penny_rows_remove_entry (t, &row, error);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}
