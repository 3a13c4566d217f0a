/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of recipients: its title, an entry, and a sentence below when something in it cannot be
 * an address. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PENNY_TYPE_RECIPIENT_ROW (penny_recipient_row_get_type ())
G_DECLARE_FINAL_TYPE (PennyRecipientRow, penny_recipient_row, PENNY, RECIPIENT_ROW, AdwBin)

/* Properties: "title" (string): "To"; "suffix" (GtkWidget): at the end of the line. As high as the
 * entry, because Tab goes by where the middle of a widget is. Signal "changed": what stands in the entry is another. */

void penny_recipient_row_set_addresses (PennyRecipientRow *self, GPtrArray *addresses);
/* Of PennyAddress; what cannot be an address is in it too. Full. */
GPtrArray *penny_recipient_row_dup_addresses (PennyRecipientRow *self);
gboolean penny_recipient_row_is_empty (PennyRecipientRow *self);

/* Says in a sentence what is wrong with the recipients; TRUE when nothing is. */
gboolean penny_recipient_row_check (PennyRecipientRow *self);
/* Shows SENTENCE (NULL: none) below the entry until something is typed. */
void penny_recipient_row_set_hint (PennyRecipientRow *self, const char *sentence);
/* The sentence shown, or NULL. */
const char *penny_recipient_row_get_hint (PennyRecipientRow *self);

/* For a size group with the titles of other rows. */
GtkWidget *penny_recipient_row_get_title_widget (PennyRecipientRow *self);
GtkEditable *penny_recipient_row_get_editable (PennyRecipientRow *self);

G_END_DECLS
