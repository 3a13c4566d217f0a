/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person types turned into a question to the search index. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *match;             /* for FTS5's MATCH; NULL when only conditions were typed */
  char *beginning;         /* the last word, when it is the beginning of one; MATCH holds it, too */
  const char *column;      /* of the index, that BEGINNING is looked for in; NULL: any. Static */
  char *rest;              /* MATCH without BEGINNING; NULL: there is nothing else */
  gboolean nothing;        /* words were typed of which none can be found ("…!") */
  gboolean unread;
  gboolean starred;
  gboolean attachment;
  gint64 after, before;    /* Unix seconds: from AFTER on, earlier than BEFORE */
} PennyQuestion;

/* Words, "phrases", from: to: subject: after: before: (2026, 2026-03, 2026-03-14; local time) is:unread is:starred
 * has:attachment. The last word, if plain, is a beginning. Any input is safe. */
PennyQuestion *penny_question_new (const char *typed);
void penny_question_free (PennyQuestion *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyQuestion, penny_question_free)

G_END_DECLS
