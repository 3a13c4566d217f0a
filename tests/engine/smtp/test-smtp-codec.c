/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SMTP replies, EHLO keywords, letters and addresses on their way, from tables. */
#include <string.h>

#include "penny-smtp-body.h"
#include "penny-smtp-ehlo.h"
#include "penny-smtp-reply.h"
#include "penny-smtp-session.h"

static void
test_reply (void)
{
  /* Lines separated by '|'. */
  static const struct {
    const char *lines;
    int code;               /* 0: not understood */
    const char *enhanced, *text;
  } cases[] = {
    { "250 ok", 250, NULL, "ok" },
    { "250", 250, NULL, "" },
    { "250 2.1.0 ok", 250, "2.1.0", "2.1.0 ok" },
    { "250-a|250-b|250 c", 250, NULL, "a\nb\nc" },
    { "550-5.1.1 no|550 5.1.1 such user", 550, "5.1.1", "5.1.1 no\n5.1.1 such user" },
    { "550 2.0.0 class differs", 550, NULL, "2.0.0 class differs" },
    { "550 5.1 short", 550, NULL, "5.1 short" },
    { "550 5.1.1234 long", 550, NULL, "5.1.1234 long" },
    { "550 5.1.1", 550, "5.1.1", "5.1.1" },
    { "354 go", 354, NULL, "go" },
    { "250 a\033[2Jb\xff", 250, NULL, "a [2Jb\xef\xbf\xbd" },
    { "550 a\xe2\x80\xae" "b\xc2\x85" "c", 550, NULL, "a b c" },
    { "250-a|550 b", 0, NULL, NULL },
    { "2X0 a", 0, NULL, NULL },
    { "25", 0, NULL, NULL },
    { "", 0, NULL, NULL },
    { "-1", 0, NULL, NULL },
    { "9999", 0, NULL, NULL },
    { "150 a", 0, NULL, NULL },
    { "650 a", 0, NULL, NULL },
    { "250_a", 0, NULL, NULL },
    { "* OK", 0, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) lines = g_strsplit (cases[i].lines, "|", -1);
      g_autofree char *shown = g_strescape (cases[i].lines, NULL);
      g_auto (PennySmtpReply) reply = { 0 };
      gboolean good = TRUE, last = FALSE;

      g_test_message ("%s", shown);
      for (guint j = 0; good && (lines[j] != NULL || j == 0); j++)
        {
          const char *line = lines[j] != NULL ? lines[j] : "";
          g_autofree char *exact = g_memdup2 (line, strlen (line));

          good = penny_smtp_reply_add_line (&reply, exact, strlen (line), &last);
          g_assert_true (!good || last == (lines[j + 1] == NULL));
        }

      g_assert_cmpint (good, ==, cases[i].code != 0);
      if (!good)
        continue;
      g_assert_cmpint (reply.code, ==, cases[i].code);
      g_assert_cmpstr (reply.enhanced, ==, cases[i].enhanced);
      g_assert_cmpstr (reply.text->str, ==, cases[i].text);
    }
}

static void
test_reply_error (void)
{
  static const struct {
    const char *line;
    gboolean logged_in;
    PennySmtpError error;
  } cases[] = {
    { "450 x", TRUE, PENNY_SMTP_ERROR_TEMPORARY },
    { "421 x", TRUE, PENNY_SMTP_ERROR_TEMPORARY },
    { "550 x", TRUE, PENNY_SMTP_ERROR_REFUSED },
    { "530 5.7.0 x", TRUE, PENNY_SMTP_ERROR_AUTH_REQUIRED },
    { "550 5.7.1 x", FALSE, PENNY_SMTP_ERROR_AUTH_REQUIRED },
    { "550 5.7.1 x", TRUE, PENNY_SMTP_ERROR_REFUSED },
    { "552 x", TRUE, PENNY_SMTP_ERROR_TOO_BIG },
    { "552 5.3.4 x", TRUE, PENNY_SMTP_ERROR_TOO_BIG },
    { "552 5.2.2 box full", TRUE, PENNY_SMTP_ERROR_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (PennySmtpReply) reply = { 0 };
      gboolean last;

      g_test_message ("%s", cases[i].line);
      g_assert_true (penny_smtp_reply_add_line (&reply, cases[i].line, strlen (cases[i].line), &last));
      g_assert_cmpint (penny_smtp_reply_to_error (&reply, cases[i].logged_in, PENNY_SMTP_ERROR_REFUSED),
                       ==, cases[i].error);
    }
}

static void
test_ehlo (void)
{
  PennySmtpEhlo ehlo = { 0 };

  penny_smtp_ehlo_parse (&ehlo, "PIPELINING is not a keyword here\nsize 1000\n8BITMIME\nAUTH PLAIN  LOGIN\n"
                         "AUTH=CRAM-MD5\nXUNKNOWN a b\n\nCHUNKING");
  g_assert_cmpint (ehlo.bits, ==, PENNY_SMTP_CAP_EHLO | PENNY_SMTP_CAP_SIZE | PENNY_SMTP_CAP_8BITMIME
                   | PENNY_SMTP_CAP_AUTH | PENNY_SMTP_CAP_CHUNKING);
  g_assert_cmpuint (ehlo.max_size, ==, 1000);
  g_assert_cmpuint (ehlo.auth->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (ehlo.auth, 2), ==, "CRAM-MD5");

  penny_smtp_ehlo_parse (&ehlo, "x\nSIZE -1");
  g_assert_cmpuint (ehlo.max_size, ==, 0);
  g_assert_cmpuint (ehlo.auth->len, ==, 0);
  penny_smtp_ehlo_parse (&ehlo, "x\nSIZE 99999999999999999999999\nSTARTTLS");
  g_assert_cmpuint (ehlo.max_size, ==, 0);
  g_assert_true (ehlo.bits & PENNY_SMTP_CAP_STARTTLS);
  penny_smtp_ehlo_clear (&ehlo);
}

#define BYTES(text) text, sizeof (text) - 1

static void
test_body (void)
{
  static const struct {
    const char *raw;
    gsize n_raw;
    const char *normal;
    gsize n_normal;
    const char *stuffed;
    gsize n_stuffed;
  } cases[] = {
    { BYTES ("a\r\n"), BYTES ("a\r\n"), BYTES ("a\r\n") },
    { BYTES (""), BYTES ("\r\n"), BYTES ("\r\n") },
    { BYTES ("a"), BYTES ("a\r\n"), BYTES ("a\r\n") },
    { BYTES ("\r"), BYTES ("\r\n"), BYTES ("\r\n") },
    { BYTES ("\n"), BYTES ("\r\n"), BYTES ("\r\n") },
    { BYTES ("a\nb\rc\r\nd"), BYTES ("a\r\nb\r\nc\r\nd\r\n"), BYTES ("a\r\nb\r\nc\r\nd\r\n") },
    { BYTES ("a\n.\nb"), BYTES ("a\r\n.\r\nb\r\n"), BYTES ("a\r\n..\r\nb\r\n") },
    { BYTES ("a\r.\rMAIL"), BYTES ("a\r\n.\r\nMAIL\r\n"), BYTES ("a\r\n..\r\nMAIL\r\n") },
    { BYTES ("a\r\n.\nb"), BYTES ("a\r\n.\r\nb\r\n"), BYTES ("a\r\n..\r\nb\r\n") },
    { BYTES ("a\n.\r\nb"), BYTES ("a\r\n.\r\nb\r\n"), BYTES ("a\r\n..\r\nb\r\n") },
    { BYTES ("."), BYTES (".\r\n"), BYTES ("..\r\n") },
    { BYTES ("..\r\n.x\r\nx.\r\n"), BYTES ("..\r\n.x\r\nx.\r\n"), BYTES ("...\r\n..x\r\nx.\r\n") },
    { BYTES ("\r\r\n"), BYTES ("\r\n\r\n"), BYTES ("\r\n\r\n") },
    { BYTES ("a\r\n\r"), BYTES ("a\r\n\r\n"), BYTES ("a\r\n\r\n") },
    { BYTES ("a\0b\n"), BYTES ("a\0b\r\n"), BYTES ("a\0b\r\n") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) raw = g_bytes_new (cases[i].raw, cases[i].n_raw);
      g_autoptr (GBytes) normal = penny_smtp_body_normalize (raw);
      g_autoptr (GBytes) again = penny_smtp_body_normalize (normal);
      g_autoptr (GBytes) stuffed = penny_smtp_body_stuff (normal);

      g_test_message ("case %u", i);
      g_assert_cmpmem (g_bytes_get_data (normal, NULL), g_bytes_get_size (normal), cases[i].normal,
                       cases[i].n_normal);
      g_assert_true (again == normal);
      g_assert_cmpmem (g_bytes_get_data (stuffed, NULL), g_bytes_get_size (stuffed), cases[i].stuffed,
                       cases[i].n_stuffed);
    }
}

/* Whatever the letter, what goes out has no lone CR or LF and no line that is a lone dot. */
static void
test_body_random (void)
{
  static const char alphabet[] = { '\r', '\n', '.', 'a' };

  for (guint round = 0; round < 5000; round++)
    {
      char data[12];
      gsize n = g_test_rand_int_range (0, sizeof data + 1), size;
      g_autoptr (GBytes) raw = NULL, normal = NULL, stuffed = NULL;
      const char *p;

      for (gsize i = 0; i < n; i++)
        data[i] = alphabet[g_test_rand_int_range (0, 4)];
      raw = g_bytes_new (data, n);
      normal = penny_smtp_body_normalize (raw);
      stuffed = penny_smtp_body_stuff (normal);

      p = g_bytes_get_data (stuffed, &size);
      g_assert_true (size >= 2 && p[size - 2] == '\r' && p[size - 1] == '\n');
      for (gsize i = 0; i < size; i++)
        {
          g_assert_true (p[i] != '\r' || p[i + 1] == '\n');
          g_assert_true (p[i] != '\n' || p[i - 1] == '\r');
          g_assert_false (p[i] == '.' && (i == 0 || p[i - 1] == '\n') && p[i + 1] == '\r');
        }
    }
}

static void
test_8bit (void)
{
  g_autoptr (GBytes) ascii = g_bytes_new_static (BYTES ("Subject: a\r\n\r\nb\r\n"));
  g_autoptr (GBytes) body = g_bytes_new_static (BYTES ("Subject: a\r\n\r\n\xc3\xa4\r\n"));
  g_autoptr (GBytes) header = g_bytes_new_static (BYTES ("Subject: \xc3\xa4\n\nb\n"));
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);

  g_assert_false (penny_smtp_needs_8bit (ascii));
  g_assert_false (penny_smtp_needs_8bit (empty));
  g_assert_true (penny_smtp_needs_8bit (body));
  g_assert_true (penny_smtp_needs_8bit (header));
  g_assert_false (penny_smtp_body_has_8bit_header (ascii));
  g_assert_false (penny_smtp_body_has_8bit_header (body));
  g_assert_false (penny_smtp_body_has_8bit_header (empty));
  g_assert_true (penny_smtp_body_has_8bit_header (header));
}

static void
test_address (void)
{
  static const char * const good[] = { "a@b", "postmaster", "a+b=c@d.example", "\xc3\xa4@b", "\"a\"@b" };
  static const char * const bad[] = { "", "a b@c", "a@b\r\nDATA", "a@b\n", "<a@b>", "a@b> SIZE=1",
                                      "a\tb@c", "a@b\x7f", "\xff@b" };
  g_autofree char *endless = g_strnfill (2000, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (penny_smtp_address_is_safe (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (penny_smtp_address_is_safe (bad[i]));
  g_assert_false (penny_smtp_address_is_safe (endless));
}

static void
test_address_ascii (void)
{
  static const struct {
    const char *address, *ascii;
  } cases[] = {
    { "a@b.example", "a@b.example" },
    { "a@b\xc3\xbc" "cher.example", "a@xn--bcher-kva.example" },
    { "\xc3\xa4@b.example", NULL },
    { "a\xc3\xa4", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *ascii = penny_smtp_address_to_ascii (cases[i].address);

      g_assert_cmpstr (ascii, ==, cases[i].ascii);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smtp/reply", test_reply);
  g_test_add_func ("/smtp/reply/error", test_reply_error);
  g_test_add_func ("/smtp/ehlo", test_ehlo);
  g_test_add_func ("/smtp/body", test_body);
  g_test_add_func ("/smtp/body/random", test_body_random);
  g_test_add_func ("/smtp/body/8bit", test_8bit);
  g_test_add_func ("/smtp/address", test_address);
  g_test_add_func ("/smtp/address/ascii", test_address_ascii);
  return g_test_run ();
}
