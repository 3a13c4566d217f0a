/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing the text of a message among its parts, and decoding it. */
#include "penny-body.h"

#include <string.h>

#include "penny-flowed.h"
#include "penny-html-text.h"
#include "penny-text.h"

static gboolean
is_text (const PennyMimeNode *node)
{
  return !node->is_multipart && (penny_mime_is (node, "text/plain") || penny_mime_is (node, "text/html"));
}

static gboolean
is_blank (const PennyMimeNode *node)
{
  for (const char *p = node->body; p < node->body_end; p++)
    if (!g_ascii_isspace (*p))
      return FALSE;
  return TRUE;
}

static gboolean
any_is (PennyMime *mime, GArray *list, const char *type)
{
  for (guint i = 0; i < list->len; i++)
    if (penny_mime_is (penny_mime_get (mime, g_array_index (list, guint, i)), type))
      return TRUE;
  return FALSE;
}

static gboolean
all_plain (PennyMime *mime, GArray *list)
{
  gboolean filled = FALSE;

  for (guint i = 0; i < list->len; i++)
    {
      PennyMimeNode *node = penny_mime_get (mime, g_array_index (list, guint, i));

      if (!penny_mime_is (node, "text/plain"))
        return FALSE;
      filled |= !is_blank (node);
    }
  return filled;
}

static void collect (PennyMime *mime, guint index, GArray *text, GArray *html);

static void
replace (GArray *list, GArray *with)
{
  g_array_set_size (list, 0);
  g_array_append_vals (list, with->data, with->len);
}

/* For reading: the first alternative that is plain text, else the last that is any. For showing:
 * the last that holds HTML (RFC 2046 §5.1.4: best comes last), else the first that is any. */
static void
collect_alternative (PennyMime *mime, guint index, GArray *text, GArray *html)
{
  PennyMimeNode *node = penny_mime_get (mime, index);
  g_autoptr (GArray) best_text = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) best_html = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean plain = FALSE;

  for (guint child = index + 1; child < node->end; child = penny_mime_get (mime, child)->end)
    {
      g_autoptr (GArray) t = g_array_new (FALSE, FALSE, sizeof (guint));
      g_autoptr (GArray) h = g_array_new (FALSE, FALSE, sizeof (guint));

      collect (mime, child, t, h);
      if (t->len > 0 && !plain)
        {
          replace (best_text, t);
          plain = all_plain (mime, t);
        }
      if (h->len > 0 && (best_html->len == 0 || any_is (mime, h, "text/html")))
        replace (best_html, h);
    }
  g_array_append_vals (text, best_text->data, best_text->len);
  g_array_append_vals (html, best_html->data, best_html->len);
}

/* The child of a multipart/related that the others belong to (RFC 2387 §3.2). */
static guint
related_root (PennyMime *mime, guint index)
{
  PennyMimeNode *node = penny_mime_get (mime, index);
  g_autofree char *start = NULL;

  if (node->start)
    start = penny_header_parse_message_id (node->start, strlen (node->start));
  for (guint child = index + 1; start && child < node->end; child = penny_mime_get (mime, child)->end)
    if (g_strcmp0 (penny_mime_get (mime, child)->content_id, start) == 0)
      return child;
  return index + 1;
}

static void
collect (PennyMime *mime, guint index, GArray *text, GArray *html)
{
  PennyMimeNode *node = penny_mime_get (mime, index);

  if (!node->is_multipart)
    {
      /* A named text behind the first is a file that somebody attached "inline". */
      if (!is_text (node) || node->disposition == PENNY_DISPOSITION_ATTACHMENT ||
          (node->name && text->len > 0))
        return;
      g_array_append_val (text, index);
      g_array_append_val (html, index);
      return;
    }
  if (node->end <= index + 1)
    return;
  if (penny_mime_is (node, "multipart/alternative"))
    collect_alternative (mime, index, text, html);
  else if (penny_mime_is (node, "multipart/related"))
    collect (mime, related_root (mime, index), text, html);
  else if (penny_mime_is (node, "multipart/signed") || penny_mime_is (node, "multipart/appledouble"))
    collect (mime, index + 1, text, html);
  else
    for (guint child = index + 1; child < node->end; child = penny_mime_get (mime, child)->end)
      collect (mime, child, text, html);
}

PennyBody *
penny_body_new (PennyMime *mime)
{
  PennyBody *self = g_new0 (PennyBody, 1);

  self->mime = mime;
  self->text = g_array_new (FALSE, FALSE, sizeof (guint));
  self->html = g_array_new (FALSE, FALSE, sizeof (guint));
  /* Above the limits the last nodes were not finished. */
  if (!mime->over_limit)
    collect (mime, 0, self->text, self->html);
  self->has_html = any_is (mime, self->html, "text/html");
  if (self->text->len > 0)
    self->hint = penny_mime_get (mime, g_array_index (self->text, guint, 0))->charset;
  return self;
}

void
penny_body_free (PennyBody *self)
{
  if (!self)
    return;
  g_array_unref (self->text);
  g_array_unref (self->html);
  g_free (self);
}

static gboolean
contains (GArray *list, guint index)
{
  for (guint i = 0; i < list->len; i++)
    if (g_array_index (list, guint, i) == index)
      return TRUE;
  return FALSE;
}

static gboolean
is_inside_related (PennyMime *mime, const PennyMimeNode *node)
{
  while (node->parent >= 0)
    {
      node = penny_mime_get (mime, (guint) node->parent);
      if (penny_mime_is (node, "multipart/related"))
        return TRUE;
    }
  return FALSE;
}

gboolean
penny_body_is_attachment (PennyBody *self, guint index)
{
  static const char * const never[] = {
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
    "application/pgp-encrypted", "text/x-amp-html",
  };
  PennyMimeNode *node = penny_mime_get (self->mime, index);
  PennyMimeNode *above = node->parent >= 0 ? penny_mime_get (self->mime, (guint) node->parent) : NULL;

  if (node->is_multipart || contains (self->text, index) || contains (self->html, index))
    return FALSE;
  if (node->disposition == PENNY_DISPOSITION_ATTACHMENT)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (never); i++)
    if (penny_mime_is (node, never[i]))
      return FALSE;
  if (above && penny_mime_is (above, "multipart/alternative") &&
      (is_text (node) || penny_mime_is (node, "text/enriched") || penny_mime_is (node, "text/richtext")))
    return FALSE;
  if (node->content_id && penny_mime_is (node, "image/") && is_inside_related (self->mime, node))
    return FALSE;
  /* Nothing in it and no name: somebody's leftover. */
  return node->name != NULL || !is_blank (node);
}

/* What <meta charset> or http-equiv says in the first bytes; the Content-Type says nothing. */
static char *
sniff_html_charset (GByteArray *bytes)
{
  g_autofree char *head = g_strndup ((const char *) bytes->data, MIN (bytes->len, 2048));
  g_autofree char *lower = g_ascii_strdown (head, -1);
  const char *p = strstr (lower, "charset=");
  gsize n;

  if (!p)
    return NULL;
  p += strlen ("charset=");
  p += strspn (p, " \"'");
  n = strspn (p, "abcdefghijklmnopqrstuvwxyz0123456789-_:.");
  /* It was ASCII enough to be read, so it is none of these. */
  if (n == 0 || g_str_has_prefix (p, "utf-16") || g_str_has_prefix (p, "utf-7"))
    return NULL;
  return g_strndup (p, n);
}

char *
penny_body_decode_text (PennyMime *mime, guint index, gsize max)
{
  PennyMimeNode *node = penny_mime_get (mime, index);
  g_autoptr (GByteArray) bytes = penny_mime_decode (node, max);
  g_autofree char *charset = g_strdup (node->charset);
  char *text;

  if (bytes->len > 0 && !charset && penny_mime_is (node, "text/html"))
    charset = sniff_html_charset (bytes);
  text = penny_text_to_utf8 ((const char *) bytes->data, bytes->len, charset, NULL);
  penny_text_unix_lines (text);
  if (node->is_flowed && penny_mime_is (node, "text/plain"))
    {
      g_autofree char *flowed = text;

      text = penny_flowed_decode (flowed, node->del_sp);
    }
  return text;
}

char *
penny_body_dup_text (PennyBody *self, gsize max)
{
  GString *out = NULL;

  for (guint i = 0; i < self->text->len; i++)
    {
      guint index = g_array_index (self->text, guint, i);
      g_autofree char *raw = penny_body_decode_text (self->mime, index, max);
      g_autofree char *text = NULL;

      if (penny_mime_is (penny_mime_get (self->mime, index), "text/html"))
        text = penny_html_to_text (raw, max);
      else
        text = g_steal_pointer (&raw);
      /* The usual letter has one text: hand it over as it is. */
      if (self->text->len == 1)
        return g_steal_pointer (&text);
      if (!out)
        out = g_string_new (NULL);
      else if (out->len > 0)
        g_string_append (out, g_str_has_suffix (out->str, "\n") ? "\n" : "\n\n");
      g_string_append (out, text);
      if (max > 0 && out->len >= max)
        break;
    }
  return out ? g_string_free (out, FALSE) : g_strdup ("");
}

char *
penny_body_dup_html (PennyBody *self)
{
  GString *out;

  if (!self->has_html)
    return NULL;
  out = g_string_new (NULL);
  for (guint i = 0; i < self->html->len; i++)
    {
      guint index = g_array_index (self->html, guint, i);
      PennyMimeNode *node = penny_mime_get (self->mime, index);
      g_autofree char *text = penny_body_decode_text (self->mime, index, 0);

      if (penny_mime_is (node, "text/html"))
        g_string_append (out, text);
      else if (!is_blank (node))
        {
          /* Text between or behind the HTML, as mailing lists add it. */
          g_autofree char *escaped = g_markup_escape_text (text, -1);

          g_string_append_printf (out, "<pre style=\"white-space:pre-wrap\">%s</pre>", escaped);
        }
    }
  return g_string_free (out, FALSE);
}
