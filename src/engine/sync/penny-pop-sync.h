/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Collecting letters over POP3 and clearing the post office as the way says. Worker thread; blocks. */
#pragma once

#include "penny-sync.h"

G_BEGIN_DECLS

/* One visit: list, collect what is new (newest first), clear what may be cleared, QUIT. */
gboolean penny_pop_sync_pass (PennySync *sync, GError **error);

G_END_DECLS
