/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of steps; a line's accessible name is its sentence together with how it ended. */
#include "penny-step-list.h"

#include <glib/gi18n-lib.h>

#define N_LINES 8

typedef struct {
  GtkWidget *box;
  GtkWidget *spinner;
  GtkWidget *icon;
  GtkWidget *label;
  PennyLineState state;
} Line;

struct _PennyStepList {
  GtkBox parent_instance;
  Line lines[N_LINES];   /* the widgets are borrowed from the box */
};

G_DEFINE_FINAL_TYPE (PennyStepList, penny_step_list, GTK_TYPE_BOX)

static const struct {
  const char *icon;
  const char *css_class;
} looks[] = {
  [PENNY_LINE_BUSY] = { NULL, NULL },
  [PENNY_LINE_OK] = { "emblem-ok-symbolic", "penny-step-ok" },
  [PENNY_LINE_FAILED] = { "window-close-symbolic", "penny-step-failed" },
  [PENNY_LINE_PAST] = { "list-remove-symbolic", "dim-label" },
};

static const char *
describe (PennyLineState state)
{
  switch (state)
    {
    case PENNY_LINE_OK:
      /* Translators: said by a screen reader of a step that went well. */
      return _("Done");
    case PENNY_LINE_FAILED:
      /* Translators: said by a screen reader of a step that did not go well. */
      return _("Failed");
    case PENNY_LINE_BUSY:
      return _("In progress");
    case PENNY_LINE_PAST:
    default:
      return "";
    }
}

void
penny_step_list_set (PennyStepList *self, guint number, PennyLineState state, const char *sentence)
{
  Line *line;

  g_return_if_fail (PENNY_IS_STEP_LIST (self) && number < N_LINES);

  line = &self->lines[number];
  line->state = state;
  gtk_widget_set_visible (line->box, TRUE);
  if (sentence != NULL)
    gtk_label_set_text (GTK_LABEL (line->label), sentence);
  gtk_widget_set_visible (line->spinner, state == PENNY_LINE_BUSY);
  gtk_spinner_set_spinning (GTK_SPINNER (line->spinner), state == PENNY_LINE_BUSY);
  gtk_widget_set_visible (line->icon, state != PENNY_LINE_BUSY);
  if (looks[state].icon != NULL)
    gtk_image_set_from_icon_name (GTK_IMAGE (line->icon), looks[state].icon);
  gtk_widget_set_css_classes (line->icon, (const char *[]) { looks[state].css_class, NULL });
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, gtk_label_get_text (GTK_LABEL (line->label)),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, describe (state), -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (line->box), GTK_ACCESSIBLE_STATE_BUSY,
                               state == PENNY_LINE_BUSY, -1);
}

void
penny_step_list_end (PennyStepList *self, guint number, PennyLineState state, const char *sentence)
{
  g_return_if_fail (PENNY_IS_STEP_LIST (self) && number < N_LINES);

  if (gtk_widget_get_visible (self->lines[number].box))
    penny_step_list_set (self, number, state, sentence);
}

void
penny_step_list_settle (PennyStepList *self, PennyLineState state)
{
  g_return_if_fail (PENNY_IS_STEP_LIST (self));

  for (guint i = 0; i < N_LINES; i++)
    if (gtk_widget_get_visible (self->lines[i].box) && self->lines[i].state == PENNY_LINE_BUSY)
      penny_step_list_set (self, i, state, NULL);
}

void
penny_step_list_clear (PennyStepList *self)
{
  g_return_if_fail (PENNY_IS_STEP_LIST (self));

  for (guint i = 0; i < N_LINES; i++)
    gtk_widget_set_visible (self->lines[i].box, FALSE);
}

static void
make_line (PennyStepList *self, Line *line)
{
  line->box = g_object_new (GTK_TYPE_BOX, "spacing", 12, "visible", FALSE,
                            "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);
  line->spinner = gtk_spinner_new ();
  line->icon = gtk_image_new ();
  line->label = gtk_label_new (NULL);
  gtk_widget_set_valign (line->spinner, GTK_ALIGN_START);
  gtk_widget_set_valign (line->icon, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (line->label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (line->label), 0);
  gtk_widget_set_hexpand (line->label, TRUE);
  gtk_box_append (GTK_BOX (line->box), line->spinner);
  gtk_box_append (GTK_BOX (line->box), line->icon);
  gtk_box_append (GTK_BOX (line->box), line->label);
  gtk_box_append (GTK_BOX (self), line->box);
}

static void
penny_step_list_class_init (PennyStepListClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST);
}

static void
penny_step_list_init (PennyStepList *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  for (guint i = 0; i < N_LINES; i++)
    make_line (self, &self->lines[i]);
}

GtkWidget *
penny_step_list_new (void)
{
  return g_object_new (PENNY_TYPE_STEP_LIST, NULL);
}
