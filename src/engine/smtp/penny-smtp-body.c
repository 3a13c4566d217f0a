/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Line ends, dots and addresses. */
#include "penny-smtp-body.h"

#include <string.h>

#include "penny-smtp-session.h"

#define MAX_ADDRESS 1000

static gboolean
is_normal (const guint8 *data, gsize size)
{
  if (size < 2 || data[size - 2] != '\r' || data[size - 1] != '\n')
    return FALSE;

  for (gsize i = 0; i < size; i++)
    if (data[i] == '\r' ? i + 1 == size || data[i + 1] != '\n'
                        : data[i] == '\n' && (i == 0 || data[i - 1] != '\r'))
      return FALSE;

  return TRUE;
}

GBytes *
penny_smtp_body_normalize (GBytes *raw)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (raw, &size);
  GByteArray *out;

  if (is_normal (data, size))
    return g_bytes_ref (raw);

  out = g_byte_array_sized_new (MIN (size + size / 32 + 16, G_MAXUINT));
  for (gsize i = 0; i < size; )
    {
      gsize n = 0;

      while (i + n < size && data[i + n] != '\r' && data[i + n] != '\n')
        n++;
      g_byte_array_append (out, data + i, n);
      i += n;
      if (i == size)
        break;

      g_byte_array_append (out, (const guint8 *) "\r\n", 2);
      i += data[i] == '\r' && i + 1 < size && data[i + 1] == '\n' ? 2 : 1;
    }

  if (out->len < 2 || out->data[out->len - 1] != '\n')
    g_byte_array_append (out, (const guint8 *) "\r\n", 2);
  return g_byte_array_free_to_bytes (out);
}

GBytes *
penny_smtp_body_stuff (GBytes *normalized)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (normalized, &size);
  const guint8 *p = data, *end = data + size;
  GByteArray *out;

  if ((size == 0 || data[0] != '.') && memmem (data, size, "\n.", 2) == NULL)
    return g_bytes_ref (normalized);

  out = g_byte_array_sized_new (MIN (size + size / 64 + 16, G_MAXUINT));
  while (p < end)
    {
      const guint8 *lf = memchr (p, '\n', end - p);
      const guint8 *stop = lf != NULL ? lf + 1 : end;

      if (*p == '.')
        g_byte_array_append (out, (const guint8 *) ".", 1);
      g_byte_array_append (out, p, stop - p);
      p = stop;
    }

  return g_byte_array_free_to_bytes (out);
}

static gboolean
has_8bit (const guint8 *data, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (data[i] > 127)
      return TRUE;

  return FALSE;
}

gboolean
penny_smtp_needs_8bit (GBytes *raw)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (raw, &size);

  return has_8bit (data, size);
}

gboolean
penny_smtp_body_has_8bit_header (GBytes *raw)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (raw, &size);
  const guint8 *p = data, *end = data + size;

  while (p < end)
    {
      const guint8 *lf = memchr (p, '\n', end - p);
      const guint8 *stop = lf != NULL ? lf + 1 : end;

      if (*p == '\n' || *p == '\r')
        return FALSE;
      if (has_8bit (p, stop - p))
        return TRUE;
      p = stop;
    }

  return FALSE;
}

gboolean
penny_smtp_address_is_safe (const char *address)
{
  gsize length = strlen (address);

  if (length == 0 || length > MAX_ADDRESS || !g_utf8_validate (address, length, NULL))
    return FALSE;

  for (const char *p = address; *p != '\0'; p++)
    if (*p == ' ' || *p == '<' || *p == '>' || g_ascii_iscntrl (*p))
      return FALSE;

  return TRUE;
}

char *
penny_smtp_address_to_ascii (const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *local = NULL;
  g_autofree char *domain = NULL;

  if (g_str_is_ascii (address))
    return g_strdup (address);
  if (at == NULL)
    return NULL;

  local = g_strndup (address, at - address);
  domain = g_hostname_to_ascii (at + 1);
  if (!g_str_is_ascii (local) || domain == NULL || domain[0] == '\0')
    return NULL;

  return g_strconcat (local, "@", domain, NULL);
}
