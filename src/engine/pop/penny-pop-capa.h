/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What CAPA says (RFC 2449 §5 and §6). */
#pragma once

#include "penny-pop-session.h"

G_BEGIN_DECLS

typedef struct {
  PennyPopCapability bits;
  GPtrArray *sasl;         /* owned, of char *; mechanism names, at most 64 */
  gint64 expire_days;      /* see penny_pop_session_get_expire_days() */
  guint login_delay;
  char *implementation;    /* owned, UTF-8 */
  gboolean per_user;       /* EXPIRE or LOGIN-DELAY depend on the user: ask again after log-in */
} PennyPopCapa;

/* Forgets everything; also for the first use of a zeroed struct. */
void penny_pop_capa_reset (PennyPopCapa *capa);
void penny_pop_capa_clear (PennyPopCapa *capa);
/* One line of the answer. Unknown ones are passed over. */
void penny_pop_capa_add_line (PennyPopCapa *capa, const char *line);

G_END_DECLS
