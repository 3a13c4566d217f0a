/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a letter: subject, who, when, and to whom, on demand in full. */
#pragma once

#include <adwaita.h>

#include "penny-message.h"
#include "penny-store.h"

G_BEGIN_DECLS

#define PENNY_TYPE_LETTER_HEADER (penny_letter_header_get_type ())
G_DECLARE_FINAL_TYPE (PennyLetterHeader, penny_letter_header, PENNY, LETTER_HEADER, AdwBin)

GtkWidget *penny_letter_header_new (void);
/* From the list's row; enough until the message itself is here. */
void penny_letter_header_set_entry (PennyLetterHeader *self, PennyEntry *entry);
/* The recipients in full. */
void penny_letter_header_set_message (PennyLetterHeader *self, PennyMessage *message);

G_END_DECLS
