/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of IMAP synchronising share. */
#pragma once

#include "penny-imap-sync.h"

G_BEGIN_DECLS

/* The first letters of a folder come at once: the screen fills. */
#define PENNY_IMAP_FIRST_N 50
/* What is fetched of a letter so that it can be listed. */
#define PENNY_IMAP_HEADER_ITEMS \
  (PENNY_IMAP_FETCH_FLAGS | PENNY_IMAP_FETCH_INTERNAL_DATE | PENNY_IMAP_FETCH_SIZE | PENNY_IMAP_FETCH_HEADER \
   | PENNY_IMAP_FETCH_PREVIEW | PENNY_IMAP_FETCH_OBJECT_ID)

struct _PennyImapSync {
  PennySync *sync;              /* borrowed; outlives this */
  PennyImapSession *session;    /* owned */
  PennyImapWantedFunc wanted;
  gpointer wanted_data;

  /* of the selected folder */
  PennyFolder *folder;          /* owned; as read when it was selected */
  PennyImapSelected selected;
  PennyUid next_uid;            /* no letter from here on has been fetched; 0 = not known */
  guint n_entered;              /* how often a folder was selected */
  gboolean is_current;          /* all that happened there up to now was taken in, or is told as an event */

  /* what the flight after logging in brought and was not taken in yet; NULL: nothing */
  GPtrArray *mailboxes;         /* owned; of PennyImapMailbox */
  PennyImapVisited opening;     /* of the inbox */
  gboolean inbox_is_fresh;      /* it was taken in, and no pass has asked for it yet */

  GHashTable *told;             /* owned: path → PennyImapStatus, as of this pass's LIST; NULL: none */

  GHashTable *compared;         /* owned: folder id → when everything in it was last compared, monotonic µs */

  gboolean elsewhere;           /* the server tells of a change in another folder */
  gint64 last_look;             /* monotonic µs, when the inbox was last looked at; 0 = not yet */
  gboolean looked_again;        /* the folders were listed because one was gone when something was owed there */
  guint n_attended;             /* how often bulk work gave way to what is owed */
};

/* Selects FOLDER unless it is. When UIDVALIDITY is new, the store's UIDs are voided first. */
gboolean penny_imap_sync_select (PennyImapSync *self, PennyFolder *folder, GError **error);

/* Whether ERROR spoils a message or a folder but neither the session nor the whole pass. */
gboolean penny_imap_sync_forgives (PennyImapSync *self, const GError *error);

/* Makes a folder that an operation needs, below the server's own prefix where it has one. FALSE +
 * RETRY_NOW error when it got another name by that: the operation's target is that one now. */
gboolean penny_imap_sync_make (PennyImapSync *self, const char *path, PennyRole role, GError **error);
/* Where a folder of the person's own that is called PATH has to stand on this server. Full; NULL + error. */
char *penny_imap_sync_dup_place (PennyImapSync *self, const char *path, GError **error);
/* Which of MAILBOXES are folders of the store under another name: a step of BATCH each. */
gboolean penny_imap_sync_recognise (PennyImapSync *self, GPtrArray *mailboxes, PennyBatch *batch, GError **error);
/* LIST into the store. */
gboolean penny_imap_sync_folders (PennyImapSync *self, GError **error);
/* What LIST told of the folders may not be so any more. */
void penny_imap_sync_forget_told (PennyImapSync *self);
/* UIDs, flags and headers of one folder. */
gboolean penny_imap_sync_folder (PennyImapSync *self, PennyFolder *folder, GError **error);
/* How FOLDER (NULL: an inbox that is not known yet) is visited. Borrows from FOLDER. */
void penny_imap_sync_plan_visit (PennyImapVisit *visit, const PennyFolder *folder);
/* FOLDER has just been visited and is selected: takes in what that told and brought, and fetches the rest. */
gboolean penny_imap_sync_take_visit (PennyImapSync *self, PennyFolder *folder, const PennyImapVisited *visited,
                                     GError **error);
/* What the server told by itself of the selected folder. */
gboolean penny_imap_sync_events (PennyImapSync *self, GError **error);
/* What has happened in the inbox: cheap, without comparing what is known. */
gboolean penny_imap_sync_look (PennyImapSync *self, PennyFolder *inbox, GError **error);

/* --- penny-imap-news.c --- */

/* Whether the folder holds MESSAGES letters there as well as here. */
gboolean penny_imap_sync_counts (PennyImapSync *self, const PennyFolder *folder, guint32 messages);
/* What the server wants the person to read. */
void penny_imap_sync_tell_alerts (PennyImapSync *self, const PennyImapEvents *events);
/* EVENTS into the store. Appends to ARRIVED (of PennyUid) letters that are told of and not here. */
gboolean penny_imap_sync_take_told (PennyImapSync *self, PennyFolder *folder, const PennyImapEvents *events,
                                    GArray *arrived, GError **error);
/* Everything in the selected folder against everything here; fetches what is new. */
gboolean penny_imap_sync_compare (PennyImapSync *self, PennyFolder *folder, GError **error);
/* The same where only the flags are known to be right. */
gboolean penny_imap_sync_compare_uids (PennyImapSync *self, PennyFolder *folder, GError **error);

/* --- penny-imap-fetch.c --- */

/* Headers of UIDS (PennyUid, newest first); with their bodies when they are few. */
gboolean penny_imap_sync_fetch_new (PennyImapSync *self, PennyFolder *folder, const GArray *uids, GError **error);
/* The same for the N (about) letters from UID FIRST on. */
gboolean penny_imap_sync_fetch_from (PennyImapSync *self, PennyFolder *folder, PennyUid first, guint n, GError **error);
/* Puts FETCHED (of PennyImapFetched) into the store. */
gboolean penny_imap_sync_take_fetched (PennyImapSync *self, PennyFolder *folder, GPtrArray *fetched, GError **error);
/* Bodies of one folder, newest first, until all are here. */
gboolean penny_imap_sync_bodies (PennyImapSync *self, PennyFolder *folder, GError **error);
/* A minute of bulk work has gone by without a look. */
gboolean penny_imap_sync_is_glance_due (PennyImapSync *self);
/* Lets what a person waits for go first; the folder is selected again afterwards. */
gboolean penny_imap_sync_yield (PennyImapSync *self, GError **error);

G_END_DECLS
