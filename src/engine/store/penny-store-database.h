/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One SQLite connection with its kept statements and the store's error codes. Used by one thread at
 * a time. */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct _PennyDatabase PennyDatabase;

typedef enum {
  PENNY_DATABASE_WRITE,   /* the one writer of this process */
  PENNY_DATABASE_READ,    /* query_only */
  PENNY_DATABASE_SALVAGE, /* a damaged file: as little as possible is asked of it */
} PennyDatabaseMode;

PennyDatabase *penny_database_open (const char *path, PennyDatabaseMode mode, GError **error);
void penny_database_close (PennyDatabase *self);
sqlite3 *penny_database_get_handle (PennyDatabase *self);

/* Translates SQLite's result code RC into PENNY_STORE_ERROR. A damaged database leaves a mark
 * beside itself, so that the next start looks closely. Always FALSE. */
gboolean penny_database_fail (PennyDatabase *self, int rc, GError **error);

/* Statements without parameters, one or several. */
gboolean penny_database_exec (PennyDatabase *self, const char *sql, GError **error);

/* Parameters by TYPES, one letter each: d int, u guint, i gint64, t text or NULL, b GBytes or NULL.
 * SQL is a string constant: the prepared statement is kept by its address. */
gboolean penny_database_run (PennyDatabase *self, GError **error, const char *sql,
                             const char *types, ...);
/* The first column of the first row, FALLBACK when there is no row or on error. */
gint64 penny_database_int (PennyDatabase *self, gint64 fallback, GError **error, const char *sql,
                           const char *types, ...);
char *penny_database_text (PennyDatabase *self, GError **error, const char *sql,
                           const char *types, ...);
/* A bound statement to step; borrowed. NULL on error. */
sqlite3_stmt *penny_database_query (PennyDatabase *self, GError **error, const char *sql,
                                    const char *types, ...);
/* TRUE: there is a row. FALSE: no more (the statement is reset), or ERROR is set. */
gboolean penny_database_step (PennyDatabase *self, sqlite3_stmt *statement, GError **error);
/* Steps STATEMENT to its end: the first column of each row as a gint64. STATEMENT may be NULL, with ERROR
 * set by the query that failed. Full; NULL on error. */
GArray *penny_database_ids (PennyDatabase *self, sqlite3_stmt *statement, GError **error);
/* Ends a query before its last row: an open one keeps the log from being taken over. */
void penny_database_done (sqlite3_stmt *statement);

/* A column as text of our own; NULL for NULL. */
char *penny_database_dup_column (sqlite3_stmt *statement, int column);

/* The name of the mark that penny_database_fail() leaves. Full. */
char *penny_database_mark_path (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyDatabase, penny_database_close)

G_END_DECLS
