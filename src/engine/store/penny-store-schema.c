/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables and how older ones become today's. */
#include "penny-store-schema.h"

#include <glib/gstdio.h>

#include "penny-error.h"

/* folder.pending: made here, not seen on the server yet. entry.uploaded: the bytes came from here, a
 * server may have changed their size. entry.conversation and has_body repeat message's so that lists never
 * leave the index. pending marks messages that the index does not hold yet (later: the header alone) or
 * has still to forget; then message has no such row any more, and body or words stay behind until it
 * has, since a contentless FTS5 table of SQLite 3.40 forgets only what is told to it again. words is
 * for messages without a body. reference.id is a hash of a Message-ID.
 * operation and undo keep enough of an entry to bring it back. */
static const char version_1[] =
  "CREATE TABLE folder ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE,"
  "  delimiter INTEGER NOT NULL DEFAULT 0, role INTEGER NOT NULL DEFAULT 0,"
  "  selectable INTEGER NOT NULL DEFAULT 1, local INTEGER NOT NULL DEFAULT 0,"
  "  pending INTEGER NOT NULL DEFAULT 0,"
  "  n_total INTEGER NOT NULL DEFAULT 0, n_unread INTEGER NOT NULL DEFAULT 0,"
  "  uidvalidity INTEGER NOT NULL DEFAULT 0, uidnext INTEGER NOT NULL DEFAULT 0,"
  "  highest_modseq INTEGER NOT NULL DEFAULT 0);"
  "CREATE TABLE message ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT, conversation INTEGER NOT NULL,"
  "  message_id TEXT, subject TEXT NOT NULL, subject_key TEXT NOT NULL,"
  "  from_name TEXT NOT NULL, from_address TEXT NOT NULL, recipients TEXT NOT NULL,"
  "  preview TEXT NOT NULL, date INTEGER NOT NULL, size INTEGER NOT NULL,"
  "  has_attachments INTEGER NOT NULL, has_body INTEGER NOT NULL);"
  "CREATE INDEX message_by_message_id ON message (message_id) WHERE message_id IS NOT NULL;"
  "CREATE INDEX message_by_conversation ON message (conversation);"
  "CREATE INDEX message_by_subject ON message (subject_key, date) WHERE subject_key <> '';"
  "CREATE TABLE body ("
  "  message INTEGER PRIMARY KEY, raw_size INTEGER NOT NULL, data BLOB NOT NULL);"
  "CREATE TABLE words (message INTEGER PRIMARY KEY, data BLOB NOT NULL);"
  "CREATE TABLE pending ("
  "  message INTEGER PRIMARY KEY, later INTEGER NOT NULL, date INTEGER NOT NULL);"
  "CREATE INDEX pending_by_date ON pending (later, date DESC);"
  "CREATE TABLE entry ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  folder INTEGER NOT NULL REFERENCES folder (id), message INTEGER NOT NULL REFERENCES message (id),"
  "  conversation INTEGER NOT NULL, uid INTEGER NOT NULL DEFAULT 0, uidl TEXT,"
  "  server_flags INTEGER NOT NULL DEFAULT 0, flags INTEGER NOT NULL DEFAULT 0,"
  "  date INTEGER NOT NULL, internal_date INTEGER NOT NULL, uploaded INTEGER NOT NULL DEFAULT 0,"
  "  has_body INTEGER NOT NULL);"
  "CREATE INDEX entry_bodiless ON entry (folder, date DESC, id DESC) WHERE NOT has_body;"
  "CREATE INDEX entry_by_date ON entry (folder, date DESC, id DESC, flags, conversation);"
  "CREATE UNIQUE INDEX entry_by_uid ON entry (folder, uid) WHERE uid > 0;"
  "CREATE INDEX entry_by_message ON entry (message);"
  "CREATE INDEX entry_by_conversation ON entry (conversation, folder);"
  "CREATE TABLE reference (id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL);"
  "CREATE INDEX reference_by_conversation ON reference (conversation);"
  "CREATE TABLE operation ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, entry INTEGER NOT NULL,"
  "  folder TEXT NOT NULL, uidvalidity INTEGER NOT NULL DEFAULT 0, uid INTEGER NOT NULL DEFAULT 0,"
  "  uidl TEXT, message_id TEXT, add_flags INTEGER NOT NULL DEFAULT 0,"
  "  remove_flags INTEGER NOT NULL DEFAULT 0, target TEXT, created INTEGER NOT NULL,"
  "  not_before INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,"
  "  stuck INTEGER NOT NULL DEFAULT 0, began INTEGER NOT NULL DEFAULT 0, last_error TEXT,"
  "  message INTEGER NOT NULL DEFAULT 0, server_flags INTEGER NOT NULL DEFAULT 0,"
  "  flags INTEGER NOT NULL DEFAULT 0, date INTEGER NOT NULL DEFAULT 0,"
  "  internal_date INTEGER NOT NULL DEFAULT 0, final INTEGER NOT NULL DEFAULT 0);"
  "CREATE INDEX operation_by_entry ON operation (entry, id);"
  "CREATE INDEX operation_by_uid ON operation (folder, uid);"
  "CREATE TABLE act (token INTEGER PRIMARY KEY AUTOINCREMENT, created INTEGER NOT NULL);"
  "CREATE TABLE undo ("
  "  id INTEGER PRIMARY KEY, token INTEGER NOT NULL REFERENCES act (token) ON DELETE CASCADE,"
  "  kind INTEGER NOT NULL, entry INTEGER NOT NULL, folder INTEGER NOT NULL, target INTEGER NOT NULL,"
  "  message INTEGER NOT NULL, uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL, uidl TEXT,"
  "  server_flags INTEGER NOT NULL, flags INTEGER NOT NULL, changed INTEGER NOT NULL,"
  "  date INTEGER NOT NULL, internal_date INTEGER NOT NULL);"
  "CREATE INDEX undo_by_token ON undo (token);"
  "CREATE INDEX undo_by_message ON undo (message);"
  "CREATE INDEX operation_by_message ON operation (message);"
  "CREATE TABLE ledger ("
  "  uidl TEXT PRIMARY KEY, entry INTEGER NOT NULL, state INTEGER NOT NULL,"
  "  collected INTEGER NOT NULL, changed INTEGER NOT NULL, size INTEGER NOT NULL,"
  "  digest TEXT NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
  "CREATE VIRTUAL TABLE search USING fts5 (subject, sender, recipients, text, content='',"
  "  tokenize=\"unicode61 remove_diacritics 2\");"
  /* 5,000 letters in transactions of 200, processor time and the longest commit: 2.3 s, 90 ms;
   * hashsize as it is (1 MB) 3.5 s; automerge as it is (4) 2.7 s, 170 ms in transactions of 500; pages
   * of 4 and 16 KiB make no difference. */
  "INSERT INTO search (search, rank) VALUES ('hashsize', 16777216);"
  "INSERT INTO search (search, rank) VALUES ('automerge', 8);"
  "INSERT INTO search (search, rank) VALUES ('pgsz', 8100);";

/* folder.wanted: the name that the person gave it, which the server does not know yet; leaving: deleted
 * here, still there on the server; mailbox_id: RFC 8474. entry.origin: the folder that a letter in the
 * Trash came from. operation.source: the entry that a COPY copies. */
static const char version_2[] =
  "ALTER TABLE folder ADD COLUMN wanted TEXT;"
  "ALTER TABLE folder ADD COLUMN leaving INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE folder ADD COLUMN mailbox_id TEXT;"
  "ALTER TABLE entry ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE operation ADD COLUMN source INTEGER NOT NULL DEFAULT 0;"
  "CREATE INDEX operation_by_source ON operation (source) WHERE source > 0;"
  "CREATE INDEX entry_unnamed ON entry (folder) WHERE uid = 0;";

/* FTS5 names the column at every place but those of the first one: the text is first, which takes a fifth off the
 * index. entry_newest: the newest letters of all folders. */
static const char version_3[] =
  "DROP TABLE search;"
  "CREATE VIRTUAL TABLE search USING fts5 (text, subject, sender, recipients, content='',"
  "  tokenize=\"unicode61 remove_diacritics 2\");"
  "INSERT INTO search (search, rank) VALUES ('hashsize', 16777216);"
  "INSERT INTO search (search, rank) VALUES ('automerge', 8);"
  "INSERT INTO search (search, rank) VALUES ('pgsz', 4030);"
  "DELETE FROM body WHERE message NOT IN (SELECT id FROM message);"
  "DELETE FROM words WHERE message NOT IN (SELECT id FROM message);"
  "DELETE FROM pending;"
  "INSERT INTO pending (message, later, date) SELECT id, NOT has_body, date FROM message;"
  "CREATE INDEX entry_newest ON entry (date DESC, id DESC);";

/* What the server says is one letter in every folder. */
static const char version_4[] =
  "ALTER TABLE message ADD COLUMN object_id TEXT;"
  "CREATE INDEX message_by_object ON message (object_id) WHERE object_id IS NOT NULL;";

static const PennyMigration migrations[] = {
  { version_1 },
  { version_2 },
  { version_3 },
  { version_4 },
};

const PennyMigration *
penny_schema_get_migrations (guint *n)
{
  *n = G_N_ELEMENTS (migrations);
  return migrations;
}

static gboolean
copy_aside (PennyDatabase *db, const char *path, int version, GError **error)
{
  g_autofree char *copy = g_strdup_printf ("%s.v%d", path, version);
  char *sql;
  gboolean ok;

  g_unlink (copy);
  sql = sqlite3_mprintf ("VACUUM INTO %Q", copy);
  ok = penny_database_exec (db, sql, error);
  sqlite3_free (sql);
  return ok;
}

static gboolean
apply (PennyDatabase *db, const PennyMigration *steps, guint from, guint to, GError **error)
{
  g_autofree char *finish = g_strdup_printf ("PRAGMA application_id=%d; PRAGMA user_version=%u;",
                                             PENNY_SCHEMA_APPLICATION_ID, to);

  for (guint i = from; i < to; i++)
    if (!penny_database_exec (db, steps[i].sql, error))
      return FALSE;
  return penny_database_exec (db, finish, error);
}

static gboolean
is_ours (PennyDatabase *db, GError **error)
{
  GError *local = NULL;
  gint64 id = penny_database_int (db, 0, &local, "PRAGMA application_id", "");
  gint64 n_tables = penny_database_int (db, 0, &local, "SELECT count(*) FROM sqlite_schema", "");

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (id == PENNY_SCHEMA_APPLICATION_ID || (id == 0 && n_tables == 0))
    return TRUE;
  g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_DAMAGED,
               "This database was not made by this program");
  return FALSE;
}

/* Two processes may open a new file at once: the version is looked at again inside the lock. */
static gboolean
migrate_locked (PennyDatabase *db, const PennyMigration *steps, guint n_steps, GError **error)
{
  GError *local = NULL;
  gint64 version;

  if (!penny_database_exec (db, "BEGIN EXCLUSIVE", error))
    return FALSE;
  version = penny_database_int (db, 0, &local, "PRAGMA user_version", "");
  if (local == NULL && version < n_steps)
    apply (db, steps, version, n_steps, &local);
  if (local == NULL)
    penny_database_exec (db, "COMMIT", &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  if (!sqlite3_get_autocommit (penny_database_get_handle (db)))
    penny_database_exec (db, "ROLLBACK", NULL);
  return FALSE;
}

gboolean
penny_schema_migrate_with (PennyDatabase *db, const char *path, const PennyMigration *steps,
                           guint n_steps, GError **error)
{
  GError *local = NULL;
  gint64 version;

  if (!is_ours (db, error))
    return FALSE;
  version = penny_database_int (db, 0, &local, "PRAGMA user_version", "");
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (version > n_steps) {
    g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_TOO_NEW,
                 "The store has version %d, this program knows up to %u", (int) version, n_steps);
    return FALSE;
  }
  if (version == n_steps)
    return TRUE;
  if (version > 0 && !copy_aside (db, path, version, error))
    return FALSE;
  return migrate_locked (db, steps, n_steps, error);
}

gboolean
penny_schema_migrate (PennyDatabase *db, const char *path, GError **error)
{
  return penny_schema_migrate_with (db, path, migrations, G_N_ELEMENTS (migrations), error);
}
