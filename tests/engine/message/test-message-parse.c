/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole messages: structure, text and HTML, attachments, limits, summaries. */
#include <string.h>

#include "penny-error.h"
#include "penny-html-text.h"
#include "penny-message.h"
#include "penny-summary.h"

static PennyMessage *
parse (const char *text)
{
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  PennyMessage *message = penny_message_new (raw, &error);

  g_assert_no_error (error);
  return message;
}

static PennySummary *
summarise (const char *text)
{
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));

  return penny_summary_from_message (raw);
}

static const char newsletter[] =
  "From: Anna <anna@example.org>\r\n"
  "To: Bo <bo@example.net>, c@example.net\r\n"
  "Cc: =?utf-8?B?w4RubmE=?= <aenna@example.net>\r\n"
  "Subject: Re: [list] =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n"
  "Date: Fri, 17 Jul 2020 02:44:25 -0700\r\n"
  "Message-ID: <m3@example.org>\r\n"
  "References: <m1@example.org> <m2@example.org>\r\n"
  "In-Reply-To: <m2@example.org>\r\n"
  "Content-Type: multipart/mixed; boundary=\"a\"\r\n\r\n"
  "preamble\r\n"
  "--a\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
  "--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n"
  "Sch\xf6ne Gr\xfc\xdf" "e\r\n\r\nOn Monday Bo wrote:\r\n> old\r\n-- \r\nAnna\r\n"
  "--b\r\nContent-Type: multipart/related; boundary=c\r\n\r\n"
  "--c\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Schöne <b>Grüße</b><img src=\"cid:pic%40x\">\r\n"
  "--c\r\nContent-Type: image/png\r\nContent-ID: <pic@x>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n"
  "--c\r\nContent-Type: image/gif\r\nContent-ID: <lost@x>\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lG\r\n"
  "--c--\r\n--b--\r\n"
  "--a\r\nContent-Type: application/pdf; name=x.pdf\r\nContent-Disposition: attachment;\r\n"
  " filename*=utf-8''R%C3%A4ch%20nung.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n"
  "--a--\r\nepilogue\r\n";

static void
test_message (void)
{
  g_autoptr (PennyMessage) m = parse (newsletter);
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *to = penny_address_list_to_string (penny_message_get_to (m));
  g_autofree char *missing = penny_message_dup_header (m, "X-None");
  g_autofree char *block = penny_message_dup_header_block (m);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (penny_message_get_subject (m), ==, "Re: [list] Grüße");
  g_assert_cmpstr (penny_message_get_message_id (m), ==, "m3@example.org");
  g_assert_cmpstr (penny_message_get_references (m)[1], ==, "m2@example.org");
  g_assert_null (penny_message_get_references (m)[2]);
  g_assert_cmpint (penny_message_get_date (m), ==, 1594979065);
  g_assert_cmpstr (to, ==, "Bo <bo@example.net>, c@example.net");
  g_assert_null (missing);
  g_assert_true (g_str_has_prefix (block, "From: Anna <anna@example.org>\nTo: "));
  g_assert_true (g_str_has_prefix (penny_message_get_text (m), "Schöne Grüße\n\nOn Monday"));
  g_assert_cmpstr (penny_message_get_html (m), ==, "<p>Schöne <b>Grüße</b><img src=\"cid:pic%40x\">");
  g_assert_cmpuint (penny_message_get_n_parts (m), ==, 5);
  g_assert_true (penny_message_get_part (m, 2)->is_inline);
  g_assert_false (penny_message_get_part (m, 2)->is_attachment);
  g_assert_true (penny_message_get_part (m, 3)->is_attachment);
  g_assert_cmpint (penny_message_find_cid (m, "pic@x"), ==, 2);
  g_assert_cmpint (penny_message_find_cid (m, "none"), ==, -1);
  g_assert_cmpstr (penny_message_get_part (m, 4)->file_name, ==, "Räch nung.pdf");
  g_assert_cmpstr (penny_message_get_part (m, 4)->content_type, ==, "application/pdf");
  g_assert_cmpint (penny_message_get_part (m, 4)->size, ==, 4);
  pdf = penny_message_dup_part (m, 4, NULL);
  g_assert_cmpmem (g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), "%PDF", 4);
  g_assert_null (penny_message_dup_part (m, 5, &error));
  g_assert_error (error, PENNY_MESSAGE_ERROR, PENNY_MESSAGE_ERROR_NO_PART);
  g_assert_null (penny_message_get_part (m, 5));
}

static void
test_summary (void)
{
  g_autoptr (PennySummary) s = summarise (newsletter);
  g_autoptr (GBytes) header = g_bytes_new (newsletter, (gsize) (strstr (newsletter, "\r\n\r\n") - newsletter));
  g_autoptr (PennySummary) h = penny_summary_from_header (header);

  g_assert_true (s->complete && s->has_attachments);
  g_assert_cmpstr (s->preview, ==, "Schöne Grüße");
  g_assert_cmpstr (s->subject, ==, "Re: [list] Grüße");
  g_assert_cmpstr (s->subject_key, ==, "grüsse");
  g_assert_cmpstr (s->from_name, ==, "Anna");
  g_assert_cmpstr (s->from_address, ==, "anna@example.org");
  g_assert_cmpstr (s->to, ==, "Bo, c@example.net, Änna");
  g_assert_cmpstr (s->recipients, ==, "Bo bo@example.net, c@example.net, Änna aenna@example.net");
  g_assert_nonnull (strstr (s->search_text, "Räch nung.pdf"));
  g_assert_cmpstr (s->references[0], ==, "m1@example.org");
  g_assert_null (s->references[2]);
  g_assert_false (h->complete);
  g_assert_null (h->search_text);
  g_assert_cmpstr (h->preview, ==, "");
  g_assert_cmpstr (h->subject, ==, s->subject);
  g_assert_cmpstr (h->to, ==, s->to);
  g_assert_cmpstr (h->message_id, ==, s->message_id);
  g_assert_cmpint (h->date, ==, s->date);
}

/* Cut after every byte, in a buffer that ends there: nothing is read past it, all stays UTF-8. */
static void
test_cut (void)
{
  for (gsize n = 0; n <= strlen (newsletter); n++)
    {
      g_autoptr (GBytes) raw = g_bytes_new_take (g_memdup2 (newsletter, n), n);
      g_autoptr (PennySummary) s = penny_summary_from_message (raw);
      g_autoptr (PennySummary) h = penny_summary_from_header (raw);
      g_autoptr (PennyMessage) m = penny_message_new (raw, NULL);

      g_assert_nonnull (m);
      g_assert_true (g_utf8_validate (s->search_text, -1, NULL));
      g_assert_cmpstr (s->subject, ==, h->subject);
      g_assert_cmpstr (s->subject, ==, penny_message_get_subject (m));
    }
}

#define HTML_MIXED "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>one</p>\n--b\n" \
  "Content-Type: text/plain\n\nlist <footer>\n--b--\n"

static void
test_text_choice (void)
{
  static const struct { const char *message, *text, *html; } cases[] = {
    { "Subject: x\n\nhello\n", "hello\n", NULL },
    { "Content-Type: text/html\n\n<p>a<p>b", "a\n\nb", "<p>a<p>b" },
    { "Content-Type: text/html\n\n<meta charset=\"windows-1251\">\xcf\xf0", "Пр", NULL },
    { "just text\nmore\n", "just text\nmore\n", NULL },
    { "", "", NULL },
    { HTML_MIXED, "one\n\nlist <footer>", "<p>one</p><pre style=\"white-space:pre-wrap\">list &lt;footer&gt;</pre>" },
    /* An empty plain alternative does not win. */
    { "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n \n--b\n"
      "Content-Type: text/html\n\n<i>x</i>\n--b--\n",
      "x", "<i>x</i>" },
    { "Content-Type: multipart/mixed\n\n--x\n\npart\n", "--x\n\npart\n", NULL },
    { "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nunclosed", "unclosed", NULL },
    { "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\nin\n"
      "--b\n\nout\n--b--\n", "in\n\nout", NULL },
    { "Content-Type: text/plain; format=flowed\n\na \nb\n", "a b\n", NULL },
    { "Content-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset=utf-8\n\n"
      "=C3=A4=\nb\n", "äb\n", NULL },
    { "Content-Transfer-Encoding: base64\n\naGk=", "hi", NULL },
    { "Content-Type: multipart/signed; boundary=b\n\n--b\n\nsigned\n--b\n"
      "Content-Type: application/pgp-signature\n\nx\n--b--\n",
      "signed", NULL },
    { "Content-Type: text/plain; charset=utf-16be\nContent-Transfer-Encoding: base64\n\nAGEA5A==", "aä", NULL },
    { "Subject: x\nContent-Type: garbage\n\nhello", "hello", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PennyMessage) m = parse (cases[i].message);

      g_assert_cmpstr (penny_message_get_text (m), ==, cases[i].text);
      if (cases[i].html)
        g_assert_cmpstr (penny_message_get_html (m), ==, cases[i].html);
    }
}

static void
test_attachments (void)
{
  static const struct { const char *part, *name; gboolean listed; } cases[] = {
    { "Content-Disposition: attachment; filename=\"a.txt\"", "a.txt", TRUE },
    { "Content-Disposition: attachment; filename=\"../../etc/x\"", "x", TRUE },
    { "Content-Disposition: attachment; filename=\"C:\\\\dir\\\\x.exe\"", "x.exe", TRUE },
    { "Content-Disposition: attachment; filename=\"=?utf-8?Q?=C3=A4=2F.txt?=\"", ".txt", TRUE },
    { "Content-Disposition: attachment; filename*0*=utf-8''%C3%A4; filename*1=\"b.txt\"", "äb.txt", TRUE },
    { "Content-Disposition: attachment; filename=\"inv\xe2\x80\xae" "fdp.exe\"", "invfdp.exe", TRUE },
    { "Content-Disposition: attachment; filename=\"CON.txt\"", "_CON.txt", TRUE },
    { "Content-Disposition: attachment; filename=\"..\"", NULL, TRUE },
    { "Content-Disposition: attachment; filename=\".bashrc\"", "bashrc", TRUE },
    { "Content-Disposition: attachment", NULL, TRUE },
    { "Content-Type: application/ms-tnef; name=winmail.dat", "winmail.dat", TRUE },
    { "Content-Type: text/x-log; name=\"x.log\"", "x.log", TRUE },
    { "Content-Type: text/plain; name=\"x.log\"", "x.log", TRUE },
    { "Content-Type: message/rfc822", NULL, TRUE },
    { "Content-Type: application/pgp-signature; name=s.asc", "s.asc", FALSE },
    { "Content-Type: image/png", NULL, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf (
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\n%s\n\n"
        "Subject: inner\n\ndata\n--b--\n",
        cases[i].part);
      g_autoptr (PennyMessage) m = parse (text);
      g_autoptr (PennySummary) s = summarise (text);
      const PennyPart *part = penny_message_get_part (m, 1);

      g_assert_nonnull (part);
      if (!cases[i].name || *cases[i].name != '.')
        g_assert_cmpstr (part->file_name, ==, cases[i].name);
      g_assert_cmpint (part->is_attachment, ==, cases[i].listed);
      g_assert_cmpint (s->has_attachments, ==, cases[i].listed);
    }
}

static void
test_nested_search (void)
{
  g_autoptr (PennySummary) s = summarise (
    "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsee below\n--b\nContent-Type: message/rfc822\n\n"
    "Subject: inner\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nneedle\n--c--\n--b--\n");

  g_assert_nonnull (strstr (s->search_text, "needle"));
  g_assert_cmpstr (s->preview, ==, "see below");
}

static void
test_limits (void)
{
  g_autoptr (GString) deep = g_string_new ("Subject: deep\n"), wide = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (deep, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
  wide = g_string_new ("Subject: wide\nContent-Type: multipart/mixed; boundary=b\n\n");
  for (int i = 0; i < 1001; i++)
    g_string_append (wide, "--b\n\n");
  for (int i = 0; i < 2; i++)
    {
      const char *text = i == 0 ? deep->str : wide->str;
      g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));
      g_autoptr (PennyMessage) m = penny_message_new (raw, &error);
      g_autoptr (PennySummary) s = summarise (text);

      g_assert_null (m);
      g_assert_error (error, PENNY_MESSAGE_ERROR, PENNY_MESSAGE_ERROR_LIMIT);
      g_clear_error (&error);
      g_assert_cmpstr (s->subject, ==, i == 0 ? "deep" : "wide");
    }
}

static void
test_preview (void)
{
  static const struct { const char *body, *want; } cases[] = {
    { "> quoted\n\nanswer\n", "answer" },
    { "> only quoted\n", "> only quoted" },
    { "Am Montag schrieb Bo:\n> x\n\ny\n", "y" },
    { "Shopping list:\nmilk\n", "Shopping list: milk" },
    { "hi\n-- \nsig\n", "hi" },
    { " a \n\n\t b\n", "a b" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat ("Subject: x\n\n", cases[i].body, NULL);
      g_autoptr (PennySummary) s = summarise (text);

      g_assert_cmpstr (s->preview, ==, cases[i].want);
    }
}

static void
test_html_text (void)
{
  static const struct { const char *html, *want; } cases[] = {
    { "a &amp; b &lt;c&gt; &#228;&#xe4;&auml; &nosuch; &", "a & b <c> äää &nosuch; &" },
    { "<div>a</div><div>b</div>", "a\nb" },
    { "a<br>b<br><br>c", "a\nb\n\nc" },
    { "<p>a</p><p>b</p>", "a\n\nb" },
    { "<style>x{}</style><script>evil()</script><title>t</title>a", "a" },
    { "<style>never closed a", "never closed a" },
    { "<!-- <p>no</p> -->yes<!---->!", "yes!" },
    { "<a href=\"x>y\">link</a>", "link" },
    { "<a title=it's>b</a> 'c'", "b 'c'" },
    { "1 < 2 <3", "1 < 2 <3" },
    { "<pre>a\n  b</pre>c", "a\n  b\n\nc" },
    { "<ul><li>a<li>b</ul>", "• a\n• b" },
    { "<table><tr><td>a<td>b</tr></table>", "a b" },
    { "a&nbsp;b &#0; &#x110000;", "a b \xef\xbf\xbd \xef\xbf\xbd" },
    { "<b", "<b" }, { "", "" }, { "<", "<" }, { "</", "</" }, { "<!", "<!" },
    { "<div style='display:none'>preheader</div>x", "preheader\nx" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = penny_html_to_text (cases[i].html, 0);

      g_assert_cmpstr (got, ==, cases[i].want);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/message", test_message);
  g_test_add_func ("/message/summary", test_summary);
  g_test_add_func ("/message/cut", test_cut);
  g_test_add_func ("/message/text-choice", test_text_choice);
  g_test_add_func ("/message/attachments", test_attachments);
  g_test_add_func ("/message/nested-search", test_nested_search);
  g_test_add_func ("/message/limits", test_limits);
  g_test_add_func ("/message/preview", test_preview);
  g_test_add_func ("/message/html-text", test_html_text);
  return g_test_run ();
}
