/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in through the web browser: what will happen there, waiting for it, and how it went wrong. */
#pragma once

#include <adwaita.h>

#include "penny-setup.h"

G_BEGIN_DECLS

#define PENNY_TYPE_SIGN_IN_PAGE (penny_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (PennySignInPage, penny_sign_in_page, PENNY, SIGN_IN_PAGE, AdwBin)

/* Signal "copy": the address is wanted in the clipboard.
 * Shows where SETUP is. */
void penny_sign_in_page_show (PennySignInPage *self, PennySetup *setup);

G_END_DECLS
