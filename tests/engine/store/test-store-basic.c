/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, folders, letters and their bytes (penny-store-body.c, penny-store-rows.c), lists, change notices,
 * conversations. */
#include <glib/gstdio.h>
#include <string.h>

#include "penny-error.h"
#include "penny-store-body.h"
#include "penny-store-large.h"
#include "store-fixture.h"

/* --- opening --- */

static void
test_open (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) folders = penny_store_list_folders (f->store, NULL);
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  g_assert_cmpuint (folders->len, ==, 0);
  g_assert_false (penny_store_was_rescued (f->store));
  g_assert_cmpstr (penny_store_get_path (f->store), ==, f->path);
  g_assert_cmpint (g_stat (f->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  assert_sound (f->store);
  penny_store_close (f->store);
  penny_store_close (f->store);
  g_assert_null (penny_store_list_folders (f->store, &error));
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (penny_store_submit (f->store, penny_batch_new (), &error));
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_true (penny_store_remove (f->path, &error));
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
}

/* --- folders --- */

static void
test_folders (Fixture *f, gconstpointer data)
{
  const char *keep[] = { "INBOX", "Trash", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (PennyFolder) role = NULL, found = NULL, none = NULL, gone = NULL;
  PennyBatch *batch;

  put_folder (f->store, "Work/Lists", PENNY_ROLE_NONE, FALSE);
  put_folder (f->store, "Trash", PENNY_ROLE_TRASH, FALSE);
  put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  folders = penny_store_list_folders (f->store, NULL);
  g_assert_cmpuint (folders->len, ==, 3);
  g_assert_cmpstr (((PennyFolder *) folders->pdata[0])->path, ==, "INBOX");
  g_assert_cmpstr (((PennyFolder *) folders->pdata[2])->name, ==, "Lists");
  role = penny_store_find_role (f->store, PENNY_ROLE_TRASH, &error);
  g_assert_cmpstr (role->path, ==, "Trash");
  none = penny_store_find_role (f->store, PENNY_ROLE_JUNK, &error);
  g_assert_null (none);
  g_assert_no_error (error);
  add_letter (f->store, ((PennyFolder *) folders->pdata[2])->id, 1, 0, 1000, "x@y", "s", "t");
  batch = penny_batch_new ();
  penny_batch_keep_folders (batch, keep);
  submit (f->store, batch);
  flush (f->store);
  gone = penny_store_find_folder (f->store, "Work/Lists", &error);
  g_assert_null (gone);
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND);
  assert_sound (f->store);
}

static void
test_uid_state (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  g_autoptr (PennyFolder) folder = NULL;
  PennyBatch *batch = penny_batch_new ();

  penny_batch_set_uid_state (batch, inbox, 4000000000u, PENNY_UID (4294967295u),
                             PENNY_MODSEQ (G_GUINT64_CONSTANT (9223372036854775807)));
  penny_batch_set_uid_state (batch, inbox, 0, PENNY_UID (0), PENNY_MODSEQ (0));
  submit (f->store, batch);
  flush (f->store);
  folder = penny_store_get_folder (f->store, inbox, NULL);
  g_assert_cmpuint (folder->uidvalidity, ==, 4000000000u);
  g_assert_cmpuint (folder->uidnext.value, ==, 4294967295u);
  g_assert_cmpuint (folder->highest_modseq.value, ==, G_GUINT64_CONSTANT (9223372036854775807));
}

/* --- bytes --- */

static GBytes *
random_bytes (gsize size, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = g_rand_int_range (rand, 0, 256);
  return g_bytes_new_take (data, size);
}

static void
test_bytes (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  g_autoptr (GPtrArray) raws = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_ptr_array_add (raws, g_bytes_new_static ("", 0));
  g_ptr_array_add (raws, g_bytes_new_static ("\0", 1));
  g_ptr_array_add (raws, g_bytes_new_static ("a\0b\r\n\xff\xfe\x80\r\r\n\n", 12));
  g_ptr_array_add (raws, random_bytes (100000, 1));
  g_ptr_array_add (raws, random_bytes (10 * 1024 * 1024 + 17, 2));
  g_ptr_array_add (raws, g_bytes_new_take (g_malloc0 (PENNY_LARGE_BODY), PENNY_LARGE_BODY));
  g_ptr_array_add (raws, random_bytes (PENNY_LARGE_BODY - 1, 3));
  for (guint i = 0; i < raws->len; i++) {
    PennyBatch *batch = penny_batch_new ();

    penny_batch_add (batch, inbox, PENNY_UID (i + 1), 0, 1000 + i, g_bytes_get_size (raws->pdata[i]),
                     summary_new ("same@id", NULL, "s", "anna", "t"), raws->pdata[i]);
    g_assert_cmpuint (penny_batch_get_n (batch), ==, 1);
    g_assert_cmpuint (penny_batch_get_bytes (batch), ==, g_bytes_get_size (raws->pdata[i]));
    submit (f->store, batch);
  }
  flush (f->store);
  fixture_reopen (f);
  for (guint i = 0; i < raws->len; i++) {
    g_autoptr (GBytes) raw = penny_store_read_raw (f->store, entry_of_uid (f->store, inbox, i + 1), NULL);

    g_assert_true (g_bytes_equal (raw, raws->pdata[i]));
  }
  assert_sound (f->store);
}

static gboolean
keep_piece (const void *piece, gsize size, gpointer data, GError **error)
{
  g_byte_array_append (data, piece, (guint) size);
  return TRUE;
}

typedef struct {
  const GByteArray *packed;
  gsize at, end, step;
} Giver;

static gssize
give_piece (void *buffer, gsize size, gpointer data, GError **error)
{
  Giver *giver = data;
  gsize n = MIN (MIN (size, giver->step), giver->end - giver->at);

  memcpy (buffer, giver->packed->data + giver->at, n);
  giver->at += n;
  return (gssize) n;
}

/* What penny-store-large.c reads from a damaged file is an error, however it is damaged. */
static void
test_pieces (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) raw = random_bytes (300000, 4);
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  const gsize size = g_bytes_get_size (raw);

  g_assert_true (penny_body_pack_pieces (g_bytes_get_data (raw, NULL), size, keep_piece, packed, NULL));
  for (gsize step = 100; step < 1000000; step *= 10) {
    Giver giver = { packed, 0, packed->len, step };
    g_autoptr (GBytes) back = penny_body_unpack_pieces (give_piece, &giver, size, NULL);

    g_assert_true (g_bytes_equal (raw, back));
  }
  for (guint i = 0; i < 6; i++) {
    const gsize ends[] = { 0, 1, packed->len / 2, packed->len - 1, packed->len, packed->len };
    Giver giver = { packed, 0, ends[i], 4096 };
    g_autoptr (GError) error = NULL;

    packed->data[packed->len / 2] ^= i == 4;
    g_assert_null (penny_body_unpack_pieces (give_piece, &giver, i == 5 ? size - 1 : size, &error));
    g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_DAMAGED);
    packed->data[packed->len / 2] ^= i == 4;
  }
}

static void
test_same_bytes_once (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  PennyFolderId all = put_folder (f->store, "All", PENNY_ROLE_ALL, FALSE);
  PennyEntryId a = add_letter (f->store, inbox, 1, 0, 1000, "one@x", "Subject", "text");
  PennyEntryId b = add_letter (f->store, all, 1, PENNY_FLAG_SEEN, 1000, "one@x", "Subject", "text");
  PennyEntryId c = add_letter (f->store, all, 2, 0, 1000, "one@x", "Subject", "tixt");
  g_autoptr (PennyEntry) ea = penny_store_get_entry (f->store, a, NULL);
  g_autoptr (PennyEntry) eb = penny_store_get_entry (f->store, b, NULL);
  g_autoptr (PennyEntry) ec = penny_store_get_entry (f->store, c, NULL);
  g_autoptr (GArray) found = penny_store_search (f->store, "text", 0, 10, NULL);
  PennyBatch *batch = penny_batch_new ();

  g_assert_cmpint (ea->message, ==, eb->message);
  g_assert_cmpint (ea->message, !=, ec->message);
  g_assert_cmpint (ea->conversation, ==, ec->conversation);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpint (g_array_index (found, PennyEntryId, 0), ==, a);
  penny_batch_expunge (batch, inbox, PENNY_UID (1));
  submit (f->store, batch);
  flush (f->store);
  g_bytes_unref (penny_store_read_raw (f->store, b, NULL));
  assert_sound (f->store);
}

static void
test_header_then_body (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  g_autoptr (GBytes) raw = letter_new ("h@x", NULL, "Hello", "anna", "the whole text");
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) bodiless = NULL, after = NULL, found = NULL;
  g_autoptr (GBytes) read = NULL;
  PennyBatch *batch = penny_batch_new ();
  PennyEntryId id;

  penny_batch_add (batch, inbox, PENNY_UID (5), 0, 1000, g_bytes_get_size (raw),
                   summary_new ("h@x", NULL, "Hello", "anna", NULL), NULL);
  submit (f->store, batch);
  flush (f->store);
  id = entry_of_uid (f->store, inbox, 5);
  g_assert_null (penny_store_read_raw (f->store, id, &error));
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NO_BODY);
  bodiless = penny_store_list_bodiless (f->store, inbox, 10, NULL);
  g_assert_cmpuint (bodiless->len, ==, 1);
  batch = penny_batch_new ();
  penny_batch_complete (batch, id, summary_new ("h@x", NULL, "Hello", "anna", "the whole text"), raw);
  submit (f->store, batch);
  flush (f->store);
  after = penny_store_list_bodiless (f->store, inbox, 10, NULL);
  g_assert_cmpuint (after->len, ==, 0);
  read = penny_store_read_raw (f->store, id, NULL);
  g_assert_true (g_bytes_equal (read, raw));
  found = penny_store_search (f->store, "whole hello", 0, 10, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  assert_sound (f->store);
}

/* --- lists --- */

static void
test_lists (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  g_autoptr (GPtrArray) page = NULL, gone = NULL;
  g_autoptr (GArray) ids = NULL, unread = NULL, starred = NULL;
  PennyEntryId ask[3];

  for (guint i = 1; i <= 10; i++) {
    g_autofree char *id = g_strdup_printf ("%u@x", i);

    add_letter (f->store, inbox, i, i % 2 ? PENNY_FLAG_SEEN : i == 4 ? PENNY_FLAG_FLAGGED : 0, 1000 + i, id, "s", "t");
  }
  assert_counts (f->store, inbox, 10, 5);
  page = penny_store_list_entries (f->store, inbox, 0, 2, 3, NULL);
  g_assert_cmpuint (page->len, ==, 3);
  g_assert_cmpuint (((PennyEntry *) page->pdata[0])->uid.value, ==, 8);
  g_assert_cmpstr (((PennyEntry *) page->pdata[0])->message_id, ==, "8@x");
  ids = penny_store_list_ids (f->store, inbox, 0, NULL);
  unread = penny_store_list_ids (f->store, inbox, PENNY_LIST_UNREAD, NULL);
  starred = penny_store_list_ids (f->store, inbox, PENNY_LIST_STARRED, NULL);
  g_assert_cmpuint (ids->len, ==, 10);
  g_assert_cmpuint (unread->len, ==, 5);
  g_assert_cmpuint (starred->len, ==, 1);
  ask[0] = g_array_index (ids, PennyEntryId, 9);
  ask[1] = 99999;
  ask[2] = g_array_index (ids, PennyEntryId, 0);
  gone = penny_store_get_entries (f->store, ask, 3, NULL);
  g_assert_cmpint (((PennyEntry *) gone->pdata[0])->id, ==, ask[0]);
  g_assert_null (gone->pdata[1]);
  g_assert_cmpint (((PennyEntry *) gone->pdata[2])->id, ==, ask[2]);
}

static void
test_dates (Fixture *f, gconstpointer data)
{
  static const struct { gint64 header, arrival, sorted; } cases[] = {
    { 5000, 6000, 5000 },
    { 0, 6000, 6000 },
    { 6000 + 86401, 6000, 6000 },
    { 6000 + 86400, 6000, 6000 + 86400 },
  };
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    PennySummary *summary = summary_new (NULL, NULL, "s", "anna", "t");
    PennyBatch *batch = penny_batch_new ();
    g_autoptr (PennyEntry) entry = NULL;

    summary->date = cases[i].header;
    penny_batch_add (batch, inbox, PENNY_UID (i + 1), 0, cases[i].arrival, 3, summary, NULL);
    submit (f->store, batch);
    flush (f->store);
    entry = penny_store_get_entry (f->store, entry_of_uid (f->store, inbox, i + 1), NULL);
    g_assert_cmpint (entry->date, ==, cases[i].sorted);
    g_assert_null (entry->message_id);
  }
}

/* --- conversations --- */

static void
add_header (PennyStore *store, PennyFolderId folder, guint uid, const char *id, const char *refs, const char *subject)
{
  PennyBatch *batch = penny_batch_new ();

  penny_batch_add (batch, folder, PENNY_UID (uid), 0, 100000 + uid, 10,
                   summary_new (id, refs, subject, "anna", NULL), NULL);
  submit (store, batch);
  flush (store);
}

static gint64
conversation_of (PennyStore *store, PennyFolderId folder, guint uid)
{
  g_autoptr (PennyEntry) entry = penny_store_get_entry (store, entry_of_uid (store, folder, uid), NULL);

  return entry->conversation;
}

static void
test_conversations (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GArray) ids = NULL;

  add_header (f->store, inbox, 1, "a@x", NULL, "Plan");
  add_header (f->store, inbox, 2, "b@x", "a@x", "Re: Plan");
  add_header (f->store, inbox, 3, "d@x", "c@x", "Other");     /* c is not here yet */
  add_header (f->store, inbox, 4, "e@x", NULL, "Plan");       /* same subject, not an answer */
  add_header (f->store, inbox, 5, "f@x", NULL, "Re: Plan");   /* an answer without references */
  add_header (f->store, inbox, 6, NULL, NULL, "");
  add_header (f->store, inbox, 7, NULL, NULL, "");
  g_assert_cmpint (conversation_of (f->store, inbox, 1), ==, conversation_of (f->store, inbox, 2));
  g_assert_cmpint (conversation_of (f->store, inbox, 1), !=, conversation_of (f->store, inbox, 3));
  g_assert_cmpint (conversation_of (f->store, inbox, 1), !=, conversation_of (f->store, inbox, 4));
  g_assert_cmpint (conversation_of (f->store, inbox, 4), ==, conversation_of (f->store, inbox, 5));
  g_assert_cmpint (conversation_of (f->store, inbox, 6), !=, conversation_of (f->store, inbox, 7));
  add_header (f->store, inbox, 8, "c@x", "b@x", "Re: Plan");  /* ties 1, 2 and 3 together */
  g_assert_cmpint (conversation_of (f->store, inbox, 3), ==, conversation_of (f->store, inbox, 1));
  list = penny_store_list_entries (f->store, inbox, PENNY_LIST_CONVERSATIONS, 0, 10, NULL);
  g_assert_cmpuint (list->len, ==, 4);
  g_assert_cmpuint (((PennyEntry *) list->pdata[0])->uid.value, ==, 8);
  g_assert_cmpuint (((PennyEntry *) list->pdata[0])->n_in_conversation, ==, 4);
  ids = penny_store_list_ids (f->store, inbox, PENNY_LIST_CONVERSATIONS, NULL);
  g_assert_cmpuint (ids->len, ==, 4);
  assert_sound (f->store);
}

/* --- what the server says --- */

static void
test_void_and_match (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  PennyEntryId a = add_letter (f->store, inbox, 1, 0, 1000, "a@x", "s", "t");
  PennyEntryId b = add_letter (f->store, inbox, 2, 0, 1001, "b@x", "s", "t");
  g_autoptr (GBytes) raw = letter_new ("a@x", NULL, "s", "anna", "t");
  PennyBatch *batch = penny_batch_new ();

  penny_batch_void_uids (batch, inbox, 99);
  penny_batch_add (batch, inbox, PENNY_UID (501), PENNY_FLAG_SEEN, 1000, g_bytes_get_size (raw),
                   summary_new ("a@x", NULL, "s", "anna", NULL), NULL);
  submit (f->store, batch);
  flush (f->store);
  g_assert_cmpint (entry_of_uid (f->store, inbox, 501), ==, a);
  assert_counts (f->store, inbox, 2, 1);
  batch = penny_batch_new ();
  penny_batch_expunge_unmatched (batch, inbox);
  submit (f->store, batch);
  flush (f->store);
  assert_counts (f->store, inbox, 1, 0);
  g_assert_null (penny_store_get_entry (f->store, b, NULL));
  assert_sound (f->store);
}

static void
test_flags_and_expunge (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  PennyEntryId a = add_letter (f->store, inbox, 1, 0, 1000, "a@x", "s", "t");
  PennyBatch *batch = penny_batch_new ();
  g_autoptr (PennyEntry) entry = NULL;

  penny_batch_set_flags (batch, inbox, PENNY_UID (1), PENNY_FLAG_SEEN | PENNY_FLAG_FLAGGED);
  penny_batch_set_flags (batch, inbox, PENNY_UID (77), PENNY_FLAG_SEEN);
  penny_batch_expunge (batch, inbox, PENNY_UID (78));
  submit (f->store, batch);
  flush (f->store);
  entry = penny_store_get_entry (f->store, a, NULL);
  g_assert_cmpint (entry->flags, ==, PENNY_FLAG_SEEN | PENNY_FLAG_FLAGGED);
  assert_counts (f->store, inbox, 1, 0);
  batch = penny_batch_new ();
  penny_batch_expunge (batch, inbox, PENNY_UID (1));
  submit (f->store, batch);
  flush (f->store);
  assert_counts (f->store, inbox, 0, 0);
  assert_sound (f->store);
}

static void
test_settings (Fixture *f, gconstpointer data)
{
  PennyBatch *batch = penny_batch_new ();
  g_autofree char *value = NULL;

  g_assert_null (penny_store_dup_setting (f->store, "k"));
  penny_batch_set_setting (batch, "k", "v1");
  penny_batch_set_setting (batch, "k", "v2");
  penny_batch_set_setting (batch, "l", "v");
  penny_batch_set_setting (batch, "l", NULL);
  submit (f->store, batch);
  flush (f->store);
  value = penny_store_dup_setting (f->store, "k");
  g_assert_cmpstr (value, ==, "v2");
  g_assert_null (penny_store_dup_setting (f->store, "l"));
}

/* --- notices --- */

typedef struct {
  guint64 revision;
  guint n_calls, n_arrived, n_removed, n_flagged;
  PennyChanges what;
  guint rings;
} Seen;

static void
change_cb (PennyStore *store, const PennyStoreChange *change, gpointer data)
{
  Seen *seen = data;

  g_assert_cmpuint (change->revision, >, seen->revision);
  seen->revision = change->revision;
  seen->n_calls++;
  seen->n_arrived += change->n_arrived;
  seen->n_removed += change->n_removed;
  seen->n_flagged += change->n_flagged;
  seen->what |= change->what;
}

static void
ring_cb (gpointer data)
{
  g_atomic_int_inc ((int *) data);
}

static void
test_watch (Fixture *f, gconstpointer data)
{
  Seen seen = { 0 };
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  guint id = penny_store_watch (f->store, NULL, change_cb, &seen, NULL);
  PennyEntryId a;

  penny_store_set_operation_notify (f->store, ring_cb, &seen.rings);
  a = add_letter (f->store, inbox, 1, 0, 1000, "a@x", "s", "t");
  add_letter (f->store, inbox, 2, PENNY_FLAG_SEEN, 1000, "b@x", "s", "t");
  g_assert_cmpuint (seen.n_calls, ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (seen.n_calls, ==, 1);   /* two commits, one notice */
  g_assert_cmpuint (seen.n_arrived, ==, 1);
  act_on (f->store, PENNY_ACTION_MARK, a, PENNY_FLAG_SEEN, 0, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (seen.n_flagged, ==, 1);
  g_assert_cmpuint (g_atomic_int_get (&seen.rings), ==, 1);
  g_assert_true (seen.what & PENNY_CHANGED_OPERATIONS);
  act_on (f->store, PENNY_ACTION_DELETE, a, 0, 0, 0);
  penny_store_unwatch (f->store, id);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (seen.n_removed, ==, 0);
  penny_store_unwatch (f->store, id);
  penny_store_set_operation_notify (f->store, NULL, NULL);
}

/* --- asynchronous reads --- */

static void
result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
test_async (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  PennyEntryId a = add_letter (f->store, inbox, 1, 0, 1000, "a@x", "s", "word");
  g_autoptr (GAsyncResult) ids_result = NULL, search_result = NULL, raw_result = NULL, act_result = NULL;
  g_autoptr (GAsyncResult) cancelled_result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GArray) ids = NULL, found = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GError) error = NULL;

  penny_store_list_ids_async (f->store, inbox, 0, NULL, result_cb, &ids_result);
  penny_store_search_async (f->store, "word", 0, 10, NULL, result_cb, &search_result);
  penny_store_read_raw_async (f->store, a, NULL, result_cb, &raw_result);
  ids = penny_store_list_ids_finish (f->store, wait_for (&ids_result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 1);
  found = penny_store_search_finish (f->store, wait_for (&search_result), &error);
  g_assert_cmpuint (found->len, ==, 1);
  raw = penny_store_read_raw_finish (f->store, wait_for (&raw_result), &error);
  g_assert_nonnull (raw);
  g_cancellable_cancel (cancellable);
  penny_store_read_raw_async (f->store, a, cancellable, result_cb, &cancelled_result);
  g_assert_null (penny_store_read_raw_finish (f->store, wait_for (&cancelled_result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  penny_store_act_async (f->store, penny_action_new (PENNY_ACTION_DELETE, &a, 1), NULL, result_cb, &act_result);
  g_assert_cmpint (penny_store_act_finish (f->store, wait_for (&act_result), &error), >, 0);
  g_assert_no_error (error);
  assert_sound (f->store);
}

#define ADD(path, func) \
  g_test_add (path, Fixture, NULL, fixture_setup, func, fixture_teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/open", test_open);
  ADD ("/store/folders", test_folders);
  ADD ("/store/uid-state", test_uid_state);
  ADD ("/store/bytes", test_bytes);
  ADD ("/store/pieces", test_pieces);
  ADD ("/store/same-bytes-once", test_same_bytes_once);
  ADD ("/store/header-then-body", test_header_then_body);
  ADD ("/store/lists", test_lists);
  ADD ("/store/dates", test_dates);
  ADD ("/store/conversations", test_conversations);
  ADD ("/store/void-and-match", test_void_and_match);
  ADD ("/store/flags-and-expunge", test_flags_and_expunge);
  ADD ("/store/settings", test_settings);
  ADD ("/store/watch", test_watch);
  ADD ("/store/async", test_async);
  return g_test_run ();
}
