/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search index, which follows the letters: whoever adds or takes a message leaves a mark in the
 * same transaction, and the writer thread brings the index in step when it has nothing else to do.
 * FTS5 writes what it gathered at every savepoint, so among other statements each letter would
 * become a segment of its own. */
#pragma once

#include "penny-store-private.h"
#include "penny-summary.h"

G_BEGIN_DECLS

/* A new message waits for the index. Its words are read from its body; without one (HAS_BODY FALSE)
 * they are kept. */
gboolean penny_index_add (PennyDatabase *db, PennyMessageId message, const PennySummary *summary,
                          gint64 date, gboolean has_body, GError **error);
/* Whether a header still waits for the index, so that its words may be others when it comes to it. */
gboolean penny_index_expects_body (PennyDatabase *db, PennyMessageId message, gboolean *expects, GError **error);
/* The body of such a one is here. */
gboolean penny_index_complete (PennyDatabase *db, PennyMessageId message, GError **error);
/* The row of a message is gone: lets go of its body and words, now or, since a contentless index
 * must be told the words again to forget them, when the index has forgotten it. */
gboolean penny_index_remove (PennyDatabase *db, PennyMessageId message, GError **error);
/* An empty index, everything marked; words for messages that lost body and words. In a transaction. */
gboolean penny_index_start_anew (PennyDatabase *db, GError **error);

typedef gboolean (*PennyIndexStopFunc) (gpointer data);

/* Brings up to LIMIT messages in step, the newest first, in a transaction of its own that ends early when STOP says so.
 * ALL: also headers whose body is expected and messages that are gone. Gives how many, 0: none is left, -1: ERROR.
 * Many at once cost less each: FTS5 sorts what it gathered at every commit, and merges what it wrote. Writer thread. */
int penny_index_follow (PennyDatabase *db, gboolean all, guint limit, PennyIndexStopFunc stop, gpointer data,
                        GError **error);
guint penny_index_count (PennyDatabase *db);
/* The words of a message as the index has or will have them (see penny-store-words.h), NULL when they are lost. Full.
 * Also for readers. */
char **penny_index_find_words (PennyDatabase *db, PennyMessageId message);

G_END_DECLS
