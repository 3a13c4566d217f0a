/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The attachments below a letter: what they are, to open or to save. */
#pragma once

#include <adwaita.h>

#include "penny-message.h"

G_BEGIN_DECLS

#define PENNY_TYPE_ATTACHMENT_LIST (penny_attachment_list_get_type ())
G_DECLARE_FINAL_TYPE (PennyAttachmentList, penny_attachment_list, PENNY, ATTACHMENT_LIST, AdwBin)

/* Signal "failed" (sentence): something could not be opened or saved. */
GtkWidget *penny_attachment_list_new (void);
/* Lists MESSAGE's attachments, hidden when there are none; NULL: none. */
void penny_attachment_list_set_message (PennyAttachmentList *self, PennyMessage *message);
guint penny_attachment_list_get_n_shown (PennyAttachmentList *self);

G_END_DECLS
