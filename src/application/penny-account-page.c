/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of one account, made anew from its settings whenever they change. */
#include "penny-account-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "penny-account-check.h"
#include "penny-setup-words.h"
#include "penny-signature-window.h"
#include "penny-toast.h"

struct _PennyAccountPage {
  AdwBin parent_instance;

  AdwPreferencesWindow *window;   /* borrowed: it holds this page */
  PennyAccountList *accounts;     /* owned */
  char *id;                       /* owned */
  GtkWidget *content;             /* owned; the AdwPreferencesPage of the present settings is in it */
  GCancellable *cancellable;      /* owned; of measuring */
  AdwActionRow *space;            /* borrowed from the content */
};

G_DEFINE_FINAL_TYPE (PennyAccountPage, penny_account_page, ADW_TYPE_BIN)

static PennyAccount *
get_account (PennyAccountPage *self)
{
  return penny_account_list_get (self->accounts, self->id);
}

/* Takes CHANGED, the account as it shall be from now on; on failure (CHANGED is NULL, too) says so and shows again
 * what is kept. */
static void
keep (PennyAccountPage *self, PennyAccount *changed)
{
  g_autoptr (PennyAccount) account = changed;

  if (account == NULL || !penny_account_list_replace (self->accounts, account, NULL))
    adw_preferences_window_add_toast (self->window, penny_toast_new (_("This could not be saved.")));
}

/* --- rows --- */

static GtkWidget *
make_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

/* The row's title becomes part of the button's name, which would read an underscore aloud. */
static GtkWidget *
add_button (GtkWidget *row, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  return button;
}

static GtkWidget *
add_group (AdwPreferencesPage *page, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));
  return group;
}

static void
add_row (GtkWidget *group, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static void
point_at_account (GtkWidget *button, const char *action, const char *id)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

/* --- who writes --- */

static void
name_applied_cb (AdwEntryRow *row, PennyAccountPage *self)
{
  PennyAccount *account = get_account (self);
  g_autoptr (PennyAccountForm) form = account != NULL ? penny_account_to_form (account) : NULL;

  if (form == NULL)
    return;
  g_free (form->name);
  form->name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
  keep (self, penny_account_new (form, NULL));
}

static void
signature_cb (PennySignatureWindow *window, const char *signature, PennyAccountPage *self)
{
  PennyAccount *account = get_account (self);
  g_autoptr (PennyAccountForm) form = account != NULL ? penny_account_to_form (account) : NULL;

  if (form == NULL)
    return;
  g_free (form->signature);
  form->signature = g_strdup (signature);
  keep (self, penny_account_new (form, NULL));
}

static void
signature_clicked_cb (GtkButton *button, PennyAccountPage *self)
{
  PennyAccount *account = get_account (self);
  GtkWidget *window;

  if (account == NULL)
    return;
  window = penny_signature_window_new (GTK_WINDOW (self->window), penny_account_get_signature (account));
  g_signal_connect_object (window, "signature", G_CALLBACK (signature_cb), self, 0);
  gtk_window_present (GTK_WINDOW (window));
}

static void
add_person (PennyAccountPage *self, AdwPreferencesPage *page, PennyAccount *account)
{
  GtkWidget *group = add_group (page, NULL);
  GtkWidget *name = adw_entry_row_new ();
  const char *whole = penny_account_get_signature (account);
  g_autofree char *first = g_strndup (whole, strcspn (whole, "\n"));
  GtkWidget *signature = make_row (_("Signature"), *first != '\0' ? first : _("None"));
  GtkWidget *button = add_button (signature, _("Write…"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (name), _("Your Name"));
  gtk_editable_set_text (GTK_EDITABLE (name), penny_account_get_name (account));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (name), TRUE);
  g_signal_connect_object (name, "apply", G_CALLBACK (name_applied_cb), self, 0);
  add_row (group, name);
  g_signal_connect_object (button, "clicked", G_CALLBACK (signature_clicked_cb), self, 0);
  add_row (group, signature);
}

/* --- its letters, and the post office --- */

static void
check_clicked_cb (GtkButton *button, PennyAccountPage *self)
{
  PennyAccount *account = get_account (self);

  if (account != NULL)
    gtk_window_present (GTK_WINDOW (penny_account_check_new (GTK_WINDOW (self->window), account)));
}

static void
add_post_office (PennyAccountPage *self, AdwPreferencesPage *page, PennyAccount *account)
{
  GtkWidget *group = add_group (page, _("Post Office"));
  PennyWay chosen = penny_account_get_way (account);
  GtkWidget *way = make_row (penny_setup_words_way_title (chosen), penny_setup_words_way_sentence (chosen));
  GtkWidget *check = make_row (_("Is Everything All Right?"), _("Goes the whole way once, step by step"));
  GtkWidget *password = make_row (_("Password"), _("When you have a new one at your provider"));
  GtkWidget *sign_in = make_row (_("Sign-In"), _("When your provider does not know you any more"));
  GtkWidget *settings = make_row (_("Settings"), _("Tried out before they are kept"));

  gtk_widget_set_tooltip_text (way, penny_setup_words_way_technical (chosen));
  point_at_account (add_button (way, _("Change Way…")), "app.change-way", self->id);
  add_row (group, way);
  g_signal_connect_object (add_button (check, _("Check")), "clicked", G_CALLBACK (check_clicked_cb), self, 0);
  add_row (group, check);
  /* Others sign in elsewhere: with the browser, or in the desktop's own settings. */
  gtk_widget_set_visible (password, penny_account_get_auth (account) == PENNY_AUTH_PASSWORD);
  point_at_account (add_button (password, _("Change Password…")), "app.change-password", self->id);
  add_row (group, password);
  gtk_widget_set_visible (sign_in, penny_account_get_auth (account) == PENNY_AUTH_OAUTH2);
  point_at_account (add_button (sign_in, _("Sign In…")), "app.sign-in", self->id);
  add_row (group, sign_in);
  point_at_account (add_button (settings, _("Change Settings…")), "app.edit-account", self->id);
  add_row (group, settings);
}

/* --- a certificate that the person has vouched for --- */

static void
distrust (PennyAccountPage *self, gboolean outgoing)
{
  PennyAccount *account = get_account (self);

  if (account != NULL)
    keep (self, penny_account_copy_with_trusted_key (account, outgoing, NULL, NULL));
}

static void
distrust_incoming_cb (GtkButton *button, PennyAccountPage *self)
{
  distrust (self, FALSE);
}

static void
distrust_outgoing_cb (GtkButton *button, PennyAccountPage *self)
{
  distrust (self, TRUE);
}

static void
add_trust (PennyAccountPage *self, AdwPreferencesPage *page, PennyAccount *account)
{
  const PennyServer *servers[] = { penny_account_get_incoming (account), penny_account_get_outgoing (account) };
  GtkWidget *group = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      GtkWidget *row;

      if (servers[i] == NULL || servers[i]->trusted_key == NULL)
        continue;
      if (group == NULL)
        group = add_group (page, _("Trusted by You"));
      row = make_row (servers[i]->host, i == 0 ? _("You vouched for it yourself, for receiving")
                                               : _("You vouched for it yourself, for sending"));
      gtk_widget_set_tooltip_text (row, servers[i]->trusted_key);
      g_signal_connect_object (add_button (row, _("Trust No Longer")), "clicked",
                               G_CALLBACK (i == 0 ? distrust_incoming_cb : distrust_outgoing_cb), self, 0);
      add_row (group, row);
    }
}

/* --- room --- */

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyAccountPage) self = data;
  guint64 bytes = 0;
  g_autofree char *size = NULL;
  g_autofree char *words = NULL;

  if (!g_file_measure_disk_usage_finish (G_FILE (source), result, &bytes, NULL, NULL, NULL) || self->space == NULL)
    return;
  size = g_format_size (bytes);
  /* Translators: %s is a size such as "212 MB". */
  words = g_strdup_printf (_("%s on this computer"), size);
  adw_action_row_set_subtitle (self->space, words);
}

static void
add_room (PennyAccountPage *self, AdwPreferencesPage *page)
{
  g_autofree char *path = penny_places_dup_store_dir (penny_account_list_get_places (self->accounts), self->id);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  GtkWidget *group = add_group (page, NULL);
  GtkWidget *space = make_row (_("Room for Its Letters"), "…");
  GtkWidget *removal = make_row (_("Remove This Account"), _("From this computer, after one question"));
  GtkWidget *button;

  self->space = ADW_ACTION_ROW (space);
  add_row (group, space);
  button = add_button (removal, _("Remove…"));
  gtk_widget_add_css_class (button, "destructive-action");
  point_at_account (button, "app.remove-account", self->id);
  add_row (group, removal);
  g_file_measure_disk_usage_async (folder, G_FILE_MEASURE_NONE, G_PRIORITY_DEFAULT, self->cancellable, NULL, NULL,
                                   measured_cb, g_object_ref (self));
}

/* --- the page --- */

static void
fill (PennyAccountPage *self)
{
  PennyAccount *account = get_account (self);
  AdwPreferencesPage *page;

  self->space = NULL;
  if (account == NULL)
    {
      adw_preferences_window_close_subpage (self->window);
      return;
    }
  page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  add_person (self, page, account);
  add_post_office (self, page, account);
  add_trust (self, page, account);
  add_room (self, page);
  adw_bin_set_child (ADW_BIN (self->content), GTK_WIDGET (page));
}

static void
back_clicked_cb (GtkButton *button, PennyAccountPage *self)
{
  adw_preferences_window_close_subpage (self->window);
}

static GtkWidget *
make_header (PennyAccountPage *self, const char *address)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_widget_set_tooltip_text (back, _("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Back"), -1);
  g_signal_connect_object (back, "clicked", G_CALLBACK (back_clicked_cb), self, 0);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), back);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (address, NULL));
  return header;
}

static void
penny_account_page_dispose (GObject *object)
{
  PennyAccountPage *self = PENNY_ACCOUNT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  self->space = NULL;
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (penny_account_page_parent_class)->dispose (object);
}

static void
penny_account_page_finalize (GObject *object)
{
  PennyAccountPage *self = PENNY_ACCOUNT_PAGE (object);

  g_object_unref (self->cancellable);
  g_free (self->id);
  G_OBJECT_CLASS (penny_account_page_parent_class)->finalize (object);
}

static void
penny_account_page_class_init (PennyAccountPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = penny_account_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = penny_account_page_finalize;
}

static void
penny_account_page_init (PennyAccountPage *self)
{
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
penny_account_page_new (AdwPreferencesWindow *window, PennyAccountList *accounts, const char *id)
{
  PennyAccountPage *self = g_object_new (PENNY_TYPE_ACCOUNT_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  PennyAccount *account = penny_account_list_get (accounts, id);

  g_return_val_if_fail (account != NULL, GTK_WIDGET (self));

  self->window = window;
  self->accounts = g_object_ref (accounts);
  self->id = g_strdup (id);
  self->content = adw_bin_new ();
  gtk_widget_set_vexpand (self->content, TRUE);
  gtk_box_append (GTK_BOX (box), make_header (self, penny_account_get_address (account)));
  gtk_box_append (GTK_BOX (box), self->content);
  adw_bin_set_child (ADW_BIN (self), box);
  fill (self);
  g_signal_connect_object (accounts, "changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
