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

typedef struct {
  const Panel *panel;
  GObject *owner;              /* owned */
  PennyPanelTellFunc tell;
  GCancellable *cancellable;   /* owned, or NULL */
} Opening;

/* In a sandbox, or on another desktop, a person finds it when told where. */
static void
end (Opening *self, gboolean opened)
{
  if (!opened)
    self->tell (self->owner, _(self->panel->place));
  g_object_unref (self->owner);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  end (data, reply != NULL);
}

/* The action "launch-panel" of the settings: (sav), the panel and what to tell it. */
static void
bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *self = data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);
  GVariantBuilder parameters, platform;

  if (bus == NULL)
    {
      end (self, FALSE);
      return;
    }
  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  g_variant_builder_add (&parameters, "v",
                         g_variant_new ("(s@av)", self->panel->panel,
                                        g_variant_new_array (G_VARIANT_TYPE_VARIANT, NULL, 0)));
  g_variant_builder_init (&platform, G_VARIANT_TYPE_VARDICT);
  g_dbus_connection_call (bus, "org.gnome.Settings", "/org/gnome/Settings", "org.freedesktop.Application",
                          "ActivateAction", g_variant_new ("(sava{sv})", "launch-panel", &parameters, &platform),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, asked_cb, self);
}

void
penny_panel_open (const char *name, gpointer owner, GCancellable *cancellable, PennyPanelTellFunc tell)
{
  const Panel *panel = find (name);
  g_autoptr (GDesktopAppInfo) launcher = NULL;
  Opening *self;

  g_return_if_fail (panel != NULL);

  self = g_new0 (Opening, 1);
  self->panel = panel;
  self->owner = g_object_ref (owner);
  self->tell = tell;
  g_set_object (&self->cancellable, cancellable);
  launcher = g_desktop_app_info_new (panel->launcher);
  if (launcher != NULL && g_app_info_launch (G_APP_INFO (launcher), NULL, NULL, NULL))
    end (self, TRUE);
  else if (panel->panel != NULL)
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_cb, self);
  else
    end (self, FALSE);
}
