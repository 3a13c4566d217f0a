/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desktop's own settings, opened at the right place; and where they are, for when that is not possible. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* NAME is "check-clock", "check-network", "free-space" or "online-accounts". */
gboolean penny_panel_is_known (const char *name);

/* Starts the panel's program, or asks the running settings over D-Bus. Calls back in the caller's main context.
 * Errors: those of G_IO_ERROR and G_DBUS_ERROR, of no use to the person: say penny_panel_get_place() then. */
void penny_panel_open_async (const char *name, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data);
gboolean penny_panel_open_finish (GAsyncResult *result, GError **error);

/* One translated sentence: where a person finds it. Static. */
const char *penny_panel_get_place (const char *name);

G_END_DECLS
