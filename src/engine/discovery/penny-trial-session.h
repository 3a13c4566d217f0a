/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A connection of a trial in one of the three protocols. Blocking; one thread. */
#pragma once

#include "penny-channel.h"
#include "penny-imap-session.h"
#include "penny-pop-session.h"
#include "penny-smtp-session.h"

G_BEGIN_DECLS

/* At most one is there. */
typedef struct {
  PennyImapSession *imap;   /* owned, like the others */
  PennyPopSession *pop;
  PennySmtpSession *smtp;
} PennyTrialSession;

/* In place of the one before. CHANNEL is connected. */
void penny_trial_session_open (PennyTrialSession *self, PennyProtocol protocol, PennyChannel *channel);
gboolean penny_trial_session_greet (PennyTrialSession *self, PennySecurity security, GError **error);
gboolean penny_trial_session_log_in (PennyTrialSession *self, const char *user, PennySecret *password,
                                     gboolean clear_allowed, GError **error);
/* A relay on this computer may want no log-in at all. */
gboolean penny_trial_session_wants_log_in (PennyTrialSession *self);
/* Opens the inbox for reading only and counts its messages. */
gboolean penny_trial_session_count (PennyTrialSession *self, guint *n_messages, GError **error);
/* Says goodbye, if anybody is there, and clears. */
void penny_trial_session_leave (PennyTrialSession *self);
void penny_trial_session_clear (PennyTrialSession *self);

/* A log-in was refused because of the user name or the password. */
gboolean penny_trial_is_refused (const GError *error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PennyTrialSession, penny_trial_session_clear)

G_END_DECLS
