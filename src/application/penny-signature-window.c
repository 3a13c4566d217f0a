/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One field of text. */
#include "penny-signature-window.h"

#include <glib/gi18n-lib.h>

#include "penny-account.h"

struct _PennySignatureWindow {
  AdwWindow parent_instance;

  GtkTextBuffer *text;   /* borrowed from the view */
  GtkWidget *save;
};

G_DEFINE_FINAL_TYPE (PennySignatureWindow, penny_signature_window, ADW_TYPE_WINDOW)

static guint signature_signal;

static char *
dup_text (PennySignatureWindow *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->text, &start, &end);
  return g_strchomp (gtk_text_buffer_get_text (self->text, &start, &end, FALSE));
}

static void
typed_cb (GtkTextBuffer *buffer, PennySignatureWindow *self)
{
  g_autofree char *text = dup_text (self);

  gtk_widget_set_sensitive (self->save, strlen (text) <= PENNY_SIGNATURE_MAX);
}

static void
save_clicked_cb (GtkButton *button, PennySignatureWindow *self)
{
  g_autofree char *text = dup_text (self);

  g_signal_emit (self, signature_signal, 0, text);
  gtk_window_close (GTK_WINDOW (self));
}

static void
penny_signature_window_class_init (PennySignatureWindowClass *klass)
{
  signature_signal = g_signal_new ("signature", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static GtkWidget *
make_header (PennySignatureWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_label (_("Cancel"));

  self->save = gtk_button_new_with_label (_("Save"));
  gtk_widget_add_css_class (self->save, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  g_signal_connect_object (self->save, "clicked", G_CALLBACK (save_clicked_cb), self, 0);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->save);
  return header;
}

static GtkWidget *
make_field (PennySignatureWindow *self)
{
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->text = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_signal_connect_object (self->text, "changed", G_CALLBACK (typed_cb), self, 0);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Signature"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_add_css_class (scroller, "card");
  gtk_window_set_focus (GTK_WINDOW (self), view);
  return scroller;
}

static void
penny_signature_window_init (PennySignatureWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *inside = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *hint = gtk_label_new (_("These lines stand below every message that you begin."));

  gtk_window_set_title (GTK_WINDOW (self), _("Signature"));
  gtk_window_set_default_size (GTK_WINDOW (self), 360, 300);
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_label_set_xalign (GTK_LABEL (hint), 0);
  gtk_widget_add_css_class (hint, "dim-label");
  gtk_widget_set_margin_start (inside, 12);
  gtk_widget_set_margin_end (inside, 12);
  gtk_widget_set_margin_top (inside, 12);
  gtk_widget_set_margin_bottom (inside, 12);
  gtk_box_append (GTK_BOX (box), make_header (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_box_append (GTK_BOX (inside), hint);
  gtk_box_append (GTK_BOX (inside), make_field (self));
  gtk_box_append (GTK_BOX (box), inside);
}

GtkWidget *
penny_signature_window_new (GtkWindow *parent, const char *signature)
{
  PennySignatureWindow *self = g_object_new (PENNY_TYPE_SIGNATURE_WINDOW, "transient-for", parent, "modal", TRUE, NULL);

  gtk_text_buffer_set_text (self->text, signature, -1);
  return GTK_WIDGET (self);
}
