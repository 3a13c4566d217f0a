/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actions of the program as a whole: accounts, notifications, about, quit. */
#include "penny-application-private.h"

#include <glib/gi18n-lib.h>

#include "penny-keyring.h"
#include "penny-preferences-window.h"

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PennyApplication *self = data;
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  /* Composers keep their drafts when they are closed. */
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static void
add_account_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  penny_application_show_assistant (data, NULL);
}

static void
show_entry_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PennyApplication *self = data;
  const char *account_id, *entry;

  g_variant_get (parameter, "(&s&s)", &account_id, &entry);
  g_free (self->wanted_account);
  self->wanted_account = g_strdup (account_id);
  self->wanted_entry = g_ascii_strtoll (entry, NULL, 10);
  penny_application_show (self);
  /* Before its account is open, the letter is shown as soon as it is. */
  if (self->window != NULL && penny_application_get_runner (self, account_id) != NULL
      && penny_account_runner_get_store (penny_application_get_runner (self, account_id)) != NULL)
    {
      penny_main_window_show_entry (self->window, account_id, self->wanted_entry);
      g_clear_pointer (&self->wanted_account, g_free);
    }
}

static void
show_unsent_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  penny_application_show_unsent (data, g_variant_get_string (parameter, NULL));
}

/* --- removing an account --- */

typedef struct {
  PennyApplication *application;   /* owned */
  char *id;                        /* owned */
} Removal;

static void
removal_free (gpointer data, GClosure *closure)
{
  Removal *removal = data;

  g_object_unref (removal->application);
  g_free (removal->id);
  g_free (removal);
}

static void
runner_stopped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Removal *removal = data;
  PennyApplication *self = removal->application;
  g_autoptr (GError) error = NULL;

  /* First: other accounts may wait for the last one to stop. */
  self->n_stopping--;
  if (!penny_account_list_remove (self->accounts, removal->id, &error) && self->window != NULL)
    penny_main_window_show_toast (self->window, _("The account’s data could not all be removed."));
  penny_keyring_clear_async (removal->id, NULL, NULL, NULL);
  penny_application_follow_accounts (self);
  if (!self->ending)
    penny_application_show (self);
  g_application_release (G_APPLICATION (self));
  removal_free (removal, NULL);
}

static void
remove_response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Removal *asked = data;
  PennyApplication *self = asked->application;
  g_autoptr (PennyAccountRunner) runner = NULL;
  Removal *removal;

  if (g_strcmp0 (response, "remove") != 0
      || penny_application_get_runner (self, asked->id) == NULL)
    return;

  removal = g_new0 (Removal, 1);
  removal->application = g_object_ref (self);
  removal->id = g_strdup (asked->id);
  runner = g_object_ref (penny_application_get_runner (self, asked->id));
  g_signal_handlers_disconnect_by_data (runner, self);
  if (self->window != NULL)
    penny_main_window_remove_account (self->window, asked->id, FALSE);
  g_hash_table_remove (self->runners, asked->id);
  self->n_stopping++;
  g_application_hold (G_APPLICATION (self));
  penny_account_runner_stop_async (runner, runner_stopped_cb, removal);
}

/* One true sentence about what is lost. */
static char *
describe_removal (PennyAccount *account)
{
  const PennyWayRules *rules = penny_account_get_rules (account);

  if (rules->clears != PENNY_CLEARS_NEVER)
    return g_strdup (_("Its letters are removed from this computer. Many of them exist nowhere else and are "
                       "lost for good."));
  if (!rules->sent_kept_in_box)
    return g_strdup (_("Its letters are removed from this computer. The post office still has those it kept for you; "
                       "letters you have sent exist only here."));
  return g_strdup (_("Its letters are removed from this computer. They all stay in your box at the post office."));
}

static void
remove_account_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PennyApplication *self = data;
  const char *id = g_variant_get_string (parameter, NULL);
  PennyAccountRunner *runner = penny_application_get_runner (self, id);
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  GtkWidget *dialog;
  Removal *removal;

  if (runner == NULL)
    return;

  /* Translators: %s is an e-mail address. */
  title = g_strdup_printf (_("Remove %s from this computer?"),
                           penny_account_get_address (penny_account_runner_get_account (runner)));
  body = describe_removal (penny_account_runner_get_account (runner));
  dialog = adw_message_dialog_new (gtk_application_get_active_window (GTK_APPLICATION (self)), title, body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _("_Keep It"),
                                    "remove", _("_Remove Account"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");

  removal = g_new0 (Removal, 1);
  removal->application = g_object_ref (self);
  removal->id = g_strdup (id);
  g_signal_connect_data (dialog, "response", G_CALLBACK (remove_response_cb), removal, removal_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
edit_account_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PennyApplication *self = data;
  const char *id = g_variant_get_string (parameter, NULL);
  PennyAccountRunner *runner = penny_application_get_runner (self, id);

  if (runner != NULL)
    penny_application_show_assistant (self, penny_account_runner_get_account (runner));
}

static void
change_way_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PennyApplication *self = data;
  PennyAccountRunner *runner = penny_application_get_runner (self, g_variant_get_string (parameter, NULL));

  if (runner != NULL)
    penny_application_change_way (self, penny_account_runner_get_account (runner));
}

static void
sign_in_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PennyApplication *self = data;
  PennyAccountRunner *runner = penny_application_get_runner (self, g_variant_get_string (parameter, NULL));

  if (runner != NULL)
    penny_application_sign_in (self, penny_account_runner_get_account (runner));
}

static void
change_password_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  penny_application_ask_password (data, g_variant_get_string (parameter, NULL), NULL, NULL);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PennyApplication *self = data;

  gtk_window_present (GTK_WINDOW (penny_preferences_window_new (GTK_WINDOW (self->window), self->accounts,
                                                                self->settings)));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PennyApplication *self = data;

  adw_show_about_window (GTK_WINDOW (self->window),
                         "application-name", _("Penny Post"),
                         "application-icon", PENNY_APPLICATION_ID,
                         "version", PENNY_VERSION,
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _("Mail for people who have better things to do than to set up mail."),
                         "developer-name", _("The Penny Post founders"),
                         NULL);
}

void
penny_application_init_actions (PennyApplication *self)
{
  const GActionEntry entries[] = {
    { "quit", quit_cb, NULL, NULL, NULL, { 0 } },
    { "about", about_cb, NULL, NULL, NULL, { 0 } },
    { "accounts", preferences_cb, NULL, NULL, NULL, { 0 } },
    { "preferences", preferences_cb, NULL, NULL, NULL, { 0 } },
    { "add-account", add_account_cb, NULL, NULL, NULL, { 0 } },
    { "edit-account", edit_account_cb, "s", NULL, NULL, { 0 } },
    { "change-way", change_way_cb, "s", NULL, NULL, { 0 } },
    { "change-password", change_password_cb, "s", NULL, NULL, { 0 } },
    { "sign-in", sign_in_cb, "s", NULL, NULL, { 0 } },
    { "remove-account", remove_account_cb, "s", NULL, NULL, { 0 } },
    { "show-entry", show_entry_cb, "(ss)", NULL, NULL, { 0 } },
    { "show-unsent", show_unsent_cb, "s", NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit",
                                         (const char *[]) { "<Primary>q", NULL });
}
