/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in through the browser, from the first address to the tokens. */
#include "penny-oauth-private.h"

#include <string.h>
#include <sys/random.h>

#include "penny-error.h"

#define RANDOM_BYTES 32

typedef struct {
  PennyOauthConfig *config;   /* owned */
  PennyOauthDoor *door;       /* owned */
  char *verifier;             /* owned; PKCE's secret */
  GSource *patience;          /* owned; NULL once over */
  GSource *cancelled;         /* owned; NULL once over */
} SignIn;

static void
end_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
sign_in_free (gpointer data)
{
  SignIn *self = data;

  end_source (&self->patience);
  end_source (&self->cancelled);
  penny_oauth_door_close (self->door);
  penny_oauth_config_free (self->config);
  if (self->verifier != NULL)
    penny_secret_wipe (self->verifier, strlen (self->verifier));
  g_free (self->verifier);
  g_free (self);
}

/* --- what is asked --- */

/* Base64 for addresses, without padding (RFC 4648 §5). */
static char *
encode (const guint8 *data, gsize size)
{
  char *text = g_base64_encode (data, size);

  for (char *p = text; *p != '\0'; p++)
    if (*p == '+')
      *p = '-';
    else if (*p == '/')
      *p = '_';
    else if (*p == '=')
      *p = '\0';
  return text;
}

/* Nobody can guess it: from the kernel. NULL + error when that has none, which it always has. */
static char *
make_random (GError **error)
{
  guint8 bytes[RANDOM_BYTES];
  char *text;

  if (getrandom (bytes, sizeof bytes, 0) != (gssize) sizeof bytes)
    {
      g_set_error_literal (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_IO, "No random numbers can be had");
      return NULL;
    }
  text = encode (bytes, sizeof bytes);
  penny_secret_wipe (bytes, sizeof bytes);
  return text;
}

/* S256 of RFC 7636 §4.2. */
static char *
make_challenge (const char *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;

  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &size);
  return encode (digest, size);
}

/* RFC 6749 §4.1.1. */
static char *
make_authorize_uri (const SignIn *self, const char *state, const char *address)
{
  const PennyOauthConfig *config = self->config;
  g_autofree char *challenge = make_challenge (self->verifier);
  GString *query = g_string_new (config->extra);

  penny_oauth_append (query, "response_type", "code");
  penny_oauth_append (query, "client_id", config->client_id);
  penny_oauth_append (query, "redirect_uri", penny_oauth_door_get_uri (self->door));
  if (config->scope != NULL)
    penny_oauth_append (query, "scope", config->scope);
  penny_oauth_append (query, "state", state);
  penny_oauth_append (query, "code_challenge", challenge);
  penny_oauth_append (query, "code_challenge_method", "S256");
  if (address != NULL)
    penny_oauth_append (query, "login_hint", address);
  g_string_prepend (query, strchr (config->authorize_uri, '?') != NULL ? "&" : "?");
  g_string_prepend (query, config->authorize_uri);
  return g_string_free (query, FALSE);
}

/* --- what comes back --- */

typedef struct {
  PennyOauthConfig *config;   /* owned */
  GString *form;              /* owned; NULL: the provider said no */
  char *refusal;              /* owned; its word for it */
} Exchange;

static void
exchange_free (gpointer data)
{
  Exchange *self = data;

  penny_oauth_config_free (self->config);
  if (self->form != NULL)
    {
      penny_secret_wipe (self->form->str, self->form->len);
      g_string_free (self->form, TRUE);
    }
  g_free (self->refusal);
  g_free (self);
}

/* RFC 6749 §4.1.2.1. */
static int
grade_refusal (const char *word)
{
  if (strcmp (word, "server_error") == 0 || strcmp (word, "temporarily_unavailable") == 0)
    return PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY;
  return strcmp (word, "access_denied") == 0 ? PENNY_ACCOUNT_ERROR_NO_CONSENT : PENNY_ACCOUNT_ERROR_NOT_SIGNED_IN;
}

static void
exchange_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Exchange *self = data;
  PennyOauthTokens *tokens;
  GError *error = NULL;

  if (self->form == NULL)
    {
      g_task_return_new_error (task, PENNY_ACCOUNT_ERROR, grade_refusal (self->refusal),
                               "The provider did not let the person in: %s", self->refusal);
      return;
    }
  tokens = penny_oauth_ask_tokens (self->config, g_steal_pointer (&self->form), PENNY_ACCOUNT_ERROR_NOT_SIGNED_IN,
                                   cancellable, &error);
  if (tokens != NULL)
    g_task_return_pointer (task, tokens, (GDestroyNotify) penny_oauth_tokens_free);
  else
    g_task_return_error (task, error);
}

static void
exchanged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  PennyOauthTokens *tokens = g_task_propagate_pointer (G_TASK (result), &error);

  if (tokens != NULL)
    g_task_return_pointer (task, tokens, (GDestroyNotify) penny_oauth_tokens_free);
  else
    g_task_return_error (task, error);
}

/* RFC 6749 §4.1.3. */
static GString *
make_form (const SignIn *self, const char *code)
{
  GString *form = g_string_sized_new (4096 + 3 * strlen (code));

  penny_oauth_append (form, "grant_type", "authorization_code");
  penny_oauth_append (form, "code", code);
  penny_oauth_append (form, "redirect_uri", penny_oauth_door_get_uri (self->door));
  penny_oauth_append (form, "code_verifier", self->verifier);
  return form;
}

/* A word and not a page: it comes through the browser, from anywhere. */
static char *
dup_refusal (const char *word)
{
  if (word == NULL || strlen (word) > 60 || word[strspn (word, "abcdefghijklmnopqrstuvwxyz_")] != '\0')
    return g_strdup ("no reason");
  return g_strdup (word);
}

static void
visitor_cb (GHashTable *query, gpointer data)
{
  GTask *task = data;
  SignIn *self = g_task_get_task_data (task);
  const char *code = g_hash_table_lookup (query, "code");
  const char *refusal = g_hash_table_lookup (query, "error");
  g_autoptr (GTask) ask = g_task_new (NULL, g_task_get_cancellable (task), exchanged_cb, task);
  Exchange *exchange = g_new0 (Exchange, 1);

  end_source (&self->patience);
  end_source (&self->cancelled);
  exchange->config = penny_oauth_config_copy (self->config);
  if (code != NULL && *code != '\0' && refusal == NULL)
    exchange->form = make_form (self, code);
  else
    exchange->refusal = dup_refusal (refusal);
  g_task_set_task_data (ask, exchange, exchange_free);
  g_task_run_in_thread (ask, exchange_thread);
}

/* --- or does not --- */

static gboolean
patience_cb (gpointer data)
{
  g_autoptr (GTask) task = data;

  end_source (&((SignIn *) g_task_get_task_data (task))->cancelled);
  g_task_return_new_error (task, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NOT_SIGNED_IN,
                           "Nobody signed in within the time allowed");
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_autoptr (GTask) task = data;

  end_source (&((SignIn *) g_task_get_task_data (task))->patience);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* The task is in flight: of these two and the visitor the first one gives it up, and stops the others. */
static void
wait_for_visitor (GTask *task, guint patience_s)
{
  SignIn *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  self->patience = g_timeout_source_new_seconds (patience_s > 0 ? patience_s : PENNY_OAUTH_PATIENCE_S);
  g_source_set_callback (self->patience, patience_cb, task, NULL);
  g_source_attach (self->patience, g_task_get_context (task));
  if (cancellable == NULL)
    return;
  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), task, NULL);
  g_source_attach (self->cancelled, g_task_get_context (task));
}

/* --- in order --- */

static gboolean
prepare (SignIn *self, const char *state, GTask *task, GError **error)
{
  if (self->config->client_id == NULL)
    {
      g_set_error_literal (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_CLIENT_ID,
                           "This program was built without a client ID for this provider");
      return FALSE;
    }
  if (!penny_oauth_uri_is_safe (self->config->authorize_uri) || !penny_oauth_uri_is_safe (self->config->token_uri))
    {
      g_set_error_literal (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID,
                           "[oauth] authorize, token: must be https addresses");
      return FALSE;
    }
  self->verifier = make_random (error);
  if (self->verifier == NULL)
    return FALSE;
  self->door = penny_oauth_door_new (state, visitor_cb, task, error);
  return self->door != NULL;
}

void
penny_oauth_sign_in_async (const PennyOauthConfig *config, const char *address, guint patience_s,
                           PennyOauthOpenFunc open, gpointer open_data, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  SignIn *self = g_new0 (SignIn, 1);
  GError *error = NULL;
  g_autofree char *state = make_random (&error);
  g_autofree char *uri = NULL;

  self->config = penny_oauth_config_copy (config);
  g_task_set_source_tag (task, penny_oauth_sign_in_async);
  g_task_set_task_data (task, self, sign_in_free);
  if (state == NULL || !prepare (self, state, task, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
      return;
    }
  uri = make_authorize_uri (self, state, address);
  wait_for_visitor (task, patience_s);
  open (uri, open_data);
}

PennyOauthTokens *
penny_oauth_sign_in_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, penny_oauth_sign_in_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
