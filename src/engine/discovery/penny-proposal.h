/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What discovery found: candidate servers, best first. Immutable once handed out, reference-counted. */
#pragma once

#include "penny-provider.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_SOURCE_PROVIDERS,    /* our own table */
  PENNY_SOURCE_AUTOCONFIG,   /* the provider's file */
  PENNY_SOURCE_MX,           /* the provider that the domain's MX record names */
  PENNY_SOURCE_SRV,          /* the domain's SRV records */
  PENNY_SOURCE_PUBLIC,       /* the public list of providers, only when allowed */
  PENNY_SOURCE_GUESS,        /* usual names that answered */
} PennyProposalSource;

/* How one place is doing that is asked for settings; several places may be of one source. */
typedef enum {
  PENNY_LOOK_WAITING,
  PENNY_LOOK_ANSWERED,
  PENNY_LOOK_NOTHING,
  PENNY_LOOK_DOUBTFUL,   /* answered with servers of somebody else */
  PENNY_LOOK_LEFT,       /* a better one was faster, or the time is over */
} PennyLookState;

#define PENNY_N_LOOKS 8

typedef struct _PennyProposal PennyProposal;

PennyProposal *penny_proposal_new (PennyProposalSource source, const char *address, PennyProvider *provider);
/* What ACCOUNT uses now, and where its box is likely to be under the other protocol: where the provider
 * has it, else on the same computer at the usual door. To be tried before it is used. */
PennyProposal *penny_proposal_new_from_account (PennyAccount *account);
PennyProposal *penny_proposal_ref (PennyProposal *self);
void penny_proposal_unref (PennyProposal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyProposal, penny_proposal_unref)
/* Takes SERVER; the first of its protocol is the preferred one. Before handing SELF out only. */
void penny_proposal_take_server (PennyProposal *self, PennyServer *server);
/* Where it came from; ORIGIN is a URL or DNS name, for Details. Before handing SELF out only. */
void penny_proposal_set_origin (PennyProposal *self, PennyProposalSource source, const char *origin);
/* Not to be used before the person has said yes to DOMAIN (all of those added). Before handing
 * SELF out only. */
void penny_proposal_add_confirm_domain (PennyProposal *self, const char *domain);

/* "providers", "autoconfig", "mx", "srv", "public", "guess". */
const char *penny_proposal_source_to_string (PennyProposalSource source);
const char *penny_proposal_get_origin (PennyProposal *self);                          /* "" when not known */
/* Whether its servers belong to the provider of the address. */
gboolean penny_proposal_is_trusted (PennyProposal *self);
/* The domain names to confirm, NULL-terminated, borrowed; empty when trusted. */
const char * const *penny_proposal_get_confirm_domains (PennyProposal *self);
/* Whether there is a server for incoming mail at all. */
gboolean penny_proposal_can_receive (PennyProposal *self);
PennyProposalSource penny_proposal_get_source (PennyProposal *self);
const char *penny_proposal_get_address (PennyProposal *self);
PennyProvider *penny_proposal_get_provider (PennyProposal *self);                     /* borrowed; may be NULL */
/* The n-th best server of PROTOCOL, borrowed; NULL when there are no more. */
const PennyServer *penny_proposal_get_server (PennyProposal *self, PennyProtocol protocol, guint n);
/* Whether a way can be chosen at all: shared needs IMAP, the others POP3, and the provider may rule one out. */
gboolean penny_proposal_allows_way (PennyProposal *self, PennyWay way);
/* What to say before the password is asked for; see penny_provider_dup_before_you_start(). Full; NULL. */
char *penny_proposal_dup_hint (PennyProposal *self);

/* Fills address, way, incoming, outgoing and files_sent of FORM from the best servers for WAY.
 * FALSE, and FORM unchanged, when WAY is not allowed. */
gboolean penny_proposal_fill_form (PennyProposal *self, PennyWay way, PennyAccountForm *form);

G_END_DECLS
