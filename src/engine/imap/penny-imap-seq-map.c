/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sequence numbers to UIDs. */
#include "penny-imap-seq-map.h"

/* A server may claim four thousand million messages: memory is only spent up to here, what is
 * behind stays unknown. */
#define MAX_KNOWN 5000000

struct _PennyImapSeqMap {
  GArray *uids;      /* of guint32; index 0 is sequence number 1; 0 = unknown; may be shorter than EXISTS */
  guint32 exists;
};

PennyImapSeqMap *
penny_imap_seq_map_new (void)
{
  PennyImapSeqMap *self = g_new0 (PennyImapSeqMap, 1);

  self->uids = g_array_new (FALSE, TRUE, sizeof (guint32));
  return self;
}

void
penny_imap_seq_map_free (PennyImapSeqMap *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->uids);
  g_free (self);
}

void
penny_imap_seq_map_reset (PennyImapSeqMap *self, guint32 exists)
{
  g_array_set_size (self->uids, 0);
  self->exists = exists;
}

guint32
penny_imap_seq_map_get_exists (PennyImapSeqMap *self)
{
  return self->exists;
}

void
penny_imap_seq_map_set_exists (PennyImapSeqMap *self, guint32 exists)
{
  if (exists < self->uids->len)
    g_array_set_size (self->uids, exists);
  self->exists = exists;
}

PennyUid
penny_imap_seq_map_get (PennyImapSeqMap *self, PennySeq seq)
{
  if (seq.value == 0 || seq.value > self->uids->len)
    return PENNY_UID (0);
  return PENNY_UID (g_array_index (self->uids, guint32, seq.value - 1));
}

void
penny_imap_seq_map_set (PennyImapSeqMap *self, PennySeq seq, PennyUid uid)
{
  if (seq.value == 0 || seq.value > self->exists || seq.value > MAX_KNOWN)
    return;
  /* The array was made to clear new members. */
  if (seq.value > self->uids->len)
    g_array_set_size (self->uids, seq.value);
  g_array_index (self->uids, guint32, seq.value - 1) = uid.value;
}

gboolean
penny_imap_seq_map_expunge (PennyImapSeqMap *self, PennySeq seq, PennyUid *uid)
{
  *uid = penny_imap_seq_map_get (self, seq);
  if (seq.value == 0 || seq.value > self->exists)
    return FALSE;
  if (seq.value <= self->uids->len)
    g_array_remove_index (self->uids, seq.value - 1);
  self->exists--;
  return TRUE;
}
