/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Idling, news told unasked, windows, and servers that mean harm or know little. */
#include "fuzz-channel.h"
#include "imap-scenario.h"

#include <string.h>

#include "penny-error.h"

/* A session that is in, with INBOX of three messages selected; UIDs 10, 20, 30 known. */
#define START(caps) \
  "S: * PREAUTH [CAPABILITY IMAP4rev1 " caps "] x\n" \
  "C: P1 SELECT \"INBOX\"\n" "S: * 3 EXISTS\n" "S: P1 OK [READ-WRITE] x\n" \
  "C: P2 UID FETCH 1:* (UID FLAGS)\n" \
  "S: * 1 FETCH (UID 10 FLAGS ())\n" "S: * 2 FETCH (UID 20 FLAGS ())\n" "S: * 3 FETCH (UID 30 FLAGS ())\n" \
  "S: P2 OK x\n"

typedef struct {
  TestTranscript *transcript;
  PennyImapSession *session;
} Setup;

static void
setup_clear (Setup *self)
{
  g_clear_pointer (&self->session, penny_imap_session_free);
  g_clear_object (&self->transcript);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Setup, setup_clear)

static Setup
set_up (const char *script, TestFeed feed)
{
  Setup self = { test_transcript_new (script, feed), NULL };
  g_autoptr(GArray) flags = NULL;
  g_autoptr(GError) error = NULL;

  self.session = penny_imap_session_new (PENNY_CHANNEL (self.transcript));
  penny_imap_session_greet (self.session, PENNY_SECURITY_TLS, &error);
  g_assert_no_error (error);
  penny_imap_session_select (self.session, "INBOX", FALSE, NULL, &error);
  g_assert_no_error (error);
  flags = penny_imap_session_uids_and_flags (self.session, &error);
  g_assert_no_error (error);
  return self;
}

/* What NEWS (S lines, told before the answer to a NOOP) becomes. */
static void
test_news (void)
{
  static const struct {
    const char *news;
    const char *wanted;
  } cases[] = {
    { "S: * 4 EXISTS\n", "grew 4" },
    { "S: * 2 EXPUNGE\n", "gone 20 exists 2" },
    { "S: * 1 EXPUNGE\nS: * 1 EXPUNGE\n", "gone 10,20 exists 1" },
    { "S: * 3 EXPUNGE\nS: * 3 EXISTS\nS: * 3 EXPUNGE\n", "grew 2 gone 30 resync" },
    { "S: * 4 EXPUNGE\n", "resync" },
    { "S: * 2 EXISTS\n", "resync exists 2" },
    { "S: * 2 FETCH (FLAGS (\\Seen))\n", "flags 20=1" },
    { "S: * 2 FETCH (UID 20 FLAGS (\\Seen))\nS: * 2 FETCH (FLAGS ())\n", "flags 20=1 20=0" },
    { "S: * 1 EXPUNGE\nS: * 1 FETCH (FLAGS (\\Seen))\n", "gone 10 exists 2 flags 20=1" },
    { "S: * 9 FETCH (FLAGS (\\Seen))\n", "resync" },
    { "S: * 4000000000 EXISTS\nS: * 4000000000 FETCH (UID 7 FLAGS ())\n", "grew 4000000000 flags 7=0" },
    { "S: * 2 FETCH (MODSEQ (7))\n", "" },
    { "S: * VANISHED 20:21\n", "gone 20:21 resync exists 1" },
    { "S: * VANISHED (EARLIER) 1:4294967295\n", "gone 1:4294967295" },
    { "S: * 2 FETCH (UID 20 FLAGS (\\Seen\n", "resync" },
    { "S: * OK [ALERT] the disk is on fire\n", "alert the disk is on fire" },
    { "S: * LIST () \"/\" x\nS: * SEARCH 1 2\nS: * OK [UIDVALIDITY 9] x\nS: * FOO\nS: + what\n", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *script = g_strconcat (START (""), "C: P3 NOOP\n", cases[i].news, "S: P3 OK x\n", NULL);
      g_auto(Setup) setup = set_up (script, (TestFeed) (i % TEST_N_FEEDS));
      g_autoptr(GError) error = NULL;
      g_autoptr(PennyImapEvents) events = NULL;
      g_autoptr(GString) told = g_string_new (NULL);
      g_autofree char *gone = NULL;

      g_assert_true (penny_imap_session_noop (setup.session, &error));
      events = penny_imap_session_take_events (setup.session);
      if (events != NULL)
        {
          if (events->grew)
            g_string_append_printf (told, "grew %u ", events->exists);
          gone = penny_uid_set_to_string (events->vanished);
          if (*gone != '\0')
            g_string_append_printf (told, "gone %s ", gone);
          if (events->resync)
            g_string_append (told, "resync ");
          if (events->exists < 3 && !events->grew)
            g_string_append_printf (told, "exists %u ", events->exists);
          for (guint k = 0; k < events->flags->len; k++)
            {
              PennyImapFlagChange *change = &g_array_index (events->flags, PennyImapFlagChange, k);

              g_string_append_printf (told, "%s%u=%x ", k == 0 ? "flags " : "", change->uid.value, change->flags);
            }
          if (events->alerts[0] != NULL)
            g_string_append_printf (told, "alert %s ", events->alerts[0]);
        }
      g_assert_cmpstr (g_strchomp (told->str), ==, cases[i].wanted);
      test_transcript_assert_finished (setup.transcript);
    }
}

/* --- idling --- */

static void
test_idle (void)
{
  static const struct {
    const char *script;
    PennyImapIdle wanted;
  } cases[] = {
    { START ("IDLE") "C: P3 IDLE\n" "S: + idling\n" "S: * 4 EXISTS\n" "C: DONE\n" "S: P3 OK x\n",
      PENNY_IMAP_IDLE_EVENTS },
    { START ("IDLE") "C: P3 IDLE\n" "S: * 2 EXPUNGE\n" "S: + idling\n" "C: DONE\n" "S: P3 OK x\n",
      PENNY_IMAP_IDLE_EVENTS },
    { START ("IDLE") "C: P3 IDLE\n" "S: + idling\n" "S: * OK Still here\n" "C: DONE\n" "S: P3 OK x\n",
      PENNY_IMAP_IDLE_WOKEN },
    { START ("IDLE") "C: P3 IDLE\n" "S: P3 NO not you\n" "C: P4 NOOP\n" "S: P4 OK x\n" "C: P5 NOOP\n",
      PENNY_IMAP_IDLE_WOKEN },
    { START ("IDLE") "C: P3 IDLE\n" "S: + idling\n" "S: * BYE bored\n", PENNY_IMAP_IDLE_FAILED },
    { START ("IDLE") "C: P3 IDLE\n" "S: + idling\n" "S: P3 OK ended by itself\n", PENNY_IMAP_IDLE_FAILED },
    { START ("IDLE") "C: P3 IDLE\n" "S: + idling\n" "EOF\n", PENNY_IMAP_IDLE_FAILED },
    { START ("") "C: P3 NOOP\n" "S: * 5 EXISTS\n" "S: P3 OK x\n", PENNY_IMAP_IDLE_EVENTS },
    { START ("") "C: P3 NOOP\n" "S: P3 OK x\n" "C: P4 NOOP\n", PENNY_IMAP_IDLE_WOKEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (TestFeed feed = 0; feed < TEST_N_FEEDS; feed++)
      {
        g_auto(Setup) setup = set_up (cases[i].script, feed);
        g_autoptr(PennyWake) wake = penny_wake_new ();
        g_autoptr(GError) error = NULL;
        PennyImapIdle outcome = penny_imap_session_idle (setup.session, wake, 60000, &error);

        g_assert_cmpint (outcome, ==, cases[i].wanted);
        g_assert_cmpint (error != NULL, ==, cases[i].wanted == PENNY_IMAP_IDLE_FAILED);
      }
}

/* Other mailboxes are told of once NOTIFY (RFC 5465) was granted, until the server has had enough. */
static void
test_notify (void)
{
  static const struct {
    const char *answer;
    gboolean granted;
    gboolean told;      /* by a STATUS that nobody asked for */
  } cases[] = {
    { "S: P3 OK will do\nS: + idling\nS: * STATUS Archive (MESSAGES 5 UIDNEXT 9)\n", TRUE, TRUE },
    { "S: P3 OK will do\nS: + idling\nS: * LIST () \"/\" New\n", TRUE, TRUE },
    { "S: P3 NO [BADEVENT (MessageNew)] not here\nS: + idling\nS: * STATUS Archive (MESSAGES 5)\n", FALSE, FALSE },
    { "S: P3 OK will do\nS: + idling\nS: * OK [NOTIFICATIONOVERFLOW] too much\n", FALSE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (TestFeed feed = 0; feed < TEST_N_FEEDS; feed++)
      {
        g_autofree char *script = g_strconcat (START ("IDLE NOTIFY") "C: P3 NOTIFY SET (SELECTED (*)) (PERSONAL (*))\n"
                                               "C: P4 IDLE\n", cases[i].answer, "C: DONE\nS: P4 OK x\nC: P5 NOOP\n"
                                               "S: P5 OK x\n", NULL);
        g_auto(Setup) setup = set_up (script, feed);
        g_autoptr(PennyWake) wake = penny_wake_new ();
        g_autoptr(PennyImapEvents) events = NULL;
        g_autoptr(GError) error = NULL;
        PennyImapIdle outcome = penny_imap_session_idle (setup.session, wake, 60000, &error);

        g_assert_cmpint (outcome, ==, cases[i].told ? PENNY_IMAP_IDLE_EVENTS : PENNY_IMAP_IDLE_WOKEN);
        g_assert_true (penny_imap_session_noop (setup.session, &error));
        g_assert_no_error (error);
        events = penny_imap_session_take_events (setup.session);
        g_assert_cmpint (events != NULL && events->elsewhere, ==, cases[i].told);
        g_assert_cmpint (penny_imap_session_notifies (setup.session), ==, cases[i].granted);
        test_transcript_assert_finished (setup.transcript);
      }
}

/* Without IDLE and with nobody ringing. */
static void
test_idle_by_noop (void)
{
  static const char script[] = START ("") "C: P3 NOOP\n" "S: * 5 EXISTS\n" "S: P3 OK x\n";
  g_auto(Setup) setup = set_up (script, TEST_FEED_WHOLE);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (penny_imap_session_idle (setup.session, NULL, 0, &error), ==, PENNY_IMAP_IDLE_EVENTS);
  test_transcript_assert_finished (setup.transcript);
}

/* --- windows --- */

typedef struct {
  GString *seen;
  guint left;
} Windows;

static void
note_uid (PennyImapFetched *fetched, gpointer data)
{
  g_string_append_printf (((Windows *) data)->seen, "%u ", fetched->uid.value);
}

static gboolean
may_go_on (gpointer data)
{
  Windows *windows = data;

  return windows->left > 0 && windows->left-- > 0;
}

static gboolean
fetch_three (Setup *setup, guint allowed, const char *wanted, GError **error)
{
  g_autoptr(PennyUidSet) first = penny_uid_set_new_range (PENNY_UID (30), PENNY_UID (30));
  g_autoptr(PennyUidSet) second = penny_uid_set_new_range (PENNY_UID (20), PENNY_UID (20));
  g_autoptr(PennyUidSet) third = penny_uid_set_new_range (PENNY_UID (10), PENNY_UID (10));
  const PennyUidSet *sets[] = { first, second, third };
  g_autoptr(GString) seen = g_string_new (NULL);
  Windows windows = { seen, allowed };
  gboolean done = penny_imap_session_fetch (setup->session, sets, 3, PENNY_IMAP_FETCH_BODY, NULL, note_uid,
                                            may_go_on, &windows, error);

  g_assert_cmpstr (seen->str, ==, wanted);
  return done;
}

#define ASK(tag, uid) "C: " tag " UID FETCH " uid " (UID BODY.PEEK[])\n"

static void
test_windows_stop (void)
{
  static const char one[] = START ("") ASK ("P3", "30") "S: * 3 FETCH (UID 30 BODY[] \"x\")\n" "S: P3 OK x\n";
  static const char two[] = START ("") ASK ("P3", "30") ASK ("P4", "20") "S: * 3 FETCH (UID 30 BODY[] \"x\")\n"
    "S: P3 OK x\n" "S: * 2 FETCH (UID 20 BODY[] \"x\")\n" "S: P4 OK x\n";
  g_auto(Setup) setup = set_up (one, TEST_FEED_LINES);
  g_auto(Setup) other = set_up (two, TEST_FEED_LINES);
  g_autoptr(GError) error = NULL;

  g_assert_true (fetch_three (&setup, 0, "30 ", &error));
  test_transcript_assert_finished (setup.transcript);
  g_assert_true (fetch_three (&other, 1, "30 20 ", &error));
  test_transcript_assert_finished (other.transcript);
}

/* One window refused: the others come, and the first refusal is told. Messages nobody asked for, and
 * bodies of others', are not taken. */
static void
test_windows_refused (void)
{
  static const char script[] = START ("")
    ASK ("P3", "30") ASK ("P4", "20") "S: P3 NO [SERVERBUG] message 30 is hurt\n" ASK ("P5", "10")
    "S: * 2 FETCH (UID 20 BODY[] \"x\")\n" "S: * 3 FETCH (UID 31 BODY[] \"x\")\n" "S: P4 OK x\n"
    "S: * 1 FETCH (UID 10 BODY[] \"x\")\n" "S: P5 OK x\n";
  g_auto(Setup) setup = set_up (script, TEST_FEED_LINES);
  g_autoptr(GError) error = NULL;

  g_assert_false (fetch_three (&setup, 9, "20 10 ", &error));
  g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_UNAVAILABLE);
  g_assert_true (penny_imap_session_is_alive (setup.session));
}

static void
test_windows_wrong_tag (void)
{
  static const char script[] = START ("") ASK ("P3", "30") ASK ("P4", "20") "S: P9 OK x\n";
  g_auto(Setup) setup = set_up (script, TEST_FEED_LINES);
  g_autoptr(GError) error = NULL;

  g_assert_false (fetch_three (&setup, 9, "", &error));
  g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_PROTOCOL);
  g_assert_false (penny_imap_session_is_alive (setup.session));
}

/* --- changing on servers that know little --- */

static void
test_move_without_uidplus (void)
{
  static const char script[] = START ("")
    "C: P3 UID COPY 10 \"Trash\"\n" "S: P3 OK x\n"
    "C: P4 UID STORE 10 +FLAGS.SILENT (\\Deleted)\n" "S: P4 OK x\n";
  g_auto(Setup) setup = set_up (script, TEST_FEED_LINES);
  g_autoptr(PennyUidSet) uids = penny_uid_set_new_range (PENNY_UID (10), PENNY_UID (10));
  g_auto(PennyImapMoved) moved = { .uidvalidity = 0 };
  g_autoptr(GError) error = NULL;

  g_assert_true (penny_imap_session_move (setup.session, uids, "Trash", &moved, &error));
  g_assert_true (moved.left_deleted);
  g_assert_cmpuint (moved.to->len, ==, 0);
  g_assert_null (strstr (test_transcript_get_sent (setup.transcript), "EXPUNGE"));
  test_transcript_assert_finished (setup.transcript);
}

static void
test_refusals (void)
{
  static const struct {
    const char *answer;
    PennyImapError code;
  } cases[] = {
    { "NO [TRYCREATE] x", PENNY_IMAP_ERROR_NONEXISTENT },
    { "NO [NONEXISTENT] x", PENNY_IMAP_ERROR_NONEXISTENT },
    { "NO [OVERQUOTA] x", PENNY_IMAP_ERROR_OVERQUOTA },
    { "NO [NOPERM] x", PENNY_IMAP_ERROR_NOPERM },
    { "NO [TOOBIG] x", PENNY_IMAP_ERROR_TOO_BIG },
    { "NO [UNAVAILABLE] x", PENNY_IMAP_ERROR_UNAVAILABLE },
    { "NO Mailbox doesn't exist: x", PENNY_IMAP_ERROR_NONEXISTENT },
    { "NO x", PENNY_IMAP_ERROR_NO },
    { "BAD x", PENNY_IMAP_ERROR_BAD },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      /* Refused before the literal is sent, and the session goes on. */
      g_autofree char *script = g_strconcat (START (""), "C: P3 APPEND \"x\" () {5}\n", "S: P3 ", cases[i].answer,
                                             "\nC: P4 NOOP\nS: P4 OK x\n", NULL);
      g_auto(Setup) setup = set_up (script, TEST_FEED_LINES);
      g_autoptr(GBytes) message = g_bytes_new_static ("hello", 5);
      g_autoptr(GError) error = NULL;

      g_assert_false (penny_imap_session_append (setup.session, "x", 0, 0, message, NULL, NULL, &error));
      g_assert_error (error, PENNY_IMAP_ERROR, (int) cases[i].code);
      g_assert_true (penny_imap_session_noop (setup.session, NULL));
      test_transcript_assert_finished (setup.transcript);
    }
}

/* CREATE refused without a code: the mailbox itself is asked whether it is there. */
static void
test_create (void)
{
  static const char there[] = START ("") "C: P3 CREATE \"x\"\n" "S: P3 NO no\n"
    "C: P4 STATUS \"x\" *\n" "S: * STATUS x (MESSAGES 0)\n" "S: P4 OK x\n"
    "C: P5 SUBSCRIBE \"x\"\n" "S: P5 NO not here\n";
  static const char absent[] = START ("") "C: P3 CREATE \"x\"\n" "S: P3 NO [NOPERM] no\n"
    "C: P4 STATUS \"x\" *\n" "S: P4 NO x\n";
  static const char cut[] = START ("") "C: P3 CREATE \"x\"\n" "S: P3 NO no\n" "C: P4 STATUS \"x\" *\n" "S: * BYE x\n";
  g_auto(Setup) setup = set_up (there, TEST_FEED_LINES);
  g_auto(Setup) other = set_up (absent, TEST_FEED_LINES);
  g_auto(Setup) third = set_up (cut, TEST_FEED_LINES);
  g_autoptr(GError) error = NULL;

  g_assert_true (penny_imap_session_create (setup.session, "x", PENNY_ROLE_NONE, &error));
  test_transcript_assert_finished (setup.transcript);
  g_assert_false (penny_imap_session_create (other.session, "x", PENNY_ROLE_NONE, &error));
  g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NOPERM);
  g_clear_error (&error);
  g_assert_false (penny_imap_session_create (third.session, "x", PENNY_ROLE_NONE, &error));
  g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_BYE);
}

/* penny-imap-session-folders.c: what is open is left first; a list of subscriptions need not be kept. */
static void
test_rename (void)
{
  static const char done[] = START ("UNSELECT") "C: P3 UNSELECT\n" "S: P3 OK x\n"
    "C: P4 RENAME \"INBOX/a\" \"B&APw-cher\"\n" "S: P4 OK x\n" "C: P5 UNSUBSCRIBE \"INBOX/a\"\n" "S: P5 NO x\n"
    "C: P6 SUBSCRIBE \"B&APw-cher\"\n" "S: P6 BAD x\n"
    "C: P7 DELETE \"B&APw-cher\"\n" "S: P7 OK x\n" "C: P8 UNSUBSCRIBE \"B&APw-cher\"\n" "S: P8 OK x\n";
  static const char refused[] = START ("UNSELECT") "C: P3 UNSELECT\n" "S: P3 OK x\n"
    "C: P4 RENAME \"a\" \"b\"\n" "S: P4 NO [ALREADYEXISTS] x\n"
    "C: P5 DELETE \"a\"\n" "S: P5 NO [NONEXISTENT] x\n";
  g_auto(Setup) setup = set_up (done, TEST_FEED_LINES);
  g_auto(Setup) other = set_up (refused, TEST_FEED_LINES);
  g_autoptr(GError) error = NULL;

  g_assert_true (penny_imap_session_rename (setup.session, "INBOX/a", "Bücher", &error));
  g_assert_true (penny_imap_session_delete (setup.session, "Bücher", &error));
  test_transcript_assert_finished (setup.transcript);
  g_assert_false (penny_imap_session_rename (other.session, "a", "b", &error));
  g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NO);
  g_clear_error (&error);
  g_assert_false (penny_imap_session_delete (other.session, "a", &error));
  g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT);
  test_transcript_assert_finished (other.transcript);
}

/* A name that would end the line is never sent, wherever it comes from. */
static void
test_names (void)
{
  static const char * const names[] = { "a\r\nP9 DELETE b", "a\nb", "\x7f", "\xff" };
  g_auto(Setup) setup = set_up (START (""), TEST_FEED_WHOLE);
  gsize before = strlen (test_transcript_get_sent (setup.transcript));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (penny_imap_session_select (setup.session, names[i], FALSE, NULL, &error));
      g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT);
      g_clear_error (&error);
      g_assert_false (penny_imap_session_create (setup.session, names[i], PENNY_ROLE_NONE, &error));
      g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT);
    }
  g_assert_cmpuint (strlen (test_transcript_get_sent (setup.transcript)), ==, before);
}

/* Too many UIDs for one line become several commands. */
static void
test_chunks (void)
{
  g_autoptr(GString) script = g_string_new (START (""));
  g_autoptr(PennyUidSet) uids = penny_uid_set_new ();
  g_autoptr(GError) error = NULL;
  g_auto(Setup) setup = { NULL, NULL };

  for (guint i = 100000; i < 101500; i++)
    penny_uid_set_add (uids, PENNY_UID (i * 2));
  for (guint i = 3; i < 6; i++)
    g_string_append_printf (script, "C: P%u UID STORE * +FLAGS.SILENT (\\Seen)\nS: P%u OK x\n", i, i);
  setup = set_up (script->str, TEST_FEED_WHOLE);
  g_assert_true (penny_imap_session_store (setup.session, uids, PENNY_FLAG_SEEN, 0, &error));
  test_transcript_assert_finished (setup.transcript);
}

/* A message that cannot be understood is not one that is gone; and an alert is a sentence, not a book. */
static void
test_no_guessing (void)
{
  g_auto(Setup) setup = set_up (START ("") "C: P3 UID FETCH 1:* (UID FLAGS)\n" "S: * 1 FETCH (UID 10 FLAGS ())\n"
                                "S: * 2 FETCH (UID 20 FLAGS (\\Seen\n" "S: * 3 FETCH (UID 30 FLAGS ())\n"
                                "S: P3 OK x\n", TEST_FEED_LINES);
  g_autoptr(GError) error = NULL;

  g_assert_null (penny_imap_session_uids_and_flags (setup.session, &error));
  g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_PROTOCOL);
  g_assert_true (penny_imap_session_is_alive (setup.session));
  g_assert_null (penny_imap_session_take_events (setup.session));
}

static void
test_long_alert (void)
{
  g_autofree char *book = g_strnfill (10000, 'x');
  g_autofree char *script = g_strconcat (START ("") "C: P3 NOOP\n" "S: * OK [ALERT] a\xe2\x80\xae\x62", book,
                                         "\nS: P3 OK x\n", NULL);
  g_auto(Setup) setup = set_up (script, TEST_FEED_WHOLE);
  g_autoptr(PennyImapEvents) events = NULL;
  g_autoptr(GError) error = NULL;

  penny_imap_session_noop (setup.session, &error);
  g_assert_no_error (error);
  events = penny_imap_session_take_events (setup.session);
  g_assert_cmpuint (g_strv_length (events->alerts), ==, 1);
  g_assert_true (g_str_has_prefix (events->alerts[0], "a bxxx"));
  g_assert_cmpuint (strlen (events->alerts[0]), <, 400);
}

/* What is told of messages when it has no place there: before log-in, while a mailbox is opened, while a message goes
 * up. Nothing of it is believed but of the mailbox that is selected, and nothing is lost of the answer. */
static void
test_out_of_place (void)
{
#define CHATTER "S: * 1 FETCH (UID 10 FLAGS (\\Seen))\nS: * 2 EXPUNGE\nS: * 9 EXISTS\nS: * 9 EXISTS\nS: * VANISHED 30\n"
  static const char script[] =
    "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] x\n" "C: P1 AUTHENTICATE PLAIN *\n" CHATTER
    "S: P1 OK [CAPABILITY IMAP4rev1] x\n"
    "C: P2 SELECT \"INBOX\"\n" CHATTER "S: * 3 EXISTS\n" CHATTER "S: * 3 EXISTS\n" "S: P2 OK [READ-WRITE] x\n"
    "C: P3 UID FETCH 1:* (UID FLAGS)\n" "S: * 1 FETCH (UID 10 FLAGS ())\n" "S: * 1 FETCH (UID 10 FLAGS ())\n"
    "S: * 2 FETCH (UID 20 FLAGS ())\n" "S: * 3 FETCH (UID 30 FLAGS ())\n" "S: P3 OK x\n"
    "C: P4 APPEND \"Sent\" () {11}\n" "S: * 1 FETCH (UID 10 FLAGS (\\Seen))\n" "S: + go\n" "S: * 2 EXISTS\n"
    "C: A: 1\n" "C: \n" "C: B\n" "C: \n" "S: * 3 FETCH (FLAGS ())\n" "S: P4 OK [APPENDUID 7 9] x\n";

  for (TestFeed feed = 0; feed < TEST_N_FEEDS; feed++)
    {
      g_autoptr(TestTranscript) transcript = test_transcript_new (script, feed);
      g_autoptr(PennyImapSession) session = penny_imap_session_new (PENNY_CHANNEL (transcript));
      g_autoptr(GBytes) message = g_bytes_new_static ("A: 1\r\n\r\nB\r\n", 11);
      g_autoptr(PennyImapEvents) events = NULL;
      g_autoptr(GArray) flags = NULL;
      g_autoptr(GError) error = NULL;
      PennyImapSelected selected;
      PennyUid uid;

      g_assert_true (scenario_enter (session, PENNY_SECURITY_NONE, &error));
      g_assert_null (penny_imap_session_take_events (session));
      g_assert_true (penny_imap_session_select (session, "INBOX", FALSE, &selected, &error));
      g_assert_cmpuint (selected.exists, ==, 3);
      flags = penny_imap_session_uids_and_flags (session, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (flags->len, ==, 3);
      g_assert_true (penny_imap_session_append (session, "Sent", 0, 0, message, NULL, &uid, &error));
      g_assert_cmpuint (uid.value, ==, 9);
      events = penny_imap_session_take_events (session);
      g_assert_true (events->resync);
      g_assert_cmpuint (events->exists, ==, 2);
      g_assert_true (penny_uid_set_is_empty (events->vanished));
      test_transcript_assert_finished (transcript);
    }
}

/* A name that only a literal can carry, refused before it is said. */
static void
test_refused_name (void)
{
  g_autofree char *name = g_strnfill (1200, 'n');
  g_auto(Setup) setup = set_up (START ("") "C: P3 SELECT {1200}\n" "S: P3 NO [NONEXISTENT] x\n"
                                "C: P4 NOOP\n" "S: P4 OK x\n", TEST_FEED_LINES);
  g_autoptr(GError) error = NULL;

  g_assert_false (penny_imap_session_select (setup.session, name, FALSE, NULL, &error));
  g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_NONEXISTENT);
  g_clear_error (&error);
  g_assert_null (penny_imap_session_get_selected (setup.session));
  g_assert_true (penny_imap_session_noop (setup.session, &error));
  g_assert_no_error (error);
  test_transcript_assert_finished (setup.transcript);
}

/* A server that goes on and on while a mailbox is opened: what is kept of it is bounded. */
static void
test_endless_opening (void)
{
  const gsize n = 100, size = 1024 * 1024;
  const PennyImapVisit visit = { .path = "INBOX", .known = { .uidnext = PENNY_UID (1) }, .n_newest = 5,
                                 .items = PENNY_IMAP_FETCH_BODY };
  g_autoptr(GString) said = g_string_new ("* PREAUTH [CAPABILITY IMAP4rev1] x\r\n\016* 100 EXISTS\r\n\2 OK x\r\n");
  g_autofree char *body = g_strnfill (size, 'x');
  g_autoptr(FuzzChannel) channel = NULL;
  g_autoptr(PennyImapSession) session = NULL;
  g_auto(PennyImapVisited) visited = { .fetched = NULL };
  g_autoptr(GError) error = NULL;
  gsize kept = 0;

  for (gsize i = 1; i <= n; i++)
    g_string_append_printf (said, "* %zu FETCH (UID %zu BODY[] {%zu}\r\n%s)\r\n", i, i, size, body);
  g_string_append (said, "\1 OK x\r\n");
  channel = fuzz_channel_new ((const guint8 *) said->str, said->len, G_MAXSIZE, FALSE);
  session = penny_imap_session_new (PENNY_CHANNEL (channel));
  penny_imap_session_greet (session, PENNY_SECURITY_NONE, &error);
  g_assert_no_error (error);
  penny_imap_session_visit (session, &visit, &visited, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < visited.fetched->len; i++)
    kept += g_bytes_get_size (((PennyImapFetched *) g_ptr_array_index (visited.fetched, i))->body);
  g_assert_cmpuint (kept, >, 16 * size);
  g_assert_cmpuint (kept, <, 64 * size);
}

/* --- searching --- */

/* Letters here are given up for what a search does not find: silence and nonsense are not "none". */
static void
test_search (void)
{
  static const struct {
    const char *answer;
    int n_found;      /* -1: an error */
    int n_by_id;
  } cases[] = {
    { "S: * ESEARCH (TAG \"P3\") UID ALL 10,30\n", 2, 2 },
    { "S: * ESEARCH (TAG \"P3\") UID\n", 0, 0 },
    { "S: * SEARCH 10 30 20\n", 3, 3 },
    { "S: * SEARCH\n", 0, 0 },
    { "", -1, 0 },
    { "S: * ESEARCH (TAG \"P3\") ALL 1:2\n", -1, -1 },
    { "S: * ESEARCH (TAG \"P3\" UID ALL 1:2\n", -1, -1 },
    { "S: * SEARCH 10 99999999999\n", -1, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint by_id = 0; by_id < 2; by_id++)
      {
        g_autofree char *script = g_strconcat (START ("ESEARCH") "C: P3 UID SEARCH RETURN (ALL) *\n", cases[i].answer,
                                               "S: P3 OK x\n", NULL);
        g_auto(Setup) setup = set_up (script, TEST_FEED_LINES);
        g_autoptr(GError) error = NULL;
        g_autoptr(GArray) found = by_id ? penny_imap_session_list_message_id (setup.session, "<a@b>", &error)
                                        : penny_imap_session_uid_search (setup.session, "ALL", &error);

        g_assert_cmpint (found != NULL ? (int) found->len : -1, ==, by_id ? cases[i].n_by_id : cases[i].n_found);
        if (found == NULL)
          g_assert_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_PROTOCOL);
        g_assert_true (penny_imap_session_is_alive (setup.session));
        test_transcript_assert_finished (setup.transcript);
      }
}

/* What was used up or refused is not offered again by a new list of capabilities. */
static void
test_compress_once (void)
{
  static const char script[] = START ("COMPRESS=DEFLATE") "C: P3 COMPRESS DEFLATE\n"
                               "S: P3 NO [COMPRESSIONACTIVE] enough [CAPABILITY]\n"
                               "C: P4 NOOP\nS: * CAPABILITY IMAP4rev1 COMPRESS=DEFLATE\nS: P4 OK x\n";
  g_auto(Setup) setup = set_up (script, TEST_FEED_LINES);
  g_autoptr(GError) error = NULL;

  g_assert_true (penny_imap_session_compress (setup.session, &error));
  g_assert_true (penny_imap_session_noop (setup.session, &error));
  g_assert_false (penny_imap_session_has (setup.session, PENNY_IMAP_CAP_COMPRESS_DEFLATE));
  g_assert_true (penny_imap_session_compress (setup.session, &error));
  g_assert_no_error (error);
  test_transcript_assert_finished (setup.transcript);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/events/news", test_news);
  g_test_add_func ("/imap/events/no-guessing", test_no_guessing);
  g_test_add_func ("/imap/events/long-alert", test_long_alert);
  g_test_add_func ("/imap/events/out-of-place", test_out_of_place);
  g_test_add_func ("/imap/events/refused-name", test_refused_name);
  g_test_add_func ("/imap/events/endless-opening", test_endless_opening);
  g_test_add_func ("/imap/events/idle", test_idle);
  g_test_add_func ("/imap/events/notify", test_notify);
  g_test_add_func ("/imap/events/idle-by-noop", test_idle_by_noop);
  g_test_add_func ("/imap/search", test_search);
  g_test_add_func ("/imap/compress-once", test_compress_once);
  g_test_add_func ("/imap/windows/stop", test_windows_stop);
  g_test_add_func ("/imap/windows/refused", test_windows_refused);
  g_test_add_func ("/imap/windows/wrong-tag", test_windows_wrong_tag);
  g_test_add_func ("/imap/change/move-without-uidplus", test_move_without_uidplus);
  g_test_add_func ("/imap/change/refusals", test_refusals);
  g_test_add_func ("/imap/change/create", test_create);
  g_test_add_func ("/imap/change/rename", test_rename);
  g_test_add_func ("/imap/change/names", test_names);
  g_test_add_func ("/imap/change/chunks", test_chunks);
  return g_test_run ();
}
