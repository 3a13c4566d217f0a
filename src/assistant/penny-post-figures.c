/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounded rectangles are colour nodes in a clip; only what is neither round nor square is cairo. */
#include "penny-post-figures.h"

#include <math.h>

#include "penny-post-colours.h"

#define RECT(x, y, w, h) GRAPHENE_RECT_INIT ((float) (x), (float) (y), (float) (w), (float) (h))

void
penny_post_pen_enter (PennyPostPen *self, const graphene_rect_t *area, float units)
{
  self->origin = area->origin;
  self->scale = area->size.width / units;
}

/* Scaled inside of cairo, not by a transform node: cairo cuts off parts of a recording that is scaled
 * as a whole (cairo 1.16, renderer "cairo"). */
cairo_t *
penny_post_pen_begin (PennyPostPen *self, float x, float y, float width, float height)
{
  graphene_rect_t bounds = RECT (floorf (self->origin.x + x * self->scale), floorf (self->origin.y + y * self->scale),
                                 ceilf (width * self->scale) + 1, ceilf (height * self->scale) + 1);
  cairo_t *cr = gtk_snapshot_append_cairo (self->snapshot, &bounds);

  cairo_translate (cr, self->origin.x, self->origin.y);
  cairo_scale (cr, self->scale, self->scale);
  return cr;
}

static GdkRGBA
get_colour (PennyPostPen *pen, PennyColour colour)
{
  GdkRGBA rgba;

  penny_post_colour_get (colour, pen->style.dark, &rgba);
  return rgba;
}

static void
fill_rgba (PennyPostPen *pen, graphene_rect_t rect, float radius, const GdkRGBA *rgba)
{
  const float widths[4] = { 1.5f, 1.5f, 1.5f, 1.5f };
  const GdkRGBA inks[4] = { pen->style.ink, pen->style.ink, pen->style.ink, pen->style.ink };
  GskRoundedRect rounded;

  rect = RECT (pen->origin.x + rect.origin.x * pen->scale, pen->origin.y + rect.origin.y * pen->scale,
               rect.size.width * pen->scale, rect.size.height * pen->scale);
  gsk_rounded_rect_init_from_rect (&rounded, &rect, radius * pen->scale);
  gtk_snapshot_push_rounded_clip (pen->snapshot, &rounded);
  gtk_snapshot_append_color (pen->snapshot, rgba, &rect);
  gtk_snapshot_pop (pen->snapshot);
  if (pen->style.high_contrast)
    gtk_snapshot_append_border (pen->snapshot, &rounded, widths, inks);
}

static void
fill (PennyPostPen *pen, graphene_rect_t rect, float radius, PennyColour colour)
{
  GdkRGBA rgba = get_colour (pen, colour);

  fill_rgba (pen, rect, radius, &rgba);
}

static void
dip (PennyPostPen *pen, cairo_t *cr, PennyColour colour)
{
  GdkRGBA rgba = get_colour (pen, colour);

  gdk_cairo_set_source_rgba (cr, &rgba);
}

/* Fills the path, with an outline where contrast is asked for. */
static void
fill_path (PennyPostPen *pen, cairo_t *cr)
{
  cairo_fill_preserve (cr);
  if (pen->style.high_contrast)
    {
      gdk_cairo_set_source_rgba (cr, &pen->style.ink);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
    }
  cairo_new_path (cr);
}

/* --- the building --- */

void
penny_post_figure_building (PennyPostPen *pen, const graphene_rect_t *area)
{
  cairo_t *cr;

  penny_post_pen_enter (pen, area, PENNY_FIGURE_WIDTH);
  fill (pen, RECT (18, 44, 164, 106), 0, PENNY_COLOUR_WALL);
  fill (pen, RECT (18, 141, 164, 9), 0, PENNY_COLOUR_WALL_SHADE);
  cr = penny_post_pen_begin (pen, 0, 0, 200, 50);
  cairo_move_to (cr, 6, 48);
  cairo_line_to (cr, 100, 4);
  cairo_line_to (cr, 194, 48);
  cairo_close_path (cr);
  dip (pen, cr, PENNY_COLOUR_ROOF);
  fill_path (pen, cr);
  cairo_destroy (cr);
  /* The sign in the gable: an envelope. */
  fill (pen, RECT (85, 18, 30, 22), 5, PENNY_COLOUR_PAPER);
  cr = penny_post_pen_begin (pen, 85, 18, 30, 22);
  cairo_rectangle (cr, 91, 23, 18, 12);
  cairo_move_to (cr, 91, 23);
  cairo_line_to (cr, 100, 30);
  cairo_line_to (cr, 109, 23);
  cairo_set_line_width (cr, 1.8);
  dip (pen, cr, PENNY_COLOUR_STAMP);
  cairo_stroke (cr);
  cairo_destroy (cr);
  fill (pen, RECT (28, 54, 144, 82), 5, PENNY_COLOUR_INSIDE);
}

/* --- computers and devices --- */

static void
draw_crack (PennyPostPen *pen)
{
  cairo_t *cr = penny_post_pen_begin (pen, 16, 12, 168, 100);

  cairo_move_to (cr, 52, 14);
  cairo_line_to (cr, 78, 44);
  cairo_line_to (cr, 66, 60);
  cairo_line_to (cr, 98, 84);
  cairo_line_to (cr, 92, 110);
  cairo_move_to (cr, 78, 44);
  cairo_line_to (cr, 116, 34);
  cairo_line_to (cr, 150, 48);
  cairo_set_line_width (cr, 2);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.85);
  cairo_stroke (cr);
  cairo_set_line_width (cr, 7);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cr, 122, 66);
  cairo_line_to (cr, 150, 94);
  cairo_move_to (cr, 150, 66);
  cairo_line_to (cr, 122, 94);
  dip (pen, cr, PENNY_COLOUR_ALARM);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

void
penny_post_figure_computer (PennyPostPen *pen, const graphene_rect_t *area, gboolean broken)
{
  cairo_t *cr;

  penny_post_pen_enter (pen, area, PENNY_FIGURE_WIDTH);
  cr = penny_post_pen_begin (pen, 50, 114, 100, 36);
  cairo_move_to (cr, 84, 116);
  cairo_line_to (cr, 116, 116);
  cairo_line_to (cr, 122, 142);
  cairo_line_to (cr, 78, 142);
  cairo_close_path (cr);
  dip (pen, cr, PENNY_COLOUR_FRAME);
  fill_path (pen, cr);
  cairo_destroy (cr);
  fill (pen, RECT (56, 140, 88, 9), 4, PENNY_COLOUR_FRAME);
  fill (pen, RECT (8, 4, 184, 116), 8, PENNY_COLOUR_FRAME);
  fill (pen, RECT (16, 12, 168, 100), 3, broken ? PENNY_COLOUR_DEAD_SCREEN : PENNY_COLOUR_SCREEN);
  if (broken)
    draw_crack (pen);
}

static graphene_rect_t
get_case (PennyDevice device)
{
  switch (device)
    {
    case PENNY_DEVICE_PHONE:
      return RECT (57, 2, 86, 146);
    case PENNY_DEVICE_TABLET:
      return RECT (20, 14, 160, 118);
    case PENNY_DEVICE_COMPUTER:
    case PENNY_N_DEVICES:
    default:
      return RECT (24, 8, 152, 106);
    }
}

static graphene_rect_t
get_screen (PennyDevice device)
{
  graphene_rect_t rect = get_case (device);

  if (device == PENNY_DEVICE_PHONE)
    return *graphene_rect_inset (&rect, 6, 13);
  if (device == PENNY_DEVICE_TABLET)
    return *graphene_rect_inset (&rect, 11, 9);
  return *graphene_rect_inset (&rect, 7, 7);
}

void
penny_post_figure_device (PennyPostPen *pen, const graphene_rect_t *area, PennyDevice device, gboolean dim)
{
  cairo_t *cr;

  penny_post_pen_enter (pen, area, PENNY_FIGURE_WIDTH);
  fill (pen, get_case (device), device == PENNY_DEVICE_COMPUTER ? 6 : 12, PENNY_COLOUR_FRAME);
  fill (pen, get_screen (device), 3, dim ? PENNY_COLOUR_DEAD_SCREEN : PENNY_COLOUR_SCREEN);
  if (device == PENNY_DEVICE_PHONE)
    fill (pen, RECT (90, 138.500, 20, 5), 2.5f, PENNY_COLOUR_SCREEN);
  if (device == PENNY_DEVICE_COMPUTER)
    {
      /* A laptop: the keyboard lies before it. */
      cr = penny_post_pen_begin (pen, 0, 112, 200, 30);
      cairo_move_to (cr, 22, 116);
      cairo_line_to (cr, 178, 116);
      cairo_line_to (cr, 194, 138);
      cairo_line_to (cr, 6, 138);
      cairo_close_path (cr);
      dip (pen, cr, PENNY_COLOUR_FRAME);
      fill_path (pen, cr);
      cairo_destroy (cr);
    }
}

static void
place_in (const graphene_rect_t *area, graphene_rect_t unit, graphene_rect_t *result)
{
  float scale = area->size.width / PENNY_FIGURE_WIDTH;

  *result = RECT (area->origin.x + unit.origin.x * scale, area->origin.y + unit.origin.y * scale,
                  unit.size.width * scale, unit.size.height * scale);
}

void
penny_post_figure_get_inside (PennyPostPlace place, PennyDevice device, const graphene_rect_t *area,
                              graphene_rect_t *inside)
{
  graphene_rect_t unit;

  if (place == PENNY_POST_BOX)
    unit = RECT (33, 57, 134, 76);
  else if (place == PENNY_POST_HERE)
    unit = RECT (22, 15, 156, 94);
  else
    {
      unit = get_screen (device);
      graphene_rect_inset (&unit, 4, 4);
    }
  place_in (area, unit, inside);
}

void
penny_post_figure_get_basket (PennyPostPlace place, PennyDevice device, const graphene_rect_t *area,
                              graphene_rect_t *basket)
{
  /* Beside the thing, so that it hides no letter. */
  if (place == PENNY_POST_BOX)
    place_in (area, RECT (172, 108, 35, 42), basket);
  else
    place_in (area, place == PENNY_POST_OTHER && device == PENNY_DEVICE_PHONE ? RECT (150, 100, 42, 50)
                                                                             : RECT (158, 100, 42, 50), basket);
}

void
penny_post_figure_basket (PennyPostPen *pen, const graphene_rect_t *area)
{
  cairo_t *cr;

  penny_post_pen_enter (pen, area, 42);
  cr = penny_post_pen_begin (pen, 0, 0, 42, 50);
  cairo_move_to (cr, 4, 20);
  cairo_line_to (cr, 38, 20);
  cairo_line_to (cr, 33, 49);
  cairo_line_to (cr, 9, 49);
  cairo_close_path (cr);
  dip (pen, cr, PENNY_COLOUR_BASKET);
  cairo_fill (cr);
  gdk_cairo_set_source_rgba (cr, &pen->style.ink);
  cairo_set_line_width (cr, 1.6);
  for (int i = 0; i < 4; i++)
    {
      cairo_move_to (cr, 6 + i * 10, 21);
      cairo_line_to (cr, 10.500 + i * 7, 48);
    }
  cairo_move_to (cr, 6.500, 34);
  cairo_line_to (cr, 35.500, 34);
  cairo_stroke (cr);
  cairo_destroy (cr);
  fill (pen, RECT (1.500, 17, 39, 5), 2.5f, PENNY_COLOUR_FRAME);
}

void
penny_post_figure_alarm (PennyPostPen *pen, const graphene_rect_t *area)
{
  cairo_t *cr;

  penny_post_pen_enter (pen, area, 24);
  cr = penny_post_pen_begin (pen, 0, 0, 24, 24);
  cairo_arc (cr, 12, 12, 11, 0, 2 * G_PI);
  dip (pen, cr, PENNY_COLOUR_ALARM);
  fill_path (pen, cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, 3.2);
  cairo_move_to (cr, 12, 6.500);
  cairo_line_to (cr, 12, 12.500);
  cairo_move_to (cr, 12, 17.500);
  cairo_line_to (cr, 12, 17.600);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

void
penny_post_figure_road (PennyPostPen *pen, const graphene_point_t *a, const graphene_point_t *b, gboolean cut)
{
  static const double dashes[] = { 0.1, 9 };
  double x = (a->x + b->x) / 2, y = (a->y + b->y) / 2;
  graphene_rect_t bounds = RECT (MIN (a->x, b->x) - 14, MIN (a->y, b->y) - 14, fabsf (a->x - b->x) + 28,
                                 fabsf (a->y - b->y) + 28);
  cairo_t *cr = gtk_snapshot_append_cairo (pen->snapshot, &bounds);

  cairo_set_source_rgba (cr, pen->style.ink.red, pen->style.ink.green, pen->style.ink.blue,
                         pen->style.high_contrast ? 1 : 0.45);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, 4.5);
  cairo_set_dash (cr, dashes, 2, 0);
  cairo_move_to (cr, a->x, a->y);
  cairo_line_to (cr, b->x, b->y);
  cairo_stroke (cr);
  if (cut)
    {
      cairo_set_dash (cr, NULL, 0, 0);
      cairo_arc (cr, x, y, 12, 0, 2 * G_PI);
      dip (pen, cr, PENNY_COLOUR_ALARM);
      fill_path (pen, cr);
      cairo_move_to (cr, x - 5, y - 5);
      cairo_line_to (cr, x + 5, y + 5);
      cairo_move_to (cr, x + 5, y - 5);
      cairo_line_to (cr, x - 5, y + 5);
      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_set_line_width (cr, 3);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
}
