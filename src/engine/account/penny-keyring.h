/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords and tokens: in the person's keyring (libsecret: Secret Service, or the portal in a Flatpak), or,
 * when there is none, in memory until the program ends. Never anywhere else. */
#pragma once

#include <gio/gio.h>

#include "penny-secret.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_PASSWORD_INCOMING,
  PENNY_PASSWORD_OUTGOING,   /* looked up: the incoming one when there is none of its own */
  PENNY_TOKEN_REFRESH,       /* penny-credential.h has these two */
  PENNY_TOKEN_ACCESS,        /* "EXPIRES TOKEN", Unix seconds or 0 */
} PennyPasswordUse;

/* Errors of all: PENNY_ACCOUNT_ERROR_NO_KEYRING (no keyring service), PENNY_ACCOUNT_ERROR_KEYRING
 * (locked, or it refuses), G_IO_ERROR_CANCELLED. The _sync forms may block on a prompt: not on the
 * main thread of a program with a window. Any thread; _async call back in the caller's main context. */

/* NULL + PENNY_ACCOUNT_ERROR_NO_PASSWORD when none is kept. A password of this run comes first. Full. */
void penny_keyring_lookup_async (const char *account_id, PennyPasswordUse use, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data);
PennySecret *penny_keyring_lookup_finish (GAsyncResult *result, GError **error);
PennySecret *penny_keyring_lookup_sync (const char *account_id, PennyPasswordUse use,
                                        GCancellable *cancellable, GError **error);

/* Keeps PASSWORD; ADDRESS is for the label that the person sees in the keyring's own window. TRUE: it
 * is in the keyring. FALSE with NO_KEYRING or KEYRING: it is kept in memory for this run only (tell the
 * person), and lookups find it. */
void penny_keyring_store_async (const char *account_id, PennyPasswordUse use, const char *address,
                                PennySecret *password, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data);
gboolean penny_keyring_store_finish (GAsyncResult *result, GError **error);
gboolean penny_keyring_store_sync (const char *account_id, PennyPasswordUse use, const char *address,
                                   PennySecret *password, GCancellable *cancellable, GError **error);

/* Forgets all passwords and tokens of the account, here and in the keyring. TRUE also when there were none. */
void penny_keyring_clear_async (const char *account_id, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data);
gboolean penny_keyring_clear_finish (GAsyncResult *result, GError **error);
gboolean penny_keyring_clear_sync (const char *account_id, GCancellable *cancellable, GError **error);

/* Keeps a password in memory only: for one that is being tried, or was given on the command line. */
void penny_keyring_keep_for_this_run (const char *account_id, PennyPasswordUse use, PennySecret *password);
/* TRUE when the password would be lost at the program's end. */
gboolean penny_keyring_is_kept_for_this_run_only (const char *account_id, PennyPasswordUse use);

G_END_DECLS
