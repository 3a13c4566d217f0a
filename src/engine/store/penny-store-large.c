/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies through an open blob: SQLite would else make a copy of the whole row. */
#include "penny-store-large.h"

#include "penny-store-body.h"

typedef struct {
  PennyDatabase *db;
  sqlite3_blob *blob;
  int at, size;
} Blob;

static void
blob_close (Blob *self)
{
  sqlite3_blob_close (self->blob);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Blob, blob_close)

static gboolean
blob_open (Blob *self, PennyMessageId message, gboolean writes, GError **error)
{
  int rc = sqlite3_blob_open (penny_database_get_handle (self->db), "main", "body", "data", message, writes,
                              &self->blob);

  if (rc != SQLITE_OK)
    return penny_database_fail (self->db, rc, error);
  self->size = sqlite3_blob_bytes (self->blob);
  return TRUE;
}

static gboolean
count_piece (const void *piece, gsize size, gpointer data, GError **error)
{
  gint64 *total = data;

  *total += (gint64) size;
  return TRUE;
}

static gboolean
write_piece (const void *piece, gsize size, gpointer data, GError **error)
{
  Blob *self = data;
  int rc = sqlite3_blob_write (self->blob, piece, (int) size, self->at);

  self->at += (int) size;
  return rc == SQLITE_OK || penny_database_fail (self->db, rc, error);
}

/* Packed twice: the room must be known before a byte is written. */
gboolean
penny_large_add (PennyDatabase *db, PennyMessageId message, const void *data, gsize size, GError **error)
{
  g_auto (Blob) blob = { .db = db };
  gint64 packed = 0;

  return penny_body_pack_pieces (data, size, count_piece, &packed, error) &&
         penny_database_run (db, error, "INSERT INTO body (message, raw_size, data) VALUES (?1, ?2, zeroblob (?3))",
                             "iii", message, (gint64) size, packed) &&
         blob_open (&blob, message, TRUE, error) &&
         penny_body_pack_pieces (data, size, write_piece, &blob, error);
}

static gssize
read_piece (void *buffer, gsize size, gpointer data, GError **error)
{
  Blob *self = data;
  int n = MIN ((int) size, self->size - self->at);
  int rc = n > 0 ? sqlite3_blob_read (self->blob, buffer, n, self->at) : SQLITE_OK;

  self->at += n;
  if (rc == SQLITE_OK)
    return n;
  penny_database_fail (self->db, rc, error);
  return -1;
}

GBytes *
penny_large_read (PennyDatabase *db, PennyMessageId message, gsize raw_size, GError **error)
{
  g_auto (Blob) blob = { .db = db };

  if (!blob_open (&blob, message, FALSE, error))
    return NULL;
  return penny_body_unpack_pieces (read_piece, &blob, raw_size, error);
}
