/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that carry out the journal share. FALSE + error: it was not done; the caller says what that
 * means. Worker thread. */
#pragma once

#include "penny-imap-sync-private.h"

G_BEGIN_DECLS

/* GROUP: alike operations (FLAGS, MOVE, COPY, DELETE) that make one command; what needs none is taken out of it.
 * AGAIN: they may have been carried out before, in whole or in part. */
gboolean penny_imap_operations_letters (PennyImapSync *self, GPtrArray *group, gboolean again, GError **error);
gboolean penny_imap_operations_upload (PennyImapSync *self, const PennyOperation *operation, GError **error);
/* Nothing is to be done for them. */
gboolean penny_imap_operations_forget (PennyImapSync *self, GPtrArray *group, GError **error);
gboolean penny_imap_operations_folder (PennyImapSync *self, const PennyOperation *operation, GError **error);

/* The letter of OPERATION in the selected folder, by what its header says; not one that belongs to another entry
 * here, nor one of FOUND (UIDs as pointers; may be NULL), to which it is added. *UID 0: it is not there. */
gboolean penny_imap_sync_find (PennyImapSync *self, const PennyOperation *operation, GHashTable *found, PennyUid *uid,
                               GError **error);

G_END_DECLS
