/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One folder: what is new, what is gone, what changed; headers first, then bodies. */
#include "penny-imap-sync-private.h"

#include "penny-error.h"
#include "penny-reconcile.h"
#include "penny-store-way.h"
#include "penny-summary.h"

/* The first window is small: the screen fills at once. */
#define FIRST_WINDOW_N 50
#define HEADER_WINDOW_N 500
/* Up to this many new letters come with their bodies at once. */
#define WITH_BODY_N 30
/* Bodies come in windows this large, so that a person's wish waits for two of them at most. */
#define BODY_WINDOW_BYTES (512 * 1024)
#define BODY_WINDOW_N 100
#define BODIES_A_ROUND 5000
#define BATCH_BYTES (4 * 1024 * 1024)
#define BATCH_N 250
/* While other folders are read, new letters in the inbox wait no longer than this. */
#define GLANCE_S 60

/* --- selecting --- */

static gboolean
void_uids (PennyImapSync *self, PennyFolder *folder, GError **error)
{
  PennyBatch *batch = penny_batch_new ();

  if (folder->uidvalidity != 0)
    penny_batch_void_uids (batch, folder->id, self->selected.uidvalidity);
  penny_batch_set_uid_state (batch, folder->id, self->selected.uidvalidity, PENNY_UID (0), PENNY_MODSEQ (0));
  return penny_store_submit (self->sync->store, batch, error)
         && penny_store_flush (self->sync->store, FALSE, error);
}

gboolean
penny_imap_sync_select (PennyImapSync *self, PennyFolder *folder, GError **error)
{
  const char *path = penny_imap_session_get_selected (self->session);

  if (self->folder != NULL && path != NULL && g_str_equal (path, folder->path))
    return TRUE;

  g_clear_pointer (&self->folder, penny_folder_unref);
  if (!penny_imap_session_select (self->session, folder->path, FALSE, &self->selected, error))
    return FALSE;

  self->folder = penny_store_get_folder (self->sync->store, folder->id, error);
  if (self->folder == NULL)
    return FALSE;

  if (self->folder->uidvalidity == self->selected.uidvalidity && self->selected.uidvalidity != 0)
    return TRUE;
  if (!void_uids (self, self->folder, error))
    return FALSE;

  g_clear_pointer (&self->folder, penny_folder_unref);
  self->folder = penny_store_get_folder (self->sync->store, folder->id, error);
  return self->folder != NULL;
}

/* --- fetching in windows --- */

typedef struct {
  PennyImapSync *self;
  PennyFolderId folder;
  const char *path;
  PennyBatch *batch;        /* owned */
  GHashTable *entries;      /* bodies: uid → PennyKnown, borrowed; NULL for new letters */
  GPtrArray *windows;       /* borrowed */
  guint window;             /* the one that letters arrive of */
  gboolean stopped;         /* somebody waits for something else */
  guint done, total;
  guint completed;
  GError *error;            /* owned; the store's */
} Fetch;

static void
fetch_clear (Fetch *fetch)
{
  g_clear_pointer (&fetch->batch, penny_batch_free);
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
  guint enough = fetch->done <= FIRST_WINDOW_N ? MIN (FIRST_WINDOW_N, fetch->total) : BATCH_N;

  if (penny_batch_get_n (fetch->batch) < enough && penny_batch_get_bytes (fetch->batch) < BATCH_BYTES)
    return;
  if (!submit (fetch, fetch->error == NULL ? &fetch->error : NULL))
    g_debug ("the store takes nothing more");
}

static void
note_window (Fetch *fetch, PennyUid uid)
{
  for (guint i = fetch->window; i < fetch->windows->len; i++)
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
  if (fetched->body != NULL)
    {
      summary = penny_summary_from_message (fetched->body);
      size = g_bytes_get_size (fetched->body);
      fetch->self->sync->totals.bytes += size;
    }
  else
    {
      summary = penny_summary_from_header (fetched->header);
      fetch->self->sync->totals.bytes += g_bytes_get_size (fetched->header);
    }

  penny_batch_add (fetch->batch, fetch->folder, fetched->uid, fetched->flags, fetched->internal_date,
                   (guint32) MIN (size, G_MAXUINT32), summary, fetched->body);
  fetch->done++;
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
  penny_batch_complete (fetch->batch, known->entry, penny_summary_from_message (fetched->body), fetched->body);
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
go_on (gpointer data)
{
  Fetch *fetch = data;

  fetch->stopped = fetch->stopped || is_interrupted (fetch);
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
      if (!penny_imap_sync_yield (self, error))
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
  guint n_first = MIN (arrived->len, FIRST_WINDOW_N);
  g_autoptr (GPtrArray) more = NULL;
  GPtrArray *windows;

  g_array_append_vals (first, arrived->data, n_first);
  if (arrived->len > n_first)
    g_array_append_vals (rest, &g_array_index (arrived, PennyUid, n_first), arrived->len - n_first);

  windows = penny_cut_uid_windows (first, FIRST_WINDOW_N);
  more = penny_cut_uid_windows (rest, HEADER_WINDOW_N);
  g_ptr_array_extend_and_steal (windows, g_steal_pointer (&more));
  return windows;
}

static gboolean
fetch_new (PennyImapSync *self, PennyFolder *folder, const GArray *arrived, GError **error)
{
  /* What is kept here may be the same letters: their headers tell. */
  gboolean with_body = arrived->len <= WITH_BODY_N && !self->sync->headers_only
                       && !penny_store_has_kept (self->sync->store)
                       && !penny_store_has_unmatched (self->sync->store, folder->id);
  PennyImapFetchItems items = PENNY_IMAP_FETCH_FLAGS | PENNY_IMAP_FETCH_INTERNAL_DATE | PENNY_IMAP_FETCH_SIZE
                              | (with_body ? PENNY_IMAP_FETCH_BODY : PENNY_IMAP_FETCH_HEADER);
  g_autoptr (GPtrArray) windows = cut_new (arrived);
  g_auto (Fetch) fetch = {
    .self = self, .folder = folder->id, .path = folder->path, .batch = penny_batch_new (),
    .windows = windows, .total = arrived->len,
  };

  return arrived->len == 0 || run_windows (&fetch, items, take_new, error);
}

static void
note_known (PennyImapSync *self, PennyFolder *folder, const PennyReconciled *news, PennyBatch *batch)
{
  for (guint i = 0; i < news->vanished->len; i++)
    penny_batch_expunge (batch, folder->id, g_array_index (news->vanished, PennyUid, i));
  for (guint i = 0; i < news->changed->len; i++)
    {
      const PennyImapFlagChange *change = &g_array_index (news->changed, PennyImapFlagChange, i);

      penny_batch_set_flags (batch, folder->id, change->uid, change->flags);
    }
  self->sync->totals.removed += news->vanished->len;
  self->sync->totals.changed += news->changed->len;
}

/* What is marked \Deleted is as good as gone: another program will expunge it, or the server has no
 * way to expunge just what was moved away (no UIDPLUS). Gives how many were left out. */
static guint
drop_deleted (GArray *server)
{
  guint all = server->len, n = 0;

  for (guint i = 0; i < all; i++)
    if ((g_array_index (server, PennyImapFlagChange, i).flags & PENNY_FLAG_DELETED) == 0)
      g_array_index (server, PennyImapFlagChange, n++) = g_array_index (server, PennyImapFlagChange, i);

  g_array_set_size (server, n);
  return all - n;
}

/* Compares everything from UID FIRST on; N_HIDDEN may be NULL. */
static gboolean
compare (PennyImapSync *self, PennyFolder *folder, PennyUid first, guint *n_hidden, GError **error)
{
  g_autoptr (GArray) known = penny_store_list_known (self->sync->store, folder->id, error);
  g_autoptr (GArray) server = NULL;
  g_autoptr (PennyReconciled) news = NULL;
  PennyBatch *batch;
  guint dropped;

  if (known == NULL)
    return FALSE;

  server = first.value > 1 ? penny_imap_session_uids_and_flags_from (self->session, first, error)
                           : penny_imap_session_uids_and_flags (self->session, error);
  if (server == NULL)
    return FALSE;

  dropped = drop_deleted (server);
  if (n_hidden != NULL)
    *n_hidden = dropped;
  news = penny_reconcile (known, server, first);
  batch = penny_batch_new ();
  note_known (self, folder, news, batch);
  return penny_store_submit (self->sync->store, batch, error) && fetch_new (self, folder, news->arrived, error);
}

/* How many letters of a folder were marked \Deleted at the last look; unset = none. */
static char *
dup_hidden_key (const PennyFolder *folder)
{
  return g_strdup_printf ("n-hidden-%" G_GINT64_FORMAT, folder->id);
}

static guint
get_n_hidden (PennyImapSync *self, const PennyFolder *folder)
{
  g_autofree char *key = dup_hidden_key (folder);
  g_autofree char *value = penny_store_dup_setting (self->sync->store, key);

  return value != NULL ? (guint) g_ascii_strtoull (value, NULL, 10) : 0;
}

static void
note_n_hidden (PennyImapSync *self, const PennyFolder *folder, guint n_hidden, PennyBatch *batch)
{
  g_autofree char *key = dup_hidden_key (folder);
  g_autofree char *value = g_strdup_printf ("%u", n_hidden);

  if (n_hidden != get_n_hidden (self, folder))
    penny_batch_set_setting (batch, key, value);
}

/* CONDSTORE says that nothing happened since the last look, and nothing happened here either: a letter
 * that was expected there and never came, or one whose move was given up, shows in the count. */
static gboolean
is_unchanged (PennyImapSync *self, const PennyFolder *folder, const PennyImapStatus *now)
{
  return now->highest_modseq.value != 0 && now->highest_modseq.value == folder->highest_modseq.value
         && now->uidnext.value != 0 && now->uidnext.value == folder->uidnext.value
         && now->messages == folder->n_total + get_n_hidden (self, folder)
         && now->uidvalidity == folder->uidvalidity;
}

/* By what LIST told of it: then it need not even be selected. */
static gboolean
is_told_unchanged (PennyImapSync *self, const PennyFolder *folder)
{
  const PennyImapStatus *told = self->told != NULL ? g_hash_table_lookup (self->told, folder->path) : NULL;
  g_autoptr (PennyFolder) here = told != NULL ? penny_store_get_folder (self->sync->store, folder->id, NULL) : NULL;

  return here != NULL && is_unchanged (self, here, told);
}

static gboolean
is_selected_unchanged (PennyImapSync *self)
{
  const PennyImapSelected *selected = &self->selected;
  const PennyImapStatus now = {
    .messages = selected->exists, .uidvalidity = selected->uidvalidity, .uidnext = selected->uidnext,
    .highest_modseq = selected->highest_modseq,
  };

  return is_unchanged (self, self->folder, &now);
}

gboolean
penny_imap_sync_folder (PennyImapSync *self, PennyFolder *folder, GError **error)
{
  PennyUid uidnext;
  PennyModSeq modseq;
  PennyBatch *batch;
  guint n_hidden, n_attended = self->n_attended;

  if (folder->role == PENNY_ROLE_INBOX)
    self->last_look = g_get_monotonic_time ();
  if (is_told_unchanged (self, folder))
    return TRUE;

  /* Selecting again gives fresh numbers even when it is selected already. */
  g_clear_pointer (&self->folder, penny_folder_unref);
  if (!penny_imap_sync_select (self, folder, error))
    return FALSE;
  if (is_selected_unchanged (self))
    return TRUE;

  uidnext = self->selected.uidnext;
  modseq = self->selected.highest_modseq;
  if (!compare (self, folder, PENNY_UID (1), &n_hidden, error))
    return FALSE;

  /* What was moved into this folder meanwhile is not in the list that was compared: not unmatched,
   * and seen the next time. */
  if (self->n_attended != n_attended)
    return penny_store_flush (self->sync->store, FALSE, error) && penny_imap_sync_events (self, error);

  /* As of SELECT: what happened since is told as an event, or seen the next time. */
  batch = penny_batch_new ();
  penny_batch_expunge_unmatched (batch, folder->id);
  note_n_hidden (self, folder, n_hidden, batch);
  penny_batch_set_uid_state (batch, folder->id, self->selected.uidvalidity, uidnext, modseq);
  return penny_store_submit (self->sync->store, batch, error)
         && penny_store_flush (self->sync->store, FALSE, error)
         && penny_imap_sync_events (self, error);
}

/* --- events --- */

/* New letters have UIDs from the highest known one on. */
static gboolean
fetch_arrived (PennyImapSync *self, PennyFolder *folder, GError **error)
{
  g_autoptr (GArray) known = penny_store_list_known (self->sync->store, folder->id, error);
  guint32 highest;

  if (known == NULL)
    return FALSE;

  highest = known->len > 0 ? g_array_index (known, PennyKnown, known->len - 1).uid.value : 0;
  return compare (self, folder, PENNY_UID (highest + 1), NULL, error);
}

gboolean
penny_imap_sync_events (PennyImapSync *self, GError **error)
{
  g_autoptr (PennyImapEvents) events = penny_imap_session_take_events (self->session);
  g_autoptr (PennyFolder) folder = NULL;
  g_autoptr (GArray) gone = NULL;
  PennyBatch *batch;

  if (events == NULL || self->folder == NULL)
    return TRUE;

  for (guint i = 0; events->alerts[i] != NULL; i++)
    penny_sync_tell_notice (self->sync, PENNY_SYNC_NOTICE_ALERT, events->alerts[i], NULL);

  folder = penny_folder_ref (self->folder);
  batch = penny_batch_new ();
  gone = penny_uid_set_to_array (events->vanished, 1000000);
  for (guint i = 0; gone != NULL && i < gone->len; i++)
    penny_batch_expunge (batch, folder->id, g_array_index (gone, PennyUid, i));
  for (guint i = 0; i < events->flags->len; i++)
    {
      const PennyImapFlagChange *change = &g_array_index (events->flags, PennyImapFlagChange, i);

      if (change->flags & PENNY_FLAG_DELETED)
        penny_batch_expunge (batch, folder->id, change->uid);
      else
        penny_batch_set_flags (batch, folder->id, change->uid, change->flags);
    }
  self->sync->totals.changed += events->flags->len;
  self->sync->totals.removed += gone != NULL ? gone->len : 0;
  if (!penny_store_submit (self->sync->store, batch, error)
      || !penny_store_flush (self->sync->store, FALSE, error))
    return FALSE;

  if (events->resync || gone == NULL)
    return compare (self, folder, PENNY_UID (1), NULL, error);
  if (!events->grew)
    return TRUE;

  return fetch_arrived (self, folder, error);
}

gboolean
penny_imap_sync_look (PennyImapSync *self, PennyFolder *inbox, GError **error)
{
  const char *path = penny_imap_session_get_selected (self->session);
  gboolean here = self->folder != NULL && g_strcmp0 (path, inbox->path) == 0;

  self->last_look = g_get_monotonic_time ();
  /* What came while another folder was selected is told by nobody. */
  if (!here && (!penny_imap_sync_select (self, inbox, error)
                || (!is_selected_unchanged (self) && !fetch_arrived (self, inbox, error))))
    return FALSE;

  return penny_imap_sync_events (self, error);
}

/* --- bodies --- */

static GHashTable *
index_by_uid (GArray *known)
{
  GHashTable *entries = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < known->len; i++)
    {
      PennyKnown *one = &g_array_index (known, PennyKnown, i);

      g_hash_table_insert (entries, GUINT_TO_POINTER (one->uid.value), one);
    }

  return entries;
}

/* *COMPLETED: how many came. */
static gboolean
fetch_bodies (PennyImapSync *self, PennyFolder *folder, GArray *bodiless, guint *completed, GError **error)
{
  g_autoptr (GHashTable) entries = index_by_uid (bodiless);
  g_autoptr (GPtrArray) windows = penny_cut_windows (bodiless, BODY_WINDOW_BYTES, BODY_WINDOW_N);
  g_auto (Fetch) fetch = {
    .self = self, .folder = folder->id, .path = folder->path, .batch = penny_batch_new (),
    .entries = entries, .windows = windows, .total = bodiless->len,
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
