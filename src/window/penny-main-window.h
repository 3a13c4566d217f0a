/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window: folders, list, letter. It knows stores and nothing of servers; what it cannot do
 * with a store it asks the application for, by signals. Main thread only. */
#pragma once

#include <adwaita.h>

#include "penny-account-status.h"
#include "penny-account.h"
#include "penny-message.h"
#include "penny-store.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_COMPOSE_NEW,
  PENNY_COMPOSE_REPLY,
  PENNY_COMPOSE_REPLY_ALL,
  PENNY_COMPOSE_FORWARD,
  PENNY_COMPOSE_EDIT_DRAFT,
} PennyComposeKind;

#define PENNY_TYPE_MAIN_WINDOW (penny_main_window_get_type ())
G_DECLARE_FINAL_TYPE (PennyMainWindow, penny_main_window, PENNY, MAIN_WINDOW, AdwApplicationWindow)

/* Signals (account id is a string):
 *   "compose" (int PennyComposeKind, account id or NULL, gint64 entry id or 0, PennyMessage or NULL)
 *             NULL message: not on screen, read it from the store
 *   "want-body" (account id, gint64 entry id)   fetch this letter's text now
 *   "refresh" (account id or NULL for all)
 *   "add-account" ()
 *   "advice-activated" (account id, action, uri or NULL)     the banner's button
 * Properties: "settings" (GSettings, construct only, NULL: nothing is remembered; keys window-width,
 * window-height, window-maximized, folders-width, list-width), "read-delay" (guint, milliseconds until a
 * shown letter counts as read).
 * Actions "win.…": compose reply reply-all forward edit-draft trash archive junk not-junk move
 * toggle-star toggle-read search refresh toggle-folders back escape next-pane previous-pane. */
PennyMainWindow *penny_main_window_new (GtkApplication *application, GSettings *settings);

/* Accounts stand in the order in which they were added. */
void penny_main_window_add_account (PennyMainWindow *self, PennyAccount *account, PennyStore *store);
/* RETURNS: it is added again in a moment, with other settings. */
void penny_main_window_remove_account (PennyMainWindow *self, const char *account_id, gboolean returns);

/* Goes to the entry's folder and opens it (a notification was clicked). Does not present. */
void penny_main_window_show_entry (PennyMainWindow *self, const char *account_id, PennyEntryId entry);

/* Goes to the account's inbox, which may only appear in a moment (it has just been set up). */
void penny_main_window_show_inbox (PennyMainWindow *self, const char *account_id);

/* STATUS stays the caller's; NULL: idle. */
void penny_main_window_set_status (PennyMainWindow *self, const char *account_id,
                                   const PennyAccountStatus *status);

/* A short word at the foot of the window ("Message sent"). */
void penny_main_window_show_toast (PennyMainWindow *self, const char *text);
/* The same until it is closed, with a BUTTON for the program's ACTION, which is given the text TARGET. */
void penny_main_window_show_toast_with_button (PennyMainWindow *self, const char *text, const char *button,
                                               const char *action, const char *target);

/* What is selected, for the application's own actions; NULL or 0 when nothing is. Borrowed. */
const char *penny_main_window_get_account_id (PennyMainWindow *self);

G_END_DECLS
