/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The POP3 session: one round of question and answer, greeting and TLS, the small commands. */
#include "penny-pop-session.h"

#include <string.h>

#include "penny-log.h"
#include "penny-pop-session-private.h"
#include "penny-reply.h"

#define MAX_CAPA_LINES 200
#define MAX_CAPA_LINE 8192
#define MAX_WORDS 300   /* characters of the server in an error */

PennyPopSession *
penny_pop_session_new (PennyChannel *channel)
{
  PennyPopSession *self = g_new0 (PennyPopSession, 1);

  self->channel = g_object_ref (channel);
  self->alive = TRUE;
  penny_pop_capa_reset (&self->capa);
  return self;
}

void
penny_pop_session_free (PennyPopSession *self)
{
  if (self == NULL)
    return;

  penny_channel_close (self->channel);
  g_object_unref (self->channel);
  penny_pop_capa_clear (&self->capa);
  g_free (self);
}

gboolean
penny_pop_session_is_alive (PennyPopSession *self)
{
  return self->alive;
}

gboolean
penny_pop_session_give_up (PennyPopSession *self)
{
  self->alive = FALSE;
  penny_channel_close (self->channel);
  return FALSE;
}

void
penny_pop_session_begin (PennyPopSession *self, guint seconds)
{
  penny_channel_set_deadline (self->channel,
                              g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC);
}

void
penny_pop_session_put (PennyPopSession *self, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);

  penny_log_wire ("pop3", TRUE, line, -1);
  penny_channel_puts (self->channel, line);
  penny_channel_puts (self->channel, "\r\n");
}

void
penny_pop_session_put_secret (PennyPopSession *self, const char *line, const char *logged)
{
  penny_log_wire ("pop3", TRUE, logged, -1);
  penny_channel_puts (self->channel, line);
  penny_channel_puts (self->channel, "\r\n");
}

gboolean
penny_pop_session_flush (PennyPopSession *self, GError **error)
{
  return penny_channel_flush (self->channel, error) || penny_pop_session_give_up (self);
}

gboolean
penny_pop_session_read (PennyPopSession *self, gboolean challenge_allowed, PennyPopReply *reply,
                        GError **error)
{
  if (!penny_pop_reply_read (self->channel, reply, error))
    return penny_pop_session_give_up (self);

  if (reply->kind == PENNY_POP_REPLY_CONTINUE && !challenge_allowed)
    {
      g_set_error_literal (error, PENNY_POP_ERROR, PENNY_POP_ERROR_PROTOCOL,
                           "The server asks where it should answer");
      return penny_pop_session_give_up (self);
    }

  return TRUE;
}

gboolean
penny_pop_session_ask (PennyPopSession *self, PennyPopReply *reply, GError **error)
{
  return penny_pop_session_flush (self, error)
         && penny_pop_session_read (self, FALSE, reply, error);
}

gboolean
penny_pop_session_refuse (PennyPopSession *self, PennyPopError code, const char *what,
                          const PennyPopReply *reply, GError **error)
{
  g_autofree char *all = reply->code_words != NULL ? g_strdup_printf ("[%s] %s", reply->code_words, reply->text)
                                                   : NULL;
  g_autofree char *text = penny_reply_clean (all != NULL ? all : reply->text, -1, MAX_WORDS);

  if (self->distrust || text[0] == '\0')
    g_set_error (error, PENNY_POP_ERROR, code, "The server refuses %s", what);
  else
    g_set_error (error, PENNY_POP_ERROR, code, "The server refuses %s: %s", what, text);
  return FALSE;
}

/* Reads the lines of a CAPA answer up to the lone dot. */
static gboolean
read_capa_lines (PennyPopSession *self, GError **error)
{
  for (guint i = 0; i < MAX_CAPA_LINES; i++)
    {
      gsize length;
      const char *line = penny_channel_read_line (self->channel, MAX_CAPA_LINE, &length, error);

      if (line == NULL)
        return penny_pop_session_give_up (self);
      penny_log_wire ("pop3", FALSE, line, length);
      if (length == 1 && line[0] == '.')
        return TRUE;
      penny_pop_capa_add_line (&self->capa, line);
    }

  g_set_error_literal (error, PENNY_POP_ERROR, PENNY_POP_ERROR_LIMIT,
                       "The server's list of capabilities does not end");
  return penny_pop_session_give_up (self);
}

gboolean
penny_pop_session_ask_capa (PennyPopSession *self, GError **error)
{
  g_auto (PennyPopReply) reply = { 0 };

  penny_pop_session_begin (self, PENNY_POP_COMMAND_TIMEOUT_S);
  penny_pop_session_put (self, "CAPA");
  if (!penny_pop_session_ask (self, &reply, error))
    return FALSE;

  penny_pop_capa_reset (&self->capa);
  if (reply.kind != PENNY_POP_REPLY_OK)
    return TRUE;

  self->capa.bits = PENNY_POP_CAP_CAPA;
  return read_capa_lines (self, error);
}

static gboolean
read_banner (PennyPopSession *self, GError **error)
{
  g_auto (PennyPopReply) reply = { 0 };

  penny_pop_session_begin (self, PENNY_POP_COMMAND_TIMEOUT_S);
  if (!penny_pop_session_read (self, FALSE, &reply, error))
    return FALSE;

  if (reply.kind == PENNY_POP_REPLY_OK)
    return TRUE;

  penny_pop_session_refuse (self, penny_pop_reply_to_error (&reply, PENNY_POP_ERROR_REFUSED),
                            "the connection", &reply, error);
  return penny_pop_session_give_up (self);
}

/* RFC 2595 §4. CAPA is not asked before: nothing said in clear could be believed anyway. */
static gboolean
start_tls (PennyPopSession *self, GError **error)
{
  g_auto (PennyPopReply) reply = { 0 };

  penny_pop_session_begin (self, PENNY_POP_COMMAND_TIMEOUT_S);
  penny_pop_session_put (self, "STLS");
  if (!penny_pop_session_ask (self, &reply, error))
    return FALSE;

  if (reply.kind != PENNY_POP_REPLY_OK)
    {
      penny_pop_session_refuse (self, PENNY_POP_ERROR_TLS_NOT_OFFERED, "to encrypt", &reply, error);
      return penny_pop_session_give_up (self);
    }

  if (!penny_channel_start_tls (self->channel, error))
    return penny_pop_session_give_up (self);

  penny_pop_capa_reset (&self->capa);
  return TRUE;
}

gboolean
penny_pop_session_greet (PennyPopSession *self, PennySecurity security, GError **error)
{
  self->distrust = security != PENNY_SECURITY_NONE && !penny_channel_is_secure (self->channel);
  if (!read_banner (self, error))
    return FALSE;

  if (security == PENNY_SECURITY_STARTTLS && !start_tls (self, error))
    return FALSE;

  self->distrust = FALSE;
  return penny_pop_session_ask_capa (self, error);
}

PennyPopCapability
penny_pop_session_get_capabilities (PennyPopSession *self)
{
  return self->capa.bits;
}

gboolean
penny_pop_session_has (PennyPopSession *self, PennyPopCapability capability)
{
  return (self->capa.bits & capability) == capability;
}

gint64
penny_pop_session_get_expire_days (PennyPopSession *self)
{
  return self->capa.expire_days;
}

guint
penny_pop_session_get_login_delay (PennyPopSession *self)
{
  return self->capa.login_delay;
}

const char *
penny_pop_session_get_implementation (PennyPopSession *self)
{
  return self->capa.implementation;
}

/* "+OK 3 1200": exactly two numbers, then perhaps words. */
static gboolean
parse_stat (const char *text, guint64 *count, guint64 *octets)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 3);

  return words[0] != NULL && words[1] != NULL
         && g_ascii_string_to_unsigned (words[0], 10, 0, G_MAXINT64, count, NULL)
         && g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXINT64, octets, NULL);
}

gboolean
penny_pop_session_stat (PennyPopSession *self, guint64 *count, guint64 *octets, GError **error)
{
  g_auto (PennyPopReply) reply = { 0 };

  penny_pop_session_begin (self, PENNY_POP_COMMAND_TIMEOUT_S);
  penny_pop_session_put (self, "STAT");
  if (!penny_pop_session_ask (self, &reply, error))
    return FALSE;

  if (reply.kind != PENNY_POP_REPLY_OK)
    return penny_pop_session_refuse (self, penny_pop_reply_to_error (&reply, PENNY_POP_ERROR_REFUSED),
                                     "to count the messages", &reply, error);

  if (parse_stat (reply.text, count, octets))
    return TRUE;

  g_set_error_literal (error, PENNY_POP_ERROR, PENNY_POP_ERROR_PROTOCOL,
                       "The server's count of messages cannot be read");
  return penny_pop_session_give_up (self);
}

/* A command whose +OK says all. */
static gboolean
simple_command (PennyPopSession *self, const char *command, GError **error)
{
  g_auto (PennyPopReply) reply = { 0 };

  penny_pop_session_begin (self, PENNY_POP_COMMAND_TIMEOUT_S);
  penny_pop_session_put (self, "%s", command);
  if (!penny_pop_session_ask (self, &reply, error))
    return FALSE;

  return reply.kind == PENNY_POP_REPLY_OK
         || penny_pop_session_refuse (self, penny_pop_reply_to_error (&reply, PENNY_POP_ERROR_REFUSED),
                                      command, &reply, error);
}

gboolean
penny_pop_session_reset (PennyPopSession *self, GError **error)
{
  return simple_command (self, "RSET", error);
}

gboolean
penny_pop_session_noop (PennyPopSession *self, GError **error)
{
  return simple_command (self, "NOOP", error);
}

gboolean
penny_pop_session_quit (PennyPopSession *self, GError **error)
{
  gboolean ended = simple_command (self, "QUIT", error);

  penny_pop_session_give_up (self);
  return ended;
}
