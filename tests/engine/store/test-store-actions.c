/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person does and what the server then owes (penny-store-journal.c): merging, undo, refusal, drafts,
 * the outbox. */
#include "penny-error.h"
#include "store-fixture.h"

typedef struct {
  Fixture f;
  PennyFolderId inbox, trash, archive;
  PennyEntryId a;
} Post;

static void
setup (Post *p, gconstpointer data)
{
  gboolean local = GPOINTER_TO_INT (data);

  fixture_setup (&p->f, NULL);
  p->inbox = put_folder (p->f.store, "INBOX", PENNY_ROLE_INBOX, local);
  p->trash = put_folder (p->f.store, "Trash", PENNY_ROLE_TRASH, local);
  p->archive = put_folder (p->f.store, "Archive", PENNY_ROLE_ARCHIVE, local);
  if (!local)
    p->a = add_letter (p->f.store, p->inbox, 1, 0, 1000, "a@x", "s", "text");
}

static void
teardown (Post *p, gconstpointer data)
{
  assert_sound (p->f.store);
  fixture_teardown (&p->f, NULL);
}

static PennyEntry *
get (Post *p, PennyEntryId id)
{
  g_autoptr (GError) error = NULL;
  PennyEntry *entry = penny_store_get_entry (p->f.store, id, &error);

  g_assert_no_error (error);
  return entry;
}

static PennyOperationId
begin_next (Post *p)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyOperation) op = next_operation (p->f.store);

  g_assert_nonnull (op);
  penny_store_operation_began (p->f.store, op->id, &error);
  g_assert_no_error (error);
  return op->id;
}

static void
done (Post *p, PennyOperationId id, guint32 validity, guint32 uid)
{
  g_autoptr (GError) error = NULL;

  penny_store_operation_done (p->f.store, id, validity, PENNY_UID (uid), &error);
  g_assert_no_error (error);
}

static void
test_mark (Post *p, gconstpointer data)
{
  g_autoptr (PennyOperation) op = NULL;
  g_autoptr (PennyEntry) entry = NULL;
  PennyBatch *batch;

  act_on (p->f.store, PENNY_ACTION_MARK, p->a, PENNY_FLAG_SEEN, 0, 0);
  assert_counts (p->f.store, p->inbox, 1, 0);
  act_on (p->f.store, PENNY_ACTION_MARK, p->a, PENNY_FLAG_FLAGGED, 0, 0);
  op = only_operation (p->f.store);
  g_assert_cmpint (op->kind, ==, PENNY_OPERATION_FLAGS);
  g_assert_cmpint (op->add, ==, PENNY_FLAG_SEEN | PENNY_FLAG_FLAGGED);
  g_assert_cmpuint (op->uid.value, ==, 1);
  g_assert_cmpuint (op->uidvalidity, ==, 7);
  /* What the server says now does not take away what it still owes. */
  batch = penny_batch_new ();
  penny_batch_set_flags (batch, p->inbox, PENNY_UID (1), PENNY_FLAG_ANSWERED);
  submit (p->f.store, batch);
  flush (p->f.store);
  entry = get (p, p->a);
  g_assert_cmpint (entry->flags, ==, PENNY_FLAG_SEEN | PENNY_FLAG_FLAGGED | PENNY_FLAG_ANSWERED);
  done (p, begin_next (p), 0, 0);
  g_assert_cmpuint (n_operations (p->f.store), ==, 0);
}

static void
test_read_unread (Post *p, gconstpointer data)
{
  PennyOperationId id;

  act_on (p->f.store, PENNY_ACTION_MARK, p->a, PENNY_FLAG_SEEN, 0, 0);
  act_on (p->f.store, PENNY_ACTION_MARK, p->a, 0, PENNY_FLAG_SEEN, 0);
  g_assert_cmpuint (n_operations (p->f.store), ==, 0);
  assert_counts (p->f.store, p->inbox, 1, 1);
  act_on (p->f.store, PENNY_ACTION_MARK, p->a, PENNY_FLAG_SEEN, 0, 0);
  id = begin_next (p);
  act_on (p->f.store, PENNY_ACTION_MARK, p->a, 0, PENNY_FLAG_SEEN, 0);
  g_assert_cmpuint (n_operations (p->f.store), ==, 2);
  done (p, id, 0, 0);
  assert_counts (p->f.store, p->inbox, 1, 1);
  done (p, begin_next (p), 0, 0);
  assert_counts (p->f.store, p->inbox, 1, 1);
}

/* Marks given before a move are taken back by those behind it. */
static void
test_read_moved_unread (Post *p, gconstpointer data)
{
  g_autoptr (PennyOperation) op = NULL;

  act_on (p->f.store, PENNY_ACTION_MARK, p->a, PENNY_FLAG_SEEN, 0, 0);
  act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->archive);
  for (int i = 0; i < 2; i++)
    {
      act_on (p->f.store, PENNY_ACTION_MARK, p->a, PENNY_FLAG_FLAGGED, PENNY_FLAG_SEEN, 0);
      act_on (p->f.store, PENNY_ACTION_MARK, p->a, 0, PENNY_FLAG_FLAGGED, 0);
    }
  op = only_operation (p->f.store);
  g_assert_cmpint (op->kind, ==, PENNY_OPERATION_MOVE);
  assert_counts (p->f.store, p->archive, 1, 1);
}

/* A copy has the marks of its letter when it was made. */
static void
test_copied_then_starred (Post *p, gconstpointer data)
{
  g_autoptr (PennyOperation) op = NULL;

  act_on (p->f.store, PENNY_ACTION_MARK, p->a, PENNY_FLAG_SEEN, 0, 0);
  act_on (p->f.store, PENNY_ACTION_COPY, p->a, 0, 0, p->archive);
  act_on (p->f.store, PENNY_ACTION_MARK, p->a, PENNY_FLAG_FLAGGED, 0, 0);
  g_assert_cmpuint (n_operations (p->f.store), ==, 3);
  op = next_operation (p->f.store);
  g_assert_cmpint (op->kind, ==, PENNY_OPERATION_FLAGS);
  g_assert_cmpint (op->add, ==, PENNY_FLAG_SEEN);
}

static void
test_move_chain (Post *p, gconstpointer data)
{
  g_autoptr (PennyOperation) op = NULL;
  g_autoptr (PennyEntry) entry = NULL;

  act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->inbox);
  g_assert_cmpuint (n_operations (p->f.store), ==, 0);
  act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->trash);
  act_on (p->f.store, PENNY_ACTION_MARK, p->a, PENNY_FLAG_SEEN, 0, 0);
  act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->archive);
  assert_counts (p->f.store, p->inbox, 0, 0);
  assert_counts (p->f.store, p->archive, 1, 0);
  op = next_operation (p->f.store);
  g_assert_cmpint (op->kind, ==, PENNY_OPERATION_MOVE);
  g_assert_cmpstr (op->folder, ==, "INBOX");
  g_assert_cmpstr (op->target, ==, "Archive");
  g_assert_cmpuint (op->uid.value, ==, 1);
  act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->inbox);
  entry = get (p, p->a);
  g_assert_cmpuint (entry->uid.value, ==, 1);
  g_clear_pointer (&op, penny_operation_unref);
  op = only_operation (p->f.store);
  g_assert_cmpint (op->kind, ==, PENNY_OPERATION_FLAGS);
  g_assert_cmpuint (op->uid.value, ==, 1);
  g_assert_cmpstr (op->folder, ==, "INBOX");
}

/* A begun move, then another: the second waits for the UID that the first one gives. */
static void
test_move_begun (Post *p, gconstpointer data)
{
  g_autoptr (PennyOperation) op = NULL, none = NULL;
  PennyOperationId first;

  act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->trash);
  first = begin_next (p);
  act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->archive);
  done (p, first, 7, 55);
  op = only_operation (p->f.store);
  g_assert_cmpstr (op->folder, ==, "Trash");
  g_assert_cmpuint (op->uid.value, ==, 55);
  done (p, begin_next (p), 7, 66);
  g_assert_cmpint (entry_of_uid (p->f.store, p->archive, 66), ==, p->a);
}

/* No COPYUID: the target's listing names the letter by its Message-ID. */
static void
test_move_untold (Post *p, gconstpointer data)
{
  g_autoptr (PennyOperation) waiting = NULL;
  g_autoptr (GBytes) raw = letter_new ("a@x", NULL, "s", "anna", "text");
  PennyBatch *batch;

  act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->trash);
  done (p, begin_next (p), 0, 0);
  act_on (p->f.store, PENNY_ACTION_MARK, p->a, PENNY_FLAG_SEEN, 0, 0);
  waiting = next_operation (p->f.store);
  g_assert_null (waiting);
  batch = penny_batch_new ();
  penny_batch_add (batch, p->trash, PENNY_UID (9), 0, 1000, g_bytes_get_size (raw),
                   summary_new ("a@x", NULL, "s", "anna", NULL), NULL);
  submit (p->f.store, batch);
  flush (p->f.store);
  g_assert_cmpint (entry_of_uid (p->f.store, p->trash, 9), ==, p->a);
  assert_counts (p->f.store, p->trash, 1, 0);
  done (p, begin_next (p), 0, 0);
}

/* The server still lists what was moved or deleted here: it does not come back. */
static void
test_leaving_is_known (Post *p, gconstpointer data)
{
  PennyEntryId b = add_letter (p->f.store, p->inbox, 2, 0, 1000, "b@x", "s", "text");

  act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->trash);
  act_on (p->f.store, PENNY_ACTION_DELETE, b, 0, 0, 0);
  g_assert_cmpint (entry_of_uid (p->f.store, p->inbox, 1), ==, p->a);
  add_letter (p->f.store, p->inbox, 1, 0, 1000, "a@x", "s", "text");
  add_letter (p->f.store, p->inbox, 2, 0, 1000, "b@x", "s", "text");
  assert_counts (p->f.store, p->inbox, 0, 0);
  assert_counts (p->f.store, p->trash, 1, 1);
}

static void
test_undo (Post *p, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyEntry) entry = NULL;
  g_autoptr (PennyOperation) op = NULL;
  gint64 token = act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->trash);

  g_assert_true (penny_store_undo (p->f.store, token, &error));
  g_assert_cmpuint (n_operations (p->f.store), ==, 0);
  entry = get (p, p->a);
  g_assert_cmpuint (entry->uid.value, ==, 1);
  g_assert_false (penny_store_undo (p->f.store, token, &error));
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND);
  token = act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->trash);
  done (p, begin_next (p), 7, 55);
  g_assert_true (penny_store_undo (p->f.store, token, NULL));
  op = only_operation (p->f.store);
  g_assert_cmpstr (op->folder, ==, "Trash");
  g_assert_cmpstr (op->target, ==, "INBOX");
  g_assert_cmpuint (op->uid.value, ==, 55);
  assert_counts (p->f.store, p->inbox, 1, 1);
}

static void
test_undo_delete (Post *p, gconstpointer data)
{
  g_autoptr (PennyOperation) op = NULL;
  g_autoptr (PennyEntry) entry = NULL;
  g_autoptr (GBytes) raw = NULL;
  gint64 token = act_on (p->f.store, PENNY_ACTION_DELETE, p->a, 0, 0, 0);

  assert_counts (p->f.store, p->inbox, 0, 0);
  g_assert_true (penny_store_undo (p->f.store, token, NULL));
  g_assert_cmpuint (n_operations (p->f.store), ==, 0);
  entry = get (p, p->a);
  g_assert_cmpuint (entry->uid.value, ==, 1);
  token = act_on (p->f.store, PENNY_ACTION_DELETE, p->a, 0, 0, 0);
  done (p, begin_next (p), 0, 0);
  assert_sound (p->f.store);
  g_assert_true (penny_store_undo (p->f.store, token, NULL));
  op = only_operation (p->f.store);
  g_assert_cmpint (op->kind, ==, PENNY_OPERATION_APPEND);
  raw = penny_store_read_raw (p->f.store, p->a, NULL);
  g_assert_nonnull (raw);
}

static void
test_refused (Post *p, gconstpointer data)
{
  g_autoptr (GError) why = g_error_new (PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NOPERM, "no");
  g_autoptr (PennyOperation) op = NULL, stuck = NULL;
  PennyOperationId id;

  act_on (p->f.store, PENNY_ACTION_MARK, p->a, PENNY_FLAG_SEEN, 0, 0);
  id = begin_next (p);
  g_assert_true (penny_store_operation_failed (p->f.store, id, why, 0, TRUE, NULL));
  stuck = next_operation (p->f.store);
  g_assert_null (stuck);
  op = only_operation (p->f.store);
  g_assert_true (op->stuck);
  g_assert_cmpstr (op->last_error, ==, "no");
  g_assert_cmpuint (op->attempts, ==, 1);
  g_assert_true (penny_store_operation_retry (p->f.store, id, NULL));
  stuck = next_operation (p->f.store);
  g_assert_nonnull (stuck);
  g_assert_true (penny_store_operation_drop (p->f.store, id, NULL));
  assert_counts (p->f.store, p->inbox, 1, 1);
  act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->trash);
  g_assert_true (penny_store_operation_drop (p->f.store, begin_next (p), NULL));
  g_assert_cmpint (entry_of_uid (p->f.store, p->inbox, 1), ==, p->a);
  act_on (p->f.store, PENNY_ACTION_DELETE, p->a, 0, 0, 0);
  g_assert_true (penny_store_operation_drop (p->f.store, begin_next (p), NULL));
  assert_counts (p->f.store, p->inbox, 1, 1);
}

static void
test_hold (Post *p, gconstpointer data)
{
  PennyAction *action = penny_action_new (PENNY_ACTION_DELETE, &p->a, 1);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC, next;
  g_autoptr (PennyOperation) early = NULL, late = NULL;

  action->hold_seconds = 60;
  g_assert_cmpint (penny_store_act (p->f.store, action, NULL), >, 0);
  early = penny_store_next_operation (p->f.store, now + 5, &next, NULL);
  g_assert_null (early);
  g_assert_cmpint (next, >=, now + 60);
  late = penny_store_next_operation (p->f.store, next, &next, NULL);
  g_assert_nonnull (late);
}

static void
test_role_is_made (Post *p, gconstpointer data)
{
  const char *keep[] = { "INBOX", "Trash", "Archive", NULL };
  PennyAction *action = penny_action_new (PENNY_ACTION_MOVE, &p->a, 1);
  g_autoptr (PennyFolder) junk = NULL, renamed = NULL;
  g_autoptr (PennyOperation) op = NULL;
  PennyBatch *batch = penny_batch_new ();

  action->target_role = PENNY_ROLE_JUNK;
  g_assert_cmpint (penny_store_act (p->f.store, action, NULL), >, 0);
  penny_batch_keep_folders (batch, keep);
  penny_batch_put_folder (batch, "INBOX.Spam", '.', PENNY_ROLE_JUNK, TRUE, FALSE);
  submit (p->f.store, batch);
  flush (p->f.store);
  junk = penny_store_find_role (p->f.store, PENNY_ROLE_JUNK, NULL);
  g_assert_cmpstr (junk->path, ==, "INBOX.Spam");
  g_assert_cmpint (junk->n_total, ==, 1);
  op = only_operation (p->f.store);
  g_assert_cmpstr (op->target, ==, "INBOX.Spam");
}

static void
test_drafts (Post *p, gconstpointer data)
{
  g_autoptr (GBytes) one = letter_new ("d@x", NULL, "Draft", "me", "one");
  g_autoptr (GBytes) two = letter_new ("d@x", NULL, "Draft", "me", "two words");
  g_autoptr (GPtrArray) ops = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (PennyFolder) drafts = NULL;
  PennyEntryId id = penny_store_save_draft (p->f.store, one, 0, NULL);

  drafts = penny_store_find_role (p->f.store, PENNY_ROLE_DRAFTS, NULL);
  g_assert_false (drafts->local);
  set_validity (p->f.store, drafts->id, 3);
  g_assert_cmpint (penny_store_save_draft (p->f.store, two, 0, NULL), ==, id);
  g_assert_cmpuint (n_operations (p->f.store), ==, 1);
  done (p, begin_next (p), 3, 20);
  g_assert_cmpint (entry_of_uid (p->f.store, drafts->id, 20), ==, id);
  g_assert_cmpint (penny_store_save_draft (p->f.store, one, 0, NULL), ==, id);
  ops = penny_store_list_operations (p->f.store, NULL);
  g_assert_cmpuint (ops->len, ==, 2);
  g_assert_cmpint (((PennyOperation *) ops->pdata[0])->kind, ==, PENNY_OPERATION_DELETE);
  g_assert_cmpuint (((PennyOperation *) ops->pdata[0])->uid.value, ==, 20);
  g_assert_cmpint (((PennyOperation *) ops->pdata[1])->kind, ==, PENNY_OPERATION_APPEND);
  done (p, begin_next (p), 0, 0);
  done (p, begin_next (p), 3, 21);
  raw = penny_store_read_raw (p->f.store, entry_of_uid (p->f.store, drafts->id, 21), NULL);
  g_assert_true (g_bytes_equal (raw, one));
}

static void
test_outbox (Post *p, gconstpointer data)
{
  g_autoptr (GBytes) raw = letter_new ("d@x", NULL, "Re: s", "me", "answer");
  g_autoptr (PennyFolder) outbox = NULL, sent = NULL, drafts = NULL;
  g_autoptr (PennyEntry) answered = NULL;
  g_autoptr (PennyOperation) op = NULL;
  PennyEntryId id;

  penny_store_save_draft (p->f.store, raw, 0, NULL);
  id = penny_store_queue_letter (p->f.store, raw, p->a, FALSE, 0, NULL);
  g_assert_cmpint (id, >, 0);
  outbox = penny_store_find_role (p->f.store, PENNY_ROLE_OUTBOX, NULL);
  drafts = penny_store_find_role (p->f.store, PENNY_ROLE_DRAFTS, NULL);
  g_assert_true (outbox->local);
  g_assert_cmpint (outbox->n_total, ==, 1);
  g_assert_cmpint (drafts->n_total, ==, 0);
  answered = get (p, p->a);
  g_assert_true (answered->flags & PENNY_FLAG_ANSWERED);
  op = next_operation (p->f.store);
  g_assert_cmpint (op->kind, ==, PENNY_OPERATION_SEND);
  g_assert_true (penny_store_operation_began (p->f.store, op->id, NULL));
  g_assert_true (penny_store_letter_sent (p->f.store, op->id, TRUE, FALSE, NULL));
  sent = penny_store_find_role (p->f.store, PENNY_ROLE_SENT, NULL);
  g_assert_cmpint (sent->n_total, ==, 1);
  g_assert_cmpint (sent->n_unread, ==, 0);
  g_assert_cmpuint (n_operations (p->f.store), ==, 2);   /* \Answered, APPEND */
}

static void
test_unsend (Post *p, gconstpointer data)
{
  g_autoptr (GBytes) raw = letter_new ("d@x", NULL, "New", "me", "letter");
  PennyEntryId id = penny_store_queue_letter (p->f.store, raw, 0, FALSE, 30, NULL);
  g_autoptr (PennyOperation) op = only_operation (p->f.store), append = NULL;
  g_autoptr (PennyEntry) entry = NULL;

  g_assert_true (penny_store_operation_drop (p->f.store, op->id, NULL));
  entry = get (p, id);
  g_assert_true (entry->flags & PENNY_FLAG_DRAFT);
  append = only_operation (p->f.store);
  g_assert_cmpint (append->kind, ==, PENNY_OPERATION_APPEND);
  g_assert_cmpstr (append->target, ==, "Drafts");
}

/* What could not be sent is not "being sent": it may be thrown away. */
static void
test_unsend_failed (Post *p, gconstpointer data)
{
  g_autoptr (GBytes) raw = letter_new ("d@x", NULL, "New", "me", "letter");
  g_autoptr (GError) why = g_error_new (PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_TEMPORARY, "later");
  PennyEntryId id = penny_store_queue_letter (p->f.store, raw, 0, FALSE, 0, NULL);
  PennyOperationId send = begin_next (p);

  g_assert_cmpint (penny_store_act (p->f.store, penny_action_new (PENNY_ACTION_DELETE, &id, 1), NULL), ==, 0);
  g_assert_true (penny_store_operation_failed (p->f.store, send, why, G_MAXINT64, FALSE, NULL));
  act_on (p->f.store, PENNY_ACTION_DELETE, id, 0, 0, 0);
  g_assert_cmpuint (n_operations (p->f.store), ==, 0);
}

/* --- POP --- */

static void
test_ledger (Post *p, gconstpointer data)
{
  g_autoptr (GBytes) raw = letter_new ("p@x", NULL, "s", "anna", "post");
  const char *uidls[] = { "U1", NULL };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyOperation) op = NULL;
  PennyLedgerRow *row;
  gint64 token;

  for (guint i = 0; i < 2; i++) {   /* the second time it is known */
    PennyBatch *batch = penny_batch_new ();

    penny_batch_collect (batch, p->inbox, "U1", 500, summary_new ("p@x", NULL, "s", "anna", "post"), raw);
    submit (p->f.store, batch);
  }
  g_assert_true (penny_store_flush (p->f.store, TRUE, NULL));
  assert_counts (p->f.store, p->inbox, 1, 1);
  g_assert_true (penny_store_verify_collected (p->f.store, "U1", &error));
  g_assert_false (penny_store_verify_collected (p->f.store, "U2", &error));
  g_assert_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND);
  ids = penny_store_list_ids (p->f.store, p->inbox, 0, NULL);
  p->a = g_array_index (ids, PennyEntryId, 0);
  token = act_on (p->f.store, PENNY_ACTION_MOVE, p->a, 0, 0, p->trash);
  op = only_operation (p->f.store);
  g_assert_cmpint (op->kind, ==, PENNY_OPERATION_CLEAR);
  g_assert_cmpstr (op->uidl, ==, "U1");
  g_assert_true (penny_store_undo (p->f.store, token, NULL));
  g_assert_cmpuint (n_operations (p->f.store), ==, 0);
  act_on (p->f.store, PENNY_ACTION_DELETE, p->a, 0, 0, 0);
  g_assert_cmpuint (n_operations (p->f.store), ==, 1);
  PennyBatch *batch = penny_batch_new ();
  penny_batch_set_ledger (batch, uidls, PENNY_LEDGER_ASKED, 900);
  submit (p->f.store, batch);
  flush (p->f.store);
  rows = penny_store_list_ledger (p->f.store, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  row = rows->pdata[0];
  g_assert_cmpint (row->state, ==, PENNY_LEDGER_ASKED);
  g_assert_true (row->thrown_away);
  g_assert_cmpint (row->entry, ==, 0);
  g_assert_cmpint (row->collected, ==, 500);
  g_assert_cmpint (row->changed, ==, 900);
  g_assert_cmpuint (row->size, ==, g_bytes_get_size (raw));
}

/* --- any sequence --- */

/* A server in memory: what the journal tells it is what it has; at the end both agree. */
static void
test_random (Post *p, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4711);
  PennyFolderId folders[] = { p->inbox, p->trash, p->archive };
  guint32 next_uid = 1000;
  PennyEntryId ids[20];
  gint64 tokens[8] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autofree char *id = g_strdup_printf ("r%u@x", i);

    ids[i] = add_letter (p->f.store, p->inbox, 10 + i, g_rand_int_range (rand, 0, 2), 1000 + i, id, "s", id);
  }
  for (guint i = 0; i < 600; i++) {
    PennyEntryId id = ids[g_rand_int_range (rand, 0, G_N_ELEMENTS (ids))];
    PennyAction *action = penny_action_new (g_rand_int_range (rand, 0, 40) ? g_rand_int_range (rand, 0, 2)
                                                                           : PENNY_ACTION_DELETE, &id, 1);

    action->add = g_rand_int_range (rand, 0, 4);
    action->remove = ~action->add & g_rand_int_range (rand, 0, 4);
    action->target = folders[g_rand_int_range (rand, 0, 3)];
    tokens[i % 8] = penny_store_act (p->f.store, action, NULL);
    if (g_rand_int_range (rand, 0, 4) == 0 && tokens[g_rand_int_range (rand, 0, 8)] != 0)
      penny_store_undo (p->f.store, tokens[g_rand_int_range (rand, 0, 8)], NULL);
    if (g_rand_int_range (rand, 0, 3) == 0) {
      g_autoptr (PennyOperation) op = next_operation (p->f.store);

      if (op != NULL)
        penny_store_operation_began (p->f.store, op->id, NULL);
      if (op != NULL && g_rand_int_range (rand, 0, 5) == 0)
        g_assert_true (penny_store_operation_drop (p->f.store, op->id, NULL));
      else if (op != NULL && g_rand_boolean (rand))
        done (p, op->id, 7, op->target != NULL ? next_uid++ : 0);
    }
    if (i % 50 == 0)
      assert_sound (p->f.store);
  }
  for (guint i = 0; i < 200; i++) {
    g_autoptr (PennyOperation) op = next_operation (p->f.store);

    if (op == NULL)
      break;
    done (p, op->id, 7, op->target != NULL ? next_uid++ : 0);
  }
  g_assert_cmpuint (n_operations (p->f.store), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autoptr (PennyEntry) entry = penny_store_get_entry (p->f.store, ids[i], NULL);

    if (entry != NULL)
      g_assert_cmpuint (entry->uid.value, >, 0);   /* nothing is owed: all have a place */
  }
}

#define ADD(path, func) g_test_add (path, Post, NULL, setup, func, teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/act/mark", test_mark);
  ADD ("/store/act/read-unread", test_read_unread);
  ADD ("/store/act/copied-then-starred", test_copied_then_starred);
  ADD ("/store/act/read-moved-unread", test_read_moved_unread);
  ADD ("/store/act/move-chain", test_move_chain);
  ADD ("/store/act/move-begun", test_move_begun);
  ADD ("/store/act/move-untold", test_move_untold);
  ADD ("/store/act/leaving-is-known", test_leaving_is_known);
  ADD ("/store/act/undo", test_undo);
  ADD ("/store/act/undo-delete", test_undo_delete);
  ADD ("/store/act/refused", test_refused);
  ADD ("/store/act/hold", test_hold);
  ADD ("/store/act/role-is-made", test_role_is_made);
  ADD ("/store/act/drafts", test_drafts);
  ADD ("/store/act/outbox", test_outbox);
  ADD ("/store/act/unsend", test_unsend);
  ADD ("/store/act/unsend-failed", test_unsend_failed);
  g_test_add ("/store/act/ledger", Post, GINT_TO_POINTER (TRUE), setup, test_ledger, teardown);
  ADD ("/store/act/random", test_random);
  return g_test_run ();
}
