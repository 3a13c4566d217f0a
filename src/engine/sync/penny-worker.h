/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker of one account: a thread that keeps the store and the post office in step until it is
 * told to stop. Reconnects by itself; what a person asks for goes first. */
#pragma once

#include "penny-sync.h"

G_BEGIN_DECLS

#define PENNY_TYPE_WORKER (penny_worker_get_type ())
G_DECLARE_FINAL_TYPE (PennyWorker, penny_worker, PENNY, WORKER, GObject)

/* FUNC is told of every change of state in the thread-default main context of this call, at most
 * once a turn of its loop for mere progress; not after penny_worker_stop(). Main thread, as are all
 * functions here. */
PennyWorker *penny_worker_new (PennyAccount *account, PennyStore *store, PennySecret *password,
                               PennySecret *outgoing_password, PennySyncFunc func, gpointer data);

/* How often everything is compared when the server does not tell by itself; default 600. */
void penny_worker_set_check_interval (PennyWorker *self, guint seconds);

void penny_worker_start (PennyWorker *self);
/* FUNC is not called any more; call before penny_worker_stop() on another thread. */
void penny_worker_silence (PennyWorker *self);
/* Ends the connection and the thread; waits for it (its waits all end at once). Idempotent.
 * Any one thread. */
void penny_worker_stop (PennyWorker *self);

/* Look now; also after "needs the person". */
void penny_worker_sync_now (PennyWorker *self);
/* Somebody looks at a letter whose body is not here yet. */
void penny_worker_want_body (PennyWorker *self, PennyEntryId entry);
/* A new password; tries again at once. */
void penny_worker_set_passwords (PennyWorker *self, PennySecret *password, PennySecret *outgoing_password);
/* The network came, went or changed. Coming or changed, it tries again at once. */
void penny_worker_set_network (PennyWorker *self, gboolean available);
/* The line is metered, or the battery is to last: everything is compared less often. */
void penny_worker_set_frugal (PennyWorker *self, gboolean frugal);

G_END_DECLS
