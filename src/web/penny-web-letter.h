/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML of a letter, drawn with nothing fetched from anywhere and no script run. */
#pragma once

#include <adwaita.h>
#include <webkit/webkit.h>

#include "penny-web.h"

G_BEGIN_DECLS

#define PENNY_TYPE_WEB_LETTER (penny_web_letter_get_type ())
G_DECLARE_FINAL_TYPE (PennyWebLetter, penny_web_letter, PENNY, WEB_LETTER, AdwBin)

/* Signals and costs: see letter_new in penny-web.h. FILTER: from penny_web_guard_finish(), never NULL. */
GtkWidget *penny_web_letter_new (WebKitUserContentFilter *filter);

void penny_web_letter_load (PennyWebLetter *self, const PennyWebPage *page);
/* Shows nothing; the view is kept. */
void penny_web_letter_clear (PennyWebLetter *self);
WebKitWebView *penny_web_letter_get_view (PennyWebLetter *self);

G_END_DECLS
