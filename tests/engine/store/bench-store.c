/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast the store is: bench-store MAILDIR/cur N. Inserting N letters (header work done before,
 * or --parse on the way, as the worker does), listing, a page, searching, size. */
#include <glib/gstdio.h>
#include <string.h>

#include "store-fixture.h"

static GPtrArray *
load (const char *dir, guint limit, gsize *total)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GDir) handle = g_dir_open (dir, 0, NULL);
  const char *name;

  while (handle != NULL && list->len < limit && (name = g_dir_read_name (handle)) != NULL) {
    g_autofree char *path = g_build_filename (dir, name, NULL);
    char *data;
    gsize size;

    if (!g_file_get_contents (path, &data, &size, NULL))
      continue;
    *total += size;
    g_ptr_array_add (list, g_bytes_new_take (data, size));
  }
  return list;
}

static double
seconds (gint64 since)
{
  return (g_get_monotonic_time () - since) / 1e6;
}

static void
report (const char *what, double value, const char *unit)
{
  g_print ("{\"what\":\"%s\",\"value\":%.3f,\"unit\":\"%s\"}\n", what, value, unit);
}

static void
bench_insert (PennyStore *store, PennyFolderId inbox, GPtrArray *raws)
{
  g_autoptr (GPtrArray) summaries = g_ptr_array_new ();
  gint64 start = g_get_monotonic_time ();
  PennyBatch *batch = penny_batch_new ();

  for (guint i = 0; i < raws->len; i++)
    g_ptr_array_add (summaries, penny_summary_from_message (raws->pdata[i]));
  report ("parse", seconds (start), "s");
  start = g_get_monotonic_time ();
  for (guint i = 0; i < raws->len; i++) {
    penny_batch_add (batch, inbox, PENNY_UID (i + 1), 0, 1000 + i, g_bytes_get_size (raws->pdata[i]),
                     summaries->pdata[i], raws->pdata[i]);
    if (penny_batch_get_bytes (batch) > 1000000 || penny_batch_get_n (batch) > 100) {
      submit (store, batch);
      batch = penny_batch_new ();
    }
  }
  submit (store, batch);
  g_assert_true (penny_store_flush (store, TRUE, NULL));
  report ("insert", seconds (start), "s");
}

/* A search lets the index catch up, for 15 s at most. */
static void
bench_index (PennyStore *store)
{
  gint64 start = g_get_monotonic_time ();

  while (penny_store_count_unindexed (store) > 0)
    g_array_unref (penny_store_search (store, "anything", 0, 1, NULL));
  report ("index", seconds (start), "s");
}

static void
bench_headers (PennyStore *store, PennyFolderId folder, guint n)
{
  PennyBatch *batch = penny_batch_new ();
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < n; i++) {
    g_autofree char *id = g_strdup_printf ("%u@bench", i);

    penny_batch_add (batch, folder, PENNY_UID (i + 1), 0, 1000 + i, 100,
                     summary_new (id, NULL, "A subject of common words", "anna", NULL), NULL);
    if (penny_batch_get_n (batch) == 500) {
      submit (store, batch);
      batch = penny_batch_new ();
    }
  }
  submit (store, batch);
  flush (store);
  report ("insert 100,000 headers", seconds (start), "s");
}

static void
bench_reads (PennyStore *store, PennyFolderId big)
{
  static const char * const words[] = { "zanzibarfish", "quarterly", "\"annual budget review\"", "com" };
  gint64 start;

  for (guint i = 0; i < 3; i++) {
    g_autoptr (GArray) ids = NULL;
    g_autoptr (GPtrArray) page = NULL;

    start = g_get_monotonic_time ();
    ids = penny_store_list_ids (store, big, 0, NULL);
    report ("list_ids of 100,000", seconds (start) * 1000, "ms");
    start = g_get_monotonic_time ();
    page = penny_store_get_entries (store, (PennyEntryId *) ids->data + 500 * i, 50, NULL);
    report ("page of 50", seconds (start) * 1000, "ms");
    start = g_get_monotonic_time ();
    g_array_unref (penny_store_list_ids (store, big, PENNY_LIST_CONVERSATIONS, NULL));
    report ("conversations of 100,000", seconds (start) * 1000, "ms");
  }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autoptr (GArray) ids = NULL;

    start = g_get_monotonic_time ();
    ids = penny_store_search (store, words[i], 0, 500, NULL);
    report (words[i][0] == '"' ? "search phrase" : words[i], seconds (start) * 1000, "ms");
  }
}

int
main (int argc, char **argv)
{
  Fixture f = { 0 };
  gsize total = 0;
  g_autoptr (GPtrArray) raws = NULL;
  PennyFolderId inbox, big;
  GStatBuf info;

  if (argc < 3) {
    g_printerr ("bench-store MAILDIR/cur N\n");
    return 2;
  }
  raws = load (argv[1], atoi (argv[2]), &total);
  fixture_setup (&f, NULL);
  inbox = put_folder (f.store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  big = put_folder (f.store, "Big", PENNY_ROLE_NONE, FALSE);
  report ("raw", total / 1e6, "MB");
  bench_insert (f.store, inbox, raws);
  bench_index (f.store);
  penny_store_close (f.store);
  g_clear_object (&f.store);
  g_stat (f.path, &info);
  report ("database", info.st_size / 1e6, "MB");
  fixture_reopen (&f);
  bench_headers (f.store, big, 100000);
  bench_index (f.store);
  bench_reads (f.store, big);
  fixture_teardown (&f, NULL);
  return 0;
}
