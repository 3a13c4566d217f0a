/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Toasts of plain words. */
#include "penny-toast.h"

AdwToast *
penny_toast_new (const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  return adw_toast_new (markup);
}
