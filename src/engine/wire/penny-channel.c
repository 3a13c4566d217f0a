/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The channel's buffers and its one assertion against bytes smuggled in before TLS. */
#include "penny-channel.h"

#include <string.h>

#include "penny-deflate.h"
#include "penny-error.h"

#define IDLE_TIMEOUT_MS 60000
#define CHUNK 32768
/* Input that nobody skips: a protocol that peeks must not gather more than this unread. */
#define MAX_BUFFERED (16 * 1024 * 1024)

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

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PennyChannel, penny_channel, G_TYPE_OBJECT)

#define PRIV(self) ((PennyChannelPrivate *) penny_channel_get_instance_private (self))

static void
penny_channel_finalize (GObject *object)
{
  PennyChannelPrivate *priv = PRIV (PENNY_CHANNEL (object));

  g_clear_object (&priv->cancellable);
  g_free (priv->in);
  /* Output may hold a password that was never sent. */
  penny_secret_wipe (priv->out->data, priv->out->len);
  g_byte_array_unref (priv->out);
  g_ptr_array_unref (priv->secrets);
  penny_deflate_free (priv->deflate);

  G_OBJECT_CLASS (penny_channel_parent_class)->finalize (object);
}

static void
penny_channel_class_init (PennyChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = penny_channel_finalize;
}

static void
penny_channel_init (PennyChannel *self)
{
  PennyChannelPrivate *priv = PRIV (self);

  priv->idle_timeout_ms = IDLE_TIMEOUT_MS;
  priv->in = g_malloc (CHUNK);
  priv->in_size = CHUNK;
  priv->out = g_byte_array_sized_new (1024);
  g_byte_array_set_size (priv->out, 1);
  g_byte_array_set_size (priv->out, 0);
  priv->secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_secret_unref);
}

void
penny_channel_set_idle_timeout (PennyChannel *self, guint milliseconds)
{
  PRIV (self)->idle_timeout_ms = milliseconds;
}

void
penny_channel_set_deadline (PennyChannel *self, gint64 deadline)
{
  PRIV (self)->deadline = deadline;
}

void
penny_channel_set_cancellable (PennyChannel *self, GCancellable *cancellable)
{
  g_set_object (&PRIV (self)->cancellable, cancellable);
}

GCancellable *
penny_channel_get_cancellable (PennyChannel *self)
{
  return PRIV (self)->cancellable;
}

static gint64
next_deadline (PennyChannelPrivate *priv)
{
  gint64 idle = g_get_monotonic_time () + (gint64) priv->idle_timeout_ms * 1000;

  return priv->deadline > 0 ? MIN (idle, priv->deadline) : idle;
}

static gboolean
check_open (PennyChannel *self, GError **error)
{
  PennyChannelPrivate *priv = PRIV (self);

  if (g_cancellable_set_error_if_cancelled (priv->cancellable, error))
    return FALSE;

  if (priv->closed)
    {
      g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CLOSED,
                           "The connection is closed");
      return FALSE;
    }

  return TRUE;
}

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

  if (priv->start > 0 && priv->in_size - priv->end < CHUNK)
    {
      memmove (priv->in, priv->in + priv->start, unread);
      priv->start = 0;
      priv->end = unread;
    }

  if (priv->in_size - priv->end >= CHUNK / 2)
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
  gssize got = PENNY_CHANNEL_GET_CLASS (self)->read (self, buffer, size, next_deadline (priv), priv->cancellable,
                                                     error);

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
      if (!check_open (self, error) || !check_time (priv, error))
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

  if (!check_open (self, error) || !make_room (priv, error))
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

      if (!check_open (self, error))
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

  if (!check_open (self, error))
    return PENNY_WAIT_FAILED;

  if (priv->end > priv->start)
    return PENNY_WAIT_READY;
  if (priv->deflate != NULL)
    return wait_unpacked (self, wake, deadline, error);

  return PENNY_CHANNEL_GET_CLASS (self)->wait (self, wake, deadline, priv->cancellable, error);
}

void
penny_channel_put (PennyChannel *self, const void *data, gsize size)
{
  g_byte_array_append (PRIV (self)->out, data, size);
}

void
penny_channel_puts (PennyChannel *self, const char *text)
{
  penny_channel_put (self, text, strlen (text));
}

gsize
penny_channel_get_pending (PennyChannel *self)
{
  return PRIV (self)->out->len;
}

static void
pack_output (PennyChannelPrivate *priv)
{
  GByteArray *packed = g_byte_array_sized_new (priv->out->len);

  penny_deflate_pack (priv->deflate, priv->out->data, priv->out->len, packed);
  penny_secret_wipe (priv->out->data, priv->out->len);
  g_byte_array_unref (priv->out);
  priv->out = packed;
}

gboolean
penny_channel_flush (PennyChannel *self, GError **error)
{
  PennyChannelPrivate *priv = PRIV (self);
  gboolean sent;

  if (!check_open (self, error))
    return FALSE;

  if (priv->out->len == 0)
    return TRUE;

  if (priv->deflate != NULL)
    pack_output (priv);
  sent = PENNY_CHANNEL_GET_CLASS (self)->write (self, priv->out->data, priv->out->len,
                                                next_deadline (priv), priv->cancellable, error);
  priv->bytes_out += priv->out->len;
  penny_secret_wipe (priv->out->data, priv->out->len);
  g_byte_array_set_size (priv->out, 0);
  return sent;
}

void
penny_channel_keep_secret (PennyChannel *self, PennySecret *secret)
{
  g_ptr_array_add (PRIV (self)->secrets, penny_secret_ref (secret));
}

gboolean
penny_channel_start_tls (PennyChannel *self, GError **error)
{
  PennyChannelPrivate *priv = PRIV (self);

  g_assert (priv->out->len == 0);

  if (!check_open (self, error))
    return FALSE;

  if (priv->end > priv->start)
    {
      g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_INJECTED,
                           "Somebody put words into the conversation before it was encrypted");
      penny_channel_close (self);
      return FALSE;
    }

  return PENNY_CHANNEL_GET_CLASS (self)->start_tls (self, next_deadline (priv), priv->cancellable, error);
}

gboolean
penny_channel_start_compression (PennyChannel *self, GError **error)
{
  PennyChannelPrivate *priv = PRIV (self);
  gsize room, unread = priv->end - priv->start;
  guint8 *packed;

  g_assert (priv->out->len == 0);

  if (!check_open (self, error))
    return FALSE;
  if (priv->deflate != NULL)
    return TRUE;

  priv->deflate = penny_deflate_new ();
  packed = penny_deflate_get_space (priv->deflate, &room);
  if (unread > room)
    {
      g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_LIMIT,
                           "The server sends more than can be understood in one piece");
      return FALSE;
    }
  /* What came behind the server's consent is packed. */
  memcpy (packed, priv->in + priv->start, unread);
  penny_deflate_add_space (priv->deflate, unread);
  penny_channel_skip (self, unread);
  return TRUE;
}

gint64
penny_channel_get_waited (PennyChannel *self)
{
  return PRIV (self)->waited;
}

gboolean
penny_channel_is_secure (PennyChannel *self)
{
  return PENNY_CHANNEL_GET_CLASS (self)->is_secure (self);
}

guint64
penny_channel_get_bytes_in (PennyChannel *self)
{
  return PRIV (self)->bytes_in;
}

guint64
penny_channel_get_bytes_out (PennyChannel *self)
{
  return PRIV (self)->bytes_out;
}

void
penny_channel_close (PennyChannel *self)
{
  PennyChannelPrivate *priv = PRIV (self);

  if (priv->closed)
    return;

  priv->closed = TRUE;
  PENNY_CHANNEL_GET_CLASS (self)->close (self);
}
