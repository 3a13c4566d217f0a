/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line across a pane that says something lasting, with at most one button. (AdwBanner is newer
 * than the oldest libadwaita that we promise.) */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PENNY_TYPE_BANNER (penny_banner_get_type ())
G_DECLARE_FINAL_TYPE (PennyBanner, penny_banner, PENNY, BANNER, AdwBin)

/* Signal "activated": the button was pressed. */
GtkWidget *penny_banner_new (void);

/* Shows TITLE in bold over EXPLANATION (NULL: none), with a button BUTTON (NULL: none). */
void penny_banner_show (PennyBanner *self, const char *title, const char *explanation, const char *button);
void penny_banner_hide (PennyBanner *self);
gboolean penny_banner_is_shown (PennyBanner *self);
/* Red where TRUE: something is wrong, in place of good to know. */
void penny_banner_set_error (PennyBanner *self, gboolean error);

G_END_DECLS
