/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding a secret in what somebody else says. */
#include "penny-hide.h"

#include <string.h>

#include "penny-secret.h"

#define MARK "•••"
/* What is left around a shorter one would tell it: nothing of such a text is shown. */
#define MIN_LENGTH 4
/* Fewer letters of base64 are in every other word. */
#define MIN_CODED 2

typedef struct {
  gsize start, end;
} Span;

/* What a byte counts as: either case, either alphabet of base64; 0 for what may stand in between, as the
 * spaces of an app password, the line ends of a long text, the backslashes of a quoted one. */
static char
fold (char c)
{
  if ((guchar) c <= ' ' || c == '\\' || c == 0x7f)
    return '\0';
  if (c == '-')
    return '+';
  return c == '_' ? '/' : g_ascii_tolower (c);
}

static gboolean
is_code (char c)
{
  return g_ascii_isalnum (c) || strchr ("+/-_=", c) != NULL;
}

/* NEEDLE is folded. */
static gboolean
matches_at (const GString *text, gsize start, const GString *needle, gsize *end)
{
  gsize found = 0;

  for (gsize i = start; i < text->len; i++)
    {
      char c = fold (text->str[i]);

      if (c == '\0')
        continue;
      if (c != needle->str[found])
        return FALSE;
      if (++found == needle->len)
        {
          *end = i + 1;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
find (const GString *text, gsize from, const GString *needle, Span *span)
{
  for (span->start = from; span->start < text->len; span->start++)
    if (fold (text->str[span->start]) == needle->str[0] && matches_at (text, span->start, needle, &span->end))
      return TRUE;
  return FALSE;
}

/* The letters of base64 at both ends hold some bits of the secret, too, and of the user's name. */
static void
widen (const GString *text, gsize from, Span *span)
{
  while (span->start > from && is_code (text->str[span->start - 1]))
    span->start--;
  while (span->end < text->len && is_code (text->str[span->end]))
    span->end++;
}

/* TRUE when it was there. */
static gboolean
replace (GString *text, const GString *needle, gboolean coded)
{
  g_autoptr (GString) hidden = NULL;
  gsize from = 0;
  Span span;

  while (find (text, from, needle, &span))
    {
      if (hidden == NULL)
        hidden = g_string_sized_new (text->len);
      if (coded)
        widen (text, from, &span);
      g_string_append_len (hidden, text->str + from, (gssize) (span.start - from));
      g_string_append (hidden, MARK);
      from = span.end;
    }
  if (hidden == NULL)
    return FALSE;
  g_string_append (hidden, text->str + from);
  g_string_assign (text, hidden->str);
  return TRUE;
}

static void
add_folded (GString *needle, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (fold (text[i]) != '\0')
      g_string_append_c (needle, fold (text[i]));
}

/* The letters that BYTES become wherever they stand in a longer text: SHIFT bytes, modulo 3, are before them. */
static void
add_coded (GString *needle, const GString *bytes, gsize shift)
{
  gsize length = shift + bytes->len;
  guchar *padded = g_malloc0 (length + 1);
  gsize first = (8 * shift + 5) / 6;
  char *coded;

  memcpy (padded + shift, bytes->str, bytes->len);
  coded = g_base64_encode (padded, length);
  add_folded (needle, coded + first, 8 * length / 6 - first);
  penny_secret_wipe (coded, strlen (coded));
  penny_secret_wipe (padded, length);
  g_free (coded);
  g_free (padded);
}

static void
wipe (GString *text)
{
  penny_secret_wipe (text->str, text->len);
  g_string_free (text, TRUE);
}

static void
hide_coded (GString *text, const GString *bytes)
{
  for (gsize shift = 0; shift < 3 && bytes->len > 0; shift++)
    {
      /* Roomy enough from the start: a GString that grows leaves copies behind. */
      GString *needle = g_string_sized_new (2 * bytes->len + 8);

      add_coded (needle, bytes, shift);
      if (needle->len >= MIN_CODED)
        replace (text, needle, TRUE);
      wipe (needle);
    }
}

/* App passwords are shown with spaces, and go without. */
static void
add_without_spaces (GString *to, const char *secret)
{
  for (const char *p = secret; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (to, *p);
}

void
penny_hide (GString *text, const char *secret)
{
  gsize room = strlen (secret) + 1;
  GString *plain = g_string_sized_new (room);
  GString *bytes = g_string_sized_new (room);

  add_folded (plain, secret, strlen (secret));
  if (plain->len > 0 && replace (text, plain, FALSE) && plain->len < MIN_LENGTH)
    g_string_assign (text, MARK);
  g_string_append (bytes, secret);
  hide_coded (text, bytes);
  g_string_truncate (bytes, 0);
  add_without_spaces (bytes, secret);
  if (bytes->len < strlen (secret))
    hide_coded (text, bytes);
  wipe (plain);
  wipe (bytes);
}
