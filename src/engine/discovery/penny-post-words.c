/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sentence for each press: what a screen reader says, and what stands below the picture. */
#include "penny-post-game.h"

#include <glib/gi18n-lib.h>

/* Letters that came for the person and lie at PLACE. */
static guint
count_at (const PennyPostState *state, PennyPostPlace place)
{
  guint n = 0;

  for (guint i = 0; i < state->n_letters; i++)
    n += !state->letters[i].written && state->letters[i].at[place] != 0;

  return n;
}

static gboolean
is_same (const PennyPostState *state, PennyPostPlace a, PennyPostPlace b)
{
  for (guint i = 0; i < state->n_letters; i++)
    if (state->letters[i].at[a] != state->letters[i].at[b])
      return FALSE;

  return TRUE;
}

static const char *
no_computer (void)
{
  return _("This computer is broken, so nothing can be done with it.");
}

static const char *
crowded (void)
{
  return _("There is no room for more letters in this picture; start again to go on playing.");
}

static const char *
words_open (const PennyWayRules *rules)
{
  if (rules->clears == PENNY_CLEARS_ONCE_STORED)
    return _("You carry your three letters home to this computer, and the box is empty.");
  if (rules->folders_shared)
    return _("Three letters lie in your box, and this computer shows you what lies there.");
  return _("The clerk photocopies your three letters for this computer, and the originals stay in the box.");
}

static const char *
words_read (const PennyWayRules *rules, PennyPressEffect effect)
{
  if (effect == PENNY_EFFECT_BROKEN)
    return no_computer ();
  if (effect == PENNY_EFFECT_NOTHING)
    return _("There is no unread letter on this computer.");
  if (effect == PENNY_EFFECT_WAITS)
    return _("You read a letter here; the box learns of it when the internet is back.");
  if (rules->read_seen_elsewhere)
    return _("You read a letter, and in the box it is marked as read, too.");
  if (rules->clears == PENNY_CLEARS_ONCE_STORED)
    return _("You read a letter, and only this computer knows it.");
  return _("You read your copy of a letter, and the original in the box stays unread.");
}

static const char *
words_throw_away (const PennyWayRules *rules, PennyPressEffect effect)
{
  gboolean cleared = rules->clears == PENNY_CLEARS_THROWN_AWAY_OR_OLD;

  if (effect == PENNY_EFFECT_BROKEN)
    return no_computer ();
  if (effect == PENNY_EFFECT_NOTHING)
    return _("There is no letter on this computer that you could throw away.");
  if (effect == PENNY_EFFECT_WAITS && cleared)
    return _("You throw your copy away; the clerk clears the original when the internet is back.");
  if (effect == PENNY_EFFECT_WAITS)
    return _("You throw a letter away here; the box learns of it when the internet is back.");
  if (rules->folders_shared)
    return _("You throw a letter away, and in the box it lies in the waste basket, too.");
  if (cleared)
    return _("You throw your copy away, and the clerk clears the original out of the box.");
  if (rules->clears == PENNY_CLEARS_ONCE_STORED)
    return _("You throw a letter away, and nobody else has it any more.");
  return _("You throw your copy away, and the original stays in the box.");
}

static const char *
words_write (const PennyWayRules *rules, PennyPressEffect effect)
{
  switch (effect)
    {
    case PENNY_EFFECT_BROKEN:
      return no_computer ();
    case PENNY_EFFECT_CROWDED:
      return crowded ();
    case PENNY_EFFECT_WAITS:
      return _("Your letter waits on this computer until the internet is back.");
    case PENNY_EFFECT_NO_ROOM:
      return _("Your letter is sent, but the box is full, so its copy is only on this computer for now.");
    case PENNY_EFFECT_DONE:
    case PENNY_EFFECT_NOTHING:
    case PENNY_EFFECT_UNDONE:
    default:
      return rules->sent_kept_in_box
        ? _("Your letter is sent, and its copy lies in the box, where all your devices find it.")
        : _("Your letter is sent, and its copy is only on this computer.");
    }
}

static char *
words_other (const PennyPostState *after, const PennyWayRules *rules, PennyPressEffect effect)
{
  guint n = count_at (after, PENNY_POST_OTHER);

  if (effect == PENNY_EFFECT_NOTHING)
    return g_strdup (_("The other device finds an empty box."));
  if (!rules->read_seen_elsewhere)
    return g_strdup_printf (ngettext ("The other device finds %u letter in the box, unread as on its first day.",
                                      "The other device finds %u letters in the box, unread as on their first day.",
                                      n), n);
  if (is_same (after, PENNY_POST_OTHER, PENNY_POST_HERE))
    return g_strdup (_("The other device looks into the same box and sees exactly what you see here."));
  return g_strdup (_("The other device looks into the same box and sees what lies there now."));
}

static const char *
words_arrive (const PennyWayRules *rules, PennyPressEffect effect)
{
  switch (effect)
    {
    case PENNY_EFFECT_NO_ROOM:
      return _("A letter comes, but the box is full, and the post office sends it back.");
    case PENNY_EFFECT_CROWDED:
      return crowded ();
    case PENNY_EFFECT_BROKEN:
      return _("A letter comes and waits in the box until there is a computer again.");
    case PENNY_EFFECT_WAITS:
      return _("A letter comes and waits in the box until this computer has internet again.");
    case PENNY_EFFECT_DONE:
    case PENNY_EFFECT_NOTHING:
    case PENNY_EFFECT_UNDONE:
    default:
      break;
    }

  if (rules->clears == PENNY_CLEARS_ONCE_STORED)
    return _("A letter comes, and you carry it home to this computer.");
  if (rules->folders_shared)
    return _("A letter comes into the box, and this computer shows it.");
  return _("A letter comes into the box, and the clerk photocopies it for this computer.");
}

static char *
words_break (const PennyPostState *after, const PennyWayRules *rules, const PennyPostStep *step)
{
  guint n = count_at (after, PENNY_POST_HERE);

  if (step->effect == PENNY_EFFECT_DONE && step->lost > 0)
    return g_strdup_printf (ngettext ("This computer breaks, and %u letter that was nowhere else is lost.",
                                      "This computer breaks, and %u letters that were nowhere else are lost.",
                                      step->lost), step->lost);
  if (step->effect == PENNY_EFFECT_DONE)
    return g_strdup (_("This computer breaks, but everything that counts still lies in the box."));
  if (after->offline)
    return g_strdup (_("There is a new computer, but without internet it cannot collect anything."));
  if (penny_post_state_count_box (after) == 0 && n == 0)
    return g_strdup (_("There is a new computer, and it finds an empty box."));
  if (rules->read_seen_elsewhere)
    return g_strdup (_("There is a new computer, and it shows everything as it lies in the box."));
  return g_strdup_printf (ngettext ("There is a new computer, and it gets %u letter from the box as if it were new.",
                                    "There is a new computer, and it gets %u letters from the box as if they were new.",
                                    n), n);
}

static const char *
words_full (const PennyPostStep *step)
{
  if (step->effect == PENNY_EFFECT_NOTHING)
    return _("The box is empty, so it cannot be full.");
  if (step->effect == PENNY_EFFECT_DONE)
    return _("The box is full, and nothing more fits in until something is taken out.");
  if (step->n_moves > 0)
    return _("There is room in the box again, and the copy of your letter is put into it.");
  return _("There is room in the box again.");
}

static const char *
words_offline (const PennyPostState *after, const PennyPostStep *step)
{
  if (after->broken)
    return after->offline ? _("There is no internet where this computer stood.")
                          : _("There is internet again, but no computer that could use it.");
  if (step->effect == PENNY_EFFECT_DONE)
    return _("There is no internet, so you can read only what is on this computer already.");
  if (step->n_moves > 0)
    return _("The internet is back, and this computer and the post office catch up with each other.");
  return _("The internet is back, and nothing had to wait for it.");
}

char *
penny_post_words_step (const PennyPostState *after, const PennyPostStep *step)
{
  const PennyWayRules *rules = penny_way_rules_get (after->way);

  switch (step->press)
    {
    case PENNY_PRESS_READ:
      return g_strdup (words_read (rules, step->effect));
    case PENNY_PRESS_THROW_AWAY:
      return g_strdup (words_throw_away (rules, step->effect));
    case PENNY_PRESS_WRITE:
      return g_strdup (words_write (rules, step->effect));
    case PENNY_PRESS_OTHER:
      return words_other (after, rules, step->effect);
    case PENNY_PRESS_ARRIVE:
      return g_strdup (words_arrive (rules, step->effect));
    case PENNY_PRESS_BREAK:
      return words_break (after, rules, step);
    case PENNY_PRESS_FULL:
      return g_strdup (words_full (step));
    case PENNY_PRESS_OFFLINE:
      return g_strdup (words_offline (after, step));
    case PENNY_PRESS_OPEN:
    case PENNY_N_PRESSES:
    default:
      return g_strdup (words_open (rules));
    }
}
