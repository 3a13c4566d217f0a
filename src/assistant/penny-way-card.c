/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A card to choose a way; it writes into the setup. */
#include "penny-way-card.h"

#include <glib/gi18n-lib.h>

#include "penny-assistant-look.h"
#include "penny-setup-words.h"
#include "penny-fold-layout.h"
#include "penny-post-drawing.h"

struct _PennyWayCard {
  GtkBox parent_instance;

  GtkCheckButton *check;
  PennyPostDrawing *drawing;
  GtkLabel *title;
  GtkWidget *badge;
  GtkLabel *sentence;
  GtkLabel *reason;
  GtkWidget *more;
  GtkWidget *days_row;
  GtkLabel *days_label;
  GtkSpinButton *days;
  GtkLabel *consequence;

  PennyWay way;
  PennySetup *setup;   /* borrowed from the window */
  gboolean loading;
};

G_DEFINE_FINAL_TYPE (PennyWayCard, penny_way_card, GTK_TYPE_BOX)

enum { PROP_0, PROP_WAY, N_PROPS };
enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
show_consequence (PennyWayCard *self)
{
  gboolean chosen = penny_way_card_is_chosen (self);
  g_autofree char *text = penny_setup_words_way_consequence (self->setup, self->way);

  gtk_label_set_text (self->consequence, text);
  /* Not a revealer: what it hides is still read out. */
  gtk_widget_set_visible (self->more, chosen);
}

static void
toggled_cb (GtkCheckButton *check, PennyWayCard *self)
{
  if (self->loading || self->setup == NULL)
    return;

  if (penny_way_card_is_chosen (self))
    penny_setup_set_way (self->setup, self->way);
  show_consequence (self);
  if (penny_way_card_is_chosen (self))
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
days_changed_cb (GtkSpinButton *days, PennyWayCard *self)
{
  if (self->loading || self->setup == NULL)
    return;

  penny_setup_set_days (self->setup, self->way, gtk_spin_button_get_value_as_int (days));
  show_consequence (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
load_days (PennyWayCard *self)
{
  PennyClears clears = penny_way_rules_get (self->way)->clears;
  gboolean clearing = clears == PENNY_CLEARS_THROWN_AWAY_OR_OLD;
  const char *words = clearing
    /* Translators: a label before a number of days. */
    ? _("Days until the original is cleared away")
    /* Translators: a label before a number of days; 0 means at once. */
    : _("Days that a letter waits at the post office, to be on the safe side");
  int days = penny_setup_get_days (self->setup, self->way);

  gtk_widget_set_visible (self->days_row, clears != PENNY_CLEARS_NEVER);
  gtk_label_set_text (self->days_label, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->days), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_spin_button_set_range (self->days, clearing ? 1 : 0, MAX (clearing ? 365 : 14, days));
  if (days >= 0)
    gtk_spin_button_set_value (self->days, days);
}

void
penny_way_card_load (PennyWayCard *self, PennySetup *setup)
{
  gboolean allowed;
  g_autofree char *reason = NULL;
  PennyWayAdvice advice;

  g_return_if_fail (PENNY_IS_WAY_CARD (self));

  self->setup = setup;
  if (setup == NULL)
    return;

  self->loading = TRUE;
  allowed = penny_setup_allows_way (setup, self->way);
  reason = allowed ? NULL : penny_setup_words_way_impossible (setup);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), allowed);
  gtk_widget_set_visible (self->badge, penny_setup_advise (setup, &advice) && advice.way == self->way);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), !allowed);
  gtk_label_set_text (self->reason, reason != NULL ? reason : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  allowed ? penny_setup_words_way_sentence (self->way) : reason, -1);
  load_days (self);
  gtk_check_button_set_active (self->check, penny_setup_get_way (setup) == self->way);
  self->loading = FALSE;
  show_consequence (self);
}

void
penny_way_card_join (PennyWayCard *self, PennyWayCard *other)
{
  gtk_check_button_set_group (self->check, other->check);
}

gboolean
penny_way_card_is_chosen (PennyWayCard *self)
{
  return gtk_check_button_get_active (self->check);
}

void
penny_way_card_focus (PennyWayCard *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->check));
}

static void
penny_way_card_constructed (GObject *object)
{
  PennyWayCard *self = PENNY_WAY_CARD (object);
  const char *title = penny_setup_words_way_title (self->way);

  G_OBJECT_CLASS (penny_way_card_parent_class)->constructed (object);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->sentence, penny_setup_words_way_sentence (self->way));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->check), penny_setup_words_way_technical (self->way));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  penny_post_drawing_set_scene (self->drawing, (PennyScene) (PENNY_SCENE_SHARED + self->way));
}

static void
penny_way_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PENNY_WAY_CARD (object)->way = (PennyWay) g_value_get_int (value);
}

static void
penny_way_card_dispose (GObject *object)
{
  PENNY_WAY_CARD (object)->setup = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), PENNY_TYPE_WAY_CARD);
  G_OBJECT_CLASS (penny_way_card_parent_class)->dispose (object);
}

static void
penny_way_card_class_init (PennyWayCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PENNY_TYPE_POST_DRAWING);
  g_type_ensure (PENNY_TYPE_FOLD_LAYOUT);
  object_class->constructed = penny_way_card_constructed;
  object_class->set_property = penny_way_card_set_property;
  object_class->dispose = penny_way_card_dispose;
  g_object_class_install_property (object_class, PROP_WAY,
                                   g_param_spec_int ("way", NULL, NULL, 0, PENNY_WAY_TAKE_HOME, 0,
                                                     G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY |
                                                     G_PARAM_STATIC_STRINGS));
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, PENNY_ASSISTANT_RESOURCE ("penny-way-card.ui"));
  gtk_widget_class_bind_template_child (widget_class, PennyWayCard, check);
  gtk_widget_class_bind_template_child (widget_class, PennyWayCard, drawing);
  gtk_widget_class_bind_template_child (widget_class, PennyWayCard, title);
  gtk_widget_class_bind_template_child (widget_class, PennyWayCard, badge);
  gtk_widget_class_bind_template_child (widget_class, PennyWayCard, sentence);
  gtk_widget_class_bind_template_child (widget_class, PennyWayCard, reason);
  gtk_widget_class_bind_template_child (widget_class, PennyWayCard, more);
  gtk_widget_class_bind_template_child (widget_class, PennyWayCard, days_row);
  gtk_widget_class_bind_template_child (widget_class, PennyWayCard, days_label);
  gtk_widget_class_bind_template_child (widget_class, PennyWayCard, days);
  gtk_widget_class_bind_template_child (widget_class, PennyWayCard, consequence);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, days_changed_cb);
}

static void
penny_way_card_init (PennyWayCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
