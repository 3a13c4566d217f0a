/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folders of all accounts, a section each: what the folder pane shows. Follows the stores. */
#pragma once

#include <adwaita.h>

#include "penny-account.h"
#include "penny-store.h"

G_BEGIN_DECLS

#define PENNY_TYPE_FOLDER_LIST (penny_folder_list_get_type ())
G_DECLARE_FINAL_TYPE (PennyFolderList, penny_folder_list, PENNY, FOLDER_LIST, AdwBin)

/* Signals: "selected" (another folder is selected, or the selected one is gone);
 * "activated" (the person clicked or pressed Enter on one). */
GtkWidget *penny_folder_list_new (void);
void penny_folder_list_add_account (PennyFolderList *self, PennyAccount *account, PennyStore *store);
void penny_folder_list_remove_account (PennyFolderList *self, const char *account_id);

/* What is selected; NULL when nothing is. Borrowed. */
PennyFolder *penny_folder_list_get_folder (PennyFolderList *self);
const char *penny_folder_list_get_account_id (PennyFolderList *self);
/* FALSE when there is no such folder. */
gboolean penny_folder_list_select (PennyFolderList *self, const char *account_id, PennyFolderId folder);
gboolean penny_folder_list_select_role (PennyFolderList *self, const char *account_id, PennyRole role);
/* Selects this account's inbox, now or as soon as there is one, unless the person goes elsewhere before. */
void penny_folder_list_await_inbox (PennyFolderList *self, const char *account_id);
void penny_folder_list_grab_focus (PennyFolderList *self);

G_END_DECLS
