/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing the next operations. */
#include "penny-journal.h"

#include "penny-error.h"

static gboolean
is_groupable (const PennyOperation *operation)
{
  return operation->uid.value != 0
         && (operation->kind == PENNY_OPERATION_FLAGS || operation->kind == PENNY_OPERATION_MOVE
             || operation->kind == PENNY_OPERATION_COPY || operation->kind == PENNY_OPERATION_DELETE);
}

static gboolean
is_unmade (const char *path)
{
  return path != NULL && g_str_has_prefix (path, PENNY_STORE_NEW_PATH);
}

/* The letters of a folder that goes have to be out of it first; a letter waits for its folder. */
static gboolean
waits_for_others (const PennyOperation *operation, GPtrArray *operations)
{
  if (operation->kind != PENNY_OPERATION_DELETE_FOLDER)
    return !penny_operation_is_of_folder (operation)
           && (is_unmade (operation->folder) || is_unmade (operation->target));

  for (guint i = 0; i < operations->len; i++)
    {
      const PennyOperation *other = g_ptr_array_index (operations, i);

      if (!penny_operation_is_of_folder (other) && !other->stuck
          && (g_strcmp0 (other->folder, operation->folder) == 0 || g_strcmp0 (other->target, operation->folder) == 0))
        return TRUE;
    }

  return FALSE;
}

/* TRUE when nothing older is owed for its letter or the one that it copies. Folders: for any of them. */
static gboolean
take_turn (GHashTable *busy, PennyOperation *operation)
{
  gboolean turn = g_hash_table_add (busy, &operation->entry);

  return (operation->source == 0 || g_hash_table_add (busy, &operation->source)) && turn;
}

gboolean
penny_journal_is_alike (const PennyOperation *a, const PennyOperation *b)
{
  return a->kind == b->kind && a->uidvalidity == b->uidvalidity
         && a->add == b->add && a->remove == b->remove
         && g_strcmp0 (a->folder, b->folder) == 0 && g_strcmp0 (a->target, b->target) == 0;
}

GPtrArray *
penny_journal_next_group (GPtrArray *operations, guint kinds, gint64 now, gint64 *next_time)
{
  g_autoptr (GHashTable) busy = g_hash_table_new (g_int64_hash, g_int64_equal);
  GPtrArray *group = NULL;
  gint64 soonest = 0;

  for (guint i = 0; i < operations->len; i++)
    {
      PennyOperation *operation = g_ptr_array_index (operations, i);
      const PennyOperation *first = group != NULL ? g_ptr_array_index (group, 0) : NULL;

      if (!take_turn (busy, operation) || operation->stuck || (kinds & (1u << operation->kind)) == 0
          || waits_for_others (operation, operations))
        continue;
      if (operation->not_before > now)
        {
          soonest = soonest == 0 ? operation->not_before : MIN (soonest, operation->not_before);
          continue;
        }
      if (first == NULL)
        group = g_ptr_array_new ();
      else if (!is_groupable (operation) || !penny_journal_is_alike (first, operation))
        continue;

      g_ptr_array_add (group, operation);
      if (!is_groupable (operation) || group->len >= PENNY_JOURNAL_MAX_GROUP)
        break;
    }

  if (next_time != NULL)
    *next_time = group == NULL ? soonest : now;
  return group;
}

gboolean
penny_journal_forgive (GError **local, GError **error)
{
  if (g_error_matches (*local, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND))
    {
      g_clear_error (local);
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (local));
  return FALSE;
}
