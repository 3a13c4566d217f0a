/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Address lists read leniently but without being fooled: what stands in a name stays a name
 * (RFC 5322 §3.4, RFC 6531, and what people type). Linear in the length of the text. */
#include "penny-address.h"

#include <string.h>

#include "penny-error.h"
#include "penny-header.h"
#include "penny-text.h"

#define MAX_ADDRESSES 10000
#define MAX_NAME_CHARS 1000
#define MAX_COMMENT_DEPTH 20
#define MAX_ENCODED_WORD 500

/* Quotes, comments and angles that never close are ordinary characters; once a search for the
 * closing one has failed it is not made again. */
typedef struct {
  const char *end;
  gboolean no_quote, no_comment, no_angle;
} Scanner;

PennyAddress *
penny_address_new (const char *name, const char *address)
{
  PennyAddress *self = g_new0 (PennyAddress, 1);

  self->name = g_strdup (name ? name : "");
  self->address = g_strdup (address ? address : "");
  return self;
}

void
penny_address_free (PennyAddress *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_free (self->address);
  g_free (self);
}

/* Behind the quoted string that opens at P, or NULL. */
static const char *
skip_quoted (Scanner *s, const char *p)
{
  if (s->no_quote)
    return NULL;
  for (const char *q = p + 1; q < s->end; q++)
    {
      if (*q == '\\' && q + 1 < s->end)
        q++;
      else if (*q == '"')
        return q + 1;
    }
  s->no_quote = TRUE;
  return NULL;
}

static const char *
skip_comment (Scanner *s, const char *p)
{
  int depth = 0;

  if (s->no_comment)
    return NULL;
  for (const char *q = p; q < s->end; q++)
    {
      if (*q == '\\' && q + 1 < s->end)
        q++;
      else if (*q == '(' && ++depth > MAX_COMMENT_DEPTH)
        break;
      else if (*q == ')' && --depth == 0)
        return q + 1;
    }
  s->no_comment = TRUE;
  return NULL;
}

static const char *
skip_angle (Scanner *s, const char *p)
{
  if (s->no_angle)
    return NULL;
  for (const char *q = p + 1; q < s->end; q++)
    {
      const char *behind = *q == '"' ? skip_quoted (s, q) : NULL;

      if (behind)
        q = behind - 1;
      else if (*q == '>')
        return q + 1;
      else if (*q == '<' || *q == ',' || *q == ';')
        {
          /* A route ("@a,@b:c@d") is the one thing with a comma. */
          if (*q == ',' && p[1] == '@')
            continue;
          return NULL;
        }
    }
  s->no_angle = TRUE;
  return NULL;
}

/* Behind the encoded word (RFC 2047) that opens at P: what it hides, or fails to hide, is never
 * punctuation of the list. */
static const char *
skip_encoded_word (Scanner *s, const char *p)
{
  const char *end = MIN (s->end, p + MAX_ENCODED_WORD);
  const char *q = p + 2;

  if (p + 2 >= s->end || p[1] != '?')
    return NULL;
  while (q < end && (g_ascii_isalnum (*q) || strchr ("-_.:*", *q)))
    q++;
  if (q + 3 > end || *q != '?' || !strchr ("BbQq", q[1]) || q[2] != '?')
    return NULL;
  for (q += 3; q + 1 < end && !g_ascii_isspace (*q); q++)
    if (q[0] == '?' && q[1] == '=')
      return q + 2;
  return NULL;
}

/* Behind the quoted string, comment, angle or encoded word that opens at P, or NULL when none does. */
static const char *
skip_any (Scanner *s, const char *p)
{
  switch (*p)
    {
    case '"': return skip_quoted (s, p);
    case '(': return skip_comment (s, p);
    case '<': return skip_angle (s, p);
    case '=': return skip_encoded_word (s, p);
    default: return NULL;
    }
}

/* Appends a quoted string's or comment's content without its marks and backslashes. */
static void
append_unquoted (GString *out, const char *p, const char *end)
{
  for (; p < end; p++)
    {
      if (*p == '\\' && p + 1 < end)
        p++;
      g_string_append_c (out, *p);
    }
}

/* A phrase as a name to show: unquoted, RFC 2047 decoded, one line, outer apostrophes gone. */
static char *
make_name (GString *phrase, const char *address)
{
  g_autofree char *decoded = penny_header_decode_words (phrase->str);
  char *name = penny_text_one_line (decoded, MAX_NAME_CHARS);
  gsize length = strlen (name);

  if (length >= 2 && name[0] == '\'' && name[length - 1] == '\'')
    {
      name[length - 1] = '\0';
      memmove (name, name + 1, length - 1);
    }
  if (g_ascii_strcasecmp (name, address) == 0)
    *name = '\0';
  return name;
}

/* The address between P and END: blanks outside quotes, control characters and a route go. */
static char *
make_address (Scanner *s, const char *p, const char *end)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *clean = NULL;
  const char *colon;

  while (p < end && g_ascii_isspace (*p))
    p++;
  if (p < end && *p == '@' && (colon = memchr (p, ':', (gsize) (end - p))))
    p = colon + 1;
  while (p < end)
    {
      const char *behind = *p == '"' || *p == '(' ? skip_any (s, p) : NULL;

      if (behind && behind <= end)
        {
          if (*p == '"')
            g_string_append_len (out, p, behind - p);
          p = behind;
        }
      else
        {
          if (!g_ascii_isspace (*p) && *p != '<' && *p != '>')
            g_string_append_c (out, *p);
          p++;
        }
    }
  clean = penny_text_one_line (out->str, 0);
  return g_steal_pointer (&clean);
}

/* "Name <address> more": the last angle that holds something is the address, as mail servers read it. */
static PennyAddress *
parse_angle (Scanner *s, const char *start, const char *end, const char *open, const char *close)
{
  g_autoptr (GString) phrase = g_string_new (NULL);
  PennyAddress *self = g_new0 (PennyAddress, 1);
  const char *p = start;

  self->address = make_address (s, open + 1, close);
  while (p < open)
    {
      const char *behind = *p == '"' ? skip_quoted (s, p) : NULL;

      if (behind && behind <= open)
        {
          append_unquoted (phrase, p + 1, behind - 1);
          p = behind;
        }
      else
        g_string_append_c (phrase, *p++);
    }
  if (phrase->len == 0 && close + 1 < end)
    g_string_append_len (phrase, close + 1, end - close - 1);
  self->name = make_name (phrase, self->address);
  return self;
}

/* An entry without an angle: the word with the at-sign is the address, comments and the other
 * words are the name. */
static PennyAddress *
parse_bare (Scanner *s, const char *start, const char *end)
{
  g_autoptr (GString) words = g_string_new (NULL), comments = g_string_new (NULL);
  g_autoptr (GString) phrase = g_string_new (NULL);
  gsize quoted_start = 0, quoted_end = 0;
  PennyAddress *self;
  const char *p = start;
  char *at, *left, *right;

  while (p < end)
    {
      const char *behind = *p == '"' || *p == '(' ? skip_any (s, p) : NULL;

      if (behind && behind <= end && *p == '(')
        append_unquoted (comments, p + 1, behind - 1);
      else if (behind && behind < end && *behind == '@')
        {
          /* A quoted local part. */
          quoted_start = words->len;
          g_string_append_len (words, p, behind - p);
          quoted_end = words->len;
        }
      else if (behind && behind <= end)
        append_unquoted (phrase, p + 1, behind - 1);
      else
        {
          g_string_append_c (words, *p++);
          continue;
        }
      p = behind;
    }
  self = g_new0 (PennyAddress, 1);
  at = strrchr (words->str, '@');
  if (!at)
    {
      /* No address: kept as it is written. */
      g_string_append (phrase, words->str);
      self->address = g_strdup ("");
      self->name = make_name (phrase, "");
      return self;
    }
  left = at;
  while (left > words->str && g_ascii_isspace (left[-1]))
    left--;
  if (quoted_end > 0 && words->str + quoted_end == at)
    left = words->str + quoted_start;
  else
    while (left > words->str && !g_ascii_isspace (left[-1]))
      left--;
  right = at + 1;
  while (g_ascii_isspace (*right))
    right++;
  while (*right && !g_ascii_isspace (*right))
    right++;
  self->address = make_address (&(Scanner) { .end = right }, left, right);
  g_string_append_len (phrase, words->str, left - words->str);
  g_string_append (phrase, right);
  if (phrase->len == 0 || strspn (phrase->str, " \t") == phrase->len)
    g_string_assign (phrase, comments->str);
  self->name = make_name (phrase, self->address);
  return self;
}

static PennyAddress *
parse_entry (const char *start, const char *end)
{
  Scanner s = { .end = end };
  const char *open = NULL, *close = NULL;

  for (const char *p = start; p < end;)
    {
      const char *behind = skip_any (&s, p);

      if (*p == '<' && (behind || !open) )
        {
          const char *stop = behind ? behind - 1 : end;

          /* An empty <> behind a filled one changes nothing; a bare "<" only counts when no
           * closed one comes. */
          if (!(behind && behind == p + 2 && open))
            {
              open = p;
              close = stop;
            }
        }
      p = behind ? behind : p + 1;
    }
  if (open)
    return parse_angle (&s, start, end, open, close);
  return parse_bare (&s, start, end);
}

static gboolean
is_blank (const char *p, const char *end)
{
  for (; p < end; p++)
    if (!g_ascii_isspace (*p))
      return FALSE;
  return TRUE;
}

static gboolean
add_entry (GPtrArray *list, const char *start, const char *end, gboolean strict, GError **error)
{
  g_autoptr (PennyAddress) entry = NULL;

  if (is_blank (start, end))
    return TRUE;
  entry = parse_entry (start, end);
  if (strict && !penny_address_is_valid (entry->address))
    {
      g_autofree char *copy = g_strndup (start, (gsize) (end - start));
      g_autofree char *shown = penny_text_one_line (copy, 200);

      g_set_error (error, PENNY_MESSAGE_ERROR, PENNY_MESSAGE_ERROR_ADDRESS,
                   "Not an e-mail address: %s", shown);
      return FALSE;
    }
  if (!strict && *entry->address && !strchr (entry->address, '@') && !*entry->name)
    {
      g_free (entry->name);
      entry->name = g_steal_pointer (&entry->address);
      entry->address = g_strdup ("");
    }
  /* "undisclosed-recipients:;" and a bare "<>" are nobody. */
  if (*entry->address || *entry->name)
    g_ptr_array_add (list, g_steal_pointer (&entry));
  return TRUE;
}

GPtrArray *
penny_address_list_parse (const char *text, gboolean strict, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_address_free);
  g_autofree char *valid = text ? g_utf8_make_valid (text, -1) : g_strdup ("");
  Scanner s = { .end = valid + strlen (valid) };
  const char *start = valid, *p = valid;
  gboolean has_at = FALSE;

  while (p < s.end && list->len < MAX_ADDRESSES)
    {
      const char *behind = skip_any (&s, p);

      if (behind)
        {
          has_at |= *p == '<';
          p = behind;
          continue;
        }
      has_at |= *p == '@';
      if (*p == ',' || *p == ';')
        {
          if (!add_entry (list, start, p, strict, error))
            return NULL;
          start = p + 1;
          has_at = FALSE;
        }
      else if (*p == ':' && !has_at)
        start = p + 1;   /* The name of a group (RFC 5322 §3.4): its members follow. */
      p++;
    }
  if (list->len < MAX_ADDRESSES && !add_entry (list, start, s.end, strict, error))
    return NULL;
  return g_steal_pointer (&list);
}

static gboolean
needs_quotes (const char *name)
{
  return strpbrk (name, "()<>[]:;@\\,.\"") != NULL || strstr (name, "=?") != NULL;
}

char *
penny_address_to_string (const PennyAddress *self)
{
  GString *out;

  if (!*self->name)
    return g_strdup (self->address);
  if (!*self->address)
    return g_strdup (self->name);
  out = g_string_new (NULL);
  if (needs_quotes (self->name))
    {
      g_string_append_c (out, '"');
      for (const char *p = self->name; *p; p++)
        {
          if (*p == '"' || *p == '\\')
            g_string_append_c (out, '\\');
          g_string_append_c (out, *p);
        }
      g_string_append_c (out, '"');
    }
  else
    g_string_append (out, self->name);
  g_string_append_printf (out, " <%s>", self->address);
  return g_string_free (out, FALSE);
}

char *
penny_address_to_display (const PennyAddress *self)
{
  g_autofree char *name = penny_text_one_line (self->name, 0);

  return *name ? g_steal_pointer (&name) : penny_text_one_line (self->address, 0);
}

char *
penny_address_list_to_string (GPtrArray *list)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; list && i < list->len; i++)
    {
      g_autofree char *one = penny_address_to_string (list->pdata[i]);

      if (i > 0)
        g_string_append (out, ", ");
      g_string_append (out, one);
    }
  return g_string_free (out, FALSE);
}

/* The at-sign between local part and domain, or NULL. */
static const char *
find_at (const char *address)
{
  const char *at = strrchr (address, '@');

  return at && at > address && at[1] ? at : NULL;
}

static gboolean
is_valid_local (const char *p, const char *at)
{
  if (*p == '"')
    {
      Scanner s = { .end = at };

      return skip_quoted (&s, p) == at;
    }
  if (*p == '.' || at[-1] == '.')
    return FALSE;
  for (; p < at; p++)
    if ((guchar) *p <= ' ' || *p == 0x7f || strchr ("()<>[]:;@\\,\"", *p) ||
        (*p == '.' && p[1] == '.'))
      return FALSE;
  return TRUE;
}

static gboolean
is_valid_domain (const char *domain)
{
  g_autofree char *ascii = NULL;
  g_auto (GStrv) labels = NULL;
  gsize length = strlen (domain);

  if (*domain == '[')
    return length > 2 && domain[length - 1] == ']' &&
           strspn (domain + 1, "0123456789abcdefABCDEFIPv:.") == length - 2;
  ascii = g_hostname_to_ascii (domain);
  if (!ascii || strlen (ascii) > 253)
    return FALSE;
  labels = g_strsplit (ascii, ".", -1);
  for (gsize i = 0; labels[i]; i++)
    {
      gsize n = strlen (labels[i]);

      if (n == 0 || n > 63 || labels[i][0] == '-' || labels[i][n - 1] == '-')
        return FALSE;
      for (gsize j = 0; j < n; j++)
        if (!g_ascii_isalnum (labels[i][j]) && labels[i][j] != '-' && labels[i][j] != '_')
          return FALSE;
    }
  return TRUE;
}

gboolean
penny_address_is_valid (const char *address)
{
  const char *at = address ? find_at (address) : NULL;

  if (!at || strlen (address) > 320 || at - address > 64 * 4)
    return FALSE;
  if (!g_utf8_validate (address, -1, NULL))
    return FALSE;
  for (const char *p = address; *p; p = g_utf8_next_char (p))
    if (penny_text_is_unsafe_char (g_utf8_get_char (p)))
      return FALSE;
  return is_valid_local (address, at) && is_valid_domain (at + 1);
}

char *
penny_address_dup_domain (const char *address)
{
  const char *at = address ? find_at (address) : NULL;
  g_autofree char *ascii = NULL;

  if (!at || !g_utf8_validate (address, -1, NULL) || !is_valid_domain (at + 1))
    return NULL;
  ascii = at[1] == '[' ? g_strdup (at + 1) : g_hostname_to_ascii (at + 1);
  return ascii ? g_ascii_strdown (ascii, -1) : NULL;
}
