/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A submission session over a channel (RFC 5321, 6409, 8314, 4954, 2920, 1870, 6152, 6531, 3030):
 * greeting, logging in, handing over a letter. Blocking; belongs to the one thread that made it.
 * Every function that waits ends with G_IO_ERROR_CANCELLED when the channel's cancellable fires, and
 * with PENNY_WIRE_ERROR when the connection fails. After an error that is not the server's own
 * answer the channel has been closed (penny_smtp_session_is_alive()); only _free() makes sense then. */
#pragma once

#include "penny-channel.h"
#include "penny-error.h"
#include "penny-secret.h"
#include "penny-types.h"

G_BEGIN_DECLS

/* What EHLO said; a bit set. */
typedef enum {
  PENNY_SMTP_CAP_EHLO                = 1 << 0,   /* EHLO was understood (else HELO) */
  PENNY_SMTP_CAP_STARTTLS            = 1 << 1,
  PENNY_SMTP_CAP_AUTH                = 1 << 2,
  PENNY_SMTP_CAP_PIPELINING          = 1 << 3,
  PENNY_SMTP_CAP_SIZE                = 1 << 4,   /* see _get_max_size() */
  PENNY_SMTP_CAP_8BITMIME            = 1 << 5,
  PENNY_SMTP_CAP_SMTPUTF8            = 1 << 6,
  PENNY_SMTP_CAP_CHUNKING            = 1 << 7,
  PENNY_SMTP_CAP_DSN                 = 1 << 8,
  PENNY_SMTP_CAP_ENHANCEDSTATUSCODES = 1 << 9,
} PennySmtpCapability;

/* One recipient whom the server refused. */
typedef struct {
  char *address;         /* owned; as the caller gave it */
  int code;              /* 450, 550… */
  char *enhanced;        /* owned; "5.1.1", NULL when the server gave none */
  char *text;            /* owned; the server's words, valid UTF-8, lines joined with '\n' */
  gboolean temporary;    /* 4xx, or words to that effect: may work later */
} PennySmtpRefusal;

/* What became of a letter. Start with PENNY_SMTP_RESULT_INIT, end with _clear(). */
typedef struct {
  guint n_accepted;      /* recipients the letter went to (0 unless _send() was TRUE) */
  GPtrArray *refused;    /* owned, of PennySmtpRefusal; NULL or empty when nobody was refused */
  gboolean maybe_sent;   /* the letter was handed over to the last byte, but no answer came: it may
                          * have been sent; sending again may double it */
  int code;              /* the reply that decided: 250 when sent; 0 when none came */
  char *enhanced;        /* owned; its enhanced status code or NULL */
  char *text;            /* owned; its text (often the server's queue id), valid UTF-8, or NULL */
} PennySmtpResult;

#define PENNY_SMTP_RESULT_INIT { 0, }
void penny_smtp_result_clear (PennySmtpResult *result);

typedef struct _PennySmtpSession PennySmtpSession;

/* Takes a reference on CHANNEL, which is connected (and already TLS under PENNY_SECURITY_TLS). */
PennySmtpSession *penny_smtp_session_new (PennyChannel *channel);
/* Hangs up without QUIT. */
void penny_smtp_session_free (PennySmtpSession *self);

/* FALSE once the connection is lost or the protocol went astray. */
gboolean penny_smtp_session_is_alive (PennySmtpSession *self);

/* Reads the 220, says EHLO (or HELO), and with PENNY_SECURITY_STARTTLS turns to TLS: then everything
 * learnt before is forgotten and EHLO is said again. EHLO_NAME: NULL (for privacy: the same
 * "[127.0.0.1]" from everywhere) or a literal of the caller's. Errors: TLS_NOT_OFFERED, TEMPORARY,
 * REFUSED, PROTOCOL, LIMIT; PENNY_WIRE_ERROR_INJECTED and the certificate errors. */
gboolean penny_smtp_session_greet (PennySmtpSession *self, PennySecurity security,
                                   const char *ehlo_name, GError **error);

/* Logs in (RFC 4954). A secret goes out in clear text only when the channel is TLS or CLEAR_ALLOWED
 * (the person accepted it, or loopback). A server that offers no AUTH at all: NO_MECHANISM. Errors:
 * AUTH_FAILED, TEMPORARY, NO_MECHANISM. */
gboolean penny_smtp_session_login (PennySmtpSession *self, const char *user, PennySecret *secret,
                                   gboolean clear_allowed, GError **error);

PennySmtpCapability penny_smtp_session_get_capabilities (PennySmtpSession *self);
gboolean penny_smtp_session_has (PennySmtpSession *self, PennySmtpCapability capability);
/* The largest letter the server takes, in octets; 0 = it does not say. */
guint64 penny_smtp_session_get_max_size (PennySmtpSession *self);

/* TRUE when RAW has bytes above 127: it needs 8BITMIME. Any thread. */
gboolean penny_smtp_needs_8bit (GBytes *raw);
/* TRUE when RAW has them and this server does not offer 8BITMIME: build the letter anew in 7 bits
 * before _send(), which would otherwise send it as it is. */
gboolean penny_smtp_session_needs_7bit (PennySmtpSession *self, GBytes *raw);

/* Hands RAW over for SENDER ("" = the empty return path) and RECIPIENTS (NULL-terminated, at least
 * one; bare addresses, no names, no <>). Bcc must have been taken out of RAW. Lone CR and LF become
 * CRLF. Addresses with control characters, spaces, <, > are refused before anything is sent
 * (SENDER_REFUSED, RECIPIENT_REFUSED).
 *
 * TRUE: the server took it for OUT->n_accepted recipients; OUT->refused names the others. FALSE: it
 * went to nobody, or OUT->maybe_sent. Errors: TOO_BIG, SENDER_REFUSED, RECIPIENT_REFUSED (all were,
 * see OUT->refused; TEMPORARY when each of them may be tried later), NEEDS_SMTPUTF8,
 * AUTH_REQUIRED, SPAM, TEMPORARY, REFUSED. After a refusal the
 * session may be used for the next letter. OUT may not be NULL; it is cleared first. */
gboolean penny_smtp_session_send (PennySmtpSession *self, const char *sender,
                                  const char * const *recipients, GBytes *raw,
                                  PennySmtpResult *out, GError **error);

gboolean penny_smtp_session_reset (PennySmtpSession *self, GError **error);
gboolean penny_smtp_session_noop (PennySmtpSession *self, GError **error);
/* Says QUIT and hangs up. FALSE when the server's goodbye did not come; nothing depends on it. */
gboolean penny_smtp_session_quit (PennySmtpSession *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennySmtpSession, penny_smtp_session_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PennySmtpResult, penny_smtp_result_clear)

G_END_DECLS
