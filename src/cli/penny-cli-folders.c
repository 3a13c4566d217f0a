/* SPDX-License-Identifier: GPL-3.0-or-later */
/* folder, import: what a person can do about folders, and letters brought from elsewhere. */
#include "penny-cli-mail.h"

#include "penny-smtp-body.h"
#include "penny-store-actions.h"

#define FOLDER_USAGE "folder create NAME | folder rename FOLDER NAME | folder delete FOLDER"

static int
print_outcome (PennyCliMail *mail, gboolean done, const char *event, const char *name)
{
  PennyJson json;

  if (!done)
    return penny_cli_mail_fail (mail);
  json = penny_json_begin ();
  penny_json_add_string (&json, "event", event);
  penny_json_add_string (&json, "folder", name);
  penny_json_print (&json);
  return PENNY_CLI_OK;
}

static int
change_folder (PennyCliMail *mail, const char *verb, const char *name, const char *new_name)
{
  g_autoptr (PennyFolder) folder = NULL;

  if (g_str_equal (verb, "create"))
    return print_outcome (mail, penny_store_create_folder (mail->store, name, &mail->error) != 0, "created", name);
  folder = penny_cli_find_folder (mail, name);
  if (folder == NULL)
    return penny_cli_mail_fail (mail);
  if (new_name != NULL)
    return print_outcome (mail, penny_store_rename_folder (mail->store, folder->id, new_name, &mail->error), "renamed",
                          new_name);
  return print_outcome (mail, penny_store_delete_folder (mail->store, folder->id, &mail->error), "deleted", name);
}

int
penny_cli_folder (PennyCli *cli, char **args)
{
  static const struct {
    const char *verb;
    guint n_names;
  } verbs[] = { { "create", 1 }, { "rename", 2 }, { "delete", 1 } };
  g_auto (PennyCliMail) mail = { NULL, };
  guint n = g_strv_length (args);

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (n == verbs[i].n_names + 1 && g_str_equal (args[0], verbs[i].verb))
      {
        if (!penny_cli_open_mail (&mail, cli, NULL))
          return PENNY_CLI_FAILED;
        return change_folder (&mail, args[0], args[1], args[2]);
      }

  return penny_cli_usage (FOLDER_USAGE);
}

/* NULL + MAIL->error. Full. */
static GBytes *
read_letter (PennyCliMail *mail, const char *path)
{
  g_autoptr (GBytes) bytes = penny_cli_read_letter (path, &mail->error);

  return bytes != NULL ? penny_smtp_body_normalize (bytes) : NULL;
}

int
penny_cli_import (PennyCli *cli, char **args)
{
  g_auto (PennyCliMail) mail = { NULL, };
  g_autoptr (PennyFolder) folder = NULL;
  g_autoptr (GBytes) raw = NULL;
  PennyEntryId id;
  PennyJson json;

  if (g_strv_length (args) != 2)
    return penny_cli_usage ("import FOLDER FILE.eml");
  if (!penny_cli_open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;
  folder = penny_cli_find_folder (&mail, args[0]);
  if (folder == NULL || (raw = read_letter (&mail, args[1])) == NULL
      || (id = penny_store_import_letter (mail.store, folder->id, raw, PENNY_FLAG_SEEN, 0, &mail.error)) == 0)
    return penny_cli_mail_fail (&mail);

  json = penny_json_begin ();
  penny_json_add_string (&json, "event", "imported");
  penny_json_add_int (&json, "id", id);
  penny_json_print (&json);
  return PENNY_CLI_OK;
}
