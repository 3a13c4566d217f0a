/* SPDX-License-Identifier: GPL-3.0-or-later */
/* penny-hide and penny-secret: what a living secret looks like in somebody else's words, and that it is not
 * to be seen there; that other words stay. */
#include <string.h>

#include "penny-hide.h"
#include "penny-log.h"
#include "penny-reply.h"
#include "penny-secret.h"

static const struct {
  const char *why;
  const char *secret, *text, *hidden;
} cases[] = {
  { "nothing to hide", "blue-stamp", "LOGIN completed.", "LOGIN completed." },
  { "as typed", "blue-stamp", "no user anna with blue-stamp!", "no user anna with •••!" },
  { "twice", "blue-stamp", "blue-stampblue-stamp", "••••••" },
  { "in capitals", "blue-stamp", "UNKNOWN: PASS BLUE-STAMP", "UNKNOWN: PASS •••" },
  { "typed with spaces, sent without", "abcd efgh ijkl", "no abcdefghijkl", "no •••" },
  { "typed without, repeated with", "abcdefghijkl", "no abcd efgh ijkl", "no •••" },
  { "broken by a line", "abcdefghijkl", "abcdef\nghijkl", "•••" },
  { "quoted", "a\"b\\cde", "LOGIN \"anna\" \"a\\\"b\\\\cde\"", "LOGIN \"anna\" \"•••\"" },
  { "LOGIN", "blue-stamp", "got Ymx1ZS1zdGFtcA==.", "got •••." },
  { "LOGIN without padding", "blue-stamp", "got Ymx1ZS1zdGFtcA", "got •••" },
  { "PLAIN, anna", "blue-stamp", "AUTH PLAIN AGFubmEAYmx1ZS1zdGFtcA==", "AUTH PLAIN •••" },
  { "PLAIN, anna@b", "blue-stamp", "AGFubmFAYgBibHVlLXN0YW1w", "•••" },
  { "PLAIN, annax", "blue-stamp", "AGFubmF4AGJsdWUtc3RhbXA=", "•••" },
  { "PLAIN of an app password", "abcd efgh ijkl", "no AGFubmEAYWJjZGVmZ2hpamts here", "no ••• here" },
  { "PLAIN over two lines", "blue-stamp", "AGFubmEAYmx1\nZS1zdGFtcA==", "•••" },
  { "XOAUTH2", "t0ken-of_anna", "dXNlcj1hbm5hAWF1dGg9QmVhcmVyIHQwa2VuLW9mX2FubmEBAQ==", "•••" },
  { "OAUTHBEARER", "t0ken-of_anna", "bixhPWFubmEsAWF1dGg9QmVhcmVyIHQwa2VuLW9mX2FubmEBAQ==", "•••" },
  { "the other alphabet", "\xff\xfe\xff\xfe\xff?", "got __7__v8_", "got •••" },
  { "too short to be hidden alone", "cat", "concatenated", "•••" },
  { "short, in base64", "cat", "AGFubmEAY2F0", "•••" },
  { "empty", "", "all of it", "all of it" },
  { "blank", "  ", "all  of it", "all  of it" },
  { "near", "blue-stamp", "blue-stam blue--stamp Ymx1ZS1zdGFu", "blue-stam blue--stamp Ymx1ZS1zdGFu" },
};

static void
test_forms (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PennySecret) secret = penny_secret_new (cases[i].secret);
      g_autofree char *hidden = penny_secret_hide (cases[i].text);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (hidden, ==, cases[i].hidden);
    }
}

/* Wherever it stands in what is coded, and however long it is. */
static void
test_every_place (void)
{
  for (guint length = 2; length < 40; length++)
    for (guint before = 0; before < 7; before++)
      for (guint after = 0; after < 4; after++)
        {
          g_autofree char *secret = g_strnfill (length, 's');
          g_autofree char *left = g_strnfill (before, '\x01');
          g_autofree char *right = g_strnfill (after, '\x02');
          g_autofree char *whole = g_strconcat (left, secret, right, NULL);
          g_autofree char *coded = g_base64_encode ((const guchar *) whole, strlen (whole));
          g_autoptr (GString) text = g_string_new ("said: ");

          g_string_append (text, coded);
          penny_hide (text, secret);
          g_assert_cmpstr (text->str, ==, "said: •••");
        }
}

/* A server may say it a million times. */
static void
test_flood (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 1000000; i++)
    g_string_append (text, "blue-stamp ");
  penny_hide (text, "blue-stamp");
  g_assert_true (g_str_has_prefix (text->str, "••• ••• •••"));
  g_assert_null (strstr (text->str, "blue"));
  g_assert_cmpuint (text->len, ==, 1000000 * strlen ("••• "));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
}

static void
test_living (void)
{
  PennySecret *first = penny_secret_new ("blue-stamp");
  PennySecret *second = penny_secret_new_token ("t0ken-of_anna");
  PennySecret *third = penny_secret_new ("red-stamp");
  const char *said = "blue-stamp t0ken-of_anna red-stamp";
  char *hidden = penny_secret_hide (said);

  g_assert_cmpstr (hidden, ==, "••• ••• •••");
  g_free (hidden);
  penny_secret_unref (second);
  hidden = penny_secret_hide (said);
  g_assert_cmpstr (hidden, ==, "••• t0ken-of_anna •••");
  g_free (hidden);
  penny_secret_unref (third);
  penny_secret_unref (first);
  hidden = penny_secret_hide (said);
  g_assert_cmpstr (hidden, ==, said);
  g_free (hidden);
}

static void
catch_line (const char *protocol, gboolean outgoing, const char *line, gpointer data)
{
  g_string_assign (data, line);
}

/* A cut must not leave the first half of it; nor must a byte that is no text. */
static void
test_cuts (void)
{
  g_autoptr (PennySecret) secret = penny_secret_new ("blue-stamp");
  g_autoptr (GString) got = g_string_new (NULL);
  g_autofree char *clean = penny_reply_clean ("xx blue-stamp", -1, 7);
  g_autofree char *challenge = penny_reply_dup_whole (" Ymx1ZS1zdGFtcA== ", 18);
  g_autofree char *fill = g_strnfill (996, '-');
  g_autofree char *line = g_strconcat (fill, "blue-stamp", NULL);

  g_assert_cmpstr (clean, ==, "xx •••");
  /* What a mechanism answers is not for the eye. */
  g_assert_cmpstr (challenge, ==, "Ymx1ZS1zdGFtcA==");
  penny_log_set_sink (catch_line, got);
  penny_log_wire ("imap", FALSE, line, -1);
  g_assert_null (strstr (got->str, "blue"));
  penny_log_wire ("imap", FALSE, "\xff blue-\rstamp \xff", -1);
  penny_log_set_sink (NULL, NULL);
  g_assert_cmpstr (got->str, ==, "\xef\xbf\xbd ••• \xef\xbf\xbd");
}

static gpointer
come_and_go (gpointer data)
{
  for (guint i = 0; i < 2000; i++)
    penny_secret_unref (penny_secret_new ("here and gone"));
  return NULL;
}

/* Searching while others come and go. */
static void
test_threads (void)
{
  g_autoptr (PennySecret) stays = penny_secret_new ("blue-stamp");
  GThread *threads[2] = { g_thread_new ("one", come_and_go, NULL), g_thread_new ("two", come_and_go, NULL) };

  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *hidden = penny_secret_hide ("a blue-stamp");

      g_assert_cmpstr (hidden, ==, "a •••");
    }
  g_thread_join (threads[0]);
  g_thread_join (threads[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hide/forms", test_forms);
  g_test_add_func ("/hide/every-place", test_every_place);
  g_test_add_func ("/hide/flood", test_flood);
  g_test_add_func ("/hide/living", test_living);
  g_test_add_func ("/hide/cuts", test_cuts);
  g_test_add_func ("/hide/threads", test_threads);
  return g_test_run ();
}
