/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentences of the assistant that depend on what was found or chosen. */
#include "penny-setup-words.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* --- the four ways --- */

const char *
penny_setup_words_way_title (PennyWay way)
{
  switch (way)
    {
    case PENNY_WAY_PHOTOCOPY:
      /* Translators: one of four ways: each letter is copied to this computer, the original stays. */
      return _("Photocopy");
    case PENNY_WAY_CLEAR_LATER:
      /* Translators: one of four ways: as “Photocopy”, but the original is thrown away later. */
      return _("Photocopy, cleared later");
    case PENNY_WAY_TAKE_HOME:
      /* Translators: one of four ways: letters are carried home, the box at the post office is empty. */
      return _("Take home");
    case PENNY_WAY_SHARED:
    default:
      /* Translators: one of four ways: one box at the post office that all devices look into. */
      return _("Shared box");
    }
}

const char *
penny_setup_words_way_sentence (PennyWay way)
{
  switch (way)
    {
    case PENNY_WAY_PHOTOCOPY:
      return _("The post office makes a copy of each letter for this computer. The original stays in "
               "your box.");
    case PENNY_WAY_CLEAR_LATER:
      return _("This computer gets a copy of each letter. The post office clears the original away "
               "some time later.");
    case PENNY_WAY_TAKE_HOME:
      return _("You carry your letters home to this computer. Your box is then empty: no other device "
               "finds them.");
    case PENNY_WAY_SHARED:
    default:
      return _("Your letters stay in your box at the post office. Your computer and your phone see the "
               "same.");
    }
}

const char *
penny_setup_words_way_technical (PennyWay way)
{
  switch (way)
    {
    case PENNY_WAY_PHOTOCOPY:
      /* technician */
      return _("Technicians call this POP3, leaving messages on the server.");
    case PENNY_WAY_CLEAR_LATER:
      /* technician */
      return _("Technicians call this POP3, deleting messages from the server after some days.");
    case PENNY_WAY_TAKE_HOME:
      /* technician */
      return _("Technicians call this POP3, deleting messages from the server once they are stored here.");
    case PENNY_WAY_SHARED:
    default:
      return _("Technicians call this IMAP.");   /* technician */
    }
}

static char *
clear_later_consequence (int days)
{
  if (days < 0)
    return g_strdup (_("A letter is removed from the post office when you throw its copy away here, "
                       "and never otherwise."));

  /* Translators: "copied" is the day on which the letter came to this computer. */
  return g_strdup_printf (ngettext ("Each letter is removed from the post office %d day after it was "
                                    "copied here, or when you throw its copy away. This is true also of "
                                    "the letters that are there now.",
                                    "Each letter is removed from the post office %d days after it was "
                                    "copied here, or when you throw its copy away. This is true also of "
                                    "the letters that are there now.", (gulong) days), days);
}

static char *
take_home_consequence (int days)
{
  if (days == 0)
    return g_strdup (_("Each letter is removed from the post office as soon as it is safe on this "
                       "computer. This is true also of the letters that are there now."));

  return g_strdup_printf (ngettext ("Each letter is removed from the post office %d day after it is safe "
                                    "on this computer. This is true also of the letters that are there now.",
                                    "Each letter is removed from the post office %d days after it is safe "
                                    "on this computer. This is true also of the letters that are there now.",
                                    (gulong) days), days);
}

char *
penny_setup_words_way_consequence (PennySetup *setup, PennyWay way)
{
  int days = penny_setup_get_days (setup, way);

  switch (way)
    {
    case PENNY_WAY_PHOTOCOPY:
      return g_strdup (_("Penny Post will never remove a letter from the post office."));
    case PENNY_WAY_CLEAR_LATER:
      return clear_later_consequence (days);
    case PENNY_WAY_TAKE_HOME:
      return take_home_consequence (days);
    case PENNY_WAY_SHARED:
    default:
      return g_strdup (_("Nothing is removed now. Later, a letter that you throw away here is gone from "
                         "your other devices, too."));
    }
}

char *
penny_setup_words_way_impossible (PennySetup *setup)
{
  PennyProvider *provider = penny_setup_get_provider (setup);

  if (penny_setup_is_by_hand (setup))
    return g_strdup (_("The settings that you entered do not allow this."));
  if (provider != NULL)
    /* Translators: %s is the name of a mail provider, such as "Gmail". */
    return g_strdup_printf (_("%s does not offer this."), penny_provider_get_name (provider));
  return g_strdup (_("Your post office does not offer this."));
}

char *
penny_setup_words_missed (PennySetup *setup, const PennyWayAdvice *advice)
{
  PennyProvider *provider = penny_setup_get_provider (setup);
  const char *title = penny_setup_words_way_title (advice->best);

  if (advice->best == advice->way)
    return NULL;
  if (penny_setup_is_by_hand (setup))
    /* Translators: %s is one of the four ways, such as “Shared box”. */
    return g_strdup_printf (_("“%s” would suit you even better, but the settings that you entered do not "
                              "allow it."), title);
  if (provider != NULL)
    /* Translators: the first %s is one of the four ways, the second the name of a mail provider. */
    return g_strdup_printf (_("“%s” would suit you even better, but %s does not offer it."), title,
                            penny_provider_get_name (provider));
  /* Translators: %s is one of the four ways, such as “Shared box”. */
  return g_strdup_printf (_("“%s” would suit you even better, but your post office does not offer it."),
                          title);
}

/* --- finished --- */

static const char *
finished_sentence (PennyWay way)
{
  switch (way)
    {
    case PENNY_WAY_PHOTOCOPY:
      return _("Your letters are being copied to this computer, the newest first. The originals stay at "
               "the post office.");
    case PENNY_WAY_CLEAR_LATER:
      return _("Your letters are being copied to this computer, the newest first. The post office "
               "clears the originals away later, as you chose.");
    case PENNY_WAY_TAKE_HOME:
      return _("Your letters are on their way home to this computer, the newest first.");
    case PENNY_WAY_SHARED:
    default:
      return _("Your letters are on their way to the screen, the newest first. What you do with them "
               "here, your other devices will see, too.");
    }
}

static const char *
promise (PennyWay way)
{
  switch (way)
    {
    case PENNY_WAY_PHOTOCOPY:
    case PENNY_WAY_CLEAR_LATER:
      return _("Each letter is copied to this computer, the newest first.");
    case PENNY_WAY_TAKE_HOME:
      return _("Your letters come home to this computer, the newest first.");
    case PENNY_WAY_SHARED:
    default:
      return _("Copies come to this computer, the newest first, so that you can read them without "
               "internet.");
    }
}

static char *
count_letters (const PennyTrialResult *result)
{
  guint n = result != NULL ? result->n_messages : 0;

  if (n == 0)
    return g_strdup (_("Your box is open, and it is empty at the moment."));
  return g_strdup_printf (ngettext ("There is %'u letter in your box.", "There are %'u letters in your box.", n),
                          n);
}

/* What the look into the box makes of the settings that the engine will obey. */
static void
add_dry_run (GPtrArray *sentences, PennyDryRun *dry_run, PennyAccount *account, PennyAccount *before, guint *removal)
{
  g_autoptr (GPtrArray) found = penny_dry_run_dup_sentences (dry_run, account, before);

  for (guint i = 0; i < found->len; i++)
    {
      const PennyDryRunSentence *sentence = g_ptr_array_index (found, i);

      if (g_str_equal (sentence->code, "nothing-removed") || g_str_has_prefix (sentence->code, "removed-"))
        *removal = sentences->len;
      g_ptr_array_add (sentences, g_strdup (sentence->text));
    }
}

char **
penny_setup_words_promises (PennySetup *setup, guint *removal)
{
  PennyWay way = penny_setup_get_way (setup);
  g_autoptr (GPtrArray) sentences = g_ptr_array_new ();

  *removal = 1;
  if (penny_setup_get_dry_run (setup) != NULL)
    add_dry_run (sentences, penny_setup_get_dry_run (setup), penny_setup_get_result (setup)->account,
                 penny_setup_get_mended (setup), removal);
  else
    {
      g_ptr_array_add (sentences, count_letters (penny_setup_get_result (setup)));
      g_ptr_array_add (sentences, penny_setup_words_way_consequence (setup, way));
      g_ptr_array_add (sentences, g_strdup (promise (way)));
    }
  if (penny_setup_is_only_reading (setup))
    g_ptr_array_add (sentences, g_strdup (_("Sending does not work yet. You can mend it in the settings of "
                                            "this account.")));
  g_ptr_array_add (sentences, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&sentences), FALSE);
}

char *
penny_setup_words_finished (PennySetup *setup)
{
  const PennyTrialResult *result = penny_setup_get_result (setup);
  const char *sentence = finished_sentence (penny_setup_get_way (setup));
  g_autofree char *count = NULL;

  if (result == NULL || result->n_messages == 0)
    return g_strdup (sentence);

  count = count_letters (result);
  /* Translators: how many letters there are, then what happens to them: two sentences. */
  return g_strdup_printf (_("%s %s"), count, sentence);
}
