/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of the playable post office: the box, this computer, another device, and letters that
 * move between them. It shows what a game says; penny-post-play presses the buttons. */
#pragma once

#include <adwaita.h>

#include "penny-post-figures.h"
#include "penny-post-game.h"

G_BEGIN_DECLS

#define PENNY_TYPE_POST_OFFICE (penny_post_office_get_type ())
G_DECLARE_FINAL_TYPE (PennyPostOffice, penny_post_office, PENNY, POST_OFFICE, GtkWidget)

GtkWidget *penny_post_office_new (void);
/* Shows STATE at once. */
void penny_post_office_set_state (PennyPostOffice *self, const PennyPostState *state);
/* Plays STEP, which led from BEFORE to AFTER; where the desktop wants no movement, its end. */
void penny_post_office_play (PennyPostOffice *self, const PennyPostState *before, const PennyPostState *after,
                             const PennyPostStep *step);
void penny_post_office_set_device (PennyPostOffice *self, PennyDevice device);
PennyDevice penny_post_office_get_device (PennyPostOffice *self);
/* "Phone", "Tablet", "Another computer". Static, translated. */
const char *penny_post_office_get_device_name (PennyDevice device);

G_END_DECLS
