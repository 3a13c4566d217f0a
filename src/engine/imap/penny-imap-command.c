/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building commands so that nothing from outside can end a line or a string. */
#include "penny-imap-command.h"

#include <string.h>

#include "penny-secret.h"

/* RFC 9051 §4.3: keep quoted strings short; a server's line is 8,192 bytes. */
#define MAX_QUOTED 1000

static void
clear_piece (gpointer data)
{
  PennyImapPiece *piece = data;

  g_bytes_unref (piece->bytes);
}

PennyImapCommand *
penny_imap_command_new (const char *format, ...)
{
  PennyImapCommand *self = g_new0 (PennyImapCommand, 1);
  va_list arguments;

  self->pieces = g_array_new (FALSE, FALSE, sizeof (PennyImapPiece));
  g_array_set_clear_func (self->pieces, clear_piece);
  self->text = g_string_new (NULL);
  va_start (arguments, format);
  g_string_append_vprintf (self->text, format, arguments);
  va_end (arguments);
  return self;
}

void
penny_imap_command_free (PennyImapCommand *self)
{
  if (self == NULL)
    return;
  if (self->is_secret)
    {
      penny_secret_wipe (self->text->str, self->text->len);
      for (guint i = 0; i < self->pieces->len; i++)
        {
          GBytes *bytes = g_array_index (self->pieces, PennyImapPiece, i).bytes;
          gsize size;
          /* Made by this file out of its own memory, and nobody else has it. */
          gpointer data = (gpointer) g_bytes_get_data (bytes, &size);

          penny_secret_wipe (data, size);
        }
    }
  g_array_unref (self->pieces);
  g_string_free (self->text, TRUE);
  g_free (self);
}

void
penny_imap_command_add (PennyImapCommand *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (self->text, format, arguments);
  va_end (arguments);
}

static void
close_text (PennyImapCommand *self)
{
  PennyImapPiece piece = { .bytes = g_bytes_new (self->text->str, self->text->len) };

  g_array_append_val (self->pieces, piece);
  if (self->is_secret)
    penny_secret_wipe (self->text->str, self->text->len);
  g_string_truncate (self->text, 0);
}

static gboolean
is_quotable (const char *text)
{
  gsize n = 0;

  for (const char *p = text; *p != '\0'; p++, n++)
    if ((guint8) *p < 0x20 || (guint8) *p > 0x7e)
      return FALSE;
  return n <= MAX_QUOTED;
}

void
penny_imap_command_add_string (PennyImapCommand *self, const char *text)
{
  if (!is_quotable (text))
    {
      g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

      penny_imap_command_add_literal (self, bytes);
      return;
    }
  g_string_append (self->text, " \"");
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (self->text, '\\');
      g_string_append_c (self->text, *p);
    }
  g_string_append_c (self->text, '"');
}

static void
add_piece (PennyImapCommand *self, GBytes *bytes, gboolean is_binary)
{
  PennyImapPiece piece = { g_bytes_ref (bytes), TRUE, is_binary };

  if (self->text->len == 0 || self->text->str[self->text->len - 1] != '(')
    g_string_append_c (self->text, ' ');
  close_text (self);
  g_array_append_val (self->pieces, piece);
}

void
penny_imap_command_add_literal (PennyImapCommand *self, GBytes *bytes)
{
  add_piece (self, bytes, FALSE);
}

void
penny_imap_command_add_literal8 (PennyImapCommand *self, GBytes *bytes)
{
  add_piece (self, bytes, TRUE);
}

void
penny_imap_command_add_flags (PennyImapCommand *self, PennyFlags flags)
{
  static const struct {
    PennyFlags flag;
    const char *word;
  } words[] = {
    { PENNY_FLAG_SEEN, "\\Seen" },
    { PENNY_FLAG_FLAGGED, "\\Flagged" },
    { PENNY_FLAG_ANSWERED, "\\Answered" },
    { PENNY_FLAG_FORWARDED, "$Forwarded" },
    { PENNY_FLAG_DRAFT, "\\Draft" },
    { PENNY_FLAG_DELETED, "\\Deleted" },
    { PENNY_FLAG_JUNK, "$Junk" },
    { PENNY_FLAG_NOTJUNK, "$NotJunk" },
  };
  const char *before = " (";

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (flags & words[i].flag)
      {
        g_string_append (self->text, before);
        g_string_append (self->text, words[i].word);
        before = " ";
      }
  g_string_append (self->text, *before == ' ' && before[1] == '(' ? " ()" : ")");
}

void
penny_imap_command_finish (PennyImapCommand *self)
{
  close_text (self);
}
