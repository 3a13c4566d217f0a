/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of letters as a GListModel of PennyEntryItem: all ids are known, rows are read in pages
 * when looked at, change notices become small splices. Main thread only. */
#pragma once

#include <gio/gio.h>

#include "penny-entry-item.h"

G_BEGIN_DECLS

/* Rows that are read together; those of a folder that is opened, a screenful. */
#define PENNY_ENTRY_MODEL_PAGE 64
#define PENNY_ENTRY_MODEL_FIRST 24
/* Letters that a search shows first, and most in the end. */
#define PENNY_ENTRY_MODEL_SEARCH_FIRST 50
#define PENNY_ENTRY_MODEL_SEARCH_LIMIT 1000

typedef enum {
  PENNY_ENTRY_MODEL_BLANK,     /* nothing was asked for */
  PENNY_ENTRY_MODEL_LOADING,   /* the ids are on their way; a first page may be here already */
  PENNY_ENTRY_MODEL_READY,
  PENNY_ENTRY_MODEL_FAILED,    /* penny_entry_model_get_error() */
} PennyEntryModelState;

#define PENNY_TYPE_ENTRY_MODEL (penny_entry_model_get_type ())
G_DECLARE_FINAL_TYPE (PennyEntryModel, penny_entry_model, PENNY, ENTRY_MODEL, GObject)

/* Signal "state-changed". */
PennyEntryModel *penny_entry_model_new (void);

/* Shows a folder: its newest page at once (a bounded read), all ids when the reader has them. */
void penny_entry_model_show_folder (PennyEntryModel *self, PennyStore *store, PennyFolderId folder,
                                    PennyListFlags flags);
/* Shows what WORDS find in FOLDER (0: everywhere). What was there stays until the answer is here. */
void penny_entry_model_show_search (PennyEntryModel *self, PennyStore *store, const char *words,
                                    PennyFolderId folder);
void penny_entry_model_clear (PennyEntryModel *self);

PennyEntryModelState penny_entry_model_get_state (PennyEntryModel *self);
const GError *penny_entry_model_get_error (PennyEntryModel *self);
PennyStore *penny_entry_model_get_store (PennyEntryModel *self);
gboolean penny_entry_model_is_search (PennyEntryModel *self);

/* 0 where there is none. */
PennyEntryId penny_entry_model_get_id (PennyEntryModel *self, guint position);
/* G_MAXUINT where it is not in the list. */
guint penny_entry_model_find (PennyEntryModel *self, PennyEntryId id);

/* It is another day. */
void penny_entry_model_forget_date_words (PennyEntryModel *self);

/* For measuring: rows in memory, and the longest read on the main loop in microseconds. */
guint penny_entry_model_get_n_live (PennyEntryModel *self);
gint64 penny_entry_model_get_longest_read (PennyEntryModel *self);

G_END_DECLS
