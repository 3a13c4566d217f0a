/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reaching a server: names, addresses, proxies; and what a failure on the way means. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* HOST as it goes into DNS and certificates: ASCII, lower case, without brackets and final dot.
 * NULL with PENNY_WIRE_ERROR_HOST_NOT_FOUND when it can be no host. */
char *penny_wire_normalize_host (const char *host, GError **error);

/* How far a connection has come. Each is told once, in this order; one that is not told was not reached
 * or not needed. */
typedef enum {
  PENNY_CONNECT_LOOKING_UP,      /* asking for the addresses of HOST */
  PENNY_CONNECT_LOOKED_UP,       /* there is one at least, and it is being tried */
  PENNY_CONNECT_THROUGH_PROXY,   /* in its place: a proxy is being tried, which will look for HOST itself */
  PENNY_CONNECT_REACHED,         /* connected, through the proxy where there is one */
} PennyConnectStage;

/* Called on the thread that connects. */
typedef void (*PennyConnectFunc) (PennyConnectStage stage, gpointer data);

/* What else there is to say about a connection; zero says nothing. Borrowed for the call. */
typedef struct {
  const char *trusted_key;   /* PennyCertificate.key, as penny_tls_verify() takes it; NULL: none */
  PennyConnectFunc func;     /* told the stages; may be NULL */
  gpointer data;
} PennyConnectOptions;

/* Connects to HOST (normalized) and PORT; blocks up to DEADLINE (monotonic µs). All addresses race
 * (RFC 8305). Errors: PENNY_WIRE_ERROR, G_IO_ERROR_CANCELLED. Full reference; its socket may be
 * used beneath it, and is closed with it. */
GSocketConnection *penny_wire_connect (const char *host, guint16 port, gint64 deadline,
                                       const PennyConnectOptions *options, GCancellable *cancellable,
                                       GError **error);

/* Sets the PENNY_WIRE_ERROR that the errno value NUMBER of an established connection means. */
void penny_wire_set_errno (GError **error, int number, const char *host);

G_END_DECLS
