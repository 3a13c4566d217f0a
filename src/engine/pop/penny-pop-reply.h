/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The status line of a POP3 answer (RFC 1939 §3, 2449 §8, 3206, 5034 §4): read, taken apart, turned
 * into an error. */
#pragma once

#include "penny-channel.h"
#include "penny-error.h"

G_BEGIN_DECLS

#define PENNY_POP_MAX_STATUS_LINE 8192   /* RFC 2449 §4 says 512; SASL challenges are longer */

typedef enum {
  PENNY_POP_REPLY_OK,         /* "+OK" */
  PENNY_POP_REPLY_ERR,        /* "-ERR" */
  PENNY_POP_REPLY_CONTINUE,   /* "+ ": a SASL challenge */
} PennyPopReplyKind;

/* The extended response codes we know (RFC 2449 §8.1, 3206). */
typedef enum {
  PENNY_POP_CODE_NONE,
  PENNY_POP_CODE_AUTH,
  PENNY_POP_CODE_IN_USE,
  PENNY_POP_CODE_LOGIN_DELAY,
  PENNY_POP_CODE_SYS_TEMP,
  PENNY_POP_CODE_SYS_PERM,
  PENNY_POP_CODE_UNKNOWN,
} PennyPopCode;

typedef struct {
  PennyPopReplyKind kind;
  PennyPopCode code;
  char *code_words;      /* owned; the code as it may be shown, NULL without */
  char *text;            /* owned; behind the status and code, valid UTF-8 without controls; nothing is hidden in it */
  gboolean bare_lf;      /* the line ended in LF, not CRLF: so do this server's other lines */
} PennyPopReply;

void penny_pop_reply_clear (PennyPopReply *reply);

/* Takes LINE (LENGTH bytes, no line end) apart. FALSE when it is no status line. */
gboolean penny_pop_reply_parse (const char *line, gsize length, PennyPopReply *reply);

/* Reads one status line from CHANNEL. Errors: PENNY_POP_ERROR_PROTOCOL, PENNY_WIRE_ERROR. */
gboolean penny_pop_reply_read (PennyChannel *channel, PennyPopReply *reply, GError **error);

/* What the extended response code means, FALLBACK when there is none. */
PennyPopError penny_pop_reply_to_error (const PennyPopReply *reply, PennyPopError fallback);
/* Likewise for a refused log-in: reads the text too when there is no code. */
PennyPopError penny_pop_reply_to_login_error (const PennyPopReply *reply);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PennyPopReply, penny_pop_reply_clear)

G_END_DECLS
