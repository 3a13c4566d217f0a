/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a folder is for when the server does not say (no SPECIAL-USE): by the names that mail
 * programs and providers have given to Sent, Drafts and the like. Pure. */
#pragma once

#include "penny-types.h"

G_BEGIN_DECLS

/* NAME is the last part of the path, UTF-8. PENNY_ROLE_NONE when it is an ordinary name. */
PennyRole penny_folder_role_guess (const char *name);

/* The neutral name under which a missing folder is made ("Sent", "Trash"…); static, NULL for NONE. */
const char *penny_folder_role_name (PennyRole role);

G_END_DECLS
