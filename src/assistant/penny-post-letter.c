/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The letters of the playable post office: eight colours with eight marks; closed, or open when read. */
#include <math.h>

#include "penny-post-colours.h"
#include "penny-post-figures.h"

#define BODY_Y 11
#define BODY_HEIGHT (PENNY_LETTER_HEIGHT - BODY_Y)

static void
dip (PennyPostPen *pen, cairo_t *cr, PennyColour colour)
{
  GdkRGBA rgba;

  penny_post_colour_get (colour, pen->style.dark, &rgba);
  gdk_cairo_set_source_rgba (cr, &rgba);
}

static void
dip_in_fold (PennyPostPen *pen, cairo_t *cr)
{
  if (pen->style.high_contrast)
    cairo_set_source_rgb (cr, 0, 0, 0);
  else
    dip (pen, cr, PENNY_COLOUR_PAPER_FOLD);
}

/* --- marks --- */

/* N corners on a circle, every other one drawn in by INNER (1: none is). */
static void
trace_corners (cairo_t *cr, int n, double inner, double r)
{
  for (int i = 0; i < n; i++)
    {
      double angle = 2 * G_PI * i / n - G_PI_2, radius = i % 2 ? r * inner : r;

      cairo_line_to (cr, radius * cos (angle), radius * sin (angle));
    }
  cairo_close_path (cr);
}

static void
trace_heart (cairo_t *cr)
{
  cairo_move_to (cr, 0, 7);
  cairo_curve_to (cr, -9, 0, -8, -7, -3.5, -7);
  cairo_curve_to (cr, -1.5, -7, 0, -5, 0, -3.5);
  cairo_curve_to (cr, 0, -5, 1.500, -7, 3.500, -7);
  cairo_curve_to (cr, 8, -7, 9, 0, 0, 7);
  cairo_close_path (cr);
}

static void
trace_mark (cairo_t *cr, guint index)
{
  switch (index % PENNY_POST_MAX_LETTERS)
    {
    case 0:
      cairo_arc (cr, 0, 0, 6.5, 0, 2 * G_PI);
      break;
    case 1:
      trace_heart (cr);
      break;
    case 2:
      trace_corners (cr, 10, 0.45, 8.5);
      break;
    case 3:
      cairo_rectangle (cr, -6, -6, 12, 12);
      break;
    case 4:
      trace_corners (cr, 3, 1, 8);
      break;
    case 5:
      trace_corners (cr, 4, 1, 8.5);
      break;
    case 6:
      trace_corners (cr, 8, 0.4, 8.5);
      break;
    case 7:
    default:
      trace_corners (cr, 6, 1, 7.5);
      break;
    }
}

/* What goes out bears an arrow. */
static void
trace_arrow (cairo_t *cr)
{
  static const double points[][2] = {
    { 8, 0 }, { 1, -7 }, { 1, -3 }, { -8, -3 }, { -8, 3 }, { 1, 3 }, { 1, 7 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    cairo_line_to (cr, points[i][0], points[i][1]);
  cairo_close_path (cr);
}

static void
draw_mark (PennyPostPen *pen, cairo_t *cr, const PennyLetterLook *look)
{
  /* Dark enough to show on paper of every tint. */
  static const char * const colours[PENNY_POST_MAX_LETTERS] = {
    "#2f5bb0", "#c0263b", "#c46a00", "#1f7a4d", "#7d3cb5", "#0b7a80", "#b23a78", "#6b4a2b",
  };
  GdkRGBA rgba;

  gdk_rgba_parse (&rgba, colours[look->index % PENNY_POST_MAX_LETTERS]);
  gdk_cairo_set_source_rgba (cr, &rgba);
  cairo_save (cr);
  cairo_translate (cr, PENNY_LETTER_WIDTH / 2.0, BODY_Y + BODY_HEIGHT / 2.0 + 3.5);
  if (look->written)
    trace_arrow (cr);
  else
    trace_mark (cr, look->index);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* --- envelopes --- */

static void
trace_envelope (cairo_t *cr)
{
  const double x = 1, y = BODY_Y, w = PENNY_LETTER_WIDTH - 2, h = BODY_HEIGHT - 1, r = 2.5;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + w - r, y + r, r, -G_PI_2, 0);
  cairo_arc (cr, x + w - r, y + h - r, r, 0, G_PI_2);
  cairo_arc (cr, x + r, y + h - r, r, G_PI_2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

static PennyColour
get_paper (const PennyLetterLook *look)
{
  if (look->written)
    return PENNY_COLOUR_SENT;
  return look->copy ? PENNY_COLOUR_COPY : PENNY_COLOUR_PAPER;
}

/* The flap stands up and the sheet looks out. */
static void
draw_opened (PennyPostPen *pen, cairo_t *cr, const PennyLetterLook *look)
{
  cairo_move_to (cr, 1.500, BODY_Y + 2);
  cairo_line_to (cr, PENNY_LETTER_WIDTH / 2.0, 0.5);
  cairo_line_to (cr, PENNY_LETTER_WIDTH - 1.500, BODY_Y + 2);
  cairo_close_path (cr);
  dip (pen, cr, PENNY_COLOUR_PAPER_FOLD);
  cairo_fill_preserve (cr);
  dip_in_fold (pen, cr);
  cairo_set_line_width (cr, 1.2);
  cairo_stroke (cr);
  cairo_rectangle (cr, 6, 4, PENNY_LETTER_WIDTH - 12, 12);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill_preserve (cr);
  dip_in_fold (pen, cr);
  cairo_stroke (cr);
  cairo_move_to (cr, 10, 8);
  cairo_line_to (cr, PENNY_LETTER_WIDTH - 10, 8);
  cairo_set_source_rgb (cr, 0.35, 0.35, 0.4);
  cairo_stroke (cr);
}

static void
draw_envelope (PennyPostPen *pen, cairo_t *cr, const PennyLetterLook *look)
{
  gboolean opened = (look->marks & PENNY_POST_READ) != 0 && !look->written;

  if (opened)
    draw_opened (pen, cr, look);
  trace_envelope (cr);
  dip (pen, cr, get_paper (look));
  cairo_fill_preserve (cr);
  dip_in_fold (pen, cr);
  cairo_set_line_width (cr, pen->style.high_contrast ? 1.8 : 1.3);
  cairo_stroke (cr);
  if (opened)
    {
      /* The lower edge of what was the flap's place. */
      cairo_move_to (cr, 2, BODY_Y + 1);
      cairo_line_to (cr, PENNY_LETTER_WIDTH / 2.0, BODY_Y + 8);
      cairo_line_to (cr, PENNY_LETTER_WIDTH - 2, BODY_Y + 1);
    }
  else
    {
      cairo_move_to (cr, 2, BODY_Y + 1);
      cairo_line_to (cr, PENNY_LETTER_WIDTH / 2.0, BODY_Y + 9);
      cairo_line_to (cr, PENNY_LETTER_WIDTH - 2, BODY_Y + 1);
    }
  dip_in_fold (pen, cr);
  cairo_stroke (cr);
}

/* A dot for "unread", as mail programs have it; a clock for "waits". */
static void
draw_badge (PennyPostPen *pen, cairo_t *cr, const PennyLetterLook *look)
{
  gboolean waits = (look->marks & PENNY_POST_WAITING) != 0;
  double x = PENNY_LETTER_WIDTH - 6, y = BODY_Y;

  if (!waits && (look->written || (look->marks & PENNY_POST_READ)))
    return;

  cairo_arc (cr, x, y, 6, 0, 2 * G_PI);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill_preserve (cr);
  if (pen->style.high_contrast)
    cairo_set_source_rgb (cr, 0, 0, 0);
  else
    dip (pen, cr, PENNY_COLOUR_STAMP);
  cairo_set_line_width (cr, 1.4);
  cairo_stroke (cr);
  if (!waits)
    {
      cairo_arc (cr, x, y, 4, 0, 2 * G_PI);
      cairo_fill (cr);
      return;
    }

  cairo_move_to (cr, x, y - 4);
  cairo_line_to (cr, x, y);
  cairo_line_to (cr, x + 3, y + 1.500);
  cairo_stroke (cr);
}

void
penny_post_figure_letter (PennyPostPen *pen, const graphene_rect_t *area, const PennyLetterLook *look)
{
  cairo_t *cr;

  penny_post_pen_enter (pen, area, PENNY_LETTER_WIDTH);
  if (look->alpha < 1)
    gtk_snapshot_push_opacity (pen->snapshot, look->alpha);
  cr = penny_post_pen_begin (pen, -1, -1, PENNY_LETTER_WIDTH + 3, PENNY_LETTER_HEIGHT + 2);
  draw_envelope (pen, cr, look);
  draw_mark (pen, cr, look);
  draw_badge (pen, cr, look);
  cairo_destroy (cr);
  if (look->alpha < 1)
    gtk_snapshot_pop (pen->snapshot);
}
