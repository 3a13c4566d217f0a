/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts and the few things a person may want otherwise. */
#pragma once

#include <adwaita.h>

#include "penny-account-list.h"

G_BEGIN_DECLS

#define PENNY_TYPE_PREFERENCES_WINDOW (penny_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (PennyPreferencesWindow, penny_preferences_window, PENNY, PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

/* SETTINGS may be NULL: only the accounts are shown. Adding, changing and removing an account are the
 * application's actions (app.add-account, app.edit-account, app.remove-account with the id). */
PennyPreferencesWindow *penny_preferences_window_new (GtkWindow *parent, PennyAccountList *accounts,
                                                      GSettings *settings);

G_END_DECLS
