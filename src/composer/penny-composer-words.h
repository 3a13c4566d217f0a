/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the composer reads out of what was typed, and the sentences it makes of it. No widgets. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Recipients as typed or pasted (also one a line). Of PennyAddress; never NULL. Full. */
GPtrArray *penny_composer_words_parse (const char *typed);

/* A sentence about the first one of LIST (of PennyAddress) that nothing can be sent to; NULL when
 * all are addresses. Full. */
char *penny_composer_words_about_bad_address (GPtrArray *list);

/* TEXT without the quotation or forwarded letter INITIAL (or NULL) that it was opened with, as long
 * as that still ends it. Full. */
char *penny_composer_words_typed_part (const char *text, const char *initial);

/* TRUE when a line that is not quoted speaks of an attachment. */
gboolean penny_composer_words_mention_attachment (const char *text);

/* TRUE when nothing is written in TEXT yet: it begins with a signature, as penny_draft_sign() puts it. */
gboolean penny_composer_words_is_unwritten (const char *text);

/* Where a caret belongs in TEXT that is written on, in characters: above a signature that nothing is
 * written above yet and above what is quoted, else at the end. */
int penny_composer_words_caret (const char *text);

G_END_DECLS
