/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where things stand in the playable post office, and what is to be seen at which moment of a step.
 * Sums only; draws nothing. */
#pragma once

#include "penny-post-figures.h"

G_BEGIN_DECLS

typedef struct {
  graphene_rect_t art[PENNY_POST_N_HOLDERS];
  graphene_rect_t label[PENNY_POST_N_HOLDERS];
  float height;
} PennyPostLayout;

/* How wide a label may be in a stage of WIDTH pixels. */
int penny_post_stage_get_label_width (int width, PennyPostPlace place);
/* Three things side by side, or the post office above the other two where it is narrow. HEIGHT: that there
 * is, in pixels; things are drawn smaller to fit in, down to a limit; -1: any. HEIGHTS: of the labels. MIRRORED:
 * this computer stands at the right. */
void penny_post_stage_lay_out (PennyPostLayout *self, int width, int height, const int *heights, gboolean mirrored);

/* One step as it plays: before it, after it, and how far it is. */
typedef struct {
  PennyPostState before, after;
  PennyPostStep step;          /* owned */
  double time;                 /* stages; from 0 to penny_post_scene_get_end() */
} PennyPostScene;

guint penny_post_scene_get_end (const PennyPostScene *self);
/* What lies still at PLACE now; 0: nothing, or it is under way. */
PennyPostMarks penny_post_scene_get_marks (const PennyPostScene *self, guint letter, PennyPostPlace place);
/* Whether MOVE is under way now, and how far from 0 to 1. */
gboolean penny_post_scene_is_moving (const PennyPostScene *self, const PennyPostMove *move, double *progress);
/* What MOVE's letter looks like while it moves. */
PennyPostMarks penny_post_scene_get_moving_marks (const PennyPostScene *self, const PennyPostMove *move);

/* Where LETTER lies at PLACE when it bears MARKS there; STREET is above the post office. */
void penny_post_stage_find_letter (const PennyPostLayout *layout, const PennyPostScene *scene,
                                   PennyDevice device, guint letter, PennyPostPlace place,
                                   PennyPostMarks marks, graphene_rect_t *area);

G_END_DECLS
