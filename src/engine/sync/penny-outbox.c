/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox: one submission session for all letters that are due. */
#include "penny-outbox.h"

#include "penny-backoff.h"
#include "penny-connect.h"
#include "penny-draft.h"
#include "penny-error.h"
#include "penny-journal.h"
#include "penny-thread.h"

static gint64
now_s (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static PennyOperation *
next_letter (PennySync *sync, gint64 *next_time, GError **error)
{
  g_autoptr (GPtrArray) operations = penny_store_list_operations (sync->store, error);
  g_autoptr (GPtrArray) group = NULL;

  *next_time = 0;
  if (operations != NULL)
    group = penny_journal_next_group (operations, 1u << PENNY_OPERATION_SEND, now_s (), next_time);

  return group != NULL ? penny_operation_ref (g_ptr_array_index (group, 0)) : NULL;
}

static void
tell_refused (PennySync *sync, const PennySmtpResult *result)
{
  g_autoptr (GString) addresses = g_string_new (NULL);

  for (guint i = 0; result->refused != NULL && i < result->refused->len; i++)
    {
      const PennySmtpRefusal *refusal = g_ptr_array_index (result->refused, i);

      g_string_append_printf (addresses, "%s%s", i > 0 ? ", " : "", refusal->address);
    }

  if (addresses->len > 0)
    penny_sync_tell_notice (sync, PENNY_SYNC_NOTICE_REFUSED, addresses->str, NULL);
}

/* Notes the failure of one letter. Later when that may help, else stuck and told. */
static gboolean
note_failure (PennySync *sync, PennyOperation *operation, const GError *why, gboolean maybe_sent, GError **error)
{
  PennyBackoff backoff = { .failures = MIN (operation->attempts, 10) };
  gint64 pause = penny_backoff_next (&backoff, g_random_double ()) / 1000 + 1;
  PennyErrorGrade grade = penny_error_grade (why);
  /* Sending again what may have been sent could double it: that is for the person to decide. */
  gboolean stuck = maybe_sent || grade.retry == PENNY_NEEDS_PERSON || grade.retry == PENNY_FINAL;

  g_clear_error (&sync->letter_error);
  sync->letter_error = g_error_copy (why);
  if (stuck)
    {
      g_autoptr (PennyEntry) entry = penny_store_get_entry (sync->store, operation->entry, NULL);

      penny_sync_tell_notice (sync, PENNY_SYNC_NOTICE_NOT_SENT, entry ? entry->subject : "", why);
    }

  return penny_store_operation_failed (sync->store, operation->id, why, now_s () + pause, stuck, error);
}

static gboolean
note_sent (PennySync *sync, PennyOperation *operation, GError **error)
{
  gboolean imap = penny_account_get_way (sync->account) == PENNY_WAY_SHARED;
  gboolean filed = imap && penny_account_get_files_sent (sync->account) == PENNY_FILES_SENT_YES;

  return penny_store_letter_sent (sync->store, operation->id, imap && !filed, filed, error);
}

/* FALSE + error only when the session or the store is lost; a refused letter is noted. */
static gboolean
send_letter (PennySync *sync, PennySmtpSession *session, PennyOperation *operation, GError **error)
{
  g_autoptr (GBytes) raw = penny_store_read_raw (sync->store, operation->entry, error);
  g_autoptr (GBytes) without_bcc = NULL;
  g_autofree char *sender = NULL;
  g_auto (GStrv) recipients = NULL;
  g_auto (PennySmtpResult) result = PENNY_SMTP_RESULT_INIT;
  g_autoptr (GError) why = NULL;

  if (raw == NULL)
    return FALSE;

  if (!penny_draft_prepare_envelope (raw, &sender, &recipients, &without_bcc, &why))
    return note_failure (sync, operation, why, FALSE, error);

  if (!penny_store_operation_began (sync->store, operation->id, error))
    return FALSE;

  if (penny_smtp_session_send (session, sender, (const char * const *) recipients, without_bcc, &result, &why))
    {
      tell_refused (sync, &result);
      return note_sent (sync, operation, error);
    }

  if (!note_failure (sync, operation, why, result.maybe_sent, error))
    return FALSE;
  if (!penny_smtp_session_is_alive (session))
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }

  return TRUE;
}

gboolean
penny_outbox_run (PennySync *sync, gint64 *next_time, GError **error)
{
  g_autoptr (PennySmtpSession) session = NULL;
  g_autoptr (GError) local = NULL;
  PennyOperation *operation;
  gint64 next;

  penny_assert_thread (PENNY_THREAD_WORKER);

  while ((operation = next_letter (sync, &next, &local)) != NULL)
    {
      g_autoptr (PennyOperation) owned = operation;

      if (session == NULL)
        session = penny_connect_smtp (sync, &local);
      if (session == NULL || !send_letter (sync, session, operation, &local))
        break;
    }

  if (session != NULL && penny_smtp_session_is_alive (session))
    penny_smtp_session_quit (session, NULL);
  if (next_time != NULL)
    *next_time = next;
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
