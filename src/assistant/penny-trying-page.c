/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps, and the advice when one of them fails. */
#include "penny-trying-page.h"

#include <glib/gi18n-lib.h>

#include "penny-advice-box.h"
#include "penny-assistant-look.h"
#include "penny-certificate-box.h"
#include "penny-setup-words.h"

struct _PennyTryingPage {
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *explanation;
  PennyCertificateBox *certificate;
  GtkBox *promise;
  PennyStepList *steps;
  PennyAdviceBox *advice;
  GtkWidget *helper;        /* wherever a setup has an advice: nobody else makes the page for a helper */
  GtkWidget *details;
  GtkLabel *places;
};

G_DEFINE_FINAL_TYPE (PennyTryingPage, penny_trying_page, ADW_TYPE_BIN)

enum { TRUSTED, HELPER, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
trusted_cb (PennyCertificateBox *box, PennyTryingPage *self)
{
  g_signal_emit (self, signals[TRUSTED], 0);
}

static void
helper_clicked_cb (GtkButton *button, PennyTryingPage *self)
{
  g_signal_emit (self, signals[HELPER], 0);
}

void
penny_trying_page_start (PennyTryingPage *self, const char *title, const char *explanation)
{
  g_return_if_fail (PENNY_IS_TRYING_PAGE (self));

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->explanation, explanation);
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), TRUE);
  penny_step_list_clear (self->steps);
  penny_advice_box_show (self->advice, NULL, NULL);
  penny_certificate_box_show (self->certificate, NULL, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->promise), FALSE);
  gtk_widget_set_visible (self->helper, FALSE);
  gtk_widget_set_visible (self->details, FALSE);
}

void
penny_trying_page_set_places (PennyTryingPage *self, const char *lines)
{
  g_return_if_fail (PENNY_IS_TRYING_PAGE (self));

  gtk_label_set_text (self->places, lines);
  gtk_widget_set_visible (self->details, TRUE);
}

PennyStepList *
penny_trying_page_get_steps (PennyTryingPage *self)
{
  return self->steps;
}

void
penny_trying_page_step (PennyTryingPage *self, PennyTrialStep step, PennyStepState state)
{
  const char *sentence = penny_trial_step_get_sentence (step, state);

  g_return_if_fail (PENNY_IS_TRYING_PAGE (self));

  switch (state)
    {
    case PENNY_STEP_STARTED:
      penny_step_list_set (self->steps, step, PENNY_LINE_BUSY, sentence);
      break;
    case PENNY_STEP_OK:
      penny_step_list_set (self->steps, step, PENNY_LINE_OK, sentence);
      break;
    case PENNY_STEP_FAILED:
      penny_step_list_set (self->steps, step, PENNY_LINE_FAILED, sentence);
      break;
    case PENNY_STEP_SKIPPED:
    default:
      /* A line that says that nothing was done would only be one more to read; one that has begun is over. */
      penny_step_list_end (self->steps, step, PENNY_LINE_PAST, sentence);
      break;
    }
}

void
penny_trying_page_end (PennyTryingPage *self, const char *title, PennySetup *setup)
{
  g_autofree char *more = NULL;
  const char *host = NULL;
  const PennyCertificate *stranger = penny_setup_get_stranger (setup, &host);

  g_return_if_fail (PENNY_IS_TRYING_PAGE (self));

  if (penny_setup_can_only_read (setup))
    more = g_strdup (_("Reading your mail works. You can begin with that, and mend sending later."));
  else if (penny_setup_can_ask_public (setup))
    more = penny_setup_words_public (setup);
  gtk_label_set_text (self->title, title);
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), FALSE);
  penny_advice_box_show (self->advice, penny_setup_get_advice (setup), more);
  gtk_widget_set_visible (self->helper, penny_setup_get_advice (setup) != NULL);
  penny_certificate_box_show (self->certificate, stranger, host);
}

void
penny_trying_page_show_advice (PennyTryingPage *self, const char *title, const PennyAdvice *advice)
{
  g_return_if_fail (PENNY_IS_TRYING_PAGE (self));

  gtk_label_set_text (self->title, title);
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), FALSE);
  penny_advice_box_show (self->advice, advice, NULL);
}

void
penny_trying_page_ask (PennyTryingPage *self, const char *title, const char *question)
{
  g_return_if_fail (PENNY_IS_TRYING_PAGE (self));

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->explanation, question);
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), TRUE);
  penny_advice_box_show (self->advice, NULL, NULL);
}

static void
add_sentence (PennyTryingPage *self, const char *sentence, gboolean important)
{
  GtkWidget *label = gtk_label_new (sentence);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (important)
    gtk_widget_add_css_class (label, "heading");
  gtk_box_append (self->promise, label);
}

void
penny_trying_page_promise (PennyTryingPage *self, const char *title, PennySetup *setup)
{
  guint removal;
  g_auto (GStrv) sentences = penny_setup_words_promises (setup, &removal);
  GtkWidget *old;

  g_return_if_fail (PENNY_IS_TRYING_PAGE (self));

  penny_trying_page_end (self, title, setup);
  while ((old = gtk_widget_get_first_child (GTK_WIDGET (self->promise))) != NULL)
    gtk_box_remove (self->promise, old);
  for (guint i = 0; sentences[i] != NULL; i++)
    add_sentence (self, sentences[i], i == removal);
  gtk_label_set_text (self->explanation, _("Everything works, and nothing has been changed so far."));
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->promise), TRUE);
}

static void
penny_trying_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PENNY_TYPE_TRYING_PAGE);
  G_OBJECT_CLASS (penny_trying_page_parent_class)->dispose (object);
}

static void
penny_trying_page_class_init (PennyTryingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PENNY_TYPE_STEP_LIST);
  g_type_ensure (PENNY_TYPE_ADVICE_BOX);
  g_type_ensure (PENNY_TYPE_CERTIFICATE_BOX);
  G_OBJECT_CLASS (klass)->dispose = penny_trying_page_dispose;
  signals[TRUSTED] = g_signal_new ("trusted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[HELPER] = g_signal_new ("helper", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, PENNY_ASSISTANT_RESOURCE ("penny-trying-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, PennyTryingPage, title);
  gtk_widget_class_bind_template_child (widget_class, PennyTryingPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, PennyTryingPage, certificate);
  gtk_widget_class_bind_template_child (widget_class, PennyTryingPage, promise);
  gtk_widget_class_bind_template_child (widget_class, PennyTryingPage, steps);
  gtk_widget_class_bind_template_callback (widget_class, trusted_cb);
  gtk_widget_class_bind_template_callback (widget_class, helper_clicked_cb);
  gtk_widget_class_bind_template_child (widget_class, PennyTryingPage, advice);
  gtk_widget_class_bind_template_child (widget_class, PennyTryingPage, helper);
  gtk_widget_class_bind_template_child (widget_class, PennyTryingPage, details);
  gtk_widget_class_bind_template_child (widget_class, PennyTryingPage, places);
}

static void
penny_trying_page_init (PennyTryingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
