/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person types, term by term. */
#include "penny-store-question.h"

#include <string.h>

#include "penny-store-words.h"

#define MAX_TYPED 2000
#define MAX_TERMS 32

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

static const Prefix dates[] = {
  { "after:", NULL, G_STRUCT_OFFSET (PennyQuestion, after) },
  { "before:", NULL, G_STRUCT_OFFSET (PennyQuestion, before) },
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
    if (g_unichar_isalnum (g_utf8_get_char (text)) || penny_words_is_cjk (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

static gboolean
ends_in_lone_cjk (const char *text)
{
  const char *last = g_utf8_find_prev_char (text, text + strlen (text));
  const char *before = last != NULL ? g_utf8_find_prev_char (text, last) : NULL;

  return last != NULL && penny_words_is_cjk (g_utf8_get_char (last)) &&
         (before == NULL || !penny_words_is_cjk (g_utf8_get_char (before)));
}

static void
append_term (PennyQuestion *self, GString *match, const char *column, const char *text, gboolean is_last)
{
  g_auto (GStrv) unquoted = g_strsplit (text, "\"", -1);
  g_autofree char *bare = g_strstrip (g_strjoinv (" ", unquoted));
  g_autofree char *words = penny_words_cut_question (bare);
  gboolean beginning = (is_last && strchr (text, '"') == NULL) || ends_in_lone_cjk (bare);

  if (is_last && beginning) {
    self->rest = match->len > 0 ? g_strdup (match->str) : NULL;
    self->beginning = g_strdup (words);
    self->column = column;
  }
  if (match->len > 0)
    g_string_append (match, " AND ");
  if (column != NULL)
    g_string_append_printf (match, "%s : ", column);
  g_string_append_c (match, '"');
  g_string_append (match, words);
  g_string_append (match, beginning ? "\" *" : "\"");
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

/* 2026, 2026-03, 2026-03-14, also with "/": the beginning of it here. */
static gboolean
read_date (const char *text, gint64 *seconds)
{
  gint64 parts[3] = { 0, 1, 1 };
  g_autoptr (GDateTime) date = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    char *end;

    if (!g_ascii_isdigit (*text))
      return FALSE;
    parts[i] = g_ascii_strtoll (text, &end, 10);
    text = end;
    if (*text == '\0')
      break;
    if ((*text != '-' && *text != '/') || i == 2)
      return FALSE;
    text++;
  }
  if (parts[0] < 1970 || parts[0] > 9999 || parts[1] > 12 || parts[2] > 31)
    return FALSE;
  date = g_date_time_new_local ((int) parts[0], (int) parts[1], (int) parts[2], 0, 0, 0);
  if (date == NULL)
    return FALSE;
  *seconds = g_date_time_to_unix (date);
  return TRUE;
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

/* TRUE: TERM says nothing of words. */
static gboolean
take_condition (PennyQuestion *self, const char *term)
{
  const Prefix *condition = find_prefix (conditions, G_N_ELEMENTS (conditions), term, TRUE);
  const Prefix *date = find_prefix (dates, G_N_ELEMENTS (dates), term, FALSE);
  gint64 seconds;

  if (condition != NULL)
    G_STRUCT_MEMBER (gboolean, self, condition->condition) = TRUE;
  else if (date != NULL && read_date (term + strlen (date->word), &seconds))
    G_STRUCT_MEMBER (gint64, self, date->condition) = seconds;
  else
    return FALSE;
  return TRUE;
}

static void
take_term (PennyQuestion *self, GString *match, const char *term, gboolean is_last)
{
  const Prefix *prefix = find_prefix (prefixes, G_N_ELEMENTS (prefixes), term, FALSE);
  const char *text = prefix != NULL ? term + strlen (prefix->word) : term;

  if (take_condition (self, term))
    return;
  if (has_letters (text))
    append_term (self, match, prefix != NULL ? prefix->column : NULL, text, is_last);
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

  self->after = G_MININT64;
  self->before = G_MAXINT64;
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
  g_free (self->beginning);
  g_free (self->rest);
  g_free (self);
}
