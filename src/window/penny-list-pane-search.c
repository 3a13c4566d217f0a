/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching in the list pane: words from the search bar become the list, Esc brings the folder back. */
#include "penny-list-pane-private.h"

#include <glib/gi18n-lib.h>

/* People who look into Junk or Trash mean that folder; everybody else means all their mail. */
static PennyFolderId
scope (PennyListPane *self)
{
  if (self->folder != NULL &&
      (self->folder->role == PENNY_ROLE_JUNK || self->folder->role == PENNY_ROLE_TRASH))
    return self->folder->id;
  return 0;
}

static char *
dup_words (PennyListPane *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search_entry))));
}

gboolean
penny_list_pane_is_searching (PennyListPane *self)
{
  return penny_entry_model_is_search (self->model);
}

static void
search_changed_cb (GtkSearchEntry *entry, PennyListPane *self)
{
  g_autofree char *words = dup_words (self);

  if (self->store == NULL)
    return;
  if (*words == '\0' || !gtk_search_bar_get_search_mode (self->search_bar))
    {
      if (penny_list_pane_is_searching (self))
        penny_list_pane_reload (self);
      return;
    }
  /* Nobody chose the letter that would stand where the selected one stood. */
  penny_list_pane_select (self, 0);
  penny_entry_model_show_search (self->model, self->store, words, scope (self));
}

static void
search_mode_cb (GtkSearchBar *bar, GParamSpec *pspec, PennyListPane *self)
{
  if (!gtk_search_bar_get_search_mode (bar) && self->folder != NULL && penny_list_pane_is_searching (self))
    penny_list_pane_reload (self);
}

static void
stop_search_cb (GtkSearchEntry *entry, PennyListPane *self)
{
  penny_list_pane_end_search (self);
}

/* Down or Enter in the entry goes to what was found. */
static void
to_list_cb (GtkSearchEntry *entry, PennyListPane *self)
{
  penny_list_pane_grab_focus (self);
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, PennyListPane *self)
{
  if (keyval != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  penny_list_pane_grab_focus (self);
  return GDK_EVENT_STOP;
}

void
penny_list_pane_init_search (PennyListPane *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  g_signal_connect (self->search_entry, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect (self->search_entry, "stop-search", G_CALLBACK (stop_search_cb), self);
  g_signal_connect (self->search_entry, "activate", G_CALLBACK (to_list_cb), self);
  g_signal_connect (self->search_bar, "notify::search-mode-enabled", G_CALLBACK (search_mode_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->search_entry), keys);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search_entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Search messages"), -1);
}

void
penny_list_pane_begin_search (PennyListPane *self)
{
  g_return_if_fail (PENNY_IS_LIST_PANE (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

gboolean
penny_list_pane_end_search (PennyListPane *self)
{
  g_return_val_if_fail (PENNY_IS_LIST_PANE (self), FALSE);

  if (!gtk_search_bar_get_search_mode (self->search_bar))
    return FALSE;
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  penny_list_pane_grab_focus (self);
  return TRUE;
}

void
penny_list_pane_set_search_text (PennyListPane *self, const char *text)
{
  g_return_if_fail (PENNY_IS_LIST_PANE (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
}
