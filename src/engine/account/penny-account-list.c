/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accounts of one place: reading, adding, replacing, removing, and noticing changes. */
#include "penny-account-list.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "penny-error.h"
#include "penny-thread.h"

#define REMOVED_PREFIX ".removed-"
#define ACCOUNTS_MAX 1000

struct _PennyAccountList {
  GObject parent_instance;

  /* set once */
  PennyPlaces *places;   /* owned */
  GFileMonitor *monitor; /* owned; NULL unless watched */

  /* replaced by each load */
  GPtrArray *accounts; /* PennyAccount, sorted by id */
  GPtrArray *broken;   /* PennyBrokenAccount */
};

G_DEFINE_FINAL_TYPE (PennyAccountList, penny_account_list, G_TYPE_OBJECT)

static guint changed_signal;

static void
broken_free (gpointer data)
{
  PennyBrokenAccount *broken = data;

  g_free (broken->id);
  g_free (broken->path);
  g_clear_error (&broken->error);
  g_free (broken);
}

static GPtrArray *
accounts_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) penny_account_unref);
}

static void
penny_account_list_finalize (GObject *object)
{
  PennyAccountList *self = PENNY_ACCOUNT_LIST (object);

  if (self->monitor)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  g_ptr_array_unref (self->accounts);
  g_ptr_array_unref (self->broken);
  penny_places_unref (self->places);
  G_OBJECT_CLASS (penny_account_list_parent_class)->finalize (object);
}

static void
penny_account_list_class_init (PennyAccountListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = penny_account_list_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
penny_account_list_init (PennyAccountList *self)
{
  self->accounts = accounts_new ();
  self->broken = g_ptr_array_new_with_free_func (broken_free);
}

PennyAccountList *
penny_account_list_new (PennyPlaces *places)
{
  PennyAccountList *self = g_object_new (PENNY_TYPE_ACCOUNT_LIST, NULL);

  self->places = penny_places_ref (places);
  return self;
}

PennyPlaces *
penny_account_list_get_places (PennyAccountList *self)
{
  return self->places;
}

/* --- reading --- */

static gboolean
io_error (GError **error, const char *path)
{
  int number = errno;

  g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_IO, "%s: %s", path, g_strerror (number));
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* Ids that have a settings file, sorted; NULL + error when the folder cannot be read. */
static GPtrArray *
list_ids (PennyAccountList *self, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = penny_places_dup_accounts_dir (self->places);
  g_autoptr (GError) local = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &local);
  const char *name;

  if (dir == NULL)
    {
      if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return g_steal_pointer (&ids);
      g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_IO, "%s", local->message);
      return NULL;
    }
  while ((name = g_dir_read_name (dir)) && ids->len < ACCOUNTS_MAX)
    {
      g_autofree char *id = NULL;

      if (!g_str_has_suffix (name, ".ini"))
        continue;
      id = g_strndup (name, strlen (name) - strlen (".ini"));
      if (penny_account_id_is_valid (id))
        g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  g_ptr_array_sort (ids, compare_names);
  return g_steal_pointer (&ids);
}

static void
load_one (PennyAccountList *self, const char *id, GPtrArray *accounts, GPtrArray *broken)
{
  g_autofree char *path = penny_places_dup_settings_path (self->places, id);
  g_autoptr (GError) error = NULL;
  PennyAccount *account = penny_account_new_from_file (path, id, &error);
  PennyBrokenAccount *bad;

  if (account)
    {
      g_ptr_array_add (accounts, account);
      return;
    }
  if (g_error_matches (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NOT_FOUND))
    return; /* removed while we looked */
  bad = g_new0 (PennyBrokenAccount, 1);
  bad->id = g_strdup (id);
  bad->path = g_steal_pointer (&path);
  bad->error = g_steal_pointer (&error);
  g_ptr_array_add (broken, bad);
}

static gboolean
same_accounts (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!penny_account_equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return TRUE;
}

static gboolean
same_broken (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      PennyBrokenAccount *x = a->pdata[i], *y = b->pdata[i];

      if (strcmp (x->id, y->id) != 0 || strcmp (x->error->message, y->error->message) != 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
penny_account_list_load (PennyAccountList *self, GError **error)
{
  g_autoptr (GPtrArray) ids = list_ids (self, error);
  g_autoptr (GPtrArray) accounts = accounts_new ();
  g_autoptr (GPtrArray) broken = g_ptr_array_new_with_free_func (broken_free);
  gboolean same;

  penny_assert_thread (PENNY_THREAD_MAIN);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    load_one (self, ids->pdata[i], accounts, broken);
  same = same_accounts (accounts, self->accounts) && same_broken (broken, self->broken);
  g_ptr_array_unref (self->accounts);
  g_ptr_array_unref (self->broken);
  self->accounts = g_steal_pointer (&accounts);
  self->broken = g_steal_pointer (&broken);
  if (!same)
    g_signal_emit (self, changed_signal, 0);
  return TRUE;
}

static void
monitor_changed_cb (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
                    PennyAccountList *self)
{
  g_autoptr (GError) error = NULL;

  if (!penny_account_list_load (self, &error))
    g_debug ("accounts: %s", error->message);
}

void
penny_account_list_watch (PennyAccountList *self)
{
  g_autofree char *path = penny_places_dup_accounts_dir (self->places);
  g_autoptr (GFile) dir = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  if (self->monitor)
    return;
  /* A folder that does not exist yet cannot be watched on every file system. */
  g_mkdir_with_parents (path, 0700);
  self->monitor = g_file_monitor_directory (dir, G_FILE_MONITOR_WATCH_MOVES, NULL, &error);
  if (self->monitor)
    g_signal_connect (self->monitor, "changed", G_CALLBACK (monitor_changed_cb), self);
  else
    g_debug ("accounts: %s", error->message);
}

GPtrArray *
penny_account_list_get_accounts (PennyAccountList *self)
{
  return self->accounts;
}

GPtrArray *
penny_account_list_get_broken (PennyAccountList *self)
{
  return self->broken;
}

PennyAccount *
penny_account_list_get (PennyAccountList *self, const char *id)
{
  for (guint i = 0; i < self->accounts->len; i++)
    if (id == NULL || strcmp (penny_account_get_id (self->accounts->pdata[i]), id) == 0)
      return self->accounts->pdata[i];
  return NULL;
}

PennyAccount *
penny_account_list_find_address (PennyAccountList *self, const char *address)
{
  for (guint i = 0; i < self->accounts->len; i++)
    if (g_ascii_strcasecmp (penny_account_get_address (self->accounts->pdata[i]), address) == 0)
      return self->accounts->pdata[i];
  return NULL;
}

/* --- writing --- */

static gboolean
write_account (PennyAccountList *self, PennyAccount *account, GError **error)
{
  g_autofree char *dir = penny_places_dup_accounts_dir (self->places);
  g_autofree char *path = penny_places_dup_settings_path (self->places, penny_account_get_id (account));
  g_autoptr (GKeyFile) file = penny_account_to_key_file (account);
  g_autoptr (GError) local = NULL;
  g_autofree char *data = NULL;
  gsize length;

  if (g_mkdir_with_parents (dir, 0700) != 0)
    return io_error (error, dir);
  data = g_key_file_to_data (file, &length, NULL);
  if (!g_file_set_contents_full (path, data, length,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 &local))
    {
      g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_IO, "%s", local->message);
      return FALSE;
    }
  return penny_account_list_load (self, error);
}

/* A store that is still there would be taken over by a new account of the same id: also not free. */
static gboolean
id_is_free (PennyAccountList *self, const char *id)
{
  g_autofree char *settings = penny_places_dup_settings_path (self->places, id);
  g_autofree char *store = penny_places_dup_store_path (self->places, id);

  return !g_file_test (settings, G_FILE_TEST_EXISTS) && !g_file_test (store, G_FILE_TEST_EXISTS);
}

static char *
make_free_id (PennyAccountList *self, const char *id)
{
  for (guint n = 1; n < 10 * ACCOUNTS_MAX; n++)
    {
      g_autofree char *tried = n == 1 ? g_strdup (id) : g_strdup_printf ("%.58s-%u", id, n);

      if (id_is_free (self, tried))
        return g_steal_pointer (&tried);
    }
  return NULL;
}

static gboolean
is_same_box (PennyAccount *a, PennyAccount *b)
{
  const PennyServer *x = penny_account_get_incoming (a), *y = penny_account_get_incoming (b);

  return g_ascii_strcasecmp (penny_account_get_address (a), penny_account_get_address (b)) == 0 &&
         penny_account_get_way (a) == penny_account_get_way (b) && x->protocol == y->protocol &&
         x->port == y->port && g_ascii_strcasecmp (x->host, y->host) == 0 &&
         g_ascii_strcasecmp (x->user, y->user) == 0;
}

PennyAccount *
penny_account_list_add (PennyAccountList *self, PennyAccount *account, GError **error)
{
  g_autoptr (PennyAccount) kept = NULL;
  g_autofree char *id = NULL;

  if (!penny_account_list_load (self, error))
    return NULL;
  for (guint i = 0; i < self->accounts->len; i++)
    if (is_same_box (self->accounts->pdata[i], account))
      {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                     "%s is already set up as account %s", penny_account_get_address (account),
                     penny_account_get_id (self->accounts->pdata[i]));
        return NULL;
      }
  id = make_free_id (self, penny_account_get_id (account));
  if (id == NULL)
    {
      g_set_error_literal (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_IO, "no free account id");
      return NULL;
    }
  kept = penny_account_copy_with_id (account, id);
  return write_account (self, kept, error) ? g_steal_pointer (&kept) : NULL;
}

static gboolean
not_found (const char *id, GError **error)
{
  g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NOT_FOUND, "no account %s", id);
  return FALSE;
}

gboolean
penny_account_list_replace (PennyAccountList *self, PennyAccount *account, GError **error)
{
  const char *id = penny_account_get_id (account);
  g_autofree char *path = penny_places_dup_settings_path (self->places, id);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return not_found (id, error);
  return write_account (self, account, error);
}

static void
delete_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && (dir = g_dir_open (path, 0, NULL)))
    while ((name = g_dir_read_name (dir)))
      {
        g_autofree char *child = g_build_filename (path, name, NULL);

        delete_tree (child);
      }
  if (g_remove (path) != 0 && errno != ENOENT)
    g_debug ("accounts: %s: %s", path, g_strerror (errno));
}

/* What an earlier removal could not finish (a crash, a busy file) goes now. */
static void
sweep_removed (const char *stores)
{
  g_autoptr (GDir) dir = g_dir_open (stores, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_prefix (name, REMOVED_PREFIX))
      {
        g_autofree char *path = g_build_filename (stores, name, NULL);

        delete_tree (path);
      }
}

/* The store first leaves its name, then the settings go, then the data: a crash after any of these
 * lines leaves either a whole account, an account without letters that fetches them again, or a
 * leftover that no account can find and the next removal sweeps away. */
gboolean
penny_account_list_remove (PennyAccountList *self, const char *id, GError **error)
{
  g_autoptr (PennyAccountLock) lock = NULL;
  g_autofree char *settings = NULL, *store = NULL, *stores = NULL, *name = NULL, *aside = NULL;

  if (!penny_account_id_is_valid (id))
    return not_found (id ? id : "", error);
  settings = penny_places_dup_settings_path (self->places, id);
  if (!g_file_test (settings, G_FILE_TEST_EXISTS))
    return not_found (id, error);
  lock = penny_places_lock_account (self->places, id, error);
  if (lock == NULL)
    return FALSE;
  store = penny_places_dup_store_dir (self->places, id);
  stores = g_path_get_dirname (store);
  name = g_strdup_printf (REMOVED_PREFIX "%s-%" G_GINT64_FORMAT, id, g_get_real_time ());
  aside = g_build_filename (stores, name, NULL);
  if (g_rename (store, aside) != 0)
    return io_error (error, store);
  if (g_unlink (settings) != 0)
    {
      io_error (error, settings);
      if (g_rename (aside, store) != 0)
        g_debug ("accounts: %s: %s", aside, g_strerror (errno));
      return FALSE;
    }
  sweep_removed (stores);
  return penny_account_list_load (self, error);
}
