/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench-fill DB COUNT: a store with COUNT letters in the inbox and some in the folders beside it, as
 * a worker would have left it: full bodies of the newest, a few words of all others. The same every
 * time but for the dates, which end now. */
#include <stdio.h>
#include <stdlib.h>

#include "penny-store-sync.h"

#define N_FULL 200
#define N_PER_BATCH 500
#define MINUTES_APART 37

static const char *const names[] = {
  "Anna Lindner", "Bruno Keller", "Čeněk Dvořák", "Davina O’Brien", "Eva Sørensen", "François Petit",
  "Grete Öhlund", "Hiroshi Tanaka (田中)", "Ines García", "Jan de Vries", "Katrin Müller", "Lumière GmbH",
  "Parcel Service", "The Weekly Baker", "Verein der Gartenfreunde", "Дмитрий Орлов",
};

static const char *const subjects[] = {
  "Lunch on Thursday?", "Invoice %u for October", "Your parcel %u is on its way", "Re: The garden in spring",
  "Fwd: Photos of the summer house", "Minutes of the meeting on the new roof", "Schlüssel für Wohnung %u",
  "Frisch aus dem Ofen: Angebote der Woche %u", "お見積りの件 (%u)", "Reminder: dentist", "Contract %u, second draft",
  "Train tickets to Vienna, booking %u", "Was machst du am Wochenende?", "[gardeners] Slugs, again",
  "Password changed for account %u", "Thank you!",
};

static const char few_words[] = "Subject: x\r\n\r\nA few words.\r\n";

static char *
make_subject (guint n)
{
  const char *form = subjects[n * 7 % G_N_ELEMENTS (subjects)];
  g_autoptr (GString) subject = g_string_new (form);
  g_autofree char *number = g_strdup_printf ("%u", n);

  g_string_replace (subject, "%u", number, 1);
  return g_string_free (g_steal_pointer (&subject), FALSE);
}

static PennySummary *
make_summary (guint n, gint64 date)
{
  PennySummary *summary = g_new0 (PennySummary, 1);
  guint who = n * 5 % G_N_ELEMENTS (names);

  summary->message_id = g_strdup_printf ("bench.%u@post.example", n);
  /* Every third letter answers one that is older. */
  if (n % 3 == 0 && n > 3)
    summary->references = g_new0 (char *, 2);
  if (summary->references != NULL)
    summary->references[0] = g_strdup_printf ("bench.%u@post.example", n - 3 + n % 2);
  summary->subject = make_subject (n);
  summary->subject_key = g_utf8_casefold (summary->subject, -1);
  summary->from_name = g_strdup (names[who]);
  summary->from_address = g_strdup_printf ("person%u@post.example", who);
  summary->to = g_strdup ("Rig <bench@penny.example>");
  summary->recipients = g_strdup ("bench@penny.example");
  summary->date = date;
  summary->preview = g_strdup ("Dear all, this is what I wanted to say for a long time; now it is written down "
                               "and whoever likes may read it at leisure.");
  summary->search_text = g_strdup_printf ("this is letter %u and it has some words", n);
  summary->has_attachments = n % 9 == 0;
  summary->complete = TRUE;
  return summary;
}

/* Every other one in HTML. The newest is. */
static GBytes *
make_raw (const PennySummary *summary, guint n, gboolean html)
{
  g_autofree char *text = g_strnfill (2000 + n * 131 % 9000, 'a' + n % 26);
  g_autoptr (GString) raw = g_string_new (NULL);

  for (gsize i = 60; text[i - 60] != '\0' && i < 2000; i += 60)
    text[i] = '\n';
  g_string_append_printf (raw, "Message-ID: <%s>\r\nFrom: <%s>\r\nTo: <bench@penny.example>\r\nSubject: x\r\n"
                          "MIME-Version: 1.0\r\nContent-Type: text/%s; charset=utf-8\r\n\r\n",
                          summary->message_id, summary->from_address, html ? "html" : "plain");
  if (html)
    g_string_append_printf (raw, "<html><body><h1 style='color:#805'>Fresh from the oven</h1><table><tr><td>%s"
                            "</td><td>%u</td></tr></table></body></html>\r\n", text, n);
  else
    g_string_append_printf (raw, "%s\r\n", text);
  return g_string_free_to_bytes (g_steal_pointer (&raw));
}

static void
add (PennyBatch *batch, PennyFolderId folder, guint n, guint uid, guint count, gint64 now)
{
  gint64 date = now - (gint64) (count - uid) * MINUTES_APART * 60;
  PennySummary *summary = make_summary (n, date);
  g_autoptr (GBytes) raw = uid + N_FULL > count ? make_raw (summary, n, (count - uid) % 2 == 0)
                                                : g_bytes_new_static (few_words, sizeof few_words - 1);
  PennyFlags flags = (n % 6 != 0 ? PENNY_FLAG_SEEN : 0) | (n % 23 == 0 ? PENNY_FLAG_FLAGGED : 0) |
                     (n % 11 == 0 ? PENNY_FLAG_ANSWERED : 0);

  penny_batch_add (batch, folder, PENNY_UID (uid), flags, date, (guint32) g_bytes_get_size (raw), summary, raw);
}

static gboolean
fill (PennyStore *store, PennyFolderId folder, guint first, guint count, GError **error)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  PennyBatch *batch = penny_batch_new ();

  for (guint uid = 1; uid <= count; uid++) {
    add (batch, folder, first + uid, uid, count, now);
    if (uid % N_PER_BATCH != 0)
      continue;
    if (!penny_store_submit (store, batch, error))
      return FALSE;
    batch = penny_batch_new ();
  }
  penny_batch_set_uid_state (batch, folder, 1, PENNY_UID (count + 1), (PennyModSeq){ 0 });
  return penny_store_submit (store, batch, error);
}

static gboolean
run (PennyStore *store, guint count, GError **error)
{
  const struct { const char *path; PennyRole role; guint count; } folders[] = {
    { "INBOX", PENNY_ROLE_INBOX, count },
    { "Archive", PENNY_ROLE_ARCHIVE, count / 50 },
    { "Sent", PENNY_ROLE_SENT, count / 100 },
    { "Drafts", PENNY_ROLE_DRAFTS, 0 },
    { "Junk", PENNY_ROLE_JUNK, count / 500 },
    { "Trash", PENNY_ROLE_TRASH, count / 500 },
    { "Garden", PENNY_ROLE_NONE, count / 100 },
  };
  PennyBatch *batch = penny_batch_new ();

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    penny_batch_put_folder (batch, folders[i].path, '/', folders[i].role, TRUE, FALSE);
  if (!penny_store_submit (store, batch, error) || !penny_store_flush (store, FALSE, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autoptr (PennyFolder) folder = penny_store_find_folder (store, folders[i].path, error);

    if (folder == NULL || !fill (store, folder->id, 1000000 * i, folders[i].count, error))
      return FALSE;
  }
  return penny_store_flush (store, TRUE, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyStore) store = NULL;
  gboolean done;

  if (argc != 3) {
    g_printerr ("usage: bench-fill DB COUNT\n");
    return 2;
  }
  store = penny_store_open (argv[1], &error);
  done = store != NULL && run (store, (guint) strtoul (argv[2], NULL, 10), &error);
  if (!done)
    g_printerr ("%s\n", error->message);
  if (store != NULL)
    penny_store_close (store);
  return done ? 0 : 1;
}
