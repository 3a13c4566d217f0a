/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The module's one symbol. */
#include <gmodule.h>

#include "penny-web-guard.h"
#include "penny-web-letter.h"
#include "penny-web.h"

extern G_MODULE_EXPORT const PennyWeb penny_web;

static WebKitUserContentFilter *filter;

static gboolean
prepare_finish (GAsyncResult *result, GError **error)
{
  g_clear_pointer (&filter, webkit_user_content_filter_unref);
  filter = penny_web_guard_finish (result, error);
  return filter != NULL;
}

static GtkWidget *
letter_new (void)
{
  return penny_web_letter_new (filter);
}

static void
letter_load (GtkWidget *letter, const PennyWebPage *page)
{
  penny_web_letter_load (PENNY_WEB_LETTER (letter), page);
}

static void
letter_clear (GtkWidget *letter)
{
  penny_web_letter_clear (PENNY_WEB_LETTER (letter));
}

const PennyWeb penny_web = {
  .version = PENNY_VERSION,
  .prepare_async = penny_web_guard_async,
  .prepare_finish = prepare_finish,
  .letter_new = letter_new,
  .letter_load = letter_load,
  .letter_clear = letter_clear,
};
