/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hiding one secret in a text; penny_secret_hide() does so with every secret that there is. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Puts "•••" in place of SECRET wherever it stands in TEXT (any bytes without NUL): as it is, in either case,
 * with or without white space and the backslashes of a quoted string, and in base64 (RFC 4648 §4, §5) alone
 * or with anything around it, as PLAIN, LOGIN, XOAUTH2 and OAUTHBEARER send it. Of a text that repeats one
 * of fewer than four characters nothing is left. */
void penny_hide (GString *text, const char *secret);

G_END_DECLS
