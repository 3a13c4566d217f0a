/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the submission session share: its state and one round of question and answer. */
#pragma once

#include "penny-smtp-ehlo.h"
#include "penny-smtp-reply.h"
#include "penny-smtp-session.h"

G_BEGIN_DECLS

/* RFC 5321 §4.5.3.2 scaled down: people wait. */
#define PENNY_SMTP_COMMAND_TIMEOUT_S 60
#define PENNY_SMTP_FINAL_TIMEOUT_S 300

struct _PennySmtpSession {
  /* set once */
  PennyChannel *channel;     /* owned */
  char *ehlo_name;           /* owned */

  gboolean alive;
  /* TLS is required and not there yet: the server's words are anybody's and are not repeated. */
  gboolean distrust;
  gboolean logged_in;

  /* forgotten when TLS starts */
  PennySmtpEhlo ehlo;
};

/* How long the next command may take as a whole; 0 = only as each read and write may. */
void penny_smtp_session_begin (PennySmtpSession *self, guint seconds);
/* Queues one line, CRLF is added; logged as it is. */
void penny_smtp_session_put (PennySmtpSession *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Queues one line that holds a secret; LOGGED stands for it in the log. */
void penny_smtp_session_put_secret (PennySmtpSession *self, const char *line, const char *logged);
gboolean penny_smtp_session_flush (PennySmtpSession *self, GError **error);
/* One reply. 421 ("I am closing") is an error: TEMPORARY. */
gboolean penny_smtp_session_read (PennySmtpSession *self, PennySmtpReply *reply, GError **error);
/* Flush, then read. */
gboolean penny_smtp_session_ask (PennySmtpSession *self, PennySmtpReply *reply, GError **error);
/* Sets CODE with the server's words. Always FALSE. */
gboolean penny_smtp_session_refuse (PennySmtpSession *self, PennySmtpError code, const char *what,
                                    const PennySmtpReply *reply, GError **error);
/* A reply that does not fit the command: the conversation cannot go on. Always FALSE. */
gboolean penny_smtp_session_confused (PennySmtpSession *self, const char *command,
                                      const PennySmtpReply *reply, GError **error);
/* Hangs up. Always FALSE, so that it can be returned. */
gboolean penny_smtp_session_give_up (PennySmtpSession *self);

G_END_DECLS
