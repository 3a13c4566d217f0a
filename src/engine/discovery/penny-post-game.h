/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The playable post office without a picture: a box, this computer, another device and some letters;
 * what each press changes, what moves, and the one sentence that says so. Everything follows from
 * penny-way-rules; a live test plays it against the real engine. Plain values; any thread, the
 * sentences in the language of the process. */
#pragma once

#include "penny-way-rules.h"

G_BEGIN_DECLS

#define PENNY_POST_MAX_LETTERS 8
#define PENNY_POST_FIRST_LETTERS 3

/* Who can hold a letter. STREET is everywhere else: where letters come from and go to. */
typedef enum {
  PENNY_POST_BOX,
  PENNY_POST_HERE,       /* this computer */
  PENNY_POST_OTHER,      /* the other device, as it saw the box when it last looked */
  PENNY_POST_STREET,
  PENNY_POST_N_HOLDERS = PENNY_POST_STREET
} PennyPostPlace;

/* A letter at one place; 0: it is not there. READ at the BOX is meant for the person's own devices. */
typedef enum {
  PENNY_POST_HELD    = 1 << 0,
  PENNY_POST_READ    = 1 << 1,
  PENNY_POST_THROWN  = 1 << 2,   /* in the waste basket of that place */
  PENNY_POST_WAITING = 1 << 3,   /* written here, not handed to the post office yet */
} PennyPostMarks;

typedef struct {
  gboolean written;                             /* here, to somebody else; else it came for the person */
  PennyPostMarks at[PENNY_POST_N_HOLDERS];
} PennyPostLetter;

typedef struct {
  PennyWay way;
  guint n_letters;                              /* letters that are lost keep their place */
  PennyPostLetter letters[PENNY_POST_MAX_LETTERS];
  gboolean broken;                              /* this computer */
  gboolean offline;                             /* this computer */
  guint room;                                   /* how many letters the box can hold; 0: plenty */
  gboolean other_looked;                        /* the other device has collected at least once */
} PennyPostState;

typedef enum {
  PENNY_PRESS_OPEN,        /* this computer collects for the first time; not a button */
  PENNY_PRESS_READ,        /* the first unread letter here */
  PENNY_PRESS_THROW_AWAY,  /* the first unread letter here; else the first one */
  PENNY_PRESS_WRITE,
  PENNY_PRESS_OTHER,       /* the other device collects */
  PENNY_PRESS_ARRIVE,      /* a new letter comes */
  PENNY_PRESS_BREAK,       /* the computer; again: a new one is set up */
  PENNY_PRESS_FULL,        /* the box, by what lies in it now; again: there is room */
  PENNY_PRESS_OFFLINE,     /* again: the internet is back */
  PENNY_N_PRESSES
} PennyPress;

typedef enum {
  PENNY_EFFECT_DONE,
  PENNY_EFFECT_NOTHING,    /* no letter to do it with */
  PENNY_EFFECT_BROKEN,     /* there is no computer to do it with */
  PENNY_EFFECT_WAITS,      /* done here; the post office hears of it later */
  PENNY_EFFECT_NO_ROOM,    /* the box is full */
  PENNY_EFFECT_UNDONE,     /* a trouble is over */
  PENNY_EFFECT_CROWDED,    /* PENNY_POST_MAX_LETTERS are in the picture already */
} PennyPressEffect;

typedef enum {
  PENNY_MOVE_CARRY,        /* leaves FROM, comes to TO */
  PENNY_MOVE_COPY,         /* stays at FROM; a copy comes to TO */
  PENNY_MOVE_CLEAR,        /* is gone from FROM */
  PENNY_MOVE_MARK,         /* looks different at FROM: read, or thrown away */
} PennyMoveKind;

/* The letter that a full box refuses is in no state. */
#define PENNY_POST_REFUSED PENNY_POST_MAX_LETTERS

typedef struct {
  guint letter;
  PennyPostPlace from, to;
  PennyMoveKind kind;
  guint stage;             /* moves of one stage happen together, the stages one after the other */
} PennyPostMove;

typedef struct {
  PennyPress press;
  PennyPressEffect effect;
  guint n_moves;
  PennyPostMove moves[PENNY_POST_MAX_LETTERS * 6];
  guint lost;              /* BREAK: letters that were nowhere else */
  char *sentence;          /* owned; never NULL, exactly one, translated */
} PennyPostStep;

void penny_post_step_clear (PennyPostStep *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PennyPostStep, penny_post_step_clear)

/* Three letters in the box, none of them collected yet; the other device has not looked. */
void penny_post_state_init (PennyPostState *self, PennyWay way);
gboolean penny_post_state_is_full (const PennyPostState *self);
/* How many letters lie in the box, the waste basket and the copies of sent ones included. */
guint penny_post_state_count_box (const PennyPostState *self);
/* Whether PRESS would end a trouble: its button is down. */
gboolean penny_post_state_is_down (const PennyPostState *self, PennyPress press);
/* The letter that READ or THROW_AWAY would take; -1: none. */
int penny_post_state_find_letter (const PennyPostState *self, PennyPress press);
/* The state as a short word in ASCII, the same for equal states only. */
char *penny_post_state_to_string (const PennyPostState *self);

/* Changes SELF as PRESS does, and fills STEP (empty before; the caller clears it). */
void penny_post_game_press (PennyPostState *self, PennyPress press, PennyPostStep *step);

/* The story that people tell of the ways, as presses: the guided first play. Static. */
const PennyPress *penny_post_story_get (guint *n_presses);

/* The sentence of STEP, which led to AFTER (penny_post_game_press() has put it there already). */
char *penny_post_words_step (const PennyPostState *after, const PennyPostStep *step);

G_END_DECLS
