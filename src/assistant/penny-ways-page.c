/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four cards in one group, and the technical words for who asks. */
#include "penny-ways-page.h"

#include <glib/gi18n-lib.h>

#include "penny-assistant-look.h"
#include "penny-fold-layout.h"
#include "penny-setup-words.h"
#include "penny-way-card.h"

struct _PennyWaysPage {
  AdwBin parent_instance;

  PennyWayCard *shared;
  PennyWayCard *photocopy;
  PennyWayCard *clear_later;
  PennyWayCard *take_home;
  GtkLabel *explanation;
  GtkLabel *glossary;
};

G_DEFINE_FINAL_TYPE (PennyWaysPage, penny_ways_page, ADW_TYPE_BIN)

enum { CHANGED, ASKED, PLAY, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
changed_cb (PennyWayCard *card, PennyWaysPage *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ask_clicked_cb (GtkButton *button, PennyWaysPage *self)
{
  g_signal_emit (self, signals[ASKED], 0);
}

static void
play_clicked_cb (GtkButton *button, PennyWaysPage *self)
{
  g_signal_emit (self, signals[PLAY], 0);
}

static PennyWayCard *
get_card (PennyWaysPage *self, guint way)
{
  PennyWayCard *cards[PENNY_N_WAYS] = { self->shared, self->photocopy, self->clear_later, self->take_home };

  return cards[way];
}

void
penny_ways_page_load (PennyWaysPage *self, PennySetup *setup)
{
  g_return_if_fail (PENNY_IS_WAYS_PAGE (self));

  for (guint i = 0; i < PENNY_N_WAYS; i++)
    penny_way_card_load (get_card (self, i), setup);
  if (setup == NULL)
    return;
  /* What was typed in by hand has not been tried yet. */
  gtk_label_set_text (self->explanation, penny_setup_is_by_hand (setup)
    ? _("Choose what shall become of your letters. Your settings are tried next.")
    : penny_setup_allows_way (setup, PENNY_WAY_SHARED)
    ? _("Your post office is found. If you are not sure, keep what is chosen.")
    : _("Your post office is found. Choose what shall become of your letters."));
}

void
penny_ways_page_focus (PennyWaysPage *self)
{
  g_return_if_fail (PENNY_IS_WAYS_PAGE (self));

  for (guint i = 0; i < PENNY_N_WAYS; i++)
    if (penny_way_card_is_chosen (get_card (self, i)))
      penny_way_card_focus (get_card (self, i));
}

static void
write_glossary (PennyWaysPage *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < PENNY_N_WAYS; i++)
    g_string_append_printf (text, "%s%s: %s", i > 0 ? "\n" : "", penny_setup_words_way_title (i),
                            penny_setup_words_way_technical (i));
  gtk_label_set_text (self->glossary, text->str);
}

static void
penny_ways_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PENNY_TYPE_WAYS_PAGE);
  G_OBJECT_CLASS (penny_ways_page_parent_class)->dispose (object);
}

static void
penny_ways_page_class_init (PennyWaysPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PENNY_TYPE_FOLD_LAYOUT);
  g_type_ensure (PENNY_TYPE_WAY_CARD);
  G_OBJECT_CLASS (klass)->dispose = penny_ways_page_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[ASKED] = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  signals[PLAY] = g_signal_new ("play", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, PENNY_ASSISTANT_RESOURCE ("penny-ways-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, PennyWaysPage, shared);
  gtk_widget_class_bind_template_child (widget_class, PennyWaysPage, photocopy);
  gtk_widget_class_bind_template_child (widget_class, PennyWaysPage, clear_later);
  gtk_widget_class_bind_template_child (widget_class, PennyWaysPage, take_home);
  gtk_widget_class_bind_template_child (widget_class, PennyWaysPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, PennyWaysPage, glossary);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, ask_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, play_clicked_cb);
}

static void
penny_ways_page_init (PennyWaysPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 1; i < PENNY_N_WAYS; i++)
    penny_way_card_join (get_card (self, i), self->shared);
  write_glossary (self);
}
