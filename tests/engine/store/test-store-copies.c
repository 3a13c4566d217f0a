/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copying, restoring, importing, and how changes of flags are merged (penny-store-act.c, penny-store-letters.c,
 * penny-store-mark.c). */
#include "penny-error.h"
#include "store-fixture.h"

typedef struct {
  Fixture f;
  PennyFolderId inbox, trash, work;
  PennyEntryId a;
} Post;

static void
setup (Post *p, gconstpointer data)
{
  gboolean local = GPOINTER_TO_INT (data);

  fixture_setup (&p->f, NULL);
  p->inbox = put_folder (p->f.store, "INBOX", PENNY_ROLE_INBOX, local);
  p->trash = put_folder (p->f.store, "Trash", PENNY_ROLE_TRASH, local);
  p->work = put_folder (p->f.store, "Work", PENNY_ROLE_NONE, local);
  if (local)
    add_letter (p->f.store, p->inbox, 0, 0, 1000, "a@x", "s", "text");
  p->a = local ? 1 : add_letter (p->f.store, p->inbox, 1, 0, 1000, "a@x", "s", "text");
}

static void
teardown (Post *p, gconstpointer data)
{
  assert_sound (p->f.store);
  fixture_teardown (&p->f, NULL);
}

static PennyEntryId
only_entry (Post *p, PennyFolderId folder)
{
  g_autoptr (GArray) ids = penny_store_list_ids (p->f.store, folder, 0, NULL);

  g_assert_cmpuint (ids->len, ==, 1);
  return g_array_index (ids, PennyEntryId, 0);
}

static PennyEntry *
get (Post *p, PennyEntryId id)
{
  PennyEntry *entry = penny_store_get_entry (p->f.store, id, NULL);

  g_assert_nonnull (entry);
  return entry;
}

static PennyOperation *
operation (Post *p, guint i)
{
  g_autoptr (GPtrArray) list = penny_store_list_operations (p->f.store, NULL);

  g_assert_cmpuint (list->len, >, i);
  return penny_operation_ref (list->pdata[i]);
}

static PennyOperationId
begin_next (Post *p)
{
  g_autoptr (PennyOperation) op = next_operation (p->f.store);

  g_assert_nonnull (op);
  g_assert_true (penny_store_operation_began (p->f.store, op->id, NULL));
  return op->id;
}

static void
done (Post *p, guint32 uid)
{
  PennyOperationEnd ends[] = { { begin_next (p), 7, PENNY_UID (uid) }, { 9999, 7, PENNY_UID (3) } };
  g_autoptr (GError) error = NULL;

  /* One that was taken back meanwhile is left out. */
  penny_store_operations_done (p->f.store, ends, G_N_ELEMENTS (ends), &error);
  g_assert_no_error (error);
}

static void
test_copy (Post *p, gconstpointer data)
{
  g_autoptr (PennyEntry) copy = NULL, original = get (p, p->a);
  g_autoptr (PennyOperation) op = NULL;
  gint64 token;

  act_on (p->f.store, PENNY_ACTION_COPY, p->a, 0, 0, p->inbox);
  g_assert_cmpuint (n_operations (p->f.store), ==, 0);
  token = act_on (p->f.store, PENNY_ACTION_COPY, p->a, 0, 0, p->work);
  copy = get (p, only_entry (p, p->work));
  g_assert_cmpint (copy->message, ==, original->message);
  g_assert_true (copy->has_body);
  op = only_operation (p->f.store);
  g_assert_cmpint (op->kind, ==, PENNY_OPERATION_COPY);
  g_assert_cmpint (op->source, ==, p->a);
  g_assert_cmpstr (op->folder, ==, "INBOX");
  g_assert_cmpuint (op->uid.value, ==, 1);
  g_assert_true (penny_store_undo (p->f.store, token, NULL));
  g_assert_cmpuint (n_operations (p->f.store), ==, 0);
  assert_counts (p->f.store, p->work, 0, 0);
  act_on (p->f.store, PENNY_ACTION_COPY, p->a, 0, 0, p->work);
  done (p, 5);
  g_assert_cmpint (entry_of_uid (p->f.store, p->work, 5), ==, only_entry (p, p->work));
  assert_counts (p->f.store, p->inbox, 1, 1);
}

/* The original is moved, moved on and deleted after it was copied: the copy is taken first, from where it was. */
static void
test_copy_then (Post *p, gconstpointer data)
{
  g_autoptr (PennyOperation) first = NULL, second = NULL;

  act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->trash);
  act_on (p->f.store, PENNY_ACTION_COPY, p->a, 0, 0, p->work);
  act_on (p->f.store, PENNY_ACTION_DELETE, p->a, 0, 0, 0);
  first = operation (p, 0);
  second = operation (p, 1);
  g_assert_cmpint (first->kind, ==, PENNY_OPERATION_COPY);
  g_assert_cmpstr (first->folder, ==, "INBOX");
  g_assert_cmpuint (first->uid.value, ==, 1);
  g_assert_cmpint (second->kind, ==, PENNY_OPERATION_DELETE);
  done (p, 5);
  done (p, 0);
  assert_counts (p->f.store, p->work, 1, 1);
  g_assert_cmpuint (n_operations (p->f.store), ==, 0);
}

/* A copy of a letter that is on its way waits until the server has named it. */
static void
test_copy_waits (Post *p, gconstpointer data)
{
  g_autoptr (PennyOperation) op = NULL, next = NULL;
  PennyOperationId move;

  act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->trash);
  move = begin_next (p);
  act_on (p->f.store, PENNY_ACTION_COPY, p->a, 0, 0, p->work);
  next = next_operation (p->f.store);
  g_assert_cmpint (next->id, ==, move);
  g_assert_true (penny_store_operation_done (p->f.store, move, 7, PENNY_UID (4), NULL));
  op = only_operation (p->f.store);
  g_assert_cmpstr (op->folder, ==, "Trash");
  g_assert_cmpuint (op->uid.value, ==, 4);
  done (p, 5);
}

/* What was done to a copy before the server heard of it. */
static void
test_copy_moved_on (Post *p, gconstpointer data)
{
  PennyEntryId copy;
  g_autoptr (PennyOperation) op = NULL;

  act_on (p->f.store, PENNY_ACTION_COPY, p->a, 0, 0, p->work);
  copy = only_entry (p, p->work);
  act_on (p->f.store, PENNY_ACTION_MARK, copy, PENNY_FLAG_FLAGGED, 0, 0);
  act_on (p->f.store, PENNY_ACTION_MOVE, copy, 0, 0, p->trash);
  op = operation (p, 0);
  g_assert_cmpstr (op->target, ==, "Trash");
  g_clear_pointer (&op, penny_operation_unref);
  op = operation (p, 1);
  g_assert_cmpstr (op->folder, ==, "Trash");
  act_on (p->f.store, PENNY_ACTION_DELETE, copy, 0, 0, 0);
  g_assert_cmpuint (n_operations (p->f.store), ==, 0);
}

/* The server will not, or the original is gone. */
static void
test_copy_refused (Post *p, gconstpointer data)
{
  g_autoptr (PennyOperation) op = NULL;
  g_autoptr (PennyLetterMark) mark = NULL;
  PennyEntryId copy;

  act_on (p->f.store, PENNY_ACTION_COPY, p->a, 0, 0, p->work);
  act_on (p->f.store, PENNY_ACTION_MARK, only_entry (p, p->work), PENNY_FLAG_SEEN, 0, 0);
  g_assert_true (penny_store_operation_drop (p->f.store, begin_next (p), NULL));
  g_assert_cmpuint (n_operations (p->f.store), ==, 0);
  assert_counts (p->f.store, p->work, 0, 0);

  act_on (p->f.store, PENNY_ACTION_COPY, p->a, 0, 0, p->work);
  copy = only_entry (p, p->work);
  mark = penny_store_get_mark (p->f.store, begin_next (p), NULL);
  g_assert_cmpstr (mark->message_id, ==, "a@x");
  g_assert_false (mark->loose);
  op = only_operation (p->f.store);
  g_assert_true (penny_store_operation_upload_instead (p->f.store, op->id, NULL));
  g_clear_pointer (&op, penny_operation_unref);
  op = only_operation (p->f.store);
  g_assert_cmpint (op->kind, ==, PENNY_OPERATION_APPEND);
  g_assert_cmpint (op->entry, ==, copy);
  g_assert_cmpstr (op->target, ==, "Work");
  g_assert_cmpuint (op->attempts, ==, 1);
}

static void
test_restore (Post *p, gconstpointer data)
{
  g_autoptr (PennyEntry) entry = NULL, lost = NULL;
  PennyEntryId b;

  act_on (p->f.store, PENNY_ACTION_MARK, p->a, PENNY_FLAG_SEEN, 0, 0);
  act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->work);
  act_on (p->f.store, PENNY_ACTION_RESTORE, p->a, 0, 0, 0);
  assert_counts (p->f.store, p->work, 1, 0);
  act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->trash);
  while (n_operations (p->f.store) > 0)
    done (p, 9);
  fixture_reopen (&p->f);
  act_on (p->f.store, PENNY_ACTION_RESTORE, p->a, 0, 0, 0);
  entry = get (p, p->a);
  g_assert_cmpint (entry->folder, ==, p->work);
  /* Thrown away by another program: nobody knows where it was. */
  if (data != NULL)
    return;
  b = add_letter (p->f.store, p->trash, 20, 0, 1000, "b@x", "s", "other");
  act_on (p->f.store, PENNY_ACTION_RESTORE, b, 0, 0, 0);
  lost = get (p, b);
  g_assert_cmpint (lost->folder, ==, p->inbox);
}

static void
test_import (Post *p, gconstpointer data)
{
  static const char * const ids[] = { "new@x", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autoptr (GBytes) raw = letter_new (ids[i], NULL, "imported", "anna", "from elsewhere");
    g_autoptr (GBytes) other = letter_new (ids[i], NULL, "imported", "anna", "from elsewherE");
    g_autoptr (GBytes) back = NULL;
    PennyEntryId first = penny_store_import_letter (p->f.store, p->work, raw, PENNY_FLAG_SEEN, 2000, NULL);

    g_assert_cmpint (first, !=, 0);
    g_assert_cmpint (penny_store_import_letter (p->f.store, p->work, raw, PENNY_FLAG_SEEN, 2000, NULL), ==, first);
    g_assert_cmpint (penny_store_import_letter (p->f.store, p->work, raw, PENNY_FLAG_SEEN, 0, NULL), ==, first);
    g_assert_cmpint (penny_store_import_letter (p->f.store, p->work, other, PENNY_FLAG_SEEN, 2000, NULL), !=, first);
    back = penny_store_read_raw (p->f.store, first, NULL);
    g_assert_true (g_bytes_equal (back, raw));
  }
  assert_counts (p->f.store, p->work, 4, 0);
  g_assert_cmpuint (n_operations (p->f.store), ==, data == NULL ? 4 : 0);
}

static void
test_copy_at_home (Post *p, gconstpointer data)
{
  act_on (p->f.store, PENNY_ACTION_COPY, p->a, 0, 0, p->work);
  g_assert_cmpuint (n_operations (p->f.store), ==, 0);
  assert_counts (p->f.store, p->work, 1, 1);
}

/* Changes of flags go into what is owed already, on either side of a move that takes them along. */
static void
test_flags_around_move (Post *p, gconstpointer data)
{
  g_autoptr (PennyOperation) op = NULL;

  act_on (p->f.store, PENNY_ACTION_MARK, p->a, PENNY_FLAG_SEEN | PENNY_FLAG_FLAGGED, 0, 0);
  act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->work);
  act_on (p->f.store, PENNY_ACTION_MARK, p->a, 0, PENNY_FLAG_SEEN, 0);
  g_assert_cmpuint (n_operations (p->f.store), ==, 2);
  act_on (p->f.store, PENNY_ACTION_MARK, p->a, 0, PENNY_FLAG_FLAGGED, 0);
  op = only_operation (p->f.store);
  g_assert_cmpint (op->kind, ==, PENNY_OPERATION_MOVE);
}

#define ADD(path, func) g_test_add (path, Post, NULL, setup, func, teardown)
#define ADD_LOCAL(path, func) g_test_add (path, Post, GINT_TO_POINTER (TRUE), setup, func, teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/copies/copy", test_copy);
  ADD ("/store/copies/then", test_copy_then);
  ADD ("/store/copies/waits", test_copy_waits);
  ADD ("/store/copies/moved-on", test_copy_moved_on);
  ADD ("/store/copies/refused", test_copy_refused);
  ADD_LOCAL ("/store/copies/at-home", test_copy_at_home);
  ADD ("/store/copies/flags-around-move", test_flags_around_move);
  ADD ("/store/restore", test_restore);
  ADD_LOCAL ("/store/restore-at-home", test_restore);
  ADD ("/store/import", test_import);
  ADD_LOCAL ("/store/import-at-home", test_import);
  return g_test_run ();
}
