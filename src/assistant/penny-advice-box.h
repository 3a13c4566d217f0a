/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What went wrong, in words: title, explanation, a page to open where there is one, and the technical
 * text for who asks for it. The button that mends it is the window's. */
#pragma once

#include <adwaita.h>

#include "penny-advice.h"

G_BEGIN_DECLS

#define PENNY_TYPE_ADVICE_BOX (penny_advice_box_get_type ())
G_DECLARE_FINAL_TYPE (PennyAdviceBox, penny_advice_box, PENNY, ADVICE_BOX, AdwBin)

/* Hidden when ADVICE is NULL. MORE (may be NULL) is a further sentence. */
void penny_advice_box_show (PennyAdviceBox *self, const PennyAdvice *advice, const char *more);

G_END_DECLS
