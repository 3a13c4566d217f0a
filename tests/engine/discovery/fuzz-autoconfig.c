/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of autoconfiguration under mutated files. Built with -fsanitize=fuzzer and
 * -DPENNY_LIBFUZZER it is a libFuzzer target; as it stands it is a test: some thousand mutations of the
 * seeds that are the same on every run. What is asked: no crash; an answer or the one error; and never a
 * server without encryption, or with a host, port or user that could not be used. */
#include <string.h>

#include "penny-autoconfig.h"
#include "penny-error.h"

#define N_MUTATIONS 20000
#define ADDRESS "anna@example.org"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static guint n_accepted;

static void
check_server (const PennyServer *server)
{
  g_assert_true (penny_host_is_plausible (server->host));
  g_assert_cmpuint (server->port, !=, 0);
  g_assert_cmpint (server->security, !=, PENNY_SECURITY_NONE);
  g_assert_nonnull (server->user);
  g_assert_true (g_utf8_validate (server->user, -1, NULL));
  for (const char *p = server->user; *p; p++)
    g_assert_false (g_ascii_iscntrl (*p));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  /* An exact buffer: one byte too far is seen. */
  g_autofree char *exact = g_memdup2 (data, size ? size : 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyProposal) proposal = penny_autoconfig_parse (exact, size, ADDRESS, &error);

  if (proposal == NULL)
    {
      g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_BAD_CONFIG);
      return 0;
    }
  g_assert_no_error (error);
  g_assert_true (penny_proposal_can_receive (proposal));
  for (PennyProtocol protocol = PENNY_PROTOCOL_IMAP; protocol <= PENNY_PROTOCOL_SMTP; protocol++)
    for (guint n = 0; penny_proposal_get_server (proposal, protocol, n); n++)
      check_server (penny_proposal_get_server (proposal, protocol, n));
  n_accepted++;
  return 0;
}

#ifndef PENNY_LIBFUZZER

#define SERVER(kind, type, host, port, socket, rest) \
  "<" kind " type=\"" type "\"><hostname>" host "</hostname><port>" port "</port><socketType>" socket \
  "</socketType><username>%EMAILADDRESS%</username>" rest "</" kind ">"

static const char * const seeds[] = {
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- hello -->\n<clientConfig version=\"1.1\">"
  "<emailProvider id=\"example.org\"><domain>example.org</domain>"
  SERVER ("incomingServer", "imap", "imap.%EMAILDOMAIN%", "993", "SSL",
          "<authentication>password-cleartext</authentication>")
  SERVER ("outgoingServer", "smtp", "smtp.example.org", "587", "STARTTLS", "") "</emailProvider></clientConfig>",
  "<clientConfig><emailProvider>"
  SERVER ("incomingServer", "pop3", "pop.example.org", "110", "STARTTLS",
          "<pop3><leaveMessagesOnServer>true</leaveMessagesOnServer></pop3>")
  SERVER ("incomingServer", "imap", "imap.example.org", "143", "plain", "")
  SERVER ("incomingServer", "exchange", "x.example.org", "443", "SSL", "") "</emailProvider></clientConfig>",
  "<clientConfig><emailProvider>"
  SERVER ("incomingServer", "imap", "<![CDATA[imap.example.org]]>", "&#57;93", "TLS",
          "<authentication>OAuth2</authentication><authentication>plain</authentication>")
  "</emailProvider><webMail><loginPage url=\"https://example.org/\"/></webMail></clientConfig>",
};

static const char * const tokens[] = {
  "<", ">", "</", "/>", "&", "&amp;", "&#0;", "&#13;&#10;", "&#x41;", "&x;", "\"", "'", "<!--", "-->", "<![CDATA[",
  "]]>", "<?", "?>", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "<a>", "<a><a><a><a><a><a><a><a><a>", "</a>", "plain",
  "SSL", "unknown", "0", "65535", "65536", "-1", "99999999999999999999", "%EMAILADDRESS%", "%EMAILLOCALPART%",
  "%EMAILDOMAIN%", "%", "..", "/", "@", " ", "\r\n", "\t", "\xc3\xbc", "\xff", "\xe2\x80\xae",
  "<incomingServer type=\"imap\">", "</incomingServer>", "<hostname>", "<username></username>",
};

static void
mutate (GRand *rand, GByteArray *input)
{
  for (int n = g_rand_int_range (rand, 1, 3); n > 0 && input->len > 1; n--)
    {
      guint old = input->len;
      guint at = (guint) g_rand_int_range (rand, 0, (int) old);
      const char *token = tokens[g_rand_int_range (rand, 0, G_N_ELEMENTS (tokens))];
      guint length = (guint) strlen (token);
      guint wanted = (guint) g_rand_int_range (rand, 1, 12);
      guint removed = MIN (old - at, wanted);

      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          input->data[at] = (guint8) g_rand_int_range (rand, 0, 256);
          break;
        case 1:
          g_byte_array_remove_range (input, at, removed);
          break;
        case 2:
          g_byte_array_set_size (input, old + length);
          memmove (input->data + at + length, input->data + at, old - at);
          memcpy (input->data + at, token, length);
          break;
        default: /* a piece twice, over what was there */
          memmove (input->data + g_rand_int_range (rand, 0, (int) (old - removed) + 1), input->data + at, removed);
        }
    }
}

static void
test_seeds (void)
{
  n_accepted = 0;
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    LLVMFuzzerTestOneInput ((const guint8 *) seeds[i], strlen (seeds[i]));
  g_assert_cmpuint (n_accepted, ==, G_N_ELEMENTS (seeds));
}

/* Both kinds must come up, or the mutations show nothing. */
static void
test_mutations (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1840);

  n_accepted = 0;
  for (guint i = 0; i < N_MUTATIONS; i++)
    {
      const char *seed = seeds[i % G_N_ELEMENTS (seeds)];
      g_autoptr (GByteArray) input = g_byte_array_new ();

      g_byte_array_append (input, (const guint8 *) seed, (guint) strlen (seed));
      mutate (rand, input);
      LLVMFuzzerTestOneInput (input->data, input->len);
    }
  g_test_message ("%u of %d accepted", n_accepted, N_MUTATIONS);
  g_assert_cmpuint (n_accepted, >, N_MUTATIONS / 20);
  g_assert_cmpuint (n_accepted, <, N_MUTATIONS * 19 / 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/autoconfig/fuzz/seeds", test_seeds);
  g_test_add_func ("/autoconfig/fuzz/mutations", test_mutations);
  return g_test_run ();
}

#endif
