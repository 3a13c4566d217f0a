/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of signing in through the browser share. */
#pragma once

#include "penny-oauth.h"

G_BEGIN_DECLS

/* Asks CONFIG's token address with FORM (application/x-www-form-urlencoded, without what identifies us,
 * which is added; wiped here). VOIDED is the code of an "invalid_grant". Blocks. */
PennyOauthTokens *penny_oauth_ask_tokens (const PennyOauthConfig *config, GString *form, int voided,
                                          GCancellable *cancellable, GError **error);
/* "&name=value", escaped. */
void penny_oauth_append (GString *form, const char *name, const char *value);

/* --- the door on 127.0.0.1 --- */

typedef struct _PennyOauthDoor PennyOauthDoor;

/* Called once, when the visitor has been answered: QUERY is that of the one request with STATE in it, name →
 * value; borrowed. The door may be closed later, not in here. */
typedef void (*PennyOauthDoorFunc) (GHashTable *query, gpointer data);

/* Listens at once on a free port, in the thread-default main context. NULL + G_IO_ERROR. */
PennyOauthDoor *penny_oauth_door_new (const char *state, PennyOauthDoorFunc func, gpointer data,
                                      GError **error);
/* "http://127.0.0.1:PORT/"; borrowed. */
const char *penny_oauth_door_get_uri (PennyOauthDoor *self);
/* FUNC is not called any more. NULL is allowed. */
void penny_oauth_door_close (PennyOauthDoor *self);

G_END_DECLS
