/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The multi-line part of an answer to RETR and TOP (RFC 1939 §3): fed as the bytes come, undoes the
 * dot-stuffing, finds the end. Bare LF, bare CR and NUL pass through. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PennyPopBody PennyPopBody;

/* Keeps at most LIMIT bytes; what is above is passed over (penny_pop_body_is_over()). A lone dot
 * ends the message only between line ends: CRLF, or with BARE_LF also LF, for servers that end
 * their status lines so. Anything laxer would let the text of a message end it early and be read
 * as the server's next answers. */
PennyPopBody *penny_pop_body_new (guint64 limit, gboolean bare_lf);
void penny_pop_body_free (PennyPopBody *self);

/* Takes SIZE bytes; *USED is how many belong to this answer. TRUE once the end was found; *USED may
 * be less than SIZE only then. */
gboolean penny_pop_body_feed (PennyPopBody *self, const guint8 *data, gsize size, gsize *used);

/* Bytes seen so far, kept or not. */
guint64 penny_pop_body_get_seen (PennyPopBody *self);
gboolean penny_pop_body_is_over (PennyPopBody *self);
/* The message; SELF is empty then. Full. */
GBytes *penny_pop_body_steal (PennyPopBody *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyPopBody, penny_pop_body_free)

G_END_DECLS
