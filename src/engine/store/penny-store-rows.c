/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few ways in which rows of folders and entries change. */
#include "penny-store-rows.h"

#include <string.h>

#include "penny-error.h"
#include "penny-text.h"

/* --- folders --- */

PennyFolder *
penny_rows_read_folder (sqlite3_stmt *s)
{
  PennyFolder *self = g_atomic_rc_box_new0 (PennyFolder);
  const char *start = NULL;

  self->id = sqlite3_column_int64 (s, 0);
  self->path = penny_database_dup_column (s, 1);
  self->delimiter = (char) sqlite3_column_int (s, 2);
  self->role = sqlite3_column_int (s, 3);
  self->selectable = sqlite3_column_int (s, 4) != 0;
  self->local = sqlite3_column_int (s, 5) != 0;
  self->n_total = sqlite3_column_int64 (s, 6);
  self->n_unread = sqlite3_column_int64 (s, 7);
  self->uidvalidity = (guint32) sqlite3_column_int64 (s, 8);
  self->uidnext = PENNY_UID (sqlite3_column_int64 (s, 9));
  self->highest_modseq = PENNY_MODSEQ (sqlite3_column_int64 (s, 10));
  self->shown = penny_database_dup_column (s, 11);
  self->leaving = sqlite3_column_int (s, 12) != 0;
  self->mailbox_id = penny_database_dup_column (s, 13);
  if (self->shown == NULL)
    self->shown = g_strdup (self->path);
  if (self->delimiter != '\0' && (self->shown[0] != '\\' || g_str_has_prefix (self->shown, PENNY_STORE_KEPT_PATH "/")))
    start = strrchr (self->shown, self->delimiter);
  self->name = penny_text_one_line (start != NULL && start[1] != '\0' ? start + 1
                                    : self->shown[0] == '\\' ? self->shown + 1 : self->shown, 0);
  return self;
}

static PennyFolder *
one_folder (PennyDatabase *db, sqlite3_stmt *statement, GError **error)
{
  PennyFolder *folder = NULL;

  if (statement != NULL && penny_database_step (db, statement, error)) {
    folder = penny_rows_read_folder (statement);
    penny_database_done (statement);
  }
  return folder;
}

PennyFolder *
penny_rows_get_folder (PennyDatabase *db, PennyFolderId id, GError **error)
{
  return one_folder (db, penny_database_query (db, error, "SELECT " PENNY_FOLDER_COLUMNS
                                               " FROM folder WHERE id = ?1", "i", id), error);
}

PennyFolder *
penny_rows_find_folder (PennyDatabase *db, const char *path, GError **error)
{
  return one_folder (db, penny_database_query (db, error, "SELECT " PENNY_FOLDER_COLUMNS
                                               " FROM folder WHERE path = ?1", "t", path), error);
}

PennyFolder *
penny_rows_find_shown (PennyDatabase *db, const char *name, GError **error)
{
  return one_folder (db, penny_database_query (db, error, "SELECT " PENNY_FOLDER_COLUMNS
                                               " FROM folder WHERE coalesce (wanted, path) = ?1 AND NOT leaving"
                                               " LIMIT 1", "t", name), error);
}

PennyFolder *
penny_rows_find_role (PennyDatabase *db, PennyRole role, GError **error)
{
  return one_folder (db, penny_database_query (db, error, "SELECT " PENNY_FOLDER_COLUMNS
                                               " FROM folder WHERE role = ?1"
                                               " ORDER BY pending, local, NOT selectable, id LIMIT 1",
                                               "d", (int) role), error);
}

PennyFolderId
penny_rows_add_folder (PennyTransaction *t, const char *path, char delimiter, PennyRole role,
                       gboolean selectable, gboolean local, gboolean pending, GError **error)
{
  PennyFolderId id;

  if (!penny_database_run (t->db, error,
                           "INSERT INTO folder (path, delimiter, role, selectable, local, pending)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "tddddd", path, (int) delimiter,
                           (int) role, selectable, local, pending))
    return 0;
  id = sqlite3_last_insert_rowid (penny_database_get_handle (t->db));
  penny_change_set_add_folder (t->changes, id, PENNY_CHANGED_FOLDERS);
  return id;
}

/* Names as servers use them; the screen translates by role. */
static const char * const role_paths[PENNY_N_ROLES] = {
  [PENNY_ROLE_INBOX] = "INBOX",
  [PENNY_ROLE_DRAFTS] = "Drafts",
  [PENNY_ROLE_SENT] = "Sent",
  [PENNY_ROLE_ARCHIVE] = "Archive",
  [PENNY_ROLE_JUNK] = "Junk",
  [PENNY_ROLE_TRASH] = "Trash",
  [PENNY_ROLE_OUTBOX] = "\\Outbox",
};

/* A server may have a folder of that name without saying what it is for. */
static gboolean
adopt_folder (PennyTransaction *t, const PennyFolder *folder, PennyRole role, GError **error)
{
  penny_change_set_add_folder (t->changes, folder->id, PENNY_CHANGED_FOLDERS);
  return penny_database_run (t->db, error, "UPDATE folder SET role = ?2 WHERE id = ?1 AND role = 0",
                             "id", folder->id, (int) role);
}

PennyFolder *
penny_rows_need_role (PennyTransaction *t, PennyRole role, GError **error)
{
  GError *local = NULL;
  PennyFolder *folder = penny_rows_find_role (t->db, role, &local);
  const char *path = role < PENNY_N_ROLES ? role_paths[role] : NULL;
  gboolean has_server;
  PennyFolderId id;

  if (folder != NULL)
    return folder;
  if (local == NULL && path == NULL)
    g_set_error (&local, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND, "No folder with this role");
  if (local == NULL && (folder = penny_rows_find_folder (t->db, path, &local)) != NULL &&
      adopt_folder (t, folder, role, &local))
    return folder;
  g_clear_pointer (&folder, penny_folder_unref);
  has_server = local == NULL &&
               penny_database_int (t->db, 0, &local, "SELECT EXISTS (SELECT 1 FROM folder WHERE NOT local)", "");
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  has_server = has_server && role != PENNY_ROLE_OUTBOX;
  id = penny_rows_add_folder (t, path, '\0', role, TRUE, !has_server, has_server, error);
  return id != 0 ? penny_rows_get_folder (t->db, id, error) : NULL;
}

PennyFolder *
penny_rows_need_kept (PennyTransaction *t, GError **error)
{
  GError *local = NULL;
  PennyFolder *folder = penny_rows_find_folder (t->db, PENNY_STORE_KEPT_PATH, &local);
  PennyFolderId id;

  if (folder != NULL)
    return folder;
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  id = penny_rows_add_folder (t, PENNY_STORE_KEPT_PATH, '\0', PENNY_ROLE_NONE, TRUE, TRUE, FALSE, error);
  return id != 0 ? penny_rows_get_folder (t->db, id, error) : NULL;
}

/* --- entries --- */

#define ENTRY_QUERY \
  "SELECT e.id, e.folder, e.message, e.conversation, e.uid, e.uidl, e.server_flags, e.flags," \
  " e.date, e.internal_date, e.uploaded, m.size, m.has_body" \
  " FROM entry e JOIN message m ON m.id = e.message "

static gboolean
one_entry (PennyDatabase *db, sqlite3_stmt *s, PennyEntryRow *row, GError **error)
{
  const char *uidl;

  if (s == NULL || !penny_database_step (db, s, error))
    return FALSE;
  memset (row, 0, sizeof *row);
  row->id = sqlite3_column_int64 (s, 0);
  row->folder = sqlite3_column_int64 (s, 1);
  row->message = sqlite3_column_int64 (s, 2);
  row->conversation = sqlite3_column_int64 (s, 3);
  row->uid = (guint32) sqlite3_column_int64 (s, 4);
  uidl = (const char *) sqlite3_column_text (s, 5);
  g_strlcpy (row->uidl, uidl != NULL ? uidl : "", sizeof row->uidl);
  row->server_flags = sqlite3_column_int (s, 6);
  row->flags = sqlite3_column_int (s, 7);
  row->date = sqlite3_column_int64 (s, 8);
  row->internal_date = sqlite3_column_int64 (s, 9);
  row->uploaded = sqlite3_column_int (s, 10);
  row->size = (guint32) sqlite3_column_int64 (s, 11);
  row->has_body = sqlite3_column_int (s, 12);
  penny_database_done (s);
  return TRUE;
}

gboolean
penny_rows_get_entry (PennyDatabase *db, PennyEntryId id, PennyEntryRow *row, GError **error)
{
  return one_entry (db, penny_database_query (db, error, ENTRY_QUERY "WHERE e.id = ?1", "i", id),
                    row, error);
}

gboolean
penny_rows_find_uid (PennyDatabase *db, PennyFolderId folder, guint32 uid, PennyEntryRow *row,
                     GError **error)
{
  return one_entry (db, penny_database_query (db, error, ENTRY_QUERY
                                              "WHERE e.folder = ?1 AND e.uid = ?2 AND e.uid > 0",
                                              "iu", folder, uid), row, error);
}

static int
unread (PennyFlags flags)
{
  return (flags & PENNY_FLAG_SEEN) ? 0 : 1;
}

static gboolean
count (PennyTransaction *t, PennyFolderId folder, int total, int n_unread, GError **error)
{
  if (total == 0 && n_unread == 0)
    return TRUE;
  t->changes->what |= PENNY_CHANGED_FOLDERS;
  return penny_database_run (t->db, error,
                             "UPDATE folder SET n_total = n_total + ?2, n_unread = n_unread + ?3"
                             " WHERE id = ?1", "idd", folder, total, n_unread);
}

static const char *
null_if_empty (const char *text)
{
  return text[0] != '\0' ? text : NULL;
}

gboolean
penny_rows_insert_entry (PennyTransaction *t, PennyEntryRow *row, GError **error)
{
  gboolean returns = row->id != 0;

  if (!penny_database_run (t->db, error,
                           "INSERT INTO entry (id, folder, message, conversation, uid, uidl,"
                           " server_flags, flags, date, internal_date, uploaded, has_body)"
                           " VALUES (nullif(?1, 0), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
                           " (SELECT has_body FROM message WHERE id = ?3))",
                           "iiiiutddiid", row->id, row->folder, row->message, row->conversation,
                           row->uid, null_if_empty (row->uidl), (int) row->server_flags,
                           (int) row->flags, row->date, row->internal_date, row->uploaded))
    return FALSE;
  row->id = sqlite3_last_insert_rowid (penny_database_get_handle (t->db));
  penny_change_set_add_folder (t->changes, row->folder, PENNY_CHANGED_ENTRIES);
  if (!returns && unread (row->flags))
    g_array_append_val (t->changes->arrived, row->id);
  return count (t, row->folder, 1, unread (row->flags), error);
}

gboolean
penny_rows_remove_entry (PennyTransaction *t, const PennyEntryRow *row, GError **error)
{
  if (!penny_database_run (t->db, error, "DELETE FROM entry WHERE id = ?1", "i", row->id))
    return FALSE;
  penny_change_set_add_folder (t->changes, row->folder, PENNY_CHANGED_ENTRIES);
  g_array_append_val (t->changes->removed, row->id);
  return count (t, row->folder, -1, -unread (row->flags), error) &&
         penny_rows_collect_message (t, row->message, error);
}

gboolean
penny_rows_set_flags (PennyTransaction *t, PennyEntryRow *row, PennyFlags server_flags,
                      PennyFlags flags, GError **error)
{
  int delta = unread (flags) - unread (row->flags);
  gboolean visible = flags != row->flags;

  if (!visible && server_flags == row->server_flags)
    return TRUE;
  row->server_flags = server_flags;
  row->flags = flags;
  if (!penny_database_run (t->db, error,
                           "UPDATE entry SET server_flags = ?2, flags = ?3 WHERE id = ?1", "idd",
                           row->id, (int) server_flags, (int) flags))
    return FALSE;
  if (!visible)
    return TRUE;
  penny_change_set_add_folder (t->changes, row->folder, PENNY_CHANGED_FLAGS);
  g_array_append_val (t->changes->flagged, row->id);
  return count (t, row->folder, 0, delta, error);
}

gboolean
penny_rows_move_entry (PennyTransaction *t, PennyEntryRow *row, PennyFolderId folder, guint32 uid,
                       GError **error)
{
  PennyFolderId before = row->folder;

  row->folder = folder;
  row->uid = uid;
  if (before == folder)
    return penny_database_run (t->db, error, "UPDATE entry SET uid = ?2 WHERE id = ?1", "iu", row->id, uid);
  /* Out of the Trash it goes back to where it came from. */
  if (!penny_database_run (t->db, error, "UPDATE entry SET folder = ?2, uid = ?3, origin = CASE"
                           " (SELECT role FROM folder WHERE id = ?2) WHEN ?4 THEN folder ELSE 0 END WHERE id = ?1",
                           "iiud", row->id, folder, uid, PENNY_ROLE_TRASH))
    return FALSE;
  penny_change_set_add_folder (t->changes, before, PENNY_CHANGED_ENTRIES);
  penny_change_set_add_folder (t->changes, folder, PENNY_CHANGED_ENTRIES);
  g_array_append_val (t->changes->removed, row->id);
  return count (t, before, -1, -unread (row->flags), error) &&
         count (t, folder, 1, unread (row->flags), error);
}

gboolean
penny_rows_set_message (PennyTransaction *t, PennyEntryRow *row, PennyMessageId message,
                        gint64 conversation, gint64 date, GError **error)
{
  PennyMessageId before = row->message;
  gboolean moves = date != row->date;

  row->message = message;
  row->conversation = conversation;
  row->date = date;
  if (!penny_database_run (t->db, error,
                           "UPDATE entry SET message = ?2, conversation = ?3, date = ?4,"
                           " has_body = (SELECT has_body FROM message WHERE id = ?2) WHERE id = ?1",
                           "iiii", row->id, message, conversation, date))
    return FALSE;
  penny_change_set_add_folder (t->changes, row->folder,
                               moves ? PENNY_CHANGED_ENTRIES | PENNY_CHANGED_FLAGS : PENNY_CHANGED_FLAGS);
  g_array_append_val (t->changes->flagged, row->id);
  return before == message || penny_rows_collect_message (t, before, error);
}
