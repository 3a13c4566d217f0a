/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long to wait before the next try: growing pauses with jitter, so that a thousand programs do
 * not come back to a server in the same second. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint failures;   /* in a row */
} PennyBackoff;

/* Notes one more failure; the pause in ms: 2 s, 4 s, … up to 10 min, each ± 25 % by RANDOM (0…1). */
gint64 penny_backoff_next (PennyBackoff *self, double random);
void penny_backoff_reset (PennyBackoff *self);

G_END_DECLS
