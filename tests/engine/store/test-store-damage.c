/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are not sound (penny-store-rescue.c), older and newer versions, two programs at once. */
#include <glib/gstdio.h>
#include <string.h>

#include "penny-error.h"
#include "penny-store-schema.h"
#include "store-fixture.h"

#define N_LETTERS 200

static void
fill (Fixture *f)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  PennyBatch *batch = penny_batch_new ();

  for (guint i = 1; i <= N_LETTERS; i++) {
    g_autofree char *id = g_strdup_printf ("%u@x", i);
    g_autofree char *text = g_strnfill (3000, 'a' + i % 26);
    g_autoptr (GBytes) raw = letter_new (id, NULL, "s", "anna", text);

    penny_batch_add (batch, inbox, PENNY_UID (i), 0, 1000 + i, g_bytes_get_size (raw),
                     summary_new (id, NULL, "s", "anna", id), raw);
  }
  submit (f->store, batch);
  flush (f->store);
  penny_store_close (f->store);
  g_clear_object (&f->store);
}

static guint
n_beside (Fixture *f, const char *word)
{
  g_autofree char *parent = g_path_get_dirname (f->path);
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += strstr (name, word) != NULL;
  return n;
}

static void
test_not_a_database (Fixture *f, gconstpointer data)
{
  static const char * const contents[] = { "this is not a database at all", "SQLite format 3" };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++) {
    penny_store_close (f->store);
    g_clear_object (&f->store);
    g_assert_true (g_file_set_contents (f->path, contents[i], -1, NULL));
    fixture_reopen (f);
    g_assert_true (penny_store_was_rescued (f->store));
    g_assert_cmpuint (n_beside (f, ".damaged-"), ==, i + 1);
    assert_sound (f->store);
  }
  fixture_reopen (f);
  g_assert_false (penny_store_was_rescued (f->store));
}

static void
test_empty_file (Fixture *f, gconstpointer data)
{
  penny_store_close (f->store);
  g_clear_object (&f->store);
  g_assert_true (g_file_set_contents (f->path, "", 0, NULL));
  fixture_reopen (f);
  put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  assert_sound (f->store);
}

/* A file of somebody else stays as it is, under another name. */
static void
test_foreign (Fixture *f, gconstpointer data)
{
  PennyDatabase *db;

  penny_store_close (f->store);
  g_clear_object (&f->store);
  g_unlink (f->path);
  db = penny_database_open (f->path, PENNY_DATABASE_WRITE, NULL);
  g_assert_true (penny_database_exec (db, "CREATE TABLE theirs (x)", NULL));
  penny_database_close (db);
  fixture_reopen (f);
  g_assert_true (penny_store_was_rescued (f->store));
  g_assert_cmpuint (n_beside (f, ".damaged-"), ==, 1);
}

static void
check_rescued (Fixture *f, gint64 at_least)
{
  g_autoptr (PennyFolder) inbox = penny_store_find_folder (f->store, "INBOX", NULL);

  assert_sound (f->store);
  g_assert_true (penny_store_was_rescued (f->store));
  if (at_least > 0) {
    g_assert_nonnull (inbox);
    g_assert_cmpint (inbox->n_total, >=, at_least);
    g_assert_cmpuint (inbox->uidnext.value, ==, 0);
  }
}

static void
test_truncated (Fixture *f, gconstpointer data)
{
  g_autofree char *contents = NULL;
  gsize size;

  fill (f);
  g_assert_true (g_file_get_contents (f->path, &contents, &size, NULL));
  for (guint tenths = 1; tenths < 10; tenths += 2) {
    g_assert_true (g_file_set_contents (f->path, contents, size * tenths / 10, NULL));
    fixture_reopen (f);
    check_rescued (f, 0);
    penny_store_close (f->store);
    g_clear_object (&f->store);
  }
}

/* Whatever bytes flip: the store never crashes, and once it met damage the next start repairs it. */
static void
test_flipped (Fixture *f, gconstpointer data)
{
  g_autofree char *contents = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (99);
  gsize size;

  fill (f);
  g_assert_true (g_file_get_contents (f->path, &contents, &size, NULL));
  for (guint round = 0; round < 12; round++) {
    g_autofree char *copy = g_memdup2 (contents, size);
    g_autofree char *mark = g_strconcat (f->path, ".suspect", NULL);
    g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (PennyFolder) inbox = NULL;

    for (guint i = 0; i < 2000; i++)
      copy[8192 + g_rand_int_range (rand, 0, (gint32) size - 8192)] ^= 1 << g_rand_int_range (rand, 0, 8);
    g_assert_true (g_file_set_contents (f->path, copy, size, NULL));
    g_assert_true (g_file_set_contents (mark, "", 0, NULL));
    fixture_reopen (f);
    check_rescued (f, 0);
    inbox = penny_store_find_folder (f->store, "INBOX", NULL);
    penny_store_close (f->store);
    g_clear_object (&f->store);
  }
}

/* A letter that damage took must be collected again, not be taken for thrown away and cleared. */
static void
test_ledger_forgets (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "Inbox", PENNY_ROLE_INBOX, TRUE);
  PennyBatch *batch = penny_batch_new ();
  g_autoptr (PennyDatabase) db = NULL;
  g_autoptr (GPtrArray) ledger = NULL;

  for (guint i = 0; i < 3; i++) {
    g_autofree char *id = g_strdup_printf ("%u@x", i);
    g_autofree char *uidl = g_strdup_printf ("u%u", i);
    g_autoptr (GBytes) raw = letter_new (id, NULL, "s", "anna", id);

    penny_batch_collect (batch, inbox, uidl, 1000, summary_new (id, NULL, "s", "anna", id), raw);
  }
  submit (f->store, batch);
  flush (f->store);
  penny_store_close (f->store);
  g_clear_object (&f->store);
  db = penny_database_open (f->path, PENNY_DATABASE_WRITE, NULL);
  g_assert_true (penny_database_exec (db, "PRAGMA foreign_keys=0; DELETE FROM entry WHERE uidl = 'u1';"
                                      "DELETE FROM body WHERE message IN (SELECT message FROM entry"
                                      " WHERE uidl = 'u2'); DROP TABLE act", NULL));
  g_clear_pointer (&db, penny_database_close);
  fixture_reopen (f);
  g_assert_true (penny_store_was_rescued (f->store));
  ledger = penny_store_list_ledger (f->store, NULL);
  g_assert_cmpuint (ledger->len, ==, 1);
  g_assert_cmpstr (((PennyLedgerRow *) g_ptr_array_index (ledger, 0))->uidl, ==, "u0");
  assert_counts (f->store, inbox, 1, 1);
  assert_sound (f->store);
}

/* --- versions --- */

static void
test_migration (Fixture *f, gconstpointer data)
{
  static const PennyMigration steps[] = {
    { "CREATE TABLE a (x); INSERT INTO a VALUES (1);" },
    { "ALTER TABLE a ADD COLUMN y DEFAULT 5;" },
    { "CREATE TABLE b (x); INSERT INTO nowhere VALUES (1);" },
  };
  g_autofree char *path = g_build_filename (f->dir, "m.db", NULL);
  g_autofree char *copy = g_strconcat (path, ".v1", NULL);
  g_autoptr (PennyDatabase) db = penny_database_open (path, PENNY_DATABASE_WRITE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (penny_schema_migrate_with (db, path, steps, 1, &error));
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_true (penny_schema_migrate_with (db, path, steps, 2, &error));
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_cmpint (penny_database_int (db, 0, NULL, "SELECT y FROM a", ""), ==, 5);
  g_assert_false (penny_schema_migrate_with (db, path, steps, 3, &error));
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_cmpint (penny_database_int (db, 0, NULL, "PRAGMA user_version", ""), ==, 2);
  g_assert_cmpint (penny_database_int (db, 9, NULL, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'", ""), ==, 0);
  g_assert_false (penny_schema_migrate_with (db, path, steps, 1, &error));
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_TOO_NEW);
}

/* A store of version 1 with a letter, an operation and two folders; DB is left open. */
static PennyDatabase *
make_version_1 (Fixture *f)
{
  static const char rows[] =
    "INSERT INTO folder (id, path, role, n_total, n_unread, uidvalidity) VALUES (1, 'INBOX', 1, 1, 1, 7),"
    " (2, 'Trash', 6, 0, 0, 7);"
    "INSERT INTO message (id, conversation, message_id, subject, subject_key, from_name, from_address, recipients,"
    " preview, date, size, has_attachments, has_body) VALUES (1, 1, 'a@x', 's', 's', '', 'anna@x', '', '', 1000, 9,"
    " 0, 0);"
    "INSERT INTO words (message, data) VALUES (1, zeroblob (0));"
    "INSERT INTO pending (message, later, date) VALUES (1, 1, 1000);"
    "INSERT INTO entry (id, folder, message, conversation, uid, date, internal_date, has_body, flags)"
    " VALUES (1, 1, 1, 1, 5, 1000, 1000, 0, 2);"
    "INSERT INTO operation (kind, entry, folder, uidvalidity, uid, add_flags, created)"
    " VALUES (0, 1, 'INBOX', 7, 5, 2, 1000);";
  guint n;
  const PennyMigration *steps = penny_schema_get_migrations (&n);
  PennyDatabase *db;

  penny_store_close (f->store);
  g_clear_object (&f->store);
  g_unlink (f->path);
  db = penny_database_open (f->path, PENNY_DATABASE_WRITE, NULL);
  g_assert_true (penny_schema_migrate_with (db, f->path, steps, 1, NULL));
  g_assert_true (penny_database_exec (db, rows, NULL));
  return db;
}

static void
test_version_1 (Fixture *f, gconstpointer data)
{
  PennyDatabase *db = make_version_1 (f);
  g_autoptr (PennyFolder) inbox = NULL;

  penny_database_close (db);
  fixture_reopen (f);
  g_assert_cmpuint (n_beside (f, ".v1"), ==, 1);
  g_assert_cmpuint (n_operations (f->store), ==, 1);
  g_assert_cmpint (entry_of_uid (f->store, 1, 5), ==, 1);
  act_on (f->store, PENNY_ACTION_MOVE, 1, 0, 0, 2);
  g_assert_cmpuint (n_operations (f->store), ==, 2);
  assert_sound (f->store);
}

/* Columns that came later must not cost the rows that came before. */
static void
test_version_1_damaged (Fixture *f, gconstpointer data)
{
  PennyDatabase *db = make_version_1 (f);
  g_autofree char *mark = penny_database_mark_path (f->path);

  g_assert_true (penny_database_exec (db, "DROP TABLE ledger", NULL));
  penny_database_close (db);
  g_assert_true (g_file_set_contents (mark, "", 0, NULL));
  fixture_reopen (f);
  g_assert_true (penny_store_was_rescued (f->store));
  g_assert_cmpint (entry_of_uid (f->store, 1, 5), ==, 1);
  g_assert_cmpuint (n_operations (f->store), ==, 1);
}

/* --- two programs --- */

static void
count_cb (PennyStore *store, const PennyStoreChange *change, gpointer data)
{
  (*(guint *) data)++;
}

static gboolean
quit_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
test_two_stores (Fixture *f, gconstpointer data)
{
  g_autoptr (PennyStore) other = penny_store_open (f->path, NULL);
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  gboolean late = FALSE;
  guint n_calls = 0;
  guint watch, timer;

  for (guint i = 1; i <= 20; i++)
    add_letter (i % 2 ? f->store : other, inbox, i, 0, 1000, NULL, "s", "t");
  assert_counts (f->store, inbox, 20, 20);
  assert_counts (other, inbox, 20, 20);
  watch = penny_store_watch (other, NULL, count_cb, &n_calls, NULL);
  add_letter (f->store, inbox, 99, 0, 1000, NULL, "s", "t");
  timer = g_timeout_add_seconds (10, quit_cb, &late);
  while (n_calls == 0 && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_calls, >, 0);
  g_source_remove (timer);
  penny_store_unwatch (other, watch);
  penny_store_close (other);
  assert_sound (f->store);
}

#define ADD(path, func) \
  g_test_add (path, Fixture, NULL, fixture_setup, func, fixture_teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/damage/not-a-database", test_not_a_database);
  ADD ("/store/damage/empty-file", test_empty_file);
  ADD ("/store/damage/foreign", test_foreign);
  ADD ("/store/damage/truncated", test_truncated);
  ADD ("/store/damage/flipped", test_flipped);
  ADD ("/store/damage/ledger-forgets", test_ledger_forgets);
  ADD ("/store/migration", test_migration);
  ADD ("/store/version-1", test_version_1);
  ADD ("/store/version-1-damaged", test_version_1_damaged);
  ADD ("/store/two-stores", test_two_stores);
  return g_test_run ();
}
