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

G_END_DECLS
