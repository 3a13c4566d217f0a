/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A diff for lists of unique ids whose order hardly ever changes: linear in time and space. */
#include "penny-id-diff.h"

static GHashTable *
make_set (const PennyEntryId *ids, guint from, guint to)
{
  GHashTable *set = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = from; i < to; i++)
    g_hash_table_add (set, (gpointer) &ids[i]);
  return set;
}

/* Widens the last edit when it touches (I, J), else opens one there. */
static void
note (GArray *edits, guint i, guint j, guint removed, guint added)
{
  PennyIdEdit *last = edits->len == 0 ? NULL : &g_array_index (edits, PennyIdEdit, edits->len - 1);

  if (last == NULL || last->before + last->n_removed != i || last->after + last->n_added != j)
    {
      PennyIdEdit edit = { i, removed, j, added };

      g_array_append_val (edits, edit);
      return;
    }
  last->n_removed += removed;
  last->n_added += added;
}

static void
walk (GArray *edits, const PennyEntryId *old_ids, guint i, guint old_end,
      const PennyEntryId *new_ids, guint j, guint new_end)
{
  g_autoptr (GHashTable) in_old = make_set (old_ids, i, old_end);

  while (i < old_end || j < new_end)
    {
      if (i < old_end && j < new_end && old_ids[i] == new_ids[j])
        {
          g_hash_table_remove (in_old, &old_ids[i++]);
          j++;
        }
      else if (j < new_end && !g_hash_table_contains (in_old, &new_ids[j]))
        {
          note (edits, i, j++, 0, 1);
        }
      else
        {
          /* Gone, or somewhere else now: then its new place must find it unknown. */
          g_hash_table_remove (in_old, &old_ids[i]);
          note (edits, i++, j, 1, 0);
        }
    }
}

/* Joins edits that have at most GAP untouched ids between them. */
static void
join (GArray *edits, guint gap)
{
  guint kept = 0;

  for (guint i = 1; i < edits->len; i++)
    {
      PennyIdEdit *last = &g_array_index (edits, PennyIdEdit, kept);
      PennyIdEdit edit = g_array_index (edits, PennyIdEdit, i);
      guint between = edit.before - (last->before + last->n_removed);

      if (between > gap)
        {
          g_array_index (edits, PennyIdEdit, ++kept) = edit;
          continue;
        }
      last->n_removed += between + edit.n_removed;
      last->n_added += between + edit.n_added;
    }
  if (edits->len > 0)
    g_array_set_size (edits, kept + 1);
}

GArray *
penny_id_diff (const PennyEntryId *old_ids, guint n_old, const PennyEntryId *new_ids, guint n_new,
               guint max_edits)
{
  GArray *edits = g_array_new (FALSE, FALSE, sizeof (PennyIdEdit));
  guint start = 0;
  guint end = 0;
  guint shorter = MIN (n_old, n_new);

  while (start < shorter && old_ids[start] == new_ids[start])
    start++;
  while (end < shorter - start && old_ids[n_old - 1 - end] == new_ids[n_new - 1 - end])
    end++;

  walk (edits, old_ids, start, n_old - end, new_ids, start, n_new - end);
  for (guint gap = 1; edits->len > max_edits; gap = gap > G_MAXUINT / 2 ? G_MAXUINT : gap * 2)
    join (edits, gap);
  return edits;
}
