/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages: filing, finding the same bytes again, forgetting. */
#include "penny-store-rows.h"

#include <string.h>

#include "penny-error.h"
#include "penny-store-body.h"
#include "penny-store-index.h"
#include "penny-store-large.h"

gint64
penny_rows_sorting_date (const PennySummary *summary, gint64 internal_date, gint64 now)
{
  gint64 arrival = internal_date > 0 ? internal_date : now;

  return summary->date > 0 && summary->date <= arrival + 86400 ? summary->date : arrival;
}

/* --- bodies --- */

static gboolean
add_body (PennyTransaction *t, PennyMessageId message, GBytes *raw, GError **error)
{
  gsize size;
  const void *data = g_bytes_get_data (raw, &size);
  g_autoptr (GBytes) packed = NULL;

  if (size >= PENNY_LARGE_BODY)
    return penny_large_add (t->db, message, data, size, error);
  packed = penny_body_pack (data, size);
  return penny_database_run (t->db, error,
                             "INSERT INTO body (message, raw_size, data) VALUES (?1, ?2, ?3)", "iib",
                             message, (gint64) size, packed);
}

GBytes *
penny_rows_read_body (PennyDatabase *db, PennyMessageId message, GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *s = penny_database_query (db, error,
                                          "SELECT raw_size, CASE WHEN raw_size < ?2 THEN data END"
                                          " FROM body WHERE message = ?1", "id", message, PENNY_LARGE_BODY);
  GBytes *raw = NULL;

  if (s == NULL)
    return NULL;
  if (penny_database_step (db, s, &local)) {
    gint64 size = sqlite3_column_int64 (s, 0);

    raw = size >= PENNY_LARGE_BODY ? penny_large_read (db, message, (gsize) size, error)
                                   : penny_body_unpack (sqlite3_column_blob (s, 1), sqlite3_column_bytes (s, 1),
                                                        (gsize) MAX (size, 0), error);
    penny_database_done (s);
  } else if (local != NULL)
    g_propagate_error (error, local);
  else
    g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NO_BODY,
                 "Only the header of this message is here");
  return raw;
}

gboolean
penny_rows_check_bodies (PennyDatabase *db, GError **error)
{
  GError *local = NULL;
  g_autoptr (GArray) ids = penny_database_ids (db, penny_database_query (db, &local, "SELECT message FROM body", ""),
                                              &local);

  for (guint i = 0; local == NULL && i < ids->len; i++) {
    PennyMessageId message = g_array_index (ids, gint64, i);
    g_autoptr (GBytes) raw = penny_rows_read_body (db, message, NULL);

    if (raw == NULL)
      penny_database_run (db, &local, "DELETE FROM body WHERE message = ?1", "i", message);
    if (raw == NULL && local == NULL)
      penny_database_run (db, &local, "UPDATE message SET has_body = 0 WHERE id = ?1", "i", message);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* --- filing --- */

/* Gmail's folders and every copy hold the same bytes: kept once. Compared, not trusted. */
static PennyMessageId
find_same (PennyTransaction *t, const PennySummary *summary, GBytes *raw, GError **error)
{
  GError *local = NULL;
  PennyMessageId found = penny_database_int (t->db, 0, &local,
                                             "SELECT id FROM message WHERE message_id = ?1"
                                             " AND size = ?2 AND has_body LIMIT 1", "ti",
                                             summary->message_id, (gint64) g_bytes_get_size (raw));
  g_autoptr (GBytes) other = NULL;

  if (local != NULL) {
    g_propagate_error (error, local);
    return 0;
  }
  if (found != 0)
    other = penny_rows_read_body (t->db, found, NULL);
  return other != NULL && g_bytes_equal (other, raw) ? found : 0;
}

static PennyMessageId
insert_message (PennyTransaction *t, const PennySummary *summary, gint64 date, guint32 size,
                gboolean has_body, gint64 conversation, GError **error)
{
  /* A new conversation is called by the number that its first message is about to get. */
  if (!penny_database_run (t->db, error,
                           "INSERT INTO message (conversation, message_id, subject, subject_key,"
                           " from_name, from_address, recipients, preview, date, size,"
                           " has_attachments, has_body) VALUES (coalesce (nullif (?1, 0), (SELECT seq + 1"
                           " FROM sqlite_sequence WHERE name = 'message'), 1),"
                           " ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)", "ittttttti" "udd",
                           conversation, summary->message_id, summary->subject, summary->subject_key,
                           summary->from_name, summary->from_address, summary->to, summary->preview,
                           date, size, summary->has_attachments, has_body))
    return 0;
  return sqlite3_last_insert_rowid (penny_database_get_handle (t->db));
}

PennyMessageId
penny_rows_add_message (PennyTransaction *t, const PennySummary *summary, gint64 internal_date,
                        guint32 size, GBytes *raw, gint64 *date, gint64 *conversation, GError **error)
{
  GError *local = NULL;
  PennyMessageId id = 0;

  *date = penny_rows_sorting_date (summary, internal_date, t->now);
  if (raw != NULL && summary->message_id != NULL)
    id = find_same (t, summary, raw, &local);
  if (id != 0) {
    *conversation = penny_database_int (t->db, id, error, "SELECT conversation FROM message WHERE id = ?1",
                                        "i", id);
    return id;
  }
  *conversation = local == NULL ? penny_conversation_find (t, summary, *date, &local) : 0;
  if (local == NULL)
    id = insert_message (t, summary, *date, raw != NULL ? g_bytes_get_size (raw) : size, raw != NULL,
                         *conversation, &local);
  if (local == NULL && *conversation == 0)
    *conversation = penny_database_int (t->db, id, &local,
                                        "SELECT conversation FROM message WHERE id = ?1", "i", id);
  if (local == NULL && (raw == NULL || add_body (t, id, raw, &local)) &&
      penny_conversation_note (t, summary, *conversation, &local) &&
      penny_index_add (t->db, id, summary, *date, raw != NULL, &local))
    return id;
  g_propagate_error (error, local);
  return 0;
}

/* --- the server's names for messages --- */

/* The name is the server's word: the header must agree with it. */
PennyMessageId
penny_rows_find_object (PennyTransaction *t, const char *object_id, const PennySummary *summary, guint32 size,
                        gint64 *conversation, GError **error)
{
  GError *local = NULL;
  PennyMessageId id = penny_database_int (t->db, 0, &local,
                                          "SELECT id FROM message WHERE object_id = ?1 AND size = ?2"
                                          " AND message_id IS ?3 AND subject_key = ?4 AND from_address = ?5 LIMIT 1",
                                          "tuttt", object_id, size, summary->message_id, summary->subject_key,
                                          summary->from_address);

  if (local == NULL && id != 0)
    *conversation = penny_database_int (t->db, 0, &local, "SELECT conversation FROM message WHERE id = ?1", "i", id);
  if (local == NULL)
    return id;
  g_propagate_error (error, local);
  return 0;
}

gboolean
penny_rows_name_object (PennyTransaction *t, PennyMessageId message, const char *object_id, GError **error)
{
  return penny_database_run (t->db, error, "UPDATE message SET object_id = ?2 WHERE id = ?1", "it", message,
                             object_id);
}

/* --- completing --- */

/* What lists and indexes find it by must be what the header alone said. *FILLED: it was. */
static gboolean
fill_row (PennyTransaction *t, PennyMessageId message, const PennySummary *summary, gint64 date, gsize size,
          gboolean *filled, GError **error)
{
  gboolean ok = penny_database_run (t->db, error,
                                    "UPDATE message SET subject = ?5, from_name = ?6, from_address = ?7,"
                                    " recipients = ?8, preview = ?9, size = ?10, has_attachments = ?11, has_body = 1"
                                    " WHERE id = ?1 AND NOT has_body AND message_id IS ?2 AND subject_key = ?3"
                                    " AND date = ?4", "ittittttt" "id", message, summary->message_id,
                                    summary->subject_key, date, summary->subject, summary->from_name,
                                    summary->from_address, summary->to, summary->preview, (gint64) size,
                                    summary->has_attachments);

  *filled = sqlite3_changes (penny_database_get_handle (t->db)) > 0;
  return ok;
}

/* A copy that was made here shares the message. */
static gboolean
tell_entries (PennyTransaction *t, PennyMessageId message, GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *s = penny_database_query (t->db, &local, "SELECT id, folder FROM entry WHERE message = ?1", "i",
                                          message);

  while (s != NULL && penny_database_step (t->db, s, &local)) {
    PennyEntryId id = sqlite3_column_int64 (s, 0);

    g_array_append_val (t->changes->flagged, id);
    penny_change_set_add_folder (t->changes, sqlite3_column_int64 (s, 1), PENNY_CHANGED_FLAGS);
  }
  if (local == NULL)
    return penny_database_run (t->db, error, "UPDATE entry SET has_body = 1 WHERE message = ?1", "i", message);
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
fill (PennyTransaction *t, const PennyEntryRow *row, const PennySummary *summary, GBytes *raw, gboolean *filled,
      GError **error)
{
  gint64 date = penny_rows_sorting_date (summary, row->internal_date, t->now);
  gboolean waits;

  *filled = FALSE;
  return penny_index_expects_body (t->db, row->message, &waits, error) &&
         (!waits || fill_row (t, row->message, summary, date, g_bytes_get_size (raw), filled, error)) &&
         (!*filled || (add_body (t, row->message, raw, error) &&
                       penny_index_complete (t->db, row->message, error) && tell_entries (t, row->message, error)));
}

gboolean
penny_rows_complete_entry (PennyTransaction *t, PennyEntryRow *row, const PennySummary *summary, GBytes *raw,
                           GError **error)
{
  GError *local = NULL;
  gint64 date, conversation;
  gboolean filled = FALSE;
  PennyMessageId message = summary->message_id != NULL ? find_same (t, summary, raw, &local) : 0;

  if (local == NULL && message == 0)
    fill (t, row, summary, raw, &filled, &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (filled)
    return TRUE;
  message = penny_rows_add_message (t, summary, row->internal_date, 0, raw, &date, &conversation, error);
  return message != 0 && penny_rows_set_message (t, row, message, conversation, date, error);
}

gboolean
penny_rows_collect_message (PennyTransaction *t, PennyMessageId message, GError **error)
{
  GError *local = NULL;
  gint64 conversation;

  if (penny_database_int (t->db, 1, &local,
                          "SELECT EXISTS (SELECT 1 FROM entry WHERE message = ?1)"
                          " OR EXISTS (SELECT 1 FROM operation WHERE message = ?1)"
                          " OR EXISTS (SELECT 1 FROM undo WHERE message = ?1)", "i", message)) {
    if (local != NULL)
      g_propagate_error (error, local);
    return local == NULL;
  }
  conversation = penny_database_int (t->db, 0, &local, "SELECT conversation FROM message WHERE id = ?1",
                                     "i", message);
  if (local == NULL &&
      penny_database_run (t->db, &local, "DELETE FROM message WHERE id = ?1", "i", message) &&
      penny_index_remove (t->db, message, &local) &&
      penny_conversation_forget (t, conversation, &local))
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}
