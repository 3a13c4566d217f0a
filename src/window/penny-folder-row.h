/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One folder in the folder pane: icon, name, unread count. */
#pragma once

#include <gtk/gtk.h>

#include "penny-store.h"

G_BEGIN_DECLS

#define PENNY_TYPE_FOLDER_ROW (penny_folder_row_get_type ())
G_DECLARE_FINAL_TYPE (PennyFolderRow, penny_folder_row, PENNY, FOLDER_ROW, GtkListBoxRow)

GtkWidget *penny_folder_row_new (const char *account_id, PennyFolder *folder);
/* The same folder with other counts or another name. */
void penny_folder_row_set_folder (PennyFolderRow *self, PennyFolder *folder);
PennyFolder *penny_folder_row_get_folder (PennyFolderRow *self);
const char *penny_folder_row_get_account_id (PennyFolderRow *self);

G_END_DECLS
