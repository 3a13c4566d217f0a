/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the list as an object: an id at once, its words when somebody looks. */
#pragma once

#include <glib-object.h>

#include "penny-store.h"

G_BEGIN_DECLS

#define PENNY_TYPE_ENTRY_ITEM (penny_entry_item_get_type ())
G_DECLARE_FINAL_TYPE (PennyEntryItem, penny_entry_item, PENNY, ENTRY_ITEM, GObject)

/* Gives the row's entry (full) or NULL when it is gone. Called when first looked at. */
typedef PennyEntry *(*PennyEntryLoadFunc) (PennyEntryItem *item, gpointer data);

PennyEntryItem *penny_entry_item_new (PennyEntryId id, PennyEntryLoadFunc load, gpointer data);

/* Signal "changed": entry or date words are others now. */
PennyEntryId penny_entry_item_get_id (PennyEntryItem *self);
const PennyEntryId *penny_entry_item_get_id_key (PennyEntryItem *self);  /* borrowed, for hash tables */
/* Loads on first use; NULL when the letter is gone. Borrowed. */
PennyEntry *penny_entry_item_get_entry (PennyEntryItem *self);
gboolean penny_entry_item_is_loaded (PennyEntryItem *self);
void penny_entry_item_set_entry (PennyEntryItem *self, PennyEntry *entry);
/* The date as people say it; made once. Borrowed until the next change. */
const char *penny_entry_item_get_date_words (PennyEntryItem *self);
/* It is another day: makes them anew. */
void penny_entry_item_forget_date_words (PennyEntryItem *self);
/* Where it was when last asked for: a hint for loading its neighbours with it. */
void penny_entry_item_set_position (PennyEntryItem *self, guint position);
guint penny_entry_item_get_position (PennyEntryItem *self);
/* The list it came from is gone. */
void penny_entry_item_detach (PennyEntryItem *self);

G_END_DECLS
