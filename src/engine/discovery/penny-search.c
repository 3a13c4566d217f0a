/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sources as lanes of one race. An answer from outside is trusted only when its servers belong to
 * the provider; who else's they are is noted, for the person to confirm. */
#include "penny-search.h"

#include <string.h>

#include "penny-autoconfig.h"
#include "penny-error.h"
#include "penny-guess.h"
#include "penny-pacc.h"
#include "penny-race.h"
#include "penny-resolve.h"

/* Better sources may answer this much later than one that is good already. */
#define GRACE_US (1500 * G_TIME_SPAN_MILLISECOND)

/* In order of rank. */
enum { LANE_PACC, LANE_AUTOCONFIG, LANE_WELL_KNOWN, LANE_MX, LANE_SRV, LANE_PUBLIC, LANE_GUESS, N_LANES };
G_STATIC_ASSERT (N_LANES + 1 == PENNY_N_LOOKS);   /* our own table is the first place */

typedef struct {
  const PennySearch *search;
  char *domain;          /* ASCII */
  char *base;            /* the base domain of DOMAIN */
  guint limit_ms;        /* for what a lane does in parts */
  GMutex lock;           /* held while the MX is looked up */
  gboolean mx_known;     /* under lock */
  char *mx;              /* under lock until known, then constant: host name of the MX, or NULL */
  char *mx_base;         /* likewise: its base domain */
  PennyProposal *found[N_LANES]; /* each written by its lane before that ends */
} Run;

/* The MX's base domain; NULL: there is none. */
static const char *
get_mx (Run *run, GCancellable *cancellable)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&run->lock);

  if (!run->mx_known)
    {
      run->mx = penny_resolve_mx (run->domain, run->search->sources, cancellable);
      run->mx_base = run->mx ? penny_resolve_base_domain (run->mx) : NULL;
    }
  run->mx_known = TRUE;
  return run->mx_base;
}

static gboolean
belongs (Run *run, const PennyServer *server, gboolean same_only, const char *base)
{
  g_autoptr (PennyProvider) provider = NULL;

  if (strcmp (base, run->base) == 0)
    return TRUE;
  if (same_only)
    return FALSE;
  provider = penny_provider_find_by_host (server->host);
  /* Not whoever the MX names: the DNS can be forged, and a stranger's file would then get the password. */
  return provider != NULL;
}

/* SAME_ONLY: only the address' own organisation will do (RFC 6186, section 6). */
static void
judge (Run *run, PennyProposal *proposal, gboolean same_only)
{
  for (PennyProtocol protocol = PENNY_PROTOCOL_IMAP; protocol <= PENNY_PROTOCOL_SMTP; protocol++)
    for (guint n = 0; penny_proposal_get_server (proposal, protocol, n); n++)
      {
        const PennyServer *server = penny_proposal_get_server (proposal, protocol, n);
        g_autofree char *base = penny_resolve_base_domain (server->host);

        if (!belongs (run, server, same_only, base))
          penny_proposal_add_confirm_domain (proposal, base);
      }
}

static void
add_servers_of (PennyProposal *proposal, PennyProvider *provider, const char *address)
{
  for (guint i = PENNY_PROTOCOL_IMAP; i <= PENNY_PROTOCOL_SMTP; i++)
    {
      g_autoptr (GPtrArray) servers = penny_provider_dup_servers (provider, i, address);

      for (guint j = 0; j < servers->len; j++)
        penny_proposal_take_server (proposal, penny_server_copy (servers->pdata[j]));
    }
}

static PennyProposal *
from_facts (PennyProposalSource source, const char *origin, PennyProvider *provider, const char *address)
{
  PennyProposal *proposal = penny_proposal_new (source, address, provider);

  add_servers_of (proposal, provider, address);
  penny_proposal_set_origin (proposal, source, origin);
  return proposal;
}

static PennyProposal *
ask_url (Run *run, PennyProposalSource source, const char *url, GCancellable *cancellable, GError **error)
{
  const PennyDiscoverySources *sources = run->search->sources;
  g_autoptr (PennyProposal) proposal = NULL;
  g_autoptr (GBytes) bytes = sources->fetch (url, PENNY_AUTOCONFIG_MAX_SIZE, cancellable, sources->data,
                                             error);

  if (bytes == NULL)
    return NULL;
  proposal = penny_autoconfig_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                     run->search->address, error);
  if (proposal == NULL)
    return NULL;
  penny_proposal_set_origin (proposal, source, url);
  judge (run, proposal, FALSE);
  return g_steal_pointer (&proposal);
}

static PennyProposal *
ask_pacc (Run *run, GCancellable *cancellable, GError **error)
{
  const PennyDiscoverySources *sources = run->search->sources;
  g_autofree char *url = penny_pacc_url (run->domain);
  g_autofree char *name = penny_pacc_record_name (run->domain);
  g_autoptr (GBytes) document = sources->fetch (url, PENNY_AUTOCONFIG_MAX_SIZE, cancellable, sources->data, error);
  PennyProposal *proposal = NULL;
  GList *records;

  if (document == NULL)
    return NULL;
  records = sources->lookup (name, G_RESOLVER_RECORD_TXT, cancellable, sources->data, NULL);
  if (penny_pacc_is_named (document, records))
    proposal = penny_pacc_parse (document, run->search->address, error);
  else
    g_set_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_BAD_CONFIG, "no record names the digest of %s",
                 url);
  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
  if (proposal != NULL)
    {
      penny_proposal_set_origin (proposal, PENNY_SOURCE_AUTOCONFIG, url);
      judge (run, proposal, FALSE);
    }
  return proposal;
}

static gboolean
nothing (const char *where, GError **error)
{
  g_set_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND, "nothing at %s", where);
  return FALSE;
}

/* The provider behind the MX: its facts, else its own autoconfiguration. */
static PennyProposal *
ask_mx (Run *run, GCancellable *cancellable, GError **error)
{
  const char *mx = get_mx (run, cancellable);
  g_autoptr (PennyProvider) provider = mx ? penny_provider_find_by_mx (run->mx) : NULL;
  g_auto (GStrv) urls = NULL;
  PennyProposal *proposal = NULL;

  if (provider)
    return from_facts (PENNY_SOURCE_MX, mx, provider, run->search->address);
  if (mx == NULL || strcmp (mx, run->domain) == 0)
    {
      nothing ("the MX", error);
      return NULL;
    }
  urls = penny_autoconfig_urls_at (mx, run->search->address);
  proposal = ask_url (run, PENNY_SOURCE_MX, urls[0], cancellable, NULL);
  return proposal ? proposal : ask_url (run, PENNY_SOURCE_MX, urls[1], cancellable, error);
}

static PennyProposal *
ask_srv (Run *run, GCancellable *cancellable, GError **error)
{
  const PennySearch *search = run->search;
  g_autoptr (PennyProposal) proposal = penny_proposal_new (PENNY_SOURCE_SRV, search->address, NULL);
  g_autoptr (GPtrArray) servers = penny_resolve_srv (run->domain, search->address, search->sources,
                                                     run->limit_ms, cancellable);

  for (guint i = 0; i < servers->len; i++)
    penny_proposal_take_server (proposal, penny_server_copy (servers->pdata[i]));
  if (!penny_proposal_can_receive (proposal))
    {
      nothing ("the SRV records", error);
      return NULL;
    }
  penny_proposal_set_origin (proposal, PENNY_SOURCE_SRV, run->domain);
  judge (run, proposal, TRUE);
  return g_steal_pointer (&proposal);
}

static PennyProposal *
ask_public (Run *run, GCancellable *cancellable, GError **error)
{
  g_autofree char *url = g_strconcat ("https://autoconfig.thunderbird.net/v1.1/", run->domain, NULL);

  if (run->search->public_database)
    return ask_url (run, PENNY_SOURCE_PUBLIC, url, cancellable, error);
  nothing ("the public list: not allowed", error);
  return NULL;
}

static PennyProposal *
ask (Run *run, guint lane, GCancellable *cancellable, GError **error)
{
  g_auto (GStrv) urls = NULL;

  switch (lane)
    {
    case LANE_PACC:
      return ask_pacc (run, cancellable, error);
    case LANE_MX:
      return ask_mx (run, cancellable, error);
    case LANE_SRV:
      return ask_srv (run, cancellable, error);
    case LANE_PUBLIC:
      return ask_public (run, cancellable, error);
    case LANE_GUESS:
      return penny_guess (run->search->address, run->search->sources, run->limit_ms, cancellable, error);
    default:
      urls = penny_autoconfig_urls (run->search->address);
      return ask_url (run, PENNY_SOURCE_AUTOCONFIG, urls[lane - LANE_AUTOCONFIG], cancellable, error);
    }
}

/* What LANE asks for over HTTPS, without the address in it; NULL for the others. */
static char *
dup_page (Run *run, guint lane)
{
  g_auto (GStrv) urls = NULL;
  const char *url;

  if (lane == LANE_PACC)
    return penny_pacc_url (run->domain);
  if (lane != LANE_AUTOCONFIG && lane != LANE_WELL_KNOWN)
    return NULL;
  urls = penny_autoconfig_urls (run->search->address);
  url = urls[lane - LANE_AUTOCONFIG];
  return g_strndup (url, strcspn (url, "?"));
}

/* The place that LANE asks, as it is said under Details. */
static void
tell (Run *run, guint lane, PennyLookState state)
{
  static const PennyProposalSource sources[N_LANES] = {
    PENNY_SOURCE_AUTOCONFIG, PENNY_SOURCE_AUTOCONFIG, PENNY_SOURCE_AUTOCONFIG, PENNY_SOURCE_MX, PENNY_SOURCE_SRV,
    PENNY_SOURCE_PUBLIC, PENNY_SOURCE_GUESS,
  };
  const PennySearch *search = run->search;
  g_autofree char *page = dup_page (run, lane);

  if (lane != LANE_PUBLIC || search->public_database)
    search->look (lane + 1, sources[lane], page != NULL ? page : run->domain, state, search->data);
}

static gboolean
run_lane (guint lane, GCancellable *cancellable, gpointer data, GError **error)
{
  Run *run = data;
  PennyProposal *found;

  tell (run, lane, PENNY_LOOK_WAITING);
  found = run->found[lane] = ask (run, lane, cancellable, error);
  if (found != NULL)
    run->search->candidate (found, run->search->data);
  tell (run, lane, found != NULL ? penny_proposal_is_trusted (found) ? PENNY_LOOK_ANSWERED : PENNY_LOOK_DOUBTFUL
                   : g_cancellable_is_cancelled (cancellable) ? PENNY_LOOK_LEFT : PENNY_LOOK_NOTHING);
  return found != NULL;
}

/* A trusted one is there, and none that is ranked before it may still come. */
static gboolean
is_enough (const PennyRaceLane *lanes, guint n_lanes, gint64 *deadline, gpointer data)
{
  Run *run = data;
  gboolean running_before = FALSE;

  for (guint i = 0; i < n_lanes; i++)
    {
      if (lanes[i].state == PENNY_RACE_RUNNING)
        running_before = TRUE;
      else if (lanes[i].state == PENNY_RACE_OK && penny_proposal_is_trusted (run->found[i]))
        {
          if (running_before)
            *deadline = MIN (*deadline, g_get_monotonic_time () + GRACE_US);
          return !running_before;
        }
    }
  return FALSE;
}

static void
explain (const PennyRaceLane *lanes, const char *address, GError **error)
{
  for (guint i = 0; i < N_LANES; i++)
    if (lanes[i].error)
      g_debug ("discovery: %s", lanes[i].error->message);
  if (lanes[LANE_GUESS].error && lanes[LANE_GUESS].error->domain != G_IO_ERROR)
    g_propagate_error (error, g_error_copy (lanes[LANE_GUESS].error));
  else
    g_set_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND,
                 "no mail server found for %s", address);
}

static GPtrArray *
race (Run *run, GCancellable *cancellable, GError **error)
{
  const PennySearch *search = run->search;
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_proposal_unref);
  PennyRaceLane *lanes;

  lanes = penny_race_run (N_LANES, run_lane, is_enough, run, search->sources->time_limit_ms, cancellable);
  for (guint trusted = 0; trusted < 2; trusted++)
    for (guint i = 0; i < N_LANES; i++)
      if (run->found[i] && penny_proposal_is_trusted (run->found[i]) == !trusted)
        g_ptr_array_add (all, run->found[i]);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    g_clear_pointer (&all, g_ptr_array_unref);
  else if (all->len == 0)
    {
      explain (lanes, search->address, error);
      g_clear_pointer (&all, g_ptr_array_unref);
    }
  penny_race_free (lanes, N_LANES);
  return all;
}

GPtrArray *
penny_search_run (const PennySearch *search, GCancellable *cancellable, GError **error)
{
  const char *domain = strrchr (search->address, '@') + 1;
  g_autoptr (PennyProvider) provider = NULL;
  GPtrArray *all;
  Run run = { .search = search };

  search->looking (PENNY_SOURCE_PROVIDERS, "", search->data);
  search->look (0, PENNY_SOURCE_PROVIDERS, domain, PENNY_LOOK_WAITING, search->data);
  provider = penny_provider_find (search->address);
  /* Whoever takes a password without our knowing where: the other sources may know. */
  if (provider && (!penny_provider_can_sign_in (provider) || penny_provider_get_ways_possible (provider) != 0))
    {
      all = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_proposal_unref);
      g_ptr_array_add (all, from_facts (PENNY_SOURCE_PROVIDERS, penny_provider_get_id (provider), provider,
                                        search->address));
      search->candidate (all->pdata[0], search->data);
      search->look (0, PENNY_SOURCE_PROVIDERS, domain, PENNY_LOOK_ANSWERED, search->data);
      return all;
    }
  search->look (0, PENNY_SOURCE_PROVIDERS, domain, PENNY_LOOK_NOTHING, search->data);
  search->looking (PENNY_SOURCE_AUTOCONFIG, domain, search->data);
  search->looking (PENNY_SOURCE_GUESS, domain, search->data);
  run.domain = g_hostname_to_ascii (domain);
  if (run.domain == NULL)
    run.domain = g_strdup (domain);
  run.base = penny_resolve_base_domain (domain);
  run.limit_ms = search->sources->time_limit_ms * 9 / 10; /* what a lane has by then still counts */
  g_mutex_init (&run.lock);
  all = race (&run, cancellable, error);
  g_mutex_clear (&run.lock);
  g_free (run.domain);
  g_free (run.base);
  g_free (run.mx);
  g_free (run.mx_base);
  return all;
}
