/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens the main window for screenshots: show-window [--width N] [--height N] [--dark] [--letter N]
 * [--action NAME] [--link URI] [--text-scale N] [--import FOLDER [--walk MS]]
 * [--search WORDS] [--accounts N] [--page folders|list|letter] [--status] [--folder ROLE] [--letters N]
 */
#include "window-fixture.h"

#include "penny-link.h"
#include "penny-list-pane.h"
#include "penny-main-window-private.h"

static int width = 1400, height = 800, letter = -1, accounts = 1, letters, walk;
static double text_scale = 1;
static gboolean dark, status;
static char *search, *page, *folder, *action, *link_uri, *import;

static const GOptionEntry options[] = {
  { "width", 0, 0, G_OPTION_ARG_INT, &width, NULL, NULL },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, NULL, NULL },
  { "letter", 0, 0, G_OPTION_ARG_INT, &letter, NULL, NULL },
  { "letters", 0, 0, G_OPTION_ARG_INT, &letters, NULL, NULL },
  { "accounts", 0, 0, G_OPTION_ARG_INT, &accounts, NULL, NULL },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, NULL, NULL },
  { "status", 0, 0, G_OPTION_ARG_NONE, &status, NULL, NULL },
  { "search", 0, 0, G_OPTION_ARG_STRING, &search, NULL, NULL },
  { "page", 0, 0, G_OPTION_ARG_STRING, &page, NULL, NULL },
  { "folder", 0, 0, G_OPTION_ARG_STRING, &folder, NULL, NULL },
  { "action", 0, 0, G_OPTION_ARG_STRING, &action, NULL, NULL },
  { "link", 0, 0, G_OPTION_ARG_STRING, &link_uri, NULL, NULL },
  { "text-scale", 0, 0, G_OPTION_ARG_DOUBLE, &text_scale, NULL, NULL },
  { "import", 0, 0, G_OPTION_ARG_FILENAME, &import, NULL, NULL },
  { "walk", 0, 0, G_OPTION_ARG_INT, &walk, NULL, NULL },
  { NULL }
};

static void
add_status (PennyMainWindow *window)
{
  g_autoptr (PennyAccountStatus) words = penny_account_status_new (PENNY_STATUS_SYNCING);

  words->folder_name = g_strdup ("Archive");
  words->done = 1234;
  words->total = 20000;
  words->advice_title = g_strdup ("Your mail provider wants a new password");
  words->advice_explanation = g_strdup ("The password that worked until yesterday is refused today.");
  words->advice_button = g_strdup ("Enter _Password");
  words->advice_action = g_strdup ("password");
  penny_main_window_set_status (window, "me", words);
}

/* Every message file of a folder, as it is. */
static void
import_folder (WindowFixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (import, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (import, name, NULL);
      g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
      g_autoptr (GBytes) raw = file != NULL ? g_mapped_file_get_bytes (file) : NULL;
      PennyBatch *batch;

      if (raw == NULL)
        continue;
      batch = penny_batch_new ();
      penny_batch_add (batch, fixture->inbox, PENNY_UID (fixture->next_uid), 0, 1700000000 + fixture->next_uid,
                       (guint32) g_bytes_get_size (raw), penny_summary_from_message (raw), raw);
      fixture->next_uid++;
      penny_store_submit (fixture->store, batch, NULL);
    }
  penny_store_flush (fixture->store, FALSE, NULL);
}

/* Opens one letter after the other and quits. */
static gboolean
walk_cb (gpointer data)
{
  static guint position;
  PennyMainWindow *window = data;
  PennyEntryId id = penny_entry_model_get_id (penny_list_pane_get_model (window->list), position++);

  if (id == 0)
    {
      gtk_window_close (GTK_WINDOW (window));
      return G_SOURCE_REMOVE;
    }
  penny_list_pane_select (window->list, id);
  return G_SOURCE_CONTINUE;
}

/* Once the window has its size, and so its folds. */
static gboolean
arrange_cb (gpointer data)
{
  PennyMainWindow *window = data;
  PennyRole role;
  int minimum;

  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_print ("narrowest: %d px, longest read: %" G_GINT64_FORMAT " µs, letters: %u\n", minimum,
           penny_entry_model_get_longest_read (penny_list_pane_get_model (window->list)),
           g_list_model_get_n_items (G_LIST_MODEL (penny_list_pane_get_model (window->list))));
  if (folder != NULL && penny_role_parse (folder, &role))
    penny_folder_list_select_role (window->folders, "me", role);
  if (status)
    add_status (window);
  if (search != NULL)
    penny_list_pane_set_search_text (window->list, search);
  if (letter >= 0)
    penny_list_pane_select (window->list, penny_entry_model_get_id (penny_list_pane_get_model (window->list),
                                                                    (guint) letter));
  if (g_strcmp0 (page, "letter") == 0)
    g_signal_emit_by_name (window->list, "activated");
  else if (g_strcmp0 (page, "folders") == 0)
    penny_main_window_go_back (window);
  if (action != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
  if (link_uri != NULL)
    penny_link_confirm (GTK_WINDOW (window), link_uri, "www.bank.example");
  if (walk > 0)
    g_timeout_add ((guint) walk, walk_cb, window);
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GtkApplication *application, gpointer data)
{
  PennyMainWindow *window = penny_main_window_new (application, NULL);
  const char *ids[] = { "me", "club", "office" };
  gint64 start;

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (text_scale * 96 * 1024), NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  for (int i = 0; i < accounts && i < 3; i++)
    {
      WindowFixture *fixture = window_fixture_new (ids[i]);

      if (import != NULL)
        import_folder (fixture);
      else
        window_fixture_add_samples (fixture);
      if (i == 0 && letters > 0)
        window_fixture_add_letters (fixture, fixture->inbox, (guint) letters, FALSE);
      start = g_get_monotonic_time ();
      penny_main_window_add_account (window, fixture->account, fixture->store);
      g_print ("account shown after: %" G_GINT64_FORMAT " µs\n", g_get_monotonic_time () - start);
    }
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add (500, arrange_cb, window);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (AdwApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  application = adw_application_new ("io.github.penny_post.PennyPost.Show", G_APPLICATION_NON_UNIQUE);
  if (dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}
