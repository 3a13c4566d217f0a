/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Endpoints and registrations: from key files, and of the providers that many people have. */
#include "penny-oauth-config.h"

#include <string.h>

#include "penny-account.h"
#include "penny-error.h"

#define TEXT_MAX 2048

/* From the providers' own pages for developers (2025-11). The last parameters make them give a token for
 * renewing, too. */
static const struct {
  const char *name, *client, *authorize_uri, *token_uri, *scope, *extra;
} known[] = {
  { "google", PENNY_OAUTH_CLIENT_GOOGLE, "https://accounts.google.com/o/oauth2/v2/auth",
    "https://oauth2.googleapis.com/token", "https://mail.google.com/", "access_type=offline&prompt=consent" },
  { "microsoft", PENNY_OAUTH_CLIENT_MICROSOFT,
    "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    "offline_access https://outlook.office.com/IMAP.AccessAsUser.All "
    "https://outlook.office.com/POP.AccessAsUser.All https://outlook.office.com/SMTP.Send", NULL },
  { "yahoo", PENNY_OAUTH_CLIENT_YAHOO, "https://api.login.yahoo.com/oauth2/request_auth",
    "https://api.login.yahoo.com/oauth2/get_token", "mail-w", NULL },
};

/* The members, as key files name them. */
static const struct {
  const char *key;
  gsize offset;
} members[] = {
  { "authorize", G_STRUCT_OFFSET (PennyOauthConfig, authorize_uri) },
  { "token", G_STRUCT_OFFSET (PennyOauthConfig, token_uri) },
  { "client-id", G_STRUCT_OFFSET (PennyOauthConfig, client_id) },
  { "client-secret", G_STRUCT_OFFSET (PennyOauthConfig, client_secret) },
  { "scope", G_STRUCT_OFFSET (PennyOauthConfig, scope) },
  { "extra", G_STRUCT_OFFSET (PennyOauthConfig, extra) },
};

static char **
member (const PennyOauthConfig *self, guint i)
{
  return G_STRUCT_MEMBER_P (self, members[i].offset);
}

PennyOauthConfig *
penny_oauth_config_copy (const PennyOauthConfig *self)
{
  PennyOauthConfig *copy = self != NULL ? g_new0 (PennyOauthConfig, 1) : NULL;

  for (guint i = 0; self != NULL && i < G_N_ELEMENTS (members); i++)
    *member (copy, i) = g_strdup (*member (self, i));
  return copy;
}

void
penny_oauth_config_free (PennyOauthConfig *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_free (*member (self, i));
  g_free (self);
}

gboolean
penny_oauth_config_equal (const PennyOauthConfig *a, const PennyOauthConfig *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (g_strcmp0 (*member (a, i), *member (b, i)) != 0)
      return FALSE;
  return TRUE;
}

gboolean
penny_oauth_uri_is_safe (const char *uri)
{
  g_autoptr (GUri) parsed = uri != NULL ? g_uri_parse (uri, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host;

  if (parsed == NULL || g_uri_get_userinfo (parsed) != NULL || g_uri_get_fragment (parsed) != NULL)
    return FALSE;
  host = g_uri_get_host (parsed);
  if (host == NULL || *host == '\0')
    return FALSE;
  return strcmp (g_uri_get_scheme (parsed), "https") == 0
         || (strcmp (g_uri_get_scheme (parsed), "http") == 0 && penny_host_is_loopback (host));
}

/* A build option is "ID" or "ID:SECRET"; some providers want their word "secret" from programs, too. */
static void
set_client (PennyOauthConfig *self, const char *option)
{
  g_auto (GStrv) parts = g_strsplit (option, ":", 2);

  if (*option == '\0')
    return;
  self->client_id = g_strdup (parts[0]);
  self->client_secret = g_strdup (parts[1]);
}

PennyOauthConfig *
penny_oauth_config_find (const char *client)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (known[i].name, client) == 0)
      {
        PennyOauthConfig *self = g_new0 (PennyOauthConfig, 1);

        self->authorize_uri = g_strdup (known[i].authorize_uri);
        self->token_uri = g_strdup (known[i].token_uri);
        self->scope = g_strdup (known[i].scope);
        self->extra = g_strdup (known[i].extra);
        set_client (self, known[i].client);
        return self;
      }
  return NULL;
}

/* --- key files --- */

static gboolean
wrong (GError **error, const char *group, const char *key, const char *why)
{
  g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID, "[%s] %s: %s", group, key, why);
  return FALSE;
}

static gboolean
is_printable (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isprint (*p))
      return FALSE;
  return strlen (text) <= TEXT_MAX;
}

static gboolean
read_members (PennyOauthConfig *self, GKeyFile *file, const char *group, const char *prefix, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *key = g_strconcat (prefix, members[i].key, NULL);
      g_autofree char *text = g_key_file_get_string (file, group, key, NULL);

      if (text == NULL || *text == '\0')
        continue;
      if (!is_printable (text))
        return wrong (error, group, key, "not plain text");
      g_free (*member (self, i));
      *member (self, i) = g_steal_pointer (&text);
    }
  return TRUE;
}

static gboolean
check (const PennyOauthConfig *self, const char *group, const char *prefix, GError **error)
{
  g_autofree char *authorize = g_strconcat (prefix, "authorize", NULL);
  g_autofree char *token = g_strconcat (prefix, "token", NULL);

  if (!penny_oauth_uri_is_safe (self->authorize_uri))
    return wrong (error, group, authorize, "must be an https address");
  if (!penny_oauth_uri_is_safe (self->token_uri))
    return wrong (error, group, token, "must be an https address");
  if (self->client_id == NULL)
    {
      g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_CLIENT_ID,
                   "[%s] %sclient-id: missing, and none was built in", group, prefix);
      return FALSE;
    }
  return TRUE;
}

PennyOauthConfig *
penny_oauth_config_new_from_key_file (GKeyFile *file, const char *group, const char *prefix, GError **error)
{
  g_autofree char *key = g_strconcat (prefix, "client", NULL);
  g_autofree char *client = g_key_file_get_string (file, group, key, NULL);
  g_autoptr (PennyOauthConfig) self = client != NULL ? penny_oauth_config_find (client)
                                                     : g_new0 (PennyOauthConfig, 1);

  if (self == NULL)
    {
      wrong (error, group, key, "must be google, microsoft or yahoo");
      return NULL;
    }
  if (!read_members (self, file, group, prefix, error) || !check (self, group, prefix, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
penny_oauth_config_save (const PennyOauthConfig *self, GKeyFile *file, const char *group)
{
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (*member (self, i) != NULL)
      g_key_file_set_string (file, group, members[i].key, *member (self, i));
}
