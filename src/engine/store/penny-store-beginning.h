/* SPDX-License-Identifier: GPL-3.0-or-later */
/* While somebody types, the last word is a beginning. FTS5 gathers every place of every word that begins so before
 * it gives the first letter; for "a" or "th" that is a good part of the index. Most letters have such a word, then, and
 * it is faster to look at the newest ones themselves, with the same tokenizer. */
#pragma once

#include "penny-store-database.h"
#include "penny-store-question.h"

G_BEGIN_DECLS

typedef struct _PennyBeginning PennyBeginning;

/* For the last word of QUESTION when the index would have to read far more for it than LIMIT letters are; else NULL. */
PennyBeginning *penny_beginning_new (PennyDatabase *db, const PennyQuestion *question, guint limit);
void penny_beginning_free (PennyBeginning *self);

/* Whether a word of MESSAGE begins so. */
gboolean penny_beginning_is_in (PennyBeginning *self, gint64 message);
/* More letters were opened than was hoped: the index does it better. */
gboolean penny_beginning_is_spent (PennyBeginning *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyBeginning, penny_beginning_free)

G_END_DECLS
