/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, closing and removing a store; its connections and its reader thread. */
#include "penny-store-private.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "penny-error.h"
#include "penny-store-read.h"
#include "penny-store-rescue.h"
#include "penny-store-schema.h"
#include "penny-thread.h"

G_DEFINE_FINAL_TYPE (PennyStore, penny_store, G_TYPE_OBJECT)

static void
penny_store_init (PennyStore *self)
{
  g_mutex_init (&self->lock);
  g_mutex_init (&self->watch_lock);
  g_cond_init (&self->work);
  g_cond_init (&self->progress);
  for (guint i = 0; i < G_N_ELEMENTS (self->readings); i++)
    g_mutex_init (&self->readings[i].lock);
  self->watches = g_ptr_array_new ();
  self->reads = g_async_queue_new ();
  self->closing = TRUE;   /* until it is open */
}

static void
penny_store_finalize (GObject *object)
{
  PennyStore *self = PENNY_STORE (object);

  penny_store_close (self);
  penny_store_drop_watches (self);
  g_ptr_array_unref (self->watches);
  g_async_queue_unref (self->reads);
  g_clear_error (&self->sticky);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->watch_lock);
  g_cond_clear (&self->work);
  g_cond_clear (&self->progress);
  for (guint i = 0; i < G_N_ELEMENTS (self->readings); i++)
    g_mutex_clear (&self->readings[i].lock);
  g_free (self->path);
  G_OBJECT_CLASS (penny_store_parent_class)->finalize (object);
}

static void
penny_store_class_init (PennyStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = penny_store_finalize;
}

gboolean
penny_store_fail_closed (GError **error)
{
  g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_CLOSED, "The store is closed");
  return FALSE;
}

/* --- opening --- */

static gboolean
make_parent (const char *path, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);

  if (g_mkdir_with_parents (parent, 0700) == 0)
    return TRUE;
  g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_IO, "Cannot make the folder %s: %s",
               parent, g_strerror (errno));
  return FALSE;
}

/* Letters are nobody else's business, whatever the umask. */
static void
make_private (const char *path)
{
  g_chmod (path, 0600);
}

static PennyDatabase *
open_writer (const char *path, GError **error)
{
  g_autoptr (PennyDatabase) db = NULL;

  if (!penny_rescue_looks_sound (path, error))
    return NULL;
  db = penny_database_open (path, PENNY_DATABASE_WRITE, error);
  if (db == NULL || !penny_schema_migrate (db, path, error) ||
      !penny_rescue_check_suspect (db, path, error))
    return NULL;
  make_private (path);
  return g_steal_pointer (&db);
}

static gboolean
open_database (PennyStore *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  self->db = open_writer (self->path, &local);
  /* SQLite takes a read that the disk failed at (EIO) for damage: a second, closer look decides. */
  if (g_error_matches (local, PENNY_STORE_ERROR, PENNY_STORE_ERROR_DAMAGED)) {
    g_clear_error (&local);
    self->db = open_writer (self->path, &local);
  }
  if (self->db != NULL)
    return TRUE;
  if (!g_error_matches (local, PENNY_STORE_ERROR, PENNY_STORE_ERROR_DAMAGED)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  self->db = penny_rescue (self->path, error);
  self->rescued = TRUE;
  return self->db != NULL;
}

static gpointer
reader_main (gpointer data)
{
  PennyStore *self = data;
  gpointer job;

  while ((job = g_async_queue_pop (self->reads)) != self)
    penny_read_job_run (job, self->reader_db);
  return NULL;
}

static gboolean
open_readers (PennyStore *self, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->readings); i++) {
    self->readings[i].db = penny_database_open (self->path, PENNY_DATABASE_READ, error);
    if (self->readings[i].db == NULL)
      return FALSE;
  }
  self->reader_db = penny_database_open (self->path, PENNY_DATABASE_READ, error);
  if (self->reader_db == NULL)
    return FALSE;
  self->reader = penny_thread_new ("penny-reader", PENNY_THREAD_READER, reader_main, self);
  return TRUE;
}

PennyStore *
penny_store_open (const char *path, GError **error)
{
  g_autoptr (PennyStore) self = g_object_new (PENNY_TYPE_STORE, NULL);

  self->path = g_strdup (path);
  if (!make_parent (path, error) || !open_database (self, error) || !open_readers (self, error))
    return NULL;
  /* Before the writer runs: it would take the flag for its end. */
  self->closing = FALSE;
  penny_writer_start (self);
  return g_steal_pointer (&self);
}

gboolean
penny_store_was_rescued (PennyStore *self)
{
  return self->rescued;
}

const char *
penny_store_get_path (PennyStore *self)
{
  return self->path;
}

void
penny_store_close (PennyStore *self)
{
  penny_writer_stop (self);
  if (self->reader != NULL)
    g_async_queue_push (self->reads, self);
  g_clear_pointer (&self->reader, g_thread_join);
  g_clear_pointer (&self->reader_db, penny_database_close);
  for (guint i = 0; i < G_N_ELEMENTS (self->readings); i++) {
    g_mutex_lock (&self->readings[i].lock);
    g_clear_pointer (&self->readings[i].db, penny_database_close);
    g_mutex_unlock (&self->readings[i].lock);
  }
  /* Last: it takes the log over into the database and removes it. */
  g_clear_pointer (&self->db, penny_database_close);
}

gboolean
penny_store_remove (const char *path, GError **error)
{
  static const char * const suffixes[] = { "-wal", "-shm", "-journal", ".suspect", "" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

    if (g_unlink (name) != 0 && errno != ENOENT) {
      g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_IO, "Cannot delete %s: %s", name,
                   g_strerror (errno));
      return FALSE;
    }
  }
  return penny_rescue_remove_copies (path, error);
}

/* --- reading on any thread --- */

static PennyReading *
reading_for_thread (PennyStore *self)
{
  return &self->readings[penny_thread_get_role () == PENNY_THREAD_MAIN ? 0 : 1];
}

PennyDatabase *
penny_store_read_begin (PennyStore *self, GError **error)
{
  PennyReading *reading = reading_for_thread (self);

  g_mutex_lock (&reading->lock);
  if (reading->db != NULL)
    return reading->db;
  g_mutex_unlock (&reading->lock);
  penny_store_fail_closed (error);
  return NULL;
}

void
penny_store_read_end (PennyStore *self)
{
  g_mutex_unlock (&reading_for_thread (self)->lock);
}
