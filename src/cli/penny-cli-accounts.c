/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account add, account list, account remove; the rest of account is in penny-cli-sign-in.c. */
#include "penny-cli-sign-in.h"

#include "penny-error.h"
#include "penny-keyring.h"

static int
add_account (PennyCli *cli, char **args)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyAccount) account = NULL;
  g_autoptr (PennyAccount) kept = NULL;
  PennyJson json;

  if (g_strv_length (args) != 1)
    return penny_cli_usage ("account add FILE.ini");

  account = penny_account_new_from_file (args[0], NULL, &error);
  if (account == NULL || !penny_account_list_load (cli->accounts, &error)
      || (kept = penny_account_list_add (cli->accounts, account, &error)) == NULL)
    {
      /* It is the file that was not found. */
      if (account == NULL && g_error_matches (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NOT_FOUND))
        error->code = PENNY_ACCOUNT_ERROR_IO;
      return penny_cli_fail (cli, PENNY_PHASE_SETTINGS, account, error);
    }

  if (cli->password_fd >= 0 && penny_account_get_auth (kept) == PENNY_AUTH_PASSWORD)
    {
      g_autoptr (PennySecret) password = NULL;

      if (!penny_cli_get_password (cli, kept, &password))
        return PENNY_CLI_FAILED;
      penny_keyring_store_sync (penny_account_get_id (kept), PENNY_PASSWORD_INCOMING,
                                penny_account_get_address (kept), password, cli->cancellable, &error);
    }

  json = penny_json_begin ();
  if (error != NULL)
    penny_json_add_string (&json, "password_not_kept", error->message);
  penny_json_add_string (&json, "account", penny_account_get_id (kept));
  penny_json_print (&json);
  return PENNY_CLI_OK;
}

static void
print_account (PennyAccount *account)
{
  const PennyServer *incoming = penny_account_get_incoming (account);
  const PennyServer *outgoing = penny_account_get_outgoing (account);
  PennyJson json = penny_json_begin ();

  penny_json_add_string (&json, "account", penny_account_get_id (account));
  penny_json_add_string (&json, "address", penny_account_get_address (account));
  penny_json_add_string (&json, "name", penny_account_get_name (account));
  penny_json_add_string (&json, "way", penny_way_to_string (penny_account_get_way (account)));
  penny_json_add_string (&json, "protocol", penny_protocol_to_string (incoming->protocol));
  penny_json_add_string (&json, "host", incoming->host);
  penny_json_add_int (&json, "port", incoming->port);
  penny_json_add_string (&json, "security", penny_security_to_string (incoming->security));
  penny_json_add_string (&json, "user", incoming->user);
  penny_json_add_string (&json, "outgoing_host", outgoing != NULL ? outgoing->host : NULL);
  penny_json_add_string (&json, "auth", penny_auth_to_string (penny_account_get_auth (account)));
  penny_json_print (&json);
}

static int
list_accounts (PennyCli *cli, char **args)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *accounts, *broken;

  if (args[0] != NULL)
    return penny_cli_usage ("account list");
  if (!penny_account_list_load (cli->accounts, &error))
    return penny_cli_fail (cli, PENNY_PHASE_SETTINGS, NULL, error);

  accounts = penny_account_list_get_accounts (cli->accounts);
  for (guint i = 0; i < accounts->len; i++)
    print_account (g_ptr_array_index (accounts, i));

  broken = penny_account_list_get_broken (cli->accounts);
  for (guint i = 0; i < broken->len; i++)
    {
      const PennyBrokenAccount *one = g_ptr_array_index (broken, i);
      PennyJson json = penny_json_begin ();

      penny_json_add_string (&json, "account", one->id);
      penny_json_add_string (&json, "broken", one->error->message);
      penny_json_print (&json);
    }

  return PENNY_CLI_OK;
}

static int
remove_account (PennyCli *cli, char **args)
{
  g_autoptr (GError) error = NULL;
  PennyJson json;

  if (g_strv_length (args) != 1)
    return penny_cli_usage ("account remove ID");
  if (!penny_account_list_load (cli->accounts, &error)
      || !penny_account_list_remove (cli->accounts, args[0], &error))
    return penny_cli_fail (cli, PENNY_PHASE_SETTINGS, NULL, error);

  /* Without a keyring there is no password to forget. */
  penny_keyring_clear_sync (args[0], cli->cancellable, NULL);
  json = penny_json_begin ();
  penny_json_add_string (&json, "removed", args[0]);
  penny_json_print (&json);
  return PENNY_CLI_OK;
}

#define USAGE \
  "account add FILE.ini | account list | account remove ID | account sign-in ID|FILE.ini | " \
  "account desktop [DESKTOP-ACCOUNT]"

static int
account_command (PennyCli *cli, char **args)
{
  if (cli->accounts == NULL)
    cli->accounts = penny_account_list_new (cli->places);

  if (g_strcmp0 (args[0], "add") == 0)
    return add_account (cli, args + 1);
  if (g_strcmp0 (args[0], "list") == 0)
    return list_accounts (cli, args + 1);
  if (g_strcmp0 (args[0], "remove") == 0)
    return remove_account (cli, args + 1);

  if (g_strcmp0 (args[0], "sign-in") == 0)
    return penny_cli_sign_in (cli, args + 1);
  if (g_strcmp0 (args[0], "desktop") == 0)
    return penny_cli_desktop (cli, args + 1);

  return penny_cli_usage (USAGE);
}

const PennyCliCommand penny_cli_account_commands[] = {
  { "account", USAGE, account_command },
  { NULL, },
};
