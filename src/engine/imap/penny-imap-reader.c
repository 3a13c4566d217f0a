/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a response. */
#include "penny-imap-reader.h"

#include <string.h>

gboolean
penny_imap_reader_fail (PennyImapReader *self, const char *why)
{
  if (self->why == NULL)
    self->why = why;
  return FALSE;
}

static gboolean
fail_limit (PennyImapReader *self, const char *why)
{
  self->over_limit = TRUE;
  self->why = why;
  return FALSE;
}

gboolean
penny_imap_reader_at_end (PennyImapReader *self)
{
  return self->at >= self->end;
}

char
penny_imap_reader_peek (PennyImapReader *self)
{
  return self->at < self->end ? *self->at : '\0';
}

gboolean
penny_imap_reader_take (PennyImapReader *self, char c)
{
  if (self->at >= self->end || *self->at != c)
    return FALSE;
  self->at++;
  return TRUE;
}

gboolean
penny_imap_reader_space (PennyImapReader *self)
{
  if (penny_imap_reader_peek (self) != ' ')
    return penny_imap_reader_fail (self, "a space is missing");
  penny_imap_reader_blanks (self);
  return TRUE;
}

void
penny_imap_reader_blanks (PennyImapReader *self)
{
  while (penny_imap_reader_take (self, ' '))
    ;
}

static gboolean
is_control (char c)
{
  return (guint8) c < 0x20 || c == 0x7f;
}

gboolean
penny_imap_reader_atom (PennyImapReader *self, const char *stops, const char **atom, gsize *length)
{
  const char *p = self->at;

  while (p < self->end && !is_control (*p) && *p != ' ' && *p != '(' && *p != ')'
         && strchr (stops, *p) == NULL)
    p++;
  if (p == self->at)
    return penny_imap_reader_fail (self, "a word is missing");
  *atom = self->at;
  *length = (gsize) (p - self->at);
  self->at = p;
  return TRUE;
}

gboolean
penny_imap_reader_word (PennyImapReader *self, const char *word)
{
  gsize length = strlen (word);
  const char *after = self->at + length;

  if ((gsize) (self->end - self->at) < length || g_ascii_strncasecmp (self->at, word, length) != 0)
    return FALSE;
  if (after < self->end && !is_control (*after) && strchr (" ()[]", *after) == NULL)
    return FALSE;
  self->at = after;
  return TRUE;
}

gboolean
penny_imap_reader_number (PennyImapReader *self, guint64 max, guint64 *number)
{
  const char *p = self->at;
  guint64 n = 0;

  for (; p < self->end && g_ascii_isdigit (*p); p++)
    {
      guint digit = (guint) (*p - '0');

      if (n > (max - digit) / 10)
        return penny_imap_reader_fail (self, "a number is too large");
      n = n * 10 + digit;
    }
  if (p == self->at)
    return penny_imap_reader_fail (self, "a number is missing");
  self->at = p;
  *number = n;
  return TRUE;
}

/* --- strings --- */

static gboolean
read_quoted (PennyImapReader *self, GBytes **bytes)
{
  const char *p = ++self->at;
  g_autoptr(GByteArray) out = NULL;

  while (p < self->end && *p != '"' && *p != '\\')
    p++;
  if (p < self->end && *p == '"')
    {
      *bytes = g_bytes_new (self->at, (gsize) (p - self->at));
      self->at = p + 1;
      return TRUE;
    }
  out = g_byte_array_new ();
  g_byte_array_append (out, (const guint8 *) self->at, (guint) (p - self->at));
  for (; p < self->end && *p != '"'; p++)
    {
      if (*p == '\\' && ++p == self->end)
        break;
      g_byte_array_append (out, (const guint8 *) p, 1);
    }
  if (p >= self->end)
    return penny_imap_reader_fail (self, "a quoted string does not end");
  self->at = p + 1;
  *bytes = g_byte_array_free_to_bytes (g_steal_pointer (&out));
  return TRUE;
}

/* "{" counts as a literal only where the framing found one; elsewhere it is just a byte. */
static gboolean
at_literal (PennyImapReader *self)
{
  const char *brace = self->at;

  if (brace < self->end && *brace == '~')
    brace++;
  return brace < self->end && *brace == '{' && self->literals != NULL
         && self->next_literal < self->literals->len
         && g_array_index (self->offsets, gsize, self->next_literal) == (gsize) (brace - self->start);
}

static void
take_literal (PennyImapReader *self, GBytes **bytes)
{
  const char *line_end = memchr (self->at, '\n', (gsize) (self->end - self->at));

  /* The framing stored the line end behind each announcement. */
  self->at = line_end == NULL ? self->end : line_end + 1;
  *bytes = g_bytes_ref (g_ptr_array_index (self->literals, self->next_literal));
  self->next_literal++;
}

gboolean
penny_imap_reader_bytes (PennyImapReader *self, GBytes **bytes)
{
  const char *atom;
  gsize length;

  *bytes = NULL;
  if (penny_imap_reader_peek (self) == '"')
    return read_quoted (self, bytes);
  if (at_literal (self))
    {
      take_literal (self, bytes);
      return TRUE;
    }
  if (!penny_imap_reader_atom (self, "", &atom, &length))
    return FALSE;
  if (length != 3 || g_ascii_strncasecmp (atom, "NIL", 3) != 0)
    *bytes = g_bytes_new (atom, length);
  return TRUE;
}

gboolean
penny_imap_reader_text (PennyImapReader *self, char **text)
{
  g_autoptr(GBytes) bytes = NULL;
  const char *data;
  gsize size;

  *text = NULL;
  if (!penny_imap_reader_bytes (self, &bytes))
    return FALSE;
  if (bytes == NULL)
    return TRUE;
  data = g_bytes_get_data (bytes, &size);
  *text = g_malloc (size + 1);
  for (gsize i = 0; i < size; i++)
    (*text)[i] = data[i] == '\0' ? '?' : data[i];
  (*text)[size] = '\0';
  return TRUE;
}

/* --- lists --- */

gboolean
penny_imap_reader_open (PennyImapReader *self)
{
  if (!penny_imap_reader_take (self, '('))
    return penny_imap_reader_fail (self, "a list is missing");
  if (++self->depth > self->limits->nesting)
    return fail_limit (self, "lists are nested too deep");
  penny_imap_reader_blanks (self);
  return TRUE;
}

gboolean
penny_imap_reader_close (PennyImapReader *self)
{
  penny_imap_reader_blanks (self);
  if (!penny_imap_reader_take (self, ')'))
    return FALSE;
  self->depth--;
  return TRUE;
}

gboolean
penny_imap_reader_member (PennyImapReader *self)
{
  if (++self->n_members > self->limits->list)
    return fail_limit (self, "a list is too long");
  return TRUE;
}

/* A loop, not a recursion: the depth costs no stack. */
gboolean
penny_imap_reader_skip (PennyImapReader *self)
{
  guint depth = self->depth;

  do
    {
      g_autoptr(GBytes) bytes = NULL;

      if (self->depth > depth && penny_imap_reader_close (self))
        continue;
      if (penny_imap_reader_peek (self) == '(')
        {
          if (!penny_imap_reader_open (self))
            return FALSE;
        }
      else if (!penny_imap_reader_member (self) || !penny_imap_reader_bytes (self, &bytes))
        return FALSE;
    }
  while (self->depth > depth);
  return TRUE;
}

/* --- flags --- */

static const struct {
  const char *word;
  PennyFlags flag;
} flag_words[] = {
  { "\\Seen", PENNY_FLAG_SEEN },
  { "\\Flagged", PENNY_FLAG_FLAGGED },
  { "\\Answered", PENNY_FLAG_ANSWERED },
  { "\\Draft", PENNY_FLAG_DRAFT },
  { "\\Deleted", PENNY_FLAG_DELETED },
  { "$Forwarded", PENNY_FLAG_FORWARDED },
  { "Forwarded", PENNY_FLAG_FORWARDED },
  { "$Junk", PENNY_FLAG_JUNK },
  { "Junk", PENNY_FLAG_JUNK },
  { "$NotJunk", PENNY_FLAG_NOTJUNK },
  { "NotJunk", PENNY_FLAG_NOTJUNK },
  { "NonJunk", PENNY_FLAG_NOTJUNK },
};

static PennyFlags
flag_from_word (const char *word, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (flag_words); i++)
    if (strlen (flag_words[i].word) == length
        && g_ascii_strncasecmp (flag_words[i].word, word, length) == 0)
      return flag_words[i].flag;
  return 0;
}

gboolean
penny_imap_reader_flags (PennyImapReader *self, PennyFlags *flags, gboolean *star)
{
  *flags = 0;
  if (!penny_imap_reader_open (self))
    return FALSE;
  while (!penny_imap_reader_close (self))
    {
      const char *word;
      gsize length;

      if (!penny_imap_reader_member (self) || !penny_imap_reader_atom (self, "", &word, &length))
        return FALSE;
      if (star != NULL && length == 2 && memcmp (word, "\\*", 2) == 0)
        *star = TRUE;
      *flags |= flag_from_word (word, length);
    }
  return TRUE;
}
