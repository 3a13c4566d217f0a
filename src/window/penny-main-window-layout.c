/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three panes, two, or one: folding, going back, widths that are remembered. */
#include "penny-main-window-private.h"

#define LETTER_PAGE "letter"
#define LISTS_PAGE "lists"
#define LIST_PAGE "list"
#define FOLDERS_PAGE "folders"

gboolean
penny_main_window_is_letter_visible (PennyMainWindow *self)
{
  return !adw_leaflet_get_folded (self->outer) ||
         g_strcmp0 (adw_leaflet_get_visible_child_name (self->outer), LETTER_PAGE) == 0;
}

/* Window buttons belong to the outermost panes on screen, wherever those are. */
static void
folded_cb (AdwLeaflet *leaflet, GParamSpec *pspec, PennyMainWindow *self)
{
  gboolean outer = adw_leaflet_get_folded (self->outer);
  gboolean inner = adw_leaflet_get_folded (self->inner);
  gboolean folders = gtk_widget_get_visible (GTK_WIDGET (self->folders_pane));

  adw_header_bar_set_show_end_title_buttons (self->folders_header, outer && inner);
  g_object_set (self->list, "back-visible", inner && folders, "start-buttons", inner || !folders,
                "end-buttons", outer, NULL);
  g_object_set (self->letter, "back-visible", outer, "start-buttons", outer, NULL);
  g_object_set (self->folders_pane, "resizable", !inner, NULL);
  g_object_set (self->list_pane_frame, "resizable", !outer, NULL);
  penny_list_pane_set_single_click (self->list, outer);
  penny_list_pane_set_follow (self->list, !outer);
}

/* A leaflet goes back by itself, too (Alt+Left, a swipe, a mouse's button), and then gives the focus
 * to the first button that it finds. */
static void
page_shown_cb (AdwLeaflet *leaflet, GParamSpec *pspec, PennyMainWindow *self)
{
  const char *outer = adw_leaflet_get_visible_child_name (self->outer);
  const char *inner = adw_leaflet_get_visible_child_name (self->inner);

  if (!adw_leaflet_get_folded (leaflet) || g_strcmp0 (outer, LISTS_PAGE) != 0)
    return;
  if (adw_leaflet_get_folded (self->inner) && g_strcmp0 (inner, FOLDERS_PAGE) == 0)
    penny_folder_list_grab_focus (self->folders);
  else
    penny_list_pane_grab_focus (self->list);
}

static void
remember_widths (PennyMainWindow *self)
{
  if (self->settings == NULL)
    return;
  g_settings_set_int (self->settings, "folders-width", penny_pane_get_width (self->folders_pane));
  g_settings_set_int (self->settings, "list-width", penny_pane_get_width (self->list_pane_frame));
}

void
penny_main_window_init_layout (PennyMainWindow *self)
{
  g_signal_connect_object (self->outer, "notify::folded", G_CALLBACK (folded_cb), self, 0);
  g_signal_connect_object (self->inner, "notify::folded", G_CALLBACK (folded_cb), self, 0);
  g_signal_connect_object (self->folders_pane, "notify::visible", G_CALLBACK (folded_cb), self, 0);
  adw_leaflet_set_visible_child_name (self->inner, LIST_PAGE);
  adw_leaflet_set_visible_child_name (self->outer, LISTS_PAGE);
  g_signal_connect_object (self->outer, "notify::visible-child", G_CALLBACK (page_shown_cb), self, 0);
  g_signal_connect_object (self->inner, "notify::visible-child", G_CALLBACK (page_shown_cb), self, 0);
  folded_cb (NULL, NULL, self);

  if (self->settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  penny_pane_set_width (self->folders_pane, g_settings_get_int (self->settings, "folders-width"));
  penny_pane_set_width (self->list_pane_frame, g_settings_get_int (self->settings, "list-width"));
}

void
penny_main_window_save_layout (PennyMainWindow *self)
{
  gboolean maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  int width, height;

  if (self->settings == NULL)
    return;
  g_settings_set_boolean (self->settings, "window-maximized", maximized);
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (!maximized && width > 0 && height > 0)
    {
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
    }
  remember_widths (self);
}

void
penny_main_window_go_to_letter (PennyMainWindow *self)
{
  adw_leaflet_set_visible_child_name (self->outer, LETTER_PAGE);
}

void
penny_main_window_go_to_list (PennyMainWindow *self)
{
  adw_leaflet_set_visible_child_name (self->outer, LISTS_PAGE);
  adw_leaflet_set_visible_child_name (self->inner, LIST_PAGE);
}

gboolean
penny_main_window_go_back (PennyMainWindow *self)
{
  if (adw_leaflet_get_folded (self->outer) &&
      g_strcmp0 (adw_leaflet_get_visible_child_name (self->outer), LETTER_PAGE) == 0)
    {
      adw_leaflet_set_visible_child_name (self->outer, LISTS_PAGE);
      penny_list_pane_grab_focus (self->list);
      return TRUE;
    }
  if (adw_leaflet_get_folded (self->inner) && gtk_widget_get_visible (GTK_WIDGET (self->folders_pane)) &&
      g_strcmp0 (adw_leaflet_get_visible_child_name (self->inner), LIST_PAGE) == 0)
    {
      adw_leaflet_set_visible_child_name (self->inner, FOLDERS_PAGE);
      penny_folder_list_grab_focus (self->folders);
      return TRUE;
    }
  return FALSE;
}

void
penny_main_window_toggle_folders (PennyMainWindow *self)
{
  gboolean shown = gtk_widget_get_visible (GTK_WIDGET (self->folders_pane));

  if (!adw_leaflet_get_folded (self->inner))
    {
      gtk_widget_set_visible (GTK_WIDGET (self->folders_pane), !shown);
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->folders_pane), TRUE);
  adw_leaflet_set_visible_child_name (self->outer, LISTS_PAGE);
  if (g_strcmp0 (adw_leaflet_get_visible_child_name (self->inner), FOLDERS_PAGE) == 0)
    adw_leaflet_set_visible_child_name (self->inner, LIST_PAGE);
  else
    adw_leaflet_set_visible_child_name (self->inner, FOLDERS_PAGE);
}

/* Tab alone would visit every row of the list. Panes that are folded away are passed over. */
void
penny_main_window_cycle_panes (PennyMainWindow *self, gboolean backwards)
{
  GtkWidget *panes[] = { GTK_WIDGET (self->folders), GTK_WIDGET (self->list), GTK_WIDGET (self->letter) };
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  guint n = G_N_ELEMENTS (panes);
  guint current = 1;

  for (guint i = 0; i < n && focus != NULL; i++)
    if (focus == panes[i] || gtk_widget_is_ancestor (focus, panes[i]))
      current = i;
  for (guint step = 1; step <= n; step++)
    {
      guint next = (current + (backwards ? n - step : step)) % n;

      if (!gtk_widget_get_child_visible (panes[next]) || !gtk_widget_get_mapped (panes[next]))
        continue;
      if (next == 0)
        penny_folder_list_grab_focus (self->folders);
      else if (next == 1)
        penny_list_pane_grab_focus (self->list);
      else if (!penny_letter_pane_grab_focus (self->letter))
        continue;
      return;
    }
}
