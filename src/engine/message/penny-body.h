/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parts of a message are its text, which are attachments, and the text itself. Private to
 * message/. */
#pragma once

#include "penny-mime.h"

G_BEGIN_DECLS

typedef struct {
  PennyMime *mime;            /* borrowed */
  GArray *text;               /* of guint: leaves to read as plain text, in order */
  GArray *html;               /* of guint: leaves to show when HTML is wanted, in order */
  gboolean has_html;          /* one of HTML's is text/html */
  const char *hint;           /* charset of the first text; borrowed, or NULL */
} PennyBody;

PennyBody *penny_body_new (PennyMime *mime);
void penny_body_free (PennyBody *self);

/* To be listed below the letter. Pictures that the HTML shows by Content-ID are not; whether it
 * really does is not looked at here. */
gboolean penny_body_is_attachment (PennyBody *self, guint index);

/* The text of all text parts, at most about MAX bytes (0: all): UTF-8, LF lines, format=flowed
 * undone, HTML turned to text where there is no plain text. Full. */
char *penny_body_dup_text (PennyBody *self, gsize max);
/* The same as HTML; NULL when no part is HTML. Full. */
char *penny_body_dup_html (PennyBody *self);
/* One text leaf as UTF-8 with LF lines; HTML stays HTML. Full. */
char *penny_body_decode_text (PennyMime *mime, guint index, gsize max);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyBody, penny_body_free)

G_END_DECLS
