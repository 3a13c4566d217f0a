/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain text of a letter, with links to press and quotations in a softer colour. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PENNY_TYPE_TEXT_LETTER (penny_text_letter_get_type ())
G_DECLARE_FINAL_TYPE (PennyTextLetter, penny_text_letter, PENNY, TEXT_LETTER, AdwBin)

/* Signal "link" (uri, NULL). */
GtkWidget *penny_text_letter_new (void);
/* TEXT is hostile UTF-8 of any length; what is too long is cut with a word about it. */
void penny_text_letter_set_text (PennyTextLetter *self, const char *text);
char *penny_text_letter_dup_text (PennyTextLetter *self);

G_END_DECLS
