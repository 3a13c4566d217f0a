/* SPDX-License-Identifier: GPL-3.0-or-later */
/* discover: the settings that can be found for an address or at a server, one record a candidate. */
#include "penny-cli.h"

#include <string.h>

#include "penny-discovery.h"

#define USAGE "discover [--public-database] ADDRESS | discover [--address ADDRESS] SERVER"

static void
add_server (PennyJson *json, const char *name, const PennyServer *server)
{
  PennyJson inner = penny_json_begin ();
  g_autofree char *raw = NULL;

  if (server == NULL)
    {
      penny_json_add_string (json, name, NULL);
      g_string_free (inner.text, TRUE);
      return;
    }
  penny_json_add_string (&inner, "protocol", penny_protocol_to_string (server->protocol));
  penny_json_add_string (&inner, "host", server->host);
  penny_json_add_int (&inner, "port", server->port);
  penny_json_add_string (&inner, "security", penny_security_to_string (server->security));
  penny_json_add_string (&inner, "user", server->user);
  raw = penny_json_end (&inner);
  penny_json_add_raw (json, name, raw);
}

static void
print_candidate (PennyProposal *proposal, guint rank)
{
  const char *ways[PENNY_WAY_TAKE_HOME + 2] = { NULL, };
  const PennyServer *incoming = penny_proposal_get_server (proposal, PENNY_PROTOCOL_IMAP, 0);
  g_autofree char *hint = penny_proposal_dup_hint (proposal);
  PennyJson json = penny_json_begin ();
  guint n = 0;

  for (PennyWay way = PENNY_WAY_SHARED; way <= PENNY_WAY_TAKE_HOME; way++)
    if (penny_proposal_allows_way (proposal, way))
      ways[n++] = penny_way_to_string (way);
  if (incoming == NULL)
    incoming = penny_proposal_get_server (proposal, PENNY_PROTOCOL_POP3, 0);

  penny_json_add_string (&json, "source", penny_proposal_source_to_string (penny_proposal_get_source (proposal)));
  penny_json_add_int (&json, "rank", rank);
  penny_json_add_string (&json, "origin", penny_proposal_get_origin (proposal));
  penny_json_add_strings (&json, "way-possible", ways);
  add_server (&json, "incoming", incoming);
  add_server (&json, "outgoing", penny_proposal_get_server (proposal, PENNY_PROTOCOL_SMTP, 0));
  penny_json_add_string (&json, "needs_first", hint);
  penny_json_add_bool (&json, "trusted", penny_proposal_is_trusted (proposal));
  penny_json_add_strings (&json, "confirm", penny_proposal_get_confirm_domains (proposal));
  penny_json_print (&json);
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
print_done (gint64 start)
{
  PennyJson json = penny_json_begin ();

  penny_json_add_string (&json, "event", "done");
  penny_json_add_double (&json, "seconds", (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  penny_json_print (&json);
}

static int
discover (PennyCli *cli, char **args)
{
  gboolean public_database = FALSE;
  g_autofree char *address = NULL;
  const GOptionEntry options[] = {
    { "public-database", 0, 0, G_OPTION_ARG_NONE, &public_database, NULL, NULL },
    { "address", 0, 0, G_OPTION_ARG_STRING, &address, NULL, NULL },
    { NULL, },
  };
  g_auto (GStrv) rest = g_strdupv (args);
  g_autoptr (PennyDiscovery) discovery = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  if (!penny_cli_parse (options, &rest))
    return PENNY_CLI_USAGE;
  if (g_strv_length (rest) != 1)
    return penny_cli_usage (USAGE);

  discovery = penny_discovery_new (NULL);
  penny_discovery_set_public_database (discovery, public_database);
  if (strchr (rest[0], '@'))
    penny_discovery_find_async (discovery, rest[0], cli->cancellable, result_cb, &result);
  else
    penny_discovery_find_server_async (discovery, rest[0], address ? address : g_get_user_name (),
                                       cli->cancellable, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  found = penny_discovery_find_all_finish (discovery, result, &error);
  if (found == NULL)
    return penny_cli_fail (cli, PENNY_PHASE_SETTINGS, NULL, error);
  for (guint i = 0; i < found->len; i++)
    print_candidate (found->pdata[i], i + 1);
  print_done (start);
  return PENNY_CLI_OK;
}

const PennyCliCommand penny_cli_discover_commands[] = {
  { "discover", USAGE, discover },
  { NULL, },
};
