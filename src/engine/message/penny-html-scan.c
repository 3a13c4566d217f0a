/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTML tokenizer. A search for something that closes and is not there is made once only. */
#include "penny-html-scan.h"

#include <string.h>

static const char * const raw_elements[] = { "style", "script", "title" };

void
penny_html_scan_init (PennyHtmlScan *self, const char *html)
{
  *self = (PennyHtmlScan) { .position = html, .end = html + strlen (html) };
}

gboolean
penny_html_tag_is (const PennyHtmlTag *tag, const char *name)
{
  /* Most comparisons of a table end at the first letter. */
  return (tag->name[0] | 0x20) == name[0] && strlen (name) == tag->name_length &&
         g_ascii_strncasecmp (name, tag->name, tag->name_length) == 0;
}

/* Behind the quoted value that opens at P, or NULL when it never closes. */
static const char *
skip_quoted (PennyHtmlScan *self, const char *p)
{
  gboolean *none = *p == '"' ? &self->no_double : &self->no_single;
  const char *close;

  if (*none)
    return NULL;
  close = memchr (p + 1, *p, (gsize) (self->end - p - 1));
  if (close)
    return close + 1;
  *none = TRUE;
  return NULL;
}

/* The ">" that ends the tag whose attributes start at P; NULL when there is none. A quote only
 * counts where a value may start. */
static const char *
find_tag_end (PennyHtmlScan *self, const char *p)
{
  gboolean value = FALSE;

  while (p < self->end && *p != '>')
    {
      const char *behind = value && (*p == '"' || *p == '\'') ? skip_quoted (self, p) : NULL;

      if (behind)
        {
          p = behind;
          value = FALSE;
          continue;
        }
      if (*p == '=')
        value = TRUE;
      else if (!g_ascii_isspace (*p))
        value = FALSE;
      p++;
    }
  return p < self->end ? p : NULL;
}

static gboolean
scan_tag (PennyHtmlScan *self, PennyHtmlTag *tag)
{
  const char *p = self->position + 1, *close;

  if (self->no_greater)
    return FALSE;
  *tag = (PennyHtmlTag) { .closing = *p == '/' };
  if (tag->closing)
    p++;
  tag->name = p;
  while (p < self->end && *p != '>' && *p != '/' && !g_ascii_isspace (*p))
    p++;
  tag->name_length = (gsize) (p - tag->name);
  tag->attributes = p;
  close = find_tag_end (self, p);
  if (!close)
    {
      self->no_greater = TRUE;
      return FALSE;
    }
  tag->attributes_end = close;
  self->position = close + 1;
  for (gsize i = 0; i < G_N_ELEMENTS (raw_elements); i++)
    if (!tag->closing && penny_html_tag_is (tag, raw_elements[i]))
      self->raw = raw_elements[i];
  return TRUE;
}

/* The "</name" that ends raw content, or NULL. */
static const char *
find_raw_end (PennyHtmlScan *self, const char *name)
{
  guint bit = name[1] == 't' ? 1 : name[1] == 'c' ? 2 : 4;
  gsize length = strlen (name);
  const char *p = self->position;

  if (self->no_close & bit)
    return NULL;
  while ((p = memchr (p, '<', (gsize) (self->end - p))))
    {
      if ((gsize) (self->end - p) > length + 2 && p[1] == '/' &&
          g_ascii_strncasecmp (p + 2, name, length) == 0 && !g_ascii_isalnum (p[2 + length]))
        return p;
      p++;
    }
  self->no_close |= bit;
  return NULL;
}

/* Passes over "<!-- … -->", "<!…>", "<?…>", "</ …>"; FALSE when it is not closed: ordinary text. */
static gboolean
skip_markup (PennyHtmlScan *self)
{
  const char *p = self->position, *close;

  if (self->end - p >= 4 && memcmp (p, "<!--", 4) == 0)
    {
      /* "<!-->" and "<!--->" are whole comments; one that never ends swallows the rest. */
      if (p[4] == '>' || (p[4] == '-' && p[5] == '>'))
        close = strchr (p + 4, '>');
      else
        {
          close = strstr (p + 4, "-->");
          close = close ? close + 2 : self->end - 1;
        }
      self->position = close + 1;
      return TRUE;
    }
  if (self->no_greater)
    return FALSE;
  close = memchr (p, '>', (gsize) (self->end - p));
  if (!close)
    {
      self->no_greater = TRUE;
      return FALSE;
    }
  self->position = close + 1;
  return TRUE;
}

PennyHtmlToken
penny_html_scan_next (PennyHtmlScan *self, const char **from, const char **to, PennyHtmlTag *tag)
{
  const char *start = self->position;
  const char *raw = g_steal_pointer (&self->raw);
  const char *p;

  if (raw && (p = find_raw_end (self, raw)))
    {
      *from = start;
      *to = self->position = p;
      return PENNY_HTML_RAW;
    }
  while (self->position < self->end && *self->position == '<')
    {
      char c = self->position[1];

      *from = self->position;
      if (g_ascii_isalpha (c) || (c == '/' && g_ascii_isalpha (self->position[2])))
        {
          if (!scan_tag (self, tag))
            break;
          *to = self->position;
          return PENNY_HTML_TAG;
        }
      if ((c != '!' && c != '?' && c != '/') || !skip_markup (self))
        break;
    }
  if (self->position >= self->end)
    return PENNY_HTML_END;
  *from = self->position;
  p = memchr (self->position + 1, '<', (gsize) (self->end - self->position - 1));
  *to = self->position = p ? p : self->end;
  return PENNY_HTML_TEXT;
}

gboolean
penny_html_next_attribute (const PennyHtmlTag *tag, const char **position,
                           PennyHtmlAttribute *attribute)
{
  const char *p = *position, *end = tag->attributes_end;

  while (p < end && (g_ascii_isspace (*p) || *p == '/'))
    p++;
  if (p >= end)
    return FALSE;
  *attribute = (PennyHtmlAttribute) { .name = p };
  /* A "=" in first place belongs to the name. */
  p++;
  while (p < end && *p != '=' && *p != '/' && !g_ascii_isspace (*p))
    p++;
  attribute->name_length = (gsize) (p - attribute->name);
  while (p < end && g_ascii_isspace (*p))
    p++;
  if (p < end && *p == '=')
    {
      const char *close;

      p++;
      while (p < end && g_ascii_isspace (*p))
        p++;
      attribute->value = p;
      close = p < end && (*p == '"' || *p == '\'') ? memchr (p + 1, *p, (gsize) (end - p - 1)) : NULL;
      if (close)
        {
          attribute->value = p + 1;
          attribute->value_length = (gsize) (close - p - 1);
          p = close + 1;
        }
      else
        {
          while (p < end && !g_ascii_isspace (*p))
            p++;
          attribute->value_length = (gsize) (p - attribute->value);
        }
    }
  *position = p;
  return TRUE;
}
