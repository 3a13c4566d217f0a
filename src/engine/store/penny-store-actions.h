/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person does to letters: each call writes the local effect and what the server then owes in
 * one transaction on the writer thread. All are shaped alike: a blocking form (pennypostctl,
 * tests) and an asynchronous one (the main loop). */
#pragma once

#include "penny-store.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_ACTION_MARK,       /* add/remove flags */
  PENNY_ACTION_MOVE,       /* to a folder; to Trash/Junk/Archive is a move to that role's folder */
  PENNY_ACTION_DELETE,     /* for good (only from Trash or Drafts on screen) */
  PENNY_ACTION_COPY,       /* into another folder: the letter is kept once */
  PENNY_ACTION_RESTORE,    /* out of the Trash, back to where it came from, else to the inbox */
} PennyActionKind;

/* One act on some letters: make, fill, hand over. */
typedef struct {
  PennyActionKind kind;
  PennyEntryId *entries;
  guint n_entries;
  PennyFlags add, remove;        /* MARK */
  PennyFolderId target;          /* MOVE, COPY; or 0 and */
  PennyRole target_role;         /* the folder with this role, made locally when the server has none */
  guint hold_seconds;            /* keep the server waiting this long (undo time) */
} PennyAction;

PennyAction *penny_action_new (PennyActionKind kind, const PennyEntryId *entries, guint n_entries);
void penny_action_free (PennyAction *self);

/* Takes ACTION over. On success gives an undo token (> 0) for penny_store_undo(). */
gint64 penny_store_act (PennyStore *self, PennyAction *action, GError **error);
void penny_store_act_async (PennyStore *self, PennyAction *action, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
gint64 penny_store_act_finish (PennyStore *self, GAsyncResult *result, GError **error);

/* Takes an act back: what was not carried out is struck out, what was is done in reverse. */
gboolean penny_store_undo (PennyStore *self, gint64 token, GError **error);
void penny_store_undo_async (PennyStore *self, gint64 token, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
gboolean penny_store_undo_finish (PennyStore *self, GAsyncResult *result, GError **error);

/* Files a draft: replaces the draft with the same Message-ID. Gives its entry. Under IMAP the
 * worker uploads it once it has been quiet for HOLD_SECONDS. */
void penny_store_save_draft_async (PennyStore *self, GBytes *raw, guint hold_seconds, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
PennyEntryId penny_store_save_draft_finish (PennyStore *self, GAsyncResult *result, GError **error);
PennyEntryId penny_store_save_draft (PennyStore *self, GBytes *raw, guint hold_seconds, GError **error);

/* Puts a finished letter (Bcc still in it) into the outbox, owed to the submission server after
 * HOLD_SECONDS, and removes the draft with the same Message-ID. ANSWERED (0: none) gets
 * \Answered or, when FORWARDED, $Forwarded. Gives the outbox entry. */
void penny_store_queue_letter_async (PennyStore *self, GBytes *raw, PennyEntryId answered, gboolean forwarded,
                                     guint hold_seconds, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
PennyEntryId penny_store_queue_letter_finish (PennyStore *self, GAsyncResult *result, GError **error);
PennyEntryId penny_store_queue_letter (PennyStore *self, GBytes *raw, PennyEntryId answered, gboolean forwarded,
                                       guint hold_seconds, GError **error);

/* Files RAW (lines end in CRLF) in FOLDER with FLAGS, as if it had come at INTERNAL_DATE (Unix seconds; 0: as its
 * Date: says, or now), and owes it to the server. The same bytes are filed there once. Gives the entry; 0 + error. */
PennyEntryId penny_store_import_letter (PennyStore *self, PennyFolderId folder, GBytes *raw, PennyFlags flags,
                                        gint64 internal_date, GError **error);

/* --- folders (penny-store-folder-acts.c) ---
 *
 * NAME is the whole name as people see it, its parts divided by the account's delimiter. Shown so at once, owed to
 * the server in the order in which it was done; without a server it is done. Errors: PENNY_STORE_ERROR_EXISTS,
 * BAD_NAME, PROTECTED (INBOX, folders with a role and what holds one, the program's own), NOT_FOUND. */

/* One that is being deleted comes back instead where the server has not been told yet. 0 + error. */
PennyFolderId penny_store_create_folder (PennyStore *self, const char *name, GError **error);
/* What lies below it goes along. */
gboolean penny_store_rename_folder (PennyStore *self, PennyFolderId folder, const char *name, GError **error);
/* With all below it. No letter is deleted: they go to the Trash first, and the server's folder only once nothing is
 * left in it that was not seen here. */
gboolean penny_store_delete_folder (PennyStore *self, PennyFolderId folder, GError **error);

/* Tries a stuck operation again, or gives it up (the local effect is rolled back to what the
 * server has). */
gboolean penny_store_operation_retry (PennyStore *self, PennyOperationId id, GError **error);
gboolean penny_store_operation_drop (PennyStore *self, PennyOperationId id, GError **error);

G_END_DECLS
