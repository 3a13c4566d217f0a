/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailboxes: listing, looking into, selecting, making. */
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

typedef struct {
  GPtrArray *mailboxes;     /* owns */
  GHashTable *by_path;      /* borrowed from MAILBOXES */
  gsize n_bytes;            /* of all names */
} Listing;

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
  Listing *listing = data;
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

static gboolean
run_list (PennyImapSession *self, const char *words, Listing *listing, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("%s", words);

  return penny_imap_session_run (self, command, PENNY_IMAP_TIME_SHORT, list_handler, listing, NULL, error);
}

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

GPtrArray *
penny_imap_session_list (PennyImapSession *self, gboolean with_status, GError **error)
{
  g_autoptr(GPtrArray) mailboxes = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_imap_mailbox_free);
  g_autoptr(GHashTable) by_path = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GError) refusal = NULL;
  Listing listing = { mailboxes, by_path, 0 };
  g_autofree char *words = NULL;

  if (!penny_imap_session_check (self, error))
    return NULL;
  words = dup_list_words (self, with_status);
  /* Refused though offered: the plain form says most of it. */
  if (words != NULL && run_list (self, words, &listing, &refusal))
    return g_steal_pointer (&mailboxes);
  if (!survives (self, &refusal, error) || !run_list (self, "LIST \"\" \"*\"", &listing, error))
    return NULL;
  return g_steal_pointer (&mailboxes);
}

static gboolean
namespace_handler (PennyImapSession *self, PennyImapResponse *response, gpointer data)
{
  PennyImapMailbox **found = data;

  if (response->type != PENNY_IMAP_RESPONSE_NAMESPACE)
    return FALSE;
  if (*found == NULL)
    *found = g_steal_pointer (&response->mailbox);
  return TRUE;
}

char *
penny_imap_session_personal_prefix (PennyImapSession *self, char *delimiter, GError **error)
{
  g_autoptr(PennyImapMailbox) found = NULL;
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("NAMESPACE");

  if (delimiter != NULL)
    *delimiter = '\0';
  if (!penny_imap_session_check (self, error))
    return NULL;
  if (penny_imap_session_has (self, PENNY_IMAP_CAP_NAMESPACE)
      && !penny_imap_session_run (self, command, PENNY_IMAP_TIME_SHORT, namespace_handler, &found, NULL, error))
    return NULL;
  if (found == NULL)
    return g_strdup ("");
  if (delimiter != NULL)
    *delimiter = found->delimiter;
  return g_strdup (found->path);
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

  if (response->type != PENNY_IMAP_RESPONSE_STATUS)
    return FALSE;
  if (strcmp (response->mailbox->raw, wanted->raw) == 0
      || (g_ascii_strcasecmp (wanted->raw, "INBOX") == 0
          && g_ascii_strcasecmp (response->mailbox->raw, "INBOX") == 0))
    *wanted->out = response->status;
  return TRUE;
}

gboolean
penny_imap_session_status (PennyImapSession *self, const char *path, PennyImapStatus *out, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new ("STATUS");
  g_autofree char *raw = NULL;
  StatusWanted wanted = { NULL, out };

  *out = (PennyImapStatus) { .messages = 0 };
  if (!penny_imap_session_check (self, error)
      || (raw = penny_imap_session_spell (self, path, error)) == NULL)
    return FALSE;
  wanted.raw = raw;
  penny_imap_command_add_string (command, raw);
  penny_imap_command_add (command, " (" STATUS_ITEMS "%s%s)", modseq_item (self),
                          penny_imap_session_has (self, PENNY_IMAP_CAP_STATUS_SIZE) ? " SIZE" : "");
  return penny_imap_session_run (self, command, PENNY_IMAP_TIME_SHORT, status_handler, &wanted, NULL, error);
}

/* --- SELECT --- */

#define ALL_FLAGS (PENNY_FLAG_SEEN | PENNY_FLAG_FLAGGED | PENNY_FLAG_ANSWERED | PENNY_FLAG_FORWARDED \
                   | PENNY_FLAG_DRAFT | PENNY_FLAG_DELETED | PENNY_FLAG_JUNK | PENNY_FLAG_NOTJUNK)

static const PennyImapSelected nothing_told = {
  .permanent_flags = ALL_FLAGS,
  .keywords_allowed = TRUE,
};

static void
take_select_code (PennyImapSelected *selected, const PennyImapResponse *response)
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
    case PENNY_IMAP_CODE_PERMANENTFLAGS:
      selected->permanent_flags = response->flags;
      selected->keywords_allowed = response->keywords_allowed;
      break;
    case PENNY_IMAP_CODE_CLOSED:
      /* All before this was about the mailbox before. */
      *selected = nothing_told;
      break;
    default:
      break;
    }
}

static gboolean
select_handler (PennyImapSession *self, PennyImapResponse *response, gpointer data)
{
  PennyImapSelected *selected = data;

  if (response->type == PENNY_IMAP_RESPONSE_OK)
    take_select_code (selected, response);
  else if (response->type == PENNY_IMAP_RESPONSE_EXISTS)
    selected->exists = (guint32) response->number;
  else
    return FALSE;
  /* Alerts still have to get through. */
  return response->code != PENNY_IMAP_CODE_ALERT;
}

gboolean
penny_imap_session_select (PennyImapSession *self, const char *path, gboolean read_only,
                           PennyImapSelected *out, GError **error)
{
  g_autoptr(PennyImapCommand) command = penny_imap_command_new (read_only ? "EXAMINE" : "SELECT");
  g_autoptr(PennyImapResponse) result = NULL;
  g_autofree char *raw = NULL;
  g_autofree char *kept = g_strdup (path);
  PennyImapSelected selected = nothing_told;

  if (!penny_imap_session_check (self, error)
      || (raw = penny_imap_session_spell (self, path, error)) == NULL)
    return FALSE;
  penny_imap_session_forget_mailbox (self);
  penny_imap_command_add_string (command, raw);
  if (penny_imap_session_has (self, PENNY_IMAP_CAP_CONDSTORE))
    penny_imap_command_add (command, " (CONDSTORE)");
  if (!penny_imap_session_run (self, command, PENNY_IMAP_TIME_SHORT, select_handler, &selected, &result, error))
    return FALSE;
  selected.read_only = read_only || result->code == PENNY_IMAP_CODE_READ_ONLY;
  self->mailbox = selected;
  self->selected = g_steal_pointer (&kept);
  penny_imap_seq_map_reset (self->map, selected.exists);
  if (out != NULL)
    *out = selected;
  return TRUE;
}

const char *
penny_imap_session_get_selected (PennyImapSession *self)
{
  return self->selected;
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
