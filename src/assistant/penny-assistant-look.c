/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A static library would drop a resource that registers itself, since nobody names it. */
#include "penny-assistant-look.h"

#include <gtk/gtk.h>

#include "penny-assistant-resources.h"

void
penny_assistant_look_load (void)
{
  static gboolean loaded;
  g_autoptr (GtkCssProvider) provider = NULL;

  if (loaded)
    return;

  loaded = TRUE;
  g_resources_register (penny_assistant_get_resource ());
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, PENNY_ASSISTANT_RESOURCE ("penny-assistant.css"));
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
