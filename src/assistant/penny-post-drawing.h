/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A still picture of the post office: what becomes of the letters. Decoration for the eye: the words
 * beside it say the same. */
#pragma once

#include "penny-post-shapes.h"

G_BEGIN_DECLS

#define PENNY_TYPE_POST_DRAWING (penny_post_drawing_get_type ())
G_DECLARE_FINAL_TYPE (PennyPostDrawing, penny_post_drawing, PENNY, POST_DRAWING, GtkWidget)

/* Properties: "scene" (int, PennyScene); "height" (int, pixels that it asks for). Follows light, dark
 * and high contrast, and the direction of writing. */
GtkWidget *penny_post_drawing_new (void);
void penny_post_drawing_set_scene (PennyPostDrawing *self, PennyScene scene);

G_END_DECLS
