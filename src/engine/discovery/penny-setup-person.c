/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's part of the setup: name, address and password, and what the address says of the provider. */
#include "penny-setup-private.h"

#include <string.h>

void
penny_setup_free_password (PennySetup *self)
{
  if (self->password != NULL)
    penny_secret_wipe (self->password, strlen (self->password));
  g_clear_pointer (&self->password, g_free);
}

const char *
penny_setup_get_name (PennySetup *self)
{
  return self->name;
}

void
penny_setup_set_name (PennySetup *self, const char *name)
{
  g_free (self->name);
  self->name = g_strstrip (g_strdup (name));
}

const char *
penny_setup_get_address (PennySetup *self)
{
  return self->address;
}

/* From the letter of a provider: "pophost.example.de", "mail.example.org". */
static gboolean
is_server_name (const char *typed)
{
  const char * const words[] = { "imap", "mail", "mx", "pop", "post", "smtp" };
  const char *dot = strchr (typed, '.');
  const char *last = strrchr (typed, '.');
  gboolean known = g_hostname_is_ip_address (typed);

  if (dot == NULL || (strlen (last) < 3 && !known) || strchr (typed, '@') != NULL || !penny_host_is_plausible (typed))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    known = known || g_ascii_strncasecmp (typed, words[i], strlen (words[i])) == 0;
  return known || last != dot;
}

/* The account's address has changed, or the post office that was named. */
static void
forget_found (PennySetup *self)
{
  const char *server = penny_setup_get_server_name (self);

  g_free (self->address);
  self->address = g_strdup (server != NULL ? self->own_address : self->entered);
  g_clear_pointer (&self->found, penny_proposal_unref);
  self->public_allowed = self->model_declined = FALSE;
  penny_setup_forget_sign_in (self);
  g_clear_pointer (&self->provider, penny_provider_unref);
  if (server != NULL)
    self->provider = penny_provider_find_by_host (server);
  else if (penny_setup_address_is_fine (self))
    self->provider = penny_provider_find (self->address);
  if (self->by_hand)
    penny_setup_propose_typed (self);   /* a user name left empty is the address */
  self->mending = self->mending && self->by_hand;
}

void
penny_setup_set_address (PennySetup *self, const char *address)
{
  g_autofree char *clean = g_strstrip (g_strdup (address));

  if (g_str_equal (clean, self->entered))
    return;
  g_free (self->entered);
  self->entered = g_steal_pointer (&clean);
  forget_found (self);
}

const char *
penny_setup_get_entered (PennySetup *self)
{
  return self->entered;
}

const char *
penny_setup_get_server_name (PennySetup *self)
{
  return self->mended == NULL && is_server_name (self->entered) ? self->entered : NULL;
}

char *
penny_setup_dup_likely_address (PennySetup *self)
{
  const char *at = strrchr (self->address, '@');
  gboolean unknown = self->mended == NULL && self->provider == NULL && penny_setup_address_is_fine (self);
  g_autofree char *domain = unknown && at != NULL ? penny_provider_dup_likely_domain (at + 1) : NULL;

  return domain != NULL ? g_strdup_printf ("%.*s@%s", (int) (at - self->address), self->address, domain) : NULL;
}

const char *
penny_setup_get_own_address (PennySetup *self)
{
  return self->own_address;
}

void
penny_setup_set_own_address (PennySetup *self, const char *address)
{
  g_autofree char *clean = g_strstrip (g_strdup (address));

  if (g_str_equal (clean, self->own_address))
    return;
  g_free (self->own_address);
  self->own_address = g_steal_pointer (&clean);
  if (penny_setup_get_server_name (self) != NULL)
    forget_found (self);
}

const char *
penny_setup_get_password (PennySetup *self)
{
  return self->password;
}

void
penny_setup_set_password (PennySetup *self, const char *password)
{
  char *copy = g_strdup (password);

  penny_setup_free_password (self);
  self->password = copy;
}

static PennyPasswordShape
check_shape (PennySetup *self)
{
  PennyProvider *provider = penny_setup_get_provider (self);

  return provider != NULL && *self->password != '\0' ? penny_provider_check_password_shape (provider, self->password)
                                                     : PENNY_PASSWORD_SHAPE_OK;
}

PennySecret *
penny_setup_dup_secret (PennySetup *self)
{
  PennySecret *secret;
  char *stripped;

  if (penny_setup_get_auth (self) != PENNY_AUTH_PASSWORD)
    return self->tokens != NULL ? penny_secret_ref (self->tokens->access) : NULL;
  if (*self->password == '\0')
    return NULL;
  if (check_shape (self) != PENNY_PASSWORD_SHAPE_STRIP_SPACES)
    return penny_secret_new (self->password);
  stripped = penny_provider_dup_password_stripped (self->password);
  secret = penny_secret_new (stripped);
  penny_secret_wipe (stripped, strlen (stripped));
  g_free (stripped);
  return secret;
}

char *
penny_setup_dup_password_doubt (PennySetup *self)
{
  PennyPasswordShape shape = check_shape (self);

  return shape == PENNY_PASSWORD_SHAPE_LOOKS_ORDINARY
    ? penny_provider_dup_password_sentence (penny_setup_get_provider (self), shape) : NULL;
}

gboolean
penny_setup_address_is_fine (PennySetup *self)
{
  return penny_address_is_plausible (self->address);
}

PennyProvider *
penny_setup_get_provider (PennySetup *self)
{
  PennyProposal *proposal = penny_setup_get_proposal (self);
  PennyProvider *proposed = proposal != NULL ? penny_proposal_get_provider (proposal) : NULL;

  return proposed != NULL ? proposed : self->provider;
}

gboolean
penny_setup_can_sign_in (PennySetup *self)
{
  PennyProvider *provider = penny_setup_get_provider (self);

  return provider == NULL || penny_provider_can_sign_in (provider) || self->mended != NULL ||
         penny_setup_get_auth (self) != PENNY_AUTH_PASSWORD;
}
