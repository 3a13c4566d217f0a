/* SPDX-License-Identifier: GPL-3.0-or-later */
/* format=flowed (RFC 3676): paragraphs that travel as short lines and arrive as paragraphs. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TEXT has LF lines. Lines that flow are joined; quote marks come out as "> " and ">> ". Full. */
char *penny_flowed_decode (const char *text, gboolean del_sp);
/* Wraps at blanks near 72 columns, quotes included; trailing blanks go (RFC 3676 §4.2), lines that
 * could be misread are space-stuffed. TEXT has LF lines. Full. */
char *penny_flowed_encode (const char *text);

G_END_DECLS
