/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A POP3 session over a channel (RFC 1939, 2449, 2595, 3206, 5034, 6856): greeting, logging in,
 * listing, fetching, deleting. Blocking; belongs to the one thread that made it. Every function
 * that waits ends with G_IO_ERROR_CANCELLED when the channel's cancellable fires, and with
 * PENNY_WIRE_ERROR when the connection fails. After an error other than the server's own "-ERR"
 * the channel has been closed (penny_pop_session_is_alive()), and only _free() makes sense. */
#pragma once

#include "penny-channel.h"
#include "penny-error.h"
#include "penny-secret.h"
#include "penny-types.h"

G_BEGIN_DECLS

/* A message number: valid in this session only (RFC 1939 §3); never to be kept. 1 is the first. */
typedef struct { guint32 value; } PennyPopNumber;
#define PENNY_POP_NUMBER(n) ((PennyPopNumber){ (guint32) (n) })

#define PENNY_POP_MAX_MESSAGES 1000000                         /* entries of UIDL and LIST */
#define PENNY_POP_MAX_MESSAGE_SIZE (G_GUINT64_CONSTANT (256) << 20) /* octets of one message */
#define PENNY_POP_DEFAULT_WINDOW 32                            /* RETRs under way at once */

/* What CAPA said (RFC 2449), a bit set. */
typedef enum {
  PENNY_POP_CAP_CAPA           = 1 << 0,   /* CAPA itself was answered */
  PENNY_POP_CAP_TOP            = 1 << 1,
  PENNY_POP_CAP_USER           = 1 << 2,
  PENNY_POP_CAP_SASL           = 1 << 3,
  PENNY_POP_CAP_RESP_CODES     = 1 << 4,
  PENNY_POP_CAP_AUTH_RESP_CODE = 1 << 5,
  PENNY_POP_CAP_LOGIN_DELAY    = 1 << 6,   /* see _get_login_delay() */
  PENNY_POP_CAP_PIPELINING     = 1 << 7,
  PENNY_POP_CAP_EXPIRE         = 1 << 8,   /* see _get_expire_days() */
  PENNY_POP_CAP_UIDL           = 1 << 9,
  PENNY_POP_CAP_STLS           = 1 << 10,
  PENNY_POP_CAP_UTF8           = 1 << 11,
  PENNY_POP_CAP_IMPLEMENTATION = 1 << 12,  /* see _get_implementation() */
} PennyPopCapability;

/* One message of the maildrop. */
typedef struct {
  PennyPopNumber number;
  guint64 size;          /* octets as LIST says; servers lie: a hint only. 0 when unknown */
  char *uidl;            /* 1…70 visible ASCII characters; NULL when there is no usable one */
} PennyPopItem;

/* What was wrong with UIDL and LIST; a bit set. None of it is fatal. */
typedef enum {
  PENNY_POP_ODD_NO_UIDL        = 1 << 0,   /* the server refused UIDL: no item has one */
  PENNY_POP_ODD_COUNT          = 1 << 1,   /* UIDL and LIST do not name the same messages */
  PENNY_POP_ODD_NUMBER_TWICE   = 1 << 2,   /* a number came twice: the first one counts */
  PENNY_POP_ODD_UIDL_TWICE     = 1 << 3,   /* messages share a UIDL; each still has it */
  PENNY_POP_ODD_UIDL_BAD       = 1 << 4,   /* over-long, empty, 8-bit, control: made NULL */
  PENNY_POP_ODD_LINE           = 1 << 5,   /* a line that is no entry was passed over */
} PennyPopOddity;

/* The maildrop as listed: ITEMS (PennyPopItem) by ascending number, each number once. */
typedef struct {
  GArray *items;         /* owned, of PennyPopItem */
  PennyPopOddity oddities;
} PennyPopListing;

void penny_pop_listing_free (PennyPopListing *listing);

typedef struct _PennyPopSession PennyPopSession;

/* One message has come (RAW, borrowed; the server's bytes with the dot-stuffing undone, bare LF and
 * NUL kept) or could not be had (RAW NULL and ERROR: NO_SUCH_MESSAGE, TEMPORARY, LIMIT…; the session
 * goes on). Return FALSE to ask for nothing more: messages already under way are still handed over. */
typedef gboolean (*PennyPopMessageFunc) (PennyPopNumber number, GBytes *raw, const GError *error,
                                         gpointer data);

/* Takes a reference on CHANNEL, which is connected (and already TLS under PENNY_SECURITY_TLS). */
PennyPopSession *penny_pop_session_new (PennyChannel *channel);
/* Hangs up without QUIT: nothing that was marked for deletion is deleted (RFC 1939 §6). */
void penny_pop_session_free (PennyPopSession *self);

/* FALSE once the connection is lost or the protocol went astray. */
gboolean penny_pop_session_is_alive (PennyPopSession *self);

/* Reads the banner, asks CAPA (a server without it works too), and with PENNY_SECURITY_STARTTLS
 * turns to TLS by STLS: then everything learnt before is forgotten and asked anew. Errors:
 * TLS_NOT_OFFERED, IN_USE, TEMPORARY, REFUSED (banner -ERR), PROTOCOL, LIMIT;
 * PENNY_WIRE_ERROR_INJECTED and the certificate errors. */
gboolean penny_pop_session_greet (PennyPopSession *self, PennySecurity security, GError **error);

/* Logs in by SASL (the best mechanism both know), else by USER and PASS. A secret goes out in clear
 * text only when the channel is TLS or CLEAR_ALLOWED (the person accepted it, or loopback). Errors:
 * AUTH_FAILED, IN_USE, LOGIN_DELAY, TEMPORARY, PERMANENT, NO_MECHANISM. */
gboolean penny_pop_session_login (PennyPopSession *self, const char *user, PennySecret *secret,
                                  gboolean clear_allowed, GError **error);

/* What CAPA said last (before log-in, or after it where the server says it depends on the user). */
PennyPopCapability penny_pop_session_get_capabilities (PennyPopSession *self);
gboolean penny_pop_session_has (PennyPopSession *self, PennyPopCapability capability);
/* Days after which the server itself deletes what was collected; 0 = may be at once,
 * -1 = never, -2 = it does not say (RFC 2449 §6.7). */
gint64 penny_pop_session_get_expire_days (PennyPopSession *self);
/* Seconds the server wants between log-ins; 0 = it does not say (RFC 2449 §6.5). */
guint penny_pop_session_get_login_delay (PennyPopSession *self);
/* The server's software as it says itself, NULL when it does not; UTF-8, borrowed until _free(). */
const char *penny_pop_session_get_implementation (PennyPopSession *self);

/* The number of messages and their octets, as the server claims. */
gboolean penny_pop_session_stat (PennyPopSession *self, guint64 *count, guint64 *octets,
                                 GError **error);

/* UIDL and LIST, in one flight where the server pipelines. NULL + error: LIMIT above
 * PENNY_POP_MAX_MESSAGES entries, REFUSED when LIST is. Free with penny_pop_listing_free(). */
PennyPopListing *penny_pop_session_list_messages (PennyPopSession *self, GError **error);

/* RETR for each of the N NUMBERS in their order, at most WINDOW (0 = the default) under way where the
 * server pipelines, else one by one. FUNC is called once for each that was asked for, on this thread.
 * TRUE when the session is still good (each message's own error went to FUNC). A message above
 * PENNY_POP_MAX_MESSAGE_SIZE is read to its end, thrown away and reported as LIMIT. */
gboolean penny_pop_session_retrieve (PennyPopSession *self, const PennyPopNumber *numbers, guint n,
                                     guint window, PennyPopMessageFunc func, gpointer data,
                                     GError **error);

/* The header and LINES lines of the body (TOP). NULL + error: NO_SUCH_MESSAGE, UNSUPPORTED. Full. */
GBytes *penny_pop_session_top (PennyPopSession *self, PennyPopNumber number, guint lines,
                               GError **error);
/* Likewise for many, as _retrieve() does. */
gboolean penny_pop_session_top_many (PennyPopSession *self, const PennyPopNumber *numbers, guint n,
                                     guint lines, guint window, PennyPopMessageFunc func,
                                     gpointer data, GError **error);

/* Marks N NUMBERS for deletion; the server deletes at _quit() and not before. MARKED (N booleans,
 * may be NULL) says for each whether the server agreed. TRUE when the session is still good. */
gboolean penny_pop_session_delete (PennyPopSession *self, const PennyPopNumber *numbers, guint n,
                                   gboolean *marked, GError **error);

/* Takes all marks back (RSET). */
gboolean penny_pop_session_reset (PennyPopSession *self, GError **error);
gboolean penny_pop_session_noop (PennyPopSession *self, GError **error);

/* Ends the session. TRUE only when the server's +OK came: then what was marked is deleted. On FALSE
 * it may or may not be: look again with the next listing. Hangs up in both cases. */
gboolean penny_pop_session_quit (PennyPopSession *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyPopSession, penny_pop_session_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PennyPopListing, penny_pop_listing_free)

G_END_DECLS
