/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding letters: scripts, phrases, beginnings, conditions, odd input; nothing deleted is found.
 * The index behind the letters (penny-store-index.c): marks, forgetting, completing. */
#include "penny-store-beginning.h"
#include "penny-store-index.h"
#include "penny-store-prepare.h"
#include "penny-store-words.h"
#include "store-fixture.h"

typedef struct { const char *typed; const char *found; } Case;

/* FOUND: the digits of the letters below, newest first. */
static const Case cases[] = {
  { "grüße", "1" }, { "GRUSSE", "" }, { "grusse", "" }, { "grüsse", "" }, { "münchen", "1" },
  { "munchen", "1" }, { "Mün", "1" },
  { "会議室", "2" }, { "議室", "2" }, { "会室", "" }, { "会", "2" }, { "室", "2" }, { "の", "2" },
  { "東京", "2" }, { "\"東京の会議室\"", "2" },
  { "مرحبا", "3" }, { "مرح", "3" },
  { "annual budget", "4" }, { "budget annual", "4" }, { "\"annual budget\"", "4" },
  { "\"budget annual\"", "" }, { "budg", "4" }, { "budg annual", "" },
  { "from:anna", "4321" }, { "from:bob", "5" }, { "to:me", "54321" }, { "subject:five", "5" },
  { "subject:annual", "" }, { "from:\"bob\" five", "5" },
  { "is:unread", "5321" }, { "is:starred", "4" }, { "is:starred annual", "4" },
  { "has:attachment", "5" }, { "is:unread from:bob", "5" },
  { "after:1970-01-01", "54321" }, { "before:1972", "54321" }, { "after:1972", "" }, { "before:1970-01", "" },
  { "after:1970/1 before:1971-02-03 annual", "4" }, { "annual after:1972-12-31", "" }, { "from:bob before:1980", "5" },
  { "after:1971-02-31", "" }, { "after:99999999999999999999", "" }, { "before:", "" }, { "after:1970-", "" },
  { "", "" }, { "   ", "" }, { "\"", "" }, { "***", "" }, { "-", "" }, { "AND", "" }, { "a\"b*(", "" },
  { "NEAR(", "" }, { "from:", "" }, { "subject : five", "" }, { "\xff\xfe", "" }, { "한국어", "5" },
  { "국어", "5" },
};

static void
test_cases (Fixture *f, gconstpointer data)
{
  static const struct { const char *from, *subject, *text; PennyFlags flags; } letters[] = {
    { "anna", "one", "Viele Grüße aus München", 0 },
    { "anna", "two", "明日の会議は東京の会議室です。", 0 },
    { "anna", "three", "مرحبا بالعالم", 0 },
    { "anna", "four", "the annual budget review", PENNY_FLAG_SEEN | PENNY_FLAG_FLAGGED },
    { "bob", "five", "한국어 편지", 0 },
  };
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  PennyFolderId trash = put_folder (f->store, "Trash", PENNY_ROLE_TRASH, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++) {
    PennySummary *summary = summary_new (NULL, NULL, letters[i].subject, letters[i].from, letters[i].text);
    PennyBatch *batch = penny_batch_new ();

    summary->has_attachments = i == 4;
    penny_batch_add (batch, inbox, PENNY_UID (i + 1), letters[i].flags, 1000 + i, 10, summary, NULL);
    submit (f->store, batch);
  }
  flush (f->store);
  add_letter (f->store, trash, 1, 0, 5000, "t@x", "trashed", "annual budget München");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray) ids = penny_store_search (f->store, cases[i].typed, 0, 100, &error);
    g_autoptr (GString) found = g_string_new (NULL);

    g_assert_no_error (error);
    for (guint k = 0; k < ids->len; k++) {
      g_autoptr (PennyEntry) entry = penny_store_get_entry (f->store, g_array_index (ids, PennyEntryId, k), NULL);

      g_string_append_printf (found, "%u", entry->uid.value);
    }
    if (g_strcmp0 (found->str, cases[i].found) != 0)
      g_test_message ("typed: %s", cases[i].typed);
    g_assert_cmpstr (found->str, ==, cases[i].found);
  }
}

static void
test_folder_and_limit (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  PennyFolderId trash = put_folder (f->store, "Trash", PENNY_ROLE_TRASH, FALSE);
  g_autoptr (GArray) in_trash = NULL, two = NULL, gone = NULL;
  PennyBatch *batch;

  for (guint i = 1; i < 6; i++)
    add_letter (f->store, inbox, i, 0, 1000 + i, NULL, "subject", "common");
  add_letter (f->store, trash, 1, 0, 1, NULL, "subject", "common");
  in_trash = penny_store_search (f->store, "common", trash, 100, NULL);
  g_assert_cmpuint (in_trash->len, ==, 1);
  two = penny_store_search (f->store, "common", 0, 2, NULL);
  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpint (g_array_index (two, PennyEntryId, 0), ==, entry_of_uid (f->store, inbox, 5));
  batch = penny_batch_new ();
  for (guint i = 1; i < 6; i++)
    penny_batch_expunge (batch, inbox, PENNY_UID (i));
  submit (f->store, batch);
  flush (f->store);
  gone = penny_store_search (f->store, "common", 0, 2, NULL);
  g_assert_cmpuint (gone->len, ==, 0);
  assert_sound (f->store);
}

static guint
n_found (PennyStore *store, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = penny_store_search (store, words, 0, 10000, &error);

  g_assert_no_error (error);
  return ids->len;
}

/* More than closing finishes; the words are in the bodies alone. */
#define MANY 1500

static void
add_many (Fixture *f, PennyFolderId inbox)
{
  PennyBatch *batch = penny_batch_new ();

  for (guint i = 1; i <= MANY; i++) {
    g_autofree char *id = g_strdup_printf ("%u@x", i);
    g_autofree char *text = g_strdup_printf ("common word%u", i);
    g_autoptr (GBytes) raw = letter_new (id, NULL, "subject", "anna", text);

    penny_batch_add (batch, inbox, PENNY_UID (i), 0, 1000 + i, g_bytes_get_size (raw),
                     summary_new (id, NULL, "subject", "anna", text), raw);
  }
  submit (f->store, batch);
  flush (f->store);
}

static void
test_marks_stay (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);

  add_many (f, inbox);
  fixture_reopen (f);
  /* On a slow machine the index may have caught up already. */
  g_test_message ("%u letters are marked", penny_store_count_unindexed (f->store));
  assert_sound (f->store);
  g_assert_cmpuint (n_found (f->store, "common"), ==, MANY);
  g_assert_cmpuint (n_found (f->store, "word1500"), ==, 1);
  g_assert_cmpuint (penny_store_count_unindexed (f->store), ==, 0);
  assert_sound (f->store);
}

/* On the helper thread or not, whole letters, headers and numbers of nothing: always what one look would give. */
static void
test_prepared (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  PennyBatch *batch = penny_batch_new ();
  g_autoptr (PennyDatabase) db = penny_database_open (f->path, PENNY_DATABASE_READ, NULL);

  add_many (f, inbox);
  penny_batch_add (batch, inbox, PENNY_UID (MANY + 1), 0, 1000, 10,
                   summary_new ("h@x", NULL, "header", "anna", "its words"), NULL);
  submit (f->store, batch);
  flush (f->store);
  for (guint n = 3; n <= MANY + 3; n += MANY) {
    g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (PennyMessageId));
    g_autoptr (PennyPreparer) left = NULL, preparer = NULL;

    for (PennyMessageId id = MANY + 3 - n + 1; id <= MANY + 3; id++)
      g_array_append_val (ids, id);
    left = penny_preparer_new (db, ids);
    g_strfreev (penny_preparer_next (left));
    preparer = penny_preparer_new (db, ids);
    for (guint i = 0; i < n; i++) {
      g_auto (GStrv) prepared = penny_preparer_next (preparer);
      g_auto (GStrv) found = penny_index_find_words (db, g_array_index (ids, PennyMessageId, i));

      g_assert_cmpint (found != NULL, ==, i < n - 2);
      g_assert_cmpint (prepared != NULL, ==, found != NULL);
      g_assert_true (found == NULL || g_strv_equal ((const char * const *) prepared, (const char * const *) found));
    }
  }
}

/* One that is marked is dropped with its mark; one that is indexed leaves a mark to be forgotten. */
static void
test_deleting (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);

  for (guint round = 0; round < 2; round++) {
    PennyBatch *batch = penny_batch_new ();

    add_letter (f->store, inbox, 1, 0, 1001, "1@x", "subject", "common");
    add_letter (f->store, inbox, 2, 0, 1002, "2@x", "subject", "common");
    if (round == 1)
      g_assert_cmpuint (n_found (f->store, "common"), ==, 2);
    penny_batch_expunge (batch, inbox, PENNY_UID (1));
    submit (f->store, batch);
    flush (f->store);
    assert_sound (f->store);
    g_assert_cmpuint (n_found (f->store, "common"), ==, 1);
    g_assert_cmpuint (penny_store_count_unindexed (f->store), ==, 0);
    assert_sound (f->store);
    batch = penny_batch_new ();
    penny_batch_expunge (batch, inbox, PENNY_UID (2));
    submit (f->store, batch);
    flush (f->store);
    g_assert_cmpuint (n_found (f->store, "common"), ==, 0);
    assert_sound (f->store);
  }
}

/* The header is indexed, then its body comes: the new words are found, the old row is forgotten. */
static void
test_completing (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  g_autoptr (GBytes) raw = letter_new ("1@x", NULL, "subject", "anna", "whole");
  g_autoptr (GArray) bodiless = NULL;
  PennyBatch *batch = penny_batch_new ();

  penny_batch_add (batch, inbox, PENNY_UID (1), 0, 1001, g_bytes_get_size (raw),
                   summary_new ("1@x", NULL, "subject", "anna", NULL), NULL);
  submit (f->store, batch);
  flush (f->store);
  g_assert_cmpuint (n_found (f->store, "subject"), ==, 1);
  bodiless = penny_store_list_bodiless (f->store, inbox, 10, NULL);
  g_assert_cmpuint (bodiless->len, ==, 1);
  batch = penny_batch_new ();
  penny_batch_complete (batch, entry_of_uid (f->store, inbox, 1),
                        summary_new ("1@x", NULL, "subject", "anna", "whole"), raw);
  submit (f->store, batch);
  flush (f->store);
  assert_sound (f->store);
  g_assert_cmpuint (n_found (f->store, "subject"), ==, 1);
  g_assert_cmpuint (n_found (f->store, "whole"), ==, 1);
  assert_sound (f->store);
}

/* The header waits for the index when its body comes: the letter stays the same, with other words. */
static void
test_filling (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);
  static const char * const subjects[] = { "subject", "another" };

  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++) {
    g_autofree char *id = g_strdup_printf ("%u@x", i);
    g_autoptr (GBytes) raw = letter_new (id, NULL, subjects[i], "anna", "whole");
    PennySummary *whole = summary_new (id, NULL, subjects[i], "anna", "whole");
    g_autoptr (PennyEntry) before = NULL, after = NULL;
    PennyBatch *batch = penny_batch_new ();

    penny_batch_add (batch, inbox, PENNY_UID (i + 1), 0, 1001, 17,
                     summary_new (id, NULL, "subject", "anna", NULL), NULL);
    submit (f->store, batch);
    flush (f->store);
    before = penny_store_get_entry (f->store, entry_of_uid (f->store, inbox, i + 1), NULL);
    batch = penny_batch_new ();
    whole->preview = (g_free (whole->preview), g_strdup ("A look inside"));
    penny_batch_complete (batch, before->id, whole, raw);
    submit (f->store, batch);
    flush (f->store);
    after = penny_store_get_entry (f->store, before->id, NULL);
    g_assert_true (after->has_body);
    g_assert_cmpuint (after->size, ==, g_bytes_get_size (raw));
    g_assert_cmpstr (after->subject, ==, subjects[i]);
    g_assert_cmpstr (after->preview, ==, "A look inside");
    assert_sound (f->store);
  }
  g_assert_cmpuint (n_found (f->store, "whole"), ==, 2);
  g_assert_cmpuint (n_found (f->store, "subject:subject"), ==, 1);
  g_assert_cmpuint (n_found (f->store, "subject:another"), ==, 1);
  assert_sound (f->store);
}

/* --- many --- */

#define N_WIDE 2400

/* Every third letter has a hundred words with "a", the oldest eighth a hundred with "q", all have "common". */
static void
add_wide (Fixture *f, PennyFolderId inbox)
{
  PennyBatch *batch = penny_batch_new ();

  for (guint i = 1; i <= N_WIDE; i++) {
    g_autofree char *id = g_strdup_printf ("%u@x", i);
    g_autoptr (GString) text = g_string_new ("common");

    for (guint k = 0; k < 100; k++)
      g_string_append_printf (text, " %c%x", i % 3 == 0 ? 'a' : 'b', g_str_hash (id) * 31 + k * 7919);
    for (guint k = 0; k < 800 && i <= N_WIDE / 8; k++)
      g_string_append_printf (text, " q%x", g_str_hash (id) * 31 + k * 7919);
    penny_batch_add (batch, inbox, PENNY_UID (i), i % 2 == 0 ? PENNY_FLAG_SEEN : 0, 1000 + i, 10,
                     summary_new (id, NULL, "subject", "anna", text->str), NULL);
  }
  submit (f->store, batch);
  flush (f->store);
  g_assert_cmpuint (n_found (f->store, "common"), ==, N_WIDE);
}

static void
assert_wide (Fixture *f, const char *typed, gboolean wide)
{
  g_autoptr (PennyDatabase) db = penny_database_open (f->path, PENNY_DATABASE_READ, NULL);
  g_autoptr (PennyQuestion) question = penny_question_new (typed);
  g_autoptr (PennyBeginning) beginning = penny_beginning_new (db, question, 1);

  g_assert_cmpint (beginning != NULL, ==, wide);
}

static void
assert_newest (Fixture *f, const char *typed, PennyFolderId folder, guint limit, guint newest, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = penny_store_search (f->store, typed, folder, limit, &error);
  g_autoptr (PennyEntry) first = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, n);
  if (n == 0)
    return;
  first = penny_store_get_entry (f->store, g_array_index (ids, PennyEntryId, 0), NULL);
  g_assert_cmpuint (first->uid.value, ==, newest);
}

/* However it is found, it is the same: by the index, in the newest letters, sorted or gone through. */
static void
test_many (Fixture *f, gconstpointer data)
{
  PennyFolderId inbox = put_folder (f->store, "INBOX", PENNY_ROLE_INBOX, FALSE);

  add_wide (f, inbox);
  assert_wide (f, "a", TRUE);
  assert_wide (f, "q", TRUE);
  assert_wide (f, "common", FALSE);
  assert_wide (f, "\"a\"", FALSE);
  assert_wide (f, "a-b", FALSE);
  assert_newest (f, "a", 0, 1, 2400, 1);
  assert_newest (f, "a", inbox, 5, 2400, 5);
  assert_newest (f, "a", 0, N_WIDE, 2400, N_WIDE);   /* "anna" in every header */
  assert_newest (f, "from:a", 0, 3, 2400, 3);
  assert_newest (f, "to:a", 0, 3, 0, 0);
  assert_newest (f, "q", 0, 1, 300, 1);
  assert_newest (f, "q", 0, 1000, 300, 300);
  assert_newest (f, "common q", 0, 2, 300, 2);
  assert_newest (f, "common is:unread", 0, 2, 2399, 2);
  assert_newest (f, "common", 0, 3, 2400, 3);
  assert_newest (f, "common", inbox, 3, 2400, 3);
  assert_newest (f, "is:unread b", inbox, 1, 2399, 1);
  assert_newest (f, "common before:1970", 0, 3, 0, 0);
}

static void
test_cut (void)
{
  static const char * const table[][2] = {
    { "plain", "plain" }, { "", "" }, { "会議室", " 会議 議室 室 " }, { "a会b", "a 会 b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *out = penny_words_cut (table[i][0]);

    g_assert_cmpstr (out, ==, table[i][1]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/search/cut", test_cut);
  g_test_add ("/store/search/cases", Fixture, NULL, fixture_setup, test_cases, fixture_teardown);
  g_test_add ("/store/search/folder-and-limit", Fixture, NULL, fixture_setup, test_folder_and_limit, fixture_teardown);
  g_test_add ("/store/search/marks-stay", Fixture, NULL, fixture_setup, test_marks_stay, fixture_teardown);
  g_test_add ("/store/search/prepared", Fixture, NULL, fixture_setup, test_prepared, fixture_teardown);
  g_test_add ("/store/search/deleting", Fixture, NULL, fixture_setup, test_deleting, fixture_teardown);
  g_test_add ("/store/search/completing", Fixture, NULL, fixture_setup, test_completing, fixture_teardown);
  g_test_add ("/store/search/filling", Fixture, NULL, fixture_setup, test_filling, fixture_teardown);
  g_test_add ("/store/search/many", Fixture, NULL, fixture_setup, test_many, fixture_teardown);
  return g_test_run ();
}
