/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first flight and the visit of a mailbox, with and without what makes them short. */
#include "imap-scenario.h"

#include "penny-error.h"

#define FIELDS "From Subject"
#define ITEMS "(UID FLAGS BODY.PEEK[HEADER.FIELDS (" FIELDS ")])"
#define HEADER "BODY[HEADER.FIELDS (FROM SUBJECT)] \"x\""

static PennyImapVisit
visit_of (PennyImapKnown known)
{
  return (PennyImapVisit) {
    .path = "INBOX", .known = known, .n_newest = 50,
    .items = PENNY_IMAP_FETCH_FLAGS | PENNY_IMAP_FETCH_HEADER, .header_fields = FIELDS,
  };
}

/* "news 2, exists 3; 7:1 9:0; gone 4:5; flags 6:1" */
static char *
describe (PennyImapSession *session, const PennyImapVisited *visited)
{
  g_autoptr(PennyImapEvents) events = penny_imap_session_take_events (session);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "news %d, exists %u;", visited->news, visited->selected.exists);
  for (guint i = 0; i < visited->fetched->len; i++)
    {
      const PennyImapFetched *one = g_ptr_array_index (visited->fetched, i);

      g_string_append_printf (text, " %u:%x", one->uid.value, one->flags);
    }
  if (events != NULL && !penny_uid_set_is_empty (events->vanished))
    {
      g_autofree char *gone = penny_uid_set_to_string (events->vanished);

      g_string_append_printf (text, "; gone %s", gone);
    }
  for (guint i = 0; events != NULL && i < events->flags->len; i++)
    {
      const PennyImapFlagChange *one = &g_array_index (events->flags, PennyImapFlagChange, i);

      g_string_append_printf (text, "%s %u:%x", i == 0 ? "; flags" : "", one->uid.value, one->flags);
    }
  if (events != NULL && events->resync)
    g_string_append (text, "; resync");
  return g_string_free (text, FALSE);
}

/* Opens with KNOWN; N_MAILBOXES and WANTED as told. */
static gboolean
open_with (PennyImapSession *session, PennyImapKnown known, guint n_mailboxes, const char *wanted, GError **error)
{
  PennyImapVisit visit = visit_of (known);
  g_auto(PennyImapVisited) visited = { .fetched = NULL };
  g_autoptr(GPtrArray) mailboxes = NULL;
  g_autofree char *told = NULL;
  gboolean opened;

  if (!scenario_enter (session, PENNY_SECURITY_TLS, error)
      || !penny_imap_session_open (session, &visit, &mailboxes, &visited, &opened, error))
    return FALSE;
  g_assert_cmpuint (mailboxes->len, ==, n_mailboxes);
  if (!opened)
    {
      g_assert_null (wanted);
      g_assert_null (penny_imap_session_get_selected (session));
      return TRUE;
    }
  told = describe (session, &visited);
  g_assert_cmpstr (told, ==, wanted);
  g_assert_cmpstr (penny_imap_session_get_selected (session), ==, "INBOX");
  return TRUE;
}

/* --- everything in one flight: no line of the server is read before the last one of the client --- */

static const char qresync[] =
  "S: * PREAUTH [CAPABILITY IMAP4rev1 ENABLE ID NAMESPACE LIST-EXTENDED LIST-STATUS SPECIAL-USE CONDSTORE QRESYNC "
  "ESORT SEARCHRES CONTEXT=SEARCH] ready\n"
  "C: P1 ENABLE QRESYNC\n"
  "C: P2 ID (\"name\" \"Penny Post\" \"version\" \"*\")\n"
  "C: P3 NAMESPACE\n"
  "C: P4 LIST \"\" \"*\" RETURN (SPECIAL-USE STATUS (MESSAGES UNSEEN UIDNEXT UIDVALIDITY HIGHESTMODSEQ))\n"
  "C: P5 SELECT \"INBOX\" (QRESYNC (5 33))\n"
  "C: P6 UID SORT RETURN (SAVE PARTIAL 1:50) (REVERSE ARRIVAL) UTF-8 UID 9:4294967295\n"
  "C: P7 UID FETCH $ " ITEMS "\n"
  "S: * ENABLED QRESYNC\n"
  "S: P1 OK Enabled.\n"
  "S: * ID (\"name\" \"Dovecot\")\n"
  "S: P2 OK ID completed.\n"
  "S: * NAMESPACE ((\"\" \"/\")) NIL NIL\n"
  "S: P3 OK Namespace completed.\n"
  "S: * LIST () \"/\" INBOX\n"
  "S: * STATUS INBOX (MESSAGES 5 UNSEEN 1 UIDNEXT 11 UIDVALIDITY 5 HIGHESTMODSEQ 40)\n"
  "S: P4 OK List completed.\n"
  "S: * FLAGS (\\Seen)\n"
  "S: * 5 EXISTS\n"
  "S: * OK [UIDVALIDITY 5] UIDs valid\n"
  "S: * OK [UIDNEXT 11] Predicted next UID\n"
  "S: * OK [HIGHESTMODSEQ 40] Highest\n"
  "S: * VANISHED (EARLIER) 4:5\n"
  "S: * 2 FETCH (UID 6 FLAGS (\\Seen) MODSEQ (36))\n"
  "S: * 5 FETCH (UID 10 FLAGS () MODSEQ (40))\n"
  "S: P5 OK [READ-WRITE] Select completed.\n"
  "S: * ESEARCH (TAG \"P6\") UID PARTIAL (1:50 10)\n"
  "S: P6 OK Sort completed.\n"
  "S: * 5 FETCH (UID 10 FLAGS () " HEADER ")\n"
  "S: P7 OK Fetch completed.\n"
  "C: P8 SELECT \"INBOX\" (QRESYNC (5 40))\n"
  "C: P9 UID SORT RETURN (SAVE PARTIAL 1:50) (REVERSE ARRIVAL) UTF-8 UID 11:4294967295\n"
  "C: P10 UID FETCH $ " ITEMS "\n"
  "S: * 5 FETCH (UID 10 FLAGS (\\Flagged) MODSEQ (41))\n"
  "S: * OK [CLOSED] Previous mailbox closed.\n"
  "S: * 4 EXISTS\n"
  "S: * OK [UIDVALIDITY 5] UIDs valid\n"
  "S: * OK [UIDNEXT 11] Predicted next UID\n"
  "S: * OK [HIGHESTMODSEQ 41] Highest\n"
  "S: P8 OK [READ-WRITE] Select completed.\n"
  "S: P9 NO Not now.\n"
  "S: P10 BAD Nothing is saved.\n"
  /* From now on every removal comes by its UID. */
  "C: P11 NOOP\n"
  "S: * VANISHED 10\n"
  "S: * 2 FETCH (UID 7 FLAGS (\\Seen) MODSEQ (43))\n"
  "S: P11 OK done\n";

static gboolean
play_qresync (PennyImapSession *session, GError **error)
{
  PennyImapVisit visit = visit_of ((PennyImapKnown) { 5, { 11 }, { 40 } });
  g_auto(PennyImapVisited) visited = { .fetched = NULL };
  g_autofree char *told = NULL;
  g_autofree char *later = NULL;

  if (!open_with (session, (PennyImapKnown) { 5, { 9 }, { 33 } }, 1,
                  "news 2, exists 5; 10:0; gone 4:5; flags 6:1 10:0", error)
      || !penny_imap_session_visit (session, &visit, &visited, error))
    return FALSE;
  told = describe (session, &visited);
  g_assert_cmpstr (told, ==, "news 2, exists 4;");
  if (!penny_imap_session_noop (session, error))
    return FALSE;
  later = describe (session, &visited);
  g_assert_cmpstr (later, ==, "news 2, exists 4;; gone 10; flags 7:1");
  return TRUE;
}

/* Gmail has CONDSTORE alone: the flags are told, what vanished is not. */
static const char condstore[] =
  "S: * PREAUTH [CAPABILITY IMAP4rev1 ENABLE CONDSTORE] ready\n"
  "C: P1 LIST \"\" \"*\"\n"
  "C: P2 SELECT \"INBOX\" (CONDSTORE)\n"
  "C: P3 UID FETCH 1:4294967295 (UID FLAGS) (CHANGEDSINCE 33)\n"
  "C: P4 UID FETCH 9:508 " ITEMS "\n"
  "S: * LIST () \"/\" INBOX\n"
  "S: P1 OK Success\n"
  "S: * 3 EXISTS\n"
  "S: * OK [UIDVALIDITY 5]\n"
  "S: * OK [UIDNEXT 10]\n"
  "S: * OK [HIGHESTMODSEQ 40]\n"
  "S: P2 OK [READ-WRITE] INBOX selected. (Success)\n"
  "S: * 1 FETCH (UID 3 MODSEQ (37) FLAGS (\\Seen))\n"
  "S: * 3 FETCH (UID 9 MODSEQ (40) FLAGS ())\n"
  "S: P3 OK Success\n"
  "S: * 3 FETCH (UID 9 FLAGS () " HEADER ")\n"
  "S: P4 OK Success\n";

static gboolean
play_condstore (PennyImapSession *session, GError **error)
{
  return open_with (session, (PennyImapKnown) { 5, { 9 }, { 33 } }, 1, "news 1, exists 3; 9:0; flags 3:1 9:0", error);
}

static const char partial[] =
  "S: * PREAUTH [CAPABILITY IMAP4rev1 PARTIAL ESORT SEARCHRES CONTEXT=SEARCH] ready\n"
  "C: P1 LIST \"\" \"*\"\n"
  "C: P2 SELECT \"INBOX\"\n"
  "C: P3 UID FETCH 1:4294967295 " ITEMS " (PARTIAL -1:-50)\n"
  "S: * LIST () \"/\" INBOX\n"
  "S: P1 OK\n"
  "S: * 100000 EXISTS\n"
  "S: * OK [UIDVALIDITY 5]\n"
  "S: P2 OK\n"
  "S: * 99999 FETCH (UID 200001 FLAGS (\\Seen) " HEADER ")\n"
  "S: * 100000 FETCH (UID 200003 FLAGS () " HEADER ")\n"
  "S: P3 OK\n";

static gboolean
play_partial (PennyImapSession *session, GError **error)
{
  return open_with (session, (PennyImapKnown) { 0 }, 1, "news 0, exists 100000; 200001:1 200003:0", error);
}

/* Nothing but RFC 3501: nothing is asked that it does not have, and not all of a mailbox that is not known. */
static const char plain[] =
  "S: * PREAUTH [CAPABILITY IMAP4rev1] ready\n"
  "C: P1 LIST \"\" \"*\"\n"
  "C: P2 SELECT \"INBOX\"\n"
  "S: * LIST () \".\" INBOX\n"
  "S: P1 OK LIST completed\n"
  "S: * 100000 EXISTS\n"
  "S: * OK [UIDVALIDITY 5] Ok\n"
  "S: P2 OK [READ-WRITE] Ok\n";

static gboolean
play_plain (PennyImapSession *session, GError **error)
{
  return open_with (session, (PennyImapKnown) { 0 }, 1, "news 0, exists 100000;", error);
}

/* What is asked of a server with CONDSTORE alone, and the beginning of its answer. */
#define CONDSTORE_FLIGHT \
  "S: * PREAUTH [CAPABILITY IMAP4rev1 CONDSTORE] ready\n" \
  "C: P1 LIST \"\" \"*\"\n" \
  "C: P2 SELECT \"INBOX\" (CONDSTORE)\n" \
  "C: P3 UID FETCH 1:4294967295 (UID FLAGS) (CHANGEDSINCE 33)\n" \
  "C: P4 UID FETCH 9:508 " ITEMS "\n" \
  "S: * LIST () \"/\" INBOX\n"

/* The mailbox was made anew: what was asked by UID is about other messages. */
static const char made_anew[] =
  CONDSTORE_FLIGHT
  "S: P1 OK\n"
  "S: * 2 EXISTS\n"
  "S: * OK [UIDVALIDITY 6]\n"
  "S: * OK [HIGHESTMODSEQ 99]\n"
  "S: P2 OK\n"
  "S: * 1 FETCH (UID 1 FLAGS () MODSEQ (50))\n"
  "S: P3 OK\n"
  "S: * 2 FETCH (UID 20 FLAGS () " HEADER ")\n"
  "S: P4 OK\n";

static gboolean
play_made_anew (PennyImapSession *session, GError **error)
{
  return open_with (session, (PennyImapKnown) { 5, { 9 }, { 33 } }, 1, "news 0, exists 2;", error);
}

/* Offered, yet refused. */
static const char refusing[] =
  "S: * PREAUTH [CAPABILITY IMAP4rev1 ENABLE ID NAMESPACE CONDSTORE QRESYNC] ready\n"
  "C: P1 ENABLE QRESYNC\n"
  "C: P2 ID *\n"
  "C: P3 NAMESPACE\n"
  "C: P4 LIST \"\" \"*\"\n"
  "C: P5 SELECT \"INBOX\" (QRESYNC (5 33))\n"
  "C: P6 UID FETCH 9:508 " ITEMS "\n"
  "S: P1 BAD no\n"
  "S: P2 NO nor that\n"
  "S: P3 BAD nor that\n"
  "S: * LIST () \"/\" INBOX\n"
  "S: * LIST () \"/\" Sent\n"
  "S: P4 OK\n"
  "S: P5 BAD QRESYNC is not enabled\n"
  "S: P6 BAD No mailbox is selected\n"
  "C: P7 SELECT \"INBOX\"\n"
  "S: * 3 EXISTS\n"
  "S: * OK [UIDVALIDITY 5]\n"
  "S: P7 OK\n";

static gboolean
play_refusing (PennyImapSession *session, GError **error)
{
  return open_with (session, (PennyImapKnown) { 5, { 9 }, { 33 } }, 2, "news 0, exists 3;", error);
}

/* A server that counts its changes anew has told nothing. */
static const char counted_anew[] =
  CONDSTORE_FLIGHT
  "S: P1 OK\n"
  "S: * 2 EXISTS\n"
  "S: * OK [UIDVALIDITY 5]\n"
  "S: * OK [HIGHESTMODSEQ 7]\n"
  "S: P2 OK\n"
  "S: P3 OK\n"
  "S: P4 OK\n";

static gboolean
play_counted_anew (PennyImapSession *session, GError **error)
{
  return open_with (session, (PennyImapKnown) { 5, { 9 }, { 33 } }, 1, "news 0, exists 2;", error);
}

/* An account without an inbox still has its folders. */
static const char closed[] =
  "S: * PREAUTH [CAPABILITY IMAP4rev1] ready\n"
  "C: P1 LIST \"\" \"*\"\n"
  "C: P2 SELECT \"INBOX\"\n"
  "S: * LIST () \"/\" Sent\n"
  "S: P1 OK\n"
  "S: P2 NO [NONEXISTENT] no such mailbox\n";

static gboolean
play_closed (PennyImapSession *session, GError **error)
{
  return open_with (session, (PennyImapKnown) { 0 }, 1, NULL, error);
}

/* --- what is told of each message --- */

static const char extras[] =
  "S: * PREAUTH [CAPABILITY IMAP4rev1 ENABLE UTF8=ACCEPT PREVIEW OBJECTID X-GM-EXT-1 BINARY LITERAL+] ready\n"
  "C: P1 ENABLE UTF8=ACCEPT\n"
  "C: P2 LIST \"\" \"*\"\n"
  "C: P3 SELECT \"INBOX\"\n"
  "C: P4 UID FETCH 9:508 (UID FLAGS PREVIEW (LAZY) EMAILID BODY.PEEK[HEADER.FIELDS (" FIELDS ")])\n"
  "S: * ENABLED UTF8=ACCEPT\n"
  "S: P1 OK\n"
  "S: * LIST () \"/\" \"Entwürfe & Co\"\n"
  "S: * LIST () \"/\" INBOX\n"
  "S: P2 OK\n"
  "S: * 2 EXISTS\n"
  "S: * OK [UIDVALIDITY 5]\n"
  "S: P3 OK\n"
  "S: * 1 FETCH (UID 9 FLAGS () PREVIEW \"Grüße aus Rom\" EMAILID (M6d99ac3275bb4e) THREADID (T1) " HEADER ")\n"
  "S: * 2 FETCH (UID 10 FLAGS () PREVIEW NIL X-GM-MSGID 1278455344230334865 " HEADER ")\n"
  "S: P4 OK\n"
  "C: P5 STATUS {14+}\n"
  "C: Entwürfe & Co (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)\n"
  "S: * STATUS \"Entwürfe & Co\" (MESSAGES 7 UNSEEN 1 UIDNEXT 9 UIDVALIDITY 5)\n"
  "S: P5 OK\n"
  /* A name that was never told is not encoded either. */
  "C: P6 APPEND {5+}\n"
  "C: Über (\\Seen) ~{4+}\n"
  "C> 4\n"
  "C:\n"
  "S: P6 OK [APPENDUID 5 11] done\n"
  "C: P7 APPEND \"INBOX\" (\\Seen) UTF8 (~{17+}\n"
  "C> 17\n"
  "C: )\n"
  "S: P7 OK done\n";

static gboolean
append (PennyImapSession *session, const char *path, const char *message, gsize size, GError **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (message, size);

  return penny_imap_session_append (session, path, PENNY_FLAG_SEEN, 0, bytes, NULL, NULL, error);
}

static gboolean
play_extras (PennyImapSession *session, GError **error)
{
  PennyImapVisit visit = visit_of ((PennyImapKnown) { 5, { 9 } });
  g_auto(PennyImapVisited) visited = { .fetched = NULL };
  g_autoptr(GPtrArray) mailboxes = NULL;
  const PennyImapFetched *first, *second;
  PennyImapStatus status;
  gboolean opened;

  visit.items |= PENNY_IMAP_FETCH_PREVIEW | PENNY_IMAP_FETCH_OBJECT_ID;
  if (!scenario_enter (session, PENNY_SECURITY_TLS, error)
      || !penny_imap_session_open (session, &visit, &mailboxes, &visited, &opened, error))
    return FALSE;
  g_assert_cmpstr (((PennyImapMailbox *) g_ptr_array_index (mailboxes, 0))->path, ==, "Entwürfe & Co");
  g_assert_cmpuint (visited.fetched->len, ==, 2);
  first = g_ptr_array_index (visited.fetched, 0);
  g_assert_cmpstr (first->preview, ==, "Grüße aus Rom");
  g_assert_cmpstr (first->object_id, ==, "E:M6d99ac3275bb4e");
  second = g_ptr_array_index (visited.fetched, 1);
  g_assert_null (second->preview);
  g_assert_cmpstr (second->object_id, ==, "G:1278455344230334865");
  if (!penny_imap_session_status (session, "Entwürfe & Co", &status, error))
    return FALSE;
  g_assert_cmpuint (status.messages, ==, 7);
  return append (session, "Über", "a\0\r\n", 4, error)
         && append (session, "INBOX", "From: \xc3\xbc@x\r\n\r\nx\r", 17, error);
}

static const Scenario scenarios[] = {
  { "opening-qresync", qresync, play_qresync },
  { "opening-condstore", condstore, play_condstore },
  { "opening-partial", partial, play_partial },
  { "opening-plain", plain, play_plain },
  { "opening-made-anew", made_anew, play_made_anew },
  { "opening-refusing", refusing, play_refusing },
  { "opening-counted-anew", counted_anew, play_counted_anew },
  { "opening-closed", closed, play_closed },
  { "extras", extras, play_extras },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  scenario_add_tests (scenarios, G_N_ELEMENTS (scenarios));
  return g_test_run ();
}
