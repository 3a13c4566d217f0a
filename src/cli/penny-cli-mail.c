/* SPDX-License-Identifier: GPL-3.0-or-later */
/* folders, list, show, search, mark, move, trash, pending, export, check: what the store can tell
 * and do without a server. */
#include "penny-cli.h"

#include <stdio.h>
#include <string.h>

#include "penny-error.h"
#include "penny-message.h"
#include "penny-store-actions.h"

/* An account with its store open, for the length of one command. */
typedef struct {
  PennyCli *cli;
  PennyAccount *account;   /* borrowed from the list */
  PennyStore *store;       /* owned */
  GError *error;           /* owned */
} Mail;

static void
mail_clear (Mail *mail)
{
  if (mail->store != NULL)
    penny_store_close (mail->store);
  g_clear_object (&mail->store);
  g_clear_error (&mail->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Mail, mail_clear)

static gboolean
open_mail (Mail *mail, PennyCli *cli, const char *id)
{
  mail->cli = cli;
  mail->account = penny_cli_get_account (cli, id);
  if (mail->account != NULL)
    mail->store = penny_cli_open_store (cli, mail->account);
  if (mail->store != NULL && penny_store_was_rescued (mail->store))
    {
      PennyJson json = penny_json_begin ();

      penny_json_add_string (&json, "event", "rescued");
      penny_json_add_string (&json, "text",
                             "The database was damaged: it has been set aside, and what could be read was carried over");
      penny_json_print (&json);
    }

  return mail->store != NULL;
}

static int
fail (Mail *mail)
{
  return penny_cli_fail (mail->cli, PENNY_PHASE_STORE, mail->account, mail->error);
}

/* By path, else by role ("trash"). */
static PennyFolder *
find_folder (Mail *mail, const char *name)
{
  PennyFolder *folder = penny_store_find_folder (mail->store, name, &mail->error);
  g_autofree char *lower = g_ascii_strdown (name, -1);
  PennyRole role;

  if (folder == NULL && penny_role_parse (lower, &role) && role != PENNY_ROLE_NONE)
    {
      g_clear_error (&mail->error);
      folder = penny_store_find_role (mail->store, role, &mail->error);
    }
  if (folder == NULL && mail->error == NULL)
    g_set_error (&mail->error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND, "There is no folder \"%s\"", name);

  return folder;
}

static PennyEntryId
parse_letter (const char *text)
{
  guint64 id;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &id, NULL) ? (PennyEntryId) id : 0;
}

/* --- looking --- */

static int
folders_command (PennyCli *cli, char **args)
{
  g_auto (Mail) mail = { NULL, };
  g_autoptr (GPtrArray) folders = NULL;

  if (args[0] != NULL && args[1] != NULL)
    return penny_cli_usage ("folders [ID]");
  if (!open_mail (&mail, cli, args[0]))
    return PENNY_CLI_FAILED;
  folders = penny_store_list_folders (mail.store, &mail.error);
  if (folders == NULL)
    return fail (&mail);

  for (guint i = 0; i < folders->len; i++)
    {
      const PennyFolder *folder = g_ptr_array_index (folders, i);
      PennyJson json = penny_json_begin ();

      penny_json_add_string (&json, "folder", folder->path);
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

static int
list_command (PennyCli *cli, char **args)
{
  g_auto (Mail) mail = { NULL, };
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
  if (!open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;
  folder = find_folder (&mail, rest[0]);
  if (folder == NULL)
    return fail (&mail);

  entries = penny_store_list_entries (mail.store, folder->id,
                                      conversations ? PENNY_LIST_CONVERSATIONS : PENNY_LIST_NEWEST_FIRST,
                                      offset, limit, &mail.error);
  if (entries == NULL)
    return fail (&mail);
  for (guint i = 0; i < entries->len; i++)
    penny_cli_print_entry (mail.store, g_ptr_array_index (entries, i), NULL);

  return PENNY_CLI_OK;
}

static int
search_command (PennyCli *cli, char **args)
{
  g_auto (Mail) mail = { NULL, };
  g_autofree char *in = NULL;
  const GOptionEntry options[] = {
    { "folder", 0, 0, G_OPTION_ARG_STRING, &in, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (args);
  g_autofree char *words = NULL;
  g_autoptr (PennyFolder) folder = NULL;
  g_autoptr (GArray) ids = NULL;

  if (!penny_cli_parse (options, &rest))
    return PENNY_CLI_USAGE;
  if (rest[0] == NULL)
    return penny_cli_usage ("search WORDS… [--folder F]");
  if (!open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;
  if (in != NULL && (folder = find_folder (&mail, in)) == NULL)
    return fail (&mail);

  words = g_strjoinv (" ", rest);
  ids = penny_store_search (mail.store, words, folder != NULL ? folder->id : 0, 10000, &mail.error);
  if (ids == NULL)
    return fail (&mail);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (PennyEntry) entry =
        penny_store_get_entry (mail.store, g_array_index (ids, PennyEntryId, i), NULL);

      if (entry != NULL)
        penny_cli_print_entry (mail.store, entry, NULL);
    }

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

static int
show_command (PennyCli *cli, char **args)
{
  g_auto (Mail) mail = { NULL, };
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
  id = parse_letter (rest[0]);
  if (id == 0 || rest[1] != NULL || as_raw + headers + text + html + parts > 1)
    return penny_cli_usage ("show LETTER [--raw|--headers|--text|--html|--parts]");
  if (!open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;

  raw = penny_store_read_raw (mail.store, id, &mail.error);
  if (raw == NULL)
    return fail (&mail);
  if (as_raw)
    {
      gsize size;
      const char *bytes = g_bytes_get_data (raw, &size);

      return fwrite (bytes, 1, size, stdout) == size && fflush (stdout) == 0 ? PENNY_CLI_OK : PENNY_CLI_FAILED;
    }

  message = penny_message_new (raw, &mail.error);
  if (message == NULL)
    return fail (&mail);
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

/* --- acting --- */

static int
act (Mail *mail, PennyAction *action, const char *word, PennyEntryId id)
{
  PennyJson json;

  if (penny_store_act (mail->store, action, &mail->error) == 0)
    return fail (mail);

  json = penny_json_begin ();
  penny_json_add_string (&json, "event", word);
  penny_json_add_int (&json, "id", id);
  penny_json_print (&json);
  return PENNY_CLI_OK;
}

static int
mark_command (PennyCli *cli, char **args)
{
  g_auto (Mail) mail = { NULL, };
  gboolean read = FALSE, unread = FALSE, star = FALSE, unstar = FALSE;
  const GOptionEntry options[] = {
    { "read", 0, 0, G_OPTION_ARG_NONE, &read, NULL, NULL },
    { "unread", 0, 0, G_OPTION_ARG_NONE, &unread, NULL, NULL },
    { "star", 0, 0, G_OPTION_ARG_NONE, &star, NULL, NULL },
    { "unstar", 0, 0, G_OPTION_ARG_NONE, &unstar, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (args);
  PennyAction *action;
  PennyEntryId id;

  if (!penny_cli_parse (options, &rest))
    return PENNY_CLI_USAGE;
  id = parse_letter (rest[0]);
  if (id == 0 || rest[1] != NULL || !(read || unread || star || unstar) || (read && unread) || (star && unstar))
    return penny_cli_usage ("mark LETTER [--read|--unread|--star|--unstar]");
  if (!open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;

  action = penny_action_new (PENNY_ACTION_MARK, &id, 1);
  action->add = (read ? PENNY_FLAG_SEEN : 0) | (star ? PENNY_FLAG_FLAGGED : 0);
  action->remove = (unread ? PENNY_FLAG_SEEN : 0) | (unstar ? PENNY_FLAG_FLAGGED : 0);
  return act (&mail, action, "marked", id);
}

static int
move_to (PennyCli *cli, const char *letter, const char *target, PennyRole role)
{
  g_auto (Mail) mail = { NULL, };
  g_autoptr (PennyFolder) folder = NULL;
  PennyEntryId id = parse_letter (letter);
  PennyAction *action;

  if (id == 0)
    return penny_cli_usage ("move LETTER FOLDER | trash LETTER");
  if (!open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;
  if (target != NULL && (folder = find_folder (&mail, target)) == NULL)
    return fail (&mail);

  action = penny_action_new (PENNY_ACTION_MOVE, &id, 1);
  action->target = folder != NULL ? folder->id : 0;
  action->target_role = folder != NULL ? PENNY_ROLE_NONE : role;
  return act (&mail, action, "moved", id);
}

static int
move_command (PennyCli *cli, char **args)
{
  if (g_strv_length (args) != 2)
    return penny_cli_usage ("move LETTER FOLDER");

  return move_to (cli, args[0], args[1], PENNY_ROLE_NONE);
}

static int
trash_command (PennyCli *cli, char **args)
{
  if (g_strv_length (args) != 1)
    return penny_cli_usage ("trash LETTER");

  return move_to (cli, args[0], NULL, PENNY_ROLE_TRASH);
}

static int
pending_command (PennyCli *cli, char **args)
{
  static const char * const kinds[] = {
    [PENNY_OPERATION_FLAGS] = "flags",   [PENNY_OPERATION_MOVE] = "move",
    [PENNY_OPERATION_DELETE] = "delete", [PENNY_OPERATION_APPEND] = "append",
    [PENNY_OPERATION_SEND] = "send",     [PENNY_OPERATION_CLEAR] = "clear",
  };
  g_auto (Mail) mail = { NULL, };
  g_autoptr (GPtrArray) operations = NULL;

  if (args[0] != NULL)
    return penny_cli_usage ("pending");
  if (!open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;
  operations = penny_store_list_operations (mail.store, &mail.error);
  if (operations == NULL)
    return fail (&mail);

  for (guint i = 0; i < operations->len; i++)
    {
      const PennyOperation *operation = g_ptr_array_index (operations, i);
      PennyJson json = penny_json_begin ();

      penny_json_add_int (&json, "operation", operation->id);
      penny_json_add_string (&json, "kind", kinds[operation->kind]);
      penny_json_add_int (&json, "id", operation->entry);
      penny_json_add_string (&json, "folder", operation->folder);
      penny_json_add_string (&json, "target", operation->target);
      penny_json_add_int (&json, "attempts", operation->attempts);
      penny_json_add_bool (&json, "stuck", operation->stuck);
      penny_json_add_string (&json, "last_error", operation->last_error);
      penny_json_print (&json);
    }

  return PENNY_CLI_OK;
}

/* --- export --- */

/* mboxrd: a line that looks like a separator, however often quoted, is quoted once more. */
static void
write_mbox_lines (FILE *file, const char *bytes, gsize size)
{
  const char *end = bytes + size;

  while (bytes < end)
    {
      const char *lf = memchr (bytes, '\n', end - bytes);
      const char *next = lf != NULL ? lf + 1 : end;
      gsize length = (lf != NULL ? lf : end) - bytes;
      const char *p = bytes;

      while (p < bytes + length && *p == '>')
        p++;
      if (bytes + length - p >= 5 && strncmp (p, "From ", 5) == 0)
        fputc ('>', file);
      if (length > 0 && bytes[length - 1] == '\r')
        length--;
      fwrite (bytes, 1, length, file);
      fputc ('\n', file);
      bytes = next;
    }
}

static gboolean
export_entry (Mail *mail, const PennyEntry *entry, FILE *file)
{
  g_autoptr (GBytes) raw = penny_store_read_raw (mail->store, entry->id, &mail->error);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (entry->date);
  g_autofree char *stamp = NULL;
  gsize size;
  const char *bytes;

  if (raw == NULL)
    return FALSE;

  /* The asctime() form in the C locale that mbox wants; GDateTime would translate. */
  stamp = g_strdup_printf ("%s %s %2d %02d:%02d:%02d %d",
                           &"Mon\0Tue\0Wed\0Thu\0Fri\0Sat\0Sun"[4 * (g_date_time_get_day_of_week (date) - 1)],
                           &"Jan\0Feb\0Mar\0Apr\0May\0Jun\0Jul\0Aug\0Sep\0Oct\0Nov\0Dec"
                             [4 * (g_date_time_get_month (date) - 1)],
                           g_date_time_get_day_of_month (date), g_date_time_get_hour (date),
                           g_date_time_get_minute (date), g_date_time_get_second (date),
                           g_date_time_get_year (date));
  fprintf (file, "From %s %s\n", entry->from_address[0] != '\0' && strpbrk (entry->from_address, " \r\n") == NULL
                                   ? entry->from_address : "MAILER-DAEMON", stamp);
  bytes = g_bytes_get_data (raw, &size);
  write_mbox_lines (file, bytes, size);
  fputc ('\n', file);
  return TRUE;
}

static gboolean
export_folder (Mail *mail, const PennyFolder *folder, FILE *file, guint *exported, guint *left_out)
{
  const guint page = 200;
  guint offset = 0;

  for (;;)
    {
      g_autoptr (GPtrArray) entries = penny_store_list_entries (mail->store, folder->id, PENNY_LIST_NEWEST_FIRST,
                                                                offset, page, &mail->error);

      if (entries == NULL)
        return FALSE;
      for (guint i = 0; i < entries->len; i++)
        {
          const PennyEntry *entry = g_ptr_array_index (entries, i);

          if (!entry->has_body)
            (*left_out)++;
          else if (export_entry (mail, entry, file))
            (*exported)++;
          else
            return FALSE;
        }
      if (entries->len < page)
        return TRUE;
      offset += page;
    }
}

static int
export_command (PennyCli *cli, char **args)
{
  g_auto (Mail) mail = { NULL, };
  g_autofree char *path = NULL;
  const GOptionEntry options[] = {
    { "mbox", 0, 0, G_OPTION_ARG_FILENAME, &path, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (args);
  g_autoptr (PennyFolder) folder = NULL;
  guint exported = 0, left_out = 0;
  PennyJson json;
  FILE *file;
  gboolean done;

  if (!penny_cli_parse (options, &rest))
    return PENNY_CLI_USAGE;
  if (g_strv_length (rest) != 1 || path == NULL)
    return penny_cli_usage ("export FOLDER --mbox FILE");
  if (!open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;
  if ((folder = find_folder (&mail, rest[0])) == NULL)
    return fail (&mail);

  file = fopen (path, "we");
  done = file != NULL && export_folder (&mail, folder, file, &exported, &left_out);
  /* A full disk shows at the latest here. */
  if (file != NULL && (ferror (file) | fclose (file)) != 0)
    done = FALSE;
  if (!done && mail.error == NULL)
    g_set_error (&mail.error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_IO, "%s cannot be written", path);
  if (!done)
    return fail (&mail);

  json = penny_json_begin ();
  penny_json_add_string (&json, "event", "exported");
  penny_json_add_int (&json, "letters", exported);
  penny_json_add_int (&json, "not_here_yet", left_out);
  penny_json_print (&json);
  return PENNY_CLI_OK;
}

/* --- check --- */

static int
check_command (PennyCli *cli, char **args)
{
  g_auto (Mail) mail = { NULL, };
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  PennyJson json;

  if (args[0] != NULL && args[1] != NULL)
    return penny_cli_usage ("check [ID]");
  if (!open_mail (&mail, cli, args[0]))
    return PENNY_CLI_FAILED;
  if (penny_store_was_rescued (mail.store))
    g_ptr_array_add (faults, g_strdup ("the database was damaged and has been set aside"));
  if (!penny_store_check (mail.store, faults, &mail.error))
    return fail (&mail);

  for (guint i = 0; i < faults->len; i++)
    {
      PennyJson fault = penny_json_begin ();

      penny_json_add_string (&fault, "fault", g_ptr_array_index (faults, i));
      penny_json_print (&fault);
    }

  if (faults->len > 0)
    {
      g_set_error (&mail.error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_DAMAGED, "%u faults found", faults->len);
      return fail (&mail);
    }

  json = penny_json_begin ();
  penny_json_add_string (&json, "event", "checked");
  penny_json_print (&json);
  return PENNY_CLI_OK;
}

const PennyCliCommand penny_cli_mail_commands[] = {
  { "folders", "folders [ID]", folders_command },
  { "list", "list FOLDER [--limit N] [--offset N] [--conversations]", list_command },
  { "show", "show LETTER [--raw|--headers|--text|--html|--parts]", show_command },
  { "search", "search WORDS… [--folder F]", search_command },
  { "mark", "mark LETTER [--read|--unread|--star|--unstar]", mark_command },
  { "move", "move LETTER FOLDER", move_command },
  { "trash", "trash LETTER", trash_command },
  { "pending", "pending", pending_command },
  { "export", "export FOLDER --mbox FILE", export_command },
  { "check", "check [ID]", check_command },
  { NULL, },
};
