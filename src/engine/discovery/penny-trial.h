/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trying an account for real, step by step, on a helper thread: connect, secure, log in, look at the
 * box; connect, secure, log in for sending. Changes nothing on the server. */
#pragma once

#include "penny-proposal.h"
#include "penny-secret.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_STEP_IN_CONNECT,
  PENNY_STEP_IN_SECURE,
  PENNY_STEP_IN_LOG_IN,
  PENNY_STEP_IN_LOOK,
  PENNY_STEP_OUT_CONNECT,
  PENNY_STEP_OUT_SECURE,
  PENNY_STEP_OUT_LOG_IN,
  PENNY_N_STEPS
} PennyTrialStep;

typedef enum {
  PENNY_STEP_STARTED,
  PENNY_STEP_OK,
  PENNY_STEP_FAILED,
  PENNY_STEP_SKIPPED,   /* nothing to do (no outgoing server), or an earlier step failed */
} PennyStepState;

/* One plain translated sentence for the line of STEP: "Unlocking the box…" → "The box is open." Static. */
const char *penny_trial_step_get_sentence (PennyTrialStep step, PennyStepState state);

/* How it went; the strings and objects are owned by it. */
typedef struct {
  PennyAccount *account;     /* with the settings that worked (user names may differ from those given) */
  gboolean incoming_ok;
  gboolean outgoing_ok;      /* also TRUE when there is no outgoing server */
  guint n_messages;          /* in the inbox, when incoming_ok */
  gboolean imap_available;   /* the server that was tried, or the proposal's that answered */
  gboolean pop_available;
  PennyTrialStep failed_step;   /* of the first error; PENNY_N_STEPS when all went well */
  GError *incoming_error;       /* NULL when it went well */
  GError *outgoing_error;
} PennyTrialResult;

void penny_trial_result_free (PennyTrialResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyTrialResult, penny_trial_result_free)

#define PENNY_TYPE_TRIAL (penny_trial_get_type ())
G_DECLARE_FINAL_TYPE (PennyTrial, penny_trial, PENNY, TRIAL, GObject)

/* OUTGOING_PASSWORD NULL: the incoming one. PROPOSAL (may be NULL) tells the server of the other
 * protocol, which is knocked at without logging in. Main thread.
 * Signal "step" (PennyTrialStep step, PennyStepState state), in the context of the caller of
 * penny_trial_run_async(); every step ends in OK, FAILED or SKIPPED, in order. */
PennyTrial *penny_trial_new (PennyAccount *account, PennySecret *password, PennySecret *outgoing_password,
                             PennyProposal *proposal);

/* Runs it once. When a log-in is refused, the other form of the user name (whole address, part before
 * the @) is tried once (not where the proposal's provider is known); never more than two log-ins for
 * each server. Sending is tried also when collecting failed, unless the network is away; where the same
 * password was just refused it is not sent again: OUT_LOG_IN is SKIPPED, outgoing_ok FALSE and
 * outgoing_error NULL. Calls back in the caller's main context. */
void penny_trial_run_async (PennyTrial *self, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
/* Full; failures are in the result. NULL only with G_IO_ERROR_CANCELLED. */
PennyTrialResult *penny_trial_run_finish (PennyTrial *self, GAsyncResult *result, GError **error);

/* The blocking form, for pennypostctl; no signals. Not on a thread that runs a window. */
PennyTrialResult *penny_trial_run_sync (PennyTrial *self, GCancellable *cancellable, GError **error);

G_END_DECLS
