/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AdwEntryRow of libadwaita 1.2 does not tell its field's name to a screen reader: this does. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Gives the text field inside ROW (an AdwEntryRow) the row's title as its name. */
static inline void
penny_row_name (GtkWidget *row)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (row));

  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
}

G_END_DECLS
