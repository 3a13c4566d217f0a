/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at a whole database: every rule that the store promises to keep. */
#include <string.h>

#include "penny-error.h"
#include "penny-store-rows.h"

typedef struct {
  const char *sql;       /* one row a fault: an id */
  const char *fault;
} Rule;

static const Rule rules[] = {
  { "SELECT id FROM folder f WHERE n_total <> (SELECT count(*) FROM entry WHERE folder = f.id)",
    "Folder %lld: the number of letters is wrong" },
  { "SELECT id FROM folder f WHERE n_unread <> (SELECT count(*) FROM entry WHERE folder = f.id"
    " AND NOT flags & 1)", "Folder %lld: the number of unread letters is wrong" },
  { "SELECT id FROM entry WHERE message NOT IN (SELECT id FROM message)", "Entry %lld has no message" },
  { "SELECT id FROM entry WHERE folder NOT IN (SELECT id FROM folder)", "Entry %lld has no folder" },
  { "SELECT e.id FROM entry e JOIN message m ON m.id = e.message WHERE e.conversation <> m.conversation",
    "Entry %lld and its message disagree about the conversation" },
  { "SELECT id FROM message WHERE has_body <> (id IN (SELECT message FROM body))",
    "Message %lld: its body is not where it should be" },
  { "SELECT m.id FROM message m JOIN body b ON b.message = m.id WHERE m.size <> b.raw_size",
    "Message %lld: the sizes disagree" },
  { "SELECT e.id FROM entry e JOIN message m ON m.id = e.message WHERE e.has_body <> m.has_body",
    "Entry %lld and its message disagree about the body" },
  { "SELECT id FROM message WHERE NOT has_body AND id NOT IN (SELECT message FROM words)",
    "Message %lld has no words for the index" },
  { "SELECT id FROM message WHERE (id IN (SELECT id FROM search_docsize)) = (id IN (SELECT message FROM pending))",
    "Message %lld and the index are not in step" },
  { "SELECT id FROM search_docsize WHERE id NOT IN (SELECT id FROM message)"
    " AND id NOT IN (SELECT message FROM pending)", "The index holds message %lld, which is gone" },
  { "SELECT message FROM pending WHERE message NOT IN (SELECT id FROM message)"
    " AND message NOT IN (SELECT id FROM search_docsize)", "Message %lld is marked and does not exist" },
  { "SELECT message FROM (SELECT message FROM body UNION SELECT message FROM words)"
    " WHERE message NOT IN (SELECT id FROM message) AND message NOT IN (SELECT message FROM pending)",
    "The body of message %lld belongs to nothing" },
  { "SELECT id FROM message m WHERE NOT EXISTS (SELECT 1 FROM entry WHERE message = m.id)"
    " AND NOT EXISTS (SELECT 1 FROM operation WHERE message = m.id)"
    " AND NOT EXISTS (SELECT 1 FROM undo WHERE message = m.id)", "Message %lld belongs to nothing" },
  { "SELECT id FROM operation o WHERE kind NOT IN (2, 5, 7, 8, 9) AND NOT EXISTS (SELECT 1 FROM entry"
    " WHERE id = o.entry)", "Operation %lld has no letter" },
  { "SELECT id FROM operation o WHERE kind = 3 AND NOT EXISTS (SELECT 1 FROM entry e JOIN folder f"
    " ON f.id = e.folder WHERE e.id = o.entry AND e.uploaded)", "Operation %lld uploads what is not ours" },
};

static void
add_fault (GPtrArray *faults, const char *text)
{
  g_ptr_array_add (faults, g_strdup (text));
}

/* What cannot be read is a fault, not a failure. */
static void
add_error (GPtrArray *faults, GError *error)
{
  if (error == NULL)
    return;
  add_fault (faults, error->message);
  g_error_free (error);
}

static void
check_sqlite (PennyDatabase *db, GPtrArray *faults)
{
  GError *local = NULL;
  sqlite3_stmt *s = penny_database_query (db, &local, "PRAGMA integrity_check(20)", "");

  while (s != NULL && penny_database_step (db, s, &local)) {
    g_autofree char *line = penny_database_dup_column (s, 0);

    if (g_strcmp0 (line, "ok") != 0)
      add_fault (faults, line);
  }
  add_error (faults, local);
}

static void
check_rules (PennyDatabase *db, GPtrArray *faults)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    GError *local = NULL;
    sqlite3_stmt *s = penny_database_query (db, &local, rules[i].sql, "");

    for (guint n = 0; s != NULL && n < 20 && penny_database_step (db, s, &local); n++) {
      g_auto (GStrv) halves = g_strsplit (rules[i].fault, "%lld", 2);
      g_autofree char *line = g_strdup_printf ("%s%" G_GINT64_FORMAT "%s", halves[0],
                                               (gint64) sqlite3_column_int64 (s, 0), halves[1]);

      add_fault (faults, line);
    }
    if (s != NULL)
      penny_database_done (s);
    add_error (faults, local);
  }
}

static GArray *
body_ids (PennyDatabase *db, GPtrArray *faults)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *local = NULL;
  sqlite3_stmt *s = penny_database_query (db, &local, "SELECT message FROM body", "");

  while (s != NULL && penny_database_step (db, s, &local)) {
    gint64 id = sqlite3_column_int64 (s, 0);

    g_array_append_val (list, id);
  }
  add_error (faults, local);
  return list;
}

static void
check_bodies (PennyDatabase *db, GPtrArray *faults)
{
  g_autoptr (GArray) list = body_ids (db, faults);

  for (guint i = 0; i < list->len; i++) {
    GError *local = NULL;
    gint64 id = g_array_index (list, gint64, i);
    g_autoptr (GBytes) raw = penny_rows_read_body (db, id, &local);

    if (raw == NULL) {
      g_prefix_error (&local, "Message %" G_GINT64_FORMAT ": ", id);
      add_error (faults, local);
    }
  }
}

static void
check_ledger (PennyDatabase *db, GPtrArray *faults)
{
  GError *local = NULL;
  sqlite3_stmt *s = penny_database_query (db, &local, "SELECT l.uidl, l.digest, e.message FROM ledger l"
                                          " JOIN entry e ON e.id = l.entry", "");

  while (s != NULL && penny_database_step (db, s, &local)) {
    g_autofree char *uidl = penny_database_dup_column (s, 0);
    g_autofree char *noted = penny_database_dup_column (s, 1);
    g_autoptr (GBytes) raw = penny_rows_read_body (db, sqlite3_column_int64 (s, 2), NULL);
    g_autofree char *digest = raw != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, raw) : NULL;
    g_autofree char *line = g_strdup_printf ("The letter collected as %s is not what came", uidl);

    if (g_strcmp0 (digest, noted) != 0)
      add_fault (faults, line);
  }
  add_error (faults, local);
}

gboolean
penny_store_check (PennyStore *self, GPtrArray *faults, GError **error)
{
  g_autoptr (PennyDatabase) db = NULL;

  if (self->closing)
    return penny_store_fail_closed (error);
  db = penny_database_open (self->path, PENNY_DATABASE_READ, error);
  /* One transaction: the whole of it as of one moment. */
  if (db == NULL || !penny_database_exec (db, "BEGIN", error))
    return FALSE;
  check_sqlite (db, faults);
  check_rules (db, faults);
  check_bodies (db, faults);
  check_ledger (db, faults);
  penny_database_exec (db, "COMMIT", NULL);
  return TRUE;
}
