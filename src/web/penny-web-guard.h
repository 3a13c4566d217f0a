/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold before a stranger's HTML may be drawn: the web process can be locked up (bwrap
 * works here, or Flatpak does it) and the filter that blocks every request compiles. */
#pragma once

#include <webkit/webkit.h>

G_BEGIN_DECLS

/* Costs two processes and some 10 ms of theirs: ask once. */
void penny_web_guard_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* The filter (full) or NULL with G_IO_ERROR_NOT_SUPPORTED: then HTML must not be drawn. */
WebKitUserContentFilter *penny_web_guard_finish (GAsyncResult *result, GError **error);

G_END_DECLS
