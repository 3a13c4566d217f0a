/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The redacted wire log: protocol lines for "Details" and pennypostctl -v. Secrets never reach it:
 * the protocol rooms hand over a line that has none (they log "AUTHENTICATE PLAIN <secret>"), and what a server
 * repeats is hidden. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Called on whichever thread logs; LINE is UTF-8 made safe, without line end. */
typedef void (*PennyLogFunc) (const char *protocol, gboolean outgoing, const char *line, gpointer data);

/* Sets the one sink of the process (NULL: none). Call before any worker starts. */
void penny_log_set_sink (PennyLogFunc func, gpointer data);
gboolean penny_log_is_on (void);

/* Logs LENGTH bytes (-1: to the NUL) of one line, cut at 1,000 and with control bytes escaped. */
void penny_log_wire (const char *protocol, gboolean outgoing, const char *line, gssize length);

G_END_DECLS
