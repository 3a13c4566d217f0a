/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the journal: what becomes of a folder that was made, renamed or deleted here. Writer thread. */
#pragma once

#include "penny-store-journal.h"

G_BEGIN_DECLS

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
