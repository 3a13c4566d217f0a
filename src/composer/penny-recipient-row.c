/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recipients as a line of text; looked at when the person goes on to something else. */
#include "penny-recipient-row.h"

#include "penny-address.h"
#include "penny-composer-words.h"

struct _PennyRecipientRow {
  AdwBin parent_instance;
  GtkBox *line;
  GtkLabel *title;
  GtkEntry *entry;
  GtkLabel *hint;
};

G_DEFINE_FINAL_TYPE (PennyRecipientRow, penny_recipient_row, ADW_TYPE_BIN)

enum { PROP_0, PROP_TITLE, PROP_SUFFIX };
enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
entry_changed_cb (GtkEditable *editable, PennyRecipientRow *self)
{
  penny_recipient_row_set_hint (self, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
focus_left_cb (GtkEventControllerFocus *controller, PennyRecipientRow *self)
{
  /* A hint that says more than this check would (nobody to send to) stays until something is typed. */
  if (penny_recipient_row_get_hint (self) == NULL)
    penny_recipient_row_check (self);
}

void
penny_recipient_row_set_addresses (PennyRecipientRow *self, GPtrArray *addresses)
{
  g_autofree char *text = penny_address_list_to_string (addresses);

  g_return_if_fail (PENNY_IS_RECIPIENT_ROW (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

GPtrArray *
penny_recipient_row_dup_addresses (PennyRecipientRow *self)
{
  g_return_val_if_fail (PENNY_IS_RECIPIENT_ROW (self), NULL);

  return penny_composer_words_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

gboolean
penny_recipient_row_is_empty (PennyRecipientRow *self)
{
  g_autoptr (GPtrArray) list = penny_recipient_row_dup_addresses (self);

  return list->len == 0;
}

gboolean
penny_recipient_row_check (PennyRecipientRow *self)
{
  g_autoptr (GPtrArray) list = penny_recipient_row_dup_addresses (self);
  g_autofree char *sentence = penny_composer_words_about_bad_address (list);

  penny_recipient_row_set_hint (self, sentence);
  return sentence == NULL;
}

void
penny_recipient_row_set_hint (PennyRecipientRow *self, const char *sentence)
{
  g_return_if_fail (PENNY_IS_RECIPIENT_ROW (self));

  gtk_label_set_text (self->hint, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), sentence != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               sentence != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence != NULL ? sentence : "", -1);
  if (sentence != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
}

const char *
penny_recipient_row_get_hint (PennyRecipientRow *self)
{
  g_return_val_if_fail (PENNY_IS_RECIPIENT_ROW (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self->hint)) ? gtk_label_get_text (self->hint) : NULL;
}

GtkWidget *
penny_recipient_row_get_title_widget (PennyRecipientRow *self)
{
  g_return_val_if_fail (PENNY_IS_RECIPIENT_ROW (self), NULL);

  return GTK_WIDGET (self->title);
}

GtkEditable *
penny_recipient_row_get_editable (PennyRecipientRow *self)
{
  g_return_val_if_fail (PENNY_IS_RECIPIENT_ROW (self), NULL);

  return GTK_EDITABLE (self->entry);
}

static gboolean
penny_recipient_row_grab_focus (GtkWidget *widget)
{
  PennyRecipientRow *self = PENNY_RECIPIENT_ROW (widget);

  return gtk_entry_grab_focus_without_selecting (self->entry);
}

static void
penny_recipient_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PennyRecipientRow *self = PENNY_RECIPIENT_ROW (object);

  switch (id)
    {
    case PROP_TITLE:
      gtk_label_set_text (self->title, g_value_get_string (value));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      g_value_get_string (value), -1);
      break;
    case PROP_SUFFIX:
      gtk_box_append (self->line, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
penny_recipient_row_class_init (PennyRecipientRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->set_property = penny_recipient_row_set_property;
  widget_class->grab_focus = penny_recipient_row_grab_focus;
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_TITLE,
                                   g_param_spec_string ("title", NULL, NULL, NULL,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_SUFFIX,
                                   g_param_spec_object ("suffix", NULL, NULL, GTK_TYPE_WIDGET,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/penny_post/PennyPost/composer/penny-recipient-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PennyRecipientRow, line);
  gtk_widget_class_bind_template_child (widget_class, PennyRecipientRow, title);
  gtk_widget_class_bind_template_child (widget_class, PennyRecipientRow, entry);
  gtk_widget_class_bind_template_child (widget_class, PennyRecipientRow, hint);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_left_cb);
}

static void
penny_recipient_row_init (PennyRecipientRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
