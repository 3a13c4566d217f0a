/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords and tokens through libsecret, with the memory of this run as the only other place. */
#include "penny-keyring.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "penny-error.h"

static const SecretSchema schema = {
  PENNY_APPLICATION_ID,
  SECRET_SCHEMA_NONE,
  {
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "use", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* --- the memory of this run --- */

/* "use account" → PennySecret. Workers look passwords up on their own threads. */
G_LOCK_DEFINE_STATIC (this_run);
static GHashTable *this_run;

static const char *
use_to_string (PennyPasswordUse use)
{
  static const char * const words[] = {
    [PENNY_PASSWORD_INCOMING] = "incoming",
    [PENNY_PASSWORD_OUTGOING] = "outgoing",
    [PENNY_TOKEN_REFRESH] = "refresh-token",
    [PENNY_TOKEN_ACCESS] = "access-token",
  };

  return words[use];
}

static char *
memory_key (const char *account_id, PennyPasswordUse use)
{
  return g_strdup_printf ("%s %s", use_to_string (use), account_id);
}

static PennySecret *
memory_get (const char *account_id, PennyPasswordUse use)
{
  g_autofree char *key = memory_key (account_id, use);
  PennySecret *secret;

  G_LOCK (this_run);
  secret = this_run ? g_hash_table_lookup (this_run, key) : NULL;
  if (secret)
    penny_secret_ref (secret);
  G_UNLOCK (this_run);
  return secret;
}

static void
memory_forget (const char *account_id, PennyPasswordUse use)
{
  g_autofree char *key = memory_key (account_id, use);

  G_LOCK (this_run);
  if (this_run)
    g_hash_table_remove (this_run, key);
  G_UNLOCK (this_run);
}

void
penny_keyring_keep_for_this_run (const char *account_id, PennyPasswordUse use, PennySecret *password)
{
  char *key = memory_key (account_id, use);

  G_LOCK (this_run);
  if (this_run == NULL)
    this_run = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) penny_secret_unref);
  g_hash_table_replace (this_run, key, penny_secret_ref (password));
  G_UNLOCK (this_run);
}

gboolean
penny_keyring_is_kept_for_this_run_only (const char *account_id, PennyPasswordUse use)
{
  g_autoptr (PennySecret) secret = memory_get (account_id, use);

  return secret != NULL;
}

/* --- the keyring, blocking --- */

static GHashTable *
make_attributes (const char *account_id, PennyPasswordUse use)
{
  GHashTable *attributes = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (attributes, (char *) "account", (char *) account_id);
  g_hash_table_insert (attributes, (char *) "use", (char *) use_to_string (use));
  return attributes;
}

/* No bus or no service is "no keyring": there is nothing to unlock. The rest is one that refuses. */
static gboolean
is_no_keyring (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_EXEC_FAILED) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_CHILD_EXITED) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_SERVER) || error->domain == G_IO_ERROR;
}

static void
take_error (GError **error, GError *from)
{
  if (g_error_matches (from, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, from);
      return;
    }
  g_set_error (error, PENNY_ACCOUNT_ERROR,
               is_no_keyring (from) ? PENNY_ACCOUNT_ERROR_NO_KEYRING : PENNY_ACCOUNT_ERROR_KEYRING,
               "%s", from->message);
  g_error_free (from);
}

/* NULL without error: none kept. */
static PennySecret *
keyring_get (const char *account_id, PennyPasswordUse use, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) attributes = make_attributes (account_id, use);
  GError *local = NULL;
  PennySecret *secret = NULL;
  char *password;

  password = secret_password_lookupv_nonpageable_sync (&schema, attributes, cancellable, &local);
  if (local)
    take_error (error, local);
  else if (password)
    secret = penny_secret_new (password);
  secret_password_free (password);
  return secret;
}

PennySecret *
penny_keyring_lookup_sync (const char *account_id, PennyPasswordUse use, GCancellable *cancellable,
                           GError **error)
{
  GError *local = NULL;
  PennySecret *secret;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  secret = memory_get (account_id, use);
  if (secret == NULL)
    secret = keyring_get (account_id, use, cancellable, &local);
  if (secret == NULL && use == PENNY_PASSWORD_OUTGOING &&
      !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&local);
      return penny_keyring_lookup_sync (account_id, PENNY_PASSWORD_INCOMING, cancellable, error);
    }
  if (local)
    g_propagate_error (error, local);
  else if (secret == NULL)
    g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_PASSWORD,
                 "no %s secret is kept for account %s", use_to_string (use), account_id);
  return secret;
}

gboolean
penny_keyring_store_sync (const char *account_id, PennyPasswordUse use, const char *address,
                          PennySecret *password, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) attributes = make_attributes (account_id, use);
  /* Translators: the name of an entry in the person's keyring; %s is an e-mail address. */
  g_autofree char *label = g_strdup_printf (_("Penny Post: mail password for %s"), address);
  GError *local = NULL;

  secret_password_storev_sync (&schema, attributes, SECRET_COLLECTION_DEFAULT, label,
                               penny_secret_peek (password), cancellable, &local);
  if (local == NULL)
    {
      memory_forget (account_id, use);
      return TRUE;
    }
  if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    penny_keyring_keep_for_this_run (account_id, use, password);
  take_error (error, local);
  return FALSE;
}

gboolean
penny_keyring_clear_sync (const char *account_id, GCancellable *cancellable, GError **error)
{
  static const PennyPasswordUse uses[] = {
    PENNY_PASSWORD_INCOMING, PENNY_PASSWORD_OUTGOING, PENNY_TOKEN_REFRESH, PENNY_TOKEN_ACCESS,
  };

  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    {
      g_autoptr (GHashTable) attributes = make_attributes (account_id, uses[i]);
      GError *local = NULL;

      memory_forget (account_id, uses[i]);
      secret_password_clearv_sync (&schema, attributes, cancellable, &local);
      if (local && !is_no_keyring (local))
        {
          take_error (error, local);
          return FALSE;
        }
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      g_clear_error (&local);
    }
  return TRUE;
}

/* --- the same without waiting: a prompt may take minutes, so each runs on a thread --- */

typedef struct {
  char *account_id;
  char *address;
  PennyPasswordUse use;
  PennySecret *password;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->account_id);
  g_free (request->address);
  g_clear_pointer (&request->password, penny_secret_unref);
  g_free (request);
}

static void
run_request (const char *account_id, PennyPasswordUse use, const char *address, PennySecret *password,
             gpointer tag, GTaskThreadFunc func, GCancellable *cancellable,
             GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Request *request = g_new0 (Request, 1);

  request->account_id = g_strdup (account_id);
  request->address = g_strdup (address);
  request->use = use;
  request->password = password ? penny_secret_ref (password) : NULL;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, func);
}

static void
lookup_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  PennySecret *secret = penny_keyring_lookup_sync (request->account_id, request->use, cancellable,
                                                   &error);

  if (secret)
    g_task_return_pointer (task, secret, (GDestroyNotify) penny_secret_unref);
  else
    g_task_return_error (task, error);
}

void
penny_keyring_lookup_async (const char *account_id, PennyPasswordUse use, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  run_request (account_id, use, NULL, NULL, penny_keyring_lookup_async, lookup_thread, cancellable,
               callback, data);
}

PennySecret *
penny_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, penny_keyring_lookup_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
store_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;

  if (penny_keyring_store_sync (request->account_id, request->use, request->address,
                                request->password, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
penny_keyring_store_async (const char *account_id, PennyPasswordUse use, const char *address,
                           PennySecret *password, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  run_request (account_id, use, address, password, penny_keyring_store_async, store_thread,
               cancellable, callback, data);
}

gboolean
penny_keyring_store_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, penny_keyring_store_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
clear_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;

  if (penny_keyring_clear_sync (request->account_id, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
penny_keyring_clear_async (const char *account_id, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  run_request (account_id, PENNY_PASSWORD_INCOMING, NULL, NULL, penny_keyring_clear_async,
               clear_thread, cancellable, callback, data);
}

gboolean
penny_keyring_clear_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, penny_keyring_clear_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
