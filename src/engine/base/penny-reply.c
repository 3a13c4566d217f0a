/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking up replies, and making them fit to be shown. */
#include "penny-reply.h"

#include <string.h>

#include "penny-secret.h"

/* A piece begins where a word does: "over quota" is not in "discover quota". */
static const char *
find_piece (const char *text, const char *piece, gsize length)
{
  for (const char *p = text; *p != '\0'; p++)
    if (strncmp (p, piece, length) == 0
        && (p == text || !g_ascii_isalnum (*piece) || !g_ascii_isalnum (p[-1])))
      return p + length;
  return NULL;
}

static gboolean
says (const char *text, const char *words)
{
  for (const char *piece = words; text != NULL; )
    {
      gsize length = strcspn (piece, "*");

      text = find_piece (text, piece, length);
      if (piece[length] == '\0')
        break;
      piece += length + 1;
    }
  return text != NULL;
}

const char *
penny_reply_find_cause (PennyVoice voice, guint moments, const char *words, const char *provider)
{
  guint n_rows;
  const PennyReplyRow *rows = penny_reply_get_rows (&n_rows);
  g_autofree char *text = g_strndup (words, PENNY_REPLY_MAX_BYTES);

  for (char *p = text; *p != '\0'; p++)
    *p = g_ascii_tolower (*p);
  for (guint i = 0; i < n_rows; i++)
    if ((rows[i].voices & voice) != 0 && (rows[i].moments & moments) != 0
        && (rows[i].provider == NULL || g_strcmp0 (rows[i].provider, provider) == 0)
        && says (text, rows[i].words))
      return rows[i].cause;
  return NULL;
}

gboolean
penny_reply_is_for_now (const char *cause)
{
  static const char * const passing[] = {
    "box-in-use", "maintenance", "sending-limit", "server-busy", "server-bye", "too-many-attempts",
    "too-many-connections", "too-soon", "traffic-limit", NULL,
  };

  return cause != NULL && g_strv_contains (passing, cause);
}

static gboolean
shows (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT && type != G_UNICODE_LINE_SEPARATOR
         && type != G_UNICODE_PARAGRAPH_SEPARATOR;
}

static char *
make_visible (const char *text, gsize max_chars)
{
  GString *clean = g_string_new (NULL);
  gsize n = 0;

  for (const char *p = text; *p != '\0' && n < max_chars; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (clean, shows (c) ? c : ' ');
    }
  g_strstrip (clean->str);
  return g_string_free (clean, FALSE);
}

char *
penny_reply_clean (const char *text, gssize length, gsize max_chars)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  g_autofree char *hidden = penny_secret_hide (valid);

  return make_visible (hidden, max_chars);
}

char *
penny_reply_dup_whole (const char *text, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) length);

  return make_visible (valid, G_MAXSIZE);
}

const char *
penny_reply_name_speaker (const char *line, gsize length)
{
  static const struct { const char *start, *name; } speakers[] = {
    { "HTTP/", "a web server" },     { "<!DOCTYPE", "a web server" }, { "<html", "a web server" },
    { "* OK", "an IMAP server" },    { "* PREAUTH", "an IMAP server" },
    { "* BYE", "an IMAP server" },   { "+OK", "a POP3 server" },      { "-ERR", "a POP3 server" },
    { "220 ", "an SMTP server" },    { "220-", "an SMTP server" },    { "554 ", "an SMTP server" },
    { "SSH-", "an SSH server" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (speakers); i++)
    if (length >= strlen (speakers[i].start)
        && g_ascii_strncasecmp (line, speakers[i].start, strlen (speakers[i].start)) == 0)
      return speakers[i].name;
  return NULL;
}
