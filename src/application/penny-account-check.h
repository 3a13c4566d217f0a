/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Is everything all right with this account?": the steps of a trial on demand, in a window. */
#pragma once

#include <adwaita.h>

#include "penny-account.h"

G_BEGIN_DECLS

#define PENNY_TYPE_ACCOUNT_CHECK (penny_account_check_get_type ())
G_DECLARE_FINAL_TYPE (PennyAccountCheck, penny_account_check, PENNY, ACCOUNT_CHECK, AdwWindow)

/* Starts at once, with the password of the keyring; changes nothing at the post office nor here. Closing
 * the window stops it. */
GtkWidget *penny_account_check_new (GtkWindow *parent, PennyAccount *account);

G_END_DECLS
