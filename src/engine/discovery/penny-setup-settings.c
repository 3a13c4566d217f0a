/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings' half of the setup: ways, servers by hand, the account to try, and how that went. */
#include "penny-setup-private.h"

PennyProposal *
penny_setup_get_proposal (PennySetup *self)
{
  return self->by_hand ? self->typed : self->found;
}

/* --- the way --- */

PennyWay
penny_setup_get_way (PennySetup *self)
{
  return self->way;
}

void
penny_setup_set_way (PennySetup *self, PennyWay way)
{
  self->way_is_chosen = self->way_is_chosen || way != self->way;
  self->way = way;
}

gboolean
penny_setup_allows_way (PennySetup *self, PennyWay way)
{
  PennyProposal *proposal = penny_setup_get_proposal (self);

  return proposal != NULL && penny_proposal_allows_way (proposal, way);
}

gboolean
penny_setup_is_by_hand (PennySetup *self)
{
  return self->by_hand;
}

int
penny_setup_get_days (PennySetup *self, PennyWay way)
{
  switch (penny_way_rules_get (way)->clears)
    {
    case PENNY_CLEARS_THROWN_AWAY_OR_OLD:
      return self->clear_after_days;
    case PENNY_CLEARS_ONCE_STORED:
      return self->take_home_days;
    case PENNY_CLEARS_NEVER:
    default:
      return 0;
    }
}

void
penny_setup_set_days (PennySetup *self, PennyWay way, int days)
{
  PennyClears clears = penny_way_rules_get (way)->clears;

  if (clears == PENNY_CLEARS_THROWN_AWAY_OR_OLD)
    self->clear_after_days = days;
  else if (clears == PENNY_CLEARS_ONCE_STORED)
    self->take_home_days = days;
}

/* --- the adviser --- */

void
penny_setup_ask_adviser (PennySetup *self)
{
  if (self->page == PENNY_PAGE_WAYS)
    penny_setup_move (self, PENNY_PAGE_ADVISER, PENNY_FIELD_NONE);
}

guint
penny_setup_get_answer (PennySetup *self, PennyQuestion question)
{
  return self->answers.given[question];
}

void
penny_setup_set_answer (PennySetup *self, PennyQuestion question, guint answer)
{
  self->answers.given[question] = answer;
}

gboolean
penny_setup_has_answers (PennySetup *self)
{
  return penny_way_adviser_is_answered (&self->answers);
}

gboolean
penny_setup_advise (PennySetup *self, PennyWayAdvice *advice)
{
  guint possible = 0;

  for (guint way = 0; way < PENNY_N_WAYS; way++)
    if (penny_setup_allows_way (self, (PennyWay) way))
      possible |= PENNY_WAY_BIT (way);
  return penny_way_adviser_advise (&self->answers, possible, advice);
}

/* --- the playable post office --- */

void
penny_setup_play (PennySetup *self)
{
  if (self->page != PENNY_PAGE_WAYS)
    return;
  self->looked_at = self->way;
  penny_setup_move (self, PENNY_PAGE_PLAY, PENNY_FIELD_NONE);
}

PennyWay
penny_setup_get_looked_at (PennySetup *self)
{
  return self->looked_at;
}

void
penny_setup_set_looked_at (PennySetup *self, PennyWay way)
{
  self->looked_at = way;
}

/* --- by hand --- */

const PennyServer *
penny_setup_get_server (PennySetup *self, gboolean outgoing)
{
  return outgoing ? self->outgoing : self->incoming;
}

void
penny_setup_set_server (PennySetup *self, gboolean outgoing, const PennyServer *server)
{
  PennyServer **place = outgoing ? &self->outgoing : &self->incoming;
  PennyServer *copy = penny_server_copy (server);

  penny_server_free (*place);
  *place = copy;
  self->servers_are_typed = TRUE;
}

/* What was found is a better start than empty fields; what somebody typed is never overwritten. */
static void
fill_in_servers (PennySetup *self)
{
  PennyProtocol protocol = penny_way_rules_get (self->way)->protocol;
  const PennyServer *incoming, *outgoing;

  if (self->servers_are_typed || self->found == NULL)
    return;

  incoming = penny_proposal_get_server (self->found, protocol, 0);
  outgoing = penny_proposal_get_server (self->found, PENNY_PROTOCOL_SMTP, 0);
  if (incoming != NULL)
    penny_setup_set_server (self, FALSE, incoming);
  if (outgoing != NULL)
    penny_setup_set_server (self, TRUE, outgoing);
  self->servers_are_typed = FALSE;
}

void
penny_setup_open_by_hand (PennySetup *self, PennyField field)
{
  fill_in_servers (self);
  g_clear_pointer (&self->result, penny_trial_result_free);
  penny_setup_move (self, PENNY_PAGE_BY_HAND, field);
}

static PennyServer *
complete (PennySetup *self, const PennyServer *typed)
{
  guint16 port = typed->port != 0 ? typed->port : penny_server_default_port (typed->protocol, typed->security);
  PennyServer *server = penny_server_new (typed->protocol, typed->host, port, typed->security,
                                          *typed->user != '\0' ? typed->user : self->address);

  penny_server_keep_trust (server, typed);
  return server;
}

void
penny_setup_propose_typed (PennySetup *self)
{
  g_autoptr (PennyProvider) provider = penny_provider_find_by_host (self->incoming->host);

  g_clear_pointer (&self->typed, penny_proposal_unref);
  self->typed = penny_proposal_new (PENNY_SOURCE_GUESS, self->address, provider);
  penny_proposal_take_server (self->typed, complete (self, self->incoming));
  if (*self->outgoing->host != '\0')
    penny_proposal_take_server (self->typed, complete (self, self->outgoing));
}

/* --- trying --- */

PennyAccount *
penny_setup_dup_account (PennySetup *self, GError **error)
{
  PennyProposal *proposal = penny_setup_get_proposal (self);
  g_autoptr (PennyAccountForm) form = self->mended != NULL ? penny_account_to_form (self->mended)
                                                            : penny_account_form_new ();

  if (proposal == NULL || !penny_proposal_fill_form (proposal, self->way, form))
    {
      g_set_error_literal (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID,
                           "no incoming server for this way");
      return NULL;
    }

  if (self->mended != NULL)
    {
      penny_server_keep_trust (form->incoming, penny_account_get_incoming (self->mended));
      if (form->outgoing != NULL)
        penny_server_keep_trust (form->outgoing, penny_account_get_outgoing (self->mended));
    }
  g_free (form->address);
  form->address = g_strdup (self->address);
  g_free (form->name);
  form->name = g_strdup (self->name);
  form->clear_after_days = self->clear_after_days;
  form->take_home_days = self->take_home_days;
  if (self->mended != NULL && form->files_sent == PENNY_FILES_SENT_UNKNOWN)
    form->files_sent = penny_account_get_files_sent (self->mended);
  return penny_account_new (form, error);
}

static void
advise (PennySetup *self, PennyPhase phase, const GError *error, const PennyServer *server)
{
  PennyAdviceContext context = { penny_setup_get_provider (self), NULL, self->address };

  context.host = server != NULL ? server->host : NULL;
  g_clear_pointer (&self->advice, penny_advice_free);
  self->advice = penny_advice_new (phase, error, &context);
}

void
penny_setup_take_result (PennySetup *self, PennyTrialResult *result)
{
  PennyAccount *account = result->account;

  if (self->page != PENNY_PAGE_TRYING)
    {
      penny_trial_result_free (result);
      return;
    }

  g_clear_pointer (&self->result, penny_trial_result_free);
  self->result = result;
  self->only_reading = FALSE;
  if (result->incoming_error != NULL)
    advise (self, penny_trial_result_get_phase (result, result->failed_step), result->incoming_error,
            penny_account_get_incoming (account));
  else if (result->outgoing_error != NULL)
    advise (self, penny_trial_result_get_phase (result, PENNY_STEP_OUTGOING), result->outgoing_error,
            penny_account_get_outgoing (account));
}

void
penny_setup_take_try_error (PennySetup *self, const GError *error)
{
  if (self->page == PENNY_PAGE_TRYING)
    advise (self, PENNY_PHASE_SETTINGS, error, self->by_hand ? self->incoming : NULL);
}

gboolean
penny_setup_can_only_read (PennySetup *self)
{
  return self->page == PENNY_PAGE_TRYING && self->result != NULL && self->result->incoming_ok &&
         !self->result->outgoing_ok && !self->only_reading;
}

void
penny_setup_only_read (PennySetup *self)
{
  if (!penny_setup_can_only_read (self))
    return;

  self->only_reading = TRUE;
  g_clear_pointer (&self->advice, penny_advice_free);
}

void
penny_setup_try_again (PennySetup *self)
{
  g_clear_pointer (&self->result, penny_trial_result_free);
  g_clear_pointer (&self->advice, penny_advice_free);
}

const PennyTrialResult *
penny_setup_get_result (PennySetup *self)
{
  return self->result;
}

const PennyAdvice *
penny_setup_get_advice (PennySetup *self)
{
  return self->advice;
}

void
penny_setup_obey (PennySetup *self, PennyAdviceAction action)
{
  gboolean sending = penny_setup_can_only_read (self);

  switch (action)
    {
    case PENNY_ADVICE_ENTER_PASSWORD:
    case PENNY_ADVICE_OPEN_HELP:
    case PENNY_ADVICE_EDIT_ADDRESS:
      self->mending = self->page == PENNY_PAGE_TRYING;
      penny_setup_try_again (self);
      penny_setup_move (self, PENNY_PAGE_PERSON,
                        action == PENNY_ADVICE_EDIT_ADDRESS ? PENNY_FIELD_ADDRESS
                                                                     : PENNY_FIELD_PASSWORD);
      break;
    case PENNY_ADVICE_EDIT_SETTINGS:
      self->mending = self->page == PENNY_PAGE_TRYING;
      penny_setup_open_by_hand (self, sending ? PENNY_FIELD_OUTGOING : PENNY_FIELD_INCOMING);
      break;
    default:
      penny_setup_try_again (self);
      break;
    }
}

/* --- finished --- */

PennyAccount *
penny_setup_dup_finished (PennySetup *self)
{
  g_autoptr (PennyAccountForm) form = NULL;

  if (self->result == NULL || !self->result->incoming_ok)
    return NULL;
  if (!self->only_reading)
    return penny_account_ref (self->result->account);

  form = penny_account_to_form (self->result->account);
  g_clear_pointer (&form->outgoing, penny_server_free);
  return penny_account_new (form, NULL);
}

PennyAccount *
penny_setup_get_mended (PennySetup *self)
{
  return self->mended;
}

gboolean
penny_setup_is_only_reading (PennySetup *self)
{
  return self->only_reading;
}
