/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few ways in which rows change: each keeps the counts, the index, the conversations and the
 * notices right. Everything else in the store is built from these. Writer thread. */
#pragma once

#include "penny-store-private.h"
#include "penny-summary.h"

G_BEGIN_DECLS

/* What the writer needs of an entry. Plain: copy it to keep the state before a change. */
typedef struct {
  PennyEntryId id;             /* 0: to be given by insert */
  PennyFolderId folder;
  PennyMessageId message;
  gint64 conversation;
  guint32 uid;
  char uidl[80];               /* RFC 1939 §7: 1 to 70 characters; "" = none */
  PennyFlags server_flags;
  PennyFlags flags;
  gint64 date;
  gint64 internal_date;
  gboolean uploaded;
  /* of its message */
  guint32 size;
  gboolean has_body;
} PennyEntryRow;

/* --- folders --- */

/* NULL without error when there is none. Also for readers. */
PennyFolder *penny_rows_get_folder (PennyDatabase *db, PennyFolderId id, GError **error);
PennyFolder *penny_rows_find_folder (PennyDatabase *db, const char *path, GError **error);
PennyFolder *penny_rows_find_shown (PennyDatabase *db, const char *name, GError **error);
PennyFolder *penny_rows_find_role (PennyDatabase *db, PennyRole role, GError **error);
PennyFolder *penny_rows_read_folder (sqlite3_stmt *statement);
#define PENNY_FOLDER_COLUMNS "id, path, delimiter, role, selectable, local, n_total, n_unread," \
                             " uidvalidity, uidnext, highest_modseq, wanted, leaving, mailbox_id"

/* The folder with ROLE, made when there is none: on the server's side (pending) where the account
 * has server folders, here only where it has none and for the outbox. NULL + error. */
PennyFolder *penny_rows_need_role (PennyTransaction *t, PennyRole role, GError **error);
/* The local folder for what must not be lost with a folder of the server. */
PennyFolder *penny_rows_need_kept (PennyTransaction *t, GError **error);
PennyFolderId penny_rows_add_folder (PennyTransaction *t, const char *path, char delimiter,
                                     PennyRole role, gboolean selectable, gboolean local,
                                     gboolean pending, GError **error);

/* --- messages --- */

/* Files a message (RAW NULL: the header alone) and marks it for the index, or finds the very same
 * bytes that another folder has already. 0 + error. *DATE is set to what lists sort by. */
PennyMessageId penny_rows_add_message (PennyTransaction *t, const PennySummary *summary,
                                       gint64 internal_date, guint32 size, GBytes *raw,
                                       gint64 *date, gint64 *conversation, GError **error);
/* The message that the server calls OBJECT_ID, from another folder, when its header is SUMMARY's and its size
 * SIZE; else 0. */
PennyMessageId penny_rows_find_object (PennyTransaction *t, const char *object_id, const PennySummary *summary,
                                       guint32 size, gint64 *conversation, GError **error);
gboolean penny_rows_name_object (PennyTransaction *t, PennyMessageId message, const char *object_id, GError **error);
/* What lists sort by: Date:, or the arrival (NOW without one) when that is absurd. */
gint64 penny_rows_sorting_date (const PennySummary *summary, gint64 internal_date, gint64 now);
/* The whole message for an entry of which the header was here: its message gets the body, or, when the index holds
 * the header already or the header says something else now, another message takes its place. */
gboolean penny_rows_complete_entry (PennyTransaction *t, PennyEntryRow *row, const PennySummary *summary,
                                    GBytes *raw, GError **error);
/* Forgets a message that no entry, operation or undo record needs any more. */
gboolean penny_rows_collect_message (PennyTransaction *t, PennyMessageId message, GError **error);
/* Full; NULL + error. Also for readers. */
GBytes *penny_rows_read_body (PennyDatabase *db, PennyMessageId message, GError **error);

/* For rescued databases: drops bodies that cannot be unpacked. */
gboolean penny_rows_check_bodies (PennyDatabase *db, GError **error);

/* --- entries --- */

/* TRUE: found. FALSE without error: there is none. */
gboolean penny_rows_get_entry (PennyDatabase *db, PennyEntryId id, PennyEntryRow *row, GError **error);
gboolean penny_rows_find_uid (PennyDatabase *db, PennyFolderId folder, guint32 uid,
                              PennyEntryRow *row, GError **error);

/* An entry of its own or (ROW->id set) one that comes back. */
gboolean penny_rows_insert_entry (PennyTransaction *t, PennyEntryRow *row, GError **error);
/* Its message goes with it when nothing else needs it. */
gboolean penny_rows_remove_entry (PennyTransaction *t, const PennyEntryRow *row, GError **error);
gboolean penny_rows_set_flags (PennyTransaction *t, PennyEntryRow *row, PennyFlags server_flags,
                               PennyFlags flags, GError **error);
gboolean penny_rows_move_entry (PennyTransaction *t, PennyEntryRow *row, PennyFolderId folder,
                                guint32 uid, GError **error);
/* Puts another message in its place; the old one goes when nothing else needs it. */
gboolean penny_rows_set_message (PennyTransaction *t, PennyEntryRow *row, PennyMessageId message,
                                 gint64 conversation, gint64 date, GError **error);

/* --- conversations (penny-store-conversation.c) --- */

/* The conversation that SUMMARY belongs to by its references, else (an answer without any) by its
 * subject; others that it ties together become one. 0 without error: a new one. */
gint64 penny_conversation_find (PennyTransaction *t, const PennySummary *summary, gint64 date,
                                GError **error);
/* Notes the Message-IDs of SUMMARY as CONVERSATION's. */
gboolean penny_conversation_note (PennyTransaction *t, const PennySummary *summary,
                                  gint64 conversation, GError **error);
/* Forgets the Message-IDs of a conversation without messages. */
gboolean penny_conversation_forget (PennyTransaction *t, gint64 conversation, GError **error);

G_END_DECLS
