/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads on the reader thread. */
#pragma once

#include "penny-store-private.h"

G_BEGIN_DECLS

/* Runs one queued read (taken over) with the reader's connection. Reader thread. */
void penny_read_job_run (gpointer job, PennyDatabase *db);

/* Lets the index catch up, if WORDS need it, for at most MICROSECONDS. Before a transaction. */
void penny_read_before_search (PennyStore *self, const char *words, gint64 microseconds);
/* Finds entries by words; shared by both forms. Of PennyEntryId. */
GArray *penny_read_search (PennyDatabase *db, const char *words, PennyFolderId folder, guint limit,
                           GError **error);

G_END_DECLS
