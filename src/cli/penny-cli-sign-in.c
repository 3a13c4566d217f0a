/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account sign-in and account desktop: accounts without a password of their own. */
#include "penny-cli-sign-in.h"

#include "penny-credential.h"
#include "penny-error.h"
#include "penny-goa.h"

typedef struct {
  GMainLoop *loop;
  GAsyncResult *result;   /* owned */
} Wait;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Wait *wait = data;

  wait->result = g_object_ref (result);
  g_main_loop_quit (wait->loop);
}

/* Runs the loop until the answer to what was begun is there; full. */
static GAsyncResult *
wait_for (Wait *wait)
{
  g_main_loop_run (wait->loop);
  g_main_loop_unref (wait->loop);
  return wait->result;
}

/* --- sign-in --- */

static void
print_address (const char *uri, gpointer data)
{
  PennyJson json = penny_json_begin ();

  penny_json_add_string (&json, "event", "open");
  penny_json_add_string (&json, "uri", uri);
  penny_json_print (&json);
}

static PennyOauthTokens *
sign_in (PennyCli *cli, PennyAccount *account, GError **error)
{
  g_autoptr (PennyOauthConfig) config = penny_credential_dup_oauth (account, error);
  Wait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  if (config == NULL)
    return NULL;
  wait.loop = g_main_loop_new (NULL, FALSE);
  penny_oauth_sign_in_async (config, penny_account_get_address (account), 0, print_address, NULL, cli->cancellable,
                             done_cb, &wait);
  result = wait_for (&wait);
  return penny_oauth_sign_in_finish (result, error);
}

/* The account of a file is added when the person has signed in, and not before. Full; NULL after having
 * printed why. */
static PennyAccount *
find_account (PennyCli *cli, const char *what, gboolean *is_new)
{
  g_autoptr (GError) error = NULL;
  PennyAccount *account = NULL;

  *is_new = g_str_has_suffix (what, ".ini");
  if (penny_account_list_load (cli->accounts, &error) && *is_new)
    account = penny_account_new_from_file (what, NULL, &error);
  if (error != NULL)
    {
      penny_cli_fail (cli, PENNY_PHASE_SETTINGS, NULL, error);
      return NULL;
    }
  if (*is_new)
    return account;
  account = penny_cli_get_account (cli, what);
  return account != NULL ? penny_account_ref (account) : NULL;
}

static PennyAccount *
keep_account (PennyCli *cli, PennyAccount *account, gboolean is_new, GError **error)
{
  if (is_new)
    return penny_account_list_add (cli->accounts, account, error);
  return penny_account_ref (account);
}

static int
print_signed_in (PennyAccount *account, const GError *not_kept)
{
  PennyJson json = penny_json_begin ();

  penny_json_add_string (&json, "event", "signed-in");
  penny_json_add_string (&json, "account", penny_account_get_id (account));
  if (not_kept != NULL)
    penny_json_add_string (&json, "not_kept", not_kept->message);
  penny_json_print (&json);
  return PENNY_CLI_OK;
}

int
penny_cli_sign_in (PennyCli *cli, char **args)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyAccount) account = NULL;
  g_autoptr (PennyAccount) kept = NULL;
  g_autoptr (PennyOauthTokens) tokens = NULL;
  gboolean is_new;

  if (g_strv_length (args) != 1)
    return penny_cli_usage ("account sign-in ID|FILE.ini");
  account = find_account (cli, args[0], &is_new);
  if (account == NULL)
    return PENNY_CLI_FAILED;
  if (penny_account_get_auth (account) != PENNY_AUTH_OAUTH2)
    {
      error = g_error_new_literal (PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID,
                                   "[account] auth: must be oauth2 to sign in through the browser");
      return penny_cli_fail (cli, PENNY_PHASE_SETTINGS, account, error);
    }

  tokens = sign_in (cli, account, &error);
  if (tokens == NULL || (kept = keep_account (cli, account, is_new, &error)) == NULL)
    return penny_cli_fail (cli, PENNY_PHASE_SETTINGS, account, error);
  penny_credential_keep_sync (kept, tokens, cli->cancellable, &error);
  return print_signed_in (kept, error);
}

/* --- desktop --- */

static void
print_desktop_account (const PennyGoaAccount *account)
{
  PennyJson json = penny_json_begin ();

  penny_json_add_string (&json, "desktop_account", account->id);
  penny_json_add_string (&json, "provider", account->provider);
  penny_json_add_string (&json, "address", account->address);
  penny_json_add_string (&json, "name", account->name);
  penny_json_add_string (&json, "host", account->incoming->host);
  penny_json_add_int (&json, "port", account->incoming->port);
  penny_json_add_string (&json, "security", penny_security_to_string (account->incoming->security));
  penny_json_add_string (&json, "user", account->incoming->user);
  penny_json_add_string (&json, "outgoing_host", account->outgoing != NULL ? account->outgoing->host : NULL);
  penny_json_add_bool (&json, "needs_attention", account->needs_attention);
  penny_json_print (&json);
}

static PennyAccount *
add_desktop_account (PennyCli *cli, GPtrArray *accounts, const char *id, GError **error)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      const PennyGoaAccount *one = g_ptr_array_index (accounts, i);

      if (g_strcmp0 (one->id, id) == 0)
        {
          g_autoptr (PennyAccountForm) form = penny_goa_account_to_form (one);
          g_autoptr (PennyAccount) account = penny_account_new (form, error);

          return account != NULL && penny_account_list_load (cli->accounts, error)
                   ? penny_account_list_add (cli->accounts, account, error) : NULL;
        }
    }
  g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_DESKTOP, "The desktop has no account \"%s\"", id);
  return NULL;
}

int
penny_cli_desktop (PennyCli *cli, char **args)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (PennyAccount) kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  Wait wait = { NULL };
  PennyJson json;

  if (g_strv_length (args) > 1)
    return penny_cli_usage ("account desktop [DESKTOP-ACCOUNT]");
  wait.loop = g_main_loop_new (NULL, FALSE);
  penny_goa_list_async (cli->cancellable, done_cb, &wait);
  result = wait_for (&wait);
  accounts = penny_goa_list_finish (result, &error);
  if (accounts == NULL)
    return penny_cli_fail (cli, PENNY_PHASE_SETTINGS, NULL, error);
  if (args[0] == NULL)
    {
      for (guint i = 0; i < accounts->len; i++)
        print_desktop_account (g_ptr_array_index (accounts, i));
      return PENNY_CLI_OK;
    }

  kept = add_desktop_account (cli, accounts, args[0], &error);
  if (kept == NULL)
    return penny_cli_fail (cli, PENNY_PHASE_SETTINGS, NULL, error);
  json = penny_json_begin ();
  penny_json_add_string (&json, "account", penny_account_get_id (kept));
  penny_json_print (&json);
  return PENNY_CLI_OK;
}
