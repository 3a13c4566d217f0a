/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that are alive or were read, and the reading of more. */
#include "penny-entry-rows.h"

/* Entries kept beside those that live in rows, so that scrolling back does not read again. */
#define MAX_KEPT 1024

struct _PennyEntryRows {
  guint page;
  PennyStore *store;
  GArray *ids;                 /* of PennyEntryId, the model's */
  GHashTable *live;            /* PennyEntryId in the item → PennyEntryItem, weak */
  GHashTable *kept;            /* PennyEntryId in the entry → PennyEntry, owned */
  gint64 longest_read;
};

PennyEntryRows *
penny_entry_rows_new (guint page)
{
  PennyEntryRows *self = g_new0 (PennyEntryRows, 1);

  self->page = page;
  self->ids = g_array_new (FALSE, FALSE, sizeof (PennyEntryId));
  self->live = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->kept = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) penny_entry_unref);
  return self;
}

void
penny_entry_rows_free (PennyEntryRows *self)
{
  penny_entry_rows_forget (self);
  g_clear_object (&self->store);
  g_array_unref (self->ids);
  g_hash_table_unref (self->live);
  g_hash_table_unref (self->kept);
  g_free (self);
}

void
penny_entry_rows_set_store (PennyEntryRows *self, PennyStore *store)
{
  g_set_object (&self->store, store);
}

void
penny_entry_rows_set_ids (PennyEntryRows *self, GArray *ids)
{
  g_array_ref (ids);
  g_array_unref (self->ids);
  self->ids = ids;
}

gint64
penny_entry_rows_measure (PennyEntryRows *self, gint64 start)
{
  self->longest_read = MAX (self->longest_read, g_get_monotonic_time () - start);
  return self->longest_read;
}

/* --- reading --- */

void
penny_entry_rows_keep (PennyEntryRows *self, PennyEntry *entry)
{
  if (g_hash_table_size (self->kept) >= MAX_KEPT)
    g_hash_table_remove_all (self->kept);
  g_hash_table_replace (self->kept, &entry->id, penny_entry_ref (entry));
}

/* One bounded read on the main loop: the exception that the design allows, so it is timed. */
static GPtrArray *
read_rows (PennyEntryRows *self, const PennyEntryId *ids, guint n)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = penny_store_get_entries (self->store, ids, n, &error);

  if (rows == NULL)
    g_debug ("rows of the list cannot be read: %s", error->message);
  penny_entry_rows_measure (self, start);
  return rows;
}

static void
load_page (PennyEntryRows *self, guint position)
{
  guint start = position - position % self->page;
  guint n = MIN (self->page, self->ids->len - start);
  g_autoptr (GPtrArray) rows = read_rows (self, &g_array_index (self->ids, PennyEntryId, start), n);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (g_ptr_array_index (rows, i) != NULL)
      penny_entry_rows_keep (self, g_ptr_array_index (rows, i));
}

static PennyEntry *
load_item (PennyEntryItem *item, gpointer data)
{
  PennyEntryRows *self = data;
  PennyEntryId id = penny_entry_item_get_id (item);
  guint position = penny_entry_item_get_position (item);
  PennyEntry *entry = g_hash_table_lookup (self->kept, &id);

  if (self->store == NULL)
    return NULL;
  if (entry == NULL && position < self->ids->len &&
           g_array_index (self->ids, PennyEntryId, position) == id)
    {
      load_page (self, position);
      entry = g_hash_table_lookup (self->kept, &id);
    }
  else if (entry == NULL)
    {
      g_autoptr (GPtrArray) rows = read_rows (self, &id, 1);

      if (rows != NULL && rows->len == 1 && g_ptr_array_index (rows, 0) != NULL)
        return penny_entry_ref (g_ptr_array_index (rows, 0));
    }
  return entry != NULL ? penny_entry_ref (entry) : NULL;
}

static void
item_gone_cb (gpointer data, GObject *where_it_was)
{
  PennyEntryRows *self = data;

  /* Called while the item is disposed of: its memory, and so the key, is still there. */
  g_hash_table_remove (self->live, penny_entry_item_get_id_key ((PennyEntryItem *) where_it_was));
}

void
penny_entry_rows_forget (PennyEntryRows *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      g_object_weak_unref (item, item_gone_cb, self);
      penny_entry_item_detach (item);
    }
  g_hash_table_remove_all (self->live);
  g_hash_table_remove_all (self->kept);
}

void
penny_entry_rows_reread (PennyEntryRows *self, const PennyEntryId *ids, guint n)
{
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (PennyEntryId));

  for (guint i = 0; i < n; i++)
    {
      PennyEntryItem *item = g_hash_table_lookup (self->live, &ids[i]);

      g_hash_table_remove (self->kept, &ids[i]);
      if (item != NULL && penny_entry_item_is_loaded (item))
        g_array_append_val (shown, ids[i]);
    }

  for (guint start = 0; start < shown->len; start += self->page)
    {
      const PennyEntryId *page = &g_array_index (shown, PennyEntryId, start);
      g_autoptr (GPtrArray) rows = read_rows (self, page, MIN (self->page, shown->len - start));

      for (guint i = 0; rows != NULL && i < rows->len; i++)
        {
          PennyEntryItem *item = g_hash_table_lookup (self->live, &page[i]);

          if (g_ptr_array_index (rows, i) != NULL && item != NULL)
            penny_entry_item_set_entry (item, g_ptr_array_index (rows, i));
        }
    }
}

/* --- items --- */

PennyEntryItem *
penny_entry_rows_get_item (PennyEntryRows *self, PennyEntryId id, guint position)
{
  PennyEntryItem *item = g_hash_table_lookup (self->live, &id);

  if (item == NULL)
    {
      item = penny_entry_item_new (id, load_item, self);
      g_object_weak_ref (G_OBJECT (item), item_gone_cb, self);
      g_hash_table_insert (self->live, (gpointer) penny_entry_item_get_id_key (item), item);
    }
  else
    {
      g_object_ref (item);
    }
  penny_entry_item_set_position (item, position);
  return item;
}

void
penny_entry_rows_forget_date_words (PennyEntryRows *self)
{
  g_autoptr (GList) items = g_hash_table_get_values (self->live);

  for (GList *l = items; l != NULL; l = l->next)
    penny_entry_item_forget_date_words (l->data);
}

guint
penny_entry_rows_get_n_live (PennyEntryRows *self)
{
  return g_hash_table_size (self->live);
}
