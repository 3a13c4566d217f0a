/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the assistant has to do with the desktop around it: its mail accounts, its settings. */
#include "penny-assistant-window-private.h"

#include "penny-panel.h"

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

typedef struct {
  PennyAssistantWindow *window;   /* owned */
  char *name;
} Opening;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;

  if (!penny_panel_open_finish (result, NULL) && opening->window->setup != NULL)
    adw_toast_overlay_add_toast (opening->window->toasts, adw_toast_new (penny_panel_get_place (opening->name)));
  g_object_unref (opening->window);
  g_free (opening->name);
  g_free (opening);
}

void
penny_assistant_window_open_panel (PennyAssistantWindow *self, const char *name)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->window = g_object_ref (self);
  opening->name = g_strdup (name);
  penny_panel_open_async (name, self->looking, opened_cb, opening);
}
