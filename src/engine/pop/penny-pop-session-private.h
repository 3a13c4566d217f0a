/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the POP3 session share: its state and one round of question and answer. */
#pragma once

#include "penny-pop-capa.h"
#include "penny-pop-reply.h"
#include "penny-pop-session.h"

G_BEGIN_DECLS

#define PENNY_POP_COMMAND_TIMEOUT_S 60
#define PENNY_POP_LISTING_TIMEOUT_S 300
#define PENNY_POP_MESSAGE_TIMEOUT_S 1800

struct _PennyPopSession {
  /* set once */
  PennyChannel *channel;     /* owned */

  gboolean alive;
  /* TLS is required and not there yet: the server's words are anybody's and are not repeated. */
  gboolean distrust;

  /* forgotten when TLS starts */
  PennyPopCapa capa;
};

/* How long the next command may take as a whole. */
void penny_pop_session_begin (PennyPopSession *self, guint seconds);
/* Queues one line, CRLF is added; logged as it is. */
void penny_pop_session_put (PennyPopSession *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Queues one line that holds a secret; LOGGED stands for it in the log. */
void penny_pop_session_put_secret (PennyPopSession *self, const char *line, const char *logged);
gboolean penny_pop_session_flush (PennyPopSession *self, GError **error);
/* One status line, +OK or -ERR; a challenge is a protocol error unless CHALLENGE_ALLOWED. */
gboolean penny_pop_session_read (PennyPopSession *self, gboolean challenge_allowed,
                                 PennyPopReply *reply, GError **error);
/* Flush, then read +OK or -ERR. */
gboolean penny_pop_session_ask (PennyPopSession *self, PennyPopReply *reply, GError **error);
/* Sets CODE with the server's words. Always FALSE. */
gboolean penny_pop_session_refuse (PennyPopSession *self, PennyPopError code, const char *what,
                                   const PennyPopReply *reply, GError **error);
/* Hangs up: the conversation cannot go on. Always FALSE, so that it can be returned. */
gboolean penny_pop_session_give_up (PennyPopSession *self);
/* Asks CAPA and keeps what it says; a server that refuses it has none. */
gboolean penny_pop_session_ask_capa (PennyPopSession *self, GError **error);

G_END_DECLS
