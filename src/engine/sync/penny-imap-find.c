/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking for one letter in the selected folder: by its Message-ID, or without one by its size, and then by
 * what its header says. Never by a guess: a letter that is taken for another would be lost. */
#include "penny-imap-operations.h"

#include "penny-error.h"
#include "penny-summary.h"

#define MAX_CANDIDATES 100

/* Those of UIDS that belong to other letters than ENTRY. */
static GHashTable *
list_taken (PennyImapSync *self, PennyEntryId entry, const GArray *uids, GError **error)
{
  g_autoptr (GArray) known = penny_store_list_known_among (self->sync->store, self->folder->id, uids, error);
  GHashTable *taken;

  if (known == NULL)
    return NULL;

  taken = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < known->len; i++)
    {
      const PennyKnown *one = &g_array_index (known, PennyKnown, i);

      if (one->entry != entry)
        g_hash_table_add (taken, GUINT_TO_POINTER (one->uid.value));
    }

  return taken;
}

static GArray *
search (PennyImapSync *self, const PennyLetterMark *mark, GError **error)
{
  g_autofree char *criteria = NULL;

  if (mark->message_id != NULL)
    return penny_imap_session_list_message_id (self->session, mark->message_id, error);

  criteria = mark->size > 0 ? g_strdup_printf ("LARGER %u SMALLER %u", mark->size - 1, mark->size + 1)
                            : g_strdup ("SMALLER 1");
  return penny_imap_session_uid_search (self->session, criteria, error);
}

typedef struct {
  const PennyLetterMark *mark;
  PennyUid uid;           /* 0: none yet */
  gboolean same_date;
} Best;

static gboolean
is_of_letter (const PennyLetterMark *mark, const PennyImapFetched *fetched, const PennySummary *summary)
{
  if (g_strcmp0 (summary->message_id, mark->message_id) != 0)
    return FALSE;
  if (mark->loose && mark->message_id != NULL)
    return TRUE;

  return fetched->rfc822_size == mark->size && g_str_equal (summary->subject, mark->subject)
         && g_str_equal (summary->from_name, mark->from_name) && g_str_equal (summary->to, mark->to)
         && g_str_equal (summary->from_address, mark->from_address);
}

static void
compare_cb (PennyImapFetched *fetched, gpointer data)
{
  Best *best = data;
  const PennyLetterMark *mark = best->mark;
  gboolean same_date = fetched->internal_date == mark->internal_date;
  g_autoptr (PennySummary) summary = NULL;

  /* Marked \Deleted it is as good as gone: what a move without UIDPLUS leaves behind. */
  if (fetched->header == NULL || (fetched->flags & PENNY_FLAG_DELETED)
      || (best->uid.value != 0 && (best->same_date || !same_date)))
    return;

  summary = penny_summary_from_header (fetched->header);
  if (!is_of_letter (mark, fetched, summary))
    return;

  best->uid = fetched->uid;
  best->same_date = same_date;
}

static gboolean
compare_headers (PennyImapSync *self, const PennyUidSet *candidates, Best *best, GError **error)
{
  return penny_imap_session_fetch (self->session, &candidates, 1,
                                   PENNY_IMAP_FETCH_FLAGS | PENNY_IMAP_FETCH_INTERNAL_DATE | PENNY_IMAP_FETCH_SIZE
                                   | PENNY_IMAP_FETCH_HEADER, penny_summary_header_fields (), compare_cb, NULL, best,
                                   error);
}

gboolean
penny_imap_sync_find (PennyImapSync *self, const PennyOperation *operation, GHashTable *found, PennyUid *uid,
                      GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (PennyLetterMark) mark = penny_store_get_mark (self->sync->store, operation->id, &local);
  g_autoptr (GHashTable) taken = NULL;
  g_autoptr (GArray) uids = NULL;
  g_autoptr (PennyUidSet) candidates = penny_uid_set_new ();
  Best best = { .mark = mark };
  guint n = 0;

  *uid = PENNY_UID (0);
  if (mark == NULL && local == NULL)
    return TRUE;
  if (local != NULL || (uids = search (self, mark, &local)) == NULL
      || (taken = list_taken (self, operation->entry, uids, &local)) == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  for (guint i = uids->len; i > 0 && n < MAX_CANDIDATES; i--)
    {
      PennyUid one = g_array_index (uids, PennyUid, i - 1);

      if (g_hash_table_contains (taken, GUINT_TO_POINTER (one.value))
          || (found != NULL && g_hash_table_contains (found, GUINT_TO_POINTER (one.value))))
        continue;
      penny_uid_set_add (candidates, one);
      n++;
    }

  if (n > 0 && !compare_headers (self, candidates, &best, error))
    return FALSE;

  *uid = best.uid;
  if (found != NULL && uid->value != 0)
    g_hash_table_add (found, GUINT_TO_POINTER (uid->value));
  return TRUE;
}
