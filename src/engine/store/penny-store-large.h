/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies too large to be held several times: between the raw bytes and the database there is never more
 * than a piece. */
#pragma once

#include "penny-store-database.h"
#include "penny-store-types.h"

G_BEGIN_DECLS

/* From here on. */
#define PENNY_LARGE_BODY (4 * 1024 * 1024)

/* Adds the row of a body. In a transaction. */
gboolean penny_large_add (PennyDatabase *db, PennyMessageId message, const void *data, gsize size,
                          GError **error);
/* Full; NULL + error. */
GBytes *penny_large_read (PennyDatabase *db, PennyMessageId message, gsize raw_size, GError **error);

G_END_DECLS
