/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the list as an object, loaded when looked at. */
#include "penny-entry-item.h"

#include "penny-date-words.h"

struct _PennyEntryItem {
  GObject parent_instance;
  PennyEntryId id;
  PennyEntry *entry;         /* owned; NULL until loaded, or gone */
  char *date_words;
  guint position;
  PennyEntryLoadFunc load;   /* NULL once detached */
  gpointer load_data;        /* borrowed: the model */
};

G_DEFINE_FINAL_TYPE (PennyEntryItem, penny_entry_item, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
penny_entry_item_finalize (GObject *object)
{
  PennyEntryItem *self = PENNY_ENTRY_ITEM (object);

  g_clear_pointer (&self->entry, penny_entry_unref);
  g_clear_pointer (&self->date_words, g_free);
  G_OBJECT_CLASS (penny_entry_item_parent_class)->finalize (object);
}

static void
penny_entry_item_class_init (PennyEntryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = penny_entry_item_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
penny_entry_item_init (PennyEntryItem *self)
{
}

PennyEntryItem *
penny_entry_item_new (PennyEntryId id, PennyEntryLoadFunc load, gpointer data)
{
  PennyEntryItem *self = g_object_new (PENNY_TYPE_ENTRY_ITEM, NULL);

  self->id = id;
  self->load = load;
  self->load_data = data;
  return self;
}

PennyEntryId
penny_entry_item_get_id (PennyEntryItem *self)
{
  g_return_val_if_fail (PENNY_IS_ENTRY_ITEM (self), 0);

  return self->id;
}

const PennyEntryId *
penny_entry_item_get_id_key (PennyEntryItem *self)
{
  return &self->id;
}

PennyEntry *
penny_entry_item_get_entry (PennyEntryItem *self)
{
  g_return_val_if_fail (PENNY_IS_ENTRY_ITEM (self), NULL);

  if (self->entry == NULL && self->load != NULL)
    self->entry = self->load (self, self->load_data);
  return self->entry;
}

gboolean
penny_entry_item_is_loaded (PennyEntryItem *self)
{
  g_return_val_if_fail (PENNY_IS_ENTRY_ITEM (self), FALSE);

  return self->entry != NULL;
}

void
penny_entry_item_set_entry (PennyEntryItem *self, PennyEntry *entry)
{
  g_return_if_fail (PENNY_IS_ENTRY_ITEM (self));

  if (self->entry == entry)
    return;
  g_clear_pointer (&self->entry, penny_entry_unref);
  self->entry = entry != NULL ? penny_entry_ref (entry) : NULL;
  g_clear_pointer (&self->date_words, g_free);
  g_signal_emit (self, signals[CHANGED], 0);
}

const char *
penny_entry_item_get_date_words (PennyEntryItem *self)
{
  g_return_val_if_fail (PENNY_IS_ENTRY_ITEM (self), "");

  if (self->date_words == NULL)
    {
      PennyEntry *entry = penny_entry_item_get_entry (self);
      g_autoptr (GDateTime) now = g_date_time_new_now_local ();

      self->date_words = penny_date_words_short (entry != NULL ? entry->date : 0, now);
    }
  return self->date_words;
}

void
penny_entry_item_forget_date_words (PennyEntryItem *self)
{
  g_return_if_fail (PENNY_IS_ENTRY_ITEM (self));

  if (self->date_words == NULL)
    return;
  g_clear_pointer (&self->date_words, g_free);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
penny_entry_item_set_position (PennyEntryItem *self, guint position)
{
  self->position = position;
}

guint
penny_entry_item_get_position (PennyEntryItem *self)
{
  return self->position;
}

void
penny_entry_item_detach (PennyEntryItem *self)
{
  g_return_if_fail (PENNY_IS_ENTRY_ITEM (self));

  self->load = NULL;
  self->load_data = NULL;
}
