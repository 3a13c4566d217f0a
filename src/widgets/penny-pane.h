/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pane of a folding window: as wide as the person likes it where there is room, and as narrow as
 * its content allows where there is not. A grip at its end edge changes the width. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PENNY_TYPE_PANE (penny_pane_get_type ())
G_DECLARE_FINAL_TYPE (PennyPane, penny_pane, PENNY, PANE, GtkWidget)

/* Properties: "child" (GtkWidget); "pane-width" (int, pixels, the natural width asked for; 0: the child's own);
 * "resizable" (gboolean: the grip is there). */
GtkWidget *penny_pane_new (void);
void penny_pane_set_child (PennyPane *self, GtkWidget *child);
int penny_pane_get_width (PennyPane *self);
void penny_pane_set_width (PennyPane *self, int width);

G_END_DECLS
