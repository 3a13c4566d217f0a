/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pane with a soft width and a grip. GtkPaned cannot fold, so the width is a wish: it is the
 * natural size, never the minimum, and the window still shrinks to a telephone's. */
#include "penny-pane.h"

#define GRIP_WIDTH 9
#define WIDEST 1200

struct _PennyPane {
  GtkWidget parent_instance;
  GtkWidget *child;
  GtkWidget *grip;
  int width;
  int width_at_start;
};

enum { PROP_0, PROP_CHILD, PROP_PANE_WIDTH, PROP_RESIZABLE, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void penny_pane_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PennyPane, penny_pane, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, penny_pane_buildable_init))

static void
penny_pane_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                    int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  PennyPane *self = PENNY_PANE (widget);
  int grip_minimum;

  *minimum = *natural = 0;
  if (self->child != NULL && gtk_widget_should_layout (self->child))
    gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
  /* A widget must be measured before it is allocated, and the grip lies over the child. */
  gtk_widget_measure (self->grip, orientation, -1, &grip_minimum, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL && self->width > 0)
    *natural = MAX (*minimum, self->width);
}

static void
penny_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PennyPane *self = PENNY_PANE (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  if (self->child != NULL && gtk_widget_should_layout (self->child))
    gtk_widget_allocate (self->child, width, height, baseline, NULL);
  if (gtk_widget_should_layout (self->grip))
    gtk_widget_size_allocate (self->grip,
                              &(GtkAllocation){ rtl ? 0 : MAX (0, width - GRIP_WIDTH), 0,
                                                MIN (GRIP_WIDTH, width), height }, -1);
}

static void
change_width (PennyPane *self, int width)
{
  int minimum = 0;

  if (self->child != NULL)
    gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  penny_pane_set_width (self, CLAMP (width, minimum, MAX (minimum, WIDEST)));
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, PennyPane *self)
{
  self->width_at_start = gtk_widget_get_width (GTK_WIDGET (self));
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double x, double y, PennyPane *self)
{
  double start_x, start_y;
  graphene_point_t point;
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  /* The grip moves with the edge: distances only mean something in the pane's own coordinates. */
  gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y);
  if (!gtk_widget_compute_point (self->grip, GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT ((float) (start_x + x), 0), &point))
    return;
  change_width (self, rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - (int) point.x : (int) point.x);
}

static void
penny_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PennyPane *self = PENNY_PANE (object);

  switch (id)
    {
    case PROP_CHILD:
      penny_pane_set_child (self, g_value_get_object (value));
      break;
    case PROP_PANE_WIDTH:
      penny_pane_set_width (self, g_value_get_int (value));
      break;
    case PROP_RESIZABLE:
      gtk_widget_set_visible (self->grip, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
penny_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PennyPane *self = PENNY_PANE (object);

  switch (id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_PANE_WIDTH:
      g_value_set_int (value, self->width);
      break;
    case PROP_RESIZABLE:
      g_value_set_boolean (value, gtk_widget_get_visible (self->grip));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
penny_pane_dispose (GObject *object)
{
  PennyPane *self = PENNY_PANE (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  g_clear_pointer (&self->grip, gtk_widget_unparent);
  G_OBJECT_CLASS (penny_pane_parent_class)->dispose (object);
}

static void
penny_pane_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (GTK_IS_WIDGET (child))
    penny_pane_set_child (PENNY_PANE (buildable), GTK_WIDGET (child));
}

static void
penny_pane_buildable_init (GtkBuildableIface *iface)
{
  iface->add_child = penny_pane_add_child;
}

static void
penny_pane_class_init (PennyPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = penny_pane_set_property;
  object_class->get_property = penny_pane_get_property;
  object_class->dispose = penny_pane_dispose;
  widget_class->measure = penny_pane_measure;
  widget_class->size_allocate = penny_pane_size_allocate;
  /* Whoever uses it gives it a name. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);

  properties[PROP_CHILD] =
    g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_PANE_WIDTH] =
    g_param_spec_int ("pane-width", NULL, NULL, 0, G_MAXINT, 0,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_RESIZABLE] =
    g_param_spec_boolean ("resizable", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
penny_pane_init (PennyPane *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->grip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_cursor_from_name (self->grip, "col-resize");
  gtk_widget_set_parent (self->grip, GTK_WIDGET (self));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->grip), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (self->grip, GTK_EVENT_CONTROLLER (drag));
}

GtkWidget *
penny_pane_new (void)
{
  return g_object_new (PENNY_TYPE_PANE, NULL);
}

void
penny_pane_set_child (PennyPane *self, GtkWidget *child)
{
  g_return_if_fail (PENNY_IS_PANE (self));

  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_insert_before (child, GTK_WIDGET (self), self->grip);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}

int
penny_pane_get_width (PennyPane *self)
{
  g_return_val_if_fail (PENNY_IS_PANE (self), 0);

  return self->width;
}

void
penny_pane_set_width (PennyPane *self, int width)
{
  g_return_if_fail (PENNY_IS_PANE (self));

  if (self->width == width)
    return;
  self->width = width;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PANE_WIDTH]);
}
