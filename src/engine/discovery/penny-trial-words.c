/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The eight steps in words. */
#include "penny-trial.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *word;
  const char *started;
  const char *ok;
  const char *failed;
} steps[PENNY_N_STEPS] = {
  [PENNY_STEP_NAME] = { "dns", N_("Looking up your post office…"), N_("Your post office is known."),
                        N_("Your post office could not be looked up.") },
  [PENNY_STEP_REACH] = { "tcp", N_("Walking to the post office…"), N_("The way there is free."),
                         N_("The post office cannot be reached.") },
  [PENNY_STEP_SECURE] = { "tls", N_("Checking that it is the right one, and that nobody can listen…"),
                          N_("It is the right one, and nobody can listen."),
                          N_("The post office could not be checked.") },
  [PENNY_STEP_GREETING] = { "greeting", N_("Waiting at the counter…"), N_("The counter answers."),
                            N_("The counter did not answer as it should.") },
  [PENNY_STEP_LOG_IN] = { "login", N_("Saying who you are…"), N_("You are recognised."),
                          N_("You were not let in.") },
  [PENNY_STEP_BOX] = { "box", N_("Opening your box…"), N_("Your box is open, and your letters are there."),
                       N_("Your box could not be opened.") },
  [PENNY_STEP_OUTGOING] = { "outgoing", N_("Asking whether you may send…"), N_("You may send letters."),
                            N_("Letters cannot be sent yet.") },
  [PENNY_STEP_LETTER] = { "letter", N_("Sending a letter to yourself, and waiting for it…"),
                          N_("The letter to yourself has arrived."),
                          N_("The letter to yourself has not arrived.") },
};

const char *
penny_trial_step_get_sentence (PennyTrialStep step, PennyStepState state)
{
  g_return_val_if_fail (step < PENNY_N_STEPS, "");

  switch (state)
    {
    case PENNY_STEP_STARTED:
      return _(steps[step].started);
    case PENNY_STEP_OK:
      return _(steps[step].ok);
    case PENNY_STEP_FAILED:
      return _(steps[step].failed);
    case PENNY_STEP_SKIPPED:
    default:
      /* Only a proxy makes it needless to look a name up. */
      if (step == PENNY_STEP_NAME)
        return _("The gateway of this network knows the way.");
      if (step == PENNY_STEP_OUTGOING)
        return _("Sending was not tried.");
      /* Translators: a step of trying an account that was left out. */
      return _("Not tried.");
    }
}

const char *
penny_trial_step_to_string (PennyTrialStep step)
{
  return step < PENNY_N_STEPS ? steps[step].word : "";
}
