/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter to oneself: handed to the outgoing server, waited for in the inbox, where it stays. */
#include "penny-trial-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "penny-draft.h"
#include "penny-error.h"

/* How long one look at an IMAP inbox lasts; the server tells sooner when something comes. */
#define LOOK_MS 5000
/* Between two visits to a POP box, unless the server wants them rarer. */
#define VISIT_S 5
#define LONGEST_LOGIN_DELAY_S 300
/* Servers that file what is sent do it at once, or nearly so. */
#define FILED_MS 2000
/* New messages of a POP box that are looked at in one visit. */
#define TOP_MAX 50

typedef struct {
  char *message_id;      /* owned, without <> */
  GBytes *raw;           /* owned */
  gint64 deadline;       /* monotonic µs; set when it is sent */
} Letter;

static void
letter_clear (Letter *letter)
{
  g_clear_pointer (&letter->message_id, g_free);
  g_clear_pointer (&letter->raw, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Letter, letter_clear)

static gboolean
write_letter (Letter *letter, PennyAccount *account, GError **error)
{
  g_autoptr (PennyAddress) self = penny_address_new (penny_account_get_name (account),
                                                     penny_account_get_address (account));
  g_autoptr (PennyDraft) draft = penny_draft_new (self);

  g_ptr_array_add (draft->to, penny_address_new (self->name, self->address));
  g_free (draft->subject);
  /* Translators: the subject of a letter that the program sends to the person's own address. */
  draft->subject = g_strdup (_("A letter to yourself"));
  g_free (draft->text);
  /* Translators: the text of that letter. */
  draft->text = g_strdup (_("You have sent this letter to yourself with Penny Post, to see whether letters go "
                            "out and come in.\n\nIt has arrived, so everything works. You can throw it away.\n"));
  letter->message_id = g_strdup (draft->message_id);
  letter->raw = penny_draft_build (draft, FALSE, TRUE, error);
  return letter->raw != NULL;
}

static gboolean
send (PennyTrialSide *out, Letter *letter, GError **error)
{
  const char *address = penny_account_get_address (out->run->input->account);
  const char * const recipients[] = { address, NULL };
  g_auto (PennySmtpResult) result = PENNY_SMTP_RESULT_INIT;
  GError *local = NULL;

  if (penny_smtp_session_send (out->session.smtp, address, recipients, letter->raw, &result, &local))
    return TRUE;
  if (result.maybe_sent && !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      /* The inbox will tell. */
      g_clear_error (&local);
      return TRUE;
    }
  g_propagate_error (error, local);
  return FALSE;
}

static gint64
ms_left (const Letter *letter)
{
  return MAX (letter->deadline - g_get_monotonic_time (), 0) / 1000;
}

static gboolean
give_up (GError **error)
{
  g_set_error_literal (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NO_LETTER,
                       "The letter was taken, but it has not come to the inbox in time");
  return FALSE;
}

/* --- in a shared box --- */

static gboolean
wait_in_inbox (PennyImapSession *imap, const Letter *letter, GError **error)
{
  for (;;)
    {
      gint64 left = ms_left (letter);
      PennyUid uid;

      if (!penny_imap_session_search_message_id (imap, letter->message_id, &uid, error))
        return FALSE;
      if (uid.value != 0)
        return TRUE;
      if (left == 0)
        return give_up (error);
      if (penny_imap_session_idle (imap, NULL, MIN (left, LOOK_MS), error) == PENNY_IMAP_IDLE_FAILED)
        return FALSE;
      penny_imap_events_free (penny_imap_session_take_events (imap));
    }
}

static char *
find_sent (PennyImapSession *imap)
{
  g_autoptr (GPtrArray) mailboxes = penny_imap_session_list (imap, FALSE, NULL);

  for (guint i = 0; mailboxes != NULL && i < mailboxes->len; i++)
    {
      const PennyImapMailbox *mailbox = mailboxes->pdata[i];

      if (mailbox->role == PENNY_ROLE_SENT)
        return g_strdup (mailbox->path);
    }
  return NULL;
}

/* Unknown when it cannot be found out: the outbox looks for itself then. */
static PennyFilesSent
look_into_sent (PennyImapSession *imap, const Letter *letter)
{
  g_autofree char *sent = find_sent (imap);
  PennyUid uid = PENNY_UID (0);

  if (sent == NULL || !penny_imap_session_select (imap, sent, TRUE, NULL, NULL))
    return PENNY_FILES_SENT_UNKNOWN;
  for (guint i = 0; i < 2 && uid.value == 0; i++)
    {
      if (i > 0 && penny_imap_session_idle (imap, NULL, FILED_MS, NULL) == PENNY_IMAP_IDLE_FAILED)
        return PENNY_FILES_SENT_UNKNOWN;
      penny_imap_events_free (penny_imap_session_take_events (imap));
      if (!penny_imap_session_search_message_id (imap, letter->message_id, &uid, NULL))
        return PENNY_FILES_SENT_UNKNOWN;
    }
  return uid.value != 0 ? PENNY_FILES_SENT_YES : PENNY_FILES_SENT_NO;
}

/* --- in a box that is emptied --- */

static GHashTable *
list_known (PennyPopSession *pop, GError **error)
{
  g_autoptr (PennyPopListing) listing = penny_pop_session_list_messages (pop, error);
  GHashTable *known;

  if (listing == NULL)
    return NULL;
  known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < listing->items->len; i++)
    {
      const char *uidl = g_array_index (listing->items, PennyPopItem, i).uidl;

      if (uidl != NULL)
        g_hash_table_add (known, g_strdup (uidl));
    }
  return known;
}

/* The newest ones that were not there before: a full array of PennyPopNumber. */
static GArray *
find_new (const PennyPopListing *listing, GHashTable *known)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (PennyPopNumber));

  for (guint i = listing->items->len; i > 0 && numbers->len < TOP_MAX; i--)
    {
      const PennyPopItem *item = &g_array_index (listing->items, PennyPopItem, i - 1);

      if (item->uidl == NULL || !g_hash_table_contains (known, item->uidl))
        g_array_append_val (numbers, item->number);
    }
  return numbers;
}

/* TOP leaves a message as it is; RETR would count as reading it. */
static gboolean
look_into_box (PennyPopSession *pop, GHashTable *known, const Letter *letter, gboolean *found, GError **error)
{
  g_autoptr (PennyPopListing) listing = penny_pop_session_list_messages (pop, error);
  g_autoptr (GArray) numbers = NULL;

  if (listing == NULL)
    return FALSE;
  numbers = find_new (listing, known);
  for (guint i = 0; i < numbers->len && !*found; i++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (GBytes) head = penny_pop_session_top (pop, g_array_index (numbers, PennyPopNumber, i), 0, &local);
      gsize size = 0;
      const char *data = head != NULL ? g_bytes_get_data (head, &size) : NULL;

      if (head == NULL && !g_error_matches (local, PENNY_POP_ERROR, PENNY_POP_ERROR_NO_SUCH_MESSAGE))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      *found = data != NULL && memmem (data, size, letter->message_id, strlen (letter->message_id)) != NULL;
    }
  return TRUE;
}

/* The box is locked for others now, or was asked too soon: that is no failure of the letter. */
static gboolean
is_later (const GError *error)
{
  return g_error_matches (error, PENNY_POP_ERROR, PENNY_POP_ERROR_IN_USE) ||
         g_error_matches (error, PENNY_POP_ERROR, PENNY_POP_ERROR_LOGIN_DELAY) ||
         g_error_matches (error, PENNY_POP_ERROR, PENNY_POP_ERROR_TEMPORARY);
}

/* What a session sees was fixed when it began, so each look is a visit of its own. */
static gboolean
visit (PennyTrialSide *in, GHashTable *known, const Letter *letter, gboolean *found, GError **error)
{
  GError *local = NULL;

  if (penny_trial_reach_again (in, &local) && penny_trial_log_in (in, in->server->user, &local)
      && look_into_box (in->session.pop, known, letter, found, &local))
    {
      penny_trial_session_leave (&in->session);
      return TRUE;
    }
  penny_trial_session_clear (&in->session);
  if (is_later (local))
    {
      g_clear_error (&local);
      return TRUE;
    }
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
pause_for (gint64 ms, GCancellable *cancellable, GError **error)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;
  GPollFD fd = { .fd = -1 };
  gboolean watching = cancellable != NULL && g_cancellable_make_pollfd (cancellable, &fd);
  gint64 now;

  while ((now = g_get_monotonic_time ()) < end && !g_cancellable_is_cancelled (cancellable))
    g_poll (&fd, watching ? 1 : 0, (int) MIN ((end - now + 999) / 1000, 1000));
  if (watching)
    g_cancellable_release_fd (cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
wait_in_box (PennyTrialSide *in, GHashTable *known, Letter *letter, guint login_delay_s, GError **error)
{
  gint64 pause_ms = MAX (login_delay_s, VISIT_S) * 1000;
  gboolean found = FALSE;

  /* A server that lets nobody in sooner is waited for. */
  letter->deadline = MAX (letter->deadline, g_get_monotonic_time () + login_delay_s * G_USEC_PER_SEC * 3 / 2);
  for (;;)
    {
      if (login_delay_s > 0 && !pause_for (pause_ms, in->run->cancellable, error))
        return FALSE;
      if (!visit (in, known, letter, &found, error))
        return FALSE;
      if (found)
        return TRUE;
      if (ms_left (letter) == 0)
        return give_up (error);
      if (login_delay_s == 0 && !pause_for (MIN (pause_ms, ms_left (letter)), in->run->cancellable, error))
        return FALSE;
    }
}

/* --- both --- */

gboolean
penny_trial_send_letter (PennyTrialSide *in, PennyTrialSide *out, GError **error)
{
  PennyTrialRun *run = in->run;
  g_auto (Letter) letter = { NULL };
  g_autoptr (GHashTable) known = NULL;
  guint login_delay_s = 0;

  if (!write_letter (&letter, run->input->account, error))
    return FALSE;
  if (in->session.pop != NULL)
    {
      known = list_known (in->session.pop, error);
      if (known == NULL)
        return FALSE;
      login_delay_s = MIN (penny_pop_session_get_login_delay (in->session.pop), LONGEST_LOGIN_DELAY_S);
      penny_trial_session_leave (&in->session);
    }
  if (!send (out, &letter, error))
    return FALSE;
  letter.deadline = g_get_monotonic_time () + (gint64) run->input->letter_wait_s * G_USEC_PER_SEC;
  if (known != NULL)
    return wait_in_box (in, known, &letter, login_delay_s, error);
  if (!wait_in_inbox (in->session.imap, &letter, error))
    return FALSE;
  run->result->files_sent = look_into_sent (in->session.imap, &letter);
  return TRUE;
}
