/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is in the box, and what these settings will do to it, before anything is done: logs in, looks,
 * leaves. Read-only on the wire: POP3 STAT, UIDL, LIST and TOP n 0 of the first and the last letter;
 * IMAP LIST, STATUS, EXAMINE, FETCH of sizes and dates, and GETQUOTAROOT. Nothing is kept on this computer. */
#pragma once

#include "penny-account.h"
#include "penny-secret.h"

G_BEGIN_DECLS

/* Immutable, reference-counted; any thread. */
typedef struct _PennyDryRun PennyDryRun;

/* What the provider itself removes: see penny_dry_run_get_expire_days(). */
#define PENNY_EXPIRE_NEVER (-1)
#define PENNY_EXPIRE_UNKNOWN (-2)

PennyDryRun *penny_dry_run_ref (PennyDryRun *self);
void penny_dry_run_unref (PennyDryRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyDryRun, penny_dry_run_unref)

/* Letters in the box: POP3 the maildrop, IMAP all folders that can be opened; views of others ("All
 * Mail", "Starred") are not counted again. */
guint64 penny_dry_run_get_letters (const PennyDryRun *self);
/* Their bytes as the server tells them. */
guint64 penny_dry_run_get_bytes (const PennyDryRun *self);
/* When the oldest letter came (POP3, and IMAP where the server adds the sizes up itself: the oldest among the
 * first and the last of each folder), UTC; NULL when there is none or it is not told. Borrowed. */
GDateTime *penny_dry_run_get_oldest (const PennyDryRun *self);
/* Bytes of the room that the provider gives, and how many of them are used (IMAP QUOTA, RFC 9208); FALSE when there
 * is no limit, or it is not told. */
gboolean penny_dry_run_get_quota (const PennyDryRun *self, guint64 *used, guint64 *limit);
/* Room on the disk where the letters would be kept; G_MAXUINT64 when that cannot be told. */
guint64 penny_dry_run_get_free_bytes (const PennyDryRun *self);
/* Days after which the provider removes letters by its own rule (CAPA EXPIRE, RFC 2449 §6.7). */
gint64 penny_dry_run_get_expire_days (const PennyDryRun *self);
/* Seconds the provider wants between two visits; 0 = it does not say. */
guint penny_dry_run_get_login_delay (const PennyDryRun *self);

/* Looks into the box of ACCOUNT on a helper thread. PASSWORD NULL: what is kept for it (penny-credential.h).
 * STORE_DIR is where its letters would be kept (it or a folder above it exists); NULL: the current folder's
 * disk. Errors: those of connecting and logging in (PENNY_WIRE_ERROR, PENNY_IMAP_ERROR, PENNY_POP_ERROR,
 * PENNY_ACCOUNT_ERROR), G_IO_ERROR_CANCELLED. Calls back in the caller's main context. */
void penny_dry_run_async (PennyAccount *account, PennySecret *password, const char *store_dir,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
PennyDryRun *penny_dry_run_finish (GAsyncResult *result, GError **error);
/* The blocking form; not on a thread that runs a window. */
PennyDryRun *penny_dry_run_sync (PennyAccount *account, PennySecret *password, const char *store_dir,
                                 GCancellable *cancellable, GError **error);

/* One whole translated sentence that is true of these settings and this box. */
typedef struct {
  const char *code;   /* "found", "nothing-removed", …; static, never translated */
  char *text;         /* owned */
} PennyDryRunSentence;

/* The sentences in order of reading: a full array of PennyDryRunSentence, never empty. BEFORE: the same account as
 * it has been so far; NULL for a new one. Any thread. */
GPtrArray *penny_dry_run_dup_sentences (const PennyDryRun *self, PennyAccount *account, PennyAccount *before);

/* For sentences without a server, in tests. OLDEST may be NULL. */
PennyDryRun *penny_dry_run_new (guint64 letters, guint64 bytes, GDateTime *oldest, guint64 free_bytes,
                                gint64 expire_days, guint login_delay);

G_END_DECLS
