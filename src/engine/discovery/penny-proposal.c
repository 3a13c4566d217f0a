/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of candidate servers with its origin, and how it fills in the settings form. */
#include "penny-proposal.h"

struct _PennyProposal {
  gatomicrefcount ref_count;
  PennyProposalSource source;
  char *address;
  PennyProvider *provider; /* owned; may be NULL */
  char *origin;
  GPtrArray *confirm;      /* of char *, NULL-terminated */
  GPtrArray *servers;      /* PennyServer, best first within each protocol */
};

PennyProposal *
penny_proposal_new (PennyProposalSource source, const char *address, PennyProvider *provider)
{
  PennyProposal *self = g_new0 (PennyProposal, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->source = source;
  self->address = g_strdup (address);
  self->provider = provider ? penny_provider_ref (provider) : NULL;
  self->origin = g_strdup ("");
  self->confirm = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->confirm, NULL);
  self->servers = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_server_free);
  return self;
}

static PennyServer *
guess_other (PennyAccount *account, PennyProvider *provider, PennyProtocol protocol)
{
  const PennyServer *now = penny_account_get_incoming (account);
  PennyServer *known = provider != NULL ? penny_provider_dup_server (provider, protocol,
                                                                     penny_account_get_address (account)) : NULL;

  if (known != NULL)
    return known;
  return penny_server_new (protocol, now->host, penny_server_default_port (protocol, PENNY_SECURITY_TLS),
                           PENNY_SECURITY_TLS, now->user);
}

PennyProposal *
penny_proposal_new_from_account (PennyAccount *account)
{
  const PennyServer *incoming = penny_account_get_incoming (account);
  const PennyServer *outgoing = penny_account_get_outgoing (account);
  g_autoptr (PennyProvider) provider = penny_provider_find (penny_account_get_address (account));
  PennyProposal *self = penny_proposal_new (PENNY_SOURCE_GUESS, penny_account_get_address (account), provider);

  penny_proposal_take_server (self, penny_server_copy (incoming));
  penny_proposal_take_server (self, guess_other (account, provider, incoming->protocol == PENNY_PROTOCOL_IMAP
                                                                      ? PENNY_PROTOCOL_POP3 : PENNY_PROTOCOL_IMAP));
  if (outgoing != NULL)
    penny_proposal_take_server (self, penny_server_copy (outgoing));
  return self;
}

PennyProposal *
penny_proposal_ref (PennyProposal *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
penny_proposal_unref (PennyProposal *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->address);
  penny_provider_unref (self->provider);
  g_free (self->origin);
  g_ptr_array_unref (self->confirm);
  g_ptr_array_unref (self->servers);
  g_free (self);
}

void
penny_proposal_take_server (PennyProposal *self, PennyServer *server)
{
  g_ptr_array_add (self->servers, server);
}

void
penny_proposal_set_origin (PennyProposal *self, PennyProposalSource source, const char *origin)
{
  self->source = source;
  g_free (self->origin);
  self->origin = g_strdup (origin);
}

void
penny_proposal_add_confirm_domain (PennyProposal *self, const char *domain)
{
  if (!g_strv_contains (penny_proposal_get_confirm_domains (self), domain))
    g_ptr_array_insert (self->confirm, (int) self->confirm->len - 1, g_strdup (domain));
}

const char *
penny_proposal_source_to_string (PennyProposalSource source)
{
  static const char * const words[] = { "providers", "autoconfig", "mx", "srv", "public", "guess" };

  return words[source];
}

const char *
penny_proposal_get_origin (PennyProposal *self)
{
  return self->origin;
}

gboolean
penny_proposal_is_trusted (PennyProposal *self)
{
  return self->confirm->len == 1;
}

const char * const *
penny_proposal_get_confirm_domains (PennyProposal *self)
{
  return (const char * const *) self->confirm->pdata;
}

gboolean
penny_proposal_can_receive (PennyProposal *self)
{
  return penny_proposal_get_server (self, PENNY_PROTOCOL_IMAP, 0) ||
         penny_proposal_get_server (self, PENNY_PROTOCOL_POP3, 0);
}

PennyProposalSource
penny_proposal_get_source (PennyProposal *self)
{
  return self->source;
}

const char *
penny_proposal_get_address (PennyProposal *self)
{
  return self->address;
}

PennyProvider *
penny_proposal_get_provider (PennyProposal *self)
{
  return self->provider;
}

const PennyServer *
penny_proposal_get_server (PennyProposal *self, PennyProtocol protocol, guint n)
{
  for (guint i = 0; i < self->servers->len; i++)
    {
      const PennyServer *server = self->servers->pdata[i];

      if (server->protocol == protocol && n-- == 0)
        return server;
    }
  return NULL;
}

/* A provider may rule out one way of a protocol that it offers: certified mail is never cleared. One of
 * whose servers of that protocol nothing is known rules nothing out. */
static gboolean
provider_forbids (PennyProvider *provider, PennyWay way)
{
  guint possible = penny_provider_get_ways_possible (provider);
  guint same_protocol = 0;

  for (PennyWay other = PENNY_WAY_SHARED; other < PENNY_N_WAYS; other++)
    if (penny_way_rules_get (other)->protocol == penny_way_rules_get (way)->protocol)
      same_protocol |= 1u << other;
  return (possible & same_protocol) != 0 && (possible & 1u << way) == 0;
}

gboolean
penny_proposal_allows_way (PennyProposal *self, PennyWay way)
{
  return penny_proposal_get_server (self, penny_way_rules_get (way)->protocol, 0) != NULL &&
         (self->provider == NULL || !provider_forbids (self->provider, way));
}

char *
penny_proposal_dup_hint (PennyProposal *self)
{
  return self->provider ? penny_provider_dup_before_you_start (self->provider) : NULL;
}

gboolean
penny_proposal_fill_form (PennyProposal *self, PennyWay way, PennyAccountForm *form)
{
  if (!penny_proposal_allows_way (self, way))
    return FALSE;
  g_free (form->address);
  form->address = g_strdup (self->address);
  form->way = way;
  penny_server_free (form->incoming);
  form->incoming = penny_server_copy (penny_proposal_get_server (self, penny_way_rules_get (way)->protocol, 0));
  penny_server_free (form->outgoing);
  form->outgoing = penny_server_copy (penny_proposal_get_server (self, PENNY_PROTOCOL_SMTP, 0));
  form->files_sent = self->provider ? penny_provider_get_files_sent (self->provider)
                                    : PENNY_FILES_SENT_UNKNOWN;
  return TRUE;
}
