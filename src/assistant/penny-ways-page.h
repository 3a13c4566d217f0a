/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four ways to choose from. */
#pragma once

#include <adwaita.h>

#include "penny-setup.h"

G_BEGIN_DECLS

#define PENNY_TYPE_WAYS_PAGE (penny_ways_page_get_type ())
G_DECLARE_FINAL_TYPE (PennyWaysPage, penny_ways_page, PENNY, WAYS_PAGE, AdwBin)

/* As penny_person_page_load(). Signal "changed"; signal "asked": the person wants to be
 * helped in choosing; signal "play": to see what happens. */
void penny_ways_page_load (PennyWaysPage *self, PennySetup *setup);
void penny_ways_page_focus (PennyWaysPage *self);

G_END_DECLS
