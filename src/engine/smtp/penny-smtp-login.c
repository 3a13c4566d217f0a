/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logging in to a submission server (RFC 4954). */
#include "penny-sasl-exchange.h"
#include "penny-smtp-session-private.h"

#define MAX_COMMAND_LINE 500   /* RFC 5321 §4.5.3.1.4 says 512 with the CRLF */

static gboolean
sasl_send (gpointer session, const char *line, const char *logged, GError **error)
{
  penny_smtp_session_put_secret (session, line, logged);
  return penny_smtp_session_flush (session, error);
}

static PennySaslReply
sasl_refused (PennySmtpSession *self, const PennySmtpReply *reply, GError **error)
{
  gboolean for_now = penny_smtp_reply_is_for_now (reply->code, reply->text->str);

  if (penny_smtp_reply_get_class (reply) < 4)
    {
      penny_smtp_session_confused (self, "AUTH", reply, error);
      return PENNY_SASL_REPLY_NO;
    }

  penny_smtp_session_refuse (self, for_now ? PENNY_SMTP_ERROR_TEMPORARY
                                           : PENNY_SMTP_ERROR_AUTH_FAILED, "to log in", reply, error);
  if (reply->code == 504)
    return PENNY_SASL_REPLY_UNKNOWN;
  return for_now ? PENNY_SASL_REPLY_NO : PENNY_SASL_REPLY_WRONG;
}

static PennySaslReply
sasl_read (gpointer session, char **challenge, GError **error)
{
  g_auto (PennySmtpReply) reply = { 0 };

  if (!penny_smtp_session_read (session, &reply, error))
    return PENNY_SASL_REPLY_NO;
  if (reply.code == 235)
    return PENNY_SASL_REPLY_YES;
  if (reply.code != 334)
    return sasl_refused (session, &reply, error);

  *challenge = g_strdup (reply.text->str);
  return PENNY_SASL_REPLY_CHALLENGE;
}

static void
sasl_hang_up (gpointer session)
{
  penny_smtp_session_give_up (session);
}

gboolean
penny_smtp_session_login (PennySmtpSession *self, const char *user, PennySecret *secret,
                          gboolean clear_allowed, GError **error)
{
  const PennySaslProtocol protocol = {
    .session = self,
    .verb = "AUTH",
    .line_max = MAX_COMMAND_LINE,
    .domain = PENNY_SMTP_ERROR,
    .auth_failed = PENNY_SMTP_ERROR_AUTH_FAILED,
    .auth_expired = PENNY_SMTP_ERROR_AUTH_EXPIRED,
    .protocol = PENNY_SMTP_ERROR_PROTOCOL,
    .send = sasl_send,
    .read = sasl_read,
    .hang_up = sasl_hang_up,
  };
  gboolean clear = clear_allowed || penny_channel_is_secure (self->channel);
  g_autoptr (GError) local_error = NULL;

  penny_channel_keep_secret (self->channel, secret);
  penny_smtp_session_begin (self, PENNY_SMTP_COMMAND_TIMEOUT_S);
  self->logged_in = penny_sasl_exchange (&protocol, self->ehlo.auth, user, secret, clear,
                                         &local_error) == PENNY_SASL_IN;
  if (!self->logged_in && local_error == NULL)
    g_set_error_literal (&local_error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_NO_MECHANISM,
                         "The server knows no way to log in that is safe here");
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return self->logged_in;
}
