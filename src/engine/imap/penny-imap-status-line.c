/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status lines: OK, NO, BAD, their response codes and their texts (RFC 9051 §7.1). */
#include "penny-imap-reader.h"

#include <string.h>

#include "penny-reply.h"

#define MAX_WORDS 1000
/* A code is a word, perhaps with an argument. */
#define MAX_CODE_CHARS 60
/* COPYUID and APPENDUID name no more messages than a command of ours did. */
#define MAX_COPIED 1000000

/* Words up to the end. */
gboolean
penny_imap_reader_words (PennyImapReader *reader, char ***words)
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
  { "MAILBOXID", PENNY_IMAP_CODE_MAILBOXID },
  { "NOMODSEQ", PENNY_IMAP_CODE_NOMODSEQ },
  { "NONEXISTENT", PENNY_IMAP_CODE_NONEXISTENT },
  { "NOPERM", PENNY_IMAP_CODE_NOPERM },
  { "NOTIFICATIONOVERFLOW", PENNY_IMAP_CODE_NOTIFICATIONOVERFLOW },
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

/* (F2212ea87-6097-4256), RFC 8474 §4.2 */
static gboolean
read_mailbox_id (PennyImapReader *reader, PennyImapResponse *response)
{
  const char *atom;
  gsize length;

  penny_imap_reader_blanks (reader);
  if (!penny_imap_reader_open (reader) || !penny_imap_reader_atom (reader, "", &atom, &length))
    return FALSE;
  response->words = g_new0 (char *, 2);
  response->words[0] = g_strndup (atom, length);
  return penny_imap_reader_close (reader);
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
    case PENNY_IMAP_CODE_MAILBOXID:
      return read_mailbox_id (reader, response);
    case PENNY_IMAP_CODE_CAPABILITY:
      return penny_imap_reader_words (reader, &response->words);
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

void
penny_imap_reader_status_text (PennyImapReader *reader, PennyImapResponse *response)
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
          response->code_words = penny_reply_clean (reader->at, end - reader->at, MAX_CODE_CHARS);
          reader->at = end + 1;
        }
      if (response->code == PENNY_IMAP_CODE_WEBALERT)
        reader->at = text + strlen ("WEBALERT");
    }
  response->text = penny_reply_clean (reader->at, reader->end - reader->at, G_MAXSIZE);
}

gboolean
penny_imap_reader_status_word (PennyImapReader *reader, PennyImapResponseType *type)
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
