/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and writing format=flowed text. */
#include "penny-flowed.h"

#include <string.h>

#define WIDTH 72

static gsize
quote_depth (const char *line, const char *end)
{
  const char *p = line;

  while (p < end && *p == '>')
    p++;
  return (gsize) (p - line);
}

static void
append_quote (GString *out, gsize depth, gboolean space)
{
  for (gsize i = 0; i < depth; i++)
    g_string_append_c (out, '>');
  if (depth > 0 && space)
    g_string_append_c (out, ' ');
}

char *
penny_flowed_decode (const char *text, gboolean del_sp)
{
  GString *out = g_string_sized_new (strlen (text) + 64);
  gboolean flowing = FALSE;
  gsize flowing_depth = 0;

  for (const char *line = text; *line;)
    {
      const char *end = strchrnul (line, '\n');
      const char *next = *end ? end + 1 : end;
      gsize depth = quote_depth (line, end);
      const char *p = line + depth;
      gboolean signature, flows;

      if (p < end && *p == ' ')
        p++;
      signature = end - p == 3 && memcmp (p, "-- ", 3) == 0;
      flows = !signature && end > p && end[-1] == ' ';
      /* A paragraph ends where the quote depth changes, whatever its last blank says (§4.5). */
      if (flowing && (depth != flowing_depth || signature))
        {
          g_string_append_c (out, '\n');
          flowing = FALSE;
        }
      if (!flowing)
        append_quote (out, depth, p < end);
      g_string_append_len (out, p, end - p - (flows && del_sp ? 1 : 0));
      if (!flows && *end)
        g_string_append_c (out, '\n');
      flowing = flows;
      flowing_depth = depth;
      line = next;
    }
  if (flowing)
    g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}

/* The end of the piece of P..END that fits into ROOM columns: behind a blank. A word that is too
 * long stays whole. */
static const char *
fit (const char *p, const char *end, gsize room)
{
  const char *best = NULL;
  gsize columns = 0;

  for (const char *q = p; q < end; q = g_utf8_next_char (q))
    {
      if (columns >= room && best)
        return best;
      /* Blanks in a row stay together: the line must end in the last of them. */
      if (*q == ' ' && q + 1 < end && q[1] != ' ')
        best = q + 1;
      columns++;
    }
  return columns > room && best ? best : end;
}

static void
encode_line (GString *out, const char *p, const char *end, gsize depth)
{
  gsize room = depth + 10 < WIDTH ? WIDTH - depth : 10;

  do
    {
      const char *stop = fit (p, end, room);

      append_quote (out, depth, p < end);
      if (depth == 0 && p < end && (*p == ' ' || *p == '>' || strncmp (p, "From ", 5) == 0))
        g_string_append_c (out, ' ');
      g_string_append_len (out, p, stop - p);
      g_string_append_c (out, '\n');
      p = stop;
    }
  while (p < end);
}

char *
penny_flowed_encode (const char *text)
{
  GString *out = g_string_sized_new (strlen (text) + 64);

  for (const char *line = text; *line;)
    {
      const char *end = strchrnul (line, '\n');
      const char *next = *end ? end + 1 : end;
      gsize depth = quote_depth (line, end);
      const char *p = line + depth;

      if (depth > 0 && p < end && *p == ' ')
        p++;
      if (!(end - p == 3 && memcmp (p, "-- ", 3) == 0))
        while (end > p && end[-1] == ' ')
          end--;
      if (end - p == 3 && memcmp (p, "-- ", 3) == 0)
        {
          append_quote (out, depth, TRUE);
          g_string_append (out, "-- \n");
        }
      else
        encode_line (out, p, end, depth);
      line = next;
    }
  return g_string_free (out, FALSE);
}
