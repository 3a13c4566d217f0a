/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store knows of a folder's UIDs: for the worker, which compares it with the server's. */
#include "penny-store-read.h"

#include "penny-store-rows.h"
#include "penny-store-sync.h"

/* Gives LIST unless something went wrong on the way; then lets go of it. */
static GArray *
list_or_error (GArray *list, GError *local, GError **error)
{
  if (local == NULL)
    return list;
  g_array_unref (list);
  g_propagate_error (error, local);
  return NULL;
}

static void
read_known (PennyDatabase *db, sqlite3_stmt *s, GArray *list, GError **error)
{
  while (s != NULL && penny_database_step (db, s, error)) {
    PennyKnown known = {
      .entry = sqlite3_column_int64 (s, 0),
      .uid = PENNY_UID (sqlite3_column_int64 (s, 1)),
      .server_flags = sqlite3_column_int (s, 2),
      .has_body = sqlite3_column_int (s, 3),
      .size = (guint32) sqlite3_column_int64 (s, 4),
    };

    g_array_append_val (list, known);
  }
}

/* Of one query: all its rows. */
static GArray *
end_listing (PennyStore *self, PennyDatabase *db, sqlite3_stmt *s, GError *local, GError **error)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (PennyKnown));

  read_known (db, s, list, &local);
  penny_store_read_end (self);
  return list_or_error (list, local, error);
}

/* What was moved or deleted here and is still there on the server is known, too: it must be neither
 * fetched again nor taken for expunged. */
GArray *
penny_store_list_known (PennyStore *self, PennyFolderId folder, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  GError *local = NULL;
  sqlite3_stmt *s;

  if (db == NULL)
    return NULL;
  s = penny_database_query (
    db, &local,
    "SELECT e.id, e.uid, e.server_flags, m.has_body, m.size FROM entry e"
    " JOIN message m ON m.id = e.message WHERE e.folder = ?1 AND e.uid > 0"
    " UNION ALL SELECT o.entry, o.uid, o.server_flags, 1, 0 FROM operation o JOIN folder f"
    " ON f.path = o.folder AND f.uidvalidity = o.uidvalidity"
    " WHERE f.id = ?1 AND o.uid > 0 AND o.kind IN (1, 2)"
    " AND NOT EXISTS (SELECT 1 FROM entry x WHERE x.folder = ?1 AND x.uid = o.uid)"
    " ORDER BY 2", "i", folder);
  return end_listing (self, db, s, local, error);
}

GArray *
penny_store_list_known_among (PennyStore *self, PennyFolderId folder, const GArray *uids, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  g_autoptr (GArray) sorted = NULL;
  GError *local = NULL;
  GArray *list;

  if (db == NULL)
    return NULL;
  sorted = g_array_copy ((GArray *) uids);
  g_array_sort (sorted, penny_uid_compare);
  list = g_array_new (FALSE, FALSE, sizeof (PennyKnown));
  for (guint i = 0; i < sorted->len && local == NULL; i++) {
    guint32 uid = g_array_index (sorted, PennyUid, i).value;

    if (i > 0 && g_array_index (sorted, PennyUid, i - 1).value == uid)
      continue;
    read_known (db, penny_database_query (
      db, &local,
      "SELECT e.id, e.uid, e.server_flags, e.has_body, m.size FROM entry e"
      " JOIN message m ON m.id = e.message WHERE e.folder = ?1 AND e.uid = ?2 AND e.uid > 0"
      " UNION ALL SELECT o.entry, o.uid, o.server_flags, 1, 0 FROM operation o JOIN folder f"
      " ON f.path = o.folder AND f.uidvalidity = o.uidvalidity"
      " WHERE f.id = ?1 AND o.uid = ?2 AND o.uid > 0 AND o.kind IN (1, 2)"
      " AND NOT EXISTS (SELECT 1 FROM entry x WHERE x.folder = ?1 AND x.uid = o.uid AND x.uid > 0)"
      " LIMIT 1", "iu", folder, uid), list, &local);
  }
  penny_store_read_end (self);
  return list_or_error (list, local, error);
}

gint64
penny_store_count_known (PennyStore *self, PennyFolderId folder, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  gint64 n;

  if (db == NULL)
    return -1;
  n = penny_database_int (db, -1, error,
                          "SELECT (SELECT count(*) FROM entry WHERE folder = ?1 AND uid > 0)"
                          " + (SELECT count(DISTINCT o.uid) FROM operation o JOIN folder f"
                          " ON f.path = o.folder AND f.uidvalidity = o.uidvalidity"
                          " WHERE f.id = ?1 AND o.uid > 0 AND o.kind IN (1, 2)"
                          " AND NOT EXISTS (SELECT 1 FROM entry x"
                          " WHERE x.folder = ?1 AND x.uid = o.uid AND x.uid > 0))",
                          "i", folder);
  penny_store_read_end (self);
  return n;
}

gboolean
penny_store_has_unmatched (PennyStore *self, PennyFolderId folder)
{
  PennyDatabase *db = penny_store_read_begin (self, NULL);
  gboolean has;

  if (db == NULL)
    return FALSE;
  has = penny_database_int (db, 0, NULL, "SELECT EXISTS (SELECT 1 FROM entry e JOIN folder f ON f.id = e.folder"
                            " WHERE e.folder = ?1 AND e.uid = 0 AND NOT f.local AND NOT EXISTS (SELECT 1"
                            " FROM operation o WHERE o.entry = e.id AND o.kind IN (1, 3, 6) AND NOT o.began))", "i",
                            folder) != 0;
  penny_store_read_end (self);
  return has;
}

GArray *
penny_store_list_bodiless (PennyStore *self, PennyFolderId folder, guint limit, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  GError *local = NULL;
  sqlite3_stmt *s;

  if (db == NULL)
    return NULL;
  s = penny_database_query (
    db, &local,
    "SELECT e.id, e.uid, e.server_flags, 0, m.size FROM entry e INDEXED BY entry_bodiless"
    " JOIN message m ON m.id = e.message WHERE NOT e.has_body AND e.folder = ?1 AND e.uid > 0"
    " ORDER BY e.date DESC, e.id DESC LIMIT ?2", "iu", folder, limit);
  return end_listing (self, db, s, local, error);
}
