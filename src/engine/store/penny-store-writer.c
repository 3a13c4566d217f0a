/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The writer thread: a bounded queue of closures, merged into transactions. */
#include "penny-store-private.h"

#include "penny-error.h"
#include "penny-store-index.h"
#include "penny-thread.h"

#define MAX_QUEUED_BYTES (8 * 1024 * 1024)
#define MAX_QUEUED_JOBS 256
/* One transaction: long enough to be cheap, short enough for a person's click behind it. */
#define MAX_GROUP_BYTES (8 * 1024 * 1024)
#define MAX_GROUP_JOBS 64
#define POLL_MICROSECONDS G_USEC_PER_SEC
/* Letters are indexed when nothing else was asked for a while; headers later (unless somebody searches), because in a
 * first collection their bodies follow, on a slow line seconds apart. */
#define INDEX_AFTER G_USEC_PER_SEC
#define INDEX_HEADERS_AFTER (20 * G_USEC_PER_SEC)
/* A slice between other work is short; without any they grow. A person's click ends one. */
#define INDEX_SLICE (G_USEC_PER_SEC / 4)
#define INDEX_SLICE_N 200
#define INDEX_SLICE_MAX_N 3200
#define INDEX_AGAIN_AFTER (60 * G_USEC_PER_SEC)
/* Closing finishes this much and leaves more for the next time. */
#define INDEX_AT_CLOSE 1000
/* Pages of 4 KiB: when the log is taken over into the database; when readers are waited for. */
#define CHECKPOINT_PAGES 4000
#define FORCED_CHECKPOINT_PAGES 32000

struct _PennyJob {
  PennyWriteFlags flags;
  PennyWriteFunc func;
  gpointer data;
  GDestroyNotify destroy;    /* for DATA; NULL: the caller's */
  gsize bytes;
  GTask *task;               /* owned, or NULL */
  gboolean waited_for;       /* a caller waits and frees */
  gboolean done;
  GError *error;
};

static void
job_free (PennyJob *job)
{
  if (job->destroy != NULL)
    job->destroy (job->data);
  g_clear_error (&job->error);
  g_free (job);
}

/* --- the writer's side --- */

static gboolean
in_transaction (PennyStore *store)
{
  return !sqlite3_get_autocommit (penny_database_get_handle (store->db));
}

static gboolean
run_job (PennyStore *store, PennyJob *job, PennyChangeSet *changes)
{
  PennyTransaction t = { store, store->db, changes, g_get_real_time () / G_USEC_PER_SEC };

  g_clear_error (&job->error);
  return !(job->task != NULL &&
           g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), &job->error)) &&
         job->func (&t, job->data, &job->error);
}

static gboolean
group_is_durable (GPtrArray *group)
{
  for (guint i = 0; i < group->len; i++)
    if (((PennyJob *) group->pdata[i])->flags & PENNY_WRITE_DURABLE)
      return TRUE;
  return FALSE;
}

static void
fail_group (GPtrArray *group, const GError *error)
{
  for (guint i = 0; i < group->len; i++) {
    PennyJob *job = group->pdata[i];

    if (job->error == NULL)
      job->error = g_error_copy (error);
  }
}

static gboolean
begin (PennyStore *store, gboolean durable, GError **error)
{
  /* Cannot be changed inside a transaction. */
  return penny_database_exec (store->db, durable ? "PRAGMA synchronous=FULL"
                                                 : "PRAGMA synchronous=NORMAL", error) &&
         penny_database_exec (store->db, "BEGIN IMMEDIATE", error);
}

/* All jobs in one transaction, or none of them: FALSE + error (the job's own, if one failed). */
static gboolean
try_together (PennyStore *store, GPtrArray *group, GError **error)
{
  g_autoptr (PennyChangeSet) changes = penny_change_set_new ();
  gboolean ok = begin (store, group_is_durable (group), error);

  for (guint i = 0; ok && i < group->len; i++) {
    PennyJob *job = group->pdata[i];

    ok = run_job (store, job, changes);
    if (!ok)
      g_propagate_error (error, g_error_copy (job->error));
  }
  ok = ok && penny_database_exec (store->db, "COMMIT", error);
  if (ok)
    penny_store_publish (store, changes);
  else if (in_transaction (store))
    penny_database_exec (store->db, "ROLLBACK", NULL);
  return ok;
}

/* A savepoint each would keep neighbours apart, too, but FTS5 writes a segment at every savepoint. */
static void
run_group (PennyStore *store, GPtrArray *group)
{
  g_autoptr (GError) error = NULL;

  if (try_together (store, group, &error))
    return;
  if (group->len == 1) {
    fail_group (group, error);
    return;
  }
  for (guint i = 0; i < group->len; i++) {
    g_autoptr (GPtrArray) one = g_ptr_array_new ();

    g_ptr_array_add (one, group->pdata[i]);
    run_group (store, one);
  }
}

static gboolean
complete_cb (gpointer data)
{
  GTask *task = data;
  GError *error = g_object_steal_data (G_OBJECT (task), "penny-error");

  g_task_set_check_cancellable (task, FALSE);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

/* The task goes over to its own context and dies there: it may hold the last reference to the
 * store, which must not be let go on the store's own threads. */
static void
complete_task (GTask *task, GError *error)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  if (error != NULL)
    g_object_set_data_full (G_OBJECT (task), "penny-error", error, (GDestroyNotify) g_error_free);
  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, complete_cb, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
finish_job (PennyStore *store, PennyJob *job)
{
  if (job->waited_for) {
    job->done = TRUE;
    return;
  }
  if (job->task != NULL)
    complete_task (g_steal_pointer (&job->task), g_steal_pointer (&job->error));
  else if (job->error != NULL && store->sticky == NULL)
    store->sticky = g_steal_pointer (&job->error);
  job_free (job);
}

/* Called with the lock held. */
static GPtrArray *
take_group (PennyStore *store)
{
  GPtrArray *group = g_ptr_array_new ();
  gsize bytes = 0;
  PennyJob *job;

  while (group->len < MAX_GROUP_JOBS && (job = g_queue_pop_head (&store->urgent)) != NULL)
    g_ptr_array_add (group, job);
  if (group->len > 0)
    return group;
  while (group->len < MAX_GROUP_JOBS && bytes < MAX_GROUP_BYTES &&
         (job = g_queue_pop_head (&store->bulk)) != NULL) {
    bytes += job->bytes;
    store->bulk_bytes -= job->bytes;
    store->n_running++;
    g_ptr_array_add (group, job);
  }
  return group;
}

static int
log_cb (void *data, sqlite3 *handle, const char *name, int n_pages)
{
  /* Passive takes over what no reader needs. A reader that never lets go would let the log grow
   * for ever: then it is waited for, on this thread only. */
  if (n_pages >= FORCED_CHECKPOINT_PAGES)
    sqlite3_wal_checkpoint_v2 (handle, name, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
  else if (n_pages >= CHECKPOINT_PAGES)
    sqlite3_wal_checkpoint_v2 (handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  return SQLITE_OK;
}

static gint64
data_version (PennyStore *store)
{
  return penny_database_int (store->db, 0, NULL, "PRAGMA data_version", "");
}

/* What the writer thread remembers between two pieces of work. */
typedef struct {
  PennyStore *store;
  gint64 version;            /* of the data, to see what other processes write */
  gint64 busy_at;            /* the end of the last group of jobs; all times monotonic */
  gint64 index_not_before;
  gint64 slice_ends;         /* where other work waits */
  guint slice_n;             /* letters in the next slice, at most */
  gboolean slice_is_wanted;  /* a search waited for it from the start */
  gboolean slice_was_last;
  gboolean bodies_indexed;   /* only headers and forgetting are left */
  gboolean began_anew;
} Writer;

typedef enum { WORK_END, WORK_JOBS, WORK_INDEX, WORK_WAIT } Work;

/* On this connection the number only moves when another process commits. */
static void
look_abroad (Writer *writer)
{
  gint64 now = data_version (writer->store);

  if (now != writer->version)
    penny_store_publish_foreign (writer->store);
  writer->version = now;
}

/* --- the index --- */

static gboolean
should_stop_cb (gpointer data)
{
  Writer *writer = data;
  PennyStore *store = writer->store;
  gint64 now = g_get_monotonic_time ();
  gboolean wanted, stop;

  g_mutex_lock (&store->lock);
  wanted = store->index_wanted > now;
  stop = !g_queue_is_empty (&store->urgent) ||
         (!g_queue_is_empty (&store->bulk) && (!wanted || now >= writer->slice_ends)) ||
         (store->closing && now >= writer->slice_ends) ||
         (wanted && !writer->slice_is_wanted);   /* it sees what was committed */
  g_mutex_unlock (&store->lock);
  return stop;
}

/* A damaged index is made anew once; all that it holds stands in the letters. */
static void
recover_index (Writer *writer, const GError *why)
{
  PennyDatabase *db = writer->store->db;
  gboolean anew = !writer->began_anew && g_error_matches (why, PENNY_STORE_ERROR, PENNY_STORE_ERROR_DAMAGED);

  g_debug ("Indexing failed: %s", why->message);
  writer->began_anew = writer->began_anew || anew;
  if (anew && penny_database_exec (db, "BEGIN IMMEDIATE", NULL) &&
      penny_index_start_anew (db, NULL) && penny_database_exec (db, "COMMIT", NULL))
    return;
  if (in_transaction (writer->store))
    penny_database_exec (db, "ROLLBACK", NULL);
  writer->index_not_before = g_get_monotonic_time () + INDEX_AGAIN_AFTER;
}

/* Called with the lock held, which it gives up meanwhile. */
static void
run_slice (Writer *writer, gboolean all)
{
  PennyStore *store = writer->store;
  g_autoptr (GError) error = NULL;
  gboolean told_half = FALSE;
  int n;

  writer->slice_is_wanted = store->index_wanted > g_get_monotonic_time ();
  g_mutex_unlock (&store->lock);
  writer->slice_ends = g_get_monotonic_time () + INDEX_SLICE;
  n = penny_index_follow (store->db, all, writer->slice_n, should_stop_cb, writer, &error);
  if (n < 0)
    recover_index (writer, error);
  writer->slice_n = n == (int) writer->slice_n ? MIN (writer->slice_n * 2, INDEX_SLICE_MAX_N) : INDEX_SLICE_N;
  g_mutex_lock (&store->lock);
  writer->slice_was_last = TRUE;
  store->index_fails = n < 0;
  writer->bodies_indexed = writer->bodies_indexed || n == 0;
  if (n == 0 && all) {
    store->unindexed = FALSE;
    told_half = store->told_half;
    store->told_half = FALSE;
  }
  g_cond_broadcast (&store->progress);
  if (!told_half)
    return;
  g_mutex_unlock (&store->lock);
  penny_store_publish_foreign (store);
  g_mutex_lock (&store->lock);
}

/* Called with the lock held; the queues are empty for good. */
static void
index_at_close (Writer *writer)
{
  gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC;

  if (penny_index_count (writer->store->db) > INDEX_AT_CLOSE)
    return;
  while (writer->store->unindexed && !writer->store->index_fails && g_get_monotonic_time () < end)
    run_slice (writer, TRUE);
}

/* --- the thread --- */

static gint64
index_due (Writer *writer)
{
  gint64 due = writer->busy_at + (writer->bodies_indexed ? INDEX_HEADERS_AFTER : INDEX_AFTER);

  return MAX (due, writer->index_not_before);
}

static Work
choose (Writer *writer)
{
  PennyStore *store = writer->store;
  gint64 now = g_get_monotonic_time ();
  gboolean wanted = store->unindexed && store->index_wanted > now && now >= writer->index_not_before;

  if (!g_queue_is_empty (&store->urgent))
    return WORK_JOBS;
  if (wanted && !writer->slice_was_last)
    return WORK_INDEX;
  if (!g_queue_is_empty (&store->bulk))
    return WORK_JOBS;
  if (store->closing)
    return WORK_END;
  return wanted || (store->unindexed && now >= index_due (writer)) ? WORK_INDEX : WORK_WAIT;
}

static void
wait_for_work (Writer *writer)
{
  PennyStore *store = writer->store;
  gint64 until = g_get_monotonic_time () + POLL_MICROSECONDS;

  if (store->unindexed)
    until = MIN (until, index_due (writer));
  if (g_cond_wait_until (&store->work, &store->lock, until))
    return;
  g_mutex_unlock (&store->lock);
  look_abroad (writer);
  g_mutex_lock (&store->lock);
}

static void
run_jobs (Writer *writer)
{
  PennyStore *store = writer->store;
  g_autoptr (GPtrArray) group = take_group (store);

  g_mutex_unlock (&store->lock);
  run_group (store, group);
  g_mutex_lock (&store->lock);
  for (guint i = 0; i < group->len; i++)
    finish_job (store, group->pdata[i]);
  store->n_running = 0;
  store->unindexed = TRUE;
  writer->bodies_indexed = FALSE;
  writer->slice_was_last = FALSE;
  writer->slice_n = INDEX_SLICE_N;
  writer->busy_at = g_get_monotonic_time ();
  g_cond_broadcast (&store->progress);
}

static gpointer
writer_main (gpointer data)
{
  PennyStore *store = data;
  Writer writer = { .store = store, .version = data_version (store), .busy_at = g_get_monotonic_time (),
                    .slice_n = INDEX_SLICE_N };
  Work work;

  g_mutex_lock (&store->lock);
  while ((work = choose (&writer)) != WORK_END) {
    if (work == WORK_JOBS)
      run_jobs (&writer);
    else if (work == WORK_INDEX)
      run_slice (&writer, writer.bodies_indexed || store->index_wanted > g_get_monotonic_time ());
    else
      wait_for_work (&writer);
  }
  writer.slice_n = INDEX_SLICE_N;
  index_at_close (&writer);
  g_mutex_unlock (&store->lock);
  return NULL;
}

void
penny_writer_start (PennyStore *store)
{
  store->unindexed = TRUE;   /* what the last time left */
  sqlite3_wal_hook (penny_database_get_handle (store->db), log_cb, NULL);
  store->writer = penny_thread_new ("penny-writer", PENNY_THREAD_WRITER, writer_main, store);
}

void
penny_writer_stop (PennyStore *store)
{
  g_mutex_lock (&store->lock);
  store->closing = TRUE;
  g_cond_broadcast (&store->work);
  g_cond_broadcast (&store->progress);
  g_mutex_unlock (&store->lock);
  g_clear_pointer (&store->writer, g_thread_join);
}

/* --- the callers' side --- */

static void
push (PennyStore *store, PennyJob *job)
{
  if (job->flags & PENNY_WRITE_URGENT)
    g_queue_push_tail (&store->urgent, job);
  else
    g_queue_push_tail (&store->bulk, job);
  store->bulk_bytes += job->bytes;
  g_cond_signal (&store->work);
}

gboolean
penny_writer_call (PennyStore *store, PennyWriteFlags flags, PennyWriteFunc func, gpointer data,
                   GError **error)
{
  PennyJob job = { .flags = flags, .func = func, .data = data, .waited_for = TRUE };

  g_assert (penny_thread_get_role () != PENNY_THREAD_WRITER);
  g_mutex_lock (&store->lock);
  if (store->closing) {
    g_mutex_unlock (&store->lock);
    return penny_store_fail_closed (error);
  }
  push (store, &job);
  while (!job.done)
    g_cond_wait (&store->progress, &store->lock);
  g_mutex_unlock (&store->lock);
  if (job.error == NULL)
    return TRUE;
  g_propagate_error (error, job.error);
  return FALSE;
}

void
penny_writer_call_async (PennyStore *store, PennyWriteFlags flags, PennyWriteFunc func, GTask *task)
{
  PennyJob *job;
  GError *error = NULL;

  g_mutex_lock (&store->lock);
  if (!store->closing) {
    job = g_new0 (PennyJob, 1);
    job->flags = flags;
    job->func = func;
    job->data = g_task_get_task_data (task);
    job->task = task;
    push (store, job);
    task = NULL;
  }
  g_mutex_unlock (&store->lock);
  if (task != NULL) {
    penny_store_fail_closed (&error);
    complete_task (task, error);
  }
}

gboolean
penny_writer_submit (PennyStore *store, PennyWriteFunc func, gpointer data, GDestroyNotify destroy,
                     gsize bytes, GError **error)
{
  PennyJob *job = g_new0 (PennyJob, 1);
  gboolean ok;

  job->func = func;
  job->data = data;
  job->destroy = destroy;
  job->bytes = bytes;
  g_mutex_lock (&store->lock);
  while (!store->closing && store->sticky == NULL &&
         (store->bulk_bytes > MAX_QUEUED_BYTES || store->bulk.length > MAX_QUEUED_JOBS))
    g_cond_wait (&store->progress, &store->lock);
  ok = !store->closing && store->sticky == NULL;
  if (ok)
    push (store, job);
  else if (store->closing)
    penny_store_fail_closed (error);
  else
    g_propagate_error (error, g_error_copy (store->sticky));
  g_mutex_unlock (&store->lock);
  if (!ok)
    job_free (job);
  return ok;
}

static gboolean
nothing_cb (PennyTransaction *t, gpointer data, GError **error)
{
  /* An empty transaction would write nothing and so sync nothing. */
  return penny_database_run (t->db, error, "INSERT OR REPLACE INTO setting (key, value)"
                             " VALUES ('flushed', ?1)", "i", t->now);
}

gboolean
penny_writer_flush (PennyStore *store, gboolean durable, GError **error)
{
  GError *sticky;

  g_mutex_lock (&store->lock);
  while (store->sticky == NULL && !(g_queue_is_empty (&store->bulk) && store->n_running == 0) &&
         store->writer != NULL)
    g_cond_wait (&store->progress, &store->lock);
  sticky = g_steal_pointer (&store->sticky);
  g_mutex_unlock (&store->lock);
  if (sticky != NULL) {
    g_propagate_error (error, sticky);
    return FALSE;
  }
  return !durable || penny_writer_call (store, PENNY_WRITE_DURABLE, nothing_cb, NULL, error);
}

void
penny_writer_catch_up (PennyStore *store, gint64 microseconds)
{
  gint64 until = g_get_monotonic_time () + microseconds;

  g_assert (penny_thread_get_role () != PENNY_THREAD_WRITER);
  g_mutex_lock (&store->lock);
  store->unindexed = TRUE;   /* another process may have left something */
  store->index_wanted = MAX (store->index_wanted, until);
  g_cond_broadcast (&store->work);
  while (store->unindexed && !store->index_fails && !store->closing &&
         g_cond_wait_until (&store->progress, &store->lock, until))
    ;
  store->told_half = store->told_half || store->unindexed;
  g_mutex_unlock (&store->lock);
}
