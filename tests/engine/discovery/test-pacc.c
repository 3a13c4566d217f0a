/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration in JSON: what it says, what is not believed, and the digest that the DNS must name. */
#include <string.h>

#include "penny-error.h"
#include "penny-pacc.h"

#define ADDRESS "anna@example.org"
#define BOTH "\"imap\":{\"host\":\"imap.example.org\"},\"pop3\":{\"host\":\"pop.example.org\"}," \
             "\"smtp\":{\"host\":\"smtp.example.org\"},\"jmap\":{\"url\":\"https://jmap.example.org/\"}"
#define WRAP(protocols, password) \
  "{\"protocols\":{" protocols "},\"authentication\":{\"password\":" password "}," \
  "\"info\":{\"provider\":{\"name\":\"X\"}}}"

static PennyProposal *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) document = g_bytes_new_static (text, strlen (text));

  return penny_pacc_parse (document, ADDRESS, error);
}

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyProposal) proposal = parse (WRAP (BOTH, "true"), &error);
  const PennyServer *imap, *pop, *smtp;

  g_assert_no_error (error);
  imap = penny_proposal_get_server (proposal, PENNY_PROTOCOL_IMAP, 0);
  pop = penny_proposal_get_server (proposal, PENNY_PROTOCOL_POP3, 0);
  smtp = penny_proposal_get_server (proposal, PENNY_PROTOCOL_SMTP, 0);
  g_assert_cmpstr (imap->host, ==, "imap.example.org");
  g_assert_cmpint (imap->port, ==, 993);
  g_assert_cmpstr (imap->user, ==, ADDRESS);
  g_assert_cmpint (pop->port, ==, 995);
  g_assert_cmpint (smtp->port, ==, 465);
  g_assert_cmpint (smtp->security, ==, PENNY_SECURITY_TLS);
}

static void
test_bad (void)
{
  const char * const bad[] = {
    "", "null", "[]", "{}", "<html>", WRAP ("", "true"), WRAP (BOTH, "false"), WRAP (BOTH, "{}"),
    WRAP ("\"imap\":{\"host\":\"imap example\"}", "true"), WRAP ("\"imap\":\"imap.example.org\"", "true"),
    WRAP ("\"smtp\":{\"host\":\"smtp.example.org\"}", "true"), WRAP (BOTH, "true") "x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (bad[i], &error));
      g_assert_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_BAD_CONFIG);
    }
}

/* Cut anywhere, it is not believed and does no harm. */
static void
test_cut (void)
{
  static const char text[] = WRAP (BOTH, "true");

  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autoptr (GBytes) document = g_bytes_new (text, length);

      g_assert_null (penny_pacc_parse (document, ADDRESS, NULL));
    }
}

static gboolean
is_named (const char *first, const char *second)
{
  g_autoptr (GBytes) document = g_bytes_new_static ("hello", 5);
  const char *parts[] = { first, second, NULL };
  GList *records = g_list_append (NULL, g_variant_ref_sink (g_variant_new ("(^as)", parts)));
  gboolean named = penny_pacc_is_named (document, records);

  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
  return named;
}

static void
test_digest (void)
{
  /* of "hello" */
#define DIGEST "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="

  g_assert_true (is_named ("v=UAAC1; a=sha256; d=" DIGEST, NULL));
  g_assert_true (is_named ("v=UAAC1;a=sha256;d=LPJNul+wow4m6Dsqxbni", "nhsWHlwfp0JecwQzYpOLmCQ="));
  g_assert_false (is_named ("v=UAAC2; a=sha256; d=" DIGEST, NULL));
  g_assert_false (is_named ("v=UAAC1; a=md5; d=" DIGEST, NULL));
  g_assert_false (is_named ("v=UAAC1; a=sha256; d=", NULL));
  g_assert_false (is_named ("v=UAAC1; a=sha256; d=AAAA", NULL));
  g_assert_false (is_named ("v=UAAC1; a=sha256", NULL));
  g_assert_false (is_named ("", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pacc/good", test_good);
  g_test_add_func ("/pacc/bad", test_bad);
  g_test_add_func ("/pacc/cut", test_cut);
  g_test_add_func ("/pacc/digest", test_digest);
  return g_test_run ();
}
