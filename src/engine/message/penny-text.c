/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charset conversion that always ends in valid UTF-8, and cleaning of text for display. */
#include "penny-text.h"

#include <errno.h>
#include <string.h>

#define MAX_PINNED 64
#define REPLACEMENT "\xef\xbf\xbd"

/* What senders write → what iconv knows. Supersets are used where the web does so too: mail that
 * says ISO-8859-1 is Windows-1252 more often than not. */
static const struct { const char *from; const char *to; } aliases[] = {
  { "ansi_x3.4-1968", "us-ascii" }, { "ascii", "us-ascii" }, { "646", "us-ascii" },
  { "utf8", "utf-8" }, { "unicode-1-1-utf-8", "utf-8" }, { "x-utf-8", "utf-8" },
  { "unicode-1-1-utf-7", "utf-7" },
  { "iso-8859-1", "windows-1252" }, { "iso8859-1", "windows-1252" }, { "latin1", "windows-1252" },
  { "iso_8859-1", "windows-1252" }, { "cp1252", "windows-1252" }, { "x-ansi", "windows-1252" },
  { "iso-8859-9", "windows-1254" }, { "iso-8859-8-i", "iso-8859-8" }, { "x-cp1251", "cp1251" },
  { "gb2312", "gb18030" }, { "gb_2312-80", "gb18030" }, { "gbk", "gb18030" }, { "x-gbk", "gb18030" },
  { "ks_c_5601-1987", "cp949" }, { "ks_c_5601", "cp949" }, { "euc-kr", "cp949" },
  { "shift_jis", "cp932" }, { "shift-jis", "cp932" }, { "x-sjis", "cp932" }, { "sjis", "cp932" },
  { "tis-620", "cp874" }, { "windows-874", "cp874" }, { "x-mac-roman", "macintosh" },
  { "x-big5", "big5" }, { "utf-16", "utf-16" }, { "iso-2022-jp", "iso-2022-jp-3" },
};

/* Windows-1252 in 0x80..0x9f; the five holes are replacement characters. */
static const guint16 windows_1252[32] = {
  0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039,
  0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
  0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

/* Lower case and aliased; NULL for no name or one that is not a name at all: iconv gets no
 * slashes or other surprises from strangers. */
static char *
canonical_charset (const char *charset)
{
  g_autofree char *name = NULL;

  if (!charset)
    return NULL;
  name = g_strstrip (g_ascii_strdown (charset, -1));
  if (*name == '\0' || strlen (name) > 40)
    return NULL;
  for (const char *p = name; *p; p++)
    if (!g_ascii_isalnum (*p) && !strchr ("-_.:", *p))
      return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (strcmp (name, aliases[i].from) == 0)
      return g_strdup (aliases[i].to);
  return g_steal_pointer (&name);
}

static gboolean
is_plain_ascii (const char *data, gsize length)
{
  gsize i = 0;

  for (; i + 8 <= length; i += 8)
    {
      guint64 word;

      memcpy (&word, data + i, 8);
      if (word & G_GUINT64_CONSTANT (0x8080808080808080))
        return FALSE;
    }
  for (; i < length; i++)
    if (data[i] & 0x80)
      return FALSE;
  return TRUE;
}

/* ASCII bytes may mean something else in these. */
static gboolean
is_stateful (const char *charset)
{
  return g_str_has_prefix (charset, "utf-7") || g_str_has_prefix (charset, "utf-16") ||
         g_str_has_prefix (charset, "utf-32") || g_str_has_prefix (charset, "ucs-") ||
         g_str_has_prefix (charset, "iso-2022") || g_str_has_prefix (charset, "iso-10646") ||
         g_str_has_prefix (charset, "unicode") || g_str_has_prefix (charset, "hz") ||
         g_str_has_prefix (charset, "ibm") || g_str_has_prefix (charset, "ebcdic");
}

static char *
from_windows_1252 (const char *data, gsize length)
{
  GString *out = g_string_sized_new (length + length / 8 + 4);

  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar) data[i];

      if (c == 0)
        g_string_append (out, REPLACEMENT);
      else if (c < 0x80)
        g_string_append_c (out, (char) c);
      else
        g_string_append_unichar (out, c < 0xa0 ? windows_1252[c - 0x80] : c);
    }
  return g_string_free (out, FALSE);
}

static char *
make_valid (const char *data, gsize length)
{
  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      length -= 3;
    }
  return g_utf8_make_valid (data, (gssize) length);
}

/* A byte sequence that claims UTF-8 but has not one good multi-byte character is rather Latin. */
static gboolean
has_any_utf8 (const char *data, gsize length)
{
  const char *end = data + length;

  while (data < end)
    {
      const char *bad;

      if (g_utf8_validate (data, end - data, &bad) || !is_plain_ascii (data, (gsize) (bad - data)))
        return TRUE;
      data = bad + 1;
      while (data < end && (*data & 0x80) == 0 && *data != 0)
        data++;
    }
  return FALSE;
}

void
penny_text_pin_charset (const char *charset)
{
  static GMutex mutex;
  static GHashTable *pinned;
  GIConv converter;

  g_mutex_lock (&mutex);
  if (!pinned)
    pinned = g_hash_table_new (g_str_hash, g_str_equal);
  if (!g_hash_table_contains (pinned, charset) && g_hash_table_size (pinned) < MAX_PINNED)
    {
      converter = g_iconv_open ("UTF-8", charset);
      if (converter != (GIConv) -1)
        g_hash_table_insert (pinned, g_strdup (charset), converter);
    }
  g_mutex_unlock (&mutex);
}

/* NULL when iconv does not know FROM; counts unreadable places in BAD. */
static char *
from_iconv (const char *data, gsize length, const char *from, gsize *bad)
{
  GIConv converter = g_iconv_open ("UTF-8", from);
  GString *out;
  char *in = (char *) data;
  gsize in_left = length;

  if (converter == (GIConv) -1)
    return NULL;
  penny_text_pin_charset (from);
  out = g_string_sized_new (length + length / 2 + 16);
  while (in_left > 0)
    {
      char buffer[4096];
      char *to = buffer;
      gsize to_left = sizeof buffer;
      gsize done = g_iconv (converter, &in, &in_left, &to, &to_left);
      int problem = errno;

      g_string_append_len (out, buffer, to - buffer);
      if (done != (gsize) -1 || (problem == E2BIG && to > buffer))
        continue;
      g_string_append (out, REPLACEMENT);
      (*bad)++;
      in++;
      in_left--;
    }
  g_iconv_close (converter);
  /* A NUL would cut the rest off. */
  for (gsize i = 0; i < out->len; i++)
    if (out->str[i] == '\0')
      out->str[i] = ' ';
  return g_string_free (out, FALSE);
}

static char *
guess (const char *data, gsize length, const char *hint)
{
  g_autofree char *charset = canonical_charset (hint);

  if (g_utf8_validate (data, (gssize) length, NULL))
    return make_valid (data, length);
  if (charset && !g_str_equal (charset, "us-ascii") && !g_str_equal (charset, "utf-8") &&
      !g_str_equal (charset, "windows-1252"))
    {
      gsize bad = 0;
      g_autofree char *text = from_iconv (data, length, charset, &bad);

      if (text && bad == 0 && g_utf8_validate (text, -1, NULL))
        return g_steal_pointer (&text);
    }
  if (has_any_utf8 (data, length))
    return make_valid (data, length);
  return from_windows_1252 (data, length);
}

char *
penny_text_to_utf8 (const char *data, gsize length, const char *charset, const char *hint)
{
  g_autofree char *name = canonical_charset (charset);
  g_autofree char *text = NULL;
  gsize bad = 0;

  if (length == 0)
    return g_strdup ("");
  if ((!name || !is_stateful (name)) && is_plain_ascii (data, length))
    return memchr (data, 0, length) ? make_valid (data, length) : g_strndup (data, length);
  if (!name || g_str_equal (name, "us-ascii") || g_str_equal (name, "utf-8"))
    return guess (data, length, name && g_str_equal (name, "utf-8") ? NULL : hint);
  if (g_str_equal (name, "windows-1252"))
    return from_windows_1252 (data, length);
  text = from_iconv (data, length, name, &bad);
  if (!text)
    return guess (data, length, hint);
  return make_valid (text, strlen (text));
}

gboolean
penny_text_is_unsafe_char (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff ||
         (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

/* Filler of newsletters' preheaders and of tricks with names: takes no place on screen. */
static gboolean
is_invisible (gunichar c)
{
  return c == 0xad || c == 0x34f || c == 0x61c || c == 0x180e || c == 0x200b || c == 0x2060 ||
         (c >= 0x2061 && c <= 0x2064) || c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0;
}

static char *
clean (const char *text, gsize max_chars, gboolean squeeze)
{
  GString *out = g_string_sized_new (64);
  gsize n = 0, blanks = 0;

  for (const char *p = text; *p && (max_chars == 0 || n < max_chars);)
    {
      gunichar c = (guchar) *p < 0x80 ? (gunichar) *p : g_utf8_get_char (p);

      p = g_utf8_next_char (p);
      if (c == ' ' || c == '\n' || c == '\t' || (c < 0x20) || c == 0x7f || c == 0x85 ||
          c == 0x2028 || c == 0x2029 || (squeeze && c >= 0x80 && g_unichar_isspace (c)))
        {
          blanks++;
          continue;
        }
      if (c >= 0x80 && (penny_text_is_unsafe_char (c) || (squeeze && is_invisible (c))))
        continue;
      if (out->len > 0 && blanks > 0)
        {
          /* Thousands of blanks push the end of a name or subject out of sight. */
          gsize keep = squeeze || blanks > 8 ? 1 : blanks;

          for (gsize i = 0; i < keep; i++)
            g_string_append_c (out, ' ');
          n += keep;
        }
      blanks = 0;
      if (max_chars != 0 && n >= max_chars)
        break;
      if (c < 0x80)
        g_string_append_c (out, (char) c);
      else
        g_string_append_unichar (out, c);
      n++;
    }
  return g_string_free (out, FALSE);
}

char *
penny_text_one_line (const char *text, gsize max_chars)
{
  return clean (text, max_chars, FALSE);
}

char *
penny_text_squeeze (const char *text, gsize max_chars)
{
  return clean (text, max_chars, TRUE);
}

void
penny_text_unix_lines (char *text)
{
  char *to = strchr (text, '\r');

  if (!to)
    return;
  for (const char *from = to; *from; from++)
    {
      if (*from != '\r')
        *to++ = *from;
      else if (from[1] != '\n')
        *to++ = '\n';
    }
  *to = '\0';
}
