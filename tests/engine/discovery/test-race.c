/* SPDX-License-Identifier: GPL-3.0-or-later */
/* penny-race: several lanes at once, stopped when enough is known, when time is up, when cancelled. */
#include "penny-race.h"

#define N 6

typedef struct {
  guint winner;     /* ends well at once; N: nobody */
  guint hanging;    /* from this lane on they wait until they are stopped */
  int n_ran;        /* atomic */
  GCancellable *cancel_when_run;   /* NULL */
} Plan;

static gboolean
run_lane (guint index, GCancellable *cancellable, gpointer data, GError **error)
{
  Plan *plan = data;

  g_atomic_int_inc (&plan->n_ran);
  if (plan->cancel_when_run && g_atomic_int_get (&plan->n_ran) == N)
    g_cancellable_cancel (plan->cancel_when_run);
  if (index == plan->winner)
    return TRUE;
  if (index >= plan->hanging)
    {
      GPollFD fd;

      g_assert_true (g_cancellable_make_pollfd (cancellable, &fd));
      g_poll (&fd, 1, -1);
      g_cancellable_release_fd (cancellable);
      g_assert_true (g_cancellable_set_error_if_cancelled (cancellable, error));
      return FALSE;
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "lane %u", index);
  return FALSE;
}

static gboolean
one_is_enough (const PennyRaceLane *lanes, guint n_lanes, gint64 *deadline, gpointer data)
{
  for (guint i = 0; i < n_lanes; i++)
    if (lanes[i].state == PENNY_RACE_OK)
      return TRUE;
  return FALSE;
}

static gboolean
hurry_up (const PennyRaceLane *lanes, guint n_lanes, gint64 *deadline, gpointer data)
{
  *deadline = 0;
  return FALSE;
}

static void
test_enough (void)
{
  Plan plan = { 2, 0, 0, NULL };
  PennyRaceLane *lanes = penny_race_run (N, run_lane, one_is_enough, &plan, 600000, NULL);

  for (guint i = 0; i < N; i++)
    g_assert_cmpint (lanes[i].state, ==, i == 2 ? PENNY_RACE_OK : PENNY_RACE_RUNNING);
  g_assert_cmpint (plan.n_ran, ==, N);
  penny_race_free (lanes, N);
}

static void
test_all_fail (void)
{
  Plan plan = { N, N, 0, NULL };
  PennyRaceLane *lanes = penny_race_run (N, run_lane, one_is_enough, &plan, 600000, NULL);

  for (guint i = 0; i < N; i++)
    {
      g_autofree char *expected = g_strdup_printf ("lane %u", i);

      g_assert_cmpint (lanes[i].state, ==, PENNY_RACE_FAILED);
      g_assert_cmpstr (lanes[i].error->message, ==, expected);
    }
  penny_race_free (lanes, N);
}

static void
test_time_is_up (void)
{
  Plan limit = { N, 0, 0, NULL }, nearer = { 1, 0, 0, NULL };
  PennyRaceLane *lanes = penny_race_run (N, run_lane, one_is_enough, &limit, 20, NULL);

  for (guint i = 0; i < N; i++)
    g_assert_cmpint (lanes[i].state, ==, PENNY_RACE_RUNNING);
  penny_race_free (lanes, N);
  lanes = penny_race_run (N, run_lane, hurry_up, &nearer, 600000, NULL);
  g_assert_cmpint (lanes[1].state, ==, PENNY_RACE_OK);
  penny_race_free (lanes, N);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Plan plan = { N, 0, 0, cancellable };
  PennyRaceLane *lanes = penny_race_run (N, run_lane, one_is_enough, &plan, 600000, cancellable);

  for (guint i = 0; i < N; i++)
    g_assert_error (lanes[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  penny_race_free (lanes, N);
  plan.cancel_when_run = NULL; /* and before the start */
  lanes = penny_race_run (N, run_lane, one_is_enough, &plan, 600000, cancellable);
  g_assert_error (lanes[0].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  penny_race_free (lanes, N);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/enough", test_enough);
  g_test_add_func ("/race/all-fail", test_all_fail);
  g_test_add_func ("/race/time-is-up", test_time_is_up);
  g_test_add_func ("/race/cancelled", test_cancelled);
  return g_test_run ();
}
