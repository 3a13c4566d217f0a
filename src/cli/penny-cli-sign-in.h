/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the command "account" for accounts without a password of their own. */
#pragma once

#include "penny-cli.h"

G_BEGIN_DECLS

/* "account sign-in ID|FILE.ini": prints {"event":"open","uri":…}, waits until the person has signed in there, keeps
 * the tokens (and, of a file, the account), prints {"event":"signed-in","account":…}. CLI->accounts is set. */
int penny_cli_sign_in (PennyCli *cli, char **args);
/* "account desktop": one record for each account of GNOME Online Accounts; "account desktop NAME" adds that one. */
int penny_cli_desktop (PennyCli *cli, char **args);

G_END_DECLS
