/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export: a folder as an mbox file. */
#include "penny-cli-mail.h"

#include <stdio.h>
#include <string.h>

#include "penny-error.h"

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
export_entry (PennyCliMail *mail, const PennyEntry *entry, FILE *file)
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
export_folder (PennyCliMail *mail, const PennyFolder *folder, FILE *file, guint *exported, guint *left_out)
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

int
penny_cli_export (PennyCli *cli, char **args)
{
  g_auto (PennyCliMail) mail = { NULL, };
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
  if (!penny_cli_open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;
  if ((folder = penny_cli_find_folder (&mail, rest[0])) == NULL)
    return penny_cli_mail_fail (&mail);

  file = fopen (path, "we");
  done = file != NULL && export_folder (&mail, folder, file, &exported, &left_out);
  /* A full disk shows at the latest here. */
  if (file != NULL && (ferror (file) | fclose (file)) != 0)
    done = FALSE;
  if (!done && mail.error == NULL)
    g_set_error (&mail.error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_IO, "%s cannot be written", path);
  if (!done)
    return penny_cli_mail_fail (&mail);

  json = penny_json_begin ();
  penny_json_add_string (&json, "event", "exported");
  penny_json_add_int (&json, "letters", exported);
  penny_json_add_int (&json, "not_here_yet", left_out);
  penny_json_print (&json);
  return PENNY_CLI_OK;
}
