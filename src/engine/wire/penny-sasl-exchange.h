/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One log-in by SASL (RFC 4422 §3) over any of the three protocols: mechanisms from the best down,
 * challenges and answers, and which refusal is worth another try. What a line looks like on the
 * wire, and what a refusal means, the protocol says. */
#pragma once

#include "penny-sasl.h"

G_BEGIN_DECLS

/* What the server has just said. */
typedef enum {
  PENNY_SASL_REPLY_CHALLENGE,
  PENNY_SASL_REPLY_YES,
  PENNY_SASL_REPLY_UNKNOWN,   /* it does not know this mechanism after all; error is set */
  PENNY_SASL_REPLY_WRONG,     /* user name or password do not fit; error is set */
  PENNY_SASL_REPLY_NO,        /* refused for another reason, or no answer at all; error is set */
} PennySaslReply;

typedef struct {
  gpointer session;       /* the first argument of the three functions */
  const char *verb;       /* "AUTH" */
  gsize line_max;         /* longest line, with CRLF, that may carry the initial response; 0 = none */
  GQuark domain;          /* of the exchange's own errors … */
  int auth_failed;        /* … the user name or password cannot be sent */
  int auth_expired;       /* … takes its place when the server says that a token is void */
  int protocol;           /* … the server breaks the rules, or does not prove who it is */

  /* Sends LINE (CRLF is added); LOGGED stands for it in the log. The first line of an attempt is
   * VERB and what belongs to it, the others are bare answers. FALSE + error: the end. */
  gboolean (*send) (gpointer session, const char *line, const char *logged, GError **error);
  /* *CHALLENGE (full) is set with PENNY_SASL_REPLY_CHALLENGE only. */
  PennySaslReply (*read) (gpointer session, char **challenge, GError **error);
  /* Ends the connection for good. */
  void (*hang_up) (gpointer session);
} PennySaslProtocol;

typedef enum {
  PENNY_SASL_IN,
  PENNY_SASL_OUT,             /* error is set; nothing else may be tried */
  PENNY_SASL_NONE_LEFT,       /* no mechanism is left; error is set when one has been tried */
} PennySaslOutcome;

/* Logs in with the best of the OFFERED names (char *, a closing NULL is allowed), then with the
 * next where that may help, three times at most. CLEAR_ALLOWED as for penny_sasl_new(). Waits: not
 * on the main thread. Errors are PROTOCOL's own and what its functions set. */
PennySaslOutcome penny_sasl_exchange (const PennySaslProtocol *protocol, GPtrArray *offered,
                                      const char *user, PennySecret *password,
                                      gboolean clear_allowed, GError **error);

G_END_DECLS
