/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of the assistant: the secret goes into its place, the account into the list. */
#include "penny-assistant-window-private.h"

#include "penny-credential.h"

static PennyAccount *
with_free_id (PennyAccountList *list, PennyAccount *account)
{
  const char *id = penny_account_get_id (account);
  g_autofree char *other = g_strdup (id);

  for (guint n = 2; penny_account_list_get (list, other) != NULL; n++)
    {
      g_free (other);
      other = g_strdup_printf ("%.60s-%u", id, n);
    }
  return penny_account_copy_with_id (account, other);
}

/* The password is in its place first: the account's worker starts as soon as the list has it. */
static void
add_to_list (PennyAssistantWindow *self, PennyAccount *account)
{
  g_clear_error (&self->keep_error);
  if (penny_setup_get_mended (self->setup) == NULL)
    self->kept = penny_account_list_add (self->accounts, account, &self->keep_error);
  else if ((self->guard == NULL
            || self->guard (penny_setup_get_mended (self->setup), account, self->guard_data, &self->keep_error))
           && penny_account_list_replace (self->accounts, account, &self->keep_error))
    self->kept = penny_account_ref (account);

  if (self->kept != NULL && self->keyring_error == NULL)
    {
      /* The letters themselves are the last page. */
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (self->kept != NULL)
    penny_finished_page_show (self->finished, self->setup, self->keyring_error);
  else
    penny_finished_page_show_error (self->finished, self->keep_error);
  penny_assistant_window_show_finished (self);
}

typedef struct {
  PennyAssistantWindow *window;   /* owned */
  PennyAccount *account;          /* owned */
} Keeping;

static void
keeping_free (Keeping *keeping)
{
  g_object_unref (keeping->window);
  penny_account_unref (keeping->account);
  g_free (keeping);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keeping, keeping_free)

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Keeping) keeping = data;
  g_autoptr (GError) error = NULL;
  PennyAssistantWindow *self = keeping->window;

  if (penny_account_get_auth (keeping->account) == PENNY_AUTH_PASSWORD)
    penny_keyring_store_finish (result, &error);
  else
    penny_credential_keep_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->setup == NULL)
    return;

  g_clear_error (&self->keyring_error);
  self->keyring_error = g_steal_pointer (&error);
  add_to_list (self, keeping->account);
}

/* The same box twice would be collected twice. */
static gboolean
is_known (PennyAccountList *list, PennyAccount *account)
{
  GPtrArray *accounts = penny_account_list_get_accounts (list);

  for (guint i = 0; i < accounts->len; i++)
    {
      PennyAccount *other = g_ptr_array_index (accounts, i);
      g_autoptr (PennyServer) server = penny_server_copy (penny_account_get_incoming (other));

      /* Whom one trusts makes no other box of it. */
      penny_server_keep_trust (server, penny_account_get_incoming (account));
      if (g_ascii_strcasecmp (penny_account_get_address (other), penny_account_get_address (account)) == 0 &&
          penny_account_get_way (other) == penny_account_get_way (account) &&
          penny_server_equal (server, penny_account_get_incoming (account)))
        return TRUE;
    }
  return FALSE;
}

/* Steals KEEPING's reference into the callback. */
static void
keep_secret (PennyAssistantWindow *self, Keeping *keeping)
{
  const char *id = penny_account_get_id (keeping->account);
  g_autoptr (PennySecret) secret = penny_setup_dup_secret (self->setup);

  if (penny_account_get_auth (keeping->account) == PENNY_AUTH_PASSWORD && secret != NULL)
    penny_keyring_store_async (id, PENNY_PASSWORD_INCOMING, penny_account_get_address (keeping->account), secret,
                               self->cancellable, stored_cb, keeping);
  else if (penny_setup_get_tokens (self->setup) != NULL)
    penny_credential_keep_async (keeping->account, penny_setup_get_tokens (self->setup), self->cancellable, stored_cb,
                                 keeping);
  else
    {
      /* It is kept elsewhere, or already. */
      add_to_list (self, keeping->account);
      keeping_free (keeping);
    }
}

void
penny_assistant_window_keep (PennyAssistantWindow *self)
{
  g_autoptr (PennyAccount) account = penny_setup_dup_finished (self->setup);
  Keeping *keeping;

  if (account == NULL || self->kept != NULL)
    return;

  self->known = penny_setup_get_mended (self->setup) == NULL && is_known (self->accounts, account);
  if (self->known)
    {
      penny_finished_page_show_known (self->finished);
      penny_assistant_window_show_finished (self);
      return;
    }

  keeping = g_new0 (Keeping, 1);
  keeping->window = g_object_ref (self);
  keeping->account = penny_setup_get_mended (self->setup) != NULL
    ? penny_account_ref (account) : with_free_id (self->accounts, account);
  keep_secret (self, keeping);
}

/* --- mending --- */

static void
password_fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyAssistantWindow) self = data;
  g_autoptr (PennySecret) password = penny_keyring_lookup_finish (result, NULL);

  if (password == NULL || self->setup == NULL || *penny_setup_get_password (self->setup) != '\0')
    return;

  penny_setup_set_password (self->setup, penny_secret_peek (password));
  penny_person_page_load (self->person, self->setup);
  penny_assistant_window_update (self);
}

void
penny_assistant_window_fetch_password (PennyAssistantWindow *self)
{
  PennyAccount *account = penny_setup_get_mended (self->setup);

  if (penny_account_get_auth (account) == PENNY_AUTH_PASSWORD)
    penny_keyring_lookup_async (penny_account_get_id (account), PENNY_PASSWORD_INCOMING, NULL, password_fetched_cb,
                                g_object_ref (self));
}
