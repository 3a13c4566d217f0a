/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UID SEARCH (RFC 9051 §6.4.4, RFC 4731). */
#include "penny-imap-session-private.h"

#include <string.h>

#include "penny-error.h"

typedef struct {
  GArray *found;       /* of PennyUid */
  gboolean too_many;
  gboolean answered;   /* with something that can be understood */
  gboolean malformed;
} Search;

static void
add_found (Search *search, const GArray *uids)
{
  if (uids == NULL || uids->len > PENNY_IMAP_MAX_FOUND - search->found->len)
    search->too_many = TRUE;
  else if (uids->len > 0)
    g_array_append_vals (search->found, uids->data, uids->len);
}

static gboolean
search_handler (PennyImapSession *self, PennyImapResponse *response, gpointer data)
{
  Search *search = data;

  if (response->type == PENNY_IMAP_RESPONSE_SEARCH)
    add_found (search, response->uids);
  else if (response->type == PENNY_IMAP_RESPONSE_ESEARCH && response->by_uid && response->set != NULL)
    {
      g_autoptr(GArray) uids = penny_uid_set_to_array (response->set, PENNY_IMAP_MAX_FOUND);

      add_found (search, uids);
    }
  else if (response->type == PENNY_IMAP_RESPONSE_MALFORMED
           || (response->type == PENNY_IMAP_RESPONSE_ESEARCH && !response->by_uid))
    search->malformed = TRUE;
  else if (response->type != PENNY_IMAP_RESPONSE_ESEARCH)
    return FALSE;
  search->answered = TRUE;
  return TRUE;
}

static void
sort_found (GArray *found)
{
  guint kept = 0;

  g_array_sort (found, penny_uid_compare);
  for (guint i = 0; i < found->len; i++)
    {
      PennyUid uid = g_array_index (found, PennyUid, i);

      if (uid.value != 0 && (kept == 0 || g_array_index (found, PennyUid, kept - 1).value != uid.value))
        g_array_index (found, PennyUid, kept++) = uid;
    }
  g_array_set_size (found, kept);
}

/* Silence is not "none" where letters would be given up for it: some servers leave out an empty SEARCH, but who
 * has a mailbox full of messages has something to say of them. */
static gboolean
check_answer (const Search *search, gboolean needs_answer, GError **error)
{
  if (search->too_many)
    g_set_error_literal (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_LIMIT, "The server lists too many messages");
  else if (search->malformed || (needs_answer && !search->answered))
    g_set_error_literal (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_PROTOCOL,
                         "The server's answer to a search cannot be understood");
  else
    return TRUE;
  return FALSE;
}

static GArray *
run_search (PennyImapSession *self, PennyImapCommand *command, gboolean needs_answer, GError **error)
{
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (PennyUid));
  Search search = { .found = found };

  if (!penny_imap_session_check_selected (self, error)
      || !penny_imap_session_run (self, command, PENNY_IMAP_TIME_LONG, search_handler, &search, NULL, error))
    return NULL;
  if (!check_answer (&search, needs_answer, error))
    return NULL;
  sort_found (found);
  return g_steal_pointer (&found);
}

static PennyImapCommand *
search_command (PennyImapSession *self, const char *criteria)
{
  gboolean extended = penny_imap_session_has (self, PENNY_IMAP_CAP_ESEARCH);

  return penny_imap_command_new ("UID SEARCH%s %s", extended ? " RETURN (ALL)" : "", criteria);
}

GArray *
penny_imap_session_uid_search (PennyImapSession *self, const char *criteria, GError **error)
{
  g_autoptr(PennyImapCommand) command = search_command (self, criteria);

  g_return_val_if_fail (strpbrk (criteria, "\r\n") == NULL, NULL);
  return run_search (self, command, TRUE, error);
}

static gboolean
is_plain_id (const char *id)
{
  for (const char *p = id; *p != '\0'; p++)
    if ((guint8) *p < 0x20 || (guint8) *p > 0x7e)
      return FALSE;
  return *id != '\0';
}

GArray *
penny_imap_session_list_message_id (PennyImapSession *self, const char *message_id, GError **error)
{
  g_autoptr(PennyImapCommand) command = search_command (self, "UNDELETED HEADER Message-ID");
  g_autofree char *with_angles = NULL;

  /* An identifier that no message can carry is on none. */
  if (!is_plain_id (message_id))
    return penny_imap_session_check_selected (self, error) ? g_array_new (FALSE, FALSE, sizeof (PennyUid)) : NULL;
  with_angles = *message_id == '<' ? g_strdup (message_id) : g_strdup_printf ("<%s>", message_id);
  penny_imap_command_add_string (command, with_angles);
  return run_search (self, command, FALSE, error);
}

gboolean
penny_imap_session_search_message_id (PennyImapSession *self, const char *message_id, PennyUid *uid,
                                      GError **error)
{
  g_autoptr(GArray) found = penny_imap_session_list_message_id (self, message_id, error);

  *uid = PENNY_UID (0);
  if (found == NULL)
    return FALSE;
  if (found->len > 0)
    *uid = g_array_index (found, PennyUid, found->len - 1);
  return TRUE;
}
