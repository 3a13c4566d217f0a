/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a provider's own autoconfiguration file (config-v1.1.xml). It may come from anybody. */
#pragma once

#include "penny-proposal.h"

G_BEGIN_DECLS

#define PENNY_AUTOCONFIG_MAX_SIZE (64 * 1024)
#define PENNY_AUTOCONFIG_MAX_DEPTH 8
#define PENNY_AUTOCONFIG_MAX_SERVERS 32

/* The usable servers of DATA for ADDRESS, in the file's order. A server without a private line
 * (socketType plain or unknown), with an impossible host or port, or that takes no password is passed
 * over. No entities, no document type. Errors: PENNY_DISCOVERY_ERROR_BAD_CONFIG, also when no server
 * for incoming mail is left. Full. */
PennyProposal *penny_autoconfig_parse (const char *data, gsize length, const char *address, GError **error);

/* The two addresses to ask, best first: full, NULL-terminated. */
char **penny_autoconfig_urls (const char *address);
/* The same of another DOMAIN (ASCII) than that of ADDRESS. */
char **penny_autoconfig_urls_at (const char *domain, const char *address);

G_END_DECLS
