/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One reply of an SMTP server, of one or many lines (RFC 5321 §4.2, 2034, 3463): read, taken apart,
 * turned into an error. */
#pragma once

#include "penny-channel.h"
#include "penny-error.h"

G_BEGIN_DECLS

#define PENNY_SMTP_MAX_REPLY_LINE 65536
#define PENNY_SMTP_MAX_REPLY_LINES 500
#define PENNY_SMTP_MAX_REPLY_SIZE (256 * 1024)

typedef struct {
  int code;          /* 200…599; 0 before the first line */
  char *enhanced;    /* owned; "5.1.1" or NULL; taken from the first line */
  GString *text;     /* owned; valid UTF-8 without controls, lines joined with '\n'; nothing is hidden in it */
  guint n_lines;
} PennySmtpReply;

void penny_smtp_reply_clear (PennySmtpReply *reply);

/* Adds LINE (LENGTH bytes, no line end) to REPLY, which starts zeroed; *LAST tells whether it ends
 * the reply. FALSE when it is no reply line or has another code than the lines before it. */
gboolean penny_smtp_reply_add_line (PennySmtpReply *reply, const char *line, gsize length,
                                    gboolean *last);

/* Reads one whole reply. Errors: PENNY_SMTP_ERROR_PROTOCOL, LIMIT, PENNY_WIRE_ERROR. */
gboolean penny_smtp_reply_read (PennyChannel *channel, PennySmtpReply *reply, GError **error);

/* As much of TEXT (valid UTF-8) as an error message bears, without any secret that lives. Full. */
char *penny_smtp_reply_shorten (const char *text);

/* 2, 3, 4 or 5. */
int penny_smtp_reply_get_class (const PennySmtpReply *reply);
/* TRUE when a refusal with CODE and TEXT passes by itself: 4xx, or words that mean it ("daily limit"). */
gboolean penny_smtp_reply_is_for_now (int code, const char *text);
/* The enhanced code begins with PREFIX, such as "5.7.". */
gboolean penny_smtp_reply_has_enhanced (const PennySmtpReply *reply, const char *prefix);

/* What a refusal means where nothing more precise is known; LOGGED_IN tells "log in first" from
 * "not you". FALLBACK is for 5xx. */
PennySmtpError penny_smtp_reply_to_error (const PennySmtpReply *reply, gboolean logged_in,
                                          PennySmtpError fallback);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PennySmtpReply, penny_smtp_reply_clear)

G_END_DECLS
