/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AdwEntryRow of libadwaita 1.2 does not tell a screen reader what its field and its buttons are: this does. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The buttons below WIDGET that show only a picture are called as their tooltips say. */
static inline void
penny_row_name_buttons (GtkWidget *widget)
{
  const char *tooltip = GTK_IS_BUTTON (widget) ? gtk_widget_get_tooltip_text (widget) : NULL;

  if (tooltip != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    penny_row_name_buttons (child);
}

/* Gives the text field inside ROW (an AdwEntryRow) the row's title as its name. */
static inline void
penny_row_name (GtkWidget *row)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (row));

  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
  penny_row_name_buttons (row);
}

G_END_DECLS
