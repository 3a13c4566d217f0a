/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reference-counted secret that is wiped with its last reference. */
#include "penny-secret.h"

#include <string.h>

struct _PennySecret {
  gatomicrefcount refs;
  gsize size;
  gboolean is_token;
  char text[];
};

void
penny_secret_wipe (void *memory, gsize size)
{
  if (memory != NULL)
    explicit_bzero (memory, size);
}

static PennySecret *
secret_new (const char *text, gboolean is_token)
{
  gsize size = strlen (text) + 1;
  PennySecret *self = g_malloc (sizeof (PennySecret) + size);

  g_atomic_ref_count_init (&self->refs);
  self->size = size;
  self->is_token = is_token;
  memcpy (self->text, text, size);
  return self;
}

PennySecret *
penny_secret_new (const char *text)
{
  return secret_new (text, FALSE);
}

PennySecret *
penny_secret_new_token (const char *token)
{
  return secret_new (token, TRUE);
}

gboolean
penny_secret_is_token (const PennySecret *self)
{
  return self->is_token;
}

PennySecret *
penny_secret_ref (PennySecret *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
penny_secret_unref (PennySecret *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  penny_secret_wipe (self->text, self->size);
  g_free (self);
}

const char *
penny_secret_peek (const PennySecret *self)
{
  return self->text;
}
