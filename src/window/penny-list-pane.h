/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The middle pane: the letters of a folder or of a search, with what there is to say when there are
 * none, and the account's state. */
#pragma once

#include <adwaita.h>

#include "penny-account-status.h"
#include "penny-entry-model.h"

G_BEGIN_DECLS

#define PENNY_TYPE_LIST_PANE (penny_list_pane_get_type ())
G_DECLARE_FINAL_TYPE (PennyListPane, penny_list_pane, PENNY, LIST_PANE, AdwBin)

/* Signals:
 *   "selected"   another letter is selected, or none
 *   "activated"  Enter or a click that means "open"
 *   "star"       (gint64 entry id, gboolean on)
 *   "advice-activated"
 * Properties: "back-visible", "start-buttons", "end-buttons" (gboolean, for folding). */
GtkWidget *penny_list_pane_new (void);

/* SUBTITLE: the account when there are several, or NULL. */
void penny_list_pane_show_folder (PennyListPane *self, PennyStore *store, PennyFolder *folder,
                                  const char *subtitle);
void penny_list_pane_set_subtitle (PennyListPane *self, const char *subtitle);
void penny_list_pane_clear (PennyListPane *self);
PennyStore *penny_list_pane_get_store (PennyListPane *self);
PennyFolder *penny_list_pane_get_folder (PennyListPane *self);   /* NULL: none shown */
PennyEntryModel *penny_list_pane_get_model (PennyListPane *self);

/* The selected letter or NULL. Borrowed. */
PennyEntry *penny_list_pane_get_entry (PennyListPane *self);
/* Selects and scrolls to an entry as soon as it is in the list; 0 unselects. */
void penny_list_pane_select (PennyListPane *self, PennyEntryId id);
/* TRUE: when the selected letter leaves, its neighbour is selected. */
void penny_list_pane_set_follow (PennyListPane *self, gboolean follow);
/* TRUE: one click opens (folded windows). */
void penny_list_pane_set_single_click (PennyListPane *self, gboolean single_click);
void penny_list_pane_grab_focus (PennyListPane *self);

/* Search: opens the search bar; ends it (FALSE when there was none). */
void penny_list_pane_begin_search (PennyListPane *self);
gboolean penny_list_pane_end_search (PennyListPane *self);
void penny_list_pane_set_search_text (PennyListPane *self, const char *text);

/* NULL: nothing to say. */
void penny_list_pane_set_status (PennyListPane *self, const PennyAccountStatus *status);

/* "list", "empty", "loading", "nothing-found", "error", "blank": which page is shown. */
const char *penny_list_pane_get_page (PennyListPane *self);

G_END_DECLS
