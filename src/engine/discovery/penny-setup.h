/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which page of the assistant comes next, and all that was typed so far: no GTK, no waiting, no
 * network. The window shows what this says and feeds it what happened. Main thread. */
#pragma once

#include "penny-advice.h"
#include "penny-dry-run.h"
#include "penny-goa.h"
#include "penny-oauth.h"
#include "penny-trial.h"
#include "penny-way-adviser.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_PAGE_WELCOME,
  PENNY_PAGE_PERSON,     /* name, address, password */
  PENNY_PAGE_FINDING,    /* looking for settings: the window runs the search */
  PENNY_PAGE_WAYS,       /* the four ways */
  PENNY_PAGE_ADVISER,    /* three questions; goes back to the ways */
  PENNY_PAGE_PLAY,       /* the playable post office; goes back to the ways */
  PENNY_PAGE_BY_HAND,    /* servers typed by the person */
  PENNY_PAGE_SIGN_IN,    /* in the web browser, which the window opens and waits for */
  PENNY_PAGE_TRYING,     /* the window runs the trial, then says what will happen before anything does */
  PENNY_PAGE_FINISHED,   /* the window keeps the account; shown only where there is something to say */
  PENNY_N_PAGES
} PennyPage;

/* What the keyboard should be on when a page opens. */
typedef enum {
  PENNY_FIELD_NONE,
  PENNY_FIELD_NAME,
  PENNY_FIELD_ADDRESS,
  PENNY_FIELD_PASSWORD,
  PENNY_FIELD_INCOMING,
  PENNY_FIELD_OUTGOING,
} PennyField;

typedef struct _PennySetup PennySetup;

PennySetup *penny_setup_new (void);
/* Starts on the page of settings by hand with what ACCOUNT says; the result keeps its id. */
PennySetup *penny_setup_new_to_mend (PennyAccount *account);
/* Starts on the page of the four ways with what ACCOUNT has chosen; the result keeps its id. */
PennySetup *penny_setup_new_to_change_way (PennyAccount *account);
/* Starts on the page of signing in through the browser, for ACCOUNT; when that and a trial went well, it is
 * finished: nothing else is asked. */
PennySetup *penny_setup_new_to_sign_in (PennyAccount *account);
void penny_setup_free (PennySetup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennySetup, penny_setup_free)

/* --- where we are --- */

PennyPage penny_setup_get_page (PennySetup *self);
PennyField penny_setup_get_field (PennySetup *self);
/* Whether the page's main button can be pressed; FALSE also while the program is busy there. */
gboolean penny_setup_can_go_on (PennySetup *self);
void penny_setup_go_on (PennySetup *self);
gboolean penny_setup_can_go_back (PennySetup *self);
void penny_setup_go_back (PennySetup *self);
gboolean penny_setup_can_go_by_hand (PennySetup *self);
void penny_setup_go_by_hand (PennySetup *self);

/* --- name, address, password: never NULL, "" when not typed --- */

const char *penny_setup_get_name (PennySetup *self);
void penny_setup_set_name (PennySetup *self, const char *name);
/* As typed; blanks around it do not count. Another address forgets what was found for the old one. What is
 * plainly the name of a server is understood as that: see penny_setup_get_server_name(). */
const char *penny_setup_get_address (PennySetup *self);
void penny_setup_set_address (PennySetup *self, const char *address);
const char *penny_setup_get_password (PennySetup *self);
void penny_setup_set_password (PennySetup *self, const char *password);
/* What is to be sent: without the spaces that only the provider's page shows; the token where the person has
 * signed in through the browser; NULL where it is to be got as penny-credential.h does, as when no password is
 * typed for an account that is here. Full reference. */
PennySecret *penny_setup_dup_secret (PennySetup *self);
/* A gentle sentence when what is typed does not look like what the provider makes. Full; NULL. */
char *penny_setup_dup_password_doubt (PennySetup *self);
gboolean penny_setup_address_is_fine (PennySetup *self);
/* The address with the typing mistake in its domain mended, when it is like that of a known provider; else NULL.
 * Full. */
char *penny_setup_dup_likely_address (PennySetup *self);

/* What stands in the field of the address: that, or the name of a server from a letter of the provider. */
const char *penny_setup_get_entered (PennySetup *self);
/* That name; NULL when an address was typed. The address is asked for beside it then. */
const char *penny_setup_get_server_name (PennySetup *self);
const char *penny_setup_get_own_address (PennySetup *self);
void penny_setup_set_own_address (PennySetup *self, const char *address);

/* An account that is here already at the same provider: its settings are taken, and going on from the page with
 * the password leads straight to the trial. Borrowed; NULL when there is none, or another choice is wanted. */
PennyAccount *penny_setup_get_model (PennySetup *self);
void penny_setup_decline_model (PennySetup *self);
/* The address's provider as far as it is known; borrowed, NULL when unknown. */
PennyProvider *penny_setup_get_provider (PennySetup *self);
/* FALSE: the provider lets no program like this in with a password; settings by hand stay possible. */
gboolean penny_setup_can_sign_in (PennySetup *self);

/* --- being let in without a password, in penny-setup-sign-in.c --- */

/* How the account proves itself: with a token wherever the address's provider gives this program one, else
 * with a password, unless the person chose. */
PennyAuth penny_setup_get_auth (PennySetup *self);
/* On the page of signing in: the provider takes a password, too. */
gboolean penny_setup_can_use_password (PennySetup *self);
/* That one, then: back to the page with the password. */
void penny_setup_use_password (PennySetup *self);
/* On the page with the password, after all: it is not asked for any more. */
gboolean penny_setup_can_use_browser (PennySetup *self);
void penny_setup_use_browser (PennySetup *self);
/* Where to sign in. Full; NULL + PENNY_ACCOUNT_ERROR_NO_CLIENT_ID. */
PennyOauthConfig *penny_setup_dup_oauth (PennySetup *self, GError **error);
/* Going on from the page of signing in means: the browser is open now, wait for it. */
gboolean penny_setup_is_in_browser (PennySetup *self);
/* The person does not want to wait any more. */
void penny_setup_leave_browser (PennySetup *self);
/* How that ended; do nothing unless it is waited for. TOKENS are copied; the trial is next. */
void penny_setup_take_tokens (PennySetup *self, const PennyOauthTokens *tokens);
void penny_setup_take_sign_in_error (PennySetup *self, const GError *error);
/* To be kept with the account; borrowed, NULL when there are no new ones. */
const PennyOauthTokens *penny_setup_get_tokens (PennySetup *self);

/* The accounts that are here already (PennyAccount); a reference is taken. When there are any, nobody is
 * welcomed. */
void penny_setup_set_accounts (PennySetup *self, GPtrArray *accounts);
/* The mail accounts of the desktop (PennyGoaAccount); a reference is taken. */
void penny_setup_take_desktop_accounts (PennySetup *self, GPtrArray *accounts);
/* Those of them that are not here yet, borrowed: a full array, maybe empty; always so while an account is mended,
 * which is to stay the same box. */
GPtrArray *penny_setup_dup_desktop_offers (PennySetup *self);
/* One of them is to be used: on to the ways, and nothing is typed. */
void penny_setup_use_desktop (PennySetup *self, const PennyGoaAccount *account);

/* --- finding --- */

/* How the search ended (a PennyProposal or several, best first); do nothing unless the page is FINDING.
 * One that is not trusted waits for a yes: going on from the page says it. */
void penny_setup_take_proposals (PennySetup *self, GPtrArray *proposals);
void penny_setup_take_proposal (PennySetup *self, PennyProposal *proposal);
void penny_setup_take_find_error (PennySetup *self, const GError *error);

/* A place that is asked, as penny-discovery.h's signal "look" says it; forgotten when the search begins anew. */
void penny_setup_take_look (PennySetup *self, guint number, PennyProposalSource source, const char *where,
                            PennyLookState state);

/* The proposal that waits for a yes; borrowed, NULL when none does. */
PennyProposal *penny_setup_get_doubtful (PennySetup *self);
/* No: the next one is asked for, or nothing was found. */
void penny_setup_refuse_doubtful (PennySetup *self);
/* Nothing was found, and the public list of providers has not been asked. */
gboolean penny_setup_can_ask_public (PennySetup *self);
/* The person allows it, for this address; run the search again. */
void penny_setup_ask_public (PennySetup *self);
gboolean penny_setup_allows_public (PennySetup *self);

/* --- the way --- */

PennyWay penny_setup_get_way (PennySetup *self);
void penny_setup_set_way (PennySetup *self, PennyWay way);
gboolean penny_setup_allows_way (PennySetup *self, PennyWay way);
/* Whether the settings are the person's own, not what was found. */
gboolean penny_setup_is_by_hand (PennySetup *self);
/* For PENNY_WAY_CLEAR_LATER (1 and up) and PENNY_WAY_TAKE_HOME (0 and up); others have none. */
int penny_setup_get_days (PennySetup *self, PennyWay way);
void penny_setup_set_days (PennySetup *self, PennyWay way, int days);

/* The three questions; see penny_way_adviser_advise(). Going on from the page of the adviser chooses what
 * it recommends. */
void penny_setup_ask_adviser (PennySetup *self);
guint penny_setup_get_answer (PennySetup *self, PennyQuestion question);
void penny_setup_set_answer (PennySetup *self, PennyQuestion question, guint answer);
gboolean penny_setup_has_answers (PennySetup *self);
gboolean penny_setup_advise (PennySetup *self, PennyWayAdvice *advice);

/* The playable post office, open at the way that is chosen; going on from there chooses the one that is
 * looked at. */
void penny_setup_play (PennySetup *self);
PennyWay penny_setup_get_looked_at (PennySetup *self);
void penny_setup_set_looked_at (PennySetup *self, PennyWay way);

/* --- by hand --- */

/* Borrowed. The protocol of the outgoing one is always SMTP; its empty host means "cannot send".
 * An empty user name means the address, port 0 the usual one. */
const PennyServer *penny_setup_get_server (PennySetup *self, gboolean outgoing);
void penny_setup_set_server (PennySetup *self, gboolean outgoing, const PennyServer *server);

/* --- trying --- */

/* What to try: full. NULL + PENNY_ACCOUNT_ERROR. */
PennyAccount *penny_setup_dup_account (PennySetup *self, GError **error);
PennyProposal *penny_setup_get_proposal (PennySetup *self);   /* borrowed; may be NULL */
/* How the trial ended; do nothing unless the page is TRYING. RESULT is taken. */
void penny_setup_take_result (PennySetup *self, PennyTrialResult *result);
void penny_setup_take_try_error (PennySetup *self, const GError *error);
/* What the look into the box has found, before anything changes; NULL: it could not be had. Forgotten with
 * the result. */
void penny_setup_take_dry_run (PennySetup *self, PennyDryRun *dry_run);
PennyDryRun *penny_setup_get_dry_run (PennySetup *self);   /* borrowed; may be NULL */
/* Collecting works and sending does not: the person may go on so; the page then stays, and one can go on. */
gboolean penny_setup_can_only_read (PennySetup *self);
void penny_setup_only_read (PennySetup *self);
/* The certificate that stopped the trial and that may be trusted after all, and the HOST that showed it;
 * borrowed, NULL when there is none. */
const PennyCertificate *penny_setup_get_stranger (PennySetup *self, const char **host);
/* The person has read what it means, and every trial from now on trusts its key; run one now. */
void penny_setup_trust_stranger (PennySetup *self);
/* All works, and a letter to oneself could show that letters really come. */
gboolean penny_setup_can_send_letter (PennySetup *self);
/* The next trial, to be run now, sends one. */
void penny_setup_send_letter (PennySetup *self);
gboolean penny_setup_wants_letter (PennySetup *self);
/* Forgets the failure so that the search or trial of this page is run again. */
void penny_setup_try_again (PennySetup *self);
/* The search or trial of this page ended because there is no network at all: once there is, try again. */
gboolean penny_setup_waits_for_network (PennySetup *self);
/* Borrowed; NULL before a trial has ended. */
const PennyTrialResult *penny_setup_get_result (PennySetup *self);
/* What went wrong on the present page; borrowed, NULL when nothing did. */
const PennyAdvice *penny_setup_get_advice (PennySetup *self);
/* Goes where the advice's button leads (a page with a field, or the same page once more). */
void penny_setup_obey (PennySetup *self, PennyAdviceAction action);

/* --- finished --- */

/* The account that worked, without its outgoing server when it is only for reading: full; NULL before. */
PennyAccount *penny_setup_dup_finished (PennySetup *self);
/* The account that is mended; borrowed, NULL for a new one. */
PennyAccount *penny_setup_get_mended (PennySetup *self);
gboolean penny_setup_is_only_reading (PennySetup *self);

G_END_DECLS
