/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The assistant without a world: what discovery finds is said here, and trials end as a test says. */
#pragma once

#include "penny-setup.h"
#include "penny-discovery.h"

G_BEGIN_DECLS

/* A search that answers at once: imap., pop. and smtp.example.org are there, nothing else is. */
extern const PennyDiscoverySources setup_fixture_sources;

/* What such a search finds for ADDRESS: IMAP, POP3 where WITH_POP, and SMTP. */
PennyProposal *setup_fixture_proposal (const char *address, gboolean with_imap, gboolean with_pop);

/* A setup on the page of ways, with name, address and password typed. */
PennySetup *setup_fixture_new (const char *address);
void setup_fixture_fill (PennySetup *setup, const char *address);

/* A trial's result for what SETUP would try. Errors are copied; NULL: that half went well. */
PennyTrialResult *setup_fixture_result (PennySetup *setup, PennyTrialStep failed_step,
                                            const GError *incoming, const GError *outgoing);

/* The certificate of imap.example.org, of the Example Society, who vouches for
 * itself, with these PennyCertificateFaults. Full. */
PennyCertificate *setup_fixture_certificate (guint faults);

G_END_DECLS
