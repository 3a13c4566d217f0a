/* SPDX-License-Identifier: GPL-3.0-or-later */
/* folders, list, search, index, show, check: what the store can tell. */
#include "penny-cli-mail.h"

#include <stdio.h>
#include <time.h>

#include "penny-error.h"
#include "penny-message.h"

int
penny_cli_folders (PennyCli *cli, char **args)
{
  g_auto (PennyCliMail) mail = { NULL, };
  g_autoptr (GPtrArray) folders = NULL;

  if (args[0] != NULL && args[1] != NULL)
    return penny_cli_usage ("folders [ID]");
  if (!penny_cli_open_mail (&mail, cli, args[0]))
    return PENNY_CLI_FAILED;
  folders = penny_store_list_folders (mail.store, &mail.error);
  if (folders == NULL)
    return penny_cli_mail_fail (&mail);

  for (guint i = 0; i < folders->len; i++)
    {
      const PennyFolder *folder = g_ptr_array_index (folders, i);
      PennyJson json = penny_json_begin ();

      penny_json_add_string (&json, "folder", folder->shown);
      penny_json_add_string (&json, "name", folder->name);
      penny_json_add_string (&json, "role", penny_role_to_string (folder->role));
      penny_json_add_int (&json, "total", folder->n_total);
      penny_json_add_int (&json, "unread", folder->n_unread);
      penny_json_add_bool (&json, "selectable", folder->selectable);
      penny_json_add_bool (&json, "local", folder->local);
      penny_json_add_int (&json, "uidvalidity", folder->uidvalidity);
      penny_json_print (&json);
    }

  return PENNY_CLI_OK;
}

int
penny_cli_list (PennyCli *cli, char **args)
{
  g_auto (PennyCliMail) mail = { NULL, };
  int limit = 100, offset = 0;
  gboolean conversations = FALSE;
  const GOptionEntry options[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, NULL, NULL },
    { "offset", 0, 0, G_OPTION_ARG_INT, &offset, NULL, NULL },
    { "conversations", 0, 0, G_OPTION_ARG_NONE, &conversations, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (args);
  g_autoptr (PennyFolder) folder = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  if (!penny_cli_parse (options, &rest))
    return PENNY_CLI_USAGE;
  if (g_strv_length (rest) != 1 || limit < 0 || offset < 0)
    return penny_cli_usage ("list FOLDER [--limit N] [--offset N] [--conversations]");
  if (!penny_cli_open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;
  folder = penny_cli_find_folder (&mail, rest[0]);
  if (folder == NULL)
    return penny_cli_mail_fail (&mail);

  entries = penny_store_list_entries (mail.store, folder->id,
                                      conversations ? PENNY_LIST_CONVERSATIONS : PENNY_LIST_NEWEST_FIRST,
                                      offset, limit, &mail.error);
  if (entries == NULL)
    return penny_cli_mail_fail (&mail);
  for (guint i = 0; i < entries->len; i++)
    penny_cli_print_entry (mail.store, g_ptr_array_index (entries, i), NULL);

  return PENNY_CLI_OK;
}

static void
print_found (PennyCliMail *mail, const GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (PennyEntry) entry = penny_store_get_entry (mail->store, g_array_index (ids, PennyEntryId, i), NULL);

      if (entry != NULL)
        penny_cli_print_entry (mail->store, entry, NULL);
    }
}

/* Processor time of this thread, which other work on the machine leaves as it is. */
static double
cpu_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static void
print_time (guint found, gint64 started, double cpu_started)
{
  PennyJson json = penny_json_begin ();

  penny_json_add_string (&json, "event", "searched");
  penny_json_add_int (&json, "found", found);
  penny_json_add_double (&json, "seconds", (g_get_monotonic_time () - started) / (double) G_USEC_PER_SEC);
  penny_json_add_double (&json, "cpu", cpu_seconds () - cpu_started);
  penny_json_print (&json);
}

int
penny_cli_search (PennyCli *cli, char **args)
{
  g_auto (PennyCliMail) mail = { NULL, };
  g_autofree char *in = NULL;
  int limit = 10000, times = 0;
  const GOptionEntry options[] = {
    { "folder", 0, 0, G_OPTION_ARG_STRING, &in, NULL, NULL },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, NULL, NULL },
    { "time", 0, 0, G_OPTION_ARG_INT, &times, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (args);
  g_autofree char *words = NULL;
  g_autoptr (PennyFolder) folder = NULL;
  int run = 0;

  if (!penny_cli_parse (options, &rest))
    return PENNY_CLI_USAGE;
  if (rest[0] == NULL || limit < 0 || times < 0)
    return penny_cli_usage ("search WORDS… [--folder F] [--limit N] [--time N]");
  if (!penny_cli_open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;
  if (in != NULL && (folder = penny_cli_find_folder (&mail, in)) == NULL)
    return penny_cli_mail_fail (&mail);

  words = g_strjoinv (" ", rest);
  do
    {
      gint64 started = g_get_monotonic_time ();
      double cpu_started = cpu_seconds ();
      g_autoptr (GArray) ids =
        penny_store_search (mail.store, words, folder != NULL ? folder->id : 0, (guint) limit, &mail.error);

      if (ids == NULL)
        return penny_cli_mail_fail (&mail);
      if (times > 0)
        print_time (ids->len, started, cpu_started);
      else
        print_found (&mail, ids);
    }
  while (++run < times);

  return PENNY_CLI_OK;
}

int
penny_cli_index (PennyCli *cli, char **args)
{
  g_auto (PennyCliMail) mail = { NULL, };
  gint64 started = g_get_monotonic_time ();
  guint first, left, before = G_MAXUINT;
  PennyJson json;

  if (args[0] != NULL && args[1] != NULL)
    return penny_cli_usage ("index [ID]");
  if (!penny_cli_open_mail (&mail, cli, args[0]))
    return PENNY_CLI_FAILED;
  first = penny_store_count_unindexed (mail.store);
  for (left = first; left > 0 && left < before; left = penny_store_count_unindexed (mail.store))
    {
      before = left;
      penny_store_catch_up (mail.store, 15 * G_USEC_PER_SEC);
    }

  json = penny_json_begin ();
  penny_json_add_string (&json, "event", "indexed");
  penny_json_add_int (&json, "letters", first - left);
  penny_json_add_int (&json, "left", left);
  penny_json_add_double (&json, "seconds", (g_get_monotonic_time () - started) / (double) G_USEC_PER_SEC);
  penny_json_print (&json);
  return PENNY_CLI_OK;
}

static void
print_part (const PennyPart *part)
{
  PennyJson json = penny_json_begin ();

  penny_json_add_int (&json, "part", part->index);
  penny_json_add_int (&json, "depth", part->depth);
  penny_json_add_string (&json, "content_type", part->content_type);
  penny_json_add_string (&json, "content_id", part->content_id);
  penny_json_add_string (&json, "file_name", part->file_name);
  penny_json_add_int (&json, "size", part->size);
  penny_json_add_bool (&json, "attachment", part->is_attachment);
  penny_json_add_bool (&json, "inline", part->is_inline);
  penny_json_print (&json);
}

int
penny_cli_show (PennyCli *cli, char **args)
{
  g_auto (PennyCliMail) mail = { NULL, };
  gboolean as_raw = FALSE, headers = FALSE, text = FALSE, html = FALSE, parts = FALSE;
  const GOptionEntry options[] = {
    { "raw", 0, 0, G_OPTION_ARG_NONE, &as_raw, NULL, NULL },
    { "headers", 0, 0, G_OPTION_ARG_NONE, &headers, NULL, NULL },
    { "text", 0, 0, G_OPTION_ARG_NONE, &text, NULL, NULL },
    { "html", 0, 0, G_OPTION_ARG_NONE, &html, NULL, NULL },
    { "parts", 0, 0, G_OPTION_ARG_NONE, &parts, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (args);
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (PennyMessage) message = NULL;
  PennyEntryId id;

  if (!penny_cli_parse (options, &rest))
    return PENNY_CLI_USAGE;
  id = penny_cli_parse_letter (rest[0]);
  if (id == 0 || rest[1] != NULL || as_raw + headers + text + html + parts > 1)
    return penny_cli_usage ("show LETTER [--raw|--headers|--text|--html|--parts]");
  if (!penny_cli_open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;

  raw = penny_store_read_raw (mail.store, id, &mail.error);
  if (raw == NULL)
    return penny_cli_mail_fail (&mail);
  if (as_raw)
    {
      gsize size;
      const char *bytes = g_bytes_get_data (raw, &size);

      return fwrite (bytes, 1, size, stdout) == size && fflush (stdout) == 0 ? PENNY_CLI_OK : PENNY_CLI_FAILED;
    }

  message = penny_message_new (raw, &mail.error);
  if (message == NULL)
    return penny_cli_mail_fail (&mail);
  if (headers)
    {
      g_autofree char *block = penny_message_dup_header_block (message);

      fputs (block, stdout);
    }
  else if (html)
    fputs (penny_message_get_html (message) != NULL ? penny_message_get_html (message) : "", stdout);
  else if (parts)
    for (guint i = 0; i < penny_message_get_n_parts (message); i++)
      print_part (penny_message_get_part (message, i));
  else
    fputs (penny_message_get_text (message), stdout);

  return PENNY_CLI_OK;
}

/* --- check --- */

int
penny_cli_check (PennyCli *cli, char **args)
{
  g_auto (PennyCliMail) mail = { NULL, };
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  PennyJson json;

  if (args[0] != NULL && args[1] != NULL)
    return penny_cli_usage ("check [ID]");
  if (!penny_cli_open_mail (&mail, cli, args[0]))
    return PENNY_CLI_FAILED;
  if (penny_store_was_rescued (mail.store))
    g_ptr_array_add (faults, g_strdup ("the database was damaged and has been set aside"));
  if (!penny_store_check (mail.store, faults, &mail.error))
    return penny_cli_mail_fail (&mail);

  for (guint i = 0; i < faults->len; i++)
    {
      PennyJson fault = penny_json_begin ();

      penny_json_add_string (&fault, "fault", g_ptr_array_index (faults, i));
      penny_json_print (&fault);
    }

  if (faults->len > 0)
    {
      g_set_error (&mail.error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_DAMAGED, "%u faults found", faults->len);
      return penny_cli_mail_fail (&mail);
    }

  json = penny_json_begin ();
  penny_json_add_string (&json, "event", "checked");
  penny_json_print (&json);
  return PENNY_CLI_OK;
}
