/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading messages: UID FETCH in windows, two under way at a time, and all flags. */
#include "penny-imap-session-private.h"

#include "penny-error.h"

#define N_IN_FLIGHT 2

/* --- windows --- */

typedef struct {
  PennyImapSession *session;
  GPtrArray *windows;          /* of char *; owned */
  PennyUidSet *wanted;         /* all of them; owned */
  guint next;
  guint n_ended;               /* how many of the NEXT ones sent have been answered */
  PennyImapPending in_flight[N_IN_FLIGHT];   /* window n in place n % N_IN_FLIGHT */
  PennyImapFetchItems items;
  const char *header_fields;
  PennyImapFetchedFunc fetched;
  PennyImapGoOnFunc go_on;
  gpointer data;
  gboolean stopped;
  gboolean saw_malformed;
  GError *first_refusal;       /* owned */
} Fetching;

static void
fetching_clear (Fetching *self)
{
  g_clear_pointer (&self->windows, g_ptr_array_unref);
  g_clear_pointer (&self->wanted, penny_uid_set_free);
  for (guint i = 0; i < N_IN_FLIGHT; i++)
    penny_imap_pending_clear (&self->in_flight[i]);
  g_clear_error (&self->first_refusal);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fetching, fetching_clear)

static void
plan_windows (Fetching *self, const PennyUidSet * const *sets, guint n_sets)
{
  self->windows = g_ptr_array_new_with_free_func (g_free);
  self->wanted = penny_uid_set_new ();
  for (guint i = 0; i < n_sets; i++)
    {
      g_autoptr(GPtrArray) chunks = penny_imap_session_chunks (sets[i]);

      for (guint k = 0; k < chunks->len; k++)
        g_ptr_array_add (self->windows, g_strdup (g_ptr_array_index (chunks, k)));
      for (guint k = 0; k < penny_uid_set_n_ranges (sets[i]); k++)
        {
          PennyUid first, last;

          penny_uid_set_get_range (sets[i], k, &first, &last);
          penny_uid_set_add_range (self->wanted, first, last);
        }
    }
}

void
penny_imap_session_add_items (PennyImapSession *self, PennyImapCommand *command, PennyImapFetchItems items,
                              const char *header_fields)
{
  static const struct {
    PennyImapFetchItems item;
    const char *word;
  } words[] = {
    { PENNY_IMAP_FETCH_FLAGS, "FLAGS" },
    { PENNY_IMAP_FETCH_INTERNAL_DATE, "INTERNALDATE" },
    { PENNY_IMAP_FETCH_SIZE, "RFC822.SIZE" },
    { PENNY_IMAP_FETCH_ENVELOPE, "ENVELOPE" },
    { PENNY_IMAP_FETCH_BODYSTRUCTURE, "BODYSTRUCTURE" },
    { PENNY_IMAP_FETCH_BODY, "BODY.PEEK[]" },
  };

  penny_imap_command_add (command, " (UID");
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (items & words[i].item)
      penny_imap_command_add (command, " %s", words[i].word);
  if ((items & PENNY_IMAP_FETCH_PREVIEW) && penny_imap_session_has (self, PENNY_IMAP_CAP_PREVIEW))
    penny_imap_command_add (command, " PREVIEW (LAZY)");
  if ((items & PENNY_IMAP_FETCH_OBJECT_ID) && penny_imap_session_has (self, PENNY_IMAP_CAP_OBJECTID))
    penny_imap_command_add (command, " EMAILID");
  else if ((items & PENNY_IMAP_FETCH_OBJECT_ID) && penny_imap_session_has (self, PENNY_IMAP_CAP_GMAIL))
    penny_imap_command_add (command, " X-GM-MSGID");
  if ((items & PENNY_IMAP_FETCH_MODSEQ) && penny_imap_session_has (self, PENNY_IMAP_CAP_CONDSTORE))
    penny_imap_command_add (command, " MODSEQ");
  if ((items & PENNY_IMAP_FETCH_HEADER) && header_fields != NULL)
    penny_imap_command_add (command, " BODY.PEEK[HEADER.FIELDS (%s)]", header_fields);
  else if (items & PENNY_IMAP_FETCH_HEADER)
    penny_imap_command_add (command, " BODY.PEEK[HEADER]");
  penny_imap_command_add (command, ")");
}

static void
set_malformed (GError **error)
{
  g_set_error_literal (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_PROTOCOL,
                       "The server describes a message in a way that cannot be understood");
}

/* An answer has something that was asked for; a mere change of flags has nothing else. */
static gboolean
is_answer (Fetching *self, const PennyImapFetched *fetched)
{
  const PennyImapFetchItems large = ~(PENNY_IMAP_FETCH_FLAGS | PENNY_IMAP_FETCH_MODSEQ);

  if (!penny_uid_set_contains (self->wanted, fetched->uid))
    return FALSE;
  if ((self->items & large) == 0)
    return TRUE;
  return fetched->header != NULL || fetched->body != NULL || fetched->envelope != NULL
         || fetched->structure != NULL || fetched->internal_date != 0 || fetched->rfc822_size != 0;
}

static gboolean
window_handler (PennyImapSession *session, PennyImapResponse *response, gpointer data)
{
  Fetching *self = data;

  if (response->type == PENNY_IMAP_RESPONSE_MALFORMED_FETCH)
    self->saw_malformed = TRUE;
  if (response->type != PENNY_IMAP_RESPONSE_FETCH)
    return response->type == PENNY_IMAP_RESPONSE_MALFORMED_FETCH;
  response->fetched.uid = penny_imap_session_learn_uid (session, response);
  if (response->fetched.uid.value == 0 || !is_answer (self, &response->fetched))
    return FALSE;
  self->fetched (&response->fetched, self->data);
  return TRUE;
}

static gboolean
send_window (Fetching *self, GError **error)
{
  g_autoptr(PennyImapCommand) command =
    penny_imap_command_new ("UID FETCH %s", (char *) g_ptr_array_index (self->windows, self->next));

  penny_imap_session_add_items (self->session, command, self->items, self->header_fields);
  return penny_imap_session_send (self->session, command, &self->in_flight[self->next++ % N_IN_FLIGHT],
                                  window_handler, self, error);
}

/* As many as may be under way. GO_ON is asked before each but the first. */
static gboolean
send_windows (Fetching *self, GError **error)
{
  guint before = self->next;

  while (self->next - self->n_ended < N_IN_FLIGHT && self->next < self->windows->len && !self->stopped)
    if (self->next > 0 && self->go_on != NULL && !self->go_on (self->data))
      self->stopped = TRUE;
    else if (!send_window (self, error))
      return FALSE;
  if (self->next == before)
    return TRUE;
  penny_imap_session_set_time (self->session, PENNY_IMAP_TIME_TRANSFER);
  return penny_imap_session_flush (self->session, error);
}

static gboolean
end_window (Fetching *self, GError **error)
{
  PennyImapPending *pending = &self->in_flight[self->n_ended++ % N_IN_FLIGHT];

  if (!penny_imap_session_finish (self->session, pending, NULL, error))
    return FALSE;
  if (pending->result->type != PENNY_IMAP_RESPONSE_OK && self->first_refusal == NULL)
    penny_imap_session_refused (self->session, pending->result, &self->first_refusal);
  penny_imap_pending_clear (pending);
  return TRUE;
}

static gboolean
run_windows (Fetching *self, GError **error)
{
  do
    if (!send_windows (self, error) || (self->n_ended < self->next && !end_window (self, error)))
      return FALSE;
  while (self->n_ended < self->next || (self->next < self->windows->len && !self->stopped));
  return TRUE;
}

gboolean
penny_imap_session_fetch (PennyImapSession *self, const PennyUidSet * const *sets, guint n_sets,
                          PennyImapFetchItems items, const char *header_fields,
                          PennyImapFetchedFunc fetched, PennyImapGoOnFunc go_on, gpointer data, GError **error)
{
  g_auto(Fetching) fetching = {
    .session = self, .items = items, .header_fields = header_fields,
    .fetched = fetched, .go_on = go_on, .data = data,
  };

  if (!penny_imap_session_check_selected (self, error))
    return FALSE;
  plan_windows (&fetching, sets, n_sets);
  if (!run_windows (&fetching, error))
    return FALSE;
  penny_imap_session_set_time (self, 0);
  if (fetching.first_refusal != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fetching.first_refusal));
      return FALSE;
    }
  if (fetching.saw_malformed)
    set_malformed (error);
  return !fetching.saw_malformed;
}

/* --- all flags --- */

typedef struct {
  GArray *found;       /* of PennyImapFlagChange */
  PennyUid first;
  gboolean too_many;
  gboolean saw_malformed;
} FlagScan;

static gboolean
flags_handler (PennyImapSession *self, PennyImapResponse *response, gpointer data)
{
  FlagScan *scan = data;
  PennyImapFlagChange change;

  if (response->type == PENNY_IMAP_RESPONSE_MALFORMED_FETCH)
    return scan->saw_malformed = TRUE;
  if (response->type != PENNY_IMAP_RESPONSE_FETCH)
    return FALSE;
  change = (PennyImapFlagChange) {
    penny_imap_session_learn_uid (self, response), response->fetched.flags, response->fetched.modseq,
  };
  if (change.uid.value == 0 || !response->fetched.has_flags)
    return FALSE;
  /* "7:*" gives the last message even where its UID is below 7. */
  if (change.uid.value < scan->first.value)
    return TRUE;
  if (scan->found->len >= PENNY_IMAP_MAX_FOUND)
    scan->too_many = TRUE;
  else
    g_array_append_val (scan->found, change);
  return TRUE;
}

static void
sort_changes (GArray *changes)
{
  guint kept = 0;

  /* Stable: of two for one message the later one counts. */
  g_array_sort (changes, penny_uid_compare);
  for (guint i = 0; i < changes->len; i++)
    {
      PennyImapFlagChange *change = &g_array_index (changes, PennyImapFlagChange, i);

      if (kept > 0 && g_array_index (changes, PennyImapFlagChange, kept - 1).uid.value == change->uid.value)
        kept--;
      g_array_index (changes, PennyImapFlagChange, kept++) = *change;
    }
  g_array_set_size (changes, kept);
}

GArray *
penny_imap_session_uids_and_flags_from (PennyImapSession *self, PennyUid first, GError **error)
{
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (PennyImapFlagChange));
  FlagScan scan = { found, first, FALSE, FALSE };
  gboolean modseq = penny_imap_session_has (self, PENNY_IMAP_CAP_CONDSTORE);
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("UID FETCH %u:* (UID FLAGS%s)",
                                                                MAX (first.value, 1), modseq ? " MODSEQ" : "");

  if (!penny_imap_session_check_selected (self, error))
    return NULL;
  /* "1:*" of nothing is an error to some servers. */
  if (penny_imap_seq_map_get_exists (self->map) == 0)
    return g_steal_pointer (&found);
  if (!penny_imap_session_run (self, command, PENNY_IMAP_TIME_LONG, flags_handler, &scan, NULL, error))
    return NULL;
  if (scan.too_many)
    {
      g_set_error_literal (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_LIMIT, "The server lists too many messages");
      return NULL;
    }
  /* A message that is not in the list would be taken for one that is gone. */
  if (scan.saw_malformed)
    {
      set_malformed (error);
      return NULL;
    }
  sort_changes (found);
  return g_steal_pointer (&found);
}

GArray *
penny_imap_session_uids_and_flags (PennyImapSession *self, GError **error)
{
  return penny_imap_session_uids_and_flags_from (self, PENNY_UID (1), error);
}
