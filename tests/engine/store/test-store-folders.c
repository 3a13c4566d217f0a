/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders that a person makes, renames and deletes (penny-store-folder-acts.c), what
 * becomes of it (penny-store-folder-ends.c), and those that turn up under
 * another name. */
#include "penny-error.h"
#include "store-fixture.h"

typedef struct {
  Fixture f;
  PennyFolderId inbox, trash, work, deep;
} Post;

static void
setup (Post *p, gconstpointer data)
{
  gboolean local = GPOINTER_TO_INT (data);

  fixture_setup (&p->f, NULL);
  p->inbox = put_folder (p->f.store, "INBOX", PENNY_ROLE_INBOX, local);
  p->trash = put_folder (p->f.store, "Trash", PENNY_ROLE_TRASH, local);
  p->work = put_folder (p->f.store, "Work", PENNY_ROLE_NONE, local);
  p->deep = put_folder (p->f.store, "Work/Deep", PENNY_ROLE_NONE, local);
}

static void
teardown (Post *p, gconstpointer data)
{
  assert_sound (p->f.store);
  fixture_teardown (&p->f, NULL);
}

static PennyFolderId
create (Post *p, const char *name)
{
  g_autoptr (GError) error = NULL;
  PennyFolderId id = penny_store_create_folder (p->f.store, name, &error);

  g_assert_no_error (error);
  return id;
}

static void
rename_to (Post *p, PennyFolderId folder, const char *name)
{
  g_autoptr (GError) error = NULL;

  penny_store_rename_folder (p->f.store, folder, name, &error);
  g_assert_no_error (error);
}

static void
delete (Post *p, PennyFolderId folder)
{
  g_autoptr (GError) error = NULL;

  penny_store_delete_folder (p->f.store, folder, &error);
  g_assert_no_error (error);
}

/* What is owed, as "create New:5→Name, rename A→B". */
static char *
owed (Post *p)
{
  static const char * const words[] = {
    [PENNY_OPERATION_MOVE] = "move", [PENNY_OPERATION_APPEND] = "append", [PENNY_OPERATION_CREATE_FOLDER] = "create",
    [PENNY_OPERATION_RENAME_FOLDER] = "rename", [PENNY_OPERATION_DELETE_FOLDER] = "delete",
    [PENNY_OPERATION_COPY] = "copy",
  };
  g_autoptr (GPtrArray) list = penny_store_list_operations (p->f.store, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++) {
    const PennyOperation *op = list->pdata[i];
    gboolean new = g_str_has_prefix (op->folder, PENNY_STORE_NEW_PATH);

    g_string_append_printf (text, "%s%s %s→%s", i > 0 ? ", " : "", words[op->kind], new ? "*" : op->folder,
                            op->target != NULL ? op->target : "");
  }
  return g_string_free (text, FALSE);
}

static void
assert_owed (Post *p, const char *expected)
{
  g_autofree char *text = owed (p);

  g_assert_cmpstr (text, ==, expected);
}

/* The names that a person sees. */
static void
assert_shown (Post *p, const char *expected)
{
  g_autoptr (GPtrArray) list = penny_store_list_folders (p->f.store, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", ((PennyFolder *) list->pdata[i])->shown);
  g_assert_cmpstr (text->str, ==, expected);
}

/* The server carries out what comes first. */
static void
carry_out (Post *p, const char *place)
{
  g_autoptr (PennyOperation) op = next_operation (p->f.store);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (op);
  g_assert_true (penny_store_operation_began (p->f.store, op->id, NULL));
  if (op->kind == PENNY_OPERATION_CREATE_FOLDER || op->kind == PENNY_OPERATION_RENAME_FOLDER)
    penny_store_folder_named (p->f.store, op->id, place != NULL ? place : op->target, &error);
  else
    penny_store_operation_done (p->f.store, op->id, 7, PENNY_UID (0), &error);
  g_assert_no_error (error);
}

static void
refuse (Post *p)
{
  g_autoptr (PennyOperation) op = next_operation (p->f.store);

  g_assert_true (penny_store_operation_began (p->f.store, op->id, NULL));
  g_assert_true (penny_store_operation_drop (p->f.store, op->id, NULL));
}

static const char *
path_of (Post *p, PennyFolderId id)
{
  g_autoptr (PennyFolder) folder = penny_store_get_folder (p->f.store, id, NULL);

  return folder != NULL ? g_intern_string (folder->path) : NULL;
}

static void
test_create (Post *p, gconstpointer data)
{
  PennyFolderId trips = create (p, "Trips");
  PennyEntryId a = add_letter (p->f.store, p->inbox, 1, 0, 1000, "a@x", "s", "text");

  create (p, "Trips/Rome");
  assert_shown (p, "INBOX Trash Trips Trips/Rome Work Work/Deep");
  act_on (p->f.store, PENNY_ACTION_MOVE, a, 0, 0, trips);
  assert_counts (p->f.store, trips, 1, 1);
  /* The server puts it below its own prefix: what is below follows. */
  carry_out (p, "INBOX/Trips");
  assert_owed (p, "create *→INBOX/Trips/Rome, move INBOX→INBOX/Trips");
  g_assert_cmpstr (path_of (p, trips), ==, "INBOX/Trips");
  carry_out (p, NULL);
  assert_shown (p, "INBOX Trash INBOX/Trips INBOX/Trips/Rome Work Work/Deep");
  carry_out (p, NULL);
  assert_owed (p, "");
}

static void
test_create_refused (Post *p, gconstpointer data)
{
  PennyFolderId trips = create (p, "Trips");
  PennyEntryId a = add_letter (p->f.store, p->inbox, 1, 0, 1000, "a@x", "s", "text");
  g_autoptr (GBytes) raw = letter_new ("b@x", NULL, "s", "anna", "imported");
  g_autoptr (PennyFolder) kept = NULL;

  act_on (p->f.store, PENNY_ACTION_MOVE, a, 0, 0, trips);
  act_on (p->f.store, PENNY_ACTION_COPY, a, 0, 0, p->work);
  g_assert_cmpint (penny_store_import_letter (p->f.store, trips, raw, 0, 0, NULL), !=, 0);
  refuse (p);
  g_assert_null (path_of (p, trips));
  assert_counts (p->f.store, p->inbox, 1, 1);
  assert_owed (p, "copy INBOX→Work");
  kept = penny_store_find_folder (p->f.store, PENNY_STORE_KEPT_PATH, NULL);
  g_assert_cmpint (kept->n_total, ==, 1);
}

/* Made by another program, or by this one just before it was killed. */
static void
test_create_claimed (Post *p, gconstpointer data)
{
  PennyFolderId trips = create (p, "Trips");

  put_folder (p->f.store, "Trips", PENNY_ROLE_NONE, FALSE);
  assert_owed (p, "");
  g_assert_cmpstr (path_of (p, trips), ==, "Trips");
  assert_shown (p, "INBOX Trash Trips Work Work/Deep");
}

static void
test_names (Post *p, gconstpointer data)
{
  static const struct {
    const char *name;
    PennyStoreError code;
  } bad[] = {
    { "", PENNY_STORE_ERROR_BAD_NAME },         { "a//b", PENNY_STORE_ERROR_BAD_NAME },
    { "/a", PENNY_STORE_ERROR_BAD_NAME },       { "a/", PENNY_STORE_ERROR_BAD_NAME },
    { "\\Outbox", PENNY_STORE_ERROR_BAD_NAME }, { "a\nb", PENNY_STORE_ERROR_BAD_NAME },
    { "inbox", PENNY_STORE_ERROR_BAD_NAME },    { "\xff", PENNY_STORE_ERROR_BAD_NAME },
    { "Work", PENNY_STORE_ERROR_EXISTS },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_assert_cmpint (penny_store_create_folder (p->f.store, bad[i].name, &error), ==, 0);
    g_assert_error (error, PENNY_STORE_ERROR, (int) bad[i].code);
    g_clear_error (&error);
  }
  g_assert_false (penny_store_rename_folder (p->f.store, p->work, "Work/Deep/Work", &error));
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_BAD_NAME);
  g_clear_error (&error);
  g_assert_false (penny_store_rename_folder (p->f.store, p->inbox, "Other", &error));
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_PROTECTED);
  g_clear_error (&error);
  g_assert_false (penny_store_delete_folder (p->f.store, p->trash, &error));
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_PROTECTED);
  g_assert_cmpuint (n_operations (p->f.store), ==, 0);
}

static void
test_rename (Post *p, gconstpointer data)
{
  PennyEntryId a = add_letter (p->f.store, p->deep, 1, 0, 1000, "a@x", "s", "text");

  rename_to (p, p->work, "Job");
  assert_shown (p, "INBOX Trash Job Job/Deep");
  rename_to (p, p->work, "Office");
  assert_owed (p, "rename Work→Office");
  rename_to (p, p->work, "Work");
  assert_owed (p, "");
  assert_shown (p, "INBOX Trash Work Work/Deep");
  /* First the inner one, then the outer: each is told its name as of then. */
  rename_to (p, p->deep, "Work/Low");
  rename_to (p, p->work, "Job");
  act_on (p->f.store, PENNY_ACTION_MOVE, a, 0, 0, p->trash);
  assert_shown (p, "INBOX Trash Job Job/Low");
  assert_owed (p, "rename Work/Deep→Work/Low, rename Work→Job, move Work/Deep→Trash");
  carry_out (p, NULL);
  g_assert_cmpstr (path_of (p, p->deep), ==, "Work/Low");
  assert_shown (p, "INBOX Trash Job Job/Low");
  carry_out (p, NULL);
  g_assert_cmpstr (path_of (p, p->deep), ==, "Job/Low");
  assert_owed (p, "move Job/Low→Trash");
  assert_shown (p, "INBOX Trash Job Job/Low");
}

static void
test_rename_outer_first (Post *p, gconstpointer data)
{
  rename_to (p, p->work, "Job");
  create (p, "Job/New");
  rename_to (p, p->deep, "Job/Low");
  rename_to (p, p->work, "Office");
  assert_owed (p, "rename Work→Office, create *→Office/New, rename Work/Deep→Office/Low");
  assert_shown (p, "INBOX Trash Office Office/Low Office/New");
  refuse (p);
  assert_owed (p, "create *→Work/New, rename Work/Deep→Work/Low");
  assert_shown (p, "INBOX Trash Work Work/Low Work/New");
  carry_out (p, NULL);
  refuse (p);
  assert_shown (p, "INBOX Trash Work Work/Deep Work/New");
}

/* While a name is on its way to the server, another is owed behind it. */
static void
test_rename_begun (Post *p, gconstpointer data)
{
  g_autoptr (PennyOperation) op = NULL;

  rename_to (p, p->work, "Job");
  op = next_operation (p->f.store);
  g_assert_true (penny_store_operation_began (p->f.store, op->id, NULL));
  rename_to (p, p->work, "Work");
  assert_owed (p, "rename Work→Job, rename Work→Work");
  g_assert_true (penny_store_folder_named (p->f.store, op->id, "Job", NULL));
  assert_owed (p, "rename Job→Work");
  assert_shown (p, "INBOX Trash Work Work/Deep");
  carry_out (p, NULL);
  g_assert_cmpstr (path_of (p, p->deep), ==, "Work/Deep");
  assert_owed (p, "");
}

/* Two folders take each other's names by a third: no step can be left out. */
static void
test_swap (Post *p, gconstpointer data)
{
  PennyFolderId one = put_folder (p->f.store, "One", PENNY_ROLE_NONE, FALSE);
  PennyFolderId two = put_folder (p->f.store, "Two", PENNY_ROLE_NONE, FALSE);

  rename_to (p, one, "Three");
  rename_to (p, two, "One");
  rename_to (p, one, "Two");
  assert_owed (p, "rename One→Three, rename Two→One, rename One→Two");
  carry_out (p, NULL);
  carry_out (p, NULL);
  assert_owed (p, "rename Three→Two");
  assert_shown (p, "INBOX Trash One Two Work Work/Deep");
  carry_out (p, NULL);
  g_assert_cmpstr (path_of (p, one), ==, "Two");
  g_assert_cmpstr (path_of (p, two), ==, "One");
}

static void
test_delete (Post *p, gconstpointer data)
{
  PennyEntryId a = add_letter (p->f.store, p->work, 1, 0, 1000, "a@x", "s", "text");
  g_autoptr (PennyEntry) entry = NULL;

  add_letter (p->f.store, p->deep, 2, 0, 1000, "b@x", "s", "text");
  delete (p, p->work);
  assert_shown (p, "INBOX Trash");
  assert_counts (p->f.store, p->trash, 2, 2);
  assert_owed (p, "move Work/Deep→Trash, delete Work/Deep→, move Work→Trash, delete Work→");
  /* A letter that was thrown away with its folder goes to the inbox when it is wanted again. */
  act_on (p->f.store, PENNY_ACTION_RESTORE, a, 0, 0, 0);
  entry = penny_store_get_entry (p->f.store, a, NULL);
  g_assert_cmpint (entry->folder, ==, p->inbox);
  for (guint i = 0; i < 4; i++)
    carry_out (p, NULL);
  assert_owed (p, "");
  g_assert_null (path_of (p, p->work));
}

static void
test_delete_and_create (Post *p, gconstpointer data)
{
  delete (p, p->deep);
  g_assert_cmpint (create (p, "Work/Deep"), ==, p->deep);
  assert_owed (p, "");
  assert_shown (p, "INBOX Trash Work Work/Deep");
  delete (p, create (p, "Trips"));
  assert_owed (p, "");
  assert_shown (p, "INBOX Trash Work Work/Deep");
  rename_to (p, p->work, "Job");
  delete (p, p->deep);
  assert_owed (p, "rename Work→Job, delete Work/Deep→");
  carry_out (p, NULL);
  assert_owed (p, "delete Job/Deep→");
  refuse (p);
  assert_shown (p, "INBOX Trash Job Job/Deep");
}

static void
test_at_home (Post *p, gconstpointer data)
{
  PennyFolderId trips = create (p, "Trips");
  PennyEntryId a;

  add_letter (p->f.store, p->work, 0, 0, 1000, "a@x", "s", "text");
  a = 1;
  rename_to (p, p->work, "Job");
  assert_shown (p, "INBOX Trash Job Job/Deep Trips");
  act_on (p->f.store, PENNY_ACTION_MOVE, a, 0, 0, trips);
  delete (p, trips);
  delete (p, p->work);
  assert_shown (p, "INBOX Trash");
  assert_counts (p->f.store, p->trash, 1, 1);
  assert_owed (p, "");
}

/* --- seen on the server under another name --- */

static void
found_as (Post *p, const char *path, const char *new_path, gboolean void_uids)
{
  PennyBatch *batch = penny_batch_new ();

  penny_batch_rename_folder (batch, path, new_path, void_uids);
  submit (p->f.store, batch);
  flush (p->f.store);
}

static void
test_found (Post *p, gconstpointer data)
{
  PennyEntryId a = add_letter (p->f.store, p->deep, 1, 0, 1000, "a@x", "s", "text");

  act_on (p->f.store, PENNY_ACTION_MOVE, a, 0, 0, p->trash);
  found_as (p, "Work", "Job", FALSE);
  assert_shown (p, "INBOX Trash Job Job/Deep");
  assert_owed (p, "move Job/Deep→Trash");
  g_assert_cmpint (entry_of_uid (p->f.store, p->deep, 1), ==, a);
  found_as (p, "Job/Deep", "Deep", TRUE);
  assert_shown (p, "INBOX Trash Deep Job");
  g_assert_cmpint (entry_of_uid (p->f.store, p->deep, 1), ==, 0);
  /* Our own new name, carried out before it could be noted. */
  rename_to (p, p->work, "Office");
  found_as (p, "Job", "Office", FALSE);
  assert_owed (p, "move Deep→Trash");
}

/* The folder that letters were moved out of is gone before the server heard of it. */
static void
test_source_gone (Post *p, gconstpointer data)
{
  PennyEntryId a = add_letter (p->f.store, p->work, 1, 0, 1000, "a@x", "s", "text");
  PennyEntryId b = add_letter (p->f.store, p->work, 2, 0, 1000, "b@x", "s", "text");
  const char *left[] = { "INBOX", "Trash", NULL };
  PennyBatch *batch = penny_batch_new ();

  act_on (p->f.store, PENNY_ACTION_MOVE, a, 0, 0, p->trash);
  act_on (p->f.store, PENNY_ACTION_DELETE, b, 0, 0, 0);
  penny_batch_keep_folders (batch, left);
  submit (p->f.store, batch);
  flush (p->f.store);
  assert_owed (p, "append Trash→Trash");
  assert_counts (p->f.store, p->trash, 1, 1);
}

#define ADD(path, func) g_test_add (path, Post, NULL, setup, func, teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/folders/create", test_create);
  ADD ("/store/folders/create-refused", test_create_refused);
  ADD ("/store/folders/create-claimed", test_create_claimed);
  ADD ("/store/folders/names", test_names);
  ADD ("/store/folders/rename", test_rename);
  ADD ("/store/folders/rename-outer-first", test_rename_outer_first);
  ADD ("/store/folders/rename-begun", test_rename_begun);
  ADD ("/store/folders/swap", test_swap);
  ADD ("/store/folders/delete", test_delete);
  ADD ("/store/folders/delete-and-create", test_delete_and_create);
  g_test_add ("/store/folders/at-home", Post, GINT_TO_POINTER (TRUE), setup, test_at_home, teardown);
  ADD ("/store/folders/found", test_found);
  ADD ("/store/folders/source-gone", test_source_gone);
  return g_test_run ();
}
