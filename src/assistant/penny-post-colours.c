/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of colours. The blue and the paper are those of the program's icon. */
#include "penny-post-colours.h"

static const char * const colours[PENNY_N_COLOURS][2] = {
  [PENNY_COLOUR_PAPER] = { "#fffdf6", "#fbf3e2" },
  [PENNY_COLOUR_PAPER_FOLD] = { "#c9b48f", "#b59f78" },
  [PENNY_COLOUR_STAMP] = { "#2f5bb0", "#3f6fc4" },
  [PENNY_COLOUR_COPY] = { "#e4eefc", "#c4d8f6" },
  [PENNY_COLOUR_SENT] = { "#e6f4dd", "#d3e8c4" },
  [PENNY_COLOUR_WALL] = { "#f5d98b", "#c9a659" },
  [PENNY_COLOUR_WALL_SHADE] = { "#d9b55a", "#a58340" },
  [PENNY_COLOUR_ROOF] = { "#2f5bb0", "#4f7fd6" },
  [PENNY_COLOUR_INSIDE] = { "#5d4a2a", "#2c2313" },
  [PENNY_COLOUR_FRAME] = { "#4a4f5a", "#8a909c" },
  [PENNY_COLOUR_SCREEN] = { "#bcd6f7", "#27405f" },
  [PENNY_COLOUR_DEAD_SCREEN] = { "#22252b", "#15171b" },
  [PENNY_COLOUR_BASKET] = { "#8b9099", "#a7adb8" },
  [PENNY_COLOUR_ALARM] = { "#c01c28", "#e5534b" },
  [PENNY_COLOUR_GROUND] = { "#cfe3c0", "#3d4f36" },
  [PENNY_COLOUR_SUN] = { "#ffd56b", "#e8e4d0" },
};

void
penny_post_colour_get (PennyColour colour, gboolean dark, GdkRGBA *rgba)
{
  g_return_if_fail ((guint) colour < PENNY_N_COLOURS);

  gdk_rgba_parse (rgba, colours[colour][dark ? 1 : 0]);
}
