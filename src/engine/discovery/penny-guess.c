/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The usual names, and which of their answers to take. */
#include "penny-guess.h"

#include <string.h>

#include "penny-error.h"
#include "penny-race.h"
#include "penny-resolve.h"

/* Once mail can be collected and sent, slower and better-ranked names get this much longer. */
#define GRACE_US (2500 * G_TIME_SPAN_MILLISECOND)

typedef struct {
  PennyProtocol protocol;
  const char *prefixes[5]; /* in order; "" is the domain itself */
} Names;

static const Names all_names[] = {
  { PENNY_PROTOCOL_IMAP, { "imap.", "mail.", "", NULL } },
  { PENNY_PROTOCOL_POP3, { "pop.", "pop3.", "mail.", "", NULL } },
  { PENNY_PROTOCOL_SMTP, { "smtp.", "mail.", "", NULL } },
};

static const PennySecurity securities[] = { PENNY_SECURITY_TLS, PENNY_SECURITY_STARTTLS };

typedef struct {
  GPtrArray *candidates;   /* borrowed */
  const PennyDiscoverySources *sources;
  const char *host;        /* the one that must answer itself; NULL: any will do */
} Guess;

GPtrArray *
penny_guess_candidates (const char *address)
{
  const char *domain = strrchr (address, '@') + 1;
  GPtrArray *candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_server_free);

  for (guint i = 0; i < G_N_ELEMENTS (all_names); i++)
    for (guint j = 0; j < G_N_ELEMENTS (securities); j++)
      for (guint k = 0; all_names[i].prefixes[k]; k++)
        {
          g_autofree char *host = g_strconcat (all_names[i].prefixes[k], domain, NULL);
          PennyProtocol protocol = all_names[i].protocol;

          if (penny_host_is_plausible (host))
            g_ptr_array_add (candidates,
                             penny_server_new (protocol, host,
                                               penny_server_default_port (protocol, securities[j]),
                                               securities[j], address));
        }
  return candidates;
}

static void
add_doors (GPtrArray *candidates, PennyProtocol protocol, const char *host, const char *user)
{
  for (guint i = 0; i < G_N_ELEMENTS (securities); i++)
    g_ptr_array_add (candidates, penny_server_new (protocol, host,
                                                   penny_server_default_port (protocol, securities[i]),
                                                   securities[i], user));
}

GPtrArray *
penny_guess_candidates_at (const char *host, const char *user)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_server_free);
  g_autofree char *base = penny_resolve_base_domain (host);
  gboolean has_names = strchr (base, '.') != NULL && !g_hostname_is_ip_address (base);

  for (guint i = 0; i < G_N_ELEMENTS (all_names); i++)
    {
      add_doors (candidates, all_names[i].protocol, host, user);
      for (guint k = 0; has_names && *all_names[i].prefixes[k]; k++)
        {
          g_autofree char *other = g_strconcat (all_names[i].prefixes[k], base, NULL);

          if (g_ascii_strcasecmp (other, host) != 0)
            add_doors (candidates, all_names[i].protocol, other, user);
        }
    }
  return candidates;
}

static gboolean
knock (guint index, GCancellable *cancellable, gpointer data, GError **error)
{
  Guess *guess = data;

  return guess->sources->probe (guess->candidates->pdata[index], cancellable, guess->sources->data, error);
}

/* One has answered, and none that is ranked before it may still do. */
static gboolean
is_decided (const PennyRaceLane *lanes, guint n_lanes, Guess *guess, PennyProtocol protocol, gboolean *found)
{
  gboolean running_before = FALSE;

  for (guint i = 0; i < n_lanes; i++)
    {
      const PennyServer *server = guess->candidates->pdata[i];

      if (server->protocol != protocol)
        continue;
      if (lanes[i].state == PENNY_RACE_RUNNING)
        running_before = TRUE;
      else if (lanes[i].state == PENNY_RACE_OK)
        {
          *found = TRUE;
          return !running_before;
        }
    }
  return !running_before;
}

static gboolean
is_enough (const PennyRaceLane *lanes, guint n_lanes, gint64 *deadline, gpointer data)
{
  gboolean imap = FALSE, pop = FALSE, smtp = FALSE;
  gboolean decided = is_decided (lanes, n_lanes, data, PENNY_PROTOCOL_IMAP, &imap);

  decided = is_decided (lanes, n_lanes, data, PENNY_PROTOCOL_POP3, &pop) && decided;
  decided = is_decided (lanes, n_lanes, data, PENNY_PROTOCOL_SMTP, &smtp) && decided;
  if ((imap || pop) && smtp)
    *deadline = MIN (*deadline, g_get_monotonic_time () + GRACE_US);
  return decided;
}

static gboolean
is_identity_error (const GError *error)
{
  return error && error->domain == PENNY_WIRE_ERROR && error->code >= PENNY_WIRE_ERROR_CERT_UNTRUSTED &&
         error->code <= PENNY_WIRE_ERROR_CERT_WEAK;
}

/* Why nothing was found: the most telling of all the failures. */
static void
explain (GError **error, const PennyRaceLane *lanes, guint n_lanes, Guess *guess, const char *what)
{
  guint n_offline = 0;

  for (guint i = 0; i < n_lanes; i++)
    {
      const PennyServer *server = guess->candidates->pdata[i];

      if (is_identity_error (lanes[i].error) && server->protocol != PENNY_PROTOCOL_SMTP &&
          (guess->host == NULL || strcmp (server->host, guess->host) == 0))
        {
          g_set_error (error, PENNY_WIRE_ERROR, lanes[i].error->code, "%s: %s", server->host,
                       lanes[i].error->message);
          return;
        }
      if (g_error_matches (lanes[i].error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_OFFLINE))
        n_offline++;
    }
  if (n_offline == n_lanes && n_lanes > 0)
    g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_OFFLINE, "no network");
  else
    g_set_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND,
                 "no mail server found for %s", what);
}

/* Fills PROPOSAL with those that answer. WHAT was looked for. */
static gboolean
knock_everywhere (Guess *guess, PennyProposal *proposal, const char *what, guint time_limit_ms,
                  GCancellable *cancellable, GError **error)
{
  guint n_lanes = guess->candidates->len;
  PennyRaceLane *lanes = penny_race_run (n_lanes, knock, is_enough, guess, time_limit_ms, cancellable);
  gboolean answered = guess->host == NULL, found;

  for (guint i = 0; i < n_lanes; i++)
    {
      const PennyServer *server = guess->candidates->pdata[i];

      if (lanes[i].state != PENNY_RACE_OK)
        continue;
      penny_proposal_take_server (proposal, penny_server_copy (server));
      answered = answered || strcmp (server->host, guess->host) == 0;
    }
  found = answered && penny_proposal_can_receive (proposal);
  if (!found && !g_cancellable_set_error_if_cancelled (cancellable, error))
    explain (error, lanes, n_lanes, guess, what);
  penny_race_free (lanes, n_lanes);
  return found;
}

PennyProposal *
penny_guess (const char *address, const PennyDiscoverySources *sources, guint time_limit_ms,
             GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) candidates = penny_guess_candidates (address);
  g_autoptr (PennyProvider) provider = penny_provider_find (address);
  g_autoptr (PennyProposal) proposal = penny_proposal_new (PENNY_SOURCE_GUESS, address, provider);
  Guess guess = { candidates, sources, NULL };

  penny_proposal_set_origin (proposal, PENNY_SOURCE_GUESS, strrchr (address, '@') + 1);
  if (!knock_everywhere (&guess, proposal, address, time_limit_ms, cancellable, error))
    return NULL;
  return g_steal_pointer (&proposal);
}

PennyProposal *
penny_guess_at (const char *host, const char *user, const PennyDiscoverySources *sources,
                guint time_limit_ms, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) candidates = penny_guess_candidates_at (host, user);
  g_autoptr (PennyProvider) provider = penny_provider_find_by_host (host);
  g_autoptr (PennyProposal) proposal = penny_proposal_new (PENNY_SOURCE_GUESS, user, provider);
  Guess guess = { candidates, sources, host };

  penny_proposal_set_origin (proposal, PENNY_SOURCE_GUESS, host);
  if (!knock_everywhere (&guess, proposal, host, time_limit_ms, cancellable, error))
    return NULL;
  return g_steal_pointer (&proposal);
}
