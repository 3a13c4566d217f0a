/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store of one account: a SQLite database (WAL) with one writer thread and readers of their
 * own. The only thing that the window and the worker both know. */
#pragma once

#include "penny-store-types.h"

G_BEGIN_DECLS

#define PENNY_TYPE_STORE (penny_store_get_type ())
G_DECLARE_FINAL_TYPE (PennyStore, penny_store, PENNY, STORE, GObject)

/* Opens or makes the database file PATH (its folder is made, mode 0700), migrates it forward after
 * a copy, starts the writer and the reader thread. A damaged database is set aside beside it
 * (never deleted), what can be read is carried over, and penny_store_was_rescued() says so.
 * Errors: PENNY_STORE_ERROR. Blocks; any thread. */
PennyStore *penny_store_open (const char *path, GError **error);
gboolean penny_store_was_rescued (PennyStore *self);
const char *penny_store_get_path (PennyStore *self);

/* Finishes what is queued (of the search index at most a second's work), stops the threads. Later calls
 * give PENNY_STORE_ERROR_CLOSED. Blocks. */
void penny_store_close (PennyStore *self);

/* Deletes the database with all its files; the store must be closed everywhere. */
gboolean penny_store_remove (const char *path, GError **error);

/* --- change notices --- */

typedef enum {
  PENNY_CHANGED_FOLDERS    = 1 << 0,  /* the list of folders or their counts */
  PENNY_CHANGED_ENTRIES    = 1 << 1,  /* which entries FOLDER holds */
  PENNY_CHANGED_FLAGS      = 1 << 2,  /* flags or text of some entries in FOLDER */
  PENNY_CHANGED_OPERATIONS = 1 << 3,  /* the journal */
} PennyChanges;

/* One committed batch. FOLDERS: the touched folder ids. */
typedef struct {
  guint64 revision;              /* grows by one with each batch */
  PennyChanges what;
  const PennyFolderId *folders;
  guint n_folders;
  const PennyEntryId *arrived;   /* new entries that are unread, in any folder: for notifications and `watch` */
  guint n_arrived;
  const PennyEntryId *flagged;   /* entries whose flags or text changed */
  guint n_flagged;
  const PennyEntryId *removed;   /* entries that are gone from their folder */
  guint n_removed;
} PennyStoreChange;

typedef void (*PennyStoreChangeFunc) (PennyStore *self, const PennyStoreChange *change, gpointer data);

/* FUNC is called in CONTEXT (NULL: the default one), batches merged when the loop is busy. Returns
 * an id for penny_store_unwatch(), after which FUNC is not called again (call both on CONTEXT's thread). */
guint penny_store_watch (PennyStore *self, GMainContext *context, PennyStoreChangeFunc func,
                         gpointer data, GDestroyNotify destroy);
void penny_store_unwatch (PennyStore *self, guint id);

/* A wake to ring whenever the journal gains an operation: the worker's. Any thread. */
void penny_store_set_operation_notify (PennyStore *self, void (*func) (gpointer), gpointer data);

/* --- bounded reads: any thread, each thread gets its own connection or a locked shared one --- */

/* All folders but those that are leaving, in the order of the screen. Of PennyFolder, with a free function. */
GPtrArray *penny_store_list_folders (PennyStore *self, GError **error);
/* Those that were deleted here and that the server still has. */
GPtrArray *penny_store_list_leaving (PennyStore *self, GError **error);
PennyFolder *penny_store_get_folder (PennyStore *self, PennyFolderId id, GError **error);
PennyFolder *penny_store_find_folder (PennyStore *self, const char *path, GError **error);
/* By the name that the person sees; not one that is leaving. */
PennyFolder *penny_store_find_shown (PennyStore *self, const char *name, GError **error);
/* NULL without error when there is none. */
PennyFolder *penny_store_find_role (PennyStore *self, PennyRole role, GError **error);

typedef enum {
  PENNY_LIST_NEWEST_FIRST  = 0,
  PENNY_LIST_CONVERSATIONS = 1 << 0,  /* one entry each: its newest in this folder */
  PENNY_LIST_UNREAD        = 1 << 1,
  PENNY_LIST_STARRED       = 1 << 2,
} PennyListFlags;

/* Up to LIMIT entries from OFFSET. Of PennyEntry. */
GPtrArray *penny_store_list_entries (PennyStore *self, PennyFolderId folder, PennyListFlags flags,
                                     guint offset, guint limit, GError **error);
/* The ids alone, all of them, in list order: GArray of PennyEntryId. ~15 ms for 100,000. */
GArray *penny_store_list_ids (PennyStore *self, PennyFolderId folder, PennyListFlags flags, GError **error);
/* Rows for N ids, in that order; NULL where an entry is gone. At most 500 at a time. */
GPtrArray *penny_store_get_entries (PennyStore *self, const PennyEntryId *ids, guint n, GError **error);
PennyEntry *penny_store_get_entry (PennyStore *self, PennyEntryId id, GError **error);

/* Ids found by WORDS: all words must match (prefix for the last), "phrases", from:, to:, subject:,
 * after:, before: (2026, 2026-03, 2026-03-14), is:unread, is:starred, has:attachment. FOLDER 0 = everywhere but Junk
 * and Trash. Newest first.
 * Letters that are not indexed yet are indexed first, the newest first, for at most 15 s (0.4 s in
 * the asynchronous form); when some are left, a change of every folder is told once they are. */
GArray *penny_store_search (PennyStore *self, const char *words, PennyFolderId folder, guint limit,
                            GError **error);

/* Letters that the search index does not hold yet, or has still to forget. Any thread but the
 * store's own. 0 when closed. */
guint penny_store_count_unindexed (PennyStore *self);
/* Lets the index follow the letters now, for at most MICROSECONDS, and waits. Any thread but the store's own. */
void penny_store_catch_up (PennyStore *self, gint64 microseconds);

/* The exact bytes that came; PENNY_STORE_ERROR_NO_BODY when only the header is here. Full. */
GBytes *penny_store_read_raw (PennyStore *self, PennyEntryId id, GError **error);

/* The same, on the reader thread, for the main loop. */
void penny_store_list_ids_async (PennyStore *self, PennyFolderId folder, PennyListFlags flags,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GArray *penny_store_list_ids_finish (PennyStore *self, GAsyncResult *result, GError **error);
void penny_store_search_async (PennyStore *self, const char *words, PennyFolderId folder, guint limit,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GArray *penny_store_search_finish (PennyStore *self, GAsyncResult *result, GError **error);
void penny_store_read_raw_async (PennyStore *self, PennyEntryId id, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data);
GBytes *penny_store_read_raw_finish (PennyStore *self, GAsyncResult *result, GError **error);

/* Everything the server still owes, oldest first. Of PennyOperation. */
GPtrArray *penny_store_list_operations (PennyStore *self, GError **error);

/* Looks at the whole database: SQLite's own check, every body readable and of its size and digest,
 * counts right, every entry with its message, index in step. Appends one English line a fault to
 * FAULTS. FALSE + error only when it cannot look at all. Blocks long. */
gboolean penny_store_check (PennyStore *self, GPtrArray *faults, GError **error);

G_END_DECLS
