/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logging in to POP3: SASL (RFC 5034), else USER and PASS (RFC 1939 §7). */
#include <string.h>

#include "penny-pop-session-private.h"
#include "penny-sasl-exchange.h"

#define MAX_COMMAND_LINE 255   /* with its CRLF; RFC 2449 §4 */

static gboolean
sasl_send (gpointer session, const char *line, const char *logged, GError **error)
{
  penny_pop_session_put_secret (session, line, logged);
  return penny_pop_session_flush (session, error);
}

static PennySaslReply
sasl_read (gpointer session, char **challenge, GError **error)
{
  g_auto (PennyPopReply) reply = { 0 };
  PennyPopError code;

  if (!penny_pop_session_read (session, TRUE, &reply, error))
    return PENNY_SASL_REPLY_NO;
  if (reply.kind == PENNY_POP_REPLY_OK)
    return PENNY_SASL_REPLY_YES;
  if (reply.kind != PENNY_POP_REPLY_ERR)
    {
      *challenge = g_strdup (reply.text);
      return PENNY_SASL_REPLY_CHALLENGE;
    }

  code = penny_pop_reply_to_login_error (&reply);
  penny_pop_session_refuse (session, code, "to log in", &reply, error);
  return code == PENNY_POP_ERROR_AUTH_FAILED ? PENNY_SASL_REPLY_WRONG : PENNY_SASL_REPLY_NO;
}

static void
sasl_hang_up (gpointer session)
{
  penny_pop_session_give_up (session);
}

static PennySaslOutcome
login_sasl (PennyPopSession *self, const char *user, PennySecret *secret, gboolean clear_allowed,
            GError **error)
{
  const PennySaslProtocol protocol = {
    .session = self,
    .verb = "AUTH",
    .line_max = MAX_COMMAND_LINE,
    .domain = PENNY_POP_ERROR,
    .auth_failed = PENNY_POP_ERROR_AUTH_FAILED,
    .auth_expired = PENNY_POP_ERROR_AUTH_EXPIRED,
    .protocol = PENNY_POP_ERROR_PROTOCOL,
    .send = sasl_send,
    .read = sasl_read,
    .hang_up = sasl_hang_up,
  };

  return penny_sasl_exchange (&protocol, self->capa.sasl, user, secret, clear_allowed, error);
}

static gboolean
is_sendable (const char *text)
{
  return text[0] != '\0' && strpbrk (text, "\r\n") == NULL;
}

static gboolean
login_refused (PennyPopSession *self, const PennyPopReply *reply, GError **error)
{
  return penny_pop_session_refuse (self, penny_pop_reply_to_login_error (reply), "to log in", reply,
                                   error);
}

static gboolean
login_user_pass (PennyPopSession *self, const char *user, PennySecret *secret, GError **error)
{
  g_auto (PennyPopReply) user_reply = { 0 };
  g_auto (PennyPopReply) pass_reply = { 0 };
  char *line;

  if (!is_sendable (user) || !is_sendable (penny_secret_peek (secret)))
    {
      g_set_error_literal (error, PENNY_POP_ERROR, PENNY_POP_ERROR_AUTH_FAILED,
                           "The user name or password is empty or holds a line break");
      return FALSE;
    }

  penny_pop_session_put (self, "USER %s", user);
  if (!penny_pop_session_ask (self, &user_reply, error))
    return FALSE;
  if (user_reply.kind != PENNY_POP_REPLY_OK)
    return login_refused (self, &user_reply, error);

  line = g_strconcat ("PASS ", penny_secret_peek (secret), NULL);
  penny_pop_session_put_secret (self, line, "PASS <secret>");
  penny_secret_wipe (line, strlen (line));
  g_free (line);
  if (!penny_pop_session_ask (self, &pass_reply, error))
    return FALSE;

  return pass_reply.kind == PENNY_POP_REPLY_OK || login_refused (self, &pass_reply, error);
}

/* RFC 6856 §2: else the server may rewrite messages whose header is not ASCII. A refusal is fine. */
static gboolean
ask_utf8 (PennyPopSession *self, GError **error)
{
  g_auto (PennyPopReply) reply = { 0 };

  if (!penny_pop_session_has (self, PENNY_POP_CAP_UTF8))
    return TRUE;

  penny_pop_session_put (self, "UTF8");
  return penny_pop_session_ask (self, &reply, error);
}

gboolean
penny_pop_session_login (PennyPopSession *self, const char *user, PennySecret *secret,
                         gboolean clear_allowed, GError **error)
{
  gboolean clear = clear_allowed || penny_channel_is_secure (self->channel);
  g_autoptr (GError) local_error = NULL;
  PennySaslOutcome outcome;

  penny_channel_keep_secret (self->channel, secret);
  penny_pop_session_begin (self, PENNY_POP_COMMAND_TIMEOUT_S);
  if (!ask_utf8 (self, error))
    return FALSE;

  outcome = login_sasl (self, user, secret, clear, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (outcome != PENNY_SASL_IN && (!clear || penny_secret_is_token (secret)))
    {
      g_set_error_literal (error, PENNY_POP_ERROR, PENNY_POP_ERROR_NO_MECHANISM,
                           "The server knows no way to log in that is safe here");
      return FALSE;
    }

  if (outcome != PENNY_SASL_IN && !login_user_pass (self, user, secret, error))
    return FALSE;

  return !self->capa.per_user || penny_pop_session_ask_capa (self, error);
}
