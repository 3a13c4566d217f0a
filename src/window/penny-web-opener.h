/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loads the module that draws HTML letters, when the first one is to be drawn. */
#pragma once

#include <gio/gio.h>

#include "penny-web.h"

G_BEGIN_DECLS

/* Loads the module in a thread (WebKit takes a tenth of a second and more to load) and asks whether
 * HTML may be drawn here. Once per run: later calls wait for the same answer. The module is looked
 * for in the environment's PENNY_MODULE_DIR, else where it is installed. */
void penny_web_opener_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* The module (static), prepared; or NULL with G_IO_ERROR_NOT_SUPPORTED when there is none, it belongs
 * to another version, or HTML cannot be drawn safely: then the letter's text is shown. */
const PennyWeb *penny_web_opener_finish (GAsyncResult *result, GError **error);

/* For tests: answers "cannot" from now on when TRUE, forgets what was found when FALSE. */
void penny_web_opener_pretend_broken (gboolean broken);

G_END_DECLS
