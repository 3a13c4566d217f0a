/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stranger's HTML made ready for the letter view: wrapped in a document of ours, with what has
 * no business in a letter taken out. The first of several walls; the view's content policy, filter
 * and sandbox are the others. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  PENNY_HTML_DEFAULT = 0,
  PENNY_HTML_REMOTE_PICTURES = 1 << 0,   /* the policy lets http: and https: pictures in */
} PennyHtmlFlags;

/* HTML is UTF-8. Written anew tag by tag, attributes quoted; without script, base, meta, link,
 * frames, plug-ins, SVG and MathML elements, on… handlers, script addresses, comments. The result
 * has a content policy and a colour-scheme style of ours. REMOTE (may be NULL) gets the addresses
 * (of char *, free with g_ptr_array_unref()) of what it would fetch from elsewhere, no doubles, at most
 * 1,000. Any thread; linear in time. Full. */
char *penny_html_prepare (const char *html, PennyHtmlFlags flags, GPtrArray **remote);

G_END_DECLS
