/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of letters as a lazily loaded GListModel. */
#include "penny-entry-model.h"

#include "penny-id-diff.h"

/* Splices for one change notice; above this the list view is better served by fewer, larger ones. */
#define MAX_EDITS 32
/* Entries kept beside those that live in rows, so that scrolling back does not read again. */
#define MAX_KEPT 1024

struct _PennyEntryModel {
  GObject parent_instance;

  /* What is shown; set by show_… */
  PennyStore *store;
  guint watch;
  PennyFolderId folder;
  PennyListFlags flags;
  char *words;                 /* NULL: the folder itself */

  /* What came of it */
  PennyEntryModelState state;
  GError *error;
  GArray *ids;                 /* of PennyEntryId */
  GHashTable *live;            /* PennyEntryId in the item → PennyEntryItem, weak */
  GHashTable *kept;            /* PennyEntryId in the entry → PennyEntry, owned */
  gint64 longest_read;

  /* The query under way */
  GCancellable *cancellable;
  gboolean asking;
  gboolean stale;              /* something changed meanwhile: ask again */
};

enum { STATE_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void penny_entry_model_list_model_init (GListModelInterface *iface);
static void ask (PennyEntryModel *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (PennyEntryModel, penny_entry_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, penny_entry_model_list_model_init))

/* --- rows --- */

static void
keep (PennyEntryModel *self, PennyEntry *entry)
{
  if (g_hash_table_size (self->kept) >= MAX_KEPT)
    g_hash_table_remove_all (self->kept);
  g_hash_table_replace (self->kept, &entry->id, penny_entry_ref (entry));
}

/* One bounded read on the main loop: the exception that the design allows, so it is timed. */
static GPtrArray *
read_rows (PennyEntryModel *self, const PennyEntryId *ids, guint n)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = penny_store_get_entries (self->store, ids, n, &error);

  if (rows == NULL)
    g_debug ("rows of the list cannot be read: %s", error->message);
  self->longest_read = MAX (self->longest_read, g_get_monotonic_time () - start);
  return rows;
}

static void
load_page (PennyEntryModel *self, guint position)
{
  guint start = position - position % PENNY_ENTRY_MODEL_PAGE;
  guint n = MIN (PENNY_ENTRY_MODEL_PAGE, self->ids->len - start);
  g_autoptr (GPtrArray) rows = read_rows (self, &g_array_index (self->ids, PennyEntryId, start), n);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (g_ptr_array_index (rows, i) != NULL)
      keep (self, g_ptr_array_index (rows, i));
}

static PennyEntry *
load_item (PennyEntryItem *item, gpointer data)
{
  PennyEntryModel *self = PENNY_ENTRY_MODEL (data);
  PennyEntryId id = penny_entry_item_get_id (item);
  guint position = penny_entry_item_get_position (item);
  PennyEntry *entry = g_hash_table_lookup (self->kept, &id);

  if (self->store == NULL)
    return NULL;
  if (entry == NULL && penny_entry_model_get_id (self, position) == id)
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
  PennyEntryModel *self = data;

  /* Called while the item is disposed of: its memory, and so the key, is still there. */
  g_hash_table_remove (self->live, penny_entry_item_get_id_key ((PennyEntryItem *) where_it_was));
}

static void
forget_rows (PennyEntryModel *self)
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

static GType
penny_entry_model_get_item_type (GListModel *model)
{
  return PENNY_TYPE_ENTRY_ITEM;
}

static guint
penny_entry_model_get_n_items (GListModel *model)
{
  return PENNY_ENTRY_MODEL (model)->ids->len;
}

static gpointer
penny_entry_model_get_item (GListModel *model, guint position)
{
  PennyEntryModel *self = PENNY_ENTRY_MODEL (model);
  PennyEntryId id = penny_entry_model_get_id (self, position);
  PennyEntryItem *item;

  if (id == 0)
    return NULL;
  item = g_hash_table_lookup (self->live, &id);
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

static void
penny_entry_model_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = penny_entry_model_get_item_type;
  iface->get_n_items = penny_entry_model_get_n_items;
  iface->get_item = penny_entry_model_get_item;
}

/* --- ids --- */

static void
set_state (PennyEntryModel *self, PennyEntryModelState state, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  self->state = state;
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

/* Turns the list into IDS by as few splices as needed: scroll position and selection survive. */
static void
take_ids (PennyEntryModel *self, GArray *ids)
{
  g_autoptr (GArray) edits =
    penny_id_diff ((const PennyEntryId *) (gpointer) self->ids->data, self->ids->len,
                   (const PennyEntryId *) (gpointer) ids->data, ids->len, MAX_EDITS);

  for (guint i = edits->len; i-- > 0;)
    {
      PennyIdEdit *edit = &g_array_index (edits, PennyIdEdit, i);

      if (edit->n_removed > 0)
        g_array_remove_range (self->ids, edit->before, edit->n_removed);
      if (edit->n_added > 0)
        g_array_insert_vals (self->ids, edit->before,
                             &g_array_index (ids, PennyEntryId, edit->after), edit->n_added);
      g_list_model_items_changed (G_LIST_MODEL (self), edit->before, edit->n_removed, edit->n_added);
    }
}

static void
answered (PennyEntryModel *self, GArray *ids, GError *error)
{
  self->asking = FALSE;
  g_clear_object (&self->cancellable);
  if (ids != NULL)
    take_ids (self, ids);
  if (self->stale)
    {
      g_clear_error (&error);
      ask (self);
      return;
    }
  set_state (self, ids != NULL ? PENNY_ENTRY_MODEL_READY : PENNY_ENTRY_MODEL_FAILED, error);
}

static void
ids_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyEntryModel) self = data;
  GError *error = NULL;
  g_autoptr (GArray) ids = penny_store_list_ids_finish (PENNY_STORE (source), result, &error);

  /* Cancelled: somebody asked for something else, or nobody is left to ask. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&error);
  else
    answered (self, ids, error);
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyEntryModel) self = data;
  GError *error = NULL;
  g_autoptr (GArray) ids = penny_store_search_finish (PENNY_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&error);
  else
    answered (self, ids, error);
}

static void
ask (PennyEntryModel *self)
{
  if (self->asking)
    {
      self->stale = TRUE;
      return;
    }
  self->asking = TRUE;
  self->stale = FALSE;
  self->cancellable = g_cancellable_new ();
  if (self->words != NULL)
    penny_store_search_async (self->store, self->words, self->folder, PENNY_ENTRY_MODEL_SEARCH_LIMIT,
                              self->cancellable, searched_cb, g_object_ref (self));
  else
    penny_store_list_ids_async (self->store, self->folder, self->flags, self->cancellable,
                                ids_listed_cb, g_object_ref (self));
}

static void
stop_asking (PennyEntryModel *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->asking = FALSE;
  self->stale = FALSE;
}

/* --- change notices --- */

static void
reread_live (PennyEntryModel *self, const PennyEntryId *ids, guint n)
{
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (PennyEntryId));

  for (guint i = 0; i < n; i++)
    {
      PennyEntryItem *item = g_hash_table_lookup (self->live, &ids[i]);

      g_hash_table_remove (self->kept, &ids[i]);
      if (item != NULL && penny_entry_item_is_loaded (item))
        g_array_append_val (shown, ids[i]);
    }

  for (guint start = 0; start < shown->len; start += PENNY_ENTRY_MODEL_PAGE)
    {
      const PennyEntryId *page = &g_array_index (shown, PennyEntryId, start);
      g_autoptr (GPtrArray) rows = read_rows (self, page, MIN (PENNY_ENTRY_MODEL_PAGE, shown->len - start));

      for (guint i = 0; rows != NULL && i < rows->len; i++)
        {
          PennyEntryItem *item = g_hash_table_lookup (self->live, &page[i]);

          if (g_ptr_array_index (rows, i) != NULL && item != NULL)
            penny_entry_item_set_entry (item, g_ptr_array_index (rows, i));
        }
    }
}

static gboolean
touches_folder (const PennyStoreChange *change, PennyFolderId folder)
{
  if (folder == 0)
    return TRUE;
  for (guint i = 0; i < change->n_folders; i++)
    if (change->folders[i] == folder)
      return TRUE;
  return FALSE;
}

static void
store_changed_cb (PennyStore *store, const PennyStoreChange *change, gpointer data)
{
  PennyEntryModel *self = PENNY_ENTRY_MODEL (data);
  gboolean filtered = (self->flags & (PENNY_LIST_UNREAD | PENNY_LIST_STARRED)) != 0;

  if (change->n_flagged > 0)
    reread_live (self, change->flagged, change->n_flagged);
  if (((change->what & PENNY_CHANGED_ENTRIES) != 0 ||
       (filtered && (change->what & PENNY_CHANGED_FLAGS) != 0)) &&
      touches_folder (change, self->folder))
    ask (self);
}

/* --- what is shown --- */

static void
set_store (PennyEntryModel *self, PennyStore *store)
{
  if (self->store == store)
    return;
  if (self->store != NULL)
    penny_store_unwatch (self->store, self->watch);
  self->watch = 0;
  g_set_object (&self->store, store);
  if (store != NULL)
    self->watch = penny_store_watch (store, NULL, store_changed_cb, self, NULL);
}

static void
replace_ids (PennyEntryModel *self, GArray *ids)
{
  guint before = self->ids->len;

  g_array_unref (self->ids);
  self->ids = ids;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, ids->len);
}

/* The newest rows at once: nobody should wait for the last of 100,000 ids to see the first. */
static GArray *
first_page (PennyEntryModel *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (PennyEntryId));
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GPtrArray) rows =
    penny_store_list_entries (self->store, self->folder, self->flags, 0, PENNY_ENTRY_MODEL_PAGE, NULL);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      PennyEntry *entry = g_ptr_array_index (rows, i);

      g_array_append_val (ids, entry->id);
      keep (self, entry);
    }
  self->longest_read = MAX (self->longest_read, g_get_monotonic_time () - start);
  return ids;
}

static void
penny_entry_model_dispose (GObject *object)
{
  PennyEntryModel *self = PENNY_ENTRY_MODEL (object);

  stop_asking (self);
  set_store (self, NULL);
  if (self->live != NULL)
    forget_rows (self);
  G_OBJECT_CLASS (penny_entry_model_parent_class)->dispose (object);
}

static void
penny_entry_model_finalize (GObject *object)
{
  PennyEntryModel *self = PENNY_ENTRY_MODEL (object);

  g_clear_error (&self->error);
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->live, g_hash_table_unref);
  g_clear_pointer (&self->kept, g_hash_table_unref);
  G_OBJECT_CLASS (penny_entry_model_parent_class)->finalize (object);
}

static void
penny_entry_model_class_init (PennyEntryModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = penny_entry_model_dispose;
  object_class->finalize = penny_entry_model_finalize;
  signals[STATE_CHANGED] = g_signal_new ("state-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
penny_entry_model_init (PennyEntryModel *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (PennyEntryId));
  self->live = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->kept = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                      (GDestroyNotify) penny_entry_unref);
}

PennyEntryModel *
penny_entry_model_new (void)
{
  return g_object_new (PENNY_TYPE_ENTRY_MODEL, NULL);
}

void
penny_entry_model_show_folder (PennyEntryModel *self, PennyStore *store, PennyFolderId folder,
                               PennyListFlags flags)
{
  g_return_if_fail (PENNY_IS_ENTRY_MODEL (self));
  g_return_if_fail (PENNY_IS_STORE (store));

  stop_asking (self);
  forget_rows (self);
  set_store (self, store);
  g_clear_pointer (&self->words, g_free);
  self->folder = folder;
  self->flags = flags;
  replace_ids (self, first_page (self));
  set_state (self, PENNY_ENTRY_MODEL_LOADING, NULL);
  ask (self);
}

void
penny_entry_model_show_search (PennyEntryModel *self, PennyStore *store, const char *words,
                               PennyFolderId folder)
{
  g_return_if_fail (PENNY_IS_ENTRY_MODEL (self));
  g_return_if_fail (PENNY_IS_STORE (store));
  g_return_if_fail (words != NULL);

  stop_asking (self);
  if (self->store != store)
    {
      forget_rows (self);
      replace_ids (self, g_array_new (FALSE, FALSE, sizeof (PennyEntryId)));
    }
  set_store (self, store);
  g_free (self->words);
  self->words = g_strdup (words);
  self->folder = folder;
  self->flags = 0;
  set_state (self, PENNY_ENTRY_MODEL_LOADING, NULL);
  ask (self);
}

void
penny_entry_model_clear (PennyEntryModel *self)
{
  g_return_if_fail (PENNY_IS_ENTRY_MODEL (self));

  stop_asking (self);
  forget_rows (self);
  set_store (self, NULL);
  g_clear_pointer (&self->words, g_free);
  replace_ids (self, g_array_new (FALSE, FALSE, sizeof (PennyEntryId)));
  set_state (self, PENNY_ENTRY_MODEL_BLANK, NULL);
}

PennyEntryModelState
penny_entry_model_get_state (PennyEntryModel *self)
{
  g_return_val_if_fail (PENNY_IS_ENTRY_MODEL (self), PENNY_ENTRY_MODEL_BLANK);

  return self->state;
}

const GError *
penny_entry_model_get_error (PennyEntryModel *self)
{
  g_return_val_if_fail (PENNY_IS_ENTRY_MODEL (self), NULL);

  return self->error;
}

PennyStore *
penny_entry_model_get_store (PennyEntryModel *self)
{
  g_return_val_if_fail (PENNY_IS_ENTRY_MODEL (self), NULL);

  return self->store;
}

gboolean
penny_entry_model_is_search (PennyEntryModel *self)
{
  g_return_val_if_fail (PENNY_IS_ENTRY_MODEL (self), FALSE);

  return self->words != NULL;
}

PennyEntryId
penny_entry_model_get_id (PennyEntryModel *self, guint position)
{
  g_return_val_if_fail (PENNY_IS_ENTRY_MODEL (self), 0);

  return position < self->ids->len ? g_array_index (self->ids, PennyEntryId, position) : 0;
}

guint
penny_entry_model_find (PennyEntryModel *self, PennyEntryId id)
{
  g_return_val_if_fail (PENNY_IS_ENTRY_MODEL (self), G_MAXUINT);

  for (guint i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, PennyEntryId, i) == id)
      return i;
  return G_MAXUINT;
}

void
penny_entry_model_forget_date_words (PennyEntryModel *self)
{
  g_autoptr (GList) items = NULL;

  g_return_if_fail (PENNY_IS_ENTRY_MODEL (self));

  items = g_hash_table_get_values (self->live);
  g_list_foreach (items, (GFunc) (void (*) (void)) penny_entry_item_forget_date_words, NULL);
}

guint
penny_entry_model_get_n_live (PennyEntryModel *self)
{
  g_return_val_if_fail (PENNY_IS_ENTRY_MODEL (self), 0);

  return g_hash_table_size (self->live);
}

gint64
penny_entry_model_get_longest_read (PennyEntryModel *self)
{
  g_return_val_if_fail (PENNY_IS_ENTRY_MODEL (self), 0);

  return self->longest_read;
}
