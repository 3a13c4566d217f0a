/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rewriting HTML for the letter view with a conservative filter of tags and attributes. */
#include "penny-html.h"

#include <string.h>

#include "penny-html-scan.h"
#include "penny-html-text.h"

#define MAX_REMOTE 1000

typedef struct {
  GString *out;
  GPtrArray *remote;
  GHashTable *seen;      /* borrows from remote */
} Writer;

/* Only the tags go, not what stands between them: it is read as ordinary HTML then, by us and by
 * the view alike. Elements that switch the parser to another mode (svg, select, noscript…) would
 * let one text mean two things. */
static const char * const dropped_tags[] = {
  "applet", "base", "basefont", "bgsound", "embed", "frame", "frameset", "iframe", "isindex", "keygen",
  "link", "listing", "math", "meta", "noembed", "noframes", "noscript", "object", "optgroup", "option",
  "param", "plaintext", "portal", "script", "select", "svg", "template", "textarea", "title", "xmp",
  "audio", "video", "track", "button", "dialog", "input", "form", "image", "slot",
};

static const char * const dropped_attributes[] = {
  "action", "archive", "classid", "code", "codebase", "data", "formaction", "http-equiv", "is",
  "manifest", "ping", "profile", "srcdoc", "attributionsrc", "longdesc", "usemap", "autofocus",
  "contenteditable", "target", "xmlns", "nonce", "popovertarget", "dynsrc", "lowsrc", "cite",
  "download", "accesskey", "tabindex",
};

static gboolean
is_one_of (const char * const *names, gsize n_names, const char *name, gsize length)
{
  for (gsize i = 0; i < n_names; i++)
    if ((name[0] | 0x20) == names[i][0] && strlen (names[i]) == length &&
        g_ascii_strncasecmp (names[i], name, length) == 0)
      return TRUE;
  return FALSE;
}

/* Only letters, digits and "-_:" make a name that every parser reads the same way. */
static gboolean
is_sane_name (const char *name, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (name[i]) && !strchr ("-_:", name[i]))
      return FALSE;
  return length > 0 && length <= 60;
}

static char *
decode_entities (const char *value, gsize length)
{
  GString *out = g_string_sized_new (length);
  const char *end = value + length;

  while (value < end)
    {
      gsize n = 0;
      gunichar c = *value == '&' ? penny_html_entity (value, &n) : 0;

      if (c != 0 && n > 0 && value + n <= end)
        {
          g_string_append_unichar (out, c);
          value += n;
        }
      else
        g_string_append_c (out, *value++);
    }
  return g_string_free (out, FALSE);
}

/* The address as the view would read it: without blanks around and line ends and tabs within. */
static char *
strip_url (const char *url)
{
  GString *out = g_string_new (NULL);

  while ((guchar) *url <= ' ' && *url)
    url++;
  for (; *url; url++)
    if (*url != '\t' && *url != '\n' && *url != '\r')
      g_string_append_c (out, *url);
  while (out->len > 0 && (guchar) out->str[out->len - 1] <= ' ')
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

static gboolean
is_remote (const char *url)
{
  static const char * const schemes[] = { "http:", "https:", "ftp:", "ws:", "wss:", "file:", "blob:" };

  if ((url[0] == '/' || url[0] == '\\') && (url[1] == '/' || url[1] == '\\'))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (url, schemes[i], strlen (schemes[i])) == 0)
      return TRUE;
  return FALSE;
}

static void
note_url (Writer *w, const char *url)
{
  g_autofree char *plain = strip_url (url);

  if (!is_remote (plain) || w->remote->len >= MAX_REMOTE || g_hash_table_contains (w->seen, plain))
    return;
  g_hash_table_add (w->seen, plain);
  g_ptr_array_add (w->remote, g_steal_pointer (&plain));
}

/* Every candidate of a srcset, split at blanks and commas: rather one too many. */
static void
note_srcset (Writer *w, const char *value)
{
  g_auto (GStrv) words = g_strsplit_set (value, " \t\n\r\f", 4 * MAX_REMOTE);

  for (gsize i = 0; words[i]; i++)
    note_url (w, words[i] + strspn (words[i], ","));
}

/* Everything in CSS that looks like an address elsewhere: url(…), @import "…", image-set("…"). */
static void
note_css (Writer *w, const char *css, gsize length)
{
  g_autofree char *text = g_strndup (css, length);

  for (char *p = text; (p = strpbrk (p, "(\"'")); )
    {
      gsize n;
      g_autofree char *candidate = NULL;

      p += strspn (p, "(\"' \t\n\r");
      n = strcspn (p, "\"')");
      if (n == 0 || n > 8192)
        {
          p += n;
          continue;
        }
      candidate = g_strndup (p, n);
      note_url (w, candidate);
      p += n;
    }
}

static gboolean
is_script_url (const char *url)
{
  g_autofree char *plain = strip_url (url);

  return g_ascii_strncasecmp (plain, "javascript:", 11) == 0 ||
         g_ascii_strncasecmp (plain, "vbscript:", 9) == 0 ||
         g_ascii_strncasecmp (plain, "livescript:", 11) == 0 ||
         (g_ascii_strncasecmp (plain, "data:", 5) == 0 && g_ascii_strncasecmp (plain, "data:image/", 11) != 0);
}

/* Notes what VALUE would fetch; FALSE when the attribute must go. */
static gboolean
judge_attribute (Writer *w, const PennyHtmlTag *tag, const PennyHtmlAttribute *a, const char *value)
{
  static const char * const fetched[] = { "src", "background", "poster", "xlink:href" };
  static const char * const sets[] = { "srcset", "imagesrcset" };

  if (a->name_length >= 2 && g_ascii_strncasecmp (a->name, "on", 2) == 0)
    return FALSE;
  if (!is_sane_name (a->name, a->name_length) ||
      is_one_of (dropped_attributes, G_N_ELEMENTS (dropped_attributes), a->name, a->name_length))
    return FALSE;
  if (is_one_of ((const char *[]) { "href", "src", "background", "xlink:href", "poster" }, 5,
                 a->name, a->name_length) && is_script_url (value))
    return FALSE;
  if (is_one_of (fetched, G_N_ELEMENTS (fetched), a->name, a->name_length))
    note_url (w, value);
  else if (is_one_of (sets, G_N_ELEMENTS (sets), a->name, a->name_length))
    note_srcset (w, value);
  else if (is_one_of ((const char *[]) { "style" }, 1, a->name, a->name_length))
    note_css (w, value, strlen (value));
  else if (is_one_of ((const char *[]) { "href" }, 1, a->name, a->name_length))
    return penny_html_tag_is (tag, "a") || penny_html_tag_is (tag, "area");
  return TRUE;
}

static void
append_escaped (GString *out, const char *p, const char *end)
{
  for (; p < end; p++)
    switch (*p)
      {
      case '<': g_string_append (out, "&lt;"); break;
      case '>': g_string_append (out, "&gt;"); break;
      case '"': g_string_append (out, "&quot;"); break;
      case '&': g_string_append (out, "&amp;"); break;
      default: g_string_append_c (out, *p);
      }
}

static void
write_tag (Writer *w, const PennyHtmlTag *tag)
{
  PennyHtmlAttribute a;
  const char *position = tag->attributes;
  guint n = 0;

  if (!is_sane_name (tag->name, tag->name_length) ||
      is_one_of (dropped_tags, G_N_ELEMENTS (dropped_tags), tag->name, tag->name_length))
    return;
  g_string_append (w->out, tag->closing ? "</" : "<");
  g_string_append_len (w->out, tag->name, (gssize) tag->name_length);
  while (!tag->closing && n++ < 200 && penny_html_next_attribute (tag, &position, &a))
    {
      g_autofree char *value = decode_entities (a.value ? a.value : "", a.value_length);

      if (!judge_attribute (w, tag, &a, value))
        continue;
      g_string_append_c (w->out, ' ');
      g_string_append_len (w->out, a.name, (gssize) a.name_length);
      if (!a.value)
        continue;
      g_string_append (w->out, "=\"");
      append_escaped (w->out, value, value + strlen (value));
      g_string_append_c (w->out, '"');
    }
  g_string_append_c (w->out, '>');
}

/* Of its attributes only for which screens it is. */
static void
write_style_tag (Writer *w, const PennyHtmlTag *tag)
{
  PennyHtmlAttribute a;
  const char *position = tag->attributes;

  g_string_append (w->out, "<style");
  while (penny_html_next_attribute (tag, &position, &a))
    {
      if (!a.value || !is_one_of ((const char *[]) { "media" }, 1, a.name, a.name_length))
        continue;
      g_string_append (w->out, " media=\"");
      append_escaped (w->out, a.value, a.value + a.value_length);
      g_string_append_c (w->out, '"');
      break;
    }
  g_string_append_c (w->out, '>');
}

static void
write_text (GString *out, const char *p, const char *end)
{
  /* A "<" that opens no tag for us shall open none for the view. */
  for (; p < end; p++)
    if (*p == '<')
      g_string_append (out, "&lt;");
    else
      g_string_append_c (out, *p);
}

static void
write_all (Writer *w, const char *html)
{
  PennyHtmlScan scan;
  PennyHtmlTag tag = { 0 };
  PennyHtmlToken token;
  const char *from, *to;
  gboolean style_open = FALSE;

  penny_html_scan_init (&scan, html);
  while ((token = penny_html_scan_next (&scan, &from, &to, &tag)) != PENNY_HTML_END)
    {
      if (token == PENNY_HTML_RAW)
        {
          if (penny_html_tag_is (&tag, "style"))
            {
              note_css (w, from, (gsize) (to - from));
              write_style_tag (w, &tag);
              g_string_append_len (w->out, from, to - from);
              style_open = TRUE;
            }
        }
      else if (token == PENNY_HTML_TEXT)
        write_text (w->out, from, to);
      else if (!penny_html_tag_is (&tag, "style"))
        write_tag (w, &tag);
      else if (tag.closing && style_open)
        {
          g_string_append (w->out, "</style>");
          style_open = FALSE;
        }
    }
}

char *
penny_html_prepare (const char *html, PennyHtmlFlags flags, GPtrArray **remote)
{
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  Writer w = { .out = g_string_sized_new (strlen (html) + 1024), .remote = urls, .seen = seen };

  g_string_append_printf (w.out,
    "<!DOCTYPE html><html><head><meta charset=\"utf-8\">"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "img-src cid: data:%s; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"
    "<meta name=\"referrer\" content=\"no-referrer\">"
    "<meta name=\"viewport\" content=\"width=device-width\">"
    /* Letters are made for white paper; their own colours assume it. */
    "<style>:root{color-scheme:light;background:#fff;color:#000}"
    "body{margin:12px;overflow-wrap:break-word;font-family:sans-serif}"
    "img{max-width:100%%;height:auto}pre{white-space:pre-wrap}"
    "blockquote{margin:0 0 0 6px;padding-left:8px;border-left:2px solid #bbb}</style></head><body>\n",
    flags & PENNY_HTML_REMOTE_PICTURES ? " https: http:" : "");
  write_all (&w, html);
  g_string_append (w.out, "\n</body></html>\n");
  if (remote)
    *remote = g_steal_pointer (&urls);
  return g_string_free (w.out, FALSE);
}
