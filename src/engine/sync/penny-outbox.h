/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending what waits in the outbox. Worker thread; blocks. */
#pragma once

#include "penny-sync.h"

G_BEGIN_DECLS

/* Hands over every letter whose time has come. A letter that is refused does not hold up the
 * others: it becomes stuck and the person is told. *NEXT_TIME (may be NULL): when the next letter
 * is due, Unix seconds, 0 = none. FALSE + error when the server cannot be reached or logged in to. */
gboolean penny_outbox_run (PennySync *sync, gint64 *next_time, GError **error);

/* The same for the worker: a server that takes no letters is noted in SYNC->sending and tried again
 * after growing pauses, or, where a person is needed, after penny_outbox_ask_again(). FALSE + error
 * only when the store fails or the end is asked for. */
gboolean penny_outbox_attend (PennySync *sync, gint64 *next_time, GError **error);
void penny_outbox_ask_again (PennySync *sync);

G_END_DECLS
