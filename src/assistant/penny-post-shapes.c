/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Post office, computer, phone and letters, and the scenes that are made of them. */
#include "penny-post-shapes.h"

#include "penny-post-colours.h"

typedef struct {
  cairo_t *cr;
  const PennySceneStyle *style;
} Brush;

static void
dip (Brush *brush, PennyColour colour)
{
  GdkRGBA rgba;

  penny_post_colour_get (colour, brush->style->dark, &rgba);
  gdk_cairo_set_source_rgba (brush->cr, &rgba);
}

static void
dip_in_ink (Brush *brush, double strength)
{
  const GdkRGBA *ink = &brush->style->ink;

  cairo_set_source_rgba (brush->cr, ink->red, ink->green, ink->blue,
                         brush->style->high_contrast ? 1 : strength);
}

/* Fills the path; with an outline where contrast is asked for. */
static void
fill (Brush *brush, PennyColour colour)
{
  dip (brush, colour);
  cairo_fill_preserve (brush->cr);
  if (brush->style->high_contrast)
    {
      dip_in_ink (brush, 1);
      cairo_set_line_width (brush->cr, 1.6);
      cairo_stroke (brush->cr);
    }
  cairo_new_path (brush->cr);
}

static void
round_rectangle (cairo_t *cr, double x, double y, double width, double height, double r)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI_2, 0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0, G_PI_2);
  cairo_arc (cr, x + r, y + height - r, r, G_PI_2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

/* --- things --- */

#define LETTER_WIDTH 26
#define LETTER_HEIGHT 18

static void
draw_flap (Brush *brush, double x, double y)
{
  cairo_move_to (brush->cr, x + 1.5, y + 1.5);
  cairo_line_to (brush->cr, x + LETTER_WIDTH / 2.0, y + 10.5);
  cairo_line_to (brush->cr, x + LETTER_WIDTH - 1.5, y + 1.5);
  cairo_set_line_width (brush->cr, 1.4);
  if (brush->style->high_contrast)
    dip_in_ink (brush, 1);
  else
    dip (brush, PENNY_COLOUR_PAPER_FOLD);
  cairo_stroke (brush->cr);
}

static void
draw_letter (Brush *brush, double x, double y, PennyColour paper)
{
  /* An edge, so that paper shows on paper-coloured ground, too. */
  round_rectangle (brush->cr, x - 0.7, y - 0.7, LETTER_WIDTH + 1.4, LETTER_HEIGHT + 1.4, 2.4);
  fill (brush, PENNY_COLOUR_PAPER_FOLD);
  round_rectangle (brush->cr, x, y, LETTER_WIDTH, LETTER_HEIGHT, 2);
  fill (brush, paper);
  draw_flap (brush, x, y);
  cairo_rectangle (brush->cr, x + LETTER_WIDTH - 8, y + 9.5, 5, 6);
  fill (brush, PENNY_COLOUR_STAMP);
}

/* Where a letter was. */
static void
draw_trace (Brush *brush, double x, double y, const GdkRGBA *colour)
{
  static const double dashes[] = { 3, 2.4 };

  cairo_save (brush->cr);
  round_rectangle (brush->cr, x + 1, y + 1, LETTER_WIDTH - 2, LETTER_HEIGHT - 2, 2);
  cairo_set_dash (brush->cr, dashes, 2, 0);
  cairo_set_line_width (brush->cr, 1.4);
  gdk_cairo_set_source_rgba (brush->cr, colour);
  cairo_stroke (brush->cr);
  cairo_restore (brush->cr);
}

static void
draw_post_office (Brush *brush)
{
  cairo_t *cr = brush->cr;

  cairo_rectangle (cr, 14, 62, 82, 68);
  fill (brush, PENNY_COLOUR_WALL);
  cairo_rectangle (cr, 14, 123, 82, 7);
  fill (brush, PENNY_COLOUR_WALL_SHADE);
  cairo_move_to (cr, 6, 64);
  cairo_line_to (cr, 55, 22);
  cairo_line_to (cr, 104, 64);
  cairo_close_path (cr);
  fill (brush, PENNY_COLOUR_ROOF);
  /* The sign in the gable: an envelope. */
  cairo_arc (cr, 55, 49, 11, 0, 2 * G_PI);
  fill (brush, PENNY_COLOUR_PAPER);
  round_rectangle (cr, 48, 44.5, 14, 9.5, 1.2);
  fill (brush, PENNY_COLOUR_STAMP);
  cairo_move_to (cr, 48.8, 45.3);
  cairo_line_to (cr, 55, 50);
  cairo_line_to (cr, 61.2, 45.3);
  cairo_set_line_width (cr, 1.3);
  dip (brush, PENNY_COLOUR_PAPER);
  cairo_stroke (cr);
  /* The person's box, open to the front. */
  round_rectangle (cr, 22, 71, 66, 46, 3);
  fill (brush, PENNY_COLOUR_INSIDE);
}

static const double in_box[3][2] = { { 27, 75 }, { 57, 75 }, { 42, 96 } };
static const double on_screen[3][2] = { { 137, 66 }, { 167, 66 }, { 152, 87 } };

static void
draw_computer (Brush *brush)
{
  cairo_t *cr = brush->cr;

  round_rectangle (cr, 127, 57, 76, 58, 5);
  fill (brush, PENNY_COLOUR_FRAME);
  round_rectangle (cr, 131, 61, 68, 49, 2);
  fill (brush, PENNY_COLOUR_SCREEN);
  cairo_move_to (cr, 124, 117);
  cairo_line_to (cr, 206, 117);
  cairo_line_to (cr, 213, 130);
  cairo_line_to (cr, 117, 130);
  cairo_close_path (cr);
  fill (brush, PENNY_COLOUR_FRAME);
}

static void
draw_phone (Brush *brush)
{
  round_rectangle (brush->cr, 214, 84, 23, 46, 4);
  fill (brush, PENNY_COLOUR_FRAME);
  round_rectangle (brush->cr, 216.500, 89, 18, 35, 1.5);
  fill (brush, PENNY_COLOUR_SCREEN);
}

static void
draw_small_letter (Brush *brush, double x, double y)
{
  cairo_save (brush->cr);
  cairo_translate (brush->cr, x, y);
  cairo_scale (brush->cr, 0.5, 0.5);
  draw_letter (brush, 0, 0, PENNY_COLOUR_PAPER);
  cairo_restore (brush->cr);
}

static void
draw_arrow_head (Brush *brush, double x, double y, double angle)
{
  cairo_save (brush->cr);
  cairo_translate (brush->cr, x, y);
  cairo_rotate (brush->cr, angle);
  cairo_move_to (brush->cr, -8, -5.5);
  cairo_line_to (brush->cr, 0, 0);
  cairo_line_to (brush->cr, -8, 5.5);
  cairo_stroke (brush->cr);
  cairo_restore (brush->cr);
}

/* The way through the air from the post office to this computer. */
static void
draw_flight (Brush *brush, gboolean both_ways)
{
  cairo_t *cr = brush->cr;

  dip_in_ink (brush, 0.62);
  cairo_set_line_width (cr, 2.6);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cr, 92, 40);
  cairo_curve_to (cr, 108, 20, 150, 18, 163, 50);
  cairo_stroke (cr);
  draw_arrow_head (brush, 163, 50, 1.18);
  if (both_ways)
    draw_arrow_head (brush, 92, 40, 2.25);
}

static void
draw_flying_letter (Brush *brush, double x, double y, double angle, PennyColour paper)
{
  cairo_save (brush->cr);
  cairo_translate (brush->cr, x, y);
  cairo_rotate (brush->cr, angle);
  draw_letter (brush, -LETTER_WIDTH / 2.0, -LETTER_HEIGHT / 2.0, paper);
  cairo_restore (brush->cr);
}

static void
draw_clock (Brush *brush, double x, double y)
{
  cairo_t *cr = brush->cr;

  cairo_arc (cr, x, y, 14, 0, 2 * G_PI);
  fill (brush, PENNY_COLOUR_FRAME);
  cairo_arc (cr, x, y, 11, 0, 2 * G_PI);
  fill (brush, PENNY_COLOUR_PAPER);
  dip (brush, PENNY_COLOUR_INSIDE);
  cairo_set_line_width (cr, 2);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cr, x, y - 7);
  cairo_line_to (cr, x, y);
  cairo_line_to (cr, x + 5, y + 3);
  cairo_stroke (cr);
}

static void
draw_tick (Brush *brush, double x, double y)
{
  cairo_t *cr = brush->cr;

  cairo_arc (cr, x, y, 13, 0, 2 * G_PI);
  fill (brush, PENNY_COLOUR_STAMP);
  dip (brush, PENNY_COLOUR_PAPER);
  cairo_set_line_width (cr, 3);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cr, x - 6, y);
  cairo_line_to (cr, x - 1.5, y + 5);
  cairo_line_to (cr, x + 6, y - 5);
  cairo_stroke (cr);
}

static void
draw_landscape (Brush *brush)
{
  cairo_t *cr = brush->cr;

  cairo_arc (cr, 214, 30, 13, 0, 2 * G_PI);
  fill (brush, PENNY_COLOUR_SUN);
  cairo_save (cr);
  cairo_translate (cr, 120, 139);
  cairo_scale (cr, 118, 11);
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_restore (cr);
  fill (brush, PENNY_COLOUR_GROUND);
}

/* --- scenes --- */

/* The first N_LETTERS are there; of the others a trace is left. */
static void
fill_box (Brush *brush, int n_letters)
{
  GdkRGBA trace = { 1, 1, 1, brush->style->high_contrast ? 1.0f : 0.55f };

  for (int i = 0; i < 3; i++)
    if (i < n_letters)
      draw_letter (brush, in_box[i][0], in_box[i][1], PENNY_COLOUR_PAPER);
    else
      draw_trace (brush, in_box[i][0], in_box[i][1], &trace);
}

static void
fill_screen (Brush *brush, int n_letters, PennyColour paper)
{
  for (int i = 0; i < n_letters; i++)
    draw_letter (brush, on_screen[i][0], on_screen[i][1], paper);
}

static void
draw_welcome (Brush *brush, gboolean arrived)
{
  draw_landscape (brush);
  draw_post_office (brush);
  draw_computer (brush);
  fill_box (brush, 3);
  fill_screen (brush, arrived ? 3 : 1, PENNY_COLOUR_PAPER);
  draw_flight (brush, FALSE);
  if (arrived)
    draw_tick (brush, 199, 61);
  else
    draw_flying_letter (brush, 128, 26, -0.1, PENNY_COLOUR_PAPER);
}

static void
draw_way (Brush *brush, PennyScene scene)
{
  gboolean shared = scene == PENNY_SCENE_SHARED;
  gboolean taken = scene == PENNY_SCENE_TAKE_HOME;
  gboolean cleared = scene == PENNY_SCENE_CLEAR_LATER;

  draw_post_office (brush);
  draw_computer (brush);
  draw_phone (brush);
  draw_flight (brush, shared);
  fill_box (brush, taken ? 0 : cleared ? 1 : 3);
  fill_screen (brush, 3, taken || shared ? PENNY_COLOUR_PAPER : PENNY_COLOUR_COPY);
  if (shared)
    for (int i = 0; i < 3; i++)
      draw_small_letter (brush, 219, 91.5 + 10.5 * i);
  else
    draw_flying_letter (brush, 128, 26, -0.1, taken ? PENNY_COLOUR_PAPER : PENNY_COLOUR_COPY);
  if (cleared)
    {
      draw_clock (brush, 93, 108);
      draw_small_letter (brush, 219, 91.5);
    }
  else if (!taken && !shared)
    for (int i = 0; i < 3; i++)
      draw_small_letter (brush, 219, 91.5 + 10.5 * i);
}

void
penny_post_shapes_draw (cairo_t *cr, PennyScene scene, const PennySceneStyle *style)
{
  Brush brush = { cr, style };

  if (scene == PENNY_SCENE_WELCOME || scene == PENNY_SCENE_ARRIVED)
    draw_welcome (&brush, scene == PENNY_SCENE_ARRIVED);
  else
    draw_way (&brush, scene);
}
