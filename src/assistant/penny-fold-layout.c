/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A layout that folds by the width it is given; nothing is measured twice or reparented. */
#include "penny-fold-layout.h"

#define SPACING 12

struct _PennyFoldLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (PennyFoldLayout, penny_fold_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct {
  GtkWidget *first;
  GtkWidget *second;
  int first_width;    /* natural */
  int second_width;   /* that it wants beside the first */
} Pair;

static gboolean
look (GtkWidget *widget, Pair *pair)
{
  int minimum;

  pair->first = gtk_widget_get_first_child (widget);
  pair->second = pair->first != NULL ? gtk_widget_get_next_sibling (pair->first) : NULL;
  if (pair->second == NULL)
    return FALSE;

  gtk_widget_measure (pair->first, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &pair->first_width, NULL, NULL);
  gtk_widget_measure (pair->second, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &pair->second_width, NULL, NULL);
  pair->second_width = MAX (minimum, pair->second_width);
  return TRUE;
}

static gboolean
folds (const Pair *pair, int width)
{
  return width < pair->first_width + SPACING + pair->second_width;
}

static int
height_of (GtkWidget *widget, int width)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static GtkSizeRequestMode
penny_fold_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
penny_fold_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                           int for_size, int *minimum, int *natural, int *minimum_baseline,
                           int *natural_baseline)
{
  int first_minimum, second_minimum;
  Pair pair;

  if (!look (widget, &pair))
    return;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (pair.first, orientation, -1, &first_minimum, NULL, NULL, NULL);
      gtk_widget_measure (pair.second, orientation, -1, &second_minimum, NULL, NULL, NULL);
      *minimum = MAX (first_minimum, second_minimum);
      *natural = pair.first_width + SPACING + pair.second_width;
      return;
    }

  if (for_size >= 0 && folds (&pair, for_size))
    *minimum = height_of (pair.first, for_size) + SPACING + height_of (pair.second, for_size);
  else
    *minimum = MAX (height_of (pair.first, pair.first_width),
                    height_of (pair.second,
                               for_size >= 0 ? for_size - pair.first_width - SPACING : pair.second_width));
  *natural = *minimum;
}

static void
place (GtkWidget *child, int whole_width, int x, int y, int width, int height)
{
  GtkAllocation area = { x, y, width, height };

  if (gtk_widget_get_direction (child) == GTK_TEXT_DIR_RTL)
    area.x = whole_width - x - width;
  gtk_widget_size_allocate (child, &area, -1);
}

static void
penny_fold_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  Pair pair;
  int first_height, rest;

  if (!look (widget, &pair))
    return;

  if (folds (&pair, width))
    {
      first_height = height_of (pair.first, width);
      place (pair.first, width, 0, 0, width, first_height);
      place (pair.second, width, 0, first_height + SPACING, width,
             MAX (0, height - first_height - SPACING));
      return;
    }

  rest = width - pair.first_width - SPACING;
  place (pair.first, width, 0, 0, pair.first_width, height);
  place (pair.second, width, pair.first_width + SPACING, 0, rest, height);
}

static void
penny_fold_layout_class_init (PennyFoldLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = penny_fold_layout_get_request_mode;
  manager_class->measure = penny_fold_layout_measure;
  manager_class->allocate = penny_fold_layout_allocate;
}

static void
penny_fold_layout_init (PennyFoldLayout *self)
{
}

GtkLayoutManager *
penny_fold_layout_new (void)
{
  return g_object_new (PENNY_TYPE_FOLD_LAYOUT, NULL);
}
