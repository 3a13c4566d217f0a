/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Name, address and password; and what the provider wants first, as soon as the address says who
 * that is. */
#pragma once

#include <adwaita.h>

#include "penny-setup.h"

G_BEGIN_DECLS

#define PENNY_TYPE_PERSON_PAGE (penny_person_page_get_type ())
G_DECLARE_FINAL_TYPE (PennyPersonPage, penny_person_page, PENNY, PERSON_PAGE, AdwBin)

/* Signal "changed": something was typed, the setup knows it already. SETUP is borrowed and must outlive
 * the page's use; the fields are filled in from it. */
void penny_person_page_load (PennyPersonPage *self, PennySetup *setup);
/* Puts the keyboard on FIELD; PENNY_FIELD_NONE: the first empty one. */
void penny_person_page_focus (PennyPersonPage *self, PennyField field);

G_END_DECLS
