/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The POP ledger: what was collected and what became of it at the post office. */
#include <string.h>

#include "penny-error.h"
#include "penny-store-batch.h"

void
penny_ledger_row_free (PennyLedgerRow *self)
{
  if (self == NULL)
    return;
  g_free (self->uidl);
  g_free (self->digest);
  g_free (self);
}

void
penny_batch_collect (PennyBatch *self, PennyFolderId folder, const char *uidl, gint64 now,
                     PennySummary *summary, GBytes *raw)
{
  PennyStep *step = penny_batch_step (self, penny_step_collect);

  step->folder = folder;
  step->text = g_strdup (uidl);
  step->date = now;
  step->summary = summary;
  step->raw = g_bytes_ref (raw);
  /* Here, on the worker's thread: the writer has enough to do. */
  step->value = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, raw);
  penny_batch_weigh (self, raw);
}

void
penny_batch_set_ledger (PennyBatch *self, const char * const *uidls, PennyLedgerState state, gint64 now)
{
  PennyStep *step = penny_batch_step (self, penny_step_set_ledger);

  step->list = g_strdupv ((char **) uidls);
  step->state = state;
  step->date = now;
}

static gboolean
complete (PennyTransaction *t, PennyEntryId header, PennyEntryRow *row, GError **error)
{
  PennyEntryRow here;

  return penny_rows_get_entry (t->db, header, &here, error)
         && penny_rows_set_message (t, &here, row->message, row->conversation, row->date, error);
}

/* The very same bytes, or their header, may be here from the time of the shared box, without the post office's
 * name. What was shared stays there. */
static gboolean
place (PennyTransaction *t, PennyStep *step, PennyEntryRow *row, PennyLedgerState *state, GError **error)
{
  GError *local = NULL;
  PennyEntryId same = penny_store_way_find_same (t, row->message, &local);
  PennyEntryId header = 0;

  if (local == NULL && same == 0)
    header = penny_store_way_find_header (t, step->summary, (gint64) g_bytes_get_size (step->raw), &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  row->id = same != 0 ? same : header;
  *state = same != 0 ? PENNY_LEDGER_KEPT : PENNY_LEDGER_COLLECTED;
  if (row->id == 0)
    return penny_rows_insert_entry (t, row, error);
  return (header == 0 || complete (t, header, row, error))
         && penny_database_run (t->db, error, "UPDATE entry SET uidl = ?2 WHERE id = ?1", "it", row->id, row->uidl);
}

gboolean
penny_step_collect (PennyTransaction *t, PennyStep *step, GError **error)
{
  GError *local = NULL;
  PennyEntryRow row = { .folder = step->folder, .internal_date = step->date };
  PennyLedgerState state;
  gboolean known = penny_database_int (t->db, 0, &local, "SELECT EXISTS (SELECT 1 FROM ledger WHERE uidl = ?1)",
                                       "t", step->text) != 0;

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (known)   /* collected before a crash whose answer the worker never heard */
    return TRUE;
  g_strlcpy (row.uidl, step->text, sizeof row.uidl);
  row.message = penny_rows_add_message (t, step->summary, step->date, 0, step->raw, &row.date,
                                        &row.conversation, error);
  return row.message != 0 && place (t, step, &row, &state, error) &&
         penny_database_run (t->db, error,
                             "INSERT INTO ledger (uidl, entry, state, collected, changed, size, digest)"
                             " VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6)", "tidiit", step->text, row.id,
                             state, step->date, (gint64) g_bytes_get_size (step->raw),
                             step->value);
}

gboolean
penny_step_set_ledger (PennyTransaction *t, PennyStep *step, GError **error)
{
  for (char **uidl = step->list; *uidl != NULL; uidl++)
    if (!penny_database_run (t->db, error, "UPDATE ledger SET state = ?2, changed = ?3 WHERE uidl = ?1",
                             "tdi", *uidl, (int) step->state, step->date))
      return FALSE;
  return TRUE;
}

gboolean
penny_step_set_setting (PennyTransaction *t, PennyStep *step, GError **error)
{
  if (step->value == NULL)
    return penny_database_run (t->db, error, "DELETE FROM setting WHERE key = ?1", "t", step->text);
  return penny_database_run (t->db, error, "INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)",
                             "tt", step->text, step->value);
}

GPtrArray *
penny_store_list_ledger (PennyStore *self, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_ledger_row_free);
  PennyDatabase *db = penny_store_read_begin (self, error);
  GError *local = NULL;
  sqlite3_stmt *s;

  if (db == NULL)
    return NULL;
  s = penny_database_query (db, &local,
                            "SELECT l.uidl, coalesce (e.id, 0), l.state, l.collected, l.changed, l.size,"
                            " l.digest, e.id IS NULL OR f.role = 6 FROM ledger l"
                            " LEFT JOIN entry e ON e.id = l.entry LEFT JOIN folder f ON f.id = e.folder"
                            " ORDER BY l.collected, l.uidl", "");
  while (s != NULL && penny_database_step (db, s, &local)) {
    PennyLedgerRow *row = g_new0 (PennyLedgerRow, 1);

    row->uidl = penny_database_dup_column (s, 0);
    row->entry = sqlite3_column_int64 (s, 1);
    row->state = sqlite3_column_int (s, 2);
    row->collected = sqlite3_column_int64 (s, 3);
    row->changed = sqlite3_column_int64 (s, 4);
    row->size = (guint32) sqlite3_column_int64 (s, 5);
    row->digest = penny_database_dup_column (s, 6);
    row->thrown_away = sqlite3_column_int (s, 7);
    g_ptr_array_add (list, row);
  }
  penny_store_read_end (self);
  if (local == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, local);
  return NULL;
}

static gboolean
verify (PennyDatabase *db, const char *uidl, GError **error)
{
  GError *local = NULL;
  g_autofree char *noted = penny_database_text (db, &local, "SELECT digest FROM ledger WHERE uidl = ?1",
                                                "t", uidl);
  PennyMessageId message = penny_database_int (db, 0, local == NULL ? &local : NULL,
                                               "SELECT message FROM ledger l JOIN entry e ON e.id = l.entry"
                                               " WHERE l.uidl = ?1", "t", uidl);
  g_autoptr (GBytes) raw = NULL;
  g_autofree char *digest = NULL;

  if (local == NULL && (noted == NULL || message == 0))
    g_set_error (&local, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND, "This letter is not here");
  if (local == NULL)
    raw = penny_rows_read_body (db, message, &local);
  if (raw != NULL)
    digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, raw);
  if (raw != NULL && g_strcmp0 (digest, noted) != 0)
    g_set_error (&local, PENNY_STORE_ERROR, PENNY_STORE_ERROR_DAMAGED,
                 "What is kept of this letter is not what was collected");
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

/* Through a connection of its own: nothing of it may come out of a cache. */
gboolean
penny_store_verify_collected (PennyStore *self, const char *uidl, GError **error)
{
  g_autoptr (PennyDatabase) db = penny_database_open (self->path, PENNY_DATABASE_READ, error);

  return db != NULL && verify (db, uidl, error);
}
