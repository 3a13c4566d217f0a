/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A helper thread with a queue in and a queue out. */
#include "penny-store-prepare.h"

#include "penny-store-body.h"
#include "penny-store-index.h"
#include "penny-store-large.h"
#include "penny-store-words.h"
#include "penny-thread.h"

/* How far the helper is ahead, at most: letters, and bytes before they are packed. */
#define MAX_AHEAD 32
#define MAX_AHEAD_BYTES (4 * 1024 * 1024)
/* For fewer a thread is not worth its making. */
#define ENOUGH 32

typedef struct {
  PennyMessageId message;
  GBytes *packed;      /* its body; NULL: nothing for the helper */
  gsize raw_size;
  char **words;        /* once it is done */
} Letter;

struct _PennyPreparer {
  PennyDatabase *db;
  const GArray *ids;
  guint n_read;
  GQueue ahead;        /* of Letter, in order; owned */
  gsize bytes;         /* of those */
  GThread *helper;     /* NULL: they are few */
  GAsyncQueue *todo;   /* of Letter, borrowed; one without a body ends the helper */
  GAsyncQueue *done;
};

static void
letter_free (Letter *letter)
{
  g_clear_pointer (&letter->packed, g_bytes_unref);
  g_strfreev (letter->words);
  g_free (letter);
}

static char **
read_words (const Letter *letter)
{
  gsize size;
  const void *data = g_bytes_get_data (letter->packed, &size);
  g_autoptr (GBytes) raw = penny_body_unpack (data, size, letter->raw_size, NULL);
  g_autoptr (PennySummary) summary = raw != NULL ? penny_summary_from_message (raw) : NULL;

  return summary != NULL ? penny_words_from_summary (summary) : NULL;
}

static gpointer
help (gpointer data)
{
  PennyPreparer *self = data;
  Letter *letter;

  while ((letter = g_async_queue_pop (self->todo))->packed != NULL) {
    letter->words = read_words (letter);
    g_async_queue_push (self->done, letter);
  }
  letter_free (letter);
  return NULL;
}

PennyPreparer *
penny_preparer_new (PennyDatabase *db, const GArray *ids)
{
  PennyPreparer *self = g_new0 (PennyPreparer, 1);

  self->db = db;
  self->ids = ids;
  self->todo = g_async_queue_new ();
  self->done = g_async_queue_new ();
  if (ids->len >= ENOUGH)
    self->helper = penny_thread_new ("penny-words", PENNY_THREAD_HELPER, help, self);
  return self;
}

void
penny_preparer_free (PennyPreparer *self)
{
  if (self->helper != NULL) {
    g_async_queue_push_front (self->todo, g_new0 (Letter, 1));
    g_thread_join (self->helper);
  }
  g_queue_clear_full (&self->ahead, (GDestroyNotify) letter_free);
  g_async_queue_unref (self->todo);
  g_async_queue_unref (self->done);
  g_free (self);
}

/* Kept words go before a body; large ones are read in pieces. */
static void
read_body (PennyPreparer *self, Letter *letter)
{
  sqlite3_stmt *s = penny_database_query (self->db, NULL, "SELECT raw_size, data FROM body WHERE message = ?1"
                                          " AND raw_size < ?2 AND NOT EXISTS (SELECT 1 FROM words WHERE message = ?1)",
                                          "id", letter->message, PENNY_LARGE_BODY);

  if (s == NULL || !penny_database_step (self->db, s, NULL))
    return;
  letter->raw_size = (gsize) sqlite3_column_int64 (s, 0);
  letter->packed = g_bytes_new (sqlite3_column_blob (s, 1), (gsize) sqlite3_column_bytes (s, 1));
  penny_database_done (s);
}

static void
read_ahead (PennyPreparer *self)
{
  while (self->n_read < self->ids->len &&
         (self->ahead.length == 0 || (self->ahead.length < MAX_AHEAD && self->bytes < MAX_AHEAD_BYTES))) {
    Letter *letter = g_new0 (Letter, 1);

    letter->message = g_array_index (self->ids, PennyMessageId, self->n_read++);
    if (self->helper != NULL)
      read_body (self, letter);
    self->bytes += letter->raw_size;
    g_queue_push_tail (&self->ahead, letter);
    if (letter->packed != NULL)
      g_async_queue_push (self->todo, letter);
  }
}

char **
penny_preparer_next (PennyPreparer *self)
{
  char **words;
  Letter *letter;

  read_ahead (self);
  letter = g_queue_pop_head (&self->ahead);
  self->bytes -= letter->raw_size;
  if (letter->packed == NULL)
    words = penny_index_find_words (self->db, letter->message);
  else {
    /* One helper, one order: the next that is done is this one. */
    g_async_queue_pop (self->done);
    words = g_steal_pointer (&letter->words);
  }
  letter_free (letter);
  return words;
}
