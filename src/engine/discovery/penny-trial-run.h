/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blocking part of a trial: talking to the two servers, step by step. */
#pragma once

#include "penny-trial.h"

G_BEGIN_DECLS

typedef void (*PennyTrialReportFunc) (PennyTrialStep step, PennyStepState state, gpointer data);

/* Borrowed for the run. */
typedef struct {
  PennyAccount *account;
  PennySecret *password;      /* NULL: what is kept */
  PennySecret *outgoing_password;
  PennyProposal *proposal;   /* may be NULL */
  guint letter_wait_s;       /* how long a letter to oneself is waited for; 0: none is sent */
} PennyTrialInput;

/* Blocks; REPORT is called on this thread. NULL only with G_IO_ERROR_CANCELLED. */
PennyTrialResult *penny_trial_run_steps (const PennyTrialInput *input, PennyTrialReportFunc report,
                                         gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
