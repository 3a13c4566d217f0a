/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search index, which follows the letters. */
#include "penny-store-index.h"

#include "penny-error.h"
#include "penny-store-prepare.h"
#include "penny-store-rows.h"
#include "penny-store-words.h"

/* --- marks --- */

static gboolean
keep_words (PennyDatabase *db, PennyMessageId message, char **columns, GError **error)
{
  g_autoptr (GBytes) packed = penny_words_pack (columns);

  return penny_database_run (db, error, "INSERT OR REPLACE INTO words (message, data) VALUES (?1, ?2)",
                             "ib", message, packed);
}

gboolean
penny_index_add (PennyDatabase *db, PennyMessageId message, const PennySummary *summary, gint64 date,
                 gboolean has_body, GError **error)
{
  if (!has_body) {
    g_auto (GStrv) columns = penny_words_from_summary (summary);

    if (!keep_words (db, message, columns, error))
      return FALSE;
  }
  return penny_database_run (db, error, "INSERT INTO pending (message, later, date) VALUES (?1, ?2, ?3)",
                             "idi", message, !has_body, date);
}

static gboolean
drop_words (PennyDatabase *db, PennyMessageId message, GError **error)
{
  return penny_database_run (db, error, "DELETE FROM body WHERE message = ?1", "i", message) &&
         penny_database_run (db, error, "DELETE FROM words WHERE message = ?1", "i", message);
}

gboolean
penny_index_expects_body (PennyDatabase *db, PennyMessageId message, gboolean *expects, GError **error)
{
  GError *local = NULL;

  *expects = penny_database_int (db, 0, &local, "SELECT EXISTS (SELECT 1 FROM pending WHERE message = ?1)", "i",
                                 message) != 0;
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

gboolean
penny_index_complete (PennyDatabase *db, PennyMessageId message, GError **error)
{
  return penny_database_run (db, error, "UPDATE pending SET later = 0 WHERE message = ?1", "i", message) &&
         penny_database_run (db, error, "DELETE FROM words WHERE message = ?1", "i", message);
}

gboolean
penny_index_remove (PennyDatabase *db, PennyMessageId message, GError **error)
{
  if (!penny_database_run (db, error, "DELETE FROM pending WHERE message = ?1", "i", message))
    return FALSE;
  if (sqlite3_changes (penny_database_get_handle (db)) > 0)
    return drop_words (db, message, error);
  return penny_database_run (db, error, "INSERT INTO pending (message, later, date) VALUES (?1, 1, 0)",
                             "i", message);
}

guint
penny_index_count (PennyDatabase *db)
{
  return (guint) penny_database_int (db, 0, NULL, "SELECT count(*) FROM pending", "");
}

/* --- words --- */

static char **
kept_words (PennyDatabase *db, PennyMessageId message)
{
  sqlite3_stmt *s = penny_database_query (db, NULL, "SELECT data FROM words WHERE message = ?1", "i",
                                          message);
  char **columns = NULL;

  if (s != NULL && penny_database_step (db, s, NULL)) {
    columns = penny_words_unpack (sqlite3_column_blob (s, 0), sqlite3_column_bytes (s, 0), NULL);
    penny_database_done (s);
  }
  return columns;
}

/* The same now and when it is to be forgotten: neither kept words nor a body ever change. */
char **
penny_index_find_words (PennyDatabase *db, PennyMessageId message)
{
  char **columns = kept_words (db, message);
  g_autoptr (GBytes) raw = columns == NULL ? penny_rows_read_body (db, message, NULL) : NULL;
  g_autoptr (PennySummary) summary = raw != NULL ? penny_summary_from_message (raw) : NULL;

  return summary != NULL ? penny_words_from_summary (summary) : columns;
}

/* For a message that lost its body and its words: what its row says. */
static char **
make_words (PennyDatabase *db, PennyMessageId message, GError **error)
{
  g_autoptr (PennySummary) summary = g_new0 (PennySummary, 1);
  g_auto (GStrv) columns = NULL;
  sqlite3_stmt *s = penny_database_query (db, error, "SELECT subject, from_name, from_address, recipients"
                                          " FROM message WHERE id = ?1", "i", message);

  if (s == NULL || !penny_database_step (db, s, error))
    return NULL;
  summary->subject = penny_database_dup_column (s, 0);
  summary->from_name = penny_database_dup_column (s, 1);
  summary->from_address = penny_database_dup_column (s, 2);
  summary->recipients = penny_database_dup_column (s, 3);
  penny_database_done (s);
  columns = penny_words_from_summary (summary);
  return keep_words (db, message, columns, error) ? g_steal_pointer (&columns) : NULL;
}

/* --- following --- */

static gboolean
index_one (PennyDatabase *db, PennyMessageId message, char **found, GError **error)
{
  g_auto (GStrv) made = found == NULL ? make_words (db, message, error) : NULL;
  char **columns = found != NULL ? found : made;

  return columns != NULL &&
         penny_database_run (db, error,
                             "INSERT INTO search (rowid, subject, sender, recipients, text)"
                             " VALUES (?1, ?2, ?3, ?4, ?5)", "itttt", message, columns[0], columns[1],
                             columns[2], columns[3]);
}

static gboolean
forget_one (PennyDatabase *db, PennyMessageId message, char **columns, GError **error)
{
  /* Without its words it stays in the index, where no question finds it: it has no entry. */
  if (columns != NULL &&
      !penny_database_run (db, error,
                           "INSERT INTO search (search, rowid, subject, sender, recipients, text)"
                           " VALUES ('delete', ?1, ?2, ?3, ?4, ?5)", "itttt", message, columns[0],
                           columns[1], columns[2], columns[3]))
    return FALSE;
  return drop_words (db, message, error);
}

static gboolean
bring_in_step (PennyDatabase *db, PennyMessageId message, char **words, GError **error)
{
  GError *local = NULL;
  gboolean exists = penny_database_int (db, 0, &local, "SELECT EXISTS (SELECT 1 FROM message WHERE id = ?1)",
                                        "i", message) != 0;

  if (local == NULL && exists)
    index_one (db, message, words, &local);
  else if (local == NULL)
    forget_one (db, message, words, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static int
compare_ids_cb (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* Inside the transaction: another process may do the same. */
static GArray *
next_ids (PennyDatabase *db, gboolean all, guint limit, GError **error)
{
  sqlite3_stmt *next = penny_database_query (db, error, "SELECT message FROM pending WHERE later <= ?1"
                                             " ORDER BY later, date DESC LIMIT ?2", "du", all, limit);
  GArray *ids = penny_database_ids (db, next, error);

  /* FTS5 writes a segment whenever a number is lower than the one before. */
  if (ids != NULL)
    g_array_sort (ids, compare_ids_cb);
  return ids;
}

static int
follow_in_transaction (PennyDatabase *db, gboolean all, guint limit, PennyIndexStopFunc stop, gpointer data,
                       GError **error)
{
  g_autoptr (GArray) ids = next_ids (db, all, limit, error);
  g_autoptr (PennyPreparer) preparer = ids != NULL ? penny_preparer_new (db, ids) : NULL;
  guint n = 0;

  if (ids == NULL)
    return -1;
  for (; n < ids->len && (n == 0 || !stop (data)); n++) {
    g_auto (GStrv) words = penny_preparer_next (preparer);

    if (!bring_in_step (db, g_array_index (ids, gint64, n), words, error))
      return -1;
  }
  for (guint i = 0; i < n; i++)
    if (!penny_database_run (db, error, "DELETE FROM pending WHERE message = ?1", "i",
                             g_array_index (ids, gint64, i)))
      return -1;
  return n;
}

int
penny_index_follow (PennyDatabase *db, gboolean all, guint limit, PennyIndexStopFunc stop, gpointer data,
                    GError **error)
{
  GError *local = NULL;
  int n = 0;

  if (penny_database_int (db, 0, &local, "SELECT EXISTS (SELECT 1 FROM pending WHERE later <= ?1)", "d", all) &&
      penny_database_exec (db, "PRAGMA synchronous=NORMAL; BEGIN IMMEDIATE", &local)) {
    n = follow_in_transaction (db, all, limit, stop, data, &local);
    if (local == NULL)
      penny_database_exec (db, "COMMIT", &local);
  }
  if (local == NULL)
    return n;
  if (!sqlite3_get_autocommit (penny_database_get_handle (db)))
    penny_database_exec (db, "ROLLBACK", NULL);
  g_propagate_error (error, local);
  return -1;
}

/* --- anew --- */

gboolean
penny_index_start_anew (PennyDatabase *db, GError **error)
{
  g_autoptr (GArray) ids = NULL;

  if (!penny_database_exec (db, "INSERT INTO search (search) VALUES ('delete-all');"
                            "DELETE FROM pending;"
                            "INSERT INTO pending (message, later, date) SELECT id, 0, date FROM message;"
                            "DELETE FROM body WHERE message NOT IN (SELECT id FROM message);"
                            "DELETE FROM words WHERE message NOT IN (SELECT id FROM message);", error))
    return FALSE;
  ids = penny_database_ids (db, penny_database_query (db, error, "SELECT id FROM message WHERE NOT has_body"
                                                      " AND id NOT IN (SELECT message FROM words)", ""), error);
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    g_auto (GStrv) columns = make_words (db, g_array_index (ids, gint64, i), error);

    if (columns == NULL)
      return FALSE;
  }
  return ids != NULL;
}
