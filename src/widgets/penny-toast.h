/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Toasts that say what they are given: a toast's title is markup, and words come from letters, files and
 * servers. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* TEXT is shown letter for letter. Full. */
AdwToast *penny_toast_new (const char *text);

G_END_DECLS
