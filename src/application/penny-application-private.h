/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application's inside, shared by its files. */
#pragma once

#include "penny-account-list.h"
#include "penny-account-runner.h"
#include "penny-application.h"
#include "penny-main-window.h"

#include "penny-message.h"

G_BEGIN_DECLS

struct _PennyApplication {
  AdwApplication parent_instance;

  char *data_dir;                /* owned; NULL = the program's own places */
  PennyPlaces *places;           /* owned */
  PennyAccountList *accounts;    /* owned */
  GHashTable *runners;           /* account id → PennyAccountRunner, owned */
  GPowerProfileMonitor *power;   /* owned */
  GSettings *settings;           /* owned; NULL when the schema is not installed */
  PennyMainWindow *window;       /* borrowed; NULL while there is none */
  GtkWindow *assistant;          /* borrowed; NULL while there is none */
  char *wanted_account;          /* owned; a letter to be shown as soon as its account is open */
  PennyEntryId wanted_entry;
  guint n_stopping;              /* runners that still write */
  gboolean ending;               /* nothing is started any more */
};

/* --- in penny-application.c --- */

PennyAccountRunner *penny_application_get_runner (PennyApplication *self, const char *account_id);
/* Opens the window, or the assistant while there is no account. */
void penny_application_show (PennyApplication *self);
void penny_application_show_assistant (PennyApplication *self, PennyAccount *to_mend);
/* The same on the page of the four ways, for an account whose store is open. */
void penny_application_change_way (PennyApplication *self, PennyAccount *account);
/* The same on the page of signing in through the browser, for an account that does that. */
void penny_application_sign_in (PennyApplication *self, PennyAccount *account);
void penny_application_ask_password (PennyApplication *self, const char *account_id, const char *title,
                                     const char *explanation);
/* The line is metered, or the battery is to last. */
gboolean penny_application_is_frugal (PennyApplication *self);
guint penny_application_get_setting (PennyApplication *self, const char *key, guint fallback);

/* --- in penny-application-accounts.c --- */

/* Starts, restarts and stops runners until they are what the list of accounts says. */
void penny_application_follow_accounts (PennyApplication *self);
/* Closes an account's store and opens it again, with its lock and its worker. */
void penny_application_restart_runner (PennyApplication *self, PennyAccountRunner *runner);
/* Stops all; the application is held until everything is on the disk. */
void penny_application_stop_runners (PennyApplication *self);
void penny_application_connect_window (PennyApplication *self);

/* --- in penny-application-advice.c --- */

/* Somebody has pressed the button of an advice: ACTION is its id (PennyAdvice), URI what it opens; may be NULL. */
void penny_application_obey_cb (PennyMainWindow *window, const char *account_id, const char *action, const char *uri,
                                gpointer data);

/* The letter that could not be sent, or one that waits. */
void penny_application_show_unsent (PennyApplication *self, const char *account_id);

/* --- in penny-application-actions.c --- */

void penny_application_init_actions (PennyApplication *self);
/* A mailto: link (RFC 6068). */
void penny_application_open_mailto (PennyApplication *self, const char *uri);

/* --- in penny-application-compose.c --- */

void penny_application_compose (PennyApplication *self, PennyComposeKind kind, const char *account_id,
                                PennyEntryId entry, PennyMessage *message);

G_END_DECLS
