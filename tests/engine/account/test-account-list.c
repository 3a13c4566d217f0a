/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places and the list of accounts: files, modes, names, changes, locks, removal. */
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "penny-account-list.h"
#include "penny-error.h"

typedef struct {
  char *dir;
  PennyPlaces *places;
  PennyAccountList *list;
  guint changes;
} Fixture;

static void
count_cb (PennyAccountList *list, Fixture *f)
{
  f->changes++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->dir = g_dir_make_tmp ("penny-list-XXXXXX", NULL);
  f->places = penny_places_new (f->dir);
  f->list = penny_account_list_new (f->places);
  g_signal_connect (f->list, "changed", G_CALLBACK (count_cb), f);
  g_assert_true (penny_account_list_load (f->list, &error));
  g_assert_no_error (error);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->list);
  penny_places_unref (f->places);
  remove_tree (f->dir);
  g_free (f->dir);
}

static PennyAccount *
make_account (const char *address, const char *host)
{
  g_autoptr (PennyAccountForm) form = penny_account_form_new ();
  g_autoptr (GError) error = NULL;
  PennyAccount *account;

  form->address = g_strdup (address);
  form->incoming = penny_server_new (PENNY_PROTOCOL_IMAP, host, 0, PENNY_SECURITY_TLS, NULL);
  account = penny_account_new (form, &error);
  g_assert_no_error (error);
  return account;
}

static PennyAccount *
add (Fixture *f, const char *address, const char *host)
{
  g_autoptr (PennyAccount) account = make_account (address, host);
  g_autoptr (GError) error = NULL;
  PennyAccount *kept = penny_account_list_add (f->list, account, &error);

  g_assert_no_error (error);
  return kept;
}

static void
test_places (void)
{
  g_autoptr (PennyPlaces) own = penny_places_new ("/tmp/x/../y");
  g_autoptr (PennyPlaces) usual = penny_places_new (NULL);
  g_autofree char *a = penny_places_dup_settings_path (own, "anna");
  g_autofree char *b = penny_places_dup_store_path (own, "anna");
  g_autofree char *c = penny_places_dup_settings_path (usual, "anna");
  g_autofree char *d = penny_places_dup_store_path (usual, "anna");
  g_autofree char *e = g_build_filename (g_get_user_config_dir (), "pennypost/accounts/anna.ini", NULL);
  g_autofree char *g = g_build_filename (g_get_user_data_dir (), "pennypost/anna/mail.db", NULL);

  g_assert_cmpstr (a, ==, "/tmp/y/accounts/anna.ini");
  g_assert_cmpstr (b, ==, "/tmp/y/stores/anna/mail.db");
  g_assert_cmpstr (c, ==, e);
  g_assert_cmpstr (d, ==, g);
}

static void
test_add (Fixture *f, gconstpointer data)
{
  g_autoptr (PennyAccount) kept = add (f, "anna@example.org", "imap.example.org");
  g_autoptr (PennyAccount) again = NULL, twin = make_account ("Anna@example.org", "imap.example.org");
  g_autoptr (PennyAccountList) other = penny_account_list_new (f->places);
  g_autofree char *path = penny_places_dup_settings_path (f->places, "anna-example.org");
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_cmpstr (penny_account_get_id (kept), ==, "anna-example.org");
  g_assert_cmpuint (f->changes, ==, 1);
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (penny_account_list_load (other, &error));
  g_assert_true (penny_account_equal (kept, penny_account_list_get (other, "anna-example.org")));
  g_assert_nonnull (penny_account_list_find_address (other, "ANNA@example.org"));

  g_assert_null (penny_account_list_add (f->list, twin, &error));
  g_clear_error (&error);
  again = penny_account_list_add (f->list, kept, &error);
  g_assert_null (again);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_clear_error (&error);
  again = add (f, "anna@example.org", "mail.example.org");
  g_assert_cmpstr (penny_account_get_id (again), ==, "anna-example.org-2");
  g_assert_cmpuint (penny_account_list_get_accounts (f->list)->len, ==, 2);
}

static void
test_replace (Fixture *f, gconstpointer data)
{
  g_autoptr (PennyAccount) kept = add (f, "anna@example.org", "imap.example.org");
  g_autoptr (PennyAccountForm) form = penny_account_to_form (kept);
  g_autoptr (PennyAccount) changed = NULL, stranger = NULL;
  g_autoptr (GError) error = NULL;

  g_free (form->name);
  form->name = g_strdup ("Anna Ångström");
  changed = penny_account_new (form, &error);
  g_assert_true (penny_account_list_replace (f->list, changed, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (f->changes, ==, 2);
  g_assert_cmpstr (penny_account_get_name (penny_account_list_get (f->list, NULL)), ==, "Anna Ångström");
  stranger = penny_account_copy_with_id (changed, "nobody");
  g_assert_false (penny_account_list_replace (f->list, stranger, &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NOT_FOUND);
}

static void
test_remove (Fixture *f, gconstpointer data)
{
  g_autoptr (PennyAccount) kept = add (f, "anna@example.org", "imap.example.org");
  const char *id = penny_account_get_id (kept);
  g_autofree char *store = penny_places_dup_store_path (f->places, id);
  g_autofree char *settings = penny_places_dup_settings_path (f->places, id);
  g_autofree char *stores = g_build_filename (f->dir, "stores", NULL);
  g_autoptr (PennyAccountLock) lock = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) left = NULL;

  g_assert_true (penny_places_make_store_dir (f->places, id, &error));
  g_assert_true (g_file_set_contents (store, "x", 1, NULL));
  lock = penny_places_lock_account (f->places, id, &error);
  g_assert_no_error (error);
  g_assert_false (penny_account_list_remove (f->list, id, &error));
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_true (g_file_test (store, G_FILE_TEST_EXISTS));
  g_clear_pointer (&lock, penny_account_lock_free);

  g_assert_true (penny_account_list_remove (f->list, id, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (settings, G_FILE_TEST_EXISTS));
  left = g_dir_open (stores, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (left), ==, NULL);
  g_assert_cmpuint (penny_account_list_get_accounts (f->list)->len, ==, 0);
  g_assert_false (penny_account_list_remove (f->list, id, &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (penny_account_list_remove (f->list, "../etc", &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NOT_FOUND);
}

/* A store without settings (the file was deleted by hand) is not handed to a new account. */
static void
test_orphan (Fixture *f, gconstpointer data)
{
  g_autofree char *store = penny_places_dup_store_path (f->places, "anna-example.org");
  g_autoptr (PennyAccount) kept = NULL;

  g_assert_true (penny_places_make_store_dir (f->places, "anna-example.org", NULL));
  g_assert_true (g_file_set_contents (store, "x", 1, NULL));
  kept = add (f, "anna@example.org", "imap.example.org");
  g_assert_cmpstr (penny_account_get_id (kept), ==, "anna-example.org-2");
}

static void
test_broken (Fixture *f, gconstpointer data)
{
  g_autoptr (PennyAccount) kept = add (f, "anna@example.org", "imap.example.org");
  g_autofree char *bad = penny_places_dup_settings_path (f->places, "bad");
  g_autofree char *dir = penny_places_dup_accounts_dir (f->places);
  g_autofree char *odd = g_build_filename (dir, "Not An Id.ini", NULL);
  g_autoptr (GError) error = NULL;
  PennyBrokenAccount *broken;

  g_assert_true (g_file_set_contents (bad, "[account]\naddress=x\n", -1, NULL));
  g_assert_true (g_file_set_contents (odd, "", -1, NULL));
  g_assert_true (penny_account_list_load (f->list, &error));
  g_assert_cmpuint (f->changes, ==, 2);
  g_assert_true (penny_account_list_load (f->list, &error));
  g_assert_cmpuint (f->changes, ==, 2);
  g_assert_cmpuint (penny_account_list_get_accounts (f->list)->len, ==, 1);
  g_assert_cmpuint (penny_account_list_get_broken (f->list)->len, ==, 1);
  broken = penny_account_list_get_broken (f->list)->pdata[0];
  g_assert_cmpstr (broken->id, ==, "bad");
  g_assert_error (broken->error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID);
  g_assert_true (penny_account_list_remove (f->list, "bad", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (penny_account_list_get_broken (f->list)->len, ==, 0);
}

static void
test_lock (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyAccountLock) first = penny_places_lock_account (f->places, "anna", &error);
  g_autoptr (PennyAccountLock) other = penny_places_lock_account (f->places, "berta", &error);
  g_autoptr (PennyAccountLock) second = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (first);
  g_assert_nonnull (other);
  second = penny_places_lock_account (f->places, "anna", &error);
  g_assert_null (second);
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_BUSY);
  g_clear_error (&error);
  g_clear_pointer (&first, penny_account_lock_free);
  second = penny_places_lock_account (f->places, "anna", &error);
  g_assert_no_error (error);
}

static void
test_watch (Fixture *f, gconstpointer data)
{
  g_autoptr (PennyAccountList) other = penny_account_list_new (f->places);
  g_autoptr (PennyAccount) account = make_account ("anna@example.org", "imap.example.org");
  g_autoptr (PennyAccount) kept = NULL;

  penny_account_list_watch (f->list);
  kept = penny_account_list_add (other, account, NULL);
  while (f->changes == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (penny_account_list_get_accounts (f->list)->len, ==, 1);
}

static void
test_unwritable (void)
{
  g_autoptr (PennyPlaces) places = penny_places_new ("/proc/nowhere");
  g_autoptr (PennyAccountList) list = penny_account_list_new (places);
  g_autoptr (PennyAccount) account = make_account ("anna@example.org", "imap.example.org");
  g_autoptr (GError) error = NULL;

  g_assert_null (penny_account_list_add (list, account, &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_IO);
  g_clear_error (&error);
  g_assert_null (penny_places_lock_account (places, "anna", &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_IO);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-list/places", test_places);
  ADD ("/account-list/add", test_add);
  ADD ("/account-list/replace", test_replace);
  ADD ("/account-list/remove", test_remove);
  ADD ("/account-list/orphan", test_orphan);
  ADD ("/account-list/broken", test_broken);
  ADD ("/account-list/lock", test_lock);
  ADD ("/account-list/watch", test_watch);
  g_test_add_func ("/account-list/unwritable", test_unwritable);
  return g_test_run ();
}
