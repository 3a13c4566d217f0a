/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for the search index, and what a person types turned into a question to it. SQLite's
 * unicode61 tokenizer cuts at spaces; Chinese and Japanese have none, so their runs are given to it as
 * overlapping pairs of characters. */
#pragma once

#include "penny-summary.h"

G_BEGIN_DECLS

/* The four columns of the index: subject, sender, recipients, text. Full (strv of 4). */
char **penny_words_from_summary (const PennySummary *summary);
GBytes *penny_words_pack (char **columns);
char **penny_words_unpack (const void *data, gsize size, GError **error);

/* TEXT with runs of CJK characters cut in pairs, "会議室" → "会議 議室 室"; as it is when it has none.
 * Made valid UTF-8. Full. */
char *penny_words_cut (const char *text);

typedef struct {
  char *match;             /* for FTS5's MATCH; NULL when only conditions were typed */
  gboolean nothing;        /* words were typed of which none can be found ("…!") */
  gboolean unread;
  gboolean starred;
  gboolean attachment;
} PennyQuestion;

/* Words, "phrases", from: to: subject: is:unread is:starred has:attachment. The last word, if plain,
 * is a beginning. Any input is safe. */
PennyQuestion *penny_question_new (const char *typed);
void penny_question_free (PennyQuestion *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyQuestion, penny_question_free)

G_END_DECLS
