/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shared context of a run, and the single pass. */
#include "penny-sync.h"

#include "penny-imap-sync.h"
#include "penny-outbox.h"
#include "penny-pop-sync.h"
#include "penny-thread.h"

gint64
penny_sync_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

PennySync *
penny_sync_new (PennyAccount *account, PennyStore *store, PennySecret *password,
                PennySecret *outgoing_password, PennySyncFunc tell, gpointer data)
{
  PennySync *self = g_new0 (PennySync, 1);

  self->account = penny_account_ref (account);
  self->store = g_object_ref (store);
  self->cancellable = g_cancellable_new ();
  self->wake = penny_wake_new ();
  self->password = password ? penny_secret_ref (password) : NULL;
  self->outgoing_password = outgoing_password ? penny_secret_ref (outgoing_password) : NULL;
  self->tell = tell;
  self->data = data;
  self->phase = PENNY_PHASE_CONNECT;
  return self;
}

void
penny_sync_free (PennySync *self)
{
  penny_account_unref (self->account);
  g_object_unref (self->store);
  g_object_unref (self->cancellable);
  penny_wake_unref (self->wake);
  g_clear_pointer (&self->password, penny_secret_unref);
  g_clear_pointer (&self->outgoing_password, penny_secret_unref);
  g_free (self->only_folder);
  g_clear_error (&self->sending.error);
  g_clear_error (&self->letter_error);
  g_free (self);
}

void
penny_sync_tell (PennySync *self, PennySyncState state, const char *folder, guint done, guint total)
{
  const PennySyncStatus status = {
    .state = state, .phase = self->phase, .folder = folder, .done = done, .total = total,
  };

  if (self->tell != NULL)
    self->tell (&status, self->data);
}

void
penny_sync_tell_notice (PennySync *self, PennySyncNotice notice, const char *text, const GError *error)
{
  const PennySyncStatus status = {
    .state = PENNY_SYNC_RUNNING, .phase = self->phase, .notice = notice, .text = text, .error = error,
  };

  if (self->tell != NULL)
    self->tell (&status, self->data);
}

void
penny_sync_tell_taken_back (PennySync *self, PennyOperationKind kind, guint n, const char *text, const GError *why)
{
  const PennySyncStatus status = {
    .state = PENNY_SYNC_RUNNING, .phase = self->phase, .notice = PENNY_SYNC_NOTICE_TAKEN_BACK, .text = text,
    .error = why, .undone = kind, .n_undone = n,
  };

  if (self->tell != NULL)
    self->tell (&status, self->data);
}

gboolean
penny_sync_is_wanted (const PennySync *self)
{
  return g_atomic_int_get (&self->yield)
         || (self->next_due > 0 && penny_sync_now () >= self->next_due);
}

gint64
penny_sync_note_due (PennySync *self, gint64 a, gint64 b)
{
  self->next_due = a == 0 || b == 0 ? MAX (a, b) : MIN (a, b);
  return self->next_due;
}

static gboolean
run_imap_once (PennySync *self, GError **error)
{
  g_autoptr (PennyImapSync) imap = penny_imap_sync_connect (self, error);

  if (imap == NULL || !penny_imap_sync_pass (imap, error))
    return FALSE;

  /* What was sent just now may owe a copy to the Sent folder. */
  if (!penny_outbox_run (self, NULL, error) || !penny_imap_sync_operations (imap, NULL, error))
    return FALSE;

  penny_imap_sync_logout (imap);
  return TRUE;
}

gboolean
penny_sync_run_once (PennySync *self, GError **error)
{
  gboolean done;

  penny_assert_thread (PENNY_THREAD_WORKER);

  if (penny_account_get_rules (self->account)->protocol == PENNY_PROTOCOL_IMAP)
    done = run_imap_once (self, error);
  else
    done = penny_pop_sync_pass (self, error) && penny_outbox_run (self, NULL, error);

  return done && penny_store_flush (self->store, TRUE, error);
}
