/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding letters: the index gives messages, their entries are filtered and sorted. */
#include "penny-store-index.h"
#include "penny-store-read.h"
#include "penny-store-words.h"

/* The roles that "everywhere" leaves out are PENNY_ROLE_JUNK and PENNY_ROLE_TRASH. The same message in
 * two folders is told once: the row that comes last in the sort of equal dates is dropped. */
#define CONDITIONS \
  " (CASE WHEN ?2 = 0 THEN f.role NOT IN (5, 6) ELSE e.folder = ?2 END)" \
  " AND (NOT ?3 OR NOT e.flags & 1) AND (NOT ?4 OR e.flags & 2)" \
  " AND (NOT ?5 OR (SELECT has_attachments FROM message WHERE id = e.message))" \
  " ORDER BY e.date DESC, f.role = 7, e.id DESC"

static const char by_words[] =
  "SELECT e.id, e.message FROM search s CROSS JOIN entry e ON e.message = s.rowid"
  " JOIN folder f ON f.id = e.folder WHERE search MATCH ?1 AND" CONDITIONS;

static const char by_conditions[] =
  "SELECT e.id, e.message FROM entry e JOIN folder f ON f.id = e.folder"
  " WHERE ?1 IS NULL AND" CONDITIONS;

guint
penny_store_count_unindexed (PennyStore *self)
{
  PennyDatabase *db = penny_store_read_begin (self, NULL);
  guint n;

  if (db == NULL)
    return 0;
  n = penny_index_count (db);
  penny_store_read_end (self);
  return n;
}

void
penny_read_before_search (PennyStore *self, const char *words, gint64 microseconds)
{
  g_autoptr (PennyQuestion) question = penny_question_new (words);

  if (question->match != NULL && penny_store_count_unindexed (self) > 0)
    penny_writer_catch_up (self, microseconds);
}

GArray *
penny_read_search (PennyDatabase *db, const char *words, PennyFolderId folder, guint limit,
                   GError **error)
{
  g_autoptr (PennyQuestion) question = penny_question_new (words);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (PennyEntryId));
  GError *local = NULL;
  sqlite3_stmt *s;

  if (question->nothing)
    return g_steal_pointer (&ids);
  s = penny_database_query (db, &local, question->match != NULL ? by_words : by_conditions, "tiddd",
                            question->match, folder, question->unread, question->starred,
                            question->attachment);
  while (s != NULL && ids->len < limit && penny_database_step (db, s, &local)) {
    PennyEntryId id = sqlite3_column_int64 (s, 0);
    gint64 message = sqlite3_column_int64 (s, 1);

    if (folder != 0 || g_hash_table_add (seen, g_memdup2 (&message, sizeof message)))
      g_array_append_val (ids, id);
  }
  if (s != NULL)
    penny_database_done (s);
  if (local == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, local);
  return NULL;
}
