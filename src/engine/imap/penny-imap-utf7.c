/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Modified UTF-7: "&" + base64 of UTF-16BE with "," for "/" and without "=" + "-". */
#include "penny-imap-utf7.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

static gboolean
is_plain (gunichar c)
{
  return c >= 0x20 && c <= 0x7e;
}

/* C0, DEL and C1: never part of a name that a person or a protocol line should carry. */
static gboolean
has_controls (const char *utf8)
{
  for (const char *p = utf8; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x20 || (c >= 0x7f && c <= 0x9f))
        return TRUE;
    }
  return FALSE;
}

/* --- encoding --- */

static void
append_base64 (GString *out, const guint8 *bytes, gsize length)
{
  guint32 bits = 0;
  guint n_bits = 0;

  g_string_append_c (out, '&');
  for (gsize i = 0; i < length; i++)
    {
      bits = (bits << 8) | bytes[i];
      for (n_bits += 8; n_bits >= 6; n_bits -= 6)
        g_string_append_c (out, alphabet[(bits >> (n_bits - 6)) & 63]);
    }
  if (n_bits > 0)
    g_string_append_c (out, alphabet[(bits << (6 - n_bits)) & 63]);
  g_string_append_c (out, '-');
}

static void
append_utf16 (GByteArray *out, gunichar c)
{
  guint16 units[2] = { (guint16) c, 0 };
  guint n = 1;

  if (c > 0xffff)
    {
      units[0] = (guint16) (0xd800 + ((c - 0x10000) >> 10));
      units[1] = (guint16) (0xdc00 + ((c - 0x10000) & 0x3ff));
      n = 2;
    }
  for (guint i = 0; i < n; i++)
    {
      guint8 pair[2] = { (guint8) (units[i] >> 8), (guint8) units[i] };

      g_byte_array_append (out, pair, 2);
    }
}

char *
penny_imap_utf7_encode (const char *path)
{
  g_autoptr(GString) out = g_string_new (NULL);
  g_autoptr(GByteArray) run = g_byte_array_new ();

  if (!g_utf8_validate (path, -1, NULL) || has_controls (path))
    return NULL;
  for (const char *p = path;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != 0 && !is_plain (c))
        {
          append_utf16 (run, c);
          continue;
        }
      if (run->len > 0)
        append_base64 (out, run->data, run->len);
      g_byte_array_set_size (run, 0);
      if (c == 0)
        break;
      g_string_append_c (out, (char) c);
      if (c == '&')
        g_string_append_c (out, '-');
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* --- decoding --- */

/* One run between "&" and "-", as UTF-8 behind OUT. Bits left over and lone surrogates need no care
 * here: the caller compares with the right spelling. */
static gboolean
decode_run (GString *out, const char *text, gsize length)
{
  guint32 bits = 0;
  guint n_bits = 0;
  gunichar high = 0;

  for (gsize i = 0; i < length; i++)
    {
      const char *digit = text[i] == '\0' ? NULL : strchr (alphabet, text[i]);
      gunichar unit;

      if (digit == NULL)
        return FALSE;
      bits = (bits << 6) | (guint32) (digit - alphabet);
      n_bits += 6;
      if (n_bits < 16)
        continue;
      n_bits -= 16;
      unit = (bits >> n_bits) & 0xffff;
      if (high != 0 && unit >= 0xdc00 && unit <= 0xdfff)
        g_string_append_unichar (out, 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
      else if (high != 0 || (unit >= 0xdc00 && unit <= 0xdfff) || unit == 0)
        return FALSE;
      else if (unit < 0xd800 || unit > 0xdbff)
        g_string_append_unichar (out, unit);
      high = high == 0 && unit >= 0xd800 && unit <= 0xdbff ? unit : 0;
    }
  return high == 0;
}

static char *
decode_ascii (const char *name, gsize length)
{
  g_autoptr(GString) out = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      const char *end;

      if (name[i] != '&')
        {
          g_string_append_c (out, name[i]);
          continue;
        }
      i++;
      end = memchr (name + i, '-', length - i);
      if (end == NULL)
        return NULL;
      if (end == name + i)
        g_string_append_c (out, '&');
      else if (!decode_run (out, name + i, (gsize) (end - (name + i))))
        return NULL;
      i = (gsize) (end - name);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
penny_imap_utf7_decode (const char *name, gsize length)
{
  g_autofree char *path = NULL;
  g_autofree char *again = NULL;

  if (memchr (name, '\0', length) != NULL || !g_utf8_validate (name, (gssize) length, NULL))
    return NULL;
  for (gsize i = 0; i < length; i++)
    if ((guint8) name[i] >= 0x80)
      {
        path = g_strndup (name, length);
        return has_controls (path) ? NULL : g_steal_pointer (&path);
      }
  path = decode_ascii (name, length);
  if (path == NULL)
    return NULL;
  again = penny_imap_utf7_encode (path);
  if (again == NULL || strlen (again) != length || memcmp (again, name, length) != 0)
    return NULL;
  return g_steal_pointer (&path);
}
