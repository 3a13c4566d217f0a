/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing, jittered pauses. */
#include "penny-backoff.h"

#define FIRST_MS 2000
#define LONGEST_MS (10 * 60 * 1000)

gint64
penny_backoff_next (PennyBackoff *self, double random)
{
  gint64 pause = FIRST_MS;

  for (guint i = 0; i < self->failures && pause < LONGEST_MS; i++)
    pause *= 2;
  self->failures++;

  return (gint64) ((double) MIN (pause, LONGEST_MS) * (0.75 + 0.5 * random));
}

void
penny_backoff_reset (PennyBackoff *self)
{
  self->failures = 0;
}
