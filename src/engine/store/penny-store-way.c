/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between a shared box and folders of one's own. */
#include "penny-store-way.h"

#include "penny-error.h"
#include "penny-store-batch.h"
#include "penny-thread.h"

#define KIND_KEY "kind"
#define RECOGNISING_KEY "recognising"

/* All but SEND and CLEAR: what only an IMAP server can be told. */
#define OWED_TO_SERVER "kind NOT IN (4, 5)"

/* Roles (drafts, junk, trash, outbox) of folders whose letters a post office does not offer: a twin that lies
 * there is not the one that is offered. */
#define NOT_OFFERED "2, 5, 6, 9"

/* --- looking --- */

static PennyStoreKind
guess_kind (PennyDatabase *db, GError **error)
{
  GError *local = NULL;
  gboolean shared, own;

  shared = penny_database_int (db, 0, &local, "SELECT EXISTS (SELECT 1 FROM folder WHERE NOT local AND NOT pending)",
                               "") != 0;
  own = local == NULL
        && penny_database_int (db, 0, &local, "SELECT EXISTS (SELECT 1 FROM folder WHERE local AND role = ?1)",
                               "d", PENNY_ROLE_INBOX) != 0;
  if (local != NULL)
    g_propagate_error (error, local);
  return shared ? PENNY_STORE_KIND_SHARED : own ? PENNY_STORE_KIND_OWN : PENNY_STORE_KIND_NEW;
}

static PennyStoreKind
read_kind (PennyDatabase *db, GError **error)
{
  GError *local = NULL;
  g_autofree char *kind = penny_database_text (db, &local, "SELECT value FROM setting WHERE key = ?1", "t",
                                               KIND_KEY);

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return PENNY_STORE_KIND_NEW;
    }
  if (g_strcmp0 (kind, "shared") == 0)
    return PENNY_STORE_KIND_SHARED;
  if (g_strcmp0 (kind, "own") == 0)
    return PENNY_STORE_KIND_OWN;
  return guess_kind (db, error);
}

PennyStoreKind
penny_store_get_kind (PennyStore *self, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  PennyStoreKind kind;

  if (db == NULL)
    return PENNY_STORE_KIND_NEW;
  kind = read_kind (db, error);
  penny_store_read_end (self);
  return kind;
}

/* But for the inbox, whose headers may be completed later, unless STRICT. */
static gboolean
check_leaving (PennyDatabase *db, gboolean strict, GError **error)
{
  GError *local = NULL;
  gboolean shared = read_kind (db, &local) == PENNY_STORE_KIND_SHARED;
  gint64 n_owed = 0, n_bodiless = 0;

  if (local == NULL && shared)
    n_owed = penny_database_int (db, 0, &local, "SELECT count(*) FROM operation WHERE " OWED_TO_SERVER
                                 " AND NOT stuck", "");
  if (local == NULL && shared)
    n_bodiless = penny_database_int (db, 0, &local, "SELECT count(*) FROM entry e JOIN folder f ON f.id = e.folder"
                                     " WHERE NOT e.has_body AND NOT f.local AND (f.role <> 1 OR ?1)", "d", strict);
  if (local == NULL && n_owed > 0)
    g_set_error (&local, PENNY_STORE_ERROR, PENNY_STORE_ERROR_OWED,
                 "%" G_GINT64_FORMAT " changes have not reached the server", n_owed);
  if (local == NULL && n_bodiless > 0)
    g_set_error (&local, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_ALL_HERE,
                 "Of %" G_GINT64_FORMAT " letters only the header is here", n_bodiless);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
penny_store_check_leaving (PennyStore *self, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  gboolean free;

  if (db == NULL)
    return FALSE;
  free = check_leaving (db, TRUE, error);
  penny_store_read_end (self);
  return free;
}

gboolean
penny_store_has_kept (PennyStore *self)
{
  PennyDatabase *db = penny_store_read_begin (self, NULL);
  gboolean has;

  if (db == NULL)
    return FALSE;
  has = penny_database_int (db, 0, NULL, "SELECT EXISTS (SELECT 1 FROM folder WHERE local AND n_total > 0"
                            " AND substr (path, 1, 5) = ?1)", "t", PENNY_STORE_KEPT_PATH) != 0;
  penny_store_read_end (self);
  return has;
}

gboolean
penny_store_is_recognising (PennyStore *self)
{
  g_autofree char *value = penny_store_dup_setting (self, RECOGNISING_KEY);

  return value != NULL;
}

PennyEntryId
penny_store_find_unnamed (PennyStore *self, const char *message_id, guint32 size, GError **error)
{
  PennyDatabase *db = penny_store_read_begin (self, error);
  PennyEntryId id;

  if (db == NULL)
    return 0;
  id = penny_database_int (db, 0, error,
                           "SELECT e.id FROM message m CROSS JOIN entry e ON e.message = m.id"
                           " WHERE m.message_id = ?1 AND m.size = ?2 AND e.has_body AND e.uidl IS NULL"
                           " AND e.folder NOT IN (SELECT id FROM folder WHERE role IN (" NOT_OFFERED "))"
                           " ORDER BY e.folder <> (SELECT id FROM folder WHERE role = 1), e.id LIMIT 1", "tu",
                           message_id, size);
  penny_store_read_end (self);
  return id;
}

/* --- becoming --- */

static gboolean
run_all (PennyTransaction *t, const char * const *statements, GError **error)
{
  for (; *statements != NULL; statements++)
    if (!penny_database_exec (t->db, *statements, error))
      return FALSE;
  return TRUE;
}

static gboolean
note (PennyTransaction *t, const char *key, const char *value, GError **error)
{
  return penny_database_run (t->db, error, "INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)", "tt",
                             key, value);
}

static GArray *
list_ids (PennyTransaction *t, const char *sql, GError **error)
{
  return penny_database_ids (t->db, penny_database_query (t->db, error, sql, ""), error);
}

/* Messages that only operations and undo records held go with them. */
static gboolean
strike_out (PennyTransaction *t, const char *held, const char * const *statements, GError **error)
{
  g_autoptr (GArray) ids = list_ids (t, held, error);

  if (ids == NULL || !run_all (t, statements, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!penny_rows_collect_message (t, g_array_index (ids, gint64, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
become_own (PennyTransaction *t, GError **error)
{
  static const char * const strikes[] = { "DELETE FROM operation WHERE " OWED_TO_SERVER, "DELETE FROM act", NULL };
  static const char * const statements[] = {
    "UPDATE entry SET uid = 0, server_flags = flags, uploaded = 0",
    "DELETE FROM folder WHERE NOT local AND n_total = 0 AND role <> 1",
    "UPDATE folder SET path = 'Inbox', delimiter = 0 WHERE role = 1 AND NOT local"
    " AND NOT EXISTS (SELECT 1 FROM folder WHERE path = 'Inbox')",
    "UPDATE folder SET local = 1, pending = 0, uidvalidity = 0, uidnext = 0, highest_modseq = 0",
    NULL,
  };

  return strike_out (t, "SELECT message FROM operation WHERE " OWED_TO_SERVER " AND message <> 0"
                     " UNION SELECT message FROM undo", strikes, error)
         && run_all (t, statements, error)
         /* A row whose letter went while the box was shared would keep it from being collected again, and
          * have it cleared as thrown away. */
         && penny_database_exec (t->db, "DELETE FROM ledger WHERE entry NOT IN (SELECT id FROM entry)", error)
         && note (t, RECOGNISING_KEY, "yes", error) && note (t, KIND_KEY, "own", error);
}

/* The name below "\Kept"; the inbox's letters are the ones people look for, so they lie on top. Full. */
static char *
make_kept_path (const PennyFolder *folder)
{
  return folder->role == PENNY_ROLE_INBOX ? g_strdup (PENNY_STORE_KEPT_PATH)
                                          : g_strconcat (PENNY_STORE_KEPT_PATH "/", folder->path, NULL);
}

static gboolean
keep_folder (PennyTransaction *t, PennyFolderId id, GError **error)
{
  GError *local = NULL;
  g_autoptr (PennyFolder) folder = penny_rows_get_folder (t->db, id, &local);
  g_autofree char *path = folder != NULL ? make_kept_path (folder) : NULL;
  g_autoptr (PennyFolder) there = local == NULL ? penny_rows_find_folder (t->db, path, &local) : NULL;

  if (local == NULL && there == NULL)
    penny_database_run (t->db, &local, "UPDATE folder SET path = ?2, role = 0,"
                        " delimiter = CASE delimiter WHEN 0 THEN 47 ELSE delimiter END WHERE id = ?1", "it", id,
                        path);
  else if (local == NULL
           && penny_database_run (t->db, &local, "UPDATE entry SET folder = ?2 WHERE folder = ?1", "ii", id,
                                  there->id)
           && penny_database_run (t->db, &local, "UPDATE folder SET n_total = n_total + ?2, n_unread = n_unread + ?3"
                                  " WHERE id = ?1", "iii", there->id, folder->n_total, folder->n_unread))
    penny_database_run (t->db, &local, "DELETE FROM folder WHERE id = ?1", "i", id);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
become_shared (PennyTransaction *t, GError **error)
{
  static const char * const strikes[] = { "DELETE FROM operation WHERE kind = 5", "DELETE FROM act", NULL };
  g_autoptr (GArray) ids = NULL;

  /* Roles: 2 drafts, 9 outbox; operation 5 is CLEAR. */
  G_STATIC_ASSERT (PENNY_ROLE_INBOX == 1 && PENNY_ROLE_DRAFTS == 2 && PENNY_ROLE_OUTBOX == 9);
  G_STATIC_ASSERT (PENNY_OPERATION_APPEND == 3 && PENNY_OPERATION_CLEAR == 5);
  if (!strike_out (t, "SELECT message FROM operation WHERE kind = 5 AND message <> 0 UNION SELECT message FROM undo",
                   strikes, error)
      || !penny_database_exec (t->db, "DELETE FROM folder WHERE local AND n_total = 0 AND role NOT IN (2, 9)", error))
    return FALSE;
  ids = list_ids (t, "SELECT id FROM folder WHERE local AND role NOT IN (2, 9) AND path NOT LIKE '\\%' ORDER BY id",
                  error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!keep_folder (t, g_array_index (ids, gint64, i), error))
      return FALSE;
  return penny_database_exec (t->db, "DELETE FROM setting WHERE key = '" RECOGNISING_KEY "'", error)
         && note (t, KIND_KEY, "shared", error);
}

/* Every folder is another one now: whoever looks must look again. */
static gboolean
tell_everything (PennyTransaction *t, GError **error)
{
  g_autoptr (GArray) ids = list_ids (t, "SELECT id FROM folder", error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    penny_change_set_add_folder (t->changes, g_array_index (ids, gint64, i),
                                 PENNY_CHANGED_FOLDERS | PENNY_CHANGED_ENTRIES);
  return TRUE;
}

static gboolean
become_cb (PennyTransaction *t, gpointer data, GError **error)
{
  PennyStoreKind wanted = GPOINTER_TO_INT (data);
  GError *local = NULL;
  PennyStoreKind kind = read_kind (t->db, &local);

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (kind == PENNY_STORE_KIND_NEW)
    return note (t, KIND_KEY, wanted == PENNY_STORE_KIND_OWN ? "own" : "shared", error);
  if (kind == wanted)
    return TRUE;
  /* Whoever asked has looked already; but that was before the old worker had stopped. What has come to the inbox
   * since then is so new that any post office hands it out again. */
  if (wanted == PENNY_STORE_KIND_OWN && !check_leaving (t->db, FALSE, error))
    return FALSE;
  return (wanted == PENNY_STORE_KIND_OWN ? become_own (t, error) : become_shared (t, error))
         && tell_everything (t, error);
}

gboolean
penny_store_become (PennyStore *self, PennyStoreKind kind, GError **error)
{
  GError *local = NULL;

  g_return_val_if_fail (kind != PENNY_STORE_KIND_NEW, FALSE);

  if (penny_store_get_kind (self, &local) == kind)
    return TRUE;
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  return penny_writer_call (self, PENNY_WRITE_DURABLE, become_cb, GINT_TO_POINTER (kind), error);
}

/* --- recognising --- */

void
penny_batch_end_recognising (PennyBatch *self)
{
  penny_batch_set_setting (self, RECOGNISING_KEY, NULL);
}

void
penny_batch_recognise (PennyBatch *self, PennyEntryId entry, const char *uidl, const char *digest, guint32 size,
                       gint64 now)
{
  PennyStep *step = penny_batch_step (self, penny_step_recognise);

  step->entry = entry;
  step->text = g_strdup (uidl);
  step->value = g_strdup (digest);
  step->size = size;
  step->date = now;
}

PennyEntryId
penny_store_way_find_same (PennyTransaction *t, PennyMessageId message, GError **error)
{
  return penny_database_int (t->db, 0, error,
                             "SELECT id FROM entry WHERE message = ?1 AND uidl IS NULL"
                             " AND folder NOT IN (SELECT id FROM folder WHERE role IN (" NOT_OFFERED "))"
                             " AND EXISTS (SELECT 1 FROM setting WHERE key = ?2)"
                             " ORDER BY folder <> (SELECT id FROM folder WHERE role = 1), id LIMIT 1", "it", message,
                             RECOGNISING_KEY);
}

PennyEntryId
penny_store_way_find_header (PennyTransaction *t, const PennySummary *summary, gint64 size, GError **error)
{
  if (summary->message_id == NULL)
    return 0;
  return penny_database_int (t->db, 0, error,
                             "SELECT e.id FROM message m CROSS JOIN entry e ON e.message = m.id"
                             " WHERE m.message_id = ?1 AND NOT e.has_body AND e.uidl IS NULL"
                             " AND e.folder = (SELECT id FROM folder WHERE role = 1 AND local)"
                             " AND EXISTS (SELECT 1 FROM setting WHERE key = ?3)"
                             " ORDER BY m.size <> ?2, e.id LIMIT 1", "tit", summary->message_id, size,
                             RECOGNISING_KEY);
}

gboolean
penny_step_recognise (PennyTransaction *t, PennyStep *step, GError **error)
{
  return penny_database_run (t->db, error, "UPDATE entry SET uidl = ?2 WHERE id = ?1", "it", step->entry, step->text)
         && penny_database_run (t->db, error,
                                "INSERT OR IGNORE INTO ledger (uidl, entry, state, collected, changed, size, digest)"
                                " VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6)", "tidiut", step->text, step->entry,
                                PENNY_LEDGER_KEPT, step->date, step->size, step->value);
}
