/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reaching a server: names, addresses, proxies; and what a failure on the way means. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* HOST as it goes into DNS and certificates: ASCII, lower case, without brackets and final dot.
 * NULL with PENNY_WIRE_ERROR_HOST_NOT_FOUND when it can be no host. */
char *penny_wire_normalize_host (const char *host, GError **error);

/* Connects to HOST (normalized) and PORT; blocks up to DEADLINE (monotonic µs). All addresses race
 * (RFC 8305). Errors: PENNY_WIRE_ERROR, G_IO_ERROR_CANCELLED. Full reference; its socket may be
 * used beneath it, and is closed with it. */
GSocketConnection *penny_wire_connect (const char *host, guint16 port, gint64 deadline,
                                       GCancellable *cancellable, GError **error);

/* Sets the PENNY_WIRE_ERROR that the errno value NUMBER of an established connection means. */
void penny_wire_set_errno (GError **error, int number, const char *host);

G_END_DECLS
