/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts the answers to UIDL and LIST together, whatever lies they tell (RFC 1939 §5 and §7). */
#pragma once

#include "penny-pop-session.h"

G_BEGIN_DECLS

typedef struct _PennyPopLister PennyPopLister;

PennyPopLister *penny_pop_lister_new (guint max_messages);
void penny_pop_lister_free (PennyPopLister *self);

/* One line of LENGTH bytes without its end. FALSE + PENNY_POP_ERROR_LIMIT above max_messages. */
gboolean penny_pop_lister_add_uidl (PennyPopLister *self, const char *line, gsize length,
                                    GError **error);
gboolean penny_pop_lister_add_size (PennyPopLister *self, const char *line, gsize length,
                                    GError **error);
/* The server has no UIDL. */
void penny_pop_lister_set_no_uidl (PennyPopLister *self);

/* Full; SELF is empty then. */
PennyPopListing *penny_pop_lister_finish (PennyPopLister *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyPopLister, penny_pop_lister_free)

G_END_DECLS
