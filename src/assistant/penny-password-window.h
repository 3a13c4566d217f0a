/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for the password of an account that exists: "the post office does not accept it any more". */
#pragma once

#include <adwaita.h>

#include "penny-account.h"
#include "penny-secret.h"

G_BEGIN_DECLS

#define PENNY_TYPE_PASSWORD_WINDOW (penny_password_window_get_type ())
G_DECLARE_FINAL_TYPE (PennyPasswordWindow, penny_password_window, PENNY, PASSWORD_WINDOW, AdwWindow)

/* TITLE and EXPLANATION may be NULL. Keeps the password in the keyring. Signal "password" (PennySecret*
 * as pointer, lent): given by the person. */
PennyPasswordWindow *penny_password_window_new (GtkWindow *parent, PennyAccount *account, const char *title,
                                                const char *explanation);

G_END_DECLS
