/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The playable post office, whole: tabs for the four ways, the picture, the sentence of the last
 * press, the buttons, and the guided first play. Complete in itself: put it on a page. */
#pragma once

#include <adwaita.h>

#include "penny-post-game.h"

G_BEGIN_DECLS

#define PENNY_TYPE_POST_PLAY (penny_post_play_get_type ())
G_DECLARE_FINAL_TYPE (PennyPostPlay, penny_post_play, PENNY, POST_PLAY, GtkBox)

/* Property "way" (int, a PennyWay): which way is shown; setting it starts that way anew and emits
 * nothing but the notification. Signal "way-changed": the person has chosen another tab. It begins
 * with the story; one press leads to the buttons. */
GtkWidget *penny_post_play_new (void);
PennyWay penny_post_play_get_way (PennyPostPlay *self);
void penny_post_play_set_way (PennyPostPlay *self, PennyWay way);

/* The story told step by step is on; FALSE: the buttons are there. */
gboolean penny_post_play_is_telling (PennyPostPlay *self);
/* The story from its beginning, or the buttons at once. */
void penny_post_play_tell (PennyPostPlay *self);
void penny_post_play_skip (PennyPostPlay *self);
/* What the buttons do; while the story is told, nothing. */
void penny_post_play_press (PennyPostPlay *self, PennyPress press);
/* The state and the sentence that are on the screen. Borrowed until the next press. */
const PennyPostState *penny_post_play_get_state (PennyPostPlay *self);
const char *penny_post_play_get_sentence (PennyPostPlay *self);

G_END_DECLS
