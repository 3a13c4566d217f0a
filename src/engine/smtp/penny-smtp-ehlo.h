/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What EHLO says (RFC 5321 §4.1.1.1). */
#pragma once

#include "penny-smtp-session.h"

G_BEGIN_DECLS

typedef struct {
  PennySmtpCapability bits;
  GPtrArray *auth;     /* owned, of char *; mechanism names, at most 64 */
  guint64 max_size;    /* 0 = unknown */
} PennySmtpEhlo;

/* Forgets everything; also for the first use of a zeroed struct. */
void penny_smtp_ehlo_reset (PennySmtpEhlo *ehlo);
void penny_smtp_ehlo_clear (PennySmtpEhlo *ehlo);
/* TEXT: the lines of the 250 without their codes; the first is the server's name. */
void penny_smtp_ehlo_parse (PennySmtpEhlo *ehlo, const char *text);

G_END_DECLS
