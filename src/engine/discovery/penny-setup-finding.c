/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search's part of the setup: what was found, what waits for a yes, what may be asked. */
#include "penny-setup-private.h"

/* --- the search has ended --- */

/* A provider that only the search has found may want something before the password is typed: it has not
 * been sent anywhere yet. */
static gboolean
wants_something_first (PennySetup *self)
{
  PennyProvider *provider = penny_proposal_get_provider (self->found);
  g_autoptr (GPtrArray) steps = NULL;

  if (self->provider != NULL || provider == NULL || penny_setup_get_auth (self) != PENNY_AUTH_PASSWORD)
    return FALSE;
  steps = penny_provider_dup_steps (provider);
  return steps->len > 0;
}

void
penny_setup_take_proposal (PennySetup *self, PennyProposal *proposal)
{
  if (self->page != PENNY_PAGE_FINDING)
    return;

  g_clear_pointer (&self->found, penny_proposal_unref);
  self->found = penny_proposal_ref (proposal);
  self->by_hand = FALSE;
  if (!penny_setup_can_sign_in (self))
    {
      /* The page with the address says so. */
      penny_setup_move (self, PENNY_PAGE_PERSON, PENNY_FIELD_ADDRESS);
      return;
    }
  if (!self->way_is_chosen)
    self->way = PENNY_WAY_SHARED;
  if (wants_something_first (self))
    penny_setup_move (self, PENNY_PAGE_PERSON, PENNY_FIELD_PASSWORD);
  else
    penny_setup_go_from_settings (self);
}

void
penny_setup_forget_looks (PennySetup *self)
{
  for (guint i = 0; i < PENNY_N_LOOKS; i++)
    g_clear_pointer (&self->looks[i].where, g_free);
}

void
penny_setup_take_look (PennySetup *self, guint number, PennyProposalSource source, const char *where,
                       PennyLookState state)
{
  PennySetupLook *look = number < PENNY_N_LOOKS ? &self->looks[number] : NULL;

  if (look == NULL || self->page != PENNY_PAGE_FINDING)
    return;
  if (number == 0 && state == PENNY_LOOK_WAITING)
    penny_setup_forget_looks (self);
  look->source = source;
  look->state = state;
  g_free (look->where);
  look->where = g_strdup (where);
}

void
penny_setup_take_find_error (PennySetup *self, const GError *error)
{
  const char *server = penny_setup_get_server_name (self);
  PennyAdviceContext context = { self->provider, server, self->address };
  g_autoptr (GError) cause = g_error_copy (error);

  if (self->page != PENNY_PAGE_FINDING)
    return;

  if (server != NULL && g_error_matches (cause, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND))
    cause->code = PENNY_DISCOVERY_ERROR_NO_SERVER;
  g_clear_pointer (&self->advice, penny_advice_free);
  self->advice = penny_advice_new (PENNY_PHASE_FIND, cause, &context);
}

void
penny_setup_take_proposals (PennySetup *self, GPtrArray *proposals)
{
  if (self->page != PENNY_PAGE_FINDING)
    return;
  if (penny_proposal_is_trusted (proposals->pdata[0]))
    {
      penny_setup_take_proposal (self, proposals->pdata[0]);
      return;
    }
  g_clear_pointer (&self->doubtful, g_ptr_array_unref);
  self->doubtful = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_proposal_unref);
  for (guint i = 0; i < proposals->len; i++)
    g_ptr_array_add (self->doubtful, penny_proposal_ref (proposals->pdata[i]));
}

PennyProposal *
penny_setup_get_doubtful (PennySetup *self)
{
  return self->page == PENNY_PAGE_FINDING && self->doubtful != NULL ? self->doubtful->pdata[0] : NULL;
}

void
penny_setup_refuse_doubtful (PennySetup *self)
{
  g_autoptr (GError) error = NULL;

  if (penny_setup_get_doubtful (self) == NULL)
    return;
  g_ptr_array_remove_index (self->doubtful, 0);
  if (self->doubtful->len > 0)
    return;
  g_clear_pointer (&self->doubtful, g_ptr_array_unref);
  g_set_error_literal (&error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND,
                       "what was found belongs to somebody else, says the person");
  penny_setup_take_find_error (self, error);
}

gboolean
penny_setup_can_ask_public (PennySetup *self)
{
  return self->page == PENNY_PAGE_FINDING && self->advice != NULL && !self->public_allowed &&
         g_str_equal (self->advice->cause, "nothing-found");
}

void
penny_setup_ask_public (PennySetup *self)
{
  if (!penny_setup_can_ask_public (self))
    return;
  self->public_allowed = TRUE;
  penny_setup_try_again (self);
}

gboolean
penny_setup_allows_public (PennySetup *self)
{
  return self->public_allowed;
}
