/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small HTML to text converter: one pass, no tree, bounded by the length of its input. */
#include "penny-html-text.h"

#include <stdlib.h>
#include <string.h>

#include "penny-html-scan.h"

static const struct { const char *name; gunichar c; } entities[] = {
  { "AElig", 0xc6 }, { "Aacute", 0xc1 }, { "Acirc", 0xc2 }, { "Agrave", 0xc0 }, { "Aring", 0xc5 },
  { "Atilde", 0xc3 }, { "Auml", 0xc4 }, { "Ccedil", 0xc7 }, { "Eacute", 0xc9 }, { "Ecirc", 0xca },
  { "Egrave", 0xc8 }, { "Euml", 0xcb }, { "Iacute", 0xcd }, { "Icirc", 0xce }, { "Igrave", 0xcc },
  { "Iuml", 0xcf }, { "Ntilde", 0xd1 }, { "OElig", 0x152 }, { "Oacute", 0xd3 }, { "Ocirc", 0xd4 },
  { "Ograve", 0xd2 }, { "Oslash", 0xd8 }, { "Otilde", 0xd5 }, { "Ouml", 0xd6 }, { "Scaron", 0x160 },
  { "Uacute", 0xda }, { "Ucirc", 0xdb }, { "Ugrave", 0xd9 }, { "Uuml", 0xdc }, { "Yacute", 0xdd },
  { "aacute", 0xe1 }, { "acirc", 0xe2 }, { "acute", 0xb4 }, { "aelig", 0xe6 }, { "agrave", 0xe0 },
  { "amp", '&' }, { "apos", '\'' }, { "aring", 0xe5 }, { "atilde", 0xe3 }, { "auml", 0xe4 },
  { "bdquo", 0x201e }, { "bull", 0x2022 }, { "ccedil", 0xe7 }, { "cent", 0xa2 }, { "copy", 0xa9 },
  { "dagger", 0x2020 }, { "deg", 0xb0 }, { "divide", 0xf7 }, { "eacute", 0xe9 }, { "ecirc", 0xea },
  { "egrave", 0xe8 }, { "emsp", 0x2003 }, { "ensp", 0x2002 }, { "euml", 0xeb }, { "euro", 0x20ac },
  { "frac12", 0xbd }, { "gt", '>' }, { "hellip", 0x2026 }, { "iacute", 0xed }, { "icirc", 0xee },
  { "iexcl", 0xa1 }, { "igrave", 0xec }, { "iquest", 0xbf }, { "iuml", 0xef }, { "laquo", 0xab },
  { "larr", 0x2190 }, { "ldquo", 0x201c }, { "lsaquo", 0x2039 }, { "lsquo", 0x2018 }, { "lt", '<' },
  { "mdash", 0x2014 }, { "middot", 0xb7 }, { "minus", 0x2212 }, { "nbsp", 0xa0 }, { "ndash", 0x2013 },
  { "ntilde", 0xf1 }, { "oacute", 0xf3 }, { "ocirc", 0xf4 }, { "oelig", 0x153 }, { "ograve", 0xf2 },
  { "oslash", 0xf8 }, { "otilde", 0xf5 }, { "ouml", 0xf6 }, { "para", 0xb6 }, { "permil", 0x2030 },
  { "plusmn", 0xb1 }, { "pound", 0xa3 }, { "quot", '"' }, { "raquo", 0xbb }, { "rarr", 0x2192 },
  { "rdquo", 0x201d }, { "reg", 0xae }, { "rsaquo", 0x203a }, { "rsquo", 0x2019 }, { "sbquo", 0x201a },
  { "scaron", 0x161 }, { "sect", 0xa7 }, { "shy", 0xad }, { "szlig", 0xdf }, { "thinsp", 0x2009 },
  { "times", 0xd7 }, { "trade", 0x2122 }, { "uacute", 0xfa }, { "ucirc", 0xfb }, { "ugrave", 0xf9 },
  { "uuml", 0xfc }, { "yacute", 0xfd }, { "yen", 0xa5 }, { "zwj", 0x200d }, { "zwnj", 0x200c },
};

static int
compare_entity (gconstpointer key, gconstpointer member)
{
  return strcmp (key, *(const char * const *) member);
}

static gunichar
numeric_entity (const char *p, gsize *length)
{
  gboolean hex = p[2] == 'x' || p[2] == 'X';
  const char *q = p + (hex ? 3 : 2);
  guint32 value = 0;
  int digits = 0;

  for (; hex ? g_ascii_isxdigit (*q) : g_ascii_isdigit (*q); q++, digits++)
    value = MIN (value * (hex ? 16 : 10) + (guint32) g_ascii_xdigit_value (*q), 0x110000);
  if (digits == 0 || digits > 16)
    return 0;
  if (*q == ';')
    q++;
  *length = (gsize) (q - p);
  if (value == 0 || value == 0xfffe || !g_unichar_validate (value))
    return 0xfffd;
  return value;
}

gunichar
penny_html_entity (const char *p, gsize *length)
{
  char name[10];
  gsize n = 0;
  const char * const *found;

  if (p[0] != '&')
    return 0;
  if (p[1] == '#')
    return numeric_entity (p, length);
  while (n < sizeof name - 1 && g_ascii_isalnum (p[1 + n]))
    {
      name[n] = p[1 + n];
      n++;
    }
  name[n] = '\0';
  if (n < 2)
    return 0;
  found = bsearch (name, entities, G_N_ELEMENTS (entities), sizeof entities[0], compare_entity);
  if (!found)
    return 0;
  *length = n + 1 + (p[1 + n] == ';' ? 1 : 0);
  return ((const typeof (entities[0]) *) found)->c;
}

typedef enum { BREAK_NONE, BREAK_SPACE, BREAK_LINE, BREAK_PARAGRAPH } Break;

typedef struct {
  GString *out;
  Break pending;
  int pre;         /* inside so many <pre> */
} Writer;

static void
want_break (Writer *w, Break kind)
{
  w->pending = MAX (w->pending, kind);
}

static void
put_pending (Writer *w)
{
  static const char * const breaks[] = { "", " ", "\n", "\n\n" };

  if (w->out->len > 0)
    g_string_append (w->out, breaks[w->pending]);
  w->pending = BREAK_NONE;
}

static void
put_char (Writer *w, gunichar c)
{
  if (w->pre > 0 && c == '\n')
    {
      put_pending (w);
      g_string_append_c (w->out, '\n');
      return;
    }
  if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f')
    {
      if (w->pre > 0)
        {
          put_pending (w);
          g_string_append_c (w->out, ' ');
        }
      else
        want_break (w, BREAK_SPACE);
      return;
    }
  put_pending (w);
  if (c == 0xa0)
    g_string_append_c (w->out, ' ');
  else if (c < 0x80)
    g_string_append_c (w->out, (char) c);
  else
    g_string_append_unichar (w->out, c);
}

/* Plain text between two tags, in runs. */
static void
put_text (Writer *w, const char *p, const char *end)
{
  while (p < end)
    {
      const char *run = p;
      gsize length;
      gunichar c;

      while (p < end && *p != '&' && (guchar) *p > ' ')
        p++;
      if (p > run)
        {
          put_pending (w);
          g_string_append_len (w->out, run, p - run);
          continue;
        }
      c = *p == '&' ? penny_html_entity (p, &length) : 0;
      if (c != 0 && p + length <= end)
        {
          put_char (w, c);
          p += length;
        }
      else
        put_char (w, (gunichar) (guchar) *p++);
    }
}

static void
put_tag (Writer *w, const PennyHtmlTag *tag)
{
  static const char * const paragraphs[] = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "table",
  };
  static const char * const lines[] = {
    "div", "tr", "li", "dt", "dd", "center", "section", "article", "header", "footer", "main", "nav",
    "address", "form", "fieldset", "figure", "figcaption", "caption", "option", "body", "hr",
  };

  if (penny_html_tag_is (tag, "br"))
    {
      /* Two of them make an empty line. */
      if (w->pending >= BREAK_LINE)
        want_break (w, BREAK_PARAGRAPH);
      else
        want_break (w, BREAK_LINE);
      return;
    }
  if (penny_html_tag_is (tag, "td") || penny_html_tag_is (tag, "th"))
    want_break (w, BREAK_SPACE);
  if (penny_html_tag_is (tag, "pre"))
    w->pre = CLAMP (w->pre + (tag->closing ? -1 : 1), 0, 1000);
  for (gsize i = 0; i < G_N_ELEMENTS (paragraphs); i++)
    if (penny_html_tag_is (tag, paragraphs[i]))
      want_break (w, BREAK_PARAGRAPH);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    if (penny_html_tag_is (tag, lines[i]))
      want_break (w, BREAK_LINE);
  if (!tag->closing && penny_html_tag_is (tag, "li"))
    {
      put_pending (w);
      g_string_append (w->out, "• ");
    }
}

char *
penny_html_to_text (const char *html, gsize max_bytes)
{
  PennyHtmlScan scan;
  PennyHtmlTag tag;
  Writer w = { .out = g_string_sized_new (1024) };
  const char *from, *to;
  PennyHtmlToken token;

  penny_html_scan_init (&scan, html);
  while ((token = penny_html_scan_next (&scan, &from, &to, &tag)) != PENNY_HTML_END)
    {
      if (max_bytes > 0 && w.out->len >= max_bytes)
        break;
      if (token == PENNY_HTML_TEXT)
        put_text (&w, from, max_bytes > 0 && (gsize) (to - from) > max_bytes ? from + max_bytes : to);
      else if (token == PENNY_HTML_TAG)
        put_tag (&w, &tag);
    }
  g_strchomp (w.out->str);
  if (!g_utf8_validate (w.out->str, -1, NULL))
    {
      g_autofree char *broken = g_string_free (w.out, FALSE);

      return g_utf8_make_valid (broken, -1);
    }
  return g_string_free (w.out, FALSE);
}
