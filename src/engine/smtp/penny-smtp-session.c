/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The submission session: one round of question and answer, greeting and TLS, the small commands. */
#include "penny-smtp-session.h"

#include "penny-log.h"
#include "penny-smtp-body.h"
#include "penny-smtp-session-private.h"

/* RFC 5321 §4.1.3 allows a literal; the same one from everywhere tells nobody where we are. */
#define EHLO_NAME "[127.0.0.1]"

PennySmtpSession *
penny_smtp_session_new (PennyChannel *channel)
{
  PennySmtpSession *self = g_new0 (PennySmtpSession, 1);

  self->channel = g_object_ref (channel);
  self->alive = TRUE;
  penny_smtp_ehlo_reset (&self->ehlo);
  return self;
}

void
penny_smtp_session_free (PennySmtpSession *self)
{
  if (self == NULL)
    return;

  penny_channel_close (self->channel);
  g_object_unref (self->channel);
  g_free (self->ehlo_name);
  penny_smtp_ehlo_clear (&self->ehlo);
  g_free (self);
}

gboolean
penny_smtp_session_is_alive (PennySmtpSession *self)
{
  return self->alive;
}

gboolean
penny_smtp_session_give_up (PennySmtpSession *self)
{
  self->alive = FALSE;
  penny_channel_close (self->channel);
  return FALSE;
}

void
penny_smtp_session_begin (PennySmtpSession *self, guint seconds)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;

  penny_channel_set_deadline (self->channel, seconds > 0 ? deadline : 0);
}

void
penny_smtp_session_put (PennySmtpSession *self, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);

  penny_log_wire ("smtp", TRUE, line, -1);
  penny_channel_puts (self->channel, line);
  penny_channel_puts (self->channel, "\r\n");
}

void
penny_smtp_session_put_secret (PennySmtpSession *self, const char *line, const char *logged)
{
  penny_log_wire ("smtp", TRUE, logged, -1);
  penny_channel_puts (self->channel, line);
  penny_channel_puts (self->channel, "\r\n");
}

gboolean
penny_smtp_session_flush (PennySmtpSession *self, GError **error)
{
  return penny_channel_flush (self->channel, error) || penny_smtp_session_give_up (self);
}

gboolean
penny_smtp_session_read (PennySmtpSession *self, PennySmtpReply *reply, GError **error)
{
  penny_smtp_reply_clear (reply);
  if (!penny_smtp_reply_read (self->channel, reply, error))
    return penny_smtp_session_give_up (self);

  if (reply->code != 421)
    return TRUE;

  penny_smtp_session_refuse (self, PENNY_SMTP_ERROR_TEMPORARY, "to go on", reply, error);
  return penny_smtp_session_give_up (self);
}

gboolean
penny_smtp_session_ask (PennySmtpSession *self, PennySmtpReply *reply, GError **error)
{
  return penny_smtp_session_flush (self, error) && penny_smtp_session_read (self, reply, error);
}

gboolean
penny_smtp_session_refuse (PennySmtpSession *self, PennySmtpError code, const char *what,
                           const PennySmtpReply *reply, GError **error)
{
  g_autofree char *text = penny_smtp_reply_shorten (reply->text->str);

  if (self->distrust)
    g_set_error (error, PENNY_SMTP_ERROR, code, "The server refuses %s (%d)", what, reply->code);
  else
    g_set_error (error, PENNY_SMTP_ERROR, code, "The server refuses %s: %d %s", what,
                 reply->code, text);
  return FALSE;
}

gboolean
penny_smtp_session_confused (PennySmtpSession *self, const char *command,
                             const PennySmtpReply *reply, GError **error)
{
  g_set_error (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_PROTOCOL,
               "The server answers %s with %d, which makes no sense", command, reply->code);
  return penny_smtp_session_give_up (self);
}

static gboolean
read_banner (PennySmtpSession *self, GError **error)
{
  g_auto (PennySmtpReply) reply = { 0 };

  penny_smtp_session_begin (self, PENNY_SMTP_COMMAND_TIMEOUT_S);
  if (!penny_smtp_session_read (self, &reply, error))
    return FALSE;

  if (reply.code == 220)
    return TRUE;
  if (penny_smtp_reply_get_class (&reply) < 4)
    return penny_smtp_session_confused (self, "the connection", &reply, error);

  penny_smtp_session_refuse (self,
                             penny_smtp_reply_to_error (&reply, TRUE, PENNY_SMTP_ERROR_REFUSED),
                             "the connection", &reply, error);
  return penny_smtp_session_give_up (self);
}

/* EHLO, or HELO where that is not understood and TLS does not depend on it. */
static gboolean
say_hello (PennySmtpSession *self, gboolean helo_allowed, GError **error)
{
  g_auto (PennySmtpReply) reply = { 0 };

  penny_smtp_session_begin (self, PENNY_SMTP_COMMAND_TIMEOUT_S);
  penny_smtp_session_put (self, "EHLO %s", self->ehlo_name);
  if (!penny_smtp_session_ask (self, &reply, error))
    return FALSE;

  if (reply.code == 250)
    {
      penny_smtp_ehlo_parse (&self->ehlo, reply.text->str);
      return TRUE;
    }

  penny_smtp_ehlo_reset (&self->ehlo);
  if (penny_smtp_reply_get_class (&reply) < 4)
    return penny_smtp_session_confused (self, "EHLO", &reply, error);
  if (penny_smtp_reply_get_class (&reply) == 5 && !helo_allowed)
    return TRUE;

  if (penny_smtp_reply_get_class (&reply) == 5)
    {
      penny_smtp_session_put (self, "HELO %s", self->ehlo_name);
      if (!penny_smtp_session_ask (self, &reply, error))
        return FALSE;
      if (reply.code == 250)
        return TRUE;
    }

  penny_smtp_session_refuse (self,
                             penny_smtp_reply_to_error (&reply, TRUE, PENNY_SMTP_ERROR_REFUSED),
                             "to be greeted", &reply, error);
  return penny_smtp_session_give_up (self);
}

/* RFC 3207. */
static gboolean
start_tls (PennySmtpSession *self, GError **error)
{
  g_auto (PennySmtpReply) reply = { 0 };

  if (!penny_smtp_session_has (self, PENNY_SMTP_CAP_STARTTLS))
    {
      g_set_error_literal (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_TLS_NOT_OFFERED,
                           "The server does not offer to encrypt");
      return penny_smtp_session_give_up (self);
    }

  penny_smtp_session_put (self, "STARTTLS");
  if (!penny_smtp_session_ask (self, &reply, error))
    return FALSE;

  if (reply.code != 220)
    {
      penny_smtp_session_refuse (self, PENNY_SMTP_ERROR_TLS_NOT_OFFERED, "to encrypt", &reply, error);
      return penny_smtp_session_give_up (self);
    }

  if (!penny_channel_start_tls (self->channel, error))
    return penny_smtp_session_give_up (self);

  penny_smtp_ehlo_reset (&self->ehlo);
  return TRUE;
}

gboolean
penny_smtp_session_greet (PennySmtpSession *self, PennySecurity security, const char *ehlo_name,
                          GError **error)
{
  gboolean upgrade = security == PENNY_SECURITY_STARTTLS;

  g_free (self->ehlo_name);
  self->ehlo_name = g_strdup (ehlo_name != NULL && penny_smtp_address_is_safe (ehlo_name) ? ehlo_name
                                                                                          : EHLO_NAME);
  self->distrust = security != PENNY_SECURITY_NONE && !penny_channel_is_secure (self->channel);

  if (!read_banner (self, error))
    return FALSE;
  if (upgrade && (!say_hello (self, FALSE, error) || !start_tls (self, error)))
    return FALSE;

  self->distrust = FALSE;
  return say_hello (self, TRUE, error);
}

PennySmtpCapability
penny_smtp_session_get_capabilities (PennySmtpSession *self)
{
  return self->ehlo.bits;
}

gboolean
penny_smtp_session_has (PennySmtpSession *self, PennySmtpCapability capability)
{
  return (self->ehlo.bits & capability) == capability;
}

guint64
penny_smtp_session_get_max_size (PennySmtpSession *self)
{
  return self->ehlo.max_size;
}

gboolean
penny_smtp_session_needs_7bit (PennySmtpSession *self, GBytes *raw)
{
  return !penny_smtp_session_has (self, PENNY_SMTP_CAP_8BITMIME) && penny_smtp_needs_8bit (raw);
}

/* A command that 2xx says all about. */
static gboolean
simple_command (PennySmtpSession *self, const char *command, GError **error)
{
  g_auto (PennySmtpReply) reply = { 0 };

  penny_smtp_session_begin (self, PENNY_SMTP_COMMAND_TIMEOUT_S);
  penny_smtp_session_put (self, "%s", command);
  if (!penny_smtp_session_ask (self, &reply, error))
    return FALSE;

  switch (penny_smtp_reply_get_class (&reply))
    {
    case 2:
      return TRUE;
    case 3:
      return penny_smtp_session_confused (self, command, &reply, error);
    default:
      return penny_smtp_session_refuse (
        self, penny_smtp_reply_to_error (&reply, self->logged_in, PENNY_SMTP_ERROR_REFUSED),
        command, &reply, error);
    }
}

gboolean
penny_smtp_session_reset (PennySmtpSession *self, GError **error)
{
  return simple_command (self, "RSET", error);
}

gboolean
penny_smtp_session_noop (PennySmtpSession *self, GError **error)
{
  return simple_command (self, "NOOP", error);
}

gboolean
penny_smtp_session_quit (PennySmtpSession *self, GError **error)
{
  gboolean said = simple_command (self, "QUIT", error);

  penny_smtp_session_give_up (self);
  return said;
}
