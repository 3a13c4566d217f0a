/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenarios played in every way. */
#include "imap-scenario.h"

#include "penny-error.h"

gboolean
scenario_enter (PennyImapSession *session, PennySecurity security, GError **error)
{
  g_autoptr(PennySecret) password = penny_secret_new ("secret");

  return penny_imap_session_greet (session, security, error)
         && penny_imap_session_login (session, "alice@example.org", password, TRUE, error);
}

static void
test_played (gconstpointer data)
{
  const Scenario *scenario = data;

  for (TestFeed feed = 0; feed < TEST_N_FEEDS; feed++)
    {
      g_autoptr(TestTranscript) transcript = test_transcript_new (scenario->script, feed);
      g_autoptr(PennyImapSession) session = penny_imap_session_new (PENNY_CHANNEL (transcript));
      g_autoptr(GError) error = NULL;
      gboolean done = scenario->play (session, &error);

      g_assert_no_error (error);
      g_assert_true (done);
      test_transcript_assert_finished (transcript);
    }
}

static void
test_cut (gconstpointer data)
{
  const Scenario *scenario = data;
  guint n_lines = test_transcript_count_server_lines (scenario->script);

  for (guint n = 0; n < n_lines; n++)
    {
      g_autoptr(TestTranscript) transcript = test_transcript_new (scenario->script, TEST_FEED_LINES);
      g_autoptr(PennyImapSession) session = penny_imap_session_new (PENNY_CHANNEL (transcript));
      g_autoptr(GError) error = NULL;

      test_transcript_cut_after (transcript, n);
      g_assert_false (scenario->play (session, &error));
      g_assert_nonnull (error);
      g_assert_false (penny_imap_session_is_alive (session));
      /* And every later call says so. */
      g_clear_error (&error);
      g_assert_false (penny_imap_session_noop (session, &error));
      g_assert_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED);
    }
}

static void
test_cancelled (gconstpointer data)
{
  const Scenario *scenario = data;
  guint n_lines = test_transcript_count_server_lines (scenario->script);

  for (guint n = 0; n < n_lines; n++)
    {
      g_autoptr(TestTranscript) transcript = test_transcript_new (scenario->script, TEST_FEED_LINES);
      g_autoptr(PennyImapSession) session = penny_imap_session_new (PENNY_CHANNEL (transcript));
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GError) error = NULL;

      penny_channel_set_cancellable (PENNY_CHANNEL (transcript), cancellable);
      test_transcript_cancel_after (transcript, n, cancellable);
      g_assert_false (scenario->play (session, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_false (penny_imap_session_is_alive (session));
    }
}

void
scenario_add_tests (const Scenario *scenarios, guint n)
{
  static const struct {
    const char *word;
    GTestDataFunc func;
  } ways[] = { { "played", test_played }, { "cut", test_cut }, { "cancelled", test_cancelled } };

  for (guint i = 0; i < n; i++)
    for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
      {
        g_autofree char *path = g_strdup_printf ("/imap/%s/%s", scenarios[i].name, ways[way].word);

        g_test_add_data_func (path, &scenarios[i], ways[way].func);
      }
}
