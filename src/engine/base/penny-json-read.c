/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recursive descent over one object; its depth is bounded, so that the stack is. */
#include "penny-json-read.h"

#include <string.h>

#include "penny-secret.h"

typedef struct {
  const char *at;
  const char *end;
  GString *path;
  guint depth;
  guint n_values;
  GHashTable *values;   /* borrowed */
  const char *why;      /* the first thing that was wrong */
} Reader;

static gboolean read_value (Reader *self);

/* Tokens come this way. */
static void
value_free (gpointer value)
{
  penny_secret_wipe (value, strlen (value));
  g_free (value);
}

static gboolean
fail (Reader *self, const char *why)
{
  if (self->why == NULL)
    self->why = why;
  return FALSE;
}

static void
skip_space (Reader *self)
{
  while (self->at < self->end && strchr (" \t\r\n", *self->at) != NULL && *self->at != '\0')
    self->at++;
}

/* Takes C, behind spaces. */
static gboolean
take (Reader *self, char c)
{
  skip_space (self);
  if (self->at >= self->end || *self->at != c)
    return FALSE;
  self->at++;
  return TRUE;
}

/* --- strings --- */

static gboolean
read_hex (Reader *self, gunichar *unit)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++)
    {
      int digit = self->at < self->end ? g_ascii_xdigit_value (*self->at) : -1;

      if (digit < 0)
        return fail (self, "a \\u without four digits");
      *unit = *unit * 16 + digit;
      self->at++;
    }
  return TRUE;
}

/* Behind "\u". Beyond U+FFFF a character is two of them (RFC 8259 §7). */
static gboolean
read_unicode (Reader *self, GString *text)
{
  gunichar unit, low;

  if (!read_hex (self, &unit))
    return FALSE;
  if (unit >= 0xd800 && unit < 0xdc00)
    {
      if (self->end - self->at < 6 || self->at[0] != '\\' || self->at[1] != 'u')
        return fail (self, "half a character");
      self->at += 2;
      if (!read_hex (self, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return fail (self, "half a character");
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  if (unit == 0 || !g_unichar_validate (unit))
    return fail (self, "a character that may not be used");
  g_string_append_unichar (text, unit);
  return TRUE;
}

static gboolean
read_escape (Reader *self, GString *text)
{
  static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (self->at >= self->end)
    return fail (self, "an unfinished string");
  if (*self->at == 'u')
    {
      self->at++;
      return read_unicode (self, text);
    }
  found = *self->at != '\0' ? strchr (names, *self->at) : NULL;
  if (found == NULL)
    return fail (self, "an unknown escape");
  self->at++;
  g_string_append_c (text, values[found - names]);
  return TRUE;
}

/* Appends to TEXT. */
static gboolean
read_string (Reader *self, GString *text)
{
  if (!take (self, '"'))
    return fail (self, "a string is missing");
  while (self->at < self->end && *self->at != '"')
    {
      if ((guchar) *self->at < 0x20)
        return fail (self, "a control character in a string");
      if (*self->at != '\\')
        {
          g_string_append_c (text, *self->at++);
          continue;
        }
      self->at++;
      if (!read_escape (self, text))
        return FALSE;
    }
  return take (self, '"') || fail (self, "an unfinished string");
}

/* --- values --- */

static gboolean
keep (Reader *self, const char *value)
{
  if (++self->n_values > PENNY_JSON_VALUES_MAX)
    return fail (self, "too many values");
  if (value != NULL)
    g_hash_table_replace (self->values, g_strdup (self->path->str), g_strdup (value));
  else
    g_hash_table_remove (self->values, self->path->str);
  return TRUE;
}

static gboolean
read_digits (Reader *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > start || fail (self, "a number without digits");
}

static gboolean
read_number (Reader *self)
{
  const char *start = self->at;
  g_autofree char *number = NULL;

  self->at += *self->at == '-';
  if (self->at < self->end && *self->at == '0')
    self->at++;
  else if (!read_digits (self))
    return FALSE;
  if (self->at < self->end && *self->at == '.')
    {
      self->at++;
      if (!read_digits (self))
        return FALSE;
    }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E'))
    {
      self->at++;
      self->at += self->at < self->end && (*self->at == '+' || *self->at == '-');
      if (!read_digits (self))
        return FALSE;
    }
  number = g_strndup (start, self->at - start);
  return keep (self, number);
}

static gboolean
read_word (Reader *self)
{
  static const char * const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (self->end - self->at) >= length && memcmp (self->at, words[i], length) == 0)
        {
          self->at += length;
          return keep (self, i < 2 ? words[i] : NULL);
        }
    }
  return fail (self, "an unknown word");
}

/* Adds what follows to the path; returns how long the path was. */
static gsize
enter (Reader *self)
{
  gsize before = self->path->len;

  if (before > 0)
    g_string_append_c (self->path, '.');
  return before;
}

static gboolean
read_members (Reader *self)
{
  if (take (self, '}'))
    return TRUE;
  do
    {
      gsize before = enter (self);

      if (!read_string (self, self->path))
        return FALSE;
      if (!take (self, ':'))
        return fail (self, "a colon is missing");
      if (!read_value (self))
        return FALSE;
      g_string_truncate (self->path, before);
    }
  while (take (self, ','));
  return take (self, '}') || fail (self, "an object without end");
}

static gboolean
read_items (Reader *self)
{
  guint i = 0;

  if (take (self, ']'))
    return TRUE;
  do
    {
      gsize before = enter (self);

      g_string_append_printf (self->path, "%u", i++);
      if (!read_value (self))
        return FALSE;
      g_string_truncate (self->path, before);
    }
  while (take (self, ','));
  return take (self, ']') || fail (self, "a list without end");
}

static gboolean
read_inside (Reader *self, gboolean (*inside) (Reader *self))
{
  gboolean good;

  if (++self->depth > PENNY_JSON_DEPTH_MAX)
    return fail (self, "nested too deeply");
  good = inside (self);
  self->depth--;
  return good;
}

static gboolean
read_text (Reader *self)
{
  /* Never longer than what it is read from: it does not grow and leave copies behind. */
  GString *text = g_string_sized_new (self->end - self->at);
  gboolean good = read_string (self, text) && keep (self, text->str);

  penny_secret_wipe (text->str, text->len);
  g_string_free (text, TRUE);
  return good;
}

static gboolean
read_value (Reader *self)
{
  skip_space (self);
  if (self->at >= self->end)
    return fail (self, "a value is missing");
  if (take (self, '{'))
    return read_inside (self, read_members);
  if (take (self, '['))
    return read_inside (self, read_items);
  if (*self->at == '-' || g_ascii_isdigit (*self->at))
    return read_number (self);
  if (*self->at != '"')
    return read_word (self);

  return read_text (self);
}

static gboolean
read_all (Reader *self)
{
  if (!take (self, '{'))
    return fail (self, "not an object");
  if (!read_inside (self, read_members))
    return FALSE;
  skip_space (self);
  return self->at == self->end || fail (self, "more behind the object");
}

GHashTable *
penny_json_read (const char *text, gsize length, GError **error)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, value_free);
  g_autoptr (GString) path = g_string_new (NULL);
  Reader reader = { .at = text, .end = text + length, .path = path, .values = values };
  gboolean good;

  if (length > PENNY_JSON_SIZE_MAX)
    good = fail (&reader, "too long");
  else if (!g_utf8_validate_len (text, length, NULL))
    good = fail (&reader, "not UTF-8");
  else
    good = read_all (&reader);

  if (good)
    return g_steal_pointer (&values);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Not the JSON it should be: %s", reader.why);
  return NULL;
}
