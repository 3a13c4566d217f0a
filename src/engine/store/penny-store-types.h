/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store hands out: immutable, reference-counted values that may cross threads. */
#pragma once

#include <gio/gio.h>

#include "penny-types.h"

G_BEGIN_DECLS

/* "On this computer": what is here and not (yet known to be) in any folder of the server. Its parts lie
 * below it: "\\Kept/Sent". */
#define PENNY_STORE_KEPT_PATH "\\Kept"
/* A folder that the server has still to be asked for: "\\New:5". */
#define PENNY_STORE_NEW_PATH "\\New:"

typedef struct {
  PennyFolderId id;
  char *path;              /* the server's name in UTF-8, "INBOX/Work"; ours alone begin with "\\": "\\Outbox" */
  char *shown;             /* the same, as the person has named it since, known to the server or not */
  char *name;              /* the last part of SHOWN, as a label may show it */
  char delimiter;          /* '\0' = flat */
  PennyRole role;
  gboolean selectable;     /* FALSE: \Noselect or \NonExistent */
  gboolean local;          /* lives here only (POP's folders, the outbox) */
  gboolean leaving;        /* deleted here, the server does not know it yet: not shown */
  gint64 n_total;
  gint64 n_unread;
  guint32 uidvalidity;     /* 0 = never synchronised */
  PennyUid uidnext;
  PennyModSeq highest_modseq;
  char *mailbox_id;        /* RFC 8474; NULL: not told */
} PennyFolder;

PennyFolder *penny_folder_ref (PennyFolder *self);
void penny_folder_unref (PennyFolder *self);

/* One row of a list. */
typedef struct {
  PennyEntryId id;
  PennyFolderId folder;
  PennyMessageId message;
  gint64 conversation;
  PennyUid uid;            /* 0: not on the server yet, or POP */
  char *uidl;              /* POP; else NULL */
  char *subject;
  char *from_name;
  char *from_address;
  char *to;
  char *preview;
  char *message_id;        /* or NULL */
  gint64 date;             /* what the list sorts by: Date:, or arrival when that is absurd; Unix seconds */
  guint32 size;            /* raw bytes */
  PennyFlags flags;        /* what the person sees: the server's plus what is still owed */
  gboolean has_attachments;
  gboolean has_body;       /* the whole message is here */
  guint n_in_conversation; /* 1 unless listed by conversation */
} PennyEntry;

PennyEntry *penny_entry_ref (PennyEntry *self);
void penny_entry_unref (PennyEntry *self);

typedef enum {
  PENNY_OPERATION_FLAGS,    /* add/remove flags on the server */
  PENNY_OPERATION_MOVE,     /* to another folder of the server */
  PENNY_OPERATION_DELETE,   /* expunge for good */
  PENNY_OPERATION_APPEND,   /* put a local message into a server's folder (draft, sent copy) */
  PENNY_OPERATION_SEND,     /* hand an outbox letter to the submission server */
  PENNY_OPERATION_CLEAR,    /* POP: thrown away here, to be cleared there if the way says so */
  PENNY_OPERATION_COPY,     /* SOURCE's letter into another folder of the server, as ENTRY */
  PENNY_OPERATION_CREATE_FOLDER,   /* of folders: entry 0, folder = path, target = the name as shown */
  PENNY_OPERATION_RENAME_FOLDER,
  PENNY_OPERATION_DELETE_FOLDER,   /* no target */
  PENNY_N_OPERATIONS
} PennyOperationKind;

/* What the server still owes. A snapshot: UID and UIDVALIDITY are those at the time of the act. */
typedef struct {
  PennyOperationId id;
  PennyOperationKind kind;
  PennyEntryId entry;
  PennyEntryId source;     /* COPY: the letter that is copied; else 0 */
  char *folder;            /* path that the entry (COPY: the source) was in when the person acted */
  guint32 uidvalidity;
  PennyUid uid;            /* 0: the server has not named it yet: wait for the operation before */
  char *uidl;
  char *message_id;        /* or NULL */
  PennyFlags add, remove;  /* FLAGS; for APPEND add = the flags to upload with */
  char *target;            /* MOVE, COPY, APPEND: path */
  gint64 created;          /* Unix seconds */
  gint64 not_before;       /* Unix seconds: undo time, retry pauses */
  guint attempts;
  gboolean began;          /* it may have happened already: look before doing it again */
  gboolean stuck;          /* refused for good: waits for the person; LAST_ERROR says why */
  char *last_error;        /* or NULL */
} PennyOperation;

PennyOperation *penny_operation_ref (PennyOperation *self);
void penny_operation_unref (PennyOperation *self);
/* About a folder, not about letters. */
gboolean penny_operation_is_of_folder (const PennyOperation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyFolder, penny_folder_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyEntry, penny_entry_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyOperation, penny_operation_unref)

G_END_DECLS
