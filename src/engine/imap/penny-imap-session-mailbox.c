/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailboxes: listing, looking into, leaving, making. */
#include "penny-imap-session-private.h"

#include <string.h>

#include "penny-error.h"

#define MAX_MAILBOXES 100000
/* All their names together: names are short, unless somebody means harm. */
#define MAX_NAMES (32 * 1024 * 1024)

/* A command that may fail did: TRUE when the session goes on, else REFUSAL is the caller's error. */
static gboolean
survives (PennyImapSession *self, GError **refusal, GError **error)
{
  if (penny_imap_session_is_alive (self))
    {
      g_clear_error (refusal);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (refusal));
  return FALSE;
}

/* --- LIST --- */

void
penny_imap_listing_clear (PennyImapListing *listing)
{
  penny_imap_pending_clear (&listing->pending);
  g_clear_pointer (&listing->by_path, g_hash_table_unref);
  g_clear_pointer (&listing->mailboxes, g_ptr_array_unref);
}

/* Some servers tell a mailbox twice, once for each of its attributes. */
static void
merge_mailbox (PennyImapMailbox *into, const PennyImapMailbox *other)
{
  into->attributes |= other->attributes;
  if (into->role == PENNY_ROLE_NONE)
    into->role = other->role;
}

static gboolean
list_handler (PennyImapSession *self, PennyImapResponse *response, gpointer data)
{
  PennyImapListing *listing = data;
  PennyImapMailbox *known;

  if (response->type != PENNY_IMAP_RESPONSE_LIST && response->type != PENNY_IMAP_RESPONSE_STATUS)
    return FALSE;
  known = g_hash_table_lookup (listing->by_path, response->mailbox->path);
  if (response->type == PENNY_IMAP_RESPONSE_STATUS)
    {
      /* RFC 5819 §2: after the mailbox itself. */
      if (known != NULL)
        known->status = response->status;
    }
  else if (known != NULL)
    merge_mailbox (known, response->mailbox);
  else if (listing->mailboxes->len < MAX_MAILBOXES && listing->n_bytes < MAX_NAMES
           && *response->mailbox->path != '\0')
    {
      PennyImapMailbox *mailbox = g_steal_pointer (&response->mailbox);

      listing->n_bytes += strlen (mailbox->raw);
      g_ptr_array_add (listing->mailboxes, mailbox);
      g_hash_table_insert (listing->by_path, mailbox->path, mailbox);
      g_hash_table_replace (self->raw_names, g_strdup (mailbox->path), g_strdup (mailbox->raw));
    }
  return TRUE;
}

/* How many mailboxes are asked after in one flight. */
#define STATUS_FLIGHT 100
#define PLAIN_LIST "LIST \"\" \"*\""
#define STATUS_ITEMS "MESSAGES UNSEEN UIDNEXT UIDVALIDITY"

/* More of a mailbox's numbers, where the server has it. */
static const char *
modseq_item (PennyImapSession *self)
{
  return penny_imap_session_has (self, PENNY_IMAP_CAP_CONDSTORE) ? " HIGHESTMODSEQ" : "";
}

/* What this server can tell at most; NULL: only the plain form. Full. */
static char *
dup_list_words (PennyImapSession *self, gboolean with_status)
{
  gboolean special = penny_imap_session_has (self, PENNY_IMAP_CAP_SPECIAL_USE);
  gboolean status = with_status && penny_imap_session_has (self, PENNY_IMAP_CAP_LIST_STATUS);

  if (penny_imap_session_has (self, PENNY_IMAP_CAP_LIST_EXTENDED) && status)
    return g_strdup_printf ("LIST \"\" \"*\" RETURN (%sSTATUS (" STATUS_ITEMS "%s))", special ? "SPECIAL-USE " : "",
                            modseq_item (self));
  if (penny_imap_session_has (self, PENNY_IMAP_CAP_LIST_EXTENDED) && special)
    return g_strdup ("LIST \"\" \"*\" RETURN (SPECIAL-USE)");
  if (penny_imap_session_has (self, PENNY_IMAP_CAP_XLIST) && !special)
    return g_strdup ("XLIST \"\" \"*\"");
  return NULL;
}

static gboolean
send_list (PennyImapSession *self, const char *words, PennyImapListing *listing, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("%s", words);

  return penny_imap_session_send (self, command, &listing->pending, list_handler, listing, error);
}

gboolean
penny_imap_session_begin_list (PennyImapSession *self, gboolean with_status, PennyImapListing *listing, GError **error)
{
  g_autofree char *words = dup_list_words (self, with_status);

  /* Those that have gone are not remembered for ever. */
  g_hash_table_remove_all (self->raw_names);
  listing->mailboxes = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_imap_mailbox_free);
  listing->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  return send_list (self, words != NULL ? words : PLAIN_LIST, listing, error);
}

GPtrArray *
penny_imap_session_end_list (PennyImapSession *self, PennyImapListing *listing, GError **error)
{
  g_autoptr(GError) refusal = NULL;

  if (penny_imap_session_end (self, &listing->pending, &refusal))
    return g_steal_pointer (&listing->mailboxes);
  if (!survives (self, &refusal, error))
    return NULL;
  /* Refused though offered: the plain form says most of it. */
  penny_imap_pending_clear (&listing->pending);
  penny_imap_session_set_time (self, PENNY_IMAP_TIME_SHORT);
  if (!send_list (self, PLAIN_LIST, listing, error) || !penny_imap_session_flush (self, error)
      || !penny_imap_session_end (self, &listing->pending, error))
    return NULL;
  return g_steal_pointer (&listing->mailboxes);
}

GPtrArray *
penny_imap_session_list (PennyImapSession *self, gboolean with_status, GError **error)
{
  g_auto(PennyImapListing) listing = { .mailboxes = NULL };
  GPtrArray *mailboxes;

  if (!penny_imap_session_check (self, error))
    return NULL;
  penny_imap_session_set_time (self, PENNY_IMAP_TIME_SHORT);
  if (!penny_imap_session_begin_list (self, with_status, &listing, error) || !penny_imap_session_flush (self, error))
    return NULL;
  mailboxes = penny_imap_session_end_list (self, &listing, error);
  penny_imap_session_set_time (self, 0);
  return mailboxes;
}

/* --- NAMESPACE --- */

static gboolean
namespace_handler (PennyImapSession *self, PennyImapResponse *response, gpointer data)
{
  (void) data;
  if (response->type != PENNY_IMAP_RESPONSE_NAMESPACE)
    return FALSE;
  if (self->personal == NULL)
    self->personal = g_steal_pointer (&response->mailbox);
  return TRUE;
}

gboolean
penny_imap_session_begin_namespace (PennyImapSession *self, PennyImapPending *pending, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("NAMESPACE");

  return self->personal != NULL || !penny_imap_session_has (self, PENNY_IMAP_CAP_NAMESPACE)
         || penny_imap_session_send (self, command, pending, namespace_handler, NULL, error);
}

char *
penny_imap_session_personal_prefix (PennyImapSession *self, char *delimiter, GError **error)
{
  g_auto(PennyImapPending) pending = { .result = NULL };

  if (delimiter != NULL)
    *delimiter = '\0';
  if (!penny_imap_session_check (self, error))
    return NULL;
  penny_imap_session_set_time (self, PENNY_IMAP_TIME_SHORT);
  if (!penny_imap_session_begin_namespace (self, &pending, error) || !penny_imap_session_flush (self, error)
      || !penny_imap_session_end (self, &pending, error))
    return NULL;
  penny_imap_session_set_time (self, 0);
  if (self->personal == NULL)
    return g_strdup ("");
  if (delimiter != NULL)
    *delimiter = self->personal->delimiter;
  return g_strdup (self->personal->path);
}

/* --- STATUS --- */

typedef struct {
  const char *raw;
  PennyImapStatus *out;
} StatusWanted;

static gboolean
status_handler (PennyImapSession *self, PennyImapResponse *response, gpointer data)
{
  StatusWanted *wanted = data;

  if (response->type != PENNY_IMAP_RESPONSE_STATUS
      || (strcmp (response->mailbox->raw, wanted->raw) != 0
          && (g_ascii_strcasecmp (wanted->raw, "INBOX") != 0
              || g_ascii_strcasecmp (response->mailbox->raw, "INBOX") != 0)))
    return FALSE;
  *wanted->out = response->status;
  return TRUE;
}

static PennyImapCommand *
status_command (PennyImapSession *self, const char *raw, const char *more)
{
  PennyImapCommand *command = penny_imap_command_new ("STATUS");

  penny_imap_command_add_string (command, raw);
  penny_imap_command_add (command, " (" STATUS_ITEMS "%s%s)", modseq_item (self), more);
  return command;
}

gboolean
penny_imap_session_status (PennyImapSession *self, const char *path, PennyImapStatus *out, GError **error)
{
  g_autoptr(PennyImapCommand) command = NULL;
  g_autofree char *raw = NULL;
  StatusWanted wanted = { NULL, out };

  *out = (PennyImapStatus) { .messages = 0 };
  if (!penny_imap_session_check (self, error)
      || (raw = penny_imap_session_spell (self, path, error)) == NULL)
    return FALSE;
  wanted.raw = raw;
  command = status_command (self, raw, penny_imap_session_has (self, PENNY_IMAP_CAP_STATUS_SIZE) ? " SIZE" : "");
  return penny_imap_session_run (self, command, PENNY_IMAP_TIME_SHORT, status_handler, &wanted, NULL, error);
}

typedef struct {
  PennyImapPending pending;
  StatusWanted wanted;
} StatusAsked;

/* The N first of MAILBOXES in one flight. */
static gboolean
fill_some (PennyImapSession *self, PennyImapMailbox **mailboxes, guint n, GError **error)
{
  g_autofree StatusAsked *asked = g_new0 (StatusAsked, n);
  gboolean done = TRUE;

  penny_imap_session_set_time (self, PENNY_IMAP_TIME_LONG);
  for (guint i = 0; i < n && done; i++)
    {
      g_autoptr(PennyImapCommand) command = status_command (self, mailboxes[i]->raw, "");

      asked[i].wanted = (StatusWanted) { mailboxes[i]->raw, &mailboxes[i]->status };
      /* Of the selected one it should not be asked (RFC 9051 §6.3.11). */
      done = (mailboxes[i]->attributes & PENNY_IMAP_MAILBOX_NOSELECT) != 0 || mailboxes[i]->status.uidvalidity != 0
             || g_strcmp0 (mailboxes[i]->path, self->selected) == 0
             || penny_imap_session_send (self, command, &asked[i].pending, status_handler, &asked[i].wanted, error);
    }
  done = done && penny_imap_session_flush (self, error);
  /* One that cannot be told of is none the worse for it. */
  for (guint i = 0; i < n && done; i++)
    done = penny_imap_session_finish (self, &asked[i].pending, NULL, error);
  for (guint i = 0; i < n; i++)
    penny_imap_pending_clear (&asked[i].pending);
  penny_imap_session_set_time (self, 0);
  return done;
}

gboolean
penny_imap_session_fill_status (PennyImapSession *self, GPtrArray *mailboxes, GError **error)
{
  gboolean done = penny_imap_session_check (self, error);

  for (guint i = 0; i < mailboxes->len && done; i += STATUS_FLIGHT)
    done = fill_some (self, (PennyImapMailbox **) mailboxes->pdata + i, MIN (STATUS_FLIGHT, mailboxes->len - i), error);
  return done;
}

/* --- the selected one --- */

const char *
penny_imap_session_get_selected (PennyImapSession *self)
{
  return self->selected;
}

guint32
penny_imap_session_get_exists (PennyImapSession *self)
{
  return self->selected != NULL ? penny_imap_seq_map_get_exists (self->map) : 0;
}

gboolean
penny_imap_session_unselect (PennyImapSession *self, GError **error)
{
  gboolean offered = penny_imap_session_has (self, PENNY_IMAP_CAP_UNSELECT);
  g_autoptr(PennyImapCommand) command = penny_imap_command_new (offered ? "UNSELECT" : "CLOSE");
  g_autofree char *path = g_strdup (self->selected);

  if (path == NULL)
    return penny_imap_session_check (self, error);
  /* CLOSE after SELECT would expunge what other programs have marked; after EXAMINE it cannot. */
  if (!offered && !self->mailbox.read_only && !penny_imap_session_select (self, path, TRUE, NULL, error))
    return FALSE;
  penny_imap_session_forget_mailbox (self);
  return penny_imap_session_run (self, command, PENNY_IMAP_TIME_SHORT, NULL, NULL, NULL, error);
}

/* --- CREATE --- */

static const char *
use_of_role (PennyRole role)
{
  switch (role)
    {
    case PENNY_ROLE_DRAFTS:
      return "\\Drafts";
    case PENNY_ROLE_SENT:
      return "\\Sent";
    case PENNY_ROLE_ARCHIVE:
      return "\\Archive";
    case PENNY_ROLE_JUNK:
      return "\\Junk";
    case PENNY_ROLE_TRASH:
      return "\\Trash";
    default:
      return NULL;
    }
}

static gboolean
run_with_name (PennyImapSession *self, const char *word, const char *raw, const char *use,
               PennyImapResponse **result, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("%s", word);

  penny_imap_command_add_string (command, raw);
  if (use != NULL)
    penny_imap_command_add (command, " (USE (%s))", use);
  return penny_imap_session_run (self, command, PENNY_IMAP_TIME_SHORT, NULL, NULL, result, error);
}

static gboolean
create_plain (PennyImapSession *self, const char *path, const char *raw, GError **error)
{
  g_autoptr(PennyImapResponse) result = NULL;
  g_autoptr(GError) refusal = NULL;
  g_autoptr(GError) absence = NULL;
  PennyImapStatus status;

  if (run_with_name (self, "CREATE", raw, NULL, &result, &refusal))
    return TRUE;
  /* Only ALREADYEXISTS is sure; without that code the mailbox itself is asked. */
  if (result != NULL && result->type == PENNY_IMAP_RESPONSE_NO)
    {
      if (result->code == PENNY_IMAP_CODE_ALREADYEXISTS
          || penny_imap_session_status (self, path, &status, &absence))
        return TRUE;
      if (!survives (self, &absence, error))
        return FALSE;
    }
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
penny_imap_session_create (PennyImapSession *self, const char *path, PennyRole role, GError **error)
{
  const char *use = penny_imap_session_has (self, PENNY_IMAP_CAP_CREATE_SPECIAL_USE) ? use_of_role (role) : NULL;
  g_autoptr(GError) refusal = NULL;
  g_autofree char *raw = NULL;

  if (!penny_imap_session_check (self, error)
      || (raw = penny_imap_session_spell (self, path, error)) == NULL)
    return FALSE;
  if (use == NULL || !run_with_name (self, "CREATE", raw, use, NULL, &refusal))
    if (!survives (self, &refusal, error) || !create_plain (self, path, raw, error))
      return FALSE;
  /* Without a subscription other programs would not show it; that is no reason to fail. */
  return run_with_name (self, "SUBSCRIBE", raw, NULL, NULL, &refusal) || survives (self, &refusal, error);
}
