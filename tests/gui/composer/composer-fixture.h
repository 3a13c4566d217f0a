/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account with a real store to write letters in. Call all of it on the main thread. */
#pragma once

#include "penny-composer-private.h"

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

/* Turns the main loop until EXPRESSION holds; aborts the test after ten seconds. */
#define composer_wait_until(expression) \
  G_STMT_START { \
    gint64 end_ = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND; \
    while (!(expression)) \
      { \
        if (g_get_monotonic_time () > end_) \
          g_error ("%s:%d: never true: %s", __FILE__, __LINE__, #expression); \
        g_main_context_iteration (NULL, g_main_context_pending (NULL)); \
        if (!g_main_context_pending (NULL)) \
          g_usleep (500); \
      } \
  } G_STMT_END
