/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparing what the store knows of a mailbox with what the server says of it. Pure: no server, no
 * store, no clock. */
#pragma once

#include <gio/gio.h>

#include "penny-imap-types.h"
#include "penny-store-sync.h"

G_BEGIN_DECLS

typedef struct {
  GArray *arrived;   /* PennyUid the store does not know, newest (highest) first */
  GArray *vanished;  /* PennyUid the server does not name any more */
  GArray *changed;   /* PennyImapFlagChange whose flags differ from the store's server flags */
} PennyReconciled;

/* KNOWN: PennyKnown ascending by UID; SERVER: PennyImapFlagChange ascending by UID. FIRST: only
 * UIDs from here on were asked for; known ones below are left alone. */
PennyReconciled *penny_reconcile (const GArray *known, const GArray *server, PennyUid first);
void penny_reconciled_free (PennyReconciled *self);

/* KNOWN (of PennyKnown) by UID: a pointer of it → PennyKnown, borrowed from KNOWN. Full. */
GHashTable *penny_index_known (const GArray *known);

/* Cuts ENTRIES (PennyKnown, in the order wanted) into windows of at most MAX_BYTES (one letter may
 * be larger) and MAX_N letters; an array of PennyUidSet. */
GPtrArray *penny_cut_windows (const GArray *entries, gsize max_bytes, guint max_n);
/* The same for bare UIDs, by number alone. */
GPtrArray *penny_cut_uid_windows (const GArray *uids, guint max_n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyReconciled, penny_reconciled_free)

G_END_DECLS
