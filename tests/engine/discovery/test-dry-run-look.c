/* SPDX-License-Identifier: GPL-3.0-or-later */
/* penny-dry-run-look and penny-imap-session-look: the same box, as servers with and without STATUS=SIZE (RFC 8438)
 * and QUOTA (RFC 9208) tell of it. What penny-dry-run says to a real one is in tests/live/test-dry-run.py. */
#include "penny-dry-run-private.h"
#include "penny-error.h"
#include "transcript.h"

#define GREETING(caps) "S: * PREAUTH [CAPABILITY IMAP4rev1" caps "] hello\n"
#define LIST "C: P1 LIST \"\" \"*\"\n" \
  "S: * LIST () \"/\" INBOX\n" "S: * LIST () \"/\" Work\n" "S: * LIST () \"/\" Empty\n" \
  "S: * LIST (\\\\Noselect) \"/\" Branch\n" "S: * LIST (\\\\All) \"/\" All\n" "S: P1 OK\n"
#define STATUS(n, name, messages, size) "C: P" #n " STATUS \"" name "\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY SIZE)\n" \
  "S: * STATUS \"" name "\" (MESSAGES " messages " SIZE " size ")\n" "S: P" #n " OK\n"
#define EXAMINE(n, name, messages) "C: P" #n " EXAMINE \"" name "\"\n" \
  "S: * " messages " EXISTS\n" "S: * OK [UIDVALIDITY 7] x\n" "S: P" #n " OK [READ-ONLY] x\n"
#define ENDS(n, first, last) "C: P" #n " FETCH 1,* (INTERNALDATE)\n" \
  "S: * 1 FETCH (INTERNALDATE \"" first "\")\n" "S: * 2 FETCH (INTERNALDATE \"" last "\")\n" "S: P" #n " OK\n"
#define EACH(n) "C: P" #n " UID FETCH 1:4294967295 (UID INTERNALDATE RFC822.SIZE)\n"

#define MARCH_2011 "05-Mar-2011 10:00:00 +0000"
#define MAY_2020 "01-May-2020 10:00:00 +0000"
#define JUNE_2020 "01-Jun-2020 10:00:00 +0000"

/* Without: every message is asked for. */
static const char each[] = GREETING ("") LIST
  EXAMINE (2, "INBOX", "2") EACH (3)
  "S: * 1 FETCH (UID 1 RFC822.SIZE 700 INTERNALDATE \"" MAY_2020 "\")\n"
  "S: * 2 FETCH (UID 9 RFC822.SIZE 300 INTERNALDATE \"" JUNE_2020 "\")\n" "S: P3 OK\n"
  EXAMINE (4, "Work", "1") EACH (5)
  "S: * 1 FETCH (UID 1 RFC822.SIZE 4000 INTERNALDATE \"" MARCH_2011 "\")\n" "S: P5 OK\n"
  EXAMINE (6, "Empty", "0");

/* With: the server adds up. */
static const char sums[] = GREETING (" STATUS=SIZE QUOTA") LIST
  STATUS (2, "INBOX", "2", "1000") EXAMINE (3, "INBOX", "2") ENDS (4, MAY_2020, JUNE_2020)
  STATUS (5, "Work", "1", "4000") EXAMINE (6, "Work", "1")
  "C: P7 FETCH 1,* (INTERNALDATE)\n" "S: * 1 FETCH (FLAGS ())\n"
  "S: * 1 FETCH (INTERNALDATE \"" MARCH_2011 "\")\n" "S: P7 OK\n"
  STATUS (8, "Empty", "0", "0")
  "C: P9 GETQUOTAROOT INBOX\n" "S: * QUOTAROOT INBOX \"a\" \"b\" \"c\"\n" "S: * QUOTA \"a\" (STORAGE 4100 9000)\n"
  "S: * QUOTA \"b\" (MESSAGE 3 9 STORAGE 4100 5000)\n" "S: * QUOTA \"c\" ()\n" "S: P9 OK\n";

/* Says that it can, and does not: STATUS without a size, a folder and a quota that are refused. */
static const char stubborn[] = GREETING (" STATUS=SIZE QUOTA") LIST
  "C: P2 STATUS \"INBOX\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY SIZE)\n" "S: * STATUS INBOX (MESSAGES 2)\n" "S: P2 OK\n"
  EXAMINE (3, "INBOX", "2") EACH (4)
  "S: * 1 FETCH (UID 1 RFC822.SIZE 700 INTERNALDATE \"" MARCH_2011 "\")\n"
  "S: * 2 FETCH (UID 9 RFC822.SIZE 4300 INTERNALDATE \"" JUNE_2020 "\")\n" "S: P4 OK\n"
  "C: P5 STATUS *\n" "S: P5 NO [NOPERM] closed\n"
  STATUS (6, "Empty", "1", "9") "C: P7 EXAMINE \"Empty\"\n" "S: P7 NO closed\n"
  "C: P8 GETQUOTAROOT INBOX\n" "S: P8 NO not now\n";

static const struct {
  const char *name, *script;
  guint64 letters, bytes, used, limit;
} boxes[] = {
  { "each", each, 3, 5000, 0, 0 },
  { "sums", sums, 3, 5000, 4100 * 1024, 5000 * 1024 },
  { "stubborn", stubborn, 2, 5000, 0, 0 },
};

static void
test_boxes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    for (TestFeed feed = 0; feed < TEST_N_FEEDS; feed++)
      {
        g_autoptr (TestTranscript) transcript = test_transcript_new (boxes[i].script, feed);
        g_autoptr (PennyImapSession) session = penny_imap_session_new (PENNY_CHANNEL (transcript));
        g_autoptr (PennyDryRun) run = penny_dry_run_new (0, 0, NULL, G_MAXUINT64, PENNY_EXPIRE_UNKNOWN, 0);
        g_autofree char *oldest = NULL;
        g_autoptr (GError) error = NULL;
        guint64 used, limit;

        g_test_message ("%s", boxes[i].name);
        g_assert_true (penny_imap_session_greet (session, PENNY_SECURITY_NONE, &error));
        g_assert_true (penny_dry_run_look_imap (run, session, &error));
        g_assert_no_error (error);
        test_transcript_assert_finished (transcript);
        g_assert_cmpuint (penny_dry_run_get_letters (run), ==, boxes[i].letters);
        g_assert_cmpuint (penny_dry_run_get_bytes (run), ==, boxes[i].bytes);
        g_assert_cmpint (penny_dry_run_get_quota (run, &used, &limit), ==, boxes[i].limit > 0);
        g_assert_cmpuint (used, ==, boxes[i].used);
        g_assert_cmpuint (limit, ==, boxes[i].limit);
        oldest = g_date_time_format (penny_dry_run_get_oldest (run), "%F");
        g_assert_cmpstr (oldest, ==, "2011-03-05");
      }
}

/* A line that breaks is an error, wherever it does. */
static void
test_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    for (guint n = 1; n < test_transcript_count_server_lines (boxes[i].script); n++)
      {
        g_autoptr (TestTranscript) transcript = test_transcript_new (boxes[i].script, TEST_FEED_LINES);
        g_autoptr (PennyImapSession) session = penny_imap_session_new (PENNY_CHANNEL (transcript));
        g_autoptr (PennyDryRun) run = penny_dry_run_new (0, 0, NULL, G_MAXUINT64, PENNY_EXPIRE_UNKNOWN, 0);
        g_autoptr (GError) error = NULL;

        test_transcript_cut_after (transcript, n);
        g_assert_true (penny_imap_session_greet (session, PENNY_SECURITY_NONE, NULL));
        g_assert_false (penny_dry_run_look_imap (run, session, &error));
        g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED);
      }
}

/* An inbox that may not be read is not an empty one. */
static void
test_no_inbox (void)
{
  static const char script[] = GREETING ("") LIST "C: P2 EXAMINE \"INBOX\"\n" "S: P2 NO [NOPERM] closed\n";
  g_autoptr (TestTranscript) transcript = test_transcript_new (script, TEST_FEED_WHOLE);
  g_autoptr (PennyImapSession) session = penny_imap_session_new (PENNY_CHANNEL (transcript));
  g_autoptr (PennyDryRun) run = penny_dry_run_new (0, 0, NULL, G_MAXUINT64, PENNY_EXPIRE_UNKNOWN, 0);
  g_autoptr (GError) error = NULL;

  g_assert_true (penny_imap_session_greet (session, PENNY_SECURITY_NONE, NULL));
  g_assert_false (penny_dry_run_look_imap (run, session, &error));
  g_assert_nonnull (error);
  test_transcript_assert_finished (transcript);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dry-run/look/boxes", test_boxes);
  g_test_add_func ("/dry-run/look/cut", test_cut);
  g_test_add_func ("/dry-run/look/no-inbox", test_no_inbox);
  return g_test_run ();
}
