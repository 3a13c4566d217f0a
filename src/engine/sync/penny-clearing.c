/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a collected letter may be cleared at the post office. */
#include "penny-clearing.h"

PennyClearing
penny_clearing_decide (const PennyClearingRule *rule, const PennyLedgerRow *row, gint64 now, gint64 *when)
{
  gint64 due;

  if (row->state != PENNY_LEDGER_COLLECTED || g_str_has_prefix (row->uidl, "top:"))
    return PENNY_CLEARING_KEEP;

  if (!rule->first_collection_done)
    return PENNY_CLEARING_KEEP;

  if (!penny_way_rules_get_clearing_time (rule->rules, rule->days, row->thrown_away, row->collected, &due))
    return PENNY_CLEARING_KEEP;

  if (when != NULL)
    *when = due;
  return now >= due ? PENNY_CLEARING_CLEAR : PENNY_CLEARING_WAIT;
}
