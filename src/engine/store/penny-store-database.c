/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One SQLite connection with its kept statements and the store's error codes. */
#include "penny-store-database.h"

#include <errno.h>

#include "penny-error.h"

/* Another process may be in a transaction or a checkpoint. */
#define BUSY_MILLISECONDS 10000

struct _PennyDatabase {
  sqlite3 *handle;
  char *path;
  GHashTable *statements;   /* address of the SQL → sqlite3_stmt */
};

char *
penny_database_mark_path (const char *path)
{
  return g_strconcat (path, ".suspect", NULL);
}

static void
leave_mark (PennyDatabase *self)
{
  g_autofree char *mark = penny_database_mark_path (self->path);

  g_file_set_contents (mark, "", 0, NULL);
}

static PennyStoreError
code_for (int rc)
{
  switch (rc & 0xff) {
    case SQLITE_FULL:
      return PENNY_STORE_ERROR_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_SCHEMA:
    case SQLITE_ERROR:       /* a table or column that ought to be there is not */
    case SQLITE_CONSTRAINT:  /* our own statements keep the rules unless the file is not sound */
      return PENNY_STORE_ERROR_DAMAGED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return PENNY_STORE_ERROR_BUSY;
    default:
      return PENNY_STORE_ERROR_IO;
  }
}

gboolean
penny_database_fail (PennyDatabase *self, int rc, GError **error)
{
  const char *detail = self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (rc);
  int primary = rc & 0xff;
  /* Growing the shared index of the WAL fails as a plain I/O error when the disk is full. */
  gboolean full = primary == SQLITE_IOERR && self->handle != NULL
                  && sqlite3_system_errno (self->handle) == ENOSPC;

  if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB)
    leave_mark (self);
  /* Of several failures in a row the first one says why. */
  if (error != NULL && *error == NULL)
    g_set_error (error, PENNY_STORE_ERROR, full ? PENNY_STORE_ERROR_FULL : code_for (rc),
                 "The database says: %s (%d)", detail, rc);
  return FALSE;
}

static gboolean
configure (PennyDatabase *self, PennyDatabaseMode mode, GError **error)
{
  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, BUSY_MILLISECONDS);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  /* Else "uid = ?" is planned anew for each number, since an index holds those of 0 alone: a quarter of filing. */
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
  if (mode == PENNY_DATABASE_SALVAGE)
    return penny_database_exec (self, "PRAGMA query_only=1", error);
  if (mode == PENNY_DATABASE_READ)
    return penny_database_exec (self, "PRAGMA query_only=1; PRAGMA cache_size=-8000", error);
  return penny_database_exec (self,
                              "PRAGMA page_size=4096;"
                              "PRAGMA journal_mode=WAL;"
                              "PRAGMA synchronous=NORMAL;"
                              "PRAGMA foreign_keys=1;"
                              "PRAGMA cache_size=-20000;"
                              "PRAGMA temp_store=MEMORY;"
                              "PRAGMA journal_size_limit=67108864", error);
}

static void
finalize_cb (gpointer statement)
{
  sqlite3_finalize (statement);
}

PennyDatabase *
penny_database_open (const char *path, PennyDatabaseMode mode, GError **error)
{
  g_autoptr (PennyDatabase) self = g_new0 (PennyDatabase, 1);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  int rc;

  self->path = g_strdup (path);
  self->statements = g_hash_table_new_full (NULL, NULL, NULL, finalize_cb);
  if (mode == PENNY_DATABASE_WRITE)
    flags |= SQLITE_OPEN_CREATE;
  rc = sqlite3_open_v2 (path, &self->handle, flags, NULL);
  if (rc != SQLITE_OK) {
    penny_database_fail (self, rc, error);
    return NULL;
  }
  if (!configure (self, mode, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
penny_database_close (PennyDatabase *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->statements, g_hash_table_unref);
  sqlite3_close_v2 (self->handle);
  g_free (self->path);
  g_free (self);
}

sqlite3 *
penny_database_get_handle (PennyDatabase *self)
{
  return self->handle;
}

gboolean
penny_database_exec (PennyDatabase *self, const char *sql, GError **error)
{
  int rc = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  return rc == SQLITE_OK || penny_database_fail (self, rc, error);
}

static sqlite3_stmt *
prepare (PennyDatabase *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);
  int rc;

  if (statement != NULL) {
    sqlite3_reset (statement);
    sqlite3_clear_bindings (statement);
    return statement;
  }
  rc = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (rc != SQLITE_OK) {
    penny_database_fail (self, rc, error);
    return NULL;
  }
  g_hash_table_insert (self->statements, (gpointer) sql, statement);
  return statement;
}

static void
bind_bytes (sqlite3_stmt *statement, int index, GBytes *bytes)
{
  gsize size;
  const void *data;

  if (bytes == NULL)
    return;
  data = g_bytes_get_data (bytes, &size);
  sqlite3_bind_blob64 (statement, index, data != NULL ? data : "", size, SQLITE_STATIC);
}

static void
bind (sqlite3_stmt *statement, const char *types, va_list args)
{
  for (int i = 1; *types != '\0'; i++, types++) {
    switch (*types) {
      case 'd':
        sqlite3_bind_int (statement, i, va_arg (args, int));
        break;
      case 'u':
        sqlite3_bind_int64 (statement, i, va_arg (args, guint));
        break;
      case 'i':
        sqlite3_bind_int64 (statement, i, va_arg (args, gint64));
        break;
      case 't':
        sqlite3_bind_text (statement, i, va_arg (args, const char *), -1, SQLITE_STATIC);
        break;
      case 'b':
        bind_bytes (statement, i, va_arg (args, GBytes *));
        break;
      default:
        g_assert_not_reached ();
    }
  }
}

void
penny_database_done (sqlite3_stmt *statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

gboolean
penny_database_step (PennyDatabase *self, sqlite3_stmt *statement, GError **error)
{
  int rc = sqlite3_step (statement);

  if (rc == SQLITE_ROW)
    return TRUE;
  if (rc != SQLITE_DONE)
    penny_database_fail (self, rc, error);
  penny_database_done (statement);
  return FALSE;
}

gboolean
penny_database_run (PennyDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement = prepare (self, sql, error);
  va_list args;
  int rc;

  if (statement == NULL)
    return FALSE;
  va_start (args, types);
  bind (statement, types, args);
  va_end (args);
  do
    rc = sqlite3_step (statement);
  while (rc == SQLITE_ROW);
  if (rc != SQLITE_DONE)
    penny_database_fail (self, rc, error);
  penny_database_done (statement);
  return rc == SQLITE_DONE;
}

sqlite3_stmt *
penny_database_query (PennyDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement = prepare (self, sql, error);
  va_list args;

  if (statement == NULL)
    return NULL;
  va_start (args, types);
  bind (statement, types, args);
  va_end (args);
  return statement;
}

gint64
penny_database_int (PennyDatabase *self, gint64 fallback, GError **error, const char *sql,
                    const char *types, ...)
{
  sqlite3_stmt *statement = prepare (self, sql, error);
  va_list args;
  gint64 value = fallback;

  if (statement == NULL)
    return fallback;
  va_start (args, types);
  bind (statement, types, args);
  va_end (args);
  if (penny_database_step (self, statement, error)) {
    if (sqlite3_column_type (statement, 0) != SQLITE_NULL)
      value = sqlite3_column_int64 (statement, 0);
    penny_database_done (statement);
  }
  return value;
}

GArray *
penny_database_ids (PennyDatabase *self, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *local = NULL;

  if (statement == NULL)
    return NULL;
  while (penny_database_step (self, statement, &local)) {
    gint64 id = sqlite3_column_int64 (statement, 0);

    g_array_append_val (ids, id);
  }
  if (local == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, local);
  return NULL;
}

char *
penny_database_dup_column (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  /* A damaged file may hold any bytes; what leaves the store is UTF-8. */
  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

char *
penny_database_text (PennyDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement = prepare (self, sql, error);
  va_list args;
  char *value = NULL;

  if (statement == NULL)
    return NULL;
  va_start (args, types);
  bind (statement, types, args);
  va_end (args);
  if (penny_database_step (self, statement, error)) {
    value = penny_database_dup_column (statement, 0);
    penny_database_done (statement);
  }
  return value;
}
