/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes in: buffered, unpacked, waited for. */
#include "penny-channel-private.h"

#include <string.h>

#include "penny-error.h"

/* Input that nobody skips: a protocol that peeks must not gather more than this unread. */
#define MAX_BUFFERED (16 * 1024 * 1024)

const guint8 *
penny_channel_peek (PennyChannel *self, gsize *size)
{
  PennyChannelPrivate *priv = PRIV (self);

  *size = priv->end - priv->start;
  return priv->in + priv->start;
}

void
penny_channel_skip (PennyChannel *self, gsize size)
{
  PennyChannelPrivate *priv = PRIV (self);

  g_assert (size <= priv->end - priv->start);
  priv->start += size;
  if (priv->start == priv->end)
    priv->start = priv->end = 0;
}

/* Makes room for at least one more byte behind the unread ones. */
static gboolean
make_room (PennyChannelPrivate *priv, GError **error)
{
  gsize unread = priv->end - priv->start;

  if (priv->start > 0 && priv->in_size - priv->end < PENNY_CHANNEL_CHUNK)
    {
      memmove (priv->in, priv->in + priv->start, unread);
      priv->start = 0;
      priv->end = unread;
    }

  if (priv->in_size - priv->end >= PENNY_CHANNEL_CHUNK / 2)
    return TRUE;

  if (unread >= MAX_BUFFERED)
    {
      g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_LIMIT,
                           "The server sends more than can be understood in one piece");
      return FALSE;
    }

  priv->in_size = priv->in_size * 2;
  priv->in = g_realloc (priv->in, priv->in_size);
  return TRUE;
}

/* One read of the stream as it is. */
static gssize
read_wire (PennyChannel *self, void *buffer, gsize size, GError **error)
{
  PennyChannelPrivate *priv = PRIV (self);
  gint64 start = g_get_monotonic_time ();
  gssize got = PENNY_CHANNEL_GET_CLASS (self)->read (self, buffer, size, penny_channel_next_deadline (priv),
                                                     priv->cancellable, error);

  priv->waited += g_get_monotonic_time () - start;
  if (got > 0)
    priv->bytes_in += (guint64) got;
  return got;
}

/* The next packed bytes: as read_wire(). */
static gssize
read_packed (PennyChannel *self, GError **error)
{
  PennyChannelPrivate *priv = PRIV (self);
  gsize room;
  guint8 *packed = penny_deflate_get_space (priv->deflate, &room);
  gssize got = read_wire (self, packed, room, error);

  if (got > 0)
    penny_deflate_add_space (priv->deflate, (gsize) got);
  return got;
}

static gboolean
check_time (PennyChannelPrivate *priv, GError **error)
{
  if (priv->deadline == 0 || g_get_monotonic_time () <= priv->deadline)
    return TRUE;
  g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TIMED_OUT,
                       "The server talks without coming to an end");
  return FALSE;
}

/* One read of what the other side says. */
static gssize
read_some (PennyChannel *self, void *buffer, gsize size, GError **error)
{
  PennyChannelPrivate *priv = PRIV (self);

  if (priv->deflate == NULL)
    return read_wire (self, buffer, size, error);
  for (;;)
    {
      gssize got = penny_deflate_unpack (priv->deflate, buffer, size, error);

      if (got != 0)
        return got;
      /* Packed blocks that hold nothing must not keep us busy for ever. */
      if (!penny_channel_check_open (self, error) || !check_time (priv, error))
        return -1;
      got = read_packed (self, error);
      if (got <= 0)
        return got;
    }
}

int
penny_channel_fill (PennyChannel *self, GError **error)
{
  PennyChannelPrivate *priv = PRIV (self);
  gssize got;

  if (!penny_channel_check_open (self, error) || !make_room (priv, error))
    return -1;

  got = read_some (self, priv->in + priv->end, priv->in_size - priv->end, error);
  if (got <= 0)
    return got < 0 ? -1 : 0;

  priv->end += got;
  return 1;
}

const char *
penny_channel_read_line (PennyChannel *self, gsize max, gsize *length, GError **error)
{
  PennyChannelPrivate *priv = PRIV (self);
  gsize seen = 0;

  for (;;)
    {
      gsize unread = priv->end - priv->start;
      guint8 *line = priv->in + priv->start;
      guint8 *lf = unread > seen ? memchr (line + seen, '\n', unread - seen) : NULL;
      int filled;

      if ((lf != NULL ? (gsize) (lf - line) : unread) > max)
        {
          g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_LIMIT,
                       "The server sends a line of more than %" G_GSIZE_FORMAT " bytes", max);
          return NULL;
        }

      if (lf != NULL)
        {
          gsize n = lf - line;

          *lf = '\0';
          if (n > 0 && line[n - 1] == '\r')
            line[--n] = '\0';
          /* Not penny_channel_skip(): it would reset the buffer under the borrowed line. */
          priv->start += lf - line + 1;
          if (length != NULL)
            *length = n;
          return (const char *) line;
        }

      seen = unread;
      filled = penny_channel_fill (self, error);
      if (filled == 0)
        g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED,
                             "The server hung up in the middle of an answer");
      if (filled <= 0)
        return NULL;
    }
}

gboolean
penny_channel_read_exact (PennyChannel *self, void *buffer, gsize size, GError **error)
{
  PennyChannelPrivate *priv = PRIV (self);
  guint8 *to = buffer;
  gsize ready = MIN (size, priv->end - priv->start);

  memcpy (to, priv->in + priv->start, ready);
  penny_channel_skip (self, ready);

  while (ready < size)
    {
      gssize got;

      if (!penny_channel_check_open (self, error))
        return FALSE;

      got = read_some (self, to + ready, size - ready, error);
      if (got == 0)
        g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED,
                             "The server hung up in the middle of an answer");
      if (got <= 0)
        return FALSE;

      ready += got;
    }

  return TRUE;
}

/* Packed bytes need not hold anything that can be read yet: a read would then block, deaf to the wake. So they
 * are unpacked into the buffer here. */
static PennyWait
wait_unpacked (PennyChannel *self, PennyWake *wake, gint64 deadline, GError **error)
{
  PennyChannelPrivate *priv = PRIV (self);

  for (;;)
    {
      PennyWait answer;
      gssize got;

      if (!make_room (priv, error))
        return PENNY_WAIT_FAILED;
      got = penny_deflate_unpack (priv->deflate, priv->in + priv->end, priv->in_size - priv->end, error);
      if (got < 0)
        return PENNY_WAIT_FAILED;
      priv->end += (gsize) got;
      if (got > 0)
        return PENNY_WAIT_READY;
      answer = PENNY_CHANNEL_GET_CLASS (self)->wait (self, wake, deadline, priv->cancellable, error);
      if (answer != PENNY_WAIT_READY)
        return answer;
      got = read_packed (self, error);
      if (got <= 0)
        return got < 0 ? PENNY_WAIT_FAILED : PENNY_WAIT_READY;
    }
}

PennyWait
penny_channel_wait (PennyChannel *self, PennyWake *wake, gint64 timeout_ms, GError **error)
{
  PennyChannelPrivate *priv = PRIV (self);
  gint64 deadline = g_get_monotonic_time () + timeout_ms * 1000;

  if (!penny_channel_check_open (self, error))
    return PENNY_WAIT_FAILED;

  if (priv->end > priv->start)
    return PENNY_WAIT_READY;
  if (priv->deflate != NULL)
    return wait_unpacked (self, wake, deadline, error);

  return PENNY_CHANNEL_GET_CLASS (self)->wait (self, wake, deadline, priv->cancellable, error);
}
