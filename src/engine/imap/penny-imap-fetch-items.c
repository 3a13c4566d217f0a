/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The items of a FETCH response (RFC 9051 §7.5.2). */
#include "penny-imap-reader.h"

#include <stdio.h>
#include <string.h>

/* RFC 8474 §7: at most 255. */
#define MAX_OBJECT_ID 255
/* Bytes; RFC 8970 §3.1: at most 256 characters. */
#define MAX_PREVIEW 1024

/* --- INTERNALDATE --- */

/* Days from 1970-01-01 in the Gregorian calendar: years begin in March, so that the leap day is the
 * last of a year. */
static gint64
days_from_civil (int year, int month, int day)
{
  int y = month <= 2 ? year - 1 : year;
  int shifted = month <= 2 ? month + 9 : month - 3;
  int era = y / 400;
  int of_era = y - era * 400;
  int of_year = (153 * shifted + 2) / 5 + day - 1;

  return (gint64) era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int
month_from_name (const char *name)
{
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

  for (int i = 0; i < 12; i++)
    if (g_ascii_strncasecmp (months + i * 3, name, 3) == 0)
      return i + 1;
  return 0;
}

/* "17-Jul-1996 02:44:25 -0700", the day with a space or a zero before it; 0 when it is no date. */
static gint64
parse_internal_date (const char *text)
{
  int day, year, hour, minute, second, zone, month;
  char name[4], sign;
  gint64 seconds;

  if (sscanf (text, " %2d-%3[A-Za-z]-%4d %2d:%2d:%2d %c%4d",
              &day, name, &year, &hour, &minute, &second, &sign, &zone) != 8)
    return 0;
  month = month_from_name (name);
  if (month == 0 || day < 1 || day > 31 || year < 1900 || hour < 0 || hour > 23 || minute < 0
      || minute > 59 || second < 0 || second > 60 || (sign != '+' && sign != '-') || zone < 0)
    return 0;
  seconds = days_from_civil (year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
  zone = (zone / 100 * 60 + zone % 100) * 60;
  return sign == '-' ? seconds + zone : seconds - zone;
}

static gboolean
read_internal_date (PennyImapReader *self, PennyImapFetched *fetched)
{
  g_autofree char *text = NULL;

  if (!penny_imap_reader_text (self, &text))
    return FALSE;
  fetched->internal_date = text == NULL ? 0 : parse_internal_date (text);
  return TRUE;
}

/* --- BODY[…] --- */

typedef enum {
  SECTION_BODY,
  SECTION_HEADER,
  SECTION_OTHER,
} Section;

/* Behind the "[": up to and with "]" and "<origin>". Field names may be strings. */
static gboolean
read_section (PennyImapReader *self, Section *section)
{
  *section = SECTION_OTHER;
  if (penny_imap_reader_peek (self) == ']')
    *section = SECTION_BODY;
  else if (self->end - self->at >= 6 && g_ascii_strncasecmp (self->at, "HEADER", 6) == 0)
    *section = SECTION_HEADER;
  while (!penny_imap_reader_take (self, ']'))
    {
      g_autoptr(GBytes) field = NULL;
      const char *atom;
      gsize length;

      penny_imap_reader_blanks (self);
      if (penny_imap_reader_take (self, '(') || penny_imap_reader_take (self, ')'))
        continue;
      if (!penny_imap_reader_member (self))
        return FALSE;
      if (penny_imap_reader_peek (self) == '"' || penny_imap_reader_peek (self) == '{')
        {
          if (!penny_imap_reader_bytes (self, &field))
            return FALSE;
        }
      else if (penny_imap_reader_peek (self) != ']'
               && !penny_imap_reader_atom (self, "]", &atom, &length))
        return FALSE;
    }
  if (penny_imap_reader_take (self, '<'))
    {
      guint64 origin;

      return penny_imap_reader_number (self, G_MAXINT64, &origin) && penny_imap_reader_take (self, '>');
    }
  return TRUE;
}

static void
set_bytes (GBytes **where, GBytes *bytes)
{
  g_clear_pointer (where, g_bytes_unref);
  *where = bytes;
}

static gboolean
read_section_value (PennyImapReader *self, PennyImapFetched *fetched)
{
  Section section;
  GBytes *bytes;

  if (!read_section (self, &section) || !penny_imap_reader_space (self)
      || !penny_imap_reader_bytes (self, &bytes))
    return FALSE;
  if (section == SECTION_BODY)
    set_bytes (&fetched->body, bytes);
  else if (section == SECTION_HEADER)
    set_bytes (&fetched->header, bytes);
  else if (bytes != NULL)
    g_bytes_unref (bytes);
  return TRUE;
}

/* BODY without a section is a short BODYSTRUCTURE. */
static gboolean
read_body (PennyImapReader *self, PennyImapFetched *fetched)
{
  g_autoptr(PennyImapBodyPart) part = NULL;

  if (penny_imap_reader_take (self, '['))
    return read_section_value (self, fetched);
  if (!penny_imap_reader_space (self) || !penny_imap_reader_structure (self, &part))
    return FALSE;
  if (fetched->structure == NULL)
    fetched->structure = g_steal_pointer (&part);
  return TRUE;
}

/* --- the items --- */

static gboolean
read_flags (PennyImapReader *self, PennyImapFetched *fetched)
{
  fetched->has_flags = TRUE;
  return penny_imap_reader_flags (self, &fetched->flags, NULL);
}

static gboolean
read_uid (PennyImapReader *self, PennyImapFetched *fetched)
{
  guint64 uid;

  if (!penny_imap_reader_number (self, G_MAXUINT32, &uid))
    return FALSE;
  fetched->uid = PENNY_UID (uid);
  return TRUE;
}

static gboolean
read_modseq (PennyImapReader *self, PennyImapFetched *fetched)
{
  return penny_imap_reader_open (self)
         && penny_imap_reader_number (self, G_MAXINT64, &fetched->modseq.value)
         && penny_imap_reader_close (self);
}

static gboolean
read_size (PennyImapReader *self, PennyImapFetched *fetched)
{
  return penny_imap_reader_number (self, G_MAXINT64, &fetched->rfc822_size);
}

static gboolean
read_envelope (PennyImapReader *self, PennyImapFetched *fetched)
{
  g_clear_pointer (&fetched->envelope, penny_imap_envelope_free);
  return penny_imap_reader_envelope (self, &fetched->envelope);
}

static gboolean
read_structure (PennyImapReader *self, PennyImapFetched *fetched)
{
  g_clear_pointer (&fetched->structure, penny_imap_body_part_free);
  return penny_imap_reader_structure (self, &fetched->structure);
}

static gboolean
read_preview (PennyImapReader *self, PennyImapFetched *fetched)
{
  g_autofree char *text = NULL;

  if (!penny_imap_reader_text (self, &text))
    return FALSE;
  g_free (fetched->preview);
  fetched->preview = text != NULL ? g_utf8_make_valid (text, (gssize) strnlen (text, MAX_PREVIEW)) : NULL;
  return TRUE;
}

/* WHICH tells one kind of number from another. */
static void
set_object_id (PennyImapFetched *fetched, char which, const char *id, gsize length)
{
  if (length == 0 || length > MAX_OBJECT_ID)
    return;
  g_free (fetched->object_id);
  fetched->object_id = g_strdup_printf ("%c:%.*s", which, (int) length, id);
}

/* EMAILID (M00000001) */
static gboolean
read_email_id (PennyImapReader *self, PennyImapFetched *fetched)
{
  const char *id;
  gsize length;

  if (!penny_imap_reader_open (self) || !penny_imap_reader_atom (self, "", &id, &length))
    return FALSE;
  set_object_id (fetched, 'E', id, length);
  return penny_imap_reader_close (self);
}

/* X-GM-MSGID 1278455344230334865 */
static gboolean
read_gmail_id (PennyImapReader *self, PennyImapFetched *fetched)
{
  const char *id;
  gsize length;

  if (!penny_imap_reader_atom (self, "", &id, &length))
    return FALSE;
  set_object_id (fetched, 'G', id, length);
  return TRUE;
}

static const struct {
  const char *word;
  gboolean (*read) (PennyImapReader *self, PennyImapFetched *fetched);
} items[] = {
  { "UID", read_uid },
  { "FLAGS", read_flags },
  { "MODSEQ", read_modseq },
  { "RFC822.SIZE", read_size },
  { "INTERNALDATE", read_internal_date },
  { "ENVELOPE", read_envelope },
  { "BODYSTRUCTURE", read_structure },
  { "PREVIEW", read_preview },
  { "EMAILID", read_email_id },
  { "X-GM-MSGID", read_gmail_id },
};

static gboolean
read_item (PennyImapReader *self, PennyImapFetched *fetched)
{
  Section section;
  const char *atom;
  gsize length;

  if (penny_imap_reader_word (self, "BODY"))
    return read_body (self, fetched);
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    if (penny_imap_reader_word (self, items[i].word))
      return penny_imap_reader_space (self) && items[i].read (self, fetched);
  /* BINARY[1], X-GM-LABELS, THREADID…: of no interest, but what is behind them is. */
  if (!penny_imap_reader_atom (self, "[", &atom, &length))
    return FALSE;
  if (penny_imap_reader_take (self, '[') && !read_section (self, &section))
    return FALSE;
  return penny_imap_reader_space (self) && penny_imap_reader_skip (self);
}

gboolean
penny_imap_reader_fetch (PennyImapReader *self, PennyImapFetched *fetched)
{
  if (!penny_imap_reader_open (self))
    return FALSE;
  while (!penny_imap_reader_close (self))
    if (!penny_imap_reader_member (self) || !read_item (self, fetched))
      return FALSE;
  return TRUE;
}
