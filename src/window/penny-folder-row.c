/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One folder in the folder pane. */
#include "penny-folder-row.h"

#include <glib/gi18n-lib.h>

#include "penny-folder-words.h"

#define INDENT 16

struct _PennyFolderRow {
  GtkListBoxRow parent_instance;
  char *account_id;
  PennyFolder *folder;
  GtkWidget *box;
  GtkWidget *icon;
  GtkWidget *name;
  GtkWidget *count;
};

G_DEFINE_FINAL_TYPE (PennyFolderRow, penny_folder_row, GTK_TYPE_LIST_BOX_ROW)

static void
penny_folder_row_finalize (GObject *object)
{
  PennyFolderRow *self = PENNY_FOLDER_ROW (object);

  g_clear_pointer (&self->account_id, g_free);
  g_clear_pointer (&self->folder, penny_folder_unref);
  G_OBJECT_CLASS (penny_folder_row_parent_class)->finalize (object);
}

static void
penny_folder_row_class_init (PennyFolderRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = penny_folder_row_finalize;
}

static void
penny_folder_row_init (PennyFolderRow *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->icon = gtk_image_new ();
  self->name = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->name, TRUE);
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "penny-count");
  gtk_widget_add_css_class (self->count, "numeric");
  gtk_widget_set_valign (self->count, GTK_ALIGN_CENTER);

  gtk_box_append (GTK_BOX (self->box), self->icon);
  gtk_box_append (GTK_BOX (self->box), self->name);
  gtk_box_append (GTK_BOX (self->box), self->count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), self->box);
}

GtkWidget *
penny_folder_row_new (const char *account_id, PennyFolder *folder)
{
  PennyFolderRow *self = g_object_new (PENNY_TYPE_FOLDER_ROW, NULL);

  self->account_id = g_strdup (account_id);
  penny_folder_row_set_folder (self, folder);
  return GTK_WIDGET (self);
}

/* Drafts and the outbox are about what is still to be done, so all of theirs counts. */
static gint64
count_of (PennyFolder *folder)
{
  if (folder->role == PENNY_ROLE_DRAFTS || folder->role == PENNY_ROLE_OUTBOX)
    return folder->n_total;
  if (folder->role == PENNY_ROLE_TRASH || folder->role == PENNY_ROLE_SENT)
    return 0;
  return folder->n_unread;
}

static void
update_accessible (PennyFolderRow *self, gint64 count)
{
  const char *name = penny_folder_words_name (self->folder);
  g_autofree char *label = NULL;

  if (count == 0)
    label = g_strdup (name);
  else if (self->folder->role == PENNY_ROLE_DRAFTS || self->folder->role == PENNY_ROLE_OUTBOX)
    /* Translators: read aloud for a folder: its name and how many messages it holds. */
    label = g_strdup_printf (ngettext ("%s, %d message", "%s, %d messages", (gulong) count), name, (int) count);
  else
    /* Translators: read aloud for a folder: its name and how many unread messages it holds. */
    label = g_strdup_printf (ngettext ("%s, %d unread message", "%s, %d unread messages", (gulong) count),
                             name, (int) count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

void
penny_folder_row_set_folder (PennyFolderRow *self, PennyFolder *folder)
{
  gint64 count = count_of (folder);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, count);
  const char *name = penny_folder_words_name (folder);

  penny_folder_ref (folder);
  g_clear_pointer (&self->folder, penny_folder_unref);
  self->folder = folder;

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), penny_folder_words_icon (folder));
  gtk_label_set_text (GTK_LABEL (self->name), name);
  gtk_widget_set_tooltip_text (self->name, penny_folder_words_depth (folder) > 0 ? folder->shown : NULL);
  gtk_label_set_text (GTK_LABEL (self->count), number);
  gtk_widget_set_visible (self->count, count > 0);
  gtk_widget_set_margin_start (self->box, (int) penny_folder_words_depth (folder) * INDENT);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), folder->selectable);
  gtk_widget_set_sensitive (GTK_WIDGET (self), folder->selectable);
  update_accessible (self, count);
}

PennyFolder *
penny_folder_row_get_folder (PennyFolderRow *self)
{
  g_return_val_if_fail (PENNY_IS_FOLDER_ROW (self), NULL);

  return self->folder;
}

const char *
penny_folder_row_get_account_id (PennyFolderRow *self)
{
  g_return_val_if_fail (PENNY_IS_FOLDER_ROW (self), NULL);

  return self->account_id;
}
