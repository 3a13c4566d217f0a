/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search with a world made of tables: what answers, what fails, what hangs. */
#include <stdlib.h>
#include <string.h>

#include "penny-discovery.h"
#include "penny-error.h"
#include "penny-fetch.h"
#include "penny-guess.h"
#include "penny-resolve.h"

#define CONFIG(host) \
  "<clientConfig><emailProvider><incomingServer type=\"imap\"><hostname>" host "</hostname><port>993</port>" \
  "<socketType>SSL</socketType></incomingServer></emailProvider></clientConfig>"

typedef enum { NO, YES, HANGS, UNTRUSTED, OFFLINE } Answer;

/* What is not named does not exist. */
typedef struct {
  const char *what; /* "imap.example.org:993", or how a URL begins */
  Answer answer;
  const char *body;
} Fact;

typedef struct {
  const Fact *facts;
  Answer otherwise;
} World;

static const Fact *
find_fact (const World *world, const char *what)
{
  for (const Fact *fact = world->facts; fact && fact->what; fact++)
    if (g_str_has_prefix (what, fact->what))
      return fact;
  return NULL;
}

static void
hang (GCancellable *cancellable)
{
  GPollFD fd;

  g_assert_true (g_cancellable_make_pollfd (cancellable, &fd));
  g_poll (&fd, 1, 30000);
  g_cancellable_release_fd (cancellable);
}

static gboolean
act (Answer answer, const char *what, GCancellable *cancellable, GError **error)
{
  if (answer == HANGS)
    hang (cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (answer == UNTRUSTED)
    g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_UNTRUSTED, "%s", what);
  else if (answer == OFFLINE)
    g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_OFFLINE, "%s", what);
  else if (answer == NO)
    g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_HOST_NOT_FOUND, "%s", what);
  return answer == YES;
}

static GBytes *
fetch (const char *url, gsize max, GCancellable *cancellable, gpointer data, GError **error)
{
  const World *world = data;
  const Fact *fact = find_fact (world, url);

  if (!act (fact ? fact->answer : world->otherwise, url, cancellable, error))
    return NULL;
  return g_bytes_new (fact->body, strlen (fact->body));
}

static gboolean
probe (const PennyServer *server, GCancellable *cancellable, gpointer data, GError **error)
{
  const World *world = data;
  g_autofree char *what = g_strdup_printf ("%s:%u", server->host, server->port);
  const Fact *fact = find_fact (world, what);

  return act (fact ? fact->answer : world->otherwise, what, cancellable, error);
}

/* A fact's body is "PRIORITY PORT HOST" for SRV, "PREFERENCE HOST" for MX; its name begins with "dns:". */
static GList *
lookup (const char *name, GResolverRecordType type, GCancellable *cancellable, gpointer data, GError **error)
{
  const World *world = data;
  g_autofree char *what = g_strconcat ("dns:", name, NULL);
  const Fact *fact = find_fact (world, what);
  g_auto (GStrv) words = fact ? g_strsplit (fact->body, " ", -1) : NULL;
  gboolean srv = type == G_RESOLVER_RECORD_SRV;

  if (!act (fact ? fact->answer : world->otherwise, what, cancellable, error))
    return NULL;
  if (type == G_RESOLVER_RECORD_TXT)
    {
      const char *parts[] = { fact->body, NULL };

      return g_list_append (NULL, g_variant_ref_sink (g_variant_new ("(^as)", parts)));
    }
  if (srv != g_str_has_prefix (name, "_"))
    return NULL;
  return g_list_append (NULL, g_variant_ref_sink (
    srv ? g_variant_new ("(qqqs)", (guint16) atoi (words[0]), (guint16) 0, (guint16) atoi (words[1]), words[2])
        : g_variant_new ("(qs)", (guint16) atoi (words[0]), words[1])));
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

/* The last state of each place, as letters. */
static void
look_cb (PennyDiscovery *discovery, guint number, int source, const char *where, int state, char *states)
{
  static const char letters[] = "wandl";

  g_assert_cmpuint (number, <, PENNY_N_LOOKS);
  g_assert_true (*where != '\0');
  if (state != PENNY_LOOK_WAITING)
    g_assert_cmpint (states[number], ==, 'w');
  states[number] = letters[state];
}

static PennyProposal *
search (const World *world, const char *address, guint time_limit_ms, GCancellable *cancellable,
        GString *seen, GError **error)
{
  PennyDiscoverySources sources = { fetch, probe, (gpointer) world, time_limit_ms, lookup };
  g_autoptr (PennyDiscovery) discovery = penny_discovery_new (&sources);
  g_autoptr (GAsyncResult) result = NULL;

  if (seen)
    g_signal_connect (discovery, "looking", G_CALLBACK (looking_cb), seen);
  penny_discovery_find_async (discovery, address, cancellable, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return penny_discovery_find_finish (discovery, result, error);
}

static void
assert_server (PennyProposal *proposal, PennyProtocol protocol, const char *host, guint port)
{
  const PennyServer *server = penny_proposal_get_server (proposal, protocol, 0);

  g_assert_nonnull (server);
  g_assert_cmpstr (server->host, ==, host);
  g_assert_cmpuint (server->port, ==, port);
}

static void
test_table (void)
{
  static const World world = { NULL, NO };
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyProposal) proposal = search (&world, "anna@gmail.com", 0, NULL, seen, &error);
  g_autoptr (PennyAccountForm) form = penny_account_form_new ();
  g_autoptr (PennyAccount) account = NULL;
  g_autofree char *hint = penny_proposal_dup_hint (proposal);

  g_assert_no_error (error);
  g_assert_cmpstr (seen->str, ==, "0()");
  g_assert_cmpint (penny_proposal_get_source (proposal), ==, PENNY_SOURCE_PROVIDERS);
  g_assert_nonnull (strstr (hint, "app password"));
  g_assert_true (penny_proposal_fill_form (proposal, PENNY_WAY_SHARED, form));
  g_assert_cmpint (form->files_sent, ==, PENNY_FILES_SENT_YES);
  account = penny_account_new (form, &error);
  g_assert_no_error (error);
  g_assert_true (penny_proposal_fill_form (proposal, PENNY_WAY_TAKE_HOME, form));
  g_assert_cmpint (form->incoming->protocol, ==, PENNY_PROTOCOL_POP3);
}

/* Every address of every provider becomes a form that makes an account, for every way it allows. */
static void
test_whole_table (void)
{
  static const World world = { NULL, NO };
  g_autoptr (GPtrArray) all = penny_provider_list_all ();

  for (guint i = 0; i < all->len; i++)
    {
      const char *domain = penny_provider_get_domains (all->pdata[i])[0];
      gboolean wild = domain && *domain == '*';
      g_autofree char *address = g_strconcat (wild ? "anna@name" : "anna@", wild ? domain + 1 : domain, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (PennyProposal) proposal = NULL;

      if (domain == NULL || penny_provider_has_quirk (all->pdata[i], PENNY_QUIRK_UNENCRYPTED_LISTED))
        continue;
      proposal = search (&world, address, 0, NULL, NULL, &error);
      g_assert_no_error (error);
      for (PennyWay way = PENNY_WAY_SHARED; way <= PENNY_WAY_TAKE_HOME; way++)
        {
          g_autoptr (PennyAccountForm) form = penny_account_form_new ();
          g_autoptr (PennyAccount) account = NULL;

          if (!penny_proposal_fill_form (proposal, way, form))
            continue;
          account = penny_account_new (form, &error);
          g_assert_no_error (error);
          g_assert_cmpstr (penny_account_get_address (account), ==, address);
        }
    }
}

static void
test_autoconfig (void)
{
  static const Fact both[] = {
    { "https://autoconfig.example.org/", YES, CONFIG ("first.example.org") },
    { "https://example.org/", YES, CONFIG ("second.example.org") },
    { NULL },
  };
  static const Fact second[] = {
    { "https://autoconfig.example.org/", YES, "<html>hello</html>" },
    { "https://example.org/", YES, CONFIG ("second.example.org") },
    { NULL },
  };
  static const World worlds[] = { { both, NO }, { second, NO } };
  static const char * const hosts[] = { "first.example.org", "second.example.org" };

  for (guint i = 0; i < G_N_ELEMENTS (worlds); i++)
    {
      g_autoptr (GString) seen = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (PennyProposal) proposal = search (&worlds[i], "anna@example.org", 0, NULL, seen, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (seen->str, ==, "0()1(example.org)5(example.org)");
      assert_server (proposal, PENNY_PROTOCOL_IMAP, hosts[i], 993);
      g_assert_false (penny_proposal_allows_way (proposal, PENNY_WAY_PHOTOCOPY));
    }
}

static void
test_guess (void)
{
  static const Fact facts[] = {
    { "mail.example.org:993", YES, NULL },  { "imap.example.org:143", YES, NULL },
    { "pop3.example.org:995", YES, NULL },  { "smtp.example.org:587", YES, NULL },
    { "mail.example.org:587", YES, NULL },  { NULL },
  };
  static const World world = { facts, NO };
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyProposal) proposal = search (&world, "anna@example.org", 0, NULL, seen, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (seen->str, ==, "0()1(example.org)5(example.org)");
  g_assert_cmpint (penny_proposal_get_source (proposal), ==, PENNY_SOURCE_GUESS);
  assert_server (proposal, PENNY_PROTOCOL_IMAP, "mail.example.org", 993); /* TLS before a better name */
  assert_server (proposal, PENNY_PROTOCOL_POP3, "pop3.example.org", 995);
  assert_server (proposal, PENNY_PROTOCOL_SMTP, "smtp.example.org", 587);
  for (PennyWay way = PENNY_WAY_SHARED; way <= PENNY_WAY_TAKE_HOME; way++)
    g_assert_true (penny_proposal_allows_way (proposal, way));
}

/* What hangs does not stop what answers. */
static void
test_hanging (void)
{
  static const Fact facts[] = {
    { "imap.example.org:993", YES, NULL },
    { "smtp.example.org:465", YES, NULL },
    { NULL },
  };
  static const World world = { facts, HANGS };
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyProposal) proposal = search (&world, "anna@example.org", 150, NULL, NULL, &error);

  g_assert_no_error (error);
  assert_server (proposal, PENNY_PROTOCOL_IMAP, "imap.example.org", 993);
}

static void
test_nothing (void)
{
  static const Fact only_sending[] = { { "smtp.example.org:465", YES, NULL }, { NULL } };
  static const Fact untrusted[] = { { "mail.example.org:993", UNTRUSTED, NULL }, { NULL } };
  static const struct {
    World world;
    int wire; /* -1: NOT_FOUND */
  } cases[] = {
    { { NULL, NO }, -1 },
    { { NULL, HANGS }, -1 },
    { { only_sending, NO }, -1 },
    { { NULL, OFFLINE }, PENNY_WIRE_ERROR_OFFLINE },
    { { untrusted, NO }, PENNY_WIRE_ERROR_CERT_UNTRUSTED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (search (&cases[i].world, "anna@example.org", 50, NULL, NULL, &error));
      if (cases[i].wire == -1)
        g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND);
      else
        g_assert_error (error, PENNY_WIRE_ERROR, cases[i].wire);
    }
}

static void
test_address (void)
{
  static const World world = { NULL, NO };
  static const char * const bad[] = { "", "anna", "@", "anna@", "a b@c.d", "anna@exa mple.org" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (search (&world, bad[i], 0, NULL, NULL, &error));
      g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_ADDRESS);
    }
}

static void
cancel_cb (PennyDiscovery *discovery, int source, const char *where, GCancellable *cancellable)
{
  if (source == PENNY_SOURCE_GUESS)
    g_cancellable_cancel (cancellable);
}

/* At once, while fetching, and while guessing. */
static void
test_cancel (void)
{
  static const World hanging = { NULL, HANGS }, refusing = { NULL, NO };

  for (guint i = 0; i < 3; i++)
    {
      PennyDiscoverySources sources = { fetch, probe, (gpointer) (i == 2 ? &refusing : &hanging), 20000,
                                        lookup };
      g_autoptr (PennyDiscovery) discovery = penny_discovery_new (&sources);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      if (i == 0)
        g_cancellable_cancel (cancellable);
      if (i == 2)
        g_signal_connect (discovery, "looking", G_CALLBACK (cancel_cb), cancellable);
      penny_discovery_find_async (discovery, "anna@example.org", cancellable, result_cb, &result);
      if (i == 1)
        {
          g_main_context_iteration (NULL, TRUE);
          g_cancellable_cancel (cancellable);
        }
      g_clear_object (&discovery);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      discovery = g_object_ref (g_task_get_source_object (G_TASK (result)));
      g_assert_null (penny_discovery_find_finish (discovery, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

static void
test_candidates (void)
{
  g_autoptr (GPtrArray) all = penny_guess_candidates ("anna@example.org");
  const PennyServer *first = all->pdata[0];

  g_assert_cmpuint (all->len, ==, 20);
  g_assert_cmpstr (first->host, ==, "imap.example.org");
  for (guint i = 0; i < all->len; i++)
    {
      const PennyServer *server = all->pdata[i];

      g_assert_cmpint (server->security, !=, PENNY_SECURITY_NONE);
      g_assert_cmpstr (server->user, ==, "anna@example.org");
    }
}

/* "source host confirm;" */
static void
describe (PennyProposal *proposal, GString *text)
{
  const PennyServer *server = penny_proposal_get_server (proposal, PENNY_PROTOCOL_IMAP, 0);
  g_autofree char *confirm = g_strjoinv (",", (char **) penny_proposal_get_confirm_domains (proposal));

  if (server == NULL)
    server = penny_proposal_get_server (proposal, PENNY_PROTOCOL_POP3, 0);
  g_string_append_printf (text, "%s %s %s;",
                          penny_proposal_source_to_string (penny_proposal_get_source (proposal)),
                          server->host, confirm);
}

static void
candidate_cb (PennyDiscovery *discovery, PennyProposal *proposal, GString *arrived)
{
  describe (proposal, arrived);
}

/* What all sources together (penny-search) give for anna@example.org. */
static GPtrArray *
search_all (const Fact *facts, gboolean public_database, GString *arrived, GError **error)
{
  World world = { facts, NO };
  PennyDiscoverySources sources = { fetch, probe, &world, 0, lookup };
  g_autoptr (PennyDiscovery) discovery = penny_discovery_new (&sources);
  g_autoptr (GAsyncResult) result = NULL;

  g_signal_connect (discovery, "candidate", G_CALLBACK (candidate_cb), arrived);
  penny_discovery_set_public_database (discovery, public_database);
  penny_discovery_find_async (discovery, "anna@example.org", NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return penny_discovery_find_all_finish (discovery, result, error);
}

static void
test_ranked (void)
{
  static const Fact foreign[] = { { "https://autoconfig.example.org/", YES, CONFIG ("imap.evil.net") }, { NULL } };
  static const Fact prefix[] = { { "https://autoconfig.example.org/", YES, CONFIG ("imap.notexample.org") }, { NULL } };
  static const Fact table[] = { { "https://autoconfig.example.org/", YES, CONFIG ("imap.gmail.com") }, { NULL } };
  static const Fact mx[] = { { "dns:example.org", YES, "10 mx1.mx.hoster.net." },
                             { "https://autoconfig.hoster.net/", YES, CONFIG ("imap.hoster.net") }, { NULL } };
  static const Fact mx_facts[] = { { "dns:example.org", YES, "5 aspmx.l.google.com" }, { NULL } };
  static const Fact null_mx[] = { { "dns:example.org", YES, "0 ." }, { NULL } };
  static const Fact srv[] = { { "dns:_imaps._tcp.example.org", YES, "0 993 box.example.org." }, { NULL } };
  static const Fact srv_foreign[] = { { "dns:_pop3._tcp.example.org", YES, "0 110 box.hoster.net" },
                                      { "dns:example.org", YES, "10 mx.hoster.net" }, { NULL } };
  static const Fact srv_none[] = { { "dns:_imaps._tcp.example.org", YES, "0 0 ." }, { NULL } };
  static const Fact srv_odd[] = { { "dns:_imaps._tcp.example.org", YES, "0 993 a/b" }, { NULL } };
  static const Fact listed[] = { { "https://autoconfig.thunderbird.net/v1.1/example.org", YES,
                                   CONFIG ("imap.example.org") }, { NULL } };
  static const Fact foreign_and_guess[] = {
    { "https://autoconfig.example.org/", YES, CONFIG ("imap.evil.net") },
    { "imap.example.org:993", YES, NULL }, { NULL } };
  static const struct { const Fact *facts; gboolean public_database; const char *found; } cases[] = {
    { foreign, FALSE, "autoconfig imap.evil.net evil.net;" },
    { prefix, FALSE, "autoconfig imap.notexample.org notexample.org;" },
    { table, FALSE, "autoconfig imap.gmail.com ;" },
    { mx, FALSE, "mx imap.hoster.net hoster.net;" },
    { mx_facts, FALSE, "mx imap.gmail.com ;" },
    { null_mx, FALSE, "" },
    { srv, FALSE, "srv box.example.org ;" },
    { srv_foreign, FALSE, "srv box.hoster.net hoster.net;" },
    { srv_none, FALSE, "" },
    { srv_odd, FALSE, "" },
    { listed, FALSE, "" },
    { listed, TRUE, "public imap.example.org ;" },
    { foreign_and_guess, FALSE, "guess imap.example.org ;autoconfig imap.evil.net evil.net;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GString) arrived = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) found = search_all (cases[i].facts, cases[i].public_database, arrived, &error);

      for (guint n = 0; found && n < found->len; n++)
        describe (found->pdata[n], text);
      g_assert_cmpstr (text->str, ==, cases[i].found);
      g_assert_cmpuint (arrived->len, ==, text->len);
      if (found == NULL)
        g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND);
    }
}

static void
test_base_domain (void)
{
  static const char * const pairs[][2] = {
    { "imap.example.org", "example.org" },     { "IMAP.Example.ORG", "example.org" },
    { "a.b.example.co.uk", "example.co.uk" },  { "example.org.evil.net", "evil.net" },
    { "192.0.2.1", "192.0.2.1" },              { "localhost", "localhost" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *base = penny_resolve_base_domain (pairs[i][0]);

      g_assert_cmpstr (base, ==, pairs[i][1]);
    }
}

/* What is not trusted is not used by who asks for the best one only. */
/* The newer configuration in JSON goes before the older one, but only where the DNS vouches for it. */
static void
test_pacc (void)
{
  static const char document[] = "{\"protocols\":{\"imap\":{\"host\":\"imap.example.org\"}},"
                                 "\"authentication\":{\"password\":true}}";
  g_autofree char *hex = g_compute_checksum_for_string (G_CHECKSUM_SHA256, document, -1);
  guint8 digest[32];

  for (guint i = 0; i < sizeof digest; i++)
    digest[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
  for (guint named = 0; named < 2; named++)
    {
      g_autofree char *base64 = g_base64_encode (digest, sizeof digest);
      g_autofree char *text = g_strdup_printf ("v=UAAC1; a=sha256; d=%s", named ? base64 : "AAAA");
      const Fact facts[] = {
        { "https://ua-auto-config.example.org/.well-known/user-agent-configuration.json", YES, document },
        { "dns:_ua-auto-config.example.org", YES, text },
        { "https://autoconfig.example.org/", YES, CONFIG ("older.example.org") },
        { NULL },
      };
      const World world = { facts, NO };
      g_autoptr (GError) error = NULL;
      g_autoptr (PennyProposal) proposal = search (&world, "anna@example.org", 0, NULL, NULL, &error);

      g_assert_no_error (error);
      assert_server (proposal, PENNY_PROTOCOL_IMAP, named ? "imap.example.org" : "older.example.org", 993);
    }
}

/* What Details say in the end of our own table, three pages, MX, SRV, the public list and the usual doors. */
static void
test_looks (void)
{
  static const Fact facts[] = {
    { "https://autoconfig.example.org/", YES, CONFIG ("imap.elsewhere.example") },
    { "imap.example.org:993", YES, NULL },
    { NULL },
  };
  static const World world = { facts, NO };
  PennyDiscoverySources sources = { fetch, probe, (gpointer) &world, 0, lookup };
  g_autoptr (PennyDiscovery) discovery = penny_discovery_new (&sources);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) found = NULL;
  char states[PENNY_N_LOOKS + 1] = "--------";

  g_signal_connect (discovery, "look", G_CALLBACK (look_cb), states);
  penny_discovery_find_async (discovery, "anna@example.org", NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  found = penny_discovery_find_all_finish (discovery, result, NULL);
  g_assert_nonnull (found);
  g_assert_cmpstr (states, ==, "nndnnn-a");
}

static void
test_untrusted_alone (void)
{
  static const Fact facts[] = { { "https://example.org/", YES, CONFIG ("imap.evil.net") }, { NULL } };
  static const World world = { facts, NO };
  g_autoptr (GError) error = NULL;

  g_assert_null (search (&world, "anna@example.org", 0, NULL, NULL, &error));
  g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND);
}

/* The real fetch goes nowhere but to https. */
static void
test_fetch_https_only (void)
{
  static const char * const urls[] = { "http://127.0.0.1/x", "file:///etc/passwd", "ftp://127.0.0.1/", "x", "" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (penny_fetch_https (urls[i], 1024, NULL, NULL, &error));
      g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/discovery/table", test_table);
  g_test_add_func ("/discovery/whole-table", test_whole_table);
  g_test_add_func ("/discovery/autoconfig", test_autoconfig);
  g_test_add_func ("/discovery/guess", test_guess);
  g_test_add_func ("/discovery/hanging", test_hanging);
  g_test_add_func ("/discovery/nothing", test_nothing);
  g_test_add_func ("/discovery/address", test_address);
  g_test_add_func ("/discovery/cancel", test_cancel);
  g_test_add_func ("/discovery/candidates", test_candidates);
  g_test_add_func ("/discovery/ranked", test_ranked);
  g_test_add_func ("/discovery/base-domain", test_base_domain);
  g_test_add_func ("/discovery/pacc", test_pacc);
  g_test_add_func ("/discovery/looks", test_looks);
  g_test_add_func ("/discovery/untrusted-alone", test_untrusted_alone);
  g_test_add_func ("/discovery/fetch-https-only", test_fetch_https_only);
  return g_test_run ();
}
