/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which sequence number of the selected mailbox is which UID, as far as the server has told.
 * Private to imap/. */
#pragma once

#include "penny-types.h"

G_BEGIN_DECLS

typedef struct _PennyImapSeqMap PennyImapSeqMap;

PennyImapSeqMap *penny_imap_seq_map_new (void);
void penny_imap_seq_map_free (PennyImapSeqMap *self);
/* Forgets every UID; the mailbox has EXISTS messages. */
void penny_imap_seq_map_reset (PennyImapSeqMap *self, guint32 exists);
guint32 penny_imap_seq_map_get_exists (PennyImapSeqMap *self);
/* More messages at the end, or (a server's mistake) fewer. */
void penny_imap_seq_map_set_exists (PennyImapSeqMap *self, guint32 exists);

/* UID 0: unknown, or SEQ is out of range. */
PennyUid penny_imap_seq_map_get (PennyImapSeqMap *self, PennySeq seq);
void penny_imap_seq_map_set (PennyImapSeqMap *self, PennySeq seq, PennyUid uid);
/* SEQ is gone and all behind it move up. FALSE: there is no such message. */
gboolean penny_imap_seq_map_expunge (PennyImapSeqMap *self, PennySeq seq, PennyUid *uid);

G_END_DECLS
