/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place where the workers, the trial and pennypostctl get what a server is shown: the password or
 * the token of an account, from the keyring, renewed at the provider, or from the desktop's own account. */
#pragma once

#include "penny-account.h"
#include "penny-keyring.h"
#include "penny-oauth.h"

G_BEGIN_DECLS

/* Blocks on the keyring, the provider and the desktop: not on a thread that runs a window.
 * PENNY_AUTH_PASSWORD: penny_keyring_lookup_sync(). PENNY_AUTH_OAUTH2: the kept access token, or a new one
 * when it has run out, will in two minutes, or is REFUSED (the secret that a server has just refused; NULL:
 * none); a new refresh token is kept before the old one is forgotten, and threads that want one for the same
 * account take turns. PENNY_AUTH_GOA: asked of the desktop.
 * Errors: penny-keyring.h's; PENNY_ACCOUNT_ERROR_SIGN_IN_AGAIN when only the person can help; those of
 * penny_oauth_refresh_sync(); PENNY_ACCOUNT_ERROR_DESKTOP. A refused password has no other: it is given again. */
PennySecret *penny_credential_get_sync (PennyAccount *account, PennyPasswordUse use, PennySecret *refused,
                                        GCancellable *cancellable, GError **error);

/* One of the penny_*_session_login(). */
typedef gboolean (*PennyCredentialLogInFunc) (gpointer session, const char *user, PennySecret *secret,
                                              gboolean clear_allowed, GError **error);

/* Logs SESSION in at SERVER (of ACCOUNT) with SECRET, or (NULL) with what the function above gives; best got
 * before connecting, since it may take its time. A refused token is renewed once; when that is refused, too,
 * the person is asked: PENNY_ACCOUNT_ERROR_SIGN_IN_AGAIN (or _DESKTOP). Blocks.
 * Errors: also LOG_IN's. */
gboolean penny_credential_log_in (PennyAccount *account, const PennyServer *server, PennySecret *secret,
                                  PennyCredentialLogInFunc log_in, gpointer session, GCancellable *cancellable,
                                  GError **error);

/* A server did not take what it was shown; also of a token whose time is over. */
gboolean penny_credential_is_refused (const GError *error);

/* How to sign in for ACCOUNT through the browser: its own [oauth], else the provider's. Full.
 * NULL + PENNY_ACCOUNT_ERROR_NO_CLIENT_ID. */
PennyOauthConfig *penny_credential_dup_oauth (PennyAccount *account, GError **error);

/* Keeps what signing in gave, the refresh token first. FALSE as penny_keyring_store_sync(): then they are
 * kept for this run only. */
gboolean penny_credential_keep_sync (PennyAccount *account, const PennyOauthTokens *tokens,
                                     GCancellable *cancellable, GError **error);
void penny_credential_keep_async (PennyAccount *account, const PennyOauthTokens *tokens, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data);
gboolean penny_credential_keep_finish (GAsyncResult *result, GError **error);

G_END_DECLS
