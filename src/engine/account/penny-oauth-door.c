/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door through which the browser comes back: one page, one visitor. */
#include "penny-oauth-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

struct _PennyOauthDoor {
  SoupServer *server;      /* owned */
  char *uri;               /* owned */
  char *state;             /* owned */
  PennyOauthDoorFunc func;
  gpointer data;

  SoupServerMessage *visitor; /* borrowed; the one with our state, while it is answered */
  GHashTable *query;          /* owned; what it brought; NULL: nobody came */
};

/* Without leaving early at the first difference. */
static gboolean
is_same (const char *a, const char *b)
{
  gsize length = strlen (a);
  guint8 difference = 0;

  if (strlen (b) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= (guint8) a[i] ^ (guint8) b[i];
  return difference == 0;
}

/* No name but the number: a page in the browser could have a name of its own lead here. */
static gboolean
is_for_us (PennyOauthDoor *self, SoupServerMessage *message, const char *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *host = soup_message_headers_get_one (headers, "Host");

  return strcmp (path, "/") == 0 && host != NULL
         && g_str_has_prefix (self->uri, "http://")
         && strncmp (self->uri + strlen ("http://"), host, strlen (host)) == 0
         && strcmp (self->uri + strlen ("http://") + strlen (host), "/") == 0;
}

static void
answer (SoupServerMessage *message, guint status, const char *title, const char *text)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *title_markup = g_markup_escape_text (title, -1);
  g_autofree char *text_markup = g_markup_escape_text (text, -1);
  g_autofree char *page = g_strdup_printf (
    "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\">"
    "<meta name=\"viewport\" content=\"width=device-width\"><title>%s</title>"
    "<style>body{font:1.2em sans-serif;text-align:center;margin:20vh 1em}</style></head>"
    "<body dir=\"auto\"><h1>%s</h1><p>%s</p></body></html>", title_markup, title_markup, text_markup);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Content-Security-Policy",
                                "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
  soup_message_headers_replace (headers, "Connection", "close");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_COPY, page, strlen (page));
}

static void
answer_visitor (SoupServerMessage *message, gboolean good)
{
  if (good)
    /* Translators: the title of a page in the web browser, when the person has signed in there. */
    answer (message, SOUP_STATUS_OK, _("You are signed in"),
            _("You can close this page and go back to Penny Post."));
  else
    /* Translators: the title of a page in the web browser, when the person did not sign in there. */
    answer (message, SOUP_STATUS_OK, _("You are not signed in"),
            _("Go back to Penny Post to try again or to choose another way."));
}

/* Only then: the door may be closed by what comes next, and the person should see the answer. */
static void
answered_cb (SoupServer *server, SoupServerMessage *message, gpointer data)
{
  PennyOauthDoor *self = data;

  if (message != self->visitor)
    return;
  self->visitor = NULL;
  self->func (self->query, self->data);
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  PennyOauthDoor *self = data;
  const char *state = query != NULL ? g_hash_table_lookup (query, "state") : NULL;

  if (soup_server_message_get_method (message) != SOUP_METHOD_GET)
    soup_server_message_set_status (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
  else if (self->query != NULL || !is_for_us (self, message, path) || state == NULL || !is_same (self->state, state))
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
  else
    {
      self->visitor = message;
      self->query = g_hash_table_ref (query);
      answer_visitor (message, g_hash_table_contains (query, "code") && !g_hash_table_contains (query, "error"));
    }
}

static gboolean
listen_here (PennyOauthDoor *self, GError **error)
{
  GSList *uris;

  if (!soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;
  uris = soup_server_get_uris (self->server);
  self->uri = g_strdup_printf ("http://127.0.0.1:%d/", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return TRUE;
}

PennyOauthDoor *
penny_oauth_door_new (const char *state, PennyOauthDoorFunc func, gpointer data, GError **error)
{
  PennyOauthDoor *self = g_new0 (PennyOauthDoor, 1);

  self->server = soup_server_new ("server-header", NULL, NULL);
  self->state = g_strdup (state);
  self->func = func;
  self->data = data;
  soup_server_add_handler (self->server, "/", request_cb, self, NULL);
  g_signal_connect (self->server, "request-finished", G_CALLBACK (answered_cb), self);
  g_signal_connect (self->server, "request-aborted", G_CALLBACK (answered_cb), self);
  if (listen_here (self, error))
    return self;
  penny_oauth_door_close (self);
  return NULL;
}

const char *
penny_oauth_door_get_uri (PennyOauthDoor *self)
{
  return self->uri;
}

void
penny_oauth_door_close (PennyOauthDoor *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->server, self);
  soup_server_remove_handler (self->server, "/");
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_free (self->uri);
  g_free (self->state);
  g_free (self);
}
