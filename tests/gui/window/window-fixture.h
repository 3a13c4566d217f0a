/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real store with letters in it, and an account: what the window tests show. */
#pragma once

#include <adwaita.h>

#include "penny-account.h"
#include "penny-main-window.h"
#include "penny-store-actions.h"
#include "penny-store-sync.h"
#include "wait-until.h"

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
