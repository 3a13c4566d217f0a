/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a letter must look like on the way to a server (RFC 5321 §2.3.8, §4.5.2), and which
 * addresses may stand in a command. Pure functions; any thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* RAW with every lone CR and LF made CRLF and a CRLF at its end, so that no server can find an end
 * of the letter where another sees none. The same bytes when nothing is to be done. Full. */
GBytes *penny_smtp_body_normalize (GBytes *raw);
/* A normalized letter with a dot before each line that begins with one. Full. */
GBytes *penny_smtp_body_stuff (GBytes *normalized);

/* Bytes above 127 in the header, up to the first empty line. */
gboolean penny_smtp_body_has_8bit_header (GBytes *raw);

/* ADDRESS can stand between < and > of a command: UTF-8, not empty, at most 1,000 bytes, no
 * controls, spaces, < or >. */
gboolean penny_smtp_address_is_safe (const char *address);
/* ADDRESS for a server without SMTPUTF8: its domain in ASCII (IDNA). NULL when the part before the
 * @ is not ASCII, or the domain has no such form. Full. */
char *penny_smtp_address_to_ascii (const char *address);

G_END_DECLS
