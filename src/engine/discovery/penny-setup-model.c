/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second account at the same provider: what works for the first one is taken over, so that nothing but the
 * address and the password has to be given. */
#include "penny-setup-private.h"

#include <string.h>

static const char *
get_domain (const char *address)
{
  const char *at = strrchr (address, '@');

  return at != NULL ? at + 1 : "";
}

static gboolean
is_same_provider (PennySetup *self, PennyAccount *account)
{
  const char *address = penny_account_get_address (account);
  g_autoptr (PennyProvider) provider = NULL;

  if (g_ascii_strcasecmp (get_domain (address), get_domain (self->address)) == 0)
    return TRUE;
  provider = self->provider != NULL ? penny_provider_find (address) : NULL;
  return provider != NULL && g_str_equal (penny_provider_get_id (provider), penny_provider_get_id (self->provider));
}

/* The same address would be the same account; the desktop's are its own. */
static gboolean
can_follow (PennySetup *self, PennyAccount *account)
{
  return penny_account_get_auth (account) != PENNY_AUTH_GOA &&
         g_ascii_strcasecmp (penny_account_get_address (account), self->address) != 0 &&
         is_same_provider (self, account);
}

static gboolean
wants_model (PennySetup *self)
{
  return self->accounts != NULL && self->mended == NULL && !self->by_hand && !self->model_declined &&
         self->goa_id == NULL && penny_setup_get_server_name (self) == NULL && penny_setup_address_is_fine (self);
}

static gboolean
is_known_already (PennySetup *self)
{
  for (guint i = 0; i < self->accounts->len; i++)
    if (g_ascii_strcasecmp (penny_account_get_address (g_ptr_array_index (self->accounts, i)), self->address) == 0)
      return TRUE;
  return FALSE;
}

PennyAccount *
penny_setup_get_model (PennySetup *self)
{
  if (!wants_model (self) || is_known_already (self))
    return NULL;
  for (guint i = 0; i < self->accounts->len; i++)
    if (can_follow (self, g_ptr_array_index (self->accounts, i)))
      return g_ptr_array_index (self->accounts, i);
  return NULL;
}

void
penny_setup_decline_model (PennySetup *self)
{
  self->model_declined = TRUE;
  g_clear_pointer (&self->found, penny_proposal_unref);
}

/* The part before the @ where that was the name, else the whole address. */
static void
rename_user (PennyServer *server, const char *before, const char *address)
{
  gsize local = strcspn (before, "@");
  gboolean short_name = strlen (server->user) == local && strncmp (server->user, before, local) == 0;

  g_free (server->user);
  server->user = g_strndup (address, short_name ? strcspn (address, "@") : strlen (address));
}

void
penny_setup_follow_model (PennySetup *self)
{
  PennyAccount *model = penny_setup_get_model (self);
  g_autoptr (PennyAccountForm) form = penny_account_to_form (model);
  g_autoptr (PennyAccount) account = NULL;

  rename_user (form->incoming, penny_account_get_address (model), self->address);
  if (form->outgoing != NULL)
    rename_user (form->outgoing, penny_account_get_address (model), self->address);
  g_clear_pointer (&form->id, g_free);
  g_free (form->address);
  form->address = g_strdup (self->address);
  account = penny_account_new (form, NULL);
  if (account == NULL)
    return;
  g_clear_pointer (&self->found, penny_proposal_unref);
  self->found = penny_proposal_new_from_account (account);
  self->way = penny_account_get_way (model);
  self->clear_after_days = penny_account_get_clear_after_days (model);
  self->take_home_days = penny_account_get_take_home_days (model);
}
