/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The assistant without a world: what discovery finds is said here, and trials end as a test says. */
#pragma once

#include "penny-assistant-flow.h"
#include "penny-discovery.h"

G_BEGIN_DECLS

/* A search that answers at once: imap., pop. and smtp.example.org are there, nothing else is. */
extern const PennyDiscoverySources assistant_fixture_sources;

/* What such a search finds for ADDRESS: IMAP, POP3 where WITH_POP, and SMTP. */
PennyProposal *assistant_fixture_proposal (const char *address, gboolean with_imap, gboolean with_pop);

/* A flow on the page of ways, with name, address and password typed. */
PennyAssistantFlow *assistant_fixture_flow (const char *address);
void assistant_fixture_fill (PennyAssistantFlow *flow, const char *address);

/* A trial's result for what FLOW would try. Errors are copied; NULL: that half went well. */
PennyTrialResult *assistant_fixture_result (PennyAssistantFlow *flow, PennyTrialStep failed_step,
                                            const GError *incoming, const GError *outgoing);

G_END_DECLS
