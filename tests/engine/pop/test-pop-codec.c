/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POP3 status lines, CAPA, listings and message bodies, from tables. */
#include <string.h>

#include "penny-pop-body.h"
#include "penny-pop-capa.h"
#include "penny-pop-listing.h"
#include "penny-pop-reply.h"

static void
test_reply (void)
{
  static const struct {
    const char *line;
    int kind;        /* -1: no status line */
    PennyPopCode code;
    const char *text;
  } cases[] = {
    { "+OK", PENNY_POP_REPLY_OK, PENNY_POP_CODE_NONE, "" },
    { "+OK hello", PENNY_POP_REPLY_OK, PENNY_POP_CODE_NONE, "hello" },
    { "+ok", PENNY_POP_REPLY_OK, PENNY_POP_CODE_NONE, "" },
    { "+OK [AUTH] is text here", PENNY_POP_REPLY_OK, PENNY_POP_CODE_NONE, "[AUTH] is text here" },
    { "-ERR", PENNY_POP_REPLY_ERR, PENNY_POP_CODE_NONE, "" },
    { "-ERR [AUTH] no", PENNY_POP_REPLY_ERR, PENNY_POP_CODE_AUTH, "no" },
    { "-ERR [auth]", PENNY_POP_REPLY_ERR, PENNY_POP_CODE_AUTH, "" },
    { "-ERR [IN-USE] busy", PENNY_POP_REPLY_ERR, PENNY_POP_CODE_IN_USE, "busy" },
    { "-ERR [LOGIN-DELAY] wait", PENNY_POP_REPLY_ERR, PENNY_POP_CODE_LOGIN_DELAY, "wait" },
    { "-ERR [SYS/TEMP] later", PENNY_POP_REPLY_ERR, PENNY_POP_CODE_SYS_TEMP, "later" },
    { "-ERR [SYS/PERM] never", PENNY_POP_REPLY_ERR, PENNY_POP_CODE_SYS_PERM, "never" },
    { "-ERR [XNEW] what", PENNY_POP_REPLY_ERR, PENNY_POP_CODE_UNKNOWN, "what" },
    { "-ERR [AUTH no bracket", PENNY_POP_REPLY_ERR, PENNY_POP_CODE_NONE, "[AUTH no bracket" },
    { "+ ", PENNY_POP_REPLY_CONTINUE, PENNY_POP_CODE_NONE, "" },
    { "+", PENNY_POP_REPLY_CONTINUE, PENNY_POP_CODE_NONE, "" },
    { "+ YWJj", PENNY_POP_REPLY_CONTINUE, PENNY_POP_CODE_NONE, "YWJj" },
    { "+OK a\033[2Jb\xff", PENNY_POP_REPLY_OK, PENNY_POP_CODE_NONE, "a [2Jb\xef\xbf\xbd" },
    { "-ERR a\xe2\x80\xae" "b\xc2\x85" "c", PENNY_POP_REPLY_ERR, PENNY_POP_CODE_NONE, "a b c" },
    { "", -1, 0, NULL },
    { "OK", -1, 0, NULL },
    { "+OKAY", -1, 0, NULL },
    { "-ERROR", -1, 0, NULL },
    { "+foo", -1, 0, NULL },
    { "* OK IMAP", -1, 0, NULL },
    { "220 smtp", -1, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].line);
      g_autofree char *exact = g_memdup2 (cases[i].line, length);
      g_autofree char *shown = g_strescape (cases[i].line, NULL);
      g_auto (PennyPopReply) reply = { 0 };
      gboolean is_reply = penny_pop_reply_parse (exact, length, &reply);

      g_test_message ("%s", shown);
      g_assert_cmpint (is_reply, ==, cases[i].kind >= 0);
      if (!is_reply)
        continue;
      g_assert_cmpint (reply.kind, ==, cases[i].kind);
      g_assert_cmpint (reply.code, ==, cases[i].code);
      g_assert_cmpstr (reply.text, ==, cases[i].text);
    }
}

static void
test_login_error (void)
{
  static const struct {
    const char *line;
    PennyPopError error;
  } cases[] = {
    { "-ERR [AUTH] bad", PENNY_POP_ERROR_AUTH_FAILED },
    { "-ERR invalid password", PENNY_POP_ERROR_AUTH_FAILED },
    { "-ERR", PENNY_POP_ERROR_AUTH_FAILED },
    { "-ERR maildrop already locked", PENNY_POP_ERROR_IN_USE },
    { "-ERR Mailbox in use", PENNY_POP_ERROR_IN_USE },
    { "-ERR your account is locked", PENNY_POP_ERROR_AUTH_FAILED },
    { "-ERR your address is blocked", PENNY_POP_ERROR_AUTH_FAILED },
    { "-ERR [IN-USE] x", PENNY_POP_ERROR_IN_USE },
    { "-ERR [LOGIN-DELAY] x", PENNY_POP_ERROR_LOGIN_DELAY },
    { "-ERR [SYS/TEMP] locked", PENNY_POP_ERROR_TEMPORARY },
    { "-ERR [SYS/PERM] x", PENNY_POP_ERROR_PERMANENT },
    { "-ERR [ALERT] x", PENNY_POP_ERROR_AUTH_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (PennyPopReply) reply = { 0 };

      g_assert_true (penny_pop_reply_parse (cases[i].line, strlen (cases[i].line), &reply));
      g_test_message ("%s", cases[i].line);
      g_assert_cmpint (penny_pop_reply_to_login_error (&reply), ==, cases[i].error);
    }
}

#define BYTES(text) text, sizeof (text) - 1

static const struct {
  const char *what;
  gboolean bare_lf;
  const char *wire;
  gsize n_wire;
  const char *message;
  gsize n_message;
} bodies[] = {
  { "plain", FALSE, BYTES ("a\r\nb\r\n.\r\n"), BYTES ("a\r\nb\r\n") },
  { "empty", FALSE, BYTES (".\r\n"), BYTES ("") },
  { "stuffed dots", FALSE, BYTES ("..\r\n...\r\n..x\r\n.\r\n"), BYTES (".\r\n..\r\n.x\r\n") },
  { "a dot not stuffed loses itself, as the RFC says", FALSE, BYTES (".x\r\n.\r\n"), BYTES ("x\r\n") },
  { "dot in the middle", FALSE, BYTES ("a.\r\nb\r\n.\r\n"), BYTES ("a.\r\nb\r\n") },
  { "bare LF kept", FALSE, BYTES ("a\nb\r\n.\r\n"), BYTES ("a\nb\r\n") },
  { "bare CR kept", FALSE, BYTES ("a\rb\r\r\n.\r\n"), BYTES ("a\rb\r\r\n") },
  { "NUL kept", FALSE, BYTES ("a\0b\r\n.\r\n"), BYTES ("a\0b\r\n") },
  { "LF dot CRLF is text", FALSE, BYTES ("a\n.\r\n-ERR evil\r\n.\r\n"), BYTES ("a\n.\r\n-ERR evil\r\n") },
  { "CRLF dot LF is text", FALSE, BYTES ("a\r\n.\nb\r\n.\r\n"), BYTES ("a\r\n\nb\r\n") },
  { "LF dot LF is text", FALSE, BYTES ("a\n.\nb\r\n.\r\n"), BYTES ("a\n.\nb\r\n") },
  { "dot CR and more", FALSE, BYTES (".\rx\r\n.\r\n"), BYTES ("\rx\r\n") },
  { "dot CR CR LF", FALSE, BYTES (".\r\r\n.\r\n"), BYTES ("\r\r\n") },
  { "LF at the start of a line", FALSE, BYTES ("\n.\r\n\r\n.\r\n"), BYTES ("\n.\r\n\r\n") },
  { "a server of bare LF", TRUE, BYTES ("a\n..b\n.\n"), BYTES ("a\n.b\n") },
  { "a server of bare LF, CRLF at the end", TRUE, BYTES ("a\r\n.\r\n"), BYTES ("a\r\n") },
};

static void
check_body (guint i, gsize step)
{
  g_autoptr (PennyPopBody) body = penny_pop_body_new (1000, bodies[i].bare_lf);
  g_autofree guint8 *wire = g_memdup2 (bodies[i].wire, bodies[i].n_wire);
  g_autoptr (GBytes) raw = NULL;
  gsize done = 0;
  gboolean ended = FALSE;

  while (done < bodies[i].n_wire)
    {
      gsize size = MIN (step, bodies[i].n_wire - done), used;

      g_assert_false (ended);
      ended = penny_pop_body_feed (body, wire + done, size, &used);
      done += used;
      g_assert_true (ended || used == size);
    }

  g_assert_true (ended);
  raw = penny_pop_body_steal (body);
  g_assert_cmpmem (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw), bodies[i].message,
                   bodies[i].n_message);
}

static void
test_body (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    for (gsize step = 1; step <= bodies[i].n_wire; step++)
      {
        g_test_message ("%s, by %u", bodies[i].what, (guint) step);
        check_body (i, step);
      }
}

static void
test_body_rest_is_left (void)
{
  g_autoptr (PennyPopBody) body = penny_pop_body_new (1000, FALSE);
  gsize used;

  g_assert_true (penny_pop_body_feed (body, (const guint8 *) "a\r\n.\r\n+OK next", 14, &used));
  g_assert_cmpuint (used, ==, 6);
}

static void
test_body_limit (void)
{
  g_autoptr (PennyPopBody) body = penny_pop_body_new (4, FALSE);
  g_autoptr (GBytes) raw = NULL;
  gsize used;

  g_assert_true (penny_pop_body_feed (body, (const guint8 *) "ab\r\ncd\r\n.\r\n", 11, &used));
  g_assert_true (penny_pop_body_is_over (body));
  g_assert_cmpuint (penny_pop_body_get_seen (body), ==, 11);
  raw = penny_pop_body_steal (body);
  g_assert_cmpuint (g_bytes_get_size (raw), ==, 0);
}

static void
test_capa (void)
{
  PennyPopCapa capa = { 0 };

  penny_pop_capa_reset (&capa);
  g_assert_cmpint (capa.expire_days, ==, -2);
  penny_pop_capa_add_line (&capa, "top");
  penny_pop_capa_add_line (&capa, "UIDL");
  penny_pop_capa_add_line (&capa, "SASL PLAIN  SCRAM-SHA-256");
  penny_pop_capa_add_line (&capa, "EXPIRE 60 USER");
  penny_pop_capa_add_line (&capa, "LOGIN-DELAY 900");
  penny_pop_capa_add_line (&capa, "IMPLEMENTATION Some Server\xff 1.0");
  penny_pop_capa_add_line (&capa, "X-UNKNOWN 1 2 3");
  penny_pop_capa_add_line (&capa, "");
  g_assert_cmpint (capa.bits, ==, PENNY_POP_CAP_TOP | PENNY_POP_CAP_UIDL | PENNY_POP_CAP_SASL
                   | PENNY_POP_CAP_EXPIRE | PENNY_POP_CAP_LOGIN_DELAY | PENNY_POP_CAP_IMPLEMENTATION);
  g_assert_cmpuint (capa.sasl->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (capa.sasl, 1), ==, "SCRAM-SHA-256");
  g_assert_cmpint (capa.expire_days, ==, 60);
  g_assert_cmpuint (capa.login_delay, ==, 900);
  g_assert_true (capa.per_user);
  g_assert_cmpstr (capa.implementation, ==, "Some Server\xef\xbf\xbd 1.0");

  penny_pop_capa_add_line (&capa, "EXPIRE NEVER");
  g_assert_cmpint (capa.expire_days, ==, -1);
  penny_pop_capa_add_line (&capa, "EXPIRE -7");
  penny_pop_capa_add_line (&capa, "EXPIRE 99999999999999999999");
  penny_pop_capa_add_line (&capa, "EXPIRE");
  g_assert_cmpint (capa.expire_days, ==, -1);

  penny_pop_capa_reset (&capa);
  g_assert_cmpint (capa.bits, ==, 0);
  g_assert_null (capa.implementation);
  penny_pop_capa_clear (&capa);
}

/* Lines separated by ';', the result as "number/size/uidl" separated by ';'. */
static const struct {
  const char *what, *uidl, *list, *items;
  PennyPopOddity oddities;
} listings[] = {
  { "plain", "1 a;2 b", "1 10;2 20", "1/10/a;2/20/b", 0 },
  { "empty", "", "", "", 0 },
  { "not in order", "2 b;1 a", "2 20;1 10", "1/10/a;2/20/b", 0 },
  { "UIDL knows more", "1 a;2 b", "1 10", "1/10/a;2/0/b", PENNY_POP_ODD_COUNT },
  { "LIST knows more", "1 a", "1 10;3 30", "1/10/a;3/30/-", PENNY_POP_ODD_COUNT },
  { "a number twice", "1 a;1 b", "1 10;1 11", "1/10/a", PENNY_POP_ODD_NUMBER_TWICE },
  { "three times, others between", "2 x;1 a;2 y;2 z;3 c", "1 1;2 2;3 3", "1/1/a;2/2/x;3/3/c",
    PENNY_POP_ODD_NUMBER_TWICE },
  { "a UIDL twice", "1 a;2 a", "1 1;2 2", "1/1/a;2/2/a", PENNY_POP_ODD_UIDL_TWICE },
  { "an empty UIDL", "1;2 b;3 ", "1 1;2 2;3 3", "1/1/-;2/2/b;3/3/-", PENNY_POP_ODD_UIDL_BAD },
  { "8-bit", "1 \xc3\xa4;2 b", "1 1;2 2", "1/1/-;2/2/b", PENNY_POP_ODD_UIDL_BAD },
  { "a space inside", "1 a b", "1 1", "1/1/-", PENNY_POP_ODD_UIDL_BAD },
  { "control", "1 a\x01", "1 1", "1/1/-", PENNY_POP_ODD_UIDL_BAD },
  { "a path is only a name", "1 ../../x", "1 1", "1/1/../../x", 0 },
  { "not numbers", "0 a;-1 b;x c;4294967296 d;1 e", "1 1", "1/1/e", PENNY_POP_ODD_LINE },
  { "sizes that lie", "1 a;2 b;3 c", "1 -1;2 99999999999999999999;3", "1/0/a;2/0/b;3/0/c",
    PENNY_POP_ODD_LINE },
  { "a huge size", "1 a", "1 4294967296", "1/4294967296/a", 0 },
  { "words behind", "1 a ", "1 10 octets", "1/10/a", 0 },
  { "-ERR inside", "-ERR no;1 a", "1 1", "1/1/a", PENNY_POP_ODD_LINE },
};

static PennyPopListing *
make_listing (const char *uidl, const char *list)
{
  g_autoptr (PennyPopLister) lister = penny_pop_lister_new (100);
  g_auto (GStrv) uidls = g_strsplit (uidl, ";", -1);
  g_auto (GStrv) sizes = g_strsplit (list, ";", -1);

  for (guint i = 0; uidls[i] != NULL; i++)
    g_assert_true (penny_pop_lister_add_uidl (lister, uidls[i], strlen (uidls[i]), NULL));
  for (guint i = 0; sizes[i] != NULL; i++)
    g_assert_true (penny_pop_lister_add_size (lister, sizes[i], strlen (sizes[i]), NULL));

  return penny_pop_lister_finish (lister);
}

static void
test_listing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (listings); i++)
    {
      g_autoptr (PennyPopListing) listing = make_listing (listings[i].uidl, listings[i].list);
      g_autoptr (GString) items = g_string_new (NULL);

      for (guint j = 0; j < listing->items->len; j++)
        {
          PennyPopItem *item = &g_array_index (listing->items, PennyPopItem, j);

          g_string_append_printf (items, "%s%u/%" G_GUINT64_FORMAT "/%s", j > 0 ? ";" : "",
                                  item->number.value, item->size,
                                  item->uidl != NULL ? item->uidl : "-");
        }
      g_test_message ("%s", listings[i].what);
      g_assert_cmpstr (items->str, ==, listings[i].items);
      g_assert_cmpint (listing->oddities & (listings[i].uidl[0] != '\0' ? -1 : ~PENNY_POP_ODD_LINE), ==,
                       listings[i].oddities);
    }
}

static void
test_listing_uidl_length (void)
{
  g_autofree char *ok = g_strnfill (70, 'x');
  g_autofree char *line = g_strdup_printf ("1 %s;2 %sy;3 a%cb", ok, ok, '\t');
  g_autoptr (PennyPopListing) listing = make_listing (line, "1 1;2 2;3 3");

  g_assert_cmpstr (g_array_index (listing->items, PennyPopItem, 0).uidl, ==, ok);
  g_assert_null (g_array_index (listing->items, PennyPopItem, 1).uidl);
  g_assert_null (g_array_index (listing->items, PennyPopItem, 2).uidl);
}

static void
test_listing_limit (void)
{
  g_autoptr (PennyPopLister) lister = penny_pop_lister_new (2);
  g_autoptr (GError) error = NULL;

  g_assert_true (penny_pop_lister_add_uidl (lister, "1 a", 3, &error));
  g_assert_true (penny_pop_lister_add_uidl (lister, "2 b", 3, &error));
  g_assert_false (penny_pop_lister_add_uidl (lister, "3 c", 3, &error));
  g_assert_error (error, PENNY_POP_ERROR, PENNY_POP_ERROR_LIMIT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pop/reply", test_reply);
  g_test_add_func ("/pop/login-error", test_login_error);
  g_test_add_func ("/pop/body", test_body);
  g_test_add_func ("/pop/body/rest", test_body_rest_is_left);
  g_test_add_func ("/pop/body/limit", test_body_limit);
  g_test_add_func ("/pop/capa", test_capa);
  g_test_add_func ("/pop/listing", test_listing);
  g_test_add_func ("/pop/listing/uidl-length", test_listing_uidl_length);
  g_test_add_func ("/pop/listing/limit", test_listing_limit);
  return g_test_run ();
}
