/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens at the post office to a letter that has been collected, by the rules of the way. The
 * one place that decides on a DELE; pure. */
#pragma once

#include "penny-store-sync.h"
#include "penny-way-rules.h"

G_BEGIN_DECLS

/* What the person chose. */
typedef struct {
  const PennyWayRules *rules;  /* static */
  int days;                    /* penny_account_get_clearing_days(): -1 = by days never */
  gboolean first_collection_done;
} PennyClearingRule;

typedef enum {
  PENNY_CLEARING_KEEP,   /* stays at the post office */
  PENNY_CLEARING_WAIT,   /* will be cleared at *WHEN */
  PENNY_CLEARING_CLEAR,  /* may be cleared now, once its bytes have been verified */
} PennyClearing;

/* NOW and *WHEN in Unix seconds; WHEN may be NULL. Doubtful identities (uidl "top:…") are kept. */
PennyClearing penny_clearing_decide (const PennyClearingRule *rule, const PennyLedgerRow *row,
                                     gint64 now, gint64 *when);

G_END_DECLS
