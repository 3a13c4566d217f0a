/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The things in the picture of the post office, drawn with cairo in a space of 240 × 150 units. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PENNY_SCENE_WIDTH 240
#define PENNY_SCENE_HEIGHT 150

typedef enum {
  PENNY_SCENE_WELCOME,
  PENNY_SCENE_SHARED,        /* in the order of PennyWay */
  PENNY_SCENE_PHOTOCOPY,
  PENNY_SCENE_CLEAR_LATER,
  PENNY_SCENE_TAKE_HOME,
  PENNY_SCENE_ARRIVED,
} PennyScene;

/* How the picture is to look. */
typedef struct {
  gboolean dark;
  gboolean high_contrast;   /* every thing gets an outline in the colour of text */
  GdkRGBA ink;              /* the colour of text */
} PennySceneStyle;

/* Draws SCENE with the post office at the left. */
void penny_post_shapes_draw (cairo_t *cr, PennyScene scene, const PennySceneStyle *style);

G_END_DECLS
