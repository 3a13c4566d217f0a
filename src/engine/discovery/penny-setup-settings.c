/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings' part of the setup: ways and what helps to choose one, servers by hand. */
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
