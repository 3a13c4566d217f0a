/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which conversation a message belongs to: by the Message-IDs it names, else by its subject. */
#include "penny-store-rows.h"

#include <string.h>

/* A hostile References field may name thousands; those next to the message matter. */
#define MAX_REFERENCES 50
/* An answer without references joins the latest letter of that subject within so many days. */
#define SUBJECT_SECONDS (60 * 24 * 60 * 60)

/* FNV-1a with a finish; a collision merely shows two letters together. */
static gint64
hash_id (const char *id)
{
  guint64 h = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (; *id != '\0'; id++)
    h = (h ^ (guint8) *id) * G_GUINT64_CONSTANT (0x100000001b3);
  h ^= h >> 33;
  h *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  h ^= h >> 33;
  return (gint64) h;
}

static GArray *
known_ids (const PennySummary *summary)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n = summary->references != NULL ? g_strv_length (summary->references) : 0;

  if (summary->message_id != NULL) {
    gint64 id = hash_id (summary->message_id);

    g_array_append_val (ids, id);
  }
  for (guint i = n > MAX_REFERENCES ? n - MAX_REFERENCES : 0; i < n; i++) {
    gint64 id = hash_id (summary->references[i]);

    g_array_append_val (ids, id);
  }
  return ids;
}

static gboolean
merge (PennyTransaction *t, gint64 from, gint64 to, GError **error)
{
  return penny_database_run (t->db, error, "UPDATE entry SET conversation = ?2 WHERE conversation = ?1",
                             "ii", from, to) &&
         penny_database_run (t->db, error,
                             "UPDATE message SET conversation = ?2 WHERE conversation = ?1",
                             "ii", from, to) &&
         penny_database_run (t->db, error,
                             "UPDATE reference SET conversation = ?2 WHERE conversation = ?1",
                             "ii", from, to);
}

/* "Re:", "AW:", "SV[2]:" … : a short word of letters, perhaps a number, a colon. */
static gboolean
is_answer (const char *subject)
{
  static const char * const words[] = { "re", "aw", "antw", "sv", "vs", "rif", "ré", "odp", "ynt" };
  g_autofree char *folded = g_utf8_casefold (subject, MIN (strlen (subject), 24));

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    const char *rest = folded + strlen (words[i]);

    if (!g_str_has_prefix (folded, words[i]))
      continue;
    rest += strspn (rest, " 0123456789[]()");
    if (*rest == ':' || g_str_has_prefix (rest, "："))
      return TRUE;
  }
  return FALSE;
}

static gint64
find_by_subject (PennyTransaction *t, const PennySummary *summary, gint64 date, GError **error)
{
  if (summary->subject_key[0] == '\0' || !g_utf8_validate (summary->subject, -1, NULL) ||
      !is_answer (summary->subject))
    return 0;
  return penny_database_int (t->db, 0, error,
                             "SELECT conversation FROM message WHERE subject_key = ?1"
                             " AND date BETWEEN ?2 AND ?3 ORDER BY date DESC LIMIT 1", "tii",
                             summary->subject_key, date - SUBJECT_SECONDS, date + 86400);
}

gint64
penny_conversation_find (PennyTransaction *t, const PennySummary *summary, gint64 date, GError **error)
{
  g_autoptr (GArray) ids = known_ids (summary);
  GError *local = NULL;
  gint64 found = 0;

  for (guint i = 0; i < ids->len && local == NULL; i++) {
    gint64 other = penny_database_int (t->db, 0, &local, "SELECT conversation FROM reference WHERE id = ?1",
                                       "i", g_array_index (ids, gint64, i));

    if (local != NULL || other == 0 || other == found)
      continue;
    /* The older number wins, so that what the person has on screen keeps its place. */
    if (found != 0)
      merge (t, MAX (found, other), MIN (found, other), &local);
    found = found == 0 ? other : MIN (found, other);
  }
  if (local == NULL && found == 0 && (summary->references == NULL || summary->references[0] == NULL))
    found = find_by_subject (t, summary, date, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local != NULL ? 0 : found;
}

gboolean
penny_conversation_note (PennyTransaction *t, const PennySummary *summary, gint64 conversation,
                         GError **error)
{
  g_autoptr (GArray) ids = known_ids (summary);

  for (guint i = 0; i < ids->len; i++)
    if (!penny_database_run (t->db, error,
                             "INSERT OR IGNORE INTO reference (id, conversation) VALUES (?1, ?2)",
                             "ii", g_array_index (ids, gint64, i), conversation))
      return FALSE;
  return TRUE;
}

gboolean
penny_conversation_forget (PennyTransaction *t, gint64 conversation, GError **error)
{
  return penny_database_run (t->db, error,
                             "DELETE FROM reference WHERE conversation = ?1"
                             " AND NOT EXISTS (SELECT 1 FROM message WHERE conversation = ?1)",
                             "i", conversation);
}
