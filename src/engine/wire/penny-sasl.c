/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logging in by SASL through GSASL; LOGIN, which is two questions and no standard, and the mechanisms
 * for tokens by hand. */
#include "penny-sasl.h"

#include <gsasl.h>
#include <string.h>

#include "penny-sasl-bearer.h"

/* A challenge of an honest server has some hundred bytes. */
#define CHALLENGE_MAX 16384
/* SCRAM lets the server choose how long we calculate: about two seconds at this number. The
 * largest default of any server known is 600,000. */
#define ITERATIONS_MAX 2000000

typedef enum {
  STATE_FIRST,
  STATE_MORE,
  STATE_FINISHED,
  STATE_FAILED,
} State;

struct _PennySasl {
  const char *mechanism;   /* static */
  char *user;              /* owned */
  PennySecret *password;   /* owned */
  Gsasl *library;          /* owned; NULL for what is done by hand */
  Gsasl_session *session;  /* owned; NULL for what is done by hand */
  State state;
  guint steps;
  gboolean void_token;
};

/* Best first. */
static const struct {
  const char *name;
  gboolean clear;   /* shows the secret to whoever listens */
  gboolean token;
} mechanisms[] = {
  { "OAUTHBEARER", TRUE, TRUE },
  { "XOAUTH2", TRUE, TRUE },
  { "SCRAM-SHA-256", FALSE, FALSE },
  { "SCRAM-SHA-1", FALSE, FALSE },
  { "PLAIN", TRUE, FALSE },
  { "LOGIN", TRUE, FALSE },
};

static gboolean
names_contain (const char * const *names, const char *name)
{
  for (; names != NULL && *names != NULL; names++)
    if (g_ascii_strcasecmp (*names, name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_login (PennySasl *self)
{
  return strcmp (self->mechanism, "LOGIN") == 0;
}

static gboolean
start_session (PennySasl *self)
{
  if (is_login (self) || penny_secret_is_token (self->password))
    return TRUE;
  if (gsasl_init (&self->library) != GSASL_OK)
    return FALSE;
  if (gsasl_client_start (self->library, self->mechanism, &self->session) != GSASL_OK)
    return FALSE;

  return gsasl_property_set (self->session, GSASL_AUTHID, self->user) == GSASL_OK
         && gsasl_property_set (self->session, GSASL_PASSWORD,
                                penny_secret_peek (self->password)) == GSASL_OK;
}

static PennySasl *
sasl_new (const char *mechanism, const char *user, PennySecret *password)
{
  g_autoptr (PennySasl) self = g_new0 (PennySasl, 1);

  self->mechanism = mechanism;
  self->user = g_strdup (user);
  self->password = penny_secret_ref (password);
  return start_session (self) ? g_steal_pointer (&self) : NULL;
}

PennySasl *
penny_sasl_new (const char * const *offered, const char * const *skip, const char *user,
                PennySecret *password, gboolean clear_allowed)
{
  g_return_val_if_fail (user != NULL && password != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    {
      PennySasl *self;

      if (!names_contain (offered, mechanisms[i].name) || names_contain (skip, mechanisms[i].name))
        continue;
      if (mechanisms[i].token != penny_secret_is_token (password))
        continue;
      if (mechanisms[i].clear && !clear_allowed)
        continue;
      self = sasl_new (mechanisms[i].name, user, password);
      if (self != NULL)
        return self;
    }
  return NULL;
}

/* GSASL keeps copies of the password, or of what it makes of it, and frees them unwiped. */
static void
wipe_property (PennySasl *self, Gsasl_property property)
{
  char *copy = (char *) gsasl_property_fast (self->session, property);

  if (copy != NULL)
    penny_secret_wipe (copy, strlen (copy));
}

static void
end_session (PennySasl *self)
{
  if (self->session != NULL)
    {
      wipe_property (self, GSASL_PASSWORD);
      wipe_property (self, GSASL_SCRAM_SALTED_PASSWORD);
      gsasl_finish (self->session);
      self->session = NULL;
    }
  g_clear_pointer (&self->library, gsasl_done);
}

void
penny_sasl_free (PennySasl *self)
{
  if (self == NULL)
    return;
  end_session (self);
  g_free (self->user);
  penny_secret_unref (self->password);
  g_free (self);
}

const char *
penny_sasl_get_mechanism (PennySasl *self)
{
  return self->mechanism;
}

gboolean
penny_sasl_is_client_first (PennySasl *self)
{
  return !is_login (self);
}

gboolean
penny_sasl_is_token_void (PennySasl *self)
{
  return self->void_token;
}

gboolean
penny_sasl_is_finished (PennySasl *self)
{
  return self->state == STATE_FINISHED;
}

static char *
fail (PennySasl *self, GError **error, const char *why)
{
  self->state = STATE_FAILED;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: %s", self->mechanism, why);
  return NULL;
}

/* Asks for the name, then for the password; what the questions say differs from server to server
 * and is not looked at. */
static char *
step_login (PennySasl *self, GError **error)
{
  const char *text;

  switch (self->steps++)
    {
    case 0:
      text = self->user;
      break;
    case 1:
      text = penny_secret_peek (self->password);
      self->state = STATE_FINISHED;
      break;
    default:
      return fail (self, error, "the server asks for more than a name and a password");
    }
  return g_base64_encode ((const guchar *) text, strlen (text));
}

/* One message. A challenge behind it says why it is refused; it is answered so that the server says
 * no in the protocol's own words, and a yes after it does not count. */
static char *
step_bearer (PennySasl *self, const char *challenge, GError **error)
{
  g_autofree guchar *why = NULL;
  gsize size = 0;
  char *message;

  if (challenge != NULL && *challenge != '\0')
    why = g_base64_decode (challenge, &size);
  if (self->state == STATE_FIRST && size == 0)
    {
      message = penny_sasl_bearer_make_message (self->mechanism, self->user, self->password);
      if (message == NULL)
        return fail (self, error, "the name or the token has characters that may not be used");
      self->state = STATE_FINISHED;
      return message;
    }
  if (self->state != STATE_FINISHED)
    return fail (self, error, "the server speaks out of turn");
  self->state = STATE_FAILED;
  self->void_token = penny_sasl_bearer_says_void ((const char *) why, size);
  return g_strdup (penny_sasl_bearer_get_farewell (self->mechanism));
}

/* Looks for ",i=" in a SCRAM server-first message (RFC 5802 §5.1): the one number with which a
 * server could keep this thread busy for hours. */
static gboolean
iterations_are_sane (const char *message, gsize length)
{
  g_autofree char *text = g_strndup (message, length);
  g_auto (GStrv) attributes = g_strsplit (text, ",", 16);

  for (guint i = 0; attributes[i] != NULL; i++)
    if (g_str_has_prefix (attributes[i], "i="))
      {
        guint64 n;

        if (!g_ascii_string_to_unsigned (attributes[i] + 2, 10, 1, ITERATIONS_MAX, &n, NULL))
          return FALSE;
      }
  return TRUE;
}

static const char *
describe (int rc)
{
  switch (rc)
    {
    case GSASL_AUTHENTICATION_ERROR:
      return "the server does not prove that it knows the password";
    case GSASL_SASLPREP_ERROR:
      return "the name or the password has characters that may not be used";
    case GSASL_MECHANISM_CALLED_TOO_MANY_TIMES:
      return "the server goes on after the end";
    default:
      return gsasl_strerror (rc);
    }
}

static char *
step_gsasl (PennySasl *self, const char *challenge, GError **error)
{
  g_autofree guchar *input = NULL;
  char *output = NULL;
  char *result;
  gsize input_size = 0, output_size = 0;
  int rc;

  if (challenge != NULL && *challenge != '\0')
    input = g_base64_decode (challenge, &input_size);
  if (self->steps++ == 0 && input_size > 0)
    return fail (self, error, "the server speaks first where it may not");
  if (input != NULL && !iterations_are_sane ((const char *) input, input_size))
    return fail (self, error, "the server asks for an absurd number of iterations");

  rc = gsasl_step (self->session, (const char *) input, input_size, &output, &output_size);
  if (rc != GSASL_OK && rc != GSASL_NEEDS_MORE)
    return fail (self, error, describe (rc));

  self->state = rc == GSASL_OK ? STATE_FINISHED : STATE_MORE;
  result = output_size > 0 ? g_base64_encode ((const guchar *) output, output_size) : g_strdup ("");
  penny_secret_wipe (output, output_size);
  gsasl_free (output);
  return result;
}

/* g_base64_decode() skips what it does not know; a challenge is base64 from end to end. */
static gboolean
is_base64 (const char *text)
{
  gsize length = strlen (text);
  gsize body = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

  return length % 4 == 0 && length - body <= 2 && strspn (text + body, "=") == length - body;
}

char *
penny_sasl_step (PennySasl *self, const char *challenge, GError **error)
{
  gboolean is_token = penny_secret_is_token (self->password);

  if (self->state == STATE_FAILED || (self->state == STATE_FINISHED && !is_token))
    return fail (self, error, "the server goes on after the end");
  if (challenge != NULL && strnlen (challenge, CHALLENGE_MAX + 1) > CHALLENGE_MAX)
    return fail (self, error, "the challenge is too long");
  /* Some servers ask LOGIN's questions in clear (an old Exchange, "334 Username:"). */
  if (is_login (self))
    return step_login (self, error);
  if (challenge != NULL && !is_base64 (challenge))
    return fail (self, error, "the challenge is not base64");

  return is_token ? step_bearer (self, challenge, error) : step_gsasl (self, challenge, error);
}
