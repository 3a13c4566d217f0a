/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML turned into readable plain text, for previews, search and people who want no HTML. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* HTML is UTF-8 and hostile. Tags go, entities are decoded, block elements become lines, the text
 * of links stays. At most about MAX_BYTES (0: no limit) of valid UTF-8. Linear in time. Full. */
char *penny_html_to_text (const char *html, gsize max_bytes);

/* The character that the entity at P ("&amp;", "&#228;", "&#xe4;") stands for; LENGTH gets its
 * bytes. 0 when P opens none. */
gunichar penny_html_entity (const char *p, gsize *length);

G_END_DECLS
