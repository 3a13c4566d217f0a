/* SPDX-License-Identifier: GPL-3.0-or-later */
/* penny-fetch against a small https server of this computer; run-fetch.py makes its certificate.
 * test-fetch CA.pem SERVER.pem SERVER.key */
#include <libsoup/soup.h>
#include <string.h>

#include "penny-error.h"
#include "penny-fetch.h"
#include "penny-thread.h"

#define LARGEST 1000

static char *base; /* "https://localhost:PORT" */
static GMainLoop *server_loop;
static int n_plain; /* atomic: requests that must never come */

static void
answer_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  g_autofree char *large = g_strnfill (LARGEST + 1, 'x');
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, SOUP_STATUS_FOUND, NULL);
  if (strcmp (path, "/good") == 0)
    {
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
      soup_server_message_set_response (message, "text/xml", SOUP_MEMORY_COPY, "hello", 5);
    }
  else if (strcmp (path, "/exact") == 0 || strcmp (path, "/large") == 0)
    {
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
      soup_server_message_set_response (message, "text/xml", SOUP_MEMORY_COPY, large,
                                        path[1] == 'e' ? LARGEST : LARGEST + 1);
    }
  else if (strcmp (path, "/there") == 0)
    soup_message_headers_replace (headers, "Location", "/good");
  else if (strcmp (path, "/round") == 0)
    soup_message_headers_replace (headers, "Location", "/round");
  else if (strcmp (path, "/plain") == 0)
    {
      g_autofree char *http = g_strconcat ("http", base + strlen ("https"), "/counted", NULL);

      soup_message_headers_replace (headers, "Location", http);
    }
  else if (strcmp (path, "/file") == 0)
    soup_message_headers_replace (headers, "Location", "file:///etc/passwd");
  else if (strcmp (path, "/counted") == 0)
    g_atomic_int_inc (&n_plain);
  else if (strcmp (path, "/silent") == 0)
    soup_server_message_pause (message);
  else if (strcmp (path, "/nowhere") != 0) /* a redirect without a place */
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
}

static gpointer
serve (gpointer data)
{
  char **argv = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_files (argv[2], argv[3], &error);
  g_autoptr (SoupServer) server = NULL;
  GSList *uris;

  g_assert_no_error (error);
  g_main_context_push_thread_default (context);
  server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (server, NULL, answer_cb, NULL, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  base = g_strdup_printf ("https://localhost:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_atomic_pointer_set (&server_loop, g_main_loop_new (context, FALSE));
  g_main_loop_run (server_loop);
  soup_server_disconnect (server);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static GBytes *
get (const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *url = g_strconcat (base, path, NULL);

  return penny_fetch_https (url, LARGEST, cancellable, NULL, error);
}

static void
test_good (void)
{
  static const char * const paths[] = { "/good", "/there", "/exact" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = get (paths[i], NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), ==, i == 2 ? LARGEST : 5);
    }
}

static void
test_bad (void)
{
  static const char * const paths[] = { "/missing", "/round", "/plain", "/file", "/nowhere" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_assert_null (get (paths[i], NULL, &error));
      g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND);
      g_clear_error (&error);
    }
  g_assert_cmpint (g_atomic_int_get (&n_plain), ==, 0);
  g_assert_null (get ("/large", NULL, &error));
  g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_BAD_CONFIG);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = penny_thread_new ("penny-test", PENNY_THREAD_HELPER, cancel_soon, cancellable);

  g_assert_null (get ("/silent", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

/* Last: from here on nobody vouches for the server. */
static void
test_untrusted (void)
{
  g_autoptr (GError) error = NULL;

  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
  g_assert_null (get ("/good", NULL, &error));
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  GThread *thread;
  int code;

  g_test_init (&argc, &argv, NULL);
  if (argc < 4)
    return 77; /* needs its certificate */
  database = g_tls_file_database_new (argv[1], &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
  thread = penny_thread_new ("penny-server", PENNY_THREAD_HELPER, serve, argv);
  while (g_atomic_pointer_get (&server_loop) == NULL)
    g_thread_yield ();
  g_test_add_func ("/fetch/good", test_good);
  g_test_add_func ("/fetch/bad", test_bad);
  g_test_add_func ("/fetch/cancel", test_cancel);
  g_test_add_func ("/fetch/untrusted", test_untrusted);
  code = g_test_run ();
  g_main_loop_quit (server_loop);
  g_thread_join (thread);
  g_main_loop_unref (server_loop);
  g_free (base);
  return code;
}
