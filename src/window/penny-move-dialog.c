/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Move to…": type a part of the name, press Enter. */
#include "penny-move-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "penny-folder-row.h"
#include "penny-folder-words.h"

struct _PennyMoveDialog {
  AdwWindow parent_instance;
  GtkSearchEntry *entry;
  GtkListBox *box;
  char *filter;          /* folded, or NULL */
};

G_DEFINE_FINAL_TYPE (PennyMoveDialog, penny_move_dialog, ADW_TYPE_WINDOW)

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static gboolean
matches (GtkListBoxRow *row, gpointer data)
{
  PennyMoveDialog *self = PENNY_MOVE_DIALOG (data);
  PennyFolder *folder = penny_folder_row_get_folder (PENNY_FOLDER_ROW (row));
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  if (self->filter == NULL)
    return TRUE;
  name = g_utf8_casefold (penny_folder_words_name (folder), -1);
  path = g_utf8_casefold (folder->shown, -1);
  return strstr (name, self->filter) != NULL || strstr (path, self->filter) != NULL;
}

static void
choose (PennyMoveDialog *self, PennyFolderRow *row)
{
  PennyFolder *folder = penny_folder_row_get_folder (row);

  g_signal_emit (self, signals[CHOSEN], 0, (gint64) folder->id, penny_folder_words_name (folder));
  gtk_window_close (GTK_WINDOW (self));
}

static void
row_activated_cb (GtkListBox *box, GtkListBoxRow *row, PennyMoveDialog *self)
{
  choose (self, PENNY_FOLDER_ROW (row));
}

/* Enter in the entry takes the first folder that is left. */
static void
entry_activate_cb (GtkSearchEntry *entry, PennyMoveDialog *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->box, i)) != NULL; i++)
    if (matches (row, self))
      {
        choose (self, PENNY_FOLDER_ROW (row));
        return;
      }
}

static void
entry_changed_cb (GtkEditable *entry, PennyMoveDialog *self)
{
  const char *text = gtk_editable_get_text (entry);

  g_free (self->filter);
  self->filter = *text != '\0' ? g_utf8_casefold (text, -1) : NULL;
  gtk_list_box_invalidate_filter (self->box);
}

static void
stop_search_cb (GtkSearchEntry *entry, PennyMoveDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
penny_move_dialog_finalize (GObject *object)
{
  g_clear_pointer (&PENNY_MOVE_DIALOG (object)->filter, g_free);
  G_OBJECT_CLASS (penny_move_dialog_parent_class)->finalize (object);
}

static void
penny_move_dialog_class_init (PennyMoveDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = penny_move_dialog_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static GtkWidget *
make_placeholder (void)
{
  GtkWidget *label = gtk_label_new (_("No folder has this name."));

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_margin_top (label, 24);
  gtk_widget_set_margin_bottom (label, 24);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  return label;
}

static void
penny_move_dialog_init (PennyMoveDialog *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->entry = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (self->entry, "placeholder-text", _("Search folders"), NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->entry), "penny-move-entry");
  g_signal_connect (self->entry, "changed", G_CALLBACK (entry_changed_cb), self);
  g_signal_connect (self->entry, "activate", G_CALLBACK (entry_activate_cb), self);
  g_signal_connect (self->entry, "stop-search", G_CALLBACK (stop_search_cb), self);

  self->box = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "navigation-sidebar");
  gtk_list_box_set_selection_mode (self->box, GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (self->box, matches, self, NULL);
  gtk_list_box_set_placeholder (self->box, make_placeholder ());
  g_signal_connect (self->box, "row-activated", G_CALLBACK (row_activated_cb), self);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->box));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->entry));
  gtk_box_append (GTK_BOX (content), scroller);
  adw_window_set_content (ADW_WINDOW (self), content);
  gtk_window_set_default_size (GTK_WINDOW (self), 340, 460);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->entry));
}

GtkWidget *
penny_move_dialog_new (GtkWindow *parent, PennyStore *store, PennyFolderId except)
{
  PennyMoveDialog *self = g_object_new (PENNY_TYPE_MOVE_DIALOG, "transient-for", parent, "modal", TRUE,
                                        "title", _("Move To"), NULL);
  g_autoptr (GPtrArray) folders = penny_store_list_folders (store, NULL);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    {
      PennyFolder *folder = g_ptr_array_index (folders, i);

      if (folder->id == except || !folder->selectable || folder->role == PENNY_ROLE_OUTBOX ||
          folder->role == PENNY_ROLE_ALL || folder->role == PENNY_ROLE_FLAGGED)
        continue;
      gtk_list_box_append (self->box, penny_folder_row_new ("", folder));
    }
  return GTK_WIDGET (self);
}

void
penny_move_dialog_set_filter (PennyMoveDialog *self, const char *words)
{
  g_return_if_fail (PENNY_IS_MOVE_DIALOG (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), words);
}
