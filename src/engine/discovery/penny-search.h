/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One search: all sources at once, what they found in order of rank. */
#pragma once

#include "penny-discovery.h"

G_BEGIN_DECLS

typedef struct {
  const char *address;                    /* plausible */
  const PennyDiscoverySources *sources;   /* all functions set */
  gboolean public_database;               /* the person has allowed to ask it */
  /* Called on any helper thread, several at a time. */
  void (*looking) (PennyProposalSource source, const char *where, gpointer data);
  void (*look) (guint number, PennyProposalSource source, const char *where, PennyLookState state, gpointer data);
  void (*candidate) (PennyProposal *proposal, gpointer data);
  gpointer data;
} PennySearch;

/* Blocks on a helper thread, at most the sources' time limit. Full array of PennyProposal, best first,
 * never empty; NULL + the errors of penny_discovery_find_async(). */
GPtrArray *penny_search_run (const PennySearch *search, GCancellable *cancellable, GError **error);

G_END_DECLS
