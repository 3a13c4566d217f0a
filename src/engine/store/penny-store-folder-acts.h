/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the journal: what becomes of a folder that was made, renamed or deleted here. Writer thread. */
#pragma once

#include "penny-store-journal.h"

G_BEGIN_DECLS

/* Which folders lie below one, by a column of names: ?1 is its name, ?2 the delimiter. */
#define PENNY_FOLDER_BELOW(column) "substr (" column ", 1, length (?1) + 1) = ?1 || ?2"
#define PENNY_FOLDER_SHOWN "coalesce (wanted, path)"

/* --- penny-store-folder-ends.c --- */

/* The delimiter as text, in BUFFER; one that no name has where there is none. */
const char *penny_folder_act_delimiter (const PennyFolder *folder, char buffer[2]);
/* What was put below OLD after operation AFTER is owed below NEW. What was before is done before. */
gboolean penny_folder_act_redirect (PennyTransaction *t, const PennyFolder *folder, PennyOperationId after,
                                    const char *old, const char *new, GError **error);
/* FOLDER is shown as NEW instead of OLD, with what lies below it; not another one that the server calls OLD. */
gboolean penny_folder_act_show (PennyTransaction *t, const PennyFolder *folder, const char *old, const char *new,
                                GError **error);

/* The server has made or renamed OP's folder: it is called PLACE there. */
gboolean penny_folder_act_named (PennyTransaction *t, const PennyJournalRow *op, const char *place, GError **error);
gboolean penny_folder_act_deleted (PennyTransaction *t, const PennyJournalRow *op, GError **error);
/* The server will not: things are shown as they are there. */
gboolean penny_folder_act_drop (PennyTransaction *t, PennyJournalRow *op, GError **error);

/* --- penny-store-folders.c --- */

/* The folder goes; what was on its way into it goes back, uploads are kept on this computer. */
gboolean penny_folders_remove (PennyTransaction *t, PennyFolderId folder, GError **error);
/* The server calls FOLDER, with all below it, PATH. */
gboolean penny_folders_rename (PennyTransaction *t, const PennyFolder *folder, const char *path, GError **error);
/* … in what is owed. */
gboolean penny_folders_rename_in_journal (PennyTransaction *t, const PennyFolder *folder, const char *path,
                                          GError **error);

G_END_DECLS
