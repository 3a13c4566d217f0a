/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of letters as a lazily loaded GListModel. */
#include "penny-entry-model.h"

#include "penny-entry-rows.h"
#include "penny-id-diff.h"

/* Splices for one change notice; above this the list view is better served by fewer, larger ones. */
#define MAX_EDITS 32

/* While letters pour in the list follows a few times a second, not a hundred. */
#define FOLLOW_INTERVAL_MS 250

/* The first rows are drawn before all the others are made: GTK makes 200 row widgets at once. */
#define FIRST_LOOK_MS 50

struct _PennyEntryModel {
  GObject parent_instance;

  /* What is shown; set by show_… */
  PennyStore *store;
  guint watch;
  PennyFolderId folder;
  PennyListFlags flags;
  char *words;                 /* NULL: the folder itself */
  guint limit;                 /* of a search: a screenful first, more when there is time */

  /* What came of it */
  PennyEntryModelState state;
  GError *error;
  GArray *ids;                 /* of PennyEntryId */
  PennyEntryRows *rows;        /* reads them */

  /* The query under way */
  GCancellable *cancellable;
  gboolean asking;
  gboolean stale;              /* something changed meanwhile: ask again */
  gint64 asked;                /* when, monotonic µs */
  guint later;                 /* asks again at its time */
};

enum { STATE_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void penny_entry_model_list_model_init (GListModelInterface *iface);
static void ask (PennyEntryModel *self);
static void ask_soon (PennyEntryModel *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (PennyEntryModel, penny_entry_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, penny_entry_model_list_model_init))

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

  return id != 0 ? penny_entry_rows_get_item (self->rows, id, position) : NULL;
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
      self->stale = FALSE;
      ask_soon (self);
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
  gboolean more = ids != NULL && ids->len == self->limit && self->limit < PENNY_ENTRY_MODEL_SEARCH_LIMIT;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      return;
    }
  answered (self, ids, error);
  if (!more)
    return;
  self->limit = PENNY_ENTRY_MODEL_SEARCH_LIMIT;
  ask_soon (self);
}

static void
ask (PennyEntryModel *self)
{
  if (self->asking)
    {
      self->stale = TRUE;
      return;
    }
  g_clear_handle_id (&self->later, g_source_remove);
  self->asking = TRUE;
  self->stale = FALSE;
  self->asked = g_get_monotonic_time ();
  self->cancellable = g_cancellable_new ();
  if (self->words != NULL)
    penny_store_search_async (self->store, self->words, self->folder, self->limit,
                              self->cancellable, searched_cb, g_object_ref (self));
  else
    penny_store_list_ids_async (self->store, self->folder, self->flags, self->cancellable,
                                ids_listed_cb, g_object_ref (self));
}

static gboolean
later_cb (gpointer data)
{
  PennyEntryModel *self = PENNY_ENTRY_MODEL (data);

  self->later = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

static void
ask_soon (PennyEntryModel *self)
{
  gint64 since_ms = (g_get_monotonic_time () - self->asked) / 1000;

  if (self->asking || since_ms >= FOLLOW_INTERVAL_MS)
    ask (self);
  else if (self->later == 0)
    self->later = g_timeout_add ((guint) (FOLLOW_INTERVAL_MS - since_ms), later_cb, self);
}

static void
stop_asking (PennyEntryModel *self)
{
  g_clear_handle_id (&self->later, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->asking = FALSE;
  self->stale = FALSE;
}

/* --- change notices --- */

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
    penny_entry_rows_reread (self->rows, change->flagged, change->n_flagged);
  if (((change->what & PENNY_CHANGED_ENTRIES) == 0 &&
       !(filtered && (change->what & PENNY_CHANGED_FLAGS) != 0)) ||
      !touches_folder (change, self->folder))
    return;
  /* What the person throws away or moves goes at once. */
  if (change->n_removed > 0)
    ask (self);
  else
    ask_soon (self);
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
  penny_entry_rows_set_store (self->rows, store);
  if (store != NULL)
    self->watch = penny_store_watch (store, NULL, store_changed_cb, self, NULL);
}

static void
replace_ids (PennyEntryModel *self, GArray *ids)
{
  guint before = self->ids->len;

  g_array_unref (self->ids);
  self->ids = ids;
  penny_entry_rows_set_ids (self->rows, ids);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, ids->len);
}

/* The newest rows at once, a screenful: nobody should wait for the last of 100,000 ids to see the
 * first. */
static GArray *
first_page (PennyEntryModel *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (PennyEntryId));
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GPtrArray) rows =
    penny_store_list_entries (self->store, self->folder, self->flags, 0, PENNY_ENTRY_MODEL_FIRST, NULL);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      PennyEntry *entry = g_ptr_array_index (rows, i);

      g_array_append_val (ids, entry->id);
      penny_entry_rows_keep (self->rows, entry);
    }
  penny_entry_rows_measure (self->rows, start);
  return ids;
}

static void
penny_entry_model_dispose (GObject *object)
{
  PennyEntryModel *self = PENNY_ENTRY_MODEL (object);

  stop_asking (self);
  set_store (self, NULL);
  penny_entry_rows_forget (self->rows);
  G_OBJECT_CLASS (penny_entry_model_parent_class)->dispose (object);
}

static void
penny_entry_model_finalize (GObject *object)
{
  PennyEntryModel *self = PENNY_ENTRY_MODEL (object);

  g_clear_error (&self->error);
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->rows, penny_entry_rows_free);
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
  self->rows = penny_entry_rows_new (PENNY_ENTRY_MODEL_PAGE);
  penny_entry_rows_set_ids (self->rows, self->ids);
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
  penny_entry_rows_forget (self->rows);
  set_store (self, store);
  g_clear_pointer (&self->words, g_free);
  self->folder = folder;
  self->flags = flags;
  replace_ids (self, first_page (self));
  set_state (self, PENNY_ENTRY_MODEL_LOADING, NULL);
  self->later = g_timeout_add (FIRST_LOOK_MS, later_cb, self);
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
      penny_entry_rows_forget (self->rows);
      replace_ids (self, g_array_new (FALSE, FALSE, sizeof (PennyEntryId)));
    }
  set_store (self, store);
  g_free (self->words);
  self->words = g_strdup (words);
  self->limit = PENNY_ENTRY_MODEL_SEARCH_FIRST;
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
  penny_entry_rows_forget (self->rows);
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
  g_return_if_fail (PENNY_IS_ENTRY_MODEL (self));

  penny_entry_rows_forget_date_words (self->rows);
}

guint
penny_entry_model_get_n_live (PennyEntryModel *self)
{
  g_return_val_if_fail (PENNY_IS_ENTRY_MODEL (self), 0);

  return penny_entry_rows_get_n_live (self->rows);
}

gint64
penny_entry_model_get_longest_read (PennyEntryModel *self)
{
  g_return_val_if_fail (PENNY_IS_ENTRY_MODEL (self), 0);

  return penny_entry_rows_measure (self->rows, g_get_monotonic_time ());
}
