/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UIDs that became void: letters are told again by their headers, and keep their bodies and what is owed. */
#include "penny-error.h"
#include "store-fixture.h"

static PennyFolderId
make_box (Fixture *f)
{
  PennyFolderId box = put_folder (f->store, "Box", PENNY_ROLE_NONE, FALSE);

  set_validity (f->store, box, 7);
  return box;
}

static void
void_uids (Fixture *f, PennyFolderId folder, guint32 uidvalidity)
{
  PennyBatch *batch = penny_batch_new ();

  penny_batch_void_uids (batch, folder, uidvalidity);
  submit (f->store, batch);
  flush (f->store);
}

/* The server names a letter of SIZE bytes by its header alone. */
static void
tell (Fixture *f, PennyFolderId folder, guint32 uid, gint64 arrival, const char *message_id, const char *subject,
      guint32 size)
{
  PennyBatch *batch = penny_batch_new ();

  penny_batch_add (batch, folder, PENNY_UID (uid), 0, arrival, size,
                   summary_new (message_id, NULL, subject, "anna", NULL), NULL);
  submit (f->store, batch);
  flush (f->store);
}

static guint32
size_of (Fixture *f, PennyEntryId id)
{
  g_autoptr (PennyEntry) entry = penny_store_get_entry (f->store, id, NULL);

  return entry->size;
}

static gboolean
is_whole (Fixture *f, PennyFolderId folder, guint32 uid)
{
  g_autoptr (PennyEntry) entry = penny_store_get_entry (f->store, entry_of_uid (f->store, folder, uid), NULL);

  return entry->has_body;
}

static PennyMessageId
message_of (Fixture *f, PennyFolderId folder, guint32 uid)
{
  g_autoptr (PennyEntry) entry = penny_store_get_entry (f->store, entry_of_uid (f->store, folder, uid), NULL);

  return entry->message;
}

static void
end_listing (Fixture *f, PennyFolderId folder)
{
  PennyBatch *batch = penny_batch_new ();

  penny_batch_expunge_unmatched (batch, folder);
  submit (f->store, batch);
  flush (f->store);
}

static void
test_without_message_id (Fixture *f, gconstpointer data)
{
  PennyFolderId box = make_box (f);
  PennyEntryId a = add_letter (f->store, box, 1, 0, 1000, NULL, "one", "text");
  PennyEntryId b = add_letter (f->store, box, 2, 0, 1000, NULL, "two", "text");

  g_assert_false (penny_store_has_unmatched (f->store, box));
  void_uids (f, box, 8);
  g_assert_true (penny_store_has_unmatched (f->store, box));
  tell (f, box, 11, 1000, NULL, "two", size_of (f, b));
  tell (f, box, 12, 1000, NULL, "one", size_of (f, a));
  /* The same header, another size: another letter. */
  tell (f, box, 13, 1000, NULL, "one", 5);
  g_assert_false (penny_store_has_unmatched (f->store, box));
  g_assert_cmpint (entry_of_uid (f->store, box, 11), ==, b);
  g_assert_cmpint (entry_of_uid (f->store, box, 12), ==, a);
  g_assert_true (is_whole (f, box, 12));
  g_assert_false (is_whole (f, box, 13));
  assert_counts (f->store, box, 3, 3);
  assert_sound (f->store);
}

/* Copies of one letter, and one that only bears its Message-ID. */
static void
test_twins (Fixture *f, gconstpointer data)
{
  PennyFolderId box = make_box (f);
  PennyEntryId a = add_letter (f->store, box, 1, 0, 1000, "a@x", "s", "text");
  PennyEntryId twin = add_letter (f->store, box, 2, 0, 2000, "a@x", "s", "text");

  void_uids (f, box, 8);
  tell (f, box, 21, 1000, "a@x", "another subject", size_of (f, a));
  tell (f, box, 22, 2000, "a@x", "s", size_of (f, a));
  tell (f, box, 23, 1000, "a@x", "s", size_of (f, a));
  g_assert_cmpint (entry_of_uid (f->store, box, 22), ==, twin);
  g_assert_cmpint (entry_of_uid (f->store, box, 23), ==, a);
  g_assert_false (is_whole (f, box, 21));
  end_listing (f, box);
  assert_counts (f->store, box, 3, 3);
  assert_sound (f->store);
}

/* What is owed finds its letter, not another one with the same Message-ID. */
static void
test_owed (Fixture *f, gconstpointer data)
{
  PennyFolderId box = make_box (f);
  PennyFolderId other = put_folder (f->store, "Other", PENNY_ROLE_NONE, FALSE);
  PennyEntryId a = add_letter (f->store, box, 1, 0, 1000, "a@x", "s", "text");
  PennyEntryId b = add_letter (f->store, box, 2, 0, 1000, NULL, "none", "text");
  guint32 size_a = size_of (f, a), size_b = size_of (f, b);
  g_autoptr (GPtrArray) list = NULL;
  const PennyOperation *op;

  act_on (f->store, PENNY_ACTION_MOVE, a, 0, 0, other);
  act_on (f->store, PENNY_ACTION_DELETE, b, 0, 0, 0);
  void_uids (f, box, 8);
  tell (f, box, 31, 1000, "a@x", "by way of a list", size_a);
  tell (f, box, 32, 1000, "a@x", "s", size_a);
  tell (f, box, 33, 1000, NULL, "none", size_b);
  list = penny_store_list_operations (f->store, NULL);
  g_assert_cmpuint (list->len, ==, 2);
  op = g_ptr_array_index (list, 0);
  g_assert_cmpuint (op->uid.value, ==, 32);
  g_assert_cmpuint (op->uidvalidity, ==, 8);
  op = g_ptr_array_index (list, 1);
  g_assert_cmpuint (op->uid.value, ==, 33);
  assert_counts (f->store, box, 1, 1);
  assert_sound (f->store);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_setup, func, fixture_teardown)

/* One letter in two folders, as the server says: kept once, and its body comes once. */
static void
test_one_object (Fixture *f, gconstpointer data)
{
  static const char raw[] = "Message-ID: <a@b>\r\nFrom: anna@penny.example\r\nSubject: same\r\n\r\nthe words\r\n";
  static const struct {
    const char *object_id, *message_id, *subject;
    gboolean same;
  } others[] = {
    { "E:1", "a@b", "same", TRUE },
    { "E:2", "a@b", "same", FALSE },
    /* The header must agree: the name alone is the server's word. */
    { "E:1", "c@d", "same", FALSE },
    { "E:1", "a@b", "another", FALSE },
  };
  g_autoptr (GBytes) bytes = g_bytes_new_static (raw, sizeof raw - 1);
  PennyFolderId box = make_box (f), all = put_folder (f->store, "All", PENNY_ROLE_ALL, FALSE);
  PennyBatch *batch = penny_batch_new ();
  PennyMessageId message;

  penny_batch_add (batch, box, PENNY_UID (1), 0, 1000, sizeof raw - 1, penny_summary_from_message (bytes), bytes);
  penny_batch_identify (batch, "E:1");
  submit (f->store, batch);
  flush (f->store);
  message = message_of (f, box, 1);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *header = g_strdup_printf ("Message-ID: <%s>\r\nFrom: anna@penny.example\r\nSubject: %s\r\n\r\n",
                                                 others[i].message_id, others[i].subject);
      g_autoptr (GBytes) lines = g_bytes_new (header, strlen (header));

      batch = penny_batch_new ();
      penny_batch_add (batch, all, PENNY_UID (i + 1), 0, 1000, sizeof raw - 1, penny_summary_from_header (lines), NULL);
      penny_batch_identify (batch, others[i].object_id);
      submit (f->store, batch);
      flush (f->store);
      g_assert_cmpint (message_of (f, all, i + 1) == message, ==, others[i].same);
      g_assert_cmpint (is_whole (f, all, i + 1), ==, others[i].same);
    }
  g_assert_true (penny_store_check (f->store, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/matching/without-message-id", test_without_message_id);
  ADD ("/store/matching/twins", test_twins);
  ADD ("/store/matching/owed", test_owed);
  ADD ("/store/matching/one-object", test_one_object);
  return g_test_run ();
}
