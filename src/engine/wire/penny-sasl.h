/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logging in by SASL (RFC 4422) for the three protocols alike: picks a mechanism,
 * answers challenges, in base64 as all three carry it. */
#pragma once

#include <gio/gio.h>

#include "penny-secret.h"

G_BEGIN_DECLS

typedef struct _PennySasl PennySasl;

/* Picks the best of the OFFERED mechanism names (case-insensitive): for a password SCRAM-SHA-256,
 * SCRAM-SHA-1, PLAIN, LOGIN; for a token (penny_secret_is_token()) OAUTHBEARER, XOAUTH2. Those that
 * show the secret, all but SCRAM, only when CLEAR_ALLOWED: the channel is TLS, or the person accepted
 * plain text. SKIP (may be NULL) names mechanisms that have just failed. NULL when none is usable. */
PennySasl *penny_sasl_new (const char * const *offered, const char * const *skip,
                           const char *user, PennySecret *password, gboolean clear_allowed);
void penny_sasl_free (PennySasl *self);

const char *penny_sasl_get_mechanism (PennySasl *self);
/* The client speaks first (all but LOGIN). */
gboolean penny_sasl_is_client_first (PennySasl *self);

/* The answer to CHALLENGE (base64, NULL before the first); "" is an empty answer. NULL + error
 * (G_IO_ERROR_INVALID_DATA) when the server's challenge is wrong or its proof of knowing the
 * password fails. Wipe the result with penny_secret_wipe() before freeing it. */
char *penny_sasl_step (PennySasl *self, const char *challenge, GError **error);
/* The server has said that the token is void (expired, revoked, not for this user): a new one may do. */
gboolean penny_sasl_is_token_void (PennySasl *self);
/* The mechanism has nothing more to say, and the server has proved itself where it must (SCRAM).
 * A protocol's "OK" before that is a failure. */
gboolean penny_sasl_is_finished (PennySasl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennySasl, penny_sasl_free)

G_END_DECLS
