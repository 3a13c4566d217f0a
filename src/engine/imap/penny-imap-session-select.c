/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a mailbox: SELECT, and in the same flight what has changed since it was last known and the newest
 * of what is new (RFC 9051 §6.3.2, RFC 7162, RFC 9394, RFC 5267). */
#include "penny-imap-session-private.h"

#include "penny-error.h"

#define ALL_FLAGS (PENNY_FLAG_SEEN | PENNY_FLAG_FLAGGED | PENNY_FLAG_ANSWERED | PENNY_FLAG_FORWARDED \
                   | PENNY_FLAG_DRAFT | PENNY_FLAG_DELETED | PENNY_FLAG_JUNK | PENNY_FLAG_NOTJUNK)

/* So much of new messages is kept until the flight is over. What comes beyond is fetched again, in windows. */
#define MAX_GATHERED (32 * 1024 * 1024)

/* A command that cannot be interrupted must not last. */
#define MAX_UNSORTED 500

static const PennyImapSelected nothing_told = {
  .permanent_flags = ALL_FLAGS,
  .keywords_allowed = TRUE,
};

void
penny_imap_selecting_clear (PennyImapSelecting *selecting)
{
  g_free (selecting->path);
  penny_imap_pending_clear (&selecting->select);
  penny_imap_pending_clear (&selecting->flags);
  penny_imap_pending_clear (&selecting->newest);
  penny_imap_pending_clear (&selecting->fetch);
}

/* --- what SELECT tells --- */

static gboolean
take_code (PennyImapSession *self, PennyImapSelected *selected, const PennyImapResponse *response)
{
  switch (response->code)
    {
    case PENNY_IMAP_CODE_UIDVALIDITY:
      selected->uidvalidity = (guint32) response->number;
      break;
    case PENNY_IMAP_CODE_UIDNEXT:
      selected->uidnext = PENNY_UID (response->number);
      break;
    case PENNY_IMAP_CODE_HIGHESTMODSEQ:
      selected->highest_modseq = PENNY_MODSEQ (response->number);
      break;
    case PENNY_IMAP_CODE_MAILBOXID:
      g_strlcpy (selected->mailbox_id, response->words[0], sizeof selected->mailbox_id);
      break;
    case PENNY_IMAP_CODE_PERMANENTFLAGS:
      selected->permanent_flags = response->flags;
      selected->keywords_allowed = response->keywords_allowed;
      break;
    case PENNY_IMAP_CODE_CLOSED:
      /* All before this was about the mailbox before. */
      *selected = nothing_told;
      penny_imap_session_forget_mailbox (self);
      break;
    default:
      return FALSE;
    }
  return TRUE;
}

static gboolean
asks_for_changes (PennyImapSession *self, const PennyImapSelecting *selecting)
{
  return selecting->visit != NULL && selecting->visit->known.highest_modseq.value != 0
         && penny_imap_session_has (self, PENNY_IMAP_CAP_QRESYNC);
}

static gboolean
select_handler (PennyImapSession *self, PennyImapResponse *response, gpointer data)
{
  PennyImapSelecting *selecting = data;

  switch (response->type)
    {
    case PENNY_IMAP_RESPONSE_OK:
      return take_code (self, &selecting->selected, response);
    case PENNY_IMAP_RESPONSE_EXISTS:
      selecting->selected.exists = (guint32) response->number;
      penny_imap_seq_map_reset (self->map, selecting->selected.exists);
      return TRUE;
    case PENNY_IMAP_RESPONSE_VANISHED:
    case PENNY_IMAP_RESPONSE_FETCH:
    case PENNY_IMAP_RESPONSE_MALFORMED_FETCH:
      /* Without QRESYNC this could be about the mailbox before. */
      if (self->qresync && asks_for_changes (self, selecting))
        penny_imap_session_absorb_change (self, response);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
send_select (PennyImapSession *self, PennyImapSelecting *selecting, gboolean read_only, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new (read_only ? "EXAMINE" : "SELECT");
  g_autofree char *raw = penny_imap_session_spell (self, selecting->path, error);

  if (raw == NULL)
    return FALSE;
  penny_imap_command_add_string (command, raw);
  if (asks_for_changes (self, selecting))
    penny_imap_command_add (command, " (QRESYNC (%u %" G_GUINT64_FORMAT "))", selecting->visit->known.uidvalidity,
                            selecting->visit->known.highest_modseq.value);
  else if (penny_imap_session_has (self, PENNY_IMAP_CAP_CONDSTORE))
    penny_imap_command_add (command, " (CONDSTORE)");
  selecting->selected = nothing_told;
  selecting->selected.read_only = read_only;
  penny_imap_session_forget_mailbox (self);
  return penny_imap_session_send (self, command, &selecting->select, select_handler, selecting, error);
}

static gboolean
end_select (PennyImapSession *self, PennyImapSelecting *selecting, GError **error)
{
  if (!penny_imap_session_end (self, &selecting->select, error))
    {
      penny_imap_session_forget_mailbox (self);
      return FALSE;
    }
  if (selecting->select.result->code == PENNY_IMAP_CODE_READ_ONLY)
    selecting->selected.read_only = TRUE;
  self->mailbox = selecting->selected;
  self->selected = g_strdup (selecting->path);
  return TRUE;
}

gboolean
penny_imap_session_select (PennyImapSession *self, const char *path, gboolean read_only,
                           PennyImapSelected *out, GError **error)
{
  g_auto(PennyImapSelecting) selecting = { .path = g_strdup (path) };

  if (!penny_imap_session_check (self, error))
    return FALSE;
  /* A name may be a literal that is waited for. */
  penny_imap_session_set_time (self, PENNY_IMAP_TIME_SHORT);
  if (!send_select (self, &selecting, read_only, error)
      || !penny_imap_session_flush (self, error) || !end_select (self, &selecting, error))
    return FALSE;
  penny_imap_session_set_time (self, 0);
  if (out != NULL)
    *out = selecting.selected;
  return TRUE;
}

/* --- what goes with it --- */

/* The UIDs that a mailbox may have got since: with a bound, since "7:*" is never empty. N: at most so many of them. */
static char *
dup_new_range (const PennyImapVisit *visit, guint32 n)
{
  guint32 first = MAX (visit->known.uidnext.value, 1);

  return g_strdup_printf ("%u:%u", first, n > G_MAXUINT32 - first ? G_MAXUINT32 : first + n - 1);
}

static gsize
count_bytes (const PennyImapFetched *fetched)
{
  return sizeof *fetched + (fetched->header != NULL ? g_bytes_get_size (fetched->header) : 0)
         + (fetched->body != NULL ? g_bytes_get_size (fetched->body) : 0);
}

static gboolean
arrived_handler (PennyImapSession *self, PennyImapResponse *response, gpointer data)
{
  PennyImapSelecting *selecting = data;
  PennyImapFetched *fetched = &response->fetched;

  if (response->type != PENNY_IMAP_RESPONSE_FETCH || (fetched->header == NULL && fetched->body == NULL))
    return FALSE;
  fetched->uid = penny_imap_session_learn_uid (self, response);
  g_clear_pointer (&fetched->envelope, penny_imap_envelope_free);
  g_clear_pointer (&fetched->structure, penny_imap_body_part_free);
  if (fetched->uid.value >= selecting->visit->known.uidnext.value && fetched->uid.value != 0
      && selecting->n_gathered < MAX_GATHERED)
    {
      selecting->n_gathered += count_bytes (fetched);
      g_ptr_array_add (selecting->visited->fetched, g_memdup2 (fetched, sizeof *fetched));
      *fetched = (PennyImapFetched) { .uid = { 0 } };
    }
  return TRUE;
}

/* ESEARCH with the newest ones: only the server itself makes use of them. */
static gboolean
newest_handler (PennyImapSession *self, PennyImapResponse *response, gpointer data)
{
  return response->type == PENNY_IMAP_RESPONSE_ESEARCH;
}

static gboolean
send_flags (PennyImapSession *self, PennyImapSelecting *selecting, GError **error)
{
  const PennyImapKnown *known = &selecting->visit->known;
  g_autoptr(PennyImapCommand) command =
    penny_imap_command_new ("UID FETCH 1:%u (UID FLAGS) (CHANGEDSINCE %" G_GUINT64_FORMAT ")", G_MAXUINT32,
                            known->highest_modseq.value);

  if (known->highest_modseq.value == 0 || !penny_imap_session_has (self, PENNY_IMAP_CAP_CONDSTORE)
      || asks_for_changes (self, selecting))
    return TRUE;
  return penny_imap_session_send (self, command, &selecting->flags, NULL, NULL, error);
}

/* sort-partial: Dovecot 2.3 offers ESORT and CONTEXT=SEARCH only, and has PARTIAL for SORT, too. Refused by
 * another, nothing is lost. */
static gboolean
sorts_newest (PennyImapSession *self)
{
  return penny_imap_session_has (self, PENNY_IMAP_CAP_ESORT) && penny_imap_session_has (self, PENNY_IMAP_CAP_SEARCHRES)
         && penny_imap_session_has (self, PENNY_IMAP_CAP_CONTEXT_SEARCH);
}

static gboolean
send_sort (PennyImapSession *self, PennyImapSelecting *selecting, const char *range, GError **error)
{
  g_autoptr(PennyImapCommand) command =
    penny_imap_command_new ("UID SORT RETURN (SAVE PARTIAL 1:%u) (REVERSE ARRIVAL) UTF-8 UID %s",
                            selecting->visit->n_newest, range);

  return penny_imap_session_send (self, command, &selecting->newest, newest_handler, selecting, error);
}

static gboolean
send_fetch (PennyImapSession *self, PennyImapSelecting *selecting, const char *set, gboolean partial, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("UID FETCH %s", set);

  penny_imap_session_add_items (self, command, selecting->visit->items, selecting->visit->header_fields);
  if (partial)
    penny_imap_command_add (command, " (PARTIAL -1:-%u)", selecting->visit->n_newest);
  return penny_imap_session_send (self, command, &selecting->fetch, arrived_handler, selecting, error);
}

/* Without PARTIAL or SORT the first new ones of a mailbox that is known come, which are all as a rule; of one
 * that is not none, which might be the oldest of a hundred thousand. */
static gboolean
send_newest (PennyImapSession *self, PennyImapSelecting *selecting, GError **error)
{
  g_autofree char *range = dup_new_range (selecting->visit, G_MAXUINT32);
  g_autofree char *few = dup_new_range (selecting->visit, MAX_UNSORTED);

  if (selecting->visit->n_newest == 0)
    return TRUE;
  if (penny_imap_session_has (self, PENNY_IMAP_CAP_PARTIAL))
    return send_fetch (self, selecting, range, TRUE, error);
  if (sorts_newest (self))
    return send_sort (self, selecting, range, error) && send_fetch (self, selecting, "$", FALSE, error);
  return selecting->visit->known.uidnext.value == 0 || send_fetch (self, selecting, few, FALSE, error);
}

gboolean
penny_imap_session_begin_visit (PennyImapSession *self, const PennyImapVisit *visit, PennyImapSelecting *selecting,
                                PennyImapVisited *visited, GError **error)
{
  selecting->path = g_strdup (visit->path);
  selecting->visit = visit;
  selecting->visited = visited;
  *visited = (PennyImapVisited) {
    .fetched = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_imap_fetched_free),
  };
  return send_select (self, selecting, FALSE, error) && send_flags (self, selecting, error)
         && send_newest (self, selecting, error);
}

static PennyImapNews
grade_news (PennyImapSession *self, const PennyImapSelecting *selecting)
{
  const PennyImapSelected *selected = &selecting->selected;

  if (selected->highest_modseq.value == 0 || self->resync || selecting->visit->known.highest_modseq.value == 0)
    return PENNY_IMAP_NEWS_NONE;
  /* The server counts anew: its index was made again. */
  if (selected->highest_modseq.value < selecting->visit->known.highest_modseq.value)
    return PENNY_IMAP_NEWS_NONE;
  if (self->qresync && asks_for_changes (self, selecting))
    return PENNY_IMAP_NEWS_ALL;
  return selecting->flags.result != NULL && selecting->flags.result->type == PENNY_IMAP_RESPONSE_OK
         ? PENNY_IMAP_NEWS_FLAGS : PENNY_IMAP_NEWS_NONE;
}

/* condstore-refused: offered, yet "BAD" to the parameter, as by a server that was asked to ENABLE and would not.
 * Never used again in this session. */
static gboolean
select_plainly (PennyImapSession *self, PennyImapSelecting *selecting, GError **refusal)
{
  if (selecting->select.result->type != PENNY_IMAP_RESPONSE_BAD
      || !penny_imap_session_has (self, PENNY_IMAP_CAP_CONDSTORE))
    return FALSE;
  g_clear_error (refusal);
  penny_imap_session_lose (self, PENNY_IMAP_CAP_QRESYNC);
  penny_imap_session_lose (self, PENNY_IMAP_CAP_CONDSTORE);
  penny_imap_pending_clear (&selecting->select);
  return send_select (self, selecting, FALSE, refusal) && penny_imap_session_flush (self, refusal)
         && end_select (self, selecting, refusal);
}

gboolean
penny_imap_session_end_visit (PennyImapSession *self, PennyImapSelecting *selecting, GError **error)
{
  PennyImapVisited *visited = selecting->visited;
  const PennyImapKnown *known = &selecting->visit->known;
  g_autoptr(GError) refusal = NULL;
  gboolean opened = end_select (self, selecting, &refusal);
  gboolean plainly = FALSE;

  if (!opened && !penny_imap_session_is_alive (self))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  /* What was asked besides may fail without harm. */
  if (!penny_imap_session_finish (self, &selecting->flags, NULL, error)
      || !penny_imap_session_finish (self, &selecting->newest, NULL, error)
      || !penny_imap_session_finish (self, &selecting->fetch, NULL, error))
    return FALSE;
  if (!opened)
    plainly = select_plainly (self, selecting, &refusal);
  if (!opened && !plainly)
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  visited->selected = selecting->selected;
  visited->news = grade_news (self, selecting);
  if (plainly || (known->uidvalidity != 0 && known->uidvalidity != visited->selected.uidvalidity))
    {
      /* What was asked for by UID was about other messages: of the mailbox before, or from before it was made anew. */
      g_ptr_array_set_size (visited->fetched, 0);
      penny_imap_session_drop_events (self);
      visited->news = PENNY_IMAP_NEWS_NONE;
    }
  return TRUE;
}

gboolean
penny_imap_session_visit (PennyImapSession *self, const PennyImapVisit *visit, PennyImapVisited *out, GError **error)
{
  g_auto(PennyImapSelecting) selecting = { .path = NULL };

  if (!penny_imap_session_check (self, error))
    return FALSE;
  penny_imap_session_set_time (self, PENNY_IMAP_TIME_TRANSFER);
  if (!penny_imap_session_begin_visit (self, visit, &selecting, out, error)
      || !penny_imap_session_flush (self, error) || !penny_imap_session_end_visit (self, &selecting, error))
    return FALSE;
  penny_imap_session_set_time (self, 0);
  return TRUE;
}
