/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A launcher where there is one; else, as in a sandbox, the settings' own actions on the bus. */
#include "penny-panel.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n-lib.h>

typedef struct {
  const char *name;
  const char *launcher;
  const char *panel;   /* of org.gnome.Settings; NULL: none of its panels */
  const char *place;
} Panel;

static const Panel panels[] = {
  { "check-clock", "gnome-datetime-panel.desktop", "datetime",
    N_("You find the clock in the settings of this computer, under “Date & Time”.") },
  { "check-network", "gnome-network-panel.desktop", "network",
    N_("You find the connection in the settings of this computer, under “Network” or “Wi-Fi”.") },
  { "free-space", "org.gnome.baobab.desktop", NULL,
    N_("Look in your folders for large files that you do not need any more.") },
  { "online-accounts", "gnome-online-accounts-panel.desktop", "online-accounts",
    N_("You find them in the settings of this computer, under “Online Accounts”.") },
};

static const Panel *
find (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (panels); i++)
    if (g_str_equal (panels[i].name, name))
      return &panels[i];
  return NULL;
}

gboolean
penny_panel_is_known (const char *name)
{
  return find (name) != NULL;
}

const char *
penny_panel_get_place (const char *name)
{
  const Panel *panel = find (name);

  return panel != NULL ? _(panel->place) : "";
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GVariant) reply = NULL;
  GError *error = NULL;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (reply != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The action "launch-panel" of the settings: (sav), the panel and what to tell it. */
static void
bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  const char *panel = g_task_get_task_data (task);
  GVariantBuilder parameters, platform;

  if (bus == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  g_variant_builder_add (&parameters, "v", g_variant_new ("(s@av)", panel, g_variant_new_array (G_VARIANT_TYPE_VARIANT,
                                                                                                NULL, 0)));
  g_variant_builder_init (&platform, G_VARIANT_TYPE_VARDICT);
  g_dbus_connection_call (bus, "org.gnome.Settings", "/org/gnome/Settings", "org.freedesktop.Application",
                          "ActivateAction", g_variant_new ("(sava{sv})", "launch-panel", &parameters, &platform),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, g_task_get_cancellable (task), asked_cb,
                          g_object_ref (task));
}

void
penny_panel_open_async (const char *name, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  const Panel *panel = find (name);
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GDesktopAppInfo) launcher = panel != NULL ? g_desktop_app_info_new (panel->launcher) : NULL;

  g_task_set_source_tag (task, penny_panel_open_async);
  if (launcher != NULL && g_app_info_launch (G_APP_INFO (launcher), NULL, NULL, NULL))
    g_task_return_boolean (task, TRUE);
  else if (panel != NULL && panel->panel != NULL)
    {
      g_task_set_task_data (task, (gpointer) panel->panel, NULL);
      g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_cb, g_steal_pointer (&task));
    }
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no such panel");
}

gboolean
penny_panel_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, penny_panel_open_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
