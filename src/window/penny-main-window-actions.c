/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's actions, their keys, and when they make sense. */
#include "penny-main-window-private.h"

#include <glib/gi18n-lib.h>

#include "penny-folder-words.h"
#include "penny-move-dialog.h"

/* --- moving --- */

/* Where the letter is now; a search shows letters of many folders. */
static PennyFolder *
dup_folder_of (PennyMainWindow *self, PennyEntry *entry)
{
  PennyWindowAccount *account = penny_main_window_get_account (self);

  return account != NULL && entry != NULL ? penny_store_get_folder (account->store, entry->folder, NULL) : NULL;
}

static void
move_away (PennyMainWindow *self, PennyFolderId target, PennyRole role, const char *text)
{
  PennyWindowAccount *account = penny_main_window_get_account (self);
  PennyEntry *entry = penny_main_window_get_entry (self);
  PennyAction *action;

  if (account == NULL || entry == NULL)
    return;
  action = penny_action_new (PENNY_ACTION_MOVE, &entry->id, 1);
  action->target = target;
  action->target_role = role;
  action->hold_seconds = PENNY_UNDO_SECONDS;
  penny_main_window_act (self, account->store, action, text);
}

static void
delete_response_cb (AdwMessageDialog *dialog, const char *response, PennyMainWindow *self)
{
  PennyWindowAccount *account = penny_main_window_get_account (self);
  PennyEntry *entry = penny_main_window_get_entry (self);

  if (g_strcmp0 (response, "delete") == 0 && account != NULL && entry != NULL)
    penny_main_window_act (self, account->store, penny_action_new (PENNY_ACTION_DELETE, &entry->id, 1), NULL);
}

static void
ask_delete (PennyMainWindow *self, gboolean unsent)
{
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (self), unsent ? _("Delete Without Sending?") : _("Delete for Good?"),
                            unsent ? _("This message was not sent yet. It cannot be brought back.")
                                   : _("This message is in the Trash already. It cannot be brought back."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "delete", _("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (delete_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
trash_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PennyMainWindow *self = PENNY_MAIN_WINDOW (data);
  g_autoptr (PennyFolder) folder = dup_folder_of (self, penny_main_window_get_entry (self));

  if (folder != NULL && (folder->role == PENNY_ROLE_TRASH || folder->role == PENNY_ROLE_OUTBOX))
    ask_delete (self, folder->role == PENNY_ROLE_OUTBOX);
  else
    move_away (self, 0, PENNY_ROLE_TRASH, _("Moved to Trash"));
}

static void
archive_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  move_away (data, 0, PENNY_ROLE_ARCHIVE, _("Archived"));
}

static void
junk_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  move_away (data, 0, PENNY_ROLE_JUNK, _("Moved to Junk"));
}

static void
not_junk_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  move_away (data, 0, PENNY_ROLE_INBOX, _("Moved to Inbox"));
}

static void
chosen_cb (PennyMoveDialog *dialog, gint64 folder, const char *name, PennyMainWindow *self)
{
  /* Translators: the name of a folder. */
  g_autofree char *text = g_strdup_printf (_("Moved to “%s”"), name);

  move_away (self, folder, PENNY_ROLE_NONE, text);
}

static void
move_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PennyMainWindow *self = PENNY_MAIN_WINDOW (data);
  PennyWindowAccount *account = penny_main_window_get_account (self);
  PennyEntry *entry = penny_main_window_get_entry (self);
  GtkWidget *dialog;

  if (account == NULL || entry == NULL)
    return;
  dialog = penny_move_dialog_new (GTK_WINDOW (self), account->store, entry->folder);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- marking --- */

static void
toggle_flag (PennyMainWindow *self, PennyFlags flag)
{
  PennyWindowAccount *account = penny_main_window_get_account (self);
  PennyEntry *entry = penny_main_window_get_entry (self);
  gboolean on;

  if (account == NULL || entry == NULL)
    return;
  on = (entry->flags & flag) != 0;
  penny_main_window_mark (self, account->store, entry->id, on ? 0 : flag, on ? flag : 0);
}

static void
toggle_star_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  toggle_flag (data, PENNY_FLAG_FLAGGED);
}

static void
toggle_read_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  toggle_flag (data, PENNY_FLAG_SEEN);
}

/* --- writing --- */

void
penny_main_window_compose (PennyMainWindow *self, PennyComposeKind kind)
{
  PennyEntry *entry = kind == PENNY_COMPOSE_NEW ? NULL : penny_main_window_get_entry (self);
  PennyEntry *shown = penny_letter_pane_get_entry (self->letter);
  PennyMessage *message = NULL;

  if (kind != PENNY_COMPOSE_NEW && entry == NULL)
    return;
  if (entry != NULL && shown != NULL && shown->id == entry->id)
    message = penny_letter_pane_get_message (self->letter);
  g_signal_emit_by_name (self, "compose", (int) kind, penny_main_window_get_account_id (self),
                         (gint64) (entry != NULL ? entry->id : 0), message);
}

static void
compose_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  penny_main_window_compose (data, PENNY_COMPOSE_NEW);
}

static void
reply_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  penny_main_window_compose (data, PENNY_COMPOSE_REPLY);
}

static void
reply_all_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  penny_main_window_compose (data, PENNY_COMPOSE_REPLY_ALL);
}

static void
forward_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  penny_main_window_compose (data, PENNY_COMPOSE_FORWARD);
}

static void
edit_draft_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  penny_main_window_compose (data, PENNY_COMPOSE_EDIT_DRAFT);
}

/* --- getting about --- */

static void
search_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PennyMainWindow *self = PENNY_MAIN_WINDOW (data);

  penny_main_window_go_to_list (self);
  penny_list_pane_begin_search (self->list);
}

static void
refresh_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_signal_emit_by_name (data, "refresh", NULL);
}

static void
add_account_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_signal_emit_by_name (data, "add-account");
}

static void
toggle_folders_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  penny_main_window_toggle_folders (data);
}

static void
back_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  penny_main_window_go_back (data);
}

static void
escape_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PennyMainWindow *self = PENNY_MAIN_WINDOW (data);

  if (penny_main_window_is_letter_visible (self) && penny_main_window_go_back (self))
    return;
  if (!penny_list_pane_end_search (self->list))
    penny_main_window_go_back (self);
}

static void
next_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  penny_main_window_cycle_panes (data, FALSE);
}

static void
previous_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  penny_main_window_cycle_panes (data, TRUE);
}

/* Made when it is asked for: GTK 4.8 crashes when a screen reader asks for one window more than there
 * are and the last of the program's windows was never shown. */
static void
show_help_overlay_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GtkBuilder) builder
    = gtk_builder_new_from_resource ("/io/github/penny_post/PennyPost/window/penny-shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (data));
  gtk_window_present (shortcuts);
}

/* --- the table --- */

static const GActionEntry entries[] = {
  { "compose", compose_cb },
  { "reply", reply_cb },
  { "reply-all", reply_all_cb },
  { "forward", forward_cb },
  { "edit-draft", edit_draft_cb },
  { "trash", trash_cb },
  { "archive", archive_cb },
  { "junk", junk_cb },
  { "not-junk", not_junk_cb },
  { "move", move_cb },
  { "toggle-star", toggle_star_cb },
  { "toggle-read", toggle_read_cb },
  { "search", search_cb },
  { "refresh", refresh_cb },
  { "show-help-overlay", show_help_overlay_cb },
  { "add-account", add_account_cb },
  { "toggle-folders", toggle_folders_cb },
  { "back", back_cb },
  { "escape", escape_cb },
  { "next-pane", next_pane_cb },
  { "previous-pane", previous_pane_cb },
};

/* Bound on the window's class, which hears a key after the widget that has the focus: letters typed
 * into an entry stay letters. */
static const struct {
  guint key;
  GdkModifierType modifiers;
  const char *action;
} keys[] = {
  { GDK_KEY_n, GDK_CONTROL_MASK, "win.compose" },
  { GDK_KEY_r, 0, "win.reply" },
  { GDK_KEY_r, GDK_CONTROL_MASK, "win.reply" },
  { GDK_KEY_r, GDK_SHIFT_MASK, "win.reply-all" },
  { GDK_KEY_r, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.reply-all" },
  { GDK_KEY_f, 0, "win.forward" },
  { GDK_KEY_Delete, 0, "win.trash" },
  { GDK_KEY_KP_Delete, 0, "win.trash" },
  { GDK_KEY_a, 0, "win.archive" },
  { GDK_KEY_j, 0, "win.junk" },
  { GDK_KEY_m, 0, "win.move" },
  { GDK_KEY_s, 0, "win.toggle-star" },
  { GDK_KEY_u, 0, "win.toggle-read" },
  { GDK_KEY_f, GDK_CONTROL_MASK, "win.search" },
  { GDK_KEY_F5, 0, "win.refresh" },
  { GDK_KEY_F9, 0, "win.toggle-folders" },
  { GDK_KEY_Left, GDK_ALT_MASK, "win.back" },
  { GDK_KEY_Escape, 0, "win.escape" },
  { GDK_KEY_F6, 0, "win.next-pane" },
  { GDK_KEY_F6, GDK_SHIFT_MASK, "win.previous-pane" },
  { GDK_KEY_question, GDK_CONTROL_MASK, "win.show-help-overlay" },
  { GDK_KEY_question, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.show-help-overlay" },
};

void
penny_main_window_class_init_actions (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers, keys[i].action, NULL);
}

static void
set_enabled (PennyMainWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
penny_main_window_update_actions (PennyMainWindow *self)
{
  PennyEntry *entry = penny_main_window_get_entry (self);
  g_autoptr (PennyFolder) folder = dup_folder_of (self, entry);
  gboolean any = entry != NULL;
  PennyRole role = folder != NULL ? folder->role : PENNY_ROLE_NONE;
  gboolean unsent = role == PENNY_ROLE_OUTBOX || role == PENNY_ROLE_DRAFTS;

  set_enabled (self, "reply", any && !unsent);
  set_enabled (self, "reply-all", any && !unsent);
  set_enabled (self, "forward", any && role != PENNY_ROLE_OUTBOX);
  set_enabled (self, "edit-draft", any && (role == PENNY_ROLE_DRAFTS || (entry->flags & PENNY_FLAG_DRAFT) != 0));
  set_enabled (self, "trash", any);
  set_enabled (self, "archive", any && !unsent && role != PENNY_ROLE_ARCHIVE);
  set_enabled (self, "junk", any && !unsent && role != PENNY_ROLE_JUNK && role != PENNY_ROLE_SENT);
  set_enabled (self, "not-junk", any && role == PENNY_ROLE_JUNK);
  set_enabled (self, "move", any && role != PENNY_ROLE_OUTBOX);
  set_enabled (self, "toggle-star", any && role != PENNY_ROLE_OUTBOX);
  set_enabled (self, "toggle-read", any && role != PENNY_ROLE_OUTBOX);
  set_enabled (self, "compose", self->accounts->len > 0);
  set_enabled (self, "search", penny_main_window_get_account (self) != NULL);
}

void
penny_main_window_init_actions (PennyMainWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
