/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a whole response means (RFC 9051 §7). */
#include "penny-imap-response.h"

#include <string.h>

#include "penny-error.h"
#include "penny-imap-reader.h"
#include "penny-reply.h"

/* --- searching --- */

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
  return penny_imap_reader_words (reader, &response->words);
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
  { "LIST", PENNY_IMAP_RESPONSE_LIST, penny_imap_reader_mailbox },
  { "SEARCH", PENNY_IMAP_RESPONSE_SEARCH, read_search },
  { "ESEARCH", PENNY_IMAP_RESPONSE_ESEARCH, read_esearch },
  { "VANISHED", PENNY_IMAP_RESPONSE_VANISHED, read_vanished },
  { "STATUS", PENNY_IMAP_RESPONSE_STATUS, penny_imap_reader_mailbox_status },
  { "FLAGS", PENNY_IMAP_RESPONSE_FLAGS, read_flags },
  { "XLIST", PENNY_IMAP_RESPONSE_LIST, penny_imap_reader_mailbox },
  { "ENABLED", PENNY_IMAP_RESPONSE_ENABLED, read_capability },
  { "NAMESPACE", PENNY_IMAP_RESPONSE_NAMESPACE, penny_imap_reader_namespace },
  { "QUOTA", PENNY_IMAP_RESPONSE_QUOTA, penny_imap_reader_quota },
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
  if (penny_imap_reader_status_word (reader, &response->type))
    {
      penny_imap_reader_status_text (reader, response);
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
      || !penny_imap_reader_status_word (reader, &response->type)
      || response->type == PENNY_IMAP_RESPONSE_PREAUTH || response->type == PENNY_IMAP_RESPONSE_BYE)
    return FALSE;
  response->tag = g_strndup (tag, length);
  penny_imap_reader_status_text (reader, response);
  return TRUE;
}

static gboolean
read_continuation (PennyImapReader *reader, PennyImapResponse *response)
{
  response->type = PENNY_IMAP_RESPONSE_CONTINUATION;
  penny_imap_reader_blanks (reader);
  response->text = penny_reply_dup_whole (reader->at, (gsize) (reader->end - reader->at));
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
