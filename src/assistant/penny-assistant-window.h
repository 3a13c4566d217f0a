/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The account assistant: from an address and a password to an account that works, in everyday words. */
#pragma once

#include <adwaita.h>

#include "penny-account-list.h"

G_BEGIN_DECLS

#define PENNY_TYPE_ASSISTANT_WINDOW (penny_assistant_window_get_type ())
G_DECLARE_FINAL_TYPE (PennyAssistantWindow, penny_assistant_window, PENNY, ASSISTANT_WINDOW, AdwWindow)

/* Adds what it makes to ACCOUNTS and the password to the keyring (or, when there is none, says so and
 * keeps it for this run). Signal "finished" (PennyAccount *account, gboolean is_new): once, the account is
 * kept. Closing before that changes nothing. */
PennyAssistantWindow *penny_assistant_window_new (GtkApplication *application, PennyAccountList *accounts);

/* Opens on the page of settings by hand, filled in from ACCOUNT, to mend it: "finished" then carries the
 * account under the same id. */
void penny_assistant_window_edit (PennyAssistantWindow *self, PennyAccount *account);

/* Opens on the page of the four ways, to choose another one for ACCOUNT; "finished" as above. */
void penny_assistant_window_change_way (PennyAssistantWindow *self, PennyAccount *account);

/* Opens on the page of signing in through the browser, for an ACCOUNT whose sign-in does not count any more;
 * "finished" as above. */
void penny_assistant_window_sign_in (PennyAssistantWindow *self, PennyAccount *account);

/* Asked just before the settings of an account that exists are replaced: FALSE + ERROR keeps the old ones
 * and is shown. Main thread; must not wait. */
typedef gboolean (*PennyAssistantGuard) (PennyAccount *before, PennyAccount *after, gpointer data, GError **error);
void penny_assistant_window_set_guard (PennyAssistantWindow *self, PennyAssistantGuard guard, gpointer data);

G_END_DECLS
