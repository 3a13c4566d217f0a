/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The things in the playable post office, drawn as render nodes: building, computer, devices, waste
 * basket and letters. Letters differ by colour and by mark; read ones are open. */
#pragma once

#include "penny-post-game.h"
#include "penny-post-shapes.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_DEVICE_PHONE,
  PENNY_DEVICE_TABLET,
  PENNY_DEVICE_COMPUTER,
  PENNY_N_DEVICES
} PennyDevice;

typedef struct {
  GtkSnapshot *snapshot;   /* borrowed */
  PennySceneStyle style;
  graphene_point_t origin; /* of the figure that is drawn, in pixels */
  float scale;             /* its units in pixels */
} PennyPostPen;

/* Whatever is drawn next has AREA for its place, UNITS wide. */
void penny_post_pen_enter (PennyPostPen *self, const graphene_rect_t *area, float units);
/* A cairo context in these units; the caller destroys it. */
cairo_t *penny_post_pen_begin (PennyPostPen *self, float x, float y, float width, float height);

/* Figures fill a rectangle of 4 : 3. */
#define PENNY_FIGURE_WIDTH 200
#define PENNY_FIGURE_HEIGHT 150

void penny_post_figure_building (PennyPostPen *pen, const graphene_rect_t *area);
void penny_post_figure_computer (PennyPostPen *pen, const graphene_rect_t *area, gboolean broken);
/* DIM: it has not looked yet. */
void penny_post_figure_device (PennyPostPen *pen, const graphene_rect_t *area, PennyDevice device, gboolean dim);
void penny_post_figure_basket (PennyPostPen *pen, const graphene_rect_t *area);
/* Something is wrong here. */
void penny_post_figure_alarm (PennyPostPen *pen, const graphene_rect_t *area);
/* A road between two points; cut in the middle when there is no internet. */
void penny_post_figure_road (PennyPostPen *pen, const graphene_point_t *a, const graphene_point_t *b, gboolean cut);

/* Where the letters lie in a figure of AREA, and where its basket stands. */
void penny_post_figure_get_inside (PennyPostPlace place, PennyDevice device, const graphene_rect_t *area,
                                   graphene_rect_t *inside);
void penny_post_figure_get_basket (PennyPostPlace place, PennyDevice device, const graphene_rect_t *area,
                                   graphene_rect_t *basket);

#define PENNY_LETTER_WIDTH 40
#define PENNY_LETTER_HEIGHT 38

typedef struct {
  guint index;              /* chooses colour and mark */
  PennyPostMarks marks;
  gboolean written;
  gboolean copy;            /* on the photocopier's paper */
  double alpha;             /* 1: opaque */
} PennyLetterLook;

/* AREA is PENNY_LETTER_WIDTH : PENNY_LETTER_HEIGHT. */
void penny_post_figure_letter (PennyPostPen *pen, const graphene_rect_t *area, const PennyLetterLook *look);

G_END_DECLS
