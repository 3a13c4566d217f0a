/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wake-up descriptor: any thread rings it, one thread polls it together with its socket. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PennyWake PennyWake;

PennyWake *penny_wake_new (void);
PennyWake *penny_wake_ref (PennyWake *self);
void penny_wake_unref (PennyWake *self);

/* Rings; any thread, never blocks, rings add up to one. */
void penny_wake_ring (PennyWake *self);
/* Takes the ring away; TRUE if there was one. */
gboolean penny_wake_clear (PennyWake *self);
/* Readable while rung; for poll(). Owned by SELF. */
int penny_wake_get_fd (PennyWake *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyWake, penny_wake_unref)

G_END_DECLS
