/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A box with the advice; a page of the provider opens in the browser. */
#include "penny-advice-box.h"

#include "penny-assistant-look.h"

struct _PennyAdviceBox {
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *explanation;
  GtkLabel *more;
  GtkButton *help;
  GtkLabel *details;
  char *uri;   /* owned; of the help page */
};

G_DEFINE_FINAL_TYPE (PennyAdviceBox, penny_advice_box, ADW_TYPE_BIN)

static void
help_clicked_cb (GtkButton *button, PennyAdviceBox *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->uri != NULL)
    gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->uri, GDK_CURRENT_TIME);
}

void
penny_advice_box_show (PennyAdviceBox *self, const PennyAdvice *advice, const char *more)
{
  g_return_if_fail (PENNY_IS_ADVICE_BOX (self));

  gtk_widget_set_visible (GTK_WIDGET (self), advice != NULL);
  if (advice == NULL)
    return;

  gtk_label_set_text (self->title, advice->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, advice->title, -1);
  gtk_label_set_text (self->explanation, advice->explanation);
  gtk_label_set_text (self->more, more != NULL ? more : "");
  gtk_widget_set_visible (GTK_WIDGET (self->more), more != NULL);
  gtk_label_set_text (self->details, advice->details);
  g_free (self->uri);
  self->uri = g_strdup (advice->uri);
  gtk_widget_set_visible (GTK_WIDGET (self->help), advice->uri != NULL && advice->button != NULL);
  if (advice->button != NULL)
    gtk_button_set_label (self->help, advice->button);
}

static void
penny_advice_box_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PENNY_TYPE_ADVICE_BOX);
  G_OBJECT_CLASS (penny_advice_box_parent_class)->dispose (object);
}

static void
penny_advice_box_finalize (GObject *object)
{
  g_free (PENNY_ADVICE_BOX (object)->uri);
  G_OBJECT_CLASS (penny_advice_box_parent_class)->finalize (object);
}

static void
penny_advice_box_class_init (PennyAdviceBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = penny_advice_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = penny_advice_box_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, PENNY_ASSISTANT_RESOURCE ("penny-advice-box.ui"));
  gtk_widget_class_bind_template_child (widget_class, PennyAdviceBox, title);
  gtk_widget_class_bind_template_child (widget_class, PennyAdviceBox, explanation);
  gtk_widget_class_bind_template_child (widget_class, PennyAdviceBox, more);
  gtk_widget_class_bind_template_child (widget_class, PennyAdviceBox, help);
  gtk_widget_class_bind_template_child (widget_class, PennyAdviceBox, details);
  gtk_widget_class_bind_template_callback (widget_class, help_clicked_cb);
}

static void
penny_advice_box_init (PennyAdviceBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
