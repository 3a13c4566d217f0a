/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trying several things at once on helper threads, until enough is known or time is up. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  PENNY_RACE_RUNNING,
  PENNY_RACE_OK,
  PENNY_RACE_FAILED,
} PennyRaceState;

typedef struct {
  PennyRaceState state;
  GError *error;   /* owned; only when FAILED */
} PennyRaceLane;

/* Lane INDEX; blocks on a helper thread, must obey CANCELLABLE. */
typedef gboolean (*PennyRaceFunc) (guint index, GCancellable *cancellable, gpointer data, GError **error);
/* Asked after each end, on the caller's thread: TRUE stops the rest. May bring *DEADLINE (monotonic
 * µs) nearer. */
typedef gboolean (*PennyRaceEnoughFunc) (const PennyRaceLane *lanes, guint n_lanes, gint64 *deadline,
                                         gpointer data);

/* Runs N_LANES at once and waits for ENOUGH, the end of all, the time limit or CANCELLABLE; then stops
 * and joins the rest, which stay RUNNING in the result. Full array; free with penny_race_free(). */
PennyRaceLane *penny_race_run (guint n_lanes, PennyRaceFunc func, PennyRaceEnoughFunc enough,
                               gpointer data, guint time_limit_ms, GCancellable *cancellable);
void penny_race_free (PennyRaceLane *lanes, guint n_lanes);

G_END_DECLS
