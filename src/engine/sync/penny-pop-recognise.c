/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters that are here already from the time when the post office was a shared box: told by their
 * headers, so that they are not collected a second time. */
#include <string.h>

#include "penny-error.h"
#include "penny-pop-visit.h"
#include "penny-store-way.h"
#include "penny-summary.h"

/* The header is the same to the last byte, so is the size: good enough not to collect it twice, not
 * good enough for a DELE (the ledger says "kept"). */
static void
note_recognised (PennyPopVisit *visit, const PennyPopItem *item, PennyEntryId entry, GBytes *raw)
{
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, raw);

  penny_batch_recognise (visit->batch, entry, item->uidl, digest, (guint32) g_bytes_get_size (raw), penny_sync_now ());
}

static gboolean
take_header (PennyPopNumber number, GBytes *header, const GError *error, gpointer data)
{
  PennyPopVisit *visit = data;
  const PennyPopItem *item = penny_pop_visit_find_item (visit, number);
  g_autoptr (PennySummary) summary = header != NULL ? penny_summary_from_header (header) : NULL;
  g_autoptr (GBytes) raw = NULL;
  PennyEntryId entry = 0;

  if (item != NULL && summary != NULL && summary->message_id != NULL)
    entry = penny_store_find_unnamed (visit->sync->store, summary->message_id, (guint32) item->size, &visit->error);
  if (entry != 0)
    raw = penny_store_read_raw (visit->sync->store, entry, NULL);
  if (raw != NULL && penny_pop_visit_has_header (raw, header))
    note_recognised (visit, item, entry, raw);
  return visit->error == NULL;
}

/* Those that the ledger does not know. */
static GArray *
list_unknown (PennyPopVisit *visit)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (PennyPopNumber));

  for (guint i = 0; i < visit->listing->items->len; i++)
    {
      const PennyPopItem *item = &g_array_index (visit->listing->items, PennyPopItem, i);

      if (item->uidl != NULL && item->size <= G_MAXUINT32 && !g_hash_table_contains (visit->rows, item->uidl))
        g_array_append_val (numbers, item->number);
    }
  return numbers;
}

gboolean
penny_pop_visit_recognise (PennyPopVisit *visit, GError **error)
{
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GError) local = NULL;

  if (!penny_store_is_recognising (visit->sync->store))
    return TRUE;

  numbers = list_unknown (visit);
  visit->batch = penny_batch_new ();
  /* A server without TOP: its letters are collected again, and found to be the same by their bytes. */
  if (numbers->len > 0
      && !penny_pop_session_top_many (visit->session, (PennyPopNumber *) (gpointer) numbers->data, numbers->len, 0, 0,
                                      take_header, visit, &local)
      && !g_error_matches (local, PENNY_POP_ERROR, PENNY_POP_ERROR_UNSUPPORTED))
    {
      g_clear_pointer (&visit->batch, penny_batch_free);
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!penny_pop_visit_report (visit, error))
    return FALSE;

  return penny_pop_visit_commit (visit, g_steal_pointer (&visit->batch), error)
         && penny_pop_visit_read_ledger (visit, error);
}
