/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the operations that the server is owed come next, and which of them make one command.
 * Pure: works on a list as penny_store_list_operations() gives it. */
#pragma once

#include "penny-store-sync.h"

G_BEGIN_DECLS

#define PENNY_JOURNAL_MAX_GROUP 500

/* The next group among OPERATIONS (PennyOperation, oldest first) whose kind is in KINDS (a bit set
 * of 1 << PennyOperationKind) and whose time has come at NOW (Unix seconds): one operation, or
 * several of the same kind, folder and effect, for one command. An operation waits while an older
 * one of the same entry is not finished (of folders: an older one of any folder), and one on letters of a
 * folder until the server has made it; a folder is deleted when nothing else is owed for it. NULL when there
 * is none; *NEXT_TIME (may be NULL) is then the time of the first that will be due, 0 = none. Full array of
 * borrowed PennyOperation. */
GPtrArray *penny_journal_next_group (GPtrArray *operations, guint kinds, gint64 now, gint64 *next_time);

/* One command does for both. */
gboolean penny_journal_is_alike (const PennyOperation *a, const PennyOperation *b);

/* The person may take an operation back at any moment: one that the store does not know any more
 * needs nothing. TRUE and *LOCAL cleared then, else *LOCAL handed over to ERROR. */
gboolean penny_journal_forgive (GError **local, GError **error);

G_END_DECLS
