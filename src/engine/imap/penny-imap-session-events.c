/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server tells unasked about the selected mailbox, turned from sequence numbers into UIDs
 * as each line is read. */
#include "penny-imap-session-private.h"

#include <string.h>

/* More flag changes than this wait for nobody: comparing everything is cheaper then. */
#define MAX_FLAG_CHANGES 200000
#define MAX_VANISHED_RANGES 100000

void
penny_imap_session_drop_events (PennyImapSession *self)
{
  penny_uid_set_free (self->vanished);
  self->vanished = penny_uid_set_new ();
  g_array_set_size (self->flag_changes, 0);
  self->grew = FALSE;
  self->resync = FALSE;
}

void
penny_imap_session_forget_mailbox (PennyImapSession *self)
{
  g_clear_pointer (&self->selected, g_free);
  self->mailbox = (PennyImapSelected) { .uidvalidity = 0 };
  penny_imap_seq_map_reset (self->map, 0);
  penny_imap_session_drop_events (self);
}

gboolean
penny_imap_session_has_events (PennyImapSession *self)
{
  return self->grew || self->resync || self->elsewhere || self->flag_changes->len > 0 || self->alerts->len > 0
         || !penny_uid_set_is_empty (self->vanished);
}

PennyImapEvents *
penny_imap_session_take_events (PennyImapSession *self)
{
  PennyImapEvents *events;

  if (!penny_imap_session_has_events (self))
    return NULL;
  events = g_new0 (PennyImapEvents, 1);
  events->grew = self->grew;
  events->exists = penny_imap_seq_map_get_exists (self->map);
  events->resync = self->resync;
  events->elsewhere = self->elsewhere;
  events->vanished = g_steal_pointer (&self->vanished);
  events->flags = g_steal_pointer (&self->flag_changes);
  g_ptr_array_add (self->alerts, NULL);
  events->alerts = (char **) g_ptr_array_free (g_steal_pointer (&self->alerts), FALSE);
  self->flag_changes = g_array_new (FALSE, FALSE, sizeof (PennyImapFlagChange));
  self->alerts = g_ptr_array_new_with_free_func (g_free);
  self->elsewhere = FALSE;
  penny_imap_session_drop_events (self);
  return events;
}

PennyUid
penny_imap_session_learn_uid (PennyImapSession *self, PennyImapResponse *response)
{
  PennyUid told = response->fetched.uid;

  if (told.value == 0)
    return penny_imap_seq_map_get (self->map, response->seq);
  penny_imap_seq_map_set (self->map, response->seq, told);
  return told;
}

static void
absorb_fetch (PennyImapSession *self, PennyImapResponse *response)
{
  PennyImapFlagChange change = {
    penny_imap_session_learn_uid (self, response), response->fetched.flags, response->fetched.modseq,
  };

  if (!response->fetched.has_flags)
    return;
  if (change.uid.value == 0 || self->flag_changes->len >= MAX_FLAG_CHANGES)
    self->resync = TRUE;
  else
    g_array_append_val (self->flag_changes, change);
}

static void
absorb_exists (PennyImapSession *self, guint32 exists)
{
  guint32 before = penny_imap_seq_map_get_exists (self->map);

  /* Fewer without EXPUNGE must not be, but is seen after a server's restart of its index. */
  if (exists > before)
    self->grew = TRUE;
  else if (exists < before)
    self->resync = TRUE;
  penny_imap_seq_map_set_exists (self->map, exists);
}

static void
absorb_expunge (PennyImapSession *self, PennySeq seq)
{
  PennyUid uid;

  if (!penny_imap_seq_map_expunge (self->map, seq, &uid) || uid.value == 0
      || penny_uid_set_n_ranges (self->vanished) > MAX_VANISHED_RANGES)
    self->resync = TRUE;
  else
    penny_uid_set_add (self->vanished, uid);
}

/* The UIDs are told, but not where they stood: the numbers of all others are forgotten. With QRESYNC every FETCH
 * has its UID (RFC 7162 §3.2.4), so nothing is missed; nobody else should say VANISHED at all. */
static void
absorb_vanished (PennyImapSession *self, PennyImapResponse *response)
{
  guint32 exists = penny_imap_seq_map_get_exists (self->map);
  guint64 n_gone = penny_uid_set_count (response->set);

  if (penny_uid_set_n_ranges (self->vanished) + penny_uid_set_n_ranges (response->set) > MAX_VANISHED_RANGES)
    {
      self->resync = TRUE;
      return;
    }
  for (guint i = 0; i < penny_uid_set_n_ranges (response->set); i++)
    {
      PennyUid first, last;

      penny_uid_set_get_range (response->set, i, &first, &last);
      penny_uid_set_add_range (self->vanished, first, last);
    }
  if (response->earlier)
    return;
  penny_imap_seq_map_reset (self->map, exists - (guint32) MIN (exists, n_gone));
  if (!self->qresync)
    self->resync = TRUE;
}

void
penny_imap_session_absorb_change (PennyImapSession *self, PennyImapResponse *response)
{
  if (response->type == PENNY_IMAP_RESPONSE_VANISHED)
    absorb_vanished (self, response);
  else if (response->type == PENNY_IMAP_RESPONSE_FETCH)
    absorb_fetch (self, response);
  else
    self->resync = TRUE;
}

/* Nobody has asked: NOTIFY tells (RFC 5465 §5). With NOTIFICATIONOVERFLOW the server tells no more (§5.8). */
static gboolean
is_about_others (const PennyImapResponse *response)
{
  return response->type == PENNY_IMAP_RESPONSE_STATUS || response->type == PENNY_IMAP_RESPONSE_LIST
         || (response->type == PENNY_IMAP_RESPONSE_OK && response->code == PENNY_IMAP_CODE_NOTIFICATIONOVERFLOW);
}

void
penny_imap_session_absorb_event (PennyImapSession *self, PennyImapResponse *response)
{
  if (is_about_others (response) && penny_imap_session_notifies (self))
    {
      self->elsewhere = TRUE;
      if (response->type == PENNY_IMAP_RESPONSE_OK)
        penny_imap_pending_clear (&self->notifying);
    }
  if (self->selected == NULL)
    return;
  switch (response->type)
    {
    case PENNY_IMAP_RESPONSE_EXISTS:
      absorb_exists (self, (guint32) response->number);
      break;
    case PENNY_IMAP_RESPONSE_EXPUNGE:
      absorb_expunge (self, response->seq);
      break;
    case PENNY_IMAP_RESPONSE_VANISHED:
      absorb_vanished (self, response);
      break;
    case PENNY_IMAP_RESPONSE_FETCH:
      absorb_fetch (self, response);
      break;
    case PENNY_IMAP_RESPONSE_MALFORMED_FETCH:
      self->resync = TRUE;
      break;
    case PENNY_IMAP_RESPONSE_OK:
      /* A keyword used for the first time: Dovecot then tells the flags anew. */
      if (response->code == PENNY_IMAP_CODE_PERMANENTFLAGS)
        {
          self->mailbox.permanent_flags = response->flags;
          self->mailbox.keywords_allowed = response->keywords_allowed;
        }
      break;
    default:
      break;
    }
}
