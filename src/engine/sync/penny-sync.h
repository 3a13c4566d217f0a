/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one run of synchronising shares: whose account, which store, the secrets, how to stop, whom
 * to tell. Made by the worker (or pennypostctl), used by the parts of this room on the worker thread. */
#pragma once

#include "penny-account.h"
#include "penny-backoff.h"
#include "penny-phase.h"
#include "penny-secret.h"
#include "penny-store-sync.h"
#include "penny-wake.h"

G_BEGIN_DECLS

typedef enum {
  PENNY_SYNC_CONNECTING,
  PENNY_SYNC_RUNNING,        /* folder, done and total say how far */
  PENNY_SYNC_IDLE,           /* everything is as the server has it */
  PENNY_SYNC_WAITING,        /* error; tries again at retry_at */
  PENNY_SYNC_NEEDS_PERSON,   /* error; nothing more until somebody does something */
  PENNY_SYNC_OFFLINE,        /* no network; comes back by itself */
  PENNY_SYNC_STOPPED,
} PennySyncState;

/* What a person should hear of once. */
typedef enum {
  PENNY_SYNC_NOTICE_NONE,
  PENNY_SYNC_NOTICE_ALERT,        /* text: the server's own words (RFC 9051 [ALERT]) */
  PENNY_SYNC_NOTICE_REFUSED,      /* text: the addresses a letter could not go to */
  PENNY_SYNC_NOTICE_NOT_SENT,     /* text: a letter's subject; error says why */
  PENNY_SYNC_NOTICE_TAKEN_BACK,   /* the server refused what was done here: undone, n_undone; text: the (first)
                                   * letter's subject or the folder's name; error says why */
  PENNY_SYNC_NOTICE_VANISHED,     /* text: how many letters somebody else took from the post office */
} PennySyncNotice;

/* A snapshot; lent to the function that is told. */
typedef struct {
  PennySyncState state;
  PennyPhase phase;
  const char *folder;        /* path or NULL */
  guint done, total;         /* letters; total 0 = not known */
  const GError *error;       /* or NULL */
  gint64 retry_at;           /* Unix seconds, 0 = not planned */
  PennySyncNotice notice;
  const char *text;
  PennyOperationKind undone;
  guint n_undone;
} PennySyncStatus;

typedef void (*PennySyncFunc) (const PennySyncStatus *status, gpointer data);

/* Sums of a pass. */
typedef struct {
  guint64 arrived, changed, removed, bytes;
} PennySyncTotals;

/* Sending has troubles of its own, which must not keep letters from coming in. */
typedef struct {
  GError *error;             /* owned; NULL: none */
  PennyPhase phase;      /* when it happened */
  gint64 again;              /* monotonic µs; 0 = now, G_MAXINT64 = when somebody has done something */
  PennyBackoff backoff;
} PennySending;

typedef struct {
  /* set once */
  PennyAccount *account;         /* owned */
  PennyStore *store;             /* owned */
  GCancellable *cancellable;     /* owned */
  PennyWake *wake;               /* owned; rung when there is other work */
  PennySyncFunc tell;            /* called on the worker thread */
  gpointer data;
  gboolean headers_only;
  char *only_folder;             /* owned; NULL = all */

  /* may change between passes */
  PennySecret *password;         /* owned; NULL = penny_credential_get_sync() */
  PennySecret *outgoing_password;/* owned; NULL = the same */
  int yield;                     /* atomic; TRUE: a person is waiting for something */

  /* of the run */
  PennyPhase phase;
  PennySyncTotals totals;
  gint64 next_due;               /* Unix seconds: when what is owed later comes due; 0 = nothing */
  PennySending sending;
  GError *letter_error;          /* owned; why the last letter that could not be sent was not; or NULL */
} PennySync;

/* Unix seconds, the clock of the journal and the ledger. Any thread. */
gint64 penny_sync_now (void);

/* PASSWORD NULL: what is kept for the account, or the desktop has; always so without a password of one's own
 * (penny_account_get_auth()). */
PennySync *penny_sync_new (PennyAccount *account, PennyStore *store, PennySecret *password,
                           PennySecret *outgoing_password, PennySyncFunc tell, gpointer data);
void penny_sync_free (PennySync *self);

/* Tells whoever listens. */
void penny_sync_tell (PennySync *self, PennySyncState state, const char *folder, guint done, guint total);
void penny_sync_tell_notice (PennySync *self, PennySyncNotice notice, const char *text, const GError *error);

/* N operations of KIND were refused for good and taken back. */
void penny_sync_tell_taken_back (PennySync *self, PennyOperationKind kind, guint n, const char *text,
                                 const GError *why);

/* A person waits for something: bulk work should stop at the next window. Worker thread. */
gboolean penny_sync_is_wanted (const PennySync *self);
/* Remembers the sooner of two times (Unix seconds, 0 = none) as next_due, and returns it. */
gint64 penny_sync_note_due (PennySync *self, gint64 a, gint64 b);

/* One full pass from connecting to logging out: folders, operations, letters, outbox. For
 * pennypostctl; blocks; worker thread. */
gboolean penny_sync_run_once (PennySync *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennySync, penny_sync_free)

G_END_DECLS
