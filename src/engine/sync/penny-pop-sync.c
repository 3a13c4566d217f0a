/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A visit to the post office: look, settle what earlier visits left open, collect, clear, leave. */
#include "penny-pop-sync.h"

#include "penny-connect.h"
#include "penny-error.h"
#include "penny-outbox.h"
#include "penny-pop-visit.h"
#include "penny-store-way.h"
#include "penny-summary.h"
#include "penny-thread.h"

#define BATCH_BYTES (4 * 1024 * 1024)
#define BATCH_N 50

/* --- folders --- */

static gboolean
has_role (GPtrArray *folders, PennyRole role)
{
  for (guint i = 0; i < folders->len; i++)
    if (((PennyFolder *) g_ptr_array_index (folders, i))->role == role)
      return TRUE;
  return FALSE;
}

static gboolean
ensure_folders (PennySync *sync, PennyFolderId *inbox, GError **error)
{
  static const struct { const char *path; PennyRole role; } wanted[] = {
    { "Inbox", PENNY_ROLE_INBOX },     { "Drafts", PENNY_ROLE_DRAFTS }, { "Sent", PENNY_ROLE_SENT },
    { "Archive", PENNY_ROLE_ARCHIVE }, { "Junk", PENNY_ROLE_JUNK },     { "Trash", PENNY_ROLE_TRASH },
  };
  g_autoptr (GPtrArray) folders = penny_store_list_folders (sync->store, error);
  g_autoptr (PennyFolder) folder = NULL;
  PennyBatch *batch;

  if (folders == NULL)
    return FALSE;
  batch = penny_batch_new ();
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (!has_role (folders, wanted[i].role))
      penny_batch_put_folder (batch, wanted[i].path, '\0', wanted[i].role, TRUE, TRUE);
  if (!penny_store_submit (sync->store, batch, error) || !penny_store_flush (sync->store, FALSE, error))
    return FALSE;

  folder = penny_store_find_role (sync->store, PENNY_ROLE_INBOX, error);
  if (folder == NULL)
    return FALSE;

  *inbox = folder->id;
  return TRUE;
}

/* --- the book --- */

/* What an earlier visit asked for without hearing the answer, and what somebody else took. */
static gboolean
settle_the_past (PennyPopVisit *visit, GError **error)
{
  PennyBatch *batch = penny_batch_new ();
  guint vanished = 0;

  for (guint i = 0; i < visit->ledger->len; i++)
    {
      PennyLedgerRow *row = g_ptr_array_index (visit->ledger, i);
      gboolean there = g_hash_table_contains (visit->items, row->uidl);

      if (row->state == PENNY_LEDGER_ASKED)
        {
          row->state = there ? PENNY_LEDGER_COLLECTED : PENNY_LEDGER_CLEARED;
          penny_pop_visit_set_state (batch, row->uidl, row->state);
        }
      else if (!there && (row->state == PENNY_LEDGER_COLLECTED || row->state == PENNY_LEDGER_KEPT))
        {
          row->state = row->state == PENNY_LEDGER_KEPT ? PENNY_LEDGER_KEPT_GONE : PENNY_LEDGER_VANISHED;
          penny_pop_visit_set_state (batch, row->uidl, row->state);
          vanished++;
        }
      else if (there && (row->state == PENNY_LEDGER_VANISHED || row->state == PENNY_LEDGER_KEPT_GONE
                         || row->state == PENNY_LEDGER_CLEARED))
        {
          /* What was never to be cleared is not good for a DELE because it was away for a visit. */
          row->state = row->state == PENNY_LEDGER_KEPT_GONE ? PENNY_LEDGER_KEPT : PENNY_LEDGER_COLLECTED;
          penny_pop_visit_set_state (batch, row->uidl, row->state);
        }
    }

  if (vanished > 0)
    {
      g_autofree char *text = g_strdup_printf ("%u", vanished);

      penny_sync_tell_notice (visit->sync, PENNY_SYNC_NOTICE_VANISHED, text, NULL);
    }

  return penny_store_submit (visit->sync->store, batch, error);
}

/* --- collecting --- */

static gboolean
hand_over (PennyPopVisit *visit, GError **error)
{
  PennyBatch *batch = g_steal_pointer (&visit->batch);

  visit->batch = penny_batch_new ();
  return penny_store_submit (visit->sync->store, batch, error);
}

/* Not there any more, or larger than anybody can read: no reason to give up the visit. */
static gboolean
is_of_one_letter (const GError *error)
{
  return g_error_matches (error, PENNY_POP_ERROR, PENNY_POP_ERROR_NO_SUCH_MESSAGE)
         || g_error_matches (error, PENNY_POP_ERROR, PENNY_POP_ERROR_LIMIT);
}

static gboolean
take_letter (PennyPopNumber number, GBytes *raw, const GError *error, gpointer data)
{
  PennyPopVisit *visit = data;

  visit->done++;
  if (raw == NULL)
    {
      /* It stays at the post office; the next visit asks again. */
      if (visit->error == NULL && !is_of_one_letter (error))
        visit->error = g_error_copy (error);
      return TRUE;
    }

  visit->sync->totals.arrived++;
  visit->sync->totals.bytes += g_bytes_get_size (raw);
  penny_batch_collect (visit->batch, visit->inbox, penny_pop_visit_find_item (visit, number)->uidl,
                       penny_sync_now (), penny_summary_for_list (raw), raw);
  if (penny_batch_get_bytes (visit->batch) < BATCH_BYTES && penny_batch_get_n (visit->batch) < BATCH_N)
    return !penny_sync_is_wanted (visit->sync);

  penny_sync_tell (visit->sync, PENNY_SYNC_RUNNING, "Inbox", visit->done, visit->total);
  return hand_over (visit, visit->error == NULL ? &visit->error : NULL) && !penny_sync_is_wanted (visit->sync);
}

/* A letter to be sent does not wait until everything has been collected. */
static gboolean
give_way (PennyPopVisit *visit, GError **error)
{
  gint64 next;

  g_atomic_int_set (&visit->sync->yield, FALSE);
  if (!penny_outbox_attend (visit->sync, &next, error))
    return FALSE;

  penny_sync_note_due (visit->sync, next, 0);
  return TRUE;
}

static gboolean
retrieve_all (PennyPopVisit *visit, GArray *numbers, GError **error)
{
  while (visit->done < numbers->len && visit->error == NULL)
    {
      if (!penny_pop_session_retrieve (visit->session, &g_array_index (numbers, PennyPopNumber, visit->done),
                                       numbers->len - visit->done, 0, take_letter, visit, error)
          || (penny_sync_is_wanted (visit->sync) && !give_way (visit, error)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
collect (PennyPopVisit *visit, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (PennyPopNumber));
  GArray *items = visit->listing->items;

  for (guint i = items->len; i > 0; i--)
    {
      const PennyPopItem *item = &g_array_index (items, PennyPopItem, i - 1);

      if (item->uidl != NULL && item->size <= PENNY_POP_MAX_MESSAGE_SIZE
          && !g_hash_table_contains (visit->rows, item->uidl))
        g_array_append_val (numbers, item->number);
    }

  visit->total = numbers->len;
  visit->batch = penny_batch_new ();
  penny_sync_tell (visit->sync, PENNY_SYNC_RUNNING, "Inbox", 0, visit->total);
  if (!retrieve_all (visit, numbers, error))
    {
      /* What came before the line broke is kept. */
      hand_over (visit, NULL);
      return FALSE;
    }

  if (!hand_over (visit, error) || !penny_store_flush (visit->sync->store, TRUE, error))
    return FALSE;
  if (!penny_pop_visit_report (visit, error))
    return FALSE;

  penny_sync_tell (visit->sync, PENNY_SYNC_RUNNING, "Inbox", visit->total, visit->total);
  return TRUE;
}

static gboolean
note_first_collection (PennyPopVisit *visit, GError **error)
{
  PennyBatch *batch = penny_batch_new ();

  penny_batch_set_setting (batch, PENNY_POP_SETTING_FIRST_DONE, "yes");
  penny_batch_end_recognising (batch);
  return penny_pop_visit_commit (visit, batch, error);
}

gboolean
penny_pop_sync_pass (PennySync *sync, GError **error)
{
  g_autoptr (PennyPopVisit) visit = g_new0 (PennyPopVisit, 1);

  penny_assert_thread (PENNY_THREAD_WORKER);

  visit->sync = sync;
  if (!penny_store_become (sync->store, PENNY_STORE_KIND_OWN, error)
      || !ensure_folders (sync, &visit->inbox, error))
    return FALSE;

  penny_sync_tell (sync, PENNY_SYNC_CONNECTING, NULL, 0, 0);
  visit->session = penny_connect_pop (sync, error);

  return visit->session != NULL
         && penny_pop_visit_look (visit, error)
         && penny_pop_visit_recognise (visit, error)
         && settle_the_past (visit, error)
         && collect (visit, error)
         && note_first_collection (visit, error)
         && penny_pop_visit_clear_and_quit (visit, error)
         && penny_pop_visit_report (visit, error);
}
