/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the provider and the table of providers share. */
#pragma once

#include "penny-provider.h"

G_BEGIN_DECLS

/* One group of a providers file. Errors: PENNY_ACCOUNT_ERROR_INVALID, naming group and key. */
PennyProvider *penny_provider_new_from_key_file (GKeyFile *file, const char *id, GError **error);
/* Borrowed, without a user name; NULL when there is none. */
const PennyServer *penny_provider_peek_server (PennyProvider *self, PennyProtocol protocol);

G_END_DECLS
