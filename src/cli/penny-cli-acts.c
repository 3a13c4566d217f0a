/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mark, move, copy, trash, restore, delete, pending: what the store can do without a server, and what it then
 * owes one. */
#include "penny-cli-mail.h"

#include "penny-error.h"
#include "penny-store-actions.h"

static int
act (PennyCliMail *mail, PennyAction *action, const char *word, PennyEntryId id)
{
  PennyJson json;

  if (penny_store_act (mail->store, action, &mail->error) == 0)
    return penny_cli_mail_fail (mail);

  json = penny_json_begin ();
  penny_json_add_string (&json, "event", word);
  penny_json_add_int (&json, "id", id);
  penny_json_print (&json);
  return PENNY_CLI_OK;
}

int
penny_cli_mark (PennyCli *cli, char **args)
{
  g_auto (PennyCliMail) mail = { NULL, };
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
  id = penny_cli_parse_letter (rest[0]);
  if (id == 0 || rest[1] != NULL || !(read || unread || star || unstar) || (read && unread) || (star && unstar))
    return penny_cli_usage ("mark LETTER [--read|--unread|--star|--unstar]");
  if (!penny_cli_open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;

  action = penny_action_new (PENNY_ACTION_MARK, &id, 1);
  action->add = (read ? PENNY_FLAG_SEEN : 0) | (star ? PENNY_FLAG_FLAGGED : 0);
  action->remove = (unread ? PENNY_FLAG_SEEN : 0) | (unstar ? PENNY_FLAG_FLAGGED : 0);
  return act (&mail, action, "marked", id);
}

static int
move_to (PennyCli *cli, PennyActionKind kind, const char *letter, const char *target, PennyRole role)
{
  g_auto (PennyCliMail) mail = { NULL, };
  g_autoptr (PennyFolder) folder = NULL;
  PennyEntryId id = penny_cli_parse_letter (letter);
  PennyAction *action;

  if (id == 0)
    return penny_cli_usage ("move LETTER FOLDER | copy LETTER FOLDER | trash LETTER");
  if (!penny_cli_open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;
  if (target != NULL && (folder = penny_cli_find_folder (&mail, target)) == NULL)
    return penny_cli_mail_fail (&mail);

  action = penny_action_new (kind, &id, 1);
  action->target = folder != NULL ? folder->id : 0;
  action->target_role = folder != NULL ? PENNY_ROLE_NONE : role;
  return act (&mail, action, kind == PENNY_ACTION_COPY ? "copied" : "moved", id);
}

/* An action that needs nothing but its letter. */
static int
act_alone (PennyCli *cli, PennyActionKind kind, char **args, const char *word, const char *usage)
{
  g_auto (PennyCliMail) mail = { NULL, };
  PennyEntryId id = g_strv_length (args) == 1 ? penny_cli_parse_letter (args[0]) : 0;

  if (id == 0)
    return penny_cli_usage (usage);
  if (!penny_cli_open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;

  return act (&mail, penny_action_new (kind, &id, 1), word, id);
}

int
penny_cli_restore (PennyCli *cli, char **args)
{
  return act_alone (cli, PENNY_ACTION_RESTORE, args, "restored", "restore LETTER");
}

int
penny_cli_delete (PennyCli *cli, char **args)
{
  return act_alone (cli, PENNY_ACTION_DELETE, args, "deleted", "delete LETTER");
}

int
penny_cli_copy (PennyCli *cli, char **args)
{
  if (g_strv_length (args) != 2)
    return penny_cli_usage ("copy LETTER FOLDER");

  return move_to (cli, PENNY_ACTION_COPY, args[0], args[1], PENNY_ROLE_NONE);
}

int
penny_cli_move (PennyCli *cli, char **args)
{
  if (g_strv_length (args) != 2)
    return penny_cli_usage ("move LETTER FOLDER");

  return move_to (cli, PENNY_ACTION_MOVE, args[0], args[1], PENNY_ROLE_NONE);
}

int
penny_cli_trash (PennyCli *cli, char **args)
{
  if (g_strv_length (args) != 1)
    return penny_cli_usage ("trash LETTER");

  return move_to (cli, PENNY_ACTION_MOVE, args[0], NULL, PENNY_ROLE_TRASH);
}

const char *
penny_cli_operation_word (PennyOperationKind kind)
{
  static const char * const kinds[PENNY_N_OPERATIONS] = {
    [PENNY_OPERATION_FLAGS] = "flags",   [PENNY_OPERATION_MOVE] = "move",
    [PENNY_OPERATION_DELETE] = "delete", [PENNY_OPERATION_APPEND] = "append",
    [PENNY_OPERATION_SEND] = "send",     [PENNY_OPERATION_CLEAR] = "clear",
    [PENNY_OPERATION_COPY] = "copy",     [PENNY_OPERATION_CREATE_FOLDER] = "create-folder",
    [PENNY_OPERATION_RENAME_FOLDER] = "rename-folder", [PENNY_OPERATION_DELETE_FOLDER] = "delete-folder",
  };

  return kind < PENNY_N_OPERATIONS ? kinds[kind] : "operation";
}

int
penny_cli_pending (PennyCli *cli, char **args)
{
  g_auto (PennyCliMail) mail = { NULL, };
  g_autoptr (GPtrArray) operations = NULL;

  if (args[0] != NULL)
    return penny_cli_usage ("pending");
  if (!penny_cli_open_mail (&mail, cli, NULL))
    return PENNY_CLI_FAILED;
  operations = penny_store_list_operations (mail.store, &mail.error);
  if (operations == NULL)
    return penny_cli_mail_fail (&mail);

  for (guint i = 0; i < operations->len; i++)
    {
      const PennyOperation *operation = g_ptr_array_index (operations, i);
      PennyJson json = penny_json_begin ();

      penny_json_add_int (&json, "operation", operation->id);
      penny_json_add_string (&json, "kind", penny_cli_operation_word (operation->kind));
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
