/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody names a server: what is there, what is beside it, and what is not. */
#include <string.h>

#include "penny-discovery.h"
#include "penny-error.h"
#include "penny-guess.h"

#define ADDRESS "anna@example.org"

/* The doors that open ("imap.example.org:993"), NULL-terminated; "!" in front: a bad certificate. */
typedef struct {
  const char *doors[8];
  gboolean others_hang;
} World;

static gboolean
probe (const PennyServer *server, GCancellable *cancellable, gpointer data, GError **error)
{
  const World *world = data;
  g_autofree char *what = g_strdup_printf ("!%s:%u", server->host, server->port);
  GPollFD fd;

  g_assert_cmpint (server->security, !=, PENNY_SECURITY_NONE);
  if (g_strv_contains (world->doors, what + 1))
    return TRUE;
  if (g_strv_contains (world->doors, what))
    g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_UNTRUSTED, "%s", what);
  else if (world->others_hang)
    {
      g_assert_true (g_cancellable_make_pollfd (cancellable, &fd));
      g_poll (&fd, 1, 30000);
      g_cancellable_release_fd (cancellable);
      g_cancellable_set_error_if_cancelled (cancellable, error);
    }
  else
    g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_HOST_NOT_FOUND, "%s", what);
  return FALSE;
}

/* Nobody is told the address or the host for this. */
static GBytes *
no_fetch (const char *url, gsize max, GCancellable *cancellable, gpointer data, GError **error)
{
  g_assert_not_reached ();
}

static GList *
no_lookup (const char *name, GResolverRecordType type, GCancellable *cancellable, gpointer data, GError **error)
{
  g_assert_not_reached ();
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
looking_cb (PennyDiscovery *discovery, int source, const char *where, GString *seen)
{
  g_string_append_printf (seen, "%d(%s)", source, where);
}

static void
candidate_cb (PennyDiscovery *discovery, PennyProposal *proposal, GString *seen)
{
  g_string_append (seen, "!");
}

static PennyProposal *
find (const World *world, const char *host, const char *address, guint time_limit_ms, GCancellable *cancellable,
      GString *seen, GError **error)
{
  PennyDiscoverySources sources = { no_fetch, probe, (gpointer) world, time_limit_ms, no_lookup };
  g_autoptr (PennyDiscovery) discovery = penny_discovery_new (&sources);
  g_autoptr (GAsyncResult) result = NULL;

  if (seen)
    {
      g_signal_connect (discovery, "looking", G_CALLBACK (looking_cb), seen);
      g_signal_connect (discovery, "candidate", G_CALLBACK (candidate_cb), seen);
    }
  penny_discovery_find_server_async (discovery, host, address, cancellable, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return penny_discovery_find_server_finish (discovery, result, error);
}

/* "imap HOST:PORT pop3 HOST:PORT smtp HOST:PORT ", the best one each. */
static char *
describe (PennyProposal *proposal)
{
  GString *text = g_string_new (NULL);

  for (PennyProtocol protocol = PENNY_PROTOCOL_IMAP; protocol <= PENNY_PROTOCOL_SMTP; protocol++)
    {
      const PennyServer *server = penny_proposal_get_server (proposal, protocol, 0);

      if (server == NULL)
        continue;
      g_assert_cmpstr (server->user, ==, penny_proposal_get_address (proposal));
      g_string_append_printf (text, "%s %s:%u ", penny_protocol_to_string (protocol), server->host, server->port);
    }
  return g_string_free (text, FALSE);
}

static void
test_found (void)
{
  static const struct {
    World world;
    const char *host, *found;
  } cases[] = {
    /* POP alone, as its name says; and behind a name that says something else */
    { { { "pophost.example.org:995" }, FALSE }, "pophost.example.org", "pop3 pophost.example.org:995 " },
    { { { "imap.example.org:110" }, FALSE }, "imap.example.org", "pop3 imap.example.org:110 " },
    /* TLS before STARTTLS; sending at the same host */
    { { { "mail.example.org:143", "mail.example.org:993", "mail.example.org:110", "mail.example.org:995",
          "mail.example.org:587", "smtp.example.org:465" }, FALSE },
      "mail.example.org", "imap mail.example.org:993 pop3 mail.example.org:995 smtp mail.example.org:587 " },
    /* the other protocol and sending at the usual names beside it */
    { { { "pophost.example.org:110", "imap.example.org:993", "mail.example.org:465", "smtp.example.org:587" },
        FALSE },
      "pophost.example.org", "imap imap.example.org:993 pop3 pophost.example.org:110 smtp smtp.example.org:587 " },
    { { { "a.b.example.co.uk:993", "mail.example.co.uk:465" }, FALSE },
      "a.b.example.co.uk", "imap a.b.example.co.uk:993 smtp mail.example.co.uk:465 " },
    /* the server for sending, named by mistake */
    { { { "smtp.example.org:587", "imap.example.org:993" }, FALSE },
      "smtp.example.org", "imap imap.example.org:993 smtp smtp.example.org:587 " },
    /* as people type; a number */
    { { { "imap.example.org:993" }, FALSE }, " imap.example.org. ", "imap imap.example.org:993 " },
    { { { "192.0.2.1:993" }, FALSE }, "192.0.2.1", "imap 192.0.2.1:993 " },
    /* a bad certificate at one door does not spoil the other */
    { { { "!imap.example.org:993", "imap.example.org:143" }, FALSE },
      "imap.example.org", "imap imap.example.org:143 " },
    /* what hangs does not stop what answers */
    { { { "imap.example.org:993", "imap.example.org:465" }, TRUE },
      "imap.example.org", "imap imap.example.org:993 smtp imap.example.org:465 " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) seen = g_string_new (NULL);
      g_autofree char *clean = g_strdelimit (g_strdup (cases[i].host), " ", '.');
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (PennyProposal) proposal = find (&cases[i].world, cases[i].host, ADDRESS, 400, NULL, seen, &error);

      g_assert_no_error (error);
      text = describe (proposal);
      g_assert_cmpstr (text, ==, cases[i].found);
      g_assert_true (penny_proposal_is_trusted (proposal));
      g_assert_cmpint (penny_proposal_get_source (proposal), ==, PENNY_SOURCE_GUESS);
      g_assert_nonnull (strstr (clean, penny_proposal_get_origin (proposal)));
      g_clear_pointer (&text, g_free);
      text = g_strdup_printf ("5(%s)!", penny_proposal_get_origin (proposal));
      g_assert_cmpstr (seen->str, ==, text);
    }
}

static void
test_not_found (void)
{
  static const struct {
    World world;
    int wire; /* -1: NOT_FOUND */
  } cases[] = {
    { { { NULL }, FALSE }, -1 },
    { { { NULL }, TRUE }, -1 },
    { { { "pop.example.org:465" }, FALSE }, -1 },                          /* sends only */
    { { { "imap.example.org:993", "smtp.example.org:465" }, FALSE }, -1 }, /* others do, this one does not */
    { { { "!imap.example.org:993" }, FALSE }, -1 },
    { { { "!pop.example.org:995" }, FALSE }, PENNY_WIRE_ERROR_CERT_UNTRUSTED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (find (&cases[i].world, "pop.example.org", ADDRESS, 50, NULL, NULL, &error));
      if (cases[i].wire == -1)
        g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND);
      else
        g_assert_error (error, PENNY_WIRE_ERROR, cases[i].wire);
    }
}

static void
test_arguments (void)
{
  static const World world = { { "imap.example.org:993" }, FALSE };
  static const char * const hosts[] = { "", " ", ".", "a b", "imap.example.org:993", "https://imap.example.org",
                                        "anna@example.org", "-x", "a..b", "imap.example.org\r\n.x", NULL };
  static const char * const addresses[] = { "", "@", "anna@", "a b@c.d", NULL };
  g_autoptr (PennyProposal) proposal = find (&world, "imap.example.org", "anna", 0, NULL, NULL, NULL);
  g_autofree char *text = describe (proposal);

  g_assert_cmpstr (text, ==, "imap imap.example.org:993 "); /* a user name will do */
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (find (&world, hosts[i], ADDRESS, 0, NULL, NULL, &error));
      g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_ADDRESS);
    }
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (find (&world, "imap.example.org", addresses[i], 0, NULL, NULL, &error));
      g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_ADDRESS);
    }
}

/* Before, and while knocking. */
static void
test_cancel (void)
{
  static const World hanging = { { NULL }, TRUE };

  for (guint later = 0; later < 2; later++)
    {
      PennyDiscoverySources sources = { no_fetch, probe, (gpointer) &hanging, 20000, no_lookup };
      g_autoptr (PennyDiscovery) discovery = penny_discovery_new (&sources);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      if (!later)
        g_cancellable_cancel (cancellable);
      penny_discovery_find_server_async (discovery, "imap.example.org", ADDRESS, cancellable, result_cb, &result);
      if (later)
        g_main_context_iteration (NULL, TRUE);
      g_cancellable_cancel (cancellable);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_null (penny_discovery_find_server_finish (discovery, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

/* The provider's facts come with its host, whatever the address says. */
static void
test_provider (void)
{
  static const World world = { { "imap.gmail.com:993" }, FALSE };
  g_autoptr (PennyProposal) proposal = find (&world, "imap.gmail.com", ADDRESS, 0, NULL, NULL, NULL);
  g_autofree char *hint = penny_proposal_dup_hint (proposal);

  g_assert_nonnull (hint);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/find-server/found", test_found);
  g_test_add_func ("/find-server/not-found", test_not_found);
  g_test_add_func ("/find-server/arguments", test_arguments);
  g_test_add_func ("/find-server/cancel", test_cancel);
  g_test_add_func ("/find-server/provider", test_provider);
  return g_test_run ();
}
