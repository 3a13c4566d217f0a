/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords and tokens, looked up and renewed. */
#include "penny-credential.h"

#include <string.h>

#include "penny-error.h"
#include "penny-goa.h"
#include "penny-provider.h"

/* A token that runs out while a letter is being sent is of no use. */
#define AHEAD_S 120

PennyOauthConfig *
penny_credential_dup_oauth (PennyAccount *account, GError **error)
{
  const PennyOauthConfig *own = penny_account_get_oauth (account);
  g_autoptr (PennyProvider) provider = NULL;

  if (own != NULL)
    return penny_oauth_config_copy (own);
  provider = penny_provider_find (penny_account_get_address (account));
  if (provider != NULL && penny_provider_can_sign_in_with_browser (provider))
    return penny_oauth_config_copy (penny_provider_get_oauth (provider));
  g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_CLIENT_ID,
               "No way to sign in through the browser is known for %s", penny_account_get_address (account));
  return NULL;
}

/* --- one at a time: of two that renew, the second would use a refresh token that is void --- */

static GMutex renewing_lock;
static GCond renewing_changed;
static GHashTable *renewing;   /* ids of accounts */

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_mutex_lock (&renewing_lock);
  g_cond_broadcast (&renewing_changed);
  g_mutex_unlock (&renewing_lock);
}

/* FALSE + G_IO_ERROR_CANCELLED when CANCELLABLE (may be NULL) fires before it is one's turn. */
static gboolean
begin (const char *id, GCancellable *cancellable, GError **error)
{
  gulong handler = cancellable != NULL ? g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), NULL, NULL) : 0;
  gboolean cancelled;

  g_mutex_lock (&renewing_lock);
  if (renewing == NULL)
    renewing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  while (g_hash_table_contains (renewing, id) && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&renewing_changed, &renewing_lock);
  cancelled = g_cancellable_is_cancelled (cancellable);
  if (!cancelled)
    g_hash_table_add (renewing, g_strdup (id));
  g_mutex_unlock (&renewing_lock);

  /* Waits for its callback, which wants the lock. */
  g_cancellable_disconnect (cancellable, handler);
  return !cancelled || !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static void
end (const char *id)
{
  g_mutex_lock (&renewing_lock);
  g_hash_table_remove (renewing, id);
  g_cond_broadcast (&renewing_changed);
  g_mutex_unlock (&renewing_lock);
}

/* --- what is kept --- */

static PennySecret *
pack_access (const PennyOauthTokens *tokens)
{
  char *text = g_strdup_printf ("%" G_GINT64_FORMAT " %s", tokens->expires_at, penny_secret_peek (tokens->access));
  PennySecret *packed = penny_secret_new (text);

  penny_secret_wipe (text, strlen (text));
  g_free (text);
  return packed;
}

/* NULL unless it is good for a while still. */
static PennySecret *
unpack_access (PennySecret *packed)
{
  const char *text = penny_secret_peek (packed);
  char *rest;
  gint64 expires_at = g_ascii_strtoll (text, &rest, 10);

  if (rest == text || *rest != ' ' || rest[1] == '\0')
    return NULL;
  if (expires_at != 0 && expires_at - AHEAD_S <= g_get_real_time () / G_USEC_PER_SEC)
    return NULL;
  return penny_secret_new_token (rest + 1);
}

gboolean
penny_credential_keep_sync (PennyAccount *account, const PennyOauthTokens *tokens, GCancellable *cancellable,
                            GError **error)
{
  const char *id = penny_account_get_id (account);
  const char *address = penny_account_get_address (account);
  g_autoptr (PennySecret) access = pack_access (tokens);
  gboolean kept = TRUE;

  /* Killed between these two, the access token is asked for anew; the other way round, the person is. */
  if (tokens->refresh != NULL)
    kept = penny_keyring_store_sync (id, PENNY_TOKEN_REFRESH, address, tokens->refresh, cancellable, error);
  return penny_keyring_store_sync (id, PENNY_TOKEN_ACCESS, address, access, cancellable, kept ? error : NULL) && kept;
}

static PennySecret *
look_up_access (const char *id, PennySecret *refused, GCancellable *cancellable)
{
  g_autoptr (PennySecret) packed = penny_keyring_lookup_sync (id, PENNY_TOKEN_ACCESS, cancellable, NULL);
  g_autoptr (PennySecret) access = packed != NULL ? unpack_access (packed) : NULL;

  if (access == NULL || (refused != NULL && strcmp (penny_secret_peek (access), penny_secret_peek (refused)) == 0))
    return NULL;
  return g_steal_pointer (&access);
}

static PennySecret *
look_up_refresh (const char *id, GCancellable *cancellable, GError **error)
{
  GError *local = NULL;
  PennySecret *refresh = penny_keyring_lookup_sync (id, PENNY_TOKEN_REFRESH, cancellable, &local);

  if (g_error_matches (local, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_PASSWORD))
    local->code = PENNY_ACCOUNT_ERROR_SIGN_IN_AGAIN;
  if (local != NULL)
    g_propagate_error (error, local);
  return refresh;
}

/* --- renewing --- */

/* Another program on this computer may have renewed it meanwhile; then its is the good one. */
static gboolean
has_changed (const char *id, PennySecret *refresh, GCancellable *cancellable)
{
  g_autoptr (PennySecret) now = penny_keyring_lookup_sync (id, PENNY_TOKEN_REFRESH, cancellable, NULL);

  return now != NULL && strcmp (penny_secret_peek (now), penny_secret_peek (refresh)) != 0;
}

static PennySecret *
renew (PennyAccount *account, const PennyOauthConfig *config, gboolean again, GCancellable *cancellable,
       GError **error)
{
  const char *id = penny_account_get_id (account);
  g_autoptr (PennySecret) refresh = look_up_refresh (id, cancellable, error);
  g_autoptr (PennyOauthTokens) tokens = NULL;
  g_autoptr (GError) local = NULL;

  if (refresh == NULL)
    return NULL;
  tokens = penny_oauth_refresh_sync (config, refresh, cancellable, &local);
  if (g_error_matches (local, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_SIGN_IN_AGAIN) && again
      && has_changed (id, refresh, cancellable))
    return renew (account, config, FALSE, cancellable, error);
  if (tokens == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  /* Without a keyring they are kept for this run, which is all that can be done. Not cancelled any more:
   * the old one is void. */
  penny_credential_keep_sync (account, tokens, NULL, NULL);
  return penny_secret_ref (tokens->access);
}

static PennySecret *
get_token (PennyAccount *account, PennySecret *refused, GCancellable *cancellable, GError **error)
{
  const char *id = penny_account_get_id (account);
  g_autoptr (PennyOauthConfig) config = penny_credential_dup_oauth (account, error);
  PennySecret *token;

  if (config == NULL || !begin (id, cancellable, error))
    return NULL;
  token = look_up_access (id, refused, cancellable);
  if (token == NULL)
    token = renew (account, config, TRUE, cancellable, error);
  end (id);
  return token;
}

PennySecret *
penny_credential_get_sync (PennyAccount *account, PennyPasswordUse use, PennySecret *refused,
                           GCancellable *cancellable, GError **error)
{
  switch (penny_account_get_auth (account))
    {
    case PENNY_AUTH_OAUTH2:
      return get_token (account, refused, cancellable, error);
    case PENNY_AUTH_GOA:
      return penny_goa_get_secret_sync (penny_account_get_goa_id (account), use, refused != NULL, cancellable, error);
    case PENNY_AUTH_PASSWORD:
    default:
      return penny_keyring_lookup_sync (penny_account_get_id (account), use, cancellable, error);
    }
}

/* --- logging in --- */

gboolean
penny_credential_is_refused (const GError *error)
{
  return g_error_matches (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_AUTH_FAILED)
         || g_error_matches (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_AUTH_EXPIRED)
         || g_error_matches (error, PENNY_POP_ERROR, PENNY_POP_ERROR_AUTH_FAILED)
         || g_error_matches (error, PENNY_POP_ERROR, PENNY_POP_ERROR_AUTH_EXPIRED)
         || g_error_matches (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_AUTH_FAILED)
         || g_error_matches (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_AUTH_EXPIRED);
}

/* What no token mends is for the person to mend: signed in as somebody else, or rights taken back. */
static void
take_refusal (PennyAccount *account, PennySecret *token, GError **error, GError *refusal)
{
  gboolean goa = penny_account_get_auth (account) == PENNY_AUTH_GOA;

  if (penny_credential_is_refused (refusal) && penny_secret_is_token (token))
    g_set_error (error, PENNY_ACCOUNT_ERROR, goa ? PENNY_ACCOUNT_ERROR_DESKTOP : PENNY_ACCOUNT_ERROR_SIGN_IN_AGAIN,
                 "A new token is refused as well: %s", refusal->message);
  else
    g_set_error_literal (error, refusal->domain, refusal->code, refusal->message);
}

gboolean
penny_credential_log_in (PennyAccount *account, const PennyServer *server, PennySecret *secret,
                         PennyCredentialLogInFunc log_in, gpointer session, GCancellable *cancellable, GError **error)
{
  PennyPasswordUse use = server->protocol == PENNY_PROTOCOL_SMTP ? PENNY_PASSWORD_OUTGOING : PENNY_PASSWORD_INCOMING;
  /* An account with security=none was only accepted for this computer or with the person's consent. */
  gboolean clear = server->security == PENNY_SECURITY_NONE;
  g_autoptr (PennySecret) first = secret != NULL ? penny_secret_ref (secret)
                                                 : penny_credential_get_sync (account, use, NULL, cancellable, error);
  g_autoptr (PennySecret) renewed = NULL;
  g_autoptr (GError) refusal = NULL;

  if (first == NULL)
    return FALSE;
  if (log_in (session, server->user, first, clear, &refusal))
    return TRUE;
  if (!penny_credential_is_refused (refusal) || !penny_secret_is_token (first))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }

  renewed = penny_credential_get_sync (account, use, first, cancellable, error);
  if (renewed == NULL)
    return FALSE;
  g_clear_error (&refusal);
  if (log_in (session, server->user, renewed, clear, &refusal))
    return TRUE;
  take_refusal (account, renewed, error, refusal);
  return FALSE;
}

/* --- keeping, without waiting --- */

typedef struct {
  PennyAccount *account;
  PennyOauthTokens *tokens;
} Keeping;

static void
keeping_free (gpointer data)
{
  Keeping *self = data;

  penny_account_unref (self->account);
  penny_oauth_tokens_free (self->tokens);
  g_free (self);
}

static void
keep_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Keeping *self = data;
  GError *error = NULL;

  if (penny_credential_keep_sync (self->account, self->tokens, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
penny_credential_keep_async (PennyAccount *account, const PennyOauthTokens *tokens, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Keeping *self = g_new0 (Keeping, 1);

  self->account = penny_account_ref (account);
  self->tokens = penny_oauth_tokens_copy (tokens);
  g_task_set_source_tag (task, penny_credential_keep_async);
  g_task_set_task_data (task, self, keeping_free);
  g_task_run_in_thread (task, keep_thread);
}

gboolean
penny_credential_keep_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, penny_credential_keep_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
