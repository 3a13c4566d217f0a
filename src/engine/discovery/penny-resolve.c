/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MX and SRV records through GResolver; everything that they say is checked before it is used. */
#include "penny-resolve.h"

#include <libsoup/soup.h>
#include <string.h>

#include "penny-race.h"

/* More records of one kind are not looked at. */
#define MAX_RECORDS 8

static const struct {
  const char *name;
  PennyProtocol protocol;
  PennySecurity security;
} services[] = {
  { "_imaps", PENNY_PROTOCOL_IMAP, PENNY_SECURITY_TLS },
  { "_imap", PENNY_PROTOCOL_IMAP, PENNY_SECURITY_STARTTLS },
  { "_pop3s", PENNY_PROTOCOL_POP3, PENNY_SECURITY_TLS },
  { "_pop3", PENNY_PROTOCOL_POP3, PENNY_SECURITY_STARTTLS },
  { "_submissions", PENNY_PROTOCOL_SMTP, PENNY_SECURITY_TLS },
  { "_submission", PENNY_PROTOCOL_SMTP, PENNY_SECURITY_STARTTLS },
};

typedef struct {
  const char *domain;
  const PennyDiscoverySources *sources;
  GList *records[G_N_ELEMENTS (services)]; /* each written by its lane, read after the race */
} Lookup;

GList *
penny_resolve_records (const char *name, GResolverRecordType type, GCancellable *cancellable, gpointer data,
                       GError **error)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();

  return g_resolver_lookup_records (resolver, name, type, cancellable, error);
}

static void
free_records (GList *records)
{
  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
}

char *
penny_resolve_base_domain (const char *host)
{
  g_autofree char *ascii = g_hostname_to_ascii (host);
  g_autofree char *lower = g_ascii_strdown (ascii ? ascii : host, -1);
  const char *base = soup_tld_get_base_domain (lower, NULL);

  return g_strdup (base ? base : lower);
}

char *
penny_resolve_clean_name (const char *name)
{
  g_autofree char *clean = g_strdup (name);
  gsize length = strlen (clean);

  if (length > 0 && clean[length - 1] == '.')
    clean[length - 1] = '\0';
  return penny_host_is_plausible (clean) ? g_steal_pointer (&clean) : NULL;
}

char *
penny_resolve_mx (const char *domain, const PennyDiscoverySources *sources, GCancellable *cancellable)
{
  GList *records = sources->lookup (domain, G_RESOLVER_RECORD_MX, cancellable, sources->data, NULL);
  g_autofree char *best = NULL;
  guint best_preference = G_MAXUINT, n = 0;

  for (GList *l = records; l && n < MAX_RECORDS; l = l->next, n++)
    {
      guint16 preference;
      const char *name;

      g_variant_get (l->data, "(q&s)", &preference, &name);
      if (preference < best_preference)
        {
          g_free (best);
          best = penny_resolve_clean_name (name);
          best_preference = best ? preference : best_preference;
        }
    }
  free_records (records);
  return g_steal_pointer (&best);
}

static gboolean
lookup_lane (guint index, GCancellable *cancellable, gpointer data, GError **error)
{
  Lookup *lookup = data;
  g_autofree char *name = g_strdup_printf ("%s._tcp.%s", services[index].name, lookup->domain);

  lookup->records[index] = lookup->sources->lookup (name, G_RESOLVER_RECORD_SRV, cancellable,
                                                    lookup->sources->data, error);
  return lookup->records[index] != NULL;
}

static gboolean
wait_for_all (const PennyRaceLane *lanes, guint n_lanes, gint64 *deadline, gpointer data)
{
  return FALSE;
}

static int
compare_srv (gconstpointer a, gconstpointer b)
{
  guint16 priority_a, weight_a, priority_b, weight_b;

  g_variant_get ((GVariant *) a, "(qqq&s)", &priority_a, &weight_a, NULL, NULL);
  g_variant_get ((GVariant *) b, "(qqq&s)", &priority_b, &weight_b, NULL, NULL);
  return priority_a != priority_b ? (int) priority_a - priority_b : (int) weight_b - weight_a;
}

static void
add_servers (GPtrArray *servers, guint service, GList *records, const char *address)
{
  guint n = 0;

  for (GList *l = records; l && n < MAX_RECORDS; l = l->next, n++)
    {
      guint16 port;
      const char *name;
      g_autofree char *host = NULL;

      g_variant_get (l->data, "(qqq&s)", NULL, NULL, &port, &name);
      host = penny_resolve_clean_name (name); /* "." says that there is no such service */
      if (host && port)
        g_ptr_array_add (servers, penny_server_new (services[service].protocol, host, port,
                                                    services[service].security, address));
    }
}

GPtrArray *
penny_resolve_srv (const char *domain, const char *address, const PennyDiscoverySources *sources,
                   guint time_limit_ms, GCancellable *cancellable)
{
  GPtrArray *servers = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_server_free);
  Lookup lookup = { domain, sources, { NULL, } };
  PennyRaceLane *lanes = penny_race_run (G_N_ELEMENTS (services), lookup_lane, wait_for_all, &lookup,
                                         time_limit_ms, cancellable);

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      lookup.records[i] = g_list_sort (lookup.records[i], compare_srv);
      add_servers (servers, i, lookup.records[i], address);
      free_records (lookup.records[i]);
    }
  penny_race_free (lanes, G_N_ELEMENTS (services));
  return servers;
}
