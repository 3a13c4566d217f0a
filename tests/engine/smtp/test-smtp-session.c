/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Submission conversations: whole, by line, by byte; cut and cancelled at every line; hostile ones. */
#include <string.h>

#include "penny-smtp-session.h"
#include "transcript.h"

typedef gboolean (*Job) (PennySmtpSession *session, GError **error);

typedef struct {
  const char *name;
  Job job;
  const char *script;
  GQuark (*domain) (void);   /* NULL: the job succeeds */
  int code;                  /* -1: any of the domain's */
  const char *summary;       /* of the result, NULL: not looked at; see summarize() */
} Scenario;

#define SMTP penny_smtp_error_quark
#define WIRE penny_wire_error_quark

static PennySmtpResult result;

/* "accepted|refused address code enhanced t/p;…|code|maybe". */
static char *
summarize (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%u|", result.n_accepted);
  for (guint i = 0; result.refused != NULL && i < result.refused->len; i++)
    {
      PennySmtpRefusal *refusal = g_ptr_array_index (result.refused, i);

      g_string_append_printf (text, "%s %d %s %s;", refusal->address, refusal->code,
                              refusal->enhanced != NULL ? refusal->enhanced : "-",
                              refusal->temporary ? "t" : "p");
    }
  g_string_append_printf (text, "|%d|%s", result.code, result.maybe_sent ? "maybe" : "");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- jobs --- */

static gboolean
greet (PennySmtpSession *s, GError **error)
{
  return penny_smtp_session_greet (s, PENNY_SECURITY_NONE, NULL, error);
}

static gboolean
greet_starttls (PennySmtpSession *s, GError **error)
{
  return penny_smtp_session_greet (s, PENNY_SECURITY_STARTTLS, NULL, error);
}

static gboolean
login_as (PennySmtpSession *s, gboolean clear_allowed, GError **error)
{
  g_autoptr (PennySecret) secret = penny_secret_new ("secret");

  return greet (s, error) && penny_smtp_session_login (s, "anna", secret, clear_allowed, error);
}

/* What looks like a password in the list of extensions is an extension. */
static gboolean
login_plain (PennySmtpSession *s, GError **error)
{
  g_autoptr (PennySecret) secret = penny_secret_new ("in");

  return greet (s, error) && penny_smtp_session_login (s, "anna", secret, TRUE, error);
}

static gboolean
login (PennySmtpSession *s, GError **error)
{
  return login_as (s, TRUE, error);
}

static gboolean
login_no_clear (PennySmtpSession *s, GError **error)
{
  return login_as (s, FALSE, error);
}

static gboolean
login_token (PennySmtpSession *s, GError **error)
{
  g_autoptr (PennySecret) token = penny_secret_new_token ("t0ken");

  return greet (s, error) && penny_smtp_session_login (s, "anna", token, TRUE, error);
}

static gboolean
send_to (PennySmtpSession *s, const char *sender, const char * const *recipients, const char *letter,
         GError **error)
{
  g_autoptr (GBytes) raw = g_bytes_new (letter, strlen (letter));

  return penny_smtp_session_send (s, sender, recipients, raw, &result, error);
}

#define LETTER "Subject: x\n\n.dot\n"

static gboolean
send_one (PennySmtpSession *s, GError **error)
{
  static const char * const to[] = { "bob@b", NULL };

  return greet (s, error) && send_to (s, "anna@a", to, LETTER, error);
}

static gboolean
send_two (PennySmtpSession *s, GError **error)
{
  static const char * const to[] = { "bob@b", "eve@b", NULL };

  return greet (s, error) && send_to (s, "anna@a", to, LETTER, error);
}

static gboolean
send_two_then_noop (PennySmtpSession *s, GError **error)
{
  /* The refusal stays what it is when the line breaks while the transaction is being ended. */
  return !send_two (s, NULL) && penny_smtp_session_noop (s, error);
}

static gboolean
send_8bit (PennySmtpSession *s, GError **error)
{
  static const char * const to[] = { "bob@b", NULL };

  return greet (s, error) && send_to (s, "anna@a", to, "Subject: x\n\n\xc3\xa4\n", error);
}

static gboolean
send_utf8 (PennySmtpSession *s, GError **error)
{
  static const char * const to[] = { "b\xc3\xb6" "b@b", NULL };

  return greet (s, error) && send_to (s, "anna@a", to, LETTER, error);
}

static gboolean
send_idn (PennySmtpSession *s, GError **error)
{
  static const char * const to[] = { "bob@b\xc3\xbc" "cher.example", NULL };

  return greet (s, error) && send_to (s, "", to, LETTER, error);
}

static gboolean
send_bad_recipient (PennySmtpSession *s, GError **error)
{
  static const char * const to[] = { "bob@b", "x@y>\r\nDATA", NULL };

  return greet (s, error) && send_to (s, "anna@a", to, LETTER, error);
}

static gboolean
send_bad_sender (PennySmtpSession *s, GError **error)
{
  static const char * const to[] = { "bob@b", NULL };

  return greet (s, error) && send_to (s, "an na@a", to, LETTER, error);
}

static gboolean
send_to_nobody (PennySmtpSession *s, GError **error)
{
  static const char * const to[] = { NULL };

  return greet (s, error) && send_to (s, "anna@a", to, LETTER, error);
}

/* A whole visit, as the outbox does it. */
static gboolean
whole_visit (PennySmtpSession *s, GError **error)
{
  static const char * const to[] = { "bob@b", NULL };
  g_autoptr (PennySecret) secret = penny_secret_new ("secret");

  if (!penny_smtp_session_greet (s, PENNY_SECURITY_STARTTLS, NULL, error)
      || !penny_smtp_session_login (s, "anna", secret, FALSE, error))
    return FALSE;
  g_assert_cmpuint (penny_smtp_session_get_max_size (s), ==, 1000);
  g_assert_false (penny_smtp_session_has (s, PENNY_SMTP_CAP_STARTTLS));

  return send_to (s, "anna@a", to, LETTER, error) && penny_smtp_session_quit (s, error);
}

/* --- scripts --- */

#define HELLO "S: 220 hi\nC: EHLO *\nS: 250 me\n"
#define HELLO_WITH(keyword) "S: 220 hi\nC: EHLO *\nS: 250-me\nS: 250 " keyword "\n"
#define HELLO_PIPELINED HELLO_WITH ("PIPELINING")
#define HELLO_CHUNKING "S: 220 hi\nC: EHLO *\nS: 250-me\nS: 250-PIPELINING\nS: 250 CHUNKING\n"
#define MAIL "C: MAIL FROM:<anna@a>\nS: 250 ok\n"
#define BOB "C: RCPT TO:<bob@b>\nS: 250 ok\n"
#define THE_LETTER "C: Subject: x\nC:\nC: ..dot\nC: .\n"
#define TWO_PIPELINED "C: MAIL FROM:<anna@a>\nC: RCPT TO:<bob@b>\nC: RCPT TO:<eve@b>\nC: DATA\n"

/* user=anna, the token t0ken; the second is {"status":"401"}. */
#define TOKEN "dXNlcj1hbm5hAWF1dGg9QmVhcmVyIHQwa2VuAQE="
#define VOID_TOKEN "eyJzdGF0dXMiOiI0MDEifQ=="

static const Scenario scenarios[] = {
  { "whole-visit", whole_visit,
    "S: 220-hi\nS: 220 there\nC: EHLO *\nS: 250-me\nS: 250-PIPELINING\nS: 250 STARTTLS\n"
    "C: STARTTLS\nS: 220 go\nTLS\n"
    "C: EHLO *\nS: 250-me\nS: 250-SIZE 1000\nS: 250-AUTH PLAIN\nS: 250-8BITMIME\nS: 250 PIPELINING\n"
    "C: AUTH PLAIN AGFubmEAc2VjcmV0\nS: 235 2.7.0 ok\n"
    "C: MAIL FROM:<anna@a> SIZE=20\nC: RCPT TO:<bob@b>\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\n"
    THE_LETTER "S: 250 2.0.0 queued as 1\nC: QUIT\nS: 221 bye\n", .summary = "1||250|" },

  /* a token */
  { "token", login_token, HELLO_WITH ("AUTH PLAIN XOAUTH2") "C: AUTH XOAUTH2 " TOKEN "\nS: 235 ok\n" },
  { "token-void", login_token, HELLO_WITH ("AUTH XOAUTH2") "C: AUTH XOAUTH2 " TOKEN "\nS: 334 " VOID_TOKEN "\nC:\n"
    "S: 535 5.7.8 no\n", SMTP, PENNY_SMTP_ERROR_AUTH_EXPIRED },
  { "token-refused", login_token, HELLO_WITH ("AUTH XOAUTH2") "C: AUTH XOAUTH2 " TOKEN "\nS: 535 5.7.8 no\n", SMTP,
    PENNY_SMTP_ERROR_AUTH_FAILED },
  { "token-no-way", login_token, HELLO_WITH ("AUTH PLAIN LOGIN"), SMTP, PENNY_SMTP_ERROR_NO_MECHANISM },

  /* greeting and TLS */
  { "helo", greet, "S: 220 hi\nC: EHLO *\nS: 502 what\nC: HELO *\nS: 250 me\n" },
  { "helo-refused", greet, "S: 220 hi\nC: EHLO *\nS: 502 what\nC: HELO *\nS: 550 no\n", SMTP,
    PENNY_SMTP_ERROR_REFUSED },
  { "ehlo-later", greet, "S: 220 hi\nC: EHLO *\nS: 450 later\n", SMTP, PENNY_SMTP_ERROR_TEMPORARY },
  { "ehlo-354", greet, "S: 220 hi\nC: EHLO *\nS: 354 go\n", SMTP, PENNY_SMTP_ERROR_PROTOCOL },
  { "banner-554", greet, "S: 554 no\n", SMTP, PENNY_SMTP_ERROR_REFUSED },
  { "banner-421", greet, "S: 421 later\n", SMTP, PENNY_SMTP_ERROR_TEMPORARY },
  { "banner-250", greet, "S: 250 ok\n", SMTP, PENNY_SMTP_ERROR_PROTOCOL },
  { "banner-junk", greet, "S: +OK pop3\n", SMTP, PENNY_SMTP_ERROR_PROTOCOL },
  { "banner-short", greet, "S: 22\n", SMTP, PENNY_SMTP_ERROR_PROTOCOL },
  { "banner-mismatch", greet, "S: 220-a\nS: 550 b\n", SMTP, PENNY_SMTP_ERROR_PROTOCOL },
  { "silence", greet, "HANG\n", WIRE, PENNY_WIRE_ERROR_TIMED_OUT },
  { "starttls-missing", greet_starttls, HELLO_WITH ("AUTH PLAIN"), SMTP,
    PENNY_SMTP_ERROR_TLS_NOT_OFFERED },
  { "starttls-helo", greet_starttls, "S: 220 hi\nC: EHLO *\nS: 500 what\n", SMTP,
    PENNY_SMTP_ERROR_TLS_NOT_OFFERED },
  { "starttls-454", greet_starttls, HELLO_WITH ("STARTTLS") "C: STARTTLS\nS: 454 no\n", SMTP,
    PENNY_SMTP_ERROR_TLS_NOT_OFFERED },
  { "starttls-250", greet_starttls, HELLO_WITH ("STARTTLS") "C: STARTTLS\nS: 250 sure\n", SMTP,
    PENNY_SMTP_ERROR_TLS_NOT_OFFERED },
  { "starttls-glued", greet_starttls,
    HELLO_WITH ("STARTTLS") "C: STARTTLS\nS: 220 go\\r\\n250-me\\r\\n250 AUTH PLAIN\nTLS\n", WIRE, -1 },

  /* log-in */
  { "plain-like-secret", login_plain, HELLO_WITH ("AUTH PLAIN") "C: AUTH PLAIN AGFubmEAaW4=\nS: 235 ok\n" },
  { "plain", login, HELLO_WITH ("AUTH PLAIN") "C: AUTH PLAIN AGFubmEAc2VjcmV0\nS: 235 ok\n" },
  { "plain-wrong", login, HELLO_WITH ("AUTH PLAIN") "C: AUTH PLAIN AGFubmEAc2VjcmV0\nS: 535 5.7.8 no\n",
    SMTP, PENNY_SMTP_ERROR_AUTH_FAILED },
  { "plain-later", login, HELLO_WITH ("AUTH PLAIN") "C: AUTH PLAIN AGFubmEAc2VjcmV0\nS: 454 4.7.0 x\n",
    SMTP, PENNY_SMTP_ERROR_TEMPORARY },
  { "plain-250", login, HELLO_WITH ("AUTH PLAIN") "C: AUTH PLAIN AGFubmEAc2VjcmV0\nS: 250 x\n", SMTP,
    PENNY_SMTP_ERROR_PROTOCOL },
  { "login", login, HELLO_WITH ("AUTH=LOGIN") "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YW5uYQ==\n"
    "S: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\nS: 235 ok\n" },
  { "login-accepted-too-early", login, HELLO_WITH ("AUTH LOGIN") "C: AUTH LOGIN\nS: 235 ok\n", SMTP,
    PENNY_SMTP_ERROR_PROTOCOL },
  { "plain-504-then-login", login, HELLO_WITH ("AUTH PLAIN LOGIN")
    "C: AUTH PLAIN AGFubmEAc2VjcmV0\nS: 504 no\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YW5uYQ==\n"
    "S: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\nS: 235 ok\n" },
  { "scram-refused-then-plain", login, HELLO_WITH ("AUTH SCRAM-SHA-256 SCRAM-SHA-1 PLAIN")
    "C: AUTH SCRAM-SHA-256 *\nS: 535 no\nC: AUTH PLAIN AGFubmEAc2VjcmV0\nS: 235 ok\n" },
  { "scram-without-proof", login, HELLO_WITH ("AUTH SCRAM-SHA-256 PLAIN")
    "C: AUTH SCRAM-SHA-256 *\nS: 235 ok\n", SMTP, PENNY_SMTP_ERROR_PROTOCOL },
  { "no-auth", login, HELLO, SMTP, PENNY_SMTP_ERROR_NO_MECHANISM },
  { "no-clear-text", login_no_clear, HELLO_WITH ("AUTH PLAIN LOGIN"), SMTP,
    PENNY_SMTP_ERROR_NO_MECHANISM },

  /* the letter */
  { "one-by-one", send_one, HELLO MAIL BOB "C: DATA\nS: 354 go\n" THE_LETTER "S: 250 ok\n",
    .summary = "1||250|" },
  { "pipelined", send_two, HELLO_PIPELINED TWO_PIPELINED
    "S: 250 ok\nS: 250 ok\nS: 251 ok\nS: 354 go\n" THE_LETTER "S: 250 ok\n", .summary = "2||250|" },
  { "bdat", send_two, HELLO_CHUNKING
    "C: MAIL FROM:<anna@a>\nC: RCPT TO:<bob@b>\nC: RCPT TO:<eve@b>\nS: 250 ok\nS: 250 ok\nS: 550 5.1.1 no\n"
    "C: BDAT 20 LAST\nC> 20\nS: 250 ok\n", .summary = "1|eve@b 550 5.1.1 p;|250|" },
  { "8bit", send_8bit, HELLO_WITH ("8BITMIME")
    "C: MAIL FROM:<anna@a> BODY=8BITMIME\nS: 250 ok\n" BOB
    "C: DATA\nS: 354 go\nC: Subject: x\nC:\nC: \xc3\xa4\nC: .\nS: 250 ok\n" },
  { "smtputf8", send_utf8, HELLO_WITH ("SMTPUTF8")
    "C: MAIL FROM:<anna@a> SMTPUTF8\nS: 250 ok\nC: RCPT TO:<b\xc3\xb6" "b@b>\nS: 250 ok\n"
    "C: DATA\nS: 354 go\n" THE_LETTER "S: 250 ok\n" },
  { "smtputf8-missing", send_utf8, HELLO, SMTP, PENNY_SMTP_ERROR_NEEDS_SMTPUTF8 },
  { "idn", send_idn, HELLO "C: MAIL FROM:<>\nS: 250 ok\nC: RCPT TO:<bob@xn--bcher-kva.example>\nS: 250 ok\n"
    "C: DATA\nS: 354 go\n" THE_LETTER "S: 250 ok\n" },
  { "too-big", send_one, HELLO_WITH ("SIZE 10"), SMTP, PENNY_SMTP_ERROR_TOO_BIG },
  { "bad-recipient", send_bad_recipient, HELLO, SMTP, PENNY_SMTP_ERROR_RECIPIENT_REFUSED,
    .summary = "0|x@y>\r\nDATA 553 5.1.3 p;|0|" },
  { "bad-sender", send_bad_sender, HELLO, SMTP, PENNY_SMTP_ERROR_SENDER_REFUSED },
  { "nobody", send_to_nobody, HELLO, SMTP, PENNY_SMTP_ERROR_RECIPIENT_REFUSED },

  /* refusals */
  { "partial", send_two, HELLO MAIL BOB "C: RCPT TO:<eve@b>\nS: 450 4.2.1 busy\n"
    "C: DATA\nS: 354 go\n" THE_LETTER "S: 250 ok\n", .summary = "1|eve@b 450 4.2.1 t;|250|" },
  { "all-refused", send_two, HELLO MAIL
    "C: RCPT TO:<bob@b>\nS: 550 5.1.1 no\nC: RCPT TO:<eve@b>\nS: 450 4.2.1 busy\nC: RSET\nS: 250 ok\n",
    SMTP, PENNY_SMTP_ERROR_RECIPIENT_REFUSED, "0|bob@b 550 5.1.1 p;eve@b 450 4.2.1 t;|450|" },
  { "all-later", send_one, HELLO MAIL "C: RCPT TO:<bob@b>\nS: 450 greylisted\nC: RSET\nS: 250 ok\n", SMTP,
    PENNY_SMTP_ERROR_TEMPORARY },
  { "all-refused-data-accepted", send_two_then_noop, HELLO_PIPELINED TWO_PIPELINED
    "S: 250 ok\nS: 550 no\nS: 550 no\nS: 354 go\nC: .\nS: 554 nobody\nC: RSET\nS: 250 ok\nC: NOOP\nS: 250 ok\n" },
  { "all-refused-data-refused", send_two, HELLO_PIPELINED TWO_PIPELINED
    "S: 250 ok\nS: 550 no\nS: 550 no\nS: 503 nobody\nC: RSET\nS: 250 ok\n", SMTP,
    PENNY_SMTP_ERROR_RECIPIENT_REFUSED },
  { "sender-refused", send_two, HELLO_PIPELINED TWO_PIPELINED
    "S: 553 5.7.1 not you\nS: 503 x\nS: 503 x\nS: 503 x\n", SMTP, PENNY_SMTP_ERROR_SENDER_REFUSED,
    "0||553|" },
  { "sender-refused-data-accepted", send_two, HELLO_PIPELINED TWO_PIPELINED
    "S: 553 no\nS: 250 x\nS: 250 x\nS: 354 go\nC: .\nS: 250 hm\n", SMTP,
    PENNY_SMTP_ERROR_SENDER_REFUSED, "0||553|" },
  { "login-wanted", send_one, HELLO "C: MAIL FROM:<anna@a>\nS: 530 5.7.0 log in\n", SMTP,
    PENNY_SMTP_ERROR_AUTH_REQUIRED },
  { "login-wanted-at-rcpt", send_one, HELLO MAIL
    "C: RCPT TO:<bob@b>\nS: 550 5.7.1 relaying denied\nC: RSET\nS: 250 ok\n", SMTP,
    PENNY_SMTP_ERROR_AUTH_REQUIRED },
  { "size-at-mail", send_one, HELLO "C: MAIL FROM:<anna@a>\nS: 552 5.3.4 too big\n", SMTP,
    PENNY_SMTP_ERROR_TOO_BIG },
  { "data-refused", send_one, HELLO MAIL BOB "C: DATA\nS: 451 later\nC: RSET\nS: 250 ok\n", SMTP,
    PENNY_SMTP_ERROR_TEMPORARY, "0||451|" },
  { "data-250", send_one, HELLO MAIL BOB "C: DATA\nS: 250 ok\n", SMTP, PENNY_SMTP_ERROR_PROTOCOL },
  { "mail-354", send_one, HELLO "C: MAIL FROM:<anna@a>\nS: 354 go\n", SMTP, PENNY_SMTP_ERROR_PROTOCOL },
  { "rcpt-421", send_one, HELLO MAIL "C: RCPT TO:<bob@b>\nS: 421 bye\n", SMTP,
    PENNY_SMTP_ERROR_TEMPORARY },

  /* the verdict */
  { "spam", send_one, HELLO MAIL BOB "C: DATA\nS: 354 go\n" THE_LETTER "S: 554 5.7.1 spam\n", SMTP,
    PENNY_SMTP_ERROR_SPAM, "0||554|" },
  { "letter-550", send_one, HELLO MAIL BOB "C: DATA\nS: 354 go\n" THE_LETTER "S: 550 no\n", SMTP,
    PENNY_SMTP_ERROR_REFUSED, "0||550|" },
  { "letter-451", send_one, HELLO MAIL BOB "C: DATA\nS: 354 go\n" THE_LETTER "S: 451 no\n", SMTP,
    PENNY_SMTP_ERROR_TEMPORARY, "0||451|" },
  { "letter-421", send_one, HELLO MAIL BOB "C: DATA\nS: 354 go\n" THE_LETTER "S: 421 no\n", SMTP,
    PENNY_SMTP_ERROR_TEMPORARY, "0||421|" },
  { "letter-lost", send_one, HELLO MAIL BOB "C: DATA\nS: 354 go\n" THE_LETTER "EOF\n", WIRE,
    PENNY_WIRE_ERROR_CLOSED, "0||0|maybe" },
  { "letter-silence", send_one, HELLO MAIL BOB "C: DATA\nS: 354 go\n" THE_LETTER "HANG\n", WIRE,
    PENNY_WIRE_ERROR_TIMED_OUT, "0||0|maybe" },
  { "letter-junk", send_one, HELLO MAIL BOB "C: DATA\nS: 354 go\n" THE_LETTER "S: what?\n", SMTP,
    PENNY_SMTP_ERROR_PROTOCOL, "0||0|maybe" },
  { "lost-before-data", send_one, HELLO MAIL BOB "C: DATA\nEOF\n", WIRE, PENNY_WIRE_ERROR_CLOSED, "0||0|" },
  { "bdat-lost", send_one, HELLO_CHUNKING "C: MAIL FROM:<anna@a>\nC: RCPT TO:<bob@b>\nS: 250 ok\nS: 250 ok\n"
    "C: BDAT 20 LAST\nC> 20\nEOF\n", WIRE, PENNY_WIRE_ERROR_CLOSED, "0||0|maybe" },
};

static void
run (const Scenario *scenario, TestFeed feed)
{
  g_autoptr (TestTranscript) transcript = test_transcript_new (scenario->script, feed);
  g_autoptr (PennySmtpSession) session = penny_smtp_session_new (PENNY_CHANNEL (transcript));
  g_autoptr (GError) error = NULL;
  g_autofree char *summary = NULL;
  gboolean done = scenario->job (session, &error);

  g_test_message ("feed %d: %s", feed, error != NULL ? error->message : "fine");
  summary = summarize ();
  penny_smtp_result_clear (&result);
  if (scenario->summary != NULL)
    g_assert_cmpstr (summary, ==, scenario->summary);

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
    {
      g_assert_cmpint (error->code, ==, scenario->code);
      test_transcript_assert_finished (transcript);
    }
  g_assert_null (strstr (error->message, "secret"));
}

/* Cut or cancelled behind N lines of the server: an error, and the letter counts as perhaps sent only
 * when nothing but the verdict is missing. */
static void
run_broken (const Scenario *scenario, guint n, guint n_lines, gboolean cancel)
{
  g_autoptr (TestTranscript) transcript
    = test_transcript_new (scenario->script, cancel ? TEST_FEED_LINES : TEST_FEED_WHOLE);
  g_autoptr (PennySmtpSession) session = penny_smtp_session_new (PENNY_CHANNEL (transcript));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  penny_channel_set_cancellable (PENNY_CHANNEL (transcript), cancellable);
  if (cancel)
    test_transcript_cancel_after (transcript, n, cancellable);
  else
    test_transcript_cut_after (transcript, n);

  g_assert_false (scenario->job (session, &error));
  g_assert_nonnull (error);
  if (cancel)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (result.maybe_sent)
    g_assert_cmpuint (n, >=, n_lines - 2);
  g_assert_false (penny_smtp_session_is_alive (session));
  penny_smtp_result_clear (&result);
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
      run_broken (scenario, n, n_lines, FALSE);
      run_broken (scenario, n, n_lines, TRUE);
    }
}

static void
test_injection (void)
{
  g_autoptr (TestTranscript) transcript = test_transcript_new (
    HELLO_WITH ("STARTTLS") "C: STARTTLS\nS: 220 go\nS: 250-me\nS: 250 AUTH PLAIN\nS: 235 ok\nTLS\n",
    TEST_FEED_WHOLE);
  g_autoptr (PennySmtpSession) session = penny_smtp_session_new (PENNY_CHANNEL (transcript));
  g_autoptr (GError) error = NULL;

  g_assert_false (greet_starttls (session, &error));
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_INJECTED);
  g_assert_false (penny_smtp_session_is_alive (session));
  g_assert_cmpstr (test_transcript_get_sent (transcript), ==, "EHLO [127.0.0.1]\r\nSTARTTLS\r\n");
}

static void
test_words_before_tls (void)
{
  g_autoptr (TestTranscript) transcript
    = test_transcript_new ("S: 554 call 555-1234 to fix your computer\n", TEST_FEED_WHOLE);
  g_autoptr (PennySmtpSession) session = penny_smtp_session_new (PENNY_CHANNEL (transcript));
  g_autoptr (GError) error = NULL;

  g_assert_false (greet_starttls (session, &error));
  g_assert_error (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_REFUSED);
  g_assert_null (strstr (error->message, "555"));
}

/* 120 recipients leave in flights that no socket buffer can choke on. */
static void
test_many_recipients (void)
{
  g_autoptr (GString) script = g_string_new (HELLO_CHUNKING "C: MAIL FROM:<anna@a>\n");
  g_autoptr (GPtrArray) to = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TestTranscript) transcript = NULL;
  g_autoptr (PennySmtpSession) session = NULL;
  g_autoptr (GError) error = NULL;
  guint commands = 1;

  for (guint i = 0; i < 120; i++, commands++)
    {
      if (commands % 50 == 0)
        for (guint j = 0; j < 50; j++)
          g_string_append (script, "S: 250 ok\n");
      g_string_append_printf (script, "C: RCPT TO:<r%u@b>\n", i);
      g_ptr_array_add (to, g_strdup_printf ("r%u@b", i));
    }
  g_ptr_array_add (to, NULL);
  for (guint j = 0; j < commands % 50; j++)
    g_string_append (script, "S: 250 ok\n");
  g_string_append (script, "C: BDAT 20 LAST\nC> 20\nS: 250 ok\n");

  transcript = test_transcript_new (script->str, TEST_FEED_WHOLE);
  session = penny_smtp_session_new (PENNY_CHANNEL (transcript));
  g_assert_true (greet (session, &error));
  g_assert_true (send_to (session, "anna@a", (const char * const *) to->pdata, LETTER, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.n_accepted, ==, 120);
  penny_smtp_result_clear (&result);
}

/* A letter of many pieces arrives as it was. */
static void
test_big_letter (void)
{
  static const char * const to[] = { "bob@b", NULL };
  g_autofree char *filler = g_strnfill (300000, 'x');
  g_autofree char *letter = g_strconcat ("Subject: x\n\n", filler, "\n", NULL);
  g_autoptr (TestTranscript) transcript = test_transcript_new (
    HELLO MAIL BOB "C: DATA\nS: 354 go\nC: Subject: x\nC:\nC: x*x\nC: .\nS: 250 ok\n", TEST_FEED_WHOLE);
  g_autoptr (PennySmtpSession) session = penny_smtp_session_new (PENNY_CHANNEL (transcript));
  g_autoptr (GError) error = NULL;

  g_assert_true (greet (session, &error));
  g_assert_true (send_to (session, "anna@a", to, letter, &error));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (test_transcript_get_sent (transcript), filler));
  penny_smtp_result_clear (&result);
}

/* An error holds no more of the server's words than fit, and never half a character. */
static void
test_long_words (void)
{
  g_autofree char *words = g_strnfill (10000, 'x');
  g_autofree char *script = NULL;
  g_autoptr (TestTranscript) transcript = NULL;
  g_autoptr (PennySmtpSession) session = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i + 1 < 10000; i += 2)
    memcpy (words + i, "\xc3\xa4", 2);
  script = g_strdup_printf (HELLO MAIL "C: RCPT TO:<bob@b>\nS: 550 %s\nC: RSET\nS: 250 ok\n", words);
  transcript = test_transcript_new (script, TEST_FEED_WHOLE);
  session = penny_smtp_session_new (PENNY_CHANNEL (transcript));

  g_assert_false (send_one (session, &error));
  g_assert_error (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_RECIPIENT_REFUSED);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (error->message, -1), <, 400);
  penny_smtp_result_clear (&result);
}

static void
check_flood (const char *head, const char *line, guint times, Job job, GQuark domain, int code)
{
  g_autoptr (GString) script = g_string_new (head);
  g_autoptr (TestTranscript) transcript = NULL;
  g_autoptr (PennySmtpSession) session = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < times; i++)
    g_string_append (script, line);
  g_string_append (script, "\nHANG\n");

  transcript = test_transcript_new (script->str, TEST_FEED_WHOLE);
  session = penny_smtp_session_new (PENNY_CHANNEL (transcript));
  g_assert_false (job (session, &error));
  g_assert_error (error, domain, code);
  g_assert_false (penny_smtp_session_is_alive (session));
}

static void
test_floods (void)
{
  check_flood ("", "S: 220-hi\n", 2000, greet, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_LIMIT);
  check_flood ("S| 220 ", "xxxxxxxxxxxxxxxx", 10000, greet, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_LIMIT);
  check_flood ("S: 220 hi\nC: EHLO *\n", "S: 250-X\n", 2000, greet, PENNY_SMTP_ERROR,
               PENNY_SMTP_ERROR_LIMIT);
  check_flood (HELLO_WITH ("AUTH LOGIN") "C: AUTH LOGIN\n", "S: 334 QQ==\nC: *\n", 20, login,
               PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_PROTOCOL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *path = g_strconcat ("/smtp/session/", scenarios[i].name, NULL);

      g_test_add_data_func (path, &scenarios[i], test_scenario);
    }
  g_test_add_func ("/smtp/session/injection", test_injection);
  g_test_add_func ("/smtp/session/words-before-tls", test_words_before_tls);
  g_test_add_func ("/smtp/session/many-recipients", test_many_recipients);
  g_test_add_func ("/smtp/session/big-letter", test_big_letter);
  g_test_add_func ("/smtp/session/long-words", test_long_words);
  g_test_add_func ("/smtp/session/floods", test_floods);
  return g_test_run ();
}
