/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Raw bytes ⇄ what is kept of them: one zstd frame with its size and checksum. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Any thread. Full. */
GBytes *penny_body_pack (const void *data, gsize size);
/* Whether DATA begins as such a frame does, which no text does. */
gboolean penny_body_is_packed (const void *data, gsize size);
/* PENNY_STORE_ERROR_DAMAGED when the frame is not sound or not of RAW_SIZE bytes. Full. */
GBytes *penny_body_unpack (const void *data, gsize size, gsize raw_size, GError **error);
/* The same for bytes that say their own size, at most 64 MB. Full. */
GBytes *penny_body_unpack_any (const void *data, gsize size, GError **error);

/* The same in pieces, for bodies that should not be held twice. */
#define PENNY_BODY_PIECE (128 * 1024)

/* Takes the next piece of what is kept. FALSE + error ends the packing. */
typedef gboolean (*PennyBodySink) (const void *piece, gsize size, gpointer data, GError **error);
/* Gives the next bytes, at most SIZE; 0 = there are no more, -1 + error. */
typedef gssize (*PennyBodySource) (void *buffer, gsize size, gpointer data, GError **error);

/* The pieces are the same at every call. */
gboolean penny_body_pack_pieces (const void *data, gsize size, PennyBodySink sink, gpointer sink_data,
                                 GError **error);
GBytes *penny_body_unpack_pieces (PennyBodySource source, gpointer source_data, gsize raw_size,
                                  GError **error);

G_END_DECLS
