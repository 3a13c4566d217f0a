/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the store share: the object, its threads, a transaction in progress. */
#pragma once

#include "penny-store-database.h"
#include "penny-store.h"

G_BEGIN_DECLS

/* What one transaction changed; becomes a PennyStoreChange once it is committed. */
typedef struct {
  PennyChanges what;
  GArray *folders;              /* of PennyFolderId, no doubles */
  GHashTable *known;            /* set of those */
  GArray *arrived;              /* of PennyEntryId */
  GArray *flagged;
  GArray *removed;
  gboolean operations_gained;
} PennyChangeSet;

PennyChangeSet *penny_change_set_new (void);
void penny_change_set_free (PennyChangeSet *self);
void penny_change_set_add_folder (PennyChangeSet *self, PennyFolderId folder, PennyChanges what);
void penny_change_set_merge (PennyChangeSet *self, const PennyChangeSet *other);

/* One transaction in progress; lives on the writer thread. */
typedef struct {
  PennyStore *store;
  PennyDatabase *db;
  PennyChangeSet *changes;
  gint64 now;                   /* Unix seconds */
} PennyTransaction;

/* FALSE + error: everything that this closure wrote is taken back. Must be repeatable. */
typedef gboolean (*PennyWriteFunc) (PennyTransaction *t, gpointer data, GError **error);

typedef enum {
  PENNY_WRITE_ORDERED = 0,      /* behind what the worker queued before */
  PENNY_WRITE_URGENT = 1 << 0,  /* a person waits: before bulk work */
  PENNY_WRITE_DURABLE = 1 << 1, /* on the disk, power cut or not, before success is told */
} PennyWriteFlags;

typedef struct _PennyJob PennyJob;

/* The main thread reads through the first, workers and helpers through the second, so that a long
 * read of a worker never holds up the window. */
typedef struct {
  GMutex lock;
  PennyDatabase *db;            /* NULL once closed */
} PennyReading;

struct _PennyStore {
  GObject parent_instance;

  char *path;
  gboolean rescued;
  PennyReading readings[2];

  /* writer: under LOCK, but DB is the writer thread's alone */
  GMutex lock;
  GCond work;                   /* something queued, or closing */
  GCond progress;               /* something finished */
  GQueue urgent;                /* of PennyJob */
  GQueue bulk;
  gsize bulk_bytes;
  guint n_running;              /* bulk jobs taken but not committed */
  gboolean unindexed;           /* letters may be waiting for the index */
  gboolean index_fails;         /* for now: nobody should wait for it */
  gint64 index_wanted;          /* monotonic: until then a search waits for it */
  gboolean told_half;           /* a search could not wait any longer */
  gboolean closing;
  GError *sticky;               /* of a queued batch, until flush reports it */
  GThread *writer;
  PennyDatabase *db;

  /* reader */
  GAsyncQueue *reads;
  GThread *reader;
  PennyDatabase *reader_db;

  /* notices: under WATCH_LOCK */
  GMutex watch_lock;
  GPtrArray *watches;
  guint64 revision;
  guint last_watch;
  void (*operation_func) (gpointer);
  gpointer operation_data;
};

/* --- penny-store-writer.c --- */

void penny_writer_start (PennyStore *store);
void penny_writer_stop (PennyStore *store);
/* Runs FUNC in a transaction and waits for the commit. Not on the store's own threads. */
gboolean penny_writer_call (PennyStore *store, PennyWriteFlags flags, PennyWriteFunc func,
                            gpointer data, GError **error);
/* The same without waiting; TASK (taken over, its task data is FUNC's DATA) returns TRUE or the
 * error in its own context. */
void penny_writer_call_async (PennyStore *store, PennyWriteFlags flags, PennyWriteFunc func,
                              GTask *task);
/* Queues bulk work of BYTES behind the rest; waits while there is too much. DATA taken over. */
gboolean penny_writer_submit (PennyStore *store, PennyWriteFunc func, gpointer data,
                              GDestroyNotify destroy, gsize bytes, GError **error);
gboolean penny_writer_flush (PennyStore *store, gboolean durable, GError **error);

/* Lets the index catch up with the letters, for at most MICROSECONDS. Not on the writer thread. */
void penny_writer_catch_up (PennyStore *store, gint64 microseconds);

/* --- penny-store-watch.c --- */

void penny_store_publish (PennyStore *self, PennyChangeSet *changes);
/* Another process wrote: everything may be different. */
void penny_store_publish_foreign (PennyStore *self);
void penny_store_drop_watches (PennyStore *self);

/* --- penny-store.c --- */

gboolean penny_store_fail_closed (GError **error);
/* Takes this thread's connection; NULL + error when closed. Give it back with _end(). */
PennyDatabase *penny_store_read_begin (PennyStore *self, GError **error);
void penny_store_read_end (PennyStore *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyChangeSet, penny_change_set_free)

G_END_DECLS
