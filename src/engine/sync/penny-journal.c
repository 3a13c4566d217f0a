/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing the next operations. */
#include "penny-journal.h"

#include "penny-error.h"

static gboolean
is_groupable (const PennyOperation *operation)
{
  return operation->uid.value != 0
         && (operation->kind == PENNY_OPERATION_FLAGS || operation->kind == PENNY_OPERATION_MOVE
             || operation->kind == PENNY_OPERATION_DELETE);
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

      if (!g_hash_table_add (busy, &operation->entry) || operation->stuck
          || (kinds & (1u << operation->kind)) == 0)
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
