/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A group of answers for each question; what they lead to comes from the setup. */
#include "penny-adviser-page.h"

#include <glib/gi18n-lib.h>

#include "penny-assistant-look.h"
#include "penny-setup-words.h"

#define MAX_ANSWERS 3

struct _PennyAdviserPage {
  AdwBin parent_instance;

  GtkBox *questions;
  GtkWidget *result;
  GtkLabel *way;
  GtkLabel *why;
  GtkLabel *give_up;
  GtkLabel *missed;

  GtkCheckButton *answers[PENNY_N_QUESTIONS][MAX_ANSWERS];   /* borrowed from the box; NULL: no such answer */
  PennySetup *setup;   /* borrowed from the window */
  gboolean loading;
};

G_DEFINE_FINAL_TYPE (PennyAdviserPage, penny_adviser_page, ADW_TYPE_BIN)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
show_result (PennyAdviserPage *self)
{
  PennyWayAdvice advice;
  g_autofree char *title = NULL, *missed = NULL;
  gboolean shown = penny_setup_has_answers (self->setup) && penny_setup_advise (self->setup, &advice);

  gtk_widget_set_visible (self->result, shown);
  if (!shown)
    return;

  /* Translators: %s is one of the four ways, such as “Shared box”. */
  title = g_strdup_printf (_("This suits you best: %s"), penny_setup_words_way_title (advice.way));
  missed = penny_setup_words_missed (self->setup, &advice);
  gtk_label_set_text (self->way, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->result), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_label_set_text (self->why, advice.why);
  gtk_label_set_text (self->give_up, advice.give_up);
  gtk_label_set_text (self->missed, missed != NULL ? missed : "");
  gtk_widget_set_visible (GTK_WIDGET (self->missed), missed != NULL);
}

static void
toggled_cb (GtkCheckButton *button, PennyAdviserPage *self)
{
  if (self->loading || self->setup == NULL || !gtk_check_button_get_active (button))
    return;

  for (guint i = 0; i < PENNY_N_QUESTIONS; i++)
    for (guint j = 0; j < MAX_ANSWERS; j++)
      if (self->answers[i][j] == button)
        penny_setup_set_answer (self->setup, (PennyQuestion) i, j + 1);
  show_result (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
penny_adviser_page_load (PennyAdviserPage *self, PennySetup *setup)
{
  g_return_if_fail (PENNY_IS_ADVISER_PAGE (self));

  self->setup = setup;
  if (setup == NULL)
    return;

  self->loading = TRUE;
  for (guint i = 0; i < PENNY_N_QUESTIONS; i++)
    for (guint j = 0; j < MAX_ANSWERS; j++)
      if (self->answers[i][j] != NULL)
        gtk_check_button_set_active (self->answers[i][j],
                                     penny_setup_get_answer (setup, (PennyQuestion) i) == j + 1);
  self->loading = FALSE;
  show_result (self);
}

void
penny_adviser_page_focus (PennyAdviserPage *self)
{
  guint open = 0;

  g_return_if_fail (PENNY_IS_ADVISER_PAGE (self) && self->setup != NULL);

  while (open < PENNY_N_QUESTIONS - 1 && penny_setup_get_answer (self->setup, (PennyQuestion) open) != 0)
    open++;
  gtk_widget_grab_focus (GTK_WIDGET (self->answers[open][0]));
}

GtkWidget *
penny_adviser_page_get_result (PennyAdviserPage *self)
{
  return gtk_widget_get_visible (self->result) ? self->result : NULL;
}

static GtkWidget *
make_answer (PennyAdviserPage *self, PennyQuestion question, guint number)
{
  const char *words = penny_way_adviser_get_answer (question, number + 1);
  GtkCheckButton *check = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO,
                                        "valign", GTK_ALIGN_CENTER, NULL);
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());

  self->answers[question][number] = check;
  if (number > 0)
    gtk_check_button_set_group (check, self->answers[question][0]);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, 0);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
  adw_action_row_set_title_lines (row, 0);
  adw_action_row_add_prefix (row, GTK_WIDGET (check));
  /* Names it, too, by the row's title. */
  adw_action_row_set_activatable_widget (row, GTK_WIDGET (check));
  return GTK_WIDGET (row);
}

static void
make_question (PennyAdviserPage *self, PennyQuestion question)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *label = gtk_label_new (penny_way_adviser_get_question (question));

  /* A group's own title is cut off where there is no room. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (self->questions, label);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (group), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  for (guint i = 0; i < MAX_ANSWERS && penny_way_adviser_get_answer (question, i + 1) != NULL; i++)
    adw_preferences_group_add (group, make_answer (self, question, i));
  gtk_box_append (self->questions, GTK_WIDGET (group));
}

static void
penny_adviser_page_dispose (GObject *object)
{
  PENNY_ADVISER_PAGE (object)->setup = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), PENNY_TYPE_ADVISER_PAGE);
  G_OBJECT_CLASS (penny_adviser_page_parent_class)->dispose (object);
}

static void
penny_adviser_page_class_init (PennyAdviserPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = penny_adviser_page_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PENNY_ASSISTANT_RESOURCE ("penny-adviser-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, PennyAdviserPage, questions);
  gtk_widget_class_bind_template_child (widget_class, PennyAdviserPage, result);
  gtk_widget_class_bind_template_child (widget_class, PennyAdviserPage, way);
  gtk_widget_class_bind_template_child (widget_class, PennyAdviserPage, why);
  gtk_widget_class_bind_template_child (widget_class, PennyAdviserPage, give_up);
  gtk_widget_class_bind_template_child (widget_class, PennyAdviserPage, missed);
}

static void
penny_adviser_page_init (PennyAdviserPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < PENNY_N_QUESTIONS; i++)
    make_question (self, (PennyQuestion) i);
}
