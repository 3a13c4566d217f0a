/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The attachments below a letter. Opening goes through a private copy that cannot be run; saving
 * through the portal's file chooser. */
#include "penny-attachment-list.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "penny-attachment-kind.h"

struct _PennyAttachmentList {
  AdwBin parent_instance;
  PennyMessage *message;
  GtkWidget *scroller;
  GtkFlowBox *box;
  guint n_shown;
};

G_DEFINE_FINAL_TYPE (PennyAttachmentList, penny_attachment_list, ADW_TYPE_BIN)

enum { FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* What one button is about; freed with the button. */
typedef struct {
  GWeakRef list;
  PennyMessage *message;
  guint part;
} Target;

static Target *
target_new (PennyAttachmentList *self, PennyMessage *message, guint part)
{
  Target *target = g_new0 (Target, 1);

  g_weak_ref_init (&target->list, self);
  target->message = g_object_ref (message);
  target->part = part;
  return target;
}

static void
target_free (Target *target)
{
  g_weak_ref_clear (&target->list);
  g_clear_object (&target->message);
  g_free (target);
}

static void
target_closure_free (gpointer data, GClosure *closure)
{
  target_free (data);
}

static void
fail (Target *target, const char *sentence)
{
  g_autoptr (PennyAttachmentList) self = g_weak_ref_get (&target->list);

  if (self != NULL)
    g_signal_emit (self, signals[FAILED], 0, sentence);
}

static char *
dup_name (const PennyPart *part)
{
  g_autofree char *type = NULL;

  if (part->file_name != NULL)
    return g_strdup (part->file_name);
  if (g_strcmp0 (part->content_type, "message/rfc822") == 0)
    /* Translators: name of an attached message without a name; keep ".eml". */
    return g_strdup (_("Message.eml"));
  type = g_content_type_from_mime_type (part->content_type);
  /* Translators: name of an attachment without a name. */
  return type != NULL ? g_content_type_get_description (type) : g_strdup (_("Attachment"));
}

/* --- opening --- */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Target *target = data;
  g_autoptr (PennyAttachmentList) self = g_weak_ref_get (&target->list);
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = g_file_get_uri (G_FILE (source));
  const char *path = g_file_peek_path (G_FILE (source));

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      g_debug ("an attachment cannot be written: %s", error->message);
      fail (target, _("The attachment could not be opened: there is no room for a copy of it."));
    }
  else if (self != NULL)
    {
      /* Changes in another program would be lost without a word: it sees a read-only file. */
      g_chmod (path, 0400);
      gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, GDK_CURRENT_TIME);
    }
  target_free (target);
}

static void
open_clicked_cb (GtkButton *button, Target *target)
{
  const PennyPart *part = penny_message_get_part (target->message, target->part);
  g_autofree char *name = dup_name (part);
  g_autoptr (GBytes) bytes = penny_message_dup_part (target->message, target->part, NULL);
  g_autofree char *folder = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (PennyAttachmentList) self = g_weak_ref_get (&target->list);

  if (bytes == NULL || self == NULL || penny_attachment_is_program (name, part->content_type, bytes))
    {
      fail (target, _("This attachment could be a program, so it is not opened from here."));
      return;
    }
  folder = g_dir_make_tmp ("pennypost-XXXXXX", NULL);
  if (folder == NULL)
    {
      fail (target, _("The attachment could not be opened: there is no room for a copy of it."));
      return;
    }
  file = g_file_new_build_filename (folder, name, NULL);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, written_cb,
                                       target_new (self, target->message, target->part));
}

/* --- saving --- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Target *target = data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      g_debug ("an attachment cannot be saved: %s", error->message);
      fail (target, _("The attachment could not be saved there. Try another folder."));
    }
  target_free (target);
}

static void
save_response_cb (GtkNativeDialog *dialog, int response, Target *target)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PennyAttachmentList) self = g_weak_ref_get (&target->list);

  if (response == GTK_RESPONSE_ACCEPT && self != NULL)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      bytes = penny_message_dup_part (target->message, target->part, NULL);
    }
  if (file != NULL && bytes != NULL)
    {
      Target *saving = target_new (self, target->message, target->part);

      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, saved_cb, saving);
    }
  g_object_unref (dialog);
}

static void
save_clicked_cb (GtkButton *button, Target *target)
{
  g_autofree char *name = dup_name (penny_message_get_part (target->message, target->part));
  g_autoptr (PennyAttachmentList) self = g_weak_ref_get (&target->list);
  GtkFileChooserNative *dialog;

  if (self == NULL)
    return;
  dialog = gtk_file_chooser_native_new (_("Save Attachment"),
                                        GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect_data (dialog, "response", G_CALLBACK (save_response_cb),
                         target_new (self, target->message, target->part), target_closure_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* --- rows --- */

static GtkWidget *
make_button (PennyAttachmentList *self, guint part, const char *icon, const char *tooltip, const char *name,
             GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *label = g_strdup_printf ("%s: %s", tooltip, name);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_data (button, "clicked", callback, target_new (self, self->message, part), target_closure_free, 0);
  return button;
}

static GtkWidget *
make_words (const PennyPart *part, const char *name, gboolean program)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (name);
  g_autofree char *size = g_format_size ((guint64) MAX (part->size, 0));
  g_autofree char *text = program ? g_strdup_printf ("%s · %s", size, _("could be a program")) : g_strdup (size);
  GtkWidget *subtitle = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (title), 28);
  gtk_widget_set_tooltip_text (title, name);
  gtk_label_set_xalign (GTK_LABEL (subtitle), 0);
  gtk_label_set_ellipsize (GTK_LABEL (subtitle), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (subtitle, "caption");
  gtk_widget_add_css_class (subtitle, "dim-label");
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words), subtitle);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  return words;
}

static GtkWidget *
make_card (PennyAttachmentList *self, const PennyPart *part)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  g_autofree char *name = dup_name (part);
  g_autofree char *type = penny_attachment_guess_type (name, part->content_type);
  g_autoptr (GIcon) icon = g_content_type_get_symbolic_icon (type);
  gboolean program = penny_attachment_is_program (name, part->content_type, NULL);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "penny-attachment");
  gtk_box_append (GTK_BOX (card), gtk_image_new_from_gicon (icon));
  gtk_box_append (GTK_BOX (card), make_words (part, name, program));
  if (!program)
    gtk_box_append (GTK_BOX (card), make_button (self, part->index, "document-open-symbolic", _("Open"), name,
                                                 G_CALLBACK (open_clicked_cb)));
  gtk_box_append (GTK_BOX (card), make_button (self, part->index, "document-save-symbolic", _("Save…"), name,
                                               G_CALLBACK (save_clicked_cb)));
  return card;
}

static void
penny_attachment_list_dispose (GObject *object)
{
  PennyAttachmentList *self = PENNY_ATTACHMENT_LIST (object);

  g_clear_object (&self->message);
  G_OBJECT_CLASS (penny_attachment_list_parent_class)->dispose (object);
}

static void
penny_attachment_list_class_init (PennyAttachmentListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = penny_attachment_list_dispose;
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
penny_attachment_list_init (PennyAttachmentList *self)
{
  self->box = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_flow_box_set_selection_mode (self->box, GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (self->box, TRUE);
  gtk_flow_box_set_max_children_per_line (self->box, 3);
  gtk_flow_box_set_column_spacing (self->box, 6);
  gtk_flow_box_set_row_spacing (self->box, 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Attachments"), -1);

  self->scroller = gtk_scrolled_window_new ();
  gtk_widget_add_css_class (self->scroller, "penny-attachments");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), 150);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->box));
  adw_bin_set_child (ADW_BIN (self), self->scroller);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
penny_attachment_list_new (void)
{
  return g_object_new (PENNY_TYPE_ATTACHMENT_LIST, NULL);
}

void
penny_attachment_list_set_message (PennyAttachmentList *self, PennyMessage *message)
{
  GtkWidget *child;

  g_return_if_fail (PENNY_IS_ATTACHMENT_LIST (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_flow_box_remove (self->box, child);
  g_set_object (&self->message, message);
  self->n_shown = 0;
  for (guint i = 0; message != NULL && i < penny_message_get_n_parts (message); i++)
    {
      const PennyPart *part = penny_message_get_part (message, i);

      if (!part->is_attachment)
        continue;
      gtk_flow_box_append (self->box, make_card (self, part));
      self->n_shown++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->n_shown > 0);
}

guint
penny_attachment_list_get_n_shown (PennyAttachmentList *self)
{
  g_return_val_if_fail (PENNY_IS_ATTACHMENT_LIST (self), 0);

  return self->n_shown;
}
