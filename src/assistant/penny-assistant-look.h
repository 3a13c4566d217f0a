/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every window of this room needs before its template is read: the resource and the style. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The full name of a file of this room's resource. */
#define PENNY_ASSISTANT_RESOURCE(name) "/io/github/penny_post/PennyPost/assistant/" name

/* Does its work once. Main thread, with a display. */
void penny_assistant_look_load (void);

G_END_DECLS
