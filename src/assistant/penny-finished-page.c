/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words on the last page. */
#include "penny-finished-page.h"

#include <glib/gi18n-lib.h>

#include "penny-advice-box.h"
#include "penny-assistant-look.h"
#include "penny-setup-words.h"
#include "penny-post-drawing.h"

struct _PennyFinishedPage {
  AdwBin parent_instance;

  PennyPostDrawing *drawing;
  GtkLabel *title;
  GtkLabel *text;
  GtkLabel *keyring;
  GtkLabel *reading;
  PennyAdviceBox *advice;
};

G_DEFINE_FINAL_TYPE (PennyFinishedPage, penny_finished_page, ADW_TYPE_BIN)

static void
set_note (GtkLabel *label, const char *note)
{
  gtk_label_set_text (label, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (label), note != NULL);
}

static const char *
keyring_note (PennySetup *setup, const GError *error)
{
  if (error == NULL)
    return NULL;
  if (penny_setup_get_auth (setup) != PENNY_AUTH_PASSWORD)
    return _("This computer has no safe place for your sign-in. Penny Post will ask you to sign in again next "
             "time.");
  if (g_error_matches (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_KEYRING))
    return _("This computer has no safe place for passwords. Penny Post will ask for yours again next "
             "time.");
  return _("The keyring of this computer did not take the password. Penny Post will ask for it again "
           "next time.");
}

void
penny_finished_page_show (PennyFinishedPage *self, PennySetup *setup, const GError *keyring_error)
{
  g_autofree char *text = penny_setup_words_finished (setup);
  gboolean only_reading = penny_setup_is_only_reading (setup);

  g_return_if_fail (PENNY_IS_FINISHED_PAGE (self));

  gtk_label_set_text (self->title, _("Your Mail Is Coming"));
  gtk_label_set_text (self->text, text);
  set_note (self->keyring, keyring_note (setup, keyring_error));
  set_note (self->reading, only_reading ? _("Sending does not work yet. You can mend it in the settings "
                                            "of this account.") : NULL);
  penny_advice_box_show (self->advice, NULL, NULL);
}

void
penny_finished_page_show_error (PennyFinishedPage *self, const GError *error)
{
  g_autoptr (PennyAdvice) advice = penny_advice_new (PENNY_PHASE_SETTINGS, error, NULL);

  g_return_if_fail (PENNY_IS_FINISHED_PAGE (self));

  gtk_label_set_text (self->title, _("Nearly There"));
  gtk_label_set_text (self->text, _("Your mail can be reached, but the account could not be kept on this "
                                    "computer."));
  penny_advice_box_show (self->advice, advice, NULL);
}

void
penny_finished_page_show_known (PennyFinishedPage *self)
{
  g_return_if_fail (PENNY_IS_FINISHED_PAGE (self));

  gtk_label_set_text (self->title, _("This Account Is Already Here"));
  gtk_label_set_text (self->text, _("Penny Post collects the letters of this address already. Nothing was "
                                    "changed."));
  set_note (self->keyring, NULL);
  set_note (self->reading, NULL);
  penny_advice_box_show (self->advice, NULL, NULL);
}

static void
penny_finished_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PENNY_TYPE_FINISHED_PAGE);
  G_OBJECT_CLASS (penny_finished_page_parent_class)->dispose (object);
}

static void
penny_finished_page_class_init (PennyFinishedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PENNY_TYPE_ADVICE_BOX);
  g_type_ensure (PENNY_TYPE_POST_DRAWING);
  G_OBJECT_CLASS (klass)->dispose = penny_finished_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, PENNY_ASSISTANT_RESOURCE ("penny-finished-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, PennyFinishedPage, drawing);
  gtk_widget_class_bind_template_child (widget_class, PennyFinishedPage, title);
  gtk_widget_class_bind_template_child (widget_class, PennyFinishedPage, text);
  gtk_widget_class_bind_template_child (widget_class, PennyFinishedPage, keyring);
  gtk_widget_class_bind_template_child (widget_class, PennyFinishedPage, reading);
  gtk_widget_class_bind_template_child (widget_class, PennyFinishedPage, advice);
}

static void
penny_finished_page_init (PennyFinishedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  penny_post_drawing_set_scene (self->drawing, PENNY_SCENE_ARRIVED);
}
