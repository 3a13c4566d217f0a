/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table from "what was being done, what went wrong, at which provider" to what a person reads:
 * a title, an explanation, a next step. Used by the assistant, the account page, the banner in the
 * window and pennypostctl. */
#pragma once

#include "penny-account.h"
#include "penny-error.h"
#include "penny-phase.h"
#include "penny-provider.h"

G_BEGIN_DECLS

/* What the button does; the interface maps it to its actions. */
typedef enum {
  PENNY_ADVICE_NONE,            /* no button: nothing to do but to wait */
  PENNY_ADVICE_TRY_AGAIN,
  PENNY_ADVICE_ENTER_PASSWORD,
  PENNY_ADVICE_EDIT_ADDRESS,
  PENNY_ADVICE_EDIT_SETTINGS,   /* servers, by hand */
  PENNY_ADVICE_CHANGE_WAY,      /* the page of the four ways */
  PENNY_ADVICE_OPEN_HELP,       /* uri */
  PENNY_ADVICE_OPEN_WEBMAIL,    /* uri: the provider's page, to sign in, to make room */
  PENNY_ADVICE_OPEN_PROVIDER,   /* uri: where something can be switched on; else as OPEN_WEBMAIL */
  PENNY_ADVICE_SIGN_IN_NETWORK, /* uri: a page that the network puts its sign-in page in place of */
  PENNY_ADVICE_CHECK_CLOCK,
  PENNY_ADVICE_CHECK_NETWORK,
  PENNY_ADVICE_FREE_SPACE,
  PENNY_ADVICE_REPAIR_STORE,    /* close and open it: what is damaged is set aside then, the rest carried over */
  PENNY_ADVICE_EDIT_MESSAGE,    /* the letter that waits in the outbox */
  PENNY_ADVICE_SIGN_IN,         /* in the browser, penny_oauth_sign_in_async() */
  PENNY_ADVICE_ONLINE_ACCOUNTS, /* the desktop's settings */
  PENNY_N_ADVICE_ACTIONS
} PennyAdviceAction;

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
  PennyAdviceAction action;
  const char *action_id;    /* "enter-password"…; static, "none" */
  char *button;             /* translated; NULL with PENNY_ADVICE_NONE */
  char *uri;                /* what the button opens in the web browser; NULL when it does something else */
  char *details;            /* technical, English: domain, code, the error's message */
  PennyErrorGrade grade;
} PennyAdvice;

/* Never NULL; also for errors that the table does not know. CONTEXT may be NULL. Any thread. */
PennyAdvice *penny_advice_new (PennyPhase phase, const GError *error, const PennyAdviceContext *context);
void penny_advice_free (PennyAdvice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyAdvice, penny_advice_free)

/* Title and explanation in one line, for pennypostctl's "advice". Full. */
char *penny_advice_to_line (const PennyAdvice *self);

/* TRUE for the actions whose button opens the advice's uri. */
gboolean penny_advice_action_opens (PennyAdviceAction action);

/* TRUE when DOMAIN and CODE have a row of their own; for the test that walks every code. */
gboolean penny_advice_covers (GQuark domain, int code);

G_END_DECLS
