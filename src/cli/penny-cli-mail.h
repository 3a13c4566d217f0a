/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account with its store open, for the length of one command on letters. */
#pragma once

#include "penny-cli.h"

G_BEGIN_DECLS

typedef struct {
  PennyCli *cli;
  PennyAccount *account;   /* borrowed from the list */
  PennyStore *store;       /* owned */
  GError *error;           /* owned */
} PennyCliMail;

/* Opens account ID (NULL: the one meant). FALSE after having printed why. */
gboolean penny_cli_open_mail (PennyCliMail *mail, PennyCli *cli, const char *id);
void penny_cli_mail_clear (PennyCliMail *mail);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PennyCliMail, penny_cli_mail_clear)

/* Prints MAIL->error; PENNY_CLI_FAILED. */
int penny_cli_mail_fail (PennyCliMail *mail);
/* By the name that is shown, else by role ("trash"). NULL + MAIL->error. Full. */
PennyFolder *penny_cli_find_folder (PennyCliMail *mail, const char *name);
/* The id in TEXT; 0 when it is none. */
PennyEntryId penny_cli_parse_letter (const char *text);

/* The commands, by file. */
int penny_cli_folders (PennyCli *cli, char **args);
int penny_cli_list (PennyCli *cli, char **args);
int penny_cli_search (PennyCli *cli, char **args);
int penny_cli_index (PennyCli *cli, char **args);
int penny_cli_show (PennyCli *cli, char **args);
int penny_cli_mark (PennyCli *cli, char **args);
int penny_cli_move (PennyCli *cli, char **args);
int penny_cli_trash (PennyCli *cli, char **args);
int penny_cli_copy (PennyCli *cli, char **args);
int penny_cli_restore (PennyCli *cli, char **args);
int penny_cli_delete (PennyCli *cli, char **args);
int penny_cli_folder (PennyCli *cli, char **args);
int penny_cli_import (PennyCli *cli, char **args);
int penny_cli_pending (PennyCli *cli, char **args);
int penny_cli_export (PennyCli *cli, char **args);
int penny_cli_check (PennyCli *cli, char **args);

G_END_DECLS
