/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hand in the store for tests that break things: does what pennypostctl has no word for, and prints
 * everything that is there in a form that can be compared. */
#include <stdio.h>

#include "penny-store-actions.h"

/* One line a letter: folder, UID, flags, digest of its bytes (- where only the header is here). */
static gboolean
print_folder (PennyStore *store, const PennyFolder *folder, GError **error)
{
  g_autoptr (GPtrArray) entries =
    penny_store_list_entries (store, folder->id, PENNY_LIST_NEWEST_FIRST, 0, G_MAXINT, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const PennyEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (GBytes) raw = entry->has_body ? penny_store_read_raw (store, entry->id, error) : NULL;
      g_autofree char *digest = raw != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, raw) : g_strdup ("-");

      if (entry->has_body && raw == NULL)
        return FALSE;
      printf ("%s\t%u\t%u\t%s\n", folder->path, entry->uid.value, (guint) entry->flags, digest);
    }
  return entries != NULL;
}

static gboolean
list (PennyStore *store, const char *unused, GError **error)
{
  g_autoptr (GPtrArray) folders = penny_store_list_folders (store, error);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    if (!print_folder (store, g_ptr_array_index (folders, i), error))
      return FALSE;
  return folders != NULL;
}

static gboolean
delete_letter (PennyStore *store, const char *letter, GError **error)
{
  PennyEntryId id = g_ascii_strtoll (letter, NULL, 10);

  return penny_store_act (store, penny_action_new (PENNY_ACTION_DELETE, &id, 1), error) != 0;
}

static GBytes *
read_file (const char *path, GError **error)
{
  char *text;
  gsize size;

  return g_file_get_contents (path, &text, &size, error) ? g_bytes_new_take (text, size) : NULL;
}

static gboolean
save_draft (PennyStore *store, const char *path, GError **error)
{
  g_autoptr (GBytes) raw = read_file (path, error);

  return raw != NULL && penny_store_save_draft (store, raw, 0, error) != 0;
}

static gboolean
queue_letter (PennyStore *store, const char *path, GError **error)
{
  g_autoptr (GBytes) raw = read_file (path, error);

  return raw != NULL && penny_store_queue_letter (store, raw, 0, FALSE, 0, error) != 0;
}

static const struct {
  const char *word;
  gboolean (*func) (PennyStore *store, const char *argument, GError **error);
} commands[] = {
  { "list", list },
  { "delete", delete_letter },
  { "draft", save_draft },
  { "queue", queue_letter },
};

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyStore) store = NULL;
  gboolean done = FALSE;

  for (guint i = 0; argc > 2 && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].word) && (store = penny_store_open (argv[2], &error)) != NULL)
      done = commands[i].func (store, argc > 3 ? argv[3] : "", &error);
  if (store != NULL)
    penny_store_close (store);
  if (!done)
    fprintf (stderr, "%s\n", error != NULL ? error->message : "store-hand list|delete|draft|queue DATABASE [WHAT]");
  return !done;
}
