/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts, stores, passwords and errors as every command needs them. */
#include "penny-cli.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "penny-error.h"

#define MAX_PASSWORD 4096

int
penny_cli_fail (PennyCli *cli, PennyPhase phase, PennyAccount *account, const GError *error)
{
  g_autoptr (GError) shown = NULL;
  g_autoptr (PennyAdvice) advice = NULL;
  g_autofree char *line = NULL;
  g_autoptr (PennyProvider) provider = NULL;
  PennyAdviceContext context = { NULL, };
  PennyJson json = penny_json_begin ();

  if (cli->timed_out)
    shown = g_error_new (PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TIMED_OUT,
                         "Not finished within %d s (--timeout)", cli->timeout_s);
  else
    shown = g_error_copy (error);

  if (account != NULL)
    {
      const PennyServer *incoming = penny_account_get_incoming (account);
      const PennyServer *outgoing = penny_account_get_outgoing (account);

      context.address = penny_account_get_address (account);
      context.host = penny_phase_is_sending (phase) && outgoing != NULL ? outgoing->host : incoming->host;
      context.provider = provider = penny_provider_find_by_host (incoming->host);
    }
  advice = penny_advice_new (phase, shown, &context);
  line = penny_advice_to_line (advice);
  penny_json_add_string (&json, "domain", advice->grade.domain);
  penny_json_add_string (&json, "code", advice->grade.code);
  penny_json_add_string (&json, "message", shown->message);
  penny_json_add_string (&json, "cause", advice->cause);
  penny_json_add_string (&json, "advice", line);
  penny_json_add_string (&json, "fix", advice->action_id);
  if (advice->uri != NULL)
    penny_json_add_string (&json, "uri", advice->uri);
  penny_json_print_error (&json);
  return PENNY_CLI_FAILED;
}

int
penny_cli_usage (const char *problem)
{
  PennyJson json = penny_json_begin ();

  penny_json_add_string (&json, "domain", "usage");
  penny_json_add_string (&json, "code", "usage");
  penny_json_add_string (&json, "message", problem);
  penny_json_add_string (&json, "advice", "pennypostctl --help lists the commands.");
  penny_json_print_error (&json);
  return PENNY_CLI_USAGE;
}

gboolean
penny_cli_parse (const GOptionEntry *options, char ***args)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) with_program = NULL;
  GStrvBuilder *builder = g_strv_builder_new ();

  g_strv_builder_add (builder, "pennypostctl");
  g_strv_builder_addv (builder, (const char **) *args);
  with_program = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);

  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  if (!g_option_context_parse_strv (context, &with_program, &error))
    {
      penny_cli_usage (error->message);
      return FALSE;
    }

  g_strfreev (*args);
  *args = g_strdupv (with_program + 1);
  return TRUE;
}

static PennyAccountList *
load_accounts (PennyCli *cli)
{
  g_autoptr (GError) error = NULL;

  if (cli->accounts != NULL)
    return cli->accounts;

  cli->accounts = penny_account_list_new (cli->places);
  if (!penny_account_list_load (cli->accounts, &error))
    {
      penny_cli_fail (cli, PENNY_PHASE_SETTINGS, NULL, error);
      g_clear_object (&cli->accounts);
    }

  return cli->accounts;
}

PennyAccount *
penny_cli_get_account (PennyCli *cli, const char *id)
{
  PennyAccountList *list = load_accounts (cli);
  const char *wanted = id != NULL ? id : cli->account_id;
  PennyAccount *account;
  g_autoptr (GError) error = NULL;

  if (list == NULL)
    return NULL;

  account = penny_account_list_get (list, wanted);
  if (account == NULL && wanted != NULL)
    account = penny_account_list_find_address (list, wanted);
  if (account != NULL)
    return account;

  error = g_error_new (PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NOT_FOUND,
                       wanted != NULL ? "There is no account \"%s\"" : "There is no account yet%s",
                       wanted != NULL ? wanted : "");
  penny_cli_fail (cli, PENNY_PHASE_SETTINGS, NULL, error);
  return NULL;
}

PennyAccount *
penny_cli_find_account (PennyCli *cli, const char *id)
{
  PennyAccountList *list = load_accounts (cli);

  return list != NULL ? penny_account_list_get (list, id) : NULL;
}

PennyStore *
penny_cli_open_store (PennyCli *cli, PennyAccount *account)
{
  const char *id = penny_account_get_id (account);
  g_autofree char *path = penny_places_dup_store_path (cli->places, id);
  g_autoptr (GError) error = NULL;
  PennyStore *store = NULL;

  if (!penny_places_make_store_dir (cli->places, id, &error)
      || (store = penny_store_open (path, &error)) == NULL)
    penny_cli_fail (cli, PENNY_PHASE_STORE, account, error);

  return store;
}

static PennySecret *
read_password (int fd, GError **error)
{
  char buffer[MAX_PASSWORD + 1];
  gsize size = 0;
  gssize got;
  PennySecret *secret;

  while (size < MAX_PASSWORD && (got = read (fd, buffer + size, MAX_PASSWORD - size)) != 0)
    {
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_PASSWORD,
                       "No password can be read from descriptor %d: %s", fd, g_strerror (errno));
          return NULL;
        }
      size += got;
    }

  while (size > 0 && (buffer[size - 1] == '\n' || buffer[size - 1] == '\r'))
    size--;
  buffer[size] = '\0';
  secret = penny_secret_new (buffer);
  penny_secret_wipe (buffer, sizeof buffer);
  return secret;
}

gboolean
penny_cli_get_password (PennyCli *cli, PennyAccount *account, PennySecret **password)
{
  const char *from_environment = g_getenv ("PENNY_PASSWORD");
  g_autoptr (GError) error = NULL;

  *password = NULL;
  if (penny_account_get_auth (account) != PENNY_AUTH_PASSWORD)
    return TRUE;
  if (cli->password_fd >= 0)
    *password = read_password (cli->password_fd, &error);
  else if (from_environment != NULL)
    *password = penny_secret_new (from_environment);

  if (error == NULL)
    return TRUE;
  penny_cli_fail (cli, PENNY_PHASE_SETTINGS, account, error);
  return FALSE;
}

/* --- rows --- */

static void
add_flags (PennyJson *json, PennyFlags flags)
{
  static const struct { PennyFlags flag; const char *word; } words[] = {
    { PENNY_FLAG_SEEN, "seen" },           { PENNY_FLAG_FLAGGED, "flagged" },
    { PENNY_FLAG_ANSWERED, "answered" },   { PENNY_FLAG_FORWARDED, "forwarded" },
    { PENNY_FLAG_DRAFT, "draft" },         { PENNY_FLAG_DELETED, "deleted" },
    { PENNY_FLAG_JUNK, "junk" },           { PENNY_FLAG_NOTJUNK, "notjunk" },
  };
  const char *set[G_N_ELEMENTS (words) + 1] = { NULL, };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (flags & words[i].flag)
      set[n++] = words[i].word;
  penny_json_add_strings (json, "flags", set);
}

static void
add_from (PennyJson *json, const PennyEntry *entry)
{
  g_autofree char *from = NULL;

  if (entry->from_name[0] != '\0' && entry->from_address[0] != '\0')
    from = g_strdup_printf ("%s <%s>", entry->from_name, entry->from_address);
  else
    from = g_strdup (entry->from_address[0] != '\0' ? entry->from_address : entry->from_name);
  penny_json_add_string (json, "from", from);
}

static void
add_date (PennyJson *json, gint64 date)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (date);
  g_autofree char *text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  penny_json_add_string (json, "date", text);
}

void
penny_cli_print_entry (PennyStore *store, const PennyEntry *entry, const char *event)
{
  g_autoptr (PennyFolder) folder = penny_store_get_folder (store, entry->folder, NULL);
  PennyJson json = penny_json_begin ();

  if (event != NULL)
    penny_json_add_string (&json, "event", event);
  penny_json_add_int (&json, "id", entry->id);
  if (entry->uidl != NULL)
    penny_json_add_string (&json, "uidl", entry->uidl);
  else
    penny_json_add_int (&json, "uid", entry->uid.value);
  penny_json_add_string (&json, "folder", folder != NULL ? folder->shown : NULL);
  penny_json_add_string (&json, "subject", entry->subject);
  add_from (&json, entry);
  penny_json_add_string (&json, "to", entry->to);
  add_date (&json, entry->date);
  add_flags (&json, entry->flags);
  penny_json_add_int (&json, "size", entry->size);
  penny_json_add_bool (&json, "has_attachments", entry->has_attachments);
  penny_json_add_bool (&json, "has_body", entry->has_body);
  penny_json_add_string (&json, "preview", entry->preview);
  penny_json_add_string (&json, "message_id", entry->message_id);
  penny_json_add_int (&json, "conversation", entry->conversation);
  if (entry->n_in_conversation > 1)
    penny_json_add_int (&json, "n_in_conversation", entry->n_in_conversation);
  penny_json_print (&json);
}

GBytes *
penny_cli_read_letter (const char *path, GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &why);

  if (file != NULL)
    return g_mapped_file_get_bytes (file);
  g_set_error_literal (error, PENNY_MESSAGE_ERROR, PENNY_MESSAGE_ERROR_ATTACHMENT, why->message);
  return NULL;
}
