/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colours of everything that shows the post office, light and dark. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  PENNY_COLOUR_PAPER,
  PENNY_COLOUR_PAPER_FOLD,
  PENNY_COLOUR_STAMP,
  PENNY_COLOUR_COPY,        /* paper that came out of the photocopier */
  PENNY_COLOUR_SENT,        /* paper of what was written here */
  PENNY_COLOUR_WALL,
  PENNY_COLOUR_WALL_SHADE,
  PENNY_COLOUR_ROOF,
  PENNY_COLOUR_INSIDE,
  PENNY_COLOUR_FRAME,
  PENNY_COLOUR_SCREEN,
  PENNY_COLOUR_DEAD_SCREEN,
  PENNY_COLOUR_BASKET,
  PENNY_COLOUR_ALARM,
  PENNY_COLOUR_GROUND,
  PENNY_COLOUR_SUN,
  PENNY_N_COLOURS
} PennyColour;

void penny_post_colour_get (PennyColour colour, gboolean dark, GdkRGBA *rgba);

G_END_DECLS
