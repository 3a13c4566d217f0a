/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in through the browser: OAuth 2 for a program on the person's own computer (RFC 6749, 8252),
 * with PKCE (RFC 7636) and a redirect to a free port of 127.0.0.1; and renewing what it gave. */
#pragma once

#include "penny-oauth-config.h"
#include "penny-secret.h"

G_BEGIN_DECLS

#define PENNY_OAUTH_PATIENCE_S 600

/* What a provider gives. */
typedef struct {
  PennySecret *access;    /* of the token kind */
  PennySecret *refresh;   /* NULL: none; the one that was used stays good */
  gint64 expires_at;      /* Unix seconds; 0: not said */
} PennyOauthTokens;

PennyOauthTokens *penny_oauth_tokens_copy (const PennyOauthTokens *self);
void penny_oauth_tokens_free (PennyOauthTokens *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyOauthTokens, penny_oauth_tokens_free)

/* URI is to be opened in the person's browser (gtk_uri_launcher, gtk_show_uri), or shown. Borrowed. */
typedef void (*PennyOauthOpenFunc) (const char *uri, gpointer data);

/* Listens on 127.0.0.1, calls OPEN once (in the caller's main context), waits for the browser to come back
 * with our state, answers with a short page, and exchanges the code for tokens. ADDRESS (may be NULL) is
 * suggested to the provider's page; what the person really signs in as is known only when the token is
 * used. Waits PATIENCE_S (0: PENNY_OAUTH_PATIENCE_S) seconds for the person. One request counts: strangers
 * without our state are turned away and change nothing.
 * Errors: PENNY_ACCOUNT_ERROR_NOT_SIGNED_IN (not finished, or too late), NO_CONSENT (somebody said no, or not
 * to what CONFIG's scope asks for), NO_CLIENT_ID (CONFIG has none),
 * SIGN_IN_BUSY, INVALID (the provider does not accept our registration or our question), the
 * PENNY_WIRE_ERRORs of the way there, G_IO_ERROR_CANCELLED. Main context of the caller; never blocks. */
void penny_oauth_sign_in_async (const PennyOauthConfig *config, const char *address, guint patience_s,
                                PennyOauthOpenFunc open, gpointer open_data, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data);
PennyOauthTokens *penny_oauth_sign_in_finish (GAsyncResult *result, GError **error);

/* New tokens for REFRESH (RFC 6749 §6). Blocks: not on a thread that runs a window. When the provider
 * rotates (->refresh is set), REFRESH is void now: keep the new one before anything else.
 * Errors as above, but PENNY_ACCOUNT_ERROR_SIGN_IN_AGAIN when REFRESH has run out or was taken back. */
PennyOauthTokens *penny_oauth_refresh_sync (const PennyOauthConfig *config, PennySecret *refresh,
                                            GCancellable *cancellable, GError **error);

G_END_DECLS
