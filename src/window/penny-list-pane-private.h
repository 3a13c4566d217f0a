/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list pane's inside, shared by its files. */
#pragma once

#include "penny-banner.h"
#include "penny-list-pane.h"

G_BEGIN_DECLS

struct _PennyListPane {
  AdwBin parent_instance;

  /* Template children */
  AdwHeaderBar *header;
  AdwWindowTitle *title;
  GtkWidget *back;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  PennyBanner *banner;
  GtkStack *stack;
  GtkListView *view;
  GtkScrolledWindow *scroller;
  AdwStatusPage *empty;
  AdwStatusPage *loading;
  AdwStatusPage *nothing_found;
  AdwStatusPage *error;
  GtkRevealer *foot;
  GtkProgressBar *progress;
  GtkLabel *foot_label;

  PennyEntryModel *model;
  GtkSingleSelection *selection;
  guint day_timer;
  int day;                     /* of the year, for which the date words are true */

  /* What is shown */
  PennyStore *store;
  PennyFolder *folder;
  gboolean syncing;            /* the account's first letters may still be on their way */

  /* The selection as last told, to find its neighbour when it leaves */
  PennyEntryId selected_id;
  guint selected_position;
  PennyEntryId wanted_id;      /* to be selected when it appears */
  gboolean follow;
  gboolean quiet;
};

/* --- in penny-list-pane-search.c --- */

void penny_list_pane_init_search (PennyListPane *self);
/* TRUE while the list shows what a search found. */
gboolean penny_list_pane_is_searching (PennyListPane *self);

/* --- in penny-list-pane-view.c --- */

void penny_list_pane_init_view (PennyListPane *self);

/* --- in penny-list-pane.c --- */

void penny_list_pane_selected_cb (GtkSingleSelection *selection, GParamSpec *pspec, PennyListPane *self);
void penny_list_pane_items_changed_cb (GListModel *model, guint position, guint removed, guint added,
                                       PennyListPane *self);
void penny_list_pane_activate_cb (GtkListView *view, guint position, PennyListPane *self);

void penny_list_pane_reload (PennyListPane *self);
void penny_list_pane_update_page (PennyListPane *self);

G_END_DECLS
