/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards of attached files, as many beside each other as there is room for. */
#include "penny-attachment-chips.h"

#include <glib/gi18n-lib.h>

/* As high as its files need, up to here; then they scroll. Pixels. */
#define MOST_HEIGHT 190
#define LEAST_HEIGHT 60

struct _PennyAttachmentChips {
  AdwBin parent_instance;
  GtkFlowBox *box;
  GPtrArray *list;   /* of PennyAttachment, in the order of the cards */
};

G_DEFINE_FINAL_TYPE (PennyAttachmentChips, penny_attachment_chips, ADW_TYPE_BIN)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
remove_clicked_cb (GtkButton *button, PennyAttachmentChips *self)
{
  GtkWidget *child = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_FLOW_BOX_CHILD);

  penny_attachment_chips_remove (self, (guint) gtk_flow_box_child_get_index (GTK_FLOW_BOX_CHILD (child)));
}

static GtkWidget *
make_label (const char *text, PangoEllipsizeMode mode)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), mode);
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  return label;
}

static GtkWidget *
make_words (const char *name, gsize size)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *text = g_format_size (size);
  GtkWidget *title = make_label (name, PANGO_ELLIPSIZE_MIDDLE);
  GtkWidget *subtitle = make_label (text, PANGO_ELLIPSIZE_END);

  gtk_widget_set_tooltip_text (title, name);
  gtk_widget_add_css_class (subtitle, "caption");
  gtk_widget_add_css_class (subtitle, "dim-label");
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words), subtitle);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  return words;
}

static GtkWidget *
make_remove_button (PennyAttachmentChips *self, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  /* Translators: %s is the name of an attached file. */
  g_autofree char *label = g_strdup_printf (_("Remove “%s”"), name);

  gtk_widget_set_tooltip_text (button, _("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self, 0);
  return button;
}

static GtkWidget *
make_card (PennyAttachmentChips *self, const PennyAttachment *attachment)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  const char *name = attachment->file_name[0] != '\0' ? attachment->file_name : _("Attachment");
  g_autofree char *type = g_content_type_from_mime_type (attachment->content_type);
  g_autoptr (GIcon) icon = g_content_type_get_symbolic_icon (type != NULL ? type : "application/octet-stream");

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "penny-chip");
  gtk_box_append (GTK_BOX (card), gtk_image_new_from_gicon (icon));
  gtk_box_append (GTK_BOX (card), make_words (name, g_bytes_get_size (attachment->data)));
  gtk_box_append (GTK_BOX (card), make_remove_button (self, name));
  return card;
}

void
penny_attachment_chips_add (PennyAttachmentChips *self, PennyAttachment *attachment)
{
  GtkWidget *card;
  GtkWidget *child;

  g_return_if_fail (PENNY_IS_ATTACHMENT_CHIPS (self));

  card = make_card (self, attachment);
  g_ptr_array_add (self->list, attachment);
  gtk_flow_box_append (self->box, card);
  /* The button in the card takes the focus; a stop before it would say nothing more. */
  child = gtk_widget_get_parent (card);
  gtk_widget_set_focusable (child, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
penny_attachment_chips_remove (PennyAttachmentChips *self, guint index)
{
  g_return_if_fail (PENNY_IS_ATTACHMENT_CHIPS (self) && index < self->list->len);

  gtk_flow_box_remove (self->box, GTK_WIDGET (gtk_flow_box_get_child_at_index (self->box, (int) index)));
  g_ptr_array_remove_index (self->list, index);
  gtk_widget_set_visible (GTK_WIDGET (self), self->list->len > 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

GPtrArray *
penny_attachment_chips_get_list (PennyAttachmentChips *self)
{
  g_return_val_if_fail (PENNY_IS_ATTACHMENT_CHIPS (self), NULL);

  return self->list;
}

guint64
penny_attachment_chips_get_size (PennyAttachmentChips *self)
{
  guint64 size = 0;

  g_return_val_if_fail (PENNY_IS_ATTACHMENT_CHIPS (self), 0);

  for (guint i = 0; i < self->list->len; i++)
    size += g_bytes_get_size (((PennyAttachment *) g_ptr_array_index (self->list, i))->data);
  return size;
}

/* A scrolled window does not ask its child how high it is at the width it has: this does. */
static GtkSizeRequestMode
penny_attachment_chips_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
penny_attachment_chips_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                                int *natural, int *minimum_baseline, int *natural_baseline)
{
  PennyAttachmentChips *self = PENNY_ATTACHMENT_CHIPS (widget);

  gtk_widget_measure (GTK_WIDGET (self->box), orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *natural = MIN (*minimum, MOST_HEIGHT);
      *minimum = MIN (*minimum, LEAST_HEIGHT);
    }
}

static void
penny_attachment_chips_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);
}

static void
penny_attachment_chips_finalize (GObject *object)
{
  g_ptr_array_unref (PENNY_ATTACHMENT_CHIPS (object)->list);
  G_OBJECT_CLASS (penny_attachment_chips_parent_class)->finalize (object);
}

static void
penny_attachment_chips_class_init (PennyAttachmentChipsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = penny_attachment_chips_finalize;
  widget_class->get_request_mode = penny_attachment_chips_get_request_mode;
  widget_class->measure = penny_attachment_chips_measure;
  widget_class->size_allocate = penny_attachment_chips_size_allocate;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/penny_post/PennyPost/composer/penny-attachment-chips.ui");
  gtk_widget_class_bind_template_child (widget_class, PennyAttachmentChips, box);
}

static void
penny_attachment_chips_init (PennyAttachmentChips *self)
{
  self->list = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_attachment_free);
  /* AdwBin's own would measure in our place. */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}
