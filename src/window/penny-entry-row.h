/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The look of one letter in the list: who, subject, preview, date, marks. All rows are of one height. */
#pragma once

#include <gtk/gtk.h>

#include "penny-entry-item.h"

G_BEGIN_DECLS

#define PENNY_TYPE_ENTRY_ROW (penny_entry_row_get_type ())
G_DECLARE_FINAL_TYPE (PennyEntryRow, penny_entry_row, PENNY, ENTRY_ROW, GtkWidget)

/* Signal "star" (gboolean on): the person pressed the star. */
GtkWidget *penny_entry_row_new (void);
/* Shows ITEM and follows it; RECIPIENTS: who it goes to, in place of who it is from. */
void penny_entry_row_bind (PennyEntryRow *self, PennyEntryItem *item, gboolean recipients);
void penny_entry_row_unbind (PennyEntryRow *self);
PennyEntryItem *penny_entry_row_get_item (PennyEntryRow *self);

G_END_DECLS
