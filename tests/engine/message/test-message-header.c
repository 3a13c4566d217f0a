/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Header fields, addresses, charsets, subjects, dates: tables of what senders really write. */
#include <string.h>

#include "penny-address.h"
#include "penny-error.h"
#include "penny-flowed.h"
#include "penny-header.h"
#include "penny-text.h"

static void
test_charsets (void)
{
  static const struct { const char *bytes, *charset, *hint, *want; } cases[] = {
    { "plain", NULL, NULL, "plain" },
    { "caf\xc3\xa9", "utf-8", NULL, "café" },
    { "caf\xc3\xa9", NULL, NULL, "café" },
    { "caf\xe9", NULL, NULL, "café" },
    { "caf\xe9", "us-ascii", NULL, "café" },
    { "caf\xe9", "utf-8", NULL, "café" },
    { "caf\xe9 \x80", "ISO-8859-1", NULL, "café €" },
    { "\xd0\xd2\xc9\xd7\xc5\xd4", NULL, "koi8-r", "привет" },
    { "\xcf\xf0\xe8\xe2\xe5\xf2", "windows-1251", NULL, "Привет" },
    { "\x1b$B$3$s\x1b(B", "iso-2022-jp", NULL, "こん" },
    { "\x82\xb1\x82\xf1", "Shift_JIS", NULL, "こん" },
    { "\xc4\xe3\xba\xc3", "gb2312", NULL, "你好" },
    { "\xbe\xc8\xb3\xe7", "ks_c_5601-1987", NULL, "안녕" },
    { "x\xe9", "x-unknown", NULL, "xé" },
    { "x\xe9", "../../etc/passwd", NULL, "xé" },
    { "x\xe9", "", NULL, "xé" },
    { "a\xc3\xa9\xff" "b", "utf-8", NULL, "aé\xef\xbf\xbd" "b" },
    { "\xef\xbb\xbfx", "utf-8", NULL, "x" },
    { "\x81", "windows-1252", NULL, "\xef\xbf\xbd" },
    { "a\xff" "b", "iso-2022-jp", NULL, "a\xef\xbf\xbd" "b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = penny_text_to_utf8 (cases[i].bytes, strlen (cases[i].bytes),
                                                 cases[i].charset, cases[i].hint);

      g_assert_cmpstr (got, ==, cases[i].want);
    }
  {
    g_autofree char *nul = penny_text_to_utf8 ("a\0b", 3, "utf-8", NULL);
    g_autofree char *wide = penny_text_to_utf8 ("\0a\0\0\0b", 6, "utf-16be", NULL);

    g_assert_cmpstr (nul, ==, "a\xef\xbf\xbd" "b");
    g_assert_cmpstr (wide, ==, "a b");
  }
}

static void
test_decode (void)
{
  static const struct { const char *raw, *want; } cases[] = {
    { " plain", "plain" },
    { " =?utf-8?B?w6TDtsO8?=", "äöü" },
    { " =?iso-8859-1?Q?a=E4_b?=", "aä b" },
    { " =?utf-8?Q?a?= =?utf-8?Q?b?=", "ab" },
    { " =?utf-8?Q?a?=\r\n =?utf-8?Q?b?= c", "ab c" },
    { " =?utf-8?B?5Yqo5p2l?=\n\t=?utf-8?B?5Yiw?=", "动来到" },
    /* One character in two words: wrong, and common. */
    { " =?utf-8?B?w6TD?= =?utf-8?B?tg==?=", "äö" },
    { " folded\r\n text", "folded text" },
    { " caf\xe9", "café" },
    { " =?utf-8?Q?a=0Ab=0Dc=00d?=", "a b c" },
    { " \xe2\x80\xaeoof\xe2\x80\xac", "oof" },
    { " =?x-evil?Q?a=E9?=", "aé" },
    { " =?utf-8?Q?broken", "=?utf-8?Q?broken" },
    { " \x1b$B$3$s\x1b(B", "こん" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = penny_header_decode (cases[i].raw, strlen (cases[i].raw), NULL);

      if (strstr (cases[i].raw, "=00"))
        g_assert_true (g_str_has_prefix (got, cases[i].want));
      else
        g_assert_cmpstr (got, ==, cases[i].want);
      g_assert_true (g_utf8_validate (got, -1, NULL));
    }
}

/* What a list of people is read as: "name|address" joined by "+". */
static char *
shown (GPtrArray *list)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      PennyAddress *one = list->pdata[i];

      g_string_append_printf (out, "%s%s|%s", i > 0 ? "+" : "", one->name, one->address);
    }
  return g_string_free (out, FALSE);
}

static void
test_addresses (void)
{
  static const struct { const char *text, *want; } cases[] = {
    { "a@b.c", "|a@b.c" },
    { "Bo <c@d.e>", "Bo|c@d.e" },
    { "a@b.c, Bo <c@d.e>; Team: x@y.z, w@y.z;", "|a@b.c+Bo|c@d.e+|x@y.z+|w@y.z" },
    { "\"Doe, Jane\" <j@d.e>", "Doe, Jane|j@d.e" },
    { "\"Doe \\\"J\\\"\" <j@d.e>", "Doe \"J\"|j@d.e" },
    { "=?utf-8?B?w4RubmE=?= <a@b.c>", "Änna|a@b.c" },
    { "\"=?utf-8?B?w4RubmE=?=\" <a@b.c>", "Änna|a@b.c" },
    { "=?utf-8?Q?a=2C_b_=3Cx=40y=3E?= <m@evil.example>", "a, b <x@y>|m@evil.example" },
    { "j@d.e (Jane Doe)", "Jane Doe|j@d.e" },
    { "Jane j@d.e", "Jane|j@d.e" },
    { "'Jane' <j@d.e>", "Jane|j@d.e" },
    { "j@d.e <j@d.e>", "|j@d.e" },
    { "<j@d.e>", "|j@d.e" },
    { "<@bank.test,@x.y:m@evil.example>", "|m@evil.example" },
    { "boss@bank.test <m@evil.example>", "boss@bank.test|m@evil.example" },
    { "boss@bank.test <m@evil.example", "boss@bank.test|m@evil.example" },
    { "\"boss@bank.test\\\" <x\" <m@evil.example>", "boss@bank.test\" <x|m@evil.example" },
    { "<boss@bank.test> <m@evil.example>", "<boss@bank.test>|m@evil.example" },
    { "\"Boss <boss@bank.test>\" <m@evil.example>", "Boss <boss@bank.test>|m@evil.example" },
    { "\"a b\"@c.d", "|\"a b\"@c.d" },
    { "Jürgen <jürgen@münchen.de>", "Jürgen|jürgen@münchen.de" },
    { "用户@例子.广告", "|用户@例子.广告" },
    { "a @ b.c", "|a@b.c" },
    { "\"open <a@b.c>, d@e.f", "\"open|a@b.c+|d@e.f" },
    { "=?utf-8?Q?Doe,_J:_<x@y>;?= <j@d.e>, =?utf-8?Q?no end <k@d.e>",
      "Doe, J: <x@y>;|j@d.e+=?utf-8?Q?no end|k@d.e" },
    { "undisclosed-recipients:;", "" },
    { "<>", "" }, { ",, ;", "" }, { "", "" },
    { "nobody", "nobody|" },
    { "\xe2\x80\xaetset.knab@ssob\xe2\x80\xac <m@e.x>", "tset.knab@ssob|m@e.x" },
    { "A\r\n <a@b.c>", "A|a@b.c" },
    { "Jane (the (other) one) <j@d.e>", "Jane (the (other) one)|j@d.e" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) list = penny_address_list_parse (cases[i].text, FALSE, NULL);
      g_autofree char *got = shown (list);

      g_assert_cmpstr (got, ==, cases[i].want);
    }
}

static void
test_addresses_round_trip (void)
{
  static const char * const names[] = { "Jane", "Doe, Jane", "a\"b\\c", "x@y.z", "Ünï", "=?x?=", "A. B." };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (PennyAddress) one = penny_address_new (names[i], "j@d.e");
      g_autofree char *text = penny_address_to_string (one);
      g_autoptr (GPtrArray) list = penny_address_list_parse (text, TRUE, NULL);

      g_assert_cmpuint (list->len, ==, 1);
      g_assert_cmpstr (((PennyAddress *) list->pdata[0])->name, ==, names[i]);
    }
}

static void
test_addresses_strict (void)
{
  static const char * const bad[] = { "nobody", "a@b.c, x", "a@", "@b.c", "a@b..c", "a@-b.c", "Jo <>" };
  static const char * const good[] = { "a@b.c", "a@localhost", "a+b@c.de", "ü@ü.de", "\"a b\"@c.d", "a@[127.0.0.1]" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (penny_address_list_parse (bad[i], TRUE, &error));
      g_assert_error (error, PENNY_MESSAGE_ERROR, PENNY_MESSAGE_ERROR_ADDRESS);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (penny_address_is_valid (good[i]));
  g_assert_false (penny_address_is_valid ("a@b.c\r\nBcc: x@y.z"));
  {
    g_autofree char *domain = penny_address_dup_domain ("x@MÜNCHEN.de");

    g_assert_cmpstr (domain, ==, "xn--mnchen-3ya.de");
    g_assert_null (penny_address_dup_domain ("nobody"));
  }
}

/* Lists made to be slow: each must be read in a moment. */
static void
test_addresses_hostile (void)
{
  static const char * const pieces[] = {
    "\"", "(", "<", "a@b,", "\\", "((", "<\"", "@", "\"a\" ", ":", "<(", "=?", "=?a?Q?",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GPtrArray) list = NULL;
      gint64 start = g_get_monotonic_time ();

      while (text->len < 250000)
        g_string_append (text, pieces[i]);
      list = penny_address_list_parse (text->str, FALSE, NULL);
      g_assert_nonnull (list);
      g_test_message ("%s: %" G_GINT64_FORMAT " us", pieces[i], g_get_monotonic_time () - start);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_USEC_PER_SEC);
    }
}

static void
test_dates (void)
{
  static const struct { const char *text; gint64 want; } cases[] = {
    { "Fri, 17 Jul 2020 02:44:25 -0700", 1594979065 },
    { "17 Jul 2020 09:44:25 GMT", 1594979065 },
    { "Fri, 17 Jul 2020 09:44:25 +0000 (UTC)", 1594979065 },
    { "Fri, 17 Jul 20 09:44:25 +0000", 1594979065 },
    { "17 Jul 2020 09:44 +0000", 1594979040 },
    { "", 0 }, { "yesterday", 0 }, { "Mon, 99 Foo 99999999999 99:99:99 +999999", 0 },
    { "Fri, 17 Jul 1800 09:44:25 +0000", 0 }, { "Fri, 17 Jul 9999 09:44:25 +0000", 0 },
    { "Thu, 01 Jan 1970 00:00:00 +0000", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (penny_header_parse_date (cases[i].text, strlen (cases[i].text)), ==, cases[i].want);
}

static void
test_subject_keys (void)
{
  static const struct { const char *subject, *want; } cases[] = {
    { "Hello", "hello" }, { "Re: Hello", "hello" }, { "RE: AW: Fwd: WG: Hello", "hello" },
    { "RE[2]: Hello", "hello" }, { "Re(3): Hello", "hello" }, { "Re^4: Hello", "hello" },
    { "[list] Re: [list] Hello", "hello" }, { "SV: Antw: Hello", "hello" }, { "回复：你好", "你好" },
    { "Re : Hello", "hello" }, { "  re:hello  world ", "hello world" }, { "Re:", "" },
    { "[only]", "[only]" }, { "Regarding: x", "regarding: x" }, { "Straße", "strasse" }, { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = penny_header_subject_key (cases[i].subject);

      g_assert_cmpstr (got, ==, cases[i].want);
    }
}

static void
test_message_ids (void)
{
  static const struct { const char *text, *want; } cases[] = {
    { " <a@b>", "a@b" }, { "a@b", "a@b" }, { "", NULL }, { "<>", NULL }, { "junk <a@\r\n b> x", "a@b" },
    { "two words", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = penny_header_parse_message_id (cases[i].text, strlen (cases[i].text));

      g_assert_cmpstr (got, ==, cases[i].want);
    }
}

static void
test_iter (void)
{
  static const char block[] = "From me Mon\r\nA: 1\r\n 2\r\nnonsense\r\nB : 3\r\n\r\nbody";
  PennyHeaderIter iter;
  PennyHeaderField field;

  penny_header_iter_init (&iter, block, strlen (block), FALSE);
  g_assert_true (penny_header_iter_next (&iter, &field));
  g_assert_true (penny_header_field_is (&field, "a"));
  g_assert_cmpuint (field.value_length, ==, strlen (" 1\r\n 2"));
  g_assert_true (penny_header_iter_next (&iter, &field));
  g_assert_true (penny_header_field_is (&field, "B"));
  g_assert_false (penny_header_iter_next (&iter, &field));
  g_assert_cmpstr (iter.position, ==, "body");
  /* Every prefix in a buffer of its own size. */
  for (gsize n = 0; n <= strlen (block); n++)
    {
      g_autofree char *exact = g_memdup2 (block, n);

      penny_header_iter_init (&iter, exact, n, n % 2);
      while (penny_header_iter_next (&iter, &field))
        g_assert_true (field.end <= exact + n);
    }
}

static void
test_flowed (void)
{
  static const struct { const char *text; gboolean del_sp; const char *want; } cases[] = {
    { "a \nb\n", FALSE, "a b\n" }, { "a \nb\n", TRUE, "ab\n" }, { "a\nb\n", FALSE, "a\nb\n" },
    { " From x\n", FALSE, "From x\n" }, { ">a \n>b\n", FALSE, "> a b\n" },
    { ">a \n>>b\n", FALSE, "> a \n>> b\n" }, { "a \n-- \nb\n", FALSE, "a \n-- \nb\n" },
    { ">\n", FALSE, ">\n" }, { "a ", FALSE, "a \n" }, { "a", FALSE, "a" }, { "", FALSE, "" },
  };
  g_autofree char *wide = g_strnfill (300, 'x');
  g_autofree char *encoded = penny_flowed_encode (wide);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = penny_flowed_decode (cases[i].text, cases[i].del_sp);

      g_assert_cmpstr (got, ==, cases[i].want);
    }
  g_assert_cmpuint (strlen (encoded), ==, 301);
}

static void
test_flowed_round_trip (void)
{
  static const char * const texts[] = {
    "one\n", "\n\n", "From here\n.dot\n", "> quoted\n>> deeper\n>\n> end\n", " indented\n\ttab\n",
    "-- \nsignature\n", "> -- \n> old signature\n",
    "A long paragraph that goes on and on, well beyond the seventy-two columns, so that it must be "
    "wrapped, and  with  double  blanks, and > marks at places where lines may start, From time to "
    "time > again > and > again From From From From From From From From From From From From.\n",
    "> A long quoted paragraph that goes on and on, well beyond the seventy-two columns that fit.\n",
    "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字。\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *flowed = penny_flowed_encode (texts[i]);
      g_autofree char *back = penny_flowed_decode (flowed, FALSE);

      g_assert_cmpstr (back, ==, texts[i]);
    }
}

static void
test_one_line (void)
{
  g_autofree char *a = penny_text_one_line ("  a\r\n\tb\xe2\x80\xa8" "c\xef\xbb\xbf ", 0);
  g_autofree char *b = penny_text_one_line ("äöü", 2);
  g_autofree char *c = penny_text_squeeze ("x\xc2\xa0 \xe2\x80\x8b  y\xcd\x8f", 0);
  g_autofree char *d = penny_text_one_line ("a                    .exe", 0);

  g_assert_cmpstr (a, ==, "a   b c");
  g_assert_cmpstr (b, ==, "äö");
  g_assert_cmpstr (c, ==, "x y");
  g_assert_cmpstr (d, ==, "a .exe");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/charsets", test_charsets);
  g_test_add_func ("/message/decode", test_decode);
  g_test_add_func ("/message/addresses", test_addresses);
  g_test_add_func ("/message/addresses/round-trip", test_addresses_round_trip);
  g_test_add_func ("/message/addresses/strict", test_addresses_strict);
  g_test_add_func ("/message/addresses/hostile", test_addresses_hostile);
  g_test_add_func ("/message/dates", test_dates);
  g_test_add_func ("/message/subject-keys", test_subject_keys);
  g_test_add_func ("/message/message-ids", test_message_ids);
  g_test_add_func ("/message/header-iter", test_iter);
  g_test_add_func ("/message/flowed", test_flowed);
  g_test_add_func ("/message/flowed/round-trip", test_flowed_round_trip);
  g_test_add_func ("/message/one-line", test_one_line);
  return g_test_run ();
}
