/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One visit to the post office: the papers that its parts (identity, collecting, clearing) share. */
#pragma once

#include "penny-pop-session.h"
#include "penny-sync.h"

G_BEGIN_DECLS

#define PENNY_POP_SETTING_FIRST_DONE "pop-first-collection-done"

typedef struct {
  PennySync *sync;             /* borrowed */
  PennyPopSession *session;    /* owned */
  PennyPopListing *listing;    /* owned; uidl filled in for every item that can be told apart */
  GPtrArray *ledger;           /* owned; of PennyLedgerRow */
  GHashTable *rows;            /* uidl → PennyLedgerRow, borrowed from ledger */
  GHashTable *items;           /* uidl → index + 1 in listing */
  PennyFolderId inbox;
  PennyBatch *batch;           /* owned; letters not handed to the writer yet */
  guint done, total;
  GError *error;               /* owned; what went wrong inside a callback */
} PennyPopVisit;

void penny_pop_visit_free (PennyPopVisit *visit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyPopVisit, penny_pop_visit_free)

/* What was put off so that the other letters had their turn: FALSE + ERROR when there was something. */
gboolean penny_pop_visit_report (PennyPopVisit *visit, GError **error);
/* BATCH (taken over) is on the disk when this returns TRUE. */
gboolean penny_pop_visit_commit (PennyPopVisit *visit, PennyBatch *batch, GError **error);
void penny_pop_visit_set_state (PennyBatch *batch, const char *uidl, PennyLedgerState state);

/* The item of that number; NULL when there is none. Borrowed. */
PennyPopItem *penny_pop_visit_find_item (PennyPopVisit *visit, PennyPopNumber number);

/* Fills listing, ledger, rows and items: who lies there, by a name that holds over visits. Items
 * without a UIDL of their own, and those that bear the UIDL of a letter which was gone already, get a
 * name "top:…" that is good enough not to collect twice and never good enough for a DELE. */
gboolean penny_pop_visit_look (PennyPopVisit *visit, GError **error);

/* (Again) from the store into ledger and rows. */
gboolean penny_pop_visit_read_ledger (PennyPopVisit *visit, GError **error);
/* TOP's answer is the header and the empty line; so is the beginning of RAW. */
gboolean penny_pop_visit_has_header (GBytes *raw, GBytes *header);

/* After the account was a shared box: letters that are here whole already get their ledger rows
 * (PENNY_LEDGER_KEPT) without being collected again. Does nothing otherwise. */
gboolean penny_pop_visit_recognise (PennyPopVisit *visit, GError **error);

/* Deletes at the post office what is due, on this disk and read back; ends the session. */
gboolean penny_pop_visit_clear_and_quit (PennyPopVisit *visit, GError **error);

G_END_DECLS
