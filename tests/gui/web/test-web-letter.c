/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML in the web view: drawn, pictures of its own shown, and not one connection to anywhere. The
 * HTML is given to the view as it came, without the cleaning before it: the view's own walls must hold. */
#include <adwaita.h>
#include <string.h>

#include "penny-web-guard.h"
#include "penny-web-letter.h"
#include "wait-until.h"

typedef struct {
  guint loaded;
  guint crashed;
} Seen;

static WebKitUserContentFilter *filter;
static gboolean answered;
static guint n_connections;

static void
guard_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  filter = penny_web_guard_finish (result, &error);
  if (filter == NULL)
    g_test_message ("%s", error->message);
  answered = TRUE;
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  n_connections++;
  return TRUE;
}

static void
loaded_cb (PennyWebLetter *letter, Seen *seen)
{
  seen->loaded++;
}

static void
crashed_cb (PennyWebLetter *letter, Seen *seen)
{
  seen->crashed++;
}

static void
load (GtkWidget *letter, const char *html)
{
  const PennyWebPage page = { .html = html, .title = "x", .text = "x" };

  penny_web_letter_load (PENNY_WEB_LETTER (letter), &page);
}

static const char * const vectors[] = {
  "<img src='%s/img'>", "<style>@import '%s/import'; body { background: url(%s/bg) }</style>",
  "<link rel=stylesheet href='%s/css'>", "<link rel=preconnect href='%s'>", "<link rel=prefetch href='%s/p'>",
  "<link rel=dns-prefetch href='%s'>", "<meta http-equiv=refresh content='0;url=%s/refresh'>", "<iframe src='%s/f'></iframe>",
  "<object data='%s/o'></object>", "<embed src='%s/e'>", "<video autoplay poster='%s/po' src='%s/v'></video>",
  "<audio autoplay src='%s/a'></audio>", "<svg><image href='%s/s' width=9 height=9></svg>",
  "<base href='%s/'><img src='rel'>",
  "<script>fetch('%s/js')</script>", "<body onload=\"location='%s/l'\">",
  "<form id=f action='%s/form'><input autofocus></form>",
  "<img srcset='%s/ss 1x'>", "<picture><source srcset='%s/ps'><img></picture>", "<input type=image src='%s/ii'>",
};

static char *
fill_in (const char *vector, const char *base)
{
  g_auto (GStrv) parts = g_strsplit (vector, "%s", -1);

  return g_strjoinv (base, parts);
}

static void
test_nothing_gets_out (void)
{
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (2);
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_autofree char *base = g_strdup_printf ("http://127.0.0.1:%u", port);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *letter = penny_web_letter_new (filter);
  Seen seen = { 0 };

  g_signal_connect (service, "run", G_CALLBACK (incoming_cb), NULL);
  g_signal_connect (letter, "loaded", G_CALLBACK (loaded_cb), &seen);
  g_signal_connect (letter, "crashed", G_CALLBACK (crashed_cb), &seen);
  gtk_window_set_child (GTK_WINDOW (window), letter);
  gtk_window_present (GTK_WINDOW (window));
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *html = fill_in (vectors[i], base);
      guint before = seen.loaded;

      load (letter, html);
      wait_until (seen.loaded > before);
    }
  g_assert_cmpuint (seen.crashed, ==, 0);
  g_assert_cmpuint (n_connections, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A dead web process is told, and loading again brings it back. */
static void
test_crash (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *letter = penny_web_letter_new (filter);
  Seen seen = { 0 };

  g_signal_connect (letter, "loaded", G_CALLBACK (loaded_cb), &seen);
  g_signal_connect (letter, "crashed", G_CALLBACK (crashed_cb), &seen);
  gtk_window_set_child (GTK_WINDOW (window), letter);
  gtk_window_present (GTK_WINDOW (window));
  load (letter, "<p>one");
  wait_until (seen.loaded == 1);
  webkit_web_view_terminate_web_process (penny_web_letter_get_view (PENNY_WEB_LETTER (letter)));
  wait_until (seen.crashed == 1);
  load (letter, "<p>two");
  wait_until (seen.loaded == 2);
  penny_web_letter_clear (PENNY_WEB_LETTER (letter));
  gtk_window_destroy (GTK_WINDOW (window));
}

typedef struct {
  guint asked;
  guint freed;
} Parts;

static const guchar red_dot[] = "GIF89a\1\0\1\0\200\0\0\377\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;";

static GBytes *
find_part (const char *id, const char **content_type, gpointer data)
{
  Parts *parts = data;

  parts->asked++;
  if (g_str_equal (id, "no"))
    return NULL;
  *content_type = g_str_equal (id, "a@b c") ? "image/gif" : "text/html";
  return g_bytes_new_static (red_dot, sizeof red_dot - 1);
}

static void
free_parts (gpointer data)
{
  ((Parts *) data)->freed++;
}

/* Three kinds of answers to cid:, and what answers them is let go with the page. */
static void
test_parts (void)
{
  static const char html[] = "<img src='cid:a@b%20c'><img src='cid:no'><iframe src='cid:page'></iframe>"
                             "<link rel=stylesheet href='cid:page'>";
  GtkWidget *window = gtk_window_new ();
  GtkWidget *letter = penny_web_letter_new (filter);
  Parts parts = { 0 }, next = { 0 };
  const PennyWebPage page = { html, "x", "x", find_part, &parts, free_parts };
  const PennyWebPage next_page = { "<p>x", "x", "x", find_part, &next, free_parts };
  Seen seen = { 0 };

  g_signal_connect (letter, "loaded", G_CALLBACK (loaded_cb), &seen);
  gtk_window_set_child (GTK_WINDOW (window), letter);
  gtk_window_present (GTK_WINDOW (window));
  penny_web_letter_load (PENNY_WEB_LETTER (letter), &page);
  wait_until (seen.loaded == 1);
  /* The pictures; the policy lets neither frames nor style sheets ask. */
  g_assert_cmpuint (parts.asked, ==, 2);
  g_assert_cmpuint (parts.freed, ==, 0);
  penny_web_letter_load (PENNY_WEB_LETTER (letter), &next_page);
  g_assert_cmpuint (parts.freed, ==, 1);
  wait_until (seen.loaded == 2);
  penny_web_letter_clear (PENNY_WEB_LETTER (letter));
  g_assert_cmpuint (next.freed, ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_cmpuint (parts.freed + next.freed, ==, 2);
}

int
main (int argc, char **argv)
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  penny_web_guard_async (NULL, guard_cb, NULL);
  wait_until (answered);
  if (filter == NULL)
    {
      g_print ("1..0 # SKIP the web process cannot be sandboxed here\n");
      return 0;
    }
  g_test_add_func ("/web/nothing-gets-out", test_nothing_gets_out);
  g_test_add_func ("/web/crash", test_crash);
  g_test_add_func ("/web/parts", test_parts);
  status = g_test_run ();
  webkit_user_content_filter_unref (filter);
  return status;
}
