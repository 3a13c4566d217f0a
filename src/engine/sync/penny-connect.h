/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an account's settings to a session that is logged in. Worker thread; blocks. */
#pragma once

#include "penny-imap-session.h"
#include "penny-pop-session.h"
#include "penny-smtp-session.h"
#include "penny-sync.h"

G_BEGIN_DECLS

/* Each sets SYNC->phase as it goes, so that an error can be explained. */
PennyImapSession *penny_connect_imap (PennySync *sync, GError **error);
PennyPopSession *penny_connect_pop (PennySync *sync, GError **error);
PennySmtpSession *penny_connect_smtp (PennySync *sync, GError **error);

G_END_DECLS
