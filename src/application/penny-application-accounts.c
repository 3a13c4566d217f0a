/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runners follow the list of accounts; the window follows the runners. */
#include "penny-application-private.h"

#include <glib/gi18n-lib.h>

#include "penny-advice.h"
#include "penny-notifications.h"
#include "penny-status-words.h"

/* --- from a runner to the window --- */

static const char *
get_id (PennyAccountRunner *runner)
{
  return penny_account_get_id (penny_account_runner_get_account (runner));
}

static void
show_wanted (PennyApplication *self)
{
  if (self->wanted_account == NULL || self->window == NULL)
    return;

  penny_main_window_show_entry (self->window, self->wanted_account, self->wanted_entry);
  g_clear_pointer (&self->wanted_account, g_free);
}

static void
runner_opened_cb (PennyAccountRunner *runner, gpointer data)
{
  PennyApplication *self = data;

  if (self->window == NULL)
    return;

  penny_main_window_add_account (self->window, penny_account_runner_get_account (runner),
                                 penny_account_runner_get_store (runner));
  if (g_strcmp0 (self->wanted_account, get_id (runner)) == 0)
    show_wanted (self);
}

static void
runner_status_cb (PennyAccountRunner *runner, gpointer pointer, gpointer data)
{
  PennyApplication *self = data;
  const PennySyncStatus *status = pointer;
  g_autofree char *notice = penny_status_words_notice (status);
  g_autoptr (PennyAccountStatus) words = NULL;

  if (self->window == NULL)
    return;

  if (notice != NULL && status->notice == PENNY_SYNC_NOTICE_NOT_SENT)
    {
      penny_main_window_show_toast_with_button (self->window, notice, _("Open the Letter"), "app.show-unsent",
                                                get_id (runner));
      return;
    }
  if (notice != NULL)
    {
      penny_main_window_show_toast (self->window, notice);
      return;
    }

  words = penny_status_words_new (status, penny_account_runner_get_account (runner));
  penny_main_window_set_status (self->window, get_id (runner), words);
}

static void
runner_changed_cb (PennyAccountRunner *runner, gpointer change, gpointer data)
{
  PennyApplication *self = data;
  gboolean wanted = self->settings == NULL || g_settings_get_boolean (self->settings, "notify");
  gboolean looking = self->window != NULL && gtk_window_is_active (GTK_WINDOW (self->window));

  if (wanted && !looking)
    penny_notifications_show (G_APPLICATION (self), runner, change);
}

/* --- from the list to runners --- */

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  PennyApplication *self = data;

  self->n_stopping--;
  g_application_release (G_APPLICATION (self));
  /* An account that was mended can be opened again now that its lock is free. */
  if (self->accounts != NULL)
    penny_application_follow_accounts (self);
}

static void
stop_runner (PennyApplication *self, PennyAccountRunner *runner)
{
  g_signal_handlers_disconnect_by_data (runner, self);
  if (self->window != NULL)
    penny_main_window_remove_account (self->window, get_id (runner),
                                      penny_account_list_get (self->accounts, get_id (runner)) != NULL);
  self->n_stopping++;
  g_application_hold (G_APPLICATION (self));
  penny_account_runner_stop_async (runner, stopped_cb, self);
}

static void
start_runner (PennyApplication *self, PennyAccount *account)
{
  PennyAccountRunner *runner = penny_account_runner_new (self->places, account);

  g_signal_connect_object (runner, "opened", G_CALLBACK (runner_opened_cb), self, 0);
  g_signal_connect_object (runner, "status", G_CALLBACK (runner_status_cb), self, 0);
  g_signal_connect_object (runner, "changed", G_CALLBACK (runner_changed_cb), self, 0);
  penny_account_runner_set_check_interval
    (runner, 60 * MAX (1, penny_application_get_setting (self, "check-interval-minutes", 10)));
  penny_account_runner_set_frugal (runner, penny_application_is_frugal (self));
  g_hash_table_insert (self->runners, g_strdup (penny_account_get_id (account)), runner);
  penny_account_runner_start (runner);
}

void
penny_application_follow_accounts (PennyApplication *self)
{
  GPtrArray *accounts = penny_account_list_get_accounts (self->accounts);
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      PennyAccount *listed = penny_account_list_get (self->accounts, get_id (value));

      if (listed == NULL || !penny_account_equal (listed, penny_account_runner_get_account (value)))
        {
          g_ptr_array_add (gone, g_object_ref (value));
          g_hash_table_iter_remove (&iter);
        }
    }
  for (guint i = 0; i < gone->len; i++)
    stop_runner (self, g_ptr_array_index (gone, i));

  /* The lock of an account that is being stopped is free only then; stopped_cb() comes back here. */
  if (self->n_stopping > 0 || self->ending)
    return;
  for (guint i = 0; i < accounts->len; i++)
    {
      PennyAccount *account = g_ptr_array_index (accounts, i);

      if (!g_hash_table_contains (self->runners, penny_account_get_id (account)))
        start_runner (self, account);
    }
}

/* stopped_cb() starts it again. */
void
penny_application_restart_runner (PennyApplication *self, PennyAccountRunner *runner)
{
  g_autoptr (PennyAccountRunner) held = g_object_ref (runner);

  g_hash_table_remove (self->runners, get_id (held));
  stop_runner (self, held);
}

void
penny_application_stop_runners (PennyApplication *self)
{
  GHashTableIter iter;
  gpointer runner;

  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, NULL, &runner))
    {
      stop_runner (self, runner);
      g_hash_table_iter_remove (&iter);
    }
}

/* --- from the window --- */

static void
want_body_cb (PennyMainWindow *window, const char *account_id, gint64 entry, gpointer data)
{
  PennyAccountRunner *runner = penny_application_get_runner (data, account_id);

  if (runner != NULL)
    penny_account_runner_want_body (runner, entry);
}

static void
refresh_cb (PennyMainWindow *window, const char *account_id, gpointer data)
{
  PennyApplication *self = data;
  GHashTableIter iter;
  gpointer runner;

  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, NULL, &runner))
    if (account_id == NULL || g_str_equal (account_id, get_id (runner)))
      penny_account_runner_sync_now (runner);
}

static void
add_account_cb (PennyMainWindow *window, gpointer data)
{
  penny_application_show_assistant (data, NULL);
}

static void
compose_cb (PennyMainWindow *window, int kind, const char *account_id, gint64 entry, PennyMessage *message,
            gpointer data)
{
  penny_application_compose (data, kind, account_id, entry, message);
}

static void
active_changed_cb (GtkWindow *window, GParamSpec *pspec, gpointer data)
{
  PennyApplication *self = data;
  GHashTableIter iter;
  gpointer id;

  if (!gtk_window_is_active (window))
    return;

  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    penny_notifications_withdraw (G_APPLICATION (self), id);
}

void
penny_application_connect_window (PennyApplication *self)
{
  GHashTableIter iter;
  gpointer runner;

  g_signal_connect_object (self->window, "want-body", G_CALLBACK (want_body_cb), self, 0);
  g_signal_connect_object (self->window, "refresh", G_CALLBACK (refresh_cb), self, 0);
  g_signal_connect_object (self->window, "add-account", G_CALLBACK (add_account_cb), self, 0);
  g_signal_connect_object (self->window, "compose", G_CALLBACK (compose_cb), self, 0);
  g_signal_connect_object (self->window, "advice-activated", G_CALLBACK (penny_application_obey_cb), self, 0);
  g_signal_connect_object (self->window, "notify::is-active", G_CALLBACK (active_changed_cb), self, 0);

  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, NULL, &runner))
    if (penny_account_runner_get_store (runner) != NULL)
      runner_opened_cb (runner, self);
  show_wanted (self);
}
