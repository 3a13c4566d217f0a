/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox: one submission session for all letters that are due. */
#include "penny-outbox.h"

#include "penny-backoff.h"
#include "penny-connect.h"
#include "penny-draft.h"
#include "penny-error.h"
#include "penny-journal.h"
#include "penny-thread.h"

static PennyOperation *
next_letter (PennySync *sync, gint64 *next_time, GError **error)
{
  g_autoptr (GPtrArray) operations = penny_store_list_operations (sync->store, error);
  g_autoptr (GPtrArray) group = NULL;

  *next_time = 0;
  if (operations != NULL)
    group = penny_journal_next_group (operations, 1u << PENNY_OPERATION_SEND, penny_sync_now (), next_time);

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

  g_autoptr (PennyEntry) entry = penny_store_get_entry (sync->store, operation->entry, NULL);
  g_autoptr (GError) local = NULL;

  g_clear_error (&sync->letter_error);
  sync->letter_error = g_error_copy (why);
  if (stuck && entry != NULL)
    penny_sync_tell_notice (sync, PENNY_SYNC_NOTICE_NOT_SENT, entry->subject, why);

  return penny_store_operation_failed (sync->store, operation->id, why, penny_sync_now () + pause, stuck, &local)
         || penny_journal_forgive (&local, error);
}

static gboolean
note_sent (PennySync *sync, PennyOperation *operation, GError **error)
{
  gboolean in_box = penny_account_get_rules (sync->account)->sent_kept_in_box;
  gboolean filed = in_box && penny_account_get_files_sent (sync->account) == PENNY_FILES_SENT_YES;

  return penny_store_letter_sent (sync->store, operation->id, in_box && !filed, filed, error);
}

/* Killed while it was being handed over: the server may have taken it. */
static gboolean
note_interrupted (PennySync *sync, PennyOperation *operation, GError **error)
{
  g_autoptr (GError) why =
    g_error_new_literal (PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_TEMPORARY,
                         "The program ended while this letter was being sent; it may have been sent already");

  return note_failure (sync, operation, why, TRUE, error);
}

/* What one letter needs; all cleared together. */
typedef struct {
  GBytes *raw;         /* without Bcc */
  char *sender;
  char **recipients;
} Envelope;

static void
envelope_clear (Envelope *self)
{
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_clear_pointer (&self->sender, g_free);
  g_clear_pointer (&self->recipients, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Envelope, envelope_clear)

static gboolean
prepare (PennySync *sync, PennyOperation *operation, Envelope *envelope, GError **error)
{
  g_autoptr (GBytes) raw = penny_store_read_raw (sync->store, operation->entry, error);

  return raw != NULL
         && penny_draft_prepare_envelope (raw, &envelope->sender, &envelope->recipients, &envelope->raw, error);
}

/* FALSE + error only when the session or the store is lost; a refused letter is noted. */
static gboolean
send_letter (PennySync *sync, PennySmtpSession *session, PennyOperation *operation, GError **error)
{
  g_auto (Envelope) envelope = { NULL, };
  g_auto (PennySmtpResult) result = PENNY_SMTP_RESULT_INIT;
  g_autoptr (GError) why = NULL;

  /* A letter that cannot be read must not hold up the others. */
  if (!prepare (sync, operation, &envelope, &why))
    return note_failure (sync, operation, why, FALSE, error);

  /* It may be taken back this very moment. */
  if (!penny_store_operation_began (sync->store, operation->id, &why))
    return penny_journal_forgive (&why, error);

  if (penny_smtp_session_send (session, envelope.sender, (const char * const *) envelope.recipients, envelope.raw,
                               &result, &why))
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

      if (operation->began)
        {
          if (!note_interrupted (sync, operation, &local))
            break;
          continue;
        }
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

/* --- for the worker --- */

void
penny_outbox_ask_again (PennySync *sync)
{
  sync->sending.again = 0;
  penny_backoff_reset (&sync->sending.backoff);
}

static void
note_trouble (PennySync *sync, GError *error, gint64 *next_time)
{
  PennySending *sending = &sync->sending;
  gint64 pause_ms = penny_backoff_next (&sending->backoff, g_random_double ());

  g_clear_error (&sending->error);
  sending->error = error;
  sending->phase = sync->phase;
  sending->again = G_MAXINT64;
  *next_time = 0;
  if (penny_error_grade (error).retry == PENNY_NEEDS_PERSON)
    return;

  sending->again = g_get_monotonic_time () + pause_ms * 1000;
  *next_time = penny_sync_now () + pause_ms / 1000 + 1;
}

static gboolean
is_any_due (PennySync *sync, gint64 *next_time, GError **error)
{
  g_autoptr (PennyOperation) letter = next_letter (sync, next_time, error);

  return letter != NULL;
}

gboolean
penny_outbox_attend (PennySync *sync, gint64 *next_time, GError **error)
{
  PennySending *sending = &sync->sending;
  gint64 left_us = sending->again - g_get_monotonic_time ();
  PennyPhase phase = sync->phase;
  g_autoptr (GError) local = NULL;
  gint64 next = 0;

  if (is_any_due (sync, &next, &local) && sending->error != NULL && left_us > 0)
    next = sending->again == G_MAXINT64 ? 0 : penny_sync_now () + left_us / G_USEC_PER_SEC + 1;
  else if (local == NULL && penny_outbox_run (sync, &next, &local))
    {
      g_clear_error (&sending->error);
      penny_outbox_ask_again (sync);
    }

  if (local != NULL
      && (local->domain == PENNY_STORE_ERROR || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (local != NULL)
    note_trouble (sync, g_steal_pointer (&local), &next);
  sync->phase = phase;
  if (next_time != NULL)
    *next_time = next;
  return TRUE;
}
