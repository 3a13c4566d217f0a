/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logging in: SASL mechanisms from the best down, then LOGIN (RFC 9051 §6.2.2, §6.2.3). */
#include "penny-imap-session-private.h"

#include <string.h>

#include "penny-error.h"
#include "penny-sasl.h"

/* Servers lock an account after a handful of failures: never try more than this. */
#define MAX_ATTEMPTS 3
/* No mechanism of ours takes more; a server that asks on and on is not honest. */
#define MAX_STEPS 10

typedef enum {
  OUTCOME_IN,
  OUTCOME_REFUSED,      /* RESULT says how */
  OUTCOME_BROKEN,       /* error is set, the session is dead */
} Outcome;

static gboolean
put_answer (PennyImapSession *self, char *answer, GError **error)
{
  gboolean sent;

  penny_channel_puts (self->channel, answer);
  penny_channel_puts (self->channel, "\r\n");
  sent = penny_channel_flush (self->channel, error);
  penny_secret_wipe (answer, strlen (answer));
  g_free (answer);
  if (sent)
    return TRUE;
  self->state = PENNY_IMAP_STATE_DEAD;
  penny_channel_close (self->channel);
  return FALSE;
}

/* A server that cannot prove that it knows the password must not be given it by a simpler way. */
static gboolean
fail_proof (PennyImapSession *self, GError **error)
{
  return penny_imap_session_fail (self, PENNY_IMAP_ERROR_PROTOCOL,
                                  "The server could not prove that it knows the password", error);
}

static gboolean
send_authenticate (PennyImapSession *self, PennySasl *sasl, PennyImapPending *pending, gboolean *spoke,
                   GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("AUTHENTICATE %s",
                                                                penny_sasl_get_mechanism (sasl));

  *spoke = penny_imap_session_has (self, PENNY_IMAP_CAP_SASL_IR) && penny_sasl_is_client_first (sasl);
  command->is_secret = TRUE;
  if (*spoke)
    {
      char *first = penny_sasl_step (sasl, NULL, NULL);

      if (first == NULL)
        return penny_imap_session_fail (self, PENNY_IMAP_ERROR_NO_MECHANISM,
                                        "This user name or password cannot be sent", error);
      penny_imap_command_add (command, " %s", *first == '\0' ? "=" : first);
      penny_secret_wipe (first, strlen (first));
      g_free (first);
    }
  if (!penny_imap_session_send (self, command, pending, NULL, NULL, error))
    return FALSE;
  if (penny_channel_flush (self->channel, error))
    return TRUE;
  self->state = PENNY_IMAP_STATE_DEAD;
  return FALSE;
}

/* Challenges and answers until the tagged word. */
static gboolean
converse (PennyImapSession *self, PennySasl *sasl, PennyImapPending *pending, gboolean spoke, GError **error)
{
  for (guint step = 0; step < MAX_STEPS; step++)
    {
      g_autofree char *challenge = NULL;
      char *answer;

      if (!penny_imap_session_finish (self, pending, NULL, NULL, &challenge, error))
        return FALSE;
      if (pending->result != NULL)
        return TRUE;
      answer = penny_sasl_step (sasl, !spoke && penny_sasl_is_client_first (sasl) ? NULL : challenge, NULL);
      spoke = TRUE;
      if (answer == NULL)
        return fail_proof (self, error);
      if (!put_answer (self, answer, error))
        return FALSE;
    }
  return penny_imap_session_fail (self, PENNY_IMAP_ERROR_PROTOCOL,
                                  "The server asks for ever while logging in", error);
}

static Outcome
authenticate (PennyImapSession *self, PennySasl *sasl, PennyImapResponse **result, GError **error)
{
  g_auto(PennyImapPending) pending = { .result = NULL };
  gboolean spoke;

  penny_imap_session_set_time (self, PENNY_IMAP_TIME_SHORT);
  if (!send_authenticate (self, sasl, &pending, &spoke, error)
      || !converse (self, sasl, &pending, spoke, error))
    return OUTCOME_BROKEN;
  if (pending.result->type == PENNY_IMAP_RESPONSE_OK && !penny_sasl_is_finished (sasl))
    {
      fail_proof (self, error);
      return OUTCOME_BROKEN;
    }
  g_clear_pointer (result, penny_imap_response_free);
  *result = g_steal_pointer (&pending.result);
  return (*result)->type == PENNY_IMAP_RESPONSE_OK ? OUTCOME_IN : OUTCOME_REFUSED;
}

static Outcome
login_command (PennyImapSession *self, const char *user, PennySecret *password, PennyImapResponse **result,
               GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("LOGIN");
  g_autoptr(GError) refusal = NULL;

  command->is_secret = TRUE;
  penny_imap_command_add_string (command, user);
  penny_imap_command_add_string (command, penny_secret_peek (password));
  g_clear_pointer (result, penny_imap_response_free);
  if (penny_imap_session_run (self, command, PENNY_IMAP_TIME_SHORT, NULL, NULL, result, &refusal))
    return OUTCOME_IN;
  if (*result != NULL)
    return OUTCOME_REFUSED;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return OUTCOME_BROKEN;
}

/* --- what a refusal means --- */

static gboolean
mentions (const char *text, const char * const *words)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (lower, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Gmail, Yahoo, iCloud, Outlook, GMX (2024): the account's own password is right but not allowed
 * here. They say so in words only, e.g. "NO [ALERT] Application-specific password required",
 * "NO [ALERT] Please log in via your web browser". */
static gboolean
wants_app_password (const PennyImapResponse *result)
{
  static const char * const words[] = {
    "application-specific password", "app password", "app-specific password", "application password",
    "log in via your web browser", "web login required", "login via your web browser",
    "basic authentication is disabled", "basicauthblocked", NULL,
  };

  return result->code == PENNY_IMAP_CODE_WEBALERT || mentions (result->text, words);
}

static PennyImapError
grade_refusal (const PennyImapResponse *result)
{
  if (wants_app_password (result))
    return PENNY_IMAP_ERROR_AUTH_APP_PASSWORD;
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

/* Worth trying the next mechanism: the server did not understand this one (BAD), or it was SCRAM,
 * which fails for accounts whose password the server only keeps hashed in another way. */
static gboolean
may_try_next (PennySasl *sasl, const PennyImapResponse *result)
{
  PennyImapError grade = grade_refusal (result);

  if (grade == PENNY_IMAP_ERROR_BAD)
    return TRUE;
  return grade == PENNY_IMAP_ERROR_AUTH_FAILED && g_str_has_prefix (penny_sasl_get_mechanism (sasl), "SCRAM");
}

static gboolean
refuse_login (PennyImapSession *self, const PennyImapResponse *result, PennySecret *password, GError **error)
{
  /* A server may repeat what it was given. */
  const char *secret = penny_secret_peek (password);
  gboolean repeats = *secret != '\0' && strstr (result->text, secret) != NULL;
  g_autofree char *cut = g_utf8_substring (result->text, 0, MIN (300, g_utf8_strlen (result->text, -1)));
  PennyImapError code = grade_refusal (result);

  g_set_error (error, PENNY_IMAP_ERROR, code == PENNY_IMAP_ERROR_BAD ? PENNY_IMAP_ERROR_AUTH_FAILED : code,
               "The server does not let us in: %s", repeats ? "(no reason)" : cut);
  return FALSE;
}

static gboolean
refuse_unsafe (PennyImapSession *self, gboolean clear, GError **error)
{
  g_set_error_literal (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NO_MECHANISM, clear
                       ? "The server offers no way to log in with a password"
                       : "The server offers no way to log in that is safe without encryption");
  return FALSE;
}

/* --- in order --- */

/* All of GSASL's that the server offers. */
static Outcome
try_mechanisms (PennyImapSession *self, const char *user, PennySecret *password, gboolean clear,
                PennyImapResponse **result, guint *attempts, GError **error)
{
  const char *skip[MAX_ATTEMPTS + 3] = { NULL };
  guint n_skip = 0;

  while (*attempts < MAX_ATTEMPTS)
    {
      g_autoptr(GPtrArray) offered = g_ptr_array_ref (self->mechanisms);
      g_autoptr(PennySasl) sasl = penny_sasl_new ((const char * const *) offered->pdata, skip, user,
                                                  password, clear);
      Outcome outcome;

      if (sasl == NULL)
        return OUTCOME_REFUSED;
      (*attempts)++;
      outcome = authenticate (self, sasl, result, error);
      if (outcome != OUTCOME_REFUSED || !may_try_next (sasl, *result))
        {
          *attempts = MAX_ATTEMPTS;
          return outcome;
        }
      /* One SCRAM failing is both failing. */
      skip[n_skip++] = g_intern_string (penny_sasl_get_mechanism (sasl));
      if (g_str_has_prefix (penny_sasl_get_mechanism (sasl), "SCRAM") && (*result)->type == PENNY_IMAP_RESPONSE_NO
          && n_skip == 1)
        {
          skip[n_skip++] = "SCRAM-SHA-1";
          skip[n_skip++] = "SCRAM-SHA-256";
        }
    }
  return OUTCOME_REFUSED;
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
  g_autoptr(PennyImapResponse) result = NULL;
  guint attempts = 0;
  Outcome outcome;

  if (self->state == PENNY_IMAP_STATE_AUTHENTICATED)
    return TRUE;
  if (self->state != PENNY_IMAP_STATE_STRANGER)
    return penny_imap_session_check (self, error);
  /* Known again once the server lists them anew by itself; the old list still serves until then. */
  self->caps_known = FALSE;
  outcome = try_mechanisms (self, user, password, clear, &result, &attempts, error);
  if (outcome == OUTCOME_REFUSED && attempts < MAX_ATTEMPTS && clear
      && !penny_imap_session_has (self, PENNY_IMAP_CAP_LOGINDISABLED))
    outcome = login_command (self, user, password, &result, error);
  if (outcome == OUTCOME_BROKEN)
    return FALSE;
  if (outcome == OUTCOME_IN)
    return enter (self, error);
  return result != NULL ? refuse_login (self, result, password, error) : refuse_unsafe (self, clear, error);
}
