/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between a shared box and folders of one's own (penny-store-way.c): nothing is lost, nothing is twice. */
#include "penny-error.h"
#include "penny-store-way.h"
#include "store-fixture.h"

static void
become (PennyStore *store, PennyStoreKind kind)
{
  g_autoptr (GError) error = NULL;

  penny_store_become (store, kind, &error);
  g_assert_no_error (error);
  g_assert_cmpint (penny_store_get_kind (store, &error), ==, kind);
  g_assert_no_error (error);
}

static PennyFolder *
find (PennyStore *store, const char *path)
{
  g_autoptr (GError) error = NULL;
  PennyFolder *folder = penny_store_find_folder (store, path, &error);

  if (folder == NULL)
    g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND);
  return folder;
}

static void
assert_total (PennyStore *store, const char *path, gint64 total)
{
  g_autoptr (PennyFolder) folder = find (store, path);

  g_assert_nonnull (folder);
  g_assert_cmpint (folder->n_total, ==, total);
}

static void
assert_no_folder (PennyStore *store, const char *path)
{
  g_autoptr (PennyFolder) folder = find (store, path);

  g_assert_null (folder);
}

/* What the server lists of a letter: its header alone. */
static void
list_letter (PennyStore *store, PennyFolderId folder, guint32 uid, PennyFlags flags, const char *message_id,
             const char *subject, const char *text)
{
  PennyBatch *batch = penny_batch_new ();
  g_autoptr (GBytes) raw = letter_new (message_id, NULL, subject, "anna@x", text);
  const char *start = g_bytes_get_data (raw, NULL);
  g_autoptr (GBytes) header = g_bytes_new_from_bytes (raw, 0, strstr (start, "\r\n\r\n") + 4 - start);

  penny_batch_add (batch, folder, PENNY_UID (uid), flags, 1000, (guint32) g_bytes_get_size (raw),
                   penny_summary_from_header (header), NULL);
  submit (store, batch);
  flush (store);
}

/* The rest of it. */
static void
complete_letter (PennyStore *store, PennyFolderId folder, guint32 uid, const char *message_id, const char *subject,
                 const char *text)
{
  PennyBatch *batch = penny_batch_new ();
  g_autoptr (GBytes) raw = letter_new (message_id, NULL, subject, "anna@x", text);

  penny_batch_add (batch, folder, PENNY_UID (uid), 0, 1000, (guint32) g_bytes_get_size (raw),
                   penny_summary_from_message (raw), raw);
  submit (store, batch);
  flush (store);
}

static guint
count_bodiless (PennyStore *store, PennyFolderId folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = penny_store_list_ids (store, folder, 0, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (PennyEntry) entry = penny_store_get_entry (store, g_array_index (ids, PennyEntryId, i), &error);

      g_assert_no_error (error);
      n += !entry->has_body;
    }
  return n;
}

static void
collect (PennyStore *store, PennyFolderId folder, const char *uidl, const char *message_id, const char *text)
{
  PennyBatch *batch = penny_batch_new ();
  g_autoptr (GBytes) raw = letter_new (message_id, NULL, "s", "anna@x", text);

  penny_batch_collect (batch, folder, uidl, 5000, penny_summary_from_message (raw), raw);
  submit (store, batch);
  flush (store);
}

static void
test_kinds (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (penny_store_get_kind (f->store, &error), ==, PENNY_STORE_KIND_NEW);
  put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  g_assert_cmpint (penny_store_get_kind (f->store, &error), ==, PENNY_STORE_KIND_SHARED);
  become (f->store, PENNY_STORE_KIND_SHARED);
  g_assert_false (penny_store_is_recognising (f->store));
  become (f->store, PENNY_STORE_KIND_OWN);
  fixture_reopen (f);
  g_assert_cmpint (penny_store_get_kind (f->store, &error), ==, PENNY_STORE_KIND_OWN);
  g_assert_true (penny_store_is_recognising (f->store));
}

static void
test_leaving (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyOperation) owed = NULL;
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  PennyFolderId work = put_folder (f->store, "Work", PENNY_ROLE_NONE, FALSE);
  PennyEntryId a = add_letter (f->store, inbox, 1, 0, 1000, "a@x", "s", "text");

  g_assert_true (penny_store_check_leaving (f->store, &error));
  act_on (f->store, PENNY_ACTION_MARK, a, PENNY_FLAG_SEEN, 0, 0);
  g_assert_false (penny_store_check_leaving (f->store, &error));
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_OWED);
  g_clear_error (&error);
  owed = only_operation (f->store);
  penny_store_operation_done (f->store, owed->id, 0, PENNY_UID (0), &error);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (penny_store_check_leaving (f->store, &error));
      list_letter (f->store, i == 0 ? inbox : work, 2, 0, "b@x", "s", "its header alone");
      g_assert_false (penny_store_check_leaving (f->store, &error));
      g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_ALL_HERE);
      g_clear_error (&error);
      if (i == 0)
        complete_letter (f->store, inbox, 2, "b@x", "s", "its header alone");
    }
  g_assert_false (penny_store_become (f->store, PENNY_STORE_KIND_OWN, &error));
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_ALL_HERE);
}

/* What came to the inbox in the last moment is completed when the post office offers it, and is not twice; what
 * it does not offer keeps its header. */
static void
test_last_moment (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  PennyBatch *batch = penny_batch_new ();

  add_letter (f->store, inbox, 1, 0, 1000, "a@x", "s", "text");
  list_letter (f->store, inbox, 2, PENNY_FLAG_FLAGGED, "b@x", "s", "two");
  list_letter (f->store, inbox, 3, 0, "c@x", "s", "three");
  list_letter (f->store, inbox, 4, 0, "d@x", "s", "of another size there");
  become (f->store, PENNY_STORE_KIND_OWN);
  assert_total (f->store, "Inbox", 4);
  collect (f->store, inbox, "uidl-b", "b@x", "two");
  collect (f->store, inbox, "uidl-d", "d@x", "of another size here");
  collect (f->store, inbox, "uidl-e", "e@x", "five");
  assert_total (f->store, "Inbox", 5);
  g_assert_cmpuint (count_bodiless (f->store, inbox), ==, 1);
  penny_batch_end_recognising (batch);
  submit (f->store, batch);
  flush (f->store);

  /* Back in the shared box the header is the letter that it names. */
  become (f->store, PENNY_STORE_KIND_SHARED);
  inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  list_letter (f->store, inbox, 3, 0, "c@x", "s", "three");
  assert_total (f->store, "INBOX", 1);
  assert_total (f->store, "\\Kept", 4);
  g_assert_no_error (error);
  assert_sound (f->store);
}

static void
test_shared_to_own (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  PennyFolderId work = put_folder (f->store, "Work", PENNY_ROLE_NONE, FALSE);
  PennyEntryId a = add_letter (f->store, inbox, 1, PENNY_FLAG_SEEN, 1000, "a@x", "s", "text");
  g_autoptr (PennyFolder) there = NULL;
  g_autoptr (GBytes) raw = penny_store_read_raw (f->store, a, &error);

  put_folder (f->store, "Empty", PENNY_ROLE_NONE, FALSE);
  add_letter (f->store, work, 1, 0, 1000, "w@x", "s", "at work");
  become (f->store, PENNY_STORE_KIND_OWN);
  there = find (f->store, "Inbox");
  g_assert_true (there->local);
  assert_total (f->store, "Inbox", 1);
  assert_total (f->store, "Work", 1);
  assert_no_folder (f->store, "Empty");
  assert_no_folder (f->store, "INBOX");

  /* The post office offers what is here: told by Message-ID and size, and by nothing less. */
  g_assert_cmpint (penny_store_find_unnamed (f->store, "a@x", (guint32) g_bytes_get_size (raw), &error), ==, a);
  g_assert_cmpint (penny_store_find_unnamed (f->store, "a@x", 5, &error), ==, 0);
  assert_sound (f->store);
}

static void
test_recognised (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  PennyEntryId a = add_letter (f->store, inbox, 1, 0, 1000, "a@x", "s", "text");
  g_autoptr (GBytes) b = letter_new ("b@x", NULL, "s", "anna@x", "two");
  g_autoptr (GBytes) raw = penny_store_read_raw (f->store, a, &error);
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, raw);
  PennyBatch *batch = penny_batch_new ();
  g_autoptr (GPtrArray) ledger = NULL;

  penny_batch_add (batch, inbox, PENNY_UID (2), 0, 1000, (guint32) g_bytes_get_size (b),
                   penny_summary_from_message (b), b);
  submit (f->store, batch);
  flush (f->store);
  become (f->store, PENNY_STORE_KIND_OWN);

  batch = penny_batch_new ();
  penny_batch_recognise (batch, a, "uidl-a", digest, (guint32) g_bytes_get_size (raw), 2000);
  submit (f->store, batch);
  collect (f->store, inbox, "uidl-b", "b@x", "two");   /* no TOP: collected again, the same to the byte */
  assert_total (f->store, "Inbox", 2);
  ledger = penny_store_list_ledger (f->store, &error);
  g_assert_cmpuint (ledger->len, ==, 2);
  for (guint i = 0; i < ledger->len; i++)
    {
      PennyLedgerRow *row = g_ptr_array_index (ledger, i);

      g_assert_cmpint (row->state, ==, PENNY_LEDGER_KEPT);
      g_assert_cmpint (row->entry, !=, 0);
    }
  batch = penny_batch_new ();
  penny_batch_end_recognising (batch);
  submit (f->store, batch);
  flush (f->store);
  g_assert_false (penny_store_is_recognising (f->store));
  assert_sound (f->store);
}

static void
test_own_to_shared (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "Inbox", PENNY_ROLE_INBOX, TRUE);
  PennyFolderId sent = put_folder (f->store, "Sent", PENNY_ROLE_SENT, TRUE);
  const char * const paths[] = { "INBOX", "Sent", NULL };
  PennyFolderId server, server_sent;
  PennyBatch *batch;

  collect (f->store, inbox, "1", "a@x", "in the box, too");
  collect (f->store, inbox, "2", "b@x", "only here");
  collect (f->store, sent, "3", "c@x", "sent from here");
  become (f->store, PENNY_STORE_KIND_SHARED);
  assert_total (f->store, "\\Kept", 2);
  assert_total (f->store, "\\Kept/Sent", 1);
  assert_no_folder (f->store, "Inbox");

  server = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  server_sent = put_folder (f->store, "Sent", PENNY_ROLE_SENT, FALSE);
  g_assert_cmpint (server_sent, !=, sent);
  g_assert_cmpuint (n_operations (f->store), ==, 0);   /* nothing is put into the box unasked */
  list_letter (f->store, server, 7, PENNY_FLAG_FLAGGED, "a@x", "s", "in the box, too");
  assert_total (f->store, "INBOX", 1);
  assert_total (f->store, "\\Kept", 1);
  list_letter (f->store, server, 8, 0, "b@x", "s", "another one that says it is b");
  assert_total (f->store, "INBOX", 2);
  assert_total (f->store, "\\Kept", 1);
  list_letter (f->store, server_sent, 1, 0, "c@x", "s", "sent from here");
  batch = penny_batch_new ();
  penny_batch_keep_folders (batch, paths);
  submit (f->store, batch);
  flush (f->store);
  assert_no_folder (f->store, "\\Kept/Sent");          /* empty: every letter found its place */
  assert_total (f->store, "\\Kept", 1);
  assert_sound (f->store);
}

/* To and fro, with a letter that never finds its place: kept folders that are there already. */
static void
test_twice (Fixture *f, gconstpointer data)
{
  PennyFolderId folder = put_folder (f->store, "Inbox", PENNY_ROLE_INBOX, TRUE);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *uidl = g_strdup_printf ("%u", i);
      g_autofree char *message_id = g_strdup_printf ("%u@x", i);

      collect (f->store, folder, uidl, message_id, "text");
      become (f->store, PENNY_STORE_KIND_SHARED);
      put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
      become (f->store, PENNY_STORE_KIND_OWN);
      folder = put_folder (f->store, "Inbox", PENNY_ROLE_INBOX, TRUE);
    }
  become (f->store, PENNY_STORE_KIND_SHARED);
  assert_total (f->store, "\\Kept", 3);
  assert_sound (f->store);
}

/* Moved away by another device while the box was shared, and back: it is to be collected again, and above
 * all not to be taken for thrown away here. */
static void
test_stale_ledger (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PennyFolderId inbox = put_folder (f->store, "Inbox", PENNY_ROLE_INBOX, TRUE);
  PennyBatch *batch = penny_batch_new ();
  g_autoptr (GPtrArray) ledger = NULL;

  collect (f->store, inbox, "1", "a@x", "text");
  become (f->store, PENNY_STORE_KIND_SHARED);
  inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  list_letter (f->store, inbox, 1, 0, "a@x", "s", "text");
  penny_batch_expunge (batch, inbox, PENNY_UID (1));
  submit (f->store, batch);
  flush (f->store);
  become (f->store, PENNY_STORE_KIND_OWN);
  ledger = penny_store_list_ledger (f->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ledger->len, ==, 0);
  assert_sound (f->store);
}

/* A twin in the trash, here or there, is another letter. */
static void
test_trash (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PennyFolderId inbox = put_folder (f->store, "Inbox", PENNY_ROLE_INBOX, TRUE);
  PennyFolderId trash;
  PennyEntryId thrown_away;
  g_autoptr (GBytes) raw = letter_new ("b@x", NULL, "s", "anna", "twice");

  collect (f->store, inbox, "1", "a@x", "text");
  become (f->store, PENNY_STORE_KIND_SHARED);
  put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  trash = put_folder (f->store, "Trash", PENNY_ROLE_TRASH, FALSE);
  list_letter (f->store, trash, 1, 0, "a@x", "s", "text");
  assert_total (f->store, "\\Kept", 1);
  thrown_away = add_letter (f->store, trash, 2, 0, 1000, "b@x", "s", "twice");
  g_assert_cmpint (thrown_away, !=, 0);
  g_assert_false (penny_store_check_leaving (f->store, &error));   /* the header in the trash */
  g_clear_error (&error);
  g_assert_cmpint (penny_store_find_unnamed (f->store, "b@x", (guint32) g_bytes_get_size (raw), &error), ==, 0);
  g_assert_no_error (error);
  assert_sound (f->store);
}

/* Asked without having looked first: refused, and nothing is changed. */
static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  PennyEntryId a = add_letter (f->store, inbox, 1, 0, 1000, "a@x", "s", "text");

  act_on (f->store, PENNY_ACTION_MARK, a, PENNY_FLAG_SEEN, 0, 0);
  g_assert_false (penny_store_become (f->store, PENNY_STORE_KIND_OWN, &error));
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_OWED);
  g_clear_error (&error);
  g_assert_cmpint (penny_store_get_kind (f->store, &error), ==, PENNY_STORE_KIND_SHARED);
  g_assert_cmpuint (n_operations (f->store), ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (Fixture *, gconstpointer); } tests[] = {
    { "/store/way/kinds", test_kinds },
    { "/store/way/leaving", test_leaving },
    { "/store/way/last-moment", test_last_moment },
    { "/store/way/shared-to-own", test_shared_to_own },
    { "/store/way/recognised", test_recognised },
    { "/store/way/own-to-shared", test_own_to_shared },
    { "/store/way/twice", test_twice },
    { "/store/way/stale-ledger", test_stale_ledger },
    { "/store/way/trash", test_trash },
    { "/store/way/refused", test_refused },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_setup, tests[i].test, fixture_teardown);
  return g_test_run ();
}
