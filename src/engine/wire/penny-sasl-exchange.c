/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One log-in by SASL over a protocol that is told by three functions. */
#include "penny-sasl-exchange.h"

#include <string.h>

/* No mechanism takes more; a server that asks on and on is not honest. */
#define MAX_ROUNDS 8
/* Servers lock an account after a handful of failures. */
#define MAX_ATTEMPTS 3

static void
wipe (char *text)
{
  penny_secret_wipe (text, strlen (text));
  g_free (text);
}

static PennySaslReply
break_off (const PennySaslProtocol *protocol, const char *why, GError **error)
{
  g_set_error (error, protocol->domain, protocol->protocol, "Logging in was broken off: %s", why);
  protocol->hang_up (protocol->session);
  return PENNY_SASL_REPLY_NO;
}

/* The initial response, "" where the server has to speak first. */
static char *
first_step (const PennySaslProtocol *protocol, PennySasl *sasl, GError **error)
{
  char *initial;

  if (!penny_sasl_is_client_first (sasl))
    return g_strdup ("");

  initial = penny_sasl_step (sasl, NULL, NULL);
  if (initial == NULL)
    g_set_error (error, protocol->domain, protocol->auth_failed,
                 "The user name or password cannot be sent by %s",
                 penny_sasl_get_mechanism (sasl));
  return initial;
}

/* "AUTH X [initial response]". Clears *INITIAL once it is on its way; else it must wait for the
 * first challenge. */
static gboolean
send_first (const PennySaslProtocol *protocol, PennySasl *sasl, char **initial, GError **error)
{
  const char *mechanism = penny_sasl_get_mechanism (sasl);
  g_autofree char *bare = g_strdup_printf ("%s %s", protocol->verb, mechanism);
  g_autofree char *logged = NULL;
  const char *shown = **initial != '\0' ? *initial : "=";
  gboolean sent;
  char *line;

  if (!penny_sasl_is_client_first (sasl))
    {
      g_clear_pointer (initial, wipe);
      return protocol->send (protocol->session, bare, bare, error);
    }

  if (strlen (bare) + strlen (" ") + strlen (shown) + strlen ("\r\n") > protocol->line_max)
    return protocol->send (protocol->session, bare, bare, error);

  line = g_strconcat (bare, " ", shown, NULL);
  logged = g_strconcat (bare, " <secret>", NULL);
  sent = protocol->send (protocol->session, line, logged, error);
  wipe (line);
  g_clear_pointer (initial, wipe);
  return sent;
}

/* WAITING is an initial response that has not been sent yet, or NULL. */
static PennySaslReply
answer (const PennySaslProtocol *protocol, PennySasl *sasl, char **waiting, const char *challenge,
        GError **error)
{
  g_autoptr (GError) sasl_error = NULL;
  char *response = *waiting != NULL ? g_steal_pointer (waiting)
                                    : penny_sasl_step (sasl, challenge, &sasl_error);
  gboolean sent;

  /* A server that cannot prove itself gets no second chance with another mechanism. */
  if (response == NULL)
    return break_off (protocol, sasl_error->message, error);

  sent = protocol->send (protocol->session, response, "<secret>", error);
  wipe (response);
  return sent ? PENNY_SASL_REPLY_CHALLENGE : PENNY_SASL_REPLY_NO;
}

static PennySaslReply
converse (const PennySaslProtocol *protocol, PennySasl *sasl, char **waiting, GError **error)
{
  for (guint round = 0; round <= MAX_ROUNDS; round++)
    {
      g_autofree char *challenge = NULL;
      PennySaslReply reply = protocol->read (protocol->session, &challenge, error);

      if (reply == PENNY_SASL_REPLY_CHALLENGE)
        reply = answer (protocol, sasl, waiting, challenge, error);
      else if (reply == PENNY_SASL_REPLY_YES
               && (*waiting != NULL || !penny_sasl_is_finished (sasl)))
        reply = break_off (protocol, "the server says yes before it has proved who it is", error);

      if (reply != PENNY_SASL_REPLY_CHALLENGE)
        return reply;
    }

  return break_off (protocol, "the server asks without end", error);
}

static PennySaslReply
attempt (const PennySaslProtocol *protocol, PennySasl *sasl, GError **error)
{
  char *waiting = first_step (protocol, sasl, error);
  PennySaslReply reply = PENNY_SASL_REPLY_NO;

  if (waiting == NULL)
    return PENNY_SASL_REPLY_UNKNOWN;

  if (send_first (protocol, sasl, &waiting, error))
    reply = converse (protocol, sasl, &waiting, error);
  g_clear_pointer (&waiting, wipe);
  return reply;
}

/* Adds to SKIP what need not be tried any more. FALSE when nothing else need be. */
static gboolean
learn (GPtrArray *skip, const char *mechanism, PennySaslReply reply)
{
  gboolean is_scram = g_str_has_prefix (mechanism, "SCRAM");

  if (reply != PENNY_SASL_REPLY_UNKNOWN && !(reply == PENNY_SASL_REPLY_WRONG && is_scram))
    return FALSE;

  g_ptr_array_set_size (skip, skip->len - 1);
  g_ptr_array_add (skip, (gpointer) g_intern_string (mechanism));
  /* Dovecot with hashed passwords offers SCRAM and can never accept it, in either size: PLAIN is
   * worth one try. */
  if (reply == PENNY_SASL_REPLY_WRONG)
    {
      g_ptr_array_add (skip, (gpointer) "SCRAM-SHA-256");
      g_ptr_array_add (skip, (gpointer) "SCRAM-SHA-1");
    }
  g_ptr_array_add (skip, NULL);
  return TRUE;
}

/* What a refusal of READ's cannot know: the server said before why it refuses the token. */
static void
note_void_token (const PennySaslProtocol *protocol, PennySasl *sasl, GError **error)
{
  if (penny_sasl_is_token_void (sasl) && error != NULL
      && g_error_matches (*error, protocol->domain, protocol->auth_failed))
    (*error)->code = protocol->auth_expired;
}

static GPtrArray *
copy_names (GPtrArray *offered)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < offered->len; i++)
    g_ptr_array_add (names, g_strdup (g_ptr_array_index (offered, i)));
  g_ptr_array_add (names, NULL);
  return names;
}

PennySaslOutcome
penny_sasl_exchange (const PennySaslProtocol *protocol, GPtrArray *offered, const char *user,
                     PennySecret *password, gboolean clear_allowed, GError **error)
{
  /* A copy: an IMAP server may tell a new list in the middle of it. */
  g_autoptr (GPtrArray) names = copy_names (offered);
  g_autoptr (GPtrArray) skip = g_ptr_array_new ();
  PennySaslReply reply = PENNY_SASL_REPLY_NO;

  g_ptr_array_add (skip, NULL);
  for (guint i = 0; i < MAX_ATTEMPTS; i++)
    {
      g_autoptr (PennySasl) sasl = penny_sasl_new ((const char * const *) names->pdata,
                                                   (const char * const *) skip->pdata, user,
                                                   password, clear_allowed);

      if (sasl == NULL)
        return PENNY_SASL_NONE_LEFT;

      g_clear_error (error);
      reply = attempt (protocol, sasl, error);
      if (reply == PENNY_SASL_REPLY_YES)
        return PENNY_SASL_IN;
      note_void_token (protocol, sasl, error);
      if (!learn (skip, penny_sasl_get_mechanism (sasl), reply))
        return PENNY_SASL_OUT;
    }

  return PENNY_SASL_OUT;
}
