/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where accounts live on this computer, and the list of them. */
#pragma once

#include "penny-account.h"

G_BEGIN_DECLS

/* --- places ---
 * Immutable, reference-counted; any thread.
 * DATA_DIR NULL: $XDG_CONFIG_HOME/pennypost/accounts/ID.ini and $XDG_DATA_HOME/pennypost/ID/mail.db.
 * DATA_DIR given: DIR/accounts/ID.ini and DIR/stores/ID/mail.db. */
typedef struct _PennyPlaces PennyPlaces;

PennyPlaces *penny_places_new (const char *data_dir);
PennyPlaces *penny_places_ref (PennyPlaces *self);
void penny_places_unref (PennyPlaces *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyPlaces, penny_places_unref)

/* Full; the files need not exist. ID must be valid (penny_account_id_is_valid()). */
char *penny_places_dup_accounts_dir (PennyPlaces *self);
char *penny_places_dup_settings_path (PennyPlaces *self, const char *id);
char *penny_places_dup_store_dir (PennyPlaces *self, const char *id);
char *penny_places_dup_store_path (PennyPlaces *self, const char *id);   /* …/mail.db */
/* Makes the account's store folder (0700). Errors: PENNY_ACCOUNT_ERROR_IO. */
gboolean penny_places_make_store_dir (PennyPlaces *self, const char *id, GError **error);

/* The right to run the account's worker, held by one process at a time (flock on DIR/ID/worker.lock);
 * the kernel lets go when the process ends. Does not wait. NULL + PENNY_STORE_ERROR_BUSY when another
 * holds it (also this process), PENNY_ACCOUNT_ERROR_IO otherwise. */
typedef struct _PennyAccountLock PennyAccountLock;
PennyAccountLock *penny_places_lock_account (PennyPlaces *self, const char *id, GError **error);
void penny_account_lock_free (PennyAccountLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyAccountLock, penny_account_lock_free)

/* --- the list ---
 * Reads small files; one thread (main). Signal "changed": no arguments, after the list differs;
 * also when another process changed the files, once penny_account_list_watch() was called. */
#define PENNY_TYPE_ACCOUNT_LIST (penny_account_list_get_type ())
G_DECLARE_FINAL_TYPE (PennyAccountList, penny_account_list, PENNY, ACCOUNT_LIST, GObject)

/* A settings file that cannot be used; the others still are. */
typedef struct {
  char *id;
  char *path;
  GError *error;
} PennyBrokenAccount;

/* Nothing is read before penny_account_list_load(). */
PennyAccountList *penny_account_list_new (PennyPlaces *places);
PennyPlaces *penny_account_list_get_places (PennyAccountList *self);

/* Reads all settings files again, sorted by id. A missing folder is an empty list. FALSE only when
 * the folder itself cannot be read (PENNY_ACCOUNT_ERROR_IO). */
gboolean penny_account_list_load (PennyAccountList *self, GError **error);
void penny_account_list_watch (PennyAccountList *self);

/* Borrowed array of PennyAccount*, valid until the next change; ref what you keep. */
GPtrArray *penny_account_list_get_accounts (PennyAccountList *self);
/* Borrowed array of PennyBrokenAccount*. */
GPtrArray *penny_account_list_get_broken (PennyAccountList *self);
/* Borrowed; NULL when there is none. ID NULL: the only or first one. */
PennyAccount *penny_account_list_get (PennyAccountList *self, const char *id);
/* Borrowed; by address, without regard to case. */
PennyAccount *penny_account_list_find_address (PennyAccountList *self, const char *address);

/* Writes the account's file (atomically, 0600). If its id is taken, a free one is made
 * ("anna-example.org-2"). Returns the account as kept (full). Errors: PENNY_ACCOUNT_ERROR_IO, or
 * G_IO_ERROR_EXISTS when another account has the same address, way and incoming server. */
PennyAccount *penny_account_list_add (PennyAccountList *self, PennyAccount *account, GError **error);
/* Writes ACCOUNT over the one with the same id. Errors: NOT_FOUND, IO. */
gboolean penny_account_list_replace (PennyAccountList *self, PennyAccount *account, GError **error);
/* Removes the settings and the account's whole store folder: ask the person first, stop its worker
 * first. Also removes a broken one. The passwords are penny_keyring_clear…()'s. Errors: NOT_FOUND, IO;
 * PENNY_STORE_ERROR_BUSY when a worker of another process runs. */
gboolean penny_account_list_remove (PennyAccountList *self, const char *id, GError **error);

G_END_DECLS
