/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One object with a host for each protocol, and one record "v=UAAC1; a=sha256; d=BASE64". */
#include "penny-pacc.h"

#include <string.h>

#include "penny-error.h"
#include "penny-json-read.h"

#define DIGEST_SIZE 32
#define MAX_RECORDS 8

char *
penny_pacc_url (const char *domain)
{
  return g_strdup_printf ("https://ua-auto-config.%s/.well-known/user-agent-configuration.json", domain);
}

char *
penny_pacc_record_name (const char *domain)
{
  return g_strdup_printf ("_ua-auto-config.%s", domain);
}

/* --- the digest --- */

/* Of "k=v; k=v" the value of KEY; NULL when it is missing. Full. */
static char *
get_tag (const char *text, const char *key)
{
  g_auto (GStrv) tags = g_strsplit (text, ";", 16);

  for (guint i = 0; tags[i] != NULL; i++)
    {
      char *tag = g_strstrip (tags[i]);

      if (g_str_has_prefix (tag, key) && tag[strlen (key)] == '=')
        return g_strdup (tag + strlen (key) + 1);
    }
  return NULL;
}

static gboolean
names_digest (const char *text, const guint8 *digest)
{
  g_autofree char *version = get_tag (text, "v");
  g_autofree char *algorithm = get_tag (text, "a");
  g_autofree char *value = get_tag (text, "d");
  g_autofree guchar *given = NULL;
  gsize size = 0;

  if (g_strcmp0 (version, "UAAC1") != 0 || g_strcmp0 (algorithm, "sha256") != 0 || value == NULL || *value == '\0')
    return FALSE;
  given = g_base64_decode (value, &size);
  return size == DIGEST_SIZE && memcmp (given, digest, DIGEST_SIZE) == 0;
}

gboolean
penny_pacc_is_named (GBytes *document, GList *records)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[DIGEST_SIZE];
  gsize size = sizeof digest;
  guint n = 0;

  g_checksum_update (checksum, g_bytes_get_data (document, NULL), (gssize) g_bytes_get_size (document));
  g_checksum_get_digest (checksum, digest, &size);
  for (GList *l = records; l != NULL && n < MAX_RECORDS; l = l->next, n++)
    {
      g_autofree const char **parts = NULL;
      g_autofree char *whole = NULL;

      /* A long record comes in several strings (RFC 1035 §3.3.14). */
      g_variant_get (l->data, "(^a&s)", &parts);
      whole = g_strjoinv ("", (char **) parts);
      if (names_digest (whole, digest))
        return TRUE;
    }
  return FALSE;
}

/* --- the document --- */

static void
add_server (PennyProposal *proposal, GHashTable *values, PennyProtocol protocol, const char *path)
{
  const char *host = g_hash_table_lookup (values, path);

  if (host != NULL && penny_host_is_plausible (host))
    penny_proposal_take_server (proposal, penny_server_new (protocol, host,
                                                            penny_server_default_port (protocol, PENNY_SECURITY_TLS),
                                                            PENNY_SECURITY_TLS,
                                                            penny_proposal_get_address (proposal)));
}

PennyProposal *
penny_pacc_parse (GBytes *document, const char *address, GError **error)
{
  g_autoptr (PennyProvider) provider = penny_provider_find (address);
  g_autoptr (PennyProposal) proposal = penny_proposal_new (PENNY_SOURCE_AUTOCONFIG, address, provider);
  g_autoptr (GError) local = NULL;
  g_autoptr (GHashTable) values = penny_json_read (g_bytes_get_data (document, NULL), g_bytes_get_size (document),
                                                   &local);

  if (values != NULL)
    {
      add_server (proposal, values, PENNY_PROTOCOL_IMAP, "protocols.imap.host");
      add_server (proposal, values, PENNY_PROTOCOL_POP3, "protocols.pop3.host");
      add_server (proposal, values, PENNY_PROTOCOL_SMTP, "protocols.smtp.host");
    }
  if (values != NULL && penny_proposal_can_receive (proposal)
      && g_strcmp0 (g_hash_table_lookup (values, "authentication.password"), "true") == 0)
    return g_steal_pointer (&proposal);
  g_set_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_BAD_CONFIG, "configuration in JSON: %s",
               local != NULL ? local->message : "no usable server");
  return NULL;
}
