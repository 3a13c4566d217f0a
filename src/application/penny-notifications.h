/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Telling the desktop of new mail. */
#pragma once

#include <gio/gio.h>

#include "penny-account-runner.h"

G_BEGIN_DECLS

/* Shows a notification for what arrived in the inbox, if it is news: unread, recent, and after the
 * account's first pass of this run. Pressing it runs app.show-entry ((ss): account, entry). */
void penny_notifications_show (GApplication *application, PennyAccountRunner *runner,
                               const PennyStoreChange *change);
/* The person has seen it. */
void penny_notifications_withdraw (GApplication *application, const char *account_id);

G_END_DECLS
