/* SPDX-License-Identifier: GPL-3.0-or-later */
/* way: which of the four ways an account goes, and changing it in place. */
#include "penny-cli.h"

#include "penny-proposal.h"
#include "penny-store-way.h"
#include "penny-trial.h"
#include "penny-way-rules.h"

static int
print_way (PennyAccount *account, PennyAccount *before)
{
  PennyWay way = penny_account_get_way (account);
  const PennyServer *incoming = penny_account_get_incoming (account);
  PennyJson json = penny_json_begin ();

  if (before != NULL)
    penny_json_add_string (&json, "event", "done");
  penny_json_add_string (&json, "account", penny_account_get_id (account));
  penny_json_add_string (&json, "way", penny_way_to_string (way));
  if (before != NULL)
    penny_json_add_string (&json, "was", penny_way_to_string (penny_account_get_way (before)));
  if (way == PENNY_WAY_CLEAR_LATER)
    penny_json_add_int (&json, "days", penny_account_get_clear_after_days (account));
  if (way == PENNY_WAY_TAKE_HOME)
    penny_json_add_int (&json, "days", penny_account_get_take_home_days (account));
  penny_json_add_string (&json, "protocol", penny_protocol_to_string (incoming->protocol));
  penny_json_add_string (&json, "host", incoming->host);
  penny_json_add_int (&json, "port", incoming->port);
  penny_json_print (&json);
  return PENNY_CLI_OK;
}

static void
take_server (PennyServer **place, PennyServer *server)
{
  penny_server_free (*place);
  *place = server;
}

static PennyAccount *
make_changed (PennyAccount *account, PennyWay way, int days, const char *file, GError **error)
{
  g_autoptr (PennyAccountForm) form = penny_account_to_form (account);
  PennyProtocol protocol = penny_way_rules_get (way)->protocol;

  form->way = way;
  if (days != G_MININT && way == PENNY_WAY_CLEAR_LATER)
    form->clear_after_days = days;
  if (days != G_MININT && way == PENNY_WAY_TAKE_HOME)
    form->take_home_days = days;
  if (file != NULL)
    {
      g_autoptr (PennyAccount) other = penny_account_new_from_file (file, NULL, error);

      if (other == NULL)
        return NULL;
      take_server (&form->incoming, penny_server_copy (penny_account_get_incoming (other)));
    }
  else if (form->incoming->protocol != protocol)
    {
      g_autoptr (PennyProposal) proposal = penny_proposal_new_from_account (account);

      take_server (&form->incoming, penny_server_copy (penny_proposal_get_server (proposal, protocol, 0)));
    }
  return penny_account_new (form, error);
}

/* Logs in with the new settings; looks, changes nothing. ACCOUNT becomes the one that worked. An exit status,
 * after having printed what went wrong. */
static int
try_it (PennyCli *cli, PennyAccount **account)
{
  g_autoptr (PennySecret) password = NULL;
  g_autoptr (PennyTrial) trial = NULL;
  g_autoptr (PennyTrialResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (!penny_cli_get_password (cli, *account, &password))
    return PENNY_CLI_FAILED;
  trial = penny_trial_new (*account, password, NULL, NULL);
  result = penny_trial_run_sync (trial, cli->cancellable, &error);
  if (result == NULL)
    return penny_cli_fail (cli, PENNY_PHASE_CONNECT, *account, error);
  if (!result->incoming_ok)
    return penny_cli_fail (cli, penny_trial_result_get_phase (result, result->failed_step), *account,
                           result->incoming_error);
  penny_account_unref (*account);
  *account = penny_account_ref (result->account);
  return PENNY_CLI_OK;
}

/* Everything that only the old way can still fetch or tell is done first. */
static int
finish_old_way (PennyCli *cli, PennyAccount *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyStore) store = NULL;
  gboolean free;
  int status = penny_cli_sync_account (cli, account, NULL, FALSE);

  if (status != PENNY_CLI_OK)
    return status;
  store = penny_cli_open_store (cli, account);
  if (store == NULL)
    return PENNY_CLI_FAILED;
  free = penny_store_check_leaving (store, &error);
  penny_store_close (store);
  return free ? PENNY_CLI_OK : penny_cli_fail (cli, PENNY_PHASE_STORE, account, error);
}

static int
set_way (PennyCli *cli, PennyAccount *account, PennyWay way, int days, const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyAccount) before = penny_account_ref (account);
  g_autoptr (PennyAccount) changed = make_changed (account, way, days, file, &error);
  gboolean other_kind;
  int status;

  if (changed == NULL)
    return penny_cli_fail (cli, PENNY_PHASE_SETTINGS, account, error);
  other_kind = penny_account_get_incoming (changed)->protocol != penny_account_get_incoming (before)->protocol;
  status = try_it (cli, &changed);
  if (status != PENNY_CLI_OK)
    return status;
  if (other_kind && penny_account_get_incoming (before)->protocol == PENNY_PROTOCOL_IMAP
      && (status = finish_old_way (cli, before)) != PENNY_CLI_OK)
    return status;
  if (!penny_account_list_replace (cli->accounts, changed, &error))
    return penny_cli_fail (cli, PENNY_PHASE_SETTINGS, changed, error);
  return print_way (changed, before);
}

static int
way_command (PennyCli *cli, char **args)
{
  g_autofree char *wanted = NULL, *file = NULL;
  int days = G_MININT;
  const GOptionEntry options[] = {
    { "set", 0, 0, G_OPTION_ARG_STRING, &wanted, NULL, NULL },
    { "days", 0, 0, G_OPTION_ARG_INT, &days, NULL, NULL },
    { "incoming", 0, 0, G_OPTION_ARG_FILENAME, &file, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (args);
  PennyAccount *account;
  PennyWay way;

  if (!penny_cli_parse (options, &rest))
    return PENNY_CLI_USAGE;
  if (g_strv_length (rest) > 1 || (wanted == NULL && (days != G_MININT || file != NULL))
      || (wanted != NULL && !penny_way_parse (wanted, &way)))
    return penny_cli_usage ("way [ID] [--set shared|photocopy|clear-later|take-home [--days N] [--incoming FILE.ini]]");
  account = penny_cli_get_account (cli, rest[0]);
  if (account == NULL)
    return PENNY_CLI_FAILED;
  return wanted != NULL ? set_way (cli, account, way, days, file) : print_way (account, NULL);
}

const PennyCliCommand penny_cli_way_commands[] = {
  { "way", "way [ID] [--set WAY [--days N] [--incoming FILE.ini]]", way_command },
  { NULL, },
};
