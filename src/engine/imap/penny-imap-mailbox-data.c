/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailboxes as LIST, STATUS and NAMESPACE tell them (RFC 9051 §7.3), and the room they have (RFC 9208). */
#include "penny-imap-reader.h"

#include <string.h>

#include "penny-imap-utf7.h"

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

/* INBOX is one mailbox in any case of letters (RFC 9051 §5.1), also as a branch "inbox/x". Paths with a backslash
 * before all are the program's own: a mailbox that is called so gets the wide sister of it. */
static char *
make_path (const char *path, char delimiter)
{
  if (*path == '\\')
    return g_strconcat ("\xef\xbc\xbc", path + 1, NULL);
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
  path = reader->utf8 && g_utf8_validate (mailbox->raw, (gssize) size, NULL)
         ? g_strdup (mailbox->raw) : penny_imap_utf7_decode (mailbox->raw, size);
  if (path == NULL)
    path = g_utf8_make_valid (mailbox->raw, (gssize) size);
  mailbox->path = make_path (path, mailbox->delimiter);
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

gboolean
penny_imap_reader_mailbox (PennyImapReader *reader, PennyImapResponse *response)
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
  static const struct { const char *word; guint64 max; } items[] = {
    { "MESSAGES", G_MAXUINT32 }, { "UNSEEN", G_MAXUINT32 }, { "UIDVALIDITY", G_MAXUINT32 }, { "UIDNEXT", G_MAXUINT32 },
    { "HIGHESTMODSEQ", G_MAXINT64 }, { "SIZE", G_MAXINT64 },
  };
  guint64 numbers[G_N_ELEMENTS (items)] = { status->messages, status->unseen, status->uidvalidity,
                                            status->uidnext.value, status->highest_modseq.value, status->size };
  const char *atom;
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    if (penny_imap_reader_word (reader, items[i].word))
      {
        if (!penny_imap_reader_space (reader) || !penny_imap_reader_number (reader, items[i].max, &numbers[i]))
          return FALSE;
        *status = (PennyImapStatus) {
          (guint32) numbers[0], (guint32) numbers[1], (guint32) numbers[2],
          PENNY_UID (numbers[3]), PENNY_MODSEQ (numbers[4]), numbers[5],
        };
        return TRUE;
      }
  return penny_imap_reader_atom (reader, "", &atom, &length) && penny_imap_reader_space (reader)
         && penny_imap_reader_skip (reader);
}

gboolean
penny_imap_reader_mailbox_status (PennyImapReader *reader, PennyImapResponse *response)
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
gboolean
penny_imap_reader_namespace (PennyImapReader *reader, PennyImapResponse *response)
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

/* "STORAGE 10 512", in units of 1,024 bytes. */
static gboolean
read_resource (PennyImapReader *reader, PennyImapQuota *quota)
{
  gboolean storage = penny_imap_reader_word (reader, "STORAGE");
  guint64 used, limit;
  const char *atom;
  gsize length;

  if ((!storage && !penny_imap_reader_atom (reader, "", &atom, &length)) || !penny_imap_reader_space (reader)
      || !penny_imap_reader_number (reader, G_MAXINT64, &used) || !penny_imap_reader_space (reader)
      || !penny_imap_reader_number (reader, G_MAXINT64, &limit))
    return FALSE;
  if (storage)
    *quota = (PennyImapQuota) { MIN (used, G_MAXINT64 / 1024) * 1024, MIN (limit, G_MAXINT64 / 1024) * 1024 };
  return TRUE;
}

/* QUOTA "" (STORAGE 10 512 MESSAGE 20 100) */
gboolean
penny_imap_reader_quota (PennyImapReader *reader, PennyImapResponse *response)
{
  g_autofree char *root = NULL;

  if (!penny_imap_reader_space (reader) || !penny_imap_reader_text (reader, &root)
      || !penny_imap_reader_space (reader) || !penny_imap_reader_open (reader))
    return FALSE;
  while (!penny_imap_reader_close (reader))
    {
      penny_imap_reader_blanks (reader);
      if (!penny_imap_reader_member (reader) || !read_resource (reader, &response->quota))
        return FALSE;
    }
  return TRUE;
}
