/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One of the four ways: a picture, a title and a sentence to choose; below it, while it is chosen,
 * what it will change, and after how many days. */
#pragma once

#include <adwaita.h>

#include "penny-setup.h"

G_BEGIN_DECLS

#define PENNY_TYPE_WAY_CARD (penny_way_card_get_type ())
G_DECLARE_FINAL_TYPE (PennyWayCard, penny_way_card, PENNY, WAY_CARD, GtkBox)

/* Property "way" (int, once). Signal "changed": it was chosen, or its days were; the setup knows. */
void penny_way_card_load (PennyWayCard *self, PennySetup *setup);
void penny_way_card_join (PennyWayCard *self, PennyWayCard *other);   /* one group of radio buttons */
gboolean penny_way_card_is_chosen (PennyWayCard *self);
void penny_way_card_focus (PennyWayCard *self);

G_END_DECLS
