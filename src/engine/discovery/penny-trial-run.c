/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One trial: the steps of the incoming server one by one, those of the outgoing one as one, the letter. A
 * log-in that is refused is tried once more with the other form of the user name, on a fresh connection. */
#include "penny-trial-private.h"

#include <string.h>

#include "penny-credential.h"
#include "penny-error.h"
#include "penny-fetch.h"
#include "penny-provider.h"
#include "penny-thread.h"

/* --- telling --- */

void
penny_trial_tell (PennyTrialRun *run, PennyTrialStep step, PennyStepState state)
{
  if (run->reported[step]
      && (run->result->states[step] == state || run->result->states[step] != PENNY_STEP_STARTED))
    return;
  run->reported[step] = TRUE;
  run->result->states[step] = state;
  run->report (step, state, run->report_data);
}

static gboolean
is_over (PennyTrialRun *run, PennyTrialStep step)
{
  return run->reported[step] && run->result->states[step] != PENNY_STEP_STARTED;
}

static void
skip (PennyTrialRun *run, PennyTrialStep first, PennyTrialStep last)
{
  for (PennyTrialStep step = first; step <= last; step++)
    if (!is_over (run, step))
      penny_trial_tell (run, step, PENNY_STEP_SKIPPED);
}

void
penny_trial_begin (PennyTrialSide *side, PennyTrialStep part)
{
  side->at = part;
  if (!side->outgoing)
    penny_trial_tell (side->run, part, PENNY_STEP_STARTED);
}

void
penny_trial_end (PennyTrialSide *side, PennyTrialStep part)
{
  if (!side->outgoing)
    penny_trial_tell (side->run, part, PENNY_STEP_OK);
}

void
penny_trial_pass (PennyTrialSide *side, PennyTrialStep part)
{
  if (!side->outgoing)
    penny_trial_tell (side->run, part, PENNY_STEP_SKIPPED);
}

/* SIDE ends at the part under way. */
static gboolean
fail (PennyTrialSide *side)
{
  PennyTrialRun *run = side->run;
  PennyTrialStep step = side->outgoing ? PENNY_STEP_OUTGOING : side->at;

  if (side->outgoing)
    run->result->outgoing_part = side->at;
  else if (side->at > PENNY_STEP_NAME)
    skip (run, PENNY_STEP_NAME, side->at - 1);
  penny_trial_tell (run, step, PENNY_STEP_STARTED);
  penny_trial_tell (run, step, PENNY_STEP_FAILED);
  if (run->result->failed_step == PENNY_N_STEPS)
    run->result->failed_step = step;
  return FALSE;
}

/* --- logging in --- */

static gboolean
is_clear_allowed (PennyTrialSide *side)
{
  return penny_account_get_accept_plaintext (side->run->input->account) ||
         penny_host_is_loopback (side->server->host);
}

/* Before connecting: the keyring may ask the person, and a new token be fetched, while a server would hang up. */
static gboolean
find_secret (PennyTrialSide *side, GError **error)
{
  const PennyTrialInput *input = side->run->input;
  PennySecret *given = side->outgoing ? input->outgoing_password : input->password;
  PennyPasswordUse use = side->outgoing ? PENNY_PASSWORD_OUTGOING : PENNY_PASSWORD_INCOMING;

  side->secret = given != NULL ? penny_secret_ref (given)
                               : penny_credential_get_sync (input->account, use, NULL, side->run->cancellable, error);
  if (side->secret != NULL)
    return TRUE;
  penny_trial_begin (side, PENNY_STEP_LOG_IN);
  return fail (side);
}

static gboolean
log_in (gpointer session, const char *user, PennySecret *secret, gboolean clear_allowed, GError **error)
{
  return penny_trial_session_log_in (session, user, secret, clear_allowed, error);
}

gboolean
penny_trial_log_in (PennyTrialSide *side, const char *user, GError **error)
{
  const PennyTrialInput *input = side->run->input;
  PennyServer server = *side->server;

  if (!penny_trial_session_wants_log_in (&side->session) && penny_host_is_loopback (side->server->host))
    return TRUE;
  if (input->password != NULL)
    return log_in (&side->session, user, side->secret, is_clear_allowed (side), error);
  server.user = (char *) user;
  return penny_credential_log_in (input->account, &server, side->secret, log_in, &side->session,
                                  side->run->cancellable, error);
}

/* The whole address and the part before the @ are the two usual forms. Where the provider's facts
 * are known there is nothing to guess: a wasted try may lock the box. */
static char *
other_user (PennyTrialRun *run, const char *user)
{
  const char *address = penny_account_get_address (run->input->account);
  g_autofree char *local = g_strndup (address, strcspn (address, "@"));

  if (run->input->proposal && penny_proposal_get_provider (run->input->proposal))
    return NULL;
  if (strcmp (user, address) == 0)
    return g_steal_pointer (&local);
  return strcmp (user, local) == 0 ? g_strdup (address) : NULL;
}

/* Reaches the server and logs in; its user becomes the one that worked. */
static gboolean
enter (PennyTrialSide *side, GError **error)
{
  PennyServer *server = side->server;
  g_autofree char *second = other_user (side->run, server->user);
  GError *local = NULL;

  if (!penny_trial_reach (side, error))
    return fail (side);
  penny_trial_begin (side, PENNY_STEP_LOG_IN);
  if (!penny_trial_log_in (side, server->user, &local) && penny_trial_is_refused (local) && second)
    {
      g_autoptr (GError) again = NULL;

      if (penny_trial_reach_again (side, &again) && penny_trial_log_in (side, second, &again))
        {
          g_clear_error (&local);
          g_free (server->user);
          server->user = g_steal_pointer (&second);
        }
    }
  side->at = PENNY_STEP_LOG_IN;
  if (local)
    {
      g_propagate_error (error, local);
      return fail (side);
    }
  penny_trial_end (side, PENNY_STEP_LOG_IN);
  return TRUE;
}

/* --- the two sides --- */

static void
run_incoming (PennyTrialSide *side)
{
  PennyTrialResult *result = side->run->result;

  if (find_secret (side, &result->incoming_error) && enter (side, &result->incoming_error))
    {
      penny_trial_begin (side, PENNY_STEP_BOX);
      result->incoming_ok = penny_trial_session_count (&side->session, &result->n_messages,
                                                       &result->incoming_error);
      if (result->incoming_ok)
        penny_trial_end (side, PENNY_STEP_BOX);
      else
        fail (side);
    }
  skip (side->run, PENNY_STEP_NAME, PENNY_STEP_BOX);
}

/* The same password was just refused: a third and fourth try could lock the person out. One that could not be
 * had is not asked for again. */
static gboolean
is_hopeless (const PennyTrialSide *in, const PennyTrialSide *out)
{
  if (in->secret == NULL || out->secret == NULL)
    return in->secret == NULL;
  return in->run->result->incoming_error != NULL && penny_trial_is_refused (in->run->result->incoming_error)
         && strcmp (penny_secret_peek (in->secret), penny_secret_peek (out->secret)) == 0;
}

static gboolean
only_reach (PennyTrialSide *side, GError **error)
{
  if (penny_trial_reach (side, error))
    penny_trial_session_leave (&side->session);
  else
    fail (side);
  return FALSE;
}

static void
run_outgoing (PennyTrialSide *side, const PennyTrialSide *in)
{
  PennyTrialResult *result = side->run->result;
  const GError *before = result->incoming_error;

  if (side->server == NULL)
    result->outgoing_ok = TRUE;
  else if (!g_error_matches (before, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_OFFLINE) &&
           !g_error_matches (before, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      penny_trial_tell (side->run, PENNY_STEP_OUTGOING, PENNY_STEP_STARTED);
      if (in->secret != NULL && !find_secret (side, &result->outgoing_error))
        result->outgoing_ok = FALSE;
      else if (is_hopeless (in, side))
        result->outgoing_ok = only_reach (side, &result->outgoing_error);
      else
        result->outgoing_ok = enter (side, &result->outgoing_error);
      if (result->outgoing_ok)
        penny_trial_tell (side->run, PENNY_STEP_OUTGOING, PENNY_STEP_OK);
    }
  skip (side->run, PENNY_STEP_OUTGOING, PENNY_STEP_OUTGOING);
}

static void
run_letter (PennyTrialSide *in, PennyTrialSide *out)
{
  PennyTrialRun *run = in->run;
  PennyTrialResult *result = run->result;

  if (run->input->letter_wait_s > 0 && result->incoming_ok && result->outgoing_ok && out->server)
    {
      penny_trial_tell (run, PENNY_STEP_LETTER, PENNY_STEP_STARTED);
      if (penny_trial_send_letter (in, out, &result->letter_error))
        penny_trial_tell (run, PENNY_STEP_LETTER, PENNY_STEP_OK);
      else
        {
          penny_trial_tell (run, PENNY_STEP_LETTER, PENNY_STEP_FAILED);
          result->failed_step = PENNY_STEP_LETTER;
        }
    }
  skip (run, PENNY_STEP_LETTER, PENNY_STEP_LETTER);
}

/* --- is the other kind of box there, too? --- */

typedef struct {
  PennyServer *server;      /* owned */
  GCancellable *cancellable; /* owned */
  GThread *thread;          /* NULL: nothing to knock at */
  gboolean answered;
} Knock;

static gpointer
knock_thread (gpointer data)
{
  Knock *knock = data;

  knock->answered = penny_probe_server (knock->server, knock->cancellable, NULL, NULL);
  return NULL;
}

static void
knock_begin (Knock *knock, PennyProposal *proposal, PennyProtocol tried)
{
  PennyProtocol other = tried == PENNY_PROTOCOL_IMAP ? PENNY_PROTOCOL_POP3 : PENNY_PROTOCOL_IMAP;
  const PennyServer *server = proposal ? penny_proposal_get_server (proposal, other, 0) : NULL;

  if (server == NULL)
    return;
  knock->server = penny_server_copy (server);
  knock->cancellable = g_cancellable_new ();
  knock->thread = penny_thread_new ("penny-knock", PENNY_THREAD_HELPER, knock_thread, knock);
}

/* It had the whole trial to answer; nobody waits for it now. */
static gboolean
knock_end (Knock *knock)
{
  if (knock->thread == NULL)
    return FALSE;
  g_cancellable_cancel (knock->cancellable);
  g_thread_join (knock->thread);
  g_object_unref (knock->cancellable);
  penny_server_free (knock->server);
  return knock->answered;
}

/* --- the result --- */

static PennyProvider *
dup_provider (const PennyTrialInput *input, const PennyServer *server)
{
  PennyProvider *known = input->proposal ? penny_proposal_get_provider (input->proposal) : NULL;
  PennyProvider *provider = known ? penny_provider_ref (known)
                                  : penny_provider_find (penny_account_get_address (input->account));

  return provider ? provider : penny_provider_find_by_host (server->host);
}

static void
advise (PennyTrialRun *run, PennyTrialStep step, const GError *error, const PennyServer *server)
{
  PennyTrialResult *result = run->result;
  g_autoptr (PennyProvider) provider = NULL;
  PennyAdviceContext context = { NULL, NULL, penny_account_get_address (run->input->account) };

  if (error == NULL || server == NULL)
    return;
  provider = dup_provider (run->input, server);
  context.provider = provider;
  context.host = server->host;
  result->advice[step] = penny_advice_new (penny_trial_result_get_phase (result, step), error, &context);
}

static void
conclude (PennyTrialRun *run, PennyAccountForm *form)
{
  PennyTrialResult *result = run->result;

  if (result->files_sent == PENNY_FILES_SENT_YES ||
      (result->files_sent == PENNY_FILES_SENT_NO && form->files_sent == PENNY_FILES_SENT_UNKNOWN))
    form->files_sent = result->files_sent;
  result->account = penny_account_new (form, NULL);
  advise (run, result->failed_step, result->incoming_error, form->incoming);
  advise (run, PENNY_STEP_OUTGOING, result->outgoing_error, form->outgoing);
  advise (run, PENNY_STEP_LETTER, result->letter_error, form->outgoing);
}

/* What opened the box is the best guess for sending. */
static void
pass_on_user (PennyTrialRun *run, PennyAccountForm *form)
{
  const char *before = penny_account_get_incoming (run->input->account)->user;

  if (form->outgoing == NULL || !run->result->incoming_ok || strcmp (form->outgoing->user, before) != 0)
    return;
  g_free (form->outgoing->user);
  form->outgoing->user = g_strdup (form->incoming->user);
}

static void
run_sides (PennyTrialRun *run, PennyAccountForm *form)
{
  PennyTrialSide in = { .run = run, .server = form->incoming };
  PennyTrialSide out = { .run = run, .server = form->outgoing, .outgoing = TRUE };

  run_incoming (&in);
  pass_on_user (run, form);
  run_outgoing (&out, &in);
  run_letter (&in, &out);
  if (run->result->incoming_ok)
    penny_trial_session_leave (&in.session);
  if (run->result->outgoing_ok)
    penny_trial_session_leave (&out.session);
  penny_trial_session_clear (&in.session);
  penny_trial_session_clear (&out.session);
  g_clear_pointer (&in.secret, penny_secret_unref);
  g_clear_pointer (&out.secret, penny_secret_unref);
}

PennyTrialResult *
penny_trial_run_steps (const PennyTrialInput *input, PennyTrialReportFunc report, gpointer data,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (PennyTrialResult) result = g_new0 (PennyTrialResult, 1);
  g_autoptr (PennyAccountForm) form = penny_account_to_form (input->account);
  PennyTrialRun run = { input, report, data, cancellable, result };
  PennyProtocol protocol = form->incoming->protocol;
  Knock knock = { NULL };
  gboolean other;

  result->failed_step = result->outgoing_part = PENNY_N_STEPS;
  knock_begin (&knock, input->proposal, protocol);
  run_sides (&run, form);
  other = knock_end (&knock);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  result->imap_available = protocol == PENNY_PROTOCOL_IMAP ? result->incoming_ok : other;
  result->pop_available = protocol == PENNY_PROTOCOL_POP3 ? result->incoming_ok : other;
  conclude (&run, form);
  return g_steal_pointer (&result);
}
