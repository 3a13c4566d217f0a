/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The composer window: its fields and how they are filled. */
#include "penny-composer-private.h"

#include <glib/gi18n-lib.h>

#include "penny-composer-resources.h"

G_DEFINE_FINAL_TYPE (PennyComposerWindow, penny_composer_window, ADW_TYPE_WINDOW)

enum { SENT, KEPT, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
sender_free (PennyComposerSender *sender)
{
  penny_account_unref (sender->account);
  g_object_unref (sender->store);
  g_free (sender);
}

PennyComposerSender *
penny_composer_get_sender (PennyComposerWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->from);

  return selected < self->senders->len ? g_ptr_array_index (self->senders, selected) : NULL;
}

/* --- on screen --- */

static void
show_banner (PennyComposerWindow *self)
{
  guint64 size = penny_attachment_chips_get_size (self->chips);
  g_autofree char *amount = g_format_size (size);
  g_autofree char *explanation = NULL;

  penny_banner_set_error (self->banner, self->trouble != NULL);
  if (self->trouble != NULL)
    penny_banner_show (self->banner, self->trouble, self->trouble_explanation, NULL);
  else if (size > PENNY_COMPOSER_LARGE)
    {
      /* Translators: %s is an amount such as “31 MB”. */
      explanation = g_strdup_printf (_("Together they are %s. Some mail providers do not take that much."), amount);
      penny_banner_show (self->banner, _("These attachments are very large"), explanation, NULL);
    }
  else
    penny_banner_hide (self->banner);
}

void
penny_composer_set_trouble (PennyComposerWindow *self, const char *title, const char *explanation)
{
  self->trouble = title;
  self->trouble_explanation = explanation;
  show_banner (self);
}

void
penny_composer_set_busy (PennyComposerWindow *self, gboolean busy)
{
  static const char * const actions[] = { "composer.send", "composer.attach", "composer.save", "composer.discard" };

  self->busy = busy;
  /* An entry that is made insensitive under the caret complains. */
  if (busy)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (self->page, !busy);
  if (!busy)
    gtk_widget_grab_focus (GTK_WIDGET (self->text));
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], !busy);
}

static gboolean
destroy_cb (gpointer data)
{
  g_autoptr (PennyComposerWindow) self = data;

  gtk_window_destroy (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

void
penny_composer_finish (PennyComposerWindow *self)
{
  self->done = TRUE;
  /* Not at once: a dialog that was answered with this is still on the stack, and keeps an unguarded
   * pointer to the window below it (GTK 4.8). */
  g_idle_add (destroy_cb, g_object_ref (self));
}

/* --- what is typed --- */

static void
changed_cb (PennyComposerWindow *self)
{
  penny_composer_note_change (self);
}

static void
subject_changed_cb (PennyComposerWindow *self)
{
  const char *subject = gtk_editable_get_text (GTK_EDITABLE (self->subject));
  const char *title = subject[0] != '\0' ? subject : _("New Message");

  adw_window_title_set_title (self->header_title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  penny_composer_note_change (self);
}

static void
files_changed_cb (PennyComposerWindow *self)
{
  show_banner (self);
  penny_composer_note_change (self);
}

static void
sender_changed_cb (PennyComposerWindow *self)
{
  /* Only a letter that is worth keeping moves with its sender. */
  if (self->kept_store != NULL || penny_composer_is_dirty (self))
    penny_composer_note_change (self);
}

static void
paste_cb (PennyComposerWindow *self, GtkTextView *text)
{
  if (penny_composer_paste (self))
    g_signal_stop_emission_by_name (text, "paste-clipboard");
}

/* --- actions --- */

static void
send_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  penny_composer_send (PENNY_COMPOSER_WINDOW (widget));
}

static void
attach_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  penny_composer_attach (PENNY_COMPOSER_WINDOW (widget));
}

static void
save_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  penny_composer_save (PENNY_COMPOSER_WINDOW (widget));
}

static void
discard_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  penny_composer_discard (PENNY_COMPOSER_WINDOW (widget));
}

static void
show_copies_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  penny_composer_show_copies (PENNY_COMPOSER_WINDOW (widget), TRUE);
}

static gboolean
penny_composer_window_close_request (GtkWindow *window)
{
  PennyComposerWindow *self = PENNY_COMPOSER_WINDOW (window);

  if (self->done)
    return GTK_WINDOW_CLASS (penny_composer_window_parent_class)->close_request (window);
  /* It closes by itself soon. */
  if (self->busy)
    return TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  if (!penny_composer_is_blank (self))
    penny_composer_go_on (self, PENNY_COMPOSER_NEXT_CLOSE);
  else
    {
      /* Everything was deleted again: so is the draft. */
      penny_composer_set_busy (self, TRUE);
      penny_composer_go_on (self, PENNY_COMPOSER_NEXT_DISCARD);
    }
  return TRUE;
}

/* --- from outside --- */

PennyComposerWindow *
penny_composer_window_new (GtkApplication *application)
{
  g_return_val_if_fail (application == NULL || GTK_IS_APPLICATION (application), NULL);

  return g_object_new (PENNY_TYPE_COMPOSER_WINDOW, "application", application, NULL);
}

void
penny_composer_window_add_sender (PennyComposerWindow *self, PennyAccount *account, PennyStore *store)
{
  PennyComposerSender *sender;
  g_autoptr (PennyAddress) address = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (PENNY_IS_COMPOSER_WINDOW (self) && account != NULL && PENNY_IS_STORE (store));

  sender = g_new0 (PennyComposerSender, 1);
  sender->account = penny_account_ref (account);
  sender->store = g_object_ref (store);
  g_ptr_array_add (self->senders, sender);
  address = penny_address_new (penny_account_get_name (account), penny_account_get_address (account));
  words = penny_address_to_string (address);
  gtk_string_list_append (GTK_STRING_LIST (gtk_drop_down_get_model (self->from)), words);
  gtk_widget_set_visible (self->from_row, self->senders->len > 1);
}

void
penny_composer_window_select_sender (PennyComposerWindow *self, const char *account_id)
{
  g_return_if_fail (PENNY_IS_COMPOSER_WINDOW (self));

  for (guint i = 0; i < self->senders->len; i++)
    {
      PennyComposerSender *sender = g_ptr_array_index (self->senders, i);

      if (g_strcmp0 (penny_account_get_id (sender->account), account_id) == 0)
        gtk_drop_down_set_selected (self->from, i);
    }
}

void
penny_composer_window_set_hold (PennyComposerWindow *self, guint seconds)
{
  g_return_if_fail (PENNY_IS_COMPOSER_WINDOW (self));

  self->hold = seconds;
}

/* --- class --- */

static void
penny_composer_window_dispose (GObject *object)
{
  PennyComposerWindow *self = PENNY_COMPOSER_WINDOW (object);
  g_autoptr (GError) error = NULL;

  /* Torn down without being asked to close: what is typed goes to the disk all the same. */
  if (!self->done && self->text != NULL && !penny_composer_window_save_now (self, &error))
    g_debug ("a draft was not saved: %s", error->message);
  self->done = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (penny_composer_window_parent_class)->dispose (object);
}

static void
penny_composer_window_finalize (GObject *object)
{
  PennyComposerWindow *self = PENNY_COMPOSER_WINDOW (object);

  g_ptr_array_unref (self->senders);
  g_clear_pointer (&self->draft, penny_draft_free);
  g_clear_object (&self->kept_store);
  g_clear_object (&self->cancellable);
  g_free (self->initial_text);
  g_free (self->last_words);
  G_OBJECT_CLASS (penny_composer_window_parent_class)->finalize (object);
}

/* Once per program: our style sheet and templates. */
static void
add_resources (void)
{
  g_autoptr (GtkCssProvider) css = gtk_css_provider_new ();

  /* In a static library a resource that nobody names is left out by the linker. */
  g_resources_register (penny_composer_get_resource ());
  gtk_css_provider_load_from_resource (css, "/io/github/penny_post/PennyPost/composer/penny-composer.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_type_ensure (PENNY_TYPE_ATTACHMENT_CHIPS);
  g_type_ensure (PENNY_TYPE_BANNER);
  g_type_ensure (PENNY_TYPE_RECIPIENT_ROW);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PennyComposerWindow, name)

static void
install_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/penny_post/PennyPost/composer/penny-composer-window.ui");
  BIND (toasts);
  BIND (header_title);
  BIND (page);
  BIND (banner);
  BIND (titles);
  BIND (from_row);
  BIND (from_title);
  BIND (from);
  BIND (to);
  BIND (cc);
  BIND (bcc);
  BIND (copies_button);
  BIND (subject_title);
  BIND (subject);
  BIND (text);
  BIND (chips);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, subject_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, files_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sender_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_cb);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.send", NULL, send_cb);
  gtk_widget_class_install_action (widget_class, "composer.attach", NULL, attach_cb);
  gtk_widget_class_install_action (widget_class, "composer.save", NULL, save_cb);
  gtk_widget_class_install_action (widget_class, "composer.discard", NULL, discard_cb);
  gtk_widget_class_install_action (widget_class, "composer.show-copies", NULL, show_copies_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "composer.save", NULL);
}

static void
penny_composer_window_class_init (PennyComposerWindowClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = penny_composer_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = penny_composer_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = penny_composer_window_close_request;
  signals[SENT] = g_signal_new ("sent", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_STRING, G_TYPE_INT64);
  signals[KEPT] = g_signal_new ("kept", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  add_resources ();
  install_template (GTK_WIDGET_CLASS (klass));
  install_actions (GTK_WIDGET_CLASS (klass));
}

static void
penny_composer_window_init (PennyComposerWindow *self)
{
  self->senders = g_ptr_array_new_with_free_func ((GDestroyNotify) sender_free);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_size_group_add_widget (self->titles, self->from_title);
  gtk_size_group_add_widget (self->titles, penny_recipient_row_get_title_widget (self->to));
  gtk_size_group_add_widget (self->titles, penny_recipient_row_get_title_widget (self->cc));
  gtk_size_group_add_widget (self->titles, penny_recipient_row_get_title_widget (self->bcc));
  gtk_size_group_add_widget (self->titles, self->subject_title);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text), "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  penny_composer_init_files (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->to));
}
