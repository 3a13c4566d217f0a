/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accounts on screen: which there are, whose folder is shown, how each of them fares. */
#include "penny-main-window-private.h"

void
penny_window_account_free (PennyWindowAccount *account)
{
  g_clear_pointer (&account->account, penny_account_unref);
  g_clear_pointer (&account->status, penny_account_status_free);
  g_clear_object (&account->store);
  g_free (account);
}

PennyWindowAccount *
penny_main_window_find_account (PennyMainWindow *self, const char *account_id)
{
  for (guint i = 0; i < self->accounts->len; i++)
    {
      PennyWindowAccount *account = g_ptr_array_index (self->accounts, i);

      if (g_strcmp0 (penny_account_get_id (account->account), account_id) == 0)
        return account;
    }
  return NULL;
}

PennyWindowAccount *
penny_main_window_get_account (PennyMainWindow *self)
{
  return penny_main_window_find_account (self, penny_folder_list_get_account_id (self->folders));
}

const char *
penny_main_window_get_account_id (PennyMainWindow *self)
{
  PennyWindowAccount *account;

  g_return_val_if_fail (PENNY_IS_MAIN_WINDOW (self), NULL);

  account = penny_main_window_get_account (self);
  if (account == NULL && self->accounts->len > 0)
    account = g_ptr_array_index (self->accounts, 0);
  return account != NULL ? penny_account_get_id (account->account) : NULL;
}

/* --- whose folder is shown --- */

void
penny_main_window_show_status (PennyMainWindow *self)
{
  PennyWindowAccount *account = penny_main_window_get_account (self);

  /* An account without any folder yet still has something to say. */
  if (account == NULL && self->accounts->len > 0)
    account = g_ptr_array_index (self->accounts, 0);
  penny_list_pane_set_status (self->list, account != NULL ? account->status : NULL);
}

/* Whose folder it is needs saying only where there are several. */
static const char *
subtitle_for (PennyMainWindow *self, PennyWindowAccount *account)
{
  return account != NULL && self->accounts->len > 1 ? penny_account_get_address (account->account) : NULL;
}

void
penny_main_window_show_folder (PennyMainWindow *self)
{
  PennyWindowAccount *account = penny_main_window_get_account (self);
  PennyFolder *folder = penny_folder_list_get_folder (self->folders);

  if (account == NULL || folder == NULL)
    penny_list_pane_clear (self->list);
  else
    penny_list_pane_show_folder (self->list, account->store, folder, subtitle_for (self, account));
  penny_main_window_show_status (self);
  penny_main_window_update_actions (self);
}

/* --- what the application says --- */

void
penny_main_window_add_account (PennyMainWindow *self, PennyAccount *account, PennyStore *store)
{
  PennyWindowAccount *added;

  g_return_if_fail (PENNY_IS_MAIN_WINDOW (self));
  g_return_if_fail (account != NULL);
  g_return_if_fail (PENNY_IS_STORE (store));

  added = g_new0 (PennyWindowAccount, 1);
  added->account = penny_account_ref (account);
  added->store = g_object_ref (store);
  g_ptr_array_add (self->accounts, added);
  gtk_stack_set_visible_child_name (self->stack, "mail");
  /* Selects the first Inbox by itself, which shows it. */
  penny_folder_list_add_account (self->folders, account, store);
  penny_list_pane_set_subtitle (self->list, subtitle_for (self, penny_main_window_get_account (self)));
  penny_main_window_show_status (self);
  penny_main_window_update_actions (self);
  if (self->accounts->len == 1)
    penny_list_pane_grab_focus (self->list);
}

void
penny_main_window_remove_account (PennyMainWindow *self, const char *account_id, gboolean returns)
{
  PennyWindowAccount *account;

  g_return_if_fail (PENNY_IS_MAIN_WINDOW (self));

  account = penny_main_window_find_account (self, account_id);
  if (account == NULL)
    return;
  penny_folder_list_remove_account (self->folders, account_id);
  g_ptr_array_remove (self->accounts, account);
  if (self->accounts->len == 0 && !returns)
    gtk_stack_set_visible_child_name (self->stack, "welcome");
  penny_main_window_show_folder (self);
}

void
penny_main_window_show_entry (PennyMainWindow *self, const char *account_id, PennyEntryId entry)
{
  PennyWindowAccount *account;
  g_autoptr (PennyEntry) found = NULL;
  PennyFolder *shown;

  g_return_if_fail (PENNY_IS_MAIN_WINDOW (self));

  account = penny_main_window_find_account (self, account_id);
  found = account != NULL ? penny_store_get_entry (account->store, entry, NULL) : NULL;
  if (found == NULL)
    return;
  penny_list_pane_end_search (self->list);
  shown = penny_list_pane_get_folder (self->list);
  if (shown == NULL || shown->id != found->folder || penny_list_pane_get_store (self->list) != account->store)
    penny_folder_list_select (self->folders, account_id, found->folder);
  penny_list_pane_select (self->list, entry);
  penny_main_window_go_to_letter (self);
  penny_letter_pane_show (self->letter, account->store, found);
}

void
penny_main_window_show_inbox (PennyMainWindow *self, const char *account_id)
{
  g_return_if_fail (PENNY_IS_MAIN_WINDOW (self));

  penny_list_pane_end_search (self->list);
  penny_folder_list_await_inbox (self->folders, account_id);
}

void
penny_main_window_set_status (PennyMainWindow *self, const char *account_id, const PennyAccountStatus *status)
{
  PennyWindowAccount *account;

  g_return_if_fail (PENNY_IS_MAIN_WINDOW (self));

  account = penny_main_window_find_account (self, account_id);
  if (account == NULL)
    return;
  g_clear_pointer (&account->status, penny_account_status_free);
  account->status = status != NULL ? penny_account_status_copy (status) : NULL;
  penny_main_window_show_status (self);
}
