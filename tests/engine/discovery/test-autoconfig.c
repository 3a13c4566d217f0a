/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The autoconfiguration file: good ones, hostile ones, cut ones. */
#include <string.h>

#include "penny-autoconfig.h"
#include "penny-error.h"

#define ADDRESS "anna@example.org"
#define WRAP(servers) \
  "<?xml version=\"1.0\"?>\n<!-- a comment -->\n<clientConfig version=\"1.1\"><emailProvider id=\"x\">" \
  "<domain>example.org</domain><displayName>X</displayName>" servers "</emailProvider></clientConfig>"
#define SERVER(kind, type, host, port, socket, rest) \
  "<" kind " type=\"" type "\"><hostname>" host "</hostname><port>" port "</port><socketType>" socket \
  "</socketType>" rest "</" kind ">"
#define IMAP SERVER ("incomingServer", "imap", "imap.%EMAILDOMAIN%", "993", "SSL", \
                     "<username>%EMAILLOCALPART%</username><authentication>OAuth2</authentication>" \
                     "<authentication>password-cleartext</authentication>")
#define POP SERVER ("incomingServer", "pop3", "pop.example.org", "110", "STARTTLS", \
                    "<username>%EMAILADDRESS%</username><pop3><leaveMessagesOnServer>true" \
                    "</leaveMessagesOnServer></pop3>")
#define SMTP SERVER ("outgoingServer", "smtp", "smtp.example.org", "587", "STARTTLS", "")

static void
test_good (void)
{
  static const char text[] = WRAP (
      POP IMAP SERVER ("incomingServer", "exchange", "x.example.org", "443", "SSL", "")
          SERVER ("incomingServer", "imap", " imap2.example.org ", "143", "STARTTLS", "") SMTP);
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyProposal) proposal = penny_autoconfig_parse (text, strlen (text), ADDRESS, &error);
  const PennyServer *imap, *pop, *smtp;

  g_assert_no_error (error);
  g_assert_cmpint (penny_proposal_get_source (proposal), ==, PENNY_SOURCE_AUTOCONFIG);
  imap = penny_proposal_get_server (proposal, PENNY_PROTOCOL_IMAP, 0);
  pop = penny_proposal_get_server (proposal, PENNY_PROTOCOL_POP3, 0);
  smtp = penny_proposal_get_server (proposal, PENNY_PROTOCOL_SMTP, 0);
  g_assert_cmpstr (imap->host, ==, "imap.example.org");
  g_assert_cmpstr (imap->user, ==, "anna");
  g_assert_cmpint (imap->port, ==, 993);
  g_assert_cmpint (imap->security, ==, PENNY_SECURITY_TLS);
  g_assert_cmpstr (penny_proposal_get_server (proposal, PENNY_PROTOCOL_IMAP, 1)->host, ==,
                   "imap2.example.org");
  g_assert_null (penny_proposal_get_server (proposal, PENNY_PROTOCOL_IMAP, 2));
  g_assert_cmpint (pop->security, ==, PENNY_SECURITY_STARTTLS);
  g_assert_cmpstr (pop->user, ==, ADDRESS);
  g_assert_cmpstr (smtp->user, ==, ADDRESS);
}

#define ONE(host, port, socket, rest) WRAP (SERVER ("incomingServer", "imap", host, port, socket, rest))

static const char * const bad[] = {
  "",
  "not xml",
  "<html><body>Welcome to the guest network</body></html>",
  "<clientConfig/>",
  WRAP (""),
  WRAP (SMTP),
  ONE ("imap.example.org", "143", "plain", ""), /* never without a private line */
  ONE ("imap.example.org", "993", "unknown", ""),
  ONE ("imap.example.org", "993", "", ""),
  ONE ("imap.example.org", "0", "SSL", ""),
  ONE ("imap.example.org", "65536", "SSL", ""),
  ONE ("imap.example.org", "-1", "SSL", ""),
  ONE ("imap.example.org", "993 993", "SSL", ""),
  ONE ("", "993", "SSL", ""),
  ONE ("a b", "993", "SSL", ""),
  ONE ("evil/path", "993", "SSL", ""),
  ONE ("user@host", "993", "SSL", ""),
  ONE ("imap.example.org", "993", "SSL", "<username>a&#13;&#10;b</username>"),
  ONE ("imap.example.org", "993", "SSL", "<authentication>OAuth2</authentication>"),
  ONE ("imap.example.org", "993", "SSL", "<a><b><c><d><e><f><g/></f></e></d></c></b></a>"),
  "<!--\xc2-->" WRAP ("<a\"b>" IMAP), /* two errors at once: found by fuzz-autoconfig */
  "<!DOCTYPE clientConfig [<!ENTITY x \"y\">]>" WRAP (IMAP),
  WRAP ("&x;" IMAP),
  "<clientConfig><incomingServer type=\"imap\"><hostname>a.b</hostname></incomingServer></clientConfig>",
};

static void
test_bad (void)
{
  g_autoptr (GString) many = g_string_new ("<clientConfig><emailProvider>");
  g_autofree char *blank = g_strnfill (PENNY_AUTOCONFIG_MAX_SIZE + 1, ' ');
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (PennyProposal) proposal = penny_autoconfig_parse (bad[i], strlen (bad[i]), ADDRESS, &error);

      g_test_message ("case %u: %s", i, error ? error->message : "accepted");
      g_assert_null (proposal);
      g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_BAD_CONFIG);
      g_clear_error (&error);
    }
  for (guint i = 0; i <= PENNY_AUTOCONFIG_MAX_SERVERS; i++)
    g_string_append (many, SMTP);
  g_string_append (many, IMAP "</emailProvider></clientConfig>");
  g_assert_null (penny_autoconfig_parse (many->str, many->len, ADDRESS, &error));
  g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_BAD_CONFIG);
  g_clear_error (&error);
  g_assert_null (penny_autoconfig_parse (blank, strlen (blank), ADDRESS, &error));
  g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_BAD_CONFIG);
}

/* Cut anywhere, and with every byte broken: an answer or an error, nothing else. */
static void
test_cut_and_broken (void)
{
  static const char text[] = WRAP (IMAP SMTP);

  for (gsize i = 0; i < sizeof text - 1; i++)
    {
      g_autofree char *exact = g_memdup2 (text, i ? i : 1);
      g_autofree char *broken = g_memdup2 (text, sizeof text - 1);
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) other = NULL;
      g_autoptr (PennyProposal) cut = penny_autoconfig_parse (exact, i, ADDRESS, &error);
      g_autoptr (PennyProposal) odd = NULL;

      g_assert_null (cut);
      g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_BAD_CONFIG);
      broken[i] = (char) (broken[i] ^ (1 << (i % 8)));
      odd = penny_autoconfig_parse (broken, sizeof text - 1, ADDRESS, &other);
      g_assert_true ((odd == NULL) == (other != NULL));
    }
}

static void
test_urls (void)
{
  g_auto (GStrv) urls = penny_autoconfig_urls ("anna+x@example.org");
  g_auto (GStrv) idn = penny_autoconfig_urls ("anna@bücher.example");

  g_assert_cmpstr (urls[0], ==,
                   "https://autoconfig.example.org/mail/config-v1.1.xml?emailaddress=anna%2Bx%40example.org");
  g_assert_cmpstr (urls[1], ==, "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml");
  g_assert_null (urls[2]);
  g_assert_true (g_str_has_prefix (idn[1], "https://xn--bcher-kva.example/"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/autoconfig/good", test_good);
  g_test_add_func ("/autoconfig/bad", test_bad);
  g_test_add_func ("/autoconfig/cut-and-broken", test_cut_and_broken);
  g_test_add_func ("/autoconfig/urls", test_urls);
  return g_test_run ();
}
