/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logging in to a submission server (RFC 4954). */
#include <string.h>

#include "penny-sasl.h"
#include "penny-smtp-session-private.h"

#define MAX_SASL_ROUNDS 8
#define MAX_COMMAND_LINE 500   /* RFC 5321 §4.5.3.1.4 says 512 with the CRLF */
#define MAX_ATTEMPTS 3

typedef enum {
  LOGIN_DONE,
  LOGIN_FAILED,
  LOGIN_TRY_ANOTHER,   /* this mechanism was refused, the connection is fine */
} LoginOutcome;

static void
wipe (char *text)
{
  if (text == NULL)
    return;
  penny_secret_wipe (text, strlen (text));
  g_free (text);
}

/* "AUTH X [initial response]". Returns the initial response when it must wait for a challenge. */
static char *
put_auth (PennySmtpSession *self, PennySasl *sasl, GError **error)
{
  const char *mechanism = penny_sasl_get_mechanism (sasl);
  char *initial = NULL;

  if (penny_sasl_is_client_first (sasl))
    {
      initial = penny_sasl_step (sasl, NULL, NULL);
      if (initial == NULL)
        {
          g_set_error (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_AUTH_FAILED,
                       "The user name or password cannot be sent by %s", mechanism);
          return NULL;
        }
    }

  if (initial != NULL && strlen (initial) + strlen (mechanism) + 8 <= MAX_COMMAND_LINE)
    {
      char *line = g_strdup_printf ("AUTH %s %s", mechanism, initial[0] != '\0' ? initial : "=");
      g_autofree char *logged = g_strdup_printf ("AUTH %s <secret>", mechanism);

      penny_smtp_session_put_secret (self, line, logged);
      wipe (line);
      g_clear_pointer (&initial, wipe);
    }
  else
    penny_smtp_session_put (self, "AUTH %s", mechanism);

  return initial != NULL ? initial : g_strdup ("");
}

/* Answers one challenge. WAITING is an initial response that has not been sent yet, else "". */
static gboolean
answer (PennySmtpSession *self, PennySasl *sasl, char **waiting, const char *challenge,
        GError **error)
{
  g_autoptr (GError) sasl_error = NULL;
  char *response;

  if (*waiting != NULL && **waiting != '\0')
    response = g_steal_pointer (waiting);
  else
    response = penny_sasl_step (sasl, challenge, &sasl_error);

  if (response == NULL)
    {
      /* A server that cannot prove itself gets no second chance with another mechanism. */
      g_set_error (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_PROTOCOL,
                   "Logging in was broken off: %s", sasl_error->message);
      return penny_smtp_session_give_up (self);
    }

  penny_smtp_session_put_secret (self, response, "<secret>");
  wipe (response);
  return penny_smtp_session_flush (self, error);
}

static LoginOutcome
sasl_accepted (PennySmtpSession *self, PennySasl *sasl, const char *waiting, GError **error)
{
  if (penny_sasl_is_finished (sasl) && (waiting == NULL || *waiting == '\0'))
    return LOGIN_DONE;

  g_set_error_literal (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_PROTOCOL,
                       "The server says yes before it has proved who it is");
  penny_smtp_session_give_up (self);
  return LOGIN_FAILED;
}

static LoginOutcome
sasl_refused (PennySmtpSession *self, PennySasl *sasl, const PennySmtpReply *reply, GError **error)
{
  PennySmtpError code = penny_smtp_reply_get_class (reply) == 4 ? PENNY_SMTP_ERROR_TEMPORARY
                                                                : PENNY_SMTP_ERROR_AUTH_FAILED;

  if (penny_smtp_reply_get_class (reply) < 4)
    {
      penny_smtp_session_confused (self, "AUTH", reply, error);
      return LOGIN_FAILED;
    }

  penny_smtp_session_refuse (self, code, "to log in", reply, error);
  if (reply->code == 504)
    return LOGIN_TRY_ANOTHER;

  /* Dovecot with hashed passwords offers SCRAM and can never accept it: PLAIN is worth one try. */
  return code == PENNY_SMTP_ERROR_AUTH_FAILED
         && g_str_has_prefix (penny_sasl_get_mechanism (sasl), "SCRAM") ? LOGIN_TRY_ANOTHER
                                                                        : LOGIN_FAILED;
}

static LoginOutcome
exchange (PennySmtpSession *self, PennySasl *sasl, char **waiting, GError **error)
{
  g_auto (PennySmtpReply) reply = { 0 };

  for (guint round = 0; round < MAX_SASL_ROUNDS; round++)
    {
      if (!penny_smtp_session_read (self, &reply, error))
        return LOGIN_FAILED;

      if (reply.code == 235)
        return sasl_accepted (self, sasl, *waiting, error);
      if (reply.code != 334)
        return sasl_refused (self, sasl, &reply, error);
      if (!answer (self, sasl, waiting, reply.text->str, error))
        return LOGIN_FAILED;
    }

  g_set_error_literal (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_LIMIT,
                       "The server asks without end");
  penny_smtp_session_give_up (self);
  return LOGIN_FAILED;
}

static LoginOutcome
run_sasl (PennySmtpSession *self, PennySasl *sasl, GError **error)
{
  char *waiting = put_auth (self, sasl, error);
  LoginOutcome outcome = LOGIN_FAILED;

  if (waiting == NULL)
    return LOGIN_TRY_ANOTHER;

  if (penny_smtp_session_flush (self, error))
    outcome = exchange (self, sasl, &waiting, error);
  wipe (waiting);
  return outcome;
}

static void
skip_mechanism (GPtrArray *skip, const char *mechanism)
{
  g_ptr_array_set_size (skip, skip->len - 1);
  if (g_str_has_prefix (mechanism, "SCRAM"))
    {
      g_ptr_array_add (skip, (gpointer) "SCRAM-SHA-256");
      g_ptr_array_add (skip, (gpointer) "SCRAM-SHA-1");
    }
  else if (g_str_equal (mechanism, "PLAIN"))
    g_ptr_array_add (skip, (gpointer) "PLAIN");
  else
    g_ptr_array_add (skip, (gpointer) "LOGIN");
  g_ptr_array_add (skip, NULL);
}

gboolean
penny_smtp_session_login (PennySmtpSession *self, const char *user, PennySecret *secret,
                          gboolean clear_allowed, GError **error)
{
  gboolean clear = clear_allowed || penny_channel_is_secure (self->channel);
  g_autoptr (GPtrArray) offered = g_ptr_array_new ();
  g_autoptr (GPtrArray) skip = g_ptr_array_new ();
  g_autoptr (GError) last = NULL;

  for (guint i = 0; i < self->ehlo.auth->len; i++)
    g_ptr_array_add (offered, g_ptr_array_index (self->ehlo.auth, i));
  g_ptr_array_add (offered, NULL);
  g_ptr_array_add (skip, NULL);

  penny_smtp_session_begin (self, PENNY_SMTP_COMMAND_TIMEOUT_S);
  for (guint attempt = 0; attempt < MAX_ATTEMPTS; attempt++)
    {
      g_autoptr (PennySasl) sasl = penny_sasl_new ((const char * const *) offered->pdata,
                                                   (const char * const *) skip->pdata, user, secret,
                                                   clear);
      LoginOutcome outcome;

      if (sasl == NULL)
        break;

      g_clear_error (&last);
      outcome = run_sasl (self, sasl, &last);
      self->logged_in = outcome == LOGIN_DONE;
      if (outcome != LOGIN_TRY_ANOTHER)
        break;
      skip_mechanism (skip, penny_sasl_get_mechanism (sasl));
    }

  if (!self->logged_in && last == NULL)
    g_set_error_literal (&last, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_NO_MECHANISM,
                         "The server knows no way to log in that hides the password");
  if (last != NULL)
    g_propagate_error (error, g_steal_pointer (&last));
  return self->logged_in;
}
