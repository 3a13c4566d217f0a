/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wake-up descriptor on eventfd(2). */
#include "penny-wake.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct _PennyWake {
  gatomicrefcount refs;
  int fd;
};

PennyWake *
penny_wake_new (void)
{
  PennyWake *self = g_new0 (PennyWake, 1);

  g_atomic_ref_count_init (&self->refs);
  self->fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  /* Out of descriptors is the one way this fails: nothing sensible can go on then. */
  g_assert (self->fd >= 0);
  return self;
}

PennyWake *
penny_wake_ref (PennyWake *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
penny_wake_unref (PennyWake *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  close (self->fd);
  g_free (self);
}

void
penny_wake_ring (PennyWake *self)
{
  const guint64 one = 1;
  gssize written;

  /* EAGAIN means the counter is full: rung already. */
  do
    written = write (self->fd, &one, sizeof one);
  while (written < 0 && errno == EINTR);
}

gboolean
penny_wake_clear (PennyWake *self)
{
  guint64 rings = 0;
  gssize got;

  do
    got = read (self->fd, &rings, sizeof rings);
  while (got < 0 && errno == EINTR);

  return got == sizeof rings;
}

int
penny_wake_get_fd (PennyWake *self)
{
  return self->fd;
}
