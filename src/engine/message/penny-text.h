/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes of any or no charset made into valid UTF-8, and UTF-8 made fit for one line on screen. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Converts LENGTH bytes. CHARSET is what the sender claims (may be NULL, unknown or wrong), HINT
 * what is tried when the claim is missing or ASCII (may be NULL). Always ends in valid UTF-8
 * without NUL: what cannot be read becomes U+FFFD. Full. */
char *penny_text_to_utf8 (const char *data, gsize length, const char *charset, const char *hint);

/* Keeps the C library's converter for CHARSET loaded from here on: it would load and drop its module
 * for every single word. Bounded; any thread. */
void penny_text_pin_charset (const char *charset);

/* Line ends and control characters become spaces; bidi overrides, embeddings and isolates, byte
 * order marks and tag characters go; blanks at both ends go. At most MAX_CHARS (0: all). TEXT is
 * valid UTF-8. Full. */
char *penny_text_one_line (const char *text, gsize max_chars);
/* The same with every run of blanks made one space and invisible filler characters removed. */
char *penny_text_squeeze (const char *text, gsize max_chars);

/* TRUE for characters that may not reach a label: controls, bidi overrides, invisible marks. */
gboolean penny_text_is_unsafe_char (gunichar c);

/* CRLF and lone CR become LF, in place. */
void penny_text_unix_lines (char *text);

G_END_DECLS
