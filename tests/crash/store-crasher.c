/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program that is killed: "run DB" collects letters and acts on them for ever and prints what
 * the store has acknowledged; "check DB COLLECTED READ" says whether all of it is there, once. */
#include <stdio.h>
#include <stdlib.h>

#include "penny-store-actions.h"
#include "penny-store-sync.h"

static PennySummary *
summary_new (const char *id)
{
  PennySummary *summary = g_new0 (PennySummary, 1);

  summary->message_id = g_strdup (id);
  summary->subject = g_strdup (id);
  summary->subject_key = g_strdup (id);
  summary->from_name = g_strdup ("anna");
  summary->from_address = g_strdup ("anna@example.org");
  summary->to = g_strdup ("");
  summary->recipients = g_strdup ("");
  summary->preview = g_strdup ("");
  summary->search_text = g_strdup_printf ("words of letter %s", id);
  summary->complete = TRUE;
  return summary;
}

static GBytes *
raw_new (guint n)
{
  g_autofree char *filling = g_strnfill (n * 7919 % 40000, 'a' + n % 26);

  return g_bytes_new_take (g_strdup_printf ("Message-ID: <%u@x>\r\n\r\n%s", n, filling),
                           g_snprintf (NULL, 0, "Message-ID: <%u@x>\r\n\r\n%s", n, filling));
}

static PennyFolderId
need_inbox (PennyStore *store)
{
  g_autoptr (PennyFolder) inbox = NULL;
  PennyBatch *batch = penny_batch_new ();

  penny_batch_put_folder (batch, "INBOX", '\0', PENNY_ROLE_INBOX, TRUE, TRUE);
  penny_store_submit (store, batch, NULL);
  penny_store_flush (store, TRUE, NULL);
  inbox = penny_store_find_folder (store, "INBOX", NULL);
  return inbox != NULL ? inbox->id : 0;
}

/* Every letter is collected twice, as a worker would that never heard the first answer. */
static gboolean
collect (PennyStore *store, PennyFolderId inbox, guint n)
{
  g_autofree char *uidl = g_strdup_printf ("U%u", n);
  g_autofree char *id = g_strdup_printf ("%u@x", n);
  g_autoptr (GBytes) raw = raw_new (n);

  for (guint i = 0; i < 2; i++) {
    PennyBatch *batch = penny_batch_new ();

    penny_batch_collect (batch, inbox, uidl, 1000 + n, summary_new (id), raw);
    if (!penny_store_submit (store, batch, NULL))
      return FALSE;
  }
  return penny_store_flush (store, TRUE, NULL);
}

static int
run (PennyStore *store, guint limit)
{
  PennyFolderId inbox = need_inbox (store);
  g_autoptr (GPtrArray) ledger = penny_store_list_ledger (store, NULL);

  if (inbox == 0 || ledger == NULL)
    return 1;
  for (guint n = ledger->len + 1; n <= limit; n++) {
    g_autoptr (GPtrArray) newest = NULL;
    PennyAction *action;

    if (!collect (store, inbox, n))
      return 1;
    g_print ("collected %u\n", n);
    newest = penny_store_list_entries (store, inbox, 0, 0, 1, NULL);
    if (newest == NULL || newest->len == 0)
      return 1;
    action = penny_action_new (PENNY_ACTION_MARK, &((PennyEntry *) newest->pdata[0])->id, 1);
    action->add = PENNY_FLAG_SEEN;
    if (penny_store_act (store, action, NULL) == 0)
      return 1;
    g_print ("read %u\n", n);
  }
  return 0;
}

static int
check (PennyStore *store, guint collected, guint n_read)
{
  g_autoptr (PennyFolder) inbox = penny_store_find_role (store, PENNY_ROLE_INBOX, NULL);
  g_autoptr (GPtrArray) ledger = penny_store_list_ledger (store, NULL);
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  gint64 total = inbox != NULL ? inbox->n_total : 0;

  if (!penny_store_check (store, faults, NULL))
    g_ptr_array_add (faults, g_strdup ("cannot check"));
  if (penny_store_was_rescued (store))
    g_ptr_array_add (faults, g_strdup ("was taken for damaged"));
  if (total < collected || total != ledger->len || (inbox != NULL && total - inbox->n_unread < n_read))
    g_ptr_array_add (faults, g_strdup_printf ("%d letters, %u in the ledger, %u acknowledged", (int) total,
                                              ledger->len, collected));
  for (guint i = 0; i < ledger->len; i++) {
    PennyLedgerRow *row = ledger->pdata[i];
    g_autoptr (GBytes) raw = penny_store_read_raw (store, row->entry, NULL);
    g_autoptr (GBytes) sent = raw_new (atoi (row->uidl + 1));

    if (raw == NULL || !g_bytes_equal (raw, sent))
      g_ptr_array_add (faults, g_strdup_printf ("%s has other bytes", row->uidl));
  }
  for (guint i = 0; i < faults->len; i++)
    g_print ("fault: %s\n", (char *) faults->pdata[i]);
  g_print ("letters %d\n", (int) total);
  return faults->len > 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyStore) store = NULL;
  int status = 2;

  setvbuf (stdout, NULL, _IOLBF, 0);
  if (argc < 3)
    return status;
  store = penny_store_open (argv[2], &error);
  if (store == NULL) {
    g_print ("error %s %d\n", error->message, error->code);
    return 1;
  }
  if (g_str_equal (argv[1], "run"))
    status = run (store, argc > 3 ? atoi (argv[3]) : G_MAXINT);
  else if (argc > 4)
    status = check (store, atoi (argv[3]), atoi (argv[4]));
  penny_store_close (store);
  return status;
}
