/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of the playable post office: its beginning, and questions to it. */
#include "penny-post-game.h"

void
penny_post_state_init (PennyPostState *self, PennyWay way)
{
  *self = (PennyPostState) { .way = way, .n_letters = PENNY_POST_FIRST_LETTERS };
  for (guint i = 0; i < self->n_letters; i++)
    self->letters[i].at[PENNY_POST_BOX] = PENNY_POST_HELD;
}

guint
penny_post_state_count_box (const PennyPostState *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_letters; i++)
    n += self->letters[i].at[PENNY_POST_BOX] != 0;

  return n;
}

gboolean
penny_post_state_is_full (const PennyPostState *self)
{
  return self->room > 0 && penny_post_state_count_box (self) >= self->room;
}

gboolean
penny_post_state_is_down (const PennyPostState *self, PennyPress press)
{
  switch (press)
    {
    case PENNY_PRESS_BREAK:
      return self->broken;
    case PENNY_PRESS_FULL:
      return penny_post_state_is_full (self);
    case PENNY_PRESS_OFFLINE:
      return self->offline;
    case PENNY_PRESS_OPEN:
    case PENNY_PRESS_READ:
    case PENNY_PRESS_THROW_AWAY:
    case PENNY_PRESS_WRITE:
    case PENNY_PRESS_OTHER:
    case PENNY_PRESS_ARRIVE:
    case PENNY_N_PRESSES:
    default:
      return FALSE;
    }
}

int
penny_post_state_find_letter (const PennyPostState *self, PennyPress press)
{
  int other = -1;

  for (guint i = 0; i < self->n_letters; i++)
    {
      const PennyPostLetter *letter = &self->letters[i];
      PennyPostMarks marks = letter->at[PENNY_POST_HERE];

      if (letter->written || marks == 0 || (marks & PENNY_POST_THROWN))
        continue;
      if (!(marks & PENNY_POST_READ))
        return (int) i;
      if (other < 0)
        other = (int) i;
    }

  return press == PENNY_PRESS_THROW_AWAY ? other : -1;
}

char *
penny_post_state_to_string (const PennyPostState *self)
{
  GString *text = g_string_new (penny_way_to_string (self->way));

  g_string_append_printf (text, " %s%s%s%u", self->broken ? "B" : "", self->offline ? "O" : "",
                          self->other_looked ? "L" : "", self->room);
  for (guint i = 0; i < self->n_letters; i++)
    g_string_append_printf (text, " %s%x%x%x", self->letters[i].written ? "w" : "",
                            self->letters[i].at[0], self->letters[i].at[1], self->letters[i].at[2]);

  return g_string_free (text, FALSE);
}
