/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One account while the program runs: its store, its lock, its password, its worker. Opens and closes
 * them without the main loop ever waiting for a disk, a keyring or a server. Main thread. */
#pragma once

#include <gio/gio.h>

#include "penny-account-list.h"
#include "penny-secret.h"
#include "penny-store.h"
#include "penny-sync.h"

G_BEGIN_DECLS

#define PENNY_TYPE_ACCOUNT_RUNNER (penny_account_runner_get_type ())
G_DECLARE_FINAL_TYPE (PennyAccountRunner, penny_account_runner, PENNY, ACCOUNT_RUNNER, GObject)

/* Signals:
 * "opened"                            the store can be shown
 * "status" (const PennySyncStatus *)  lent; from the worker, or made here for a store or keyring that fails
 * "changed" (const PennyStoreChange *) lent; from the store
 * Nothing happens before penny_account_runner_start(). */
PennyAccountRunner *penny_account_runner_new (PennyPlaces *places, PennyAccount *account);

PennyAccount *penny_account_runner_get_account (PennyAccountRunner *self);
/* NULL before "opened". Borrowed. */
PennyStore *penny_account_runner_get_store (PennyAccountRunner *self);
/* A pass has ended well in this run: what arrives from now on is news. */
gboolean penny_account_runner_is_settled (PennyAccountRunner *self);

void penny_account_runner_set_check_interval (PennyAccountRunner *self, guint seconds);
void penny_account_runner_start (PennyAccountRunner *self);
void penny_account_runner_sync_now (PennyAccountRunner *self);
void penny_account_runner_want_body (PennyAccountRunner *self, PennyEntryId entry);
/* Given by the person just now. */
void penny_account_runner_set_password (PennyAccountRunner *self, PennySecret *password);
void penny_account_runner_set_network (PennyAccountRunner *self, gboolean available);
/* See penny_worker_set_frugal(). */
void penny_account_runner_set_frugal (PennyAccountRunner *self, gboolean frugal);

/* Stops the worker and closes the store on a helper thread; CALLBACK when all is on the disk. No
 * signal is emitted any more. */
void penny_account_runner_stop_async (PennyAccountRunner *self, GAsyncReadyCallback callback, gpointer data);
gboolean penny_account_runner_stop_finish (PennyAccountRunner *self, GAsyncResult *result, GError **error);

G_END_DECLS
