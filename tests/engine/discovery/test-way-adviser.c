/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The adviser on every set of answers and every kind of provider: what may never be recommended, and
 * what must be. */
#include "penny-way-adviser.h"

#include <string.h>

#define N_ANSWERS 4   /* "not answered" and up to three */

typedef void (*VisitFunc) (const PennyAnswers *answers, guint possible);

static guint
count_answers (PennyQuestion question)
{
  guint n = 0;

  while (penny_way_adviser_get_answer (question, n + 1) != NULL)
    n++;
  return n;
}

static void
visit_all (VisitFunc visit)
{
  for (guint i = 0; i < N_ANSWERS * N_ANSWERS * N_ANSWERS; i++)
    {
      PennyAnswers answers = { { i % N_ANSWERS, i / N_ANSWERS % N_ANSWERS, i / N_ANSWERS / N_ANSWERS } };

      for (guint possible = 0; possible <= PENNY_WAYS_ALL; possible++)
        visit (&answers, possible);
    }
}

static void
check_promises (const PennyAnswers *answers, guint possible)
{
  gboolean alone = answers->given[PENNY_QUESTION_READERS] == PENNY_READERS_ONLY_HERE;
  gboolean others = answers->given[PENNY_QUESTION_READERS] == PENNY_READERS_OTHER_PEOPLE;
  PennyWayAdvice advice = { PENNY_WAY_TAKE_HOME, NULL, NULL, PENNY_WAY_TAKE_HOME };

  if (!penny_way_adviser_advise (answers, possible, &advice))
    {
      /* Wherever a letter may stay, something is recommended. */
      g_assert_false (possible & (PENNY_WAY_BIT (PENNY_WAY_SHARED) | PENNY_WAY_BIT (PENNY_WAY_PHOTOCOPY)));
      g_assert_null (advice.why);
      return;
    }

  g_assert_true (possible & PENNY_WAY_BIT (advice.way));
  if (!alone)
    g_assert_true (penny_way_rules_letters_stay (penny_way_rules_get (advice.way)));
  if (others)
    g_assert_cmpint (penny_way_rules_get (advice.way)->clears, ==, PENNY_CLEARS_NEVER);
  if (advice.best != advice.way)
    g_assert_false (possible & PENNY_WAY_BIT (advice.best));
  g_assert_true (g_str_has_suffix (advice.why, "."));
  g_assert_true (g_str_has_suffix (advice.give_up, "."));
  g_assert_null (strstr (advice.why, ". "));       /* one sentence each */
  g_assert_null (strstr (advice.give_up, ". "));
}

static void
test_promises (void)
{
  visit_all (check_promises);
}

static void
test_table (void)
{
  static const struct {
    PennyAnswers answers;
    guint possible;
    PennyWay way, best;
  } cases[] = {
    { { { PENNY_READERS_MY_DEVICES, PENNY_ROOM_PLENTY, PENNY_INTERNET_ALWAYS } }, PENNY_WAYS_ALL,
      PENNY_WAY_SHARED, PENNY_WAY_SHARED },
    { { { PENNY_READERS_MY_DEVICES, PENNY_ROOM_SMALL, PENNY_INTERNET_ALWAYS } }, PENNY_WAYS_ALL,
      PENNY_WAY_CLEAR_LATER, PENNY_WAY_CLEAR_LATER },
    { { { PENNY_READERS_OTHER_PEOPLE, PENNY_ROOM_SMALL, PENNY_INTERNET_ALWAYS } }, PENNY_WAYS_ALL,
      PENNY_WAY_SHARED, PENNY_WAY_SHARED },
    { { { PENNY_READERS_ONLY_HERE, PENNY_ROOM_SMALL, PENNY_INTERNET_ALWAYS } }, PENNY_WAYS_ALL,
      PENNY_WAY_TAKE_HOME, PENNY_WAY_TAKE_HOME },
    { { { PENNY_READERS_ONLY_HERE, PENNY_ROOM_PLENTY, PENNY_INTERNET_OFTEN_NOT } }, PENNY_WAYS_ALL,
      PENNY_WAY_PHOTOCOPY, PENNY_WAY_PHOTOCOPY },
    { { { PENNY_READERS_ONLY_HERE, PENNY_ROOM_PLENTY, PENNY_INTERNET_ALWAYS } }, PENNY_WAYS_ALL,
      PENNY_WAY_SHARED, PENNY_WAY_SHARED },
    { { { 0, 0, 0 } }, PENNY_WAYS_ALL, PENNY_WAY_SHARED, PENNY_WAY_SHARED },
    /* Only collecting is possible: the way that removes nothing, and what would have been better. */
    { { { PENNY_READERS_MY_DEVICES, PENNY_ROOM_PLENTY, PENNY_INTERNET_ALWAYS } },
      PENNY_WAYS_ALL & ~PENNY_WAY_BIT (PENNY_WAY_SHARED), PENNY_WAY_PHOTOCOPY, PENNY_WAY_SHARED },
    /* Only the shared box is. */
    { { { PENNY_READERS_ONLY_HERE, PENNY_ROOM_SMALL, PENNY_INTERNET_ALWAYS } },
      PENNY_WAY_BIT (PENNY_WAY_SHARED), PENNY_WAY_SHARED, PENNY_WAY_TAKE_HOME },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PennyWayAdvice advice;

      g_test_message ("case %u", i);
      g_assert_true (penny_way_adviser_advise (&cases[i].answers, cases[i].possible, &advice));
      g_assert_cmpint (advice.way, ==, cases[i].way);
      g_assert_cmpint (advice.best, ==, cases[i].best);
    }
}

static void
test_words (void)
{
  PennyAnswers answers = { { PENNY_READERS_ONLY_HERE, PENNY_ROOM_SMALL, 0 } };

  g_assert_cmpuint (count_answers (PENNY_QUESTION_READERS), ==, PENNY_READERS_OTHER_PEOPLE);
  g_assert_cmpuint (count_answers (PENNY_QUESTION_ROOM), ==, PENNY_ROOM_SMALL);
  g_assert_cmpuint (count_answers (PENNY_QUESTION_INTERNET), ==, PENNY_INTERNET_OFTEN_NOT);
  for (guint i = 0; i < PENNY_N_QUESTIONS; i++)
    g_assert_true (g_str_has_suffix (penny_way_adviser_get_question (i), "?"));
  g_assert_false (penny_way_adviser_is_answered (&answers));
  answers.given[PENNY_QUESTION_INTERNET] = PENNY_INTERNET_ALWAYS;
  g_assert_true (penny_way_adviser_is_answered (&answers));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/way-adviser/promises", test_promises);
  g_test_add_func ("/way-adviser/table", test_table);
  g_test_add_func ("/way-adviser/words", test_words);
  return g_test_run ();
}
