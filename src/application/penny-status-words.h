/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what a worker tells to what the window shows. */
#pragma once

#include "penny-account-status.h"
#include "penny-account.h"
#include "penny-sync.h"

G_BEGIN_DECLS

/* STATUS of ACCOUNT in the window's form, advice included. Full. */
PennyAccountStatus *penny_status_words_new (const PennySyncStatus *status, PennyAccount *account);

/* One sentence for a notice that a person should hear once; NULL when there is none. Full. */
char *penny_status_words_notice (const PennySyncStatus *status);

G_END_DECLS
