/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tells the letter of an operation from others, for looking for it on the server. */
#include "penny-store-private.h"
#include "penny-store-sync.h"

void
penny_letter_mark_free (PennyLetterMark *self)
{
  if (self == NULL)
    return;
  g_free (self->message_id);
  g_free (self->subject);
  g_free (self->from_name);
  g_free (self->from_address);
  g_free (self->to);
  g_free (self);
}

static PennyLetterMark *
read_mark (sqlite3_stmt *s)
{
  PennyLetterMark *self = g_new0 (PennyLetterMark, 1);

  self->message_id = penny_database_dup_column (s, 0);
  self->subject = penny_database_dup_column (s, 1);
  self->from_name = penny_database_dup_column (s, 2);
  self->from_address = penny_database_dup_column (s, 3);
  self->to = penny_database_dup_column (s, 4);
  self->size = (guint32) sqlite3_column_int64 (s, 5);
  self->internal_date = sqlite3_column_int64 (s, 6);
  self->loose = sqlite3_column_int (s, 7) != 0;
  return self;
}

/* A replaced draft's row is not there any more: the new version has the same Message-ID and other bytes. */
PennyLetterMark *
penny_store_get_mark (PennyStore *self, PennyOperationId id, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  PennyLetterMark *mark = NULL;
  GError *local = NULL;
  sqlite3_stmt *s;

  if (db == NULL)
    return NULL;
  s = penny_database_query (db, &local, "SELECT m.message_id, m.subject, m.from_name, m.from_address, m.recipients,"
                            " m.size, coalesce (e.internal_date, o.internal_date), o.final OR coalesce (e.uploaded, 0)"
                            " FROM operation o LEFT JOIN entry e ON e.id = o.entry"
                            " JOIN message m ON m.id = coalesce (e.message, o.message) WHERE o.id = ?1", "i", id);
  if (s != NULL && penny_database_step (db, s, &local)) {
    mark = read_mark (s);
    penny_database_done (s);
  }
  penny_store_read_end (self);
  if (local != NULL)
    g_propagate_error (error, local);
  return mark;
}
