/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the setup share: the pages, the settings, the trial. */
#pragma once

#include "penny-setup.h"

G_BEGIN_DECLS

typedef struct {
  PennyProposalSource source;
  char *where;             /* NULL: was not asked */
  PennyLookState state;
} PennySetupLook;

struct _PennySetup {
  /* where we are */
  PennyPage page;
  PennyField field;
  GArray *history;         /* PennyPage: where "back" leads, last one next */
  gboolean mending;        /* on the way back from a failure: straight to trying again */

  /* typed; survives all moves */
  char *name;
  char *address;           /* of the account to be */
  char *entered;           /* in the field of the address: that, or the name of a server */
  char *own_address;       /* beside the name of a server */
  char *password;          /* wiped */
  PennyWay way;
  gboolean way_is_chosen;  /* by the person, not by us */
  int clear_after_days;
  int take_home_days;
  PennyAnswers answers;    /* to the adviser */
  PennyWay looked_at;      /* on the page of the playable post office */
  PennyServer *incoming;   /* by hand */
  PennyServer *outgoing;   /* by hand */
  gboolean servers_are_typed;

  /* found */
  PennyProvider *provider; /* of the address; may be NULL */
  PennyProposal *found;    /* for the address; NULL until the search has ended well */
  gboolean model_declined; /* for this address */
  GPtrArray *doubtful;     /* PennyProposal, best first, that wait for a yes; NULL when none do */
  PennySetupLook looks[PENNY_N_LOOKS];   /* of the last search */
  gboolean public_allowed; /* to ask the public list, for this address */
  gboolean by_hand;        /* "typed" counts, not "found" */
  PennyProposal *typed;

  /* of the last trial or search */
  PennyTrialResult *result;
  PennyDryRun *dry_run;    /* of the result's account; may be NULL */
  PennyAdvice *advice;
  gboolean only_reading;
  PennyAccount *trusting;  /* with the keys that the person has decided to trust; may be NULL */
  gboolean wants_letter;   /* the next trial sends one */

  PennyAccount *mended;    /* set once; may be NULL */
  gboolean only_sign_in;   /* set once: MENDED wants nothing but a new sign-in */

  /* how the box is opened */
  PennyAuth auth;
  gboolean auth_is_chosen; /* else the provider's facts say */
  gboolean in_browser;     /* the person is; only on that page */
  gboolean signs_in_anew;  /* what is kept for MENDED is of no use */
  PennyOauthTokens *tokens;     /* of this sign-in; may be NULL */
  char *goa_id;                 /* of the desktop's account; with PENNY_AUTH_GOA of a new account */
  GPtrArray *accounts;          /* PennyAccount, here already; may be NULL */
  GPtrArray *desktop_accounts;  /* PennyGoaAccount; may be NULL */
};

/* Opens PAGE; one that lies behind is gone back to. */
void penny_setup_move (PennySetup *self, PennyPage page, PennyField field);
/* From settings that are complete: to the ways, or straight to the trial. */
void penny_setup_go_from_settings (PennySetup *self);
/* Wiped first. */
void penny_setup_free_password (PennySetup *self);
/* Takes way, days and servers of the model. */
void penny_setup_follow_model (PennySetup *self);
/* To the trial, by way of the browser where that is needed. */
void penny_setup_go_try (PennySetup *self);
void penny_setup_go_sign_in (PennySetup *self);
/* Another address or another post office: whoever was signed in is somebody else. */
void penny_setup_forget_sign_in (PennySetup *self);
void penny_setup_free_sign_in (PennySetup *self);
void penny_setup_fill_auth (PennySetup *self, PennyAccountForm *form);
/* A log-in that was refused, as what it means for somebody without a password: full. */
GError *penny_setup_dup_refusal (PennySetup *self, PennyPhase phase, const GError *error);
void penny_setup_open_by_hand (PennySetup *self, PennyField field);
void penny_setup_forget_looks (PennySetup *self);
/* Makes "typed" of what stands on the page of settings by hand. */
void penny_setup_propose_typed (PennySetup *self);

G_END_DECLS
