/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's small parts that need no display: dates in words, links, attachments, differences. */
#include <glib.h>
#include <locale.h>
#include <string.h>

#include "penny-attachment-kind.h"
#include "penny-date-words.h"
#include "penny-id-diff.h"
#include "penny-link.h"

static gint64
unix_of (GTimeZone *zone, int year, int month, int day, int hour, int minute)
{
  g_autoptr (GDateTime) moment = g_date_time_new (zone, year, month, day, hour, minute, 0);

  return g_date_time_to_unix (moment);
}

static void
test_dates (void)
{
  static const struct {
    int year, month, day, hour, minute;
    const char *words;
  } cases[] = {
    { 2026, 3, 3, 10, 24, "10:24" },     { 2026, 3, 3, 0, 0, "00:00" },
    { 2026, 3, 2, 23, 59, "Yesterday" }, { 2026, 3, 2, 0, 0, "Yesterday" },
    { 2026, 3, 1, 12, 0, "Sunday" },     { 2026, 2, 25, 12, 0, "Wednesday" },
    { 2026, 2, 24, 12, 0, "24 February" }, { 2026, 1, 1, 0, 0, "1 January" },
    { 2025, 12, 31, 23, 59, "31 Dec 2025" }, { 2023, 3, 3, 10, 0, "3 Mar 2023" },
    { 2026, 3, 4, 0, 1, "4 Mar 2026" },  { 2031, 5, 6, 7, 8, "6 May 2031" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GDateTime) now = g_date_time_new (zone, 2026, 3, 3, 15, 0, 0);
  g_autofree char *nothing = penny_date_words_short (0, now);
  g_autofree char *longer = penny_date_words_long (unix_of (zone, 2026, 3, 3, 10, 24), zone);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = penny_date_words_short (unix_of (zone, cases[i].year, cases[i].month, cases[i].day,
                                                                cases[i].hour, cases[i].minute), now);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (longer, ==, "Tuesday, 3 March 2026, 10:24");
}

/* The night that has 23 hours, and the one that has 25. */
static void
test_dates_summer_time (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GDateTime) spring = g_date_time_new (zone, 2026, 3, 30, 0, 10, 0);
  g_autoptr (GDateTime) autumn = g_date_time_new (zone, 2026, 10, 25, 0, 30, 0);
  g_autofree char *a = penny_date_words_short (unix_of (zone, 2026, 3, 29, 0, 5), spring);
  g_autofree char *b = penny_date_words_short (unix_of (zone, 2026, 10, 24, 23, 0), autumn);

  g_assert_cmpstr (a, ==, "Yesterday");
  g_assert_cmpstr (b, ==, "Yesterday");
  g_assert_cmpuint (penny_date_words_seconds_to_midnight (autumn), >, 24 * 3600);
}

static void
test_link_targets (void)
{
  static const struct {
    const char *uri, *target;
  } cases[] = {
    { "https://example.org/a?b", "example.org" },      { "HTTP://Example.ORG", "example.org" },
    { "https://user@evil.example/", "evil.example" },  { "https://paypal.com@evil.example/", "evil.example" },
    { "https://xn--pypal-4ve.com/", "xn--pypal-4ve.com" }, { "https://p\xd0\xb0ypal.com/", "xn--pypal-4ve.com" },
    { "mailto:anna@example.org?subject=x", "anna@example.org" },
    { "javascript:alert(1)", NULL }, { "file:///etc/passwd", NULL }, { "data:text/html,x", NULL },
    { "https://", NULL }, { "ftp://example.org", NULL }, { "", NULL }, { "no link", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *target = penny_link_dup_target (cases[i].uri);

      g_assert_cmpstr (target, ==, cases[i].target);
    }
}

static void
test_link_deception (void)
{
  static const struct {
    const char *uri, *text;
    gboolean deceives;
  } cases[] = {
    { "https://evil.example/", "www.bank.example", TRUE },
    { "https://evil.example/", "https://bank.example/login", TRUE },
    { "https://bank.example.evil.example/", "bank.example", TRUE },
    { "https://notbank.example/", "bank.example", TRUE },
    { "https://bank.example/", "www.bank.example", FALSE },
    { "https://login.bank.example/", "bank.example", FALSE },
    { "https://evil.example/", "Click here", FALSE },
    { "https://evil.example/", "Version 2.0", FALSE },
    { "https://evil.example/", NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (penny_link_text_deceives (cases[i].uri, cases[i].text) != cases[i].deceives)
      g_error ("%s under “%s”", cases[i].uri, cases[i].text);
}

static void
test_link_spans (void)
{
  const char *text = "See https://a.example/x, (http://b.example/y) and <mailto:c@d.example>. ünï https://e.example!";
  const char *expected[] = { "https://a.example/x", "http://b.example/y", "mailto:c@d.example", "https://e.example" };
  g_autoptr (GArray) spans = penny_link_find_all (text, 100);
  g_autoptr (GArray) two = penny_link_find_all (text, 2);

  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpuint (spans->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < spans->len; i++)
    {
      PennyLinkSpan *span = &g_array_index (spans, PennyLinkSpan, i);
      g_autofree char *link = g_strndup (text + span->start, span->length);

      g_assert_cmpstr (link, ==, expected[i]);
    }
}

static void
test_programs (void)
{
  static const struct {
    const char *name, *type, *bytes;
    gboolean program;
  } cases[] = {
    { "photo.jpg", "image/jpeg", NULL, FALSE },           { "letter.pdf", "application/pdf", "%PDF", FALSE },
    { "notes.txt", "text/plain", "hello", FALSE },        { "holiday.pdf.exe", "application/pdf", NULL, TRUE },
    { "RUN.SH ", "text/plain", NULL, TRUE },              { "x.bat.", "text/plain", NULL, TRUE },
    { "app.desktop", "text/plain", NULL, TRUE },          { "letter.pdf", "application/x-msdownload", NULL, TRUE },
    { "letter.pdf", "application/pdf", "MZ\x90", TRUE },  { "notes.txt", "text/plain", "#!/bin/sh", TRUE },
    { "noname", NULL, "\177ELF", TRUE },                  { NULL, "image/png", NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) data = cases[i].bytes ? g_bytes_new_static (cases[i].bytes, strlen (cases[i].bytes)) : NULL;

      if (penny_attachment_is_program (cases[i].name, cases[i].type, data) != cases[i].program)
        g_error ("%s as %s", cases[i].name, cases[i].type);
    }
}

/* Any two lists: applying the edits from the last to the first must give the new one. */
static void
check_diff (GArray *before, GArray *after, guint max_edits)
{
  g_autoptr (GArray) list = g_array_copy (before);
  g_autoptr (GArray) edits =
    penny_id_diff ((const PennyEntryId *) (gpointer) before->data, before->len,
                   (const PennyEntryId *) (gpointer) after->data, after->len, max_edits);

  g_assert_cmpuint (edits->len, <=, max_edits);
  for (guint i = edits->len; i-- > 0;)
    {
      PennyIdEdit *edit = &g_array_index (edits, PennyIdEdit, i);

      if (edit->n_removed > 0)
        g_array_remove_range (list, edit->before, edit->n_removed);
      if (edit->n_added > 0)
        g_array_insert_vals (list, edit->before, &g_array_index (after, PennyEntryId, edit->after), edit->n_added);
    }
  g_assert_cmpmem (list->data, list->len * sizeof (PennyEntryId), after->data, after->len * sizeof (PennyEntryId));
}

static GArray *
random_ids (GRand *rand, guint n, double chance)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (PennyEntryId));

  for (PennyEntryId id = n; id > 0; id--)
    if (g_rand_double (rand) < chance)
      g_array_append_val (ids, id);
  return ids;
}

static void
shuffle_some (GRand *rand, GArray *ids)
{
  for (guint i = 0; ids->len > 1 && i < 3; i++)
    {
      PennyEntryId *a = &g_array_index (ids, PennyEntryId, g_rand_int_range (rand, 0, (gint32) ids->len));
      PennyEntryId *b = &g_array_index (ids, PennyEntryId, g_rand_int_range (rand, 0, (gint32) ids->len));
      PennyEntryId kept = *a;

      *a = *b;
      *b = kept;
    }
}

static void
test_diff_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1840);

  for (guint i = 0; i < 3000; i++)
    {
      guint n = (guint) g_rand_int_range (rand, 0, 40);
      g_autoptr (GArray) before = random_ids (rand, n, g_rand_double (rand));
      g_autoptr (GArray) after = random_ids (rand, n, g_rand_double (rand));

      if (i % 3 == 0)
        shuffle_some (rand, after);
      check_diff (before, after, (guint) g_rand_int_range (rand, 1, 20));
    }
}

static void
test_diff_is_small (void)
{
  const PennyEntryId before[] = { 9, 8, 7, 6, 5, 4, 3, 2, 1 };
  const PennyEntryId after[] = { 11, 10, 9, 8, 6, 5, 4, 3, 2, 1 };
  g_autoptr (GArray) edits = penny_id_diff (before, G_N_ELEMENTS (before), after, G_N_ELEMENTS (after), 32);
  PennyIdEdit *first = &g_array_index (edits, PennyIdEdit, 0);
  PennyIdEdit *second = &g_array_index (edits, PennyIdEdit, 1);

  g_assert_cmpuint (edits->len, ==, 2);
  g_assert_cmpuint (first->n_added, ==, 2);
  g_assert_cmpuint (first->n_removed, ==, 0);
  g_assert_cmpuint (second->before, ==, 2);
  g_assert_cmpuint (second->n_removed, ==, 1);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window/dates/words", test_dates);
  g_test_add_func ("/window/dates/summer-time", test_dates_summer_time);
  g_test_add_func ("/window/link/target", test_link_targets);
  g_test_add_func ("/window/link/deception", test_link_deception);
  g_test_add_func ("/window/link/spans", test_link_spans);
  g_test_add_func ("/window/attachment/program", test_programs);
  g_test_add_func ("/window/diff/random", test_diff_random);
  g_test_add_func ("/window/diff/small", test_diff_is_small);
  return g_test_run ();
}
