/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folders of all accounts in one list box. Rows are updated in place, so that focus and
 * selection survive a change of counts. */
#include "penny-folder-list.h"

#include <glib/gi18n-lib.h>

#include "penny-folder-row.h"

typedef struct {
  PennyFolderList *owner;    /* borrowed: owns the section */
  PennyAccount *account;
  PennyStore *store;
  guint watch;
  GPtrArray *rows;           /* of PennyFolderRow, borrowed from the list box, in screen order */
} Section;

struct _PennyFolderList {
  AdwBin parent_instance;
  GtkListBox *box;
  GPtrArray *sections;       /* of Section */
  gboolean quiet;            /* rows are being moved about: no signals */
  char *awaited;             /* owned; the account whose inbox is selected once it is there; NULL: none */
};

G_DEFINE_FINAL_TYPE (PennyFolderList, penny_folder_list, ADW_TYPE_BIN)

enum { SELECTED, ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
section_free (Section *section)
{
  penny_store_unwatch (section->store, section->watch);
  g_clear_pointer (&section->account, penny_account_unref);
  g_clear_object (&section->store);
  g_clear_pointer (&section->rows, g_ptr_array_unref);
  g_free (section);
}

static Section *
find_section (PennyFolderList *self, const char *account_id)
{
  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      if (g_strcmp0 (penny_account_get_id (section->account), account_id) == 0)
        return section;
    }
  return NULL;
}

static PennyFolderRow *
selected_row (PennyFolderList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->box);

  return row != NULL ? PENNY_FOLDER_ROW (row) : NULL;
}

/* Where the section's first row stands in the list box. */
static int
section_start (PennyFolderList *self, Section *section)
{
  int start = 0;

  for (guint i = 0; g_ptr_array_index (self->sections, i) != section; i++)
    start += (int) ((Section *) g_ptr_array_index (self->sections, i))->rows->len;
  return start;
}

static gboolean
same_folders (Section *section, GPtrArray *folders)
{
  if (section->rows->len != folders->len)
    return FALSE;
  for (guint i = 0; i < folders->len; i++)
    {
      PennyFolder *is = penny_folder_row_get_folder (g_ptr_array_index (section->rows, i));
      PennyFolder *will_be = g_ptr_array_index (folders, i);

      if (is->id != will_be->id)
        return FALSE;
    }
  return TRUE;
}

static void
rebuild (Section *section, GPtrArray *folders)
{
  PennyFolderList *self = section->owner;
  const char *account_id = penny_account_get_id (section->account);
  int position = section_start (self, section);
  PennyFolderRow *selected = selected_row (self);
  PennyFolderId id = 0;

  if (selected != NULL && g_strcmp0 (penny_folder_row_get_account_id (selected), account_id) == 0)
    id = penny_folder_row_get_folder (selected)->id;

  self->quiet = TRUE;
  for (guint i = 0; i < section->rows->len; i++)
    gtk_list_box_remove (self->box, g_ptr_array_index (section->rows, i));
  g_ptr_array_set_size (section->rows, 0);
  for (guint i = 0; i < folders->len; i++)
    {
      GtkWidget *row = penny_folder_row_new (account_id, g_ptr_array_index (folders, i));

      g_ptr_array_add (section->rows, row);
      gtk_list_box_insert (self->box, row, position++);
    }
  if (id != 0)
    penny_folder_list_select (self, account_id, id);
  self->quiet = FALSE;
  if (g_strcmp0 (self->awaited, account_id) == 0)
    penny_folder_list_select_role (self, account_id, PENNY_ROLE_INBOX);
  if (selected_row (self) == NULL && !penny_folder_list_select_role (self, account_id, PENNY_ROLE_INBOX) && id != 0)
    g_signal_emit (self, signals[SELECTED], 0);
}

static void
reload (Section *section)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) folders = penny_store_list_folders (section->store, &error);

  if (folders == NULL)
    {
      g_debug ("folders cannot be listed: %s", error->message);
      return;
    }
  if (!same_folders (section, folders))
    {
      rebuild (section, folders);
      return;
    }
  for (guint i = 0; i < folders->len; i++)
    penny_folder_row_set_folder (g_ptr_array_index (section->rows, i), g_ptr_array_index (folders, i));
}

static void
store_changed_cb (PennyStore *store, const PennyStoreChange *change, gpointer data)
{
  if ((change->what & PENNY_CHANGED_FOLDERS) != 0)
    reload (data);
}

/* --- the list box --- */

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  PennyFolderList *self = PENNY_FOLDER_LIST (data);
  const char *account_id = penny_folder_row_get_account_id (PENNY_FOLDER_ROW (row));
  Section *section = find_section (self, account_id);
  GtkWidget *label;

  /* One account needs no name: whose else would it be? */
  if (self->sections->len < 2 || section == NULL ||
      (before != NULL &&
       g_strcmp0 (penny_folder_row_get_account_id (PENNY_FOLDER_ROW (before)), account_id) == 0))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (penny_account_get_address (section->account));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "penny-section");
  gtk_list_box_row_set_header (row, label);
}

static void
row_selected_cb (GtkListBox *box, GtkListBoxRow *row, PennyFolderList *self)
{
  if (self->quiet)
    return;
  g_clear_pointer (&self->awaited, g_free);
  g_signal_emit (self, signals[SELECTED], 0);
}

static void
row_activated_cb (GtkListBox *box, GtkListBoxRow *row, PennyFolderList *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
penny_folder_list_dispose (GObject *object)
{
  PennyFolderList *self = PENNY_FOLDER_LIST (object);

  /* The list box asks for headers while it is taken apart: no sections then, but an array. */
  self->quiet = TRUE;
  g_ptr_array_set_size (self->sections, 0);
  G_OBJECT_CLASS (penny_folder_list_parent_class)->dispose (object);
}

static void
penny_folder_list_finalize (GObject *object)
{
  PennyFolderList *self = PENNY_FOLDER_LIST (object);

  g_clear_pointer (&self->sections, g_ptr_array_unref);
  g_clear_pointer (&self->awaited, g_free);
  G_OBJECT_CLASS (penny_folder_list_parent_class)->finalize (object);
}

static void
penny_folder_list_class_init (PennyFolderListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = penny_folder_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = penny_folder_list_finalize;
  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
penny_folder_list_init (PennyFolderList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) section_free);
  self->box = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "navigation-sidebar");
  gtk_list_box_set_selection_mode (self->box, GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (self->box, header_cb, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Folders"), -1);
  g_signal_connect (self->box, "row-selected", G_CALLBACK (row_selected_cb), self);
  g_signal_connect (self->box, "row-activated", G_CALLBACK (row_activated_cb), self);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->box));
  gtk_widget_set_vexpand (scroller, TRUE);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

static gboolean
select_first_inbox (PennyFolderList *self)
{
  Section *first = self->sections->len > 0 ? g_ptr_array_index (self->sections, 0) : NULL;

  return first != NULL &&
         penny_folder_list_select_role (self, penny_account_get_id (first->account), PENNY_ROLE_INBOX);
}

GtkWidget *
penny_folder_list_new (void)
{
  return g_object_new (PENNY_TYPE_FOLDER_LIST, NULL);
}

void
penny_folder_list_add_account (PennyFolderList *self, PennyAccount *account, PennyStore *store)
{
  Section *section;

  g_return_if_fail (PENNY_IS_FOLDER_LIST (self));
  g_return_if_fail (PENNY_IS_STORE (store));

  section = g_new0 (Section, 1);
  section->owner = self;
  section->account = penny_account_ref (account);
  section->store = g_object_ref (store);
  section->rows = g_ptr_array_new ();
  section->watch = penny_store_watch (store, NULL, store_changed_cb, section, NULL);
  g_ptr_array_add (self->sections, section);
  reload (section);
  gtk_list_box_invalidate_headers (self->box);
}

void
penny_folder_list_remove_account (PennyFolderList *self, const char *account_id)
{
  Section *section;
  gboolean was_selected;

  g_return_if_fail (PENNY_IS_FOLDER_LIST (self));

  section = find_section (self, account_id);
  if (section == NULL)
    return;
  was_selected = g_strcmp0 (penny_folder_list_get_account_id (self), account_id) == 0;
  self->quiet = TRUE;
  for (guint i = 0; i < section->rows->len; i++)
    gtk_list_box_remove (self->box, g_ptr_array_index (section->rows, i));
  self->quiet = FALSE;
  g_ptr_array_remove (self->sections, section);
  gtk_list_box_invalidate_headers (self->box);
  if (was_selected && !select_first_inbox (self))
    g_signal_emit (self, signals[SELECTED], 0);
}

PennyFolder *
penny_folder_list_get_folder (PennyFolderList *self)
{
  PennyFolderRow *row;

  g_return_val_if_fail (PENNY_IS_FOLDER_LIST (self), NULL);

  row = selected_row (self);
  return row != NULL ? penny_folder_row_get_folder (row) : NULL;
}

const char *
penny_folder_list_get_account_id (PennyFolderList *self)
{
  PennyFolderRow *row;

  g_return_val_if_fail (PENNY_IS_FOLDER_LIST (self), NULL);

  row = selected_row (self);
  return row != NULL ? penny_folder_row_get_account_id (row) : NULL;
}

gboolean
penny_folder_list_select (PennyFolderList *self, const char *account_id, PennyFolderId folder)
{
  Section *section;

  g_return_val_if_fail (PENNY_IS_FOLDER_LIST (self), FALSE);

  section = find_section (self, account_id);
  for (guint i = 0; section != NULL && i < section->rows->len; i++)
    {
      PennyFolderRow *row = g_ptr_array_index (section->rows, i);

      if (penny_folder_row_get_folder (row)->id != folder)
        continue;
      gtk_list_box_select_row (self->box, GTK_LIST_BOX_ROW (row));
      return TRUE;
    }
  return FALSE;
}

gboolean
penny_folder_list_select_role (PennyFolderList *self, const char *account_id, PennyRole role)
{
  Section *section;

  g_return_val_if_fail (PENNY_IS_FOLDER_LIST (self), FALSE);

  section = find_section (self, account_id);
  for (guint i = 0; section != NULL && i < section->rows->len; i++)
    {
      PennyFolder *folder = penny_folder_row_get_folder (g_ptr_array_index (section->rows, i));

      if (folder->role == role && folder->selectable)
        return penny_folder_list_select (self, account_id, folder->id);
    }
  return FALSE;
}

void
penny_folder_list_await_inbox (PennyFolderList *self, const char *account_id)
{
  g_return_if_fail (PENNY_IS_FOLDER_LIST (self));

  if (penny_folder_list_select_role (self, account_id, PENNY_ROLE_INBOX))
    return;
  g_free (self->awaited);
  self->awaited = g_strdup (account_id);
}

void
penny_folder_list_grab_focus (PennyFolderList *self)
{
  PennyFolderRow *row;

  g_return_if_fail (PENNY_IS_FOLDER_LIST (self));

  row = selected_row (self);
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->box));
}
