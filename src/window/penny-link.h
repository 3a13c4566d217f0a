/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links in letters: where they really lead, and the question before one is opened. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The host that URI leads to, in ASCII (so that look-alike letters show), for mailto: the address;
 * NULL when it is no link that we open (only http, https and mailto are). Full. */
char *penny_link_dup_target (const char *uri);

/* TRUE when TEXT names a host itself and it is another one than URI's: a common trick. */
gboolean penny_link_text_deceives (const char *uri, const char *text);

/* Shows where URI leads and opens it outside if the person wants to. TEXT: what it stood under, or
 * NULL. */
void penny_link_confirm (GtkWindow *parent, const char *uri, const char *text);

/* One http(s) or mailto link in plain text. */
typedef struct {
  guint start;   /* bytes */
  guint length;
} PennyLinkSpan;

/* All links in TEXT, at most LIMIT. GArray of PennyLinkSpan, full. */
GArray *penny_link_find_all (const char *text, guint limit);

G_END_DECLS
