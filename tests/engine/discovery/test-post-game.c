/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The playable post office without a picture: the story that people tell of the ways, and what must
 * hold after any five presses. The live test plays the same against a real post office. */
#include "penny-post-game.h"

#include <string.h>

#define DEPTH 5

static PennyPostState
tell_story (PennyWay way, char **last_sentence)
{
  PennyPostState state;
  guint n;
  const PennyPress *story = penny_post_story_get (&n);

  penny_post_state_init (&state, way);
  for (guint i = 0; i < n; i++)
    {
      g_auto (PennyPostStep) step = { 0, };

      penny_post_game_press (&state, story[i], &step);
      if (i == n - 1)
        *last_sentence = g_strdup (step.sentence);
    }
  return state;
}

/* Three letters: one read, one thrown away, one left. The other device sees exactly that, or three
 * fresh ones, or two, or an empty box. */
static void
test_story (void)
{
  static const struct { PennyWay way; int other[3]; const char *sentence; } told[] = {
    { PENNY_WAY_SHARED, { PENNY_POST_HELD | PENNY_POST_READ, PENNY_POST_HELD | PENNY_POST_THROWN, PENNY_POST_HELD },
      "The other device looks into the same box and sees exactly what you see here." },
    { PENNY_WAY_PHOTOCOPY, { PENNY_POST_HELD, PENNY_POST_HELD, PENNY_POST_HELD },
      "The other device finds 3 letters in the box, unread as on their first day." },
    { PENNY_WAY_CLEAR_LATER, { PENNY_POST_HELD, 0, PENNY_POST_HELD },
      "The other device finds 2 letters in the box, unread as on their first day." },
    { PENNY_WAY_TAKE_HOME, { 0, 0, 0 }, "The other device finds an empty box." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      g_autofree char *sentence = NULL;
      PennyPostState state = tell_story (told[i].way, &sentence);

      g_assert_cmpstr (sentence, ==, told[i].sentence);
      for (guint k = 0; k < PENNY_POST_FIRST_LETTERS; k++)
        g_assert_cmpint (state.letters[k].at[PENNY_POST_OTHER], ==, told[i].other[k]);
      g_assert_cmpint (state.letters[0].at[PENNY_POST_HERE], ==, PENNY_POST_HELD | PENNY_POST_READ);
      g_assert_cmpint (state.letters[1].at[PENNY_POST_HERE], ==, PENNY_POST_HELD | PENNY_POST_THROWN);
    }
}

/* --- what must always hold --- */

/* Whoever watches only what moves ends up with the same letters at the same places. */
static void
check_moves (const PennyPostState *before, const PennyPostState *after, const PennyPostStep *step)
{
  gboolean held[PENNY_POST_MAX_LETTERS][PENNY_POST_N_HOLDERS] = { { FALSE, }, };
  guint stage = 0;

  for (guint i = 0; i < before->n_letters; i++)
    for (guint p = 0; p < PENNY_POST_N_HOLDERS; p++)
      held[i][p] = before->letters[i].at[p] != 0;
  for (guint i = 0; i < step->n_moves; i++)
    {
      const PennyPostMove *move = &step->moves[i];

      g_assert_cmpint (move->stage, >=, stage);
      stage = move->stage;
      if (move->letter == PENNY_POST_REFUSED)
        continue;
      if (move->from != PENNY_POST_STREET && (move->kind == PENNY_MOVE_CARRY || move->kind == PENNY_MOVE_CLEAR))
        held[move->letter][move->from] = FALSE;
      if (move->to != PENNY_POST_STREET && move->kind != PENNY_MOVE_CLEAR)
        held[move->letter][move->to] = TRUE;
    }
  for (guint i = 0; i < after->n_letters; i++)
    for (guint p = 0; p < PENNY_POST_N_HOLDERS; p++)
      g_assert_cmpint (held[i][p], ==, after->letters[i].at[p] != 0);
}

static void
check_promises (const PennyPostState *after)
{
  const PennyWayRules *rules = penny_way_rules_get (after->way);
  gboolean connected = !after->broken && !after->offline;

  for (guint i = 0; i < after->n_letters; i++)
    {
      const PennyPostMarks *at = after->letters[i].at;

      g_assert_false (after->broken && at[PENNY_POST_HERE] != 0);
      if (!rules->sent_kept_in_box)
        g_assert_false (after->letters[i].written && (at[PENNY_POST_BOX] || at[PENNY_POST_OTHER]));
      if (!rules->read_seen_elsewhere)
        g_assert_false ((at[PENNY_POST_BOX] | at[PENNY_POST_OTHER]) & PENNY_POST_READ);
      if (!connected)
        continue;
      g_assert_false (at[PENNY_POST_HERE] & PENNY_POST_WAITING);
      if (rules->clears == PENNY_CLEARS_ONCE_STORED)
        g_assert_cmpint (at[PENNY_POST_BOX], ==, 0);
      else if (at[PENNY_POST_BOX] != 0)
        g_assert_cmpint (at[PENNY_POST_HERE], !=, 0);
      if (rules->folders_shared && at[PENNY_POST_BOX] != 0)
        g_assert_cmpint (at[PENNY_POST_BOX], ==, at[PENNY_POST_HERE]);
    }
}

static void
check_sentence (const PennyPostStep *step)
{
  const char *stop = strpbrk (step->sentence, ".!?");

  g_assert_nonnull (stop);
  g_assert_cmpint (stop[1], ==, '\0');
  g_assert_cmpint (strlen (step->sentence), <, 110);
}

static guint
press_all (const PennyPostState *state, guint depth, GHashTable *states)
{
  guint n = 1;

  g_hash_table_add (states, penny_post_state_to_string (state));
  if (depth == DEPTH)
    return n;

  for (PennyPress press = PENNY_PRESS_READ; press < PENNY_N_PRESSES; press++)
    {
      g_auto (PennyPostStep) step = { 0, };
      PennyPostState after = *state;

      penny_post_game_press (&after, press, &step);
      check_moves (state, &after, &step);
      check_promises (&after);
      check_sentence (&step);
      n += press_all (&after, depth + 1, states);
    }
  return n;
}

static void
test_five_presses (gconstpointer data)
{
  g_autoptr (GHashTable) states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (PennyPostStep) step = { 0, };
  PennyPostState state;
  guint n;

  penny_post_state_init (&state, (PennyWay) GPOINTER_TO_INT (data));
  penny_post_game_press (&state, PENNY_PRESS_OPEN, &step);
  check_promises (&state);
  n = press_all (&state, 0, states);
  g_assert_cmpint (n, ==, 37449);
  g_test_message ("%u sequences, %u different states", n, g_hash_table_size (states));
}

/* A trouble ends when its button is pressed again, and the picture does not overflow. */
static void
test_troubles (void)
{
  static const PennyPress troubles[] = { PENNY_PRESS_BREAK, PENNY_PRESS_FULL, PENNY_PRESS_OFFLINE };

  for (guint i = 0; i < G_N_ELEMENTS (troubles); i++)
    {
      PennyPostState state;

      penny_post_state_init (&state, PENNY_WAY_PHOTOCOPY);
      for (guint n = 0; n < 4; n++)
        {
          g_auto (PennyPostStep) step = { 0, };

          penny_post_game_press (&state, troubles[i], &step);
          g_assert_cmpint (penny_post_state_is_down (&state, troubles[i]), ==, n % 2 == 0);
          g_assert_cmpint (step.effect, ==, n % 2 == 0 ? PENNY_EFFECT_DONE : PENNY_EFFECT_UNDONE);
        }
    }
}

static void
test_crowded (void)
{
  PennyPostState state;
  PennyPressEffect effect = PENNY_EFFECT_DONE;

  penny_post_state_init (&state, PENNY_WAY_SHARED);
  for (guint n = 0; n < 2 * PENNY_POST_MAX_LETTERS; n++)
    {
      g_auto (PennyPostStep) step = { 0, };

      penny_post_game_press (&state, n % 2 ? PENNY_PRESS_WRITE : PENNY_PRESS_ARRIVE, &step);
      effect = step.effect;
    }
  g_assert_cmpint (effect, ==, PENNY_EFFECT_CROWDED);
  g_assert_cmpint (state.n_letters, ==, PENNY_POST_MAX_LETTERS);
}

/* A box that is full has room again as soon as something is taken out of it, and only then. */
static void
test_room (void)
{
  static const struct { PennyWay way; gboolean room; } cases[] = {
    { PENNY_WAY_SHARED, FALSE }, { PENNY_WAY_PHOTOCOPY, FALSE }, { PENNY_WAY_CLEAR_LATER, TRUE },
  };
  static const PennyPress presses[] = {
    PENNY_PRESS_OPEN, PENNY_PRESS_FULL, PENNY_PRESS_THROW_AWAY, PENNY_PRESS_ARRIVE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PennyPostState state;
      PennyPressEffect effect = PENNY_EFFECT_DONE;

      penny_post_state_init (&state, cases[i].way);
      for (guint k = 0; k < G_N_ELEMENTS (presses); k++)
        {
          g_auto (PennyPostStep) step = { 0, };

          penny_post_game_press (&state, presses[k], &step);
          effect = step.effect;
        }
      g_assert_cmpint (effect, ==, cases[i].room ? PENNY_EFFECT_DONE : PENNY_EFFECT_NO_ROOM);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/post-game/story", test_story);
  g_test_add_func ("/post-game/troubles", test_troubles);
  g_test_add_func ("/post-game/crowded", test_crowded);
  g_test_add_func ("/post-game/room", test_room);
  for (int way = 0; way < PENNY_N_WAYS; way++)
    {
      g_autofree char *path = g_strdup_printf ("/post-game/five-presses/%s", penny_way_to_string (way));

      g_test_add_data_func (path, GINT_TO_POINTER (way), test_five_presses);
    }
  return g_test_run ();
}
