/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One account in the preferences: who writes, how its letters are handled, whether all is well, what it
 * takes, and how it goes away. */
#pragma once

#include <adwaita.h>

#include "penny-account-list.h"

G_BEGIN_DECLS

#define PENNY_TYPE_ACCOUNT_PAGE (penny_account_page_get_type ())
G_DECLARE_FINAL_TYPE (PennyAccountPage, penny_account_page, PENNY, ACCOUNT_PAGE, AdwBin)

/* A subpage of a preferences window, which its back button closes; it closes by itself when the account
 * is removed. What needs a server is tried before it is kept (the assistant does both); name and
 * signature are kept as soon as they are confirmed. Main thread. */
GtkWidget *penny_account_page_new (AdwPreferencesWindow *window, PennyAccountList *accounts, const char *id);

G_END_DECLS
