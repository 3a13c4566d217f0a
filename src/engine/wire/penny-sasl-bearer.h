/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages of the two mechanisms that carry an OAuth 2 bearer token: OAUTHBEARER (RFC 7628) and its
 * older sister XOAUTH2 (Google, 2012), which GSASL does not have. */
#pragma once

#include "penny-secret.h"

G_BEGIN_DECLS

/* The first and only message, in base64; wipe it. NULL when USER or TOKEN holds bytes that cannot be in
 * one (RFC 7628 §3.1: a token is visible ASCII). */
char *penny_sasl_bearer_make_message (const char *mechanism, const char *user, PennySecret *token);
/* What is said to the challenge that explains a refusal, so that the server ends with its plain no
 * (RFC 7628 §3.2.3); base64; static. */
const char *penny_sasl_bearer_get_farewell (const char *mechanism);
/* TRUE when the explanation CHALLENGE (SIZE bytes of JSON) says that the token itself is void, so that a
 * new one may help; FALSE when it lacks a right, or nothing is understood. */
gboolean penny_sasl_bearer_says_void (const char *challenge, gsize size);

G_END_DECLS
