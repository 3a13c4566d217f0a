/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where and as whom this program signs a person in through the browser: the two addresses of an OAuth 2
 * provider and our registration there. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A plain value; the strings are owned by it. */
typedef struct {
  char *authorize_uri;   /* opened in the browser (RFC 6749 §3.1) */
  char *token_uri;       /* asked by us (§3.2) */
  char *client_id;
  char *client_secret;   /* NULL: none; of a program that everybody can read it is no secret (RFC 8252 §8.5) */
  char *scope;           /* NULL: the provider's default */
  char *extra;           /* more for the first address, as in its query; NULL: nothing */
} PennyOauthConfig;

/* The keys PREFIX authorize, token, client, client-id, client-secret, scope and extra in GROUP. CLIENT
 * names a provider known to penny_oauth_config_find(), whose values then stand in for what is missing.
 * Both addresses must be https, or http on this computer's own loopback.
 * Errors: PENNY_ACCOUNT_ERROR_INVALID, naming group and key; PENNY_ACCOUNT_ERROR_NO_CLIENT_ID. */
PennyOauthConfig *penny_oauth_config_new_from_key_file (GKeyFile *file, const char *group, const char *prefix,
                                                        GError **error);
/* Into keys of the same names. */
void penny_oauth_config_save (const PennyOauthConfig *self, GKeyFile *file, const char *group);

/* Of "google", "microsoft" or "yahoo". The client ID is the build option oauth-client-NAME, without
 * which it is NULL here. NULL for other names. Full. */
PennyOauthConfig *penny_oauth_config_find (const char *client);

PennyOauthConfig *penny_oauth_config_copy (const PennyOauthConfig *self);
void penny_oauth_config_free (PennyOauthConfig *self);
gboolean penny_oauth_config_equal (const PennyOauthConfig *a, const PennyOauthConfig *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyOauthConfig, penny_oauth_config_free)

/* https, or http to loopback; with a host, without user name and fragment. */
gboolean penny_oauth_uri_is_safe (const char *uri);

G_END_DECLS
