/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walking over a header block and decoding the values of its fields (RFC 5322, 2047). */
#include "penny-header.h"

#include <string.h>
#include <gmime/gmime.h>

#include "penny-gmime.h"
#include "penny-text.h"

#define MAX_NAME 200
#define MAX_ID 998
#define LATEST_DATE G_GINT64_CONSTANT (4102444800)   /* 2100-01-01 */

static const char *
line_end (const char *p, const char *end)
{
  const char *newline = memchr (p, '\n', (gsize) (end - p));

  return newline ? newline + 1 : end;
}

/* The length of the field name at P when a field starts there, with COLON behind it; else 0. */
static gsize
field_name (const char *p, const char *end, const char **colon)
{
  const char *name = p;
  gsize length;

  while (p < end && *p > ' ' && *p < 0x7f && *p != ':' && p - name <= MAX_NAME)
    p++;
  length = (gsize) (p - name);
  while (p < end && (*p == ' ' || *p == '\t'))
    p++;
  if (length == 0 || length > MAX_NAME || p >= end || *p != ':')
    return 0;
  *colon = p;
  return length;
}

void
penny_header_iter_init (PennyHeaderIter *self, const char *data, gsize length, gboolean in_part)
{
  *self = (PennyHeaderIter) { .position = data, .end = data + length, .in_part = in_part };
  if (!in_part && length > 5 && (memcmp (data, "From ", 5) == 0 || memcmp (data, ">From", 5) == 0))
    {
      const char *colon;

      /* "From : x" is a field. */
      if (field_name (data, self->end, &colon) == 0)
        self->position = line_end (data, self->end);
    }
}

/* Past the blank line that ends the header, if P stands on one. */
static const char *
skip_blank_line (const char *p, const char *end)
{
  if (p < end && *p == '\n')
    return p + 1;
  if (end - p >= 2 && p[0] == '\r' && p[1] == '\n')
    return p + 2;
  return NULL;
}

gboolean
penny_header_iter_next (PennyHeaderIter *self, PennyHeaderField *field)
{
  while (self->position < self->end)
    {
      const char *p = self->position, *end = self->end, *colon, *next;
      const char *body = skip_blank_line (p, end);
      gsize name_length;

      if (body)
        {
          self->position = body;
          self->end = body;
          return FALSE;
        }
      if (self->in_part && end - p >= 2 && p[0] == '-' && p[1] == '-')
        return FALSE;
      name_length = field_name (p, end, &colon);
      if (name_length == 0 && !self->seen_any)
        return FALSE;
      next = line_end (p, end);
      while (next < end && (*next == ' ' || *next == '\t'))
        next = line_end (next, end);
      self->position = next;
      self->seen_any = TRUE;
      if (name_length == 0)
        continue;
      *field = (PennyHeaderField) { .start = p, .end = next, .name = p, .name_length = name_length,
                                    .value = colon + 1 };
      if (next > field->value && next[-1] == '\n')
        next--;
      if (next > field->value && next[-1] == '\r')
        next--;
      field->value_length = (gsize) (next - field->value);
      return TRUE;
    }
  return FALSE;
}

gboolean
penny_header_field_is (const PennyHeaderField *field, const char *name)
{
  return strlen (name) == field->name_length &&
         g_ascii_strncasecmp (name, field->name, field->name_length) == 0;
}

char *
penny_header_unfold (const char *value, gsize length, const char *hint)
{
  g_autofree char *flat = NULL;
  gsize n = 0, i = 0;
  /* Old Japanese senders write ISO-2022-JP into the header as it is. */
  const char *charset;

  length = MIN (length, PENNY_HEADER_MAX_VALUE);
  while (i < length && (value[i] == ' ' || value[i] == '\t'))
    i++;
  flat = g_malloc (length - i + 1);
  for (; i < length; i++)
    {
      if (value[i] == '\n' || (value[i] == '\r' && i + 1 < length && value[i + 1] == '\n'))
        continue;
      flat[n++] = value[i] == '\t' ? ' ' : value[i];
    }
  charset = memmem (flat, n, "\033$", 2) ? "iso-2022-jp" : NULL;
  return penny_text_to_utf8 (flat, n, charset, hint);
}

/* WORD opens with "=?". */
static void
pin_charset_of (const char *word)
{
  char name[32];
  gsize n = strcspn (word + 2, "?*");

  if (n == 0 || n >= sizeof name || g_ascii_strncasecmp (word + 2, "utf-8", 5) == 0)
    return;
  for (gsize i = 0; i < n; i++)
    {
      name[i] = g_ascii_tolower (word[2 + i]);
      if (!g_ascii_isalnum (name[i]) && name[i] != '-' && name[i] != '_')
        return;
    }
  name[n] = '\0';
  penny_text_pin_charset (name);
}

char *
penny_header_decode_words (const char *unfolded)
{
  g_autofree char *decoded = NULL;
  const char *word = strstr (unfolded, "=?");

  if (!word)
    return g_strdup (unfolded);
  pin_charset_of (word);
  decoded = g_mime_utils_header_decode_text (penny_gmime_options (), unfolded);
  if (!decoded)
    return g_strdup (unfolded);
  return g_utf8_make_valid (decoded, -1);
}

char *
penny_header_decode (const char *value, gsize length, const char *hint)
{
  g_autofree char *unfolded = penny_header_unfold (value, length, hint);
  g_autofree char *decoded = penny_header_decode_words (unfolded);

  return penny_text_one_line (decoded, 0);
}

gint64
penny_header_parse_date (const char *value, gsize length)
{
  g_autofree char *text = NULL;
  g_autoptr (GDateTime) date = NULL;
  gint64 seconds;

  if (length > 200)
    return 0;
  text = penny_header_unfold (value, length, NULL);
  date = g_mime_utils_header_decode_date (text);
  if (!date)
    return 0;
  seconds = g_date_time_to_unix (date);
  return seconds > 0 && seconds < LATEST_DATE ? seconds : 0;
}

/* The next <identifier> at or behind *POSITION, blanks taken out; NULL at the end. */
static char *
next_id (const char **position, const char *end)
{
  while (*position < end)
    {
      const char *open = memchr (*position, '<', (gsize) (end - *position));
      const char *close = open ? memchr (open, '>', (gsize) (end - open)) : NULL;
      g_autoptr (GString) id = NULL;
      g_autofree char *valid = NULL, *clean = NULL;

      if (!close)
        break;
      *position = close + 1;
      if (close - open - 1 > MAX_ID)
        continue;
      id = g_string_sized_new ((gsize) (close - open));
      for (const char *p = open + 1; p < close; p++)
        if ((guchar) *p > ' ' && *p != 0x7f && *p != '<')
          g_string_append_c (id, *p);
      if (id->len == 0)
        continue;
      /* What is not ASCII has no business in an identifier; it is kept, but fit to be shown. */
      valid = g_utf8_make_valid (id->str, (gssize) id->len);
      clean = penny_text_one_line (valid, 0);
      if (*clean)
        return g_steal_pointer (&clean);
    }
  *position = end;
  return NULL;
}

char *
penny_header_parse_message_id (const char *value, gsize length)
{
  const char *position = value;
  char *id = next_id (&position, value + length);
  g_autofree char *bare = NULL;

  if (id || length > MAX_ID)
    return id;
  bare = penny_header_unfold (value, length, NULL);
  g_strstrip (bare);
  if (*bare == '\0' || strpbrk (bare, " <>") != NULL)
    return NULL;
  return penny_text_one_line (bare, 0);
}

void
penny_header_add_references (GPtrArray *ids, GHashTable *seen, const char *value, gsize length)
{
  const char *position = value, *end = value + MIN (length, PENNY_HEADER_MAX_VALUE);
  char *id;

  while ((id = next_id (&position, end)))
    {
      if (g_hash_table_add (seen, id))
        g_ptr_array_add (ids, g_strdup (id));
    }
}

void
penny_header_trim_references (GPtrArray *ids, guint max)
{
  if (ids->len > max)
    g_ptr_array_remove_range (ids, 1, ids->len - max);
}
