/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GMime brought up once, with the options that all of this room parses with. Private to message/. */
#pragma once

#include <gmime/gmime.h>

G_BEGIN_DECLS

/* Initialises GMime on first use. Borrowed, never changed; any thread. */
GMimeParserOptions *penny_gmime_options (void);

G_END_DECLS
