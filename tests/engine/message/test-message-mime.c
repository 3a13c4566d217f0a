/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scan for parts, the choice of the text, and the HTML tokenizer, each by itself. */
#include <string.h>

#include "penny-body.h"
#include "penny-gmime.h"
#include "penny-html-scan.h"
#include "penny-mime.h"

/* "type@depth" of every node. */
static char *
outline (PennyMime *mime)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < mime->nodes->len; i++)
    {
      PennyMimeNode *node = penny_mime_get (mime, i);

      g_string_append_printf (out, "%s%s@%u", i > 0 ? " " : "", node->type, node->depth);
      g_assert_cmpint (node->parent, <, (int) i);
    }
  return g_string_free (out, FALSE);
}

#define MULTI(boundary) "Content-Type: multipart/mixed; boundary=" boundary "\n\n"

static void
test_structure (void)
{
  static const struct { const char *message, *want; } cases[] = {
    { "", "text/plain@0" },
    { MULTI ("b") "--b\n\nx\n--b--\n", "multipart/mixed@0 text/plain@1" },
    { MULTI ("b") "no boundary at all", "multipart/mixed@0" },
    { MULTI ("b") "--b--\n--b\n\nx\n", "multipart/mixed@0" },
    { MULTI ("b") "--b\n\nx\n--b \t\n\ny\n--b-- \n", "multipart/mixed@0 text/plain@1 text/plain@1" },
    /* One boundary opens another: the longer is not the shorter. */
    { MULTI ("b") "--b\n" MULTI ("bb") "--bb\n\nx\n--bb--\n--b\n\ny\n--b--\n",
      "multipart/mixed@0 multipart/mixed@1 text/plain@2 text/plain@1" },
    /* The inner one is never closed. */
    { MULTI ("b") "--b\n" MULTI ("c") "--c\n\nx\n--b\n\ny\n--b--\n",
      "multipart/mixed@0 multipart/mixed@1 text/plain@2 text/plain@1" },
    { MULTI ("b") "--b\nContent-Type: image/png\n--b\n\ny\n--b--\n", "multipart/mixed@0 image/png@1 text/plain@1" },
    { MULTI ("b") "--b\nno header\n--b--\n", "multipart/mixed@0 text/plain@1" },
    { "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\ny\n--b--\n",
      "multipart/digest@0 message/rfc822@1" },
    { MULTI ("b") "--b\nContent-Type: message/rfc822\n\n" MULTI ("c") "--c\n\nx\n--c--\n--b--\n",
      "multipart/mixed@0 message/rfc822@1" },
    { "Content-Type: TEXT/HTML (comment); charset=x\n\n", "text/html@0" },
    { "Content-Type: image\n\n", "text/plain@0" },
    { "Content-Type: multipart/mixed\n\n--x\n", "text/plain@0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PennyMime) mime = penny_mime_new (cases[i].message, strlen (cases[i].message), 50, 1000);
      g_autofree char *got = outline (mime);

      g_assert_cmpstr (got, ==, cases[i].want);
      g_assert_false (mime->over_limit);
    }
}

static void
test_limits (void)
{
  static const char message[] = MULTI ("b") "--b\n" MULTI ("c") "--c\n\nx\n--c--\n--b--\n";
  g_autoptr (PennyMime) deep = penny_mime_new (message, strlen (message), 1, 1000);
  g_autoptr (PennyMime) many = penny_mime_new (message, strlen (message), 50, 2);
  g_autoptr (PennyMime) fits = penny_mime_new (message, strlen (message), 2, 3);

  g_assert_true (deep->over_limit && many->over_limit);
  g_assert_false (fits->over_limit);
}

static void
test_decode (void)
{
  static const struct { const char *encoding, *body, *want; } cases[] = {
    { "base64", "aGVs\nbG8=\n", "hello" }, { "BASE64", "aGVsbG8", "hel" }, { "base64", "!!aGk=!!", "hi" },
    { "quoted-printable", "a=3Db=\nc", "a=bc" }, { "8bit", "x=3D", "x=3D" }, { "nonsense", "x", "x" },
    { "base64", "", "" }, { "quoted-printable", "=ZZ=4x", "=ZZ=4x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("Content-Transfer-Encoding: %s\n\n%s", cases[i].encoding,
                                               cases[i].body);
      g_autoptr (PennyMime) mime = penny_mime_new (text, strlen (text), 50, 1000);
      g_autoptr (GByteArray) bytes = penny_mime_decode (penny_mime_get (mime, 0), 0);
      g_autoptr (GByteArray) one = penny_mime_decode (penny_mime_get (mime, 0), 1);

      g_assert_cmpmem (bytes->data, bytes->len, cases[i].want, strlen (cases[i].want));
      g_assert_cmpint (penny_mime_decoded_size (penny_mime_get (mime, 0)), ==, bytes->len);
      g_assert_cmpuint (one->len, <=, 1);
    }
}

static void
test_names (void)
{
  static const struct { const char *name, *want; } cases[] = {
    { "a.txt", "a.txt" }, { "../a", "a" }, { "/", "_" }, { "a/", "a_" }, { "...", NULL }, { "~x", "x" },
    { "nul", "_nul" }, { "lpt1.txt", "_lpt1.txt" }, { "lpt.txt", "lpt.txt" }, { "a\nb", "a b" },
    { "x:y|z", "x_y_z" }, { "-rf", "rf" }, { "ä.pdf", "ä.pdf" }, { " a . ", "a" }, { "", NULL },
  };
  g_autofree char *wide = g_strnfill (5000, 'x');
  g_autofree char *name = g_strconcat (wide, ".pdf", NULL);
  g_autofree char *cut = penny_mime_safe_name (name);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = penny_mime_safe_name (cases[i].name);

      g_assert_cmpstr (got, ==, cases[i].want);
    }
  g_assert_cmpuint (strlen (cut), <=, 200);
  g_assert_null (penny_mime_safe_name (NULL));
}

static void
test_body (void)
{
  static const char message[] =
    "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=koi8-r\n\nx\n"
    "--b\nContent-Type: text/html\n\n<p>y\n--b\nContent-Type: text/calendar\n\nBEGIN\n--b--\n";
  g_autoptr (PennyMime) mime = penny_mime_new (message, strlen (message), 50, 1000);
  g_autoptr (PennyBody) body = penny_body_new (mime);

  g_assert_cmpuint (body->text->len, ==, 1);
  g_assert_cmpuint (g_array_index (body->text, guint, 0), ==, 1);
  g_assert_cmpuint (g_array_index (body->html, guint, 0), ==, 2);
  g_assert_true (body->has_html);
  g_assert_cmpstr (body->hint, ==, "koi8-r");
  g_assert_false (penny_body_is_attachment (body, 2));
  g_assert_true (penny_body_is_attachment (body, 3));
}

static void
test_scan (void)
{
  static const char html[] = "a<b c=\"d>e\" f=g h><style x>i<j</style><!--k-->l</b>";
  static const PennyHtmlToken want[] = {
    PENNY_HTML_TEXT, PENNY_HTML_TAG, PENNY_HTML_TAG, PENNY_HTML_RAW, PENNY_HTML_TAG, PENNY_HTML_TEXT,
    PENNY_HTML_TAG, PENNY_HTML_END,
  };
  PennyHtmlScan scan;
  PennyHtmlTag tag = { 0 };
  const char *from, *to;

  penny_html_scan_init (&scan, html);
  for (gsize i = 0; i < G_N_ELEMENTS (want); i++)
    {
      PennyHtmlAttribute a;
      const char *position;

      g_assert_cmpint (penny_html_scan_next (&scan, &from, &to, &tag), ==, want[i]);
      if (i != 1)
        continue;
      position = tag.attributes;
      g_assert_true (penny_html_next_attribute (&tag, &position, &a));
      g_assert_cmpmem (a.value, a.value_length, "d>e", 3);
      g_assert_true (penny_html_next_attribute (&tag, &position, &a));
      g_assert_true (penny_html_next_attribute (&tag, &position, &a));
      g_assert_null (a.value);
      g_assert_false (penny_html_next_attribute (&tag, &position, &a));
    }
}

static void
test_options (void)
{
  g_assert_nonnull (penny_gmime_options ());
  g_assert_true (penny_gmime_options () == penny_gmime_options ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mime/structure", test_structure);
  g_test_add_func ("/mime/limits", test_limits);
  g_test_add_func ("/mime/decode", test_decode);
  g_test_add_func ("/mime/names", test_names);
  g_test_add_func ("/mime/body", test_body);
  g_test_add_func ("/mime/html-scan", test_scan);
  g_test_add_func ("/mime/options", test_options);
  return g_test_run ();
}
