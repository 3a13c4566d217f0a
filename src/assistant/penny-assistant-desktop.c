/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the assistant has to do with the desktop around it: its mail accounts, its settings. */
#include "penny-assistant-window-private.h"

#include "penny-panel.h"
#include "penny-toast.h"

void
penny_assistant_window_show_offers (PennyAssistantWindow *self, PennySetup *setup)
{
  gboolean first = self->accounts == NULL || penny_account_list_get_accounts (self->accounts)->len == 0;

  penny_desktop_offers_load (self->offers, first ? setup : NULL);
  penny_desktop_offers_load (self->more_offers, first ? NULL : setup);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyAssistantWindow) self = data;
  g_autoptr (GPtrArray) accounts = penny_goa_list_finish (result, NULL);

  if (accounts == NULL || self->setup == NULL)
    return;
  penny_setup_take_desktop_accounts (self->setup, accounts);
  penny_assistant_window_show_offers (self, self->setup);
}

void
penny_assistant_window_look_for_offers (PennyAssistantWindow *self)
{
  penny_goa_list_async (self->looking, listed_cb, g_object_ref (self));
}

static void
tell_place (gpointer data, const char *place)
{
  PennyAssistantWindow *self = data;

  if (self->setup != NULL)
    adw_toast_overlay_add_toast (self->toasts, penny_toast_new (place));
}

void
penny_assistant_window_open_panel (PennyAssistantWindow *self, const char *name)
{
  penny_panel_open (name, self, self->looking, tell_place);
}
