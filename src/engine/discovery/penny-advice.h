/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table from "what was being done, what went wrong, at which provider" to what a person reads:
 * a title, an explanation, a next step. Used by the assistant, the account page, the banner in the
 * window and pennypostctl. */
#pragma once

#include "penny-account.h"
#include "penny-error.h"
#include "penny-provider.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_PHASE_FIND,              /* looking for settings */
  PENNY_PHASE_CONNECT,
  PENNY_PHASE_SECURE,
  PENNY_PHASE_LOG_IN_INCOMING,
  PENNY_PHASE_LOG_IN_OUTGOING,
  PENNY_PHASE_COLLECT,           /* mail comes, folders are compared, operations are carried out */
  PENNY_PHASE_SEND,
  PENNY_PHASE_STORE,             /* the disk of this computer */
  PENNY_PHASE_SETTINGS,          /* settings files, passwords */
  PENNY_PHASE_WRITE,             /* building a message */
} PennyPhase;

/* What the button does; the interface maps it to its actions. */
typedef enum {
  PENNY_ACTION_NONE,            /* no button: nothing to do but to wait */
  PENNY_ACTION_TRY_AGAIN,
  PENNY_ACTION_ENTER_PASSWORD,
  PENNY_ACTION_EDIT_ADDRESS,
  PENNY_ACTION_EDIT_SETTINGS,   /* servers, by hand */
  PENNY_ACTION_OPEN_HELP,       /* uri */
  PENNY_ACTION_OPEN_WEBMAIL,    /* the provider's page: make room, switch something on */
  PENNY_ACTION_CHECK_CLOCK,
  PENNY_ACTION_CHECK_NETWORK,
  PENNY_ACTION_FREE_SPACE,
  PENNY_ACTION_REPAIR_STORE,
  PENNY_ACTION_EDIT_MESSAGE,
  PENNY_ACTION_UPDATE_PROGRAM,
  PENNY_N_ACTIONS
} PennyAction;

/* What is known besides the error; every field may be NULL. Borrowed. */
typedef struct {
  PennyProvider *provider;
  const char *host;      /* the server in question */
  const char *address;   /* the account's */
} PennyAdviceContext;

typedef struct {
  const char *cause;        /* "wrong-password", "host-not-found"…; static, never translated */
  char *title;              /* a short translated sentence or phrase, without full stop */
  char *explanation;        /* one to three translated sentences */
  PennyAction action;
  const char *action_id;    /* "enter-password"…; static, "none" */
  char *button;             /* translated; NULL with PENNY_ACTION_NONE */
  char *uri;                /* for PENNY_ACTION_OPEN_HELP; else NULL */
  char *details;            /* technical, English: domain, code, the error's message */
  PennyErrorGrade grade;
} PennyAdvice;

/* Never NULL; also for errors that the table does not know. CONTEXT may be NULL. Any thread. */
PennyAdvice *penny_advice_new (PennyPhase phase, const GError *error, const PennyAdviceContext *context);
void penny_advice_free (PennyAdvice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyAdvice, penny_advice_free)

/* Title and explanation in one line, for pennypostctl's "advice". Full. */
char *penny_advice_to_line (const PennyAdvice *self);

/* TRUE when DOMAIN and CODE have a row of their own; for the test that walks every code. */
gboolean penny_advice_covers (GQuark domain, int code);

G_END_DECLS
