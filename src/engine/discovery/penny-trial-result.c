/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a trial found: technical details, and which certificate might be trusted. */
#include "penny-trial.h"

#include "penny-certificate.h"
#include "penny-provider.h"

void
penny_trial_result_free (PennyTrialResult *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->account, penny_account_unref);
  g_clear_error (&self->incoming_error);
  g_clear_error (&self->outgoing_error);
  g_clear_error (&self->letter_error);
  for (guint i = 0; i < PENNY_N_STEPS; i++)
    g_clear_pointer (&self->advice[i], penny_advice_free);
  g_clear_pointer (&self->incoming_certificate, penny_certificate_unref);
  g_clear_pointer (&self->outgoing_certificate, penny_certificate_unref);
  g_free (self);
}

PennyPhase
penny_trial_result_get_phase (const PennyTrialResult *self, PennyTrialStep step)
{
  static const PennyPhase phases[PENNY_N_STEPS] = {
    [PENNY_STEP_NAME] = PENNY_PHASE_CONNECT,
    [PENNY_STEP_REACH] = PENNY_PHASE_CONNECT,
    [PENNY_STEP_SECURE] = PENNY_PHASE_SECURE,
    [PENNY_STEP_GREETING] = PENNY_PHASE_CONNECT,
    [PENNY_STEP_LOG_IN] = PENNY_PHASE_LOG_IN_INCOMING,
    [PENNY_STEP_BOX] = PENNY_PHASE_COLLECT,
    [PENNY_STEP_LETTER] = PENNY_PHASE_SEND,
  };
  PennyTrialStep part = step == PENNY_STEP_OUTGOING ? self->outgoing_part : step;

  if (step == PENNY_STEP_OUTGOING && part >= PENNY_STEP_LOG_IN)
    return PENNY_PHASE_LOG_IN_OUTGOING;
  return part < PENNY_N_STEPS ? phases[part] : PENNY_PHASE_CONNECT;
}

/* --- details --- */

static char *
describe_server (const PennyServer *server)
{
  return g_strdup_printf ("%s, port %u, %s", server->host, server->port,
                          penny_security_to_string (server->security));
}

static char *
describe_certificate (const PennyCertificate *certificate)
{
  g_autofree char *names = g_strjoinv (" ", certificate->names);
  g_autoptr (GDateTime) from = g_date_time_new_from_unix_utc (certificate->valid_from);
  g_autoptr (GDateTime) to = g_date_time_new_from_unix_utc (certificate->valid_to);
  g_autofree char *first = from != NULL ? g_date_time_format (from, "%F") : NULL;
  g_autofree char *last = to != NULL ? g_date_time_format (to, "%F") : NULL;

  return g_strdup_printf ("subject %s, names %s, issuer %s, valid %s to %s, key %s", certificate->subject, names,
                          certificate->issuer, first, last, certificate->key);
}

static char *
describe_good (const PennyTrialResult *self, PennyTrialStep step)
{
  const PennyServer *incoming = penny_account_get_incoming (self->account);
  const PennyServer *outgoing = penny_account_get_outgoing (self->account);
  static const char * const filed[] = { "unknown", "yes", "no" };

  switch (step)
    {
    case PENNY_STEP_NAME:
      return g_strdup (incoming->host);
    case PENNY_STEP_REACH:
      return describe_server (incoming);
    case PENNY_STEP_SECURE:
      return self->incoming_certificate != NULL ? describe_certificate (self->incoming_certificate) : NULL;
    case PENNY_STEP_LOG_IN:
      return g_strdup_printf ("user %s", incoming->user);
    case PENNY_STEP_BOX:
      return g_strdup_printf ("messages %u", self->n_messages);
    case PENNY_STEP_OUTGOING:
      return g_strdup_printf ("%s, port %u, %s, user %s", outgoing->host, outgoing->port,
                              penny_security_to_string (outgoing->security), outgoing->user);
    case PENNY_STEP_LETTER:
      return g_strdup_printf ("server files sent messages: %s", filed[self->files_sent]);
    default:
      return NULL;
    }
}

char *
penny_trial_result_dup_detail (const PennyTrialResult *self, PennyTrialStep step)
{
  gboolean out = step == PENNY_STEP_OUTGOING;
  const PennyCertificate *shown = out ? self->outgoing_certificate : self->incoming_certificate;
  g_autofree char *certificate = NULL;

  g_return_val_if_fail (step < PENNY_N_STEPS, NULL);

  if (self->states[step] == PENNY_STEP_SKIPPED)
    return step == PENNY_STEP_NAME && self->through_proxy ? g_strdup ("the proxy looks names up") : NULL;
  if (self->states[step] == PENNY_STEP_OK)
    return describe_good (self, step);
  if (self->advice[step] == NULL)
    return NULL;
  if (shown == NULL || shown->faults == 0 || (step != PENNY_STEP_SECURE && !out))
    return out ? g_strdup_printf ("%s: %s", penny_trial_step_to_string (self->outgoing_part),
                                  self->advice[step]->details)
               : g_strdup (self->advice[step]->details);
  certificate = describe_certificate (shown);
  return g_strdup_printf ("%s; %s", self->advice[step]->details, certificate);
}

/* --- trust --- */

/* The server whose certificate stands in the way, and that of which side. */
static const PennyServer *
find_doubtful (const PennyTrialResult *self, const PennyCertificate **certificate)
{
  if (self->incoming_error != NULL)
    {
      *certificate = self->failed_step == PENNY_STEP_SECURE ? self->incoming_certificate : NULL;
      return penny_account_get_incoming (self->account);
    }
  *certificate = self->outgoing_part == PENNY_STEP_SECURE ? self->outgoing_certificate : NULL;
  return penny_account_get_outgoing (self->account);
}

static gboolean
is_ones_own (const char *host)
{
  g_autoptr (PennyProvider) provider = penny_provider_find_by_host (host);

  return provider == NULL;
}

const PennyCertificate *
penny_trial_result_get_trustable (const PennyTrialResult *self, const char **host)
{
  const PennyCertificate *certificate;
  const PennyServer *server = find_doubtful (self, &certificate);

  if (certificate == NULL || !penny_certificate_can_be_trusted (certificate) || !is_ones_own (server->host))
    return NULL;
  if (host != NULL)
    *host = server->host;
  return certificate;
}

static void
trust (PennyServer *server, const PennyCertificate *shown, const char *key)
{
  if (server == NULL || shown == NULL || shown->faults == 0 || g_strcmp0 (shown->key, key) != 0
      || !is_ones_own (server->host))
    return;
  /* A server that everybody trusts by now needs no key of one's own any more. */
  penny_server_set_trusted_key (server, shown->faults == PENNY_CERTIFICATE_KEY_CHANGED ? NULL : key);
}

PennyAccount *
penny_trial_result_dup_trusting (const PennyTrialResult *self)
{
  const PennyCertificate *certificate = penny_trial_result_get_trustable (self, NULL);
  g_autoptr (PennyAccountForm) form = NULL;

  if (certificate == NULL)
    return NULL;
  form = penny_account_to_form (self->account);
  trust (form->incoming, self->incoming_certificate, certificate->key);
  trust (form->outgoing, self->outgoing_certificate, certificate->key);
  return penny_account_new (form, NULL);
}
