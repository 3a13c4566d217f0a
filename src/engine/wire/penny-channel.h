/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The channel: bytes in, bytes out, a deadline, a cancellable. The program gives protocols a TLS
 * socket (penny-socket-channel.h), a test gives them a transcript (tests/lib); protocol code
 * cannot tell. Blocking; belongs to the thread that uses it. */
#pragma once

#include <gio/gio.h>

#include "penny-secret.h"
#include "penny-wake.h"

G_BEGIN_DECLS

#define PENNY_TYPE_CHANNEL (penny_channel_get_type ())
G_DECLARE_DERIVABLE_TYPE (PennyChannel, penny_channel, PENNY, CHANNEL, GObject)

typedef enum {
  PENNY_WAIT_READY,      /* bytes (or the end) can be read without waiting */
  PENNY_WAIT_WOKEN,      /* the wake was rung; it has not been cleared */
  PENNY_WAIT_TIMED_OUT,
  PENNY_WAIT_FAILED,     /* error is set */
} PennyWait;

struct _PennyChannelClass {
  GObjectClass parent_class;

  /* Read at least one byte, waiting until DEADLINE (monotonic µs). 0 = end of stream, -1 = error. */
  gssize (*read) (PennyChannel *self, void *buffer, gsize size, gint64 deadline,
                  GCancellable *cancellable, GError **error);
  /* Write all SIZE bytes, likewise. */
  gboolean (*write) (PennyChannel *self, const void *buffer, gsize size, gint64 deadline,
                     GCancellable *cancellable, GError **error);
  /* Wait for input, the wake (may be NULL) or DEADLINE. */
  PennyWait (*wait) (PennyChannel *self, PennyWake *wake, gint64 deadline,
                     GCancellable *cancellable, GError **error);
  /* Turn the stream into TLS; the base class has checked that nothing is buffered. */
  gboolean (*start_tls) (PennyChannel *self, gint64 deadline, GCancellable *cancellable, GError **error);
  gboolean (*is_secure) (PennyChannel *self);
  void (*close) (PennyChannel *self);

  gpointer padding[8];
};

/* How long one read or write may stay silent, in ms (default 60,000), and a limit for a whole
 * command: monotonic µs, 0 = none. Whichever is sooner ends the wait with
 * PENNY_WIRE_ERROR_TIMED_OUT. */
void penny_channel_set_idle_timeout (PennyChannel *self, guint milliseconds);
void penny_channel_set_deadline (PennyChannel *self, gint64 deadline);
/* Every wait ends with G_IO_ERROR_CANCELLED once CANCELLABLE (may be NULL) fires. */
void penny_channel_set_cancellable (PennyChannel *self, GCancellable *cancellable);
GCancellable *penny_channel_get_cancellable (PennyChannel *self);

/* --- in ---
 * Input is buffered here. Peek what there is, skip what was used, fill for more. */

/* The buffered bytes; *SIZE may be 0. Borrowed until the next call on SELF. */
const guint8 *penny_channel_peek (PennyChannel *self, gsize *size);
void penny_channel_skip (PennyChannel *self, gsize size);
/* Adds at least one byte to the buffer. 1 = done, 0 = end of stream, -1 = error. */
int penny_channel_fill (PennyChannel *self, GError **error);
/* One line without its CRLF (or lone LF), NUL-terminated after LENGTH bytes (which may hold NULs);
 * borrowed until the next call. Errors: LIMIT above MAX bytes, CLOSED at the end of the stream. */
const char *penny_channel_read_line (PennyChannel *self, gsize max, gsize *length, GError **error);
/* Exactly SIZE bytes into BUFFER, without a second copy of what is not buffered yet: for literals. */
gboolean penny_channel_read_exact (PennyChannel *self, void *buffer, gsize size, GError **error);
/* Waits as the class does; READY at once when something is buffered. TIMEOUT in ms. */
PennyWait penny_channel_wait (PennyChannel *self, PennyWake *wake, gint64 timeout_ms, GError **error);

/* --- out ---
 * Writes gather until they are flushed, so that pipelined commands leave in one flight. */

void penny_channel_put (PennyChannel *self, const void *data, gsize size);
void penny_channel_puts (PennyChannel *self, const char *text);
gsize penny_channel_get_pending (PennyChannel *self);
gboolean penny_channel_flush (PennyChannel *self, GError **error);

/* SECRET is about to be shown to the other side, which may repeat it at any time: it lives, and is hidden (see
 * penny-secret.h), as long as SELF does. */
void penny_channel_keep_secret (PennyChannel *self, PennySecret *secret);

/* --- TLS ---
 * Fails with PENNY_WIRE_ERROR_INJECTED when bytes in clear are already buffered: the one place
 * that stops STARTTLS injection. Unflushed output is a programmer's error. */
gboolean penny_channel_start_tls (PennyChannel *self, GError **error);
gboolean penny_channel_is_secure (PennyChannel *self);

/* --- compression --- */

/* From here on both directions are raw deflate (RFC 4978 §4); unread input counts as packed already. Unflushed
 * output is a programmer's error. FALSE + error: the channel is of no use any more. */
gboolean penny_channel_start_compression (PennyChannel *self, GError **error);

/* How long reads have taken in all, µs: waiting for the other side, and a little for decrypting. */
gint64 penny_channel_get_waited (PennyChannel *self);
/* Bytes over the wire so far, without TLS overhead; packed ones as they are. */
guint64 penny_channel_get_bytes_in (PennyChannel *self);
guint64 penny_channel_get_bytes_out (PennyChannel *self);

/* Hangs up at once; later calls fail with CLOSED. Idempotent. */
void penny_channel_close (PennyChannel *self);

G_END_DECLS
