/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The channel of the program: a TCP connection through GSocketClient (proxies, IPv6 and IPv4) with
 * GnuTLS on top. TLS ≥ 1.2; chain, host name, purpose, strength and stapled revocation are always
 * checked; there is no switch to turn that off, only one key that may be trusted for one server. */
#pragma once

#include "penny-certificate.h"
#include "penny-channel.h"
#include "penny-types.h"
#include "penny-wire-connect.h"

G_BEGIN_DECLS

#define PENNY_TYPE_SOCKET_CHANNEL (penny_socket_channel_get_type ())
G_DECLARE_FINAL_TYPE (PennySocketChannel, penny_socket_channel, PENNY, SOCKET_CHANNEL, PennyChannel)

#define PENNY_CONNECT_TIMEOUT_S 30

/* Trust anchors beside the system's, from a PEM file: for tests and private authorities. The
 * environment's PENNY_CA_FILE is read when this was never called. Call before any connection. */
gboolean penny_tls_set_ca_file (const char *path, GError **error);
/* The file with the additional anchors, for what does its TLS elsewhere; NULL when there is none. Full; any
 * thread. */
char *penny_tls_dup_ca_file (void);

/* Connects to HOST (a name, its IDN form, or an IP address) and PORT; with PENNY_SECURITY_TLS the
 * handshake is done too, with the other two it is left to penny_channel_start_tls(). Blocks up to
 * PENNY_CONNECT_TIMEOUT_S for each of the two. Any thread but the main one. Errors:
 * PENNY_WIRE_ERROR. Returns a full reference. */
PennyChannel *penny_socket_channel_connect_with (const char *host, guint16 port, PennySecurity security,
                                                 const PennyConnectOptions *options,
                                                 GCancellable *cancellable, GError **error);
/* The same without options: no key is trusted, nobody watches. */
PennyChannel *penny_socket_channel_connect (const char *host, guint16 port, PennySecurity security,
                                            GCancellable *cancellable, GError **error);

/* The server's own certificate with what is wrong with it, also after a failed check; NULL before
 * the server showed one. Borrowed from SELF. */
PennyCertificate *penny_socket_channel_get_certificate (PennySocketChannel *self);

/* TLS went on where an earlier connection to the same host and port ended. For tests. */
gboolean penny_socket_channel_is_resumed (PennySocketChannel *self);

G_END_DECLS
