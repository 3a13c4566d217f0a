/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a provider's configuration in JSON (draft-ietf-mailmaint-pacc-02), which counts only when the DNS
 * names its digest. It may come from anybody. */
#pragma once

#include "penny-proposal.h"

G_BEGIN_DECLS

/* Where DOMAIN (ASCII) has it, and the TXT record with its digest. Full. */
char *penny_pacc_url (const char *domain);
char *penny_pacc_record_name (const char *domain);

/* Whether one of RECORDS (G_RESOLVER_RECORD_TXT) names the digest of DOCUMENT. */
gboolean penny_pacc_is_named (GBytes *document, GList *records);

/* The servers of DOCUMENT for ADDRESS, all sealed from the start at the usual ports; what is not mail is passed
 * over. Errors: PENNY_DISCOVERY_ERROR_BAD_CONFIG, also when no server for incoming mail is left, or none takes a
 * password. Full. */
PennyProposal *penny_pacc_parse (GBytes *document, const char *address, GError **error);

G_END_DECLS
