/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The widget around the shapes: size, style, direction. */
#include "penny-post-drawing.h"

#include <adwaita.h>

struct _PennyPostDrawing {
  GtkWidget parent_instance;

  PennyScene scene;
  int height;
};

G_DEFINE_FINAL_TYPE (PennyPostDrawing, penny_post_drawing, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_SCENE, PROP_HEIGHT, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
penny_post_drawing_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                            int *natural, int *minimum_baseline, int *natural_baseline)
{
  PennyPostDrawing *self = PENNY_POST_DRAWING (widget);
  int width = self->height * PENNY_SCENE_WIDTH / PENNY_SCENE_HEIGHT;

  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? width : self->height;
  *minimum = *natural / 2;
}

static void
penny_post_drawing_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PennyPostDrawing *self = PENNY_POST_DRAWING (widget);
  AdwStyleManager *manager = adw_style_manager_get_default ();
  PennySceneStyle style = { adw_style_manager_get_dark (manager), adw_style_manager_get_high_contrast (manager) };
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double scale = MIN (width / PENNY_SCENE_WIDTH, height / PENNY_SCENE_HEIGHT);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &style.ink);
  cairo_translate (cr, width / 2, height / 2);
  /* Nothing in the picture is written, so all of it is mirrored. */
  cairo_scale (cr, gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? -scale : scale, scale);
  cairo_translate (cr, -PENNY_SCENE_WIDTH / 2.0, -PENNY_SCENE_HEIGHT / 2.0);
  penny_post_shapes_draw (cr, self->scene, &style);
  cairo_destroy (cr);
}

static void
penny_post_drawing_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PennyPostDrawing *self = PENNY_POST_DRAWING (object);

  if (id == PROP_SCENE)
    g_value_set_int (value, (int) self->scene);
  else
    g_value_set_int (value, self->height);
}

static void
penny_post_drawing_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PennyPostDrawing *self = PENNY_POST_DRAWING (object);

  if (id == PROP_SCENE)
    penny_post_drawing_set_scene (self, (PennyScene) g_value_get_int (value));
  else
    {
      self->height = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
    }
}

static void
penny_post_drawing_class_init (PennyPostDrawingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = penny_post_drawing_get_property;
  object_class->set_property = penny_post_drawing_set_property;
  widget_class->measure = penny_post_drawing_measure;
  widget_class->snapshot = penny_post_drawing_snapshot;
  properties[PROP_SCENE] = g_param_spec_int ("scene", NULL, NULL, 0, PENNY_SCENE_ARRIVED, 0,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HEIGHT] = g_param_spec_int ("height", NULL, NULL, 0, 1000, 100,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
penny_post_drawing_init (PennyPostDrawing *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->height = 100;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
penny_post_drawing_new (void)
{
  return g_object_new (PENNY_TYPE_POST_DRAWING, NULL);
}

void
penny_post_drawing_set_scene (PennyPostDrawing *self, PennyScene scene)
{
  g_return_if_fail (PENNY_IS_POST_DRAWING (self));

  self->scene = scene;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
