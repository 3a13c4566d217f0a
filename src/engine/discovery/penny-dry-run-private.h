/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a dry run finds, and the two looks that find it. Blocking; the thread of the session. */
#pragma once

#include "penny-dry-run.h"
#include "penny-imap-session.h"
#include "penny-pop-session.h"

G_BEGIN_DECLS

struct _PennyDryRun {
  guint64 letters;
  guint64 bytes;
  GDateTime *oldest;      /* owned; or NULL */
  guint64 free_bytes;
  gint64 expire_days;
  guint login_delay;
  PennyImapQuota quota;   /* of the box */
};

/* Both add to SELF what the box of SESSION, which is logged in, holds. Errors: SESSION's. */
gboolean penny_dry_run_look_imap (PennyDryRun *self, PennyImapSession *session, GError **error);
gboolean penny_dry_run_look_pop (PennyDryRun *self, PennyPopSession *session, GError **error);

G_END_DECLS
