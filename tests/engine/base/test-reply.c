/* SPDX-License-Identifier: GPL-3.0-or-later */
/* penny-reply, its penny-reply-table, and penny-phase: what is near a row is not the row, and nothing
 * that a server says can harm. The replies themselves are in ../discovery/test-replies.c. */
#include <string.h>

#include "penny-phase.h"
#include "penny-reply.h"

#define ANY_VOICE (PENNY_VOICE_IMAP | PENNY_VOICE_POP | PENNY_VOICE_SMTP | PENNY_VOICE_WIRE)
#define ANY_MOMENT (PENNY_MOMENT_DOOR | PENNY_MOMENT_LOG_IN | PENNY_MOMENT_BOX | PENNY_MOMENT_SEND)

static void
test_rows (void)
{
  guint n_rows;
  const PennyReplyRow *rows = penny_reply_get_rows (&n_rows);

  g_assert_cmpuint (n_rows, >=, 60);
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *lower = g_ascii_strdown (rows[i].words, -1);
      g_autofree char *reply = g_strdup (rows[i].words);
      const char *found;

      g_assert_cmpstr (lower, ==, rows[i].words);
      g_assert_cmpuint (strlen (rows[i].words), >=, 5);
      g_assert_false (g_str_has_suffix (rows[i].words, "*"));
      g_assert_true (g_regex_match_simple ("(19|20)[0-9][0-9]$", rows[i].source, 0, 0));
      /* No row hides behind one before it. */
      g_strdelimit (reply, "*", ' ');
      found = penny_reply_find_cause (rows[i].voices, rows[i].moments, reply, rows[i].provider);
      g_assert_cmpstr (found, ==, rows[i].cause);
    }
}

static void
test_near_misses (void)
{
  static const char * const innocent[] = {
    "", " ", "Login failed.", "Authentication failed.", "Invalid credentials (Failure)", "LOGIN completed",
    "The server refuses to log in: Invalid login or password", "Password incorrect",
    "application password", "Application-specific passwords are a fine thing", "required",
    "IMAP enabled", "imapisdisabled", "discover quota", "not locked", "suspended animation",
    "too many cooks", "your plan: upgrade", "web login", "a web serverless answer", "5.7.5", "5.71.57",
    "connections: 3", "550 5.1.1 user unknown", "Message accepted", "gnutls_e_again", "reputation",
    "maintenance", "robot", "eula", "full email", "quota", "no such thing", "mailbox", "an IMAP server",
  };

  for (guint i = 0; i < G_N_ELEMENTS (innocent); i++)
    g_assert_null (penny_reply_find_cause (ANY_VOICE, ANY_MOMENT, innocent[i], NULL));
  /* Right words, wrong mouth or moment. */
  g_assert_null (penny_reply_find_cause (PENNY_VOICE_IMAP, PENNY_MOMENT_SEND, "over quota", NULL));
  g_assert_null (penny_reply_find_cause (PENNY_VOICE_POP, PENNY_MOMENT_LOG_IN, "relay access denied", NULL));
  g_assert_null (penny_reply_find_cause (PENNY_VOICE_IMAP, PENNY_MOMENT_LOG_IN, "authentication failed", "gmail"));
  g_assert_cmpstr (penny_reply_find_cause (PENNY_VOICE_IMAP, PENNY_MOMENT_LOG_IN, "Authentication failed", "gmx"),
                   ==, "wrong-password-or-switched-off");
}

static void
test_for_now (void)
{
  g_assert_true (penny_reply_is_for_now ("too-many-attempts"));
  g_assert_true (penny_reply_is_for_now ("server-busy"));
  g_assert_false (penny_reply_is_for_now ("app-password-needed"));
  g_assert_false (penny_reply_is_for_now (NULL));
}

static void
test_hostile (void)
{
  g_autofree char *long_text = g_strnfill (10 * 1024, 'a');
  g_autofree char *late = g_strconcat (long_text, " imap is disabled", NULL);
  g_autofree char *bell = penny_reply_clean ("a\a\x1b[31mb\r\nc\x7f\xc2\x85", -1, 100);
  g_autofree char *bidi = penny_reply_clean ("x\xe2\x80\xaey\xe2\x81\xa6z\xe2\x80\xa8w\xef\xbb\xbf!", -1, 100);
  g_autofree char *bytes = penny_reply_clean ("\xff\xfe\xc3(", 4, 100);
  g_autofree char *nul = penny_reply_clean ("a\0b", 3, 100);
  g_autofree char *cut = penny_reply_clean (long_text, -1, 300);
  g_autofree char *wide = penny_reply_clean ("\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac", -1, 2);

  g_assert_null (penny_reply_find_cause (ANY_VOICE, ANY_MOMENT, long_text, NULL));
  g_assert_null (penny_reply_find_cause (ANY_VOICE, ANY_MOMENT, late, NULL)); /* beyond what counts */
  g_assert_null (penny_reply_find_cause (ANY_VOICE, ANY_MOMENT, "\xff\xfe*[]()%s%n\x01", NULL));
  g_assert_cmpstr (bell, ==, "a  [31mb  c");
  g_assert_cmpstr (bidi, ==, "x y z w !");
  g_assert_true (g_utf8_validate (bytes, -1, NULL));
  g_assert_true (g_utf8_validate (nul, -1, NULL));
  g_assert_cmpuint (strlen (cut), ==, 300);
  g_assert_cmpstr (wide, ==, "\xe2\x82\xac\xe2\x82\xac");
}

static void
test_speakers (void)
{
  static const struct { const char *line, *name; } cases[] = {
    { "HTTP/1.1 400 Bad Request", "a web server" }, { "<html><head>", "a web server" },
    { "<!doctype html>", "a web server" },          { "* OK hello", "an IMAP server" },
    { "+OK POP3 ready", "a POP3 server" },          { "-ERR no", "a POP3 server" },
    { "220 mail ESMTP", "an SMTP server" },         { "SSH-2.0-OpenSSH_9.2", "an SSH server" },
    { "", NULL }, { "HTT", NULL }, { "2200", NULL }, { "\xff\xff\xff\xff", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (penny_reply_name_speaker (cases[i].line, strlen (cases[i].line)), ==, cases[i].name);
}

static void
test_phases (void)
{
  g_autoptr (GError) disk = g_error_new_literal (PENNY_STORE_ERROR, PENNY_STORE_ERROR_IO, "x");
  g_autoptr (GError) file = g_error_new_literal (PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_IO, "x");
  g_autoptr (GError) line = g_error_new_literal (PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED, "x");

  g_assert_cmpint (penny_phase_of_error (PENNY_PHASE_SEND, disk), ==, PENNY_PHASE_STORE);
  g_assert_cmpint (penny_phase_of_error (PENNY_PHASE_SEND, file), ==, PENNY_PHASE_SETTINGS);
  g_assert_cmpint (penny_phase_of_error (PENNY_PHASE_SEND, line), ==, PENNY_PHASE_SEND);
  g_assert_true (penny_phase_is_sending (PENNY_PHASE_LOG_IN_OUTGOING));
  g_assert_false (penny_phase_is_sending (PENNY_PHASE_STORE));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reply/rows", test_rows);
  g_test_add_func ("/reply/near-misses", test_near_misses);
  g_test_add_func ("/reply/for-now", test_for_now);
  g_test_add_func ("/reply/hostile", test_hostile);
  g_test_add_func ("/reply/speakers", test_speakers);
  g_test_add_func ("/phase", test_phases);
  return g_test_run ();
}
