/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the assistant does while its pages wait: searching, trying, keeping. Each callback holds the
 * window; when it comes too late, the cancellable has been cancelled and nothing is touched. */
#include "penny-assistant-window-private.h"

#include <glib/gi18n-lib.h>

#include "penny-setup-words.h"
#include "penny-keyring.h"

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
  g_autofree char *sentence =
    penny_setup_words_looking ((PennyProposalSource) source, penny_setup_get_address (self->setup));

  penny_step_list_settle (steps, PENNY_LINE_PAST);
  /* Several doors of one kind are one line. */
  penny_step_list_set (steps, (guint) CLAMP (source, 0, PENNY_SOURCE_GUESS), PENNY_LINE_BUSY, sentence);
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
  penny_discovery_find_async (self->discovery, penny_setup_get_address (self->setup),
                              self->cancellable, found_cb, g_object_ref (self));
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
  if (outcome->incoming_ok)
    {
      look (self, outcome->account);
      return;
    }
  penny_assistant_window_show_trial_end (self);
  penny_assistant_window_follow (self);
}

static void
try (PennyAssistantWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyAccount) account = penny_setup_dup_account (self->setup, &error);
  g_autoptr (PennySecret) password = penny_setup_dup_secret (self->setup);

  penny_trying_page_start (self->trying, _("Trying It"),
                           _("Nothing is changed at the post office by this."));
  if (account == NULL)
    {
      penny_setup_take_try_error (self->setup, error);
      penny_assistant_window_show_trial_end (self);
      penny_assistant_window_update (self);
      return;
    }

  self->trial = penny_trial_new (account, password, NULL, penny_setup_get_proposal (self->setup));
  if (penny_setup_wants_letter (self->setup))
    penny_trial_set_letter_wait (self->trial, PENNY_TRIAL_LETTER_WAIT_S);
  g_signal_connect_object (self->trial, "step", G_CALLBACK (step_cb), self, 0);
  penny_trial_run_async (self->trial, self->cancellable, tried_cb, g_object_ref (self));
}

/* --- keeping --- */

static PennyAccount *
with_free_id (PennyAccountList *list, PennyAccount *account)
{
  const char *id = penny_account_get_id (account);
  g_autofree char *other = g_strdup (id);

  for (guint n = 2; penny_account_list_get (list, other) != NULL; n++)
    {
      g_free (other);
      other = g_strdup_printf ("%.60s-%u", id, n);
    }
  return penny_account_copy_with_id (account, other);
}

/* The password is in its place first: the account's worker starts as soon as the list has it. */
static void
add_to_list (PennyAssistantWindow *self, PennyAccount *account)
{
  g_clear_error (&self->keep_error);
  if (penny_setup_get_mended (self->setup) == NULL)
    self->kept = penny_account_list_add (self->accounts, account, &self->keep_error);
  else if ((self->guard == NULL
            || self->guard (penny_setup_get_mended (self->setup), account, self->guard_data, &self->keep_error))
           && penny_account_list_replace (self->accounts, account, &self->keep_error))
    self->kept = penny_account_ref (account);

  if (self->kept != NULL && self->keyring_error == NULL)
    {
      /* The letters themselves are the last page. */
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (self->kept != NULL)
    penny_finished_page_show (self->finished, self->setup, self->keyring_error);
  else
    penny_finished_page_show_error (self->finished, self->keep_error);
  penny_assistant_window_show_finished (self);
}

typedef struct {
  PennyAssistantWindow *window;   /* owned */
  PennyAccount *account;          /* owned */
} Keeping;

static void
keeping_free (Keeping *keeping)
{
  g_object_unref (keeping->window);
  penny_account_unref (keeping->account);
  g_free (keeping);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keeping, keeping_free)

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Keeping) keeping = data;
  g_autoptr (GError) error = NULL;
  PennyAssistantWindow *self = keeping->window;

  penny_keyring_store_finish (result, &error);
  if (is_cancelled (error) || self->setup == NULL)
    return;

  g_clear_error (&self->keyring_error);
  self->keyring_error = g_steal_pointer (&error);
  add_to_list (self, keeping->account);
}

/* The same box twice would be collected twice. */
static gboolean
is_known (PennyAccountList *list, PennyAccount *account)
{
  GPtrArray *accounts = penny_account_list_get_accounts (list);

  for (guint i = 0; i < accounts->len; i++)
    {
      PennyAccount *other = g_ptr_array_index (accounts, i);
      g_autoptr (PennyServer) server = penny_server_copy (penny_account_get_incoming (other));

      /* Whom one trusts makes no other box of it. */
      penny_server_keep_trust (server, penny_account_get_incoming (account));
      if (g_ascii_strcasecmp (penny_account_get_address (other), penny_account_get_address (account)) == 0 &&
          penny_account_get_way (other) == penny_account_get_way (account) &&
          penny_server_equal (server, penny_account_get_incoming (account)))
        return TRUE;
    }
  return FALSE;
}

static void
keep (PennyAssistantWindow *self)
{
  g_autoptr (PennyAccount) account = penny_setup_dup_finished (self->setup);
  g_autoptr (PennySecret) password = penny_setup_dup_secret (self->setup);
  Keeping *keeping;

  if (account == NULL || self->kept != NULL)
    return;

  self->known = penny_setup_get_mended (self->setup) == NULL && is_known (self->accounts, account);
  if (self->known)
    {
      penny_finished_page_show_known (self->finished);
      penny_assistant_window_show_finished (self);
      return;
    }

  keeping = g_new0 (Keeping, 1);
  keeping->window = g_object_ref (self);
  keeping->account = penny_setup_get_mended (self->setup) != NULL
    ? penny_account_ref (account) : with_free_id (self->accounts, account);
  penny_keyring_store_async (penny_account_get_id (keeping->account), PENNY_PASSWORD_INCOMING,
                             penny_account_get_address (keeping->account), password, self->cancellable,
                             stored_cb, keeping);
}

/* --- mending --- */

static void
password_fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyAssistantWindow) self = data;
  g_autoptr (PennySecret) password = penny_keyring_lookup_finish (result, NULL);

  if (password == NULL || self->setup == NULL || *penny_setup_get_password (self->setup) != '\0')
    return;

  penny_setup_set_password (self->setup, penny_secret_peek (password));
  penny_person_page_load (self->person, self->setup);
  penny_assistant_window_update (self);
}

void
penny_assistant_window_fetch_password (PennyAssistantWindow *self)
{
  PennyAccount *account = penny_setup_get_mended (self->setup);

  penny_keyring_lookup_async (penny_account_get_id (account), PENNY_PASSWORD_INCOMING, NULL,
                              password_fetched_cb, g_object_ref (self));
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
    case PENNY_PAGE_TRYING:
      try (self);
      break;
    case PENNY_PAGE_FINISHED:
      keep (self);
      break;
    default:
      break;
    }
}
