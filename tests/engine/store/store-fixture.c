/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store in a folder of its own, small letters, and the questions that every test asks. */
#include "store-fixture.h"

#include <glib/gstdio.h>

void
fixture_setup (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->dir = g_dir_make_tmp ("penny-store-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->dir, "deep", "account.db", NULL);
  f->store = penny_store_open (f->path, &error);
  g_assert_no_error (error);
}

void
fixture_remove_tree (const char *dir)
{
  g_autoptr (GDir) handle = g_dir_open (dir, 0, NULL);
  const char *name;

  while (handle != NULL && (name = g_dir_read_name (handle)) != NULL) {
    g_autofree char *path = g_build_filename (dir, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      fixture_remove_tree (path);
    else
      g_unlink (path);
  }
  g_rmdir (dir);
}

void
fixture_teardown (Fixture *f, gconstpointer data)
{
  if (f->store != NULL)
    penny_store_close (f->store);
  g_clear_object (&f->store);
  fixture_remove_tree (f->dir);
  g_free (f->path);
  g_free (f->dir);
}

void
fixture_reopen (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  if (f->store != NULL)
    penny_store_close (f->store);
  g_clear_object (&f->store);
  f->store = penny_store_open (f->path, &error);
  g_assert_no_error (error);
}

GBytes *
letter_new (const char *message_id, const char *references, const char *subject, const char *from,
            const char *text)
{
  g_autoptr (GString) raw = g_string_new (NULL);

  if (message_id != NULL)
    g_string_append_printf (raw, "Message-ID: <%s>\r\n", message_id);
  if (references != NULL)
    g_string_append_printf (raw, "References: <%s>\r\n", references);
  g_string_append_printf (raw, "Subject: %s\r\nFrom: %s\r\nTo: me@example.org\r\n\r\n%s\r\n", subject,
                          from, text);
  return g_string_free_to_bytes (g_steal_pointer (&raw));
}

PennySummary *
summary_new (const char *message_id, const char *references, const char *subject, const char *from,
             const char *text)
{
  PennySummary *summary = g_new0 (PennySummary, 1);
  const char *key = subject;

  while (g_ascii_strncasecmp (key, "Re: ", 4) == 0 || g_ascii_strncasecmp (key, "AW: ", 4) == 0)
    key += 4;
  summary->message_id = g_strdup (message_id);
  summary->references = references != NULL ? g_strsplit (references, " ", -1) : NULL;
  summary->subject = g_strdup (subject);
  summary->subject_key = g_utf8_casefold (key, -1);
  summary->from_name = g_strdup (from);
  summary->from_address = g_strdup_printf ("%s@example.org", from);
  summary->to = g_strdup ("me@example.org");
  summary->recipients = g_strdup ("me@example.org");
  summary->preview = g_strdup (text != NULL ? text : "");
  summary->search_text = g_strdup (text);
  summary->complete = text != NULL;
  return summary;
}

void
submit (PennyStore *store, PennyBatch *batch)
{
  g_autoptr (GError) error = NULL;

  penny_store_submit (store, batch, &error);
  g_assert_no_error (error);
}

void
flush (PennyStore *store)
{
  g_autoptr (GError) error = NULL;

  penny_store_flush (store, FALSE, &error);
  g_assert_no_error (error);
}

PennyFolderId
put_folder (PennyStore *store, const char *path, PennyRole role, gboolean local)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyFolder) folder = NULL;
  PennyBatch *batch = penny_batch_new ();

  penny_batch_put_folder (batch, path, '/', role, TRUE, local);
  submit (store, batch);
  flush (store);
  folder = penny_store_find_folder (store, path, &error);
  g_assert_no_error (error);
  if (!local)
    set_validity (store, folder->id, 7);
  return folder->id;
}

void
set_validity (PennyStore *store, PennyFolderId folder, guint32 uidvalidity)
{
  PennyBatch *batch = penny_batch_new ();

  penny_batch_set_uid_state (batch, folder, uidvalidity, PENNY_UID (0), PENNY_MODSEQ (0));
  submit (store, batch);
  flush (store);
}

PennyEntryId
add_letter (PennyStore *store, PennyFolderId folder, guint32 uid, PennyFlags flags, gint64 date,
            const char *message_id, const char *subject, const char *text)
{
  g_autoptr (GBytes) raw = letter_new (message_id, NULL, subject, "anna", text);
  g_autoptr (GArray) ids = NULL;
  PennyBatch *batch = penny_batch_new ();

  penny_batch_add (batch, folder, PENNY_UID (uid), flags, date, g_bytes_get_size (raw),
                   summary_new (message_id, NULL, subject, "anna", text), raw);
  submit (store, batch);
  flush (store);
  return uid != 0 ? entry_of_uid (store, folder, uid) : 0;
}

PennyEntryId
entry_of_uid (PennyStore *store, PennyFolderId folder, guint32 uid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) known = penny_store_list_known (store, folder, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < known->len; i++)
    if (g_array_index (known, PennyKnown, i).uid.value == uid)
      return g_array_index (known, PennyKnown, i).entry;
  return 0;
}

guint
n_operations (PennyStore *store)
{
  g_autoptr (GPtrArray) list = penny_store_list_operations (store, NULL);

  g_assert_nonnull (list);
  return list->len;
}

PennyOperation *
only_operation (PennyStore *store)
{
  g_autoptr (GPtrArray) list = penny_store_list_operations (store, NULL);

  g_assert_nonnull (list);
  g_assert_cmpuint (list->len, ==, 1);
  return penny_operation_ref (list->pdata[0]);
}

PennyOperation *
next_operation (PennyStore *store)
{
  g_autoptr (GError) error = NULL;
  gint64 next;
  PennyOperation *operation = penny_store_next_operation (store, g_get_real_time () / G_USEC_PER_SEC + 5,
                                                          &next, &error);

  g_assert_no_error (error);
  return operation;
}

gint64
act_on (PennyStore *store, PennyActionKind kind, PennyEntryId entry, PennyFlags add, PennyFlags remove,
        PennyFolderId target)
{
  g_autoptr (GError) error = NULL;
  PennyAction *action = penny_action_new (kind, &entry, 1);
  gint64 token;

  action->add = add;
  action->remove = remove;
  action->target = target;
  token = penny_store_act (store, action, &error);
  g_assert_no_error (error);
  g_assert_cmpint (token, >, 0);
  return token;
}

void
assert_sound (PennyStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);

  g_assert_true (penny_store_check (store, faults, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < faults->len; i++)
    g_test_message ("fault: %s", (char *) faults->pdata[i]);
  g_assert_cmpuint (faults->len, ==, 0);
}

void
assert_counts (PennyStore *store, PennyFolderId folder, gint64 total, gint64 unread)
{
  g_autoptr (PennyFolder) f = penny_store_get_folder (store, folder, NULL);

  g_assert_nonnull (f);
  g_assert_cmpint (f->n_total, ==, total);
  g_assert_cmpint (f->n_unread, ==, unread);
}
