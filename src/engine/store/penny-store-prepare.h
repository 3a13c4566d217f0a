/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of many letters, made ready on a helper thread while the writer gives those before to the index: unpacking
 * and reading a letter takes about a third of the time that indexing it takes. */
#pragma once

#include "penny-store-private.h"

G_BEGIN_DECLS

typedef struct _PennyPreparer PennyPreparer;

/* For messages IDS (of PennyMessageId), which are read through DB as they come near. Both must outlive it. */
PennyPreparer *penny_preparer_new (PennyDatabase *db, const GArray *ids);
/* The words of the next one, as penny_index_find_words() gives them. Full. Not more often than there are IDS. */
char **penny_preparer_next (PennyPreparer *self);
/* Also before all have been asked for. */
void penny_preparer_free (PennyPreparer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyPreparer, penny_preparer_free)

G_END_DECLS
