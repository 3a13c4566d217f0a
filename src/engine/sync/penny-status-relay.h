/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carries what the worker tells to the main loop: copies, merges mere progress, delivers through an
 * attached source. */
#pragma once

#include "penny-sync.h"

G_BEGIN_DECLS

typedef struct _PennyStatusRelay PennyStatusRelay;

/* Delivers to FUNC in the thread-default main context of this call. */
PennyStatusRelay *penny_status_relay_new (PennySyncFunc func, gpointer data);
void penny_status_relay_free (PennyStatusRelay *self);
/* A PennySyncFunc; RELAY is the data. Any thread. */
void penny_status_relay_push (const PennySyncStatus *status, gpointer relay);
/* Nothing is delivered any more. The context's thread. */
void penny_status_relay_stop (PennyStatusRelay *self);

G_END_DECLS
