/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders that another program (or this one, before it could note so) has renamed: found again by what stays, so
 * that their letters are not fetched again:
 *   our own new name, which the server was being asked for;
 *   MAILBOXID (RFC 8474), which stays for ever;
 *   the same UIDVALIDITY, and the same letters under the same UIDs (some are looked at; an empty one: the same
 *   UIDNEXT). Dovecot 2.3 and Courier keep all UIDs when a mailbox is renamed;
 *   the newest letters are all there under other UIDs: the rest are told by their headers then.
 * MAILBOXID is taken from SELECT: Cyrus 3.6.1 (2026-11-30) answers a STATUS for it with whatever lies in its
 * memory, line ends too: "* STATUS INBOX (MESSAGES 0 … MAILBOXID (Ub\n:…U) UNSEEN 0)". */
#include "penny-imap-sync-private.h"

#include <string.h>

#include "penny-error.h"
#include "penny-summary.h"

/* How many letters are looked at, how many folders without numbers are asked for them, and how many are opened. What
 * is not found by then is fetched as anything new. */
#define SAMPLE 3
#define MAX_ASKED 50
#define MAX_OPENED 200

typedef struct {
  PennyImapSync *self;
  GPtrArray *lost;      /* owned; of PennyFolder that the server does not name any more, the deepest first */
  GPtrArray *found;     /* owned; of borrowed PennyImapMailbox that are not known */
  guint n_opened;
} Search;

static void
search_clear (Search *search)
{
  g_clear_pointer (&search->lost, g_ptr_array_unref);
  g_clear_pointer (&search->found, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static int
compare_deepest_first (gconstpointer a, gconstpointer b)
{
  const PennyFolder *one = *(const PennyFolder * const *) a, *other = *(const PennyFolder * const *) b;

  return (int) strlen (other->path) - (int) strlen (one->path);
}

/* One that was deleted here, which the server has still to be told, may have another name there by now: its letters
 * are in it. Full. */
static GPtrArray *
list_all_folders (PennyImapSync *self, GError **error)
{
  g_autoptr (GPtrArray) folders = penny_store_list_folders (self->sync->store, error);
  GPtrArray *leaving = folders != NULL ? penny_store_list_leaving (self->sync->store, error) : NULL;

  if (leaving == NULL)
    return NULL;

  g_ptr_array_extend_and_steal (folders, leaving);
  return g_steal_pointer (&folders);
}

static gboolean
begin (Search *search, GPtrArray *mailboxes, GError **error)
{
  g_autoptr (GPtrArray) folders = list_all_folders (search->self, error);
  g_autoptr (GHashTable) there = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) here = g_hash_table_new (g_str_hash, g_str_equal);

  if (folders == NULL)
    return FALSE;

  search->lost = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_folder_unref);
  search->found = g_ptr_array_new ();
  for (guint i = 0; i < mailboxes->len; i++)
    g_hash_table_add (there, ((PennyImapMailbox *) g_ptr_array_index (mailboxes, i))->path);
  for (guint i = 0; i < folders->len; i++)
    {
      PennyFolder *folder = g_ptr_array_index (folders, i);

      g_hash_table_add (here, folder->path);
      if (!folder->local && folder->selectable && folder->uidvalidity != 0
          && !g_hash_table_contains (there, folder->path))
        g_ptr_array_add (search->lost, penny_folder_ref (folder));
    }
  g_ptr_array_sort (search->lost, compare_deepest_first);
  for (guint i = 0; i < mailboxes->len && search->lost->len > 0; i++)
    {
      PennyImapMailbox *mailbox = g_ptr_array_index (mailboxes, i);

      if (mailbox->path[0] != '\\' && (mailbox->attributes & PENNY_IMAP_MAILBOX_NOSELECT) == 0
          && !g_hash_table_contains (here, mailbox->path))
        g_ptr_array_add (search->found, mailbox);
    }

  return TRUE;
}

/* Servers without LIST-STATUS. One that does not answer is left out. */
static gboolean
ask_numbers (Search *search, GError **error)
{
  g_autoptr (GPtrArray) asked = g_ptr_array_new ();

  for (guint i = 0; i < MIN (search->found->len, MAX_ASKED); i++)
    g_ptr_array_add (asked, g_ptr_array_index (search->found, i));

  return penny_imap_session_fill_status (search->self->session, asked, error);
}

/* --- by letters --- */

/* A letter and the UID that it has on the server in the folder in question. */
typedef struct {
  PennyUid uid;
  PennyEntry *entry;    /* owned */
} Known;

static void
known_free (Known *known)
{
  penny_entry_unref (known->entry);
  g_free (known);
}

static void
add_known (GPtrArray *sample, PennyUid uid, PennyEntry *entry)
{
  Known *known = g_new (Known, 1);

  *known = (Known) { uid, penny_entry_ref (entry) };
  g_ptr_array_add (sample, known);
}

/* What is to leave FOLDER, and is shown elsewhere here by now, is in it there. */
static void
add_leaving (PennyImapSync *self, const PennyFolder *folder, GPtrArray *sample)
{
  g_autoptr (GPtrArray) operations = penny_store_list_operations (self->sync->store, NULL);

  for (guint i = 0; operations != NULL && i < operations->len && sample->len < SAMPLE; i++)
    {
      const PennyOperation *operation = g_ptr_array_index (operations, i);
      g_autoptr (PennyEntry) entry = NULL;

      if (operation->kind == PENNY_OPERATION_MOVE && operation->uid.value != 0
          && operation->uidvalidity == folder->uidvalidity && g_strcmp0 (operation->folder, folder->path) == 0)
        entry = penny_store_get_entry (self->sync->store, operation->entry, NULL);
      if (entry != NULL)
        add_known (sample, operation->uid, entry);
    }
}

/* The newest letters of FOLDER whose UIDs are known, at most SAMPLE. Of Known. */
static GPtrArray *
list_sample (PennyImapSync *self, const PennyFolder *folder)
{
  g_autoptr (GPtrArray) entries = penny_store_list_entries (self->sync->store, folder->id, 0, 0, 10 * SAMPLE, NULL);
  GPtrArray *sample = g_ptr_array_new_with_free_func ((GDestroyNotify) known_free);

  for (guint i = 0; entries != NULL && i < entries->len && sample->len < SAMPLE; i++)
    {
      PennyEntry *entry = g_ptr_array_index (entries, i);

      if (entry->uid.value != 0)
        add_known (sample, entry->uid, entry);
    }

  add_leaving (self, folder, sample);
  return sample;
}

typedef struct {
  GPtrArray *sample;
  guint n_same;
} Comparison;

static void
compare_cb (PennyImapFetched *fetched, gpointer data)
{
  Comparison *comparison = data;

  for (guint i = 0; fetched->header != NULL && i < comparison->sample->len; i++)
    {
      const Known *known = g_ptr_array_index (comparison->sample, i);
      const PennyEntry *entry = known->entry;
      g_autoptr (PennySummary) summary = NULL;

      if (known->uid.value != fetched->uid.value)
        continue;
      summary = penny_summary_from_header (fetched->header);
      comparison->n_same += g_strcmp0 (summary->message_id, entry->message_id) == 0
                            && g_str_equal (summary->subject, entry->subject)
                            && g_str_equal (summary->from_address, entry->from_address);
    }
}

/* The letters of SAMPLE stand in the selected mailbox under the UIDs that they had. */
static gboolean
has_same_uids (PennyImapSync *self, GPtrArray *sample, gboolean *same, GError **error)
{
  g_autoptr (PennyUidSet) uids = penny_uid_set_new ();
  const PennyUidSet *set = uids;
  Comparison comparison = { sample, 0 };

  for (guint i = 0; i < sample->len; i++)
    penny_uid_set_add (uids, ((Known *) g_ptr_array_index (sample, i))->uid);
  if (!penny_imap_session_fetch (self->session, &set, 1, PENNY_IMAP_FETCH_HEADER, penny_summary_header_fields (),
                                 compare_cb, NULL, &comparison, error))
    return FALSE;

  *same = comparison.n_same == sample->len;
  return TRUE;
}

/* … under whatever UIDs. Without a Message-ID none can be asked for. */
static gboolean
has_same_letters (PennyImapSync *self, GPtrArray *sample, gboolean *same, GError **error)
{
  *same = FALSE;
  for (guint i = 0; i < sample->len; i++)
    {
      const PennyEntry *entry = ((Known *) g_ptr_array_index (sample, i))->entry;
      PennyUid uid;

      if (entry->message_id == NULL)
        continue;
      if (!penny_imap_session_search_message_id (self->session, entry->message_id, &uid, error))
        return FALSE;
      *same = uid.value != 0;
      if (!*same)
        return TRUE;
    }

  return TRUE;
}

/* What the first flight told of the inbox is of no use any more once something else is selected. */
static gboolean
look_into (Search *search, const PennyImapMailbox *mailbox, PennyImapSelected *selected, GError **error)
{
  PennyImapSync *self = search->self;

  search->n_opened++;
  g_clear_pointer (&self->folder, penny_folder_unref);
  penny_imap_visited_clear (&self->opening);
  return penny_imap_session_select (self->session, mailbox->path, TRUE, selected, error);
}

/* --- which one --- */

typedef enum {
  NO,
  YES,
  YES_VOID,    /* its letters, under other UIDs */
  FAILED,
} Verdict;

static gboolean
may_have_same_uids (const PennyFolder *folder, const PennyImapMailbox *mailbox)
{
  return mailbox->status.uidvalidity == folder->uidvalidity
         && mailbox->status.uidnext.value >= folder->uidnext.value;
}

static Verdict
judge_by_letters (PennyImapSync *self, const PennyFolder *folder, const PennyImapMailbox *mailbox, gboolean other_id,
                  GError **error)
{
  gboolean same_uids = !other_id && may_have_same_uids (folder, mailbox);
  g_autoptr (GPtrArray) sample = list_sample (self, folder);
  gboolean same = FALSE;

  if (sample->len == 0)
    return same_uids && mailbox->status.messages == 0
           && mailbox->status.uidnext.value == folder->uidnext.value ? YES : NO;
  if (same_uids && !has_same_uids (self, sample, &same, error))
    return FAILED;
  if (same)
    return YES;
  if (mailbox->status.messages < MAX (folder->n_total / 2, 1))
    return NO;
  if (!has_same_letters (self, sample, &same, error))
    return FAILED;

  return same ? YES_VOID : NO;
}

static Verdict
judge (Search *search, const PennyFolder *folder, const PennyImapMailbox *mailbox, GError **error)
{
  PennyImapSelected selected;
  gboolean both;

  if (mailbox->status.uidvalidity == 0 || search->n_opened >= MAX_OPENED)
    return NO;
  if (!look_into (search, mailbox, &selected, error))
    return FAILED;
  both = folder->mailbox_id != NULL && selected.mailbox_id[0] != '\0';
  if (both && g_str_equal (folder->mailbox_id, selected.mailbox_id))
    return YES;

  /* Another one may still hold copies of the letters. */
  return judge_by_letters (search->self, folder, mailbox, both, error);
}

static void
note (Search *search, guint i, const PennyFolder *folder, gboolean void_uids, PennyBatch *batch)
{
  const PennyImapMailbox *mailbox = g_ptr_array_index (search->found, i);

  g_debug ("folder %s is called %s now", folder->path, mailbox->path);
  penny_batch_rename_folder (batch, folder->path, mailbox->path, void_uids);
  g_ptr_array_remove_index_fast (search->found, i);
}

/* Ours: it was about to get this name. */
static gboolean
match_by_name (Search *search, const PennyFolder *folder, PennyBatch *batch)
{
  for (guint i = 0; i < search->found->len; i++)
    if (g_str_equal (folder->shown, ((PennyImapMailbox *) g_ptr_array_index (search->found, i))->path))
      {
        note (search, i, folder, FALSE, batch);
        return TRUE;
      }

  return FALSE;
}

static gboolean
has_same_last_name (const PennyFolder *folder, const PennyImapMailbox *mailbox)
{
  const char *start = mailbox->delimiter != '\0' ? strrchr (mailbox->path, mailbox->delimiter) : NULL;

  return g_strcmp0 (start != NULL ? start + 1 : mailbox->path, folder->name) == 0;
}

/* The likely ones first: what lay below a renamed one has its last name still, and most have the numbers they had. */
static guint
rate (const PennyFolder *folder, const PennyImapMailbox *mailbox)
{
  return has_same_last_name (folder, mailbox) ? 0 : mailbox->status.uidnext.value == folder->uidnext.value ? 1 : 2;
}

/* One that cannot be looked into is not it. */
static gboolean
match_by_look (Search *search, const PennyFolder *folder, PennyBatch *batch, GError **error)
{
  for (guint round = 0; round < 3; round++)
    for (guint i = 0; i < search->found->len; i++)
      {
        const PennyImapMailbox *mailbox = g_ptr_array_index (search->found, i);
        g_autoptr (GError) local = NULL;
        Verdict verdict = rate (folder, mailbox) == round ? judge (search, folder, mailbox, &local) : NO;

        if (verdict == FAILED && !penny_imap_session_is_alive (search->self->session))
          {
            g_propagate_error (error, g_steal_pointer (&local));
            return FALSE;
          }
        if (verdict == YES || verdict == YES_VOID)
          {
            note (search, i, folder, verdict == YES_VOID, batch);
            return TRUE;
          }
      }

  return TRUE;
}

gboolean
penny_imap_sync_recognise (PennyImapSync *self, GPtrArray *mailboxes, PennyBatch *batch, GError **error)
{
  g_auto (Search) search = { .self = self };

  if (!begin (&search, mailboxes, error))
    return FALSE;

  for (guint i = 0; i < search.lost->len;)
    if (match_by_name (&search, g_ptr_array_index (search.lost, i), batch))
      g_ptr_array_remove_index (search.lost, i);
    else
      i++;
  if (search.lost->len == 0 || search.found->len == 0)
    return TRUE;
  if (!ask_numbers (&search, error))
    return FALSE;

  for (guint i = 0; i < search.lost->len; i++)
    if (!match_by_look (&search, g_ptr_array_index (search.lost, i), batch, error))
      return FALSE;

  return TRUE;
}
