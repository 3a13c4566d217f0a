/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The channel's buffers and its one assertion against bytes smuggled in before TLS. */
#include "penny-channel-private.h"

#include <string.h>

#include "penny-error.h"

#define IDLE_TIMEOUT_MS 60000

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PennyChannel, penny_channel, G_TYPE_OBJECT)

PennyChannelPrivate *
penny_channel_get_private (PennyChannel *self)
{
  return penny_channel_get_instance_private (self);
}

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
  priv->in = g_malloc (PENNY_CHANNEL_CHUNK);
  priv->in_size = PENNY_CHANNEL_CHUNK;
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

gint64
penny_channel_next_deadline (PennyChannelPrivate *priv)
{
  gint64 idle = g_get_monotonic_time () + (gint64) priv->idle_timeout_ms * 1000;

  return priv->deadline > 0 ? MIN (idle, priv->deadline) : idle;
}

gboolean
penny_channel_check_open (PennyChannel *self, GError **error)
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

  if (!penny_channel_check_open (self, error))
    return FALSE;

  if (priv->out->len == 0)
    return TRUE;

  if (priv->deflate != NULL)
    pack_output (priv);
  sent = PENNY_CHANNEL_GET_CLASS (self)->write (self, priv->out->data, priv->out->len,
                                                penny_channel_next_deadline (priv), priv->cancellable, error);
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

  if (!penny_channel_check_open (self, error))
    return FALSE;

  if (priv->end > priv->start)
    {
      g_set_error_literal (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_INJECTED,
                           "Somebody put words into the conversation before it was encrypted");
      penny_channel_close (self);
      return FALSE;
    }

  return PENNY_CHANNEL_GET_CLASS (self)->start_tls (self, penny_channel_next_deadline (priv), priv->cancellable, error);
}

gboolean
penny_channel_start_compression (PennyChannel *self, GError **error)
{
  PennyChannelPrivate *priv = PRIV (self);
  gsize room, unread = priv->end - priv->start;
  guint8 *packed;

  g_assert (priv->out->len == 0);

  if (!penny_channel_check_open (self, error))
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
