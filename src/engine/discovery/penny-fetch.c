/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fetching the autoconfiguration file with libsoup: https only, redirects too, and never too much. */
#include "penny-fetch.h"

#include <libsoup/soup.h>

#include "penny-error.h"
#include "penny-socket-channel.h"

#define MAX_REDIRECTS 5
#define TIMEOUT_S 10

static gboolean
failed (GError **error, const char *url, const char *why)
{
  g_set_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND, "%s: %s", url, why);
  return FALSE;
}

static GBytes *
read_all (GInputStream *stream, gsize max, const char *url, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *data = g_malloc (max + 1);
  gsize length;

  if (!g_input_stream_read_all (stream, data, max + 1, &length, cancellable, error))
    return NULL;
  if (length > max)
    {
      g_set_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_BAD_CONFIG,
                   "%s: more than %" G_GSIZE_FORMAT " bytes", url, max);
      return NULL;
    }
  return g_bytes_new (data, length);
}

/* Where a redirect leads; NULL + error unless it is https again. */
static char *
next_url (SoupMessage *message, const char *url, GError **error)
{
  const char *location = soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                       "Location");
  g_autofree char *next = location ? g_uri_resolve_relative (url, location, SOUP_HTTP_URI_FLAGS, NULL)
                                   : NULL;

  if (next == NULL || !g_str_has_prefix (next, "https://"))
    {
      failed (error, url, "redirected to an address that is not https");
      return NULL;
    }
  return g_steal_pointer (&next);
}

/* The system does not trust CERTIFICATE; the additional anchors of this process may. */
static gboolean
accept_cb (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags faults, gpointer data)
{
  g_autofree char *path = penny_tls_dup_ca_file ();
  g_autoptr (GTlsDatabase) anchors = path ? g_tls_file_database_new (path, NULL) : NULL;
  GUri *uri = soup_message_get_uri (message);
  g_autoptr (GSocketConnectable) identity = g_network_address_new (g_uri_get_host (uri), 443);
  g_autoptr (GError) error = NULL;

  return anchors != NULL &&
         g_tls_database_verify_chain (anchors, certificate, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER,
                                      identity, NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, &error) == 0 &&
         error == NULL;
}

GBytes *
penny_fetch_https (const char *url, gsize max, GCancellable *cancellable, gpointer data, GError **error)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", TIMEOUT_S, NULL);
  g_autofree char *current = g_strdup (url);

  for (guint i = 0; i <= MAX_REDIRECTS; i++)
    {
      g_autoptr (SoupMessage) message = NULL;
      g_autoptr (GInputStream) stream = NULL;
      g_autofree char *next = NULL;

      message = g_str_has_prefix (current, "https://") ? soup_message_new ("GET", current) : NULL;
      if (message == NULL)
        {
          failed (error, current, "not an https address");
          return NULL;
        }
      soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
      g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_cb), NULL);
      stream = soup_session_send (session, message, cancellable, error);
      if (stream == NULL)
        return NULL;
      if (soup_message_get_status (message) == SOUP_STATUS_OK)
        return read_all (stream, max, current, cancellable, error);
      if (!SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (message)))
        {
          failed (error, current, soup_status_get_phrase (soup_message_get_status (message)));
          return NULL;
        }
      next = next_url (message, current, error);
      if (next == NULL)
        return NULL;
      g_free (current);
      current = g_steal_pointer (&next);
    }
  failed (error, url, "redirected too often");
  return NULL;
}
