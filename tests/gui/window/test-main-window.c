/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window on a real store: what is pressed changes the store, what the store says is shown. */
#include "window-fixture.h"

#include <string.h>

#include "penny-main-window-private.h"
#include "penny-web-opener.h"

/* One for all: a second one of the same name could not be exported on the bus. */
static AdwApplication *application;

typedef struct {
  WindowFixture *mail;
  PennyMainWindow *window;
  PennyEntryModel *model;
  int kind;                 /* last "compose" */
  gint64 entry;             /* last "compose" or "want-body" */
  gboolean with_message;
  guint n_refresh;
} Desk;

static void
compose_cb (PennyMainWindow *window, int kind, const char *account_id, gint64 entry, PennyMessage *message, Desk *desk)
{
  desk->kind = kind;
  desk->entry = entry;
  desk->with_message = message != NULL;
}

static void
want_body_cb (PennyMainWindow *window, const char *account_id, gint64 entry, Desk *desk)
{
  desk->entry = entry;
}

static void
refresh_cb (PennyMainWindow *window, const char *account_id, Desk *desk)
{
  desk->n_refresh++;
}

static void
open_window (Desk *desk)
{
  desk->window = penny_main_window_new (GTK_APPLICATION (application), NULL);
  g_object_set (desk->window, "read-delay", 5, NULL);
  g_signal_connect (desk->window, "compose", G_CALLBACK (compose_cb), desk);
  g_signal_connect (desk->window, "want-body", G_CALLBACK (want_body_cb), desk);
  g_signal_connect (desk->window, "refresh", G_CALLBACK (refresh_cb), desk);
  penny_main_window_add_account (desk->window, desk->mail->account, desk->mail->store);
  gtk_window_set_default_size (GTK_WINDOW (desk->window), 1200, 700);
  gtk_window_present (GTK_WINDOW (desk->window));
  desk->model = penny_list_pane_get_model (desk->window->list);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (desk->window)) &&
                     penny_entry_model_get_state (desk->model) == PENNY_ENTRY_MODEL_READY);
}

static void
set_up (Desk *desk, gconstpointer data)
{
  desk->mail = window_fixture_new ("me");
  if (data == NULL)
    window_fixture_add_letters (desk->mail, desk->mail->inbox, 200, FALSE);
  else
    window_fixture_add_samples (desk->mail);
  open_window (desk);
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  PennyMainWindow *window = desk->window;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (desk->window));
  /* Nothing may keep a closed window: not the store's watches, not an act under way. */
  wait_until (window == NULL);
  window_fixture_free (desk->mail);
}

static guint
n_items (Desk *desk)
{
  return g_list_model_get_n_items (G_LIST_MODEL (desk->model));
}

static void
act (Desk *desk, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk->window), action, NULL));
}

static PennyEntry *
selected (Desk *desk)
{
  return penny_list_pane_get_entry (desk->window->list);
}

static PennyEntryId
select_at (Desk *desk, guint position)
{
  PennyEntryId id = penny_entry_model_get_id (desk->model, position);

  penny_list_pane_select (desk->window->list, id);
  g_assert_cmpint (selected (desk)->id, ==, id);
  return id;
}

static PennyRole
role_of (Desk *desk, PennyEntryId id)
{
  g_autoptr (PennyEntry) entry = penny_store_get_entry (desk->mail->store, id, NULL);
  g_autoptr (PennyFolder) folder = penny_store_get_folder (desk->mail->store, entry->folder, NULL);

  return folder->role;
}

static PennyFlags
flags_of (Desk *desk, PennyEntryId id)
{
  g_autoptr (PennyEntry) entry = penny_store_get_entry (desk->mail->store, id, NULL);

  return entry->flags;
}

static void
test_shows_and_reads (Desk *desk, gconstpointer data)
{
  PennyEntryId id = select_at (desk, 3);
  g_autofree char *text = NULL;

  wait_until (g_strcmp0 (penny_letter_pane_get_body (desk->window->letter), "text") == 0);
  text = penny_letter_pane_dup_text (desk->window->letter);
  g_assert_nonnull (strstr (text, "This is the text of letter 197."));
  wait_until ((flags_of (desk, id) & PENNY_FLAG_SEEN) != 0);
  /* Told apart from read by the program: stays unread when the person says so. */
  wait_until ((selected (desk)->flags & PENNY_FLAG_SEEN) != 0);
  act (desk, "win.toggle-read");
  wait_until ((flags_of (desk, id) & PENNY_FLAG_SEEN) == 0);
  act (desk, "win.toggle-star");
  wait_until ((flags_of (desk, id) & PENNY_FLAG_FLAGGED) != 0);
  g_assert_cmpint (flags_of (desk, id) & PENNY_FLAG_SEEN, ==, 0);
}

static void
test_trash_goes_on (Desk *desk, gconstpointer data)
{
  PennyEntryId id = select_at (desk, 5);
  PennyEntryId next = penny_entry_model_get_id (desk->model, 6);

  act (desk, "win.trash");
  wait_until (n_items (desk) == 199);
  g_assert_cmpint (role_of (desk, id), ==, PENNY_ROLE_TRASH);
  g_assert_cmpint (selected (desk)->id, ==, next);
  act (desk, "win.archive");
  wait_until (n_items (desk) == 198);
  g_assert_cmpint (role_of (desk, next), ==, PENNY_ROLE_ARCHIVE);
  next = selected (desk)->id;
  act (desk, "win.junk");
  wait_until (n_items (desk) == 197);
  g_assert_cmpint (role_of (desk, next), ==, PENNY_ROLE_JUNK);
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (GTK_IS_BUTTON (child) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (child)), label) == 0)
        return child;
      found = find_button (child, label);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_undo (Desk *desk, gconstpointer data)
{
  PennyEntryId id = select_at (desk, 0);
  GtkWidget *undo = NULL;

  act (desk, "win.trash");
  wait_until ((undo = find_button (GTK_WIDGET (desk->window->toasts), "_Undo")) != NULL);
  wait_until (n_items (desk) == 199);
  g_signal_emit_by_name (undo, "clicked");
  wait_until (n_items (desk) == 200);
  g_assert_cmpint (role_of (desk, penny_entry_model_get_id (desk->model, 0)), ==, PENNY_ROLE_INBOX);
  g_assert_cmpint (penny_entry_model_get_id (desk->model, 0), ==, id);
}

static void
test_arrivals_keep_selection (Desk *desk, gconstpointer data)
{
  PennyEntryId id = select_at (desk, 2);

  window_fixture_add_letters (desk->mail, desk->mail->inbox, 10, FALSE);
  wait_until (n_items (desk) == 210);
  g_assert_cmpint (selected (desk)->id, ==, id);
  g_assert_cmpuint (penny_entry_model_find (desk->model, id), ==, 12);
}

static void
test_compose (Desk *desk, gconstpointer data)
{
  PennyEntryId id;

  act (desk, "win.compose");
  g_assert_cmpint (desk->kind, ==, PENNY_COMPOSE_NEW);
  g_assert_cmpint (desk->entry, ==, 0);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (desk->window), "reply"));
  id = select_at (desk, 0);
  wait_until (penny_letter_pane_get_message (desk->window->letter) != NULL);
  act (desk, "win.reply-all");
  g_assert_cmpint (desk->kind, ==, PENNY_COMPOSE_REPLY_ALL);
  g_assert_cmpint (desk->entry, ==, id);
  g_assert_true (desk->with_message);
  act (desk, "win.refresh");
  g_assert_cmpuint (desk->n_refresh, ==, 1);

  penny_folder_list_select_role (desk->window->folders, "me", PENNY_ROLE_DRAFTS);
  wait_until (n_items (desk) == 1);
  id = select_at (desk, 0);
  act (desk, "win.edit-draft");
  g_assert_cmpint (desk->kind, ==, PENNY_COMPOSE_EDIT_DRAFT);
  g_assert_cmpint (desk->entry, ==, id);
}

static void
test_search (Desk *desk, gconstpointer data)
{
  guint all = n_items (desk);

  act (desk, "win.search");
  penny_list_pane_set_search_text (desk->window->list, "croquet");
  wait_until (penny_entry_model_is_search (desk->model) && n_items (desk) == 1);
  penny_list_pane_set_search_text (desk->window->list, "zebra");
  wait_until (g_strcmp0 (penny_list_pane_get_page (desk->window->list), "nothing-found") == 0);
  act (desk, "win.escape");
  wait_until (n_items (desk) == all);
  g_assert_cmpstr (penny_list_pane_get_page (desk->window->list), ==, "list");
}

static void
test_empty_and_status (Desk *desk, gconstpointer data)
{
  g_autoptr (PennyAccountStatus) status = penny_account_status_new (PENNY_STATUS_SYNCING);

  penny_folder_list_select_role (desk->window->folders, "me", PENNY_ROLE_ARCHIVE);
  wait_until (g_strcmp0 (penny_list_pane_get_page (desk->window->list), "empty") == 0);
  penny_main_window_set_status (desk->window, "me", status);
  g_assert_cmpstr (penny_list_pane_get_page (desk->window->list), ==, "loading");
  penny_main_window_set_status (desk->window, "me", NULL);
  g_assert_cmpstr (penny_list_pane_get_page (desk->window->list), ==, "empty");
  penny_main_window_set_status (desk->window, "nobody", status);
}

static void
test_body_comes_later (Desk *desk, gconstpointer data)
{
  static const char text[] = "From: a@b.example\r\nSubject: Late\r\n\r\nHere at last.\r\n";
  g_autoptr (GBytes) raw = g_bytes_new_static (text, sizeof text - 1);
  PennyBatch *batch = penny_batch_new ();
  PennyEntryId id;

  window_fixture_add_letters (desk->mail, desk->mail->inbox, 1, TRUE);
  wait_until (n_items (desk) == 201);
  id = select_at (desk, 0);
  g_assert_cmpint (desk->entry, ==, id);
  g_assert_cmpstr (penny_letter_pane_get_body (desk->window->letter), ==, "waiting");
  penny_batch_complete (batch, id, penny_summary_from_message (raw), raw);
  penny_store_submit (desk->mail->store, batch, NULL);
  wait_until (g_strcmp0 (penny_letter_pane_get_body (desk->window->letter), "text") == 0);
}

static void
test_html_as_text (Desk *desk, gconstpointer data)
{
  g_autofree char *text = NULL;

  penny_web_opener_pretend_broken (TRUE);
  select_at (desk, 1);
  wait_until (g_strcmp0 (penny_letter_pane_get_body (desk->window->letter), "text") == 0);
  text = penny_letter_pane_dup_text (desk->window->letter);
  g_assert_nonnull (strstr (text, "tomatoes"));
  penny_web_opener_pretend_broken (FALSE);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean *can = data;

  can[1] = penny_web_opener_finish (result, &error) != NULL;
  can[0] = TRUE;
}

/* The module is where PENNY_MODULE_DIR says, and it draws. */
static void
test_html (Desk *desk, gconstpointer data)
{
  gboolean can[2] = { FALSE, FALSE };

  penny_web_opener_async (NULL, opened_cb, can);
  wait_until (can[0]);
  if (!can[1])
    {
      g_test_skip ("the web process cannot be sandboxed here");
      return;
    }
  select_at (desk, 1);
  wait_until (g_strcmp0 (penny_letter_pane_get_body (desk->window->letter), "web") == 0);
}

static void
test_notification_opens (Desk *desk, gconstpointer data)
{
  PennyFolderId sent = window_fixture_find_role (desk->mail, PENNY_ROLE_SENT);
  g_autoptr (GArray) ids = penny_store_list_ids (desk->mail->store, sent, 0, NULL);
  PennyEntryId id = g_array_index (ids, PennyEntryId, 0);

  penny_main_window_show_entry (desk->window, "me", id);
  g_assert_cmpint (penny_letter_pane_get_entry (desk->window->letter)->id, ==, id);
  wait_until (selected (desk) != NULL && selected (desk)->id == id);
  penny_main_window_show_entry (desk->window, "me", 999999);
  penny_main_window_show_entry (desk->window, "nobody", id);
}

/* Without a window manager only a window that is not mapped takes another size. */
static void
resize (Desk *desk, int width)
{
  gtk_widget_set_visible (GTK_WIDGET (desk->window), FALSE);
  /* The X server must have taken the old one away, and GTK heard of it. */
  gdk_display_sync (gtk_widget_get_display (GTK_WIDGET (desk->window)));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gtk_window_set_default_size (GTK_WINDOW (desk->window), width, 600);
  gtk_window_present (GTK_WINDOW (desk->window));
}

static gboolean
give_up_cb (gpointer late)
{
  *(gboolean *) late = TRUE;
  return G_SOURCE_REMOVE;
}

/* X may lose a size that is asked for while the window is on its way: then it is asked for again. */
static void
fold_at (Desk *desk, AdwLeaflet *leaflet, int width)
{
  for (int attempt = 0; attempt < 50 && !adw_leaflet_get_folded (leaflet); attempt++)
    {
      gboolean late = FALSE;
      guint timer = g_timeout_add (600, give_up_cb, &late);

      resize (desk, width);
      while (!late && !adw_leaflet_get_folded (leaflet))
        g_main_context_iteration (NULL, TRUE);
      if (!late)
        g_source_remove (timer);
    }
  g_assert_true (adw_leaflet_get_folded (leaflet));
}

static void
test_folds (Desk *desk, gconstpointer data)
{
  int minimum;

  gtk_widget_measure (GTK_WIDGET (desk->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 370);   /* 10 of it are the frame that is drawn without a compositor */
  g_assert_false (adw_leaflet_get_folded (desk->window->outer));
  fold_at (desk, desk->window->inner, 800);
  g_assert_false (adw_leaflet_get_folded (desk->window->outer));
  fold_at (desk, desk->window->outer, 360);
  select_at (desk, 0);
  g_assert_null (penny_letter_pane_get_entry (desk->window->letter));
  g_signal_emit_by_name (desk->window->list, "activated");
  g_assert_true (penny_main_window_is_letter_visible (desk->window));
  g_assert_nonnull (penny_letter_pane_get_entry (desk->window->letter));
  act (desk, "win.back");
  g_assert_false (penny_main_window_is_letter_visible (desk->window));
  act (desk, "win.back");
  g_assert_cmpstr (adw_leaflet_get_visible_child_name (desk->window->inner), ==, "folders");
}

static void
test_account_goes (Desk *desk, gconstpointer data)
{
  select_at (desk, 0);
  act (desk, "win.trash");
  penny_main_window_remove_account (desk->window, "me", FALSE);
  g_assert_cmpuint (n_items (desk), ==, 0);
  g_assert_null (penny_letter_pane_get_entry (desk->window->letter));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (desk->window->stack), ==, "welcome");
  penny_main_window_remove_account (desk->window, "me", FALSE);
  penny_main_window_add_account (desk->window, desk->mail->account, desk->mail->store);
  wait_until (n_items (desk) > 0);
}

#define ADD(path, kind, func) g_test_add ("/window/" path, Desk, kind, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  int status;

  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  application = adw_application_new ("io.github.penny_post.PennyPost.Test", G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  ADD ("letter/shown-and-read", NULL, test_shows_and_reads);
  ADD ("letter/body-comes-later", NULL, test_body_comes_later);
  ADD ("letter/html-as-text", "samples", test_html_as_text);
  ADD ("letter/html", "samples", test_html);
  ADD ("actions/trash-goes-on", NULL, test_trash_goes_on);
  ADD ("actions/undo", NULL, test_undo);
  ADD ("actions/compose", "samples", test_compose);
  ADD ("list/arrivals", NULL, test_arrivals_keep_selection);
  ADD ("list/search", "samples", test_search);
  ADD ("list/empty-and-status", "samples", test_empty_and_status);
  ADD ("window/notification", "samples", test_notification_opens);
  ADD ("window/folds", "samples", test_folds);
  ADD ("window/account-goes", NULL, test_account_goes);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
