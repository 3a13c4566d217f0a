/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trial's part of the setup: the account to try, how that went, and what comes of it. */
#include "penny-setup-private.h"

/* --- trying --- */

static void
keep_trust (PennyAccountForm *form, PennyAccount *account)
{
  if (account == NULL)
    return;
  penny_server_keep_trust (form->incoming, penny_account_get_incoming (account));
  if (form->outgoing != NULL)
    penny_server_keep_trust (form->outgoing, penny_account_get_outgoing (account));
}

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

  keep_trust (form, self->mended);
  keep_trust (form, self->trusting);
  g_free (form->address);
  form->address = g_strdup (self->address);
  g_free (form->name);
  form->name = g_strdup (self->name);
  form->clear_after_days = self->clear_after_days;
  form->take_home_days = self->take_home_days;
  penny_setup_fill_auth (self, form);
  if (self->mended != NULL && form->files_sent == PENNY_FILES_SENT_UNKNOWN)
    form->files_sent = penny_account_get_files_sent (self->mended);
  return penny_account_new (form, error);
}

static void
advise (PennySetup *self, PennyPhase phase, const GError *error, const PennyServer *server)
{
  const char *host = server != NULL ? server->host : NULL;
  PennyAdviceContext context = { penny_setup_get_provider (self), host, self->address };
  g_autoptr (GError) refusal = penny_setup_dup_refusal (self, phase, error);

  g_clear_pointer (&self->advice, penny_advice_free);
  self->advice = penny_advice_new (phase, refusal, &context);
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
  penny_setup_take_dry_run (self, NULL);
  self->only_reading = FALSE;
  self->wants_letter = FALSE;
  g_clear_pointer (&self->advice, penny_advice_free);
  if (result->incoming_error != NULL)
    advise (self, penny_trial_result_get_phase (result, result->failed_step), result->incoming_error,
            penny_account_get_incoming (account));
  else if (result->outgoing_error != NULL)
    advise (self, penny_trial_result_get_phase (result, PENNY_STEP_OUTGOING), result->outgoing_error,
            penny_account_get_outgoing (account));
  else if (result->letter_error != NULL)
    advise (self, penny_trial_result_get_phase (result, PENNY_STEP_LETTER), result->letter_error,
            penny_account_get_outgoing (account));
  else if (self->only_sign_in)
    penny_setup_move (self, PENNY_PAGE_FINISHED, PENNY_FIELD_NONE);
}

void
penny_setup_take_try_error (PennySetup *self, const GError *error)
{
  if (self->page == PENNY_PAGE_TRYING)
    advise (self, PENNY_PHASE_SETTINGS, error, self->by_hand ? self->incoming : NULL);
}

void
penny_setup_take_dry_run (PennySetup *self, PennyDryRun *dry_run)
{
  g_clear_pointer (&self->dry_run, penny_dry_run_unref);
  if (dry_run != NULL)
    self->dry_run = penny_dry_run_ref (dry_run);
}

PennyDryRun *
penny_setup_get_dry_run (PennySetup *self)
{
  return self->dry_run;
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

const PennyCertificate *
penny_setup_get_stranger (PennySetup *self, const char **host)
{
  return self->page == PENNY_PAGE_TRYING && self->result != NULL
    ? penny_trial_result_get_trustable (self->result, host) : NULL;
}

void
penny_setup_trust_stranger (PennySetup *self)
{
  PennyAccount *trusting;

  if (penny_setup_get_stranger (self, NULL) == NULL)
    return;
  trusting = penny_trial_result_dup_trusting (self->result);
  g_clear_pointer (&self->trusting, penny_account_unref);
  self->trusting = trusting;
  penny_setup_try_again (self);
}

gboolean
penny_setup_can_send_letter (PennySetup *self)
{
  return self->page == PENNY_PAGE_TRYING && penny_setup_can_go_on (self) && !self->only_reading &&
         penny_account_get_outgoing (self->result->account) != NULL &&
         self->result->states[PENNY_STEP_LETTER] != PENNY_STEP_OK;
}

void
penny_setup_send_letter (PennySetup *self)
{
  if (!penny_setup_can_send_letter (self))
    return;
  penny_setup_try_again (self);
  self->wants_letter = TRUE;
}

gboolean
penny_setup_wants_letter (PennySetup *self)
{
  return self->wants_letter;
}

void
penny_setup_try_again (PennySetup *self)
{
  g_clear_pointer (&self->result, penny_trial_result_free);
  g_clear_pointer (&self->advice, penny_advice_free);
}

gboolean
penny_setup_waits_for_network (PennySetup *self)
{
  return (self->page == PENNY_PAGE_FINDING || self->page == PENNY_PAGE_TRYING)
         && self->advice != NULL && g_str_equal (self->advice->cause, "offline");
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
    case PENNY_ADVICE_CHANGE_WAY:
      penny_setup_try_again (self);
      if (self->page == PENNY_PAGE_TRYING)
        penny_setup_move (self, PENNY_PAGE_WAYS, PENNY_FIELD_NONE);
      break;
    case PENNY_ADVICE_SIGN_IN:
      if (self->page == PENNY_PAGE_TRYING)
        penny_setup_go_sign_in (self);
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
