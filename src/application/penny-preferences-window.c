/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two pages: accounts; what the program does by itself. */
#include "penny-preferences-window.h"

#include <glib/gi18n-lib.h>

#include "penny-account-page.h"
#include "penny-setup-words.h"

struct _PennyPreferencesWindow {
  AdwPreferencesWindow parent_instance;

  PennyAccountList *accounts;           /* owned */
  AdwPreferencesGroup *account_group;
  GPtrArray *account_rows;              /* borrowed from the group */
};

G_DEFINE_FINAL_TYPE (PennyPreferencesWindow, penny_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
account_activated_cb (AdwActionRow *row, PennyPreferencesWindow *self)
{
  const char *id = gtk_widget_get_name (GTK_WIDGET (row));

  if (penny_account_list_get (self->accounts, id) != NULL)
    adw_preferences_window_present_subpage (ADW_PREFERENCES_WINDOW (self),
                                            penny_account_page_new (ADW_PREFERENCES_WINDOW (self), self->accounts, id));
}

static GtkWidget *
make_account_row (PennyPreferencesWindow *self, PennyAccount *account)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), penny_account_get_address (account));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), penny_setup_words_way_title (penny_account_get_way (account)));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_name (row, penny_account_get_id (account));
  g_signal_connect_object (row, "activated", G_CALLBACK (account_activated_cb), self, 0);
  return row;
}

static void
fill_accounts (PennyPreferencesWindow *self)
{
  GPtrArray *accounts = penny_account_list_get_accounts (self->accounts);

  for (guint i = 0; i < self->account_rows->len; i++)
    adw_preferences_group_remove (self->account_group, g_ptr_array_index (self->account_rows, i));
  g_ptr_array_set_size (self->account_rows, 0);

  for (guint i = 0; i < accounts->len; i++)
    {
      GtkWidget *row = make_account_row (self, g_ptr_array_index (accounts, i));

      adw_preferences_group_add (self->account_group, row);
      g_ptr_array_add (self->account_rows, row);
    }
}

static void
add_accounts_page (PennyPreferencesWindow *self)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *add = gtk_button_new_with_mnemonic (_("_Add Account…"));

  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (page), _("Accounts"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (page), "avatar-default-symbolic");
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Accounts"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (add), "app.add-account");
  gtk_widget_add_css_class (add, "flat");
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), add);
  self->account_group = ADW_PREFERENCES_GROUP (group);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), self->account_group);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), ADW_PREFERENCES_PAGE (page));
}

static void
add_switch (AdwPreferencesGroup *group, GSettings *settings, const char *key, const char *title,
            const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_settings_bind (settings, key, toggle, "active", G_SETTINGS_BIND_DEFAULT);
  adw_preferences_group_add (group, row);
}

static void
add_number (AdwPreferencesGroup *group, GSettings *settings, const char *key, const char *title,
            const char *subtitle, double low, double high)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (low, high, 1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), spin);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_settings_bind (settings, key, spin, "value", G_SETTINGS_BIND_DEFAULT);
  adw_preferences_group_add (group, row);
}

static void
add_general_page (PennyPreferencesWindow *self, GSettings *settings)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (page), _("General"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (page), "preferences-system-symbolic");
  add_switch (ADW_PREFERENCES_GROUP (group), settings, "notify", _("Announce New Mail"),
              _("A note on the desktop while you do something else"));
  add_number (ADW_PREFERENCES_GROUP (group), settings, "undo-seconds", _("Time to Take Back a Message"),
              _("Seconds that a message you send waits in the Outbox"), 0, 60);
  add_number (ADW_PREFERENCES_GROUP (group), settings, "check-interval-minutes", _("Look for New Mail"),
              _("Every so many minutes, where the provider does not tell at once; from the next start"), 1, 1440);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), ADW_PREFERENCES_PAGE (page));
}

static void
penny_preferences_window_dispose (GObject *object)
{
  PennyPreferencesWindow *self = PENNY_PREFERENCES_WINDOW (object);

  g_clear_object (&self->accounts);
  g_clear_pointer (&self->account_rows, g_ptr_array_unref);

  G_OBJECT_CLASS (penny_preferences_window_parent_class)->dispose (object);
}

static void
penny_preferences_window_class_init (PennyPreferencesWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = penny_preferences_window_dispose;
}

static void
penny_preferences_window_init (PennyPreferencesWindow *self)
{
  self->account_rows = g_ptr_array_new ();
}

PennyPreferencesWindow *
penny_preferences_window_new (GtkWindow *parent, PennyAccountList *accounts, GSettings *settings)
{
  PennyPreferencesWindow *self = g_object_new (PENNY_TYPE_PREFERENCES_WINDOW,
                                               "application", gtk_window_get_application (parent),
                                               "transient-for", parent,
                                               "search-enabled", FALSE,
                                               NULL);

  self->accounts = g_object_ref (accounts);
  add_accounts_page (self);
  if (settings != NULL)
    add_general_page (self, settings);
  fill_accounts (self);
  g_signal_connect_object (accounts, "changed", G_CALLBACK (fill_accounts), self, G_CONNECT_SWAPPED);
  return self;
}
