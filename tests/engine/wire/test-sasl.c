/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing a mechanism, and whole log-ins against GSASL's server side, honest and not. */
#include "penny-sasl.h"

#include <gsasl.h>
#include <string.h>

#include "penny-sasl-bearer.h"

static PennySasl *
make (const char *offered, const char *skip, gboolean clear)
{
  g_auto (GStrv) o = g_strsplit (offered, " ", -1);
  g_auto (GStrv) s = g_strsplit (skip, " ", -1);
  g_autoptr (PennySecret) password = penny_secret_new ("pencil");

  return penny_sasl_new ((const char * const *) o, (const char * const *) s, "user", password, clear);
}

static void
test_choice (void)
{
  static const struct {
    const char *offered, *skip;
    gboolean clear;
    const char *expected;
  } cases[] = {
    { "LOGIN PLAIN SCRAM-SHA-1 SCRAM-SHA-256", "", TRUE, "SCRAM-SHA-256" },
    { "login plain scram-sha-1", "", TRUE, "SCRAM-SHA-1" },
    { "SCRAM-SHA-256-PLUS SCRAM-SHA-256", "", FALSE, "SCRAM-SHA-256" },
    { "LOGIN PLAIN", "", TRUE, "PLAIN" },
    { "LOGIN", "", TRUE, "LOGIN" },
    { "LOGIN PLAIN", "", FALSE, NULL },
    { "LOGIN PLAIN SCRAM-SHA-1", "scram-sha-1", TRUE, "PLAIN" },
    { "LOGIN PLAIN SCRAM-SHA-1", "SCRAM-SHA-1", FALSE, NULL },
    { "PLAIN", "PLAIN", TRUE, NULL },
    { "GSSAPI XOAUTH2 CRAM-MD5 DIGEST-MD5 NTLM", "", TRUE, NULL },
    { "", "", TRUE, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PennySasl) sasl = make (cases[i].offered, cases[i].skip, cases[i].clear);

      g_assert_cmpstr (sasl != NULL ? penny_sasl_get_mechanism (sasl) : NULL, ==, cases[i].expected);
    }
}

static void
assert_refused (PennySasl *sasl, const char *challenge)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (penny_sasl_step (sasl, challenge, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_null (strstr (error->message, "pencil"));
  g_assert_false (penny_sasl_is_finished (sasl));
}

static void
test_plain (void)
{
  g_autoptr (PennySasl) sasl = make ("PLAIN", "", TRUE);
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;

  g_assert_true (penny_sasl_is_client_first (sasl));
  answer = penny_sasl_step (sasl, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (answer, ==, "AHVzZXIAcGVuY2ls");
  g_assert_true (penny_sasl_is_finished (sasl));
  assert_refused (sasl, "");
}

static void
test_login (void)
{
  g_autoptr (PennySasl) sasl = make ("LOGIN", "", TRUE);
  g_autofree char *name = NULL;
  g_autofree char *password = NULL;

  g_assert_false (penny_sasl_is_client_first (sasl));
  name = penny_sasl_step (sasl, "VXNlcm5hbWU6", NULL);
  g_assert_cmpstr (name, ==, "dXNlcg==");
  g_assert_false (penny_sasl_is_finished (sasl));
  password = penny_sasl_step (sasl, "Password:", NULL);
  g_assert_cmpstr (password, ==, "cGVuY2ls");
  g_assert_true (penny_sasl_is_finished (sasl));
  assert_refused (sasl, "");
}

/* --- SCRAM against a server of GSASL's --- */

static int
server_cb (Gsasl *ctx, Gsasl_session *session, Gsasl_property property)
{
  /* GSASL_SCRAM_SALT of RFC 5802 §5. */
  switch (property)
    {
    case GSASL_PASSWORD:
      return gsasl_property_set (session, property, gsasl_callback_hook_get (ctx));
    case GSASL_SCRAM_ITER:
      return gsasl_property_set (session, property, "4096");
    case GSASL_SCRAM_SALT:
      return gsasl_property_set (session, property, "QSXCR+Q6sek8bf92");
    default:
      return GSASL_NO_CALLBACK;
    }
}

typedef struct {
  Gsasl *library;
  Gsasl_session *session;
} Server;

static void
server_init (Server *server, const char *mechanism, const char *password)
{
  g_assert_cmpint (gsasl_init (&server->library), ==, GSASL_OK);
  gsasl_callback_set (server->library, server_cb);
  gsasl_callback_hook_set (server->library, (void *) password);
  g_assert_cmpint (gsasl_server_start (server->library, mechanism, &server->session), ==, GSASL_OK);
}

static void
server_clear (Server *server)
{
  gsasl_finish (server->session);
  gsasl_done (server->library);
}

/* The server's answer to the client's line; NULL when it refuses. */
static char *
server_step (Server *server, const char *line)
{
  char *out = NULL;
  char *copy = NULL;
  int rc = gsasl_step64 (server->session, line, &out);

  if (rc == GSASL_OK || rc == GSASL_NEEDS_MORE)
    copy = g_strdup (out);
  gsasl_free (out);
  return copy;
}

static void
test_scram (gconstpointer data)
{
  const char *mechanism = data;
  g_autoptr (PennySasl) sasl = make (mechanism, "", FALSE);
  g_autoptr (GError) error = NULL;
  Server server;
  g_autofree char *first = NULL;
  g_autofree char *challenge = NULL;
  g_autofree char *proof = NULL;
  g_autofree char *signature = NULL;
  g_autofree char *last = NULL;

  server_init (&server, mechanism, "pencil");
  first = penny_sasl_step (sasl, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (first, "biwsbj11c2VyLHI9"));   /* "n,,n=user,r=" */
  challenge = server_step (&server, first);
  proof = penny_sasl_step (sasl, challenge, &error);
  g_assert_no_error (error);
  g_assert_false (penny_sasl_is_finished (sasl));
  signature = server_step (&server, proof);
  g_assert_nonnull (signature);
  last = penny_sasl_step (sasl, signature, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (last, ==, "");
  g_assert_true (penny_sasl_is_finished (sasl));
  assert_refused (sasl, "");
  server_clear (&server);
}

static void
test_scram_wrong_password (gconstpointer data)
{
  const char *mechanism = data;
  g_autoptr (PennySasl) sasl = make (mechanism, "", FALSE);
  Server server;
  g_autofree char *first = penny_sasl_step (sasl, "", NULL);
  g_autofree char *challenge = NULL;
  g_autofree char *proof = NULL;

  server_init (&server, mechanism, "crayon");
  challenge = server_step (&server, first);
  proof = penny_sasl_step (sasl, challenge, NULL);
  g_assert_nonnull (proof);
  g_assert_null (server_step (&server, proof));
  server_clear (&server);
}

/* Goes as far as the proof, then hears FINAL (in clear) from a server that does not know the
 * password, or from one that says nothing: "OK" before the proof is not a log-in. */
static void
test_scram_impostor (void)
{
  static const char * const finals[] = {
    "v=6rriTRBi23WpRYc6BLPHOE7aZDvO1+3bQ4Cr5hQ3YGs=", "v=", "e=other-error", "", "v=AAAA", "x",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (finals); i++)
    {
      g_autoptr (PennySasl) sasl = make ("SCRAM-SHA-256", "", FALSE);
      Server server;
      g_autofree char *first = penny_sasl_step (sasl, NULL, NULL);
      g_autofree char *challenge = NULL;
      g_autofree char *proof = NULL;
      g_autofree char *final = g_base64_encode ((const guchar *) finals[i], strlen (finals[i]));

      server_init (&server, "SCRAM-SHA-256", "pencil");
      challenge = server_step (&server, first);
      proof = penny_sasl_step (sasl, challenge, NULL);
      g_assert_nonnull (proof);
      g_assert_false (penny_sasl_is_finished (sasl));
      assert_refused (sasl, final);
      assert_refused (sasl, final);
      server_clear (&server);
    }
}

/* The client's nonce in its first message. */
static char *
nonce_of (const char *first)
{
  gsize size;
  g_autofree char *text = (char *) g_base64_decode (first, &size);
  g_autofree char *line = g_strndup (text, size);

  return g_strdup (strstr (line, "r=") + 2);
}

static void
test_scram_bad_challenge (void)
{
  static const struct { const char *format; gboolean good; } cases[] = {
    { "r=%sxyz,s=QSXCR+Q6sek8bf92,i=4096", TRUE },
    { "r=%sxyz,s=QSXCR+Q6sek8bf92,i=0", FALSE },
    { "r=%sxyz,s=QSXCR+Q6sek8bf92,i=-1", FALSE },
    { "r=%sxyz,s=QSXCR+Q6sek8bf92,i=2000001", FALSE },
    { "r=%sxyz,s=QSXCR+Q6sek8bf92,i=4294967295", FALSE },
    { "r=%sxyz,s=QSXCR+Q6sek8bf92,i=99999999999999999999", FALSE },
    { "r=%sxyz,s=QSXCR+Q6sek8bf92,i=", FALSE },
    { "r=%sxyz,s=QSXCR+Q6sek8bf92", FALSE },
    { "r=%sxyz,s=,i=4096", FALSE },
    { "r=%s,s=****,i=4096", FALSE },
    { "m=x,r=%sxyz,s=QSXCR+Q6sek8bf92,i=4096", FALSE },
    { "r=xyz%.0s,s=QSXCR+Q6sek8bf92,i=4096", FALSE },
    { "%.0s", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PennySasl) sasl = make ("SCRAM-SHA-256", "", FALSE);
      g_autofree char *first = penny_sasl_step (sasl, NULL, NULL);
      g_autofree char *nonce = nonce_of (first);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *challenge = NULL;
      g_autofree char *answer = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      g_string_append_printf (text, cases[i].format, nonce);
#pragma GCC diagnostic pop
      challenge = g_base64_encode ((const guchar *) text->str, text->len);
      if (!cases[i].good)
        {
          assert_refused (sasl, challenge);
          continue;
        }
      answer = penny_sasl_step (sasl, challenge, NULL);
      g_assert_nonnull (answer);
    }
}

static void
test_not_base64 (void)
{
  static const char * const challenges[] = { "!", "a", "abc", "ab=c", "====", "abcd ", "ab\r\ncd==", };
  g_autofree char *huge = g_strnfill (1 << 20, 'A');

  for (gsize i = 0; i <= G_N_ELEMENTS (challenges); i++)
    {
      g_autoptr (PennySasl) sasl = make ("SCRAM-SHA-1", "", FALSE);
      g_autofree char *first = penny_sasl_step (sasl, NULL, NULL);

      g_assert_nonnull (first);
      assert_refused (sasl, i < G_N_ELEMENTS (challenges) ? challenges[i] : huge);
    }
}

static void
test_server_first (void)
{
  g_autoptr (PennySasl) scram = make ("SCRAM-SHA-1", "", FALSE);
  g_autoptr (PennySasl) plain = make ("PLAIN", "", TRUE);

  assert_refused (scram, "Z28=");
  assert_refused (plain, "Z28=");
}

/* --- tokens --- */

static PennySasl *
make_bearer (const char *offered, const char *user, const char *token, gboolean clear)
{
  g_auto (GStrv) o = g_strsplit (offered, " ", -1);
  g_autoptr (PennySecret) secret = penny_secret_new_token (token);

  return penny_sasl_new ((const char * const *) o, NULL, user, secret, clear);
}

/* A token is never shown as a password, nor a password as a token; nor either to who listens. */
static void
test_bearer_choice (void)
{
  static const struct {
    const char *offered;
    gboolean clear;
    const char *expected;
  } cases[] = {
    { "PLAIN LOGIN XOAUTH2 OAUTHBEARER SCRAM-SHA-256", TRUE, "OAUTHBEARER" },
    { "PLAIN LOGIN xoauth2", TRUE, "XOAUTH2" },
    { "PLAIN LOGIN SCRAM-SHA-1 SCRAM-SHA-256", TRUE, NULL },
    { "XOAUTH2 OAUTHBEARER", FALSE, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PennySasl) sasl = make_bearer (cases[i].offered, "user", "t0ken", cases[i].clear);

      g_assert_cmpstr (sasl != NULL ? penny_sasl_get_mechanism (sasl) : NULL, ==, cases[i].expected);
    }
}

static void
test_bearer_messages (void)
{
  static const struct {
    const char *mechanism, *user, *token, *expected;
  } cases[] = {
    { "OAUTHBEARER", "user@example.com", "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==",
      "n,a=user@example.com,\x01" "auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01" },
    { "OAUTHBEARER", "a=b,c", "t", "n,a=a=3Db=2Cc,\x01" "auth=Bearer t\x01\x01" },
    { "XOAUTH2", "j\xc3\xb6rg@example.org", "ya29.x_-~",
      "user=j\xc3\xb6rg@example.org\x01" "auth=Bearer ya29.x_-~\x01\x01" },
    { "XOAUTH2", "user", "", NULL },
    { "XOAUTH2", "user", "a b", NULL },
    { "OAUTHBEARER", "user", "t\x01host=x", NULL },
    { "OAUTHBEARER", "us\x01" "er", "t", NULL },
    { "XOAUTH2", "user\r\n", "t", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PennySasl) sasl = make_bearer (cases[i].mechanism, cases[i].user, cases[i].token, TRUE);
      g_autofree char *answer = penny_sasl_step (sasl, i % 2 == 0 ? NULL : "", NULL);
      g_autofree char *decoded = NULL;
      gsize size;

      g_assert_cmpint (penny_sasl_is_finished (sasl), ==, cases[i].expected != NULL);
      if (cases[i].expected == NULL)
        {
          g_assert_null (answer);
          continue;
        }
      decoded = (char *) g_base64_decode (answer, &size);
      g_assert_cmpmem (decoded, size, cases[i].expected, strlen (cases[i].expected));
    }
}

static void
test_bearer_refused (void)
{
  static const struct {
    const char *mechanism, *why;
    gboolean is_void;
    const char *farewell;
  } cases[] = {
    { "OAUTHBEARER", "{\"status\":\"invalid_token\",\"scope\":\"mail\"}", TRUE, "AQ==" },
    { "OAUTHBEARER", "{\"status\":\"insufficient_scope\"}", FALSE, "AQ==" },
    { "XOAUTH2", "{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"mail\"}", TRUE, "" },
    { "XOAUTH2", "{\"status\":\"400\"}", TRUE, "" },
    { "XOAUTH2", "{\"status\":\"403\"}", FALSE, "" },
    { "XOAUTH2", "no JSON at all", FALSE, "" },
    { "XOAUTH2", "", FALSE, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PennySasl) sasl = make_bearer (cases[i].mechanism, "user", "pencil", TRUE);
      g_autofree char *message = penny_sasl_step (sasl, NULL, NULL);
      g_autofree char *challenge = g_base64_encode ((const guchar *) cases[i].why, strlen (cases[i].why));
      g_autofree char *answer = penny_sasl_step (sasl, challenge, NULL);

      g_assert_nonnull (message);
      g_assert_cmpstr (answer, ==, cases[i].farewell);
      g_assert_cmpint (penny_sasl_is_token_void (sasl), ==, cases[i].is_void);
      g_assert_cmpint (penny_sasl_bearer_says_void (cases[i].why, strlen (cases[i].why)), ==, cases[i].is_void);
      g_assert_false (penny_sasl_is_finished (sasl));
      assert_refused (sasl, "");
    }
}

static void
test_bearer_server_first (void)
{
  g_autoptr (PennySasl) sasl = make_bearer ("XOAUTH2", "user", "pencil", TRUE);

  assert_refused (sasl, "Z28=");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/sasl/choice", test_choice);
  g_test_add_func ("/wire/sasl/plain", test_plain);
  g_test_add_func ("/wire/sasl/login", test_login);
  g_test_add_data_func ("/wire/sasl/scram-sha-1", "SCRAM-SHA-1", test_scram);
  g_test_add_data_func ("/wire/sasl/scram-sha-256", "SCRAM-SHA-256", test_scram);
  g_test_add_data_func ("/wire/sasl/scram-sha-1/wrong-password", "SCRAM-SHA-1",
                        test_scram_wrong_password);
  g_test_add_data_func ("/wire/sasl/scram-sha-256/wrong-password", "SCRAM-SHA-256",
                        test_scram_wrong_password);
  g_test_add_func ("/wire/sasl/scram/impostor", test_scram_impostor);
  g_test_add_func ("/wire/sasl/scram/bad-challenge", test_scram_bad_challenge);
  g_test_add_func ("/wire/sasl/not-base64", test_not_base64);
  g_test_add_func ("/wire/sasl/server-first", test_server_first);
  g_test_add_func ("/wire/sasl/bearer/choice", test_bearer_choice);
  g_test_add_func ("/wire/sasl/bearer/messages", test_bearer_messages);
  g_test_add_func ("/wire/sasl/bearer/refused", test_bearer_refused);
  g_test_add_func ("/wire/sasl/bearer/server-first", test_bearer_server_first);
  return g_test_run ();
}
