/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window's inside, shared by its files. */
#pragma once

#include "penny-folder-list.h"
#include "penny-letter-pane.h"
#include "penny-list-pane.h"
#include "penny-main-window.h"
#include "penny-pane.h"
#include "penny-store-actions.h"

G_BEGIN_DECLS

/* How long "Undo" is offered, and the server kept waiting. */
#define PENNY_UNDO_SECONDS 7

/* One account on screen. */
typedef struct {
  PennyAccount *account;
  PennyStore *store;
  PennyAccountStatus *status;   /* or NULL */
} PennyWindowAccount;

struct _PennyMainWindow {
  AdwApplicationWindow parent_instance;

  /* Template children */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwLeaflet *outer;            /* inner | letter */
  AdwLeaflet *inner;            /* folders | list */
  PennyPane *folders_pane;
  PennyPane *list_pane_frame;
  GtkWidget *letter_frame;
  AdwHeaderBar *folders_header;
  PennyFolderList *folders;
  PennyListPane *list;
  PennyLetterPane *letter;

  GSettings *settings;          /* or NULL */
  GPtrArray *accounts;          /* of PennyWindowAccount */
};

/* --- in penny-main-window-accounts.c --- */

void penny_window_account_free (PennyWindowAccount *account);
/* The selected folder's letters go into the list. */
void penny_main_window_show_folder (PennyMainWindow *self);
void penny_main_window_show_status (PennyMainWindow *self);
PennyWindowAccount *penny_main_window_find_account (PennyMainWindow *self, const char *account_id);
/* The account whose folder is shown; NULL: none. */
PennyWindowAccount *penny_main_window_get_account (PennyMainWindow *self);

/* --- in penny-main-window.c --- */

/* The letter that actions are about; NULL: none. Borrowed. */
PennyEntry *penny_main_window_get_entry (PennyMainWindow *self);

/* --- in penny-main-window-actions.c --- */

void penny_main_window_class_init_actions (GtkWidgetClass *widget_class);
void penny_main_window_init_actions (PennyMainWindow *self);
/* Another letter or folder is shown: which actions make sense? */
void penny_main_window_update_actions (PennyMainWindow *self);
void penny_main_window_compose (PennyMainWindow *self, PennyComposeKind kind);

/* --- in penny-main-window-acts.c --- */

/* Hands ACTION (taken) to STORE; TEXT: a toast with Undo when it worked, or NULL. */
void penny_main_window_act (PennyMainWindow *self, PennyStore *store, PennyAction *action, const char *text);
void penny_main_window_mark (PennyMainWindow *self, PennyStore *store, PennyEntryId entry,
                             PennyFlags add, PennyFlags remove);

/* --- in penny-main-window-layout.c --- */

void penny_main_window_init_layout (PennyMainWindow *self);
void penny_main_window_save_layout (PennyMainWindow *self);
gboolean penny_main_window_is_letter_visible (PennyMainWindow *self);
void penny_main_window_go_to_letter (PennyMainWindow *self);
void penny_main_window_go_to_list (PennyMainWindow *self);
/* One page back in a folded window; FALSE when there is none. */
gboolean penny_main_window_go_back (PennyMainWindow *self);
void penny_main_window_toggle_folders (PennyMainWindow *self);
void penny_main_window_cycle_panes (PennyMainWindow *self, gboolean backwards);

G_END_DECLS
