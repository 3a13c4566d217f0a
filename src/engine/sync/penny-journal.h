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
 * one of the same entry is not finished. NULL when there is none; *NEXT_TIME (may be NULL) is then
 * the time of the first that will be due, 0 = none. Full array of borrowed PennyOperation. */
GPtrArray *penny_journal_next_group (GPtrArray *operations, guint kinds, gint64 now, gint64 *next_time);

G_END_DECLS
