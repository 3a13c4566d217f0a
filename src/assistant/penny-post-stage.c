/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layout and timeline. */
#include "penny-post-stage.h"

#include <math.h>

#define RECT(x, y, w, h) GRAPHENE_RECT_INIT ((float) (x), (float) (y), (float) (w), (float) (h))

#define SKY 26              /* room for letters that come and go */
#define GAP 18
#define WIDEST 960
#define WIDE_FROM 560
#define SMALLEST 0.6

/* --- layout --- */

static gboolean
is_wide (int width)
{
  return width >= WIDE_FROM;
}

int
penny_post_stage_get_label_width (int width, PennyPostPlace place)
{
  if (is_wide (width))
    return MAX (60, MIN (width, WIDEST) / 3 - GAP);
  /* The roads pass on both sides of the upper one. */
  return MAX (60, width / 2 - GAP / 2);
}

static void
set_station (PennyPostLayout *self, PennyPostPlace place, double centre, double top, double art_width,
             double label_width, int label_height)
{
  double art_height = art_width * PENNY_FIGURE_HEIGHT / PENNY_FIGURE_WIDTH;

  self->art[place] = RECT (centre - art_width / 2, top, art_width, art_height);
  self->label[place] = RECT (centre - label_width / 2, top + art_height + 6, label_width, label_height);
  self->height = MAX (self->height, (float) (top + art_height + 6 + label_height + 4));
}

static void
lay_out (PennyPostLayout *self, int width, double size, const int *heights, gboolean mirrored)
{
  static const PennyPostPlace row[] = { PENNY_POST_HERE, PENNY_POST_BOX, PENNY_POST_OTHER };
  double total = MIN (width, WIDEST), left = (width - total) / 2, sign = mirrored ? -1 : 1;
  double label = penny_post_stage_get_label_width (width, PENNY_POST_HERE);
  double art = size * (is_wide (width) ? total / 3 - 2 * GAP : MIN (width / 2.0 - GAP, 230));

  self->height = 0;
  if (is_wide (width))
    {
      for (int i = 0; i < 3; i++)
        set_station (self, row[i], left + total / 2 + sign * (i - 1) * total / 3, SKY, art, label, heights[row[i]]);
      return;
    }

  set_station (self, PENNY_POST_BOX, width / 2.0, SKY, size * MIN (width * 0.6, 250),
               penny_post_stage_get_label_width (width, PENNY_POST_BOX), heights[PENNY_POST_BOX]);
  total = self->height + GAP;
  set_station (self, PENNY_POST_HERE, width / 2.0 - sign * width / 4.0, total, art, label, heights[PENNY_POST_HERE]);
  set_station (self, PENNY_POST_OTHER, width / 2.0 + sign * width / 4.0, total, art, label, heights[PENNY_POST_OTHER]);
}

void
penny_post_stage_lay_out (PennyPostLayout *self, int width, int height, const int *heights, gboolean mirrored)
{
  float largest, smallest;

  lay_out (self, width, 1, heights, mirrored);
  largest = self->height;
  if (height < 0 || height >= largest)
    return;

  lay_out (self, width, SMALLEST, heights, mirrored);
  smallest = self->height;
  if (height > smallest)
    lay_out (self, width, SMALLEST + (1 - SMALLEST) * (height - smallest) / (largest - smallest), heights, mirrored);
}

/* --- timeline --- */

guint
penny_post_scene_get_end (const PennyPostScene *self)
{
  return self->step.n_moves > 0 ? self->step.moves[self->step.n_moves - 1].stage + 1 : 0;
}

static guint
get_stage (const PennyPostScene *self)
{
  return (guint) MAX (0, floor (self->time));
}

/* A letter that only passes through a place looks there as it came. */
static PennyPostMarks
get_arrived (const PennyPostScene *self, guint letter, PennyPostPlace place)
{
  PennyPostMarks marks = self->after.letters[letter].at[place];

  return marks != 0 ? marks : PENNY_POST_HELD;
}

PennyPostMarks
penny_post_scene_get_marks (const PennyPostScene *self, guint letter, PennyPostPlace place)
{
  guint stage = get_stage (self);
  PennyPostMarks marks = letter < self->before.n_letters ? self->before.letters[letter].at[place] : 0;

  if (stage >= penny_post_scene_get_end (self))
    return letter < self->after.n_letters ? self->after.letters[letter].at[place] : 0;

  for (guint i = 0; i < self->step.n_moves; i++)
    {
      const PennyPostMove *move = &self->step.moves[i];
      gboolean done = move->stage < stage, starts = move->stage == stage;

      if (move->letter != letter || !(done || starts))
        continue;
      if (move->from == place && (move->kind == PENNY_MOVE_CARRY || move->kind == PENNY_MOVE_CLEAR))
        marks = 0;
      else if (move->from == place && move->kind == PENNY_MOVE_MARK)
        marks = done ? get_arrived (self, letter, place) : 0;
      else if (move->to == place && move->from != place && done)
        marks = get_arrived (self, letter, place);
    }
  return marks;
}

gboolean
penny_post_scene_is_moving (const PennyPostScene *self, const PennyPostMove *move, double *progress)
{
  double along = self->time - move->stage;

  if (move->stage != get_stage (self) || along >= 1)
    return FALSE;

  /* Starts and ends softly. */
  *progress = along * along * (3 - 2 * along);
  return TRUE;
}

PennyPostMarks
penny_post_scene_get_moving_marks (const PennyPostScene *self, const PennyPostMove *move)
{
  PennyPostMarks marks = 0;

  if (move->letter == PENNY_POST_REFUSED)
    return PENNY_POST_HELD;
  if (move->to != PENNY_POST_STREET && move->kind != PENNY_MOVE_CLEAR)
    marks = get_arrived (self, move->letter, move->to);
  else if (move->from != PENNY_POST_STREET)
    marks = self->before.letters[move->letter].at[move->from];
  return (marks != 0 ? marks : PENNY_POST_HELD) & (PennyPostMarks) ~PENNY_POST_THROWN;
}

/* --- places of letters --- */

static void
find_in_grid (const graphene_rect_t *inside, guint n, guint index, graphene_rect_t *area)
{
  const float ratio = (float) PENNY_LETTER_HEIGHT / PENNY_LETTER_WIDTH;
  float best = 0, cell_width, cell_height;
  guint columns = 1, rows;

  for (guint c = 1; c <= 4; c++)
    {
      float width = MIN (inside->size.width / (float) c, inside->size.height / (float) ((n + c - 1) / c) / ratio);

      if (width > best)
        {
          best = width;
          columns = c;
        }
    }

  rows = (n + columns - 1) / columns;
  cell_width = inside->size.width / (float) columns;
  cell_height = inside->size.height / (float) rows;
  best = MIN (best * 0.88f, inside->size.height * 0.62f);
  *area = RECT (inside->origin.x + (float) (index % columns) * cell_width + (cell_width - best) / 2,
                inside->origin.y + (float) (index / columns) * cell_height + (cell_height - best * ratio) / 2,
                best, best * ratio);
}

/* They look out of it, three side by side, the next ones higher. */
static void
find_in_basket (const PennyPostScene *scene, const graphene_rect_t *basket, guint letter, PennyPostPlace place,
                graphene_rect_t *area)
{
  float width = basket->size.width * 0.76f, height = width * PENNY_LETTER_HEIGHT / PENNY_LETTER_WIDTH;
  guint before = 0;

  for (guint i = 0; i < letter && i < scene->after.n_letters; i++)
    before += (scene->after.letters[i].at[place] & PENNY_POST_THROWN) != 0;
  /* High enough for the mark to be seen. */
  *area = RECT (basket->origin.x + basket->size.width * (0.06f + 0.10f * (float) (before % 3)),
                basket->origin.y + basket->size.height * (0.44f - 0.16f * (float) before) - height, width, height);
}

void
penny_post_stage_find_letter (const PennyPostLayout *layout, const PennyPostScene *scene, PennyDevice device,
                              guint letter, PennyPostPlace place, PennyPostMarks marks, graphene_rect_t *area)
{
  graphene_rect_t inside;
  guint n;

  if (place == PENNY_POST_STREET)
    {
      penny_post_stage_find_letter (layout, scene, device, letter, PENNY_POST_BOX, PENNY_POST_HELD, area);
      area->origin.x = layout->art[PENNY_POST_BOX].origin.x + layout->art[PENNY_POST_BOX].size.width * 0.9f;
      area->origin.y = 0;
      return;
    }
  if (marks & PENNY_POST_THROWN)
    {
      penny_post_figure_get_basket (place, device, &layout->art[place], &inside);
      find_in_basket (scene, &inside, letter, place, area);
      return;
    }

  penny_post_figure_get_inside (place, device, &layout->art[place], &inside);
  n = MAX (PENNY_POST_FIRST_LETTERS, MAX (scene->before.n_letters, scene->after.n_letters));
  find_in_grid (&inside, n, MIN (letter, n - 1), area);
}
