/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which phase an error belongs to. */
#include "penny-phase.h"

PennyPhase
penny_phase_of_error (PennyPhase doing, const GError *error)
{
  if (error->domain == PENNY_STORE_ERROR)
    return PENNY_PHASE_STORE;
  if (error->domain == PENNY_ACCOUNT_ERROR)
    return PENNY_PHASE_SETTINGS;
  return doing;
}

gboolean
penny_phase_is_sending (PennyPhase phase)
{
  return phase == PENNY_PHASE_LOG_IN_OUTGOING || phase == PENNY_PHASE_SEND;
}
