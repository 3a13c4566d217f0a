/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a dry run says to a person. Every sentence follows from the rule table of the ways, which the
 * engine obeys. */
#include "penny-dry-run.h"

#include <glib/gi18n-lib.h>

#include "penny-way-rules.h"

static void
sentence_free (gpointer data)
{
  g_free (((PennyDryRunSentence *) data)->text);
  g_free (data);
}

/* Takes TEXT. */
static void
say (GPtrArray *sentences, const char *code, char *text)
{
  PennyDryRunSentence *sentence = g_new0 (PennyDryRunSentence, 1);

  sentence->code = code;
  sentence->text = text;
  g_ptr_array_add (sentences, sentence);
}

static char *
dup_count (guint64 number)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, number);
}

static void
say_found (GPtrArray *sentences, const PennyDryRun *self)
{
  guint64 letters = penny_dry_run_get_letters (self);
  GDateTime *oldest = penny_dry_run_get_oldest (self);
  g_autofree char *count = dup_count (letters);
  g_autofree char *size = g_format_size (penny_dry_run_get_bytes (self));
  gulong plural = (gulong) MIN (letters, G_MAXINT);

  if (letters == 0)
    say (sentences, "empty", g_strdup (_("Your box at the post office is empty.")));
  else if (oldest == NULL)
    /* Translators: a number of letters, then their size ("212 MB"). */
    say (sentences, "found", g_strdup_printf (ngettext ("I found %s letter, %s.", "I found %s letters, %s.", plural),
                                              count, size));
  else
    {
      /* Translators: month and year in the middle of a sentence, see g_date_time_format(). */
      g_autofree char *month = g_date_time_format (oldest, _("%B %Y"));

      /* Translators: a number of letters, their size ("212 MB"), then month and year. */
      say (sentences, "found", g_strdup_printf (ngettext ("I found %s letter, %s, from %s.",
                                                          "I found %s letters, %s, the oldest from %s.", plural),
                                                count, size, month));
    }
}

static void
say_quota (GPtrArray *sentences, const PennyDryRun *self)
{
  guint64 used, limit;
  g_autofree char *of = NULL;
  g_autofree char *all = NULL;

  if (!penny_dry_run_get_quota (self, &used, &limit))
    return;
  of = g_format_size (used);
  all = g_format_size (limit);
  /* Translators: two sizes: "4.1 GB of 5.0 GB are used at the post office." */
  say (sentences, "quota", g_strdup_printf (_("%s of %s are used at the post office."), of, all));
}

static void
say_clearing (GPtrArray *sentences, const PennyWayRules *rules, int days)
{
  gulong plural = (gulong) MAX (days, 0);

  if (rules->clears == PENNY_CLEARS_ONCE_STORED && days <= 0)
    say (sentences, "removed-at-once",
         g_strdup (_("Each letter is removed from the post office as soon as it is safe on this computer.")));
  else if (rules->clears == PENNY_CLEARS_ONCE_STORED)
    say (sentences, "removed-once-stored",
         g_strdup_printf (ngettext ("A letter is removed from the post office %d day after it is safe here.",
                                    "A letter is removed from the post office %d days after it is safe here.",
                                    plural), days));
  else if (rules->clears == PENNY_CLEARS_THROWN_AWAY_OR_OLD && days >= 0)
    say (sentences, "removed-when-old",
         g_strdup_printf (ngettext ("A letter is removed from the post office %d day after it came here.",
                                    "A letter is removed from the post office %d days after it came here.",
                                    plural), days));
  else if (rules->clears == PENNY_CLEARS_THROWN_AWAY_OR_OLD)
    say (sentences, "removed-when-thrown-away",
         g_strdup (_("A letter is removed from the post office only when you throw it away here.")));
  else
    say (sentences, "nothing-removed", g_strdup (_("Nothing will be removed from the post office.")));
}

static void
say_thrown_away (GPtrArray *sentences, const PennyWayRules *rules)
{
  if (rules->clears == PENNY_CLEARS_ONCE_STORED)
    say (sentences, "home-only", g_strdup (_("After that your phone does not find it any more.")));
  else if (rules->thrown_away_seen_elsewhere)
    say (sentences, "thrown-away-elsewhere",
         g_strdup (_("A letter you throw away here also vanishes from your phone.")));
  else
    say (sentences, "thrown-away-here-only",
         g_strdup (_("A letter you throw away here stays at the post office and on your phone.")));
}

static void
say_copied (GPtrArray *sentences, const PennyDryRun *self)
{
  guint64 bytes = penny_dry_run_get_bytes (self);
  guint64 room = penny_dry_run_get_free_bytes (self);
  g_autofree char *size = g_format_size (bytes);
  g_autofree char *left = g_format_size (room);

  if (room == G_MAXUINT64)
    /* Translators: a size ("212 MB"). */
    say (sentences, "copied", g_strdup_printf (_("%s will be copied to this computer."), size));
  else if (room > bytes && room - bytes > bytes / 4)
    /* Translators: two sizes: "212 MB will be copied here; 41 GB are free." */
    say (sentences, "copied", g_strdup_printf (_("%s will be copied here; %s are free."), size, left));
  else
    /* Translators: two sizes. */
    say (sentences, "no-room",
         g_strdup_printf (_("There is not enough room on this computer: %s would be copied, and only %s are free."),
                          size, left));
}

static void
say_expire (GPtrArray *sentences, gint64 days)
{
  if (days == 0)
    say (sentences, "provider-removes-at-once",
         g_strdup (_("The provider itself removes letters soon after they were collected, whatever you choose.")));
  else if (days > 0)
    say (sentences, "provider-removes",
         g_strdup_printf (ngettext ("The provider itself removes letters after %d day, whatever you choose.",
                                    "The provider itself removes letters after %d days, whatever you choose.",
                                    (gulong) MIN (days, G_MAXINT)), (int) MIN (days, G_MAXINT)));
}

GPtrArray *
penny_dry_run_dup_sentences (const PennyDryRun *self, PennyAccount *account, PennyAccount *before)
{
  const PennyWayRules *rules = penny_way_rules_get (penny_account_get_way (account));
  PennyProtocol was = before != NULL ? penny_account_get_rules (before)->protocol : rules->protocol;
  GPtrArray *sentences = g_ptr_array_new_with_free_func (sentence_free);

  say_found (sentences, self);
  say_quota (sentences, self);
  say_clearing (sentences, rules, penny_account_get_clearing_days (account));
  say_thrown_away (sentences, rules);
  /* They were shared with others until now; the engine only recognises them, and clears none. */
  if (was == PENNY_PROTOCOL_IMAP && rules->protocol == PENNY_PROTOCOL_POP3)
    say (sentences, "kept",
         g_strdup (_("The letters that are here already stay at the post office; Penny Post never removes them "
                     "there.")));
  say_expire (sentences, penny_dry_run_get_expire_days (self));
  if (was != rules->protocol)
    say (sentences, "not-again", g_strdup (_("What is here already is not copied a second time.")));
  else if (penny_dry_run_get_letters (self) > 0)
    say_copied (sentences, self);
  return sentences;
}
