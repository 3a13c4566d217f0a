/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One trial. Each side (incoming, outgoing) goes through the same steps; a log-in that is refused is
 * tried once more with the other form of the user name, on a fresh connection. */
#include "penny-trial-run.h"

#include <string.h>

#include "penny-error.h"
#include "penny-fetch.h"
#include "penny-imap-session.h"
#include "penny-pop-session.h"
#include "penny-smtp-session.h"
#include "penny-socket-channel.h"
#include "penny-thread.h"

#define IDLE_TIMEOUT_MS 30000

/* The steps of one side. */
typedef struct {
  PennyTrialStep connect;
  PennyTrialStep secure;
  PennyTrialStep log_in;
  PennyTrialStep look; /* PENNY_N_STEPS when there is none */
} SideSteps;

static const SideSteps in_steps = { PENNY_STEP_IN_CONNECT, PENNY_STEP_IN_SECURE, PENNY_STEP_IN_LOG_IN,
                                    PENNY_STEP_IN_LOOK };
static const SideSteps out_steps = { PENNY_STEP_OUT_CONNECT, PENNY_STEP_OUT_SECURE,
                                     PENNY_STEP_OUT_LOG_IN, PENNY_N_STEPS };

typedef struct {
  const PennyTrialInput *input;
  PennyTrialReportFunc report;
  gpointer report_data;
  GCancellable *cancellable;
  PennyTrialResult *result;
  PennyStepState states[PENNY_N_STEPS]; /* the last one reported… */
  gboolean reported[PENNY_N_STEPS];     /* …if any was */
} Trial;

/* A connection in one of three protocols. */
typedef struct {
  PennyProtocol protocol;
  PennyImapSession *imap;
  PennyPopSession *pop;
  PennySmtpSession *smtp;
} Session;

static void
session_clear (Session *session)
{
  g_clear_pointer (&session->imap, penny_imap_session_free);
  g_clear_pointer (&session->pop, penny_pop_session_free);
  g_clear_pointer (&session->smtp, penny_smtp_session_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Session, session_clear)

static void
session_open (Session *session, PennyProtocol protocol, PennyChannel *channel)
{
  session->protocol = protocol;
  if (protocol == PENNY_PROTOCOL_IMAP)
    session->imap = penny_imap_session_new (channel);
  else if (protocol == PENNY_PROTOCOL_POP3)
    session->pop = penny_pop_session_new (channel);
  else
    session->smtp = penny_smtp_session_new (channel);
}

static gboolean
session_greet (Session *session, PennySecurity security, GError **error)
{
  if (session->imap)
    return penny_imap_session_greet (session->imap, security, error);
  if (session->pop)
    return penny_pop_session_greet (session->pop, security, error);
  return penny_smtp_session_greet (session->smtp, security, NULL, error);
}

static gboolean
session_log_in (Session *session, const char *user, PennySecret *password, gboolean clear_allowed,
                GError **error)
{
  if (session->imap)
    return penny_imap_session_login (session->imap, user, password, clear_allowed, error);
  if (session->pop)
    return penny_pop_session_login (session->pop, user, password, clear_allowed, error);
  return penny_smtp_session_login (session->smtp, user, password, clear_allowed, error);
}

/* Read-only: the trial changes nothing. */
static gboolean
session_count (Session *session, guint *n_messages, GError **error)
{
  PennyImapSelected selected = { 0 };
  guint64 count = 0, octets = 0;

  if (session->imap)
    {
      if (!penny_imap_session_select (session->imap, "INBOX", TRUE, &selected, error))
        return FALSE;
      *n_messages = selected.exists;
      return TRUE;
    }
  if (!penny_pop_session_stat (session->pop, &count, &octets, error))
    return FALSE;
  *n_messages = (guint) MIN (count, G_MAXUINT);
  return TRUE;
}

static void
session_leave (Session *session)
{
  if (session->imap)
    penny_imap_session_logout (session->imap);
  if (session->pop)
    penny_pop_session_quit (session->pop, NULL);
  if (session->smtp)
    penny_smtp_session_quit (session->smtp, NULL);
}

/* --- steps --- */

/* The second try of a log-in repeats steps; what was said stays said. */
static void
tell (Trial *trial, PennyTrialStep step, PennyStepState state)
{
  if (step >= PENNY_N_STEPS || (trial->reported[step] && trial->states[step] == state))
    return;
  if (trial->reported[step] && trial->states[step] != PENNY_STEP_STARTED)
    return;
  trial->reported[step] = TRUE;
  trial->states[step] = state;
  trial->report (step, state, trial->report_data);
}

static gboolean
fail (Trial *trial, PennyTrialStep step)
{
  tell (trial, step, PENNY_STEP_STARTED);
  tell (trial, step, PENNY_STEP_FAILED);
  if (trial->result->failed_step == PENNY_N_STEPS)
    trial->result->failed_step = step;
  return FALSE;
}

static void
skip_rest (Trial *trial, const SideSteps *steps)
{
  const PennyTrialStep all[] = { steps->connect, steps->secure, steps->log_in, steps->look };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i] < PENNY_N_STEPS && !trial->reported[all[i]])
      tell (trial, all[i], PENNY_STEP_SKIPPED);
}

/* With TLS from the first byte the wire connects and secures in one go: which of them failed? */
static gboolean
is_secure_error (const GError *error)
{
  return error->domain == PENNY_WIRE_ERROR && error->code >= PENNY_WIRE_ERROR_TLS &&
         error->code <= PENNY_WIRE_ERROR_INJECTED;
}

static gboolean
reach (Trial *trial, const SideSteps *steps, const PennyServer *server, Session *session, GError **error)
{
  const PennyConnectOptions options = { .trusted_key = server->trusted_key };
  g_autoptr (PennyChannel) channel = NULL;
  GError *local = NULL;

  tell (trial, steps->connect, PENNY_STEP_STARTED);
  channel = penny_socket_channel_connect_with (server->host, server->port, server->security, &options,
                                               trial->cancellable, &local);
  if (channel == NULL)
    {
      gboolean secure = is_secure_error (local);

      g_propagate_error (error, local);
      if (secure)
        tell (trial, steps->connect, PENNY_STEP_OK);
      return fail (trial, secure ? steps->secure : steps->connect);
    }
  tell (trial, steps->connect, PENNY_STEP_OK);
  tell (trial, steps->secure, PENNY_STEP_STARTED);
  penny_channel_set_cancellable (channel, trial->cancellable);
  penny_channel_set_idle_timeout (channel, IDLE_TIMEOUT_MS);
  session_open (session, server->protocol, channel);
  if (!session_greet (session, server->security, error))
    return fail (trial, steps->secure);
  tell (trial, steps->secure, PENNY_STEP_OK);
  return TRUE;
}

static gboolean
is_refused (const GError *error)
{
  return g_error_matches (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_AUTH_FAILED) ||
         g_error_matches (error, PENNY_POP_ERROR, PENNY_POP_ERROR_AUTH_FAILED) ||
         g_error_matches (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_AUTH_FAILED);
}

/* The whole address and the part before the @ are the two usual forms. Where the provider's facts
 * are known there is nothing to guess: a wasted try may lock the box. */
static char *
other_user (Trial *trial, const char *user)
{
  const char *address = penny_account_get_address (trial->input->account);
  g_autofree char *local = g_strndup (address, strcspn (address, "@"));

  if (trial->input->proposal && penny_proposal_get_provider (trial->input->proposal))
    return NULL;
  if (strcmp (user, address) == 0)
    return g_steal_pointer (&local);
  return strcmp (user, local) == 0 ? g_strdup (address) : NULL;
}

/* Reaches SERVER and logs in; SERVER->user becomes the one that worked. */
static gboolean
enter (Trial *trial, const SideSteps *steps, PennyServer *server, PennySecret *password,
       Session *session, GError **error)
{
  gboolean clear_allowed = penny_account_get_accept_plaintext (trial->input->account) ||
                           penny_host_is_loopback (server->host);
  g_autofree char *second = other_user (trial, server->user);
  GError *local = NULL;

  if (!reach (trial, steps, server, session, error))
    return FALSE;
  tell (trial, steps->log_in, PENNY_STEP_STARTED);
  if (!session_log_in (session, server->user, password, clear_allowed, &local) && is_refused (local) &&
      second)
    {
      g_autoptr (GError) again = NULL;

      session_clear (session);
      if (reach (trial, steps, server, session, &again) &&
          session_log_in (session, second, password, clear_allowed, &again))
        {
          g_clear_error (&local);
          g_free (server->user);
          server->user = g_steal_pointer (&second);
        }
    }
  if (local)
    {
      g_propagate_error (error, local);
      return fail (trial, steps->log_in);
    }
  tell (trial, steps->log_in, PENNY_STEP_OK);
  return TRUE;
}

/* --- the two sides --- */

static gboolean
try_incoming (Trial *trial, PennyServer *server, GError **error)
{
  g_auto (Session) session = { 0 };

  if (!enter (trial, &in_steps, server, trial->input->password, &session, error))
    return FALSE;
  tell (trial, PENNY_STEP_IN_LOOK, PENNY_STEP_STARTED);
  if (!session_count (&session, &trial->result->n_messages, error))
    return fail (trial, PENNY_STEP_IN_LOOK);
  tell (trial, PENNY_STEP_IN_LOOK, PENNY_STEP_OK);
  session_leave (&session);
  return TRUE;
}

static gboolean
try_outgoing (Trial *trial, PennyServer *server, GError **error)
{
  g_auto (Session) session = { 0 };

  if (!enter (trial, &out_steps, server, trial->input->outgoing_password, &session, error))
    return FALSE;
  session_leave (&session);
  return TRUE;
}

/* The same password was just refused: a third and fourth try could lock the person out. */
static gboolean
only_reach_outgoing (Trial *trial, PennyServer *server, GError **error)
{
  g_auto (Session) session = { 0 };

  if (!reach (trial, &out_steps, server, &session, error))
    return FALSE;
  session_leave (&session);
  return FALSE;
}

static void
run_outgoing (Trial *trial, PennyServer *server)
{
  PennyTrialResult *result = trial->result;
  gboolean same = strcmp (penny_secret_peek (trial->input->password),
                          penny_secret_peek (trial->input->outgoing_password)) == 0;

  if (server == NULL)
    result->outgoing_ok = TRUE;
  else if (g_error_matches (result->incoming_error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_OFFLINE) ||
           g_error_matches (result->incoming_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    result->outgoing_ok = FALSE;
  else if (same && result->incoming_error && is_refused (result->incoming_error))
    result->outgoing_ok = only_reach_outgoing (trial, server, &result->outgoing_error);
  else
    result->outgoing_ok = try_outgoing (trial, server, &result->outgoing_error);
  skip_rest (trial, &out_steps);
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

PennyTrialResult *
penny_trial_run_steps (const PennyTrialInput *input, PennyTrialReportFunc report, gpointer data,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (PennyTrialResult) result = g_new0 (PennyTrialResult, 1);
  g_autoptr (PennyAccountForm) form = penny_account_to_form (input->account);
  Trial trial = { input, report, data, cancellable, result };
  PennyProtocol protocol = form->incoming->protocol;
  Knock knock = { NULL };
  gboolean other;

  result->failed_step = PENNY_N_STEPS;
  knock_begin (&knock, input->proposal, protocol);
  result->incoming_ok = try_incoming (&trial, form->incoming, &result->incoming_error);
  skip_rest (&trial, &in_steps);
  if (form->outgoing && result->incoming_ok)
    {
      const char *before = penny_account_get_incoming (input->account)->user;

      /* What opened the box is the best guess for sending. */
      if (strcmp (form->outgoing->user, before) == 0)
        {
          g_free (form->outgoing->user);
          form->outgoing->user = g_strdup (form->incoming->user);
        }
    }
  run_outgoing (&trial, form->outgoing);
  other = knock_end (&knock);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  result->imap_available = protocol == PENNY_PROTOCOL_IMAP ? result->incoming_ok : other;
  result->pop_available = protocol == PENNY_PROTOCOL_POP3 ? result->incoming_ok : other;
  result->account = penny_account_new (form, NULL);
  return g_steal_pointer (&result);
}
