/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that go with a letter being written: small cards with icon, name, size and a button to
 * take the file out again. Hidden while there are none. */
#pragma once

#include <adwaita.h>

#include "penny-draft.h"

G_BEGIN_DECLS

#define PENNY_TYPE_ATTACHMENT_CHIPS (penny_attachment_chips_get_type ())
G_DECLARE_FINAL_TYPE (PennyAttachmentChips, penny_attachment_chips, PENNY, ATTACHMENT_CHIPS, AdwBin)

/* Signal "changed": a file came or went. */

/* ATTACHMENT is taken over. */
void penny_attachment_chips_add (PennyAttachmentChips *self, PennyAttachment *attachment);
void penny_attachment_chips_remove (PennyAttachmentChips *self, guint index);
/* Of PennyAttachment, borrowed. */
GPtrArray *penny_attachment_chips_get_list (PennyAttachmentChips *self);
/* All together, in bytes, before they are coded for sending. */
guint64 penny_attachment_chips_get_size (PennyAttachmentChips *self);

G_END_DECLS
