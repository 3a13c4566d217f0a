/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thread a lane, one queue for their ends; the caller alone looks at the results. */
#include "penny-race.h"

#include "penny-thread.h"

typedef struct {
  PennyRaceFunc func;
  gpointer data;
  GCancellable *stop;   /* owned */
  GAsyncQueue *ended;   /* of Runner, borrowed from the array of the caller */
} Race;

typedef struct {
  Race *race;
  guint index;
  GThread *thread;
  gboolean ok;
  GError *error;
} Runner;

static gpointer
run_lane (gpointer data)
{
  Runner *runner = data;
  Race *race = runner->race;

  runner->ok = race->func (runner->index, race->stop, race->data, &runner->error);
  g_async_queue_push (race->ended, runner);
  return NULL;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_cancellable_cancel (data);
}

static void
take_result (Runner *runner, PennyRaceLane *lane)
{
  lane->state = runner->ok ? PENNY_RACE_OK : PENNY_RACE_FAILED;
  lane->error = g_steal_pointer (&runner->error);
}

static void
wait_for_lanes (Race *race, PennyRaceLane *lanes, guint n_lanes, PennyRaceEnoughFunc enough,
                gint64 deadline)
{
  for (guint n_ended = 0; n_ended < n_lanes; n_ended++)
    {
      gint64 left = deadline - g_get_monotonic_time ();
      Runner *runner = left > 0 ? g_async_queue_timeout_pop (race->ended, (guint64) left)
                                : g_async_queue_try_pop (race->ended);

      if (runner == NULL)
        return;
      take_result (runner, &lanes[runner->index]);
      if (enough (lanes, n_lanes, &deadline, race->data))
        return;
    }
}

PennyRaceLane *
penny_race_run (guint n_lanes, PennyRaceFunc func, PennyRaceEnoughFunc enough, gpointer data,
                guint time_limit_ms, GCancellable *cancellable)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) time_limit_ms * 1000;
  PennyRaceLane *lanes = g_new0 (PennyRaceLane, n_lanes);
  g_autofree Runner *runners = g_new0 (Runner, n_lanes);
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  g_autoptr (GAsyncQueue) ended = g_async_queue_new ();
  Race race = { func, data, stop, ended };
  gulong handler = 0;

  if (cancellable)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), stop, NULL);
  for (guint i = 0; i < n_lanes; i++)
    {
      runners[i].race = &race;
      runners[i].index = i;
      runners[i].thread = penny_thread_new ("penny-probe", PENNY_THREAD_HELPER, run_lane, &runners[i]);
    }
  wait_for_lanes (&race, lanes, n_lanes, enough, deadline);
  g_cancellable_cancel (stop);
  for (guint i = 0; i < n_lanes; i++)
    {
      g_thread_join (runners[i].thread);
      g_clear_error (&runners[i].error);
    }
  if (cancellable)
    g_cancellable_disconnect (cancellable, handler);
  return lanes;
}

void
penny_race_free (PennyRaceLane *lanes, guint n_lanes)
{
  for (guint i = 0; i < n_lanes; i++)
    g_clear_error (&lanes[i].error);
  g_free (lanes);
}
