/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One walk over two ascending lists. */
#include "penny-reconcile.h"

PennyReconciled *
penny_reconcile (const GArray *known, const GArray *server, PennyUid first)
{
  PennyReconciled *self = g_new0 (PennyReconciled, 1);
  guint k = 0, s = 0;

  self->arrived = g_array_new (FALSE, FALSE, sizeof (PennyUid));
  self->vanished = g_array_new (FALSE, FALSE, sizeof (PennyUid));
  self->changed = g_array_new (FALSE, FALSE, sizeof (PennyImapFlagChange));

  while (k < known->len && g_array_index (known, PennyKnown, k).uid.value < first.value)
    k++;

  while (k < known->len || s < server->len)
    {
      const PennyKnown *ours = k < known->len ? &g_array_index (known, PennyKnown, k) : NULL;
      const PennyImapFlagChange *theirs =
        s < server->len ? &g_array_index (server, PennyImapFlagChange, s) : NULL;

      if (theirs == NULL || (ours != NULL && ours->uid.value < theirs->uid.value))
        {
          g_array_append_val (self->vanished, ours->uid);
          k++;
        }
      else if (ours == NULL || theirs->uid.value < ours->uid.value)
        {
          /* The list is ascending; the newest are wanted first. */
          g_array_append_val (self->arrived, theirs->uid);
          s++;
        }
      else
        {
          if (ours->server_flags != theirs->flags)
            g_array_append_val (self->changed, *theirs);
          k++;
          s++;
        }
    }

  for (guint i = 0, n = self->arrived->len; i < n / 2; i++)
    {
      PennyUid *low = &g_array_index (self->arrived, PennyUid, i);
      PennyUid *high = &g_array_index (self->arrived, PennyUid, n - 1 - i);
      PennyUid kept = *low;

      *low = *high;
      *high = kept;
    }

  return self;
}

void
penny_reconciled_free (PennyReconciled *self)
{
  g_array_unref (self->arrived);
  g_array_unref (self->vanished);
  g_array_unref (self->changed);
  g_free (self);
}

GHashTable *
penny_index_known (const GArray *known)
{
  GHashTable *by_uid = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < known->len; i++)
    {
      PennyKnown *one = &g_array_index (known, PennyKnown, i);

      g_hash_table_insert (by_uid, GUINT_TO_POINTER (one->uid.value), one);
    }

  return by_uid;
}

GPtrArray *
penny_cut_windows (const GArray *entries, gsize max_bytes, guint max_n)
{
  GPtrArray *windows = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_uid_set_free);
  PennyUidSet *window = NULL;
  gsize bytes = 0;
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const PennyKnown *entry = &g_array_index (entries, PennyKnown, i);

      if (window == NULL || n >= max_n || bytes + entry->size > max_bytes)
        {
          window = penny_uid_set_new ();
          g_ptr_array_add (windows, window);
          bytes = n = 0;
        }
      penny_uid_set_add (window, entry->uid);
      bytes += entry->size;
      n++;
    }

  return windows;
}

GPtrArray *
penny_cut_uid_windows (const GArray *uids, guint max_n)
{
  GPtrArray *windows = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_uid_set_free);

  for (guint i = 0; i < uids->len; i++)
    {
      if (i % max_n == 0)
        g_ptr_array_add (windows, penny_uid_set_new ());
      penny_uid_set_add (g_ptr_array_index (windows, windows->len - 1), g_array_index (uids, PennyUid, i));
    }

  return windows;
}
