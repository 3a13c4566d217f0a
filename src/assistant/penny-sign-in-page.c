/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page with two faces: before the browser is open, and while it is. */
#include "penny-sign-in-page.h"

#include <glib/gi18n-lib.h>

#include "penny-advice-box.h"
#include "penny-assistant-look.h"
#include "penny-setup-words.h"

struct _PennySignInPage {
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *explanation;
  PennyAdviceBox *advice;
  GtkWidget *waiting;      /* all that is shown only while the browser is open */
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (PennySignInPage, penny_sign_in_page, ADW_TYPE_BIN)

enum { COPY, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
copy_clicked_cb (GtkButton *button, PennySignInPage *self)
{
  g_signal_emit (self, signals[COPY], 0);
}

void
penny_sign_in_page_show (PennySignInPage *self, PennySetup *setup)
{
  gboolean waiting = penny_setup_is_in_browser (setup);
  g_autofree char *explanation = penny_setup_words_sign_in (setup);

  g_return_if_fail (PENNY_IS_SIGN_IN_PAGE (self));

  gtk_label_set_text (self->title, waiting ? _("Waiting for You in the Browser…")
                                           : _("Sign In with Your Browser"));
  gtk_label_set_text (self->explanation, explanation);
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), penny_setup_get_advice (setup) == NULL);
  gtk_widget_set_visible (self->waiting, waiting);
  gtk_spinner_set_spinning (self->spinner, waiting);
  penny_advice_box_show (self->advice, penny_setup_get_advice (setup), NULL);
}

static void
penny_sign_in_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PENNY_TYPE_SIGN_IN_PAGE);
  G_OBJECT_CLASS (penny_sign_in_page_parent_class)->dispose (object);
}

static void
penny_sign_in_page_class_init (PennySignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PENNY_TYPE_ADVICE_BOX);
  G_OBJECT_CLASS (klass)->dispose = penny_sign_in_page_dispose;
  signals[COPY] = g_signal_new ("copy", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, PENNY_ASSISTANT_RESOURCE ("penny-sign-in-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, PennySignInPage, title);
  gtk_widget_class_bind_template_child (widget_class, PennySignInPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, PennySignInPage, advice);
  gtk_widget_class_bind_template_child (widget_class, PennySignInPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, PennySignInPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
}

static void
penny_sign_in_page_init (PennySignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
