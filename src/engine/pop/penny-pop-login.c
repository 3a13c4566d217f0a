/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logging in to POP3: SASL (RFC 5034), else USER and PASS (RFC 1939 §7). */
#include <string.h>

#include "penny-pop-session-private.h"
#include "penny-sasl.h"

#define MAX_SASL_ROUNDS 8
#define MAX_COMMAND_LINE 255   /* with its CRLF; RFC 2449 §4 */

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
put_auth (PennyPopSession *self, PennySasl *sasl, GError **error)
{
  const char *mechanism = penny_sasl_get_mechanism (sasl);
  char *initial = NULL;

  if (penny_sasl_is_client_first (sasl))
    {
      initial = penny_sasl_step (sasl, NULL, NULL);
      if (initial == NULL)
        {
          g_set_error (error, PENNY_POP_ERROR, PENNY_POP_ERROR_AUTH_FAILED,
                       "The user name or password cannot be sent by %s", mechanism);
          return NULL;
        }
    }

  if (initial != NULL && strlen (initial) + strlen (mechanism) + 8 <= MAX_COMMAND_LINE)
    {
      char *line = g_strdup_printf ("AUTH %s %s", mechanism, initial[0] != '\0' ? initial : "=");
      g_autofree char *logged = g_strdup_printf ("AUTH %s <secret>", mechanism);

      penny_pop_session_put_secret (self, line, logged);
      wipe (line);
      g_clear_pointer (&initial, wipe);
    }
  else
    penny_pop_session_put (self, "AUTH %s", mechanism);

  return initial != NULL ? initial : g_strdup ("");
}

/* Answers one challenge. WAITING is an initial response that has not been sent yet, else "". */
static gboolean
answer (PennyPopSession *self, PennySasl *sasl, char **waiting, const char *challenge, GError **error)
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
      g_set_error (error, PENNY_POP_ERROR, PENNY_POP_ERROR_PROTOCOL,
                   "Logging in was broken off: %s", sasl_error->message);
      return penny_pop_session_give_up (self);
    }

  penny_pop_session_put_secret (self, response, "<secret>");
  wipe (response);
  return penny_pop_session_flush (self, error);
}

static gboolean
is_finished (PennyPopSession *self, PennySasl *sasl, const char *waiting, GError **error)
{
  if (penny_sasl_is_finished (sasl) && (waiting == NULL || *waiting == '\0'))
    return TRUE;

  g_set_error_literal (error, PENNY_POP_ERROR, PENNY_POP_ERROR_PROTOCOL,
                       "The server says yes before it has proved who it is");
  return penny_pop_session_give_up (self);
}

static LoginOutcome
sasl_refused (PennyPopSession *self, PennySasl *sasl, const PennyPopReply *reply, GError **error)
{
  PennyPopError code = penny_pop_reply_to_login_error (reply);

  penny_pop_session_refuse (self, code, "to log in", reply, error);
  /* Dovecot with hashed passwords offers SCRAM and can never accept it: PLAIN is worth one try. */
  return code == PENNY_POP_ERROR_AUTH_FAILED
         && g_str_has_prefix (penny_sasl_get_mechanism (sasl), "SCRAM") ? LOGIN_TRY_ANOTHER
                                                                        : LOGIN_FAILED;
}

static LoginOutcome
run_sasl (PennyPopSession *self, PennySasl *sasl, GError **error)
{
  char *waiting = put_auth (self, sasl, error);
  LoginOutcome outcome = LOGIN_FAILED;

  if (waiting == NULL)
    return LOGIN_TRY_ANOTHER;

  if (!penny_pop_session_flush (self, error))
    {
      wipe (waiting);
      return LOGIN_FAILED;
    }

  for (guint round = 0; ; round++)
    {
      g_auto (PennyPopReply) reply = { 0 };

      if (!penny_pop_session_read (self, TRUE, &reply, error))
        break;

      if (reply.kind == PENNY_POP_REPLY_OK)
        {
          if (is_finished (self, sasl, waiting, error))
            outcome = LOGIN_DONE;
          break;
        }

      if (reply.kind == PENNY_POP_REPLY_ERR)
        {
          outcome = sasl_refused (self, sasl, &reply, error);
          break;
        }

      if (round >= MAX_SASL_ROUNDS)
        {
          g_set_error_literal (error, PENNY_POP_ERROR, PENNY_POP_ERROR_LIMIT,
                               "The server asks without end");
          penny_pop_session_give_up (self);
          break;
        }

      if (!answer (self, sasl, &waiting, reply.text, error))
        break;
    }

  wipe (waiting);
  return outcome;
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
  wipe (line);
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

/* Sets *TRIED when some mechanism could be used at all. */
static gboolean
login_sasl (PennyPopSession *self, const char *user, PennySecret *secret, gboolean clear_allowed,
            gboolean *tried, GError **error)
{
  static const char * const scram[] = { "SCRAM-SHA-256", "SCRAM-SHA-1", NULL };
  g_autoptr (GPtrArray) offered = g_ptr_array_new ();

  *tried = FALSE;
  for (guint i = 0; i < self->capa.sasl->len; i++)
    g_ptr_array_add (offered, g_ptr_array_index (self->capa.sasl, i));
  g_ptr_array_add (offered, NULL);

  for (guint attempt = 0; attempt < 2; attempt++)
    {
      g_autoptr (PennySasl) sasl = penny_sasl_new ((const char * const *) offered->pdata,
                                                   attempt > 0 ? scram : NULL, user, secret,
                                                   clear_allowed);
      LoginOutcome outcome;

      if (sasl == NULL)
        return FALSE;

      *tried = TRUE;
      g_clear_error (error);
      outcome = run_sasl (self, sasl, error);
      if (outcome != LOGIN_TRY_ANOTHER)
        return outcome == LOGIN_DONE;
    }

  return FALSE;
}

gboolean
penny_pop_session_login (PennyPopSession *self, const char *user, PennySecret *secret,
                         gboolean clear_allowed, GError **error)
{
  gboolean clear = clear_allowed || penny_channel_is_secure (self->channel);
  g_autoptr (GError) local_error = NULL;
  gboolean tried;

  penny_pop_session_begin (self, PENNY_POP_COMMAND_TIMEOUT_S);
  if (!ask_utf8 (self, error))
    return FALSE;

  if (!login_sasl (self, user, secret, clear, &tried, &local_error))
    {
      if (tried)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      if (!clear)
        {
          g_set_error_literal (error, PENNY_POP_ERROR, PENNY_POP_ERROR_NO_MECHANISM,
                               "The server knows no way to log in that hides the password");
          return FALSE;
        }

      if (!login_user_pass (self, user, secret, error))
        return FALSE;
    }

  return !self->capa.per_user || penny_pop_session_ask_capa (self, error);
}
