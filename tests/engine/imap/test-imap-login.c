/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Greeting, STARTTLS and log-in: each ending, and what must never be sent. */
#include "imap-scenario.h"

#include <string.h>

#include "penny-error.h"
#include "penny-log.h"

typedef struct {
  const char *name;
  PennySecurity security;
  gboolean clear_allowed;
  const char *password;
  const char *script;
  int code;                /* PENNY_IMAP_ERROR, or -1: logged in */
  const char *unsaid;      /* must not be in what was sent; may be NULL */
} Case;

#define START "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hello\n"
#define PLAIN "C: P1 AUTHENTICATE PLAIN " PLAIN_ANSWER "\n"
#define CLEAR PENNY_SECURITY_TLS, TRUE, "secret"
#define STARTTLS PENNY_SECURITY_STARTTLS, FALSE, "secret"

static const Case cases[] = {
  { "good", CLEAR, START PLAIN "S: P1 OK [CAPABILITY IMAP4rev1] in\n", -1, NULL },
  { "preauth", CLEAR, "S: * PREAUTH [CAPABILITY IMAP4rev1] hello\n", -1, "AUTHENTICATE" },
  { "wrong-password", CLEAR, START PLAIN "S: P1 NO [AUTHENTICATIONFAILED] Invalid\n",
    PENNY_IMAP_ERROR_AUTH_FAILED, "LOGIN" },
  { "wrong-password-no-code", CLEAR, START PLAIN "S: P1 NO Login failed.\n", PENNY_IMAP_ERROR_AUTH_FAILED, NULL },
  { "expired", CLEAR, START PLAIN "S: P1 NO [EXPIRED] renew\n", PENNY_IMAP_ERROR_AUTH_EXPIRED, NULL },
  { "unavailable", CLEAR, START PLAIN "S: P1 NO [UNAVAILABLE] later\n", PENNY_IMAP_ERROR_UNAVAILABLE, NULL },
  { "in-use", CLEAR, START PLAIN "S: P1 NO [INUSE] later\n", PENNY_IMAP_ERROR_UNAVAILABLE, NULL },
  { "gmail-web", CLEAR, START PLAIN "S: * NO [WEBALERT https://accounts.google.com/signin] Web login required.\n"
    "S: P1 NO [ALERT] Please log in via your web browser: https://support.google.com (Failure)\n",
    PENNY_IMAP_ERROR_AUTH_APP_PASSWORD, NULL },
  { "gmail-app-password", CLEAR, START PLAIN "S: P1 NO [ALERT] Application-specific password required: "
    "https://x (Failure)\n",
    PENNY_IMAP_ERROR_AUTH_APP_PASSWORD, NULL },
  { "plain-unknown-then-login", CLEAR, START PLAIN "S: P1 BAD unknown mechanism\n"
    "C: P2 LOGIN \"alice@example.org\" \"secret\"\n" "S: P2 OK in\n"
    "C: P3 CAPABILITY\n" "S: * CAPABILITY IMAP4rev1\n" "S: P3 OK done\n", -1, NULL },
  { "login-only", CLEAR, "S: * OK [CAPABILITY IMAP4rev1] x\n"
    "C: P1 LOGIN \"alice@example.org\" \"secret\"\n" "S: P1 OK [CAPABILITY IMAP4rev1 IDLE] in\n", -1, NULL },
  { "odd-password", PENNY_SECURITY_TLS, TRUE, "a\"b\\c", "S: * OK [CAPABILITY IMAP4rev1] x\n"
    "C: P1 LOGIN \"alice@example.org\" \"a\\\"b\\\\c\"\n" "S: P1 OK [CAPABILITY IMAP4rev1] in\n", -1, NULL },
  { "password-of-two-lines", PENNY_SECURITY_TLS, TRUE, "a\r\nb", "S: * OK [CAPABILITY IMAP4rev1] x\n"
    "C: P1 LOGIN \"alice@example.org\" {4}\n" "S: + go\n" "C: a\n" "C: b\n"
    "S: P1 OK [CAPABILITY IMAP4rev1] in\n", -1, NULL },
  { "password-not-ascii", PENNY_SECURITY_TLS, TRUE, "\xc3\xa4", "S: * OK [CAPABILITY IMAP4rev1 LITERAL+] x\n"
    "C: P1 LOGIN \"alice@example.org\" {2+}\n" "C: \xc3\xa4\n" "S: P1 OK [CAPABILITY IMAP4rev1] in\n", -1, NULL },
  { "login-disabled", CLEAR, "S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED] x\n", PENNY_IMAP_ERROR_NO_MECHANISM,
    "secret" },
  { "no-tls-no-secret", PENNY_SECURITY_NONE, FALSE, "secret", START, PENNY_IMAP_ERROR_NO_MECHANISM, PLAIN_ANSWER },
  { "no-tls-no-login", PENNY_SECURITY_NONE, FALSE, "secret", "S: * OK [CAPABILITY IMAP4rev1] x\n",
    PENNY_IMAP_ERROR_NO_MECHANISM, "secret" },
  { "scram-without-proof", CLEAR, "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-1 AUTH=PLAIN] x\n"
    "C: P1 AUTHENTICATE SCRAM-SHA-1 *\n" "S: P1 OK welcome\n", PENNY_IMAP_ERROR_PROTOCOL, PLAIN_ANSWER },
  { "scram-senseless", CLEAR, "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-1 AUTH=PLAIN] x\n"
    "C: P1 AUTHENTICATE SCRAM-SHA-1 *\n" "S: + Z2FyYmFnZQ==\n", PENNY_IMAP_ERROR_PROTOCOL, PLAIN_ANSWER },
  { "scram-refused-then-plain", CLEAR, "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-1 AUTH=PLAIN] x\n"
    "C: P1 AUTHENTICATE SCRAM-SHA-1 *\n" "S: P1 NO [AUTHENTICATIONFAILED] no\n"
    "C: P2 AUTHENTICATE PLAIN " PLAIN_ANSWER "\n" "S: P2 OK [CAPABILITY IMAP4rev1] in\n", -1, NULL },
  { "bye-greeting", CLEAR, "S: * BYE too many connections\n", PENNY_IMAP_ERROR_BYE, NULL },
  { "bye-unavailable", CLEAR, "S: * BYE [UNAVAILABLE] later\n", PENNY_IMAP_ERROR_UNAVAILABLE, NULL },
  { "bye-at-login", CLEAR, START PLAIN "S: * BYE idle for too long\n", PENNY_IMAP_ERROR_BYE, NULL },
  { "not-imap", CLEAR, "S: 220 smtp.example.org ESMTP\n", PENNY_IMAP_ERROR_PROTOCOL, NULL },
  { "pop", CLEAR, "S: +OK POP3 ready\n", PENNY_IMAP_ERROR_PROTOCOL, NULL },
  { "tagged-greeting", CLEAR, "S: P1 OK hello\n", PENNY_IMAP_ERROR_PROTOCOL, NULL },
  { "wrong-tag", CLEAR, START PLAIN "S: P7 OK in\n", PENNY_IMAP_ERROR_PROTOCOL, NULL },
  { "starttls", STARTTLS, "S: * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED AUTH=FOO] x\n"
    "C: P1 STARTTLS\n" "S: P1 OK go\n" "TLS\n" "C: P2 CAPABILITY\n"
    "S: * CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\n" "S: P2 OK x\n"
    "C: P3 AUTHENTICATE PLAIN " PLAIN_ANSWER "\n" "S: P3 OK [CAPABILITY IMAP4rev1] in\n", -1, NULL },
  { "starttls-not-offered", STARTTLS, START, PENNY_IMAP_ERROR_TLS_NOT_OFFERED, "AUTHENTICATE" },
  { "starttls-refused", STARTTLS, "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] x\n" "C: P1 STARTTLS\n"
    "S: P1 NO not now\n",
    PENNY_IMAP_ERROR_TLS_NOT_OFFERED, "AUTHENTICATE" },
  { "starttls-preauth", STARTTLS, "S: * PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] x\n",
    PENNY_IMAP_ERROR_TLS_NOT_OFFERED, "P1" },
  { "starttls-bye", STARTTLS, "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] x\n" "C: P1 STARTTLS\n" "S: * BYE no\n",
    PENNY_IMAP_ERROR_BYE, "AUTHENTICATE" },
  /* What was told in clear must not count behind TLS: here AUTH=PLAIN was, and only then. */
  { "starttls-forgets", STARTTLS, "S: * OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN SASL-IR] x\n" "C: P1 STARTTLS\n"
    "S: * CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\n" "S: P1 OK go\n" "TLS\n" "C: P2 CAPABILITY\n"
    "S: * CAPABILITY IMAP4rev1 LOGINDISABLED\n" "S: P2 OK x\n", PENNY_IMAP_ERROR_NO_MECHANISM, "AUTHENTICATE" },
  { "list-before-login", CLEAR, "S: * LIST () \"/\" x\n", PENNY_IMAP_ERROR_PROTOCOL, NULL },
  { "data-before-login", CLEAR, START PLAIN "S: * LIST (\\Noselect) \"/\" x\n" "S: * 5 EXISTS\n" "S: * 3 EXPUNGE\n"
    "S: * 1 FETCH (FLAGS (\\Seen))\n" "S: * SEARCH 1 2 3\n" "S: * VANISHED 1:4294967295\n"
    "S: P1 OK [CAPABILITY IMAP4rev1] in\n", -1, NULL },
  { "endless-challenges", CLEAR, START PLAIN "S: + eA==\n", PENNY_IMAP_ERROR_PROTOCOL, NULL },
  { "large-literal-from-a-stranger", CLEAR, START PLAIN "S: * LIST () \"/\" {100000}\n",
    PENNY_IMAP_ERROR_LIMIT, NULL },
};

/* Alerts are for people; of mailboxes nothing may be believed before one is selected. */
static void
assert_no_news (PennyImapSession *session)
{
  g_autoptr(PennyImapEvents) events = penny_imap_session_take_events (session);

  if (events == NULL)
    return;
  g_assert_cmpuint (g_strv_length (events->alerts), ==, 1);
  g_assert_false (events->grew || events->resync);
  g_assert_cmpuint (events->flags->len, ==, 0);
  g_assert_true (penny_uid_set_is_empty (events->vanished));
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;

  for (TestFeed feed = 0; feed < TEST_N_FEEDS; feed++)
    {
      g_autoptr(TestTranscript) transcript = test_transcript_new (test->script, feed);
      g_autoptr(PennyImapSession) session = penny_imap_session_new (PENNY_CHANNEL (transcript));
      g_autoptr(PennySecret) password = penny_secret_new (test->password);
      g_autoptr(GError) error = NULL;
      gboolean in = penny_imap_session_greet (session, test->security, &error)
                    && penny_imap_session_login (session, "alice@example.org", password, test->clear_allowed, &error);

      g_assert_cmpint (in, ==, test->code < 0);
      if (!in)
        g_assert_error (error, PENNY_IMAP_ERROR, test->code);
      g_assert_true (error == NULL || strstr (error->message, "secret") == NULL);
      g_assert_true (test->unsaid == NULL || strstr (test_transcript_get_sent (transcript), test->unsaid) == NULL);
      assert_no_news (session);
      test_transcript_assert_finished (transcript);
    }
}

/* A token goes nowhere but into the mechanisms made for it. */
static void
test_token (void)
{
  static const struct {
    const char *script;
    int code;
  } tokens[] = {
    { "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=OAUTHBEARER AUTH=XOAUTH2] x\n"
      "C: P1 AUTHENTICATE OAUTHBEARER "
      "bixhPWFsaWNlQGV4YW1wbGUub3JnLAFhdXRoPUJlYXJlciB0MGtlbgEB\n" "S: P1 OK [CAPABILITY IMAP4rev1] in\n", -1 },
    { "S: * OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] x\n" "C: P1 AUTHENTICATE XOAUTH2\n" "S: + \n"
      "C: dXNlcj1hbGljZUBleGFtcGxlLm9yZwFhdXRoPUJlYXJlciB0MGtlbgEB\n" "S: P1 OK [CAPABILITY IMAP4rev1] in\n", -1 },
    { "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=OAUTHBEARER] x\n" "C: P1 AUTHENTICATE OAUTHBEARER *\n"
      "S: + eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=\n" "C: AQ==\n" "S: P1 NO [AUTHENTICATIONFAILED] no\n",
      PENNY_IMAP_ERROR_AUTH_EXPIRED },
    { "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] x\n" "C: P1 AUTHENTICATE XOAUTH2 *\n"
      "S: + eyJzdGF0dXMiOiI0MDEifQ==\n" "C:\n" "S: P1 OK [CAPABILITY IMAP4rev1] yes after no\n",
      PENNY_IMAP_ERROR_PROTOCOL },
    { "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] x\n" "C: P1 AUTHENTICATE XOAUTH2 *\n"
      "S: P1 NO no\n", PENNY_IMAP_ERROR_AUTH_FAILED },
    { "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=SCRAM-SHA-1] x\n",
      PENNY_IMAP_ERROR_NO_MECHANISM },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr(TestTranscript) transcript = test_transcript_new (tokens[i].script, TEST_FEED_WHOLE);
      g_autoptr(PennyImapSession) session = penny_imap_session_new (PENNY_CHANNEL (transcript));
      g_autoptr(PennySecret) token = penny_secret_new_token ("t0ken");
      g_autoptr(GError) error = NULL;
      gboolean in = penny_imap_session_greet (session, PENNY_SECURITY_TLS, &error)
                    && penny_imap_session_login (session, "alice@example.org", token, TRUE, &error);

      g_assert_cmpint (in, ==, tokens[i].code < 0);
      if (!in)
        g_assert_error (error, PENNY_IMAP_ERROR, tokens[i].code);
      g_assert_null (strstr (test_transcript_get_sent (transcript), "LOGIN"));
      test_transcript_assert_finished (transcript);
    }
}

/* "P1 OK" and more in one piece: the channel must see it, whatever the session would do. */
static void
test_injected (void)
{
  static const char script[] =
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] x\n"
    "C: P1 STARTTLS\n"
    "S| P1 OK go\\r\\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\\r\\n\n"
    "TLS\n";
  g_autoptr(TestTranscript) transcript = test_transcript_new (script, TEST_FEED_WHOLE);
  g_autoptr(PennyImapSession) session = penny_imap_session_new (PENNY_CHANNEL (transcript));
  g_autoptr(GError) error = NULL;

  g_assert_false (penny_imap_session_greet (session, PENNY_SECURITY_STARTTLS, &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_INJECTED);
  g_assert_false (penny_imap_session_is_alive (session));
}

/* A server that repeats the password in its refusal. */
static void
test_repeated_secret (void)
{
  g_autoptr(TestTranscript) transcript =
    test_transcript_new (START PLAIN "S: P1 NO no user alice with secret\n", TEST_FEED_WHOLE);
  g_autoptr(PennyImapSession) session = penny_imap_session_new (PENNY_CHANNEL (transcript));
  g_autoptr(GError) error = NULL;

  g_assert_false (scenario_enter (session, PENNY_SECURITY_TLS, &error));
  g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_AUTH_FAILED);
  g_assert_null (strstr (error->message, "secret"));
}

static void
collect_log (const char *protocol, gboolean outgoing, const char *line, gpointer data)
{
  g_string_append_printf (data, "%s\n", line);
}

/* The wire log says what was done and never with what. */
static void
test_log (void)
{
  g_autoptr(GString) log = g_string_new (NULL);

  penny_log_set_sink (collect_log, log);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TestTranscript) transcript = test_transcript_new (cases[i].script, TEST_FEED_WHOLE);
      g_autoptr(PennyImapSession) session = penny_imap_session_new (PENNY_CHANNEL (transcript));
      g_autoptr(PennySecret) password = penny_secret_new (cases[i].password);

      if (penny_imap_session_greet (session, cases[i].security, NULL))
        penny_imap_session_login (session, "alice@example.org", password, cases[i].clear_allowed, NULL);
    }
  penny_log_set_sink (NULL, NULL);
  g_assert_nonnull (strstr (log->str, "AUTHENTICATE PLAIN <"));
  g_assert_nonnull (strstr (log->str, "LOGIN <"));
  g_assert_null (strstr (log->str, PLAIN_ANSWER));
  g_assert_nonnull (strstr (log->str, "+ <challenge>\n"));
  g_assert_null (strstr (log->str, "Z2FyYmFnZQ"));
  g_assert_null (strstr (log->str, "\"secret\""));
}

/* Words that came in clear where TLS is demanded are anybody's: they reach no error and no alert. */
static void
test_distrust (void)
{
  static const char * const scripts[] = {
    "S: * BYE [ALERT] call +1-555-EVIL\n",
    "S: * BYE [EVIL] so\n",
    "S: * OK [ALERT] EVIL\n" "C: P1 CAPABILITY\n" "S: * CAPABILITY IMAP4rev1\n" "S: P1 OK EVIL\n",
    "S: * OK x\n" "C: P1 CAPABILITY\n" "S: P1 BAD EVIL\n",
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] x\n" "C: P1 STARTTLS\n" "S: * NO [ALERT] EVIL\n" "S: P1 NO [EVIL] EVIL\n",
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] x\n" "C: P1 STARTTLS\n" "S: * OK [ALERT] EVIL\n" "S: P1 OK x\n" "TLS\n"
    "C: P2 CAPABILITY\n" "S: * CAPABILITY IMAP4rev1\n" "S: P2 OK x\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autoptr(TestTranscript) transcript = test_transcript_new (scripts[i], TEST_FEED_LINES);
      g_autoptr(PennyImapSession) session = penny_imap_session_new (PENNY_CHANNEL (transcript));
      g_autoptr(GError) error = NULL;

      g_assert_true (penny_imap_session_greet (session, PENNY_SECURITY_STARTTLS, &error) == (error == NULL));
      g_assert_true (error == NULL || strstr (error->message, "EVIL") == NULL);
      g_assert_null (penny_imap_session_take_events (session));
      test_transcript_assert_finished (transcript);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/imap/login/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/imap/login/token", test_token);
  g_test_add_func ("/imap/login/injected", test_injected);
  g_test_add_func ("/imap/login/repeated-secret", test_repeated_secret);
  g_test_add_func ("/imap/login/log", test_log);
  g_test_add_func ("/imap/login/distrust", test_distrust);
  return g_test_run ();
}
