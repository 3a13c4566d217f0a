/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attaching files and pictures. */
#include "composer-fixture.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>

static AdwApplication *application;

typedef struct {
  ComposerFixture *mail;
  PennyComposerWindow *window;
  char *folder;
} Desk;

static void
set_up (Desk *desk, gconstpointer data)
{
  desk->mail = composer_fixture_new ("me", NULL, FALSE);
  desk->folder = g_dir_make_tmp ("penny-files-XXXXXX", NULL);
  desk->window = penny_composer_window_new (GTK_APPLICATION (application));
  g_object_add_weak_pointer (G_OBJECT (desk->window), (gpointer *) &desk->window);
  penny_composer_window_add_sender (desk->window, desk->mail->account, desk->mail->store);
  gtk_window_present (GTK_WINDOW (desk->window));
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  if (desk->window != NULL)
    {
      desk->window->done = TRUE;
      gtk_window_destroy (GTK_WINDOW (desk->window));
    }
  wait_until (desk->window == NULL);
  composer_fixture_free (desk->mail);
  g_assert_cmpint (g_rmdir (desk->folder), ==, 0);
  g_free (desk->folder);
}

static GPtrArray *
files (Desk *desk)
{
  return penny_attachment_chips_get_list (desk->window->chips);
}

static void
add (Desk *desk, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  penny_composer_add_file (desk->window, file);
  wait_until (desk->window->n_reading == 0);
}

static char *
write_file (Desk *desk, const char *name, gsize size)
{
  char *path = g_build_filename (desk->folder, name, NULL);
  g_autofree char *bytes = g_malloc (MAX (size, 1));

  memset (bytes, 'x', size);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  return path;
}

static void
test_attach_and_send (Desk *desk, gconstpointer data)
{
  g_autofree char *path = write_file (desk, "Plän für Köln.pdf", 5000);
  g_autofree char *empty = write_file (desk, "empty.txt", 0);
  g_autoptr (PennyMessage) sent = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const PennyPart *part;

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (desk->window->chips)));
  add (desk, path);
  add (desk, empty);
  g_remove (path);
  g_remove (empty);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (desk->window->chips)));
  g_assert_cmpuint (files (desk)->len, ==, 2);
  g_assert_true (penny_composer_is_dirty (desk->window));
  penny_attachment_chips_remove (desk->window->chips, 1);
  gtk_editable_set_text (penny_recipient_row_get_editable (desk->window->to), "anna@example.net");
  gtk_editable_set_text (GTK_EDITABLE (desk->window->subject), "Plans");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (desk->window->text), "The plans are attached.", -1);
  gtk_widget_activate_action (GTK_WIDGET (desk->window), "composer.send", NULL);
  wait_until (desk->window == NULL);

  sent = composer_fixture_read (desk->mail, PENNY_ROLE_OUTBOX);
  g_assert_cmpuint (penny_message_get_n_parts (sent), ==, 2);
  part = penny_message_get_part (sent, 1);
  g_assert_cmpstr (part->file_name, ==, "Plän für Köln.pdf");
  g_assert_true (part->is_attachment);
  bytes = penny_message_dup_part (sent, 1, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 5000);
}

/* A folder, a pipe (reading it would never end), nothing at all. */
static void
test_refused (Desk *desk, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (desk->folder, "gone.txt", NULL);
  g_autofree char *pipe_path = g_build_filename (desk->folder, "pipe", NULL);

  add (desk, desk->folder);
  g_assert_nonnull (strstr (desk->window->last_words, "is a folder"));
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  add (desk, pipe_path);
  g_assert_cmpstr (desk->window->last_words, ==, "“pipe” cannot be read, so it is not attached.");
  g_remove (pipe_path);
  add (desk, missing);
  g_assert_cmpstr (desk->window->last_words, ==, "“gone.txt” cannot be read, so it is not attached.");
  g_assert_cmpuint (files (desk)->len, ==, 0);
  g_assert_false (penny_composer_is_dirty (desk->window));
}

static void
test_large (Desk *desk, gconstpointer data)
{
  g_autofree char *path = g_build_filename (desk->folder, "film.mkv", NULL);
  GBytes *bytes = g_bytes_new_take (g_malloc0 (PENNY_COMPOSER_LARGE), PENNY_COMPOSER_LARGE);

  /* Up to there without a word, above with one, and never what cannot go. */
  penny_attachment_chips_add (desk->window->chips, penny_attachment_new ("a", NULL, bytes));
  g_assert_false (penny_banner_is_shown (desk->window->banner));
  penny_attachment_chips_add (desk->window->chips, penny_attachment_new ("b", NULL, bytes));
  g_assert_true (penny_banner_is_shown (desk->window->banner));
  penny_attachment_chips_remove (desk->window->chips, 0);
  g_assert_false (penny_banner_is_shown (desk->window->banner));
  g_bytes_unref (bytes);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_cmpint (truncate (path, 5000000000), ==, 0);
  add (desk, path);
  g_remove (path);
  g_assert_cmpuint (files (desk)->len, ==, 1);
  g_assert_nonnull (strstr (desk->window->last_words, "too large to go by e-mail"));
}

static void
test_paste (Desk *desk, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (desk->window));
  g_autofree char *path = write_file (desk, "list.txt", 10);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GSList) list = g_slist_prepend (NULL, file);
  g_autoptr (GBytes) pixels = g_bytes_new_take (g_malloc0 (4 * 4 * 4), 4 * 4 * 4);
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (4, 4, GDK_MEMORY_R8G8B8A8, pixels, 16);
  g_autofree char *text = NULL;

  gdk_clipboard_set (clipboard, GDK_TYPE_FILE_LIST, list);
  g_signal_emit_by_name (desk->window->text, "paste-clipboard");
  wait_until (files (desk)->len == 1);
  gdk_clipboard_set (clipboard, GDK_TYPE_TEXTURE, texture);
  g_signal_emit_by_name (desk->window->text, "paste-clipboard");
  wait_until (files (desk)->len == 2);
  g_assert_cmpstr (((PennyAttachment *) g_ptr_array_index (files (desk), 0))->file_name, ==, "list.txt");
  g_assert_cmpstr (((PennyAttachment *) g_ptr_array_index (files (desk), 1))->content_type, ==, "image/png");
  text = penny_composer_dup_text (desk->window);
  g_assert_cmpstr (text, ==, "");
  gdk_clipboard_set_text (clipboard, "words");
  g_assert_false (penny_composer_paste (desk->window));
  g_remove (path);
}

#define ADD(path, func) g_test_add ("/composer/files/" path, Desk, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  int status;

  /* File names are UTF-8 here whatever the locale. */
  g_setenv ("G_FILENAME_ENCODING", "UTF-8", TRUE);
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  application = adw_application_new ("io.github.penny_post.PennyPost.Test", G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  ADD ("attach-and-send", test_attach_and_send);
  ADD ("refused", test_refused);
  ADD ("large", test_large);
  ADD ("paste", test_paste);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
