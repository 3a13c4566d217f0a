/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a small JSON object (RFC 8259) from a stranger, strictly and within limits, into a flat table. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PENNY_JSON_SIZE_MAX (64 * 1024)
#define PENNY_JSON_DEPTH_MAX 8
#define PENNY_JSON_VALUES_MAX 1024

/* TEXT (LENGTH bytes, one JSON object and nothing else) as path → text: strings unescaped, numbers as
 * they stand, "true" and "false"; null values are left out. The path of a member is its name, of one
 * within objects and lists "outer.inner" and "list.0". Of two members of one name the last counts.
 * NULL + G_IO_ERROR_INVALID_DATA for what is not JSON, not UTF-8, has U+0000 in a string or breaks a
 * limit above; the message never repeats the text. The values are wiped with the table. Any thread. Full. */
GHashTable *penny_json_read (const char *text, gsize length, GError **error);

G_END_DECLS
