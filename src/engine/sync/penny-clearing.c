/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a collected letter may be cleared at the post office. */
#include "penny-clearing.h"

#define DAY (24 * 60 * 60)

static PennyClearing
at_time (gint64 due, gint64 now, gint64 *when)
{
  if (when != NULL)
    *when = due;

  return now >= due ? PENNY_CLEARING_CLEAR : PENNY_CLEARING_WAIT;
}

PennyClearing
penny_clearing_decide (const PennyClearingRule *rule, const PennyLedgerRow *row, gint64 now, gint64 *when)
{
  if (row->state != PENNY_LEDGER_COLLECTED || g_str_has_prefix (row->uidl, "top:"))
    return PENNY_CLEARING_KEEP;

  if (!rule->first_collection_done)
    return PENNY_CLEARING_KEEP;

  switch (rule->way)
    {
    case PENNY_WAY_CLEAR_LATER:
      if (row->thrown_away)
        return at_time (now, now, when);
      if (rule->clear_after_days == 0)
        return PENNY_CLEARING_KEEP;
      return at_time (row->collected + (gint64) rule->clear_after_days * DAY, now, when);

    case PENNY_WAY_TAKE_HOME:
      return at_time (row->collected + (gint64) rule->take_home_days * DAY, now, when);

    case PENNY_WAY_PHOTOCOPY:
    case PENNY_WAY_SHARED:
    default:
      return PENNY_CLEARING_KEEP;
    }
}
