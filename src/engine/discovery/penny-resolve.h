/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the DNS says about a domain's mail, and whether two names belong to one organisation. */
#pragma once

#include "penny-discovery.h"

G_BEGIN_DECLS

/* The part of HOST that an organisation registers ("example.co.uk" of "imap.example.co.uk"), in lower
 * case; HOST itself when it has none. Full. */
char *penny_resolve_base_domain (const char *host);

/* NAME without the final dot of the DNS; NULL when it cannot be a host. Full. */
char *penny_resolve_clean_name (const char *name);

/* The host name of the best MX of DOMAIN; NULL when there is none (also when DOMAIN takes no mail,
 * RFC 7505). Full. Blocks. */
char *penny_resolve_mx (const char *domain, const PennyDiscoverySources *sources, GCancellable *cancellable);

/* The servers that the SRV records of DOMAIN name (RFC 6186, RFC 8314), best first within each protocol;
 * user name ADDRESS. Full array of PennyServer, perhaps empty. Blocks. */
GPtrArray *penny_resolve_srv (const char *domain, const char *address, const PennyDiscoverySources *sources,
                              guint time_limit_ms, GCancellable *cancellable);

/* The real lookup, as PennyDiscoverySources wants it. */
GList *penny_resolve_records (const char *name, GResolverRecordType type, GCancellable *cancellable,
                              gpointer data, GError **error);

G_END_DECLS
