/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLS sessions to resume, in memory, one for each host, port and trusted key (NULL: none): what a key
 * allowed is over when the key is not trusted any more. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keeps SESSION, secret material of GnuTLS, in place of an older one. */
void penny_tls_cache_put (const char *host, guint16 port, const char *trusted_key, GBytes *session);
/* Takes the session out: a ticket is used once (RFC 8446 §C.4). NULL when there is none. Full. */
GBytes *penny_tls_cache_take (const char *host, guint16 port, const char *trusted_key);
void penny_tls_cache_clear (void);

G_END_DECLS
