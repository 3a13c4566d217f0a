/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two children side by side where there is room, one above the other where there is not. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PENNY_TYPE_FOLD_LAYOUT (penny_fold_layout_get_type ())
G_DECLARE_FINAL_TYPE (PennyFoldLayout, penny_fold_layout, PENNY, FOLD_LAYOUT, GtkLayoutManager)

/* The first child keeps its natural width and the second gets the rest, as long as that is at least
 * the second's natural width (a label's "width-chars" count, so large text folds sooner). */
GtkLayoutManager *penny_fold_layout_new (void);

G_END_DECLS
