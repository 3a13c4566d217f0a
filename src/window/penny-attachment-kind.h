/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which attachments may be opened with a press, and which are programs in disguise. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* TRUE when opening a file of that name, declared type (or NULL) and content (or NULL) could run it:
 * it can be saved, never opened from here. */
gboolean penny_attachment_is_program (const char *file_name, const char *content_type, GBytes *data);

/* What the desktop would take it for: by name first, as the desktop does. Full. */
char *penny_attachment_guess_type (const char *file_name, const char *content_type);

G_END_DECLS
