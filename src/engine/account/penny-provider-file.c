/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the facts on one provider from a group of a key file. */
#include "penny-provider-private.h"

#include <string.h>

#include "penny-error.h"

#define LIST_MAX 1000
#define SERVERS_MAX 8
#define TEXT_MAX 2000
#define SHAPE_MAX 64

typedef struct {
  const char *word;
  int value;
} Word;

static const Word sign_in_words[] = {
  { "password", PENNY_SIGN_IN_PASSWORD },
  { "mail-password", PENNY_SIGN_IN_MAIL_PASSWORD },
  { "maybe-app", PENNY_SIGN_IN_MAYBE_APP },
  { "app-password", PENNY_SIGN_IN_APP_PASSWORD },
  { "oauth2", PENNY_SIGN_IN_BROWSER },
  { "bridge", PENNY_SIGN_IN_BRIDGE },
  { "impossible", PENNY_SIGN_IN_IMPOSSIBLE },
  { NULL, 0 },
};

static const Word step_words[] = {
  { "two-step", PENNY_BEFORE_TWO_STEP },
  { "app-password", PENNY_BEFORE_APP_PASSWORD },
  { "app-password-if-two-step", PENNY_BEFORE_APP_PASSWORD_IF_TWO_STEP },
  { "mail-password", PENNY_BEFORE_MAIL_PASSWORD },
  { "mailbox-password", PENNY_BEFORE_MAILBOX_PASSWORD },
  { "authorization-code", PENNY_BEFORE_AUTHORIZATION_CODE },
  { "switch-on", PENNY_BEFORE_SWITCH_ON },
  { "switch-on-imap", PENNY_BEFORE_SWITCH_ON_IMAP },
  { "switch-on-send", PENNY_BEFORE_SWITCH_ON_SEND },
  { "paid", PENNY_BEFORE_PAID },
  { "main-address", PENNY_BEFORE_MAIN_ADDRESS },
  { "bridge", PENNY_BEFORE_BRIDGE },
  { "extra-protection-off", PENNY_BEFORE_EXTRA_PROTECTION_OFF },
  { "organization", PENNY_BEFORE_ORGANIZATION },
  { NULL, 0 },
};

static const Word quirk_words[] = {
  { "gmail-pop-once", PENNY_QUIRK_GMAIL_POP_ONCE },
  { "pop-fate-on-web", PENNY_QUIRK_POP_FATE_ON_WEB },
  { "pop-clears-web", PENNY_QUIRK_POP_CLEARS_WEB },
  { "all-mail-duplicates", PENNY_QUIRK_ALL_MAIL_DUPLICATES },
  { "newest-10000-only", PENNY_QUIRK_NEWEST_10000_ONLY },
  { "few-folders", PENNY_QUIRK_FEW_FOLDERS },
  { "closes-unused", PENNY_QUIRK_CLOSES_UNUSED },
  { "wants-id", PENNY_QUIRK_WANTS_ID },
  { "tiny-box", PENNY_QUIRK_TINY_BOX },
  { "certified-mail", PENNY_QUIRK_CERTIFIED_MAIL },
  { "moving", PENNY_QUIRK_MOVING },
  { "admin-may-forbid", PENNY_QUIRK_ADMIN_MAY_FORBID },
  { "plan-limits", PENNY_QUIRK_PLAN_LIMITS },
  { "unencrypted-listed", PENNY_QUIRK_UNENCRYPTED_LISTED },
  { "pop-follows-setting", PENNY_QUIRK_POP_FOLLOWS_SETTING },
  { NULL, 0 },
};

static const Word user_words[] = { { "address", FALSE }, { "local", TRUE }, { NULL, 0 } };

static const Word files_sent_words[] = {
  { "unknown", PENNY_FILES_SENT_UNKNOWN },
  { "yes", PENNY_FILES_SENT_YES },
  { "no", PENNY_FILES_SENT_NO },
  { NULL, 0 },
};

static const Word letters_words[] = {
  { "lower", PENNY_LETTERS_LOWER },
  { "lower-hyphen", PENNY_LETTERS_LOWER_HYPHEN },
  { "alnum", PENNY_LETTERS_ALNUM },
  { "any", PENNY_LETTERS_ANY },
  { NULL, 0 },
};

static const char * const keys[] = {
  "name", "domains", "mx", "run-by", "imap", "pop3", "smtp", "user", "user-smtp", "ways", "auth", "steps",
  "app-password-shape", "files-sent", "quirks", "expire-days", "help", "webmail", "oauth-client",
  "oauth-authorize", "oauth-token", "oauth-client-id", "oauth-client-secret", "oauth-scope", "oauth-extra",
  "source", "date", NULL,
};

/* What is being read: all of it borrowed. */
typedef struct {
  GKeyFile *file;
  PennyProvider *self;
  GError **error;
} Reader;

static gboolean
wrong (Reader *reader, const char *key, const char *why)
{
  g_set_error (reader->error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID, "[%s] %s: %s",
               reader->self->id, key, why);
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

static char *
get_text (Reader *reader, const char *key)
{
  return g_key_file_get_string (reader->file, reader->self->id, key, NULL);
}

/* Never NULL. */
static char **
get_list (Reader *reader, const char *key)
{
  char **list = g_key_file_get_string_list (reader->file, reader->self->id, key, NULL, NULL);

  return list ? list : g_new0 (char *, 1);
}

/* A missing key leaves *VALUE alone. */
static gboolean
read_word (Reader *reader, const char *key, const Word *words, int *value)
{
  g_autofree char *text = get_text (reader, key);

  return text == NULL || parse_word (text, words, value) || wrong (reader, key, "unknown word");
}

/* The words of a list as a bit set. */
static gboolean
read_words (Reader *reader, const char *key, const Word *words, guint *bits)
{
  g_auto (GStrv) list = get_list (reader, key);

  for (char **item = list; *item; item++)
    {
      int value;

      if (!parse_word (*item, words, &value))
        return wrong (reader, key, "unknown word");
      *bits |= 1u << value;
    }
  return TRUE;
}

static gboolean
is_page (const char *uri)
{
  return g_str_has_prefix (uri, "https://") && strlen (uri) < TEXT_MAX &&
         g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL);
}

static gboolean
read_page (Reader *reader, const char *key, char **uri)
{
  *uri = get_text (reader, key);
  return *uri == NULL || is_page (*uri) || wrong (reader, key, "must be an https address");
}

static gboolean
is_host (const char *host)
{
  g_autofree char *filled = penny_provider_fill_host (host, "domain.example");
  g_autofree char *address = g_strconcat ("a@", filled, NULL);

  return penny_address_is_plausible (address);
}

/* --- who it is --- */

static gboolean
read_hosts (Reader *reader, const char *key, gboolean wild, char ***hosts)
{
  *hosts = get_list (reader, key);
  if (g_strv_length (*hosts) > LIST_MAX)
    return wrong (reader, key, "too many");
  for (char **host = *hosts; *host; host++)
    if (!is_host (wild && g_str_has_prefix (*host, "*.") ? *host + 2 : *host))
      return wrong (reader, key, "not a domain");
  return TRUE;
}

static gboolean
read_source (Reader *reader)
{
  g_autofree char *source = get_text (reader, "source");
  g_autofree char *date = get_text (reader, "date");

  reader->self->source = g_strdup_printf ("%s (%s)", source ? source : "?", date ? date : "?");
  return strlen (reader->self->source) < TEXT_MAX || wrong (reader, "source", "too long");
}

static gboolean
read_keys (Reader *reader)
{
  g_auto (GStrv) found = g_key_file_get_keys (reader->file, reader->self->id, NULL, NULL);

  for (char **key = found; key && *key; key++)
    if (!g_strv_contains (keys, *key))
      return wrong (reader, *key, "unknown key");
  return TRUE;
}

static gboolean
read_identity (Reader *reader)
{
  PennyProvider *self = reader->self;

  self->name = get_text (reader, "name");
  if (self->name == NULL || *self->name == '\0')
    return wrong (reader, "name", "missing");
  if (strlen (self->name) > TEXT_MAX)
    return wrong (reader, "name", "too long");
  self->run_by = get_text (reader, "run-by");
  if (!read_hosts (reader, "domains", TRUE, &self->domains) ||
      !read_hosts (reader, "mx", FALSE, &self->mx))
    return FALSE;
  if (*self->domains == NULL && *self->mx == NULL)
    return wrong (reader, "domains", "missing");
  return read_source (reader);
}

/* --- its servers --- */

static gboolean
read_server (Reader *reader, const char *key, PennyProtocol protocol, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", -1);
  PennySecurity security;
  guint64 port;

  if (g_strv_length (parts) != 3 || !is_host (parts[0]) ||
      !g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT16, &port, NULL) ||
      !penny_security_parse (parts[2], &security))
    return wrong (reader, key, "must be HOST:PORT:SECURITY");
  if (security == PENNY_SECURITY_NONE && !penny_host_is_loopback (parts[0]))
    return wrong (reader, key, "must be tls or starttls");
  g_ptr_array_add (reader->self->servers[protocol],
                   penny_server_new (protocol, parts[0], (guint16) port, security, NULL));
  return TRUE;
}

static gboolean
read_servers (Reader *reader)
{
  for (guint protocol = PENNY_PROTOCOL_IMAP; protocol <= PENNY_PROTOCOL_SMTP; protocol++)
    {
      const char *key = penny_protocol_to_string (protocol);
      g_auto (GStrv) list = get_list (reader, key);

      if (g_strv_length (list) > SERVERS_MAX)
        return wrong (reader, key, "too many");
      for (char **item = list; *item; item++)
        if (!read_server (reader, key, protocol, *item))
          return FALSE;
    }
  return TRUE;
}

/* What the servers allow; "ways" can only take something away. */
static gboolean
read_ways (Reader *reader)
{
  PennyProvider *self = reader->self;
  g_auto (GStrv) list = get_list (reader, "ways");
  guint named = 0;

  if (self->servers[PENNY_PROTOCOL_IMAP]->len)
    self->ways |= 1u << PENNY_WAY_SHARED;
  if (self->servers[PENNY_PROTOCOL_POP3]->len)
    self->ways |= 1u << PENNY_WAY_PHOTOCOPY | 1u << PENNY_WAY_CLEAR_LATER | 1u << PENNY_WAY_TAKE_HOME;
  for (char **item = list; *item; item++)
    {
      PennyWay way;

      if (!penny_way_parse (*item, &way))
        return wrong (reader, "ways", "unknown word");
      named |= 1u << way;
    }
  if (named & ~self->ways)
    return wrong (reader, "ways", "has no server for one of them");
  if (*list)
    self->ways = named;
  return TRUE;
}

/* --- getting in --- */

/* The first proof that is typed; the browser only where there is no other. */
static gboolean
read_auth (Reader *reader)
{
  PennyProvider *self = reader->self;
  g_auto (GStrv) list = get_list (reader, "auth");
  int first = -1, value;

  if (!read_words (reader, "auth", sign_in_words, &self->takes))
    return FALSE;
  for (char **item = list; *item; item++)
    if (parse_word (*item, sign_in_words, &value) && (first < 0 || first == PENNY_SIGN_IN_BROWSER))
      first = value;
  self->sign_in = first < 0 ? PENNY_SIGN_IN_PASSWORD : first;
  self->takes |= 1u << self->sign_in;
  return TRUE;
}

static gboolean
read_steps (Reader *reader)
{
  g_auto (GStrv) list = get_list (reader, "steps");

  for (char **item = list; *item; item++)
    {
      PennyProviderStepFact step = { 0 };
      char *at = strchr (*item, '@');
      int code;

      if (at)
        *at++ = '\0';
      if (!parse_word (*item, step_words, &code))
        return wrong (reader, "steps", "unknown word");
      if (penny_provider_has_step (reader->self, code))
        return wrong (reader, "steps", "the same twice");
      if (at && !is_page (at))
        return wrong (reader, "steps", "must be CODE or CODE@https address");
      step.code = code;
      step.uri = g_strdup (at);
      g_array_append_val (reader->self->steps, step);
    }
  return TRUE;
}

static gboolean
read_shape (Reader *reader)
{
  PennyProvider *self = reader->self;
  g_autofree char *text = get_text (reader, "app-password-shape");
  g_auto (GStrv) parts = text ? g_strsplit (text, " ", -1) : NULL;
  guint64 n;
  int letters;

  if (text == NULL || strcmp (text, "unknown") == 0)
    return TRUE;
  if (g_strv_length (parts) != 2 || !g_ascii_string_to_unsigned (parts[0], 10, 4, SHAPE_MAX, &n, NULL) ||
      !parse_word (parts[1], letters_words, &letters))
    return wrong (reader, "app-password-shape", "must be unknown, or N and a kind of letters");
  self->n_letters = n;
  self->letters = letters;
  return TRUE;
}

/* oauth-client= names one that we know; oauth-authorize=, oauth-token=, oauth-client-id=… spell it out. */
static gboolean
read_oauth (Reader *reader)
{
  PennyProvider *self = reader->self;
  GError *local = NULL;

  if (!g_key_file_has_key (reader->file, self->id, "oauth-client", NULL) &&
      !g_key_file_has_key (reader->file, self->id, "oauth-authorize", NULL))
    return TRUE;
  if (!penny_provider_takes (self, PENNY_SIGN_IN_BROWSER))
    return wrong (reader, "oauth-client", "oauth2 is not in auth");
  self->oauth = penny_oauth_config_new_from_key_file (reader->file, self->id, "oauth-", &local);
  if (g_error_matches (local, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_CLIENT_ID))
    g_clear_error (&local);
  if (local)
    g_propagate_error (reader->error, local);
  return local == NULL;
}

static gboolean
read_rest (Reader *reader)
{
  PennyProvider *self = reader->self;
  int files_sent = PENNY_FILES_SENT_UNKNOWN;
  g_autofree char *days = get_text (reader, "expire-days");
  guint64 n;

  if (!read_word (reader, "user", user_words, &self->local_user))
    return FALSE;
  self->local_user_smtp = self->local_user;
  if (!read_word (reader, "user-smtp", user_words, &self->local_user_smtp) ||
      !read_word (reader, "files-sent", files_sent_words, &files_sent) ||
      !read_words (reader, "quirks", quirk_words, &self->quirks) ||
      !read_page (reader, "help", &self->help_uri) || !read_page (reader, "webmail", &self->webmail_uri))
    return FALSE;
  self->files_sent = files_sent;
  if (days && !g_ascii_string_to_unsigned (days, 10, 1, PENNY_DAYS_MAX, &n, NULL))
    return wrong (reader, "expire-days", "must be a number of days");
  if (days)
    self->expire_days = (int) n;
  return TRUE;
}

PennyProvider *
penny_provider_new_from_key_file (GKeyFile *file, const char *id, GError **error)
{
  g_autoptr (PennyProvider) self = penny_provider_new (id);
  Reader reader = { file, self, error };

  if (!penny_account_id_is_valid (id))
    {
      wrong (&reader, "id", "1 to 64 of a-z, 0-9, dot, hyphen");
      return NULL;
    }
  if (!read_keys (&reader) || !read_identity (&reader) || !read_servers (&reader) || !read_ways (&reader) ||
      !read_auth (&reader) || !read_steps (&reader) || !read_shape (&reader) || !read_oauth (&reader) ||
      !read_rest (&reader))
    return NULL;
  /* Where only unencrypted servers are published, the other sources find what there is. */
  if (self->ways == 0 && !penny_provider_takes (self, PENNY_SIGN_IN_BRIDGE) &&
      !penny_provider_takes (self, PENNY_SIGN_IN_IMPOSSIBLE) &&
      !penny_provider_has_quirk (self, PENNY_QUIRK_UNENCRYPTED_LISTED))
    {
      wrong (&reader, "imap", "neither imap nor pop3 is given");
      return NULL;
    }
  return g_steal_pointer (&self);
}
