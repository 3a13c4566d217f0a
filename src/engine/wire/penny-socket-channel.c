/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The channel over a socket, in clear or in TLS. The descriptor never blocks: every wait is one
 * poll() over it, the cancellable and the wake. */
#include "penny-socket-channel.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "penny-error.h"
#include "penny-tls.h"
#include "penny-wire-connect.h"

/* How long a wait lasts when the process has no descriptor left for the cancellable. */
#define BLIND_SLICE_MS 100

struct _PennySocketChannel {
  PennyChannel parent_instance;

  /* set once */
  char *host;                      /* normalized */
  guint16 port;
  char *trusted_key;               /* NULL: none */

  GSocketConnection *connection;   /* owned, closed with the channel */
  int fd;                          /* of connection; -1 once closed */
  PennyTls *tls;                   /* owned; NULL in clear */
  gboolean secure;                 /* the handshake is done */
  PennyCertificate *certificate;   /* owned, outlives tls */

  /* The one byte that proves to wait() that a record holds data, not just a session ticket. */
  guint8 ahead;
  gboolean has_ahead;
  gboolean at_end;

  GCancellable *cancellable;       /* the one cancel_poll belongs to */
  GPollFD cancel_poll;
};

G_DEFINE_FINAL_TYPE (PennySocketChannel, penny_socket_channel, PENNY_TYPE_CHANNEL)

#define AGAIN PENNY_TLS_AGAIN

/* --- waiting --- */

static void
release_cancellable (PennySocketChannel *self)
{
  if (self->cancellable == NULL)
    return;
  if (self->cancel_poll.fd >= 0)
    g_cancellable_release_fd (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* A cancellable makes its descriptor anew for each user; kept while the same one comes. */
static void
watch_cancellable (PennySocketChannel *self, GCancellable *cancellable)
{
  if (self->cancellable == cancellable)
    return;
  release_cancellable (self);
  self->cancel_poll.fd = -1;
  if (cancellable == NULL)
    return;
  self->cancellable = g_object_ref (cancellable);
  if (!g_cancellable_make_pollfd (cancellable, &self->cancel_poll))
    self->cancel_poll.fd = -1;
}

static int
poll_timeout (PennySocketChannel *self, gint64 deadline, gint64 now)
{
  gint64 ms = (deadline - now + 999) / 1000;

  if (self->cancellable != NULL && self->cancel_poll.fd < 0)
    ms = MIN (ms, BLIND_SLICE_MS);
  return (int) MIN (ms, G_MAXINT);
}

/* Waits until EVENTS (POLLIN or POLLOUT) may happen. The deadline is looked at even when the
 * descriptor is ready, so that a server cannot keep us busy with records that hold nothing. */
static PennyWait
wait_for (PennySocketChannel *self, short events, PennyWake *wake, gint64 deadline,
          GCancellable *cancellable, GError **error)
{
  struct pollfd fds[3] = { { .fd = self->fd, .events = events } };

  watch_cancellable (self, cancellable);
  fds[1] = (struct pollfd) { .fd = cancellable != NULL ? self->cancel_poll.fd : -1, .events = POLLIN };
  fds[2] = (struct pollfd) { .fd = wake != NULL ? penny_wake_get_fd (wake) : -1, .events = POLLIN };

  for (;;)
    {
      gint64 now = g_get_monotonic_time ();
      int n;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return PENNY_WAIT_FAILED;
      if (now >= deadline)
        return PENNY_WAIT_TIMED_OUT;

      n = poll (fds, G_N_ELEMENTS (fds), poll_timeout (self, deadline, now));
      if (n < 0 && errno != EINTR)
        {
          penny_wire_set_errno (error, errno, self->host);
          return PENNY_WAIT_FAILED;
        }
      if (n <= 0 || fds[1].revents != 0)
        continue;
      return fds[2].revents != 0 ? PENNY_WAIT_WOKEN : PENNY_WAIT_READY;
    }
}

/* The same for a step that must go on: a time-out is an error. */
static gboolean
wait_step (PennySocketChannel *self, short events, gint64 deadline, GCancellable *cancellable,
           GError **error)
{
  PennyWait wait = wait_for (self, events, NULL, deadline, cancellable, error);

  if (wait == PENNY_WAIT_TIMED_OUT)
    g_set_error (error, PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_TIMED_OUT, "%s does not answer",
                 self->host);
  return wait == PENNY_WAIT_READY;
}

/* A TLS read may have to write and the other way about. */
static short
events_for (PennySocketChannel *self, short otherwise)
{
  if (self->tls == NULL)
    return otherwise;
  return penny_tls_wants_write (self->tls) ? POLLOUT : POLLIN;
}

/* --- one step in or out; AGAIN when the descriptor is not ready --- */

static gssize
step_read (PennySocketChannel *self, void *buffer, gsize size, GError **error)
{
  gssize got;

  if (self->tls != NULL)
    return penny_tls_read (self->tls, buffer, size, error);

  got = recv (self->fd, buffer, size, 0);
  if (got >= 0)
    return got;
  if (errno == EAGAIN || errno == EINTR)
    return AGAIN;
  penny_wire_set_errno (error, errno, self->host);
  return -1;
}

static gssize
step_write (PennySocketChannel *self, const void *buffer, gsize size, GError **error)
{
  gssize sent;

  if (self->tls != NULL)
    return penny_tls_write (self->tls, buffer, size, error);

  sent = send (self->fd, buffer, size, MSG_NOSIGNAL);
  if (sent >= 0)
    return sent;
  if (errno == EAGAIN || errno == EINTR)
    return AGAIN;
  penny_wire_set_errno (error, errno, self->host);
  return -1;
}

/* --- the class --- */

/* Takes what is decrypted already and fits: a record's rest costs no system call. */
static gsize
read_pending (PennySocketChannel *self, guint8 *buffer, gsize size)
{
  gsize got = 0;

  while (self->tls != NULL && got < size && penny_tls_get_pending (self->tls) > 0)
    {
      gssize n = penny_tls_read (self->tls, buffer + got, size - got, NULL);

      if (n <= 0)
        break;
      got += n;
    }
  return got;
}

static gssize
channel_read (PennyChannel *channel, void *buffer, gsize size, gint64 deadline,
              GCancellable *cancellable, GError **error)
{
  PennySocketChannel *self = PENNY_SOCKET_CHANNEL (channel);

  if (self->has_ahead)
    {
      self->has_ahead = FALSE;
      *(guint8 *) buffer = self->ahead;
      return 1 + (gssize) read_pending (self, (guint8 *) buffer + 1, size - 1);
    }
  if (self->at_end)
    return 0;

  for (;;)
    {
      gssize got = step_read (self, buffer, size, error);

      self->at_end = got == 0;
      if (got > 0)
        return got + (gssize) read_pending (self, (guint8 *) buffer + got, size - got);
      if (got != AGAIN)
        return got;
      if (!wait_step (self, events_for (self, POLLIN), deadline, cancellable, error))
        return -1;
    }
}

static gboolean
channel_write (PennyChannel *channel, const void *buffer, gsize size, gint64 deadline,
               GCancellable *cancellable, GError **error)
{
  PennySocketChannel *self = PENNY_SOCKET_CHANNEL (channel);
  const guint8 *data = buffer;

  while (size > 0)
    {
      gssize sent = step_write (self, data, size, error);

      if (sent >= 0)
        {
          data += sent;
          size -= sent;
        }
      else if (sent != AGAIN
               || !wait_step (self, events_for (self, POLLOUT), deadline, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* In TLS a readable descriptor may hold no more than a ticket or half a record: a read would then
 * block, deaf to the wake. So one byte is read ahead. */
static PennyWait
probe (PennySocketChannel *self, GError **error)
{
  gssize got = step_read (self, &self->ahead, 1, error);

  self->has_ahead = got > 0;
  self->at_end = got == 0;
  if (got == AGAIN)
    return PENNY_WAIT_TIMED_OUT;
  return got < 0 ? PENNY_WAIT_FAILED : PENNY_WAIT_READY;
}

static PennyWait
channel_wait (PennyChannel *channel, PennyWake *wake, gint64 deadline, GCancellable *cancellable,
              GError **error)
{
  PennySocketChannel *self = PENNY_SOCKET_CHANNEL (channel);

  if (self->has_ahead || self->at_end)
    return PENNY_WAIT_READY;

  for (;;)
    {
      PennyWait wait = PENNY_WAIT_READY;

      if (self->tls == NULL || penny_tls_get_pending (self->tls) == 0)
        wait = wait_for (self, events_for (self, POLLIN), wake, deadline, cancellable, error);
      if (wait != PENNY_WAIT_READY || self->tls == NULL)
        return wait;
      wait = probe (self, error);
      if (wait != PENNY_WAIT_TIMED_OUT)
        return wait;
    }
}

static gboolean
shake_hands (PennySocketChannel *self, gint64 deadline, GCancellable *cancellable, GError **error)
{
  int rc;

  self->tls = penny_tls_new (self->host, self->port, self->trusted_key, self->fd, error);
  if (self->tls == NULL)
    return FALSE;
  while ((rc = penny_tls_handshake (self->tls, error)) == AGAIN)
    if (!wait_step (self, events_for (self, POLLIN), deadline, cancellable, error))
      return FALSE;

  self->secure = rc == 0;
  return self->secure;
}

static gboolean
channel_start_tls (PennyChannel *channel, gint64 deadline, GCancellable *cancellable, GError **error)
{
  PennySocketChannel *self = PENNY_SOCKET_CHANNEL (channel);
  gint64 limit = g_get_monotonic_time () + PENNY_CONNECT_TIMEOUT_S * G_USEC_PER_SEC;
  gboolean done;

  g_return_val_if_fail (self->tls == NULL, FALSE);

  done = !self->has_ahead && shake_hands (self, MIN (deadline, limit), cancellable, error);
  if (self->tls != NULL && penny_tls_get_certificate (self->tls) != NULL)
    self->certificate = penny_certificate_ref (penny_tls_get_certificate (self->tls));
  /* Nothing may go on in clear. */
  if (!done)
    penny_channel_close (channel);
  return done;
}

static gboolean
channel_is_secure (PennyChannel *channel)
{
  return PENNY_SOCKET_CHANNEL (channel)->secure;
}

static void
channel_close (PennyChannel *channel)
{
  PennySocketChannel *self = PENNY_SOCKET_CHANNEL (channel);

  if (self->tls != NULL && self->secure)
    penny_tls_bye (self->tls);
  g_clear_pointer (&self->tls, penny_tls_free);
  if (self->connection != NULL)
    g_socket_close (g_socket_connection_get_socket (self->connection), NULL);
  self->fd = -1;
  self->has_ahead = FALSE;
  release_cancellable (self);
}

static void
penny_socket_channel_dispose (GObject *object)
{
  penny_channel_close (PENNY_CHANNEL (object));
  G_OBJECT_CLASS (penny_socket_channel_parent_class)->dispose (object);
}

static void
penny_socket_channel_finalize (GObject *object)
{
  PennySocketChannel *self = PENNY_SOCKET_CHANNEL (object);

  g_clear_object (&self->connection);
  g_clear_pointer (&self->certificate, penny_certificate_unref);
  g_free (self->trusted_key);
  g_free (self->host);
  G_OBJECT_CLASS (penny_socket_channel_parent_class)->finalize (object);
}

static void
penny_socket_channel_class_init (PennySocketChannelClass *klass)
{
  PennyChannelClass *channel_class = PENNY_CHANNEL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = penny_socket_channel_dispose;
  G_OBJECT_CLASS (klass)->finalize = penny_socket_channel_finalize;
  channel_class->read = channel_read;
  channel_class->write = channel_write;
  channel_class->wait = channel_wait;
  channel_class->start_tls = channel_start_tls;
  channel_class->is_secure = channel_is_secure;
  channel_class->close = channel_close;
}

static void
penny_socket_channel_init (PennySocketChannel *self)
{
  self->fd = -1;
  self->cancel_poll.fd = -1;
}

/* --- public --- */

PennyChannel *
penny_socket_channel_connect_with (const char *host, guint16 port, PennySecurity security,
                                   const PennyConnectOptions *options, GCancellable *cancellable,
                                   GError **error)
{
  g_autofree char *name = penny_wire_normalize_host (host, error);
  g_autoptr (PennySocketChannel) self = NULL;
  gint64 limit = PENNY_CONNECT_TIMEOUT_S * G_USEC_PER_SEC;

  if (name == NULL)
    return NULL;

  self = g_object_new (PENNY_TYPE_SOCKET_CHANNEL, NULL);
  self->host = g_steal_pointer (&name);
  self->port = port;
  self->trusted_key = g_strdup (options->trusted_key);
  self->connection = penny_wire_connect (self->host, port, g_get_monotonic_time () + limit,
                                         options, cancellable, error);
  if (self->connection == NULL)
    return NULL;
  self->fd = g_socket_get_fd (g_socket_connection_get_socket (self->connection));

  penny_channel_set_cancellable (PENNY_CHANNEL (self), cancellable);
  if (security == PENNY_SECURITY_TLS && !penny_channel_start_tls (PENNY_CHANNEL (self), error))
    return NULL;
  return PENNY_CHANNEL (g_steal_pointer (&self));
}

PennyChannel *
penny_socket_channel_connect (const char *host, guint16 port, PennySecurity security,
                              GCancellable *cancellable, GError **error)
{
  const PennyConnectOptions none = { 0, };

  return penny_socket_channel_connect_with (host, port, security, &none, cancellable, error);
}

PennyCertificate *
penny_socket_channel_get_certificate (PennySocketChannel *self)
{
  return self->certificate;
}

gboolean
penny_socket_channel_is_resumed (PennySocketChannel *self)
{
  return self->tls != NULL && penny_tls_is_resumed (self->tls);
}
