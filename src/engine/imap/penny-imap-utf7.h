/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Modified UTF-7, the spelling of mailbox names (RFC 3501 §5.1.3, RFC 9051 appendix A). Strict:
 * what is decoded encodes to the same bytes again. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* NAME (LENGTH bytes) as UTF-8, full. Plain 8-bit UTF-8, which IMAP4rev2 and some rev1 servers
 * send, is taken as it stands. NULL when it is neither, when another spelling would be the right
 * one, or when it holds control characters. */
char *penny_imap_utf7_decode (const char *name, gsize length);

/* PATH (UTF-8) in modified UTF-7, full; ASCII only. NULL when PATH is not UTF-8 or holds control
 * characters. */
char *penny_imap_utf7_encode (const char *path);

G_END_DECLS
