/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Raw deflate over zlib's two streams. */
#include "penny-deflate.h"

#include <zlib.h>

#include "penny-error.h"

#define CHUNK 32768
/* No zlib or gzip header; the largest window, which the other side may use. */
#define RAW_WINDOW_BITS (-15)

struct _PennyDeflate {
  z_stream out;
  z_stream in;
  guint8 packed[CHUNK];
};

PennyDeflate *
penny_deflate_new (void)
{
  PennyDeflate *self = g_new0 (PennyDeflate, 1);
  int out = deflateInit2 (&self->out, Z_DEFAULT_COMPRESSION, Z_DEFLATED, RAW_WINDOW_BITS, 8, Z_DEFAULT_STRATEGY);
  int in = inflateInit2 (&self->in, RAW_WINDOW_BITS);

  /* They fail for want of memory alone, where GLib ends the program, too. */
  g_assert (out == Z_OK && in == Z_OK);
  return self;
}

void
penny_deflate_free (PennyDeflate *self)
{
  if (self == NULL)
    return;
  deflateEnd (&self->out);
  inflateEnd (&self->in);
  g_free (self);
}

void
penny_deflate_pack (PennyDeflate *self, const void *data, gsize size, GByteArray *out)
{
  guint8 packed[4096];

  g_return_if_fail (size <= G_MAXUINT);

  self->out.next_in = (Bytef *) data;
  self->out.avail_in = (uInt) size;
  do
    {
      self->out.next_out = packed;
      self->out.avail_out = sizeof packed;
      deflate (&self->out, Z_SYNC_FLUSH);
      g_byte_array_append (out, packed, (guint) (sizeof packed - self->out.avail_out));
    }
  while (self->out.avail_out == 0);
}

guint8 *
penny_deflate_get_space (PennyDeflate *self, gsize *size)
{
  g_assert (self->in.avail_in == 0);

  *size = sizeof self->packed;
  return self->packed;
}

void
penny_deflate_add_space (PennyDeflate *self, gsize size)
{
  g_assert (size <= sizeof self->packed);

  self->in.next_in = self->packed;
  self->in.avail_in = (uInt) size;
}

gssize
penny_deflate_unpack (PennyDeflate *self, void *buffer, gsize size, GError **error)
{
  uInt room = (uInt) MIN (size, G_MAXINT32);
  int answer;

  self->in.next_out = buffer;
  self->in.avail_out = room;
  answer = inflate (&self->in, Z_SYNC_FLUSH);
  /* Z_BUF_ERROR: nothing could be done without more input. */
  if (answer == Z_OK || answer == Z_BUF_ERROR || (answer == Z_STREAM_END && room > self->in.avail_out))
    return (gssize) (room - self->in.avail_out);
  g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED,
                       answer == Z_STREAM_END ? "The server hung up" : "What the server sends cannot be unpacked");
  return -1;
}
