/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the journal: rows of operations as the writer thread handles them. */
#pragma once

#include "penny-store-rows.h"

G_BEGIN_DECLS

/* A row of the journal; clear with penny_journal_row_clear(). */
typedef struct {
  PennyOperationId id;
  PennyOperationKind kind;
  PennyEntryId entry;
  char *folder;
  guint32 uidvalidity;
  guint32 uid;
  char *uidl;
  char *message_id;
  PennyFlags add, remove;
  char *target;
  gint64 not_before;
  gboolean began;
  PennyMessageId message;
  PennyFlags server_flags, flags;   /* of the entry, to bring it back */
  gint64 date, internal_date;
  PennyEntryId source;              /* COPY */
  gboolean final;                   /* DELETE of something replaced: nothing to bring back */
} PennyJournalRow;

void penny_journal_row_clear (PennyJournalRow *row);
GArray *penny_journal_rows_new (void);

/* TRUE: found. FALSE without error: there is none. */
gboolean penny_journal_get (PennyDatabase *db, PennyOperationId id, PennyJournalRow *row, GError **error);
/* All of an entry, oldest first; GArray of PennyJournalRow. */
GArray *penny_journal_list_for_entry (PennyDatabase *db, PennyEntryId entry, GError **error);

/* Appends ROW (its id is set). */
gboolean penny_journal_add (PennyTransaction *t, PennyJournalRow *row, GError **error);
gboolean penny_journal_strike (PennyTransaction *t, const PennyJournalRow *row, GError **error);

/* Strikes out all that is owed for ENTRY; with KEEP_FINAL not what belongs to its earlier versions. */
gboolean penny_journal_strike_all (PennyTransaction *t, PennyEntryId entry, gboolean keep_final,
                                   GError **error);

/* The flags a person sees: SERVER_FLAGS and on top what is still owed for ENTRY. */
gboolean penny_journal_overlay (PennyDatabase *db, PennyEntryId entry, PennyFlags server_flags,
                                PennyFlags *flags, GError **error);
/* The server has named what waits without a UID in folder PATH. */
gboolean penny_journal_name_uid (PennyTransaction *t, PennyEntryId entry, const char *path,
                                 guint32 uidvalidity, guint32 uid, GError **error);
/* What waits for ENTRY in an operation after AFTER to be named by the server (its own work, copies of it) starts in
 * folder PATH now. */
gboolean penny_journal_redirect (PennyTransaction *t, PennyEntryId entry, PennyOperationId after, const char *path,
                                 guint32 uidvalidity, guint32 uid, GError **error);
/* The letter of OP (MOVE, COPY) is not there any more where it should have been taken from: what is here of it is
 * uploaded to the target; the entry goes when only the header is here. */
gboolean penny_journal_upload_instead (PennyTransaction *t, PennyJournalRow *op, GError **error);
/* Gives up one operation: what was done here for it is taken back to what the server has. */
gboolean penny_journal_drop (PennyTransaction *t, PennyJournalRow *row, GError **error);
/* The message has a new place; shared by a MOVE's and an APPEND's end and by arrivals. */
gboolean penny_journal_settle (PennyTransaction *t, PennyEntryId entry, const char *path,
                               guint32 uidvalidity, guint32 uid, GError **error);

/* --- acts (penny-store-act.c): the local effect with its operation --- */

/* HOLD: Unix seconds before which the server is not told. */
gboolean penny_act_mark (PennyTransaction *t, PennyEntryRow *row, PennyFlags add, PennyFlags remove,
                         gint64 hold, GError **error);
gboolean penny_act_move (PennyTransaction *t, PennyEntryRow *row, const PennyFolder *target,
                         gint64 hold, GError **error);
/* An entry that was made here: nobody has to hear that it arrived. */
gboolean penny_act_insert (PennyTransaction *t, PennyEntryRow *row, GError **error);
/* Another entry for ROW's letter in TARGET: *COPY. Nothing is done where TARGET is its folder (COPY's id 0). */
gboolean penny_act_copy (PennyTransaction *t, const PennyEntryRow *row, const PennyFolder *target, gint64 hold,
                         PennyEntryRow *copy, GError **error);
gboolean penny_act_delete (PennyTransaction *t, PennyEntryRow *row, gint64 hold, GError **error);
/* Owes the server the bytes of ROW for folder PATH. */
gboolean penny_act_append (PennyTransaction *t, PennyEntryRow *row, const char *path, gint64 hold,
                           GError **error);

G_END_DECLS
