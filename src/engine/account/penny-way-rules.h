/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule table of the four ways: what each of them does to a letter. The engine obeys it, and
 * whatever explains the ways (the playable post office, the dry run, the adviser) reads it, so that
 * no picture can promise what the engine does not do. Immutable; any thread. */
#pragma once

#include "penny-types.h"

G_BEGIN_DECLS

#define PENNY_N_WAYS (PENNY_WAY_TAKE_HOME + 1)

/* When this computer has the original removed from the box, other than by sharing the box itself. */
typedef enum {
  PENNY_CLEARS_NEVER,
  /* Once it is thrown away here; also N days after it was collected, where N is not "never". */
  PENNY_CLEARS_THROWN_AWAY_OR_OLD,
  /* N days after it is safely stored here; 0 is at once. */
  PENNY_CLEARS_ONCE_STORED,
} PennyClears;

typedef struct {
  PennyWay way;
  PennyProtocol protocol;               /* of the incoming server */
  PennyClears clears;
  gboolean read_seen_elsewhere;         /* a letter read on one device is read on all */
  gboolean thrown_away_seen_elsewhere;  /* one thrown away here is gone for the others, too */
  gboolean folders_shared;              /* folders lie at the post office; else this computer's own */
  gboolean sent_kept_in_box;            /* letters sent from here are filed there; else only here */
} PennyWayRules;

/* Never NULL; static. An unknown WAY gives the rules of the photocopy, which removes nothing. */
const PennyWayRules *penny_way_rules_get (PennyWay way);

/* Letters stay in the box as far as this computer is concerned: FALSE only where it takes them home. */
gboolean penny_way_rules_letters_stay (const PennyWayRules *self);

/* Whether, and from when on, a letter that is stored here may be cleared at the post office. COLLECTED
 * and *WHEN (0: at once) are Unix seconds; DAYS is the setting of the way (-1: by days never). FALSE: it
 * stays. */
gboolean penny_way_rules_get_clearing_time (const PennyWayRules *self, int days, gboolean thrown_away,
                                            gint64 collected, gint64 *when);

G_END_DECLS
