/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Change notices: from the writer's commits to the contexts that want to know, merged when a loop
 * is busy. */
#include "penny-store-private.h"

/* --- change sets --- */

PennyChangeSet *
penny_change_set_new (void)
{
  PennyChangeSet *self = g_new0 (PennyChangeSet, 1);

  self->folders = g_array_new (FALSE, FALSE, sizeof (PennyFolderId));
  self->known = g_hash_table_new (NULL, NULL);
  self->arrived = g_array_new (FALSE, FALSE, sizeof (PennyEntryId));
  self->flagged = g_array_new (FALSE, FALSE, sizeof (PennyEntryId));
  self->removed = g_array_new (FALSE, FALSE, sizeof (PennyEntryId));
  return self;
}

void
penny_change_set_free (PennyChangeSet *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->folders);
  g_hash_table_unref (self->known);
  g_array_unref (self->arrived);
  g_array_unref (self->flagged);
  g_array_unref (self->removed);
  g_free (self);
}

void
penny_change_set_add_folder (PennyChangeSet *self, PennyFolderId folder, PennyChanges what)
{
  self->what |= what;
  if (g_hash_table_add (self->known, GSIZE_TO_POINTER (folder)))
    g_array_append_val (self->folders, folder);
}

void
penny_change_set_merge (PennyChangeSet *self, const PennyChangeSet *other)
{
  self->what |= other->what;
  self->operations_gained |= other->operations_gained;
  for (guint i = 0; i < other->folders->len; i++)
    penny_change_set_add_folder (self, g_array_index (other->folders, PennyFolderId, i), 0);
  g_array_append_vals (self->arrived, other->arrived->data, other->arrived->len);
  g_array_append_vals (self->flagged, other->flagged->data, other->flagged->len);
  g_array_append_vals (self->removed, other->removed->data, other->removed->len);
}

/* --- watches --- */

/* The source owns itself; the store holds one more reference to it. */
typedef struct {
  GSource source;
  guint id;
  GWeakRef store;
  PennyStoreChangeFunc func;
  gpointer data;
  GDestroyNotify destroy;
  PennyChangeSet *pending;   /* under the store's watch lock */
  guint64 revision;
} Watch;

static gboolean
watch_dispatch (GSource *source, GSourceFunc unused, gpointer unused_data)
{
  Watch *watch = (Watch *) source;
  g_autoptr (PennyStore) store = g_weak_ref_get (&watch->store);
  g_autoptr (PennyChangeSet) set = NULL;
  PennyStoreChange change = { 0 };

  if (store == NULL)
    return G_SOURCE_REMOVE;
  g_mutex_lock (&store->watch_lock);
  g_source_set_ready_time (source, -1);
  set = g_steal_pointer (&watch->pending);
  change.revision = watch->revision;
  g_mutex_unlock (&store->watch_lock);
  if (set == NULL)
    return G_SOURCE_CONTINUE;
  change.what = set->what;
  change.folders = (const PennyFolderId *) set->folders->data;
  change.n_folders = set->folders->len;
  change.arrived = (const PennyEntryId *) set->arrived->data;
  change.n_arrived = set->arrived->len;
  change.flagged = (const PennyEntryId *) set->flagged->data;
  change.n_flagged = set->flagged->len;
  change.removed = (const PennyEntryId *) set->removed->data;
  change.n_removed = set->removed->len;
  watch->func (store, &change, watch->data);
  return G_SOURCE_CONTINUE;
}

static void
watch_finalize (GSource *source)
{
  Watch *watch = (Watch *) source;

  if (watch->destroy != NULL)
    watch->destroy (watch->data);
  penny_change_set_free (watch->pending);
  g_weak_ref_clear (&watch->store);
}

static GSourceFuncs watch_funcs = {
  .dispatch = watch_dispatch,
  .finalize = watch_finalize,
};

guint
penny_store_watch (PennyStore *self, GMainContext *context, PennyStoreChangeFunc func, gpointer data,
                   GDestroyNotify destroy)
{
  Watch *watch = (Watch *) g_source_new (&watch_funcs, sizeof (Watch));

  g_source_set_static_name (&watch->source, "penny-store-watch");
  g_weak_ref_init (&watch->store, self);
  watch->func = func;
  watch->data = data;
  watch->destroy = destroy;
  g_mutex_lock (&self->watch_lock);
  watch->id = ++self->last_watch;
  g_ptr_array_add (self->watches, watch);
  g_mutex_unlock (&self->watch_lock);
  g_source_attach (&watch->source, context);
  return watch->id;
}

static void
end_watch (Watch *watch)
{
  g_source_destroy (&watch->source);
  g_source_unref (&watch->source);
}

void
penny_store_unwatch (PennyStore *self, guint id)
{
  Watch *found = NULL;

  g_mutex_lock (&self->watch_lock);
  for (guint i = 0; i < self->watches->len && found == NULL; i++) {
    Watch *watch = self->watches->pdata[i];

    if (watch->id == id)
      found = g_ptr_array_steal_index (self->watches, i);
  }
  g_mutex_unlock (&self->watch_lock);
  if (found != NULL)
    end_watch (found);
}

void
penny_store_drop_watches (PennyStore *self)
{
  g_autoptr (GPtrArray) watches = NULL;

  g_mutex_lock (&self->watch_lock);
  watches = g_steal_pointer (&self->watches);
  self->watches = g_ptr_array_new ();
  g_mutex_unlock (&self->watch_lock);
  for (guint i = 0; i < watches->len; i++)
    end_watch (watches->pdata[i]);
}

void
penny_store_publish (PennyStore *self, PennyChangeSet *changes)
{
  if (changes->what == 0)
    return;
  g_mutex_lock (&self->watch_lock);
  self->revision++;
  for (guint i = 0; i < self->watches->len; i++) {
    Watch *watch = self->watches->pdata[i];

    if (watch->pending == NULL)
      watch->pending = penny_change_set_new ();
    penny_change_set_merge (watch->pending, changes);
    watch->revision = self->revision;
    g_source_set_ready_time (&watch->source, 0);
  }
  if (changes->operations_gained && self->operation_func != NULL)
    self->operation_func (self->operation_data);
  g_mutex_unlock (&self->watch_lock);
}

void
penny_store_publish_foreign (PennyStore *self)
{
  g_autoptr (PennyChangeSet) changes = penny_change_set_new ();
  sqlite3_stmt *statement = penny_database_query (self->db, NULL, "SELECT id FROM folder", "");

  changes->what = PENNY_CHANGED_FOLDERS | PENNY_CHANGED_ENTRIES | PENNY_CHANGED_FLAGS |
                  PENNY_CHANGED_OPERATIONS;
  changes->operations_gained = TRUE;
  while (statement != NULL && penny_database_step (self->db, statement, NULL))
    penny_change_set_add_folder (changes, sqlite3_column_int64 (statement, 0), 0);
  penny_store_publish (self, changes);
}

void
penny_store_set_operation_notify (PennyStore *self, void (*func) (gpointer), gpointer data)
{
  g_mutex_lock (&self->watch_lock);
  self->operation_func = func;
  self->operation_data = data;
  g_mutex_unlock (&self->watch_lock);
}
