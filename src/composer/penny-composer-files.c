/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attaching: files by button, dragged or pasted in, pictures from the clipboard. */
#include "penny-composer-private.h"

#include <glib/gi18n-lib.h>

#include "penny-toast.h"

#define WANTED G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," \
               G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE
/* Someone who drags a whole disk in. */
#define MOST_FILES 200

/* One file being read, or one picture being made into a file. */
typedef struct {
  PennyComposerWindow *window;   /* owned */
  char *name, *type;             /* set once known */
} Reading;

static Reading *
reading_new (PennyComposerWindow *self)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->window = g_object_ref (self);
  self->n_reading++;
  return reading;
}

static void
reading_free (Reading *reading)
{
  reading->window->n_reading--;
  g_object_unref (reading->window);
  g_free (reading->name);
  g_free (reading->type);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static void
say (PennyComposerWindow *self, const char *format, const char *name)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  /* A translated sentence with one %s; msgfmt checks that. */
  g_autofree char *sentence = g_strdup_printf (format, name);
#pragma GCC diagnostic pop
  AdwToast *toast;

  if (self->done)
    return;
  g_free (self->last_words);
  self->last_words = g_strdup (sentence);
  toast = penny_toast_new (sentence);
  adw_toast_set_timeout (toast, 8);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static gboolean
has_room (PennyComposerWindow *self, const char *name, guint64 size)
{
  if (size + penny_attachment_chips_get_size (self->chips) <= PENNY_COMPOSER_TOO_LARGE)
    return TRUE;
  /* Translators: %s is the name of a file. */
  say (self, _("“%s” is too large to go by e-mail. You could share a link to it instead."), name);
  return FALSE;
}

static void
add (Reading *reading, GBytes *bytes)
{
  PennyComposerWindow *self = reading->window;

  if (self->done || self->busy || !has_room (self, reading->name, g_bytes_get_size (bytes)))
    return;
  penny_attachment_chips_add (self->chips, penny_attachment_new (reading->name, reading->type, bytes));
}

/* --- files --- */

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (bytes != NULL)
    add (reading, bytes);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    /* Translators: %s is the name of a file. */
    say (reading->window, _("“%s” cannot be read, so it is not attached."), reading->name);
}

static gboolean
is_wanted (Reading *reading, GFileInfo *info)
{
  /* Never a pipe or a device: reading it might not end. */
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    /* Translators: %s is the name of a folder. */
    say (reading->window, _("“%s” is a folder. Only files can be attached."), reading->name);
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    say (reading->window, _("“%s” cannot be read, so it is not attached."), reading->name);
  else
    return has_room (reading->window, reading->name, (guint64) MAX (g_file_info_get_size (info), 0));
  return FALSE;
}

static void
known_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);
  const char *type = info != NULL ? g_file_info_get_content_type (info) : NULL;
  g_autofree char *base = g_file_get_basename (G_FILE (source));
  PennyComposerWindow *self = reading->window;

  reading->name = info != NULL ? g_strdup (g_file_info_get_display_name (info)) : g_filename_display_name (base);
  reading->type = type != NULL ? g_content_type_get_mime_type (type) : NULL;
  if (info == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, _("“%s” cannot be read, so it is not attached."), reading->name);
  if (info != NULL && is_wanted (reading, info))
    g_file_load_bytes_async (G_FILE (source), self->cancellable, loaded_cb, g_steal_pointer (&reading));
}

void
penny_composer_add_file (PennyComposerWindow *self, GFile *file)
{
  g_file_query_info_async (file, WANTED, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, self->cancellable, known_cb,
                           reading_new (self));
}

static void
add_list (PennyComposerWindow *self, const GValue *value)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));
  guint n = 0;

  for (GSList *at = files; at != NULL && n < MOST_FILES; at = at->next, n++)
    penny_composer_add_file (self, at->data);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, PennyComposerWindow *self)
{
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  for (guint i = 0; files != NULL && i < MIN (g_list_model_get_n_items (files), MOST_FILES); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      penny_composer_add_file (self, file);
    }
  g_object_unref (dialog);
}

void
penny_composer_attach (PennyComposerWindow *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Attach Files"), GTK_WINDOW (self),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN, _("_Attach"), _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* --- pictures --- */

static void
encode_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, gdk_texture_save_to_png_bytes (data), (GDestroyNotify) g_bytes_unref);
}

static void
encoded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), NULL);

  if (bytes == NULL)
    return;
  /* Translators: name of the file made of a picture that was pasted; keep ".png". */
  reading->name = g_strdup (_("Picture.png"));
  reading->type = g_strdup ("image/png");
  add (reading, bytes);
}

static void
add_picture (PennyComposerWindow *self, const GValue *value)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, encoded_cb, reading_new (self));

  g_task_set_task_data (task, g_value_dup_object (value), g_object_unref);
  g_task_run_in_thread (task, encode_thread);
}

static gboolean
add_value (PennyComposerWindow *self, const GValue *value)
{
  if (self->busy)
    return FALSE;
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    add_list (self, value);
  else if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    add_picture (self, value);
  else
    return FALSE;
  return TRUE;
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyComposerWindow) self = data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value != NULL && !self->done)
    add_value (self, value);
}

gboolean
penny_composer_paste (PennyComposerWindow *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  g_autoptr (GdkContentFormats) readable =
    gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (formats));
  GType type = G_TYPE_INVALID;

  /* Copied files come with their names as text, pictures from a text program with their words. */
  if (gdk_content_formats_contain_gtype (readable, GDK_TYPE_FILE_LIST))
    type = GDK_TYPE_FILE_LIST;
  else if (gdk_content_formats_contain_gtype (readable, GDK_TYPE_TEXTURE) &&
           !gdk_content_formats_contain_gtype (readable, G_TYPE_STRING))
    type = GDK_TYPE_TEXTURE;
  if (type == G_TYPE_INVALID)
    return FALSE;
  gdk_clipboard_read_value_async (clipboard, type, G_PRIORITY_DEFAULT, self->cancellable, pasted_cb,
                                  g_object_ref (self));
  return TRUE;
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, PennyComposerWindow *self)
{
  return add_value (self, value);
}

void
penny_composer_init_files (PennyComposerWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  /* Before the text and the entries, which would take the names of the files for text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (self->page, GTK_EVENT_CONTROLLER (target));
}
