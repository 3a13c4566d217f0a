/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has changed in the selected folder: told by the server (QRESYNC, CONDSTORE, by itself), or found by
 * comparing everything.
 *
 * Letters marked \Deleted are hidden: another program will expunge them, or the server has no way to expunge just
 * what was moved away (no UIDPLUS). Their UIDs are remembered, so that the numbers of the two sides can be
 * compared: where they differ after the news were taken in, something was not told, and all is compared. */
#include "penny-imap-sync-private.h"

#include "penny-error.h"
#include "penny-reconcile.h"

/* Up to this many UIDs are looked up one by one. */
#define FEW 5000

/* --- the hidden ones --- */

static char *
dup_hidden_key (const PennyFolder *folder)
{
  return g_strdup_printf ("hidden-%" G_GINT64_FORMAT, folder->id);
}

static PennyUidSet *
read_hidden (PennyImapSync *self, const PennyFolder *folder)
{
  g_autofree char *key = dup_hidden_key (folder);
  g_autofree char *value = penny_store_dup_setting (self->sync->store, key);
  PennyUidSet *hidden = value != NULL && *value != '\0' ? penny_uid_set_parse (value, -1, G_MAXUINT, NULL) : NULL;

  return hidden != NULL ? hidden : penny_uid_set_new ();
}

static void
note_hidden (PennyImapSync *self, const PennyFolder *folder, const PennyUidSet *hidden, PennyBatch *batch)
{
  g_autofree char *key = dup_hidden_key (folder);
  g_autofree char *before = penny_store_dup_setting (self->sync->store, key);
  g_autofree char *value = penny_uid_set_to_string (hidden);

  if (!g_str_equal (before != NULL ? before : "", value))
    penny_batch_set_setting (batch, key, value);
}

gboolean
penny_imap_sync_counts (PennyImapSync *self, const PennyFolder *folder, guint32 messages)
{
  g_autoptr (PennyUidSet) hidden = read_hidden (self, folder);
  gint64 wanted = (gint64) messages - (gint64) penny_uid_set_count (hidden);

  return folder->n_total == wanted
         || penny_store_count_known (self->sync->store, folder->id, NULL) == wanted;
}

/* --- what was told --- */

typedef struct {
  PennyImapSync *self;
  PennyFolder *folder;
  PennyBatch *batch;         /* owned until it is submitted */
  PennyUidSet *hidden;       /* owned */
  GArray *arrived;           /* borrowed; PennyUid */
  const PennyUidSet *vanished;   /* borrowed */
} Told;

static void
told_clear (Told *told)
{
  g_clear_pointer (&told->batch, penny_batch_free);
  g_clear_pointer (&told->hidden, penny_uid_set_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Told, told_clear)

static void
expunge (Told *told, PennyUid uid)
{
  penny_batch_expunge (told->batch, told->folder->id, uid);
  told->self->sync->totals.removed++;
}

/* A server may name every UID there ever was: only those that are here matter. */
static GArray *
list_gone (Told *told, const PennyUidSet *vanished, GError **error)
{
  g_autoptr (GArray) uids = penny_uid_set_to_array (vanished, FEW);

  if (uids != NULL)
    return penny_store_list_known_among (told->self->sync->store, told->folder->id, uids, error);
  return penny_store_list_known (told->self->sync->store, told->folder->id, error);
}

static void
forget_hidden (Told *told, const PennyUidSet *vanished)
{
  g_autoptr (GArray) hidden = penny_uid_set_to_array (told->hidden, G_MAXUINT);

  for (guint i = 0; hidden != NULL && i < hidden->len; i++)
    if (penny_uid_set_contains (vanished, g_array_index (hidden, PennyUid, i)))
      penny_uid_set_remove (told->hidden, g_array_index (hidden, PennyUid, i));
}

static gboolean
take_vanished (Told *told, const PennyUidSet *vanished, GError **error)
{
  g_autoptr (GArray) gone = NULL;

  if (penny_uid_set_is_empty (vanished))
    return TRUE;
  gone = list_gone (told, vanished, error);
  if (gone == NULL)
    return FALSE;
  for (guint i = 0; i < gone->len; i++)
    if (penny_uid_set_contains (vanished, g_array_index (gone, PennyKnown, i).uid))
      expunge (told, g_array_index (gone, PennyKnown, i).uid);
  forget_hidden (told, vanished);
  return TRUE;
}

static void
take_flags_of_one (Told *told, const PennyImapFlagChange *change, const PennyKnown *known)
{
  /* Marked, then expunged. */
  if (penny_uid_set_contains (told->vanished, change->uid))
    return;
  if (change->flags & PENNY_FLAG_DELETED)
    penny_uid_set_add (told->hidden, change->uid);
  else
    penny_uid_set_remove (told->hidden, change->uid);

  if (known == NULL && (change->flags & PENNY_FLAG_DELETED) == 0)
    g_array_append_val (told->arrived, change->uid);
  if (known == NULL || known->server_flags == change->flags)
    return;
  if (change->flags & PENNY_FLAG_DELETED)
    {
      expunge (told, change->uid);
      return;
    }
  penny_batch_set_flags (told->batch, told->folder->id, change->uid, change->flags);
  told->self->sync->totals.changed++;
}

static gboolean
take_flags (Told *told, const GArray *changes, GError **error)
{
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (PennyUid));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) by_uid = NULL;
  g_autoptr (GArray) known = NULL;

  for (guint i = 0; i < changes->len; i++)
    g_array_append_val (uids, g_array_index (changes, PennyImapFlagChange, i).uid);
  known = penny_store_list_known_among (told->self->sync->store, told->folder->id, uids, error);
  if (known == NULL)
    return FALSE;
  by_uid = penny_index_known (known);
  /* Of several for one letter the last one counts. */
  for (guint i = changes->len; i > 0; i--)
    {
      const PennyImapFlagChange *change = &g_array_index (changes, PennyImapFlagChange, i - 1);
      gpointer key = GUINT_TO_POINTER (change->uid.value);

      if (g_hash_table_add (seen, key))
        take_flags_of_one (told, change, g_hash_table_lookup (by_uid, key));
    }
  return TRUE;
}

void
penny_imap_sync_tell_alerts (PennyImapSync *self, const PennyImapEvents *events)
{
  for (guint i = 0; events->alerts[i] != NULL; i++)
    penny_sync_tell_notice (self->sync, PENNY_SYNC_NOTICE_ALERT, events->alerts[i], NULL);
}

gboolean
penny_imap_sync_take_told (PennyImapSync *self, PennyFolder *folder, const PennyImapEvents *events,
                           GArray *arrived, GError **error)
{
  g_auto (Told) told = {
    .self = self, .folder = folder, .batch = penny_batch_new (), .hidden = read_hidden (self, folder),
    .arrived = arrived, .vanished = events->vanished,
  };

  penny_imap_sync_tell_alerts (self, events);
  if (!take_vanished (&told, events->vanished, error) || !take_flags (&told, events->flags, error))
    return FALSE;
  note_hidden (self, folder, told.hidden, told.batch);
  return penny_store_submit (self->sync->store, g_steal_pointer (&told.batch), error)
         && penny_store_flush (self->sync->store, FALSE, error);
}

/* --- comparing --- */

/* Takes the letters marked \Deleted out of SERVER. */
static PennyUidSet *
take_out_hidden (GArray *server)
{
  PennyUidSet *hidden = penny_uid_set_new ();
  guint n = 0;

  for (guint i = 0; i < server->len; i++)
    {
      const PennyImapFlagChange *one = &g_array_index (server, PennyImapFlagChange, i);

      if (one->flags & PENNY_FLAG_DELETED)
        penny_uid_set_add (hidden, one->uid);
      else
        g_array_index (server, PennyImapFlagChange, n++) = *one;
    }
  g_array_set_size (server, n);
  return hidden;
}

static void
note_reconciled (PennyImapSync *self, PennyFolder *folder, const PennyReconciled *news, PennyBatch *batch)
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

static gboolean
reconcile (PennyImapSync *self, PennyFolder *folder, const GArray *known, const GArray *server,
           const PennyUidSet *hidden, GError **error)
{
  g_autoptr (PennyReconciled) news = penny_reconcile (known, server, PENNY_UID (1));
  PennyBatch *batch = penny_batch_new ();

  note_reconciled (self, folder, news, batch);
  note_hidden (self, folder, hidden, batch);
  return penny_store_submit (self->sync->store, batch, error)
         && penny_imap_sync_fetch_new (self, folder, news->arrived, error);
}

gboolean
penny_imap_sync_compare (PennyImapSync *self, PennyFolder *folder, GError **error)
{
  g_autoptr (GArray) known = penny_store_list_known (self->sync->store, folder->id, error);
  g_autoptr (GArray) server = known != NULL ? penny_imap_session_uids_and_flags (self->session, error) : NULL;
  g_autoptr (PennyUidSet) hidden = server != NULL ? take_out_hidden (server) : NULL;

  return hidden != NULL && reconcile (self, folder, known, server, hidden, error);
}

/* The flags are known already: every UID with those that the store has. *HIDDEN keeps those that are still there. */
static GArray *
lend_flags (const GArray *uids, const GArray *known, PennyUidSet **hidden)
{
  g_autoptr (GHashTable) by_uid = penny_index_known (known);
  g_autoptr (PennyUidSet) before = *hidden;
  GArray *server = g_array_new (FALSE, FALSE, sizeof (PennyImapFlagChange));

  *hidden = penny_uid_set_new ();
  for (guint i = 0; i < uids->len; i++)
    {
      PennyImapFlagChange one = { .uid = g_array_index (uids, PennyUid, i) };
      const PennyKnown *here = g_hash_table_lookup (by_uid, GUINT_TO_POINTER (one.uid.value));

      one.flags = here != NULL ? here->server_flags : 0;
      if (penny_uid_set_contains (before, one.uid))
        penny_uid_set_add (*hidden, one.uid);
      else
        g_array_append_val (server, one);
    }
  return server;
}

gboolean
penny_imap_sync_compare_uids (PennyImapSync *self, PennyFolder *folder, GError **error)
{
  g_autoptr (GArray) known = penny_store_list_known (self->sync->store, folder->id, error);
  g_autoptr (GArray) uids = known != NULL ? penny_imap_session_uid_search (self->session, "ALL", error) : NULL;
  g_autoptr (PennyUidSet) hidden = read_hidden (self, folder);
  g_autoptr (GArray) server = NULL;

  if (uids == NULL)
    return FALSE;
  /* Letters are not given up for an answer that does not even agree with the server's own number. */
  if (uids->len != penny_imap_session_get_exists (self->session))
    return penny_imap_sync_compare (self, folder, error);

  server = lend_flags (uids, known, &hidden);
  return reconcile (self, folder, known, server, hidden, error);
}
