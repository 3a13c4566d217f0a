/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bounded scan for parts, and the decoding of leaves. */
#include "penny-mime.h"

#include <string.h>

#include "penny-gmime.h"
#include "penny-text.h"

#define MAX_BOUNDARY 512
#define MAX_PARAMETERS 8192
#define HARD_MAX_DEPTH 100

typedef struct {
  PennyMime *mime;
  const char *position, *end;
  guint max_depth, max_parts;
  /* The boundaries that are open, outermost first; borrowed from the nodes. */
  const char *boundaries[HARD_MAX_DEPTH];
  gsize lengths[HARD_MAX_DEPTH];
  int n_open;
  gboolean closing;          /* the boundary last found was "--x--" */
} Scan;

static void
node_free (PennyMimeNode *node)
{
  g_free (node->type);
  g_free (node->charset);
  g_free (node->name);
  g_free (node->content_id);
  g_free (node->boundary);
  g_free (node->start);
  g_free (node);
}

PennyMimeNode *
penny_mime_get (PennyMime *self, guint index)
{
  return self->nodes->pdata[index];
}

gboolean
penny_mime_is (const PennyMimeNode *node, const char *type)
{
  return g_str_has_suffix (type, "/") ? g_str_has_prefix (node->type, type)
                                      : g_str_equal (node->type, type);
}

/* "Text/HTML; charset=x" → "text/html"; NULL when it is no type. BEHIND gets the parameters. */
static char *
parse_type (const char *value, const char **behind)
{
  const char *p = value + strspn (value, " ");
  gsize n = strcspn (p, "; \t(,");
  g_autofree char *type = g_ascii_strdown (p, (gssize) n);
  const char *slash = strchr (type, '/');

  *behind = p + n;
  if (!slash || slash == type || !slash[1] || strchr (slash + 1, '/') || n > 120)
    return NULL;
  for (const char *c = type; *c; c++)
    if ((guchar) *c <= ' ' || (guchar) *c >= 0x7f || strchr ("<>@\\\"[]?=:", *c))
      return NULL;
  return g_steal_pointer (&type);
}

static char *
dup_parameter (GMimeParamList *list, const char *name)
{
  GMimeParam *parameter = list ? g_mime_param_list_get_parameter (list, name) : NULL;
  const char *value = parameter ? g_mime_param_get_value (parameter) : NULL;

  return value && *value ? g_utf8_make_valid (value, -1) : NULL;
}

/* The parameters behind the first ";" (RFC 2045, 2231), or NULL. */
static GMimeParamList *
parse_parameters (const char *value)
{
  const char *semicolon = strchr (value, ';');
  g_autofree char *bounded = NULL;

  if (!semicolon)
    return NULL;
  bounded = g_strndup (semicolon + 1, MAX_PARAMETERS);
  /* Cut in a character: GMime would guess at all of it. */
  if (strlen (bounded) == MAX_PARAMETERS)
    {
      g_autofree char *cut = g_utf8_make_valid (bounded, -1);

      return g_mime_param_list_parse (penny_gmime_options (), cut);
    }
  return g_mime_param_list_parse (penny_gmime_options (), bounded);
}

static void
read_content_type (PennyMimeNode *node, const char *value)
{
  const char *behind;
  g_autofree char *format = NULL, *del_sp = NULL;
  GMimeParamList *list;
  char *type = parse_type (value, &behind);

  if (type)
    {
      g_free (node->type);
      node->type = type;
    }
  list = parse_parameters (behind);
  if (!list)
    return;
  node->charset = dup_parameter (list, "charset");
  node->boundary = dup_parameter (list, "boundary");
  node->start = dup_parameter (list, "start");
  if (!node->name)
    node->name = dup_parameter (list, "name");
  format = dup_parameter (list, "format");
  del_sp = dup_parameter (list, "delsp");
  node->is_flowed = format && g_ascii_strcasecmp (format, "flowed") == 0;
  node->del_sp = del_sp && g_ascii_strcasecmp (del_sp, "yes") == 0;
  g_object_unref (list);
}

static void
read_disposition (PennyMimeNode *node, const char *value)
{
  const char *p = value + strspn (value, " ");
  GMimeParamList *list;
  char *name;

  if (g_ascii_strncasecmp (p, "attachment", 10) == 0)
    node->disposition = PENNY_DISPOSITION_ATTACHMENT;
  else if (g_ascii_strncasecmp (p, "inline", 6) == 0)
    node->disposition = PENNY_DISPOSITION_INLINE;
  list = parse_parameters (p);
  name = dup_parameter (list, "filename");
  if (name)
    {
      g_free (node->name);
      node->name = name;
    }
  g_clear_object (&list);
}

static GMimeContentEncoding
parse_encoding (const char *value)
{
  const char *p = value + strspn (value, " \"");

  if (g_ascii_strncasecmp (p, "base64", 6) == 0)
    return GMIME_CONTENT_ENCODING_BASE64;
  if (g_ascii_strncasecmp (p, "quoted-printable", 16) == 0)
    return GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
  return GMIME_CONTENT_ENCODING_DEFAULT;
}

static void
read_field (PennyMimeNode *node, const PennyHeaderField *field, guint *seen)
{
  static const char * const names[] = {
    "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Content-ID",
  };
  guint which;
  g_autofree char *value = NULL;

  for (which = 0; which < G_N_ELEMENTS (names); which++)
    if (penny_header_field_is (field, names[which]))
      break;
  /* The first of each counts. */
  if (which == G_N_ELEMENTS (names) || (*seen & (1u << which)))
    return;
  *seen |= 1u << which;
  if (which == 3)
    {
      node->content_id = penny_header_parse_message_id (field->value, field->value_length);
      return;
    }
  value = penny_header_unfold (field->value, field->value_length, NULL);
  if (which == 0)
    read_content_type (node, value);
  else if (which == 1)
    node->encoding = parse_encoding (value);
  else
    read_disposition (node, value);
}

static void
read_header (Scan *s, PennyMimeNode *node)
{
  PennyHeaderIter iter;
  PennyHeaderField field;
  guint seen = 0;

  penny_header_iter_init (&iter, s->position, (gsize) (s->end - s->position), node->parent >= 0);
  while (penny_header_iter_next (&iter, &field))
    if (field.name_length >= 10 && (*field.name == 'C' || *field.name == 'c'))
      read_field (node, &field, &seen);
  s->position = iter.position;
}

/* Which open boundary the line at P is, innermost first; -1 for none. */
static int
match_boundary (Scan *s, const char *p, const char *line_end)
{
  while (line_end > p && g_ascii_isspace (line_end[-1]))
    line_end--;
  for (int i = s->n_open - 1; i >= 0; i--)
    {
      gsize rest = (gsize) (line_end - p) - 2;

      if (rest < s->lengths[i] || memcmp (p + 2, s->boundaries[i], s->lengths[i]) != 0)
        continue;
      rest -= s->lengths[i];
      if (rest == 0 || (rest == 2 && memcmp (line_end - 2, "--", 2) == 0))
        {
          s->closing = rest == 2;
          return i;
        }
    }
  return -1;
}

/* Goes on to behind the next boundary line; BODY_END gets the end of what stands before it.
 * Returns which boundary it is, -1 at the end of the message. */
static int
skip_to_boundary (Scan *s, const char **body_end)
{
  const char *start = s->position, *p = start;

  while (s->n_open > 0 && p < s->end)
    {
      const char *newline = memchr (p, '\n', (gsize) (s->end - p));
      const char *next = newline ? newline + 1 : s->end;

      if (next - p >= 2 && p[0] == '-' && p[1] == '-')
        {
          int found = match_boundary (s, p, next);

          if (found >= 0)
            {
              s->position = next;
              /* The line end before a boundary belongs to the boundary (RFC 2046 §5.1.1). */
              if (p > start && p[-1] == '\n')
                p--;
              if (p > start && p[-1] == '\r' && *p == '\n')
                p--;
              *body_end = p;
              return found;
            }
        }
      p = next;
    }
  s->position = s->end;
  *body_end = s->end;
  return -1;
}

static int parse_entity (Scan *s, int parent, guint depth);

/* The children of a multipart. Returns the outer boundary that ended it, -1 at the end. */
static int
parse_multipart (Scan *s, PennyMimeNode *node, int index)
{
  const char *ignored;
  int level = s->n_open, found;

  s->boundaries[level] = node->boundary;
  s->lengths[level] = strlen (node->boundary);
  s->n_open++;
  found = skip_to_boundary (s, &ignored);
  while (found == level && !s->closing && !s->mime->over_limit)
    found = parse_entity (s, index, node->depth + 1);
  s->n_open = level;
  /* The epilogue: up to a boundary of somebody else. */
  if (found == level)
    found = skip_to_boundary (s, &ignored);
  return found;
}

static int
parse_entity (Scan *s, int parent, guint depth)
{
  GPtrArray *nodes = s->mime->nodes;
  PennyMimeNode *node, *above = parent >= 0 ? nodes->pdata[parent] : NULL;
  int index = (int) nodes->len, found;

  if (depth > s->max_depth || nodes->len >= s->max_parts)
    {
      s->mime->over_limit = TRUE;
      return -1;
    }
  node = g_new0 (PennyMimeNode, 1);
  g_ptr_array_add (nodes, node);
  node->parent = parent;
  node->depth = depth;
  node->type = g_strdup (above && penny_mime_is (above, "multipart/digest") ? "message/rfc822"
                                                                            : "text/plain");
  node->header = s->position;
  read_header (s, node);
  node->body = s->position;
  if (g_str_has_prefix (node->type, "multipart/"))
    {
      node->is_multipart = node->boundary && strlen (node->boundary) <= MAX_BOUNDARY;
      if (!node->is_multipart)
        {
          /* Without a boundary there is only text to show. */
          g_free (node->type);
          node->type = g_strdup ("text/plain");
        }
    }
  found = node->is_multipart ? parse_multipart (s, node, index)
                             : skip_to_boundary (s, &node->body_end);
  if (node->is_multipart)
    node->body_end = s->position;
  node->end = nodes->len;
  return found;
}

PennyMime *
penny_mime_new (const char *data, gsize size, guint max_depth, guint max_parts)
{
  PennyMime *self = g_new0 (PennyMime, 1);
  Scan scan = { .mime = self, .position = data, .end = data + size,
                .max_depth = MIN (max_depth, HARD_MAX_DEPTH - 2), .max_parts = max_parts };

  self->data = data;
  self->size = size;
  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) node_free);
  parse_entity (&scan, -1, 0);
  return self;
}

void
penny_mime_free (PennyMime *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->nodes);
  g_free (self);
}

GByteArray *
penny_mime_decode (const PennyMimeNode *node, gsize max)
{
  GByteArray *out = g_byte_array_new ();
  gsize size = (gsize) (node->body_end - node->body);
  GMimeEncoding state;
  gsize n;

  if (node->encoding == GMIME_CONTENT_ENCODING_DEFAULT)
    {
      g_byte_array_append (out, (const guint8 *) node->body, (guint) (max ? MIN (size, max) : size));
      return out;
    }
  /* At most three bytes of either encoding make one. */
  if (max)
    size = MIN (size, max * 3);
  g_mime_encoding_init_decode (&state, node->encoding);
  g_byte_array_set_size (out, (guint) (g_mime_encoding_outlen (&state, size) + 16));
  n = g_mime_encoding_step (&state, node->body, size, (char *) out->data);
  n += g_mime_encoding_flush (&state, "", 0, (char *) out->data + n);
  g_byte_array_set_size (out, (guint) (max ? MIN (n, max) : n));
  return out;
}

gint64
penny_mime_decoded_size (const PennyMimeNode *node)
{
  gsize size = (gsize) (node->body_end - node->body), n = 0;
  char buffer[16384];
  GMimeEncoding state;

  if (node->encoding == GMIME_CONTENT_ENCODING_DEFAULT)
    return (gint64) size;
  g_mime_encoding_init_decode (&state, node->encoding);
  for (gsize at = 0; at < size; at += 8192)
    n += g_mime_encoding_step (&state, node->body + at, MIN (8192, size - at), buffer);
  n += g_mime_encoding_flush (&state, "", 0, buffer);
  return (gint64) n;
}

/* Names that mean a device where disks are shared with Windows. */
static gboolean
is_reserved (const char *name)
{
  static const char * const reserved[] = { "con", "prn", "aux", "nul", "com", "lpt" };
  gsize stem = strcspn (name, ".");

  for (gsize i = 0; i < G_N_ELEMENTS (reserved); i++)
    if (g_ascii_strncasecmp (name, reserved[i], 3) == 0 &&
        ((i < 4 && stem == 3) || (i >= 4 && stem == 4 && g_ascii_isdigit (name[3]))))
      return TRUE;
  return FALSE;
}

/* At most 200 bytes, the ending kept: it says what the file is. */
static char *
shorten (const char *name)
{
  gsize length = strlen (name);
  const char *dot = strrchr (name, '.');
  gsize keep;

  if (length <= 200)
    return g_strdup (name);
  if (!dot || strlen (dot) > 20)
    dot = name + length;
  keep = 200 - strlen (dot);
  while (keep > 0 && (name[keep] & 0xc0) == 0x80)
    keep--;
  return g_strdup_printf ("%.*s%s", (int) keep, name, dot);
}

char *
penny_mime_safe_name (const char *name)
{
  g_autofree char *decoded = NULL, *line = NULL;
  g_autoptr (GString) out = NULL;
  const char *base;

  if (!name)
    return NULL;
  decoded = penny_header_decode_words (name);
  line = penny_text_squeeze (decoded, 1000);
  /* Only the last component: "C:\dir\x.txt" was never ours to create. */
  base = line;
  for (const char *p = line; *p; p++)
    if ((*p == '/' || *p == '\\') && p[1])
      base = p + 1;
  out = g_string_new (NULL);
  for (const char *p = base; *p; p++)
    g_string_append_c (out, strchr ("/\\:*?\"<>|", *p) ? '_' : *p);
  while (out->len > 0 && (out->str[0] == '.' || out->str[0] == ' ' || out->str[0] == '-' ||
                          out->str[0] == '~'))
    g_string_erase (out, 0, 1);
  while (out->len > 0 && strchr (". ", out->str[out->len - 1]))
    g_string_truncate (out, out->len - 1);
  if (out->len == 0)
    return NULL;
  if (is_reserved (out->str))
    g_string_prepend_c (out, '_');
  return shorten (out->str);
}
