/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The right pane: one letter, with its head, text or HTML, and attachments. */
#pragma once

#include <adwaita.h>

#include "penny-message.h"
#include "penny-store.h"

G_BEGIN_DECLS

#define PENNY_TYPE_LETTER_PANE (penny_letter_pane_get_type ())
G_DECLARE_FINAL_TYPE (PennyLetterPane, penny_letter_pane, PENNY, LETTER_PANE, AdwBin)

/* Signals:
 *   "want-body" (gint64 entry id)  only the header is here: fetch the rest
 *   "read" (gint64 entry id)       it was shown for long enough to count as read
 *   "failed" (sentence)            something small did not work
 * Properties: "read-delay" (guint, milliseconds, default 1500), "back-visible", "start-buttons"
 * (gboolean, for folding). */
GtkWidget *penny_letter_pane_new (void);
void penny_letter_pane_show (PennyLetterPane *self, PennyStore *store, PennyEntry *entry);
void penny_letter_pane_clear (PennyLetterPane *self);

/* What is shown, or NULL. Borrowed. */
PennyEntry *penny_letter_pane_get_entry (PennyLetterPane *self);
/* NULL until it is here. */
PennyMessage *penny_letter_pane_get_message (PennyLetterPane *self);

/* Into the letter itself, so that arrows scroll it. */
gboolean penny_letter_pane_grab_focus (PennyLetterPane *self);

/* "blank", "text", "web", "waiting", "crashed", "error": how the body is shown. */
const char *penny_letter_pane_get_body (PennyLetterPane *self);
char *penny_letter_pane_dup_text (PennyLetterPane *self);

G_END_DECLS
