/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What folders are called on screen and how they are drawn. */
#pragma once

#include "penny-store.h"

G_BEGIN_DECLS

/* The translated name for folders with a role, else the folder's own. Borrowed from FOLDER. */
const char *penny_folder_words_name (const PennyFolder *folder);
const char *penny_folder_words_icon (const PennyFolder *folder);
/* How deep it is below its parents that are no namespace of the server ("INBOX." does not count). */
guint penny_folder_words_depth (const PennyFolder *folder);
/* Lists of these folders show who a letter goes to. */
gboolean penny_folder_words_shows_recipients (PennyRole role);
/* One sentence for a folder without letters. */
const char *penny_folder_words_empty (PennyRole role);

G_END_DECLS
