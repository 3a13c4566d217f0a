/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desktop's own settings, opened at the right place; and where they are, for when that is not possible. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* NAME is "check-clock", "check-network", "free-space" or "online-accounts". */
gboolean penny_panel_is_known (const char *name);

/* PLACE is one translated sentence: where a person finds it. */
typedef void (*PennyPanelTellFunc) (gpointer owner, const char *place);

/* Starts the panel's program, or asks the settings over D-Bus. Where neither is possible, TELL is called: at once,
 * or later in the main context. OWNER is a GObject and held until then; CANCELLABLE may be NULL. Main thread. */
void penny_panel_open (const char *name, gpointer owner, GCancellable *cancellable, PennyPanelTellFunc tell);

G_END_DECLS
