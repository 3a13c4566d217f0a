/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold before a stranger's HTML may be drawn: the web process can be locked up (bwrap
 * works here, or Flatpak does it) and the filter that blocks every request compiles. */
#pragma once

#include <webkit/webkit.h>

G_BEGIN_DECLS

/* Finds out once per run, off the main loop; later calls give the same answer at once. */
void penny_web_guard_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* The filter (full) or NULL with G_IO_ERROR_NOT_SUPPORTED: then HTML is not drawn, its text is shown. */
WebKitUserContentFilter *penny_web_guard_finish (GAsyncResult *result, GError **error);

/* For tests: answers "cannot" from now on when TRUE, forgets what was found when FALSE. */
void penny_web_guard_pretend_broken (gboolean broken);

G_END_DECLS
