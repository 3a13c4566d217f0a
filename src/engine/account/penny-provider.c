/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One provider: its facts as an immutable value. */
#include "penny-provider-private.h"

#include <string.h>

#define DOMAIN_PLACE "{domain}"

static void
step_clear (PennyProviderStepFact *step)
{
  g_free (step->uri);
}

PennyProvider *
penny_provider_new (const char *id)
{
  PennyProvider *self = g_new0 (PennyProvider, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->expire_days = -1;
  self->steps = g_array_new (FALSE, TRUE, sizeof (PennyProviderStepFact));
  g_array_set_clear_func (self->steps, (GDestroyNotify) step_clear);
  for (guint i = 0; i < G_N_ELEMENTS (self->servers); i++)
    self->servers[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_server_free);
  return self;
}

PennyProvider *
penny_provider_ref (PennyProvider *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
penny_provider_unref (PennyProvider *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->id);
  g_free (self->name);
  g_strfreev (self->domains);
  g_strfreev (self->mx);
  g_free (self->run_by);
  for (guint i = 0; i < G_N_ELEMENTS (self->servers); i++)
    g_ptr_array_unref (self->servers[i]);
  g_array_unref (self->steps);
  g_free (self->help_uri);
  g_free (self->webmail_uri);
  penny_oauth_config_free (self->oauth);
  g_free (self->source);
  g_free (self);
}

const char *
penny_provider_get_id (PennyProvider *self)
{
  return self->id;
}

const char *
penny_provider_get_name (PennyProvider *self)
{
  return self->name;
}

const char * const *
penny_provider_get_domains (PennyProvider *self)
{
  return (const char * const *) self->domains;
}

char *
penny_provider_fill_host (const char *host, const char *domain)
{
  const char *place = strstr (host, DOMAIN_PLACE);

  return place ? g_strdup_printf ("%.*s%s%s", (int) (place - host), host, domain, place + strlen (DOMAIN_PLACE))
               : g_strdup (host);
}

static PennyServer *
dup_for_address (PennyProvider *self, const PennyServer *fact, const char *address)
{
  gboolean local = fact->protocol == PENNY_PROTOCOL_SMTP ? self->local_user_smtp : self->local_user;
  const char *at = strrchr (address, '@');
  g_autofree char *host = penny_provider_fill_host (fact->host, at ? at + 1 : address);
  g_autofree char *user = local && at ? g_strndup (address, at - address) : g_strdup (address);

  return penny_server_new (fact->protocol, host, fact->port, fact->security, user);
}

PennyServer *
penny_provider_dup_server (PennyProvider *self, PennyProtocol protocol, const char *address)
{
  GPtrArray *servers = self->servers[protocol];

  return servers->len ? dup_for_address (self, servers->pdata[0], address) : NULL;
}

GPtrArray *
penny_provider_dup_servers (PennyProvider *self, PennyProtocol protocol, const char *address)
{
  GPtrArray *servers = self->servers[protocol];
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_server_free);

  for (guint i = 0; i < servers->len; i++)
    g_ptr_array_add (copies, dup_for_address (self, servers->pdata[i], address));
  return copies;
}

guint
penny_provider_get_ways_possible (PennyProvider *self)
{
  return self->ways;
}

PennySignIn
penny_provider_get_sign_in (PennyProvider *self)
{
  return self->sign_in;
}

gboolean
penny_provider_takes (PennyProvider *self, PennySignIn sign_in)
{
  return (self->takes & (1u << sign_in)) != 0;
}

PennyFilesSent
penny_provider_get_files_sent (PennyProvider *self)
{
  return self->files_sent;
}

const char *
penny_provider_get_help_uri (PennyProvider *self)
{
  return self->help_uri;
}

const char *
penny_provider_get_webmail_uri (PennyProvider *self)
{
  return self->webmail_uri;
}

int
penny_provider_get_expire_days (PennyProvider *self)
{
  return self->expire_days;
}

const char *
penny_provider_get_source (PennyProvider *self)
{
  return self->source;
}

gboolean
penny_provider_has_step (PennyProvider *self, PennyBefore code)
{
  for (guint i = 0; i < self->steps->len; i++)
    if (g_array_index (self->steps, PennyProviderStepFact, i).code == code)
      return TRUE;
  return FALSE;
}

gboolean
penny_provider_has_quirk (PennyProvider *self, PennyQuirk quirk)
{
  return (self->quirks & (1u << quirk)) != 0;
}

const PennyOauthConfig *
penny_provider_get_oauth (PennyProvider *self)
{
  return self->oauth;
}

gboolean
penny_provider_can_sign_in_with_browser (PennyProvider *self)
{
  return self->oauth != NULL;
}

gboolean
penny_provider_can_sign_in (PennyProvider *self)
{
  return (self->sign_in != PENNY_SIGN_IN_BROWSER || self->oauth) && self->sign_in != PENNY_SIGN_IN_BRIDGE &&
         self->sign_in != PENNY_SIGN_IN_IMPOSSIBLE;
}
