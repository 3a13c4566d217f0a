/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of IMAP synchronising share. */
#pragma once

#include "penny-imap-sync.h"

G_BEGIN_DECLS

struct _PennyImapSync {
  PennySync *sync;              /* borrowed; outlives this */
  PennyImapSession *session;    /* owned */
  PennyImapWantedFunc wanted;
  gpointer wanted_data;

  /* of the selected folder */
  PennyFolder *folder;          /* owned; as read when it was selected */
  PennyImapSelected selected;

  GHashTable *told;             /* owned: path → PennyImapStatus, as of this pass's LIST; NULL: none */

  gint64 last_look;             /* monotonic µs, when the inbox was last looked at; 0 = not yet */
  guint n_attended;             /* how often bulk work gave way to what is owed */
};

/* Selects FOLDER unless it is. When UIDVALIDITY is new, the store's UIDs are voided first. */
gboolean penny_imap_sync_select (PennyImapSync *self, PennyFolder *folder, GError **error);

/* Whether ERROR spoils a message or a folder but neither the session nor the whole pass. */
gboolean penny_imap_sync_forgives (PennyImapSync *self, const GError *error);

/* Makes a folder that an operation needs, below the server's own prefix where it has one. FALSE +
 * RETRY_NOW error when it got another name by that: the operation's target is that one now. */
gboolean penny_imap_sync_make (PennyImapSync *self, const char *path, PennyRole role, GError **error);
/* LIST into the store. */
gboolean penny_imap_sync_folders (PennyImapSync *self, GError **error);
/* What LIST told of the folders may not be so any more. */
void penny_imap_sync_forget_told (PennyImapSync *self);
/* UIDs, flags and headers of one folder. */
gboolean penny_imap_sync_folder (PennyImapSync *self, PennyFolder *folder, GError **error);
/* Bodies of one folder, newest first, until all are here. */
gboolean penny_imap_sync_bodies (PennyImapSync *self, PennyFolder *folder, GError **error);
/* What the server told by itself of the selected folder. */
gboolean penny_imap_sync_events (PennyImapSync *self, GError **error);
/* What has arrived in the inbox: cheap, without comparing what is known. */
gboolean penny_imap_sync_look (PennyImapSync *self, PennyFolder *inbox, GError **error);
/* A minute of bulk work has gone by without a look. */
gboolean penny_imap_sync_is_glance_due (PennyImapSync *self);
/* Lets what a person waits for go first; the folder is selected again afterwards. */
gboolean penny_imap_sync_yield (PennyImapSync *self, GError **error);

G_END_DECLS
