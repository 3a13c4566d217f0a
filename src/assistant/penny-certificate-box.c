/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words about a certificate, and one button that is not the first thing to be seen. */
#include "penny-certificate-box.h"

#include "penny-assistant-look.h"

struct _PennyCertificateBox {
  AdwBin parent_instance;

  GtkLabel *who;
  GtkLabel *when;
  GtkLabel *wrong;
  GtkExpander *own;
  GtkLabel *warning;
};

G_DEFINE_FINAL_TYPE (PennyCertificateBox, penny_certificate_box, ADW_TYPE_BIN)

enum { TRUSTED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
trust_clicked_cb (GtkButton *button, PennyCertificateBox *self)
{
  g_signal_emit (self, signals[TRUSTED], 0);
}

void
penny_certificate_box_show (PennyCertificateBox *self, const PennyCertificate *certificate, const char *host)
{
  g_autofree char *who = NULL, *when = NULL, *wrong = NULL, *warning = NULL;

  g_return_if_fail (PENNY_IS_CERTIFICATE_BOX (self));

  gtk_widget_set_visible (GTK_WIDGET (self), certificate != NULL);
  if (certificate == NULL)
    return;

  who = penny_certificate_words_who (certificate);
  when = penny_certificate_words_when (certificate);
  wrong = penny_certificate_words_wrong (certificate, host);
  warning = penny_certificate_words_warning (certificate, host);
  gtk_label_set_text (self->who, who);
  gtk_label_set_text (self->when, when);
  gtk_label_set_text (self->wrong, wrong);
  gtk_label_set_text (self->warning, warning);
  gtk_expander_set_expanded (self->own, FALSE);
}

static void
penny_certificate_box_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PENNY_TYPE_CERTIFICATE_BOX);
  G_OBJECT_CLASS (penny_certificate_box_parent_class)->dispose (object);
}

static void
penny_certificate_box_class_init (PennyCertificateBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = penny_certificate_box_dispose;
  signals[TRUSTED] = g_signal_new ("trusted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PENNY_ASSISTANT_RESOURCE ("penny-certificate-box.ui"));
  gtk_widget_class_bind_template_child (widget_class, PennyCertificateBox, who);
  gtk_widget_class_bind_template_child (widget_class, PennyCertificateBox, when);
  gtk_widget_class_bind_template_child (widget_class, PennyCertificateBox, wrong);
  gtk_widget_class_bind_template_child (widget_class, PennyCertificateBox, own);
  gtk_widget_class_bind_template_child (widget_class, PennyCertificateBox, warning);
  gtk_widget_class_bind_template_callback (widget_class, trust_clicked_cb);
}

static void
penny_certificate_box_init (PennyCertificateBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
