/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mail accounts that the desktop has already, to be used without typing anything. */
#pragma once

#include <adwaita.h>

#include "penny-setup.h"

G_BEGIN_DECLS

#define PENNY_TYPE_DESKTOP_OFFERS (penny_desktop_offers_get_type ())
G_DECLARE_FINAL_TYPE (PennyDesktopOffers, penny_desktop_offers, PENNY, DESKTOP_OFFERS, AdwBin)

/* Signal "chosen" (const PennyGoaAccount *account): lent.
 * What SETUP has to offer; hidden when that is nothing. SETUP (NULL: nothing) must outlive the use. */
void penny_desktop_offers_load (PennyDesktopOffers *self, PennySetup *setup);

G_END_DECLS
