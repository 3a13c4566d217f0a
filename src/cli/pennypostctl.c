/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pennypostctl: the engine without a window, for support, scripts, tests and benchmarks. */
#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "penny-cli.h"
#include "penny-error.h"
#include "penny-log.h"
#include "penny-socket-channel.h"

static int batch (PennyCli *cli, char **args);

static const PennyCliCommand own_commands[] = {
  { "batch", "batch (commands from standard input, one a line, quoted as in a shell)", batch },
  { NULL, },
};

static const PennyCliCommand * const tables[] = {
  penny_cli_account_commands,
  penny_cli_diagnose_commands,
  penny_cli_sync_commands,
  penny_cli_dry_run_commands,
  penny_cli_mail_commands,
  penny_cli_way_commands,
  penny_cli_discover_commands,
  own_commands,
};

static const PennyCliCommand *
find_command (const char *name)
{
  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    for (const PennyCliCommand *command = tables[t]; command->name != NULL; command++)
      if (g_str_equal (command->name, name))
        return command;

  return NULL;
}

static char *
describe_commands (void)
{
  GString *text = g_string_new ("Commands:\n");

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    for (const PennyCliCommand *command = tables[t]; command->name != NULL; command++)
      g_string_append_printf (text, "  %s\n", command->usage);
  g_string_append (text,
                   "\nAnswers are JSON, one record a line; errors one JSON object on standard error.\n"
                   "Exit status: 0 ok, 1 failed, 2 wrong usage.");
  return g_string_free (text, FALSE);
}

static void
print_wire (const char *protocol, gboolean outgoing, const char *line, gpointer data)
{
  fprintf (stderr, "%s %c %s\n", protocol, outgoing ? '>' : '<', line);
}

static gboolean
stop_cb (gpointer data)
{
  g_cancellable_cancel (((PennyCli *) data)->cancellable);
  return G_SOURCE_CONTINUE;
}

static gboolean
timeout_cb (gpointer data)
{
  PennyCli *cli = data;

  cli->timed_out = TRUE;
  g_cancellable_cancel (cli->cancellable);
  return G_SOURCE_REMOVE;
}

static int
call (PennyCli *cli, char **args)
{
  const PennyCliCommand *command = find_command (args[0]);

  return command != NULL ? command->func (cli, args + 1) : penny_cli_usage ("There is no such command");
}

static int
call_line (PennyCli *cli, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;

  if (g_shell_parse_argv (line, NULL, &words, &error))
    return call (cli, words);
  /* An empty line, or nothing but a comment. */
  return g_error_matches (error, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING) ? PENNY_CLI_OK
                                                                            : penny_cli_usage (error->message);
}

/* Every line is carried out, whatever became of the others; the worst outcome is that of all. */
static int
batch (PennyCli *cli, char **args)
{
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (STDIN_FILENO);
  int worst = PENNY_CLI_OK;

  if (args[0] != NULL)
    return penny_cli_usage ("batch");

  while (!g_cancellable_is_cancelled (cli->cancellable))
    {
      g_autofree char *line = NULL;
      int status;

      if (g_io_channel_read_line (input, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
        break;
      status = call_line (cli, line);
      worst = MAX (worst, status);
    }

  return worst;
}

static int
run (PennyCli *cli, char **args)
{
  g_autoptr (GError) error = NULL;

  if (args[0] == NULL)
    return penny_cli_usage ("pennypostctl [OPTIONS] COMMAND …");
  if (find_command (args[0]) == NULL)
    return penny_cli_usage ("There is no such command");
  if (cli->ca_file != NULL && !penny_tls_set_ca_file (cli->ca_file, &error))
    {
      g_autoptr (GError) invalid = g_error_new_literal (PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID,
                                                        error->message);

      return penny_cli_fail (cli, PENNY_PHASE_SETTINGS, NULL, invalid);
    }

  if (cli->verbose)
    penny_log_set_sink (print_wire, NULL);
  if (cli->timeout_s > 0)
    g_timeout_add_seconds (cli->timeout_s, timeout_cb, cli);
  g_unix_signal_add (SIGINT, stop_cb, cli);
  g_unix_signal_add (SIGTERM, stop_cb, cli);
  signal (SIGPIPE, SIG_IGN);

  cli->places = penny_places_new (cli->data_dir);
  return call (cli, args);
}

int
main (int argc, char **argv)
{
  PennyCli cli = { .password_fd = -1, .cancellable = g_cancellable_new () };
  const GOptionEntry options[] = {
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &cli.data_dir, "Settings and letters are here", "DIR" },
    { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, &cli.ca_file, "Trust these certificates too (PEM)", "FILE" },
    { "account", 0, 0, G_OPTION_ARG_STRING, &cli.account_id, "The account that the command is about", "ID" },
    { "password-fd", 0, 0, G_OPTION_ARG_INT, &cli.password_fd,
      "Read the password from this descriptor (else PENNY_PASSWORD, else the keyring)", "N" },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &cli.timeout_s, "Give up after S seconds", "S" },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &cli.verbose, "Redacted wire log on standard error", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("COMMAND …");
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) args = g_strdupv (argv);
  g_autofree char *commands = describe_commands ();
  int status;

  setlocale (LC_ALL, "");
  /* An uninstalled build has its translations elsewhere. */
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("PENNY_LOCALEDIR") != NULL ? g_getenv ("PENNY_LOCALEDIR")
                                                                        : PENNY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_option_context_set_description (context, commands);
  g_option_context_add_main_entries (context, options, NULL);
  /* These may stand anywhere; what is unknown here is the command's. */
  g_option_context_set_ignore_unknown_options (context, TRUE);
  if (g_option_context_parse_strv (context, &args, &error))
    status = run (&cli, args + 1);
  else
    status = penny_cli_usage (error->message);

  g_clear_object (&cli.accounts);
  g_clear_pointer (&cli.places, penny_places_unref);
  g_clear_object (&cli.cancellable);
  g_free (cli.data_dir);
  g_free (cli.ca_file);
  g_free (cli.account_id);
  return status;
}
