/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account with a real store to write letters in. Call all of it on the main thread. */
#pragma once

#include "penny-composer-private.h"
#include "wait-until.h"

typedef struct {
  char *folder;            /* removed at the end */
  PennyAccount *account;   /* ID@example.org */
  PennyStore *store;
} ComposerFixture;

/* MUTE: the account cannot send. */
ComposerFixture *composer_fixture_new (const char *id, const char *name, gboolean mute);
void composer_fixture_free (ComposerFixture *self);

/* How many letters lie in the folder with ROLE, and the newest one (NULL: none; full). */
guint composer_fixture_count (ComposerFixture *self, PennyRole role);
PennyMessage *composer_fixture_read (ComposerFixture *self, PennyRole role);
/* Puts MESSAGE (LF lines) into the inbox and gives its entry. */
PennyEntryId composer_fixture_add (ComposerFixture *self, const char *message);
