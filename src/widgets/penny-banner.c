/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line across a pane: title, explanation, one button; slides in and out. */
#include "penny-banner.h"

struct _PennyBanner {
  AdwBin parent_instance;
  GtkWidget *revealer;
  GtkWidget *box;
  GtkWidget *title;
  GtkWidget *explanation;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (PennyBanner, penny_banner, ADW_TYPE_BIN)

enum { ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
button_clicked_cb (GtkButton *button, PennyBanner *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static GtkWidget *
make_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
penny_banner_class_init (PennyBannerClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "pennybanner");
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
penny_banner_init (PennyBanner *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->title = make_label ("heading");
  self->explanation = make_label (NULL);
  gtk_box_append (GTK_BOX (words), self->title);
  gtk_box_append (GTK_BOX (words), self->explanation);
  gtk_widget_set_hexpand (words, TRUE);

  self->button = gtk_button_new ();
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_button_set_use_underline (GTK_BUTTON (self->button), TRUE);
  g_signal_connect (self->button, "clicked", G_CALLBACK (button_clicked_cb), self);

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->box, "penny-banner");
  gtk_box_append (GTK_BOX (self->box), words);
  gtk_box_append (GTK_BOX (self->box), self->button);

  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), self->box);
  adw_bin_set_child (ADW_BIN (self), self->revealer);
}

GtkWidget *
penny_banner_new (void)
{
  return g_object_new (PENNY_TYPE_BANNER, NULL);
}

void
penny_banner_show (PennyBanner *self, const char *title, const char *explanation, const char *button)
{
  g_return_if_fail (PENNY_IS_BANNER (self));

  gtk_label_set_text (GTK_LABEL (self->title), title != NULL ? title : "");
  gtk_widget_set_visible (self->title, title != NULL);
  gtk_label_set_text (GTK_LABEL (self->explanation), explanation != NULL ? explanation : "");
  gtk_widget_set_visible (self->explanation, explanation != NULL && *explanation != '\0');
  gtk_button_set_label (GTK_BUTTON (self->button), button != NULL ? button : "");
  gtk_widget_set_visible (self->button, button != NULL);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
}

void
penny_banner_hide (PennyBanner *self)
{
  g_return_if_fail (PENNY_IS_BANNER (self));

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
}

gboolean
penny_banner_is_shown (PennyBanner *self)
{
  g_return_val_if_fail (PENNY_IS_BANNER (self), FALSE);

  return gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer));
}

void
penny_banner_set_error (PennyBanner *self, gboolean error)
{
  g_return_if_fail (PENNY_IS_BANNER (self));

  if (error)
    gtk_widget_add_css_class (self->box, "error");
  else
    gtk_widget_remove_css_class (self->box, "error");
}
