/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store in a folder of its own, small letters, and the questions that every test asks. */
#pragma once

#include "penny-store-actions.h"
#include "penny-store-sync.h"

G_BEGIN_DECLS

typedef struct {
  char *dir;
  char *path;
  PennyStore *store;
} Fixture;

void fixture_setup (Fixture *f, gconstpointer data);
void fixture_teardown (Fixture *f, gconstpointer data);
/* Closes and opens again. */
void fixture_reopen (Fixture *f);
/* Removes a folder and what is in it. */
void fixture_remove_tree (const char *dir);

/* A letter with these fields, as bytes. REFERENCES without <>, separated by spaces; may be NULL. */
GBytes *letter_new (const char *message_id, const char *references, const char *subject,
                    const char *from, const char *text);
/* What the header and text above say, made by hand. */
PennySummary *summary_new (const char *message_id, const char *references, const char *subject,
                           const char *from, const char *text);

PennyFolderId put_folder (PennyStore *store, const char *path, PennyRole role, gboolean local);
void set_validity (PennyStore *store, PennyFolderId folder, guint32 uidvalidity);
/* Adds a letter with a body; its entry. */
PennyEntryId add_letter (PennyStore *store, PennyFolderId folder, guint32 uid, PennyFlags flags,
                         gint64 date, const char *message_id, const char *subject, const char *text);
void submit (PennyStore *store, PennyBatch *batch);
void flush (PennyStore *store);

PennyEntryId entry_of_uid (PennyStore *store, PennyFolderId folder, guint32 uid);
guint n_operations (PennyStore *store);
/* The only operation there is. */
PennyOperation *only_operation (PennyStore *store);
PennyOperation *next_operation (PennyStore *store);
gint64 act_on (PennyStore *store, PennyActionKind kind, PennyEntryId entry, PennyFlags add,
               PennyFlags remove, PennyFolderId target);
/* The store has no faults; prints them. */
void assert_sound (PennyStore *store);
void assert_counts (PennyStore *store, PennyFolderId folder, gint64 total, gint64 unread);

G_END_DECLS
