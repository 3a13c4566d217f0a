/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A set of IMAP UIDs as sorted, merged ranges: what a command names, what an answer tells
 * (RFC 9051 §4.1.1 sequence-set, RFC 4315 uid-set). A plain value; one thread at a time. */
#pragma once

#include <gio/gio.h>

#include "penny-types.h"

G_BEGIN_DECLS

typedef struct _PennyUidSet PennyUidSet;

PennyUidSet *penny_uid_set_new (void);
/* The range FIRST to LAST, both included, in either order; either 0 gives the empty set. */
PennyUidSet *penny_uid_set_new_range (PennyUid first, PennyUid last);
/* UIDS: a GArray of PennyUid in any order, may hold doubles and zeros (left out). */
PennyUidSet *penny_uid_set_new_from_array (const GArray *uids);
PennyUidSet *penny_uid_set_copy (const PennyUidSet *self);
void penny_uid_set_free (PennyUidSet *self);

/* Adding and removing in ascending order is fastest. UID 0 is ignored. */
void penny_uid_set_add (PennyUidSet *self, PennyUid uid);
void penny_uid_set_add_range (PennyUidSet *self, PennyUid first, PennyUid last);
void penny_uid_set_remove (PennyUidSet *self, PennyUid uid);

gboolean penny_uid_set_contains (const PennyUidSet *self, PennyUid uid);
gboolean penny_uid_set_is_empty (const PennyUidSet *self);
/* How many UIDs; up to 4,294,967,295. */
guint64 penny_uid_set_count (const PennyUidSet *self);
guint penny_uid_set_n_ranges (const PennyUidSet *self);
/* Range number I, 0 being the lowest. */
void penny_uid_set_get_range (const PennyUidSet *self, guint i, PennyUid *first, PennyUid *last);

/* Every UID, ascending: a full GArray of PennyUid; NULL when there are more than MAX. */
GArray *penny_uid_set_to_array (const PennyUidSet *self, guint max);
/* "1,3:7,9"; "" for the empty set, which must never be sent. Full. */
char *penny_uid_set_to_string (const PennyUidSet *self);

/* Reads "1,3:7,9:2" (LENGTH -1: to the NUL). "*" and 0 are refused. At most MAX_RANGES ranges.
 * NULL + PENNY_IMAP_ERROR_PROTOCOL or _LIMIT. */
PennyUidSet *penny_uid_set_parse (const char *text, gssize length, guint max_ranges, GError **error);
/* The same text as a list in the order in which it stands, as COPYUID pairs need it: a full GArray
 * of PennyUid, at most MAX of them. */
GArray *penny_uid_list_parse (const char *text, gssize length, guint max, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyUidSet, penny_uid_set_free)

G_END_DECLS
