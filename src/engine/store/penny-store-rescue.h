/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Databases that are not sound: found at the start, set aside, carried over as far as they can be read. */
#pragma once

#include "penny-store-database.h"

G_BEGIN_DECLS

/* A quick look at the file's head and length, before SQLite opens it. TRUE for no file at all. */
gboolean penny_rescue_looks_sound (const char *path, GError **error);
/* Where an earlier run met damage (or no table can be read): a close look. DAMAGED when it was right. */
gboolean penny_rescue_check_suspect (PennyDatabase *db, const char *path, GError **error);
/* Sets PATH aside as "PATH.damaged-DATE" and makes a new one with all that can be read. */
PennyDatabase *penny_rescue (const char *path, GError **error);
/* Deletes what was set aside and copied of PATH; for removing an account. */
gboolean penny_rescue_remove_copies (const char *path, GError **error);

G_END_DECLS
