/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands on letters share, and their table. */
#include "penny-cli-mail.h"

#include "penny-error.h"

void
penny_cli_mail_clear (PennyCliMail *mail)
{
  if (mail->store != NULL)
    penny_store_close (mail->store);
  g_clear_object (&mail->store);
  g_clear_error (&mail->error);
}

gboolean
penny_cli_open_mail (PennyCliMail *mail, PennyCli *cli, const char *id)
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
                             "The database was damaged: it has been set aside, and what could be read "
                             "was carried over");
      penny_json_print (&json);
    }

  return mail->store != NULL;
}

int
penny_cli_mail_fail (PennyCliMail *mail)
{
  return penny_cli_fail (mail->cli, PENNY_PHASE_STORE, mail->account, mail->error);
}

PennyFolder *
penny_cli_find_folder (PennyCliMail *mail, const char *name)
{
  PennyFolder *folder = penny_store_find_shown (mail->store, name, &mail->error);
  g_autofree char *lower = g_ascii_strdown (name, -1);
  PennyRole role;

  if (folder == NULL && penny_role_parse (lower, &role) && role != PENNY_ROLE_NONE)
    {
      g_clear_error (&mail->error);
      folder = penny_store_find_role (mail->store, role, &mail->error);
    }
  if (folder == NULL && mail->error == NULL)
    g_set_error (&mail->error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND,
                 "There is no folder \"%s\"", name);

  return folder;
}

PennyEntryId
penny_cli_parse_letter (const char *text)
{
  guint64 id;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &id, NULL) ? (PennyEntryId) id : 0;
}

const PennyCliCommand penny_cli_mail_commands[] = {
  { "folders", "folders [ID]", penny_cli_folders },
  { "list", "list FOLDER [--limit N] [--offset N] [--conversations]", penny_cli_list },
  { "show", "show LETTER [--raw|--headers|--text|--html|--parts]", penny_cli_show },
  { "search", "search WORDS… [--folder F] [--limit N] [--time N]", penny_cli_search },
  { "index", "index [ID]", penny_cli_index },
  { "mark", "mark LETTER [--read|--unread|--star|--unstar]", penny_cli_mark },
  { "move", "move LETTER FOLDER", penny_cli_move },
  { "copy", "copy LETTER FOLDER", penny_cli_copy },
  { "trash", "trash LETTER", penny_cli_trash },
  { "restore", "restore LETTER (out of the trash, to where it was)", penny_cli_restore },
  { "delete", "delete LETTER (for good)", penny_cli_delete },
  { "folder", "folder create NAME | rename FOLDER NAME | delete FOLDER (its letters go to the trash)",
    penny_cli_folder },
  { "import", "import FOLDER FILE.eml", penny_cli_import },
  { "pending", "pending", penny_cli_pending },
  { "export", "export FOLDER --mbox FILE", penny_cli_export },
  { "check", "check [ID]", penny_cli_check },
  { NULL, },
};
