/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Modified UTF-7 both ways, and what must not be decoded. */
#include <string.h>

#include "penny-imap-utf7.h"

static void
test_both_ways (void)
{
  static const struct {
    const char *raw;
    const char *path;
  } cases[] = {
    { "INBOX", "INBOX" },
    { "", "" },
    { "a&-b", "a&b" },
    { "&-", "&" },
    { "&-&-", "&&" },
    { "Entw&APw-rfe", "Entwürfe" },
    { "Gel&APY-schte Objekte", "Gelöschte Objekte" },
    /* RFC 3501 §5.1.3 */
    { "~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語" },
    { "&Jjo-!", "☺!" },
    { "&2DzfDA-", "🌌" },
    { "&AOkA6A-", "éè" },
    { "&BBIEHgQUBB4EHwQgBB4EEgQeBBQ-", "ВОДОПРОВОД" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = penny_imap_utf7_decode (cases[i].raw, strlen (cases[i].raw));
      g_autofree char *raw = penny_imap_utf7_encode (cases[i].path);

      g_assert_cmpstr (path, ==, cases[i].path);
      g_assert_cmpstr (raw, ==, cases[i].raw);
    }
}

static void
test_refused (void)
{
  static const struct {
    const char *why;
    const char *raw;
  } cases[] = {
    { "no end", "&APw" },
    { "lone ampersand", "a&" },
    { "plain ASCII in base64", "&AEE-" },
    { "two runs that should be one", "&AOk-&AOg-" },
    { "bits left over", "&APx-" },
    { "half a unit", "&AP-" },
    { "lone high surrogate", "&2D0-" },
    { "lone low surrogate", "&3Iw-" },
    { "a slash in base64", "&U/BTFw-" },
    { "CR LF in base64", "&AA0ACg-" },
    { "NUL in base64", "&AAA-" },
    { "DEL", "&AH8-" },
    { "C1", "&AIU-" },
    { "plain CR", "a\rb" },
    { "plain LF", "a\nb" },
    { "broken UTF-8", "a\xff" },
    { "padding", "&APw=-" },
  };
  const char with_nul[] = "a\0b";

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = penny_imap_utf7_decode (cases[i].raw, strlen (cases[i].raw));

      if (path != NULL)
        g_error ("%s: \"%s\" was taken", cases[i].why, cases[i].raw);
    }
  g_assert_null (penny_imap_utf7_decode (with_nul, 3));
  g_assert_null (penny_imap_utf7_encode ("a\r\nb"));
  g_assert_null (penny_imap_utf7_encode ("a\x7f"));
  g_assert_null (penny_imap_utf7_encode ("a\xff"));
}

/* IMAP4rev2 and servers that never learnt UTF-7. */
static void
test_eight_bit (void)
{
  g_autofree char *path = penny_imap_utf7_decode ("Entwürfe & mehr", strlen ("Entwürfe & mehr"));

  g_assert_cmpstr (path, ==, "Entwürfe & mehr");
}

static void
test_random (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1840);

  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr(GString) path = g_string_new (NULL);
      g_autofree char *raw = NULL;
      g_autofree char *back = NULL;

      for (int n = g_rand_int_range (rand, 0, 12); n > 0; n--)
        {
          static const gunichar pool[] = { 'a', '&', '-', ' ', '/', ',', 0xe9, 0x3b1, 0x65e5, 0xffff, 0x10000,
                                           0x1f600, 0x10ffff };

          g_string_append_unichar (path, pool[g_rand_int_range (rand, 0, G_N_ELEMENTS (pool))]);
        }
      raw = penny_imap_utf7_encode (path->str);
      back = penny_imap_utf7_decode (raw, strlen (raw));
      g_assert_cmpstr (back, ==, path->str);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/utf7/both-ways", test_both_ways);
  g_test_add_func ("/imap/utf7/refused", test_refused);
  g_test_add_func ("/imap/utf7/eight-bit", test_eight_bit);
  g_test_add_func ("/imap/utf7/random", test_random);
  return g_test_run ();
}
