/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the assistant does while its pages wait: searching, trying, keeping. Each callback holds the
 * window; when it comes too late, the cancellable has been cancelled and nothing is touched. */
#include "penny-assistant-window-private.h"

#include <glib/gi18n-lib.h>

#include "penny-setup-words.h"

void
penny_assistant_window_stop (PennyAssistantWindow *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->discovery != NULL)
    g_signal_handlers_disconnect_by_data (self->discovery, self);
  g_clear_object (&self->discovery);
  if (self->trial != NULL)
    g_signal_handlers_disconnect_by_data (self->trial, self);
  g_clear_object (&self->trial);
  g_clear_pointer (&self->uri, g_free);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- finding --- */

static void
looking_cb (PennyDiscovery *discovery, int source, const char *where, PennyAssistantWindow *self)
{
  PennyStepList *steps = penny_trying_page_get_steps (self->finding);
  g_autofree char *sentence = penny_setup_words_looking ((PennyProposalSource) source, self->setup);

  penny_step_list_settle (steps, PENNY_LINE_PAST);
  /* Several doors of one kind are one line. */
  penny_step_list_set (steps, (guint) CLAMP (source, 0, PENNY_SOURCE_GUESS), PENNY_LINE_BUSY, sentence);
}

static void
look_cb (PennyDiscovery *discovery, guint number, int source, const char *where, int state, PennyAssistantWindow *self)
{
  g_autofree char *lines = NULL;

  penny_setup_take_look (self->setup, number, (PennyProposalSource) source, where, (PennyLookState) state);
  lines = penny_setup_words_looks (self->setup);
  if (lines != NULL)
    penny_trying_page_set_places (self->finding, lines);
}

void
penny_assistant_window_show_find_end (PennyAssistantWindow *self)
{
  PennyProposal *doubtful = penny_setup_get_doubtful (self->setup);
  g_autofree char *question = doubtful != NULL ? penny_setup_words_doubtful (doubtful) : NULL;

  if (doubtful != NULL)
    penny_trying_page_ask (self->finding, _("Is This Your Provider?"), question);
  else if (penny_setup_get_advice (self->setup) != NULL)
    penny_trying_page_end (self->finding, _("Your Post Office Was Not Found"), self->setup);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyAssistantWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = penny_discovery_find_all_finish (PENNY_DISCOVERY (source), result, &error);

  if (is_cancelled (error) || self->setup == NULL)
    return;

  penny_step_list_settle (penny_trying_page_get_steps (self->finding),
                          found != NULL ? PENNY_LINE_OK : PENNY_LINE_FAILED);
  if (found != NULL)
    penny_setup_take_proposals (self->setup, found);
  else
    penny_setup_take_find_error (self->setup, error);
  penny_assistant_window_show_find_end (self);
  penny_assistant_window_follow (self);
}

static void
find (PennyAssistantWindow *self)
{
  penny_trying_page_start (self->finding, _("Looking for Your Post Office"),
                           _("This takes a few seconds. Your password stays here."));
  self->discovery = penny_discovery_new (self->has_sources ? &self->sources : NULL);
  penny_discovery_set_public_database (self->discovery, penny_setup_allows_public (self->setup));
  g_signal_connect_object (self->discovery, "looking", G_CALLBACK (looking_cb), self, 0);
  g_signal_connect_object (self->discovery, "look", G_CALLBACK (look_cb), self, 0);
  if (penny_setup_get_server_name (self->setup) != NULL)
    penny_discovery_find_server_async (self->discovery, penny_setup_get_server_name (self->setup),
                                       penny_setup_get_address (self->setup), self->cancellable, found_cb,
                                       g_object_ref (self));
  else
    penny_discovery_find_async (self->discovery, penny_setup_get_address (self->setup), self->cancellable, found_cb,
                                g_object_ref (self));
}

/* --- trying --- */

void
penny_assistant_window_show_trial_end (PennyAssistantWindow *self)
{
  if (penny_setup_can_go_on (self->setup))
    penny_trying_page_promise (self->trying, _("This Is What Will Happen"), self->setup);
  else if (penny_setup_can_only_read (self->setup))
    penny_trying_page_end (self->trying, _("Sending Does Not Work Yet"), self->setup);
  else
    penny_trying_page_end (self->trying, _("It Does Not Work Yet"), self->setup);
}

static void
step_cb (PennyTrial *trial, int step, int state, PennyAssistantWindow *self)
{
  penny_trying_page_step (self->trying, (PennyTrialStep) step, (PennyStepState) state);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyAssistantWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyDryRun) dry_run = penny_dry_run_finish (result, &error);

  if (is_cancelled (error) || self->setup == NULL)
    return;

  /* A provider that lets nobody in twice so soon is no reason to stop: then the settings alone speak. */
  penny_setup_take_dry_run (self->setup, dry_run);
  penny_assistant_window_show_trial_end (self);
  penny_assistant_window_follow (self);
}

/* How much there is, and what these settings will do to it; nothing is changed by that. */
static void
look (PennyAssistantWindow *self, PennyAccount *account)
{
  g_autoptr (PennySecret) secret = penny_setup_dup_secret (self->setup);

  penny_dry_run_async (account, secret, g_get_user_data_dir (), self->cancellable, looked_cb,
                       g_object_ref (self));
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyAssistantWindow) self = data;
  g_autoptr (GError) error = NULL;
  PennyTrialResult *outcome = penny_trial_run_finish (PENNY_TRIAL (source), result, &error);

  if (outcome == NULL || self->setup == NULL)
    {
      penny_trial_result_free (outcome);
      return;
    }

  penny_setup_take_result (self->setup, outcome);
  if (penny_setup_get_page (self->setup) == PENNY_PAGE_TRYING && outcome->incoming_ok)
    {
      look (self, outcome->account);
      return;
    }
  if (penny_setup_get_page (self->setup) == PENNY_PAGE_TRYING)
    penny_assistant_window_show_trial_end (self);
  penny_assistant_window_follow (self);
}

static void
fail (PennyAssistantWindow *self, const GError *error)
{
  penny_setup_take_try_error (self->setup, error);
  penny_assistant_window_show_trial_end (self);
  penny_assistant_window_update (self);
}

static void
try (PennyAssistantWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyAccount) account = penny_setup_dup_account (self->setup, &error);
  g_autoptr (PennySecret) secret = penny_setup_dup_secret (self->setup);

  penny_trying_page_start (self->trying, _("Trying It"),
                           _("Nothing is changed at the post office by this."));
  if (account == NULL)
    {
      fail (self, error);
      return;
    }
  self->trial = penny_trial_new (account, secret, NULL, penny_setup_get_proposal (self->setup));
  if (penny_setup_wants_letter (self->setup))
    penny_trial_set_letter_wait (self->trial, PENNY_TRIAL_LETTER_WAIT_S);
  g_signal_connect_object (self->trial, "step", G_CALLBACK (step_cb), self, 0);
  penny_trial_run_async (self->trial, self->cancellable, tried_cb, g_object_ref (self));
}

void
penny_assistant_window_run (PennyAssistantWindow *self)
{
  penny_assistant_window_stop (self);
  self->cancellable = g_cancellable_new ();
  switch (penny_setup_get_page (self->setup))
    {
    case PENNY_PAGE_FINDING:
      find (self);
      break;
    case PENNY_PAGE_SIGN_IN:
      penny_assistant_window_wait_for_browser (self);
      break;
    case PENNY_PAGE_TRYING:
      try (self);
      break;
    case PENNY_PAGE_FINISHED:
      penny_assistant_window_keep (self);
      break;
    default:
      break;
    }
}

void
penny_assistant_window_run_again (PennyAssistantWindow *self)
{
  penny_setup_try_again (self->setup);
  penny_assistant_window_run (self);
  penny_assistant_window_update (self);
}

/* --- the network --- */

static void
network_changed_cb (GNetworkMonitor *monitor, gboolean available, PennyAssistantWindow *self)
{
  if (available && self->setup != NULL && penny_setup_waits_for_network (self->setup))
    penny_assistant_window_run_again (self);
}

void
penny_assistant_window_watch_network (PennyAssistantWindow *self)
{
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed", G_CALLBACK (network_changed_cb), self,
                           0);
}
