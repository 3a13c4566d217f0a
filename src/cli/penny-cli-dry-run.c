/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dry-run: what is in the box, and what these settings would do to it. Changes nothing. */
#include "penny-cli.h"

#include "penny-dry-run.h"
#include "penny-error.h"

static void
print_result (const PennyDryRun *result, PennyAccount *account, PennyAccount *before)
{
  g_autoptr (GPtrArray) sentences = penny_dry_run_dup_sentences (result, account, before);
  g_autofree const char **texts = g_new0 (const char *, sentences->len + 1);
  g_autofree const char **codes = g_new0 (const char *, sentences->len + 1);
  GDateTime *oldest = penny_dry_run_get_oldest (result);
  g_autofree char *date = oldest != NULL ? g_date_time_format_iso8601 (oldest) : NULL;
  guint64 room = penny_dry_run_get_free_bytes (result);
  guint64 used, limit;
  PennyJson json = penny_json_begin ();

  for (guint i = 0; i < sentences->len; i++)
    {
      const PennyDryRunSentence *sentence = g_ptr_array_index (sentences, i);

      texts[i] = sentence->text;
      codes[i] = sentence->code;
    }
  penny_json_add_int (&json, "letters", (gint64) MIN (penny_dry_run_get_letters (result), G_MAXINT64));
  penny_json_add_int (&json, "bytes", (gint64) MIN (penny_dry_run_get_bytes (result), G_MAXINT64));
  penny_json_add_string (&json, "oldest", date);
  penny_json_add_int (&json, "free_bytes", (gint64) MIN (room, G_MAXINT64));
  if (penny_dry_run_get_quota (result, &used, &limit))
    {
      penny_json_add_int (&json, "quota_used", (gint64) MIN (used, G_MAXINT64));
      penny_json_add_int (&json, "quota_limit", (gint64) MIN (limit, G_MAXINT64));
    }
  penny_json_add_strings (&json, "sentences", texts);
  penny_json_add_strings (&json, "codes", codes);
  penny_json_print (&json);
}

typedef struct {
  GMainLoop *loop;
  PennyDryRun *result;
  GError *error;
} Wait;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Wait *wait = data;

  wait->result = penny_dry_run_finish (result, &wait->error);
  g_main_loop_quit (wait->loop);
}

static int
dry_run_command (PennyCli *cli, char **args)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyAccount) account = NULL;
  g_autoptr (PennySecret) password = NULL;
  g_autofree char *store = NULL;
  Wait wait = { .loop = loop };

  if (g_strv_length (args) != 1)
    return penny_cli_usage ("dry-run FILE.ini");
  account = penny_account_new_from_file (args[0], NULL, &error);
  if (account == NULL)
    return penny_cli_fail (cli, PENNY_PHASE_SETTINGS, NULL, error);
  if (!penny_cli_get_password (cli, account, &password))
    return PENNY_CLI_FAILED;

  store = penny_places_dup_store_path (cli->places, penny_account_get_id (account));
  penny_dry_run_async (account, password, store, cli->cancellable, done_cb, &wait);
  g_main_loop_run (loop);
  if (wait.result == NULL)
    {
      g_autoptr (GError) failure = wait.error;

      return penny_cli_fail (cli, penny_phase_of_error (PENNY_PHASE_LOG_IN_INCOMING, failure), account, failure);
    }
  print_result (wait.result, account, penny_cli_find_account (cli, penny_account_get_id (account)));
  penny_dry_run_unref (wait.result);
  return PENNY_CLI_OK;
}

const PennyCliCommand penny_cli_dry_run_commands[] = {
  { "dry-run", "dry-run FILE.ini", dry_run_command },
  { NULL, },
};
