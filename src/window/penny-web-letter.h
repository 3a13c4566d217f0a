/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML of a letter, drawn with nothing fetched from anywhere and no script run. */
#pragma once

#include <adwaita.h>
#include <webkit/webkit.h>

#include "penny-message.h"

G_BEGIN_DECLS

#define PENNY_TYPE_WEB_LETTER (penny_web_letter_get_type ())
G_DECLARE_FINAL_TYPE (PennyWebLetter, penny_web_letter, PENNY, WEB_LETTER, AdwBin)

/* Signals:
 *   "link" (uri, text or NULL)   the person followed a link
 *   "loaded"                     the letter is drawn
 *   "crashed"                    the web process is gone; load again to try again
 * FILTER: from penny_web_guard_finish(), never NULL. Costs some 50 ms: make one and keep it. */
GtkWidget *penny_web_letter_new (WebKitUserContentFilter *filter);

/* Draws HTML of MESSAGE, whose parts answer cid: links. TEXT: the same in plain words, for those who
 * listen to it. */
void penny_web_letter_load (PennyWebLetter *self, PennyMessage *message, const char *html, const char *text);
/* Shows nothing; the view is kept. */
void penny_web_letter_clear (PennyWebLetter *self);
WebKitWebView *penny_web_letter_get_view (PennyWebLetter *self);

G_END_DECLS
