/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making the one message of OAUTHBEARER and XOAUTH2, and reading why it was refused. */
#include "penny-sasl-bearer.h"

#include <string.h>

#include "penny-json-read.h"

static gboolean
is_oauthbearer (const char *mechanism)
{
  return g_ascii_strcasecmp (mechanism, "OAUTHBEARER") == 0;
}

/* Our separator is U+0001: neither part may hold it, or anything else below a space. */
static gboolean
is_sendable (const char *user, const char *token)
{
  for (const guchar *p = (const guchar *) user; *p != '\0'; p++)
    if (*p < 0x20 || *p == 0x7f)
      return FALSE;
  for (const guchar *p = (const guchar *) token; *p != '\0'; p++)
    if (*p <= 0x20 || *p >= 0x7f)
      return FALSE;
  return *token != '\0';
}

/* RFC 5801 §4: "," and "=" have a meaning in front of the message. */
static void
append_sasl_name (GString *message, const char *user)
{
  for (const char *p = user; *p != '\0'; p++)
    if (*p == ',')
      g_string_append (message, "=2C");
    else if (*p == '=')
      g_string_append (message, "=3D");
    else
      g_string_append_c (message, *p);
}

char *
penny_sasl_bearer_make_message (const char *mechanism, const char *user, PennySecret *token)
{
  const char *text = penny_secret_peek (token);
  GString *message;
  char *encoded;

  if (!is_sendable (user, text))
    return NULL;

  /* Roomy enough from the start: a GString that grows leaves copies behind. */
  message = g_string_sized_new (3 * strlen (user) + strlen (text) + 64);
  if (is_oauthbearer (mechanism))
    {
      g_string_append (message, "n,a=");
      append_sasl_name (message, user);
      g_string_append (message, ",\x01");
    }
  else
    g_string_append_printf (message, "user=%s\x01", user);
  g_string_append_printf (message, "auth=Bearer %s\x01\x01", text);
  encoded = g_base64_encode ((const guchar *) message->str, message->len);
  penny_secret_wipe (message->str, message->len);
  g_string_free (message, TRUE);
  return encoded;
}

const char *
penny_sasl_bearer_get_farewell (const char *mechanism)
{
  return is_oauthbearer (mechanism) ? "AQ==" : "";
}

/* RFC 7628 §3.2.2 has words; Google and Dovecot's XOAUTH2 have the status codes of HTTP. */
gboolean
penny_sasl_bearer_says_void (const char *challenge, gsize size)
{
  g_autoptr (GHashTable) values = penny_json_read (challenge, size, NULL);
  const char *status = values != NULL ? g_hash_table_lookup (values, "status") : NULL;

  return status != NULL
         && (strcmp (status, "invalid_token") == 0 || strcmp (status, "400") == 0 || strcmp (status, "401") == 0);
}
