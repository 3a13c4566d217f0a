/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run of a trial, as its pieces see it. Everything here blocks and stays on the helper thread. */
#pragma once

#include "penny-trial-run.h"
#include "penny-trial-session.h"

G_BEGIN_DECLS

typedef struct {
  const PennyTrialInput *input;   /* borrowed, like what follows */
  PennyTrialReportFunc report;
  gpointer report_data;
  GCancellable *cancellable;
  PennyTrialResult *result;       /* its states are the ones reported last… */
  gboolean reported[PENNY_N_STEPS];   /* …if any was */
} PennyTrialRun;

/* One of the two servers on its way from name to box. */
typedef struct {
  PennyTrialRun *run;
  PennyServer *server;            /* borrowed from the form; becomes what worked or came furthest */
  gboolean outgoing;              /* its parts are all one step on screen */
  PennyTrialStep at;              /* the part under way, PENNY_STEP_NAME to PENNY_STEP_BOX */
  gboolean secured;               /* TLS is done, in the attempt under way */
  PennySecret *secret;            /* owned; NULL before it is known, and when there is none */
  PennyTrialSession session;
} PennyTrialSide;

/* What was said stays said: a step that has ended is not told again when it is repeated. */
void penny_trial_tell (PennyTrialRun *run, PennyTrialStep step, PennyStepState state);
void penny_trial_begin (PennyTrialSide *side, PennyTrialStep part);
void penny_trial_end (PennyTrialSide *side, PennyTrialStep part);
/* PART is not needed here. */
void penny_trial_pass (PennyTrialSide *side, PennyTrialStep part);

/* Connects to SIDE's server until it has greeted, and to what else it may be when it does not answer as
 * it was set up: the other kind of TLS. Never logs in. */
gboolean penny_trial_reach (PennyTrialSide *side, GError **error);
/* The same once more, with what worked. */
gboolean penny_trial_reach_again (PennyTrialSide *side, GError **error);
/* What else a server may be that failed at the step AT with ERROR: full, of PennyServer, may be empty.
 * HEARD: it had said something. */
GPtrArray *penny_trial_other_kinds (const PennyServer *server, PennyTrialStep at, const GError *error,
                                    gboolean heard);

/* Both sides are logged in: sends a letter to the account's own address, and waits for it in the inbox
 * for the time that the input says. What it finds out about Sent goes into the result. */
gboolean penny_trial_send_letter (PennyTrialSide *in, PennyTrialSide *out, GError **error);

/* Logs in to the session that has just greeted. */
gboolean penny_trial_log_in (PennyTrialSide *side, const char *user, GError **error);

G_END_DECLS
