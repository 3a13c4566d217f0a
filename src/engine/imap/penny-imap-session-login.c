/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logging in: SASL, then LOGIN (RFC 9051 §6.2.2, §6.2.3). */
#include "penny-imap-session-private.h"

#include "penny-error.h"
#include "penny-reply.h"
#include "penny-sasl-exchange.h"

/* --- what a refusal means --- */

/* The account's own password is right but not allowed here; many say so in words only. */
static gboolean
wants_other_sign_in (const PennyImapResponse *result, const char *cause)
{
  static const char * const causes[] = {
    "app-password-needed", "web-login-needed", "browser-sign-in-needed", NULL,
  };

  return result->code == PENNY_IMAP_CODE_WEBALERT || (cause != NULL && g_strv_contains (causes, cause));
}

static PennyImapError
grade_refusal (PennyImapSession *self, const PennyImapResponse *result)
{
  g_autofree char *words = penny_imap_session_dup_words (self, result);
  const char *cause = penny_reply_find_cause (PENNY_VOICE_IMAP, PENNY_MOMENT_LOG_IN, words, NULL);

  if (wants_other_sign_in (result, cause))
    return PENNY_IMAP_ERROR_AUTH_APP_PASSWORD;
  if (penny_reply_is_for_now (cause))
    return PENNY_IMAP_ERROR_UNAVAILABLE;
  switch (result->code)
    {
    case PENNY_IMAP_CODE_EXPIRED:
      return PENNY_IMAP_ERROR_AUTH_EXPIRED;
    case PENNY_IMAP_CODE_UNAVAILABLE:
    case PENNY_IMAP_CODE_INUSE:
    case PENNY_IMAP_CODE_LIMIT:
    case PENNY_IMAP_CODE_SERVERBUG:
      return PENNY_IMAP_ERROR_UNAVAILABLE;
    case PENNY_IMAP_CODE_PRIVACYREQUIRED:
      return PENNY_IMAP_ERROR_NO_MECHANISM;
    default:
      return result->type == PENNY_IMAP_RESPONSE_BAD ? PENNY_IMAP_ERROR_BAD : PENNY_IMAP_ERROR_AUTH_FAILED;
    }
}

static gboolean
refuse_login (PennyImapSession *self, const PennyImapResponse *result, GError **error)
{
  g_autofree char *words = penny_imap_session_dup_words (self, result);
  PennyImapError code = grade_refusal (self, result);

  g_set_error (error, PENNY_IMAP_ERROR, code == PENNY_IMAP_ERROR_BAD ? PENNY_IMAP_ERROR_AUTH_FAILED : code,
               "The server does not let us in%s", words);
  return FALSE;
}

static gboolean
refuse_unsafe (PennySecret *password, gboolean clear, GError **error)
{
  const char *why = "The server offers no way to log in that is safe without encryption";

  if (clear)
    why = penny_secret_is_token (password) ? "The server offers no way to log in with a token"
                                           : "The server offers no way to log in with a password";
  g_set_error_literal (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NO_MECHANISM, why);
  return FALSE;
}

/* --- AUTHENTICATE (RFC 9051 §6.2.2, RFC 4959) --- */

typedef struct {
  PennyImapSession *session;    /* borrowed */
  PennyImapPending pending;
  gboolean under_way;           /* AUTHENTICATE has been sent, its tagged answer not yet seen */
} Authentication;

static void
sasl_hang_up (gpointer data)
{
  Authentication *self = data;

  penny_imap_session_die (self->session);
}

static gboolean
sasl_send (gpointer data, const char *line, const char *logged, GError **error)
{
  Authentication *self = data;
  PennyImapSession *session = self->session;

  (void) logged;
  if (self->under_way)
    {
      penny_channel_puts (session->channel, line);
      penny_channel_puts (session->channel, "\r\n");
    }
  else
    {
      g_autoptr(PennyImapCommand) command = penny_imap_command_new ("%s", line);

      command->is_secret = TRUE;
      penny_imap_session_set_time (session, PENNY_IMAP_TIME_SHORT);
      if (!penny_imap_session_send (session, command, &self->pending, NULL, NULL, error))
        return FALSE;
      self->under_way = TRUE;
    }
  return penny_imap_session_flush (session, error);
}

static PennySaslReply
sasl_read (gpointer data, char **challenge, GError **error)
{
  Authentication *self = data;
  g_autoptr(PennyImapResponse) result = NULL;

  if (!penny_imap_session_finish (self->session, &self->pending, challenge, error))
    return PENNY_SASL_REPLY_NO;
  if (self->pending.result == NULL)
    return PENNY_SASL_REPLY_CHALLENGE;
  result = g_steal_pointer (&self->pending.result);
  self->under_way = FALSE;
  if (result->type == PENNY_IMAP_RESPONSE_OK)
    return PENNY_SASL_REPLY_YES;

  refuse_login (self->session, result, error);
  switch (grade_refusal (self->session, result))
    {
    case PENNY_IMAP_ERROR_BAD:
      return PENNY_SASL_REPLY_UNKNOWN;
    case PENNY_IMAP_ERROR_AUTH_FAILED:
      return PENNY_SASL_REPLY_WRONG;
    default:
      return PENNY_SASL_REPLY_NO;
    }
}

static PennySaslOutcome
authenticate (PennyImapSession *self, const char *user, PennySecret *password, gboolean clear,
              GError **error)
{
  Authentication authentication = { .session = self };
  const PennySaslProtocol protocol = {
    .session = &authentication,
    .verb = "AUTHENTICATE",
    .line_max = penny_imap_session_has (self, PENNY_IMAP_CAP_SASL_IR) ? G_MAXSIZE : 0,
    .domain = PENNY_IMAP_ERROR,
    .auth_failed = PENNY_IMAP_ERROR_AUTH_FAILED,
    .auth_expired = PENNY_IMAP_ERROR_AUTH_EXPIRED,
    .protocol = PENNY_IMAP_ERROR_PROTOCOL,
    .send = sasl_send,
    .read = sasl_read,
    .hang_up = sasl_hang_up,
  };

  PennySaslOutcome outcome = penny_sasl_exchange (&protocol, self->mechanisms, user, password, clear, error);

  penny_imap_pending_clear (&authentication.pending);
  return outcome;
}

/* --- in order --- */

static gboolean
login_command (PennyImapSession *self, const char *user, PennySecret *password, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("LOGIN");
  g_autoptr(PennyImapResponse) result = NULL;
  g_autoptr(GError) refusal = NULL;

  command->is_secret = TRUE;
  penny_imap_command_add_string (command, user);
  penny_imap_command_add_string (command, penny_secret_peek (password));
  if (penny_imap_session_run (self, command, PENNY_IMAP_TIME_SHORT, NULL, NULL, &result, &refusal))
    return TRUE;
  if (result != NULL)
    return refuse_login (self, result, error);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* The capabilities of a stranger and of a friend differ. */
static gboolean
enter (PennyImapSession *self, GError **error)
{
  self->state = PENNY_IMAP_STATE_AUTHENTICATED;
  penny_imap_parser_set_limits (self->parser, &penny_imap_limits_default);
  penny_imap_session_set_time (self, 0);
  if (self->caps_known)
    return TRUE;
  penny_imap_session_forget_capabilities (self);
  return penny_imap_session_ask_capabilities (self, error);
}

gboolean
penny_imap_session_login (PennyImapSession *self, const char *user, PennySecret *password,
                          gboolean clear_allowed, GError **error)
{
  gboolean clear = clear_allowed || penny_channel_is_secure (self->channel);
  g_autoptr(GError) refusal = NULL;
  PennySaslOutcome outcome;

  if (self->state == PENNY_IMAP_STATE_AUTHENTICATED)
    return TRUE;
  if (self->state != PENNY_IMAP_STATE_STRANGER)
    return penny_imap_session_check (self, error);
  /* Known again once the server lists them anew by itself; the old list still serves until then. */
  self->caps_known = FALSE;
  penny_channel_keep_secret (self->channel, password);
  outcome = authenticate (self, user, password, clear, &refusal);
  if (outcome == PENNY_SASL_NONE_LEFT && clear && !penny_secret_is_token (password)
      && !penny_imap_session_has (self, PENNY_IMAP_CAP_LOGINDISABLED))
    return login_command (self, user, password, error) && enter (self, error);
  if (outcome == PENNY_SASL_IN)
    return enter (self, error);
  if (refusal == NULL)
    return refuse_unsafe (password, clear, error);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}
