/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding letters: the index gives messages. Few are looked up and sorted; of many, the entries are gone through from
 * the newest on until there are enough. */
#include "penny-store-beginning.h"
#include "penny-store-index.h"
#include "penny-store-question.h"
#include "penny-store-read.h"

#include <stdlib.h>

/* So many hits are looked up in less time than the newest entries are gone through for a screen of them; where not
 * every entry will do, more entries are gone through. */
#define FEW_HITS 2000
#define FEW_HITS_IN_PART 10000

/* The roles that "everywhere" leaves out are PENNY_ROLE_JUNK and PENNY_ROLE_TRASH. The same message in
 * two folders is told once: the row that comes last in the sort of equal dates is dropped. */
#define EVERYWHERE " JOIN folder f ON f.id = e.folder WHERE f.role NOT IN (5, 6) AND ?2 = 0"
#define HERE " JOIN folder f ON f.id = e.folder WHERE e.folder = ?2"
#define CONDITIONS \
  " AND (NOT ?3 OR NOT e.flags & 1) AND (NOT ?4 OR e.flags & 2)" \
  " AND (NOT ?5 OR (SELECT has_attachments FROM message WHERE id = e.message))" \
  " AND e.date >= ?6 AND e.date < ?7" \
  " ORDER BY e.date DESC, f.role = 7, e.id DESC"
#define OF_HITS "SELECT e.id, e.message FROM json_each (?1) h CROSS JOIN entry e ON e.message = h.value"
#define OF_ALL "SELECT e.id, e.message FROM entry e INDEXED BY "

static const char *const queries[2][2] = {
  { OF_HITS EVERYWHERE CONDITIONS, OF_HITS HERE CONDITIONS },
  { OF_ALL "entry_newest" EVERYWHERE " AND ?1 IS NULL" CONDITIONS,
    OF_ALL "entry_by_date" HERE " AND ?1 IS NULL" CONDITIONS },
};

guint
penny_store_count_unindexed (PennyStore *self)
{
  PennyDatabase *db = penny_store_read_begin (self, NULL);
  guint n;

  if (db == NULL)
    return 0;
  n = penny_index_count (db);
  penny_store_read_end (self);
  return n;
}

void
penny_store_catch_up (PennyStore *self, gint64 microseconds)
{
  penny_writer_catch_up (self, microseconds);
}

void
penny_read_before_search (PennyStore *self, const char *words, gint64 microseconds)
{
  g_autoptr (PennyQuestion) question = penny_question_new (words);
  PennyDatabase *db = question->match != NULL ? penny_store_read_begin (self, NULL) : NULL;
  gboolean behind;

  if (db == NULL)
    return;
  behind = penny_database_int (db, 0, NULL, "SELECT EXISTS (SELECT 1 FROM pending)", "") != 0;
  penny_store_read_end (self);
  if (behind)
    penny_writer_catch_up (self, microseconds);
}

typedef struct {
  PennyDatabase *db;
  const PennyQuestion *question;
  PennyFolderId folder;
  guint limit;
  GArray *hits;                /* of message numbers, ascending; NULL: all */
  PennyBeginning *beginning;   /* that must be in them, too; NULL: none */
} Search;

static void
search_clear (Search *self)
{
  g_clear_pointer (&self->hits, g_array_unref);
  g_clear_pointer (&self->beginning, penny_beginning_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static gboolean
find_hits (Search *self, const char *match, GError **error)
{
  g_clear_pointer (&self->hits, g_array_unref);
  self->hits = penny_database_ids (self->db, penny_database_query (
    self->db, error, "SELECT rowid FROM search WHERE search MATCH ?1", "t", match), error);
  return self->hits != NULL;
}

static int
compare_cb (const void *a, const void *b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static gboolean
is_hit (Search *self, gint64 message)
{
  return self->hits == NULL ||
         (self->hits->len > 0 &&
          bsearch (&message, self->hits->data, self->hits->len, sizeof (gint64), compare_cb) != NULL);
}

static gboolean
begins (Search *self, gint64 message)
{
  return self->beginning == NULL || penny_beginning_is_in (self->beginning, message);
}

static gboolean
is_spent (Search *self)
{
  return self->beginning != NULL && penny_beginning_is_spent (self->beginning);
}

static gboolean
takes_any (Search *self)
{
  const PennyQuestion *q = self->question;

  return self->folder == 0 && !q->unread && !q->starred && !q->attachment && q->before == G_MAXINT64;
}

/* For json_each(); NULL: they are many. */
static char *
list_few (Search *self)
{
  GString *list;

  if (self->hits == NULL || self->hits->len > (takes_any (self) ? FEW_HITS : FEW_HITS_IN_PART))
    return NULL;
  list = g_string_new ("[");
  for (guint i = 0; i < self->hits->len; i++)
    g_string_append_printf (list, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", g_array_index (self->hits, gint64, i));
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}

static GArray *
gather (Search *self, GError **error)
{
  const PennyQuestion *question = self->question;
  g_autofree char *few = list_few (self);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (PennyEntryId));
  GError *local = NULL;
  sqlite3_stmt *s = penny_database_query (self->db, &local, queries[few == NULL][self->folder != 0], "tidddii", few,
                                          self->folder, question->unread, question->starred, question->attachment,
                                          question->after, question->before);

  while (s != NULL && ids->len < self->limit && !is_spent (self) && penny_database_step (self->db, s, &local)) {
    PennyEntryId id = sqlite3_column_int64 (s, 0);
    gint64 message = sqlite3_column_int64 (s, 1);

    if ((few != NULL || is_hit (self, message)) && begins (self, message) &&
        (self->folder != 0 || g_hash_table_add (seen, g_memdup2 (&message, sizeof message))))
      g_array_append_val (ids, id);
  }
  if (s != NULL)
    penny_database_done (s);
  if (local == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, local);
  return NULL;
}

GArray *
penny_read_search (PennyDatabase *db, const char *words, PennyFolderId folder, guint limit,
                   GError **error)
{
  g_autoptr (PennyQuestion) question = penny_question_new (words);
  g_auto (Search) search = { .db = db, .question = question, .folder = folder, .limit = limit };
  g_autoptr (GArray) ids = NULL;

  if (question->nothing)
    return g_array_new (FALSE, FALSE, sizeof (PennyEntryId));
  search.beginning = penny_beginning_new (db, question, limit);
  if (search.beginning != NULL) {
    if (question->rest != NULL && !find_hits (&search, question->rest, error))
      return NULL;
    ids = gather (&search, error);
    if (ids == NULL || !is_spent (&search) || ids->len == limit)
      return g_steal_pointer (&ids);
    g_clear_pointer (&search.beginning, penny_beginning_free);
  }
  if (question->match != NULL && !find_hits (&search, question->match, error))
    return NULL;
  g_clear_pointer (&ids, g_array_unref);
  ids = gather (&search, error);
  return g_steal_pointer (&ids);
}
