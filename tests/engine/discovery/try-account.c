/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For test-live-trial.py: address to proposal to trial to advice, told in one line.
 * try-account PROVIDERS.ini ADDRESS PASSWORD WAY [HOST [SECURITY PORT]] */
#include <stdlib.h>

#include "penny-advice.h"
#include "penny-discovery.h"
#include "penny-trial.h"

static void
result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
step_cb (PennyTrial *trial, int step, int state, gpointer data)
{
  static const char letters[] = "s+!-";

  if (state != PENNY_STEP_STARTED)
    g_print ("%c", letters[state]);
}

static void
print_cause (PennyPhase phase, const GError *error, PennyProposal *proposal, PennyAccount *account)
{
  PennyAdviceContext context = { penny_proposal_get_provider (proposal),
                                 penny_account_get_incoming (account)->host,
                                 penny_account_get_address (account) };
  g_autoptr (PennyAdvice) advice = error ? penny_advice_new (phase, error, &context) : NULL;

  g_print (" %s", advice ? advice->cause : "ok");
  if (error)
    g_printerr ("%s\n", error->message);
}

static PennyAccount *
make_account (PennyProposal *proposal, int argc, char **argv)
{
  g_autoptr (PennyAccountForm) form = penny_account_form_new ();
  g_autoptr (GError) error = NULL;
  PennyAccount *account;
  PennyWay way;

  if (!penny_way_parse (argv[4], &way) || !penny_proposal_fill_form (proposal, way, form))
    exit (2);
  if (argc > 5)
    {
      g_free (form->incoming->host);
      form->incoming->host = g_strdup (argv[5]);
    }
  if (argc > 7)
    {
      penny_security_parse (argv[6], &form->incoming->security);
      form->incoming->port = (guint16) atoi (argv[7]);
    }
  account = penny_account_new (form, &error);
  g_assert_no_error (error);
  return account;
}

int
main (int argc, char *argv[])
{
  g_autoptr (PennyDiscovery) discovery = penny_discovery_new (NULL);
  g_autoptr (GAsyncResult) found = NULL, tried = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyProposal) proposal = NULL;
  g_autoptr (PennyAccount) account = NULL;
  g_autoptr (PennySecret) password = NULL;
  g_autoptr (PennyTrial) trial = NULL;
  g_autoptr (PennyTrialResult) result = NULL;

  if (argc < 5)
    return 2;
  penny_discovery_add_provider_file (argv[1], &error);
  g_assert_no_error (error);
  penny_discovery_find_async (discovery, argv[2], NULL, result_cb, &found);
  proposal = penny_discovery_find_finish (discovery, wait_for (&found), &error);
  g_assert_no_error (error);
  account = make_account (proposal, argc, argv);
  password = penny_secret_new (argv[3]);
  trial = penny_trial_new (account, password, NULL, proposal);
  g_signal_connect (trial, "step", G_CALLBACK (step_cb), NULL);
  penny_trial_run_async (trial, NULL, result_cb, &tried);
  result = penny_trial_run_finish (trial, wait_for (&tried), &error);
  g_assert_no_error (error);
  print_cause (PENNY_PHASE_LOG_IN_INCOMING, result->incoming_error, proposal, account);
  print_cause (PENNY_PHASE_LOG_IN_OUTGOING, result->outgoing_error, proposal, account);
  g_print (" %u\n", result->n_messages);
  return 0;
}
