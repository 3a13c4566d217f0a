/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kind, name, door number, protection and user name of one server. */
#include "penny-server-group.h"

#include <glib/gi18n-lib.h>

#include "penny-assistant-look.h"
#include "penny-row-name.h"

struct _PennyServerGroup {
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  AdwComboRow *kind;
  GtkEditable *host;
  GtkEditable *port;
  AdwComboRow *security;
  GtkEditable *user;

  gboolean outgoing;
  gboolean loading;
  guint16 usual_port;   /* what stood in the field by our doing */
};

G_DEFINE_FINAL_TYPE (PennyServerGroup, penny_server_group, ADW_TYPE_BIN)

enum { PROP_0, PROP_OUTGOING, N_PROPS };
enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static PennyProtocol
get_protocol (PennyServerGroup *self)
{
  if (self->outgoing)
    return PENNY_PROTOCOL_SMTP;
  return adw_combo_row_get_selected (self->kind) == 1 ? PENNY_PROTOCOL_POP3 : PENNY_PROTOCOL_IMAP;
}

static PennySecurity
get_security (PennyServerGroup *self)
{
  return (PennySecurity) MIN (adw_combo_row_get_selected (self->security), PENNY_SECURITY_NONE);
}

static guint16
get_port (PennyServerGroup *self)
{
  guint64 port = 0;

  if (!g_ascii_string_to_unsigned (gtk_editable_get_text (self->port), 10, 0, G_MAXUINT16, &port, NULL))
    return 0;
  return (guint16) port;
}

static void
write_port (PennyServerGroup *self, guint16 port)
{
  g_autofree char *text = g_strdup_printf ("%u", port);

  gtk_editable_set_text (self->port, text);
}

static void
typed_cb (GtkEditable *editable, PennyServerGroup *self)
{
  if (!self->loading)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* Another kind or protection has another usual door; a number of the person's own stays. */
static void
chosen_cb (GObject *row, GParamSpec *pspec, PennyServerGroup *self)
{
  guint16 usual = penny_server_default_port (get_protocol (self), get_security (self));
  guint16 port = get_port (self);

  if (self->loading)
    return;

  if (port == 0 || port == self->usual_port)
    {
      self->loading = TRUE;
      write_port (self, usual);
      self->loading = FALSE;
    }
  self->usual_port = usual;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
penny_server_group_set_server (PennyServerGroup *self, const PennyServer *server)
{
  g_return_if_fail (PENNY_IS_SERVER_GROUP (self) && server != NULL);

  self->loading = TRUE;
  adw_combo_row_set_selected (self->kind, server->protocol == PENNY_PROTOCOL_POP3 ? 1 : 0);
  adw_combo_row_set_selected (self->security, server->security);
  gtk_editable_set_text (self->host, server->host);
  gtk_editable_set_text (self->user, server->user);
  self->usual_port = penny_server_default_port (server->protocol, server->security);
  write_port (self, server->port != 0 ? server->port : self->usual_port);
  self->loading = FALSE;
}

PennyServer *
penny_server_group_dup_server (PennyServerGroup *self)
{
  g_autofree char *host = g_strstrip (g_strdup (gtk_editable_get_text (self->host)));
  g_autofree char *user = g_strstrip (g_strdup (gtk_editable_get_text (self->user)));

  g_return_val_if_fail (PENNY_IS_SERVER_GROUP (self), NULL);

  return penny_server_new (get_protocol (self), host, get_port (self), get_security (self), user);
}

void
penny_server_group_focus (PennyServerGroup *self)
{
  g_return_if_fail (PENNY_IS_SERVER_GROUP (self));

  gtk_widget_grab_focus (GTK_WIDGET (gtk_editable_get_delegate (self->host)));
}

static void
penny_server_group_constructed (GObject *object)
{
  PennyServerGroup *self = PENNY_SERVER_GROUP (object);

  G_OBJECT_CLASS (penny_server_group_parent_class)->constructed (object);

  gtk_widget_set_visible (GTK_WIDGET (self->kind), !self->outgoing);
  if (!self->outgoing)
    return;

  adw_preferences_group_set_title (self->group, _("Sending Letters"));
  /* technician */
  adw_preferences_group_set_description (self->group, _("The outgoing server (SMTP). Leave it empty to read only."));
}

static void
penny_server_group_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PENNY_SERVER_GROUP (object)->outgoing = g_value_get_boolean (value);
}

static void
penny_server_group_dispose (GObject *object)
{
  /* GTK 4.8 unparents a bound child that is also the bin's own, which then does so once more. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), PENNY_TYPE_SERVER_GROUP);
  G_OBJECT_CLASS (penny_server_group_parent_class)->dispose (object);
}

static void
penny_server_group_class_init (PennyServerGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = penny_server_group_constructed;
  object_class->set_property = penny_server_group_set_property;
  object_class->dispose = penny_server_group_dispose;
  g_object_class_install_property (object_class, PROP_OUTGOING,
                                   g_param_spec_boolean ("outgoing", NULL, NULL, FALSE,
                                                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY |
                                                         G_PARAM_STATIC_STRINGS));
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, PENNY_ASSISTANT_RESOURCE ("penny-server-group.ui"));
  gtk_widget_class_bind_template_child (widget_class, PennyServerGroup, group);
  gtk_widget_class_bind_template_child (widget_class, PennyServerGroup, kind);
  gtk_widget_class_bind_template_child (widget_class, PennyServerGroup, host);
  gtk_widget_class_bind_template_child (widget_class, PennyServerGroup, port);
  gtk_widget_class_bind_template_child (widget_class, PennyServerGroup, security);
  gtk_widget_class_bind_template_child (widget_class, PennyServerGroup, user);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
penny_server_group_init (PennyServerGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  penny_row_name (GTK_WIDGET (self->host));
  penny_row_name (GTK_WIDGET (self->port));
  penny_row_name (GTK_WIDGET (self->user));
}
