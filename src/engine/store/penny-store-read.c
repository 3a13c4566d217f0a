/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bounded reads for any thread, and the same for the main loop on the reader thread. */
#include "penny-store-read.h"

#include "penny-error.h"
#include "penny-store-rows.h"
#include "penny-store-sync.h"
#include "penny-thread.h"

#define MAX_ENTRIES 500
/* How long a search waits for letters that are not indexed yet. Behind the window, as long as a
 * person does not notice: it is told when there is more. */
#define SEARCH_WAITS (15 * G_USEC_PER_SEC)
#define ASYNC_SEARCH_WAITS (G_USEC_PER_SEC * 2 / 5)

static gboolean
fail_not_found (GError **error, const char *what)
{
  g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND, "No such %s", what);
  return FALSE;
}

/* Gives RESULT unless something went wrong on the way; then lets go of it. */
static gpointer
result_or_error (gpointer result, GDestroyNotify destroy, GError *local, GError **error)
{
  if (local == NULL)
    return result;
  if (result != NULL)
    destroy (result);
  g_propagate_error (error, local);
  return NULL;
}

/* --- folders --- */

static GPtrArray *
list_folders (PennyStore *self, gboolean leaving, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_folder_unref);
  PennyDatabase *db = penny_store_read_begin (self, error);
  GError *local = NULL;
  sqlite3_stmt *s;

  if (db == NULL)
    return NULL;
  s = penny_database_query (db, &local, "SELECT " PENNY_FOLDER_COLUMNS " FROM folder"
                            " WHERE leaving = ?1 ORDER BY role = 0, role, coalesce (wanted, path) COLLATE NOCASE,"
                            " coalesce (wanted, path)", "d", leaving);
  while (s != NULL && penny_database_step (db, s, &local))
    g_ptr_array_add (list, penny_rows_read_folder (s));
  penny_store_read_end (self);
  return result_or_error (g_steal_pointer (&list), (GDestroyNotify) g_ptr_array_unref, local, error);
}

GPtrArray *
penny_store_list_folders (PennyStore *self, GError **error)
{
  return list_folders (self, FALSE, error);
}

GPtrArray *
penny_store_list_leaving (PennyStore *self, GError **error)
{
  return list_folders (self, TRUE, error);
}

static PennyFolder *
found_folder (PennyFolder *folder, gboolean required, GError *local, GError **error)
{
  if (local == NULL && folder == NULL && required)
    fail_not_found (&local, "folder");
  return result_or_error (folder, (GDestroyNotify) penny_folder_unref, local, error);
}

PennyFolder *
penny_store_get_folder (PennyStore *self, PennyFolderId id, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  GError *local = NULL;
  PennyFolder *folder;

  if (db == NULL)
    return NULL;
  folder = penny_rows_get_folder (db, id, &local);
  penny_store_read_end (self);
  return found_folder (folder, TRUE, local, error);
}

PennyFolder *
penny_store_find_folder (PennyStore *self, const char *path, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  GError *local = NULL;
  PennyFolder *folder;

  if (db == NULL)
    return NULL;
  folder = penny_rows_find_folder (db, path, &local);
  penny_store_read_end (self);
  return found_folder (folder, TRUE, local, error);
}

PennyFolder *
penny_store_find_shown (PennyStore *self, const char *name, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  GError *local = NULL;
  PennyFolder *folder;

  if (db == NULL)
    return NULL;
  folder = penny_rows_find_shown (db, name, &local);
  penny_store_read_end (self);
  return found_folder (folder, TRUE, local, error);
}

PennyFolder *
penny_store_find_role (PennyStore *self, PennyRole role, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  GError *local = NULL;
  PennyFolder *folder;

  if (db == NULL)
    return NULL;
  folder = penny_rows_find_role (db, role, &local);
  penny_store_read_end (self);
  return found_folder (folder, FALSE, local, error);
}

/* --- ids --- */

static gboolean
wanted (PennyListFlags flags, sqlite3_stmt *s, GHashTable *seen)
{
  int state = sqlite3_column_int (s, 1);
  gint64 conversation;

  if ((flags & PENNY_LIST_UNREAD) && (state & PENNY_FLAG_SEEN))
    return FALSE;
  if ((flags & PENNY_LIST_STARRED) && !(state & PENNY_FLAG_FLAGGED))
    return FALSE;
  if (seen == NULL)
    return TRUE;
  conversation = sqlite3_column_int64 (s, 2);
  return g_hash_table_add (seen, g_memdup2 (&conversation, sizeof conversation));
}

/* Never leaves the index entry_by_date. */
static GArray *
read_ids (PennyDatabase *db, PennyFolderId folder, PennyListFlags flags, guint offset, guint limit,
          GError **error)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (PennyEntryId));
  g_autoptr (GHashTable) seen = NULL;
  GError *local = NULL;
  sqlite3_stmt *s = penny_database_query (db, &local, flags == 0
                                          ? "SELECT id FROM entry WHERE folder = ?1"
                                            " ORDER BY date DESC, id DESC"
                                          : "SELECT id, flags, conversation FROM entry WHERE folder = ?1"
                                            " ORDER BY date DESC, id DESC", "i", folder);

  if (flags & PENNY_LIST_CONVERSATIONS)
    seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  while (s != NULL && ids->len < limit && penny_database_step (db, s, &local)) {
    PennyEntryId id = sqlite3_column_int64 (s, 0);

    if (flags != 0 && !wanted (flags, s, seen))
      continue;
    if (offset > 0)
      offset--;
    else
      g_array_append_val (ids, id);
  }
  if (s != NULL)
    penny_database_done (s);
  return result_or_error (ids, (GDestroyNotify) g_array_unref, local, error);
}

GArray *
penny_store_list_ids (PennyStore *self, PennyFolderId folder, PennyListFlags flags, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  GArray *ids;

  if (db == NULL)
    return NULL;
  ids = read_ids (db, folder, flags, 0, G_MAXUINT, error);
  penny_store_read_end (self);
  return ids;
}

/* --- entries --- */

static PennyEntry *
read_entry (PennyDatabase *db, PennyEntryId id, GError **error)
{
  PennyEntry *entry;
  sqlite3_stmt *s = penny_database_query (
    db, error,
    "SELECT e.folder, e.message, e.conversation, e.uid, e.uidl, m.subject, m.from_name,"
    " m.from_address, m.recipients, m.preview, m.message_id, e.date, m.size, e.flags,"
    " m.has_attachments, m.has_body FROM entry e JOIN message m ON m.id = e.message"
    " WHERE e.id = ?1", "i", id);

  if (s == NULL || !penny_database_step (db, s, error))
    return NULL;
  entry = g_atomic_rc_box_new0 (PennyEntry);
  entry->id = id;
  entry->folder = sqlite3_column_int64 (s, 0);
  entry->message = sqlite3_column_int64 (s, 1);
  entry->conversation = sqlite3_column_int64 (s, 2);
  entry->uid = PENNY_UID (sqlite3_column_int64 (s, 3));
  entry->uidl = penny_database_dup_column (s, 4);
  entry->subject = penny_database_dup_column (s, 5);
  entry->from_name = penny_database_dup_column (s, 6);
  entry->from_address = penny_database_dup_column (s, 7);
  entry->to = penny_database_dup_column (s, 8);
  entry->preview = penny_database_dup_column (s, 9);
  entry->message_id = penny_database_dup_column (s, 10);
  entry->date = sqlite3_column_int64 (s, 11);
  entry->size = (guint32) sqlite3_column_int64 (s, 12);
  entry->flags = sqlite3_column_int (s, 13);
  entry->has_attachments = sqlite3_column_int (s, 14);
  entry->has_body = sqlite3_column_int (s, 15);
  entry->n_in_conversation = 1;
  penny_database_done (s);
  return entry;
}

static void
free_entry_cb (gpointer entry)
{
  penny_entry_unref (entry);   /* NULL where an entry is gone */
}

static GPtrArray *
read_entries (PennyDatabase *db, const PennyEntryId *ids, guint n, GError **error)
{
  GPtrArray *list = g_ptr_array_new_full (n, free_entry_cb);
  GError *local = NULL;

  for (guint i = 0; i < n && local == NULL; i++)
    g_ptr_array_add (list, read_entry (db, ids[i], &local));
  return result_or_error (list, (GDestroyNotify) g_ptr_array_unref, local, error);
}

static void
count_conversations (PennyDatabase *db, GPtrArray *list, PennyFolderId folder)
{
  for (guint i = 0; i < list->len; i++) {
    PennyEntry *entry = list->pdata[i];

    if (entry != NULL)
      entry->n_in_conversation = penny_database_int (db, 1, NULL, "SELECT count(*) FROM entry WHERE"
                                                     " conversation = ?1 AND folder = ?2", "ii",
                                                     entry->conversation, folder);
  }
}

GPtrArray *
penny_store_list_entries (PennyStore *self, PennyFolderId folder, PennyListFlags flags, guint offset,
                          guint limit, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  g_autoptr (GArray) ids = NULL;
  GPtrArray *list = NULL;

  if (db == NULL)
    return NULL;
  ids = read_ids (db, folder, flags, offset, limit, error);
  if (ids != NULL)
    list = read_entries (db, (const PennyEntryId *) ids->data, ids->len, error);
  if (list != NULL && (flags & PENNY_LIST_CONVERSATIONS))
    count_conversations (db, list, folder);
  penny_store_read_end (self);
  /* Another connection may have taken one between the two reads. */
  while (list != NULL && g_ptr_array_remove (list, NULL))
    ;
  return list;
}

GPtrArray *
penny_store_get_entries (PennyStore *self, const PennyEntryId *ids, guint n, GError **error)
{
  PennyDatabase *db;
  GPtrArray *list;

  g_return_val_if_fail (n <= MAX_ENTRIES, NULL);
  db = penny_store_read_begin (self, error);
  if (db == NULL)
    return NULL;
  list = read_entries (db, ids, n, error);
  penny_store_read_end (self);
  return list;
}

PennyEntry *
penny_store_get_entry (PennyStore *self, PennyEntryId id, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  GError *local = NULL;
  PennyEntry *entry;

  if (db == NULL)
    return NULL;
  entry = read_entry (db, id, &local);
  penny_store_read_end (self);
  if (local == NULL && entry == NULL)
    fail_not_found (&local, "letter");
  return result_or_error (entry, (GDestroyNotify) penny_entry_unref, local, error);
}

static GBytes *
read_raw (PennyDatabase *db, PennyEntryId id, GError **error)
{
  GError *local = NULL;
  PennyMessageId message = penny_database_int (db, 0, &local, "SELECT message FROM entry WHERE id = ?1",
                                               "i", id);

  if (local == NULL && message == 0)
    fail_not_found (&local, "letter");
  if (local == NULL)
    return penny_rows_read_body (db, message, error);
  g_propagate_error (error, local);
  return NULL;
}

GBytes *
penny_store_read_raw (PennyStore *self, PennyEntryId id, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  GBytes *raw;

  if (db == NULL)
    return NULL;
  raw = read_raw (db, id, error);
  penny_store_read_end (self);
  return raw;
}

GArray *
penny_store_search (PennyStore *self, const char *words, PennyFolderId folder, guint limit,
                    GError **error)
{
  PennyDatabase *db;
  GArray *ids;

  penny_read_before_search (self, words, SEARCH_WAITS);
  db = penny_store_read_begin (self, error);
  if (db == NULL)
    return NULL;
  ids = penny_read_search (db, words, folder, limit, error);
  penny_store_read_end (self);
  return ids;
}

char *
penny_store_dup_setting (PennyStore *self, const char *key)
{
  PennyDatabase *db = penny_store_read_begin (self, NULL);
  char *value;

  if (db == NULL)
    return NULL;
  value = penny_database_text (db, NULL, "SELECT value FROM setting WHERE key = ?1", "t", key);
  penny_store_read_end (self);
  return value;
}

/* --- on the reader thread --- */

typedef enum { READ_IDS, READ_SEARCH, READ_RAW } ReadKind;

typedef struct {
  ReadKind kind;
  PennyFolderId folder;
  PennyListFlags flags;
  PennyEntryId entry;
  char *words;
  guint limit;
  gpointer result;           /* GArray or GBytes, until the caller has it */
  GError *error;
} Read;

static void
read_free (Read *read)
{
  if (read->result != NULL && read->kind == READ_RAW)
    g_bytes_unref (read->result);
  else if (read->result != NULL)
    g_array_unref (read->result);
  g_clear_error (&read->error);
  g_free (read->words);
  g_free (read);
}

static gboolean
deliver_cb (gpointer data)
{
  GTask *task = data;
  Read *read = g_task_get_task_data (task);

  if (read->error != NULL)
    g_task_return_error (task, g_steal_pointer (&read->error));
  else
    g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

/* In the task's own context, where it dies: see complete_task() of the writer. */
static void
deliver (GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, deliver_cb, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

void
penny_read_job_run (gpointer job, PennyDatabase *db)
{
  GTask *task = job;
  Read *read = g_task_get_task_data (task);

  penny_assert_thread (PENNY_THREAD_READER);
  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &read->error)) {
    deliver (task);
    return;
  }
  switch (read->kind) {
    case READ_IDS:
      read->result = read_ids (db, read->folder, read->flags, 0, G_MAXUINT, &read->error);
      break;
    case READ_SEARCH:
      penny_read_before_search (g_task_get_source_object (task), read->words, ASYNC_SEARCH_WAITS);
      read->result = penny_read_search (db, read->words, read->folder, read->limit, &read->error);
      break;
    case READ_RAW:
      read->result = read_raw (db, read->entry, &read->error);
      break;
    default:
      g_assert_not_reached ();
  }
  deliver (task);
}

static void
start_read (PennyStore *self, Read *read, gpointer tag, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, read, (GDestroyNotify) read_free);
  if (self->reader != NULL) {
    g_async_queue_push (self->reads, task);
    return;
  }
  penny_store_fail_closed (&read->error);
  deliver (task);
}

static gpointer
finish_read (GAsyncResult *result, GError **error)
{
  Read *read = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&read->result) : NULL;
}

void
penny_store_list_ids_async (PennyStore *self, PennyFolderId folder, PennyListFlags flags,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  Read *read = g_new0 (Read, 1);

  read->kind = READ_IDS;
  read->folder = folder;
  read->flags = flags;
  start_read (self, read, penny_store_list_ids_async, cancellable, callback, data);
}

GArray *
penny_store_list_ids_finish (PennyStore *self, GAsyncResult *result, GError **error)
{
  return finish_read (result, error);
}

void
penny_store_search_async (PennyStore *self, const char *words, PennyFolderId folder, guint limit,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  Read *read = g_new0 (Read, 1);

  read->kind = READ_SEARCH;
  read->words = g_strdup (words);
  read->folder = folder;
  read->limit = limit;
  start_read (self, read, penny_store_search_async, cancellable, callback, data);
}

GArray *
penny_store_search_finish (PennyStore *self, GAsyncResult *result, GError **error)
{
  return finish_read (result, error);
}

void
penny_store_read_raw_async (PennyStore *self, PennyEntryId id, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  Read *read = g_new0 (Read, 1);

  read->kind = READ_RAW;
  read->entry = id;
  start_read (self, read, penny_store_read_raw_async, cancellable, callback, data);
}

GBytes *
penny_store_read_raw_finish (PennyStore *self, GAsyncResult *result, GError **error)
{
  return finish_read (result, error);
}
