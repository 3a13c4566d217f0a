/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for the search index. SQLite's unicode61 tokenizer cuts at spaces; Chinese and Japanese have none, so their
 * runs are given to it as overlapping pairs of characters. */
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
/* The same for what is looked for: the end of TEXT need not be the end of a run. Full. */
char *penny_words_cut_question (const char *text);
gboolean penny_words_is_cjk (gunichar c);

G_END_DECLS
