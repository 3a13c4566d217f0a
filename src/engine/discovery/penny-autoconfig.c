/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The autoconfiguration file as an event stream, with limits on everything. */
#include "penny-autoconfig.h"

#include <string.h>

#include "penny-error.h"

typedef struct {
  const char *address;
  PennyProposal *proposal;
  guint depth;
  guint n_servers;
  PennyServer *server;   /* owned; the one being read, NULL between */
  gboolean secure;       /* a socketType that we can use was given */
  gboolean any_auth;     /* an authentication element was given */
  gboolean password;     /* …one that takes a password */
  GString *text;         /* of the innermost element */
} Reader;

static gboolean
bad (GError **error, const char *why)
{
  g_set_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_BAD_CONFIG, "autoconfiguration: %s",
               why);
  return FALSE;
}

static const char *
find_attribute (const char **names, const char **values, const char *name)
{
  for (guint i = 0; names[i]; i++)
    if (strcmp (names[i], name) == 0)
      return values[i];
  return "";
}

static void
begin_server (Reader *reader, const char *type)
{
  PennyProtocol protocol;

  if (strcmp (type, "imap") == 0)
    protocol = PENNY_PROTOCOL_IMAP;
  else if (strcmp (type, "pop3") == 0)
    protocol = PENNY_PROTOCOL_POP3;
  else if (strcmp (type, "smtp") == 0)
    protocol = PENNY_PROTOCOL_SMTP;
  else
    return; /* exchange and the like */
  reader->server = penny_server_new (protocol, NULL, 0, PENNY_SECURITY_TLS, NULL);
  reader->secure = reader->any_auth = reader->password = FALSE;
}

static void
start_cb (GMarkupParseContext *context, const char *name, const char **attribute_names,
          const char **attribute_values, gpointer data, GError **error)
{
  Reader *reader = data;

  if (++reader->depth > PENNY_AUTOCONFIG_MAX_DEPTH)
    {
      bad (error, "nested too deeply");
      return;
    }
  if (reader->depth == 1 && strcmp (name, "clientConfig") != 0)
    {
      bad (error, "not a clientConfig");
      return;
    }
  g_string_truncate (reader->text, 0);
  if (reader->depth == 3 && reader->server == NULL &&
      (strcmp (name, "incomingServer") == 0 || strcmp (name, "outgoingServer") == 0))
    {
      if (++reader->n_servers > PENNY_AUTOCONFIG_MAX_SERVERS)
        bad (error, "too many servers");
      else
        begin_server (reader, find_attribute (attribute_names, attribute_values, "type"));
    }
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Reader *reader = data;

  if (reader->text->len + length > 1024)
    {
      if (reader->server)
        bad (error, "a value is too long");
      return;
    }
  g_string_append_len (reader->text, text, length);
}

/* Comments may stay; a document type could bring entities. */
static void
passthrough_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data,
                GError **error)
{
  if (length >= 2 && memcmp (text, "<!", 2) == 0 && (length < 4 || memcmp (text, "<!--", 4) != 0))
    bad (error, "document types are not allowed");
}

static char *
fill_in (const char *text, const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *local = g_strndup (address, at - address);
  GString *filled = g_string_new (text);

  g_string_replace (filled, "%EMAILADDRESS%", address, 0);
  g_string_replace (filled, "%EMAILLOCALPART%", local, 0);
  g_string_replace (filled, "%EMAILDOMAIN%", at + 1, 0);
  return g_string_free (filled, FALSE);
}

static void
read_socket_type (Reader *reader, const char *text)
{
  if (strcmp (text, "SSL") == 0 || strcmp (text, "TLS") == 0)
    reader->server->security = PENNY_SECURITY_TLS;
  else if (strcmp (text, "STARTTLS") == 0)
    reader->server->security = PENNY_SECURITY_STARTTLS;
  else
    return; /* plain or unknown: never used without encryption */
  reader->secure = TRUE;
}

static void
read_authentication (Reader *reader, const char *text)
{
  static const char * const password[] = { "password-cleartext", "password-encrypted", "plain", "secure",
                                           "client-IP-address", NULL };

  reader->any_auth = TRUE;
  if (g_strv_contains (password, text))
    reader->password = TRUE;
}

static void
read_value (Reader *reader, const char *name, char *text)
{
  guint64 port;

  g_strstrip (text);
  if (strcmp (name, "hostname") == 0 && reader->server->host == NULL)
    reader->server->host = fill_in (text, reader->address);
  else if (strcmp (name, "port") == 0 && reader->server->port == 0)
    {
      if (g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, NULL))
        reader->server->port = (guint16) port;
    }
  else if (strcmp (name, "socketType") == 0 && !reader->secure)
    read_socket_type (reader, text);
  else if (strcmp (name, "username") == 0 && reader->server->user == NULL)
    reader->server->user = fill_in (text, reader->address);
  else if (strcmp (name, "authentication") == 0)
    read_authentication (reader, text);
}

static gboolean
is_clean_user (const char *user)
{
  if (*user == '\0' || strlen (user) > 255)
    return FALSE;
  for (const char *p = user; *p; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static void
end_server (Reader *reader)
{
  g_autoptr (PennyServer) server = g_steal_pointer (&reader->server);

  if (!reader->secure || !penny_host_is_plausible (server->host) || server->port == 0 ||
      (reader->any_auth && !reader->password))
    return;
  if (server->user == NULL)
    server->user = g_strdup (reader->address);
  if (is_clean_user (server->user))
    penny_proposal_take_server (reader->proposal, g_steal_pointer (&server));
}

static void
end_cb (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Reader *reader = data;

  if (reader->server && reader->depth == 4)
    read_value (reader, name, reader->text->str);
  else if (reader->server && reader->depth == 3)
    end_server (reader);
  g_string_truncate (reader->text, 0);
  reader->depth--;
}

PennyProposal *
penny_autoconfig_parse (const char *data, gsize length, const char *address, GError **error)
{
  static const GMarkupParser parser = { start_cb, end_cb, text_cb, passthrough_cb, NULL };
  g_autoptr (PennyProvider) provider = penny_provider_find (address);
  g_autoptr (PennyProposal) proposal = penny_proposal_new (PENNY_SOURCE_AUTOCONFIG, address, provider);
  g_autoptr (GString) text = g_string_new (NULL);
  Reader reader = { .address = address, .proposal = proposal, .text = text };
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autoptr (GError) local = NULL;
  gboolean parsed;

  g_return_val_if_fail (penny_address_is_plausible (address), NULL);

  if (length > PENNY_AUTOCONFIG_MAX_SIZE)
    {
      bad (error, "too large");
      return NULL;
    }
  /* GMarkup (2.74) goes on after a comment that is not UTF-8 and then sets a second error over the first. */
  if (!g_utf8_validate (data, (gssize) length, NULL))
    {
      bad (error, "not UTF-8");
      return NULL;
    }
  context = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &reader, NULL);
  parsed = g_markup_parse_context_parse (context, data, length, &local) &&
           g_markup_parse_context_end_parse (context, &local);
  penny_server_free (reader.server);
  if (!parsed)
    {
      bad (error, local->message);
      return NULL;
    }
  if (!penny_proposal_can_receive (proposal))
    {
      bad (error, "no usable server");
      return NULL;
    }
  return g_steal_pointer (&proposal);
}

char **
penny_autoconfig_urls_at (const char *domain, const char *address)
{
  g_autofree char *escaped = g_uri_escape_string (address, NULL, FALSE);
  char **urls = g_new0 (char *, 3);

  urls[0] = g_strdup_printf ("https://autoconfig.%s/mail/config-v1.1.xml?emailaddress=%s", domain,
                             escaped);
  urls[1] = g_strdup_printf ("https://%s/.well-known/autoconfig/mail/config-v1.1.xml", domain);
  return urls;
}

char **
penny_autoconfig_urls (const char *address)
{
  g_autofree char *domain = g_hostname_to_ascii (strrchr (address, '@') + 1);

  return penny_autoconfig_urls_at (domain, address);
}
