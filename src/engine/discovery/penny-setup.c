/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of the pages and what was typed: a small state machine with a history to go back in. */
#include "penny-setup-private.h"

PennySetup *
penny_setup_new (void)
{
  PennySetup *self = g_new0 (PennySetup, 1);

  self->history = g_array_new (FALSE, FALSE, sizeof (PennyPage));
  self->page = PENNY_PAGE_WELCOME;
  self->name = g_strdup ("");
  self->address = g_strdup ("");
  self->entered = g_strdup ("");
  self->own_address = g_strdup ("");
  self->password = g_strdup ("");
  self->way = PENNY_WAY_SHARED;
  self->clear_after_days = PENNY_CLEAR_AFTER_DAYS_DEFAULT;
  self->take_home_days = PENNY_TAKE_HOME_DAYS_DEFAULT;
  self->incoming = penny_server_new (PENNY_PROTOCOL_IMAP, "", 0, PENNY_SECURITY_TLS, "");
  self->outgoing = penny_server_new (PENNY_PROTOCOL_SMTP, "", 0, PENNY_SECURITY_TLS, "");
  return self;
}

static PennySetup *
new_from_account (PennyAccount *account)
{
  PennySetup *self = penny_setup_new ();

  penny_setup_set_name (self, penny_account_get_name (account));
  penny_setup_set_address (self, penny_account_get_address (account));
  self->mended = penny_account_ref (account);
  self->way = penny_account_get_way (account);
  self->way_is_chosen = TRUE;
  self->auth = penny_account_get_auth (account);
  self->auth_is_chosen = TRUE;
  self->clear_after_days = penny_account_get_clear_after_days (account);
  self->take_home_days = penny_account_get_take_home_days (account);
  penny_setup_set_server (self, FALSE, penny_account_get_incoming (account));
  if (penny_account_get_outgoing (account) != NULL)
    penny_setup_set_server (self, TRUE, penny_account_get_outgoing (account));
  self->servers_are_typed = TRUE;
  return self;
}

PennySetup *
penny_setup_new_to_mend (PennyAccount *account)
{
  PennySetup *self = new_from_account (account);

  penny_setup_move (self, PENNY_PAGE_PERSON, PENNY_FIELD_NONE);
  g_array_set_size (self->history, 0);   /* nobody needs to be welcomed */
  penny_setup_move (self, PENNY_PAGE_BY_HAND, PENNY_FIELD_INCOMING);
  return self;
}

PennySetup *
penny_setup_new_to_change_way (PennyAccount *account)
{
  PennySetup *self = new_from_account (account);

  self->found = penny_proposal_new_from_account (account);
  penny_setup_move (self, PENNY_PAGE_WAYS, PENNY_FIELD_NONE);
  g_array_set_size (self->history, 0);
  return self;
}

PennySetup *
penny_setup_new_to_sign_in (PennyAccount *account)
{
  PennySetup *self = new_from_account (account);

  self->only_sign_in = TRUE;
  self->auth = PENNY_AUTH_OAUTH2;
  self->found = penny_proposal_new_from_account (account);
  penny_setup_go_sign_in (self);
  g_array_set_size (self->history, 0);
  return self;
}

void
penny_setup_free (PennySetup *self)
{
  if (self == NULL)
    return;
  penny_setup_free_password (self);
  g_array_unref (self->history);
  g_free (self->name);
  g_free (self->address);
  g_free (self->entered);
  g_free (self->own_address);
  g_clear_pointer (&self->provider, penny_provider_unref);
  g_clear_pointer (&self->found, penny_proposal_unref);
  g_clear_pointer (&self->typed, penny_proposal_unref);
  g_clear_pointer (&self->doubtful, g_ptr_array_unref);
  penny_server_free (self->incoming);
  penny_server_free (self->outgoing);
  g_clear_pointer (&self->result, penny_trial_result_free);
  g_clear_pointer (&self->advice, penny_advice_free);
  g_clear_pointer (&self->mended, penny_account_unref);
  g_clear_pointer (&self->trusting, penny_account_unref);
  g_clear_pointer (&self->dry_run, penny_dry_run_unref);
  penny_setup_free_sign_in (self);
  penny_setup_forget_looks (self);
  g_free (self);
}

/* --- moving --- */

static gboolean
is_stop (PennyPage page)
{
  /* Going back to a page that is busy by itself would only send the person forward again. */
  return page != PENNY_PAGE_FINDING && page != PENNY_PAGE_SIGN_IN && page != PENNY_PAGE_TRYING;
}

static int
find_in_history (PennySetup *self, PennyPage page)
{
  for (guint i = self->history->len; i > 0; i--)
    if (g_array_index (self->history, PennyPage, i - 1) == page)
      return (int) i - 1;
  return -1;
}

void
penny_setup_move (PennySetup *self, PennyPage page, PennyField field)
{
  int seen = find_in_history (self, page);

  if (seen >= 0)
    g_array_set_size (self->history, (guint) seen);
  else if (is_stop (self->page) && self->page != page)
    g_array_append_val (self->history, self->page);
  self->page = page;
  self->field = field;
  self->in_browser = FALSE;
  g_clear_pointer (&self->advice, penny_advice_free);
  g_clear_pointer (&self->doubtful, g_ptr_array_unref);
}

PennyPage
penny_setup_get_page (PennySetup *self)
{
  return self->page;
}

PennyField
penny_setup_get_field (PennySetup *self)
{
  return self->field;
}

static gboolean
person_is_complete (PennySetup *self)
{
  return penny_setup_address_is_fine (self) &&
         (*self->password != '\0' || penny_setup_get_auth (self) != PENNY_AUTH_PASSWORD);
}

/* From settings that are complete: choose a way, unless only one is possible or it was chosen. */
void
penny_setup_go_from_settings (PennySetup *self)
{
  gboolean only_shared = self->by_hand && self->incoming->protocol == PENNY_PROTOCOL_IMAP;

  if (!penny_setup_allows_way (self, self->way))
    {
      self->way = penny_setup_allows_way (self, PENNY_WAY_SHARED) ? PENNY_WAY_SHARED
                                                                           : PENNY_WAY_PHOTOCOPY;
      self->mending = FALSE;
    }
  if (!only_shared && self->page != PENNY_PAGE_WAYS)
    penny_setup_move (self, PENNY_PAGE_WAYS, PENNY_FIELD_NONE);
  if (only_shared || self->mending)
    penny_setup_go_try (self);
  self->mending = FALSE;
}

static void
go_on_from_person (PennySetup *self)
{
  if (penny_setup_get_model (self) != NULL)
    {
      penny_setup_follow_model (self);
      penny_setup_go_try (self);
    }
  else if (penny_setup_get_proposal (self) != NULL)
    penny_setup_go_from_settings (self);
  else
    penny_setup_move (self, PENNY_PAGE_FINDING, PENNY_FIELD_NONE);
}

static void
go_on_from_by_hand (PennySetup *self)
{
  self->by_hand = TRUE;
  penny_setup_propose_typed (self);
  if (!penny_setup_address_is_fine (self))
    penny_setup_move (self, PENNY_PAGE_PERSON, PENNY_FIELD_ADDRESS);
  else if (!person_is_complete (self))
    penny_setup_move (self, PENNY_PAGE_PERSON, PENNY_FIELD_PASSWORD);
  else
    penny_setup_go_from_settings (self);
}

/* Back to the ways, with one chosen. */
static void
choose (PennySetup *self, PennyWay way)
{
  self->way = way;
  self->way_is_chosen = TRUE;
  penny_setup_move (self, PENNY_PAGE_WAYS, PENNY_FIELD_NONE);
}

gboolean
penny_setup_can_go_on (PennySetup *self)
{
  PennyWayAdvice advice;

  switch (self->page)
    {
    case PENNY_PAGE_WELCOME:
    case PENNY_PAGE_FINISHED:
      return TRUE;
    case PENNY_PAGE_PERSON:
      return person_is_complete (self) && (self->by_hand || penny_setup_can_sign_in (self));
    case PENNY_PAGE_WAYS:
      return penny_setup_allows_way (self, self->way);
    case PENNY_PAGE_ADVISER:
      return penny_setup_has_answers (self) && penny_setup_advise (self, &advice);
    case PENNY_PAGE_PLAY:
      return penny_setup_allows_way (self, self->looked_at);
    case PENNY_PAGE_BY_HAND:
      return penny_host_is_plausible (self->incoming->host) &&
             (*self->outgoing->host == '\0' || penny_host_is_plausible (self->outgoing->host));
    case PENNY_PAGE_TRYING:
      return self->result != NULL && self->result->incoming_ok &&
             (self->result->outgoing_ok || self->only_reading);
    case PENNY_PAGE_FINDING:
      return penny_setup_get_doubtful (self) != NULL;
    case PENNY_PAGE_SIGN_IN:
      return !self->in_browser;
    default:
      return FALSE;
    }
}

static void
accept_doubtful (PennySetup *self)
{
  g_autoptr (PennyProposal) proposal = penny_proposal_ref (penny_setup_get_doubtful (self));

  penny_setup_take_proposal (self, proposal);
}

void
penny_setup_go_on (PennySetup *self)
{
  PennyWayAdvice advice;

  if (!penny_setup_can_go_on (self))
    return;

  switch (self->page)
    {
    case PENNY_PAGE_WELCOME:
      penny_setup_move (self, PENNY_PAGE_PERSON, PENNY_FIELD_NAME);
      break;
    case PENNY_PAGE_PERSON:
      go_on_from_person (self);
      break;
    case PENNY_PAGE_WAYS:
      penny_setup_go_try (self);
      break;
    case PENNY_PAGE_ADVISER:
      penny_setup_advise (self, &advice);
      choose (self, advice.way);
      break;
    case PENNY_PAGE_PLAY:
      choose (self, self->looked_at);
      break;
    case PENNY_PAGE_BY_HAND:
      go_on_from_by_hand (self);
      break;
    case PENNY_PAGE_TRYING:
      penny_setup_move (self, PENNY_PAGE_FINISHED, PENNY_FIELD_NONE);
      break;
    case PENNY_PAGE_FINDING:
      accept_doubtful (self);
      break;
    case PENNY_PAGE_SIGN_IN:
      g_clear_pointer (&self->advice, penny_advice_free);
      self->in_browser = TRUE;
      break;
    case PENNY_PAGE_FINISHED:
    default:
      break;
    }
}

gboolean
penny_setup_can_go_back (PennySetup *self)
{
  return self->page != PENNY_PAGE_FINISHED && self->history->len > 0;
}

void
penny_setup_go_back (PennySetup *self)
{
  if (!penny_setup_can_go_back (self))
    return;

  /* Leaving the page of settings by hand means: find them for me again. What was typed stays. */
  if (self->page == PENNY_PAGE_BY_HAND)
    self->by_hand = FALSE;
  self->page = g_array_index (self->history, PennyPage, self->history->len - 1);
  g_array_set_size (self->history, self->history->len - 1);
  self->field = PENNY_FIELD_NONE;
  self->mending = self->in_browser = FALSE;
  g_clear_pointer (&self->doubtful, g_ptr_array_unref);
  g_clear_pointer (&self->result, penny_trial_result_free);
  g_clear_pointer (&self->advice, penny_advice_free);
}

gboolean
penny_setup_can_go_by_hand (PennySetup *self)
{
  return self->page != PENNY_PAGE_WELCOME && self->page != PENNY_PAGE_BY_HAND &&
         self->page != PENNY_PAGE_ADVISER && self->page != PENNY_PAGE_PLAY &&
         self->page != PENNY_PAGE_FINISHED && !self->only_sign_in;
}

void
penny_setup_go_by_hand (PennySetup *self)
{
  penny_setup_open_by_hand (self, PENNY_FIELD_INCOMING);
}
