/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The composer on a real store: what is typed is kept, what is sent is in the outbox. */
#include "composer-fixture.h"

#include <locale.h>
#include <string.h>

static AdwApplication *application;

typedef struct {
  ComposerFixture *mail, *club;
  PennyComposerWindow *window;   /* NULL once it is gone */
  char *sent_from;
  gint64 sent;
  guint n_kept;
} Desk;

static void
sent_cb (PennyComposerWindow *window, const char *account_id, gint64 entry, Desk *desk)
{
  g_free (desk->sent_from);
  desk->sent_from = g_strdup (account_id);
  desk->sent = entry;
}

static void
kept_cb (PennyComposerWindow *window, const char *account_id, Desk *desk)
{
  desk->n_kept++;
}

static void
open_window (Desk *desk)
{
  desk->window = penny_composer_window_new (GTK_APPLICATION (application));
  g_object_add_weak_pointer (G_OBJECT (desk->window), (gpointer *) &desk->window);
  g_signal_connect (desk->window, "sent", G_CALLBACK (sent_cb), desk);
  g_signal_connect (desk->window, "kept", G_CALLBACK (kept_cb), desk);
  penny_composer_window_add_sender (desk->window, desk->mail->account, desk->mail->store);
  penny_composer_window_add_sender (desk->window, desk->club->account, desk->club->store);
  penny_composer_window_set_hold (desk->window, 60);
  gtk_window_present (GTK_WINDOW (desk->window));
}

static void
set_up (Desk *desk, gconstpointer data)
{
  desk->mail = composer_fixture_new ("me", "Martha Miller", FALSE);
  desk->club = composer_fixture_new ("club", NULL, data != NULL);
  open_window (desk);
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  if (desk->window != NULL)
    {
      desk->window->done = TRUE;
      gtk_window_destroy (GTK_WINDOW (desk->window));
    }
  /* Nothing may hold on to a closed window. */
  wait_until (desk->window == NULL);
  composer_fixture_free (desk->mail);
  composer_fixture_free (desk->club);
  g_free (desk->sent_from);
}

static void
type (Desk *desk, const char *to, const char *subject, const char *text)
{
  PennyComposerWindow *window = desk->window;

  gtk_editable_set_text (penny_recipient_row_get_editable (window->to), to);
  gtk_editable_set_text (GTK_EDITABLE (window->subject), subject);
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (window->text), text, -1);
}

static void
act (Desk *desk, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk->window), action, NULL));
}

/* The question on top of the window, or NULL. */
static AdwMessageDialog *
find_question (Desk *desk)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at != NULL; at = at->next)
    if (ADW_IS_MESSAGE_DIALOG (at->data) && gtk_window_get_transient_for (at->data) == GTK_WINDOW (desk->window) &&
        gtk_widget_get_visible (at->data))
      return at->data;
  return NULL;
}

static void
answer (Desk *desk, const char *response)
{
  AdwMessageDialog *question;

  wait_until ((question = find_question (desk)) != NULL);
  g_assert_true (adw_message_dialog_has_response (question, response));
  g_object_ref (question);
  adw_message_dialog_response (question, response);
  gtk_window_destroy (GTK_WINDOW (question));
  g_object_unref (question);
}

static char *
dup_first_address (GPtrArray *list)
{
  return list->len > 0 ? penny_address_to_string (g_ptr_array_index (list, 0)) : g_strdup ("");
}

static const char original[] =
  "From: Anna Schmidt <anna@example.net>\r\nTo: me@example.org, Bo <bo@example.net>\r\nSubject: The weekend\r\n"
  "Message-ID: <plans@example.net>\r\n\r\nSee the attached map. Shall we go?\r\n";

static PennyDraft *
make_answer (PennyReplyKind kind)
{
  g_autoptr (GBytes) raw = g_bytes_new_static (original, strlen (original));
  g_autoptr (PennyMessage) message = penny_message_new (raw, NULL);
  g_autoptr (PennyAddress) from = penny_address_new ("Martha Miller", "me@example.org");

  return penny_draft_new_reply (message, kind, from, "Anna wrote:");
}

/* --- keeping --- */

static void
test_typing_is_kept (Desk *desk, gconstpointer data)
{
  g_autoptr (PennyMessage) first = NULL;
  g_autoptr (PennyMessage) second = NULL;

  type (desk, "anna@example.net, gran", "Hel", "Dear Anna,\n\n  two blanks\n");
  g_assert_cmpuint (composer_fixture_count (desk->mail, PENNY_ROLE_DRAFTS), ==, 0);
  wait_until (composer_fixture_count (desk->mail, PENNY_ROLE_DRAFTS) == 1);
  wait_until (g_strcmp0 (adw_window_title_get_subtitle (desk->window->header_title), "Draft saved") == 0);
  first = composer_fixture_read (desk->mail, PENNY_ROLE_DRAFTS);
  g_assert_cmpstr (penny_message_get_subject (first), ==, "Hel");
  g_assert_cmpuint (penny_message_get_to (first)->len, ==, 2);

  type (desk, "anna@example.net", "Hello", "more");
  g_assert_cmpstr (adw_window_title_get_subtitle (desk->window->header_title), ==, "");
  gtk_window_close (GTK_WINDOW (desk->window));
  wait_until (desk->window == NULL);
  g_assert_cmpuint (desk->n_kept, ==, 1);
  g_assert_cmpuint (composer_fixture_count (desk->mail, PENNY_ROLE_DRAFTS), ==, 1);
  second = composer_fixture_read (desk->mail, PENNY_ROLE_DRAFTS);
  g_assert_cmpstr (penny_message_get_subject (second), ==, "Hello");
  g_assert_cmpstr (penny_message_get_message_id (second), ==, penny_message_get_message_id (first));
  g_assert_nonnull (strstr (penny_message_get_text (second), "  two blanks\nmore"));
}

static void
test_edited_in_place (Desk *desk, gconstpointer data)
{
  g_autoptr (PennyMessage) before = NULL;
  g_autoptr (PennyMessage) after = NULL;
  g_autofree char *text = NULL;

  type (desk, "anna@example.net", "Hello", "Dear Anna,");
  gtk_editable_set_text (penny_recipient_row_get_editable (desk->window->bcc), "gran@example.net");
  gtk_window_close (GTK_WINDOW (desk->window));
  wait_until (desk->window == NULL);
  before = composer_fixture_read (desk->mail, PENNY_ROLE_DRAFTS);

  open_window (desk);
  penny_composer_window_set_draft (desk->window, penny_draft_new_from_message (before), 0, FALSE);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (desk->window->bcc)));
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (desk->window->text)));
  text = penny_composer_dup_text (desk->window);
  g_assert_cmpstr (text, ==, "Dear Anna,");
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (desk->window->text), " hello!", -1);
  gtk_window_close (GTK_WINDOW (desk->window));
  wait_until (desk->window == NULL);
  after = composer_fixture_read (desk->mail, PENNY_ROLE_DRAFTS);
  g_assert_cmpuint (composer_fixture_count (desk->mail, PENNY_ROLE_DRAFTS), ==, 1);
  g_assert_cmpstr (penny_message_get_text (after), ==, "Dear Anna, hello!\n");
  g_assert_cmpuint (penny_message_get_bcc (after)->len, ==, 1);
}

/* Opened and closed: nothing was written, nothing is kept. */
static void
test_untouched (Desk *desk, gconstpointer data)
{
  penny_composer_window_set_draft (desk->window, make_answer (PENNY_REPLY_SENDER), 1, FALSE);
  gtk_window_close (GTK_WINDOW (desk->window));
  wait_until (desk->window == NULL);
  open_window (desk);
  type (desk, "", "  ", " \n");
  gtk_window_close (GTK_WINDOW (desk->window));
  wait_until (desk->window == NULL);
  g_assert_cmpuint (desk->n_kept, ==, 0);
  g_assert_cmpuint (composer_fixture_count (desk->mail, PENNY_ROLE_DRAFTS), ==, 0);
}

static void
test_discard (Desk *desk, gconstpointer data)
{
  type (desk, "anna@example.net", "Hello", "Dear Anna,");
  wait_until (composer_fixture_count (desk->mail, PENNY_ROLE_DRAFTS) == 1);
  act (desk, "composer.discard");
  answer (desk, "keep");
  g_assert_nonnull (desk->window);
  act (desk, "composer.discard");
  answer (desk, "discard");
  wait_until (desk->window == NULL);
  wait_until (composer_fixture_count (desk->mail, PENNY_ROLE_DRAFTS) == 0);
}

/* A draft of before that was found again goes too, without having been saved here. */
static void
test_discard_old_draft (Desk *desk, gconstpointer data)
{
  g_autoptr (PennyMessage) stored = NULL;

  type (desk, "anna@example.net", "Hello", "Dear Anna,");
  gtk_window_close (GTK_WINDOW (desk->window));
  wait_until (desk->window == NULL);
  stored = composer_fixture_read (desk->mail, PENNY_ROLE_DRAFTS);
  open_window (desk);
  penny_composer_window_set_draft (desk->window, penny_draft_new_from_message (stored), 0, FALSE);
  act (desk, "composer.discard");
  answer (desk, "discard");
  wait_until (desk->window == NULL);
  wait_until (composer_fixture_count (desk->mail, PENNY_ROLE_DRAFTS) == 0);
}

/* Torn down at once, as at the end of the program. */
static void
test_destroyed (Desk *desk, gconstpointer data)
{
  type (desk, "anna@example.net", "Hello", "Dear Anna,");
  penny_composer_save (desk->window);
  type (desk, "anna@example.net", "Hello again", "");
  gtk_window_destroy (GTK_WINDOW (desk->window));
  wait_until (desk->window == NULL);
  {
    g_autoptr (PennyMessage) kept = composer_fixture_read (desk->mail, PENNY_ROLE_DRAFTS);

    g_assert_cmpstr (penny_message_get_subject (kept), ==, "Hello again");
    g_assert_cmpuint (composer_fixture_count (desk->mail, PENNY_ROLE_DRAFTS), ==, 1);
  }
}

/* The disk fails: the window stays, says so, and closes only when told that it may lose the text. */
static void
test_cannot_save (Desk *desk, gconstpointer data)
{
  type (desk, "anna@example.net", "Hello", "Dear Anna,");
  penny_store_close (desk->mail->store);
  act (desk, "composer.save");
  wait_until (penny_banner_is_shown (desk->window->banner));
  act (desk, "composer.send");
  wait_until (!desk->window->busy);
  g_assert_true (penny_banner_is_shown (desk->window->banner));
  gtk_window_close (GTK_WINDOW (desk->window));
  answer (desk, "stay");
  g_assert_nonnull (desk->window);
  gtk_window_close (GTK_WINDOW (desk->window));
  answer (desk, "lose");
  wait_until (desk->window == NULL);
}

static void
test_moves_with_sender (Desk *desk, gconstpointer data)
{
  g_autoptr (PennyMessage) moved = NULL;
  g_autofree char *from = NULL;

  type (desk, "anna@example.net", "Hello", "Dear Anna,");
  wait_until (composer_fixture_count (desk->mail, PENNY_ROLE_DRAFTS) == 1);
  penny_composer_window_select_sender (desk->window, "club");
  wait_until (composer_fixture_count (desk->club, PENNY_ROLE_DRAFTS) == 1);
  wait_until (composer_fixture_count (desk->mail, PENNY_ROLE_DRAFTS) == 0);
  moved = composer_fixture_read (desk->club, PENNY_ROLE_DRAFTS);
  from = dup_first_address (penny_message_get_from (moved));
  g_assert_cmpstr (from, ==, "club@example.org");
}

/* --- sending --- */

static void
test_send (Desk *desk, gconstpointer data)
{
  g_autoptr (PennyMessage) sent = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *type_of = NULL;

  type (desk, "Anna <anna@example.net>", "Grüße", "Dear Anna,\n\nsee you soon.");
  act (desk, "composer.show-copies");
  gtk_editable_set_text (penny_recipient_row_get_editable (desk->window->bcc), "gran@example.net");
  wait_until (composer_fixture_count (desk->mail, PENNY_ROLE_DRAFTS) == 1);
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (desk->window->text), "\nMartha", -1);
  /* A save under way must not put the draft back. */
  penny_composer_save (desk->window);
  act (desk, "composer.send");
  wait_until (desk->window == NULL);
  g_assert_cmpstr (desk->sent_from, ==, "me");
  g_assert_cmpint (desk->sent, >, 0);
  g_assert_cmpuint (composer_fixture_count (desk->mail, PENNY_ROLE_DRAFTS), ==, 0);
  g_assert_cmpuint (composer_fixture_count (desk->mail, PENNY_ROLE_OUTBOX), ==, 1);

  sent = composer_fixture_read (desk->mail, PENNY_ROLE_OUTBOX);
  from = dup_first_address (penny_message_get_from (sent));
  to = dup_first_address (penny_message_get_to (sent));
  type_of = penny_message_dup_header (sent, "Content-Type");
  g_assert_cmpstr (from, ==, "Martha Miller <me@example.org>");
  g_assert_cmpstr (to, ==, "Anna <anna@example.net>");
  g_assert_cmpstr (penny_message_get_subject (sent), ==, "Grüße");
  g_assert_cmpstr (penny_message_get_text (sent), ==, "Dear Anna,\n\nsee you soon.\nMartha\n");
  g_assert_nonnull (strstr (type_of, "format=flowed"));
  g_assert_cmpuint (penny_message_get_bcc (sent)->len, ==, 1);
}

static void
test_refuses_bad_address (Desk *desk, gconstpointer data)
{
  type (desk, "", "Hello", "Dear gran,");
  act (desk, "composer.send");
  g_assert_cmpstr (penny_recipient_row_get_hint (desk->window->to), ==,
                   "Who is this message for? Enter an e-mail address here.");
  type (desk, "anna@example.net, gran", "Hello", "");
  g_assert_null (penny_recipient_row_get_hint (desk->window->to));
  gtk_widget_grab_focus (GTK_WIDGET (desk->window->to));
  act (desk, "composer.send");
  g_assert_cmpstr (penny_recipient_row_get_hint (desk->window->to), ==, "“gran” is not an e-mail address yet.");
  gtk_editable_set_text (penny_recipient_row_get_editable (desk->window->to), "anna@example.net");
  gtk_editable_set_text (penny_recipient_row_get_editable (desk->window->cc), "bo@");
  act (desk, "composer.send");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (desk->window->cc)));
  g_assert_cmpstr (penny_recipient_row_get_hint (desk->window->cc), ==, "“bo@” is not an e-mail address yet.");
  g_assert_false (desk->window->busy);
  g_assert_cmpuint (composer_fixture_count (desk->mail, PENNY_ROLE_OUTBOX), ==, 0);
}

static void
test_asks_once (Desk *desk, gconstpointer data)
{
  type (desk, "anna@example.net", "", "the map is attached.");
  act (desk, "composer.send");
  answer (desk, "back");
  act (desk, "composer.send");
  answer (desk, "subject");
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (desk->window->subject)))));
  act (desk, "composer.send");
  wait_until (desk->window == NULL);
  g_assert_cmpuint (composer_fixture_count (desk->mail, PENNY_ROLE_OUTBOX), ==, 1);
}

static void
test_account_that_cannot_send (Desk *desk, gconstpointer data)
{
  penny_composer_window_select_sender (desk->window, "club");
  type (desk, "anna@example.net", "Hello", "Dear Anna,");
  act (desk, "composer.send");
  g_assert_true (penny_banner_is_shown (desk->window->banner));
  penny_composer_window_select_sender (desk->window, "me");
  act (desk, "composer.send");
  wait_until (desk->window == NULL);
  g_assert_cmpstr (desk->sent_from, ==, "me");
}

/* --- answering --- */

static void
test_reply (Desk *desk, gconstpointer data)
{
  PennyEntryId answered = composer_fixture_add (desk->mail, "From: anna@example.net\nSubject: The weekend\n\nGo?\n");
  g_autoptr (PennyMessage) sent = NULL;
  g_autoptr (PennyEntry) entry = NULL;
  g_autofree char *to = NULL;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (desk->window->text);
  int caret;

  penny_composer_window_set_draft (desk->window, make_answer (PENNY_REPLY_ALL), answered, FALSE);
  g_object_get (buffer, "cursor-position", &caret, NULL);
  g_assert_cmpint (caret, ==, 0);
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (desk->window->text)));
  g_assert_false (gtk_text_buffer_get_can_undo (buffer));
  g_assert_false (penny_composer_is_dirty (desk->window));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (desk->window)), ==, "Re: The weekend");
  gtk_text_buffer_insert_at_cursor (buffer, "Yes!", -1);
  /* The quotation speaks of an attachment; the answer does not. */
  act (desk, "composer.send");
  wait_until (desk->window == NULL);
  sent = composer_fixture_read (desk->mail, PENNY_ROLE_OUTBOX);
  g_assert_true (g_str_has_prefix (penny_message_get_text (sent), "Yes!\n\nAnna wrote:\n> See the attached"));
  g_assert_cmpstr (penny_message_get_references (sent)[0], ==, "plans@example.net");
  g_assert_cmpuint (penny_message_get_to (sent)->len, ==, 2);
  to = dup_first_address (penny_message_get_to (sent));
  g_assert_cmpstr (to, ==, "Anna Schmidt <anna@example.net>");
  entry = penny_store_get_entry (desk->mail->store, answered, NULL);
  g_assert_cmpint (entry->flags & PENNY_FLAG_ANSWERED, !=, 0);
}

/* The number of the letter answered means another letter in another account. */
static void
test_reply_from_elsewhere (Desk *desk, gconstpointer data)
{
  PennyEntryId answered = composer_fixture_add (desk->mail, "From: anna@example.net\nSubject: The weekend\n\nGo?\n");
  PennyEntryId other = composer_fixture_add (desk->club, "From: bo@example.net\nSubject: Dues\n\nPay.\n");
  g_autoptr (PennyEntry) entry = NULL;

  g_assert_cmpint (answered, ==, other);
  penny_composer_window_set_draft (desk->window, make_answer (PENNY_REPLY_SENDER), answered, FALSE);
  penny_composer_window_select_sender (desk->window, "club");
  act (desk, "composer.send");
  wait_until (desk->window == NULL);
  g_assert_cmpstr (desk->sent_from, ==, "club");
  entry = penny_store_get_entry (desk->club->store, other, NULL);
  g_assert_cmpint (entry->flags & PENNY_FLAG_ANSWERED, ==, 0);
}

static void
test_forward (Desk *desk, gconstpointer data)
{
  penny_composer_window_set_draft (desk->window, make_answer (PENNY_FORWARD), 1, TRUE);
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (gtk_editable_get_delegate (
    penny_recipient_row_get_editable (desk->window->to)))));
  g_assert_true (penny_recipient_row_is_empty (desk->window->to));
}

/* Where the keyboard is after Tab; "" in the title bar. The button lies inside the row "to". */
static const char *
tab (Desk *desk)
{
  PennyComposerWindow *window = desk->window;
  GtkWidget *widgets[] = {
    window->copies_button, GTK_WIDGET (window->to), GTK_WIDGET (window->cc), GTK_WIDGET (window->bcc),
    GTK_WIDGET (window->subject), GTK_WIDGET (window->text), GTK_WIDGET (window->chips), GTK_WIDGET (window->from),
  };
  const char *names[] = { "copies", "to", "cc", "bcc", "subject", "text", "chips", "from" };
  GtkWidget *focus;

  gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  for (gsize i = 0; focus != NULL && i < G_N_ELEMENTS (widgets); i++)
    if (focus == widgets[i] || gtk_widget_is_ancestor (focus, widgets[i]))
      return names[i];
  return "";
}

static void
test_tab (Desk *desk, gconstpointer data)
{
  wait_until (gtk_widget_get_width (desk->window->copies_button) > 0);
  gtk_widget_grab_focus (GTK_WIDGET (desk->window->from));
  g_assert_cmpstr (tab (desk), ==, "to");
  g_assert_cmpstr (tab (desk), ==, "copies");
  g_assert_cmpstr (tab (desk), ==, "subject");
  g_assert_cmpstr (tab (desk), ==, "text");
  act (desk, "composer.show-copies");
  wait_until (gtk_widget_get_width (GTK_WIDGET (desk->window->bcc)) > 0);
  gtk_widget_grab_focus (GTK_WIDGET (desk->window->to));
  g_assert_cmpstr (tab (desk), ==, "cc");
  g_assert_cmpstr (tab (desk), ==, "bcc");
  g_assert_cmpstr (tab (desk), ==, "subject");
  g_assert_cmpstr (tab (desk), ==, "text");
}

static void
test_names (Desk *desk, gconstpointer data)
{
  gtk_test_accessible_assert_property (penny_recipient_row_get_editable (desk->window->to),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "To");
  gtk_test_accessible_assert_property (penny_recipient_row_get_editable (desk->window->cc),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Cc");
  gtk_test_accessible_assert_property (penny_recipient_row_get_editable (desk->window->bcc),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Bcc");
  gtk_test_accessible_assert_property (desk->window->subject, GTK_ACCESSIBLE_PROPERTY_LABEL, "Subject");
  gtk_test_accessible_assert_property (desk->window->text, GTK_ACCESSIBLE_PROPERTY_LABEL, "Message");
}

#define ADD(path, kind, func) g_test_add ("/composer/" path, Desk, kind, set_up, func, tear_down)

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
  ADD ("draft/typing-is-kept", NULL, test_typing_is_kept);
  ADD ("draft/edited-in-place", NULL, test_edited_in_place);
  ADD ("draft/untouched", NULL, test_untouched);
  ADD ("draft/discard", NULL, test_discard);
  ADD ("draft/discard-old", NULL, test_discard_old_draft);
  ADD ("draft/destroyed", NULL, test_destroyed);
  ADD ("draft/cannot-save", NULL, test_cannot_save);
  ADD ("draft/moves-with-sender", NULL, test_moves_with_sender);
  ADD ("send/bytes", NULL, test_send);
  ADD ("send/bad-address", NULL, test_refuses_bad_address);
  ADD ("send/asks-once", NULL, test_asks_once);
  ADD ("send/account-that-cannot", "mute", test_account_that_cannot_send);
  ADD ("answer/reply", NULL, test_reply);
  ADD ("answer/from-elsewhere", NULL, test_reply_from_elsewhere);
  ADD ("answer/forward", NULL, test_forward);
  ADD ("tab", NULL, test_tab);
  ADD ("names", NULL, test_names);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
