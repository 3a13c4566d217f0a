/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTML filter: what must go, what must stay, what is counted, and that nothing makes it slow. */
#include <string.h>
#include <glib/gstdio.h>

#include "penny-html-text.h"
#include "penny-html.h"
#include "penny-message.h"

/* The letter's own part of the document. */
static char *
prepare (const char *html, GPtrArray **remote)
{
  g_autofree char *all = penny_html_prepare (html, PENNY_HTML_DEFAULT, remote);
  const char *body = strstr (all, "<body>\n") + 7;

  g_assert_true (g_str_has_suffix (all, "\n</body></html>\n"));
  return g_strndup (body, strlen (body) - strlen ("\n</body></html>\n"));
}

static void
test_filter (void)
{
  static const struct { const char *html, *want; } cases[] = {
    { "<p class=x>a</p>", "<p class=\"x\">a</p>" },
    { "<img src=\"cid:a\" alt='b \"c\"'>", "<img src=\"cid:a\" alt=\"b &quot;c&quot;\">" },
    { "<script>x</script>a", "a" }, { "<SCRIPT >x</SCRIPT\n>a", "a" }, { "<script>x", "x" },
    { "<base href=x><meta http-equiv=refresh content=1><link rel=x href=y>a", "a" },
    { "<a href=\"https://x\" onclick=\"e()\" ONLOAD=x>a</a>", "<a href=\"https://x\">a</a>" },
    { "<a href=\"java\tscript:x\">a</a><a href=' javascript:x'>b</a>", "<a>a</a><a>b</a>" },
    { "<a href=\"&#106;avascript&colon;x\">a</a>", "<a href=\"javascript&amp;colon;x\">a</a>" },
    { "<a href=\"&#106;avascript:x\">a</a>", "<a>a</a>" },
    { "<a href=\"data:text/html,x\">a</a><img src=\"data:image/png,x\">", "<a>a</a><img src=\"data:image/png,x\">" },
    { "<iframe src=x></iframe><object data=x>a</object><svg><style><img src=x onerror=y></style></svg>",
      "a<style><img src=x onerror=y></style>" },
    { "<!-- <b> -->a<![if !mso]>b<![endif]>", "ab" },
    { "<style media=print>p{}</style>a", "<style media=\"print\">p{}</style>a" },
    { "<style>never", "never" },
    { "1 < 2", "1 &lt; 2" }, { "<b", "&lt;b" }, { "<x<y>", "" },
    { "<p/onclick=x>a", "<p>a" }, { "<p a=b/onclick=x>", "<p a=\"b/onclick=x\">" },
    { "<img src=x\"onerror=y>", "<img src=\"x&quot;onerror=y\">" },
    { "<p =x onclick=y>", "<p>" },
    { "</p onclick=x>", "</p>" },
    { "&lt;script&gt;", "&lt;script&gt;" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = prepare (cases[i].html, NULL);

      g_assert_cmpstr (got, ==, cases[i].want);
    }
}

static void
test_remote (void)
{
  static const struct { const char *html; guint n; } cases[] = {
    { "<img src=http://x/a><img src=http://x/a>", 1 }, { "<img src=\"cid:x\"><img src=data:image/png,x>", 0 },
    { "<img srcset='http://x/a 1x, http://x/b 2x'>", 2 }, { "<td background=//x/a>", 1 },
    { "<div style='background:url(http://x/a)'>", 1 }, { "<style>@import \"http://x\";a{b:url( 'https://y' )}</style>", 2 },
    { "<a href=http://x>a</a>", 0 }, { "<img src='ht\ntp://x'>", 1 }, { "<img src='\\\\x\\y'>", 1 },
    { "<img src=' &#104;ttp://x'>", 1 }, { "<div style='background:url(&quot;//x/y&quot;)'>", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) remote = NULL;
      g_autofree char *got = prepare (cases[i].html, &remote);

      g_assert_cmpuint (remote->len, ==, cases[i].n);
    }
}

static void
test_policy (void)
{
  g_autofree char *closed = penny_html_prepare ("x", PENNY_HTML_DEFAULT, NULL);
  g_autofree char *open = penny_html_prepare ("x", PENNY_HTML_REMOTE_PICTURES, NULL);

  g_assert_nonnull (strstr (closed, "default-src 'none'; img-src cid: data:;"));
  g_assert_nonnull (strstr (open, "img-src cid: data: https: http:;"));
}

/* What was made to take the square of its length. */
static void
test_hostile (void)
{
  static const char * const pieces[] = {
    "<", "<a", "<a b=\"", "<a b='", "<!--", "<!", "<style>", "<script>", "<title", "</", "&", "&#", "<div>", "<pre>",
    "<a =", "<a b=\"x\" ", "<a/", "<style></style", "<li>", "<br>", "url(", "<p style=\"url(",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) html = g_string_new (NULL);
      g_autofree char *text = NULL, *safe = NULL;
      gint64 start = g_get_monotonic_time (), taken;

      while (html->len < 2000000)
        g_string_append (html, pieces[i]);
      text = penny_html_to_text (html->str, 0);
      safe = penny_html_prepare (html->str, PENNY_HTML_DEFAULT, NULL);
      taken = g_get_monotonic_time () - start;
      g_test_message ("%s: %" G_GINT64_FORMAT " us", pieces[i], taken);
      g_assert_cmpint (taken, <, 4 * G_USEC_PER_SEC);
    }
}

/* No tag of a rewritten letter may be one that acts or fetches by itself. */
static void
assert_tame (const char *name, const char *html)
{
  static const char * const never[] = {
    "<script", "<base", "<meta", "<link", "<iframe", "<object", "<embed", "<svg", "<math", "<form", "<video",
    "<audio", "<frame", "<input", "<!--", "<noscript", "<template", "<image",
  };
  g_autoptr (GRegex) handler = g_regex_new (
    "<[a-z][^<>]*\\s(on[a-z]+|ping|srcdoc|manifest|action)=", G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GRegex) styles = g_regex_new ("<style[^>]*>.*?</style>", G_REGEX_CASELESS | G_REGEX_DOTALL, 0, NULL);
  g_autofree char *tags = g_regex_replace_literal (styles, html, -1, 0, "", 0, NULL);
  g_autofree char *lower = g_ascii_strdown (tags, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (never); i++)
    if (strstr (lower, never[i]))
      g_error ("%s keeps %s: %s", name, never[i], html);
  if (g_regex_match (handler, tags, 0, NULL))
    g_error ("%s keeps a handler: %s", name, html);
}

/* All the letters of the test kit that try to tell that they were opened. */
static void
test_vectors (void)
{
  const char *kit = g_getenv ("PENNY_TESTKIT");
  g_autofree char *generator = g_build_filename (kit ? kit : "/nonexistent", "html", "gen.py", NULL);
  g_autofree char *folder = g_dir_make_tmp ("penny-html-XXXXXX", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n = 0, n_remote = 0;
  char *argv[] = { (char *) "/usr/bin/python3", generator, (char *) "--out", folder, NULL };

  if (!g_file_test (generator, G_FILE_TEST_EXISTS))
    {
      g_rmdir (folder);
      g_test_skip ("THE TEST KIT IS NOT HERE: html/gen.py");
      return;
    }
  /* It writes a table into its working folder. */
  g_assert_true (g_spawn_sync (folder, argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, NULL, NULL));
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL), *contents = NULL;
      g_autoptr (GBytes) raw = NULL;
      g_autoptr (PennyMessage) m = NULL;
      g_autoptr (GPtrArray) remote = NULL;
      gsize size;

      if (g_str_has_suffix (name, ".eml") && g_file_get_contents (path, &contents, &size, NULL))
        {
          raw = g_bytes_new_take (g_steal_pointer (&contents), size);
          m = penny_message_new (raw, NULL);
          if (m && penny_message_get_html (m))
            {
              g_autofree char *safe = prepare (penny_message_get_html (m), &remote);

              assert_tame (name, safe);
              n++;
              n_remote += remote->len > 0;
            }
        }
      g_unlink (path);
    }
  g_rmdir (folder);
  g_test_message ("%u letters, %u with remote content", n, n_remote);
  g_assert_cmpuint (n, >, 250);
  g_assert_cmpuint (n_remote, >, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html/filter", test_filter);
  g_test_add_func ("/html/remote", test_remote);
  g_test_add_func ("/html/policy", test_policy);
  g_test_add_func ("/html/hostile", test_hostile);
  g_test_add_func ("/html/vectors", test_vectors);
  return g_test_run ();
}
