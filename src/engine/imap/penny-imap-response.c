/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a whole response means: status lines with their codes, data (RFC 9051 §7). */
#include "penny-imap-response.h"

#include <string.h>

#include "penny-error.h"
#include "penny-imap-reader.h"
#include "penny-imap-utf7.h"

#define MAX_WORDS 1000
/* COPYUID and APPENDUID name no more messages than a command of ours did. */
#define MAX_COPIED 1000000

/* --- small pieces --- */

static char *
clean_text (const char *text, gsize length)
{
  char *clean = g_utf8_make_valid (text, (gssize) length);

  for (char *p = clean; *p != '\0'; p++)
    if ((guint8) *p < 0x20 || *p == 0x7f)
      *p = ' ';
  return g_strstrip (clean);
}

/* Words up to the end. */
static gboolean
read_words (PennyImapReader *reader, char ***words)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func (g_free);

  penny_imap_reader_blanks (reader);
  while (!penny_imap_reader_at_end (reader))
    {
      const char *atom;
      gsize length;

      if (!penny_imap_reader_atom (reader, "", &atom, &length))
        return FALSE;
      if (list->len >= MAX_WORDS)
        return penny_imap_reader_fail (reader, "too many words");
      g_ptr_array_add (list, g_strndup (atom, length));
      penny_imap_reader_blanks (reader);
    }
  g_ptr_array_add (list, NULL);
  g_strfreev (*words);
  *words = (char **) g_ptr_array_free (g_steal_pointer (&list), FALSE);
  return TRUE;
}

static gboolean
read_set (PennyImapReader *reader, PennyUidSet **set)
{
  const char *atom;
  gsize length;

  if (!penny_imap_reader_atom (reader, "", &atom, &length))
    return FALSE;
  penny_uid_set_free (*set);
  *set = penny_uid_set_parse (atom, (gssize) length, G_MAXUINT, NULL);
  return *set != NULL || penny_imap_reader_fail (reader, "a set of messages is malformed");
}

static gboolean
read_list (PennyImapReader *reader, GArray **list)
{
  const char *atom;
  gsize length;

  penny_imap_reader_blanks (reader);
  if (!penny_imap_reader_atom (reader, "]", &atom, &length))
    return FALSE;
  g_clear_pointer (list, g_array_unref);
  *list = penny_uid_list_parse (atom, (gssize) length, MAX_COPIED, NULL);
  return *list != NULL;
}

/* --- response codes --- */

static const struct {
  const char *word;
  PennyImapCode code;
} codes[] = {
  { "ALERT", PENNY_IMAP_CODE_ALERT },
  { "ALREADYEXISTS", PENNY_IMAP_CODE_ALREADYEXISTS },
  { "APPENDUID", PENNY_IMAP_CODE_APPENDUID },
  { "AUTHENTICATIONFAILED", PENNY_IMAP_CODE_AUTHENTICATIONFAILED },
  { "AUTHORIZATIONFAILED", PENNY_IMAP_CODE_AUTHORIZATIONFAILED },
  { "CAPABILITY", PENNY_IMAP_CODE_CAPABILITY },
  { "CLOSED", PENNY_IMAP_CODE_CLOSED },
  { "CONTACTADMIN", PENNY_IMAP_CODE_CONTACTADMIN },
  { "COPYUID", PENNY_IMAP_CODE_COPYUID },
  { "EXPIRED", PENNY_IMAP_CODE_EXPIRED },
  { "HIGHESTMODSEQ", PENNY_IMAP_CODE_HIGHESTMODSEQ },
  { "INUSE", PENNY_IMAP_CODE_INUSE },
  { "LIMIT", PENNY_IMAP_CODE_LIMIT },
  { "NOMODSEQ", PENNY_IMAP_CODE_NOMODSEQ },
  { "NONEXISTENT", PENNY_IMAP_CODE_NONEXISTENT },
  { "NOPERM", PENNY_IMAP_CODE_NOPERM },
  { "OVERQUOTA", PENNY_IMAP_CODE_OVERQUOTA },
  { "PERMANENTFLAGS", PENNY_IMAP_CODE_PERMANENTFLAGS },
  { "PRIVACYREQUIRED", PENNY_IMAP_CODE_PRIVACYREQUIRED },
  { "READ-ONLY", PENNY_IMAP_CODE_READ_ONLY },
  { "READ-WRITE", PENNY_IMAP_CODE_READ_WRITE },
  { "SERVERBUG", PENNY_IMAP_CODE_SERVERBUG },
  { "TOOBIG", PENNY_IMAP_CODE_TOOBIG },
  { "TRYCREATE", PENNY_IMAP_CODE_TRYCREATE },
  { "UIDNEXT", PENNY_IMAP_CODE_UIDNEXT },
  { "UIDNOTSTICKY", PENNY_IMAP_CODE_UIDNOTSTICKY },
  { "UIDVALIDITY", PENNY_IMAP_CODE_UIDVALIDITY },
  { "UNAVAILABLE", PENNY_IMAP_CODE_UNAVAILABLE },
  { "WEBALERT", PENNY_IMAP_CODE_WEBALERT },
};

static gboolean
read_copied (PennyImapReader *reader, PennyImapResponse *response, gboolean two)
{
  penny_imap_reader_blanks (reader);
  return penny_imap_reader_number (reader, G_MAXUINT32, &response->number)
         && (!two || read_list (reader, &response->from))
         && read_list (reader, &response->to)
         && (!two || response->from->len == response->to->len);
}

static gboolean
read_code_values (PennyImapReader *reader, PennyImapResponse *response)
{
  switch (response->code)
    {
    case PENNY_IMAP_CODE_APPENDUID:
      return read_copied (reader, response, FALSE);
    case PENNY_IMAP_CODE_COPYUID:
      return read_copied (reader, response, TRUE);
    case PENNY_IMAP_CODE_CAPABILITY:
      return read_words (reader, &response->words);
    case PENNY_IMAP_CODE_HIGHESTMODSEQ:
      penny_imap_reader_blanks (reader);
      return penny_imap_reader_number (reader, G_MAXINT64, &response->number);
    case PENNY_IMAP_CODE_UIDNEXT:
    case PENNY_IMAP_CODE_UIDVALIDITY:
      penny_imap_reader_blanks (reader);
      return penny_imap_reader_number (reader, G_MAXUINT32, &response->number);
    case PENNY_IMAP_CODE_PERMANENTFLAGS:
      penny_imap_reader_blanks (reader);
      return penny_imap_reader_flags (reader, &response->flags, &response->keywords_allowed);
    default:
      return TRUE;
    }
}

/* TEXT is what stands between the brackets. A code whose values make no sense is as good as none. */
static void
read_code (PennyImapReader *outer, PennyImapResponse *response, const char *text, gsize length)
{
  PennyImapReader reader = {
    .start = text, .at = text, .end = text + length, .limits = outer->limits,
  };

  response->code = PENNY_IMAP_CODE_OTHER;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (penny_imap_reader_word (&reader, codes[i].word))
      {
        response->code = codes[i].code;
        break;
      }
  if (read_code_values (&reader, response))
    return;
  response->code = PENNY_IMAP_CODE_OTHER;
  g_clear_pointer (&response->words, g_strfreev);
}

/* The "]" that ends a code: not one in a quoted string. */
static const char *
find_code_end (PennyImapReader *reader)
{
  gboolean quoted = FALSE;

  for (const char *p = reader->at; p < reader->end; p++)
    if (*p == '\\' && quoted && p + 1 < reader->end)
      p++;
    else if (*p == '"')
      quoted = !quoted;
    else if (*p == ']' && !quoted)
      return p;
  return NULL;
}

static void
read_status_text (PennyImapReader *reader, PennyImapResponse *response)
{
  penny_imap_reader_blanks (reader);
  if (penny_imap_reader_take (reader, '['))
    {
      const char *end = find_code_end (reader);
      /* Gmail puts the address of the page to open in here; it belongs to what a person is told. */
      const char *text = reader->at;

      if (end != NULL)
        {
          read_code (reader, response, reader->at, (gsize) (end - reader->at));
          reader->at = end + 1;
        }
      if (response->code == PENNY_IMAP_CODE_WEBALERT)
        reader->at = text + strlen ("WEBALERT");
    }
  response->text = clean_text (reader->at, (gsize) (reader->end - reader->at));
}

static gboolean
read_status_word (PennyImapReader *reader, PennyImapResponseType *type)
{
  static const struct {
    const char *word;
    PennyImapResponseType type;
  } words[] = {
    { "OK", PENNY_IMAP_RESPONSE_OK },
    { "NO", PENNY_IMAP_RESPONSE_NO },
    { "BAD", PENNY_IMAP_RESPONSE_BAD },
    { "PREAUTH", PENNY_IMAP_RESPONSE_PREAUTH },
    { "BYE", PENNY_IMAP_RESPONSE_BYE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (penny_imap_reader_word (reader, words[i].word))
      {
        *type = words[i].type;
        return TRUE;
      }
  return FALSE;
}

/* --- mailboxes --- */

static const struct {
  const char *word;
  PennyImapMailboxAttributes attribute;
  PennyRole role;
} attributes[] = {
  { "\\Noselect", PENNY_IMAP_MAILBOX_NOSELECT, PENNY_ROLE_NONE },
  { "\\NonExistent", PENNY_IMAP_MAILBOX_NOSELECT, PENNY_ROLE_NONE },
  { "\\Noinferiors", PENNY_IMAP_MAILBOX_NOINFERIORS, PENNY_ROLE_NONE },
  { "\\HasChildren", PENNY_IMAP_MAILBOX_HAS_CHILDREN, PENNY_ROLE_NONE },
  { "\\HasNoChildren", PENNY_IMAP_MAILBOX_HAS_NO_CHILDREN, PENNY_ROLE_NONE },
  { "\\Marked", PENNY_IMAP_MAILBOX_MARKED, PENNY_ROLE_NONE },
  { "\\Unmarked", PENNY_IMAP_MAILBOX_UNMARKED, PENNY_ROLE_NONE },
  { "\\Subscribed", PENNY_IMAP_MAILBOX_SUBSCRIBED, PENNY_ROLE_NONE },
  { "\\Remote", PENNY_IMAP_MAILBOX_REMOTE, PENNY_ROLE_NONE },
  { "\\Inbox", 0, PENNY_ROLE_INBOX },
  { "\\Drafts", 0, PENNY_ROLE_DRAFTS },
  { "\\Sent", 0, PENNY_ROLE_SENT },
  { "\\Archive", 0, PENNY_ROLE_ARCHIVE },
  { "\\Junk", 0, PENNY_ROLE_JUNK },
  { "\\Spam", 0, PENNY_ROLE_JUNK },         /* XLIST */
  { "\\Trash", 0, PENNY_ROLE_TRASH },
  { "\\All", 0, PENNY_ROLE_ALL },
  { "\\AllMail", 0, PENNY_ROLE_ALL },       /* XLIST */
  { "\\Flagged", 0, PENNY_ROLE_FLAGGED },
  { "\\Starred", 0, PENNY_ROLE_FLAGGED },   /* XLIST */
};

static gboolean
read_attributes (PennyImapReader *reader, PennyImapMailbox *mailbox)
{
  if (!penny_imap_reader_open (reader))
    return FALSE;
  while (!penny_imap_reader_close (reader))
    {
      const char *atom;
      gsize length;

      if (!penny_imap_reader_member (reader) || !penny_imap_reader_atom (reader, "", &atom, &length))
        return FALSE;
      for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
        if (strlen (attributes[i].word) == length
            && g_ascii_strncasecmp (attributes[i].word, atom, length) == 0)
          {
            mailbox->attributes |= attributes[i].attribute;
            if (mailbox->role == PENNY_ROLE_NONE)
              mailbox->role = attributes[i].role;
          }
    }
  return TRUE;
}

/* INBOX is one mailbox in any case of letters (RFC 9051 §5.1), also as a branch "inbox/x". */
static char *
spell_inbox (const char *path, char delimiter)
{
  if (g_ascii_strncasecmp (path, "INBOX", 5) == 0
      && (path[5] == '\0' || (delimiter != '\0' && path[5] == delimiter)))
    return g_strconcat ("INBOX", path + 5, NULL);
  return g_strdup (path);
}

static gboolean
read_name (PennyImapReader *reader, PennyImapMailbox *mailbox)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *path = NULL;
  const char *data;
  gsize size;

  if (!penny_imap_reader_bytes (reader, &bytes))
    return FALSE;
  /* A mailbox may really be called nil. */
  data = bytes == NULL ? "NIL" : g_bytes_get_data (bytes, &size);
  if (bytes == NULL)
    size = 3;
  for (gsize i = 0; i < size; i++)
    if ((guint8) data[i] < 0x20 || data[i] == 0x7f)
      return penny_imap_reader_fail (reader, "a mailbox name holds control characters");
  mailbox->raw = g_strndup (data == NULL ? "" : data, size);
  path = penny_imap_utf7_decode (mailbox->raw, size);
  if (path == NULL)
    path = g_utf8_make_valid (mailbox->raw, (gssize) size);
  mailbox->path = spell_inbox (path, mailbox->delimiter);
  return TRUE;
}

static gboolean
read_delimiter (PennyImapReader *reader, PennyImapMailbox *mailbox)
{
  g_autofree char *text = NULL;

  if (!penny_imap_reader_text (reader, &text))
    return FALSE;
  mailbox->delimiter = text == NULL || (guint8) *text < 0x20 || (guint8) *text > 0x7e ? '\0' : *text;
  return TRUE;
}

static gboolean
read_mailbox (PennyImapReader *reader, PennyImapResponse *response)
{
  PennyImapMailbox *mailbox = response->mailbox = g_new0 (PennyImapMailbox, 1);

  if (!penny_imap_reader_space (reader) || !read_attributes (reader, mailbox)
      || !penny_imap_reader_space (reader) || !read_delimiter (reader, mailbox)
      || !penny_imap_reader_space (reader) || !read_name (reader, mailbox))
    return FALSE;
  if (strcmp (mailbox->path, "INBOX") == 0)
    mailbox->role = PENNY_ROLE_INBOX;
  else if (mailbox->role == PENNY_ROLE_INBOX)
    mailbox->role = PENNY_ROLE_NONE;
  return TRUE;
}

static gboolean
read_status_item (PennyImapReader *reader, PennyImapStatus *status)
{
  static const char * const words[] = { "MESSAGES", "UNSEEN", "UIDVALIDITY", "UIDNEXT", "HIGHESTMODSEQ" };
  guint64 numbers[G_N_ELEMENTS (words)] = { status->messages, status->unseen, status->uidvalidity,
                                            status->uidnext.value, status->highest_modseq.value };
  const char *atom;
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (penny_imap_reader_word (reader, words[i]))
      {
        if (!penny_imap_reader_space (reader)
            || !penny_imap_reader_number (reader, i == 4 ? G_MAXINT64 : G_MAXUINT32, &numbers[i]))
          return FALSE;
        *status = (PennyImapStatus) {
          (guint32) numbers[0], (guint32) numbers[1], (guint32) numbers[2],
          PENNY_UID (numbers[3]), PENNY_MODSEQ (numbers[4]),
        };
        return TRUE;
      }
  return penny_imap_reader_atom (reader, "", &atom, &length) && penny_imap_reader_space (reader)
         && penny_imap_reader_skip (reader);
}

static gboolean
read_status (PennyImapReader *reader, PennyImapResponse *response)
{
  response->mailbox = g_new0 (PennyImapMailbox, 1);
  if (!penny_imap_reader_space (reader) || !read_name (reader, response->mailbox)
      || !penny_imap_reader_space (reader) || !penny_imap_reader_open (reader))
    return FALSE;
  while (!penny_imap_reader_close (reader))
    if (!penny_imap_reader_member (reader) || !read_status_item (reader, &response->status))
      return FALSE;
  return TRUE;
}

/* NAMESPACE (("" "/")) NIL NIL: only the first of one's own. */
static gboolean
read_namespace (PennyImapReader *reader, PennyImapResponse *response)
{
  PennyImapMailbox *mailbox;

  if (!penny_imap_reader_space (reader))
    return FALSE;
  if (penny_imap_reader_peek (reader) != '(')
    return TRUE;
  mailbox = response->mailbox = g_new0 (PennyImapMailbox, 1);
  if (!penny_imap_reader_open (reader) || !penny_imap_reader_open (reader)
      || !read_name (reader, mailbox) || !penny_imap_reader_space (reader))
    return FALSE;
  return read_delimiter (reader, mailbox);
}

/* --- searching --- */

static gboolean
read_search (PennyImapReader *reader, PennyImapResponse *response)
{
  response->uids = g_array_new (FALSE, FALSE, sizeof (PennyUid));
  penny_imap_reader_blanks (reader);
  while (g_ascii_isdigit (penny_imap_reader_peek (reader)))
    {
      guint64 number;
      PennyUid uid;

      if (!penny_imap_reader_number (reader, G_MAXUINT32, &number))
        return FALSE;
      uid = PENNY_UID (number);
      g_array_append_val (response->uids, uid);
      penny_imap_reader_blanks (reader);
    }
  /* (MODSEQ 123) may stand behind (RFC 7162 §3.1.5). */
  return penny_imap_reader_at_end (reader) || penny_imap_reader_skip (reader);
}

static gboolean
read_esearch_item (PennyImapReader *reader, PennyImapResponse *response)
{
  const char *atom;
  gsize length;

  if (penny_imap_reader_word (reader, "ALL"))
    return penny_imap_reader_space (reader) && read_set (reader, &response->set);
  if (penny_imap_reader_word (reader, "COUNT"))
    return penny_imap_reader_space (reader)
           && penny_imap_reader_number (reader, G_MAXUINT32, &response->number);
  return penny_imap_reader_atom (reader, "", &atom, &length) && penny_imap_reader_space (reader)
         && penny_imap_reader_skip (reader);
}

static gboolean
read_esearch (PennyImapReader *reader, PennyImapResponse *response)
{
  penny_imap_reader_blanks (reader);
  if (penny_imap_reader_peek (reader) == '(')
    {
      if (!penny_imap_reader_open (reader) || !penny_imap_reader_word (reader, "TAG")
          || !penny_imap_reader_space (reader) || !penny_imap_reader_text (reader, &response->tag)
          || !penny_imap_reader_close (reader))
        return penny_imap_reader_fail (reader, "the tag of an ESEARCH is malformed");
      penny_imap_reader_blanks (reader);
    }
  response->by_uid = penny_imap_reader_word (reader, "UID");
  penny_imap_reader_blanks (reader);
  while (!penny_imap_reader_at_end (reader))
    {
      if (!read_esearch_item (reader, response))
        return FALSE;
      penny_imap_reader_blanks (reader);
    }
  return TRUE;
}

static gboolean
read_vanished (PennyImapReader *reader, PennyImapResponse *response)
{
  penny_imap_reader_blanks (reader);
  if (penny_imap_reader_take (reader, '('))
    {
      response->earlier = penny_imap_reader_word (reader, "EARLIER");
      if (!response->earlier || !penny_imap_reader_take (reader, ')'))
        return penny_imap_reader_fail (reader, "VANISHED is malformed");
      penny_imap_reader_blanks (reader);
    }
  return read_set (reader, &response->set);
}

/* --- the dispatch --- */

static gboolean
read_capability (PennyImapReader *reader, PennyImapResponse *response)
{
  return read_words (reader, &response->words);
}

static gboolean
read_flags (PennyImapReader *reader, PennyImapResponse *response)
{
  return penny_imap_reader_space (reader)
         && penny_imap_reader_flags (reader, &response->flags, &response->keywords_allowed);
}

static const struct {
  const char *word;
  PennyImapResponseType type;
  gboolean (*read) (PennyImapReader *reader, PennyImapResponse *response);
} kinds[] = {
  { "CAPABILITY", PENNY_IMAP_RESPONSE_CAPABILITY, read_capability },
  { "LIST", PENNY_IMAP_RESPONSE_LIST, read_mailbox },
  { "SEARCH", PENNY_IMAP_RESPONSE_SEARCH, read_search },
  { "ESEARCH", PENNY_IMAP_RESPONSE_ESEARCH, read_esearch },
  { "VANISHED", PENNY_IMAP_RESPONSE_VANISHED, read_vanished },
  { "STATUS", PENNY_IMAP_RESPONSE_STATUS, read_status },
  { "FLAGS", PENNY_IMAP_RESPONSE_FLAGS, read_flags },
  { "XLIST", PENNY_IMAP_RESPONSE_LIST, read_mailbox },
  { "ENABLED", PENNY_IMAP_RESPONSE_ENABLED, read_capability },
  { "NAMESPACE", PENNY_IMAP_RESPONSE_NAMESPACE, read_namespace },
};

static gboolean
read_numbered (PennyImapReader *reader, PennyImapResponse *response)
{
  if (!penny_imap_reader_number (reader, G_MAXUINT32, &response->number)
      || !penny_imap_reader_space (reader))
    return FALSE;
  response->seq = PENNY_SEQ (response->number);
  if (penny_imap_reader_word (reader, "EXISTS"))
    response->type = PENNY_IMAP_RESPONSE_EXISTS;
  else if (penny_imap_reader_word (reader, "EXPUNGE"))
    response->type = PENNY_IMAP_RESPONSE_EXPUNGE;
  else if (penny_imap_reader_word (reader, "FETCH"))
    {
      response->type = PENNY_IMAP_RESPONSE_FETCH;
      return response->number > 0 && penny_imap_reader_space (reader)
             && penny_imap_reader_fetch (reader, &response->fetched);
    }
  return response->number > 0 || response->type != PENNY_IMAP_RESPONSE_EXPUNGE;
}

static gboolean
read_data (PennyImapReader *reader, PennyImapResponse *response)
{
  if (read_status_word (reader, &response->type))
    {
      read_status_text (reader, response);
      return TRUE;
    }
  if (g_ascii_isdigit (penny_imap_reader_peek (reader)))
    return read_numbered (reader, response);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (penny_imap_reader_word (reader, kinds[i].word))
      {
        response->type = kinds[i].type;
        return kinds[i].read (reader, response);
      }
  return TRUE;
}

static gboolean
read_tagged (PennyImapReader *reader, PennyImapResponse *response)
{
  const char *tag;
  gsize length;

  if (!penny_imap_reader_atom (reader, "", &tag, &length) || !penny_imap_reader_space (reader)
      || !read_status_word (reader, &response->type)
      || response->type == PENNY_IMAP_RESPONSE_PREAUTH || response->type == PENNY_IMAP_RESPONSE_BYE)
    return FALSE;
  response->tag = g_strndup (tag, length);
  read_status_text (reader, response);
  return TRUE;
}

static gboolean
read_continuation (PennyImapReader *reader, PennyImapResponse *response)
{
  response->type = PENNY_IMAP_RESPONSE_CONTINUATION;
  penny_imap_reader_blanks (reader);
  response->text = clean_text (reader->at, (gsize) (reader->end - reader->at));
  return TRUE;
}

/* Untagged data that makes no sense: nothing of it may be believed. */
static PennyImapResponse *
malformed (PennyImapReader *reader, PennyImapResponse *response)
{
  PennyImapResponse *other = g_new0 (PennyImapResponse, 1);

  other->type = response->type == PENNY_IMAP_RESPONSE_FETCH ? PENNY_IMAP_RESPONSE_MALFORMED_FETCH
                                                            : PENNY_IMAP_RESPONSE_MALFORMED;
  other->text = g_strdup (reader->why != NULL ? reader->why : "the answer is malformed");
  return other;
}

PennyImapResponse *
penny_imap_reader_response (PennyImapReader *self, GError **error)
{
  g_autoptr(PennyImapResponse) response = g_new0 (PennyImapResponse, 1);
  gboolean untagged = penny_imap_reader_take (self, '*');
  gboolean fine;

  response->type = PENNY_IMAP_RESPONSE_OTHER;
  if (untagged)
    fine = penny_imap_reader_space (self) && read_data (self, response);
  else if (penny_imap_reader_take (self, '+'))
    fine = read_continuation (self, response);
  else
    fine = read_tagged (self, response);
  if (fine)
    return g_steal_pointer (&response);
  if (self->over_limit)
    g_set_error (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_LIMIT, "In an answer of the server %s", self->why);
  else if (untagged)
    return malformed (self, response);
  else
    g_set_error_literal (error, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_PROTOCOL,
                         "The server's answer cannot be understood");
  return NULL;
}
