/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeping a store in step with an IMAP account over one connection. Worker thread; blocks. */
#pragma once

#include "penny-imap-session.h"
#include "penny-sync.h"

G_BEGIN_DECLS

typedef struct _PennyImapSync PennyImapSync;

/* Connects and logs in. NULL + error. */
PennyImapSync *penny_imap_sync_connect (PennySync *sync, GError **error);
/* Hangs up. */
void penny_imap_sync_free (PennyImapSync *self);
void penny_imap_sync_logout (PennyImapSync *self);

/* Everything: folders, what the server is owed, headers (Inbox first, newest first), then bodies. */
gboolean penny_imap_sync_pass (PennyImapSync *self, GError **error);

/* Carries out the journal's operations that are due, in order. *NEXT_TIME (may be NULL): when the
 * next one is due, Unix seconds, 0 = none. An operation that the server refuses for good becomes
 * stuck and does not hold up the others. */
gboolean penny_imap_sync_operations (PennyImapSync *self, gint64 *next_time, GError **error);

/* Fetches the bodies of ENTRIES (PennyEntryId) now: somebody is waiting. */
gboolean penny_imap_sync_wanted (PennyImapSync *self, const GArray *entries, GError **error);

/* Waits in the inbox for news and takes it in. PENNY_IMAP_IDLE_WOKEN: the wake was rung. */
PennyImapIdle penny_imap_sync_idle (PennyImapSync *self, gint64 timeout_ms, GError **error);

/* The server has told of a change in a folder that is not the inbox: a pass finds it. */
gboolean penny_imap_sync_is_elsewhere (PennyImapSync *self);

/* Asked between windows of bulk work: letters that a person waits for (PennyEntryId), taken over;
 * NULL when there are none. Set by the worker. */
typedef GArray *(*PennyImapWantedFunc) (gpointer data);
void penny_imap_sync_set_wanted_func (PennyImapSync *self, PennyImapWantedFunc func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyImapSync, penny_imap_sync_free)

G_END_DECLS
