/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small table from what somebody answered to the ways that suit, best first. */
#include "penny-way-adviser.h"

#include <glib/gi18n-lib.h>

/* --- the questions --- */

static const struct {
  const char *question;
  const char *answers[4];
} questions[PENNY_N_QUESTIONS] = {
  [PENNY_QUESTION_READERS] = {
    N_("Who reads this mail, and on what?"),
    {
      /* Translators: an answer to “Who reads this mail, and on what?” */
      N_("Only I, only on this computer"),
      /* Translators: an answer to “Who reads this mail, and on what?” */
      N_("I, also on my phone or on another computer"),
      /* Translators: an answer to “Who reads this mail, and on what?” */
      N_("Other people, too"),
    },
  },
  [PENNY_QUESTION_ROOM] = {
    N_("Does your box at the post office fill up?"),
    {
      /* Translators: an answer to “Does your box at the post office fill up?” */
      N_("No, or I do not know"),
      /* Translators: an answer to “Does your box at the post office fill up?” */
      N_("Yes, I have been told that it is full"),
    },
  },
  [PENNY_QUESTION_INTERNET] = {
    N_("Is there internet where you read?"),
    {
      /* Translators: an answer to “Is there internet where you read?” */
      N_("Nearly always"),
      /* Translators: an answer to “Is there internet where you read?” */
      N_("Often not"),
    },
  },
};

const char *
penny_way_adviser_get_question (PennyQuestion question)
{
  g_return_val_if_fail (question < PENNY_N_QUESTIONS, NULL);

  return _(questions[question].question);
}

const char *
penny_way_adviser_get_answer (PennyQuestion question, guint answer)
{
  const char *words;

  g_return_val_if_fail (question < PENNY_N_QUESTIONS && answer > 0, NULL);

  if (answer > G_N_ELEMENTS (questions[question].answers))
    return NULL;
  words = questions[question].answers[answer - 1];
  return words != NULL ? _(words) : NULL;
}

gboolean
penny_way_adviser_is_answered (const PennyAnswers *answers)
{
  for (guint i = 0; i < PENNY_N_QUESTIONS; i++)
    if (answers->given[i] == 0)
      return FALSE;
  return TRUE;
}

/* --- the advice --- */

#define NO_WAY PENNY_N_WAYS

/* ANY: whatever was answered. The first row that fits is the one; a way that stands in no row is never
 * recommended there, so taking home only ever stands where one person reads on one computer. */
#define ANY 0

static const struct {
  guint readers, room, internet;
  guint ways[PENNY_N_WAYS + 1];   /* best first, to NO_WAY */
} rows[] = {
  { PENNY_READERS_ONLY_HERE, PENNY_ROOM_SMALL, ANY,
    { PENNY_WAY_TAKE_HOME, PENNY_WAY_CLEAR_LATER, PENNY_WAY_SHARED, PENNY_WAY_PHOTOCOPY, NO_WAY } },
  { PENNY_READERS_ONLY_HERE, ANY, PENNY_INTERNET_OFTEN_NOT,
    { PENNY_WAY_PHOTOCOPY, PENNY_WAY_SHARED, PENNY_WAY_CLEAR_LATER, NO_WAY } },
  { PENNY_READERS_ONLY_HERE, ANY, ANY,
    { PENNY_WAY_SHARED, PENNY_WAY_PHOTOCOPY, PENNY_WAY_CLEAR_LATER, NO_WAY } },
  { PENNY_READERS_MY_DEVICES, PENNY_ROOM_SMALL, ANY,
    { PENNY_WAY_CLEAR_LATER, PENNY_WAY_SHARED, PENNY_WAY_PHOTOCOPY, NO_WAY } },
  /* Other people's letters are not ours to clear away; and who has not answered may not be alone. */
  { ANY, ANY, ANY, { PENNY_WAY_SHARED, PENNY_WAY_PHOTOCOPY, NO_WAY } },
};

static gboolean
fits (guint wanted, guint given)
{
  return wanted == ANY || wanted == given;
}

static const guint *
find_ways (const PennyAnswers *answers)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (fits (rows[i].readers, answers->given[PENNY_QUESTION_READERS]) &&
        fits (rows[i].room, answers->given[PENNY_QUESTION_ROOM]) &&
        fits (rows[i].internet, answers->given[PENNY_QUESTION_INTERNET]))
      return rows[i].ways;
  return rows[G_N_ELEMENTS (rows) - 1].ways;
}

static const char *
why (const PennyAnswers *answers, PennyWay way)
{
  gboolean alone = answers->given[PENNY_QUESTION_READERS] == PENNY_READERS_ONLY_HERE;

  switch (way)
    {
    case PENNY_WAY_PHOTOCOPY:
      return alone ? _("Every letter comes to this computer whole, so you can read it without internet.")
                   : _("Everybody still finds every letter in the box, because nothing is ever removed.");
    case PENNY_WAY_CLEAR_LATER:
      return alone ? _("All letters stay on this computer, and your box does not fill up.")
                   : _("Your box does not fill up, and your other devices find each new letter for "
                       "some days.");
    case PENNY_WAY_TAKE_HOME:
      return _("Your letters are at home with you, and your box is always empty.");
    case PENNY_WAY_SHARED:
    default:
      if (answers->given[PENNY_QUESTION_INTERNET] == PENNY_INTERNET_OFTEN_NOT)
        return _("Everybody sees the same letters, and copies of them wait here for when there is no "
                 "internet.");
      return alone ? _("Your letters are safe at the post office, even if this computer breaks.")
                   : _("Everybody sees the same letters, and what is read on one device is read on all.");
    }
}

static const char *
give_up (const PennyAnswers *answers, PennyWay way)
{
  switch (way)
    {
    case PENNY_WAY_PHOTOCOPY:
      return _("A letter that you read or throw away here looks new on every other device.");
    case PENNY_WAY_CLEAR_LATER:
      return _("Older letters can be read only on this computer, so keep a copy of it in a safe place.");
    case PENNY_WAY_TAKE_HOME:
      return _("Your letters are only on this computer, so keep a copy of it in a safe place.");
    case PENNY_WAY_SHARED:
    default:
      if (answers->given[PENNY_QUESTION_ROOM] == PENNY_ROOM_SMALL)
        return _("The box does not get emptier by itself: throw away now and then what is large.");
      return _("A letter that you throw away here is gone everywhere.");
    }
}

gboolean
penny_way_adviser_advise (const PennyAnswers *answers, guint possible, PennyWayAdvice *advice)
{
  const guint *ways = find_ways (answers);

  for (guint i = 0; ways[i] != NO_WAY; i++)
    if ((possible & PENNY_WAY_BIT (ways[i])) != 0)
      {
        advice->way = (PennyWay) ways[i];
        advice->best = (PennyWay) ways[0];
        advice->why = why (answers, advice->way);
        advice->give_up = give_up (answers, advice->way);
        return TRUE;
      }
  return FALSE;
}
