/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window in which a letter is written. Drafts are kept in the store as one types; sending puts
 * the letter into the store's outbox. Knows nothing of servers. Main thread. */
#pragma once

#include <adwaita.h>

#include "penny-account.h"
#include "penny-draft.h"
#include "penny-store-actions.h"

G_BEGIN_DECLS

#define PENNY_TYPE_COMPOSER_WINDOW (penny_composer_window_get_type ())
G_DECLARE_FINAL_TYPE (PennyComposerWindow, penny_composer_window, PENNY, COMPOSER_WINDOW, AdwWindow)

/* Signal "sent" (const char *account_id, gint64 entry): the letter is in the outbox.
 * Signal "kept" (const char *account_id): the window closes and the letter stays among the drafts.
 * gtk_window_close() keeps what is typed, and closes the window once it is on the disk. */
PennyComposerWindow *penny_composer_window_new (GtkApplication *application);

/* An account that letters can be sent from, with its store; the first one added is preselected. */
void penny_composer_window_add_sender (PennyComposerWindow *self, PennyAccount *account, PennyStore *store);
void penny_composer_window_select_sender (PennyComposerWindow *self, const char *account_id);

/* Fills the window; DRAFT is taken over. ANSWERED (0: none) is the entry that this answers or,
 * when FORWARDED, forwards. Call after the senders are known. */
void penny_composer_window_set_draft (PennyComposerWindow *self, PennyDraft *draft, PennyEntryId answered,
                                      gboolean forwarded);

/* How long a letter waits in the outbox, so that it can be called back; seconds. */
void penny_composer_window_set_hold (PennyComposerWindow *self, guint seconds);

/* Puts what is typed into the store, for the end of the program: blocks until the disk has it.
 * Closing the window does the same without blocking. FALSE when it could not be kept. */
gboolean penny_composer_window_save_now (PennyComposerWindow *self, GError **error);

G_END_DECLS
