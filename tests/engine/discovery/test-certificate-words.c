/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates in words: everything that is wrong is said, nothing technical is, and what a stranger writes
 * into one stays inside its quotes. */
#include <string.h>

#include "penny-certificate.h"
#include "penny-certificate-words.h"

static const char * const names[] = { "mail.example.org", "mx.example.org", "a", "b", NULL };
static const char * const no_names[] = { NULL };

static const struct {
  PennyCertificateFaults faults;
  const char *says;
} cases[] = {
  { PENNY_CERTIFICATE_UNTRUSTED, "trusts vouches" },
  { PENNY_CERTIFICATE_EXPIRED, "ran out on 2 January 2026" },
  { PENNY_CERTIFICATE_NOT_YET_VALID, "begins only on 2 January 2025" },
  { PENNY_CERTIFICATE_WRONG_NAME, "“imap.example.org”" },
  { PENNY_CERTIFICATE_REVOKED, "void" },
  { PENNY_CERTIFICATE_WEAK, "forge" },
  { PENNY_CERTIFICATE_KEY_CHANGED, "trusted here before" },
};

static PennyCertificate
make (PennyCertificateFaults faults)
{
  return (PennyCertificate) {
    .names = (char **) names, .subject = (char *) "The Society", .issuer = (char *) "An Authority",
    .valid_from = 1735819200 /* 2 January 2025 */, .valid_to = 1767355200 /* 2 January 2026 */, .faults = faults,
  };
}

static void
test_faults (void)
{
  PennyCertificate good = make (0);
  PennyCertificate all = make (0x7f);
  g_autofree char *nothing = penny_certificate_words_wrong (&good, "imap.example.org");
  g_autofree char *everything = penny_certificate_words_wrong (&all, "imap.example.org");

  g_assert_cmpstr (nothing, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PennyCertificate one = make (cases[i].faults);
      g_autofree char *text = penny_certificate_words_wrong (&one, "imap.example.org");
      g_autofree char *warning = penny_certificate_words_warning (&one, "imap.example.org");

      g_test_message ("%s %s", text, warning);
      g_assert_nonnull (strstr (text, cases[i].says));
      g_assert_nonnull (strstr (warning, "imap.example.org"));
      if (cases[i].faults != PENNY_CERTIFICATE_KEY_CHANGED)
        g_assert_nonnull (strstr (everything, cases[i].says));
    }
}

static void
test_who (void)
{
  static const struct {
    const char * const *names;
    const char *subject, *issuer;
    PennyCertificateFaults faults;
    const char *expected;
  } people[] = {
    { names, "The Society", "An Authority", 0,
      "It says that it is “mail.example.org, mx.example.org, a”, of “The Society”. “An Authority” vouches for "
      "that." },
    { names, "mail.example.org", "X", PENNY_CERTIFICATE_UNTRUSTED,
      "It says that it is “mail.example.org, mx.example.org, a”. “X” vouches for that, whom this computer does "
      "not know." },
    { no_names, "nas", "nas", PENNY_CERTIFICATE_UNTRUSTED | PENNY_CERTIFICATE_SELF_SIGNED,
      "It says that it is “nas”. Nobody but itself vouches for that." },
    { no_names, "", "", PENNY_CERTIFICATE_UNTRUSTED,
      "It does not say who it is. It does not say who vouches for that." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      PennyCertificate one = make (people[i].faults);
      g_autofree char *text = NULL;

      one.names = (char **) people[i].names;
      one.subject = (char *) people[i].subject;
      one.issuer = (char *) people[i].issuer;
      text = penny_certificate_words_who (&one);
      g_assert_cmpstr (text, ==, people[i].expected);
    }
}

static void
test_when (void)
{
  PennyCertificate one = make (0);
  g_autofree char *text = penny_certificate_words_when (&one);
  g_autofree char *odd = NULL;

  g_assert_cmpstr (text, ==, "Its proof of identity is good from 2 January 2025 to 2 January 2026.");
  one.valid_to = G_MAXINT64;
  odd = penny_certificate_words_when (&one);
  g_assert_nonnull (odd);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate-words/faults", test_faults);
  g_test_add_func ("/certificate-words/who", test_who);
  g_test_add_func ("/certificate-words/when", test_when);
  return g_test_run ();
}
