/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One letter in the list. A jump in the list binds some 200 rows at once, so binding only sets
 * texts that the item has ready, and inscriptions show them, which need not be measured as labels. */
#include "penny-entry-row.h"

#include <glib/gi18n-lib.h>

struct _PennyEntryRow {
  GtkWidget parent_instance;
  PennyEntryItem *item;        /* owned while bound */
  gulong changed;
  gboolean recipients;
  gboolean starred;
  GtkWidget *dot;
  GtkInscription *who;
  GtkInscription *subject;
  GtkInscription *preview;
  GtkLabel *date;
  GtkWidget *answered;
  GtkWidget *attachment;
  GtkButton *star;
};

G_DEFINE_FINAL_TYPE (PennyEntryRow, penny_entry_row, GTK_TYPE_WIDGET)

enum { STAR, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *
who_of (PennyEntryRow *self, PennyEntry *entry)
{
  if (self->recipients)
    return entry->to != NULL && *entry->to != '\0' ? entry->to : _("No recipients yet");
  if (entry->from_name != NULL && *entry->from_name != '\0')
    return entry->from_name;
  if (entry->from_address != NULL && *entry->from_address != '\0')
    return entry->from_address;
  return _("Unknown sender");
}

static const char *
subject_of (PennyEntry *entry)
{
  return entry->subject != NULL && *entry->subject != '\0' ? entry->subject : _("No subject");
}

/* Screen readers read the list item, which has no name of its own. */
static void
update_accessible (PennyEntryRow *self, PennyEntry *entry, const char *date)
{
  GtkWidget *list_item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autoptr (GString) label = g_string_new (NULL);

  if (list_item == NULL)
    return;
  if ((entry->flags & PENNY_FLAG_SEEN) == 0)
    /* Translators: read aloud before a message that was not read yet. */
    g_string_append_printf (label, "%s. ", _("Unread"));
  if (self->recipients)
    /* Translators: read aloud for a sent message: its recipients. */
    g_string_append_printf (label, _("To %s"), who_of (self, entry));
  else
    g_string_append (label, who_of (self, entry));
  g_string_append_printf (label, ". %s. %s", subject_of (entry), date);
  if ((entry->flags & PENNY_FLAG_FLAGGED) != 0)
    g_string_append_printf (label, ". %s", _("Starred"));
  if (entry->has_attachments)
    g_string_append_printf (label, ". %s", _("Has attachments"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_LABEL, label->str, -1);
}

static const char *
star_words (PennyEntryRow *self)
{
  return self->starred ? _("Remove star") : _("Star");
}

/* Asked for when needed: gtk_widget_set_tooltip_text() asks the X server twice where the pointer is,
 * for each row. */
static gboolean
star_tooltip_cb (GtkWidget *star, int x, int y, gboolean keyboard, GtkTooltip *tooltip, PennyEntryRow *self)
{
  gtk_tooltip_set_text (tooltip, star_words (self));
  return TRUE;
}

static void
show_star (PennyEntryRow *self)
{
  gtk_button_set_icon_name (self->star, self->starred ? "starred-symbolic" : "non-starred-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->star), GTK_ACCESSIBLE_PROPERTY_LABEL, star_words (self), -1);
  if (self->starred)
    gtk_widget_add_css_class (GTK_WIDGET (self->star), "starred");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->star), "starred");
}

static void
set_starred (PennyEntryRow *self, gboolean starred)
{
  if (self->starred == starred)
    return;
  self->starred = starred;
  show_star (self);
}

static void
show_gone (PennyEntryRow *self)
{
  gtk_inscription_set_text (self->who, "");
  gtk_inscription_set_text (self->subject, "");
  gtk_inscription_set_text (self->preview, "");
  gtk_label_set_text (self->date, "");
  gtk_widget_set_visible (self->answered, FALSE);
  gtk_widget_set_visible (self->attachment, FALSE);
  gtk_widget_set_opacity (self->dot, 0);
}

static void
update (PennyEntryRow *self)
{
  PennyEntry *entry = penny_entry_item_get_entry (self->item);
  const char *date = penny_entry_item_get_date_words (self->item);

  if (entry == NULL)
    {
      show_gone (self);
      return;
    }
  gtk_inscription_set_text (self->who, who_of (self, entry));
  gtk_inscription_set_text (self->subject, subject_of (entry));
  gtk_inscription_set_text (self->preview, entry->preview != NULL ? entry->preview : "");
  gtk_label_set_text (self->date, date);
  gtk_widget_set_visible (self->answered, (entry->flags & PENNY_FLAG_ANSWERED) != 0);
  gtk_widget_set_visible (self->attachment, entry->has_attachments);
  gtk_widget_set_opacity (self->dot, (entry->flags & PENNY_FLAG_SEEN) != 0 ? 0 : 1);
  if ((entry->flags & PENNY_FLAG_SEEN) != 0)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unread");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "unread");
  set_starred (self, (entry->flags & PENNY_FLAG_FLAGGED) != 0);
  update_accessible (self, entry, date);
}

static void
star_clicked_cb (GtkButton *button, PennyEntryRow *self)
{
  PennyEntry *entry = self->item != NULL ? penny_entry_item_get_entry (self->item) : NULL;

  if (entry != NULL)
    g_signal_emit (self, signals[STAR], 0, (entry->flags & PENNY_FLAG_FLAGGED) == 0);
}

static void
penny_entry_row_dispose (GObject *object)
{
  PennyEntryRow *self = PENNY_ENTRY_ROW (object);
  GtkWidget *child;

  penny_entry_row_unbind (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (penny_entry_row_parent_class)->dispose (object);
}

static void
penny_entry_row_class_init (PennyEntryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = penny_entry_row_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/penny_post/PennyPost/window/penny-entry-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PennyEntryRow, dot);
  gtk_widget_class_bind_template_child (widget_class, PennyEntryRow, who);
  gtk_widget_class_bind_template_child (widget_class, PennyEntryRow, subject);
  gtk_widget_class_bind_template_child (widget_class, PennyEntryRow, preview);
  gtk_widget_class_bind_template_child (widget_class, PennyEntryRow, date);
  gtk_widget_class_bind_template_child (widget_class, PennyEntryRow, answered);
  gtk_widget_class_bind_template_child (widget_class, PennyEntryRow, attachment);
  gtk_widget_class_bind_template_child (widget_class, PennyEntryRow, star);
  gtk_widget_class_bind_template_callback (widget_class, star_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, star_tooltip_cb);
  signals[STAR] = g_signal_new ("star", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
penny_entry_row_init (PennyEntryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_star (self);
}

GtkWidget *
penny_entry_row_new (void)
{
  return g_object_new (PENNY_TYPE_ENTRY_ROW, NULL);
}

void
penny_entry_row_bind (PennyEntryRow *self, PennyEntryItem *item, gboolean recipients)
{
  g_return_if_fail (PENNY_IS_ENTRY_ROW (self));

  penny_entry_row_unbind (self);
  self->item = g_object_ref (item);
  self->recipients = recipients;
  self->changed = g_signal_connect_swapped (item, "changed", G_CALLBACK (update), self);
  update (self);
}

void
penny_entry_row_unbind (PennyEntryRow *self)
{
  g_return_if_fail (PENNY_IS_ENTRY_ROW (self));

  if (self->item == NULL)
    return;
  g_clear_signal_handler (&self->changed, self->item);
  g_clear_object (&self->item);
}

PennyEntryItem *
penny_entry_row_get_item (PennyEntryRow *self)
{
  g_return_val_if_fail (PENNY_IS_ENTRY_ROW (self), NULL);

  return self->item;
}
