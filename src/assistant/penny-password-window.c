/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question: the password. It is kept first and handed over then, kept or not. */
#include "penny-password-window.h"

#include <glib/gi18n-lib.h>

#include "penny-assistant-look.h"
#include "penny-error.h"
#include "penny-keyring.h"
#include "penny-provider.h"
#include "penny-row-name.h"

#define WIDTH 420
#define HIGHEST 640

struct _PennyPasswordWindow {
  AdwWindow parent_instance;

  GtkWidget *bar;
  GtkWidget *content;
  GtkLabel *title;
  GtkLabel *explanation;
  GtkLabel *hint;
  GtkLabel *note;
  GtkEditable *password;
  GtkButton *main;

  PennyAccount *account;       /* owned */
  GCancellable *cancellable;   /* owned */
  gboolean done;               /* given; only the note is still to be read */
};

G_DEFINE_FINAL_TYPE (PennyPasswordWindow, penny_password_window, ADW_TYPE_WINDOW)

enum { PASSWORD, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyPasswordWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (penny_keyring_store_finish (result, &error))
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->account == NULL)
    return;

  gtk_label_set_text (self->note, _("This computer has no safe place for passwords. Penny Post will ask for "
                                    "yours again next time."));
  gtk_widget_set_visible (GTK_WIDGET (self->note), TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->main), TRUE);
  gtk_button_set_label (self->main, _("Read My Mail"));
  gtk_widget_grab_focus (GTK_WIDGET (self->main));
}

static void
main_clicked_cb (GtkButton *button, PennyPasswordWindow *self)
{
  g_autoptr (PennySecret) password = NULL;

  if (self->done)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  self->done = TRUE;
  password = penny_secret_new (gtk_editable_get_text (self->password));
  gtk_editable_set_editable (self->password, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->main), FALSE);
  /* Found by whoever looks it up from now on, however long the keyring's own question takes. */
  penny_keyring_keep_for_this_run (penny_account_get_id (self->account), PENNY_PASSWORD_INCOMING, password);
  penny_keyring_store_async (penny_account_get_id (self->account), PENNY_PASSWORD_INCOMING,
                             penny_account_get_address (self->account), password, self->cancellable,
                             stored_cb, g_object_ref (self));
  g_signal_emit (self, signals[PASSWORD], 0, password);
}

static void
typed_cb (GtkEditable *editable, PennyPasswordWindow *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->main), *gtk_editable_get_text (editable) != '\0');
}

static void
penny_password_window_dispose (GObject *object)
{
  PennyPasswordWindow *self = PENNY_PASSWORD_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->account, penny_account_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), PENNY_TYPE_PASSWORD_WINDOW);
  G_OBJECT_CLASS (penny_password_window_parent_class)->dispose (object);
}

static void
penny_password_window_class_init (PennyPasswordWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  penny_assistant_look_load ();
  G_OBJECT_CLASS (klass)->dispose = penny_password_window_dispose;
  signals[PASSWORD] = g_signal_new ("password", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (widget_class, PENNY_ASSISTANT_RESOURCE ("penny-password-window.ui"));
  gtk_widget_class_bind_template_child (widget_class, PennyPasswordWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, PennyPasswordWindow, content);
  gtk_widget_class_bind_template_child (widget_class, PennyPasswordWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PennyPasswordWindow, explanation);
  gtk_widget_class_bind_template_child (widget_class, PennyPasswordWindow, hint);
  gtk_widget_class_bind_template_child (widget_class, PennyPasswordWindow, note);
  gtk_widget_class_bind_template_child (widget_class, PennyPasswordWindow, password);
  gtk_widget_class_bind_template_child (widget_class, PennyPasswordWindow, main);
  gtk_widget_class_bind_template_callback (widget_class, main_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
penny_password_window_init (PennyPasswordWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  penny_row_name (GTK_WIDGET (self->password));
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->main));
}

static void
fill_in (PennyPasswordWindow *self, const char *title, const char *explanation)
{
  const char *address = penny_account_get_address (self->account);
  g_autoptr (PennyProvider) provider = penny_provider_find (address);
  g_autofree char *hint = provider != NULL ? penny_provider_dup_before_you_start (provider) : NULL;
  /* Translators: %s is an e-mail address. */
  g_autofree char *usual = g_strdup_printf (_("Type the password for %s."), address);

  gtk_label_set_text (self->title, title != NULL ? title : _("Your Password, Please"));
  gtk_label_set_text (self->explanation, explanation != NULL ? explanation : usual);
  gtk_label_set_text (self->hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
}

/* As high as all of it wants to be, where the screen has that; what scrolls does not count its wrapped lines. */
static void
fit (PennyPasswordWindow *self)
{
  int bar, content;

  gtk_widget_measure (self->bar, GTK_ORIENTATION_VERTICAL, WIDTH, NULL, &bar, NULL, NULL);
  gtk_widget_measure (self->content, GTK_ORIENTATION_VERTICAL, WIDTH, NULL, &content, NULL, NULL);
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, MIN (bar + content, HIGHEST));
}

PennyPasswordWindow *
penny_password_window_new (GtkWindow *parent, PennyAccount *account, const char *title, const char *explanation)
{
  PennyPasswordWindow *self = g_object_new (PENNY_TYPE_PASSWORD_WINDOW, NULL);

  g_return_val_if_fail (account != NULL, self);

  if (parent != NULL)
    {
      gtk_window_set_transient_for (GTK_WINDOW (self), parent);
      gtk_window_set_modal (GTK_WINDOW (self), TRUE);
    }
  self->account = penny_account_ref (account);
  fill_in (self, title, explanation);
  fit (self);
  return self;
}
