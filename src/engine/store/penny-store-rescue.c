/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Databases that are not sound: found at the start, set aside, carried over. */
#include "penny-store-rescue.h"

#include <glib/gstdio.h>
#include <string.h>

#include "penny-error.h"
#include "penny-store-index.h"
#include "penny-store-rows.h"
#include "penny-store-schema.h"

/* In an order that foreign keys allow. search and pending are made anew. */
static const char * const tables[] = {
  "folder", "message", "body", "words", "entry", "reference", "operation", "act", "undo", "ledger",
  "setting",
};

/* --- finding damage --- */

static gboolean
fail_damaged (GError **error, const char *why)
{
  g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_DAMAGED, "The database is damaged: %s", why);
  return FALSE;
}

static gboolean
log_exists (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  GStatBuf info;

  return g_stat (log, &info) == 0 && info.st_size > 0;
}

gboolean
penny_rescue_looks_sound (const char *path, GError **error)
{
  guint8 head[100] = { 0 };
  FILE *file = g_fopen (path, "rbe");
  gsize n, page_size, n_pages;
  GStatBuf info;

  if (file == NULL)
    return TRUE;
  n = fread (head, 1, sizeof head, file);
  fclose (file);
  if (n == 0)
    return TRUE;   /* made but never written: a kill at the very first moment */
  if (n < sizeof head || memcmp (head, "SQLite format 3", 16) != 0)
    return fail_damaged (error, "not a database");
  page_size = (gsize) head[16] << 8 | head[17];
  page_size = page_size == 1 ? 65536 : page_size;
  n_pages = (gsize) head[28] << 24 | head[29] << 16 | head[30] << 8 | head[31];
  /* The log may hold the missing pages while it is being taken over. */
  if (g_stat (path, &info) == 0 && !log_exists (path) && (gsize) info.st_size < page_size * n_pages)
    return fail_damaged (error, "cut short");
  return TRUE;
}

static gboolean
every_table_answers (PennyDatabase *db, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s LIMIT 1", tables[i]);

    if (!penny_database_exec (db, sql, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
penny_rescue_check_suspect (PennyDatabase *db, const char *path, GError **error)
{
  g_autofree char *mark = penny_database_mark_path (path);
  g_autofree char *verdict = NULL;

  if (!every_table_answers (db, error))
    return FALSE;
  if (!g_file_test (mark, G_FILE_TEST_EXISTS))
    return TRUE;
  verdict = penny_database_text (db, error, "PRAGMA integrity_check(1)", "");
  if (verdict == NULL)
    return FALSE;
  if (strcmp (verdict, "ok") != 0)
    return fail_damaged (error, verdict);
  g_unlink (mark);
  return TRUE;
}

/* --- setting aside --- */

static char *
set_aside (const char *path, GError **error)
{
  static const char * const suffixes[] = { "-wal", "-shm", "" };
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%s", path, date);
  g_autofree char *mark = penny_database_mark_path (path);

  for (guint n = 2; g_file_test (aside, G_FILE_TEST_EXISTS); n++) {
    g_free (aside);
    aside = g_strdup_printf ("%s.damaged-%s-%u", path, date, n);
  }
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
    g_autofree char *to = g_strconcat (aside, suffixes[i], NULL);

    if (g_rename (from, to) != 0 && errno != ENOENT) {
      g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_IO,
                   "Cannot set the damaged database %s aside: %s", from, g_strerror (errno));
      return NULL;
    }
  }
  g_unlink (mark);
  return g_steal_pointer (&aside);
}

/* --- carrying over --- */

static gboolean
has_column (PennyDatabase *db, const char *table, const char *column)
{
  return sqlite3_table_column_metadata (penny_database_get_handle (db), NULL, table, column, NULL, NULL, NULL, NULL,
                                        NULL) == SQLITE_OK;
}

/* The columns of TO that FROM has, too: it may be an older version's. */
static char *
column_list (PennyDatabase *from, PennyDatabase *to, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s LIMIT 0", table);
  g_autoptr (GString) list = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (penny_database_get_handle (to), sql, -1, &statement, NULL) != SQLITE_OK)
    return NULL;
  for (int i = 0; i < sqlite3_column_count (statement); i++) {
    const char *column = sqlite3_column_name (statement, i);

    if (has_column (from, table, column))
      g_string_append_printf (list, "%s\"%s\"", list->len > 0 ? ", " : "", column);
  }
  sqlite3_finalize (statement);
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static sqlite3_stmt *
prepare_insert (PennyDatabase *to, const char *table, const char *columns, int n_columns)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;

  g_string_printf (sql, "INSERT OR IGNORE INTO %s (%s) VALUES (", table, columns);
  for (int i = 0; i < n_columns; i++)
    g_string_append (sql, i > 0 ? ", ?" : "?");
  g_string_append (sql, ")");
  sqlite3_prepare_v2 (penny_database_get_handle (to), sql->str, -1, &statement, NULL);
  return statement;
}

static void
copy_row (sqlite3_stmt *from, sqlite3_stmt *to)
{
  for (int i = 0; i < sqlite3_column_count (from); i++)
    sqlite3_bind_value (to, i + 1, sqlite3_column_value (from, i));
  sqlite3_step (to);   /* a row that the rules refuse stays behind */
  sqlite3_reset (to);
  sqlite3_clear_bindings (to);
}

/* Reads in one direction until the end or the damage. */
static void
copy_table (PennyDatabase *from, PennyDatabase *to, const char *table, const char *order)
{
  g_autofree char *columns = column_list (from, to, table);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s NOT INDEXED %s", columns, table, order);
  sqlite3_stmt *source = NULL, *target = NULL;

  if (sqlite3_prepare_v2 (penny_database_get_handle (from), sql, -1, &source, NULL) != SQLITE_OK)
    return;
  target = prepare_insert (to, table, columns, sqlite3_column_count (source));
  while (target != NULL && sqlite3_step (source) == SQLITE_ROW)
    copy_row (source, target);
  sqlite3_finalize (source);
  sqlite3_finalize (target);
}

/* From both ends: damage in the middle costs the middle only. */
static void
copy_all (PennyDatabase *from, PennyDatabase *to)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    gboolean has_rowid = strcmp (tables[i], "ledger") != 0 && strcmp (tables[i], "setting") != 0;

    copy_table (from, to, tables[i], "");
    if (has_rowid)
      copy_table (from, to, tables[i], "ORDER BY rowid DESC");
  }
}

/* After the bodies were looked at: what nothing needs. What the post office may still have and is not
 * whole here any more is forgotten, so that it is collected again: taken for thrown away it would be
 * cleared there, and be nowhere. */
static const char tidying[] =
  "DELETE FROM entry WHERE uidl IN (SELECT uidl FROM ledger WHERE state < 3)"
  "  AND message NOT IN (SELECT message FROM body);"
  "DELETE FROM ledger WHERE state < 3 AND entry NOT IN (SELECT id FROM entry);"
  "UPDATE message SET has_body = 0 WHERE has_body AND id NOT IN (SELECT message FROM body);"
  "UPDATE message SET size = (SELECT raw_size FROM body WHERE message = id) WHERE has_body;"
  "DELETE FROM message WHERE id NOT IN (SELECT message FROM entry)"
  "  AND id NOT IN (SELECT message FROM operation);"
  "UPDATE entry SET has_body = (SELECT has_body FROM message WHERE id = message);"
  "UPDATE folder SET uidnext = 0, highest_modseq = 0,"
  "  n_total = (SELECT count(*) FROM entry WHERE folder = folder.id),"
  "  n_unread = (SELECT count(*) FROM entry WHERE folder = folder.id AND NOT flags & 1);";

/* Drops what hangs in the air; the worker fetches it again because the folders start anew. */
static const char repairs[] =
  "DELETE FROM body WHERE message NOT IN (SELECT id FROM message);"
  "DELETE FROM words WHERE message NOT IN (SELECT id FROM message);"
  "DELETE FROM entry WHERE message NOT IN (SELECT id FROM message)"
  "  OR folder NOT IN (SELECT id FROM folder);"
  "DELETE FROM undo;"
  "DELETE FROM act;"
  "UPDATE operation SET message = 0 WHERE message NOT IN (SELECT id FROM message);"
  "DELETE FROM operation WHERE kind NOT IN (2, 5, 7, 8, 9) AND entry NOT IN (SELECT id FROM entry);"
  "UPDATE entry SET conversation = (SELECT conversation FROM message WHERE id = message);";

static gboolean
carry_over (const char *aside, PennyDatabase *to, GError **error)
{
  g_autoptr (PennyDatabase) from = penny_database_open (aside, PENNY_DATABASE_SALVAGE, NULL);

  if (!penny_database_exec (to, "PRAGMA foreign_keys=0; BEGIN", error))
    return FALSE;
  if (from != NULL)
    copy_all (from, to);
  if (!penny_database_exec (to, repairs, error) || !penny_rows_check_bodies (to, error) ||
      !penny_database_exec (to, tidying, error) || !penny_index_start_anew (to, error)) {
    penny_database_exec (to, "ROLLBACK", NULL);
    return FALSE;
  }
  return penny_database_exec (to, "COMMIT; PRAGMA foreign_keys=1", error);
}

PennyDatabase *
penny_rescue (const char *path, GError **error)
{
  g_autofree char *aside = set_aside (path, error);
  g_autoptr (PennyDatabase) db = NULL;

  if (aside == NULL)
    return NULL;
  db = penny_database_open (path, PENNY_DATABASE_WRITE, error);
  if (db == NULL || !penny_schema_migrate (db, path, error) || !carry_over (aside, db, error))
    return NULL;
  g_chmod (path, 0600);
  return g_steal_pointer (&db);
}

gboolean
penny_rescue_remove_copies (const char *path, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *damaged = g_strconcat (base, ".damaged-", NULL);
  g_autofree char *version = g_strconcat (base, ".v", NULL);
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *full = g_build_filename (parent, name, NULL);

    if (!g_str_has_prefix (name, damaged) && !g_str_has_prefix (name, version))
      continue;
    if (g_unlink (full) != 0) {
      g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_IO, "Cannot delete %s: %s", full,
                   g_strerror (errno));
      return FALSE;
    }
  }
  return TRUE;
}
