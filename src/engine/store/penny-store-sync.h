/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the worker does to the store: folders, arrivals, changes told by the server, the journal,
 * the POP ledger. The worker thread fills a batch and hands it over; the writer thread makes one
 * transaction of it. */
#pragma once

#include "penny-store.h"
#include "penny-summary.h"

G_BEGIN_DECLS

/* --- batches --- */

typedef struct _PennyBatch PennyBatch;

PennyBatch *penny_batch_new (void);
void penny_batch_free (PennyBatch *self);
gsize penny_batch_get_bytes (PennyBatch *self);     /* raw bytes in it: cut batches by this */
guint penny_batch_get_n (PennyBatch *self);         /* things in it */

/* Queues BATCH (taken over); waits while the queue is full. A failed batch makes this and every
 * later call fail until penny_store_flush() has reported it. Worker thread. */
gboolean penny_store_submit (PennyStore *self, PennyBatch *batch, GError **error);
/* Waits until everything queued is committed. DURABLE: the last commit with synchronous=FULL. */
gboolean penny_store_flush (PennyStore *self, gboolean durable, GError **error);

/* --- folders (each call adds one step to the batch) --- */

/* Adds or updates a folder by its path. */
void penny_batch_put_folder (PennyBatch *self, const char *path, char delimiter, PennyRole role,
                             gboolean selectable, gboolean local);
/* A server folder is found under another name, with all below it: PATH is NEW_PATH. VOID_UIDS: it has been told by
 * its letters, whose UIDs are others now. */
void penny_batch_rename_folder (PennyBatch *self, const char *path, const char *new_path, gboolean void_uids);
/* RFC 8474: what stays when the folder is renamed. Of the folder that was put last with this path. */
void penny_batch_set_mailbox_id (PennyBatch *self, const char *path, const char *mailbox_id);
/* Every server folder whose path is not in PATHS goes, with its entries (those with unsent work are
 * kept in a local folder). */
void penny_batch_keep_folders (PennyBatch *self, const char * const *paths);
/* Written in the same transaction as the entries they describe. 0 leaves a value as it is. */
void penny_batch_set_uid_state (PennyBatch *self, PennyFolderId folder, guint32 uidvalidity,
                                PennyUid uidnext, PennyModSeq highest_modseq);
/* UIDVALIDITY changed: all UIDs of the folder are void; entries stay until matched again (by Message-ID, size and
 * what lists show of the header) or penny_batch_expunge_unmatched(). */
void penny_batch_void_uids (PennyBatch *self, PennyFolderId folder, guint32 uidvalidity);
void penny_batch_expunge_unmatched (PennyBatch *self, PennyFolderId folder);
/* TRUE while letters of FOLDER wait to be matched by their headers: whatever is fetched as new may be one of
 * them, whose body is here. Any thread. */
gboolean penny_store_has_unmatched (PennyStore *self, PennyFolderId folder);

/* --- arrivals --- */

/* One message of a folder. RAW NULL: the header alone (has_body FALSE). SUMMARY taken over.
 * An entry with this UID (or, for one of ours that waits for its UID, the same header in this
 * folder) is completed, not doubled. INTERNAL_DATE Unix seconds, SIZE of the whole message. */
void penny_batch_add (PennyBatch *self, PennyFolderId folder, PennyUid uid, PennyFlags flags,
                      gint64 internal_date, guint32 size, PennySummary *summary, GBytes *raw);
/* The message just added is OBJECT_ID at its server, in whatever folder: one that is here already under that name is
 * not kept twice, nor has its body to come again. */
void penny_batch_identify (PennyBatch *self, const char *object_id);
/* The whole message for an entry of which the header was here. */
void penny_batch_complete (PennyBatch *self, PennyEntryId entry, PennySummary *summary, GBytes *raw);

/* --- what the server says of known ones --- */

/* The server's flags; what the person changed and the server still owes stays on top. */
void penny_batch_set_flags (PennyBatch *self, PennyFolderId folder, PennyUid uid, PennyFlags flags);
void penny_batch_expunge (PennyBatch *self, PennyFolderId folder, PennyUid uid);

/* One UID with its flags as the store knows the server's. */
typedef struct {
  PennyEntryId entry;
  PennyUid uid;
  PennyFlags server_flags;
  gboolean has_body;
  guint32 size;
} PennyKnown;

/* All known UIDs of a folder, ascending: GArray of PennyKnown. Any thread. */
GArray *penny_store_list_known (PennyStore *self, PennyFolderId folder, GError **error);
/* Those of UIDS (of PennyUid) that are known, ascending, each once: GArray of PennyKnown. Costs by UIDS, not by the
 * folder. Any thread. */
GArray *penny_store_list_known_among (PennyStore *self, PennyFolderId folder, const GArray *uids, GError **error);
/* How many are known; -1 + error. */
gint64 penny_store_count_known (PennyStore *self, PennyFolderId folder, GError **error);
/* Entries without body, newest first, at most LIMIT: GArray of PennyKnown. */
GArray *penny_store_list_bodiless (PennyStore *self, PennyFolderId folder, guint limit, GError **error);

/* --- the journal --- */

/* The next operation whose time (NOW, Unix seconds) has come and whose turn it is, not stuck; NULL
 * without error when there is none; *NEXT_TIME = when the next one is due, 0 = none. Full. */
PennyOperation *penny_store_next_operation (PennyStore *self, gint64 now, gint64 *next_time, GError **error);
/* Written before the remote effect; a restart then knows that it may have happened. */
gboolean penny_store_operation_began (PennyStore *self, PennyOperationId id, GError **error);
/* The same for N of them in one transaction; those that are not there any more are left out. */
gboolean penny_store_operations_began (PennyStore *self, const PennyOperationId *ids, guint n, GError **error);

/* How one operation ended: where the message is now, 0 when it was not told. */
typedef struct {
  PennyOperationId id;
  guint32 uidvalidity;
  PennyUid uid;
} PennyOperationEnd;

/* N operations carried out, in one transaction; likewise. */
gboolean penny_store_operations_done (PennyStore *self, const PennyOperationEnd *ends, guint n, GError **error);
/* Carried out. NEW_UID/UIDVALIDITY: where COPYUID or APPENDUID says the message now is (0: not told). */
gboolean penny_store_operation_done (PennyStore *self, PennyOperationId id, guint32 uidvalidity,
                                     PennyUid new_uid, GError **error);
/* Not carried out: again at NOT_BEFORE, or STUCK. */
gboolean penny_store_operation_failed (PennyStore *self, PennyOperationId id, const GError *why,
                                       gint64 not_before, gboolean stuck, GError **error);
/* CREATE_FOLDER or RENAME_FOLDER carried out: the folder is called PATH on the server. */
gboolean penny_store_folder_named (PennyStore *self, PennyOperationId id, const char *path, GError **error);
/* The letter of a MOVE or COPY is not there any more to be taken: what is here of it is uploaded instead. */
gboolean penny_store_operation_upload_instead (PennyStore *self, PennyOperationId id, GError **error);

/* What tells the letter of an operation from others on the server. */
typedef struct {
  char *message_id;         /* or NULL */
  char *subject, *from_name, *from_address, *to;   /* as in PennySummary */
  gint64 internal_date;     /* Unix seconds */
  guint32 size;
  gboolean loose;           /* a server may have changed its size: only the Message-ID tells */
} PennyLetterMark;

void penny_letter_mark_free (PennyLetterMark *self);
/* NULL without error when nothing is known of it. Any thread. Full. */
PennyLetterMark *penny_store_get_mark (PennyStore *self, PennyOperationId id, GError **error);
/* A sent letter leaves the outbox: into the Sent folder as a local copy, owed to the server as an
 * APPEND when UPLOAD, or dropped when the server files its own (FILED_BY_SERVER). */
gboolean penny_store_letter_sent (PennyStore *self, PennyOperationId id, gboolean upload,
                                  gboolean filed_by_server, GError **error);

/* --- the POP ledger (worker thread; the post office book) --- */

typedef enum {
  PENNY_LEDGER_COLLECTED,  /* stored here, still at the post office */
  PENNY_LEDGER_KEPT,       /* never to be cleared */
  PENNY_LEDGER_ASKED,      /* DELE sent, QUIT not answered yet: the next visit finds out */
  PENNY_LEDGER_CLEARED,    /* we cleared it */
  PENNY_LEDGER_VANISHED,   /* gone, not by us */
  PENNY_LEDGER_KEPT_GONE,  /* likewise, and KEPT before: that is what it is again when it comes back */
} PennyLedgerState;

typedef struct {
  char *uidl;
  PennyEntryId entry;       /* 0: gone here */
  PennyLedgerState state;
  gint64 collected;         /* Unix seconds */
  gint64 changed;
  guint32 size;
  char *digest;             /* SHA-256 of the raw bytes, hex */
  gboolean thrown_away;     /* in Trash, or deleted here */
} PennyLedgerRow;

void penny_ledger_row_free (PennyLedgerRow *self);

/* Adds a collected message to FOLDER together with its ledger row, in one transaction. One that is here already
 * from the time of a shared box (penny-store-way.h) is not added again, and kept at the post office. */
void penny_batch_collect (PennyBatch *self, PennyFolderId folder, const char *uidl, gint64 now,
                          PennySummary *summary, GBytes *raw);
/* Moves the rows of UIDLS to STATE. */
void penny_batch_set_ledger (PennyBatch *self, const char * const *uidls, PennyLedgerState state, gint64 now);
/* Of PennyLedgerRow. */
GPtrArray *penny_store_list_ledger (PennyStore *self, GError **error);
/* Reads the body back from the disk and compares its digest with the ledger's: the condition for a DELE. */
gboolean penny_store_verify_collected (PennyStore *self, const char *uidl, GError **error);

/* Small settings of the worker ("first-collection-done"…); NULL when unset. */
char *penny_store_dup_setting (PennyStore *self, const char *key);
void penny_batch_set_setting (PennyBatch *self, const char *key, const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyBatch, penny_batch_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyLetterMark, penny_letter_mark_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyLedgerRow, penny_ledger_row_free)

G_END_DECLS
