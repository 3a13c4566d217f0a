/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How one list of ids became another, as few splices as are worth it. */
#pragma once

#include <glib.h>

#include "penny-types.h"

G_BEGIN_DECLS

/* Replace N_REMOVED ids at BEFORE of the old list by N_ADDED ids at AFTER of the new one. */
typedef struct {
  guint before;
  guint n_removed;
  guint after;
  guint n_added;
} PennyIdEdit;

/* The edits from OLD to NEW in ascending order, at most MAX_EDITS (≥ 1): neighbours are joined when
 * there are more. Ids are unique within a list; ids that changed their place count as removed and
 * added. Apply from the last to the first, and BEFORE stays true. GArray of PennyIdEdit, full. */
GArray *penny_id_diff (const PennyEntryId *old_ids, guint n_old, const PennyEntryId *new_ids, guint n_new,
                       guint max_edits);

G_END_DECLS
