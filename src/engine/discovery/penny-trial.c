/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trial as the caller sees it: a helper thread, signals for the steps, one result. The talk with
 * the servers is in penny-trial-run.c. */
#include "penny-trial.h"

#include "penny-thread.h"
#include "penny-trial-run.h"

struct _PennyTrial {
  GObject parent_instance;

  /* set once */
  PennyAccount *account;          /* owned */
  PennySecret *password;          /* owned; NULL: what is kept */
  PennySecret *outgoing_password; /* owned; likewise */
  PennyProposal *proposal;        /* owned; may be NULL */
  guint letter_wait_s;            /* 0: no letter */
};

G_DEFINE_FINAL_TYPE (PennyTrial, penny_trial, G_TYPE_OBJECT)

static guint step_signal;

static void
penny_trial_finalize (GObject *object)
{
  PennyTrial *self = PENNY_TRIAL (object);

  penny_account_unref (self->account);
  g_clear_pointer (&self->password, penny_secret_unref);
  g_clear_pointer (&self->outgoing_password, penny_secret_unref);
  penny_proposal_unref (self->proposal);
  G_OBJECT_CLASS (penny_trial_parent_class)->finalize (object);
}

static void
penny_trial_class_init (PennyTrialClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = penny_trial_finalize;
  step_signal = g_signal_new ("step", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
}

static void
penny_trial_init (PennyTrial *self)
{
}

PennyTrial *
penny_trial_new (PennyAccount *account, PennySecret *password, PennySecret *outgoing_password,
                 PennyProposal *proposal)
{
  PennyTrial *self;

  g_return_val_if_fail (password != NULL || outgoing_password == NULL, NULL);
  self = g_object_new (PENNY_TYPE_TRIAL, NULL);
  self->account = penny_account_ref (account);
  self->password = password ? penny_secret_ref (password) : NULL;
  self->outgoing_password = outgoing_password ? penny_secret_ref (outgoing_password)
                                              : password ? penny_secret_ref (password) : NULL;
  self->proposal = proposal ? penny_proposal_ref (proposal) : NULL;
  return self;
}

void
penny_trial_set_letter_wait (PennyTrial *self, guint seconds)
{
  g_return_if_fail (PENNY_IS_TRIAL (self));
  self->letter_wait_s = seconds;
}

/* --- running --- */

typedef struct {
  PennyTrial *trial;         /* owned */
  GTask *task;               /* owned; touched in the caller's context only */
  GMainContext *context;     /* owned; the caller's */
  GCancellable *cancellable; /* owned; may be NULL */
  GThread *thread;
  PennyTrialResult *result;
  GError *error;
} Run;

typedef struct {
  PennyTrial *trial; /* owned */
  PennyTrialStep step;
  PennyStepState state;
} Step;

static void
attach (GMainContext *context, GSourceFunc func, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, context);
}

static void
step_free (gpointer data)
{
  Step *step = data;

  g_object_unref (step->trial);
  g_free (step);
}

static gboolean
step_cb (gpointer data)
{
  Step *step = data;

  g_signal_emit (step->trial, step_signal, 0, step->step, step->state);
  return G_SOURCE_REMOVE;
}

static void
report (PennyTrialStep step_id, PennyStepState state, gpointer data)
{
  Run *run = data;
  Step *step = g_new0 (Step, 1);

  step->trial = g_object_ref (run->trial);
  step->step = step_id;
  step->state = state;
  attach (run->context, step_cb, step, step_free);
}

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->trial);
  g_object_unref (run->task);
  g_main_context_unref (run->context);
  g_clear_object (&run->cancellable);
  penny_trial_result_free (run->result);
  g_clear_error (&run->error);
  g_free (run);
}

static gboolean
deliver_cb (gpointer data)
{
  Run *run = data;

  g_thread_join (run->thread);
  if (run->result)
    g_task_return_pointer (run->task, g_steal_pointer (&run->result),
                           (GDestroyNotify) penny_trial_result_free);
  else
    g_task_return_error (run->task, g_steal_pointer (&run->error));
  return G_SOURCE_REMOVE;
}

static PennyTrialResult *
run_here (PennyTrial *self, PennyTrialReportFunc func, gpointer data, GCancellable *cancellable,
          GError **error)
{
  PennyTrialInput input = { self->account, self->password, self->outgoing_password, self->proposal,
                            self->letter_wait_s };

  return penny_trial_run_steps (&input, func, data, cancellable, error);
}

static gpointer
run_thread (gpointer data)
{
  Run *run = data;

  run->result = run_here (run->trial, report, run, run->cancellable, &run->error);
  attach (run->context, deliver_cb, run, run_free);
  return NULL;
}

void
penny_trial_run_async (PennyTrial *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer data)
{
  Run *run;

  penny_assert_thread (PENNY_THREAD_MAIN);
  g_return_if_fail (PENNY_IS_TRIAL (self));

  run = g_new0 (Run, 1);
  run->trial = g_object_ref (self);
  run->task = g_task_new (self, cancellable, callback, data);
  run->context = g_main_context_ref (g_task_get_context (run->task));
  run->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  g_task_set_source_tag (run->task, penny_trial_run_async);
  run->thread = penny_thread_new ("penny-trial", PENNY_THREAD_HELPER, run_thread, run);
}

PennyTrialResult *
penny_trial_run_finish (PennyTrial *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
report_to_nobody (PennyTrialStep step, PennyStepState state, gpointer data)
{
}

PennyTrialResult *
penny_trial_run_sync (PennyTrial *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (PENNY_IS_TRIAL (self), NULL);
  return run_here (self, report_to_nobody, NULL, cancellable, error);
}
