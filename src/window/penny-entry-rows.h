/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows behind the list's model: which items are alive, which entries were read, and the reading
 * of pages around what is looked at. Main thread only. */
#pragma once

#include "penny-entry-item.h"

G_BEGIN_DECLS

typedef struct _PennyEntryRows PennyEntryRows;

/* PAGE: how many rows are read at once. */
PennyEntryRows *penny_entry_rows_new (guint page);
/* Items that live on lose their loader. */
void penny_entry_rows_free (PennyEntryRows *self);
/* Where to read from (NULL: nowhere), and the list's ids, by which neighbours are found. */
void penny_entry_rows_set_store (PennyEntryRows *self, PennyStore *store);
void penny_entry_rows_set_ids (PennyEntryRows *self, GArray *ids);

/* The item of an id, the same one as long as it lives. Full. */
PennyEntryItem *penny_entry_rows_get_item (PennyEntryRows *self, PennyEntryId id, guint position);
/* An entry that was read anyway. */
void penny_entry_rows_keep (PennyEntryRows *self, PennyEntry *entry);
/* These have changed: reads those on screen again, forgets the others. */
void penny_entry_rows_reread (PennyEntryRows *self, const PennyEntryId *ids, guint n);
/* Another list: detaches every item. */
void penny_entry_rows_forget (PennyEntryRows *self);
void penny_entry_rows_forget_date_words (PennyEntryRows *self);

guint penny_entry_rows_get_n_live (PennyEntryRows *self);
/* Notes a read on the main loop that began at START (monotonic µs), gives the longest so far. */
gint64 penny_entry_rows_measure (PennyEntryRows *self, gint64 start);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyEntryRows, penny_entry_rows_free)

G_END_DECLS
