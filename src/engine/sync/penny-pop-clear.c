/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clearing the post office: only what is due, on this disk and read back; what QUIT did not confirm is
 * "asked" until the next visit has looked. */
#include "penny-clearing.h"
#include "penny-journal.h"
#include "penny-pop-visit.h"

static PennyClearingRule
get_rule (PennySync *sync)
{
  g_autofree char *first_done = penny_store_dup_setting (sync->store, PENNY_POP_SETTING_FIRST_DONE);

  return (PennyClearingRule) {
    .rules = penny_account_get_rules (sync->account),
    .days = penny_account_get_clearing_days (sync->account),
    .first_collection_done = first_done != NULL,
  };
}

/* UIDLs thrown away so recently that the person may still take it back. */
static GHashTable *
list_undoable (PennyPopVisit *visit, GError **error)
{
  g_autoptr (GPtrArray) operations = penny_store_list_operations (visit->sync->store, error);
  GHashTable *undoable;

  if (operations == NULL)
    return NULL;

  undoable = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < operations->len; i++)
    {
      const PennyOperation *operation = g_ptr_array_index (operations, i);

      if (operation->kind == PENNY_OPERATION_CLEAR && operation->uidl != NULL
          && operation->not_before > penny_sync_now ())
        g_hash_table_add (undoable, g_strdup (operation->uidl));
    }

  return undoable;
}

/* The bytes that were collected are on this disk. One letter that is not whole here stays at the post
 * office and holds up nothing else. A letter deleted for good here has no bytes left to verify: the
 * person has thrown it away. */
static gboolean
is_safe_to_clear (PennyPopVisit *visit, const PennyLedgerRow *row)
{
  g_autoptr (GError) error = NULL;

  if (row->entry == 0 || penny_store_verify_collected (visit->sync->store, row->uidl, &error))
    return TRUE;

  if (visit->error == NULL)
    visit->error = g_steal_pointer (&error);
  return FALSE;
}

/* The uidls that may be cleared now: due, still there, and read back from the disk without a fault. */
static GPtrArray *
choose_to_clear (PennyPopVisit *visit, GArray *numbers, GError **error)
{
  g_autoptr (GPtrArray) ledger = penny_store_list_ledger (visit->sync->store, error);
  g_autoptr (GHashTable) undoable = ledger != NULL ? list_undoable (visit, error) : NULL;
  g_autoptr (GPtrArray) uidls = g_ptr_array_new_with_free_func (g_free);
  PennyClearingRule rule = get_rule (visit->sync);

  if (undoable == NULL)
    return NULL;

  for (guint i = 0; i < ledger->len; i++)
    {
      const PennyLedgerRow *row = g_ptr_array_index (ledger, i);
      guint index = GPOINTER_TO_UINT (g_hash_table_lookup (visit->items, row->uidl));

      if (index == 0 || g_hash_table_contains (undoable, row->uidl)
          || penny_clearing_decide (&rule, row, penny_sync_now (), NULL) != PENNY_CLEARING_CLEAR
          || !is_safe_to_clear (visit, row))
        continue;

      g_ptr_array_add (uidls, g_strdup (row->uidl));
      g_array_append_val (numbers, g_array_index (visit->listing->items, PennyPopItem, index - 1).number);
    }

  return g_steal_pointer (&uidls);
}

static gboolean
write_asked (PennyPopVisit *visit, GPtrArray *uidls, GError **error)
{
  PennyBatch *batch = penny_batch_new ();

  for (guint i = 0; i < uidls->len; i++)
    penny_pop_visit_set_state (batch, g_ptr_array_index (uidls, i), PENNY_LEDGER_ASKED);

  return penny_pop_visit_commit (visit, batch, error);
}

/* QUIT was answered: what the server had agreed to mark is gone, the rest is still there. */
static gboolean
write_cleared (PennyPopVisit *visit, GPtrArray *uidls, const gboolean *marked, GError **error)
{
  PennyBatch *batch = penny_batch_new ();

  for (guint i = 0; i < uidls->len; i++)
    {
      penny_pop_visit_set_state (batch, g_ptr_array_index (uidls, i),
                 marked[i] ? PENNY_LEDGER_CLEARED : PENNY_LEDGER_COLLECTED);
      visit->sync->totals.removed += marked[i] ? 1 : 0;
    }

  return penny_pop_visit_commit (visit, batch, error);
}

/* CLEAR operations have done their work once the ledger knows that the letter was thrown away. */
static gboolean
finish_clear_operations (PennyPopVisit *visit, GError **error)
{
  g_autoptr (GPtrArray) operations = penny_store_list_operations (visit->sync->store, error);

  for (guint i = 0; operations != NULL && i < operations->len; i++)
    {
      const PennyOperation *operation = g_ptr_array_index (operations, i);
      g_autoptr (GError) local = NULL;

      if (operation->kind == PENNY_OPERATION_CLEAR && operation->not_before <= penny_sync_now ()
          && !penny_store_operation_done (visit->sync->store, operation->id, 0, PENNY_UID (0), &local)
          && !penny_journal_forgive (&local, error))
        return FALSE;
    }

  return operations != NULL;
}

/* DELE, then QUIT. A kill before the "asked" is written deletes nothing; one between "asked" and QUIT
 * leaves a question that settle_the_past() answers; QUIT without its answer likewise. */
gboolean
penny_pop_visit_clear_and_quit (PennyPopVisit *visit, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (PennyPopNumber));
  g_autoptr (GPtrArray) uidls = choose_to_clear (visit, numbers, error);
  g_autofree gboolean *marked = NULL;

  if (uidls == NULL)
    return FALSE;

  if (uidls->len == 0)
    {
      penny_pop_session_quit (visit->session, NULL);
      return finish_clear_operations (visit, error);
    }

  marked = g_new0 (gboolean, uidls->len);
  return write_asked (visit, uidls, error)
         && penny_pop_session_delete (visit->session, (PennyPopNumber *) (gpointer) numbers->data,
                                      numbers->len, marked, error)
         && penny_pop_session_quit (visit->session, error)
         && write_cleared (visit, uidls, marked, error)
         && finish_clear_operations (visit, error);
}
