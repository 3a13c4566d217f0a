/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POP3 conversations: whole, by line, by byte; cut and cancelled at every line; hostile ones. */
#include <string.h>

#include "penny-pop-session.h"
#include "transcript.h"

typedef gboolean (*Job) (PennyPopSession *session, GError **error);

typedef struct {
  const char *name;
  Job job;
  const char *script;
  GQuark (*domain) (void);   /* NULL: the job succeeds */
  int code;                  /* -1: any of the domain's */
} Scenario;

#define POP penny_pop_error_quark
#define WIRE penny_wire_error_quark

/* --- jobs --- */

static gboolean
greet (PennyPopSession *s, GError **error)
{
  return penny_pop_session_greet (s, PENNY_SECURITY_NONE, error);
}

static gboolean
greet_starttls (PennyPopSession *s, GError **error)
{
  return penny_pop_session_greet (s, PENNY_SECURITY_STARTTLS, error);
}

static gboolean
login (PennyPopSession *s, GError **error)
{
  g_autoptr (PennySecret) secret = penny_secret_new ("secret");

  return greet (s, error) && penny_pop_session_login (s, "anna", secret, TRUE, error);
}

static gboolean
login_token (PennyPopSession *s, GError **error)
{
  g_autoptr (PennySecret) token = penny_secret_new_token ("t0ken");

  return greet (s, error) && penny_pop_session_login (s, "anna", token, TRUE, error);
}

static gboolean
login_no_clear (PennyPopSession *s, GError **error)
{
  g_autoptr (PennySecret) secret = penny_secret_new ("secret");

  return greet (s, error) && penny_pop_session_login (s, "anna", secret, FALSE, error);
}

static gboolean
login_bad_user (PennyPopSession *s, GError **error)
{
  g_autoptr (PennySecret) secret = penny_secret_new ("secret");

  return greet (s, error) && penny_pop_session_login (s, "anna\r\nDELE 1", secret, TRUE, error);
}

/* A count that looks like somebody's password is a count. */
static gboolean
stat_like_secret (PennyPopSession *s, GError **error)
{
  g_autoptr (PennySecret) secret = penny_secret_new ("1234");
  guint64 count, octets;

  if (!greet (s, error) || !penny_pop_session_stat (s, &count, &octets, error))
    return FALSE;
  g_assert_cmpuint (count, ==, 1234);
  g_assert_cmpuint (octets, ==, 9123456);
  return TRUE;
}

static gboolean
stat_only (PennyPopSession *s, GError **error)
{
  guint64 count, octets;

  return greet (s, error) && penny_pop_session_stat (s, &count, &octets, error);
}

static gboolean
list_only (PennyPopSession *s, GError **error)
{
  g_autoptr (PennyPopListing) listing = NULL;

  if (!greet (s, error))
    return FALSE;
  listing = penny_pop_session_list_messages (s, error);
  return listing != NULL;
}

static gboolean
list_without_uidl (PennyPopSession *s, GError **error)
{
  g_autoptr (PennyPopListing) listing = NULL;

  if (!greet (s, error))
    return FALSE;
  listing = penny_pop_session_list_messages (s, error);
  if (listing == NULL)
    return FALSE;

  g_assert_cmpint (listing->oddities, ==, PENNY_POP_ODD_NO_UIDL);
  g_assert_cmpuint (listing->items->len, ==, 1);
  return TRUE;
}

/* What came, as "number:text;" or "number!why;". */
static GString *came;
static guint stop_after;

static gboolean
message_cb (PennyPopNumber number, GBytes *raw, const GError *error, gpointer data)
{
  g_assert_true ((raw == NULL) != (error == NULL));
  if (raw != NULL)
    g_string_append_printf (came, "%u:%.*s;", number.value, (int) g_bytes_get_size (raw),
                            (const char *) g_bytes_get_data (raw, NULL));
  else
    g_string_append_printf (came, "%u!%s;", number.value,
                            g_error_matches (error, PENNY_POP_ERROR, PENNY_POP_ERROR_NO_SUCH_MESSAGE) ? "gone"
                            : g_error_matches (error, PENNY_POP_ERROR, PENNY_POP_ERROR_TEMPORARY) ? "later"
                            : g_error_matches (error, PENNY_POP_ERROR, PENNY_POP_ERROR_PERMANENT) ? "never"
                                                                                                  : "?");
  return stop_after == 0 || number.value < stop_after;
}

static gboolean
fetch (PennyPopSession *s, guint n, guint window, GError **error)
{
  PennyPopNumber numbers[8];

  g_string_truncate (came, 0);
  for (guint i = 0; i < n; i++)
    numbers[i] = PENNY_POP_NUMBER (i + 1);
  return penny_pop_session_retrieve (s, numbers, n, window, message_cb, NULL, error);
}

static gboolean
fetch_three (PennyPopSession *s, GError **error)
{
  stop_after = 0;
  return greet (s, error) && fetch (s, 3, 0, error);
}

static gboolean
fetch_window (PennyPopSession *s, GError **error)
{
  stop_after = 0;
  return greet (s, error) && fetch (s, 5, 2, error);
}

static gboolean
fetch_and_stop (PennyPopSession *s, GError **error)
{
  stop_after = 1;
  return greet (s, error) && fetch (s, 5, 2, error) && penny_pop_session_noop (s, error);
}

static gboolean
top_one (PennyPopSession *s, GError **error)
{
  g_autoptr (GBytes) raw = NULL;

  if (!greet (s, error))
    return FALSE;
  raw = penny_pop_session_top (s, PENNY_POP_NUMBER (7), 20, error);
  return raw != NULL;
}

static gboolean
delete_three (PennyPopSession *s, GError **error)
{
  const PennyPopNumber numbers[] = { { 1 }, { 2 }, { 9 } };
  gboolean marked[3];

  if (!greet (s, error) || !penny_pop_session_delete (s, numbers, 3, marked, error))
    return FALSE;
  g_assert_true (marked[0] && !marked[1] && marked[2]);
  return penny_pop_session_quit (s, error);
}

/* Everything, as the collector does it. */
static gboolean
whole_visit (PennyPopSession *s, GError **error)
{
  const PennyPopNumber numbers[] = { { 1 }, { 2 } };
  g_autoptr (PennySecret) secret = penny_secret_new ("secret");
  g_autoptr (PennyPopListing) listing = NULL;
  guint64 count, octets;

  stop_after = 0;
  if (!penny_pop_session_greet (s, PENNY_SECURITY_STARTTLS, error)
      || !penny_pop_session_login (s, "anna", secret, FALSE, error)
      || !penny_pop_session_stat (s, &count, &octets, error))
    return FALSE;
  g_assert_cmpuint (count, ==, 2);
  g_assert_cmpuint (octets, ==, 320);
  g_assert_cmpint (penny_pop_session_get_expire_days (s), ==, 30);
  g_assert_cmpstr (penny_pop_session_get_implementation (s), ==, "Test 1");

  listing = penny_pop_session_list_messages (s, error);
  if (listing == NULL)
    return FALSE;
  g_assert_cmpuint (listing->items->len, ==, 2);
  g_assert_cmpint (listing->oddities, ==, 0);
  g_assert_cmpstr (g_array_index (listing->items, PennyPopItem, 1).uidl, ==, "bbb");

  if (!fetch (s, 2, 0, error))
    return FALSE;
  g_assert_cmpstr (came->str, ==, "1:Subject: a\r\n\r\n.dot\r\n;2:Subject: b\r\n\r\n;");

  return penny_pop_session_delete (s, numbers, 2, NULL, error) && penny_pop_session_quit (s, error);
}

/* --- scripts --- */

#define HELLO "S: +OK hi\nC: CAPA\nS: +OK\nS: UIDL\nS: TOP\nS: .\n"
#define HELLO_PIPELINED "S: +OK hi\nC: CAPA\nS: +OK\nS: UIDL\nS: TOP\nS: PIPELINING\nS: .\n"
#define HELLO_SASL(mechanisms) "S: +OK hi\nC: CAPA\nS: +OK\nS: SASL " mechanisms "\nS: .\n"
#define HELLO_POOR "S: +OK hi\nC: CAPA\nS: -ERR what?\n"

#define WHOLE_VISIT \
  "S: +OK ready <1@host>\nC: STLS\nS: +OK go\nTLS\n" \
  "C: CAPA\nS: +OK\nS: UIDL\nS: SASL PLAIN LOGIN\nS: EXPIRE 60 USER\nS: UTF8\nS: IMPLEMENTATION Test 1\nS: .\n" \
  "C: UTF8\nS: +OK\nC: AUTH PLAIN AGFubmEAc2VjcmV0\nS: +OK welcome\n" \
  "C: CAPA\nS: +OK\nS: UIDL\nS: EXPIRE 30 USER\nS: PIPELINING\nS: IMPLEMENTATION Test 1\nS: .\n" \
  "C: STAT\nS: +OK 2 320\n" \
  "C: UIDL\nC: LIST\nS: +OK\nS: 1 aaa\nS: 2 bbb\nS: .\nS: +OK 2 messages\nS: 1 160\nS: 2 160\nS: .\n" \
  "C: RETR 1\nC: RETR 2\nS: +OK\nS: Subject: a\nS:\nS: ..dot\nS: .\nS: +OK\nS: Subject: b\nS:\nS: .\n" \
  "C: DELE 1\nC: DELE 2\nS: +OK\nS: +OK\nC: QUIT\nS: +OK bye\n"

/* anna and the token t0ken; the second is {"status":"invalid_token"}. */
#define TOKEN "bixhPWFubmEsAWF1dGg9QmVhcmVyIHQwa2VuAQE="
#define VOID_TOKEN "eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0="

static const Scenario scenarios[] = {
  { "whole-visit", whole_visit, WHOLE_VISIT },

  /* a token */
  { "token", login_token, HELLO_SASL ("PLAIN OAUTHBEARER") "C: AUTH OAUTHBEARER " TOKEN "\nS: +OK\n" },
  { "token-void", login_token, HELLO_SASL ("OAUTHBEARER") "C: AUTH OAUTHBEARER " TOKEN "\nS: + " VOID_TOKEN "\n"
    "C: AQ==\nS: -ERR [AUTH] no\n", POP, PENNY_POP_ERROR_AUTH_EXPIRED },
  { "token-no-way", login_token, HELLO_SASL ("PLAIN"), POP, PENNY_POP_ERROR_NO_MECHANISM },
  { "token-no-capa", login_token, HELLO_POOR, POP, PENNY_POP_ERROR_NO_MECHANISM },

  /* greeting and TLS */
  { "no-capa", greet, HELLO_POOR },
  { "banner-err", greet, "S: -ERR not today\n", POP, PENNY_POP_ERROR_REFUSED },
  { "banner-in-use", greet, "S: -ERR [IN-USE] x\n", POP, PENNY_POP_ERROR_IN_USE },
  { "banner-junk", greet, "S: 220 smtp here\n", POP, PENNY_POP_ERROR_PROTOCOL },
  { "banner-challenge", greet, "S: + \n", POP, PENNY_POP_ERROR_PROTOCOL },
  { "silence", greet, "HANG\n", WIRE, PENNY_WIRE_ERROR_TIMED_OUT },
  { "hang-up", greet, "EOF\n", WIRE, PENNY_WIRE_ERROR_CLOSED },
  { "stls-refused", greet_starttls, "S: +OK\nC: STLS\nS: -ERR no\n", POP,
    PENNY_POP_ERROR_TLS_NOT_OFFERED },
  { "stls-weird", greet_starttls, "S: +OK\nC: STLS\nS: yes please\n", POP, PENNY_POP_ERROR_PROTOCOL },
  { "stls-glued", greet_starttls, "S: +OK\nC: STLS\nS: +OK\\r\\n+OK\\r\\nUIDL\\r\\n.\nTLS\n", WIRE, -1 },

  /* log-in */
  { "user-pass", login, HELLO_POOR "C: USER anna\nS: +OK\nC: PASS secret\nS: +OK\n" },
  { "pass-wrong", login, HELLO_POOR "C: USER anna\nS: +OK\nC: PASS secret\nS: -ERR no\n", POP,
    PENNY_POP_ERROR_AUTH_FAILED },
  { "user-wrong", login, HELLO_POOR "C: USER anna\nS: -ERR who?\n", POP,
    PENNY_POP_ERROR_AUTH_FAILED },
  { "pass-locked", login, HELLO_POOR "C: USER anna\nS: +OK\nC: PASS secret\nS: -ERR maildrop locked\n",
    POP, PENNY_POP_ERROR_IN_USE },
  { "pass-delay", login, HELLO_POOR "C: USER anna\nS: +OK\nC: PASS secret\nS: -ERR [LOGIN-DELAY] x\n",
    POP, PENNY_POP_ERROR_LOGIN_DELAY },
  { "user-with-line-break", login_bad_user, HELLO_POOR, POP, PENNY_POP_ERROR_AUTH_FAILED },
  { "plain", login, HELLO_SASL ("PLAIN") "C: AUTH PLAIN AGFubmEAc2VjcmV0\nS: +OK\n" },
  { "plain-wrong", login, HELLO_SASL ("PLAIN") "C: AUTH PLAIN AGFubmEAc2VjcmV0\nS: -ERR [AUTH] no\n",
    POP, PENNY_POP_ERROR_AUTH_FAILED },
  { "sasl-login", login, HELLO_SASL ("LOGIN") "C: AUTH LOGIN\nS: + VXNlcm5hbWU6\nC: YW5uYQ==\n"
    "S: + UGFzc3dvcmQ6\nC: c2VjcmV0\nS: +OK\n" },
  { "scram-refused-then-plain", login, HELLO_SASL ("SCRAM-SHA-256 PLAIN")
    "C: AUTH SCRAM-SHA-256 *\nS: -ERR [AUTH] no\nC: AUTH PLAIN AGFubmEAc2VjcmV0\nS: +OK\n" },
  { "scram-in-use", login, HELLO_SASL ("SCRAM-SHA-256 PLAIN")
    "C: AUTH SCRAM-SHA-256 *\nS: -ERR [IN-USE] no\n", POP, PENNY_POP_ERROR_IN_USE },
  { "scram-accepted-without-proof", login, HELLO_SASL ("SCRAM-SHA-256 PLAIN")
    "C: AUTH SCRAM-SHA-256 *\nS: +OK come in\n", POP, PENNY_POP_ERROR_PROTOCOL },
  { "scram-bad-challenge", login, HELLO_SASL ("SCRAM-SHA-256 PLAIN")
    "C: AUTH SCRAM-SHA-256 *\nS: + AAAA\n", POP, PENNY_POP_ERROR_PROTOCOL },
  { "no-clear-text", login_no_clear, HELLO_SASL ("PLAIN LOGIN"), POP,
    PENNY_POP_ERROR_NO_MECHANISM },
  { "no-clear-text-poor", login_no_clear, HELLO_POOR, POP, PENNY_POP_ERROR_NO_MECHANISM },

  /* small commands */
  { "stat-negative", stat_only, HELLO "C: STAT\nS: +OK -5 -5\n", POP, PENNY_POP_ERROR_PROTOCOL },
  { "stat-like-secret", stat_like_secret, HELLO "C: STAT\nS: +OK 1234 9123456\n" },
  { "stat-huge", stat_only, HELLO "C: STAT\nS: +OK 4294967295 1\n" },
  { "stat-err", stat_only, HELLO "C: STAT\nS: -ERR [SYS/TEMP] x\n", POP, PENNY_POP_ERROR_TEMPORARY },

  /* listing */
  { "list-one-by-one", list_only, HELLO "C: UIDL\nS: +OK\nS: 1 a\nS: .\nC: LIST\nS: +OK\nS: 1 1\nS: .\n" },
  { "list-pipelined", list_only,
    HELLO_PIPELINED "C: UIDL\nC: LIST\nS: +OK\nS: 1 a\nS: .\nS: +OK\nS: 1 1\nS: .\n" },
  { "list-without-uidl", list_without_uidl,
    HELLO_PIPELINED "C: UIDL\nC: LIST\nS: -ERR what\nS: +OK\nS: 1 1\nS: .\n" },
  { "list-uidl-not-now", list_only,
    HELLO_PIPELINED "C: UIDL\nC: LIST\nS: -ERR [SYS/TEMP] x\nS: +OK\nS: 1 1\nS: .\n", POP,
    PENNY_POP_ERROR_TEMPORARY },
  { "list-refused", list_only, HELLO "C: UIDL\nS: +OK\nS: .\nC: LIST\nS: -ERR no\n", POP,
    PENNY_POP_ERROR_REFUSED },
  { "list-endless", list_only, HELLO "C: UIDL\nS: +OK\nS: 1 a\nHANG\n", WIRE,
    PENNY_WIRE_ERROR_TIMED_OUT },
  { "list-nul", list_only,
    HELLO "C: UIDL\nS: +OK\nS: 1 a\\0b\nS: \\0\nS: .\nC: LIST\nS: +OK\nS: 1 1\nS: .\n" },

  /* messages */
  { "retr-one-by-one", fetch_three, HELLO "C: RETR 1\nS: +OK\nS: a\nS: .\nC: RETR 2\nS: -ERR gone\n"
    "C: RETR 3\nS: +OK\nS: c\nS: .\n" },
  { "retr-junk-status", fetch_three, HELLO "C: RETR 1\nS: From: me\n", POP, PENNY_POP_ERROR_PROTOCOL },
  { "retr-window", fetch_window, HELLO_PIPELINED
    "C: RETR 1\nC: RETR 2\nS: +OK\nS: .\nC: RETR 3\nS: +OK\nS: .\nC: RETR 4\nS: +OK\nS: .\n"
    "C: RETR 5\nS: +OK\nS: .\nS: +OK\nS: .\n" },
  { "retr-stop", fetch_and_stop, HELLO_PIPELINED
    "C: RETR 1\nC: RETR 2\nS: +OK\nS: .\nS: +OK\nS: .\nC: NOOP\nS: +OK\n" },
  { "retr-truncated", fetch_three, HELLO "C: RETR 1\nS: +OK\nS: half\nEOF\n", WIRE,
    PENNY_WIRE_ERROR_CLOSED },
  { "retr-no-end", fetch_three, HELLO "C: RETR 1\nS: +OK\nS: half\nHANG\n", WIRE,
    PENNY_WIRE_ERROR_TIMED_OUT },
  { "top", top_one, HELLO "C: TOP 7 20\nS: +OK\nS: Subject: x\nS:\nS: .\n" },
  { "top-gone", top_one, HELLO "C: TOP 7 20\nS: -ERR no\n", POP, PENNY_POP_ERROR_NO_SUCH_MESSAGE },
  { "top-unknown", top_one, HELLO_SASL ("PLAIN") "C: TOP 7 20\nS: -ERR no\n", POP,
    PENNY_POP_ERROR_UNSUPPORTED },
  { "dele", delete_three, HELLO "C: DELE 1\nS: +OK\nC: DELE 2\nS: -ERR\nC: DELE 9\nS: +OK\nC: QUIT\nS: +OK\n" },
  { "dele-pipelined", delete_three, HELLO_PIPELINED
    "C: DELE 1\nC: DELE 2\nC: DELE 9\nS: +OK\nS: -ERR\nS: +OK\nC: QUIT\nS: +OK\n" },
  { "quit-err", delete_three, HELLO_PIPELINED
    "C: DELE 1\nC: DELE 2\nC: DELE 9\nS: +OK\nS: -ERR\nS: +OK\nC: QUIT\nS: -ERR some not removed\n",
    POP, PENNY_POP_ERROR_REFUSED },
  { "quit-silence", delete_three, HELLO_PIPELINED
    "C: DELE 1\nC: DELE 2\nC: DELE 9\nS: +OK\nS: -ERR\nS: +OK\nC: QUIT\nEOF\n",
    WIRE, PENNY_WIRE_ERROR_CLOSED },
};

static void
run (const Scenario *scenario, TestFeed feed)
{
  g_autoptr (TestTranscript) transcript = test_transcript_new (scenario->script, feed);
  g_autoptr (PennyPopSession) session = penny_pop_session_new (PENNY_CHANNEL (transcript));
  g_autoptr (GError) error = NULL;
  gboolean done = scenario->job (session, &error);

  g_test_message ("feed %d: %s", feed, error != NULL ? error->message : "fine");
  if (scenario->domain == NULL)
    {
      g_assert_no_error (error);
      g_assert_true (done);
      test_transcript_assert_finished (transcript);
      return;
    }

  g_assert_false (done);
  g_assert_nonnull (error);
  g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (scenario->domain ()));
  if (scenario->code >= 0)
    g_assert_cmpint (error->code, ==, scenario->code);
  g_assert_null (strstr (error->message, "secret"));
}

static void
run_cut (const Scenario *scenario, guint n)
{
  g_autoptr (TestTranscript) transcript = test_transcript_new (scenario->script, TEST_FEED_WHOLE);
  g_autoptr (PennyPopSession) session = penny_pop_session_new (PENNY_CHANNEL (transcript));
  g_autoptr (GError) error = NULL;

  test_transcript_cut_after (transcript, n);
  g_assert_false (scenario->job (session, &error));
  g_assert_nonnull (error);
  g_assert_false (penny_pop_session_is_alive (session));
}

static void
run_cancelled (const Scenario *scenario, guint n)
{
  g_autoptr (TestTranscript) transcript = test_transcript_new (scenario->script, TEST_FEED_LINES);
  g_autoptr (PennyPopSession) session = penny_pop_session_new (PENNY_CHANNEL (transcript));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  penny_channel_set_cancellable (PENNY_CHANNEL (transcript), cancellable);
  test_transcript_cancel_after (transcript, n, cancellable);
  g_assert_false (scenario->job (session, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_scenario (gconstpointer data)
{
  const Scenario *scenario = data;
  guint n_lines = test_transcript_count_server_lines (scenario->script);

  for (TestFeed feed = 0; feed < TEST_N_FEEDS; feed++)
    run (scenario, feed);
  if (scenario->domain != NULL)
    return;

  for (guint n = 0; n < n_lines; n++)
    {
      run_cut (scenario, n);
      run_cancelled (scenario, n);
    }
}

/* What the callback saw: errors for one message, the others whole, after a stop none but those under way. */
static void
test_messages (void)
{
  static const struct {
    Job job;
    const char *script, *came;
  } cases[] = {
    { fetch_three, HELLO "C: RETR 1\nS: +OK\nS: a\nS: .\nC: RETR 2\nS: -ERR gone\nC: RETR 3\nS: +OK\nS: c\nS: .\n",
      "1:a\r\n;2!gone;3:c\r\n;" },
    { fetch_three, HELLO_PIPELINED "C: RETR 1\nC: RETR 2\nC: RETR 3\nS: +OK\nS: a\nS: .\nS: -ERR gone\n"
      "S: +OK\nS: c\nS: .\n", "1:a\r\n;2!gone;3:c\r\n;" },
    { fetch_three, HELLO_PIPELINED "C: RETR 1\nC: RETR 2\nC: RETR 3\nS: -ERR [SYS/TEMP] x\nS: -ERR [SYS/PERM] y\n"
      "S: +OK\nS: -ERR inside\nS: ..\nS: .\n", "1!later;2!never;3:-ERR inside\r\n.\r\n;" },
    { fetch_three, HELLO "C: RETR 1\nS| +OK\\nx\\n.\\n\nC: RETR 2\nS: +OK\nS: .\nC: RETR 3\nS: +OK\nS: .\n",
      "1:x\n;2:;3:;" },
    { fetch_and_stop, HELLO_PIPELINED "C: RETR 1\nC: RETR 2\nS: +OK\nS: a\nS: .\nS: +OK\nS: b\nS: .\nC: NOOP\nS: +OK\n",
      "1:a\r\n;2:b\r\n;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (TestFeed feed = 0; feed < TEST_N_FEEDS; feed++)
      {
        g_autoptr (TestTranscript) transcript = test_transcript_new (cases[i].script, feed);
        g_autoptr (PennyPopSession) session = penny_pop_session_new (PENNY_CHANNEL (transcript));
        g_autoptr (GError) error = NULL;

        g_test_message ("case %u", i);
        g_assert_true (cases[i].job (session, &error));
        g_assert_no_error (error);
        g_assert_cmpstr (came->str, ==, cases[i].came);
      }
}

/* Words behind the go-ahead for TLS end the connection, and nothing secret was said. */
static void
test_injection (void)
{
  g_autoptr (TestTranscript) transcript
    = test_transcript_new ("S: +OK\nC: STLS\nS: +OK\nS: +OK\nS: SASL PLAIN\nS: .\nTLS\n", TEST_FEED_WHOLE);
  g_autoptr (PennyPopSession) session = penny_pop_session_new (PENNY_CHANNEL (transcript));
  g_autoptr (GError) error = NULL;

  g_assert_false (greet_starttls (session, &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_INJECTED);
  g_assert_false (penny_pop_session_is_alive (session));
  g_assert_cmpint (penny_pop_session_get_capabilities (session), ==, 0);
  g_assert_cmpstr (test_transcript_get_sent (transcript), ==, "STLS\r\n");
}

/* Before TLS anybody may have said it: the words are not repeated to the person. */
static void
test_words_before_tls (void)
{
  g_autoptr (TestTranscript) transcript
    = test_transcript_new ("S: -ERR call 555-1234 to fix your computer\n", TEST_FEED_WHOLE);
  g_autoptr (PennyPopSession) session = penny_pop_session_new (PENNY_CHANNEL (transcript));
  g_autoptr (GError) error = NULL;

  g_assert_false (greet_starttls (session, &error));
  g_assert_error (error, PENNY_POP_ERROR, PENNY_POP_ERROR_REFUSED);
  g_assert_null (strstr (error->message, "555"));
}

static void
check_flood (const char *head, const char *line, guint times, Job job, GQuark domain, int code)
{
  g_autoptr (GString) script = g_string_new (head);
  g_autoptr (TestTranscript) transcript = NULL;
  g_autoptr (PennyPopSession) session = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < times; i++)
    g_string_append (script, line);
  g_string_append (script, "\nHANG\n");

  transcript = test_transcript_new (script->str, TEST_FEED_WHOLE);
  session = penny_pop_session_new (PENNY_CHANNEL (transcript));
  g_assert_false (job (session, &error));
  g_assert_error (error, domain, code);
  g_assert_false (penny_pop_session_is_alive (session));
}

static void
test_floods (void)
{
  check_flood ("S| +OK ", "xxxxxxxxxxxxxxxx", 1000, greet, PENNY_POP_ERROR, PENNY_POP_ERROR_LIMIT);
  check_flood ("S: +OK\nC: CAPA\nS: +OK\n", "S: X\n", 300, greet, PENNY_POP_ERROR, PENNY_POP_ERROR_LIMIT);
  check_flood (HELLO_SASL ("LOGIN") "C: AUTH LOGIN\n", "S: + QQ==\nC: *\n", 20, login, PENNY_POP_ERROR,
               PENNY_POP_ERROR_PROTOCOL);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  came = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *path = g_strconcat ("/pop/session/", scenarios[i].name, NULL);

      g_test_add_data_func (path, &scenarios[i], test_scenario);
    }
  g_test_add_func ("/pop/session/messages", test_messages);
  g_test_add_func ("/pop/session/injection", test_injection);
  g_test_add_func ("/pop/session/words-before-tls", test_words_before_tls);
  g_test_add_func ("/pop/session/floods", test_floods);
  status = g_test_run ();
  g_string_free (came, TRUE);
  return status;
}
