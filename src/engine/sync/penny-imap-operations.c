/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carrying out what the server is owed. Every operation may be repeated: a kill between the server's
 * answer and the journal's "done" costs a second, harmless try. */
#include "penny-imap-sync-private.h"

#include "penny-backoff.h"
#include "penny-error.h"
#include "penny-journal.h"
#include "penny-thread.h"

#define KINDS ((1u << PENNY_OPERATION_FLAGS) | (1u << PENNY_OPERATION_MOVE) | (1u << PENNY_OPERATION_DELETE) \
               | (1u << PENNY_OPERATION_APPEND) | (1u << PENNY_OPERATION_CLEAR))

static gboolean
note_done (PennyImapSync *self, const PennyOperation *operation, guint32 uidvalidity, PennyUid uid, GError **error)
{
  g_autoptr (GError) local = NULL;

  return penny_store_operation_done (self->sync->store, operation->id, uidvalidity, uid, &local)
         || penny_journal_forgive (&local, error);
}

static gboolean
all_done (PennyImapSync *self, GPtrArray *group, GError **error)
{
  for (guint i = 0; i < group->len; i++)
    if (!note_done (self, g_ptr_array_index (group, i), 0, PENNY_UID (0), error))
      return FALSE;

  return TRUE;
}

/* A flags operation does not know the letter's Message-ID; its entry does. */
static char *
dup_message_id (PennyImapSync *self, const PennyOperation *operation)
{
  g_autoptr (PennyEntry) entry = NULL;

  if (operation->message_id != NULL)
    return g_strdup (operation->message_id);

  entry = penny_store_get_entry (self->sync->store, operation->entry, NULL);
  return entry != NULL ? g_strdup (entry->message_id) : NULL;
}

/* Where the letters of GROUP are now, one UID each (0: nowhere), by their UID at the time of the act;
 * a letter whose UID was never told, or is void since, is looked for by its Message-ID. */
static GArray *
find_uids (PennyImapSync *self, GPtrArray *group, GError **error)
{
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (PennyUid));

  for (guint i = 0; i < group->len; i++)
    {
      const PennyOperation *operation = g_ptr_array_index (group, i);
      PennyUid uid = operation->uid;

      if (uid.value == 0 || operation->uidvalidity != self->selected.uidvalidity)
        {
          g_autofree char *message_id = dup_message_id (self, operation);

          uid = PENNY_UID (0);
          if (message_id != NULL
              && !penny_imap_session_search_message_id (self->session, message_id, &uid, error))
            return NULL;
        }
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

/* FOUND: the UIDs of the group's letters, in its order. */
static gboolean
move (PennyImapSync *self, GPtrArray *group, const GArray *found, const PennyUidSet *uids, GError **error)
{
  const PennyOperation *first = g_ptr_array_index (group, 0);
  g_auto (PennyImapMoved) moved = { 0, };
  g_autoptr (GError) local = NULL;

  if (!penny_imap_session_move (self->session, uids, first->target, &moved, &local))
    {
      g_autoptr (PennyFolder) target = NULL;

      if (!g_error_matches (local, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      target = penny_store_find_folder (self->sync->store, first->target, NULL);
      if (!penny_imap_sync_make (self, first->target, target != NULL ? target->role : PENNY_ROLE_NONE, error)
          || !penny_imap_session_move (self->session, uids, first->target, &moved, error))
        return FALSE;
    }

  for (guint i = 0; i < group->len; i++)
    if (!note_done (self, g_ptr_array_index (group, i), moved.uidvalidity,
                    find_new_uid (&moved, g_array_index (found, PennyUid, i)), error))
      return FALSE;

  return TRUE;
}

/* Without MOVE, a line that broke between the copying and the removal has left the letter in both places.
 * *UID: the copy's; 0: there is none. What the store knows in the target already is another letter. */
static gboolean
find_copy (PennyImapSync *self, const PennyOperation *operation, PennyUid *uid, GError **error)
{
  g_autoptr (PennyFolder) target = penny_store_find_folder (self->sync->store, operation->target, NULL);
  g_autoptr (PennyEntry) entry = penny_store_get_entry (self->sync->store, operation->entry, NULL);
  g_autofree char *message_id = dup_message_id (self, operation);
  g_autoptr (GArray) known = NULL;

  *uid = PENNY_UID (0);
  if (target == NULL || message_id == NULL)
    return TRUE;
  if (!penny_imap_sync_select (self, target, error)
      || (known = penny_store_list_known (self->sync->store, target->id, error)) == NULL)
    return FALSE;
  /* The listing has told already. */
  if (entry != NULL && entry->folder == target->id && entry->uid.value != 0)
    *uid = entry->uid;
  else if (!penny_imap_session_search_message_id (self->session, message_id, uid, error))
    return FALSE;
  else
    for (guint i = 0; i < known->len; i++)
      if (g_array_index (known, PennyKnown, i).uid.value == uid->value)
        *uid = PENNY_UID (0);

  return TRUE;
}

static gboolean
move_again (PennyImapSync *self, const PennyOperation *operation, PennyUid old, GError **error)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (PennyUid));
  g_autoptr (PennyUidSet) uids = penny_uid_set_new ();
  g_autoptr (GError) local = NULL;
  guint32 uidvalidity;
  PennyUid copy;

  if (!find_copy (self, operation, &copy, &local)
      && !g_error_matches (local, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  uidvalidity = self->selected.uidvalidity;
  if (!select_path (self, operation->folder, error))
    return FALSE;
  if (old.value == 0)
    return note_done (self, operation, copy.value != 0 ? uidvalidity : 0, copy, error);

  g_ptr_array_add (one, (gpointer) operation);
  g_array_append_val (found, old);
  penny_uid_set_add (uids, old);
  if (copy.value == 0)
    return move (self, one, found, uids, error);

  return penny_imap_session_expunge_uids (self->session, uids, NULL, error)
         && note_done (self, operation, uidvalidity, copy, error);
}

static gboolean
was_tried (GPtrArray *group)
{
  for (guint i = 0; i < group->len; i++)
    if (((PennyOperation *) g_ptr_array_index (group, i))->attempts > 1)
      return TRUE;

  return FALSE;
}

static gboolean
move_all (PennyImapSync *self, GPtrArray *group, const GArray *found, const PennyUidSet *uids, GError **error)
{
  if (penny_imap_session_has (self->session, PENNY_IMAP_CAP_MOVE) || !was_tried (group))
    return move (self, group, found, uids, error);

  for (guint i = 0; i < group->len; i++)
    if (!move_again (self, g_ptr_array_index (group, i), g_array_index (found, PennyUid, i), error))
      return FALSE;

  return TRUE;
}

static gboolean
change_letters (PennyImapSync *self, GPtrArray *group, GError **error)
{
  const PennyOperation *first = g_ptr_array_index (group, 0);
  g_autoptr (PennyUidSet) uids = penny_uid_set_new ();
  g_autoptr (GArray) found = NULL;

  if (!select_path (self, first->folder, error) || (found = find_uids (self, group, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    penny_uid_set_add (uids, g_array_index (found, PennyUid, i));

  /* None is there any more: moved or removed by somebody else. Nothing is owed. */
  if (penny_uid_set_is_empty (uids))
    return all_done (self, group, error);

  switch (first->kind)
    {
    case PENNY_OPERATION_FLAGS:
      return penny_imap_session_store (self->session, uids, first->add, first->remove, error)
             && all_done (self, group, error);
    case PENNY_OPERATION_DELETE:
      return penny_imap_session_expunge_uids (self->session, uids, NULL, error)
             && all_done (self, group, error);
    case PENNY_OPERATION_MOVE:
    default:
      return move_all (self, group, found, uids, error);
    }
}

/* --- uploads --- */

/* Somebody may have put the letter there already: this program before it was killed, or a server
 * that files what it sends. */
static gboolean
find_uploaded (PennyImapSync *self, const PennyOperation *operation, PennyFolder *target, PennyUid *uid,
               GError **error)
{
  *uid = PENNY_UID (0);
  if (operation->message_id == NULL || target == NULL
      || (operation->attempts == 0 && target->role != PENNY_ROLE_SENT))
    return TRUE;

  g_clear_pointer (&self->folder, penny_folder_unref);
  return penny_imap_sync_select (self, target, error)
         && penny_imap_session_search_message_id (self->session, operation->message_id, uid, error);
}

static gboolean
append (PennyImapSync *self, const PennyOperation *operation, PennyFolder *target, GBytes *raw,
        guint32 *uidvalidity, PennyUid *uid, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (penny_imap_session_append (self->session, operation->target, operation->add, 0, raw,
                                 uidvalidity, uid, &local))
    return TRUE;

  if (!g_error_matches (local, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return penny_imap_sync_make (self, operation->target, target != NULL ? target->role : PENNY_ROLE_NONE, error)
         && penny_imap_session_append (self->session, operation->target, operation->add, 0, raw,
                                       uidvalidity, uid, error);
}

static gboolean
upload (PennyImapSync *self, const PennyOperation *operation, GError **error)
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

/* --- the journal from its beginning --- */

static gboolean
carry_out (PennyImapSync *self, GPtrArray *group, GError **error)
{
  const PennyOperation *first = g_ptr_array_index (group, 0);

  switch (first->kind)
    {
    case PENNY_OPERATION_APPEND:
      return upload (self, first, error);
    case PENNY_OPERATION_CLEAR:
      /* A POP account's; nothing to do under IMAP. */
      return all_done (self, group, error);
    case PENNY_OPERATION_FLAGS:
    case PENNY_OPERATION_MOVE:
    case PENNY_OPERATION_DELETE:
    case PENNY_OPERATION_SEND:
    default:
      return change_letters (self, group, error);
    }
}

static gboolean
note_failure (PennyImapSync *self, const PennyOperation *operation, const GError *why, GError **error)
{
  PennyBackoff backoff = { .failures = MIN (operation->attempts, 10) };
  gint64 pause = penny_backoff_next (&backoff, g_random_double ()) / 1000 + 1;
  PennyErrorGrade grade = penny_error_grade (why);
  /* A full box has room again one day, and nobody would think of filing a sent letter's copy then. */
  gboolean full = g_error_matches (why, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_OVERQUOTA);
  gboolean stuck = grade.retry == PENNY_FINAL || (grade.retry == PENNY_NEEDS_PERSON && !full);
  g_autoptr (GError) local = NULL;

  return penny_store_operation_failed (self->sync->store, operation->id, why, penny_sync_now () + pause, stuck, &local)
         || penny_journal_forgive (&local, error);
}

/* One by one, so that the server's refusal hits the letter it is about. */
static gboolean
carry_out_each (PennyImapSync *self, GPtrArray *group, GError **error)
{
  for (guint i = 0; i < group->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      g_autoptr (GError) why = NULL;

      g_ptr_array_add (one, g_ptr_array_index (group, i));
      if (carry_out (self, one, &why))
        continue;
      if (penny_error_grade (why).spoils == PENNY_SPOILS_ACCOUNT || !penny_imap_session_is_alive (self->session))
        {
          g_propagate_error (error, g_steal_pointer (&why));
          return FALSE;
        }
      if (!note_failure (self, g_ptr_array_index (group, i), why, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
note_began (PennyImapSync *self, GPtrArray *group, GHashTable *begun, GError **error)
{
  for (guint i = 0; i < group->len; i++)
    {
      PennyOperation *operation = g_ptr_array_index (group, i);
      g_autoptr (GError) local = NULL;

      /* Counted anew where it was interrupted: more than one attempt means that it may have happened. */
      if (penny_store_operation_began (self->sync->store, operation->id, &local))
        g_hash_table_add (begun, &operation->id);
      else if (!penny_journal_forgive (&local, error))
        return FALSE;
    }

  return TRUE;
}

/* From here on the store merges nothing into the operations of GROUP and takes none back: what the
 * person does while the command is under way is owed anew. As they are by now, not as they were
 * listed; what has become different waits for its own turn. Of owned PennyOperation. */
static GPtrArray *
begin (PennyImapSync *self, GPtrArray *group, GError **error)
{
  g_autoptr (GHashTable) begun = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GPtrArray) operations = NULL;
  GPtrArray *ready;

  if (!note_began (self, group, begun, error)
      || (operations = penny_store_list_operations (self->sync->store, error)) == NULL)
    return NULL;

  ready = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_operation_unref);
  for (guint i = 0; i < operations->len; i++)
    {
      PennyOperation *operation = g_ptr_array_index (operations, i);

      if (g_hash_table_contains (begun, &operation->id)
          && (ready->len == 0 || penny_journal_is_alike (g_ptr_array_index (ready, 0), operation)))
        g_ptr_array_add (ready, penny_operation_ref (operation));
    }

  return ready;
}

static gboolean
carry_out_group (PennyImapSync *self, GPtrArray *listed, GError **error)
{
  const PennyOperation *first = g_ptr_array_index (listed, 0);
  g_autoptr (GPtrArray) group = NULL;
  g_autoptr (GError) why = NULL;

  /* An upload says itself when it begins: it looks before. */
  if (first->kind == PENNY_OPERATION_APPEND || first->kind == PENNY_OPERATION_CLEAR)
    group = g_ptr_array_ref (listed);
  else if ((group = begin (self, listed, error)) == NULL)
    return FALSE;

  if (group->len == 0 || carry_out (self, group, &why))
    return TRUE;
  if (penny_error_grade (why).spoils != PENNY_SPOILS_ACCOUNT && penny_imap_session_is_alive (self->session))
    return carry_out_each (self, group, error);

  g_propagate_error (error, g_steal_pointer (&why));
  return FALSE;
}

gboolean
penny_imap_sync_operations (PennyImapSync *self, gint64 *next_time, GError **error)
{
  penny_assert_thread (PENNY_THREAD_WORKER);

  for (;;)
    {
      g_autoptr (GPtrArray) operations = penny_store_list_operations (self->sync->store, error);
      g_autoptr (GPtrArray) group = NULL;

      if (operations == NULL)
        return FALSE;
      group = penny_journal_next_group (operations, KINDS, penny_sync_now (), next_time);
      if (group == NULL)
        return TRUE;
      penny_imap_sync_forget_told (self);
      if (!carry_out_group (self, group, error))
        return FALSE;
    }
}
