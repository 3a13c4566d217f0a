/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window: brings folders, list and letter together. */
#include "penny-main-window-private.h"

#include <glib/gi18n-lib.h>

#include "penny-toast.h"
#include "penny-window-resources.h"

G_DEFINE_FINAL_TYPE (PennyMainWindow, penny_main_window, ADW_TYPE_APPLICATION_WINDOW)

enum { PROP_0, PROP_SETTINGS, PROP_READ_DELAY, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { COMPOSE, WANT_BODY, REFRESH, ADD_ACCOUNT, ADVICE_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

PennyEntry *
penny_main_window_get_entry (PennyMainWindow *self)
{
  return penny_list_pane_get_entry (self->list);
}

/* --- from pane to pane --- */

static void
folder_selected_cb (PennyFolderList *folders, PennyMainWindow *self)
{
  penny_main_window_show_folder (self);
}

static void
folder_activated_cb (PennyFolderList *folders, PennyMainWindow *self)
{
  penny_main_window_go_to_list (self);
  if (penny_list_pane_end_search (self->list))
    return;
  penny_list_pane_grab_focus (self->list);
}

static void
show_letter (PennyMainWindow *self)
{
  PennyEntry *entry = penny_main_window_get_entry (self);

  if (entry != NULL)
    penny_letter_pane_show (self->letter, penny_list_pane_get_store (self->list), entry);
  else
    penny_letter_pane_clear (self->letter);
}

static void
letter_selected_cb (PennyListPane *list, PennyMainWindow *self)
{
  penny_main_window_update_actions (self);
  if (penny_main_window_is_letter_visible (self))
    show_letter (self);
  /* What was open is gone: there is nothing to stay for. */
  if (adw_leaflet_get_folded (self->outer) && penny_main_window_is_letter_visible (self)
      && penny_main_window_get_entry (self) == NULL)
    penny_main_window_go_to_list (self);
}

static void
letter_activated_cb (PennyListPane *list, PennyMainWindow *self)
{
  if (g_action_group_get_action_enabled (G_ACTION_GROUP (self), "edit-draft"))
    {
      show_letter (self);
      penny_main_window_compose (self, PENNY_COMPOSE_EDIT_DRAFT);
      return;
    }
  penny_main_window_go_to_letter (self);
  show_letter (self);
  penny_letter_pane_grab_focus (self->letter);
}

static void
unfolded_cb (AdwLeaflet *leaflet, GParamSpec *pspec, PennyMainWindow *self)
{
  if (penny_main_window_is_letter_visible (self))
    show_letter (self);
}

static void
star_cb (PennyListPane *list, gint64 entry, gboolean on, PennyMainWindow *self)
{
  penny_main_window_mark (self, penny_list_pane_get_store (list), entry,
                          on ? PENNY_FLAG_FLAGGED : 0, on ? 0 : PENNY_FLAG_FLAGGED);
}

static void
advice_cb (PennyListPane *list, PennyMainWindow *self)
{
  PennyWindowAccount *account = penny_main_window_find_account (self, penny_main_window_get_account_id (self));

  if (account != NULL && account->status != NULL)
    g_signal_emit (self, signals[ADVICE_ACTIVATED], 0, penny_account_get_id (account->account),
                   account->status->advice_action, account->status->advice_uri);
}

static void
want_body_cb (PennyLetterPane *letter, gint64 entry, PennyMainWindow *self)
{
  g_signal_emit (self, signals[WANT_BODY], 0, penny_main_window_get_account_id (self), entry);
}

static void
read_cb (PennyLetterPane *letter, gint64 entry, PennyMainWindow *self)
{
  penny_main_window_mark (self, penny_list_pane_get_store (self->list), entry, PENNY_FLAG_SEEN, 0);
}

static void
failed_cb (PennyLetterPane *letter, const char *sentence, PennyMainWindow *self)
{
  penny_main_window_show_toast (self, sentence);
}

/* --- the class --- */

static void
penny_main_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PennyMainWindow *self = PENNY_MAIN_WINDOW (object);

  switch (id)
    {
    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;
    case PROP_READ_DELAY:
      g_object_set_property (G_OBJECT (self->letter), "read-delay", value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
penny_main_window_constructed (GObject *object)
{
  PennyMainWindow *self = PENNY_MAIN_WINDOW (object);

  G_OBJECT_CLASS (penny_main_window_parent_class)->constructed (object);
  penny_main_window_init_layout (self);
  g_signal_connect_object (self->outer, "notify::folded", G_CALLBACK (unfolded_cb), self, 0);
  penny_main_window_update_actions (self);
}

static gboolean
penny_main_window_close_request (GtkWindow *window)
{
  penny_main_window_save_layout (PENNY_MAIN_WINDOW (window));
  return GTK_WINDOW_CLASS (penny_main_window_parent_class)->close_request (window);
}

static void
penny_main_window_dispose (GObject *object)
{
  PennyMainWindow *self = PENNY_MAIN_WINDOW (object);

  if (self->folders != NULL)
    g_signal_handlers_disconnect_by_data (self->folders, self);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->letter != NULL)
    g_signal_handlers_disconnect_by_data (self->letter, self);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (penny_main_window_parent_class)->dispose (object);
}

static void
penny_main_window_finalize (GObject *object)
{
  g_clear_pointer (&PENNY_MAIN_WINDOW (object)->accounts, g_ptr_array_unref);
  G_OBJECT_CLASS (penny_main_window_parent_class)->finalize (object);
}

static void
install_signals (GType type)
{
  signals[COMPOSE] = g_signal_new ("compose", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                   4, G_TYPE_INT, G_TYPE_STRING, G_TYPE_INT64, PENNY_TYPE_MESSAGE);
  signals[WANT_BODY] = g_signal_new ("want-body", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                     2, G_TYPE_STRING, G_TYPE_INT64);
  signals[REFRESH] = g_signal_new ("refresh", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                   1, G_TYPE_STRING);
  signals[ADD_ACCOUNT] = g_signal_new ("add-account", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
  signals[ADVICE_ACTIVATED] = g_signal_new ("advice-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
install_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PENNY_TYPE_PANE);
  g_type_ensure (PENNY_TYPE_FOLDER_LIST);
  g_type_ensure (PENNY_TYPE_LIST_PANE);
  g_type_ensure (PENNY_TYPE_LETTER_PANE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/penny_post/PennyPost/window/penny-main-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PennyMainWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PennyMainWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PennyMainWindow, outer);
  gtk_widget_class_bind_template_child (widget_class, PennyMainWindow, inner);
  gtk_widget_class_bind_template_child (widget_class, PennyMainWindow, folders_pane);
  gtk_widget_class_bind_template_child (widget_class, PennyMainWindow, list_pane_frame);
  gtk_widget_class_bind_template_child (widget_class, PennyMainWindow, letter_frame);
  gtk_widget_class_bind_template_child (widget_class, PennyMainWindow, folders_header);
  gtk_widget_class_bind_template_child (widget_class, PennyMainWindow, folders);
  gtk_widget_class_bind_template_child (widget_class, PennyMainWindow, list);
  gtk_widget_class_bind_template_child (widget_class, PennyMainWindow, letter);
}

/* Once per program: our icons and our style sheet. */
static void
add_resources (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GtkCssProvider) css = gtk_css_provider_new ();

  /* In a static library a resource that nobody names is left out by the linker. */
  g_resources_register (penny_window_get_resource ());
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display), "/io/github/penny_post/PennyPost/icons");
  gtk_css_provider_load_from_resource (css, "/io/github/penny_post/PennyPost/window/penny-window.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
penny_main_window_class_init (PennyMainWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = penny_main_window_set_property;
  object_class->constructed = penny_main_window_constructed;
  object_class->dispose = penny_main_window_dispose;
  object_class->finalize = penny_main_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = penny_main_window_close_request;

  properties[PROP_SETTINGS] =
    g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_READ_DELAY] =
    g_param_spec_uint ("read-delay", NULL, NULL, 0, G_MAXUINT, 1500, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  install_signals (G_TYPE_FROM_CLASS (klass));
  add_resources ();
  install_template (GTK_WIDGET_CLASS (klass));
  penny_main_window_class_init_actions (GTK_WIDGET_CLASS (klass));
}

static void
penny_main_window_init (PennyMainWindow *self)
{
  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_window_account_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  penny_main_window_init_actions (self);

  g_signal_connect (self->folders, "selected", G_CALLBACK (folder_selected_cb), self);
  g_signal_connect (self->folders, "activated", G_CALLBACK (folder_activated_cb), self);
  g_signal_connect (self->list, "selected", G_CALLBACK (letter_selected_cb), self);
  g_signal_connect (self->list, "activated", G_CALLBACK (letter_activated_cb), self);
  g_signal_connect (self->list, "star", G_CALLBACK (star_cb), self);
  g_signal_connect (self->list, "advice-activated", G_CALLBACK (advice_cb), self);
  g_signal_connect (self->letter, "want-body", G_CALLBACK (want_body_cb), self);
  g_signal_connect (self->letter, "read", G_CALLBACK (read_cb), self);
  g_signal_connect (self->letter, "failed", G_CALLBACK (failed_cb), self);
}

PennyMainWindow *
penny_main_window_new (GtkApplication *application, GSettings *settings)
{
  return g_object_new (PENNY_TYPE_MAIN_WINDOW, "application", application, "settings", settings, NULL);
}

void
penny_main_window_show_toast (PennyMainWindow *self, const char *text)
{
  g_return_if_fail (PENNY_IS_MAIN_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, penny_toast_new (text));
}

void
penny_main_window_show_toast_with_button (PennyMainWindow *self, const char *text, const char *button,
                                          const char *action, const char *target)
{
  AdwToast *toast;

  g_return_if_fail (PENNY_IS_MAIN_WINDOW (self));

  toast = penny_toast_new (text);
  adw_toast_set_timeout (toast, 0);
  adw_toast_set_button_label (toast, button);
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target_value (toast, g_variant_new_string (target));
  adw_toast_overlay_add_toast (self->toasts, toast);
}
