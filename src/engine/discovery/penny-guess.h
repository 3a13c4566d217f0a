/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Guessing: the usual names in front of a domain, tried all at once by really knocking. */
#pragma once

#include "penny-discovery.h"

G_BEGIN_DECLS

/* The servers to knock at for ADDRESS, best first within each protocol: TLS from the first byte before
 * STARTTLS. Full array of PennyServer. */
GPtrArray *penny_guess_candidates (const char *address);
/* Those to knock at when HOST is named: its own doors before those of the usual names beside it; for
 * user name USER. Full array of PennyServer. */
GPtrArray *penny_guess_candidates_at (const char *host, const char *user);

/* Blocks on the search's helper thread. Errors: PENNY_DISCOVERY_ERROR_NOT_FOUND; PENNY_WIRE_ERROR_OFFLINE
 * when that is why; the CERT error of the best server when one is there but cannot prove itself;
 * G_IO_ERROR_CANCELLED when nothing had answered by then. */
PennyProposal *penny_guess (const char *address, const PennyDiscoverySources *sources, guint time_limit_ms,
                            GCancellable *cancellable, GError **error);
/* What answers at HOST and beside it; HOST itself must answer, and mail must be collected somewhere.
 * The same errors; only HOST's certificate is worth one. */
PennyProposal *penny_guess_at (const char *host, const char *user, const PennyDiscoverySources *sources,
                               guint time_limit_ms, GCancellable *cancellable, GError **error);

G_END_DECLS
