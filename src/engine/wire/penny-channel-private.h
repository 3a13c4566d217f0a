/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a channel, shared by its files. */
#pragma once

#include "penny-channel.h"
#include "penny-deflate.h"

G_BEGIN_DECLS

/* Input comes in pieces of at most this much. */
#define PENNY_CHANNEL_CHUNK 32768

typedef struct {
  /* set by the owner */
  guint idle_timeout_ms;
  gint64 deadline;
  GCancellable *cancellable;    /* owned, may be NULL */

  /* input: bytes start..end of in are not skipped yet */
  guint8 *in;
  gsize in_size, start, end;
  GByteArray *out;
  GPtrArray *secrets;           /* of PennySecret, shown to the other side */

  PennyDeflate *deflate;        /* owned; NULL: nothing is compressed */
  gint64 waited;                /* µs */

  guint64 bytes_in, bytes_out;
  gboolean closed;
} PennyChannelPrivate;

PennyChannelPrivate *penny_channel_get_private (PennyChannel *self);
#define PRIV(self) penny_channel_get_private (self)

/* When the next wait must end, monotonic µs. */
gint64 penny_channel_next_deadline (PennyChannelPrivate *priv);
/* FALSE + error when it was closed or cancelled. */
gboolean penny_channel_check_open (PennyChannel *self, GError **error);

G_END_DECLS
