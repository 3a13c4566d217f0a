/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The presses, and the visit to the post office that follows each of them while there is internet. */
#include "penny-post-game.h"

typedef struct {
  PennyPostState *state;
  PennyPostStep *step;
  const PennyWayRules *rules;
  guint stage;
} Play;

void
penny_post_step_clear (PennyPostStep *self)
{
  g_clear_pointer (&self->sentence, g_free);
}

/* --- what moves --- */

static void
add_move (Play *play, guint letter, PennyPostPlace from, PennyPostPlace to, PennyMoveKind kind)
{
  PennyPostStep *step = play->step;

  g_return_if_fail (step->n_moves < G_N_ELEMENTS (step->moves));

  step->moves[step->n_moves++] = (PennyPostMove) { letter, from, to, kind, play->stage };
}

/* Moves from here on come after those before. */
static void
next_stage (Play *play)
{
  if (play->step->n_moves > 0)
    play->stage = play->step->moves[play->step->n_moves - 1].stage + 1;
}

/* A letter looks different at PLACE, or begins or ceases to lie there. */
static void
put_marks (Play *play, guint index, PennyPostPlace from, PennyPostPlace place, PennyPostMarks marks)
{
  PennyPostMarks *old = &play->state->letters[index].at[place];

  if (*old == marks)
    return;
  if (*old == 0)
    add_move (play, index, from, place, PENNY_MOVE_COPY);
  else
    add_move (play, index, place, place, marks == 0 ? PENNY_MOVE_CLEAR : PENNY_MOVE_MARK);
  *old = marks;
}

/* --- the visit --- */

static void
send_waiting (Play *play)
{
  for (guint i = 0; i < play->state->n_letters; i++)
    {
      PennyPostMarks *here = &play->state->letters[i].at[PENNY_POST_HERE];

      if (!(*here & PENNY_POST_WAITING))
        continue;
      *here &= (PennyPostMarks) ~PENNY_POST_WAITING;
      add_move (play, i, PENNY_POST_HERE, PENNY_POST_STREET, PENNY_MOVE_COPY);
    }
  next_stage (play);
}

static void
file_sent (Play *play)
{
  for (guint i = 0; i < play->state->n_letters; i++)
    {
      PennyPostLetter *letter = &play->state->letters[i];

      if (play->rules->sent_kept_in_box && letter->written && letter->at[PENNY_POST_HERE]
          && !letter->at[PENNY_POST_BOX] && !penny_post_state_is_full (play->state))
        put_marks (play, i, PENNY_POST_HERE, PENNY_POST_BOX, letter->at[PENNY_POST_HERE]);
    }
}

/* What was done to letters here, while it lies in the box, too. */
static void
pass_on (Play *play)
{
  for (guint i = 0; i < play->state->n_letters; i++)
    {
      PennyPostLetter *letter = &play->state->letters[i];
      PennyPostMarks here = letter->at[PENNY_POST_HERE], box = letter->at[PENNY_POST_BOX];

      if (here == 0 || box == 0)
        continue;
      if (play->rules->read_seen_elsewhere)
        box |= here & PENNY_POST_READ;
      if (play->rules->thrown_away_seen_elsewhere && (here & PENNY_POST_THROWN))
        box = play->rules->folders_shared ? box | PENNY_POST_THROWN : 0;
      put_marks (play, i, PENNY_POST_BOX, PENNY_POST_BOX, box);
    }
  next_stage (play);
}

static PennyPostMarks
see (const Play *play, PennyPostMarks box)
{
  return play->rules->read_seen_elsewhere ? box : box & PENNY_POST_HELD;
}

static void
collect (Play *play)
{
  gboolean take = play->rules->clears == PENNY_CLEARS_ONCE_STORED;

  for (guint i = 0; i < play->state->n_letters; i++)
    {
      PennyPostLetter *letter = &play->state->letters[i];
      PennyPostMarks box = letter->at[PENNY_POST_BOX];

      if (box == 0 || letter->at[PENNY_POST_HERE] != 0)
        continue;
      letter->at[PENNY_POST_HERE] = see (play, box);
      add_move (play, i, PENNY_POST_BOX, PENNY_POST_HERE, take ? PENNY_MOVE_CARRY : PENNY_MOVE_COPY);
      if (take)
        letter->at[PENNY_POST_BOX] = 0;
    }
}

/* This computer and the post office talk as soon as they can. */
static void
visit (Play *play)
{
  if (play->state->broken || play->state->offline)
    return;

  next_stage (play);
  send_waiting (play);
  file_sent (play);
  pass_on (play);
  collect (play);
}

/* --- the presses --- */

static PennyPressEffect
press_read (Play *play)
{
  int i = penny_post_state_find_letter (play->state, PENNY_PRESS_READ);

  if (play->state->broken)
    return PENNY_EFFECT_BROKEN;
  if (i < 0)
    return PENNY_EFFECT_NOTHING;

  put_marks (play, (guint) i, PENNY_POST_HERE, PENNY_POST_HERE, PENNY_POST_HELD | PENNY_POST_READ);
  visit (play);
  return play->rules->read_seen_elsewhere && play->state->offline ? PENNY_EFFECT_WAITS : PENNY_EFFECT_DONE;
}

static PennyPressEffect
press_throw_away (Play *play)
{
  int i = penny_post_state_find_letter (play->state, PENNY_PRESS_THROW_AWAY);

  if (play->state->broken)
    return PENNY_EFFECT_BROKEN;
  if (i < 0)
    return PENNY_EFFECT_NOTHING;

  put_marks (play, (guint) i, PENNY_POST_HERE, PENNY_POST_HERE,
             play->state->letters[i].at[PENNY_POST_HERE] | PENNY_POST_THROWN);
  visit (play);
  return play->rules->thrown_away_seen_elsewhere && play->state->offline ? PENNY_EFFECT_WAITS : PENNY_EFFECT_DONE;
}

/* A free place for a letter: a new one, or that of a letter which is nowhere any more. */
static int
find_place (PennyPostState *state)
{
  if (state->n_letters < PENNY_POST_MAX_LETTERS)
    {
      state->letters[state->n_letters] = (PennyPostLetter) { 0, };
      return (int) state->n_letters++;
    }

  for (int i = 0; i < PENNY_POST_MAX_LETTERS; i++)
    {
      const PennyPostMarks *at = state->letters[i].at;

      if (at[PENNY_POST_BOX] == 0 && at[PENNY_POST_HERE] == 0 && at[PENNY_POST_OTHER] == 0)
        return i;
    }
  return -1;
}

static PennyPressEffect
press_write (Play *play)
{
  PennyPostState *state = play->state;
  int i;

  if (state->broken)
    return PENNY_EFFECT_BROKEN;
  if ((i = find_place (state)) < 0)
    return PENNY_EFFECT_CROWDED;

  state->letters[i].written = TRUE;
  state->letters[i].at[PENNY_POST_HERE] = PENNY_POST_HELD | PENNY_POST_READ | PENNY_POST_WAITING;
  add_move (play, (guint) i, PENNY_POST_HERE, PENNY_POST_HERE, PENNY_MOVE_MARK);
  visit (play);
  if (state->offline)
    return PENNY_EFFECT_WAITS;
  return play->rules->sent_kept_in_box && !state->letters[i].at[PENNY_POST_BOX] ? PENNY_EFFECT_NO_ROOM
                                                                                 : PENNY_EFFECT_DONE;
}

/* It looks into the box and takes nothing out; what is not in the box any more it does not show. */
static PennyPressEffect
press_other (Play *play)
{
  play->state->other_looked = TRUE;
  for (guint i = 0; i < play->state->n_letters; i++)
    put_marks (play, i, PENNY_POST_BOX, PENNY_POST_OTHER,
               see (play, play->state->letters[i].at[PENNY_POST_BOX]));

  return penny_post_state_count_box (play->state) > 0 ? PENNY_EFFECT_DONE : PENNY_EFFECT_NOTHING;
}

static PennyPressEffect
press_arrive (Play *play)
{
  PennyPostState *state = play->state;
  int i;

  if (penny_post_state_is_full (state))
    {
      add_move (play, PENNY_POST_REFUSED, PENNY_POST_STREET, PENNY_POST_BOX, PENNY_MOVE_CARRY);
      next_stage (play);
      add_move (play, PENNY_POST_REFUSED, PENNY_POST_BOX, PENNY_POST_STREET, PENNY_MOVE_CARRY);
      return PENNY_EFFECT_NO_ROOM;
    }
  if ((i = find_place (state)) < 0)
    return PENNY_EFFECT_CROWDED;

  state->letters[i].written = FALSE;
  state->letters[i].at[PENNY_POST_BOX] = PENNY_POST_HELD;
  add_move (play, (guint) i, PENNY_POST_STREET, PENNY_POST_BOX, PENNY_MOVE_CARRY);
  visit (play);
  if (state->broken)
    return PENNY_EFFECT_BROKEN;
  return state->offline ? PENNY_EFFECT_WAITS : PENNY_EFFECT_DONE;
}

static PennyPressEffect
press_break (Play *play)
{
  PennyPostState *state = play->state;

  state->broken = !state->broken;
  if (!state->broken)
    {
      visit (play);
      return PENNY_EFFECT_UNDONE;
    }

  for (guint i = 0; i < state->n_letters; i++)
    {
      PennyPostMarks here = state->letters[i].at[PENNY_POST_HERE];

      if (here != 0 && !(here & PENNY_POST_THROWN) && state->letters[i].at[PENNY_POST_BOX] == 0)
        play->step->lost++;
      put_marks (play, i, PENNY_POST_HERE, PENNY_POST_HERE, 0);
    }
  return PENNY_EFFECT_DONE;
}

static PennyPressEffect
press_full (Play *play)
{
  PennyPostState *state = play->state;

  if (penny_post_state_is_full (state))
    {
      state->room = 0;
      visit (play);
      return PENNY_EFFECT_UNDONE;
    }

  state->room = penny_post_state_count_box (state);
  return state->room > 0 ? PENNY_EFFECT_DONE : PENNY_EFFECT_NOTHING;
}

static PennyPressEffect
press_offline (Play *play)
{
  play->state->offline = !play->state->offline;
  if (play->state->offline)
    return PENNY_EFFECT_DONE;

  visit (play);
  return PENNY_EFFECT_UNDONE;
}

static PennyPressEffect
press_open (Play *play)
{
  visit (play);
  return PENNY_EFFECT_DONE;
}

void
penny_post_game_press (PennyPostState *self, PennyPress press, PennyPostStep *step)
{
  static PennyPressEffect (* const presses[PENNY_N_PRESSES]) (Play *) = {
    [PENNY_PRESS_OPEN] = press_open,             [PENNY_PRESS_READ] = press_read,
    [PENNY_PRESS_THROW_AWAY] = press_throw_away, [PENNY_PRESS_WRITE] = press_write,
    [PENNY_PRESS_OTHER] = press_other,           [PENNY_PRESS_ARRIVE] = press_arrive,
    [PENNY_PRESS_BREAK] = press_break,           [PENNY_PRESS_FULL] = press_full,
    [PENNY_PRESS_OFFLINE] = press_offline,
  };
  Play play = { self, step, penny_way_rules_get (self->way), 0 };

  g_return_if_fail ((guint) press < PENNY_N_PRESSES);

  *step = (PennyPostStep) { .press = press };
  step->effect = presses[press] (&play);
  step->sentence = penny_post_words_step (self, step);
}

const PennyPress *
penny_post_story_get (guint *n_presses)
{
  static const PennyPress story[] = {
    PENNY_PRESS_OPEN, PENNY_PRESS_READ, PENNY_PRESS_THROW_AWAY, PENNY_PRESS_OTHER,
  };

  *n_presses = G_N_ELEMENTS (story);
  return story;
}
