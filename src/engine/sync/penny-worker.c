/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker thread: connect, pass, wait; and the few things that other threads may ask of it. */
#include "penny-worker.h"

#include "penny-backoff.h"
#include "penny-error.h"
#include "penny-imap-sync.h"
#include "penny-outbox.h"
#include "penny-pop-sync.h"
#include "penny-status-relay.h"
#include "penny-thread.h"

/* On a metered line, or when the battery is to last, everything is looked at this much less often. What the server
 * tells by itself comes all the same. */
#define FRUGAL_FACTOR 6
/* What the server tells of other folders is gathered for this long at first, and longer while it goes on. */
#define GATHER_S 2
#define GATHER_MAX_S 64
/* A quiet connection is looked at this often; many routers forget one after ten minutes. */
#define IDLE_MS (9 * 60 * 1000)
/* News this soon after the last is no wonder now and then; more often in a row than MAX_RESTLESS it is a fault. */
#define RESTLESS_MS 1000
#define MAX_RESTLESS 20

struct _PennyWorker {
  GObject parent_instance;

  /* set before the thread starts */
  PennySync *sync;               /* owned */
  PennyStatusRelay *relay;       /* owned */
  GThread *thread;
  guint check_interval_s;

  /* asked by the main thread, taken by the worker */
  GMutex lock;
  GArray *wanted;                /* PennyEntryId */
  PennySecret *new_password;     /* owned; NULL = no change */
  PennySecret *new_outgoing;
  int sync_asked;                /* atomic */
  int network;                   /* atomic */
  int network_came;              /* atomic; it came or changed since the worker last tried */
  int frugal;                    /* atomic */
  int called;                    /* atomic; somebody did something about a failure since then */
  int wished;                    /* atomic; somebody looks at a letter that is not here */

  /* the worker's own */
  PennyImapSync *imap;           /* owned; NULL = not connected */
  gint64 last_pass;              /* monotonic µs, 0 = never */
  guint n_restless;              /* how often in a row there was news at once */
  gint64 gather_s;
  PennyBackoff backoff;
};

G_DEFINE_FINAL_TYPE (PennyWorker, penny_worker, G_TYPE_OBJECT)

/* --- the worker's side --- */

static gboolean
is_stopped (PennyWorker *self)
{
  return g_cancellable_is_cancelled (self->sync->cancellable);
}

static GArray *
take_wanted (gpointer data)
{
  PennyWorker *self = data;
  GArray *wanted;

  g_mutex_lock (&self->lock);
  wanted = g_steal_pointer (&self->wanted);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (PennyEntryId));
  g_mutex_unlock (&self->lock);
  return wanted;
}

static void
take_passwords (PennyWorker *self)
{
  g_mutex_lock (&self->lock);
  if (self->new_password != NULL)
    {
      g_clear_pointer (&self->sync->password, penny_secret_unref);
      self->sync->password = g_steal_pointer (&self->new_password);
      g_clear_pointer (&self->sync->outgoing_password, penny_secret_unref);
      self->sync->outgoing_password = g_steal_pointer (&self->new_outgoing);
    }
  g_mutex_unlock (&self->lock);
}

/* Sleeps until the wake is rung, the end is asked for or TIMEOUT_MS are over (-1 = never). */
static void
nap (PennyWorker *self, gint64 timeout_ms)
{
  GPollFD fds[2] = { { .fd = penny_wake_get_fd (self->sync->wake), .events = G_IO_IN }, { .fd = -1 } };
  guint n = 1;

  if (g_cancellable_make_pollfd (self->sync->cancellable, &fds[1]))
    n = 2;
  g_poll (fds, n, timeout_ms < 0 ? -1 : (int) MIN (timeout_ms, G_MAXINT));
  if (n == 2)
    g_cancellable_release_fd (self->sync->cancellable);
  penny_wake_clear (self->sync->wake);
}

/* s; until then the inbox is waited in. */
static gint64
get_pass_interval (PennyWorker *self)
{
  gint64 interval = (gint64) self->check_interval_s * (g_atomic_int_get (&self->frugal) ? FRUGAL_FACTOR : 1);

  return self->imap != NULL && penny_imap_sync_is_elsewhere (self->imap) ? self->gather_s : interval;
}

static gboolean
is_pass_due (PennyWorker *self)
{
  gint64 interval = get_pass_interval (self) * G_USEC_PER_SEC;

  return g_atomic_int_compare_and_exchange (&self->sync_asked, TRUE, FALSE)
         || self->last_pass == 0
         || g_get_monotonic_time () - self->last_pass >= interval;
}

/* How long to wait, in ms: until the next pass or until something that is owed comes due. */
static gint64
get_pause (PennyWorker *self)
{
  gint64 next_due = self->sync->next_due;
  gint64 until_pass = get_pass_interval (self) * 1000
                      - (g_get_monotonic_time () - self->last_pass) / 1000;
  gint64 pause = CLAMP (until_pass, 0, IDLE_MS);

  if (next_due > 0)
    pause = MIN (pause, MAX (0, next_due * 1000 - g_get_real_time () / 1000));
  return pause;
}

/* RETRY_AT: Unix seconds, 0 = not planned. */
static void
tell_failure (PennyWorker *self, const GError *error, PennyPhase phase, gint64 retry_at)
{
  const PennySyncStatus status = {
    .state = penny_error_grade (error).retry == PENNY_NEEDS_PERSON ? PENNY_SYNC_NEEDS_PERSON : PENNY_SYNC_WAITING,
    .phase = phase,
    .error = error,
    .retry_at = retry_at,
  };

  self->sync->tell (&status, self->sync->data);
}

static void
note_success (PennyWorker *self)
{
  const PennySending *sending = &self->sync->sending;

  penny_backoff_reset (&self->backoff);
  penny_sync_tell (self->sync, PENNY_SYNC_IDLE, NULL, 0, 0);
  if (sending->error != NULL)
    tell_failure (self, sending->error, sending->phase, self->sync->next_due);
}

/* Letters do not wait for a long pass; one that fails to leave does not keep others from coming. */
static gboolean
send_letters (PennyWorker *self, GError **error)
{
  gint64 next_letter;

  if (!penny_outbox_attend (self->sync, &next_letter, error))
    return FALSE;

  penny_sync_note_due (self->sync, next_letter, 0);
  return TRUE;
}

/* A server that always has news at once is listened to less often: it must not keep this computer busy. */
static gboolean
listen (PennyWorker *self, GError **error)
{
  gint64 began = g_get_monotonic_time ();
  PennyImapIdle idle = penny_imap_sync_idle (self->imap, get_pause (self), error);

  if (idle != PENNY_IMAP_IDLE_EVENTS || g_get_monotonic_time () - began > RESTLESS_MS * 1000)
    self->n_restless = 0;
  else if (++self->n_restless > MAX_RESTLESS)
    nap (self, RESTLESS_MS);
  return idle != PENNY_IMAP_IDLE_FAILED;
}

static gboolean
run_imap (PennyWorker *self, GError **error)
{
  gint64 next_operation, next_letter;
  g_autoptr (GArray) wanted = NULL;

  if (self->imap == NULL)
    {
      self->imap = penny_imap_sync_connect (self->sync, error);
      if (self->imap == NULL)
        return FALSE;
      penny_imap_sync_set_wanted_func (self->imap, take_wanted, self);
      self->last_pass = 0;
    }

  g_atomic_int_set (&self->sync->yield, FALSE);
  wanted = take_wanted (self);
  if (!penny_imap_sync_wanted (self->imap, wanted, error) || !send_letters (self, error))
    return FALSE;

  if (is_pass_due (self))
    {
      gint64 quiet_s = (g_get_monotonic_time () - self->last_pass) / G_USEC_PER_SEC;

      self->gather_s = quiet_s > 2 * GATHER_MAX_S ? GATHER_S : MIN (2 * self->gather_s, GATHER_MAX_S);
      if (!penny_imap_sync_pass (self->imap, error))
        return FALSE;
      self->last_pass = g_get_monotonic_time ();
    }

  if (!penny_outbox_attend (self->sync, &next_letter, error)
      || !penny_imap_sync_operations (self->imap, &next_operation, error))
    return FALSE;

  penny_sync_note_due (self->sync, next_letter, next_operation);
  note_success (self);
  if (!listen (self, error))
    return FALSE;

  penny_wake_clear (self->sync->wake);
  return TRUE;
}

static gboolean
run_pop (PennyWorker *self, GError **error)
{
  if (!send_letters (self, error))
    return FALSE;

  if (is_pass_due (self))
    {
      if (!penny_pop_sync_pass (self->sync, error))
        return FALSE;
      self->last_pass = g_get_monotonic_time ();
    }

  if (!send_letters (self, error))
    return FALSE;

  note_success (self);
  nap (self, get_pause (self));
  return TRUE;
}

/* Has somebody asked, or has something changed, so that trying again makes sense? */
static gboolean
is_called (PennyWorker *self, gboolean needs_person)
{
  return is_stopped (self) || g_atomic_int_get (&self->called) || g_atomic_int_get (&self->network_came)
         || (!needs_person && g_atomic_int_get (&self->wished)) || !g_atomic_int_get (&self->network);
}

/* The wake is rung for every letter that is marked read, too: a wrong password must not be tried
 * that often. PAUSE_MS -1 = without end. */
static void
nap_until_called (PennyWorker *self, gboolean needs_person, gint64 pause_ms)
{
  gint64 end = g_get_monotonic_time () + pause_ms * 1000;

  while (!is_called (self, needs_person))
    {
      gint64 left_ms = (end - g_get_monotonic_time ()) / 1000;

      if (pause_ms >= 0 && left_ms <= 0)
        return;
      nap (self, pause_ms < 0 ? -1 : left_ms);
    }
}

static void
recover (PennyWorker *self, const GError *error)
{
  PennyErrorGrade grade = penny_error_grade (error);
  gint64 pause_ms;

  g_clear_pointer (&self->imap, penny_imap_sync_free);
  /* Whoever asked for the pass that failed is owed one still. */
  self->last_pass = 0;
  if (is_stopped (self))
    return;

  if (grade.retry == PENNY_NEEDS_PERSON)
    {
      /* A full disk is made room on without telling us; a password is not tried again unasked. */
      pause_ms = error->domain == PENNY_STORE_ERROR ? (gint64) self->check_interval_s * 1000 : -1;
      tell_failure (self, error, self->sync->phase, 0);
      nap_until_called (self, TRUE, pause_ms);
      return;
    }

  /* A line that broke once is simply dialled again. */
  if (grade.retry == PENNY_RETRY_NOW && self->backoff.failures == 0)
    {
      self->backoff.failures++;
      return;
    }

  pause_ms = penny_backoff_next (&self->backoff, g_random_double ());
  tell_failure (self, error, self->sync->phase, (g_get_real_time () / 1000 + pause_ms) / 1000);
  nap_until_called (self, FALSE, pause_ms);
}

/* A changed network or a person who asks makes old failures worthless. */
static void
take_calls (PennyWorker *self)
{
  gboolean came = g_atomic_int_compare_and_exchange (&self->network_came, TRUE, FALSE);
  gboolean called = g_atomic_int_compare_and_exchange (&self->called, TRUE, FALSE);

  g_atomic_int_set (&self->wished, FALSE);
  take_passwords (self);
  if (came)
    penny_backoff_reset (&self->backoff);
  if (came || called)
    penny_outbox_ask_again (self->sync);
}

static gpointer
work (gpointer data)
{
  PennyWorker *self = data;
  gboolean is_imap = penny_account_get_rules (self->sync->account)->protocol == PENNY_PROTOCOL_IMAP;

  while (!is_stopped (self))
    {
      g_autoptr (GError) error = NULL;

      take_calls (self);
      if (!g_atomic_int_get (&self->network))
        {
          g_clear_pointer (&self->imap, penny_imap_sync_free);
          penny_sync_tell (self->sync, PENNY_SYNC_OFFLINE, NULL, 0, 0);
          nap (self, -1);
          continue;
        }
      if (!(is_imap ? run_imap (self, &error) : run_pop (self, &error)))
        recover (self, error);
    }

  if (self->imap != NULL)
    g_clear_pointer (&self->imap, penny_imap_sync_free);
  return NULL;
}

/* --- the main thread's side --- */

static void
ring (PennyWorker *self)
{
  g_atomic_int_set (&self->sync->yield, TRUE);
  penny_wake_ring (self->sync->wake);
}

static void
operation_added_cb (gpointer data)
{
  ring (data);
}

static void
penny_worker_finalize (GObject *object)
{
  PennyWorker *self = PENNY_WORKER (object);

  penny_worker_stop (self);
  g_clear_pointer (&self->sync, penny_sync_free);
  g_clear_pointer (&self->relay, penny_status_relay_free);
  g_array_unref (self->wanted);
  g_clear_pointer (&self->new_password, penny_secret_unref);
  g_clear_pointer (&self->new_outgoing, penny_secret_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (penny_worker_parent_class)->finalize (object);
}

static void
penny_worker_class_init (PennyWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = penny_worker_finalize;
}

static void
penny_worker_init (PennyWorker *self)
{
  g_mutex_init (&self->lock);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (PennyEntryId));
  self->check_interval_s = 600;
  self->gather_s = GATHER_S;
  self->network = TRUE;
}

PennyWorker *
penny_worker_new (PennyAccount *account, PennyStore *store, PennySecret *password,
                  PennySecret *outgoing_password, PennySyncFunc func, gpointer data)
{
  PennyWorker *self = g_object_new (PENNY_TYPE_WORKER, NULL);

  self->relay = penny_status_relay_new (func, data);
  self->sync = penny_sync_new (account, store, password, outgoing_password,
                               penny_status_relay_push, self->relay);
  return self;
}

void
penny_worker_set_check_interval (PennyWorker *self, guint seconds)
{
  g_return_if_fail (self->thread == NULL);

  self->check_interval_s = MAX (seconds, 1);
}

void
penny_worker_start (PennyWorker *self)
{
  g_return_if_fail (self->thread == NULL);

  penny_store_set_operation_notify (self->sync->store, operation_added_cb, self);
  self->thread = penny_thread_new ("penny-worker", PENNY_THREAD_WORKER, work, self);
}

void
penny_worker_silence (PennyWorker *self)
{
  penny_status_relay_stop (self->relay);
}

void
penny_worker_stop (PennyWorker *self)
{
  if (self->thread == NULL)
    return;

  penny_store_set_operation_notify (self->sync->store, NULL, NULL);
  g_cancellable_cancel (self->sync->cancellable);
  g_thread_join (g_steal_pointer (&self->thread));
  penny_status_relay_stop (self->relay);
}

void
penny_worker_sync_now (PennyWorker *self)
{
  g_atomic_int_set (&self->sync_asked, TRUE);
  g_atomic_int_set (&self->called, TRUE);
  ring (self);
}

void
penny_worker_want_body (PennyWorker *self, PennyEntryId entry)
{
  g_mutex_lock (&self->lock);
  g_array_append_val (self->wanted, entry);
  g_mutex_unlock (&self->lock);
  g_atomic_int_set (&self->wished, TRUE);
  ring (self);
}

void
penny_worker_set_passwords (PennyWorker *self, PennySecret *password, PennySecret *outgoing_password)
{
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->new_password, penny_secret_unref);
  g_clear_pointer (&self->new_outgoing, penny_secret_unref);
  self->new_password = penny_secret_ref (password);
  self->new_outgoing = outgoing_password != NULL ? penny_secret_ref (outgoing_password) : NULL;
  g_mutex_unlock (&self->lock);
  penny_worker_sync_now (self);
}

void
penny_worker_set_network (PennyWorker *self, gboolean available)
{
  /* Told again while it is there, it is another one (Wi-Fi after cable, waking from sleep): the
   * worker finds out whether its connection is still alive. */
  g_atomic_int_set (&self->network, available);
  if (available)
    g_atomic_int_set (&self->network_came, TRUE);
  ring (self);
}

void
penny_worker_set_frugal (PennyWorker *self, gboolean frugal)
{
  /* The worker counts its pause anew. */
  if (g_atomic_int_exchange (&self->frugal, frugal) != frugal)
    ring (self);
}
