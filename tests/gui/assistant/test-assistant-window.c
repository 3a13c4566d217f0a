/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The assistant's window, pressed and typed into as a person would, against a real post office.
 * run-assistant.py gives the desktop and the post office. */
#include "setup-fixture.h"

#include <string.h>

#include "penny-assistant-window-private.h"
#include "penny-keyring.h"
#include "penny-password-window.h"
#include "wait-until.h"

#define ADDRESS "anna@penny.example"
#define PASSWORD "blue-stamp"

typedef struct {
  PennyAccountList *accounts;
  PennyAssistantWindow *window;
  PennyAccount *finished;   /* what the signal brought */
} Fixture;

/* --- hands and eyes --- */

static gboolean
is_on (Fixture *f, PennyPage page)
{
  return penny_setup_get_page (f->window->setup) == page;
}

static GtkWidget *
find_row (GtkWidget *widget, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (widget) && GTK_IS_EDITABLE (widget) &&
      g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_shown (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), words) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_shown (child, words);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
type (GtkWidget *page, const char *title, const char *text)
{
  GtkWidget *row = find_row (page, title);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static gboolean
offers (GtkButton *button, const char *label)
{
  return gtk_widget_get_visible (GTK_WIDGET (button)) && gtk_widget_get_sensitive (GTK_WIDGET (button)) &&
         g_strcmp0 (gtk_button_get_label (button), label) == 0;
}

static void
press (GtkButton *button, const char *label)
{
  wait_until (offers (button, label));
  g_signal_emit_by_name (button, "clicked");
}

static GtkWidget *
person (Fixture *f)
{
  return GTK_WIDGET (f->window->person);
}

static void
who_are_you (Fixture *f, const char *address, const char *password)
{
  press (f->window->main, "Get Started");
  g_assert_true (is_on (f, PENNY_PAGE_PERSON));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (f->window->main)));
  type (person (f), "Your name", "Anna Lindner");
  type (person (f), "E-mail address", address);
  type (person (f), "Password", password);
  press (f->window->main, "Continue");
}

/* --- the fixture --- */

static void
finished_cb (PennyAssistantWindow *window, PennyAccount *account, gboolean is_new, Fixture *f)
{
  g_assert_null (f->finished);
  f->finished = penny_account_ref (account);
}

static void
open_window (Fixture *f)
{
  f->window = penny_assistant_window_new (NULL, f->accounts);
  g_object_add_weak_pointer (G_OBJECT (f->window), (gpointer *) &f->window);
  g_object_set (gtk_widget_get_settings (GTK_WIDGET (f->window)), "gtk-enable-animations", FALSE, NULL);
  g_signal_connect (f->window, "finished", G_CALLBACK (finished_cb), f);
  gtk_window_present (GTK_WINDOW (f->window));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *pattern = g_build_filename (g_getenv ("PENNY_TEST_PLACE"), "accounts-XXXXXX", NULL);
  g_autoptr (PennyPlaces) places = penny_places_new (g_mkdtemp (pattern));

  f->accounts = penny_account_list_new (places);
  g_assert_true (penny_account_list_load (f->accounts, NULL));
  open_window (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (f->window != NULL)
    gtk_window_destroy (GTK_WINDOW (f->window));
  wait_until (f->window == NULL);   /* nothing that runs may hold it for good */
  g_clear_pointer (&f->finished, penny_account_unref);
  g_clear_object (&f->accounts);
}

/* The last press; without a keyring there is one more page to read. */
static void
collect (Fixture *f, const char *label)
{
  press (f->window->main, label);
  if (g_str_equal (g_getenv ("PENNY_TEST_KEYRING"), "without-keyring"))
    press (f->window->main, "Read My Mail");
}

/* --- tests --- */

static void
test_shared (Fixture *f, gconstpointer data)
{
  gboolean keyring = g_str_equal (g_getenv ("PENNY_TEST_KEYRING"), "with-keyring");
  g_autoptr (PennySecret) kept = NULL;
  const char *id;

  who_are_you (f, ADDRESS, PASSWORD);
  wait_until (is_on (f, PENNY_PAGE_WAYS));
  press (f->window->main, "Continue");
  wait_until (offers (f->window->main, "Collect My Letters"));
  g_assert_cmpuint (penny_setup_get_result (f->window->setup)->n_messages, ==, 3);
  g_assert_cmpuint (penny_account_list_get_accounts (f->accounts)->len, ==, 0);
  press (f->window->main, "Collect My Letters");
  if (!keyring)
    {
      wait_until (offers (f->window->main, "Read My Mail"));
      g_assert_null (f->finished);
      g_assert_error (f->window->keyring_error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_KEYRING);
      press (f->window->main, "Read My Mail");
    }
  wait_until (f->window == NULL);
  g_assert_nonnull (f->finished);
  id = penny_account_get_id (f->finished);
  g_assert_cmpstr (id, ==, "anna-penny.example");
  g_assert_cmpint (penny_account_get_way (f->finished), ==, PENNY_WAY_SHARED);
  g_assert_true (penny_keyring_is_kept_for_this_run_only (id, PENNY_PASSWORD_INCOMING) == !keyring);
  kept = penny_keyring_lookup_sync (id, PENNY_PASSWORD_INCOMING, NULL, NULL);
  g_assert_cmpstr (penny_secret_peek (kept), ==, PASSWORD);
}

static void
test_wrong_password (Fixture *f, gconstpointer data)
{
  who_are_you (f, ADDRESS, "yellow-stamp");
  wait_until (is_on (f, PENNY_PAGE_WAYS));
  press (f->window->main, "Continue");
  wait_until (offers (f->window->main, "Type It Again"));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (f->window->second)));   /* no second go with the same one */
  g_assert_nonnull (find_shown (GTK_WIDGET (f->window->trying), "Copy for a Helper"));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (f->window->helper)));
  press (f->window->main, "Type It Again");
  g_assert_true (is_on (f, PENNY_PAGE_PERSON));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (person (f), "E-mail address"))), ==, ADDRESS);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (f->window)) ==
                 GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (find_row (person (f), "Password")))));
  type (person (f), "Password", PASSWORD);
  press (f->window->main, "Continue");
  wait_until (offers (f->window->main, "Collect My Letters"));
}

/* Asked when the field is left, not while typing; one press mends it. */
static void
test_typing_mistake (Fixture *f, gconstpointer data)
{
  GtkEditable *address;
  GtkWidget *mend;

  press (f->window->main, "Get Started");
  address = GTK_EDITABLE (find_row (person (f), "E-mail address"));
  type (person (f), "Your name", "Anna Lindner");
  gtk_widget_grab_focus (GTK_WIDGET (gtk_editable_get_delegate (address)));
  gtk_editable_set_text (address, "anna@gmial.com");
  g_assert_null (find_shown (person (f), "Did you mean anna@gmail.com?"));
  gtk_widget_grab_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (find_row (person (f), "Password")))));
  wait_until ((mend = find_shown (person (f), "Did you mean anna@gmail.com?")) != NULL);
  g_signal_emit_by_name (gtk_widget_get_ancestor (mend, GTK_TYPE_BUTTON), "clicked");
  g_assert_cmpstr (gtk_editable_get_text (address), ==, "anna@gmail.com");
  g_assert_cmpstr (penny_setup_get_address (f->window->setup), ==, "anna@gmail.com");
  g_assert_null (find_shown (person (f), "Did you mean anna@gmail.com?"));
  penny_setup_set_address (f->window->setup, "");
}

static void
test_by_hand_pop (Fixture *f, gconstpointer data)
{
  g_autoptr (PennyServer) in = penny_server_new (PENNY_PROTOCOL_POP3, "localhost",
    (guint16) g_ascii_strtoull (g_getenv ("PENNY_TEST_POP3S"), NULL, 10), PENNY_SECURITY_TLS, ADDRESS);
  g_autoptr (PennyServer) out = penny_server_new (PENNY_PROTOCOL_SMTP, "localhost", 1, PENNY_SECURITY_TLS, ADDRESS);
  PennySetup *setup;

  penny_assistant_window_set_sources (f->window, &setup_fixture_sources);
  who_are_you (f, "anna@nowhere.example", PASSWORD);
  press (f->window->by_hand, "Enter Settings by Hand");
  g_assert_true (is_on (f, PENNY_PAGE_BY_HAND));
  setup = f->window->setup;
  penny_setup_set_server (setup, FALSE, in);
  penny_setup_set_server (setup, TRUE, out);
  penny_by_hand_page_load (f->window->by_hand_page, setup);
  penny_assistant_window_update (f->window);
  press (f->window->main, "Continue");
  g_assert_true (is_on (f, PENNY_PAGE_WAYS));
  wait_until (find_shown (GTK_WIDGET (f->window->ways), "Choose what shall become of your letters. "
                                                        "Your settings are tried next.") != NULL);
  penny_setup_set_way (setup, PENNY_WAY_CLEAR_LATER);
  press (f->window->main, "Continue");
  /* Nobody sends at door 1: reading goes on without. */
  press (f->window->second, "Only Read for Now");
  collect (f, "Collect My Letters");
  wait_until (f->window == NULL);
  g_assert_cmpint (penny_account_get_way (f->finished), ==, PENNY_WAY_CLEAR_LATER);
  g_assert_cmpint (penny_account_get_clear_after_days (f->finished), ==, 14);
  g_assert_null (penny_account_get_outgoing (f->finished));
}

/* The name of a server in place of an address: one more field, and what it speaks is found out. */
static void
test_server_name (Fixture *f, gconstpointer data)
{
  GtkWidget *own;

  penny_assistant_window_set_sources (f->window, &setup_fixture_sources);
  press (f->window->main, "Get Started");
  own = find_row (person (f), "What is your mail address?");
  g_assert_false (gtk_widget_get_visible (own));
  /* Half an address looks like one, too, until the field is left. */
  gtk_widget_grab_focus (find_row (person (f), "E-mail address"));
  type (person (f), "E-mail address", "anna.von.example");
  g_assert_false (gtk_widget_get_visible (own));
  type (person (f), "E-mail address", "pop.example.org");
  gtk_widget_grab_focus (find_row (person (f), "Password"));
  g_assert_true (gtk_widget_get_visible (own));
  type (person (f), "Password", PASSWORD);
  g_assert_false (penny_setup_can_go_on (f->window->setup));
  gtk_editable_set_text (GTK_EDITABLE (own), "anna@example.net");
  press (f->window->main, "Continue");
  wait_until (is_on (f, PENNY_PAGE_WAYS));
  g_assert_true (penny_setup_allows_way (f->window->setup, PENNY_WAY_PHOTOCOPY));
  g_assert_true (penny_setup_allows_way (f->window->setup, PENNY_WAY_SHARED));
}

static void
test_letter (Fixture *f, gconstpointer data)
{
  who_are_you (f, ADDRESS, PASSWORD);
  wait_until (is_on (f, PENNY_PAGE_WAYS));
  press (f->window->main, "Continue");
  press (f->window->second, "Send Myself a Letter First");
  wait_until (offers (f->window->main, "Collect My Letters"));
  g_assert_cmpint (penny_setup_get_result (f->window->setup)->states[PENNY_STEP_LETTER], ==, PENNY_STEP_OK);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (f->window->second)));
  collect (f, "Collect My Letters");
  wait_until (f->window == NULL);
}

/* One press, and no password in what another program can paste. */
static void
text_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  char **text = data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static void
test_helper (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;

  who_are_you (f, ADDRESS, "yellow-stamp");
  wait_until (is_on (f, PENNY_PAGE_WAYS));
  press (f->window->main, "Continue");
  wait_until (offers (f->window->main, "Type It Again"));
  g_signal_emit_by_name (f->window->helper, "clicked");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (f->window)), NULL, text_cb, &text);
  wait_until (text != NULL);
  g_assert_nonnull (strstr (text, ADDRESS));
  g_assert_nonnull (strstr (text, "IMAP: localhost:"));
  g_assert_nonnull (strstr (text, "✗ "));
  g_assert_null (strstr (text, "yellow-stamp"));
}

static GtkWidget *
find_labelled (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  if (GTK_IS_EXPANDER (widget) && g_strcmp0 (gtk_expander_get_label (GTK_EXPANDER (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_labelled (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* A post office that nobody vouches for: nothing goes on by itself; it is trusted behind one more press
 * and for good. */
static void
test_stranger (Fixture *f, gconstpointer data)
{
  g_autoptr (PennyServer) in = penny_server_new (PENNY_PROTOCOL_IMAP, "localhost",
    (guint16) g_ascii_strtoull (g_getenv ("PENNY_TEST_IMAPS"), NULL, 10), PENNY_SECURITY_TLS, ADDRESS);
  GtkWidget *own, *trust;

  penny_assistant_window_set_sources (f->window, &setup_fixture_sources);
  who_are_you (f, "anna@nowhere.example", PASSWORD);
  press (f->window->by_hand, "Enter Settings by Hand");
  penny_setup_set_server (f->window->setup, FALSE, in);
  penny_by_hand_page_load (f->window->by_hand_page, f->window->setup);
  penny_assistant_window_update (f->window);
  press (f->window->main, "Continue");
  wait_until (penny_setup_get_stranger (f->window->setup, NULL) != NULL);
  g_assert_false (penny_setup_can_go_on (f->window->setup));

  /* Trying again changes nothing. */
  wait_until (offers (f->window->second, "Try Again") || offers (f->window->main, "Try Again"));
  g_signal_emit_by_name (offers (f->window->main, "Try Again") ? f->window->main : f->window->second, "clicked");
  g_assert_null (penny_setup_get_stranger (f->window->setup, NULL));
  wait_until (penny_setup_get_stranger (f->window->setup, NULL) != NULL);

  g_assert_null (find_labelled (GTK_WIDGET (f->window->trying), "Trust It from Now On"));
  own = find_labelled (GTK_WIDGET (f->window->trying), "This Post Office Is My Own");
  gtk_expander_set_expanded (GTK_EXPANDER (own), TRUE);
  trust = find_labelled (own, "Trust It from Now On");
  g_signal_emit_by_name (trust, "clicked");
  press (f->window->main, "Collect My Letters");
  wait_until (f->window == NULL);
  g_assert_nonnull (penny_account_get_incoming (f->finished)->trusted_key);
}

/* Esc or the window's cross while something runs: nothing is kept, nothing hangs. */
static void
test_leave (Fixture *f, gconstpointer data)
{
  who_are_you (f, ADDRESS, PASSWORD);
  g_signal_emit_by_name (f->window->back, "clicked");
  g_assert_true (is_on (f, PENNY_PAGE_PERSON));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (person (f), "Password"))), ==, PASSWORD);
  press (f->window->main, "Continue");
  wait_until (is_on (f, PENNY_PAGE_WAYS));
  press (f->window->main, "Continue");
  g_assert_true (is_on (f, PENNY_PAGE_TRYING));
  gtk_window_close (GTK_WINDOW (f->window));
  wait_until (f->window == NULL);
  g_assert_null (f->finished);
  g_assert_cmpuint (penny_account_list_get_accounts (f->accounts)->len, ==, 0);
}

static void
test_mend (Fixture *f, gconstpointer data)
{
  g_autofree char *id = NULL;

  test_shared (f, data);
  id = g_strdup (penny_account_get_id (f->finished));
  g_clear_pointer (&f->finished, penny_account_unref);
  open_window (f);
  penny_assistant_window_edit (f->window, penny_account_list_get (f->accounts, id));
  g_assert_true (is_on (f, PENNY_PAGE_BY_HAND));
  wait_until (*penny_setup_get_password (f->window->setup) != '\0');
  press (f->window->main, "Continue");
  collect (f, "Keep These Settings");
  wait_until (f->window == NULL);
  g_assert_cmpstr (penny_account_get_id (f->finished), ==, id);
  g_assert_cmpuint (penny_account_list_get_accounts (f->accounts)->len, ==, 1);
}

/* Somebody who has an account is not welcomed. */
static void
type_another (Fixture *f, const char *address, const char *password)
{
  test_shared (f, NULL);
  g_clear_pointer (&f->finished, penny_account_unref);
  open_window (f);
  g_assert_true (is_on (f, PENNY_PAGE_PERSON));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (f->window->back)));
  type (person (f), "E-mail address", address);
  type (person (f), "Password", password);
}

/* The second account at a post office: one page, and it is tried. */
static void
test_another (Fixture *f, gconstpointer data)
{
  type_another (f, "bruno@penny.example", "red-stamp");
  type (person (f), "Your name", "Bruno Keller");
  press (f->window->main, "Continue");
  g_assert_true (is_on (f, PENNY_PAGE_TRYING));
  collect (f, "Collect My Letters");
  wait_until (f->window == NULL);
  g_assert_cmpstr (penny_account_get_incoming (f->finished)->user, ==, "bruno@penny.example");
  g_assert_cmpuint (penny_account_list_get_accounts (f->accounts)->len, ==, 2);
}

static void
test_twice (Fixture *f, gconstpointer data)
{
  type_another (f, ADDRESS, PASSWORD);
  press (f->window->main, "Continue");
  wait_until (is_on (f, PENNY_PAGE_WAYS));
  press (f->window->main, "Continue");
  press (f->window->main, "Collect My Letters");
  press (f->window->main, "Close");
  wait_until (f->window == NULL);
  g_assert_null (f->finished);
  g_assert_cmpuint (penny_account_list_get_accounts (f->accounts)->len, ==, 1);
}

static void
test_names (Fixture *f, gconstpointer data)
{
  const char * const titles[] = { "Your name", "E-mail address", "Password" };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (find_row (person (f), titles[i])));

      gtk_test_accessible_assert_property (text, GTK_ACCESSIBLE_PROPERTY_LABEL, titles[i]);
    }
}

static void
given_cb (PennyPasswordWindow *window, gpointer password, gboolean *given)
{
  *given = g_str_equal (penny_secret_peek (password), "new-stamp");
}

static void
test_password_window (Fixture *f, gconstpointer data)
{
  g_autoptr (PennySetup) setup = setup_fixture_new ("anna@example.org");
  g_autoptr (PennyAccount) account = penny_setup_dup_account (setup, NULL);
  PennyPasswordWindow *window = penny_password_window_new (NULL, account, NULL, NULL);
  g_autoptr (PennySecret) kept = NULL;
  gboolean given = FALSE;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_signal_connect (window, "password", G_CALLBACK (given_cb), &given);
  gtk_window_present (GTK_WINDOW (window));
  type (GTK_WIDGET (window), "Password", "new-stamp");
  g_signal_emit_by_name (gtk_window_get_default_widget (GTK_WINDOW (window)), "clicked");
  g_assert_true (given);
  kept = penny_keyring_lookup_sync (penny_account_get_id (account), PENNY_PASSWORD_INCOMING, NULL, NULL);
  g_assert_cmpstr (penny_secret_peek (kept), ==, "new-stamp");
  if (g_str_equal (g_getenv ("PENNY_TEST_KEYRING"), "without-keyring"))
    {
      /* It stays to say so. */
      wait_until (offers (GTK_BUTTON (gtk_window_get_default_widget (GTK_WINDOW (window))), "Read My Mail"));
      gtk_window_destroy (GTK_WINDOW (window));
    }
  wait_until (window == NULL);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  if (g_getenv ("PENNY_TEST_PROVIDERS") == NULL ||
      (!g_str_equal (g_getenv ("PENNY_TEST_KEYRING"), "stranger") &&
       !penny_discovery_add_provider_file (g_getenv ("PENNY_TEST_PROVIDERS"), NULL)))
    {
      g_print ("1..0 # SKIP run me by run-assistant.py\n");
      return 0;
    }
#define add(path, func) g_test_add ("/assistant/window/" path, Fixture, NULL, set_up, func, tear_down)
  if (g_str_equal (g_getenv ("PENNY_TEST_KEYRING"), "stranger"))
    {
      add ("stranger", test_stranger);
      return g_test_run ();
    }
  add ("names", test_names);
  add ("shared", test_shared);
  add ("wrong-password", test_wrong_password);
  add ("typing-mistake", test_typing_mistake);
  add ("by-hand-pop", test_by_hand_pop);
  add ("helper", test_helper);
  add ("leave", test_leave);
  add ("mend", test_mend);
  add ("another", test_another);
  add ("twice", test_twice);
  add ("server-name", test_server_name);
  add ("password", test_password_window);
  add ("letter", test_letter);   /* the last one: it leaves a letter in the box */
  return g_test_run ();
}
