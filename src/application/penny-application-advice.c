/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the button beside an advice does: each does what it says. */
#include "penny-application-private.h"

#include "penny-panel.h"

static void
tell_place (gpointer data, const char *place)
{
  PennyApplication *self = data;

  if (self->window != NULL)
    penny_main_window_show_toast (self->window, place);
}

/* The one that was refused, else one that waits. */
static PennyEntryId
find_unsent (PennyStore *store)
{
  g_autoptr (GPtrArray) operations = penny_store_list_operations (store, NULL);
  PennyEntryId entry = 0;

  for (guint i = 0; operations != NULL && i < operations->len; i++)
    {
      const PennyOperation *operation = g_ptr_array_index (operations, i);

      if (operation->kind == PENNY_OPERATION_SEND && operation->stuck)
        return operation->entry;
      if (operation->kind == PENNY_OPERATION_SEND)
        entry = operation->entry;
    }
  return entry;
}

void
penny_application_show_unsent (PennyApplication *self, const char *account_id)
{
  PennyAccountRunner *runner = penny_application_get_runner (self, account_id);
  PennyStore *store = runner != NULL ? penny_account_runner_get_store (runner) : NULL;
  PennyEntryId entry = store != NULL ? find_unsent (store) : 0;

  if (entry != 0 && self->window != NULL)
    penny_main_window_show_entry (self->window, account_id, entry);
}

/* The page where the new password is made, and the place where it is then typed. */
static void
open_help (PennyApplication *self, PennyAccountRunner *runner, const char *uri)
{
  PennyAccount *account = penny_account_runner_get_account (runner);

  gtk_show_uri (GTK_WINDOW (self->window), uri, GDK_CURRENT_TIME);
  if (penny_account_get_auth (account) == PENNY_AUTH_PASSWORD)
    penny_application_ask_password (self, penny_account_get_id (account), NULL, NULL);
}

void
penny_application_obey_cb (PennyMainWindow *window, const char *account_id, const char *action, const char *uri,
                           gpointer data)
{
  PennyApplication *self = data;
  PennyAccountRunner *runner = penny_application_get_runner (self, account_id);
  PennyAccount *account;

  if (runner == NULL || action == NULL)
    return;

  account = penny_account_runner_get_account (runner);
  if (penny_panel_is_known (action))
    penny_panel_open (action, self, NULL, tell_place);
  else if (g_str_equal (action, "open-help") && uri != NULL)
    open_help (self, runner, uri);
  else if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (window), uri, GDK_CURRENT_TIME);
  else if (g_str_equal (action, "enter-password"))
    penny_application_ask_password (self, account_id, NULL, NULL);
  else if (g_str_equal (action, "edit-settings") || g_str_equal (action, "edit-address"))
    penny_application_show_assistant (self, account);
  else if (g_str_equal (action, "change-way"))
    penny_application_change_way (self, account);
  else if (g_str_equal (action, "sign-in"))
    penny_application_sign_in (self, account);
  else if (g_str_equal (action, "edit-message"))
    penny_application_show_unsent (self, account_id);
  else if (g_str_equal (action, "repair-store"))
    penny_application_restart_runner (self, runner);
  else
    penny_account_runner_sync_now (runner);
}
