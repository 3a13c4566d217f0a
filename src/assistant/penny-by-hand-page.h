/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings by hand: the two servers. */
#pragma once

#include <adwaita.h>

#include "penny-setup.h"

G_BEGIN_DECLS

#define PENNY_TYPE_BY_HAND_PAGE (penny_by_hand_page_get_type ())
G_DECLARE_FINAL_TYPE (PennyByHandPage, penny_by_hand_page, PENNY, BY_HAND_PAGE, AdwBin)

/* As penny_person_page_load(). Signal "changed". */
void penny_by_hand_page_load (PennyByHandPage *self, PennySetup *setup);
void penny_by_hand_page_focus (PennyByHandPage *self, PennyField field);

G_END_DECLS
