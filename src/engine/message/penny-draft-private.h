/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files about drafts share. Private to message/. */
#pragma once

#include "penny-draft.h"

G_BEGIN_DECLS

/* A Message-ID without <>: random, with the domain of ADDRESS; tells nothing of this computer. Full. */
char *penny_draft_make_message_id (const char *address);

G_END_DECLS
