/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starting, the one window, ending. */
#include "penny-application-private.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "penny-assistant-window.h"
#include "penny-store-way.h"
#include "penny-way-rules.h"
#include "penny-discovery.h"
#include "penny-password-window.h"

G_DEFINE_FINAL_TYPE (PennyApplication, penny_application, ADW_TYPE_APPLICATION)

PennyAccountRunner *
penny_application_get_runner (PennyApplication *self, const char *account_id)
{
  return account_id != NULL ? g_hash_table_lookup (self->runners, account_id) : NULL;
}

guint
penny_application_get_setting (PennyApplication *self, const char *key, guint fallback)
{
  return self->settings != NULL ? (guint) MAX (0, g_settings_get_int (self->settings, key)) : fallback;
}

/* --- windows --- */

static void
assistant_finished_cb (PennyAssistantWindow *assistant, PennyAccount *account, gboolean is_new, gpointer data)
{
  PennyApplication *self = data;
  const char *id = penny_account_get_id (account);
  PennyAccountRunner *runner;

  /* A mended account keeps its id: its runner starts anew with the new settings. One whose settings are as
   * before, but for what the keyring has, only tries again. */
  penny_application_follow_accounts (self);
  runner = penny_application_get_runner (self, id);
  if (runner != NULL)
    penny_account_runner_sync_now (runner);
  penny_application_show (self);
  if (is_new && self->window != NULL)
    penny_main_window_show_inbox (self->window, id);
}

static void
assistant_gone_cb (gpointer data, GObject *assistant)
{
  PennyApplication *self = data;

  self->assistant = NULL;
}

/* What only the old way can still tell or fetch must be done before it is given up. */
static gboolean
guard_cb (PennyAccount *before, PennyAccount *after, gpointer data, GError **error)
{
  PennyApplication *self = data;
  PennyAccountRunner *runner = penny_application_get_runner (self, penny_account_get_id (before));
  PennyStore *store = runner != NULL ? penny_account_runner_get_store (runner) : NULL;

  if (penny_account_get_rules (before)->protocol != PENNY_PROTOCOL_IMAP
      || penny_account_get_rules (after)->protocol == PENNY_PROTOCOL_IMAP)
    return TRUE;
  if (store == NULL)
    {
      g_set_error_literal (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_BUSY,
                           "The letters of this account are not open");
      return FALSE;
    }
  if (penny_store_check_leaving (store, error))
    return TRUE;
  /* What is missing is fetched, and what is owed is told, as soon as can be. */
  penny_account_runner_sync_now (runner);
  return FALSE;
}

/* The one there is, or a new one (*FRESH) that is not shown yet. */
static PennyAssistantWindow *
need_assistant (PennyApplication *self, gboolean *fresh)
{
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));
  PennyAssistantWindow *assistant;

  *fresh = self->assistant == NULL;
  if (!*fresh)
    return PENNY_ASSISTANT_WINDOW (self->assistant);

  assistant = penny_assistant_window_new (GTK_APPLICATION (self), self->accounts);
  if (self->window != NULL)
    {
      gtk_window_set_transient_for (GTK_WINDOW (assistant), parent);
      gtk_window_set_modal (GTK_WINDOW (assistant), TRUE);
    }
  self->assistant = GTK_WINDOW (assistant);
  g_object_weak_ref (G_OBJECT (assistant), assistant_gone_cb, self);
  g_signal_connect_object (assistant, "finished", G_CALLBACK (assistant_finished_cb), self, 0);
  penny_assistant_window_set_guard (assistant, guard_cb, self);
  return assistant;
}

void
penny_application_show_assistant (PennyApplication *self, PennyAccount *to_mend)
{
  gboolean fresh;
  PennyAssistantWindow *assistant = need_assistant (self, &fresh);

  if (fresh && to_mend != NULL)
    penny_assistant_window_edit (assistant, to_mend);
  gtk_window_present (GTK_WINDOW (assistant));
}

void
penny_application_change_way (PennyApplication *self, PennyAccount *account)
{
  gboolean fresh;
  PennyAssistantWindow *assistant = need_assistant (self, &fresh);

  if (fresh)
    penny_assistant_window_change_way (assistant, account);
  gtk_window_present (GTK_WINDOW (assistant));
}

void
penny_application_sign_in (PennyApplication *self, PennyAccount *account)
{
  gboolean fresh;
  PennyAssistantWindow *assistant = need_assistant (self, &fresh);

  if (fresh)
    penny_assistant_window_sign_in (assistant, account);
  gtk_window_present (GTK_WINDOW (assistant));
}

static void
password_given_cb (PennyPasswordWindow *window, gpointer password, gpointer data)
{
  PennyAccountRunner *runner = data;

  penny_account_runner_set_password (runner, password);
}

void
penny_application_ask_password (PennyApplication *self, const char *account_id, const char *title,
                                const char *explanation)
{
  PennyAccountRunner *runner = penny_application_get_runner (self, account_id);
  PennyPasswordWindow *window;

  if (runner == NULL)
    return;

  window = penny_password_window_new (GTK_WINDOW (self->window), penny_account_runner_get_account (runner),
                                      title, explanation);
  g_signal_connect_object (window, "password", G_CALLBACK (password_given_cb), runner, 0);
  gtk_window_present (GTK_WINDOW (window));
}

static void
window_gone_cb (gpointer data, GObject *window)
{
  PennyApplication *self = data;

  self->window = NULL;
}

static void
show_window (PennyApplication *self)
{
  if (self->window == NULL)
    {
      self->window = penny_main_window_new (GTK_APPLICATION (self), self->settings);
      g_object_weak_ref (G_OBJECT (self->window), window_gone_cb, self);
      penny_application_connect_window (self);
    }
  gtk_window_present (GTK_WINDOW (self->window));
}

void
penny_application_show (PennyApplication *self)
{
  if (penny_account_list_get_accounts (self->accounts)->len == 0)
    penny_application_show_assistant (self, NULL);
  else
    show_window (self);
}

/* --- GApplication --- */

static GSettings *
find_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  /* g_settings_new() would abort where nothing is installed. */
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, PENNY_APPLICATION_ID, TRUE);

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
network_changed_cb (GNetworkMonitor *monitor, gboolean available, gpointer data)
{
  PennyApplication *self = data;
  GHashTableIter iter;
  gpointer runner;

  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, NULL, &runner))
    penny_account_runner_set_network (runner, available);
}

gboolean
penny_application_is_frugal (PennyApplication *self)
{
  return g_network_monitor_get_network_metered (g_network_monitor_get_default ())
         || g_power_profile_monitor_get_power_saver_enabled (self->power);
}

static void
thrift_changed_cb (PennyApplication *self)
{
  gboolean frugal = penny_application_is_frugal (self);
  GHashTableIter iter;
  gpointer runner;

  g_hash_table_iter_init (&iter, self->runners);
  while (g_hash_table_iter_next (&iter, NULL, &runner))
    penny_account_runner_set_frugal (runner, frugal);
}

static void
accounts_changed_cb (PennyAccountList *list, gpointer data)
{
  penny_application_follow_accounts (data);
}

/* The session ends: what is being written is kept, what is being stored is finished. */
static gboolean
asked_to_end_cb (gpointer data)
{
  g_action_group_activate_action (G_ACTION_GROUP (data), "quit", NULL);
  return G_SOURCE_CONTINUE;
}

static void
penny_application_startup (GApplication *application)
{
  PennyApplication *self = PENNY_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  G_APPLICATION_CLASS (penny_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (PENNY_APPLICATION_ID);
  self->settings = find_settings ();
  self->places = penny_places_new (self->data_dir);
  self->accounts = penny_account_list_new (self->places);
  if (!penny_account_list_load (self->accounts, &error))
    g_debug ("the accounts cannot be read: %s", error->message);
  penny_account_list_watch (self->accounts);
  g_signal_connect_object (self->accounts, "changed", G_CALLBACK (accounts_changed_cb), self, 0);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (network_changed_cb), self, 0);
  g_signal_connect_object (g_network_monitor_get_default (), "notify::network-metered",
                           G_CALLBACK (thrift_changed_cb), self, G_CONNECT_SWAPPED);
  self->power = g_power_profile_monitor_dup_default ();
  g_signal_connect_object (self->power, "notify::power-saver-enabled",
                           G_CALLBACK (thrift_changed_cb), self, G_CONNECT_SWAPPED);
  g_unix_signal_add (SIGTERM, asked_to_end_cb, self);
  g_unix_signal_add (SIGINT, asked_to_end_cb, self);
  penny_application_init_actions (self);
  penny_application_follow_accounts (self);
}

static void
penny_application_activate (GApplication *application)
{
  penny_application_show (PENNY_APPLICATION (application));
}

static void
penny_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  PennyApplication *self = PENNY_APPLICATION (application);

  penny_application_show (self);
  for (int i = 0; i < n_files; i++)
    if (g_file_has_uri_scheme (files[i], "mailto"))
      {
        g_autofree char *uri = g_file_get_uri (files[i]);

        penny_application_open_mailto (self, uri);
      }
}

static int
penny_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  PennyApplication *self = PENNY_APPLICATION (application);
  const char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_lookup (options, "data-dir", "^&ay", &path))
    {
      self->data_dir = g_canonicalize_filename (path, NULL);
      /* Another folder is another program: it must not hand over to a running one. */
      g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
    }
  if (g_variant_dict_lookup (options, "provider-file", "^&ay", &path)
      && !penny_discovery_add_provider_file (path, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  return -1;
}

static void
penny_application_shutdown (GApplication *application)
{
  PennyApplication *self = PENNY_APPLICATION (application);

  self->ending = TRUE;
  penny_application_stop_runners (self);
  /* The main loop has ended; what still writes is waited for here, off screen. */
  while (self->n_stopping > 0)
    g_main_context_iteration (NULL, TRUE);

  g_clear_object (&self->accounts);
  g_clear_pointer (&self->places, penny_places_unref);
  g_clear_object (&self->power);
  g_clear_object (&self->settings);
  G_APPLICATION_CLASS (penny_application_parent_class)->shutdown (application);
}

static void
penny_application_finalize (GObject *object)
{
  PennyApplication *self = PENNY_APPLICATION (object);

  g_hash_table_unref (self->runners);
  g_free (self->data_dir);
  g_free (self->wanted_account);

  G_OBJECT_CLASS (penny_application_parent_class)->finalize (object);
}

static void
penny_application_class_init (PennyApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = penny_application_finalize;
  application_class->startup = penny_application_startup;
  application_class->activate = penny_application_activate;
  application_class->open = penny_application_open;
  application_class->handle_local_options = penny_application_handle_local_options;
  application_class->shutdown = penny_application_shutdown;
}

static void
penny_application_init (PennyApplication *self)
{
  const GOptionEntry options[] = {
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Keep settings and letters in this folder"), N_("FOLDER") },
    { "provider-file", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Facts on a mail provider of your own"), N_("FILE") },
    G_OPTION_ENTRY_NULL
  };

  self->runners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

PennyApplication *
penny_application_new (void)
{
  return g_object_new (PENNY_TYPE_APPLICATION,
                       "application-id", PENNY_APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
