/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the four ways suits a person: three questions in everyday words, one way recommended, one
 * sentence of why and one of what is given up. Never one that takes letters away from another reader.
 * Plain values, no waiting; any thread, the words in the language of the process. */
#pragma once

#include "penny-way-rules.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_QUESTION_READERS,    /* who and what else reads this mail */
  PENNY_QUESTION_ROOM,       /* whether the room at the provider is small */
  PENNY_QUESTION_INTERNET,   /* whether there is always internet where one reads */
  PENNY_N_QUESTIONS
} PennyQuestion;

/* An answer of each question; 0 is "not answered", which is taken as the careful one. */
enum { PENNY_READERS_ONLY_HERE = 1, PENNY_READERS_MY_DEVICES, PENNY_READERS_OTHER_PEOPLE };
enum { PENNY_ROOM_PLENTY = 1, PENNY_ROOM_SMALL };
enum { PENNY_INTERNET_ALWAYS = 1, PENNY_INTERNET_OFTEN_NOT };

typedef struct {
  guint given[PENNY_N_QUESTIONS];
} PennyAnswers;

typedef struct {
  PennyWay way;
  const char *why;       /* one sentence; static */
  const char *give_up;   /* one sentence; static */
  PennyWay best;         /* what would suit better and is not possible; WAY itself when nothing would */
} PennyWayAdvice;

#define PENNY_WAY_BIT(way) (1u << (way))
#define PENNY_WAYS_ALL (PENNY_WAY_BIT (PENNY_N_WAYS) - 1)

/* The question as it is asked, and its answers from 1 on; NULL behind the last one. Static. */
const char *penny_way_adviser_get_question (PennyQuestion question);
const char *penny_way_adviser_get_answer (PennyQuestion question, guint answer);
gboolean penny_way_adviser_is_answered (const PennyAnswers *answers);

/* POSSIBLE: bits of the ways that the provider can do. FALSE, and ADVICE unchanged, when there is no way
 * to recommend: none is possible, or only one that would take letters away from another reader. */
gboolean penny_way_adviser_advise (const PennyAnswers *answers, guint possible, PennyWayAdvice *advice);

G_END_DECLS
