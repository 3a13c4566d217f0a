/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carrying out what the server is owed. Every operation may be repeated: a kill between the server's
 * answer and the journal's "done" costs a second, harmless try.
 *
 * What happens when somebody else was there first (tests/live/test-conflicts.py has them all). The rule of
 * rules: what the person did last counts, unless it would cost a letter.
 *
 *   meanwhile, on the server …          what was done here is
 *   ----------------------------------  ------------------------------------------------------------------
 *   flags changed                       put on top; only what was changed here is sent
 *   letter removed or moved elsewhere   nothing any more: it is where the other one put it
 *     … and it was to be copied         an upload of what is here; without its body, nothing
 *   source folder removed               an upload into the target of what is here; without its body, nothing
 *   source folder renamed               done in the folder of the new name (penny-imap-renames.c)
 *   target folder removed               taken back: the letter is where it was; an upload is kept on this computer
 *     … between the last look and now   done in a folder made again
 *   folder made anew (UIDVALIDITY)      done to the letter with the same header; not there: as removed
 *   folder to be made is there          that folder
 *   folder to be renamed, name taken    refused: it has its old name again
 *   folder to be renamed or deleted
 *     is gone                           nothing any more
 *   folder to be deleted has letters
 *     that were not seen here           not done: the folder is shown again
 *   the server refuses for good         taken back, and the person is told (PENNY_SYNC_NOTICE_TAKEN_BACK)
 */
#include "penny-imap-operations.h"

#include "penny-backoff.h"
#include "penny-error.h"
#include "penny-journal.h"
#include "penny-store-actions.h"
#include "penny-thread.h"

/* All but SEND. */
#define KINDS (((1u << PENNY_N_OPERATIONS) - 1) & ~(1u << PENNY_OPERATION_SEND))

static gboolean
carry_out (PennyImapSync *self, GPtrArray *group, gboolean again, GError **error)
{
  const PennyOperation *first = g_ptr_array_index (group, 0);

  if (penny_operation_is_of_folder (first))
    return penny_imap_operations_folder (self, first, error);
  if (first->kind == PENNY_OPERATION_APPEND)
    return penny_imap_operations_upload (self, first, error);
  /* A POP account's; nothing to do under IMAP. */
  if (first->kind == PENNY_OPERATION_CLEAR)
    return penny_imap_operations_forget (self, group, error);

  return penny_imap_operations_letters (self, group, again, error);
}

/* --- failing --- */

/* What was refused for good, of operations that are alike; told together. */
typedef struct {
  guint n;
  PennyOperationKind kind;
  char *text;        /* owned: the first one's subject or folder */
  GError *why;       /* owned */
} Refused;

static void
refused_clear (Refused *refused)
{
  g_clear_pointer (&refused->text, g_free);
  g_clear_error (&refused->why);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Refused, refused_clear)

static char *
describe (PennyImapSync *self, const PennyOperation *operation)
{
  g_autoptr (PennyLetterMark) mark = NULL;

  if (operation->kind == PENNY_OPERATION_CREATE_FOLDER)
    return g_strdup (operation->target);
  if (penny_operation_is_of_folder (operation))
    return g_strdup (operation->folder);

  mark = penny_store_get_mark (self->sync->store, operation->id, NULL);
  return g_strdup (mark != NULL ? mark->subject : "");
}

static gboolean
take_back (PennyImapSync *self, const PennyOperation *operation, const GError *why, Refused *refused, GError **error)
{
  g_autofree char *text = describe (self, operation);
  g_autoptr (GError) local = NULL;

  if (!penny_store_operation_drop (self->sync->store, operation->id, &local))
    return penny_journal_forgive (&local, error);

  penny_imap_sync_forget_told (self);
  if (refused->n++ > 0)
    return TRUE;
  refused->kind = operation->kind;
  refused->text = g_steal_pointer (&text);
  refused->why = g_error_copy (why);
  return TRUE;
}

static gboolean
is_final (const GError *why)
{
  PennyErrorGrade grade = penny_error_grade (why);

  /* A full box has room again one day, and nobody would think of filing a sent letter's copy then. */
  return grade.retry == PENNY_FINAL
         || (grade.retry == PENNY_NEEDS_PERSON && !g_error_matches (why, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_OVERQUOTA));
}

static gboolean
note_failure (PennyImapSync *self, const PennyOperation *operation, const GError *why, Refused *refused,
              GError **error)
{
  PennyBackoff backoff = { .failures = MIN (operation->attempts, 10) };
  gint64 pause = penny_backoff_next (&backoff, g_random_double ()) / 1000 + 1;
  g_autoptr (GError) local = NULL;

  if (is_final (why))
    return take_back (self, operation, why, refused, error);

  return penny_store_operation_failed (self->sync->store, operation->id, why, penny_sync_now () + pause, FALSE, &local)
         || penny_journal_forgive (&local, error);
}

static gboolean
spoils_session (PennyImapSync *self, const GError *why)
{
  return penny_error_grade (why).spoils == PENNY_SPOILS_ACCOUNT || !penny_imap_session_is_alive (self->session);
}

/* A folder went since the last look: the list tells which, and the journal follows it. Once in a while. */
static gboolean
look_at_folders (PennyImapSync *self, const GError *why, GError **error)
{
  if (self->looked_again || !g_error_matches (why, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT))
    return FALSE;

  self->looked_again = TRUE;
  g_clear_pointer (&self->folder, penny_folder_unref);
  return penny_imap_sync_folders (self, error);
}

/* One by one, so that the server's refusal hits the letter it is about. */
static gboolean
carry_out_each (PennyImapSync *self, GPtrArray *group, GError **error)
{
  g_auto (Refused) refused = { 0, };

  for (guint i = 0; i < group->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      g_autoptr (GError) why = NULL;

      g_ptr_array_add (one, g_ptr_array_index (group, i));
      if (carry_out (self, one, TRUE, &why))
        continue;
      if (spoils_session (self, why))
        {
          g_propagate_error (error, g_steal_pointer (&why));
          return FALSE;
        }
      if (!note_failure (self, g_ptr_array_index (group, i), why, &refused, error))
        return FALSE;
    }

  if (refused.n > 0)
    penny_sync_tell_taken_back (self->sync, refused.kind, refused.n, refused.text, refused.why);
  return TRUE;
}

/* --- the journal from its beginning --- */

static gboolean
note_began (PennyImapSync *self, GPtrArray *group, GHashTable *begun, GError **error)
{
  g_autofree PennyOperationId *ids = g_new (PennyOperationId, group->len);

  for (guint i = 0; i < group->len; i++)
    {
      PennyOperation *operation = g_ptr_array_index (group, i);

      ids[i] = operation->id;
      g_hash_table_add (begun, &operation->id);
    }

  return penny_store_operations_began (self->sync->store, ids, group->len, error);
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

/* Begun before, and nobody knows how far it came. */
static gboolean
was_begun (GPtrArray *group)
{
  for (guint i = 0; i < group->len; i++)
    if (((const PennyOperation *) g_ptr_array_index (group, i))->attempts > 1)
      return TRUE;

  return FALSE;
}

static gboolean
carry_out_group (PennyImapSync *self, GPtrArray *listed, GError **error)
{
  const PennyOperation *first = g_ptr_array_index (listed, 0);
  g_autoptr (GPtrArray) group = NULL;
  g_autoptr (GError) why = NULL;
  g_autoptr (GError) local = NULL;

  /* An upload says itself when it begins: it looks before. */
  if (first->kind == PENNY_OPERATION_APPEND || first->kind == PENNY_OPERATION_CLEAR)
    group = g_ptr_array_ref (listed);
  else if ((group = begin (self, listed, error)) == NULL)
    return FALSE;

  if (group->len == 0 || carry_out (self, group, was_begun (group), &why))
    return TRUE;
  if (spoils_session (self, why))
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }
  if (look_at_folders (self, why, &local))
    return TRUE;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return carry_out_each (self, group, error);
}

gboolean
penny_imap_sync_operations (PennyImapSync *self, gint64 *next_time, GError **error)
{
  penny_assert_thread (PENNY_THREAD_WORKER);

  self->looked_again = FALSE;
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
