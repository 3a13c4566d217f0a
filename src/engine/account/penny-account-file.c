/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key-file form of an account's settings. A file may come from anybody: every value is checked,
 * and what is wrong is named by group and key. */
#include "penny-account.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "penny-error.h"

#define FILE_MAX (64 * 1024)

static gboolean
wrong (GError **error, const char *group, const char *key, const char *why)
{
  g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID, "[%s] %s: %s", group, key, why);
  return FALSE;
}

/* NULL in *VALUE when the key is missing or empty; FALSE when it is there but unreadable. */
static gboolean
read_text (GKeyFile *file, const char *group, const char *key, char **value, GError **error)
{
  g_autoptr (GError) local = NULL;

  *value = g_key_file_get_string (file, group, key, &local);
  if (local && !g_error_matches (local, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND) &&
      !g_error_matches (local, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND))
    return wrong (error, group, key, "not readable text");
  if (*value && **value == '\0')
    g_clear_pointer (value, g_free);
  return TRUE;
}

static gboolean
read_number (GKeyFile *file, const char *group, const char *key, gint64 min, gint64 max,
             int *number, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *why = NULL;
  gint64 value;

  if (!read_text (file, group, key, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (g_ascii_string_to_signed (g_strstrip (text), 10, min, max, &value, NULL))
    {
      *number = (int) value;
      return TRUE;
    }
  why = g_strdup_printf ("must be a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, min, max);
  return wrong (error, group, key, why);
}

static gboolean
read_consent (GKeyFile *file, const char *group, gboolean *consent, GError **error)
{
  g_autofree char *text = NULL;

  if (!read_text (file, group, "i-accept-plaintext", &text, error))
    return FALSE;
  if (text == NULL || strcmp (g_strstrip (text), "false") == 0)
    return TRUE;
  if (strcmp (text, "true") != 0)
    return wrong (error, group, "i-accept-plaintext", "must be true or false");
  *consent = TRUE;
  return TRUE;
}

static gboolean
read_files_sent (GKeyFile *file, PennyFilesSent *files_sent, GError **error)
{
  g_autofree char *text = NULL;

  if (!read_text (file, "account", "files-sent", &text, error))
    return FALSE;
  if (text == NULL || strcmp (text, "unknown") == 0)
    *files_sent = PENNY_FILES_SENT_UNKNOWN;
  else if (strcmp (text, "yes") == 0)
    *files_sent = PENNY_FILES_SENT_YES;
  else if (strcmp (text, "no") == 0)
    *files_sent = PENNY_FILES_SENT_NO;
  else
    return wrong (error, "account", "files-sent", "must be unknown, yes or no");
  return TRUE;
}

static const char * const auth_words[] = {
  [PENNY_AUTH_PASSWORD] = "password",
  [PENNY_AUTH_OAUTH2] = "oauth2",
  [PENNY_AUTH_GOA] = "goa",
};

const char *
penny_auth_to_string (PennyAuth auth)
{
  return auth_words[auth];
}

static gboolean
read_auth (GKeyFile *file, PennyAccountForm *form, GError **error)
{
  g_autofree char *text = NULL;

  if (!read_text (file, "account", "auth", &text, error) ||
      !read_text (file, "account", "goa-id", &form->goa_id, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (auth_words); i++)
    if (text == NULL || strcmp (text, auth_words[i]) == 0)
      {
        form->auth = i;
        return TRUE;
      }
  return wrong (error, "account", "auth", "must be password, oauth2 or goa");
}

static gboolean
read_oauth (GKeyFile *file, PennyAccountForm *form, GError **error)
{
  if (form->auth != PENNY_AUTH_OAUTH2 || !g_key_file_has_group (file, "oauth"))
    return TRUE;
  form->oauth = penny_oauth_config_new_from_key_file (file, "oauth", "", error);
  return form->oauth != NULL;
}

static gboolean
read_clear_after (GKeyFile *file, int *days, GError **error)
{
  g_autofree char *text = NULL;

  if (!read_text (file, "account", "clear-after-days", &text, error))
    return FALSE;
  if (text && strcmp (text, "never") == 0)
    {
      *days = -1;
      return TRUE;
    }
  return read_number (file, "account", "clear-after-days", 1, PENNY_DAYS_MAX, days, error);
}

static gboolean
read_account_group (GKeyFile *file, PennyAccountForm *form, GError **error)
{
  g_autofree char *way = NULL;

  if (!g_key_file_has_group (file, "account"))
    {
      g_set_error_literal (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID,
                           "[account]: missing");
      return FALSE;
    }
  if (!read_text (file, "account", "address", &form->address, error) ||
      !read_text (file, "account", "name", &form->name, error) ||
      !read_text (file, "account", "signature", &form->signature, error) ||
      !read_text (file, "account", "way", &way, error) ||
      !read_clear_after (file, &form->clear_after_days, error) ||
      !read_number (file, "account", "take-home-days", 0, PENNY_DAYS_MAX, &form->take_home_days,
                    error) ||
      !read_files_sent (file, &form->files_sent, error) || !read_auth (file, form, error) ||
      !read_consent (file, "account", &form->accept_plaintext, error))
    return FALSE;
  if (way == NULL)
    return wrong (error, "account", "way", "missing");
  if (!penny_way_parse (way, &form->way))
    return wrong (error, "account", "way", "must be shared, photocopy, clear-later or take-home");
  return TRUE;
}

static gboolean
read_server (GKeyFile *file, const char *group, PennyServer *server, gboolean *consent, GError **error)
{
  g_autofree char *security = NULL;
  int port = 0;

  if (!read_text (file, group, "host", &server->host, error) ||
      !read_text (file, group, "user", &server->user, error) ||
      !read_text (file, group, "trusted-key", &server->trusted_key, error) ||
      !read_text (file, group, "security", &security, error) ||
      !read_number (file, group, "port", 1, G_MAXUINT16, &port, error) ||
      !read_consent (file, group, consent, error))
    return FALSE;
  server->port = (guint16) port;
  server->security = PENNY_SECURITY_TLS;
  if (security && !penny_security_parse (security, &server->security))
    return wrong (error, group, "security", "must be tls, starttls or none");
  return TRUE;
}

static gboolean
read_incoming (GKeyFile *file, PennyAccountForm *form, GError **error)
{
  g_autofree char *protocol = NULL;

  form->incoming = penny_server_new (PENNY_PROTOCOL_IMAP, NULL, 0, PENNY_SECURITY_TLS, NULL);
  if (!read_text (file, "incoming", "protocol", &protocol, error))
    return FALSE;
  if (protocol == NULL)
    return wrong (error, "incoming", "protocol", "missing");
  if (!penny_protocol_parse (protocol, &form->incoming->protocol) ||
      form->incoming->protocol == PENNY_PROTOCOL_SMTP)
    return wrong (error, "incoming", "protocol", "must be imap or pop3");
  return read_server (file, "incoming", form->incoming, &form->accept_plaintext, error);
}

PennyAccount *
penny_account_new_from_key_file (GKeyFile *file, const char *id, GError **error)
{
  g_autoptr (PennyAccountForm) form = penny_account_form_new ();

  form->id = g_strdup (id);
  if (!read_account_group (file, form, error) || !read_incoming (file, form, error) ||
      !read_oauth (file, form, error))
    return NULL;
  if (g_key_file_has_group (file, "outgoing"))
    {
      form->outgoing = penny_server_new (PENNY_PROTOCOL_SMTP, NULL, 0, PENNY_SECURITY_TLS, NULL);
      if (!read_server (file, "outgoing", form->outgoing, &form->accept_plaintext, error))
        return NULL;
    }
  return penny_account_new (form, error);
}

/* A settings file is small; one that is not is not one. */
static char *
read_bounded (const char *path, gsize *length, GError **error)
{
  g_autofree char *data = g_malloc (FILE_MAX + 1);
  FILE *stream = fopen (path, "re");
  int number = errno;

  if (stream)
    {
      *length = fread (data, 1, FILE_MAX + 1, stream);
      number = ferror (stream) ? errno : 0;
      fclose (stream);
    }
  if (number != 0 || stream == NULL)
    {
      g_set_error (error, PENNY_ACCOUNT_ERROR,
                   number == ENOENT ? PENNY_ACCOUNT_ERROR_NOT_FOUND : PENNY_ACCOUNT_ERROR_IO,
                   "%s: %s", path, g_strerror (number));
      return NULL;
    }
  if (*length > FILE_MAX)
    {
      g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID,
                   "%s: larger than %d bytes", path, FILE_MAX);
      return NULL;
    }
  return g_steal_pointer (&data);
}

PennyAccount *
penny_account_new_from_file (const char *path, const char *id, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_autofree char *data = NULL;
  gsize length = 0;

  data = read_bounded (path, &length, error);
  if (data == NULL)
    return NULL;
  if (!g_key_file_load_from_data (file, data, length, G_KEY_FILE_NONE, &local))
    {
      g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID, "%s: %s", path,
                   local->message);
      return NULL;
    }
  return penny_account_new_from_key_file (file, id, error);
}

static void
write_server (GKeyFile *file, const char *group, const PennyServer *server)
{
  g_key_file_set_string (file, group, "host", server->host);
  g_key_file_set_integer (file, group, "port", server->port);
  g_key_file_set_string (file, group, "security", penny_security_to_string (server->security));
  g_key_file_set_string (file, group, "user", server->user);
  if (server->trusted_key)
    g_key_file_set_string (file, group, "trusted-key", server->trusted_key);
}

static void
write_auth (GKeyFile *file, const PennyAccount *self)
{
  if (penny_account_get_auth (self) != PENNY_AUTH_PASSWORD)
    g_key_file_set_string (file, "account", "auth", penny_auth_to_string (penny_account_get_auth (self)));
  if (penny_account_get_goa_id (self))
    g_key_file_set_string (file, "account", "goa-id", penny_account_get_goa_id (self));
  if (penny_account_get_oauth (self))
    penny_oauth_config_save (penny_account_get_oauth (self), file, "oauth");
}

GKeyFile *
penny_account_to_key_file (const PennyAccount *self)
{
  static const char * const files_sent[] = { "unknown", "yes", "no" };
  GKeyFile *file = g_key_file_new ();
  const PennyServer *incoming = penny_account_get_incoming (self);
  const PennyServer *outgoing = penny_account_get_outgoing (self);
  int days = penny_account_get_clear_after_days (self);

  g_key_file_set_string (file, "account", "address", penny_account_get_address (self));
  g_key_file_set_string (file, "account", "name", penny_account_get_name (self));
  if (*penny_account_get_signature (self) != '\0')
    g_key_file_set_string (file, "account", "signature", penny_account_get_signature (self));
  g_key_file_set_string (file, "account", "way", penny_way_to_string (penny_account_get_way (self)));
  if (days == -1)
    g_key_file_set_string (file, "account", "clear-after-days", "never");
  else
    g_key_file_set_integer (file, "account", "clear-after-days", days);
  g_key_file_set_integer (file, "account", "take-home-days", penny_account_get_take_home_days (self));
  g_key_file_set_string (file, "account", "files-sent", files_sent[penny_account_get_files_sent (self)]);
  if (penny_account_get_accept_plaintext (self))
    g_key_file_set_boolean (file, "account", "i-accept-plaintext", TRUE);
  g_key_file_set_string (file, "incoming", "protocol", penny_protocol_to_string (incoming->protocol));
  write_server (file, "incoming", incoming);
  if (outgoing)
    write_server (file, "outgoing", outgoing);
  write_auth (file, self);
  return file;
}
