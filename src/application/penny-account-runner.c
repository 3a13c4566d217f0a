/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, running and closing one account. */
#include "penny-account-runner.h"

#include "penny-error.h"
#include "penny-keyring.h"
#include "penny-worker.h"

/* Another program (pennypostctl) that works on the account is soon done with it. */
#define OPEN_AGAIN_S 10

struct _PennyAccountRunner {
  GObject parent_instance;

  PennyPlaces *places;          /* owned */
  PennyAccount *account;        /* owned */
  GCancellable *cancellable;    /* owned; fires when it stops */

  PennyStore *store;            /* owned; NULL until opened */
  PennyAccountLock *lock;       /* owned; NULL until opened */
  PennyWorker *worker;          /* owned; NULL until there is a password */
  guint watch;
  guint open_again;             /* timer; 0: none */
  gboolean opening;
  guint check_interval_s;
  gboolean network;
  gboolean frugal;
  gboolean settled;
};

enum { SIGNAL_OPENED, SIGNAL_STATUS, SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PennyAccountRunner, penny_account_runner, G_TYPE_OBJECT)

static void
emit_failure (PennyAccountRunner *self, const GError *error)
{
  const PennySyncStatus status = {
    .state = PENNY_SYNC_NEEDS_PERSON, .phase = PENNY_PHASE_LOG_IN_INCOMING, .error = error,
  };

  g_signal_emit (self, signals[SIGNAL_STATUS], 0, &status);
}

static void
status_cb (const PennySyncStatus *status, gpointer data)
{
  PennyAccountRunner *self = data;

  if (status->state == PENNY_SYNC_IDLE)
    self->settled = TRUE;
  g_signal_emit (self, signals[SIGNAL_STATUS], 0, status);
}

static void
store_changed_cb (PennyStore *store, const PennyStoreChange *change, gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_CHANGED], 0, change);
}

/* --- the password, then the worker --- */

static void
start_worker (PennyAccountRunner *self, PennySecret *password)
{
  self->worker = penny_worker_new (self->account, self->store, password, NULL, status_cb, self);
  penny_worker_set_check_interval (self->worker, self->check_interval_s);
  penny_worker_set_network (self->worker, self->network);
  penny_worker_set_frugal (self->worker, self->frugal);
  penny_worker_start (self->worker);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyAccountRunner) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PennySecret) password = penny_keyring_lookup_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable) || self->worker != NULL)
    return;

  if (password != NULL)
    start_worker (self, password);
  else
    emit_failure (self, error);
}

static void
look_up_password (PennyAccountRunner *self)
{
  /* A token is fetched by the worker, for each connection. */
  if (penny_account_get_auth (self->account) != PENNY_AUTH_PASSWORD)
    {
      start_worker (self, NULL);
      return;
    }
  penny_keyring_lookup_async (penny_account_get_id (self->account), PENNY_PASSWORD_INCOMING,
                              self->cancellable, looked_up_cb, g_object_ref (self));
}

/* --- opening --- */

typedef struct {
  PennyStore *store;
  PennyAccountLock *lock;
} Opened;

static void
opened_free (gpointer data)
{
  Opened *opened = data;

  g_clear_object (&opened->store);
  g_clear_pointer (&opened->lock, penny_account_lock_free);
  g_free (opened);
}

static void
open_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  PennyAccountRunner *self = source;
  const char *id = penny_account_get_id (self->account);
  g_autofree char *path = penny_places_dup_store_path (self->places, id);
  Opened *opened = g_new0 (Opened, 1);
  GError *error = NULL;

  if (penny_places_make_store_dir (self->places, id, &error)
      && (opened->lock = penny_places_lock_account (self->places, id, &error)) != NULL
      && (opened->store = penny_store_open (path, &error)) != NULL)
    {
      g_task_return_pointer (task, opened, opened_free);
      return;
    }

  opened_free (opened);
  g_task_return_error (task, error);
}

static gboolean
open_again_cb (gpointer data)
{
  PennyAccountRunner *self = data;

  self->open_again = 0;
  penny_account_runner_start (self);
  return G_SOURCE_REMOVE;
}

static void
plan_to_open (PennyAccountRunner *self, const GError *error)
{
  if (penny_error_grade (error).retry == PENNY_RETRY_LATER)
    self->open_again = g_timeout_add_seconds (OPEN_AGAIN_S, open_again_cb, self);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  PennyAccountRunner *self = PENNY_ACCOUNT_RUNNER (source);
  g_autoptr (GError) error = NULL;
  Opened *opened = g_task_propagate_pointer (G_TASK (result), &error);

  self->opening = FALSE;
  if (opened == NULL)
    {
      if (!g_cancellable_is_cancelled (self->cancellable))
        {
          plan_to_open (self, error);
          emit_failure (self, error);
        }
      return;
    }

  self->store = g_steal_pointer (&opened->store);
  self->lock = g_steal_pointer (&opened->lock);
  opened_free (opened);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  self->watch = penny_store_watch (self->store, NULL, store_changed_cb, self, NULL);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
  look_up_password (self);
}

void
penny_account_runner_start (PennyAccountRunner *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->opening || self->store != NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  self->opening = TRUE;
  g_clear_handle_id (&self->open_again, g_source_remove);
  task = g_task_new (self, NULL, opened_cb, NULL);
  g_task_set_source_tag (task, penny_account_runner_start);
  g_task_run_in_thread (task, open_in_thread);
}

/* --- while it runs --- */

void
penny_account_runner_sync_now (PennyAccountRunner *self)
{
  if (self->worker != NULL)
    penny_worker_sync_now (self->worker);
  else if (self->store != NULL)
    look_up_password (self);
  else
    penny_account_runner_start (self);
}

void
penny_account_runner_want_body (PennyAccountRunner *self, PennyEntryId entry)
{
  if (self->worker != NULL)
    penny_worker_want_body (self->worker, entry);
}

void
penny_account_runner_set_password (PennyAccountRunner *self, PennySecret *password)
{
  if (self->worker != NULL)
    penny_worker_set_passwords (self->worker, password, NULL);
  else if (self->store != NULL)
    start_worker (self, password);
}

void
penny_account_runner_set_network (PennyAccountRunner *self, gboolean available)
{
  self->network = available;
  if (self->worker != NULL)
    penny_worker_set_network (self->worker, available);
}

void
penny_account_runner_set_frugal (PennyAccountRunner *self, gboolean frugal)
{
  self->frugal = frugal;
  if (self->worker != NULL)
    penny_worker_set_frugal (self->worker, frugal);
}

void
penny_account_runner_set_check_interval (PennyAccountRunner *self, guint seconds)
{
  self->check_interval_s = seconds;
}

PennyAccount *
penny_account_runner_get_account (PennyAccountRunner *self)
{
  return self->account;
}

PennyStore *
penny_account_runner_get_store (PennyAccountRunner *self)
{
  return self->store;
}

gboolean
penny_account_runner_is_settled (PennyAccountRunner *self)
{
  return self->settled;
}

/* --- closing --- */

typedef struct {
  PennyWorker *worker;
  PennyStore *store;
  PennyAccountLock *lock;
} Closing;

static void
close_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Closing *closing = task_data;

  if (closing->worker != NULL)
    penny_worker_stop (closing->worker);
  if (closing->store != NULL)
    penny_store_close (closing->store);
  g_clear_pointer (&closing->lock, penny_account_lock_free);
  g_task_return_boolean (task, TRUE);
}

static void
closing_free (gpointer data)
{
  Closing *closing = data;

  g_clear_object (&closing->worker);
  g_clear_object (&closing->store);
  g_clear_pointer (&closing->lock, penny_account_lock_free);
  g_free (closing);
}

void
penny_account_runner_stop_async (PennyAccountRunner *self, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  Closing *closing = g_new0 (Closing, 1);

  g_task_set_source_tag (task, penny_account_runner_stop_async);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->open_again, g_source_remove);
  if (self->watch != 0)
    penny_store_unwatch (self->store, self->watch);
  self->watch = 0;
  closing->worker = g_steal_pointer (&self->worker);
  closing->store = g_steal_pointer (&self->store);
  closing->lock = g_steal_pointer (&self->lock);
  if (closing->worker != NULL)
    penny_worker_silence (closing->worker);
  g_task_set_task_data (task, closing, closing_free);
  g_task_run_in_thread (task, close_in_thread);
}

gboolean
penny_account_runner_stop_finish (PennyAccountRunner *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- the object --- */

static void
penny_account_runner_finalize (GObject *object)
{
  PennyAccountRunner *self = PENNY_ACCOUNT_RUNNER (object);

  g_clear_handle_id (&self->open_again, g_source_remove);
  if (self->watch != 0)
    penny_store_unwatch (self->store, self->watch);
  g_clear_object (&self->worker);
  if (self->store != NULL)
    penny_store_close (self->store);
  g_clear_object (&self->store);
  g_clear_pointer (&self->lock, penny_account_lock_free);
  g_clear_object (&self->cancellable);
  penny_account_unref (self->account);
  penny_places_unref (self->places);

  G_OBJECT_CLASS (penny_account_runner_parent_class)->finalize (object);
}

static void
penny_account_runner_class_init (PennyAccountRunnerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = penny_account_runner_finalize;

  signals[SIGNAL_OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_STATUS] = g_signal_new ("status", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
penny_account_runner_init (PennyAccountRunner *self)
{
  self->cancellable = g_cancellable_new ();
  self->check_interval_s = 600;
  self->network = TRUE;
}

PennyAccountRunner *
penny_account_runner_new (PennyPlaces *places, PennyAccount *account)
{
  PennyAccountRunner *self = g_object_new (PENNY_TYPE_ACCOUNT_RUNNER, NULL);

  self->places = penny_places_ref (places);
  self->account = penny_account_ref (account);
  return self;
}
