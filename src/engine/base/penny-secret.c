/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reference-counted secret that is wiped with its last reference; until then it is hidden. */
#include "penny-secret.h"

#include <string.h>

#include "penny-hide.h"

struct _PennySecret {
  gatomicrefcount refs;
  gsize size;
  gboolean is_token;
  PennySecret *before, *after;   /* in the list of those that live */
  char text[];
};

/* Held while a text is searched, so that none is wiped under the search. */
G_LOCK_DEFINE_STATIC (living);
static PennySecret *living;

static void
enter (PennySecret *self)
{
  G_LOCK (living);
  self->before = NULL;
  self->after = living;
  if (living != NULL)
    living->before = self;
  living = self;
  G_UNLOCK (living);
}

static void
leave (PennySecret *self)
{
  G_LOCK (living);
  if (self->before != NULL)
    self->before->after = self->after;
  else
    living = self->after;
  if (self->after != NULL)
    self->after->before = self->before;
  G_UNLOCK (living);
}

char *
penny_secret_hide (const char *text)
{
  GString *hidden = g_string_new (text);

  G_LOCK (living);
  for (PennySecret *secret = living; secret != NULL; secret = secret->after)
    penny_hide (hidden, secret->text);
  G_UNLOCK (living);
  return g_string_free (hidden, FALSE);
}

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
  enter (self);
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

  leave (self);
  penny_secret_wipe (self->text, self->size);
  g_free (self);
}

const char *
penny_secret_peek (const PennySecret *self)
{
  return self->text;
}
