/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The beginning of a word, looked for in the newest letters themselves. */
#include "penny-store-beginning.h"

#include <string.h>

#include "penny-store-index.h"
#include "penny-store-words.h"

/* One letter opened costs about as much as so many pages of the index read. */
#define PAGES_A_LETTER 2
/* Fewer pages are read at once in any case. */
#define FEW_PAGES 200

struct _PennyBeginning {
  PennyDatabase *db;           /* borrowed */
  fts5_tokenizer methods;
  Fts5Tokenizer *tokenizer;
  char *token;                 /* the beginning, as the index writes words */
  gsize length;
  const char *column;          /* of the question */
  guint n_left;                /* letters that may still be opened */
};

/* --- the tokenizer of the index --- */

static fts5_api *
get_api (PennyDatabase *db)
{
  sqlite3_stmt *s = NULL;
  fts5_api *api = NULL;

  if (sqlite3_prepare_v2 (penny_database_get_handle (db), "SELECT fts5 (?1)", -1, &s, NULL) == SQLITE_OK) {
    sqlite3_bind_pointer (s, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step (s);
  }
  sqlite3_finalize (s);
  return api;
}

static gboolean
make_tokenizer (PennyBeginning *self)
{
  static const char *settings[] = { "remove_diacritics", "2" };   /* as in the schema */
  fts5_api *api = get_api (self->db);
  void *context;

  return api != NULL && api->xFindTokenizer (api, "unicode61", &context, &self->methods) == SQLITE_OK &&
         self->methods.xCreate (context, settings, G_N_ELEMENTS (settings), &self->tokenizer) == SQLITE_OK;
}

typedef int (*TokenFunc) (void *data, int flags, const char *token, int length, int start, int end);

static void
tokenize (PennyBeginning *self, const char *text, TokenFunc func, gpointer data)
{
  self->methods.xTokenize (self->tokenizer, data, FTS5_TOKENIZE_DOCUMENT, text, (int) strlen (text), func);
}

static int
first_token_cb (void *data, int flags, const char *token, int length, int start, int end)
{
  PennyBeginning *self = data;

  if (self->token != NULL) {
    g_clear_pointer (&self->token, g_free);   /* "a-b" is a phrase */
    return SQLITE_DONE;
  }
  self->token = g_strndup (token, length);
  self->length = length;
  return SQLITE_OK;
}

typedef struct {
  const PennyBeginning *beginning;
  gboolean found;
} Look;

static int
compare_token_cb (void *data, int flags, const char *token, int length, int start, int end)
{
  Look *look = data;

  look->found = (gsize) length >= look->beginning->length &&
                memcmp (token, look->beginning->token, look->beginning->length) == 0;
  return look->found ? SQLITE_DONE : SQLITE_OK;
}

static gboolean
is_in_text (PennyBeginning *self, const char *text)
{
  Look look = { self, FALSE };

  tokenize (self, text, compare_token_cb, &look);
  return look.found;
}

/* --- how far the index would have to read --- */

/* Of FTS5's own table: where a page of the index begins ('0' stands before each word). A page has no row when no
 * word begins on it, so their numbers tell. */
static const char pages_between[] =
  "WITH RECURSIVE segments (id) AS (SELECT min (segid) FROM search_idx UNION ALL"
  " SELECT (SELECT min (segid) FROM search_idx WHERE segid > segments.id) FROM segments WHERE id IS NOT NULL)"
  " SELECT sum ((SELECT pgno FROM search_idx WHERE segid = id AND term < ?2 ORDER BY term DESC LIMIT 1) / 2"
  " - coalesce ((SELECT pgno FROM search_idx WHERE segid = id AND term <= ?1 ORDER BY term DESC LIMIT 1) / 2, 0))"
  " FROM segments WHERE id IS NOT NULL";

static gint64
count_pages (PennyBeginning *self)
{
  g_autofree char *first = g_strconcat ("0", self->token, NULL);
  g_autofree char *end = g_strdup (first);
  g_autoptr (GBytes) from = g_bytes_new (first, strlen (first)), to = NULL;

  /* A byte of UTF-8 is never 0xff. */
  end[strlen (end) - 1]++;
  to = g_bytes_new (end, strlen (end));
  return penny_database_int (self->db, 0, NULL, pages_between, "bb", from, to);
}

PennyBeginning *
penny_beginning_new (PennyDatabase *db, const PennyQuestion *question, guint limit)
{
  g_autoptr (PennyBeginning) self = NULL;

  if (question->beginning == NULL)
    return NULL;
  self = g_new0 (PennyBeginning, 1);
  self->db = db;
  self->column = question->column;
  self->n_left = limit * 2;
  if (!make_tokenizer (self))
    return NULL;
  tokenize (self, question->beginning, first_token_cb, self);
  if (self->token == NULL || self->length == 0 ||
      count_pages (self) < FEW_PAGES + (gint64) limit * PAGES_A_LETTER)
    return NULL;
  return g_steal_pointer (&self);
}

void
penny_beginning_free (PennyBeginning *self)
{
  if (self == NULL)
    return;
  if (self->tokenizer != NULL)
    self->methods.xDelete (self->tokenizer);
  g_free (self->token);
  g_free (self);
}

/* --- looking --- */

static gboolean
is_asked_for (const PennyBeginning *self, const char *column)
{
  return self->column == NULL || g_str_equal (self->column, column);
}

/* Everything in the row is in the index, too, but not the other way about. */
static gboolean
is_in_row (PennyBeginning *self, gint64 message)
{
  static const char * const columns[] = { "subject", "sender", "recipients", "text" };
  sqlite3_stmt *s = penny_database_query (self->db, NULL, "SELECT subject, from_name || ' ' || from_address,"
                                          " recipients, preview FROM message WHERE id = ?1", "i", message);
  gboolean found = FALSE;

  if (s == NULL || !penny_database_step (self->db, s, NULL))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (columns) && !found; i++) {
    g_autofree char *text = is_asked_for (self, columns[i]) ? penny_database_dup_column (s, i) : NULL;
    g_autofree char *words = text != NULL ? penny_words_cut (text) : NULL;

    found = words != NULL && is_in_text (self, words);
  }
  penny_database_done (s);
  return found;
}

static gboolean
is_in_words (PennyBeginning *self, gint64 message)
{
  static const char * const columns[] = { "subject", "sender", "recipients", "text" };
  g_auto (GStrv) words = penny_index_find_words (self->db, message);

  for (guint i = 0; words != NULL && i < G_N_ELEMENTS (columns); i++)
    if (is_asked_for (self, columns[i]) && is_in_text (self, words[i]))
      return TRUE;
  return FALSE;
}

gboolean
penny_beginning_is_in (PennyBeginning *self, gint64 message)
{
  if (is_in_row (self, message))
    return TRUE;
  if (self->n_left == 0)
    return FALSE;
  self->n_left--;
  return is_in_words (self, message);
}

gboolean
penny_beginning_is_spent (PennyBeginning *self)
{
  return self->n_left == 0;
}
