/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list view of the list pane: its rows, its keys, and what midnight does to its dates. */
#include "penny-list-pane-private.h"

#include "penny-entry-row.h"
#include "penny-folder-words.h"

/* The computer may have slept over midnight, and timers do not count sleep. */
#define LONGEST_DAY_CHECK 300

/* --- rows --- */

static void
row_star_cb (PennyEntryRow *row, gboolean on, PennyListPane *self)
{
  PennyEntryItem *item = penny_entry_row_get_item (row);

  if (item != NULL)
    g_signal_emit_by_name (self, "star", (gint64) penny_entry_item_get_id (item), on);
}

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, PennyListPane *self)
{
  GtkWidget *row = penny_entry_row_new ();

  g_signal_connect_object (row, "star", G_CALLBACK (row_star_cb), self, 0);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, PennyListPane *self)
{
  gboolean recipients = self->folder != NULL && !penny_list_pane_is_searching (self) &&
                        penny_folder_words_shows_recipients (self->folder->role);

  penny_entry_row_bind (PENNY_ENTRY_ROW (gtk_list_item_get_child (list_item)),
                        PENNY_ENTRY_ITEM (gtk_list_item_get_item (list_item)), recipients);
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, PennyListPane *self)
{
  penny_entry_row_unbind (PENNY_ENTRY_ROW (gtk_list_item_get_child (list_item)));
}

/* --- midnight --- */

static void start_day_timer (PennyListPane *self);

static int
today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_get_year (now) * 1000 + g_date_time_get_day_of_year (now);
}

static gboolean
day_timer_cb (gpointer data)
{
  PennyListPane *self = PENNY_LIST_PANE (data);

  self->day_timer = 0;
  if (today () != self->day)
    penny_entry_model_forget_date_words (self->model);
  start_day_timer (self);
  return G_SOURCE_REMOVE;
}

static void
start_day_timer (PennyListPane *self)
{
  self->day = today ();
  self->day_timer = g_timeout_add_seconds (LONGEST_DAY_CHECK, day_timer_cb, self);
}

/* --- the view --- */

/* Tab inside a list view goes to the next row; people mean the next pane. */
static gboolean
key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, PennyListPane *self)
{
  if (keyval == GDK_KEY_Tab && (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) == 0)
    return gtk_widget_activate_action (GTK_WIDGET (self), "win.next-pane", NULL);
  if (keyval == GDK_KEY_ISO_Left_Tab)
    return gtk_widget_activate_action (GTK_WIDGET (self), "win.previous-pane", NULL);
  return GDK_EVENT_PROPAGATE;
}

void
penny_list_pane_init_view (PennyListPane *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row_cb), self);

  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (penny_list_pane_selected_cb), self, 0);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (penny_list_pane_items_changed_cb),
                           self, G_CONNECT_AFTER);

  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect (self->view, "activate", G_CALLBACK (penny_list_pane_activate_cb), self);
  g_object_unref (factory);
  start_day_timer (self);
}
