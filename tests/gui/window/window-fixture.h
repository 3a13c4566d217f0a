/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real store with letters in it, and an account: what the window tests show. */
#pragma once

#include <adwaita.h>

#include "penny-account.h"
#include "penny-main-window.h"
#include "penny-store-actions.h"
#include "penny-store-sync.h"

typedef struct {
  char *folder;            /* removed at the end */
  PennyAccount *account;
  PennyStore *store;
  PennyFolderId inbox;
  guint32 next_uid;
} WindowFixture;

/* ID becomes the account's and its address ID@example.org. */
WindowFixture *window_fixture_new (const char *id);
void window_fixture_free (WindowFixture *self);

/* Adds N plain letters to FOLDER, newest last; only their headers when BODILESS. */
void window_fixture_add_letters (WindowFixture *self, PennyFolderId folder, guint n, gboolean bodiless);
/* Adds one whole message; LF lines become CRLF. */
void window_fixture_add_raw (WindowFixture *self, PennyFolderId folder, PennyFlags flags, gint64 date,
                             const char *message);
/* A mailbox as a person has: several languages, HTML, attachments, folders below folders. */
void window_fixture_add_samples (WindowFixture *self);
PennyFolderId window_fixture_find_role (WindowFixture *self, PennyRole role);

/* Turns the main loop until EXPRESSION holds; aborts the test after ten seconds. */
#define window_wait_until(expression) \
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
