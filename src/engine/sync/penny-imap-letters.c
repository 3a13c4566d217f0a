/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carrying out what is owed for letters: marking, moving, copying, deleting, uploading. */
#include "penny-imap-operations.h"

#include "penny-error.h"
#include "penny-journal.h"

static gboolean
note_done (PennyImapSync *self, const PennyOperation *operation, guint32 uidvalidity, PennyUid uid, GError **error)
{
  const PennyOperationEnd end = { operation->id, uidvalidity, uid };

  return penny_store_operations_done (self->sync->store, &end, 1, error);
}

static gboolean
all_done (PennyImapSync *self, GPtrArray *group, GError **error)
{
  g_autofree PennyOperationEnd *ends = g_new0 (PennyOperationEnd, group->len);

  for (guint i = 0; i < group->len; i++)
    ends[i].id = ((const PennyOperation *) g_ptr_array_index (group, i))->id;

  return penny_store_operations_done (self->sync->store, ends, group->len, error);
}

/* Where the letters of GROUP are now, one UID each (0: nowhere), by their UID at the time of the act;
 * a letter whose UID was never told, or is void since, is looked for. */
static GArray *
find_uids (PennyImapSync *self, GPtrArray *group, GError **error)
{
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (PennyUid));
  g_autoptr (GHashTable) found = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < group->len; i++)
    {
      const PennyOperation *operation = g_ptr_array_index (group, i);
      PennyUid uid = operation->uid;

      if ((uid.value == 0 || operation->uidvalidity != self->selected.uidvalidity)
          && !penny_imap_sync_find (self, operation, found, &uid, error))
        return NULL;
      g_array_append_val (uids, uid);
    }

  return g_steal_pointer (&uids);
}

static gboolean
select_path (PennyImapSync *self, const char *path, GError **error)
{
  g_autoptr (PennyFolder) folder = penny_store_find_folder (self->sync->store, path, error);

  return folder != NULL && penny_imap_sync_select (self, folder, error);
}

static PennyUid
find_new_uid (const PennyImapMoved *moved, PennyUid old)
{
  for (guint i = 0; moved->from != NULL && i < moved->from->len; i++)
    if (g_array_index (moved->from, PennyUid, i).value == old.value)
      return g_array_index (moved->to, PennyUid, i);

  return PENNY_UID (0);
}

static void
collect_uids (const GArray *found, PennyUidSet *uids)
{
  for (guint i = 0; i < found->len; i++)
    if (g_array_index (found, PennyUid, i).value != 0)
      penny_uid_set_add (uids, g_array_index (found, PennyUid, i));
}

/* --- moving and copying --- */

static gboolean
transfer (PennyImapSync *self, const PennyOperation *first, const PennyUidSet *uids, PennyImapMoved *moved,
          GError **error)
{
  if (first->kind == PENNY_OPERATION_COPY)
    return penny_imap_session_copy (self->session, uids, first->target, moved, error);

  return penny_imap_session_move (self->session, uids, first->target, moved, error);
}

/* A target that another program has removed since the last look is made again. */
static gboolean
transfer_or_make (PennyImapSync *self, const PennyOperation *first, const PennyUidSet *uids, PennyImapMoved *moved,
                  GError **error)
{
  g_autoptr (PennyFolder) target = NULL;
  g_autoptr (GError) local = NULL;

  if (transfer (self, first, uids, moved, &local))
    return TRUE;
  if (!g_error_matches (local, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  target = penny_store_find_folder (self->sync->store, first->target, NULL);
  penny_imap_moved_clear (moved);
  return penny_imap_sync_make (self, first->target, target != NULL ? target->role : PENNY_ROLE_NONE, error)
         && transfer (self, first, uids, moved, error);
}

/* The first try may have brought a letter there already, and the end of it was not noted: those are found in
 * the target, and taken out of GROUP and FOUND. (MOVE itself leaves nothing behind that could be moved twice.) */
static gboolean
finish_begun (PennyImapSync *self, GPtrArray *group, GArray *found, GError **error)
{
  const PennyOperation *first = g_ptr_array_index (group, 0);
  g_autoptr (PennyFolder) target = penny_store_find_folder (self->sync->store, first->target, NULL);
  g_autoptr (GArray) there = g_array_new (FALSE, FALSE, sizeof (PennyUid));
  g_autoptr (GHashTable) matched = g_hash_table_new (NULL, NULL);
  g_autoptr (PennyUidSet) left = penny_uid_set_new ();
  g_autofree char *source = g_strdup (first->folder);
  gboolean copy = first->kind == PENNY_OPERATION_COPY;
  g_autoptr (GError) local = NULL;
  guint32 uidvalidity;

  if (target == NULL)
    return TRUE;
  if (!penny_imap_sync_select (self, target, &local))
    {
      /* A target that is not there holds nothing. */
      if (g_error_matches (local, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT))
        return select_path (self, source, error);
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  uidvalidity = self->selected.uidvalidity;
  for (guint i = 0; i < group->len; i++)
    {
      PennyUid uid;

      if (!penny_imap_sync_find (self, g_ptr_array_index (group, i), matched, &uid, error))
        return FALSE;
      g_array_append_val (there, uid);
      if (uid.value != 0 && !copy && g_array_index (found, PennyUid, i).value != 0)
        penny_uid_set_add (left, g_array_index (found, PennyUid, i));
    }

  if (!select_path (self, source, error)
      || (!penny_uid_set_is_empty (left) && !penny_imap_session_expunge_uids (self->session, left, NULL, error)))
    return FALSE;

  for (guint i = group->len; i > 0; i--)
    {
      PennyUid uid = g_array_index (there, PennyUid, i - 1);

      if (uid.value == 0)
        continue;
      if (!note_done (self, g_ptr_array_index (group, i - 1), uidvalidity, uid, error))
        return FALSE;
      g_ptr_array_remove_index (group, i - 1);
      g_array_remove_index (found, i - 1);
    }

  return TRUE;
}

/* Of a letter that is gone no copy can be made there; what is here of it is one. */
static gboolean
upload_what_is_gone (PennyImapSync *self, GPtrArray *group, GArray *found, GError **error)
{
  g_autoptr (PennyUidSet) uids = penny_uid_set_new ();
  g_autofree char *text = NULL;
  g_autofree char *criteria = NULL;
  g_autoptr (GArray) there = NULL;

  collect_uids (found, uids);
  text = penny_uid_set_to_string (uids);
  criteria = g_strconcat ("UID ", text, NULL);
  if (!penny_uid_set_is_empty (uids)
      && (there = penny_imap_session_uid_search (self->session, criteria, error)) == NULL)
    return FALSE;

  penny_uid_set_free (g_steal_pointer (&uids));
  uids = penny_uid_set_new ();
  for (guint i = 0; there != NULL && i < there->len; i++)
    penny_uid_set_add (uids, g_array_index (there, PennyUid, i));
  for (guint i = group->len; i > 0; i--)
    {
      const PennyOperation *operation = g_ptr_array_index (group, i - 1);
      PennyUid uid = g_array_index (found, PennyUid, i - 1);
      g_autoptr (GError) local = NULL;

      if (uid.value != 0 && penny_uid_set_contains (uids, uid))
        continue;
      if (!penny_store_operation_upload_instead (self->sync->store, operation->id, &local)
          && !penny_journal_forgive (&local, error))
        return FALSE;
      g_ptr_array_remove_index (group, i - 1);
      g_array_remove_index (found, i - 1);
    }

  return TRUE;
}

/* FOUND: the UIDs of the group's letters in the selected folder, in its order. */
static gboolean
move_or_copy (PennyImapSync *self, GPtrArray *group, GArray *found, gboolean again, GError **error)
{
  const PennyOperation *first = g_ptr_array_index (group, 0);
  g_autoptr (PennyUidSet) uids = penny_uid_set_new ();
  g_auto (PennyImapMoved) moved = { 0, };
  g_autofree PennyOperationEnd *ends = NULL;
  gboolean copy = first->kind == PENNY_OPERATION_COPY;

  if (again && (copy || !penny_imap_session_has (self->session, PENNY_IMAP_CAP_MOVE))
      && !finish_begun (self, group, found, error))
    return FALSE;
  if (copy && group->len > 0 && !upload_what_is_gone (self, group, found, error))
    return FALSE;
  if (group->len == 0)
    return TRUE;

  collect_uids (found, uids);
  /* None is there any more: moved or removed by somebody else. Nothing is owed. */
  if (penny_uid_set_is_empty (uids))
    return all_done (self, group, error);
  if (!transfer_or_make (self, g_ptr_array_index (group, 0), uids, &moved, error))
    return FALSE;

  ends = g_new0 (PennyOperationEnd, group->len);
  for (guint i = 0; i < group->len; i++)
    ends[i] = (PennyOperationEnd) {
      ((const PennyOperation *) g_ptr_array_index (group, i))->id, moved.uidvalidity,
      find_new_uid (&moved, g_array_index (found, PennyUid, i)),
    };

  return penny_store_operations_done (self->sync->store, ends, group->len, error);
}

gboolean
penny_imap_operations_letters (PennyImapSync *self, GPtrArray *group, gboolean again, GError **error)
{
  const PennyOperation *first = g_ptr_array_index (group, 0);
  g_autoptr (PennyUidSet) uids = penny_uid_set_new ();
  g_autoptr (GArray) found = NULL;

  if (!select_path (self, first->folder, error) || (found = find_uids (self, group, error)) == NULL)
    return FALSE;
  if (first->kind == PENNY_OPERATION_MOVE || first->kind == PENNY_OPERATION_COPY)
    return move_or_copy (self, group, found, again, error);

  collect_uids (found, uids);
  if (penny_uid_set_is_empty (uids))
    return all_done (self, group, error);
  if (first->kind == PENNY_OPERATION_FLAGS)
    return penny_imap_session_store (self->session, uids, first->add, first->remove, error)
           && all_done (self, group, error);

  return penny_imap_session_expunge_uids (self->session, uids, NULL, error) && all_done (self, group, error);
}

/* --- uploads --- */

/* Somebody may have put the letter there already: this program before it was killed, or a server
 * that files what it sends. */
static gboolean
find_uploaded (PennyImapSync *self, const PennyOperation *operation, PennyFolder *target, PennyUid *uid,
               GError **error)
{
  *uid = PENNY_UID (0);
  if (target == NULL || (operation->attempts == 0 && target->role != PENNY_ROLE_SENT))
    return TRUE;

  g_clear_pointer (&self->folder, penny_folder_unref);
  if (!penny_imap_sync_select (self, target, error))
    return FALSE;
  /* What the server filed may have been listed before this one could know. */
  if (target->role == PENNY_ROLE_SENT && operation->message_id != NULL)
    return penny_imap_session_search_message_id (self->session, operation->message_id, uid, error);

  return penny_imap_sync_find (self, operation, NULL, uid, error);
}

static gboolean
append (PennyImapSync *self, const PennyOperation *operation, PennyFolder *target, GBytes *raw,
        guint32 *uidvalidity, PennyUid *uid, GError **error)
{
  g_autoptr (PennyLetterMark) mark = penny_store_get_mark (self->sync->store, operation->id, NULL);
  gint64 date = mark != NULL ? mark->internal_date : 0;
  g_autoptr (GError) local = NULL;

  if (penny_imap_session_append (self->session, operation->target, operation->add, date, raw,
                                 uidvalidity, uid, &local))
    return TRUE;

  if (!g_error_matches (local, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return penny_imap_sync_make (self, operation->target, target != NULL ? target->role : PENNY_ROLE_NONE, error)
         && penny_imap_session_append (self->session, operation->target, operation->add, date, raw,
                                       uidvalidity, uid, error);
}

gboolean
penny_imap_operations_upload (PennyImapSync *self, const PennyOperation *operation, GError **error)
{
  g_autoptr (GBytes) raw = penny_store_read_raw (self->sync->store, operation->entry, error);
  g_autoptr (PennyFolder) target = penny_store_find_folder (self->sync->store, operation->target, NULL);
  g_autoptr (GError) local = NULL;
  guint32 uidvalidity = 0;
  PennyUid uid;

  if (raw == NULL)
    return FALSE;

  if (!find_uploaded (self, operation, target, &uid, &local)
      && !g_error_matches (local, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  if (uid.value != 0)
    uidvalidity = self->selected.uidvalidity;
  else if (!penny_store_operation_began (self->sync->store, operation->id, error)
           || !append (self, operation, target, raw, &uidvalidity, &uid, error))
    return FALSE;

  return note_done (self, operation, uidvalidity, uid, error);
}

gboolean
penny_imap_operations_forget (PennyImapSync *self, GPtrArray *group, GError **error)
{
  return all_done (self, group, error);
}
