/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One provider: its facts and what they mean for the person, in sentences. */
#include "penny-provider-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "penny-error.h"

struct _PennyProvider {
  gatomicrefcount ref_count;
  char *id;
  char *name;
  char **domains;
  PennyServer *servers[3]; /* by PennyProtocol; user is NULL; NULL where there is none */
  gboolean local_user;
  gboolean local_user_smtp;
  PennySignIn sign_in;
  PennyBefore before;
  PennyFilesSent files_sent;
  PennyOauthConfig *oauth; /* NULL: none, or without a client ID */
  char *help_uri;
  char *source;
};

typedef struct {
  const char *word;
  int value;
} Word;

static const Word sign_in_words[] = {
  { "password", PENNY_SIGN_IN_PASSWORD },
  { "mail-password", PENNY_SIGN_IN_MAIL_PASSWORD },
  { "maybe-app", PENNY_SIGN_IN_MAYBE_APP },
  { "app-password", PENNY_SIGN_IN_APP_PASSWORD },
  { "browser", PENNY_SIGN_IN_BROWSER },
  { "bridge", PENNY_SIGN_IN_BRIDGE },
  { "impossible", PENNY_SIGN_IN_IMPOSSIBLE },
  { NULL, 0 },
};

static const Word before_words[] = {
  { "switch-on", PENNY_BEFORE_SWITCH_ON },
  { "switch-on-imap", PENNY_BEFORE_SWITCH_ON_IMAP },
  { "switch-on-send", PENNY_BEFORE_SWITCH_ON_SEND },
  { "paid", PENNY_BEFORE_PAID },
  { "main-address", PENNY_BEFORE_MAIN_ADDRESS },
  { "two-step", PENNY_BEFORE_TWO_STEP },
  { NULL, 0 },
};

static const Word user_words[] = { { "address", FALSE }, { "local", TRUE }, { NULL, 0 } };

static const Word files_sent_words[] = {
  { "unknown", PENNY_FILES_SENT_UNKNOWN },
  { "yes", PENNY_FILES_SENT_YES },
  { "no", PENNY_FILES_SENT_NO },
  { NULL, 0 },
};

/* --- reading a row --- */

static gboolean
wrong (GError **error, const char *id, const char *key, const char *why)
{
  g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID, "[%s] %s: %s", id, key, why);
  return FALSE;
}

static gboolean
parse_word (const char *text, const Word *words, int *value)
{
  for (const Word *word = words; word->word; word++)
    if (strcmp (word->word, text) == 0)
      {
        *value = word->value;
        return TRUE;
      }
  return FALSE;
}

/* A missing key leaves *VALUE alone. */
static gboolean
read_word (GKeyFile *file, const char *id, const char *key, const Word *words, int *value, GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, id, key, NULL);

  return text == NULL || parse_word (text, words, value) || wrong (error, id, key, "unknown word");
}

static gboolean
read_before (PennyProvider *self, GKeyFile *file, GError **error)
{
  g_auto (GStrv) words = g_key_file_get_string_list (file, self->id, "before", NULL, NULL);

  for (char **word = words; word && *word; word++)
    {
      int bit;

      if (!parse_word (*word, before_words, &bit))
        return wrong (error, self->id, "before", "unknown word");
      self->before |= bit;
    }
  return TRUE;
}

static gboolean
read_server (PennyProvider *self, GKeyFile *file, PennyProtocol protocol, GError **error)
{
  const char *key = penny_protocol_to_string (protocol);
  g_autofree char *text = g_key_file_get_string (file, self->id, key, NULL);
  g_auto (GStrv) parts = text ? g_strsplit (text, ":", -1) : NULL;
  PennySecurity security;
  guint64 port;

  if (text == NULL)
    return TRUE;
  if (g_strv_length (parts) != 3 || *parts[0] == '\0' ||
      !g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT16, &port, NULL) ||
      !penny_security_parse (parts[2], &security))
    return wrong (error, self->id, key, "must be HOST:PORT:SECURITY");
  if (security == PENNY_SECURITY_NONE && !penny_host_is_loopback (parts[0]))
    return wrong (error, self->id, key, "must be tls or starttls");
  self->servers[protocol] = penny_server_new (protocol, parts[0], (guint16) port, security, NULL);
  return TRUE;
}

static gboolean
read_domains (PennyProvider *self, GKeyFile *file, GError **error)
{
  self->domains = g_key_file_get_string_list (file, self->id, "domains", NULL, NULL);
  if (self->domains == NULL || *self->domains == NULL)
    return wrong (error, self->id, "domains", "missing");
  for (char **domain = self->domains; *domain; domain++)
    {
      g_autofree char *address = g_strconcat ("a@", *domain, NULL);

      if (!penny_address_is_plausible (address))
        return wrong (error, self->id, "domains", "not a domain");
    }
  return TRUE;
}

/* oauth-client= names one that we know; oauth-authorize=, oauth-token=, oauth-client-id=… spell it out. */
static gboolean
read_oauth (PennyProvider *self, GKeyFile *file, GError **error)
{
  GError *local = NULL;

  if (!g_key_file_has_key (file, self->id, "oauth-client", NULL) &&
      !g_key_file_has_key (file, self->id, "oauth-authorize", NULL))
    return TRUE;
  self->oauth = penny_oauth_config_new_from_key_file (file, self->id, "oauth-", &local);
  if (g_error_matches (local, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_CLIENT_ID))
    g_clear_error (&local);
  if (local)
    g_propagate_error (error, local);
  return local == NULL;
}

static char *
read_source (GKeyFile *file, const char *id)
{
  g_autofree char *source = g_key_file_get_string (file, id, "source", NULL);
  g_autofree char *date = g_key_file_get_string (file, id, "date", NULL);

  return g_strdup_printf ("%s (%s)", source ? source : "?", date ? date : "?");
}

static gboolean
read_rest (PennyProvider *self, GKeyFile *file, GError **error)
{
  int sign_in = PENNY_SIGN_IN_PASSWORD, files_sent = PENNY_FILES_SENT_UNKNOWN;

  if (!read_word (file, self->id, "user", user_words, &self->local_user, error))
    return FALSE;
  self->local_user_smtp = self->local_user;
  if (!read_word (file, self->id, "user-smtp", user_words, &self->local_user_smtp, error) ||
      !read_word (file, self->id, "sign-in", sign_in_words, &sign_in, error) ||
      !read_word (file, self->id, "files-sent", files_sent_words, &files_sent, error) ||
      !read_before (self, file, error) || !read_oauth (self, file, error))
    return FALSE;
  self->sign_in = sign_in;
  self->files_sent = files_sent;
  self->help_uri = g_key_file_get_string (file, self->id, "help", NULL);
  if (self->help_uri && !g_str_has_prefix (self->help_uri, "https://"))
    return wrong (error, self->id, "help", "must be an https address");
  self->source = read_source (file, self->id);
  return TRUE;
}

PennyProvider *
penny_provider_new_from_key_file (GKeyFile *file, const char *id, GError **error)
{
  g_autoptr (PennyProvider) self = g_new0 (PennyProvider, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->name = g_key_file_get_string (file, id, "name", NULL);
  if (self->name == NULL || *self->name == '\0')
    {
      wrong (error, id, "name", "missing");
      return NULL;
    }
  if (!read_domains (self, file, error) || !read_rest (self, file, error) ||
      !read_server (self, file, PENNY_PROTOCOL_IMAP, error) ||
      !read_server (self, file, PENNY_PROTOCOL_POP3, error) ||
      !read_server (self, file, PENNY_PROTOCOL_SMTP, error))
    return NULL;
  if (penny_provider_can_sign_in (self) && !self->servers[PENNY_PROTOCOL_IMAP] &&
      !self->servers[PENNY_PROTOCOL_POP3])
    {
      wrong (error, id, "imap", "neither imap nor pop3 is given");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* --- a value --- */

PennyProvider *
penny_provider_ref (PennyProvider *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
penny_provider_unref (PennyProvider *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->id);
  g_free (self->name);
  g_strfreev (self->domains);
  for (guint i = 0; i < G_N_ELEMENTS (self->servers); i++)
    penny_server_free (self->servers[i]);
  penny_oauth_config_free (self->oauth);
  g_free (self->help_uri);
  g_free (self->source);
  g_free (self);
}

const char *
penny_provider_get_id (PennyProvider *self)
{
  return self->id;
}

const char *
penny_provider_get_name (PennyProvider *self)
{
  return self->name;
}

const char * const *
penny_provider_get_domains (PennyProvider *self)
{
  return (const char * const *) self->domains;
}

const PennyServer *
penny_provider_peek_server (PennyProvider *self, PennyProtocol protocol)
{
  return self->servers[protocol];
}

PennyServer *
penny_provider_dup_server (PennyProvider *self, PennyProtocol protocol, const char *address)
{
  PennyServer *server = penny_server_copy (self->servers[protocol]);
  gboolean local = protocol == PENNY_PROTOCOL_SMTP ? self->local_user_smtp : self->local_user;
  const char *at = strrchr (address, '@');

  if (server)
    server->user = local && at ? g_strndup (address, at - address) : g_strdup (address);
  return server;
}

PennySignIn
penny_provider_get_sign_in (PennyProvider *self)
{
  return self->sign_in;
}

PennyBefore
penny_provider_get_before (PennyProvider *self)
{
  return self->before;
}

PennyFilesSent
penny_provider_get_files_sent (PennyProvider *self)
{
  return self->files_sent;
}

const char *
penny_provider_get_help_uri (PennyProvider *self)
{
  return self->help_uri;
}

const char *
penny_provider_get_source (PennyProvider *self)
{
  return self->source;
}

const PennyOauthConfig *
penny_provider_get_oauth (PennyProvider *self)
{
  return self->oauth;
}

gboolean
penny_provider_can_sign_in_with_browser (PennyProvider *self)
{
  return self->oauth != NULL;
}

gboolean
penny_provider_can_sign_in (PennyProvider *self)
{
  return (self->sign_in != PENNY_SIGN_IN_BROWSER || self->oauth) && self->sign_in != PENNY_SIGN_IN_BRIDGE &&
         self->sign_in != PENNY_SIGN_IN_IMPOSSIBLE;
}

/* --- words for the person --- */

/* Translators: in these sentences %s is the name of a mail provider, such as "Gmail". */
static const char *
sign_in_sentence (PennyProvider *self)
{
  if (self->oauth)
    return self->sign_in == PENNY_SIGN_IN_BROWSER
             ? _("%s lets you in through your web browser: you sign in there, as you always do, and allow "
                 "Penny Post to handle your mail.")
             : _("The easiest way in is through your web browser: you sign in on the page of %s, as you "
                 "always do, and allow Penny Post to handle your mail.");
  switch (self->sign_in)
    {
    case PENNY_SIGN_IN_MAIL_PASSWORD:
      return _("%s wants a password of its own for mail programs. You choose it on its web page; "
               "the password of the web page itself does not work here.");
    case PENNY_SIGN_IN_MAYBE_APP:
      return _("If you sign in to %s in two steps, use an app password here: a separate password "
               "that you make on its web page.");
    case PENNY_SIGN_IN_APP_PASSWORD:
      return _("%s does not take your usual password here. It wants an app password: a separate "
               "password that you make once on its web page.");
    case PENNY_SIGN_IN_BROWSER:
      return _("%s lets a mail program in only after you sign in through a web browser. This Penny Post "
               "was made without the registration for that. If your address is set up in the settings of "
               "this computer, under Online Accounts, it can be used from there.");
    case PENNY_SIGN_IN_BRIDGE:
      return _("%s hands out mail only through its own program on this computer, called Bridge. "
               "Penny Post cannot set that up by itself yet.");
    case PENNY_SIGN_IN_IMPOSSIBLE:
      return _("%s lets no mail program in. Its mail can only be read in its own app or on its web "
               "page.");
    case PENNY_SIGN_IN_PASSWORD:
    default:
      return NULL;
    }
}

static const char *
before_sentence (PennyBefore bit)
{
  switch (bit)
    {
    case PENNY_BEFORE_TWO_STEP:
      return _("%s lets you make one only once you have switched on signing in with two steps.");
    case PENNY_BEFORE_SWITCH_ON:
      return _("Before the first time, allow mail programs in the settings of %s’s web page; look "
               "there for “POP3” and “IMAP”.");
    case PENNY_BEFORE_SWITCH_ON_IMAP:
      return _("Before the first time, switch on “IMAP” in the settings of %s’s web page.");
    case PENNY_BEFORE_SWITCH_ON_SEND:
      return _("To send mail, first allow sending from mail programs on %s’s web page.");
    case PENNY_BEFORE_PAID:
      return _("%s offers this with a paid plan only.");
    case PENNY_BEFORE_MAIN_ADDRESS:
      return _("Use your main address at %s: an alias cannot sign in.");
    default:
      return NULL;
    }
}

static void
append_sentence (GString *text, const char *format, const char *name)
{
  g_auto (GStrv) parts = format ? g_strsplit (format, "%s", 2) : NULL;

  if (parts == NULL)
    return;
  if (text->len)
    g_string_append_c (text, ' ');
  g_string_append (text, parts[0]);
  if (parts[1])
    g_string_append_printf (text, "%s%s", name, parts[1]);
}

char *
penny_provider_dup_before_you_start (PennyProvider *self)
{
  static const PennyBefore order[] = {
    PENNY_BEFORE_TWO_STEP,       PENNY_BEFORE_SWITCH_ON, PENNY_BEFORE_SWITCH_ON_IMAP,
    PENNY_BEFORE_SWITCH_ON_SEND, PENNY_BEFORE_PAID,      PENNY_BEFORE_MAIN_ADDRESS,
  };
  g_autoptr (GString) text = g_string_new (NULL);

  append_sentence (text, sign_in_sentence (self), self->name);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (self->before & order[i])
      append_sentence (text, before_sentence (order[i]), self->name);
  return text->len ? g_strdup (text->str) : NULL;
}
