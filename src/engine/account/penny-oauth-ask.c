/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking a provider's token address (RFC 6749 §4.1.3, §5, §6) with libsoup: https only, no redirects, and
 * never too much. */
#include "penny-oauth-private.h"

#include <string.h>

#include <libsoup/soup.h>

#include "penny-error.h"
#include "penny-json-read.h"

#define TIMEOUT_S 30
#define TOKEN_MAX 16384
#define LIFETIME_MAX (10 * 365 * 24 * 3600)

PennyOauthTokens *
penny_oauth_tokens_copy (const PennyOauthTokens *self)
{
  PennyOauthTokens *copy = g_new0 (PennyOauthTokens, 1);

  copy->access = penny_secret_ref (self->access);
  copy->refresh = self->refresh != NULL ? penny_secret_ref (self->refresh) : NULL;
  copy->expires_at = self->expires_at;
  return copy;
}

void
penny_oauth_tokens_free (PennyOauthTokens *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->access, penny_secret_unref);
  g_clear_pointer (&self->refresh, penny_secret_unref);
  g_free (self);
}

void
penny_oauth_append (GString *form, const char *name, const char *value)
{
  char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (form, "%s%s=%s", form->len > 0 ? "&" : "", name, escaped);
  penny_secret_wipe (escaped, strlen (escaped));
  g_free (escaped);
}

/* --- the way there --- */

static int
grade_network (const GError *error)
{
  if (error->domain == G_RESOLVER_ERROR)
    return PENNY_WIRE_ERROR_HOST_NOT_FOUND;
  if (error->domain == G_TLS_ERROR)
    return error->code == G_TLS_ERROR_BAD_CERTIFICATE ? PENNY_WIRE_ERROR_CERT_UNTRUSTED : PENNY_WIRE_ERROR_TLS;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    return PENNY_WIRE_ERROR_OFFLINE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return PENNY_WIRE_ERROR_REFUSED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE))
    return PENNY_WIRE_ERROR_UNREACHABLE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return PENNY_WIRE_ERROR_TIMED_OUT;
  return PENNY_WIRE_ERROR_CLOSED;
}

static void
take_network_error (GError **error, GError *from)
{
  if (g_error_matches (from, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, from);
      return;
    }
  g_set_error (error, PENNY_WIRE_ERROR, grade_network (from), "Signing in: %s", from->message);
  g_error_free (from);
}

static void
wiped_free (gpointer data)
{
  GString *form = data;

  penny_secret_wipe (form->str, form->len);
  g_string_free (form, TRUE);
}

/* The answer as a table; NULL + error when there is none that can be read. */
static GHashTable *
read_answer (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  gsize length;
  char *text = g_malloc (PENNY_JSON_SIZE_MAX + 1);
  GError *local = NULL;
  GHashTable *answer = NULL;

  if (!g_input_stream_read_all (stream, text, PENNY_JSON_SIZE_MAX + 1, &length, cancellable, &local))
    take_network_error (error, local);
  else if ((answer = penny_json_read (text, length, &local)) == NULL)
    {
      g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY, "Signing in: %s", local->message);
      g_error_free (local);
    }
  penny_secret_wipe (text, length);
  g_free (text);
  return answer;
}

/* Takes FORM. */
static GHashTable *
post (const char *uri, GString *form, guint *status, GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", TIMEOUT_S, NULL);
  g_autoptr (SoupMessage) message = penny_oauth_uri_is_safe (uri) ? soup_message_new ("POST", uri) : NULL;
  g_autoptr (GBytes) body = g_bytes_new_with_free_func (form->str, form->len, wiped_free, form);
  g_autoptr (GInputStream) stream = NULL;
  GError *local = NULL;

  if (message == NULL)
    {
      g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID, "[oauth] token: not an https address");
      return NULL;
    }
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept", "application/json");
  soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
  stream = soup_session_send (session, message, cancellable, &local);
  if (stream == NULL)
    {
      take_network_error (error, local);
      return NULL;
    }
  *status = soup_message_get_status (message);
  return read_answer (stream, cancellable, error);
}

/* --- the answer --- */

/* RFC 6749 §5.2. The provider's words may repeat what it was sent; only its code is passed on. */
static void
refuse (GHashTable *answer, guint status, int voided, GError **error)
{
  const char *code = g_hash_table_lookup (answer, "error");
  int ours = PENNY_ACCOUNT_ERROR_INVALID;

  if (code == NULL || strlen (code) > 60 || code[strspn (code, "abcdefghijklmnopqrstuvwxyz_")] != '\0')
    code = "no reason";
  if (strcmp (code, "invalid_grant") == 0)
    ours = voided;
  else if (strcmp (code, "no reason") == 0 || strcmp (code, "temporarily_unavailable") == 0
           || strcmp (code, "server_error") == 0 || status >= 500 || status == 429)
    ours = PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY;
  g_set_error (error, PENNY_ACCOUNT_ERROR, ours, "The provider gives no token: %s (status %u)", code, status);
}

static gboolean
is_token (const char *text)
{
  if (text == NULL || *text == '\0' || strlen (text) > TOKEN_MAX)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return FALSE;
  return TRUE;
}

static gint64
read_expiry (GHashTable *answer)
{
  const char *text = g_hash_table_lookup (answer, "expires_in");
  gint64 seconds;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, 1, LIFETIME_MAX, &seconds, NULL))
    return 0;
  return g_get_real_time () / G_USEC_PER_SEC + seconds;
}

/* RFC 6749 §5.1: the answer names what was granted where that is not all. Providers leave out and rename words
 * that are not about mail, so only an answer that has none of ours is a no. */
static gboolean
is_granted (const char *wanted, const char *granted)
{
  g_auto (GStrv) ours = g_strsplit (wanted != NULL ? wanted : "", " ", 0);
  g_auto (GStrv) theirs = g_strsplit (granted != NULL ? granted : "", " ", 0);
  const char * const others[] = { "openid", "profile", "email", "offline_access", "", NULL };
  gboolean asked = FALSE;

  for (guint i = 0; ours[i] != NULL; i++)
    {
      if (g_strv_contains (others, ours[i]))
        continue;
      asked = TRUE;
      if (g_strv_contains ((const char * const *) theirs, ours[i]))
        return TRUE;
    }
  return granted == NULL || *granted == '\0' || !asked;
}

static PennyOauthTokens *
read_tokens (GHashTable *answer, const char *scope, GError **error)
{
  const char *type = g_hash_table_lookup (answer, "token_type");
  const char *access = g_hash_table_lookup (answer, "access_token");
  const char *refresh = g_hash_table_lookup (answer, "refresh_token");
  PennyOauthTokens *tokens;

  if (!is_token (access) || type == NULL || g_ascii_strcasecmp (type, "bearer") != 0
      || (refresh != NULL && !is_token (refresh)))
    {
      g_set_error_literal (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY,
                           "The provider's answer holds no bearer token");
      return NULL;
    }
  if (!is_granted (scope, g_hash_table_lookup (answer, "scope")))
    {
      g_set_error_literal (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_CONSENT,
                           "The provider's token is not for mail: another scope was granted");
      return NULL;
    }
  tokens = g_new0 (PennyOauthTokens, 1);
  tokens->access = penny_secret_new_token (access);
  tokens->refresh = refresh != NULL ? penny_secret_new (refresh) : NULL;
  tokens->expires_at = read_expiry (answer);
  return tokens;
}

PennyOauthTokens *
penny_oauth_ask_tokens (const PennyOauthConfig *config, GString *form, int voided, GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GHashTable) answer = NULL;
  guint status = 0;

  penny_oauth_append (form, "client_id", config->client_id);
  if (config->client_secret != NULL)
    penny_oauth_append (form, "client_secret", config->client_secret);
  answer = post (config->token_uri, form, &status, cancellable, error);
  if (answer == NULL)
    return NULL;
  if (status == SOUP_STATUS_OK)
    return read_tokens (answer, config->scope, error);
  refuse (answer, status, voided, error);
  return NULL;
}

PennyOauthTokens *
penny_oauth_refresh_sync (const PennyOauthConfig *config, PennySecret *refresh, GCancellable *cancellable,
                          GError **error)
{
  GString *form;

  if (config->client_id == NULL)
    {
      g_set_error_literal (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_CLIENT_ID, "No client ID");
      return NULL;
    }
  form = g_string_sized_new (4096 + 3 * strlen (penny_secret_peek (refresh)));
  penny_oauth_append (form, "grant_type", "refresh_token");
  penny_oauth_append (form, "refresh_token", penny_secret_peek (refresh));
  return penny_oauth_ask_tokens (config, form, PENNY_ACCOUNT_ERROR_SIGN_IN_AGAIN, cancellable, error);
}
