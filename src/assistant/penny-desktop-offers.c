/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A group with a row for each account; made anew whenever the offers change. */
#include "penny-desktop-offers.h"

#include <glib/gi18n-lib.h>

struct _PennyDesktopOffers {
  AdwBin parent_instance;

  GPtrArray *offers;   /* owned; its elements are borrowed from the setup */
};

G_DEFINE_FINAL_TYPE (PennyDesktopOffers, penny_desktop_offers, ADW_TYPE_BIN)

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
activated_cb (AdwActionRow *row, PennyDesktopOffers *self)
{
  guint number = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "penny-number"));

  if (self->offers != NULL && number < self->offers->len)
    g_signal_emit (self, signals[CHOSEN], 0, g_ptr_array_index (self->offers, number));
}

static GtkWidget *
make_row (PennyDesktopOffers *self, guint number)
{
  const PennyGoaAccount *offer = g_ptr_array_index (self->offers, number);
  GtkWidget *row = adw_action_row_new ();
  const char *subtitle = offer->needs_attention
    ? _("Wants you to sign in again in the settings of this computer first") : offer->provider;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), offer->address);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "penny-number", GUINT_TO_POINTER (number));
  g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), self, 0);
  return row;
}

void
penny_desktop_offers_load (PennyDesktopOffers *self, PennySetup *setup)
{
  GtkWidget *group;

  g_return_if_fail (PENNY_IS_DESKTOP_OFFERS (self));

  g_clear_pointer (&self->offers, g_ptr_array_unref);
  self->offers = setup != NULL ? penny_setup_dup_desktop_offers (setup) : g_ptr_array_new ();
  gtk_widget_set_visible (GTK_WIDGET (self), self->offers->len > 0);
  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Use an Account of This Computer"));
  for (guint i = 0; i < self->offers->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (self, i));
  adw_bin_set_child (ADW_BIN (self), group);
}

static void
penny_desktop_offers_dispose (GObject *object)
{
  PennyDesktopOffers *self = PENNY_DESKTOP_OFFERS (object);

  g_clear_pointer (&self->offers, g_ptr_array_unref);
  G_OBJECT_CLASS (penny_desktop_offers_parent_class)->dispose (object);
}

static void
penny_desktop_offers_class_init (PennyDesktopOffersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = penny_desktop_offers_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
penny_desktop_offers_init (PennyDesktopOffers *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
