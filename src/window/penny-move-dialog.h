/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Move to…": a folder of the same account, found by typing. */
#pragma once

#include <adwaita.h>

#include "penny-store.h"

G_BEGIN_DECLS

#define PENNY_TYPE_MOVE_DIALOG (penny_move_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PennyMoveDialog, penny_move_dialog, PENNY, MOVE_DIALOG, AdwWindow)

/* Signal "chosen" (gint64 folder id, name). EXCEPT: the folder the letter is in. */
GtkWidget *penny_move_dialog_new (GtkWindow *parent, PennyStore *store, PennyFolderId except);
void penny_move_dialog_set_filter (PennyMoveDialog *self, const char *words);

G_END_DECLS
