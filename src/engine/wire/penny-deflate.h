/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stream compressed in both directions by raw deflate (RFC 1951), as IMAP's COMPRESS (RFC 4978) has it.
 * A plain value; one thread at a time. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PennyDeflate PennyDeflate;

PennyDeflate *penny_deflate_new (void);
void penny_deflate_free (PennyDeflate *self);

/* Appends DATA to OUT, packed so that the other side can read all of it at once. */
void penny_deflate_pack (PennyDeflate *self, const void *data, gsize size, GByteArray *out);

/* Where packed bytes that have come are put: room for *SIZE of them; then say how many. Only when there is
 * nothing more to unpack. */
guint8 *penny_deflate_get_space (PennyDeflate *self, gsize *size);
void penny_deflate_add_space (PennyDeflate *self, gsize size);
/* Unpacks into BUFFER: how many bytes; 0: more must come first; -1 + PENNY_WIRE_ERROR_CLOSED: what came makes no
 * sense, or the other side has ended the stream. */
gssize penny_deflate_unpack (PennyDeflate *self, void *buffer, gsize size, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyDeflate, penny_deflate_free)

G_END_DECLS
