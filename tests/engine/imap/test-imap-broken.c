/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line breaks in one direction: nothing more can be said, what the server had said still lies here. */
#include "imap-scenario.h"

#include "penny-error.h"

#define START \
  "S: * OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ AUTH=PLAIN] ready\n" \
  "C: P1 AUTHENTICATE PLAIN " PLAIN_ANSWER "\n" \
  "S: P1 OK [CAPABILITY IMAP4rev1 LITERAL+] Logged in\n" \
  "C: P2 SELECT \"INBOX\"\n" \
  "S: * 3 EXISTS\n" \
  "S: * OK [UIDVALIDITY 7] x\n" \
  "S: P2 OK [READ-WRITE] Select completed.\n" \
  "C: P3 UID FETCH 1 (UID BODY.PEEK[])\n" \
  "C: P4 UID FETCH 2 (UID BODY.PEEK[])\n" \
  "S: * 1 FETCH (UID 1 BODY[] \"one\")\n" \
  "S: P3 OK Fetch completed.\n"
#define N_BEFORE 7   /* lines of the server in it */

static const char letters[] =
  START
  "S: * 2 FETCH (UID 2 BODY[] \"two\")\n"
  "S: P4 OK Fetch completed.\n"
  "EOF\n";

static const char parting_words[] =
  START
  "S: * BYE Shutting down for the night\n"
  "EOF\n";

static void
note_uid (PennyImapFetched *fetched, gpointer data)
{
  g_string_append_printf (data, "%u ", fetched->uid.value);
}

/* Three windows, the third of which cannot be sent once the first one is through. */
static char *
fetch_deaf (const char *script, GError **error)
{
  g_autoptr(TestTranscript) transcript = test_transcript_new (script, TEST_FEED_LINES);
  g_autoptr(PennyImapSession) session = penny_imap_session_new (PENNY_CHANNEL (transcript));
  g_autoptr(GString) seen = g_string_new (NULL);
  PennyImapSelected selected;
  PennyUidSet *windows[3];

  test_transcript_deaf_after (transcript, N_BEFORE);
  g_assert_true (scenario_enter (session, PENNY_SECURITY_TLS, error));
  g_assert_true (penny_imap_session_select (session, "INBOX", FALSE, &selected, error));
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      windows[i] = penny_uid_set_new ();
      penny_uid_set_add (windows[i], PENNY_UID (i + 1));
    }
  g_assert_false (penny_imap_session_fetch (session, (const PennyUidSet * const *) windows, G_N_ELEMENTS (windows),
                                            PENNY_IMAP_FETCH_BODY, NULL, note_uid, NULL, seen, error));
  g_assert_false (penny_imap_session_is_alive (session));
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    penny_uid_set_free (windows[i]);
  return g_strdup (seen->str);
}

static void
test_letters (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *seen = fetch_deaf (letters, &error);

  g_assert_cmpstr (seen, ==, "1 2 ");
  g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED);
}

static void
test_parting_words (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *seen = fetch_deaf (parting_words, &error);

  g_assert_cmpstr (seen, ==, "1 ");
  g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_BYE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/broken/letters", test_letters);
  g_test_add_func ("/imap/broken/parting-words", test_parting_words);
  return g_test_run ();
}
