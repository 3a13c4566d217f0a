/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two groups that write into the setup as they are typed. */
#include "penny-by-hand-page.h"

#include "penny-assistant-look.h"
#include "penny-server-group.h"

struct _PennyByHandPage {
  AdwBin parent_instance;

  PennyServerGroup *incoming;
  PennyServerGroup *outgoing;

  PennySetup *setup;   /* borrowed from the window */
};

G_DEFINE_FINAL_TYPE (PennyByHandPage, penny_by_hand_page, ADW_TYPE_BIN)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
changed_cb (PennyServerGroup *group, PennyByHandPage *self)
{
  g_autoptr (PennyServer) server = penny_server_group_dup_server (group);

  if (self->setup == NULL)
    return;

  penny_setup_set_server (self->setup, group == self->outgoing, server);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
penny_by_hand_page_load (PennyByHandPage *self, PennySetup *setup)
{
  g_return_if_fail (PENNY_IS_BY_HAND_PAGE (self));

  self->setup = setup;
  if (setup == NULL)
    return;
  penny_server_group_set_server (self->incoming, penny_setup_get_server (setup, FALSE));
  penny_server_group_set_server (self->outgoing, penny_setup_get_server (setup, TRUE));
}

void
penny_by_hand_page_focus (PennyByHandPage *self, PennyField field)
{
  g_return_if_fail (PENNY_IS_BY_HAND_PAGE (self));

  penny_server_group_focus (field == PENNY_FIELD_OUTGOING ? self->outgoing : self->incoming);
}

static void
penny_by_hand_page_dispose (GObject *object)
{
  PENNY_BY_HAND_PAGE (object)->setup = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), PENNY_TYPE_BY_HAND_PAGE);
  G_OBJECT_CLASS (penny_by_hand_page_parent_class)->dispose (object);
}

static void
penny_by_hand_page_class_init (PennyByHandPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PENNY_TYPE_SERVER_GROUP);
  G_OBJECT_CLASS (klass)->dispose = penny_by_hand_page_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, PENNY_ASSISTANT_RESOURCE ("penny-by-hand-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, PennyByHandPage, incoming);
  gtk_widget_class_bind_template_child (widget_class, PennyByHandPage, outgoing);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
penny_by_hand_page_init (PennyByHandPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
