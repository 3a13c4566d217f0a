/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that repeat what they were given, as a refusal or long after: nothing of it is in an error, in what
 * is kept about a letter, or in the wire log. */
#include <string.h>

#include "penny-imap-session.h"
#include "penny-log.h"
#include "penny-pop-session.h"
#include "penny-smtp-session.h"
#include "transcript.h"

#define PASSWORD "blue Stamp 7"
#define PASSWORD_CODED "Ymx1ZSBTdGFtcCA3"
#define PLAIN "AGFubmEAYmx1ZSBTdGFtcCA3"
#define TOKEN "t0ken-of_anna"
#define XOAUTH2 "dXNlcj1hbm5hAWF1dGg9QmVhcmVyIHQwa2VuLW9mX2FubmEBAQ=="

/* Parts of the above: none may be seen anywhere, in either case. */
static const char * const unseen[] = {
  "stamp 7", "stamp7", "ymx1zs", "agfubm", "bm5hagj", "t0ken", "qmvhcmvy", "iHqwa2vu", "lw9mx2fubm",
};

typedef gboolean (*Visit) (PennyChannel *channel, PennySecret *secret, GString *kept, GError **error);

typedef struct {
  const char *name;
  Visit visit;
  const char *said;     /* what stays of the server's words in the error */
  const char *script;
} Case;

/* --- visits: log in, let go of the secret, ask once more --- */

static gboolean
visit_imap (PennyChannel *channel, PennySecret *secret, GString *kept, GError **error)
{
  g_autoptr (PennyImapSession) session = penny_imap_session_new (channel);
  gboolean in = penny_imap_session_greet (session, PENNY_SECURITY_NONE, error)
                && penny_imap_session_login (session, "anna", secret, TRUE, error);
  g_autoptr (PennyImapEvents) events = NULL;

  penny_secret_unref (secret);
  in = in && penny_imap_session_noop (session, error);
  events = penny_imap_session_take_events (session);
  for (guint i = 0; events != NULL && events->alerts[i] != NULL; i++)
    g_string_append (kept, events->alerts[i]);
  return in;
}

static gboolean
visit_pop (PennyChannel *channel, PennySecret *secret, GString *kept, GError **error)
{
  g_autoptr (PennyPopSession) session = penny_pop_session_new (channel);
  gboolean in = penny_pop_session_greet (session, PENNY_SECURITY_NONE, error)
                && penny_pop_session_login (session, "anna", secret, TRUE, error);

  penny_secret_unref (secret);
  return in && penny_pop_session_noop (session, error);
}

static gboolean
visit_smtp (PennyChannel *channel, PennySecret *secret, GString *kept, GError **error)
{
  static const char * const to[] = { "bob@b", NULL };
  g_autoptr (PennySmtpSession) session = penny_smtp_session_new (channel);
  g_autoptr (GBytes) letter = g_bytes_new_static ("Subject: x\r\n\r\n", 14);
  g_auto (PennySmtpResult) result = { 0 };
  gboolean in = penny_smtp_session_greet (session, PENNY_SECURITY_NONE, "here", error)
                && penny_smtp_session_login (session, "anna", secret, TRUE, error);

  penny_secret_unref (secret);
  in = in && penny_smtp_session_send (session, "anna@a", to, letter, &result, error);
  g_string_append (kept, result.text != NULL ? result.text : "");
  for (guint i = 0; result.refused != NULL && i < result.refused->len; i++)
    g_string_append (kept, ((PennySmtpRefusal *) g_ptr_array_index (result.refused, i))->text);
  return in;
}

/* --- what they say --- */

#define IMAP "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2] x\n"
#define IMAP_PLAIN IMAP "C: P1 AUTHENTICATE PLAIN " PLAIN "\n"
#define IMAP_IN IMAP_PLAIN "S: P1 OK [CAPABILITY IMAP4rev1] in\n" "C: P2 NOOP\n"
#define POP "S: +OK x\n" "C: CAPA\n"
#define POP_SASL POP "S: +OK\n" "S: SASL PLAIN XOAUTH2\n" "S: .\n"
#define POP_IN POP_SASL "C: AUTH PLAIN " PLAIN "\n" "S: +OK in\n" "C: NOOP\n"
#define SMTP "S: 220 x\n" "C: EHLO here\n"
#define SMTP_PLAIN SMTP "S: 250-x\n" "S: 250 AUTH PLAIN XOAUTH2\n" "C: AUTH PLAIN " PLAIN "\n"
#define SMTP_IN SMTP_PLAIN "S: 235 in\n" "C: MAIL FROM:<anna@a>\n"

static const Case cases[] = {
  { "imap/plain-text", visit_imap, "no anna with ••• here", IMAP_PLAIN "S: P1 NO no anna with " PASSWORD " here\n" },
  { "imap/coded", visit_imap, "no ••• here", IMAP_PLAIN "S: P1 NO no " PLAIN " here\n" },
  { "imap/code", visit_imap, "it was •••", IMAP_PLAIN "S: P1 NO [ALERT " PASSWORD_CODED "] it was " PASSWORD "\n" },
  { "imap/cut", visit_imap, "let us in: [", IMAP_PLAIN
    "S: P1 NO [AUTHENTICATIONFAILED xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx " PASSWORD "] x\n" },
  { "imap/token", visit_imap, "no ••• here", IMAP "C: P1 AUTHENTICATE XOAUTH2 " XOAUTH2 "\n"
    "S: P1 NO no " XOAUTH2 " here\n" },
  { "imap/command", visit_imap, "no LOGIN \"anna\" \"•••\"", "S: * OK [CAPABILITY IMAP4rev1] x\n"
    "C: P1 LOGIN \"anna\" \"" PASSWORD "\"\n" "S: P1 BAD no LOGIN \"anna\" \"" PASSWORD "\"\n" },
  { "imap/bye-at-once", visit_imap, "bye, •••", IMAP_PLAIN "S: * BYE bye, " PLAIN "\n" },
  { "imap/bye-later", visit_imap, "bye, •••", IMAP_IN "S: * BYE bye, " PASSWORD "\n" },
  { "imap/no-later", visit_imap, "no, •••", IMAP_IN "S: P2 NO no, blueStamp7\n" },
  { "imap/alert", visit_imap, "no •••", IMAP_IN "S: * OK [ALERT] " PASSWORD "\n" "S: * OK [ALERT] " PLAIN "\n"
    "S: P2 NO no " PASSWORD_CODED "\n" },
  { "pop/plain-text", visit_pop, "no anna with ••• here", POP "S: -ERR\n" "C: USER anna\n" "S: +OK\n"
    "C: PASS " PASSWORD "\n" "S: -ERR no anna with " PASSWORD " here\n" },
  { "pop/coded", visit_pop, "no ••• here", POP_SASL "C: AUTH PLAIN " PLAIN "\n" "S: -ERR no " PLAIN " here\n" },
  { "pop/code", visit_pop, "no •••", POP_SASL "C: AUTH PLAIN " PLAIN "\n"
    "S: -ERR [AUTH xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx " PASSWORD "] no " PASSWORD_CODED "\n" },
  { "pop/token", visit_pop, "no ••• here", POP_SASL "C: AUTH XOAUTH2 " XOAUTH2 "\n" "S: -ERR no " TOKEN " here\n" },
  { "pop/later", visit_pop, "no, •••", POP_IN "S: -ERR no, " PLAIN "\n" },
  { "pop/neither", visit_pop, "neither", POP_IN "S: " PLAIN "\n" },
  { "smtp/plain-text", visit_smtp, "no anna with ••• here", SMTP_PLAIN
    "S: 535 5.7.8 no anna with " PASSWORD " here\n" },
  { "smtp/coded", visit_smtp, "no ••• here", SMTP_PLAIN "S: 535 5.7.8 no " PLAIN " here\n" },
  { "smtp/login", visit_smtp, "no ••• here", SMTP "S: 250-x\n" "S: 250 AUTH LOGIN\n" "C: AUTH LOGIN\n"
    "S: 334 " PASSWORD_CODED "\n" "C: YW5uYQ==\n" "S: 334 UGFzc3dvcmQ6\n" "C: " PASSWORD_CODED "\n"
    "S: 535 no " PASSWORD_CODED " here\n" },
  { "smtp/lines", visit_smtp, "no •••", SMTP_PLAIN "S: 535-no blue Sta\n" "S: 535 mp 7\n" },
  { "smtp/token", visit_smtp, "no ••• here", SMTP "S: 250-x\n" "S: 250 AUTH XOAUTH2\n"
    "C: AUTH XOAUTH2 " XOAUTH2 "\n" "S: 535 no " XOAUTH2 " here\n" },
  { "smtp/closing", visit_smtp, "bye, •••", SMTP_PLAIN "S: 421 bye, " PLAIN "\n" },
  { "smtp/sender", visit_smtp, "no •••", SMTP_IN "S: 550 no " PASSWORD "\n" },
  { "smtp/recipient", visit_smtp, "no •••", SMTP_IN "S: 250 x\n" "C: RCPT TO:<bob@b>\n" "S: 550 no " PLAIN "\n"
    "C: RSET\n" "S: 250 " PASSWORD "\n" },
  { "smtp/verdict", visit_smtp, "no •••", SMTP_IN "S: 250 x\n" "C: RCPT TO:<bob@b>\n" "S: 250 x\n" "C: DATA\n"
    "S: 354 go\n" "C: Subject: x\n" "C: \n" "C: .\n" "S: 554 no " PASSWORD "\n" },
  { "smtp/closing-later", visit_smtp, "bye, •••", SMTP_IN "S: 421 bye, blueStamp7\n" },
};

/* --- */

static void
collect_log (const char *protocol, gboolean outgoing, const char *line, gpointer data)
{
  g_string_append_printf (data, "%s\n", line);
}

static void
assert_unseen (const char *text)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (unseen); i++)
    {
      g_autofree char *part = g_ascii_strdown (unseen[i], -1);

      if (strstr (lower, part) != NULL)
        g_error ("%s is in: %s", part, text);
    }
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;

  for (TestFeed feed = 0; feed < TEST_N_FEEDS; feed++)
    {
      g_autoptr (TestTranscript) transcript = test_transcript_new (test->script, feed);
      g_autoptr (GString) log = g_string_new (NULL);
      g_autoptr (GString) kept = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      gboolean is_token = g_str_has_suffix (test->name, "/token");

      penny_log_set_sink (collect_log, log);
      g_assert_false (test->visit (PENNY_CHANNEL (transcript),
                                   is_token ? penny_secret_new_token (TOKEN) : penny_secret_new (PASSWORD), kept,
                                   &error));
      penny_log_set_sink (NULL, NULL);
      test_transcript_assert_finished (transcript);
      g_assert_nonnull (error);
      if (strstr (error->message, test->said) == NULL)
        g_error ("\"%s\" is not in: %s", test->said, error->message);
      assert_unseen (error->message);
      assert_unseen (kept->str);
      assert_unseen (log->str);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/repeated-secrets/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
