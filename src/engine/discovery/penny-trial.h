/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trying an account for real, in eight steps, on a helper thread. Changes nothing on the server, but for
 * the letter to oneself of the last step, which is sent only when it was asked for. */
#pragma once

#include "penny-advice.h"
#include "penny-proposal.h"
#include "penny-secret.h"

G_BEGIN_DECLS

/* Of wire/; who has no business there asks penny-certificate-words.h about it. */
typedef struct _PennyCertificate PennyCertificate;

typedef enum {
  PENNY_STEP_NAME,       /* the post office's name is known (DNS) */
  PENNY_STEP_REACH,      /* the way there is free (TCP) */
  PENNY_STEP_SECURE,     /* the envelope is sealed (TLS) */
  PENNY_STEP_GREETING,   /* the counter answers */
  PENNY_STEP_LOG_IN,     /* one is recognised */
  PENNY_STEP_BOX,        /* the box opens */
  PENNY_STEP_OUTGOING,   /* the counter for sending takes letters: all of the above, there */
  PENNY_STEP_LETTER,     /* a letter to oneself arrives */
  PENNY_N_STEPS
} PennyTrialStep;

typedef enum {
  PENNY_STEP_STARTED,
  PENNY_STEP_OK,
  PENNY_STEP_FAILED,
  PENNY_STEP_SKIPPED,   /* nothing to do, not asked for, or an earlier step failed */
} PennyStepState;

/* One plain translated sentence for the line of STEP: "Opening your box…" → "Your box is open." Static. */
const char *penny_trial_step_get_sentence (PennyTrialStep step, PennyStepState state);
/* The word for files and JSON: "dns", "tcp", "tls", "greeting", "login", "box", "outgoing", "letter". */
const char *penny_trial_step_to_string (PennyTrialStep step);

/* How it went; the strings and objects are owned by it. */
typedef struct {
  PennyAccount *account;     /* with the settings that worked (user names, kind of TLS and port may differ
                              * from those given), and what was found out about Sent */
  gboolean incoming_ok;
  gboolean outgoing_ok;      /* also TRUE when there is no outgoing server */
  guint n_messages;          /* in the inbox, when incoming_ok */
  gboolean imap_available;   /* the server that was tried, or the proposal's that answered */
  gboolean pop_available;
  gboolean through_proxy;    /* the network's proxy was used; it looks names up itself */
  PennyStepState states[PENNY_N_STEPS];
  PennyTrialStep failed_step;     /* of the first error; PENNY_N_STEPS when all went well */
  PennyTrialStep outgoing_part;   /* where PENNY_STEP_OUTGOING failed: NAME to LOG_IN; else PENNY_N_STEPS */
  GError *incoming_error;         /* NULL when it went well */
  GError *outgoing_error;
  GError *letter_error;
  PennyAdvice *advice[PENNY_N_STEPS];   /* what to tell and to do about a failed step; else NULL */
  PennyCertificate *incoming_certificate;   /* what the server showed, good or bad; NULL: nothing */
  PennyCertificate *outgoing_certificate;
  PennyFilesSent files_sent;   /* found out by the letter; UNKNOWN when it was not */
} PennyTrialResult;

void penny_trial_result_free (PennyTrialResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyTrialResult, penny_trial_result_free)

/* What was being done at a failed STEP, for penny_advice_new(). */
PennyPhase penny_trial_result_get_phase (const PennyTrialResult *self, PennyTrialStep step);
/* Technical, English, for "Details": the server, what it said. Full; NULL when there is nothing. */
char *penny_trial_result_dup_detail (const PennyTrialResult *self, PennyTrialStep step);

/* The certificate that made a step fail although it could be trusted by its key, and the host that showed
 * it (both borrowed); NULL when there is none, or when the host is one of a provider that we know: those have
 * certificates that everybody trusts, so a bad one is somebody else's. */
const PennyCertificate *penny_trial_result_get_trustable (const PennyTrialResult *self, const char **host);
/* The account, with that key trusted for each server that shows it. Only after the person has read
 * penny_certificate_words_warning(). Full; NULL as above. */
PennyAccount *penny_trial_result_dup_trusting (const PennyTrialResult *self);

#define PENNY_TYPE_TRIAL (penny_trial_get_type ())
G_DECLARE_FINAL_TYPE (PennyTrial, penny_trial, PENNY, TRIAL, GObject)

/* OUTGOING_PASSWORD NULL: the incoming one. PASSWORD NULL: for each server what is kept for ACCOUNT
 * (penny-credential.h), a refused token being renewed once; then OUTGOING_PASSWORD is NULL, too. PROPOSAL
 * (may be NULL) tells the server of the other protocol, which is knocked at without logging in. Main thread.
 * Signal "step" (PennyTrialStep step, PennyStepState state), in the context of the caller of
 * penny_trial_run_async(); every step ends in OK, FAILED or SKIPPED, in order. */
PennyTrial *penny_trial_new (PennyAccount *account, PennySecret *password, PennySecret *outgoing_password,
                             PennyProposal *proposal);

#define PENNY_TRIAL_LETTER_WAIT_S 60

/* When all else went well, also sends a letter to the account's own address and waits up to SECONDS
 * (PENNY_TRIAL_LETTER_WAIT_S; 0, as it is at first: no letter) for it to come; longer where a POP server
 * lets nobody in so soon. The letter stays in the inbox. Before running. */
void penny_trial_set_letter_wait (PennyTrial *self, guint seconds);

/* Runs it once. What can be mended without asking is: when a server does not answer as it was set up, the
 * other kind of TLS is tried, on the same port or from one usual port to the other; when a log-in is
 * refused, the other form of the user name (whole address, part before the @) is tried once (not where the
 * proposal's provider is known); never more than two log-ins for each server, and never without TLS where
 * TLS was asked for. Sending is tried also when collecting failed, unless the network is away; where the
 * same password was just refused it is not sent again: OUTGOING is SKIPPED, outgoing_ok FALSE and
 * outgoing_error NULL. Calls back in the caller's main context. */
void penny_trial_run_async (PennyTrial *self, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
/* Full; failures are in the result. NULL only with G_IO_ERROR_CANCELLED. */
PennyTrialResult *penny_trial_run_finish (PennyTrial *self, GAsyncResult *result, GError **error);

/* The blocking form; no signals. Not on a thread that runs a window. */
PennyTrialResult *penny_trial_run_sync (PennyTrial *self, GCancellable *cancellable, GError **error);

G_END_DECLS
