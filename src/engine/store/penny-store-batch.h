/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a batch, between the calls that make them and the writer thread that takes them. */
#pragma once

#include "penny-store-journal.h"
#include "penny-store-sync.h"

G_BEGIN_DECLS

typedef struct _PennyStep PennyStep;
typedef gboolean (*PennyStepFunc) (PennyTransaction *t, PennyStep *step, GError **error);

/* One step; each kind uses some of the fields. */
struct _PennyStep {
  PennyStepFunc func;
  PennyFolderId folder;
  PennyEntryId entry;
  guint32 uid;
  guint32 uidvalidity;
  guint64 modseq;
  PennyFlags flags;
  gint64 date;
  guint32 size;
  PennySummary *summary;
  GBytes *raw;
  char *text;                /* path, uidl, key */
  char *value;
  char **list;
  char delimiter;
  PennyRole role;
  gboolean selectable, local;
  PennyLedgerState state;
};

/* Appends an empty step to fill. Valid until the next one. */
PennyStep *penny_batch_step (PennyBatch *self, PennyStepFunc func);
/* Counts raw bytes that a step keeps alive. */
void penny_batch_weigh (PennyBatch *self, GBytes *raw);

/* In penny-store-folders.c, -arrivals.c, -ledger.c and -way.c. */
gboolean penny_step_put_folder (PennyTransaction *t, PennyStep *step, GError **error);
gboolean penny_step_rename_folder (PennyTransaction *t, PennyStep *step, GError **error);
gboolean penny_step_mailbox_id (PennyTransaction *t, PennyStep *step, GError **error);
gboolean penny_step_keep_folders (PennyTransaction *t, PennyStep *step, GError **error);
gboolean penny_step_uid_state (PennyTransaction *t, PennyStep *step, GError **error);
gboolean penny_step_void_uids (PennyTransaction *t, PennyStep *step, GError **error);
gboolean penny_step_expunge_unmatched (PennyTransaction *t, PennyStep *step, GError **error);
gboolean penny_step_add (PennyTransaction *t, PennyStep *step, GError **error);
gboolean penny_step_complete (PennyTransaction *t, PennyStep *step, GError **error);
gboolean penny_step_set_flags (PennyTransaction *t, PennyStep *step, GError **error);
gboolean penny_step_expunge (PennyTransaction *t, PennyStep *step, GError **error);
gboolean penny_step_collect (PennyTransaction *t, PennyStep *step, GError **error);
gboolean penny_step_recognise (PennyTransaction *t, PennyStep *step, GError **error);
gboolean penny_step_set_ledger (PennyTransaction *t, PennyStep *step, GError **error);
gboolean penny_step_set_setting (PennyTransaction *t, PennyStep *step, GError **error);

/* In penny-store-way.c. While letters are being recognised: the entry without UIDL that shows MESSAGE; else 0. */
PennyEntryId penny_store_way_find_same (PennyTransaction *t, PennyMessageId message, GError **error);
/* Likewise a header in the inbox that this letter of SIZE bytes completes. */
PennyEntryId penny_store_way_find_header (PennyTransaction *t, const PennySummary *summary, gint64 size,
                                          GError **error);

G_END_DECLS
