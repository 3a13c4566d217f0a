/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A visit to the post office. Nothing is deleted there that is not on this disk, read back and
 * due by the rule table; what QUIT did not confirm is "asked" until the next visit has looked. */
#include "penny-pop-sync.h"

#include "penny-clearing.h"
#include "penny-connect.h"
#include "penny-error.h"
#include "penny-journal.h"
#include "penny-outbox.h"
#include "penny-summary.h"
#include "penny-thread.h"

#define BATCH_BYTES (4 * 1024 * 1024)
#define BATCH_N 50
#define SETTING_FIRST_DONE "pop-first-collection-done"

/* One visit's papers. */
typedef struct {
  PennySync *sync;
  PennyPopSession *session;    /* owned */
  PennyPopListing *listing;    /* owned; uidl filled in for every item that can be told apart */
  GPtrArray *ledger;           /* owned; of PennyLedgerRow */
  GHashTable *rows;            /* uidl → PennyLedgerRow, borrowed from ledger */
  GHashTable *items;           /* uidl → index + 1 in listing */
  PennyFolderId inbox;
  PennyBatch *batch;           /* owned; letters not handed to the writer yet */
  guint done, total;
  GError *error;               /* owned; what went wrong inside a callback */
} Visit;

static void
visit_free (Visit *visit)
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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visit, visit_free)

static gint64
now_s (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* What was put off so that the other letters had their turn. */
static gboolean
report (Visit *visit, GError **error)
{
  if (visit->error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&visit->error));
  return FALSE;
}

/* --- folders --- */

static gboolean
ensure_folders (PennySync *sync, PennyFolderId *inbox, GError **error)
{
  static const struct { const char *path; PennyRole role; } wanted[] = {
    { "Inbox", PENNY_ROLE_INBOX },     { "Drafts", PENNY_ROLE_DRAFTS }, { "Sent", PENNY_ROLE_SENT },
    { "Archive", PENNY_ROLE_ARCHIVE }, { "Junk", PENNY_ROLE_JUNK },     { "Trash", PENNY_ROLE_TRASH },
  };
  PennyBatch *batch = penny_batch_new ();
  g_autoptr (PennyFolder) folder = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    penny_batch_put_folder (batch, wanted[i].path, '\0', wanted[i].role, TRUE, TRUE);
  if (!penny_store_submit (sync->store, batch, error) || !penny_store_flush (sync->store, FALSE, error))
    return FALSE;

  folder = penny_store_find_folder (sync->store, "Inbox", error);
  if (folder == NULL)
    return FALSE;

  *inbox = folder->id;
  return TRUE;
}

/* --- who is who --- */

static gboolean
is_twice (Visit *visit, guint index, GHashTable *seen)
{
  const PennyPopItem *item = &g_array_index (visit->listing->items, PennyPopItem, index);

  return item->uidl != NULL && GPOINTER_TO_UINT (g_hash_table_lookup (seen, item->uidl)) > 1;
}

static char *
make_name (const PennyPopItem *item, GBytes *header)
{
  g_autofree char *digest = NULL;

  /* Two with one UIDL, and the server does not show headers: their size is all that is left. */
  if (header == NULL)
    return g_strdup_printf ("top:%s:%" G_GUINT64_FORMAT, item->uidl, item->size);

  digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, header);
  return g_strdup_printf ("top:%s:%" G_GUINT64_FORMAT, digest, item->size);
}

static gboolean
note_top (PennyPopNumber number, GBytes *raw, const GError *error, gpointer data)
{
  Visit *visit = data;

  for (guint i = 0; i < visit->listing->items->len; i++)
    {
      PennyPopItem *item = &g_array_index (visit->listing->items, PennyPopItem, i);
      char *name;

      if (item->number.value != number.value)
        continue;
      if (raw == NULL && item->uidl == NULL)
        {
          /* One that cannot be told apart stays where it is; a server that shows none says so. */
          if (visit->error == NULL && !g_error_matches (error, PENNY_POP_ERROR, PENNY_POP_ERROR_NO_SUCH_MESSAGE))
            visit->error = g_error_copy (error);
          break;
        }
      name = make_name (item, raw);
      g_free (item->uidl);
      item->uidl = name;
      break;
    }

  return visit->error == NULL;
}

/* Items without a UIDL of their own are told apart by the digest of their header and their size.
 * Such a name is good enough not to collect twice, never good enough for a DELE. */
static gboolean
name_the_nameless (Visit *visit, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (PennyPopNumber));
  GArray *items = visit->listing->items;

  for (guint i = 0; i < items->len; i++)
    {
      const char *uidl = g_array_index (items, PennyPopItem, i).uidl;

      if (uidl != NULL)
        g_hash_table_insert (seen, (gpointer) uidl,
                             GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (seen, uidl)) + 1));
    }

  for (guint i = 0; i < items->len; i++)
    if (g_array_index (items, PennyPopItem, i).uidl == NULL || is_twice (visit, i, seen))
      g_array_append_val (numbers, g_array_index (items, PennyPopItem, i).number);

  if (numbers->len > 0
      && !penny_pop_session_top_many (visit->session, (PennyPopNumber *) (gpointer) numbers->data, numbers->len,
                                      0, 0, note_top, visit, error))
    return FALSE;
  return report (visit, error);
}

static gboolean
look (Visit *visit, GError **error)
{
  visit->listing = penny_pop_session_list_messages (visit->session, error);
  if (visit->listing == NULL || !name_the_nameless (visit, error))
    return FALSE;

  visit->ledger = penny_store_list_ledger (visit->sync->store, error);
  if (visit->ledger == NULL)
    return FALSE;

  visit->rows = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < visit->ledger->len; i++)
    {
      PennyLedgerRow *row = g_ptr_array_index (visit->ledger, i);

      g_hash_table_insert (visit->rows, row->uidl, row);
    }

  visit->items = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < visit->listing->items->len; i++)
    {
      const char *uidl = g_array_index (visit->listing->items, PennyPopItem, i).uidl;

      if (uidl != NULL)
        g_hash_table_insert (visit->items, (gpointer) uidl, GUINT_TO_POINTER (i + 1));
    }

  return TRUE;
}

/* --- the book --- */

static void
set_state (PennyBatch *batch, const char *uidl, PennyLedgerState state)
{
  const char * const one[] = { uidl, NULL };

  penny_batch_set_ledger (batch, one, state, now_s ());
}

/* What an earlier visit asked for without hearing the answer, and what somebody else took. */
static gboolean
settle_the_past (Visit *visit, GError **error)
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
          set_state (batch, row->uidl, row->state);
        }
      else if (!there && (row->state == PENNY_LEDGER_COLLECTED || row->state == PENNY_LEDGER_KEPT))
        {
          row->state = PENNY_LEDGER_VANISHED;
          set_state (batch, row->uidl, row->state);
          vanished++;
        }
      else if (there && row->state == PENNY_LEDGER_VANISHED)
        {
          row->state = PENNY_LEDGER_COLLECTED;
          set_state (batch, row->uidl, row->state);
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
hand_over (Visit *visit, GError **error)
{
  PennyBatch *batch = g_steal_pointer (&visit->batch);

  visit->batch = penny_batch_new ();
  return penny_store_submit (visit->sync->store, batch, error);
}

static const char *
find_uidl (Visit *visit, PennyPopNumber number)
{
  GArray *items = visit->listing->items;
  guint low = 0, high = items->len;

  /* The listing is ascending by number. */
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const PennyPopItem *item = &g_array_index (items, PennyPopItem, middle);

      if (item->number.value == number.value)
        return item->uidl;
      if (item->number.value < number.value)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
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
  Visit *visit = data;

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
  penny_batch_collect (visit->batch, visit->inbox, find_uidl (visit, number), now_s (),
                       penny_summary_from_message (raw), raw);
  if (penny_batch_get_bytes (visit->batch) < BATCH_BYTES && penny_batch_get_n (visit->batch) < BATCH_N)
    return !penny_sync_is_wanted (visit->sync);

  penny_sync_tell (visit->sync, PENNY_SYNC_RUNNING, "Inbox", visit->done, visit->total);
  return hand_over (visit, visit->error == NULL ? &visit->error : NULL) && !penny_sync_is_wanted (visit->sync);
}

/* A letter to be sent does not wait until everything has been collected. */
static gboolean
give_way (Visit *visit, GError **error)
{
  gint64 next;

  g_atomic_int_set (&visit->sync->yield, FALSE);
  if (!penny_outbox_attend (visit->sync, &next, error))
    return FALSE;

  penny_sync_note_due (visit->sync, next, 0);
  return TRUE;
}

static gboolean
retrieve_all (Visit *visit, GArray *numbers, GError **error)
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
collect (Visit *visit, GError **error)
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
  if (!report (visit, error))
    return FALSE;

  penny_sync_tell (visit->sync, PENNY_SYNC_RUNNING, "Inbox", visit->total, visit->total);
  return TRUE;
}

/* --- clearing --- */

static PennyClearingRule
get_rule (PennySync *sync)
{
  g_autofree char *first_done = penny_store_dup_setting (sync->store, SETTING_FIRST_DONE);
  int days = penny_account_get_clear_after_days (sync->account);

  return (PennyClearingRule) {
    .way = penny_account_get_way (sync->account),
    .clear_after_days = days > 0 ? days : 0,
    .take_home_days = penny_account_get_take_home_days (sync->account),
    .first_collection_done = first_done != NULL,
  };
}

/* UIDLs thrown away so recently that the person may still take it back. */
static GHashTable *
list_undoable (Visit *visit, GError **error)
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
          && operation->not_before > now_s ())
        g_hash_table_add (undoable, g_strdup (operation->uidl));
    }

  return undoable;
}

/* The bytes that were collected are on this disk. One letter that is not whole here stays at the post
 * office and holds up nothing else. A letter deleted for good here has no bytes left to verify: the
 * person has thrown it away. */
static gboolean
is_safe_to_clear (Visit *visit, const PennyLedgerRow *row)
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
choose_to_clear (Visit *visit, GArray *numbers, GError **error)
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
          || penny_clearing_decide (&rule, row, now_s (), NULL) != PENNY_CLEARING_CLEAR
          || !is_safe_to_clear (visit, row))
        continue;

      g_ptr_array_add (uidls, g_strdup (row->uidl));
      g_array_append_val (numbers, g_array_index (visit->listing->items, PennyPopItem, index - 1).number);
    }

  return g_steal_pointer (&uidls);
}

static gboolean
commit (Visit *visit, PennyBatch *batch, GError **error)
{
  return penny_store_submit (visit->sync->store, batch, error)
         && penny_store_flush (visit->sync->store, TRUE, error);
}

static gboolean
write_asked (Visit *visit, GPtrArray *uidls, GError **error)
{
  PennyBatch *batch = penny_batch_new ();

  for (guint i = 0; i < uidls->len; i++)
    set_state (batch, g_ptr_array_index (uidls, i), PENNY_LEDGER_ASKED);

  return commit (visit, batch, error);
}

/* QUIT was answered: what the server had agreed to mark is gone, the rest is still there. */
static gboolean
write_cleared (Visit *visit, GPtrArray *uidls, const gboolean *marked, GError **error)
{
  PennyBatch *batch = penny_batch_new ();

  for (guint i = 0; i < uidls->len; i++)
    {
      set_state (batch, g_ptr_array_index (uidls, i),
                 marked[i] ? PENNY_LEDGER_CLEARED : PENNY_LEDGER_COLLECTED);
      visit->sync->totals.removed += marked[i] ? 1 : 0;
    }

  return commit (visit, batch, error);
}

/* CLEAR operations have done their work once the ledger knows that the letter was thrown away. */
static gboolean
finish_clear_operations (Visit *visit, GError **error)
{
  g_autoptr (GPtrArray) operations = penny_store_list_operations (visit->sync->store, error);

  for (guint i = 0; operations != NULL && i < operations->len; i++)
    {
      const PennyOperation *operation = g_ptr_array_index (operations, i);
      g_autoptr (GError) local = NULL;

      if (operation->kind == PENNY_OPERATION_CLEAR && operation->not_before <= now_s ()
          && !penny_store_operation_done (visit->sync->store, operation->id, 0, PENNY_UID (0), &local)
          && !penny_journal_forgive (&local, error))
        return FALSE;
    }

  return operations != NULL;
}

/* DELE, then QUIT. A kill before the "asked" is written deletes nothing; one between "asked" and QUIT
 * leaves a question that settle_the_past() answers; QUIT without its answer likewise. */
static gboolean
clear_and_quit (Visit *visit, GError **error)
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

static gboolean
note_first_collection (Visit *visit, GError **error)
{
  PennyBatch *batch = penny_batch_new ();

  penny_batch_set_setting (batch, SETTING_FIRST_DONE, "yes");
  return commit (visit, batch, error);
}

gboolean
penny_pop_sync_pass (PennySync *sync, GError **error)
{
  g_autoptr (Visit) visit = g_new0 (Visit, 1);

  penny_assert_thread (PENNY_THREAD_WORKER);

  visit->sync = sync;
  if (!ensure_folders (sync, &visit->inbox, error))
    return FALSE;

  penny_sync_tell (sync, PENNY_SYNC_CONNECTING, NULL, 0, 0);
  visit->session = penny_connect_pop (sync, error);

  return visit->session != NULL
         && look (visit, error)
         && settle_the_past (visit, error)
         && collect (visit, error)
         && note_first_collection (visit, error)
         && clear_and_quit (visit, error)
         && report (visit, error);
}
