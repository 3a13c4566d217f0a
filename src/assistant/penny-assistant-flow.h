/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which page of the assistant comes next, and all that was typed so far: no GTK, no waiting, no
 * network. The window shows what this says and feeds it what happened. Main thread. */
#pragma once

#include "penny-advice.h"
#include "penny-trial.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_PAGE_WELCOME,
  PENNY_PAGE_PERSON,     /* name, address, password */
  PENNY_PAGE_FINDING,    /* looking for settings: the window runs the search */
  PENNY_PAGE_WAYS,       /* the four ways */
  PENNY_PAGE_BY_HAND,    /* servers typed by the person */
  PENNY_PAGE_TRYING,     /* the window runs the trial */
  PENNY_PAGE_FINISHED,   /* the window keeps the account */
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

typedef struct _PennyAssistantFlow PennyAssistantFlow;

PennyAssistantFlow *penny_assistant_flow_new (void);
/* Starts on the page of settings by hand with what ACCOUNT says; the result keeps its id. */
PennyAssistantFlow *penny_assistant_flow_new_to_mend (PennyAccount *account);
void penny_assistant_flow_free (PennyAssistantFlow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyAssistantFlow, penny_assistant_flow_free)

/* --- where we are --- */

PennyPage penny_assistant_flow_get_page (PennyAssistantFlow *self);
PennyField penny_assistant_flow_get_field (PennyAssistantFlow *self);
/* Whether the page's main button can be pressed; FALSE also while the program is busy there. */
gboolean penny_assistant_flow_can_go_on (PennyAssistantFlow *self);
void penny_assistant_flow_go_on (PennyAssistantFlow *self);
gboolean penny_assistant_flow_can_go_back (PennyAssistantFlow *self);
void penny_assistant_flow_go_back (PennyAssistantFlow *self);
gboolean penny_assistant_flow_can_go_by_hand (PennyAssistantFlow *self);
void penny_assistant_flow_go_by_hand (PennyAssistantFlow *self);

/* --- name, address, password: never NULL, "" when not typed --- */

const char *penny_assistant_flow_get_name (PennyAssistantFlow *self);
void penny_assistant_flow_set_name (PennyAssistantFlow *self, const char *name);
/* As typed; blanks around it do not count. Another address forgets what was found for the old one. */
const char *penny_assistant_flow_get_address (PennyAssistantFlow *self);
void penny_assistant_flow_set_address (PennyAssistantFlow *self, const char *address);
const char *penny_assistant_flow_get_password (PennyAssistantFlow *self);
void penny_assistant_flow_set_password (PennyAssistantFlow *self, const char *password);
gboolean penny_assistant_flow_address_is_fine (PennyAssistantFlow *self);
/* The address's provider as far as it is known; borrowed, NULL when unknown. */
PennyProvider *penny_assistant_flow_get_provider (PennyAssistantFlow *self);
/* FALSE: the provider lets no program like this in with a password; settings by hand stay possible. */
gboolean penny_assistant_flow_can_sign_in (PennyAssistantFlow *self);

/* --- finding --- */

/* How the search ended; does nothing unless the page is FINDING. */
void penny_assistant_flow_take_proposal (PennyAssistantFlow *self, PennyProposal *proposal);
void penny_assistant_flow_take_find_error (PennyAssistantFlow *self, const GError *error);

/* --- the way --- */

PennyWay penny_assistant_flow_get_way (PennyAssistantFlow *self);
void penny_assistant_flow_set_way (PennyAssistantFlow *self, PennyWay way);
gboolean penny_assistant_flow_allows_way (PennyAssistantFlow *self, PennyWay way);
/* Whether the settings are the person's own, not what was found. */
gboolean penny_assistant_flow_is_by_hand (PennyAssistantFlow *self);
/* For PENNY_WAY_CLEAR_LATER (1 and up) and PENNY_WAY_TAKE_HOME (0 and up); others have none. */
int penny_assistant_flow_get_days (PennyAssistantFlow *self, PennyWay way);
void penny_assistant_flow_set_days (PennyAssistantFlow *self, PennyWay way, int days);

/* --- by hand --- */

/* Borrowed. The protocol of the outgoing one is always SMTP; its empty host means "cannot send".
 * An empty user name means the address, port 0 the usual one. */
const PennyServer *penny_assistant_flow_get_server (PennyAssistantFlow *self, gboolean outgoing);
void penny_assistant_flow_set_server (PennyAssistantFlow *self, gboolean outgoing, const PennyServer *server);

/* --- trying --- */

/* What to try: full. NULL + PENNY_ACCOUNT_ERROR. */
PennyAccount *penny_assistant_flow_dup_account (PennyAssistantFlow *self, GError **error);
PennyProposal *penny_assistant_flow_get_proposal (PennyAssistantFlow *self);   /* borrowed; may be NULL */
/* How the trial ended; do nothing unless the page is TRYING. RESULT is taken. */
void penny_assistant_flow_take_result (PennyAssistantFlow *self, PennyTrialResult *result);
void penny_assistant_flow_take_try_error (PennyAssistantFlow *self, const GError *error);
/* Collecting works and sending does not: the person may go on so. */
gboolean penny_assistant_flow_can_only_read (PennyAssistantFlow *self);
void penny_assistant_flow_only_read (PennyAssistantFlow *self);
/* Forgets the failure so that the search or trial of this page is run again. */
void penny_assistant_flow_try_again (PennyAssistantFlow *self);
/* Borrowed; NULL before a trial has ended. */
const PennyTrialResult *penny_assistant_flow_get_result (PennyAssistantFlow *self);
/* What went wrong on the present page; borrowed, NULL when nothing did. */
const PennyAdvice *penny_assistant_flow_get_advice (PennyAssistantFlow *self);
/* Goes where the advice's button leads (a page with a field, or the same page once more). */
void penny_assistant_flow_obey (PennyAssistantFlow *self, PennyAdviceAction action);

/* --- finished --- */

/* The account that worked, without its outgoing server when it is only for reading: full; NULL before. */
PennyAccount *penny_assistant_flow_dup_finished (PennyAssistantFlow *self);
/* The account that is mended; borrowed, NULL for a new one. */
PennyAccount *penny_assistant_flow_get_mended (PennyAssistantFlow *self);
gboolean penny_assistant_flow_is_only_reading (PennyAssistantFlow *self);

G_END_DECLS
