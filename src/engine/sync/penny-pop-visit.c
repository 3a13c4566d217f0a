/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The papers of a visit. */
#include "penny-pop-visit.h"

void
penny_pop_visit_free (PennyPopVisit *visit)
{
  g_clear_pointer (&visit->session, penny_pop_session_free);
  g_clear_pointer (&visit->listing, penny_pop_listing_free);
  g_clear_pointer (&visit->ledger, g_ptr_array_unref);
  g_clear_pointer (&visit->rows, g_hash_table_unref);
  g_clear_pointer (&visit->items, g_hash_table_unref);
  g_clear_pointer (&visit->batch, penny_batch_free);
  g_clear_error (&visit->error);
  g_free (visit);
}

gboolean
penny_pop_visit_report (PennyPopVisit *visit, GError **error)
{
  if (visit->error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&visit->error));
  return FALSE;
}

gboolean
penny_pop_visit_commit (PennyPopVisit *visit, PennyBatch *batch, GError **error)
{
  return penny_store_submit (visit->sync->store, batch, error)
         && penny_store_flush (visit->sync->store, TRUE, error);
}

void
penny_pop_visit_set_state (PennyBatch *batch, const char *uidl, PennyLedgerState state)
{
  const char * const one[] = { uidl, NULL };

  penny_batch_set_ledger (batch, one, state, penny_sync_now ());
}
