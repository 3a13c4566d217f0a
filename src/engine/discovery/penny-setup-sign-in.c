/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The setup of somebody who is let in without a password: through the web browser, or by the desktop. */
#include "penny-setup-private.h"

#include "penny-credential.h"
#include "penny-error.h"

/* --- who lets in how --- */

static gboolean
is_its_own (PennyProvider *provider, const PennyServer *server)
{
  g_autoptr (GPtrArray) own = server != NULL ? penny_provider_dup_servers (provider, server->protocol, server->user)
                                             : NULL;
  gboolean found = server == NULL;

  for (guint i = 0; own != NULL && i < own->len; i++)
    found = found || g_ascii_strcasecmp (((PennyServer *) g_ptr_array_index (own, i))->host, server->host) == 0;
  return found;
}

/* Its tokens are for its own servers only: not for those that somebody typed, or that somebody else named. */
static PennyProvider *
get_browser_provider (PennySetup *self)
{
  PennyProvider *provider = penny_setup_get_provider (self);
  PennyProposal *proposal = penny_setup_get_proposal (self);

  if (provider == NULL || !penny_provider_can_sign_in_with_browser (provider))
    return NULL;
  for (PennyProtocol protocol = PENNY_PROTOCOL_IMAP; proposal != NULL && protocol <= PENNY_PROTOCOL_SMTP; protocol++)
    if (!is_its_own (provider, penny_proposal_get_server (proposal, protocol, 0)))
      return NULL;
  return provider;
}

PennyAuth
penny_setup_get_auth (PennySetup *self)
{
  PennyAccount *model = self->auth_is_chosen ? NULL : penny_setup_get_model (self);

  if (self->auth_is_chosen)
    return self->auth;
  if (model != NULL)
    return penny_account_get_auth (model);
  return get_browser_provider (self) != NULL ? PENNY_AUTH_OAUTH2 : PENNY_AUTH_PASSWORD;
}

static void
choose_auth (PennySetup *self, PennyAuth auth)
{
  penny_setup_forget_sign_in (self);
  self->auth = auth;
  self->auth_is_chosen = TRUE;
}

void
penny_setup_forget_sign_in (PennySetup *self)
{
  self->auth_is_chosen = self->auth_is_chosen && self->mended != NULL;
  self->in_browser = FALSE;
  g_clear_pointer (&self->tokens, penny_oauth_tokens_free);
  g_clear_pointer (&self->goa_id, g_free);
}

void
penny_setup_free_sign_in (PennySetup *self)
{
  penny_setup_forget_sign_in (self);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_pointer (&self->desktop_accounts, g_ptr_array_unref);
}

/* The account's own way in; one that its address does not tell goes into its file. */
static PennyOauthConfig *
dup_own_oauth (PennySetup *self)
{
  g_autoptr (PennyProvider) of_address = penny_provider_find (self->address);
  PennyProvider *provider = get_browser_provider (self);
  PennyAccount *like = self->mended != NULL ? self->mended : penny_setup_get_model (self);

  if (like != NULL && penny_account_get_oauth (like) != NULL)
    return penny_oauth_config_copy (penny_account_get_oauth (like));
  if (provider == NULL || (of_address != NULL && penny_provider_can_sign_in_with_browser (of_address)))
    return NULL;
  return penny_oauth_config_copy (penny_provider_get_oauth (provider));
}

void
penny_setup_fill_auth (PennySetup *self, PennyAccountForm *form)
{
  form->auth = penny_setup_get_auth (self);
  g_clear_pointer (&form->oauth, penny_oauth_config_free);
  if (form->auth == PENNY_AUTH_OAUTH2)
    form->oauth = dup_own_oauth (self);
  if (form->auth != PENNY_AUTH_GOA)
    g_clear_pointer (&form->goa_id, g_free);
  else if (self->goa_id != NULL)
    {
      g_free (form->goa_id);
      form->goa_id = g_strdup (self->goa_id);
    }
}

/* --- through the browser --- */

PennyOauthConfig *
penny_setup_dup_oauth (PennySetup *self, GError **error)
{
  PennyProvider *provider = get_browser_provider (self);
  PennyOauthConfig *own = dup_own_oauth (self);

  if (own == NULL && provider != NULL)
    own = penny_oauth_config_copy (penny_provider_get_oauth (provider));
  if (own == NULL)
    g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_CLIENT_ID,
                 "No way to sign in through the browser is known for %s", self->address);
  return own;
}

static gboolean
needs_browser (PennySetup *self)
{
  if (penny_setup_get_auth (self) != PENNY_AUTH_OAUTH2 || self->tokens != NULL)
    return FALSE;
  /* What is kept for an account that is here may still do. */
  return self->mended == NULL || penny_account_get_auth (self->mended) != PENNY_AUTH_OAUTH2 || self->signs_in_anew;
}

void
penny_setup_go_try (PennySetup *self)
{
  penny_setup_move (self, needs_browser (self) ? PENNY_PAGE_SIGN_IN : PENNY_PAGE_TRYING, PENNY_FIELD_NONE);
}

void
penny_setup_go_sign_in (PennySetup *self)
{
  choose_auth (self, PENNY_AUTH_OAUTH2);
  self->signs_in_anew = TRUE;
  penny_setup_try_again (self);
  penny_setup_move (self, PENNY_PAGE_SIGN_IN, PENNY_FIELD_NONE);
}

gboolean
penny_setup_can_use_password (PennySetup *self)
{
  PennyProvider *provider = penny_setup_get_provider (self);
  PennySignIn sign_in = provider != NULL ? penny_provider_get_sign_in (provider) : PENNY_SIGN_IN_BROWSER;

  return self->page == PENNY_PAGE_SIGN_IN && !self->in_browser && !self->only_sign_in &&
         sign_in != PENNY_SIGN_IN_BROWSER && sign_in != PENNY_SIGN_IN_BRIDGE && sign_in != PENNY_SIGN_IN_IMPOSSIBLE;
}

void
penny_setup_use_password (PennySetup *self)
{
  if (!penny_setup_can_use_password (self))
    return;
  choose_auth (self, PENNY_AUTH_PASSWORD);
  penny_setup_move (self, PENNY_PAGE_PERSON, PENNY_FIELD_PASSWORD);
  self->mending = TRUE;   /* the way is chosen already */
}

gboolean
penny_setup_can_use_browser (PennySetup *self)
{
  return self->page == PENNY_PAGE_PERSON && self->mended == NULL && self->auth_is_chosen &&
         self->auth == PENNY_AUTH_PASSWORD && get_browser_provider (self) != NULL;
}

void
penny_setup_use_browser (PennySetup *self)
{
  if (penny_setup_can_use_browser (self))
    self->auth_is_chosen = FALSE;
}

gboolean
penny_setup_is_in_browser (PennySetup *self)
{
  return self->in_browser;
}

void
penny_setup_leave_browser (PennySetup *self)
{
  self->in_browser = FALSE;
}

void
penny_setup_take_tokens (PennySetup *self, const PennyOauthTokens *tokens)
{
  if (!self->in_browser)
    return;
  g_clear_pointer (&self->tokens, penny_oauth_tokens_free);
  self->tokens = penny_oauth_tokens_copy (tokens);
  self->signs_in_anew = FALSE;
  penny_setup_move (self, PENNY_PAGE_TRYING, PENNY_FIELD_NONE);
}

void
penny_setup_take_sign_in_error (PennySetup *self, const GError *error)
{
  PennyAdviceContext context = { penny_setup_get_provider (self), NULL, self->address };

  if (!self->in_browser)
    return;
  self->in_browser = FALSE;
  g_clear_pointer (&self->advice, penny_advice_free);
  self->advice = penny_advice_new (PENNY_PHASE_SETTINGS, error, &context);
}

const PennyOauthTokens *
penny_setup_get_tokens (PennySetup *self)
{
  return self->tokens;
}

static int
grade_refusal (PennySetup *self, PennyPhase phase)
{
  if (penny_setup_get_auth (self) == PENNY_AUTH_GOA)
    return PENNY_ACCOUNT_ERROR_DESKTOP;
  /* The box was opened with it a moment ago: sending alone was not allowed. */
  if (phase == PENNY_PHASE_LOG_IN_OUTGOING)
    return PENNY_ACCOUNT_ERROR_NO_CONSENT;
  return self->tokens != NULL ? PENNY_ACCOUNT_ERROR_OTHER_PERSON : PENNY_ACCOUNT_ERROR_SIGN_IN_AGAIN;
}

GError *
penny_setup_dup_refusal (PennySetup *self, PennyPhase phase, const GError *error)
{
  if (penny_setup_get_auth (self) == PENNY_AUTH_PASSWORD || !penny_credential_is_refused (error))
    return g_error_copy (error);
  return g_error_new (PENNY_ACCOUNT_ERROR, grade_refusal (self, phase), "%s", error->message);
}

/* --- by the desktop --- */

void
penny_setup_set_accounts (PennySetup *self, GPtrArray *accounts)
{
  g_ptr_array_ref (accounts);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  self->accounts = accounts;
  if (accounts->len > 0 && self->page == PENNY_PAGE_WELCOME)
    self->page = PENNY_PAGE_PERSON;
}

void
penny_setup_take_desktop_accounts (PennySetup *self, GPtrArray *accounts)
{
  g_ptr_array_ref (accounts);
  g_clear_pointer (&self->desktop_accounts, g_ptr_array_unref);
  self->desktop_accounts = accounts;
}

static gboolean
is_here (PennySetup *self, const PennyGoaAccount *offer)
{
  for (guint i = 0; self->accounts != NULL && i < self->accounts->len; i++)
    {
      PennyAccount *account = g_ptr_array_index (self->accounts, i);

      if (g_strcmp0 (penny_account_get_goa_id (account), offer->id) == 0 ||
          g_ascii_strcasecmp (penny_account_get_address (account), offer->address) == 0)
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
penny_setup_dup_desktop_offers (PennySetup *self)
{
  GPtrArray *offers = g_ptr_array_new ();

  for (guint i = 0; self->mended == NULL && self->desktop_accounts != NULL && i < self->desktop_accounts->len; i++)
    if (!is_here (self, g_ptr_array_index (self->desktop_accounts, i)))
      g_ptr_array_add (offers, g_ptr_array_index (self->desktop_accounts, i));
  return offers;
}

void
penny_setup_use_desktop (PennySetup *self, const PennyGoaAccount *account)
{
  g_autoptr (PennyProvider) provider = penny_provider_find (account->address);

  if (self->mended != NULL || (self->page != PENNY_PAGE_WELCOME && self->page != PENNY_PAGE_PERSON))
    return;
  penny_setup_set_address (self, account->address);
  if (*account->name != '\0')
    penny_setup_set_name (self, account->name);
  choose_auth (self, PENNY_AUTH_GOA);
  self->goa_id = g_strdup (account->id);
  self->by_hand = FALSE;
  g_clear_pointer (&self->found, penny_proposal_unref);
  self->found = penny_proposal_new (PENNY_SOURCE_GUESS, account->address, provider);
  penny_proposal_take_server (self->found, penny_server_copy (account->incoming));
  if (account->outgoing != NULL)
    penny_proposal_take_server (self->found, penny_server_copy (account->outgoing));
  self->way = PENNY_WAY_SHARED;
  penny_setup_move (self, PENNY_PAGE_WAYS, PENNY_FIELD_NONE);
}
