/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One folder at a time: opening it, taking in what has changed, waiting in it. */
#include "penny-imap-sync-private.h"

#include "penny-error.h"
#include "penny-summary.h"

/* More new letters than this are listed before they are fetched. */
#define MANY 500
/* Servers without CONDSTORE: how long the numbers of a folder are believed to tell all, s. */
#define COMPARE_S 3600

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

/* FOLDER is selected now, as SELECTED says. */
static gboolean
enter (PennyImapSync *self, const PennyFolder *folder, const PennyImapSelected *selected, GError **error)
{
  self->selected = *selected;
  self->next_uid = selected->uidnext;
  self->is_current = FALSE;
  self->n_entered++;
  g_clear_pointer (&self->folder, penny_folder_unref);
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

static gboolean
is_here (PennyImapSync *self, const PennyFolder *folder)
{
  const char *path = penny_imap_session_get_selected (self->session);

  return self->folder != NULL && path != NULL && g_str_equal (path, folder->path);
}

gboolean
penny_imap_sync_select (PennyImapSync *self, PennyFolder *folder, GError **error)
{
  PennyImapSelected selected;

  if (is_here (self, folder))
    return TRUE;

  g_clear_pointer (&self->folder, penny_folder_unref);
  if (!penny_imap_session_select (self->session, folder->path, FALSE, &selected, error)
      || !enter (self, folder, &selected, error))
    return FALSE;

  /* What came while something else was selected has not been seen. */
  self->next_uid = self->folder->uidnext;
  return TRUE;
}

/* --- visiting --- */

/* CONDSTORE says that nothing happened since the last look, and nothing happened here either: a letter
 * that was expected there and never came, or one whose move was given up, shows in the count. */
static gboolean
is_unchanged (PennyImapSync *self, const PennyFolder *folder, const PennyImapStatus *now)
{
  return now->highest_modseq.value != 0 && now->highest_modseq.value == folder->highest_modseq.value
         && now->uidnext.value != 0 && now->uidnext.value == folder->uidnext.value
         && now->uidvalidity == folder->uidvalidity
         && penny_imap_sync_counts (self, folder, now->messages)
         && !penny_store_has_unmatched (self->sync->store, folder->id);
}

/* Without CONDSTORE a letter that was starred elsewhere shows in no number: so everything is compared now and then,
 * and always with a new connection. Not so the inbox, where people look. */
static gboolean
looks_unchanged (PennyImapSync *self, const PennyFolder *folder, const PennyImapStatus *now)
{
  const gint64 *compared = g_hash_table_lookup (self->compared, &folder->id);

  return now->highest_modseq.value == 0 && folder->highest_modseq.value == 0 && folder->role != PENNY_ROLE_INBOX
         && now->uidnext.value != 0 && now->uidnext.value == folder->uidnext.value
         && now->uidvalidity == folder->uidvalidity && now->unseen == folder->n_unread
         && compared != NULL && g_get_monotonic_time () - *compared < (gint64) COMPARE_S * G_USEC_PER_SEC
         && penny_imap_sync_counts (self, folder, now->messages);
}

static void
note_compared (PennyImapSync *self, const PennyFolder *folder)
{
  gint64 now = g_get_monotonic_time ();

  g_hash_table_replace (self->compared, g_memdup2 (&folder->id, sizeof folder->id), g_memdup2 (&now, sizeof now));
}

/* A folder seen for the first time, with nothing in it here or there: what was told of it is all there is. */
static gboolean
take_empty (PennyImapSync *self, const PennyFolder *folder, const PennyImapStatus *told)
{
  PennyBatch *batch;

  if (folder->uidvalidity != 0 || told->uidvalidity == 0 || told->messages != 0 || folder->n_total != 0
      || penny_store_has_unmatched (self->sync->store, folder->id))
    return FALSE;
  batch = penny_batch_new ();
  penny_batch_set_uid_state (batch, folder->id, told->uidvalidity, told->uidnext, told->highest_modseq);
  return penny_store_submit (self->sync->store, batch, NULL);
}

/* By what LIST told of it: then it need not even be selected. */
static gboolean
is_told_unchanged (PennyImapSync *self, const PennyFolder *folder)
{
  const PennyImapStatus *told = self->told != NULL ? g_hash_table_lookup (self->told, folder->path) : NULL;
  g_autoptr (PennyFolder) here = told != NULL ? penny_store_get_folder (self->sync->store, folder->id, NULL) : NULL;

  return here != NULL
         && (is_unchanged (self, here, told) || looks_unchanged (self, here, told) || take_empty (self, here, told));
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

void
penny_imap_sync_plan_visit (PennyImapVisit *visit, const PennyFolder *folder)
{
  *visit = (PennyImapVisit) {
    .path = folder != NULL ? folder->path : "INBOX",
    .n_newest = PENNY_IMAP_FIRST_N,
    .items = PENNY_IMAP_HEADER_ITEMS,
    .header_fields = penny_summary_header_fields (),
  };
  if (folder != NULL && folder->uidvalidity != 0)
    visit->known = (PennyImapKnown) { folder->uidvalidity, folder->uidnext, folder->highest_modseq };
}

/* --- new letters --- */

/* Many: in windows, the newest first. */
static gboolean
fetch_many_from (PennyImapSync *self, PennyFolder *folder, PennyUid first, GError **error)
{
  g_autoptr (GArray) server = penny_imap_session_uids_and_flags_from (self->session, first, error);
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (PennyUid));

  for (guint i = server != NULL ? server->len : 0; i > 0; i--)
    g_array_append_val (uids, g_array_index (server, PennyImapFlagChange, i - 1).uid);
  return server != NULL && penny_imap_sync_fetch_new (self, folder, uids, error);
}

/* The server says how many there are now, not which: those from UID FIRST on. */
static gboolean
fetch_grown (PennyImapSync *self, PennyFolder *folder, PennyUid first, guint32 exists, GError **error)
{
  guint n = exists > self->selected.exists ? exists - self->selected.exists : 1;
  PennyBatch *batch;

  self->selected.exists = exists;
  if (first.value == 0)
    return penny_imap_sync_compare (self, folder, error);
  if (n > MANY ? !fetch_many_from (self, folder, first, error)
               : !penny_imap_sync_fetch_from (self, folder, first, n, error))
    return FALSE;
  batch = penny_batch_new ();
  penny_batch_set_uid_state (batch, folder->id, 0, self->next_uid, PENNY_MODSEQ (0));
  return penny_store_submit (self->sync->store, batch, error) && penny_store_flush (self->sync->store, FALSE, error);
}

static void
leave_out_fetched (GArray *arrived, GPtrArray *fetched)
{
  g_autoptr (GHashTable) here = g_hash_table_new (NULL, NULL);
  guint n = 0;

  for (guint i = 0; i < fetched->len; i++)
    g_hash_table_add (here, GUINT_TO_POINTER (((PennyImapFetched *) g_ptr_array_index (fetched, i))->uid.value));
  for (guint i = 0; i < arrived->len; i++)
    if (!g_hash_table_contains (here, GUINT_TO_POINTER (g_array_index (arrived, PennyUid, i).value)))
      g_array_index (arrived, PennyUid, n++) = g_array_index (arrived, PennyUid, i);
  g_array_set_size (arrived, n);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  return penny_uid_compare (b, a);
}

/* What the visit told and brought. *ARRIVED: UIDs that it named and did not bring. EXISTS: how many there are now. */
static gboolean
take_visited (PennyImapSync *self, PennyFolder *folder, const PennyImapVisited *visited, GArray *arrived,
              guint32 *exists, GError **error)
{
  g_autoptr (PennyImapEvents) events = penny_imap_session_take_events (self->session);

  *exists = events != NULL ? events->exists : visited->selected.exists;
  self->elsewhere |= events != NULL && events->elsewhere;
  if (events != NULL && !penny_imap_sync_take_told (self, folder, events, arrived, error))
    return FALSE;
  leave_out_fetched (arrived, visited->fetched);
  g_array_sort (arrived, compare_newest_first);
  return penny_imap_sync_take_fetched (self, folder, visited->fetched, error)
         && penny_store_flush (self->sync->store, FALSE, error);
}

static gboolean
complete (PennyImapSync *self, PennyFolder *folder, PennyImapNews news, const GArray *arrived, guint32 exists,
          GError **error)
{
  PennyUid first = self->next_uid;
  gboolean grew = exists > self->selected.exists;
  g_autoptr (PennyFolder) now = NULL;

  if (news == PENNY_IMAP_NEWS_NONE)
    return penny_imap_sync_compare (self, folder, error);
  if (!penny_imap_sync_fetch_new (self, folder, arrived, error)
      || (grew && !fetch_grown (self, folder, first, exists, error))
      || !penny_store_flush (self->sync->store, FALSE, error))
    return FALSE;
  now = penny_store_get_folder (self->sync->store, folder->id, error);
  if (now == NULL)
    return FALSE;
  if (penny_imap_sync_counts (self, now, exists))
    return TRUE;
  /* Something was not told. */
  return news == PENNY_IMAP_NEWS_FLAGS ? penny_imap_sync_compare_uids (self, folder, error)
                                       : penny_imap_sync_compare (self, folder, error);
}

/* Unless something else was selected in between, everything from SELECT on is known now or told as an event. */
static gboolean
end_visit (PennyImapSync *self, guint n_entered, GError **error)
{
  self->is_current = self->n_entered == n_entered;
  return penny_imap_sync_events (self, error);
}

gboolean
penny_imap_sync_take_visit (PennyImapSync *self, PennyFolder *folder, const PennyImapVisited *visited, GError **error)
{
  g_autoptr (GArray) arrived = g_array_new (FALSE, FALSE, sizeof (PennyUid));
  guint n_attended = self->n_attended, n_entered;
  PennyImapSelected selected = visited->selected;
  PennyBatch *batch;
  guint32 exists;

  if (!enter (self, folder, &selected, error))
    return FALSE;
  n_entered = self->n_entered;
  if (is_selected_unchanged (self))
    return end_visit (self, n_entered, error);
  if (!take_visited (self, folder, visited, arrived, &exists, error)
      || !complete (self, folder, visited->news, arrived, exists, error))
    return FALSE;

  /* What was moved into this folder meanwhile is not in the list that was compared: not unmatched,
   * and seen the next time. */
  if (self->n_attended != n_attended)
    return penny_store_flush (self->sync->store, FALSE, error) && end_visit (self, n_entered, error);

  /* As of SELECT: what happened since is told as an event, or seen the next time. */
  if (visited->news == PENNY_IMAP_NEWS_NONE)
    note_compared (self, folder);
  batch = penny_batch_new ();
  penny_batch_expunge_unmatched (batch, folder->id);
  penny_batch_set_uid_state (batch, folder->id, selected.uidvalidity, selected.uidnext, selected.highest_modseq);
  if (selected.mailbox_id[0] != '\0' && g_strcmp0 (selected.mailbox_id, folder->mailbox_id) != 0)
    penny_batch_set_mailbox_id (batch, folder->path, selected.mailbox_id);
  return penny_store_submit (self->sync->store, batch, error)
         && penny_store_flush (self->sync->store, FALSE, error)
         && end_visit (self, n_entered, error);
}

static gboolean
visit (PennyImapSync *self, PennyFolder *folder, GError **error)
{
  g_autoptr (PennyFolder) here = penny_store_get_folder (self->sync->store, folder->id, error);
  g_auto (PennyImapVisited) visited = { .fetched = NULL };
  PennyImapVisit plan;

  if (here == NULL)
    return FALSE;
  g_clear_pointer (&self->folder, penny_folder_unref);
  penny_imap_sync_plan_visit (&plan, here);
  return penny_imap_session_visit (self->session, &plan, &visited, error)
         && penny_imap_sync_take_visit (self, here, &visited, error);
}

gboolean
penny_imap_sync_folder (PennyImapSync *self, PennyFolder *folder, GError **error)
{
  gboolean is_inbox = folder->role == PENNY_ROLE_INBOX;
  gboolean is_fresh = is_inbox && self->inbox_is_fresh;

  if (is_inbox)
    {
      self->last_look = g_get_monotonic_time ();
      self->inbox_is_fresh = FALSE;
    }
  if (is_told_unchanged (self, folder))
    return TRUE;

  /* Selecting again gives fresh numbers even when it is selected already. */
  return is_fresh ? penny_imap_sync_look (self, folder, error) : visit (self, folder, error);
}

/* --- events --- */

/* Those that are fetched by their range need not be named. */
static void
leave_out_from (GArray *uids, PennyUid first)
{
  guint n = 0;

  for (guint i = 0; i < uids->len; i++)
    if (first.value == 0 || g_array_index (uids, PennyUid, i).value < first.value)
      g_array_index (uids, PennyUid, n++) = g_array_index (uids, PennyUid, i);
  g_array_set_size (uids, n);
}

gboolean
penny_imap_sync_events (PennyImapSync *self, GError **error)
{
  g_autoptr (PennyImapEvents) events = penny_imap_session_take_events (self->session);
  g_autoptr (GArray) arrived = g_array_new (FALSE, FALSE, sizeof (PennyUid));
  g_autoptr (PennyFolder) folder = NULL;
  PennyUid first = self->next_uid;

  self->elsewhere |= events != NULL && events->elsewhere;
  if (events != NULL && self->folder == NULL)
    penny_imap_sync_tell_alerts (self, events);
  if (events == NULL || self->folder == NULL)
    return TRUE;

  folder = penny_folder_ref (self->folder);
  if (!penny_imap_sync_take_told (self, folder, events, arrived, error))
    return FALSE;
  if (events->resync)
    return penny_imap_sync_compare (self, folder, error);
  if (events->grew)
    leave_out_from (arrived, first);
  return penny_imap_sync_fetch_new (self, folder, arrived, error)
         && (!events->grew || fetch_grown (self, folder, first, events->exists, error));
}

gboolean
penny_imap_sync_look (PennyImapSync *self, PennyFolder *inbox, GError **error)
{
  self->last_look = g_get_monotonic_time ();
  /* What came while another folder was selected is told by nobody. */
  return is_here (self, inbox) && self->is_current ? penny_imap_sync_events (self, error) : visit (self, inbox, error);
}
