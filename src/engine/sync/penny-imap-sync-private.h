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
};

/* Selects FOLDER unless it is. When UIDVALIDITY is new, the store's UIDs are voided first. */
gboolean penny_imap_sync_select (PennyImapSync *self, PennyFolder *folder, GError **error);

/* LIST into the store. */
gboolean penny_imap_sync_folders (PennyImapSync *self, GError **error);
/* UIDs, flags and headers of one folder. */
gboolean penny_imap_sync_folder (PennyImapSync *self, PennyFolder *folder, GError **error);
/* Bodies of one folder, newest first, until all are here. */
gboolean penny_imap_sync_bodies (PennyImapSync *self, PennyFolder *folder, GError **error);
/* What the server told by itself of the selected folder. */
gboolean penny_imap_sync_events (PennyImapSync *self, GError **error);
/* Lets what a person waits for go first; the folder is selected again afterwards. */
gboolean penny_imap_sync_yield (PennyImapSync *self, GError **error);

G_END_DECLS
