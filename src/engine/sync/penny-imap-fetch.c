/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fetching letters in windows, the newest first: the headers of new ones, then bodies. Whatever a person waits
 * for comes in between. */
#include "penny-imap-sync-private.h"

#include "penny-error.h"
#include "penny-reconcile.h"
#include "penny-store-way.h"
#include "penny-summary.h"

#define HEADER_WINDOW_N 500
/* Up to this many new letters come with their bodies at once. */
#define WITH_BODY_N 30
/* Bodies come in windows this large, so that a person's wish waits for two of them at most. */
#define BODY_WINDOW_BYTES (512 * 1024)
#define BODY_WINDOW_N 100
#define BODIES_A_ROUND 5000
#define BATCH_BYTES (4 * 1024 * 1024)
#define BATCH_N 250
/* COMPRESS halves the header and spares a third of a mailbox, and costs the server 1 ms for each letter (Dovecot 2.3:
 * some 25 MB/s of one core). So: once this much has come by a line that gave less than 100 Mbit/s, waiting counted
 * alone, and as much is still to come. On a faster line it would only be slower. */
#define COMPRESS_AFTER_BYTES (1024 * 1024)
#define COMPRESS_BELOW_BYTES_PER_S (100 * 1000 * 1000 / 8)
/* While other folders are read, new letters in the inbox wait no longer than this. */
#define GLANCE_S 60

/* --- fetching in windows --- */

typedef struct {
  PennyImapSync *self;
  PennyFolderId folder;
  const char *path;
  PennyBatch *batch;        /* owned */
  GHashTable *entries;      /* bodies: uid → PennyKnown, borrowed; NULL for new letters */
  GHashTable *told_again;   /* owned: UIDs that are no news; NULL: none */
  GPtrArray *windows;       /* borrowed */
  guint window;             /* the one that letters arrive of */
  gboolean stopped;         /* somebody waits for something else */
  guint done, total;
  guint completed;
  guint64 bytes_left;       /* of the bodies that are still to come, about */
  GError *error;            /* owned; the store's */
} Fetch;

static void
fetch_clear (Fetch *fetch)
{
  g_clear_pointer (&fetch->batch, penny_batch_free);
  g_clear_pointer (&fetch->told_again, g_hash_table_unref);
  g_clear_error (&fetch->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fetch, fetch_clear)

static gboolean
submit (Fetch *fetch, GError **error)
{
  PennyBatch *batch = g_steal_pointer (&fetch->batch);

  fetch->batch = penny_batch_new ();
  penny_sync_tell (fetch->self->sync, PENNY_SYNC_RUNNING, fetch->path, fetch->done, fetch->total);
  return penny_store_submit (fetch->self->sync->store, batch, error);
}

static void
submit_when_full (Fetch *fetch)
{
  /* The first letters of all are shown at once. */
  guint enough = fetch->done <= PENNY_IMAP_FIRST_N ? MIN (PENNY_IMAP_FIRST_N, fetch->total) : BATCH_N;

  if (penny_batch_get_n (fetch->batch) < enough && penny_batch_get_bytes (fetch->batch) < BATCH_BYTES)
    return;
  if (!submit (fetch, fetch->error == NULL ? &fetch->error : NULL))
    g_debug ("the store takes nothing more");
}

static void
note_window (Fetch *fetch, PennyUid uid)
{
  for (guint i = fetch->window; fetch->windows != NULL && i < fetch->windows->len; i++)
    if (penny_uid_set_contains (g_ptr_array_index (fetch->windows, i), uid))
      {
        fetch->window = i;
        return;
      }
}

static void
take_new (PennyImapFetched *fetched, gpointer data)
{
  Fetch *fetch = data;
  PennySummary *summary;
  guint64 size = fetched->rfc822_size;

  if (fetch->error != NULL || (fetched->header == NULL && fetched->body == NULL))
    return;

  note_window (fetch, fetched->uid);
  if (fetched->uid.value >= fetch->self->next_uid.value && fetched->uid.value < G_MAXUINT32)
    fetch->self->next_uid = PENNY_UID (fetched->uid.value + 1);
  /* What is marked \Deleted is as good as gone. */
  if (fetched->flags & PENNY_FLAG_DELETED)
    return;
  if (fetched->body != NULL)
    {
      summary = penny_summary_for_list (fetched->body);
      size = g_bytes_get_size (fetched->body);
      fetch->self->sync->totals.bytes += size;
    }
  else
    {
      summary = penny_summary_from_header (fetched->header);
      if (fetched->preview != NULL)
        penny_summary_take_preview (summary, fetched->preview);
      fetch->self->sync->totals.bytes += g_bytes_get_size (fetched->header);
    }

  penny_batch_add (fetch->batch, fetch->folder, fetched->uid, fetched->flags, fetched->internal_date,
                   (guint32) MIN (size, G_MAXUINT32), summary, fetched->body);
  if (fetched->object_id != NULL)
    penny_batch_identify (fetch->batch, fetched->object_id);
  fetch->done++;
  if (fetch->told_again == NULL || !g_hash_table_contains (fetch->told_again, GUINT_TO_POINTER (fetched->uid.value)))
    fetch->self->sync->totals.arrived++;
  submit_when_full (fetch);
}

static void
take_body (PennyImapFetched *fetched, gpointer data)
{
  Fetch *fetch = data;
  const PennyKnown *known = g_hash_table_lookup (fetch->entries, GUINT_TO_POINTER (fetched->uid.value));

  if (fetch->error != NULL || fetched->body == NULL || known == NULL)
    return;

  note_window (fetch, fetched->uid);
  fetch->self->sync->totals.bytes += g_bytes_get_size (fetched->body);
  fetch->bytes_left -= MIN (fetch->bytes_left, known->size);
  penny_batch_complete (fetch->batch, known->entry, penny_summary_for_list (fetched->body), fetched->body);
  fetch->done++;
  fetch->completed++;
  submit_when_full (fetch);
}

gboolean
penny_imap_sync_is_glance_due (PennyImapSync *self)
{
  return g_get_monotonic_time () - self->last_look >= GLANCE_S * G_USEC_PER_SEC;
}

/* Headers are soon through; looking for more of them in between would only get in the way. */
static gboolean
is_interrupted (Fetch *fetch)
{
  return penny_sync_is_wanted (fetch->self->sync)
         || (fetch->entries != NULL && penny_imap_sync_is_glance_due (fetch->self));
}

static gboolean
is_line_slow (PennyImapSync *self)
{
  PennyChannel *channel = penny_imap_session_get_channel (self->session);
  gdouble bytes = (gdouble) penny_channel_get_bytes_in (channel);
  gdouble seconds = (gdouble) penny_channel_get_waited (channel) / G_USEC_PER_SEC;

  return bytes >= COMPRESS_AFTER_BYTES && bytes < seconds * COMPRESS_BELOW_BYTES_PER_S;
}

static gboolean
wants_compression (Fetch *fetch)
{
  return penny_imap_session_has (fetch->self->session, PENNY_IMAP_CAP_COMPRESS_DEFLATE)
         && fetch->bytes_left >= COMPRESS_AFTER_BYTES && is_line_slow (fetch->self);
}

static gboolean
go_on (gpointer data)
{
  Fetch *fetch = data;

  fetch->stopped = fetch->stopped || is_interrupted (fetch) || wants_compression (fetch);
  return fetch->error == NULL && !fetch->stopped;
}

/* Runs all windows; whenever somebody waits for something else, that comes in between. */
static gboolean
run_windows (Fetch *fetch, PennyImapFetchItems items, PennyImapFetchedFunc func, GError **error)
{
  PennyImapSync *self = fetch->self;
  guint start = 0;

  while (start < fetch->windows->len)
    {
      const PennyUidSet * const *sets = (const PennyUidSet * const *) fetch->windows->pdata + start;

      fetch->window = start;
      fetch->stopped = FALSE;
      if (!penny_imap_session_fetch (self->session, sets, fetch->windows->len - start, items,
                                     penny_summary_header_fields (), func, go_on, fetch, error))
        {
          /* What came is kept; the error is the server's. */
          submit (fetch, NULL);
          return FALSE;
        }

      if (fetch->error != NULL || !submit (fetch, &fetch->error))
        {
          g_propagate_error (error, g_steal_pointer (&fetch->error));
          return FALSE;
        }
      if (!fetch->stopped)
        break;
      if ((wants_compression (fetch) && !penny_imap_session_compress (self->session, error))
          || !penny_imap_sync_yield (self, error))
        return FALSE;
      start = fetch->window + 1;
    }

  return TRUE;
}

/* --- headers --- */

static GPtrArray *
cut_new (const GArray *arrived)
{
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (PennyUid));
  g_autoptr (GArray) rest = g_array_new (FALSE, FALSE, sizeof (PennyUid));
  guint n_first = MIN (arrived->len, PENNY_IMAP_FIRST_N);
  g_autoptr (GPtrArray) more = NULL;
  GPtrArray *windows;

  g_array_append_vals (first, arrived->data, n_first);
  if (arrived->len > n_first)
    g_array_append_vals (rest, &g_array_index (arrived, PennyUid, n_first), arrived->len - n_first);

  windows = penny_cut_uid_windows (first, PENNY_IMAP_FIRST_N);
  more = penny_cut_uid_windows (rest, HEADER_WINDOW_N);
  g_ptr_array_extend_and_steal (windows, g_steal_pointer (&more));
  return windows;
}

/* The server tells which letters of different folders are one. */
static gboolean
names_objects (PennyImapSync *self)
{
  return penny_imap_session_has (self->session, PENNY_IMAP_CAP_OBJECTID)
         || penny_imap_session_has (self->session, PENNY_IMAP_CAP_GMAIL);
}

/* What is kept here may be the same letters: their headers tell, and what the server calls them. */
static gboolean
may_come_whole (PennyImapSync *self, PennyFolder *folder, guint n)
{
  return n <= WITH_BODY_N && (folder->role == PENNY_ROLE_INBOX || !names_objects (self))
         && !self->sync->headers_only && !penny_store_has_kept (self->sync->store)
         && !penny_store_has_unmatched (self->sync->store, folder->id);
}

static gboolean
fetch_windows (PennyImapSync *self, PennyFolder *folder, GPtrArray *windows, guint n, GError **error)
{
  PennyImapFetchItems items = PENNY_IMAP_HEADER_ITEMS;
  g_auto (Fetch) fetch = {
    .self = self, .folder = folder->id, .path = folder->path, .batch = penny_batch_new (),
    .windows = windows, .total = n,
  };

  if (may_come_whole (self, folder, n))
    items = (items & ~PENNY_IMAP_FETCH_HEADER) | PENNY_IMAP_FETCH_BODY;
  return run_windows (&fetch, items, take_new, error);
}

gboolean
penny_imap_sync_fetch_new (PennyImapSync *self, PennyFolder *folder, const GArray *uids, GError **error)
{
  g_autoptr (GPtrArray) windows = cut_new (uids);

  return uids->len == 0 || fetch_windows (self, folder, windows, uids->len, error);
}

gboolean
penny_imap_sync_fetch_from (PennyImapSync *self, PennyFolder *folder, PennyUid first, guint n, GError **error)
{
  g_autoptr (GPtrArray) windows = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_uid_set_free);

  /* With a bound: "7:*" is never empty. */
  g_ptr_array_add (windows, penny_uid_set_new_range (first, PENNY_UID (G_MAXUINT32)));
  return fetch_windows (self, folder, windows, n, error);
}

/* A letter that was put there from here, and whose UID the server has named, is told like a new one. */
static GHashTable *
find_told_again (PennyImapSync *self, PennyFolder *folder, GPtrArray *fetched, GError **error)
{
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (PennyUid));
  g_autoptr (GArray) known = NULL;
  GHashTable *told_again;

  for (guint i = 0; i < fetched->len; i++)
    g_array_append_val (uids, ((PennyImapFetched *) g_ptr_array_index (fetched, i))->uid);
  known = penny_store_list_known_among (self->sync->store, folder->id, uids, error);
  if (known == NULL)
    return NULL;

  told_again = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < known->len; i++)
    g_hash_table_add (told_again, GUINT_TO_POINTER (g_array_index (known, PennyKnown, i).uid.value));
  return told_again;
}

gboolean
penny_imap_sync_take_fetched (PennyImapSync *self, PennyFolder *folder, GPtrArray *fetched, GError **error)
{
  g_auto (Fetch) fetch = {
    .self = self, .folder = folder->id, .path = folder->path, .batch = penny_batch_new (), .total = fetched->len,
    .told_again = find_told_again (self, folder, fetched, error),
  };

  if (fetch.told_again == NULL)
    return FALSE;
  for (guint i = 0; i < fetched->len; i++)
    take_new (g_ptr_array_index (fetched, i), &fetch);
  if (fetch.error == NULL && (fetched->len == 0 || submit (&fetch, &fetch.error)))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fetch.error));
  return FALSE;
}

/* --- bodies --- */

static guint64
sum_sizes (const GArray *letters)
{
  guint64 sum = 0;

  for (guint i = 0; i < letters->len; i++)
    sum += g_array_index (letters, PennyKnown, i).size;

  return sum;
}

/* *COMPLETED: how many came. */
static gboolean
fetch_bodies (PennyImapSync *self, PennyFolder *folder, GArray *bodiless, guint *completed, GError **error)
{
  g_autoptr (GHashTable) entries = penny_index_known (bodiless);
  g_autoptr (GPtrArray) windows = penny_cut_windows (bodiless, BODY_WINDOW_BYTES, BODY_WINDOW_N);
  g_auto (Fetch) fetch = {
    .self = self, .folder = folder->id, .path = folder->path, .batch = penny_batch_new (),
    .entries = entries, .windows = windows, .total = bodiless->len, .bytes_left = sum_sizes (bodiless),
  };
  gboolean done = run_windows (&fetch, PENNY_IMAP_FETCH_BODY, take_body, error);

  *completed = fetch.completed;
  return done;
}

gboolean
penny_imap_sync_bodies (PennyImapSync *self, PennyFolder *folder, GError **error)
{
  guint completed;

  do
    {
      g_autoptr (GArray) bodiless =
        penny_store_list_bodiless (self->sync->store, folder->id, BODIES_A_ROUND, error);

      if (bodiless == NULL)
        return FALSE;
      if (bodiless->len == 0)
        return TRUE;
      if (!penny_imap_sync_select (self, folder, error)
          || !fetch_bodies (self, folder, bodiless, &completed, error)
          || !penny_store_flush (self->sync->store, FALSE, error))
        return FALSE;
    }
  /* Letters that the server names but does not give out must not be asked for without end. */
  while (completed > 0);

  return penny_imap_sync_events (self, error);
}

static gboolean
fetch_wanted_one (PennyImapSync *self, PennyEntryId id, GError **error)
{
  g_autoptr (PennyEntry) entry = penny_store_get_entry (self->sync->store, id, NULL);
  g_autoptr (PennyFolder) folder = NULL;
  g_autoptr (GArray) one = NULL;
  guint completed;

  if (entry == NULL || entry->has_body || entry->uid.value == 0)
    return TRUE;

  folder = penny_store_get_folder (self->sync->store, entry->folder, error);
  if (folder == NULL || !penny_imap_sync_select (self, folder, error))
    return FALSE;

  one = g_array_new (FALSE, FALSE, sizeof (PennyKnown));
  g_array_append_val (one, ((PennyKnown) { .entry = id, .uid = entry->uid, .size = entry->size }));
  return fetch_bodies (self, folder, one, &completed, error)
         && penny_store_flush (self->sync->store, FALSE, error);
}

gboolean
penny_imap_sync_wanted (PennyImapSync *self, const GArray *entries, GError **error)
{
  /* The last wish first: it is what the person looks at now. */
  for (guint i = entries->len; i > 0; i--)
    {
      g_autoptr (GError) local = NULL;

      if (fetch_wanted_one (self, g_array_index (entries, PennyEntryId, i - 1), &local)
          || penny_imap_sync_forgives (self, local))
        continue;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}
