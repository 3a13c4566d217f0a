/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every recorded refusal is said by a server to a real session, and what comes out is what the person
 * is told. Also: hostile words change nothing but their own line under Details. */
#include <string.h>

#include "penny-advice-table.h"
#include "penny-advice.h"
#include "penny-imap-session.h"
#include "penny-pop-session.h"
#include "penny-smtp-session.h"
#include "recorded-replies.h"
#include "transcript.h"

#define IMAP_IN "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\nC: P1 AUTHENTICATE PLAIN *\n"
#define POP_IN "S: +OK hi\nC: CAPA\nS: -ERR\nC: USER anna\nS: +OK\nC: PASS secret\n"
#define SMTP_HELLO "S: 220 hi\nC: EHLO *\nS: 250-x\nS: 250 AUTH PLAIN\n"

/* --- saying it --- */

/* The lines of REPLY as lines of a script, each behind PREFIX; bytes above ASCII escaped. */
static char *
say (const char *prefix, const char *reply)
{
  g_auto (GStrv) lines = g_strsplit (reply, "\n", -1);
  GString *script = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *escaped = g_strescape (lines[i], NULL);

      g_string_append_printf (script, "S: %s%s\n", prefix, escaped);
    }
  return g_string_free (script, FALSE);
}

static char *
imap_script (const RecordedReply *it)
{
  gboolean untagged = g_str_has_prefix (it->reply, "* ") || it->moment == AT_DOOR;
  g_autofree char *said = say (untagged ? "" : it->moment == IN_BOX ? "P2 " : "P1 ", it->reply);

  if (it->moment == AT_DOOR)
    return g_steal_pointer (&said);
  if (it->moment == AT_LOG_IN)
    return g_strconcat (IMAP_IN, said, NULL);
  return g_strconcat (IMAP_IN "S: P1 OK [CAPABILITY IMAP4rev1] in\nC: P2 EXAMINE *\n", said, NULL);
}

static char *
pop_script (const RecordedReply *it)
{
  g_autofree char *said = say ("", it->reply);

  if (it->moment == AT_DOOR)
    return g_steal_pointer (&said);
  return g_strconcat (POP_IN, said, NULL);
}

static char *
smtp_script (const RecordedReply *it)
{
  g_autofree char *said = say ("", it->reply);

  if (it->moment == AT_DOOR)
    return g_steal_pointer (&said);
  if (it->moment == AT_LOG_IN)
    return g_strconcat (SMTP_HELLO "C: AUTH PLAIN *\n", said, NULL);
  return g_strconcat (SMTP_HELLO "C: AUTH PLAIN *\nS: 235 in\nC: MAIL FROM:*\nS: 250 ok\nC: RCPT TO:*\n", said,
                      "C: RSET\nS: 250 ok\n", NULL);
}

/* --- hearing it --- */

static void
hear_imap (PennyChannel *channel, PennySecret *password, GError **error)
{
  g_autoptr (PennyImapSession) session = penny_imap_session_new (channel);

  if (penny_imap_session_greet (session, PENNY_SECURITY_NONE, error)
      && penny_imap_session_login (session, "anna", password, TRUE, error))
    penny_imap_session_select (session, "INBOX", TRUE, NULL, error);
}

static void
hear_pop (PennyChannel *channel, PennySecret *password, GError **error)
{
  g_autoptr (PennyPopSession) session = penny_pop_session_new (channel);

  if (penny_pop_session_greet (session, PENNY_SECURITY_NONE, error))
    penny_pop_session_login (session, "anna", password, TRUE, error);
}

static void
hear_smtp (PennyChannel *channel, PennySecret *password, GError **error)
{
  const char * const bruno[] = { "bruno@example.org", NULL };
  g_autoptr (PennySmtpSession) session = penny_smtp_session_new (channel);
  g_autoptr (GBytes) letter = g_bytes_new_static ("Subject: x\r\n\r\nx\r\n", 17);
  g_auto (PennySmtpResult) result = PENNY_SMTP_RESULT_INIT;

  if (penny_smtp_session_greet (session, PENNY_SECURITY_NONE, NULL, error)
      && penny_smtp_session_login (session, "anna", password, TRUE, error))
    penny_smtp_session_send (session, "anna@example.org", bruno, letter, &result, error);
}

static GError *
hear (const RecordedReply *it)
{
  g_autofree char *script = it->voice == IMAP ? imap_script (it) : it->voice == POP ? pop_script (it)
                                                                                    : smtp_script (it);
  g_autoptr (TestTranscript) channel = test_transcript_new (script, TEST_FEED_LINES);
  g_autoptr (PennySecret) password = penny_secret_new ("secret");
  GError *error = NULL;

  (it->voice == IMAP ? hear_imap : it->voice == POP ? hear_pop : hear_smtp) (PENNY_CHANNEL (channel), password,
                                                                             &error);
  g_assert_nonnull (error);
  g_assert_cmpstr (test_transcript_get_mismatch (channel), ==, NULL);
  return error;
}

static PennyPhase
phase_of (const RecordedReply *it)
{
  if (it->moment == SENDING)
    return PENNY_PHASE_SEND;
  if (it->moment == IN_BOX)
    return PENNY_PHASE_COLLECT;
  if (it->moment == AT_DOOR)
    return PENNY_PHASE_SECURE;
  return it->voice == SMTP ? PENNY_PHASE_LOG_IN_OUTGOING : PENNY_PHASE_LOG_IN_INCOMING;
}

/* --- the tests --- */

static void
test_recorded (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (recorded_replies), >=, 60);
  for (guint i = 0; i < G_N_ELEMENTS (recorded_replies); i++)
    {
      const RecordedReply *it = &recorded_replies[i];
      g_autoptr (GError) error = hear (it);
      g_autoptr (PennyProvider) provider = it->provider ? penny_provider_find_by_id (it->provider) : NULL;
      PennyAdviceContext context = { provider, "mail.example.org", "anna@example.org" };
      g_autoptr (PennyAdvice) advice = penny_advice_new (phase_of (it), error, &context);

      g_assert_true ((it->provider == NULL) == (provider == NULL));
      if (strcmp (advice->cause, it->cause) != 0)
        g_error ("%s\nbecame %s (%s), not %s", it->reply, advice->cause, error->message, it->cause);
      /* What passes by itself is tried again by itself. */
      if (penny_reply_is_for_now (it->cause))
        g_assert_cmpint (advice->grade.retry, <=, PENNY_RETRY_LATER);
      g_assert_false (g_error_matches (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED));
    }
}

/* Each row of the table has a recorded reply, or is a sentence of ours or a namesake. */
static void
test_every_cause_recorded (void)
{
  guint n_rows;
  const PennyReplyRow *rows = penny_reply_get_rows (&n_rows);

  for (guint i = 0; i < n_rows; i++)
    {
      gboolean found = (rows[i].voices & PENNY_VOICE_WIRE) != 0;

      for (guint j = 0; j < G_N_ELEMENTS (recorded_replies) && !found; j++)
        found = strcmp (recorded_replies[j].cause, rows[i].cause) == 0;
      if (!found)
        g_error ("no recorded reply for %s", rows[i].cause);
    }
}

/* Sentences of ours on the connection. */
static void
test_wire (void)
{
  static const struct { int code; const char *message, *cause; } cases[] = {
    { PENNY_WIRE_ERROR_TLS, "TLS with x failed: GNUTLS_E_UNEXPECTED_PACKET", "open-door" },
    { PENNY_WIRE_ERROR_TLS, "TLS with x failed: GNUTLS_E_UNEXPECTED_PACKET_LENGTH", "open-door" },
    { PENNY_WIRE_ERROR_TLS, "x refuses TLS: GNUTLS_A_PROTOCOL_VERSION", "protection-too-old" },
    { PENNY_WIRE_ERROR_TLS, "x refuses TLS: GNUTLS_A_HANDSHAKE_FAILURE", "no-secure-line" },
    { PENNY_WIRE_ERROR_TLS, "x refuses TLS: GNUTLS_A_UNRECOGNIZED_NAME", "identity-wrong-name" },
    { PENNY_WIRE_ERROR_TLS, "x refuses TLS: GNUTLS_A_CERTIFICATE_REQUIRED", "card-needed" },
    { PENNY_WIRE_ERROR_CERT_UNTRUSTED, "The certificate of x is signed by itself", "identity-self-signed" },
    { PENNY_WIRE_ERROR_CERT_UNTRUSTED, "The certificate of x is not signed by anybody", "identity-untrusted" },
    { PENNY_WIRE_ERROR_CERT_EXPIRED, "The certificate of x has expired", "identity-expired" },
    { PENNY_WIRE_ERROR_UNREACHABLE, "x, port 993: Zugriff verweigert (this computer forbids it)", "firewall" },
    { PENNY_WIRE_ERROR_UNREACHABLE, "x, port 993: Net unreachable (only IPv6 was tried)", "ipv6-broken" },
    { PENNY_WIRE_ERROR_REFUSED, "x, port 993: refused (only IPv6 was tried)", "port-closed" },
    { PENNY_WIRE_ERROR_HOST_NOT_FOUND, "x: a web server answers", "host-not-found" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (PENNY_WIRE_ERROR, cases[i].code, cases[i].message);
      g_autoptr (PennyAdvice) advice = penny_advice_new (PENNY_PHASE_SECURE, error, NULL);

      g_assert_cmpstr (advice->cause, ==, cases[i].cause);
    }
}

static void
test_hostile (void)
{
  g_autofree char *long_text = g_strnfill (7000, 'x');
  g_autofree char *long_reply = g_strconcat ("NO ", long_text, NULL);
  const char *replies[] = {
    "NO \xe2\x80\xae" "evil\xe2\x81\xa9 \xef\xbb\xbf words \xff\xfe", "NO %s%n{provider}{host} <b>x</b>", "NO",
    "NO [ALERT", "NO [] x", "NO [UNKNOWN-\x02 thing] y", long_reply,
  };

  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      RecordedReply it = { IMAP, AT_LOG_IN, NULL, replies[i], "wrong-password" };
      g_autoptr (GError) error = hear (&it);
      g_autoptr (PennyAdvice) advice = penny_advice_new (PENNY_PHASE_LOG_IN_INCOMING, error, NULL);

      g_assert_cmpstr (advice->cause, ==, "wrong-password");
      g_assert_true (g_utf8_validate (advice->details, -1, NULL));
      g_assert_cmpuint (g_utf8_strlen (advice->details, -1), <, 400);
      g_assert_null (strstr (advice->details, "\xe2\x80\xae"));
      g_assert_null (strstr (advice->explanation, "evil"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replies/recorded", test_recorded);
  g_test_add_func ("/replies/every-cause-recorded", test_every_cause_recorded);
  g_test_add_func ("/replies/wire", test_wire);
  g_test_add_func ("/replies/hostile", test_hostile);
  return g_test_run ();
}
