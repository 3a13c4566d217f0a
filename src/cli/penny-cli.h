/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands of pennypostctl share: options, the account they are about, its store, how
 * errors leave. Main thread. */
#pragma once

#include "penny-account-list.h"
#include "penny-advice.h"
#include "penny-cli-json.h"
#include "penny-secret.h"
#include "penny-store.h"

G_BEGIN_DECLS

/* Exit statuses. */
enum { PENNY_CLI_OK = 0, PENNY_CLI_FAILED = 1, PENNY_CLI_USAGE = 2 };

typedef struct {
  /* from the command line; owned */
  char *data_dir, *ca_file, *account_id;
  int password_fd;          /* -1: none */
  int timeout_s;            /* 0: none */
  gboolean verbose;

  /* opened when first needed; owned */
  PennyPlaces *places;
  PennyAccountList *accounts;
  GCancellable *cancellable;   /* fires on SIGINT, SIGTERM and at the end of --timeout */
  gboolean timed_out;
} PennyCli;

/* A command: ARGS are what stands behind its name, NULL-terminated. Returns an exit status. */
typedef int (*PennyCliFunc) (PennyCli *cli, char **args);

typedef struct {
  const char *name;
  const char *usage;
  PennyCliFunc func;
} PennyCliCommand;

extern const PennyCliCommand penny_cli_account_commands[];
extern const PennyCliCommand penny_cli_diagnose_commands[];
extern const PennyCliCommand penny_cli_discover_commands[];
extern const PennyCliCommand penny_cli_sync_commands[];
extern const PennyCliCommand penny_cli_dry_run_commands[];
extern const PennyCliCommand penny_cli_mail_commands[];
extern const PennyCliCommand penny_cli_way_commands[];

/* Prints ERROR as one JSON object on standard error; PENNY_CLI_FAILED. ACCOUNT may be NULL. */
int penny_cli_fail (PennyCli *cli, PennyPhase phase, PennyAccount *account, const GError *error);
/* Says on standard error how the command is used; PENNY_CLI_USAGE. */
int penny_cli_usage (const char *problem);

/* Takes the options OPTIONS out of ARGS (NULL-terminated, changed in place) by GOption; on a wrong
 * one says so and gives FALSE. */
gboolean penny_cli_parse (const GOptionEntry *options, char ***args);

/* The account ID (NULL: --account, else the only or first one); borrowed. NULL after having printed
 * why (exit with PENNY_CLI_FAILED). */
PennyAccount *penny_cli_get_account (PennyCli *cli, const char *id);
/* The account with just this id; borrowed, NULL when there is none. */
PennyAccount *penny_cli_find_account (PennyCli *cli, const char *id);
/* Its store, opened; NULL after having printed why. Full. */
PennyStore *penny_cli_open_store (PennyCli *cli, PennyAccount *account);
/* The password that was given for it: by --password-fd or PENNY_PASSWORD. FALSE after having printed why.
 * *PASSWORD (full) is NULL when none was, and for an account that has none: the engine takes what is kept. */
gboolean penny_cli_get_password (PennyCli *cli, PennyAccount *account, PennySecret **password);

/* One full pass with events (FOLDER NULL: all folders); an exit status, after having printed what went wrong. */
int penny_cli_sync_account (PennyCli *cli, PennyAccount *account, const char *folder, gboolean headers_only);

/* A row as JSON (id, uid|uidl, folder, subject, …); EVENT may be NULL. */
void penny_cli_print_entry (PennyStore *store, const PennyEntry *entry, const char *event);

/* A letter in file PATH, as it is. NULL + PENNY_MESSAGE_ERROR_ATTACHMENT. Full. */
GBytes *penny_cli_read_letter (const char *path, GError **error);
/* "move", "create-folder"… Static. */
const char *penny_cli_operation_word (PennyOperationKind kind);

G_END_DECLS
