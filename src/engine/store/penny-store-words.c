/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for the search index, and what a person types turned into a question to it. */
#include "penny-store-words.h"

#include <string.h>

#include "penny-error.h"
#include "penny-store-body.h"

#define MAX_TYPED 2000
#define MAX_TERMS 32
#define N_COLUMNS 4

/* --- for the index --- */

static gboolean
is_cjk (gunichar c)
{
  return (c >= 0x3005 && c <= 0x3007) || (c >= 0x3040 && c <= 0x30ff) ||
         (c >= 0x31f0 && c <= 0x31ff) || (c >= 0x3400 && c <= 0x9fff) ||
         (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0xff66 && c <= 0xff9f) || (c >= 0x20000 && c <= 0x3ffff);
}

/* Everything that is_cjk() knows begins with 0xe3 or more. */
static gboolean
may_have_cjk (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guint8) *text >= 0xe3)
      return TRUE;
  return FALSE;
}

/* Appends the run of CJK characters at TEXT in pairs; END adds its last character alone, so that
 * one character can be found, too. Gives where the run stops. */
static const char *
append_run (GString *out, const char *text, gboolean end)
{
  const char *next = g_utf8_next_char (text);
  guint n = 1;

  g_string_append_c (out, ' ');
  for (; is_cjk (g_utf8_get_char (next)); text = next, next = g_utf8_next_char (next), n++) {
    g_string_append_len (out, text, g_utf8_next_char (next) - text);
    g_string_append_c (out, ' ');
  }
  if (end || n == 1)
    g_string_append_len (out, text, next - text);
  g_string_append_c (out, ' ');
  return next;
}

/* LAST_ENDS: whether a run at the very end of TEXT gets its last character alone. */
static char *
cut (const char *text, gboolean last_ends)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) out = NULL;
  const char *p = valid;

  if (!may_have_cjk (valid))
    return g_steal_pointer (&valid);
  out = g_string_sized_new (strlen (valid) * 2);
  while (*p != '\0') {
    const char *stop = p;

    while (*stop != '\0' && !is_cjk (g_utf8_get_char (stop)))
      stop = g_utf8_next_char (stop);
    g_string_append_len (out, p, stop - p);
    p = stop;
    if (*p != '\0') {
      while (is_cjk (g_utf8_get_char (stop)))
        stop = g_utf8_next_char (stop);
      p = append_run (out, p, *stop != '\0' || last_ends);
    }
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
penny_words_cut (const char *text)
{
  return cut (text, TRUE);
}

char **
penny_words_from_summary (const PennySummary *summary)
{
  g_autofree char *sender = g_strdup_printf ("%s %s", summary->from_name, summary->from_address);
  char **columns = g_new0 (char *, N_COLUMNS + 1);

  columns[0] = penny_words_cut (summary->subject);
  columns[1] = penny_words_cut (sender);
  columns[2] = penny_words_cut (summary->recipients != NULL ? summary->recipients : "");
  columns[3] = penny_words_cut (summary->search_text != NULL ? summary->search_text : "");
  return columns;
}

GBytes *
penny_words_pack (char **columns)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();

  for (guint i = 0; i < N_COLUMNS; i++)
    g_byte_array_append (all, (const guint8 *) columns[i], strlen (columns[i]) + 1);
  return penny_body_pack (all->data, all->len);
}

char **
penny_words_unpack (const void *data, gsize size, GError **error)
{
  g_autoptr (GBytes) all = penny_body_unpack_any (data, size, error);
  g_auto (GStrv) columns = NULL;
  const char *p, *end;
  gsize length;

  if (all == NULL)
    return NULL;
  columns = g_new0 (char *, N_COLUMNS + 1);
  p = g_bytes_get_data (all, &length);
  end = p + length;
  for (guint i = 0; i < N_COLUMNS; i++) {
    const char *stop = memchr (p, '\0', end - p);

    if (stop == NULL) {
      g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_DAMAGED, "Kept words are not sound");
      return NULL;
    }
    columns[i] = g_strdup (p);
    p = stop + 1;
  }
  return g_steal_pointer (&columns);
}

/* --- for questions --- */

typedef struct {
  const char *word;
  const char *column;       /* of the index, or NULL: a condition */
  gsize condition;          /* offset in PennyQuestion */
} Prefix;

static const Prefix conditions[] = {
  { "is:unread", NULL, G_STRUCT_OFFSET (PennyQuestion, unread) },
  { "is:starred", NULL, G_STRUCT_OFFSET (PennyQuestion, starred) },
  { "has:attachment", NULL, G_STRUCT_OFFSET (PennyQuestion, attachment) },
};

static const Prefix prefixes[] = {
  { "from:", "sender", 0 },
  { "to:", "recipients", 0 },
  { "subject:", "subject", 0 },
};

static gboolean
has_letters (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalnum (g_utf8_get_char (text)) || is_cjk (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

static gboolean
ends_in_lone_cjk (const char *text)
{
  const char *last = g_utf8_find_prev_char (text, text + strlen (text));
  const char *before = last != NULL ? g_utf8_find_prev_char (text, last) : NULL;

  return last != NULL && is_cjk (g_utf8_get_char (last)) &&
         (before == NULL || !is_cjk (g_utf8_get_char (before)));
}

static void
append_term (GString *match, const char *column, const char *text, gboolean beginning)
{
  g_auto (GStrv) unquoted = g_strsplit (text, "\"", -1);
  g_autofree char *bare = g_strstrip (g_strjoinv (" ", unquoted));
  g_autofree char *words = cut (bare, FALSE);

  if (match->len > 0)
    g_string_append (match, " AND ");
  if (column != NULL)
    g_string_append_printf (match, "%s : ", column);
  g_string_append_c (match, '"');
  g_string_append (match, words);
  g_string_append (match, beginning || ends_in_lone_cjk (bare) ? "\" *" : "\"");
}

static const Prefix *
find_prefix (const Prefix *table, guint n, const char *text, gboolean whole)
{
  for (guint i = 0; i < n; i++)
    if (whole ? g_ascii_strcasecmp (text, table[i].word) == 0
              : g_ascii_strncasecmp (text, table[i].word, strlen (table[i].word)) == 0)
      return &table[i];
  return NULL;
}

/* One term ends at a space outside quotes: word, "a phrase", from:word, from:"a phrase". */
static char *
next_term (const char **cursor)
{
  g_autoptr (GString) term = g_string_new (NULL);
  gboolean quoted = FALSE;

  while (g_unichar_isspace (g_utf8_get_char (*cursor)))
    *cursor = g_utf8_next_char (*cursor);
  for (; **cursor != '\0'; *cursor = g_utf8_next_char (*cursor)) {
    if (**cursor == '"')
      quoted = !quoted;
    else if (!quoted && g_unichar_isspace (g_utf8_get_char (*cursor)))
      break;
    g_string_append_len (term, *cursor, g_utf8_next_char (*cursor) - *cursor);
  }
  return term->len > 0 ? g_string_free (g_steal_pointer (&term), FALSE) : NULL;
}

static void
take_term (PennyQuestion *self, GString *match, const char *term, gboolean is_last)
{
  const Prefix *condition = find_prefix (conditions, G_N_ELEMENTS (conditions), term, TRUE);
  const Prefix *prefix = find_prefix (prefixes, G_N_ELEMENTS (prefixes), term, FALSE);
  const char *text = prefix != NULL ? term + strlen (prefix->word) : term;

  if (condition != NULL)
    G_STRUCT_MEMBER (gboolean, self, condition->condition) = TRUE;
  else if (has_letters (text))
    append_term (match, prefix != NULL ? prefix->column : NULL, text,
                 is_last && strchr (text, '"') == NULL);
  else
    self->nothing = TRUE;
}

PennyQuestion *
penny_question_new (const char *typed)
{
  PennyQuestion *self = g_new0 (PennyQuestion, 1);
  g_autofree char *valid = g_utf8_make_valid (typed, MIN (strlen (typed), MAX_TYPED));
  g_autoptr (GString) match = g_string_new (NULL);
  const char *cursor = valid;
  g_autofree char *term = next_term (&cursor);

  self->nothing = term == NULL;
  for (guint n = 0; term != NULL && n < MAX_TERMS; n++) {
    g_autofree char *following = next_term (&cursor);

    take_term (self, match, term, following == NULL);
    g_free (term);
    term = g_steal_pointer (&following);
  }
  if (match->len > 0) {
    self->match = g_string_free (g_steal_pointer (&match), FALSE);
    self->nothing = FALSE;
  }
  return self;
}

void
penny_question_free (PennyQuestion *self)
{
  if (self == NULL)
    return;
  g_free (self->match);
  g_free (self);
}
