/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an address to settings that may work: the provider table, else all at once the domain's own
 * autoconfiguration over HTTPS, the provider behind its MX record, its SRV records, the public list of
 * providers (when allowed), and knocking at the usual names. No password is ever sent. */
#pragma once

#include "penny-proposal.h"

G_BEGIN_DECLS

/* How discovery reaches the world; tests give their own. The functions block, run on helper threads
 * (several at a time), and obey CANCELLABLE. */
typedef struct {
  /* GET of an https URL; at most MAX bytes; redirects only to https. NULL + error. */
  GBytes *(*fetch) (const char *url, gsize max, GCancellable *cancellable, gpointer data, GError **error);
  /* Connects, makes the stream secure (STARTTLS included) and reads the greeting; logs nobody in. */
  gboolean (*probe) (const PennyServer *server, GCancellable *cancellable, gpointer data, GError **error);
  gpointer data;
  guint time_limit_ms;   /* for all of it; 0 = 10,000 */
  /* Records of the DNS as g_resolver_lookup_records() gives them (MX and SRV). NULL + error. */
  GList *(*lookup) (const char *name, GResolverRecordType type, GCancellable *cancellable, gpointer data,
                    GError **error);
} PennyDiscoverySources;

#define PENNY_TYPE_DISCOVERY (penny_discovery_get_type ())
G_DECLARE_FINAL_TYPE (PennyDiscovery, penny_discovery, PENNY, DISCOVERY, GObject)

/* SOURCES NULL: the real ones. Copied; its data must outlive every search. Main thread.
 * Signal "candidate" (gpointer proposal): a PennyProposal is known before the search ends, in the order
 * of their arrival; in the same context.
 * Signal "looking" (PennyProposalSource source, const char *where): a source is being asked now; in the
 * context of the search's caller. WHERE is a host name or "". Not from within find_async().
 * Signal "look" (guint number, PennyProposalSource source, const char *where, PennyLookState state): the place
 * NUMBER (below PENNY_N_LOOKS) is asked, or has answered; for Details. WHERE is a URL or a name. As above. */
PennyDiscovery *penny_discovery_new (const PennyDiscoverySources *sources);

/* Whether the public list of providers may be told the address' domain (nothing else of it). Only after
 * the person was asked; FALSE at first. Not while a search runs. */
void penny_discovery_set_public_database (PennyDiscovery *self, gboolean allowed);

/* Searches for ADDRESS. Calls back in the caller's main context. Errors: PENNY_DISCOVERY_ERROR_ADDRESS,
 * PENNY_DISCOVERY_ERROR_NOT_FOUND (with PENNY_WIRE_ERROR_OFFLINE instead when there is no network),
 * G_IO_ERROR_CANCELLED. A provider that we cannot sign in to is still a proposal: ask
 * penny_provider_can_sign_in(). */
void penny_discovery_find_async (PennyDiscovery *self, const char *address, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data);
/* Full array of PennyProposal, best first, never empty; those that are not trusted come last. */
GPtrArray *penny_discovery_find_all_finish (PennyDiscovery *self, GAsyncResult *result, GError **error);
/* The best one that is trusted, else PENNY_DISCOVERY_ERROR_NOT_FOUND. Full. */
PennyProposal *penny_discovery_find_finish (PennyDiscovery *self, GAsyncResult *result, GError **error);

/* Somebody names a server ("pophost.example.org", from a letter of their provider): whether it speaks
 * IMAP or POP is found out by knocking, at the usual names beside it, too, for the other one and for
 * sending. ADDRESS becomes the user name; one without "@" is taken as it is, but makes no account.
 * Calls back in the caller's main context. Errors: PENNY_DISCOVERY_ERROR_ADDRESS for either argument;
 * otherwise as penny_discovery_find_async(), and the CERT error of a HOST that cannot prove itself. */
void penny_discovery_find_server_async (PennyDiscovery *self, const char *host, const char *address,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer data);
/* PENNY_SOURCE_GUESS with the host as its origin; trusted, since the person named it. Full. */
PennyProposal *penny_discovery_find_server_finish (PennyDiscovery *self, GAsyncResult *result, GError **error);

/* More provider facts, of the built-in table's format; they go before it. Errors: PENNY_ACCOUNT_ERROR. */
gboolean penny_discovery_add_provider_file (const char *path, GError **error);

G_END_DECLS
