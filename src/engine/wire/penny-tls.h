/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One TLS session of a client over a connected descriptor, without waiting: the socket channel
 * polls. Belongs to the thread that uses it. */
#pragma once

#include <gio/gio.h>

#include "penny-certificate.h"

G_BEGIN_DECLS

typedef struct _PennyTls PennyTls;

/* What a step returns when the descriptor is not ready: poll it (penny_tls_wants_write()) and call
 * again with the same arguments. */
#define PENNY_TLS_AGAIN (-2)

/* HOST is ASCII or an IP address; TRUSTED_KEY as penny_tls_verify() takes it; FD is borrowed, connected
 * and non-blocking. NULL on error. */
PennyTls *penny_tls_new (const char *host, guint16 port, const char *trusted_key, int fd, GError **error);
void penny_tls_free (PennyTls *self);

/* 0 = the server has proved who it is; PENNY_TLS_AGAIN; -1 = error, and nothing else may be done
 * with SELF than ask for the certificate. */
int penny_tls_handshake (PennyTls *self, GError **error);

/* As recv() and send(): a count, 0 = end (with or without close_notify; the lines above TLS say
 * what is whole), -1 = error, PENNY_TLS_AGAIN. */
gssize penny_tls_read (PennyTls *self, void *buffer, gsize size, GError **error);
gssize penny_tls_write (PennyTls *self, const void *buffer, gsize size, GError **error);

/* Decrypted bytes that can be read without polling. */
gsize penny_tls_get_pending (PennyTls *self);
gboolean penny_tls_wants_write (PennyTls *self);

/* Says goodbye, without waiting and without listening. */
void penny_tls_bye (PennyTls *self);

/* The server's own certificate and what is wrong with it; NULL before it was shown. Borrowed. */
PennyCertificate *penny_tls_get_certificate (PennyTls *self);
gboolean penny_tls_is_resumed (PennyTls *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyTls, penny_tls_free)

G_END_DECLS
