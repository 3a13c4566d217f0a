/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diagnose: the eight steps of a trial, one record each. */
#include "penny-cli.h"

#include <string.h>

#include "penny-certificate.h"
#include "penny-trial.h"

typedef struct {
  gboolean letter;
  gboolean is_file;           /* else an account that is set up here */
} DiagnoseOptions;

static void
add_certificate (PennyJson *json, const PennyTrialResult *result, PennyTrialStep step)
{
  const PennyCertificate *shown = step == PENNY_STEP_SECURE ? result->incoming_certificate
                                                            : result->outgoing_certificate;
  const char *host = NULL;

  if (result->advice[step] == NULL || shown == NULL || shown->faults == 0)
    return;
  penny_json_add_strings (json, "names", (const char * const *) shown->names);
  penny_json_add_string (json, "issuer", shown->issuer);
  penny_json_add_string (json, "key", shown->key);
  penny_json_add_bool (json, "trustable", penny_trial_result_get_trustable (result, &host) == shown);
}

static void
print_step (const PennyTrialResult *result, PennyTrialStep step)
{
  const PennyAdvice *advice = result->advice[step];
  g_autofree char *detail = penny_trial_result_dup_detail (result, step);
  PennyJson json = penny_json_begin ();

  penny_json_add_string (&json, "step", penny_trial_step_to_string (step));
  if (result->states[step] == PENNY_STEP_SKIPPED)
    penny_json_add_raw (&json, "ok", "null");
  else
    penny_json_add_bool (&json, "ok", result->states[step] == PENNY_STEP_OK);
  penny_json_add_string (&json, "cause", advice != NULL ? advice->cause : NULL);
  penny_json_add_string (&json, "title", advice != NULL ? advice->title
                                                        : penny_trial_step_get_sentence (step, result->states[step]));
  penny_json_add_string (&json, "explanation", advice != NULL ? advice->explanation : NULL);
  penny_json_add_string (&json, "fix", advice != NULL ? advice->action_id : NULL);
  penny_json_add_string (&json, "detail", detail);
  if (step == PENNY_STEP_SECURE || step == PENNY_STEP_OUTGOING)
    add_certificate (&json, result, step);
  penny_json_print (&json);
}

/* A letter tells whether the server files what is sent; that is worth remembering. */
static void
remember (PennyCli *cli, PennyAccount *account, const PennyTrialResult *result)
{
  g_autoptr (PennyAccountForm) form = penny_account_to_form (account);
  g_autoptr (PennyAccount) changed = NULL;

  form->files_sent = penny_account_get_files_sent (result->account);
  changed = penny_account_new (form, NULL);
  if (changed != NULL && !penny_account_equal (changed, account))
    penny_account_list_replace (cli->accounts, changed, NULL);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static int
try_account (PennyCli *cli, PennyAccount *account, const DiagnoseOptions *options)
{
  g_autoptr (PennySecret) password = NULL;
  g_autoptr (PennyTrial) trial = NULL;
  g_autoptr (PennyTrialResult) result = NULL;
  g_autoptr (GAsyncResult) tried = NULL;
  g_autoptr (GError) error = NULL;

  if (!penny_cli_get_password (cli, account, &password))
    return PENNY_CLI_FAILED;
  trial = penny_trial_new (account, password, NULL, NULL);
  if (options->letter)
    penny_trial_set_letter_wait (trial, PENNY_TRIAL_LETTER_WAIT_S);
  penny_trial_run_async (trial, cli->cancellable, tried_cb, &tried);
  while (tried == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = penny_trial_run_finish (trial, tried, &error);
  if (result == NULL)
    return penny_cli_fail (cli, PENNY_PHASE_CONNECT, account, error);

  for (PennyTrialStep step = 0; step < PENNY_N_STEPS; step++)
    print_step (result, step);
  if (!options->is_file)
    remember (cli, account, result);
  return result->failed_step == PENNY_N_STEPS ? PENNY_CLI_OK : PENNY_CLI_FAILED;
}

static int
diagnose (PennyCli *cli, char **args)
{
  DiagnoseOptions options = { 0, };
  const GOptionEntry entries[] = {
    { "letter", 0, 0, G_OPTION_ARG_NONE, &options.letter, "Send a letter to oneself, too", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (args);
  g_autoptr (PennyAccount) read = NULL;
  g_autoptr (GError) error = NULL;
  PennyAccount *kept;

  if (!penny_cli_parse (entries, &rest))
    return PENNY_CLI_USAGE;
  if (g_strv_length (rest) > 1)
    return penny_cli_usage ("diagnose FILE.ini|ID [--letter]");

  options.is_file = rest[0] != NULL && (strchr (rest[0], '/') != NULL || g_str_has_suffix (rest[0], ".ini"));
  if (!options.is_file)
    {
      kept = penny_cli_get_account (cli, rest[0]);
      return kept != NULL ? try_account (cli, kept, &options) : PENNY_CLI_FAILED;
    }
  read = penny_account_new_from_file (rest[0], NULL, &error);
  if (read == NULL)
    return penny_cli_fail (cli, PENNY_PHASE_SETTINGS, NULL, error);
  return try_account (cli, read, &options);
}

const PennyCliCommand penny_cli_diagnose_commands[] = {
  { "diagnose", "diagnose FILE.ini|ID [--letter]", diagnose },
  { NULL, },
};
