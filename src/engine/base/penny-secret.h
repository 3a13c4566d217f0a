/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A password or token in memory: reference-counted, immutable, wiped when the last owner lets go,
 * never printed: as long as one lives, it is hidden in everything that a server says to a person or to the
 * log, whoever says it (a session keeps what it has logged in with for that). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PennySecret PennySecret;

/* Copies TEXT (UTF-8, not NULL). Any thread. Free with penny_secret_unref(). */
PennySecret *penny_secret_new (const char *text);
PennySecret *penny_secret_ref (PennySecret *self);
void penny_secret_unref (PennySecret *self);

/* An OAuth 2 bearer token (RFC 6750) in place of a password: the sessions show it only by the
 * mechanisms made for it (RFC 7628), and never as if it were a password. */
PennySecret *penny_secret_new_token (const char *token);
gboolean penny_secret_is_token (const PennySecret *self);

/* Borrowed until the last unref. */
const char *penny_secret_peek (const PennySecret *self);

/* TEXT without any secret that lives, in any form that a session sends it in: see penny-hide.h. penny_log_wire()
 * and penny_reply_clean() do so by themselves. Any thread. Full. */
char *penny_secret_hide (const char *text);

/* Overwrites SIZE bytes in a way the compiler keeps. NULL is allowed. */
void penny_secret_wipe (void *memory, gsize size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennySecret, penny_secret_unref)

G_END_DECLS
