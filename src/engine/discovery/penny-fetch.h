/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How discovery really reaches the world: one small file over HTTPS, one knock at a mail server. */
#pragma once

#include "penny-account.h"

G_BEGIN_DECLS

/* As PennyDiscoverySources wants them; DATA is not used. Block; any thread but the main one. */
GBytes *penny_fetch_https (const char *url, gsize max, GCancellable *cancellable, gpointer data,
                           GError **error);
gboolean penny_probe_server (const PennyServer *server, GCancellable *cancellable, gpointer data,
                             GError **error);

G_END_DECLS
