/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store whose account changes between a shared box (IMAP) and the POP ways: the letters stay, what
 * the other kind of post office knows them by is forgotten, and they are recognised again. */
#pragma once

#include "penny-store-sync.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_STORE_KIND_NEW,      /* never used: either will do */
  PENNY_STORE_KIND_SHARED,   /* folders are the server's */
  PENNY_STORE_KIND_OWN,      /* folders are this computer's (POP) */
} PennyStoreKind;

/* What the store was used for last. Any thread. */
PennyStoreKind penny_store_get_kind (PennyStore *self, GError **error);

/* Whether the shared box can be left without losing anything: FALSE + PENNY_STORE_ERROR_OWED when the
 * server has not been told everything yet that was done here (letters to be sent do not count),
 * PENNY_STORE_ERROR_NOT_ALL_HERE when of some letters only the header is here: a folder cannot be collected from, and
 * of the inbox some post offices hand out each letter only once, or only the newest. TRUE for a store that is
 * none of a shared box. Any thread. */
gboolean penny_store_check_leaving (PennyStore *self, GError **error);

/* Makes the store one of KIND, in one durable transaction; does nothing when it is. No other worker
 * may run. Worker thread.
 * OWN: every folder that holds letters becomes one of this computer. Errors as penny_store_check_leaving():
 * nothing is changed then; but headers without a letter may be in the inbox, and penny_batch_collect() completes
 * them.
 * SHARED: drafts and the outbox stay what they are; every other letter goes below "\\Kept", and from
 * there into the server's folder when penny_batch_add() names the same one (Message-ID and size). */
gboolean penny_store_become (PennyStore *self, PennyStoreKind kind, GError **error);

/* TRUE while letters wait below "\\Kept" for the server to name them. Any thread. */
gboolean penny_store_has_kept (PennyStore *self);

/* --- recognising, under POP --- */

/* TRUE after penny_store_become (OWN) until penny_batch_end_recognising(): letters that lie at the post
 * office may be here already without the post office's name for them. */
gboolean penny_store_is_recognising (PennyStore *self);
void penny_batch_end_recognising (PennyBatch *self);
/* A letter that is here whole, has no UIDL yet, and has this Message-ID and size; 0: none. */
PennyEntryId penny_store_find_unnamed (PennyStore *self, const char *message_id, guint32 size, GError **error);
/* ENTRY is the letter that the post office calls UIDL. DIGEST: SHA-256 of its bytes here. Its ledger row
 * says PENNY_LEDGER_KEPT: it was recognised by its header, which is not enough for a DELE. */
void penny_batch_recognise (PennyBatch *self, PennyEntryId entry, const char *uidl, const char *digest,
                            guint32 size, gint64 now);

G_END_DECLS
