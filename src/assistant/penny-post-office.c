/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws a moment of a step; the animation only moves the time on. */
#include "penny-post-office.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "penny-post-stage.h"

#define STAGE_MS 750

struct _PennyPostOffice {
  GtkWidget parent_instance;

  PennyPostScene scene;
  PennyDevice device;
  AdwAnimation *animation;     /* owned; NULL when nothing moves */
};

G_DEFINE_FINAL_TYPE (PennyPostOffice, penny_post_office, GTK_TYPE_WIDGET)

/* --- words --- */

const char *
penny_post_office_get_device_name (PennyDevice device)
{
  switch (device)
    {
    case PENNY_DEVICE_PHONE:
      return _("Phone");
    case PENNY_DEVICE_TABLET:
      return _("Tablet");
    case PENNY_DEVICE_COMPUTER:
    case PENNY_N_DEVICES:
    default:
      return _("Another computer");
    }
}

static guint
count (const PennyPostState *state, PennyPostPlace place)
{
  guint n = 0;

  for (guint i = 0; i < state->n_letters; i++)
    n += state->letters[i].at[place] != 0 && !(state->letters[i].at[place] & PENNY_POST_THROWN);

  return n;
}

static const char *
get_title (PennyPostOffice *self, PennyPostPlace place)
{
  if (place == PENNY_POST_BOX)
    /* Translators: below the picture of a post office. */
    return _("Post office");
  if (place == PENNY_POST_HERE)
    return _("This computer");
  return penny_post_office_get_device_name (self->device);
}

static char *
describe (PennyPostOffice *self, PennyPostPlace place)
{
  const PennyPostState *state = &self->scene.after;
  guint n = count (state, place);

  if (place == PENNY_POST_BOX)
    {
      if (penny_post_state_is_full (state))
        return g_strdup (_("the box is full"));
      return n == 0 ? g_strdup (_("the box is empty"))
        : g_strdup_printf (ngettext ("%u letter in the box", "%u letters in the box", n), n);
    }
  if (place == PENNY_POST_HERE && state->broken)
    /* Translators: below the picture of a computer. */
    return g_strdup (_("broken"));
  if (place == PENNY_POST_HERE && state->offline)
    return g_strdup (_("no internet"));
  if (place == PENNY_POST_OTHER && !state->other_looked)
    /* Translators: below the picture of a phone: it has not collected its mail so far. */
    return g_strdup (_("has not looked yet"));
  return n == 0 ? g_strdup (_("no letters")) : g_strdup_printf (ngettext ("%u letter", "%u letters", n), n);
}

static PangoLayout *
make_label (PennyPostOffice *self, PennyPostPlace place, int width)
{
  g_autofree char *words = describe (self, place);
  g_autofree char *markup = g_markup_printf_escaped ("<b>%s</b>\n%s", get_title (self, place), words);
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);

  pango_layout_set_markup (layout, markup, -1);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  return layout;
}

static void
tell (PennyPostOffice *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (PennyPostPlace place = PENNY_POST_BOX; place < PENNY_POST_N_HOLDERS; place++)
    {
      g_autofree char *words = describe (self, place);

      g_string_append_printf (text, "%s%s: %s", place > 0 ? "; " : "", get_title (self, place), words);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text->str, -1);
}

/* --- size --- */

static void
lay_out (PennyPostOffice *self, int width, int height, PennyPostLayout *layout)
{
  int heights[PENNY_POST_N_HOLDERS];

  for (PennyPostPlace place = PENNY_POST_BOX; place < PENNY_POST_N_HOLDERS; place++)
    {
      g_autoptr (PangoLayout) label = make_label (self, place, penny_post_stage_get_label_width (width, place));

      pango_layout_get_pixel_size (label, NULL, &heights[place]);
    }
  penny_post_stage_lay_out (layout, width, height, heights,
                            gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL);
}

static GtkSizeRequestMode
penny_post_office_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
penny_post_office_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  PennyPostLayout layout;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 280;
      *natural = 720;
      return;
    }

  lay_out (PENNY_POST_OFFICE (widget), for_size > 0 ? for_size : 280, 0, &layout);
  *minimum = (int) ceilf (layout.height);
  lay_out (PENNY_POST_OFFICE (widget), for_size > 0 ? for_size : 280, -1, &layout);
  *natural = (int) ceilf (layout.height);
}

/* --- drawing --- */

static gboolean
is_copy (PennyPostOffice *self, PennyPostPlace place)
{
  const PennyWayRules *rules = penny_way_rules_get (self->scene.after.way);

  return place == PENNY_POST_HERE && !rules->folders_shared && penny_way_rules_letters_stay (rules);
}

static void
draw_letter (PennyPostOffice *self, PennyPostPen *pen, const graphene_rect_t *area, guint letter, PennyPostMarks marks,
             gboolean copy, double alpha)
{
  const PennyPostState *state = &self->scene.after;
  const PennyLetterLook look = {
    .index = letter < PENNY_POST_MAX_LETTERS ? letter : state->n_letters,
    .marks = marks,
    .written = letter < state->n_letters && state->letters[letter].written,
    .copy = copy,
    .alpha = alpha,
  };

  penny_post_figure_letter (pen, area, &look);
}

static void
draw_letters (PennyPostOffice *self, PennyPostPen *pen, const PennyPostLayout *layout, PennyPostPlace place,
              gboolean thrown)
{
  for (guint i = 0; i < self->scene.after.n_letters; i++)
    {
      PennyPostMarks marks = penny_post_scene_get_marks (&self->scene, i, place);
      graphene_rect_t area;

      if (marks == 0 || ((marks & PENNY_POST_THROWN) != 0) != thrown)
        continue;
      penny_post_stage_find_letter (layout, &self->scene, self->device, i, place, marks, &area);
      draw_letter (self, pen, &area, i, marks, is_copy (self, place), 1);
    }
}

static gboolean
has_basket (PennyPostOffice *self, PennyPostPlace place)
{
  for (guint i = 0; i < self->scene.after.n_letters; i++)
    if ((self->scene.after.letters[i].at[place] & PENNY_POST_THROWN)
        || (penny_post_scene_get_marks (&self->scene, i, place) & PENNY_POST_THROWN))
      return TRUE;

  return FALSE;
}

/* On the corner of the box. */
static void
draw_alarm (PennyPostPen *pen, const graphene_rect_t *area)
{
  float size = area->size.width * 0.15f;
  graphene_rect_t place = GRAPHENE_RECT_INIT (area->origin.x + area->size.width * 0.86f - size / 2,
                                              area->origin.y + area->size.height * 0.34f - size / 2, size, size);

  penny_post_figure_alarm (pen, &place);
}

static void
draw_station (PennyPostOffice *self, PennyPostPen *pen, const PennyPostLayout *layout, PennyPostPlace place)
{
  const graphene_rect_t *area = &layout->art[place];
  graphene_rect_t basket;

  if (place == PENNY_POST_BOX)
    {
      penny_post_figure_building (pen, area);
      if (penny_post_state_is_full (&self->scene.after))
        draw_alarm (pen, area);
    }
  else if (place == PENNY_POST_HERE)
    penny_post_figure_computer (pen, area, self->scene.after.broken);
  else
    penny_post_figure_device (pen, area, self->device, !self->scene.after.other_looked);
  draw_letters (self, pen, layout, place, FALSE);
  if (!has_basket (self, place))
    return;
  draw_letters (self, pen, layout, place, TRUE);
  penny_post_figure_get_basket (place, self->device, area, &basket);
  penny_post_figure_basket (pen, &basket);
}

static void
draw_move (PennyPostOffice *self, PennyPostPen *pen, const PennyPostLayout *layout, const PennyPostMove *move)
{
  PennyPostMarks marks = penny_post_scene_get_moving_marks (&self->scene, move);
  gboolean thrown = move->kind == PENNY_MOVE_MARK
                    && (self->scene.after.letters[move->letter].at[move->to] & PENNY_POST_THROWN);
  graphene_rect_t from, to, now;
  double p, alpha = 1;

  if (!penny_post_scene_is_moving (&self->scene, move, &p))
    return;

  penny_post_stage_find_letter (layout, &self->scene, self->device, move->letter, move->from, 0, &from);
  penny_post_stage_find_letter (layout, &self->scene, self->device, move->letter, move->to,
                                thrown ? PENNY_POST_THROWN : 0, &to);
  graphene_rect_interpolate (&from, &to, p, &now);
  if (move->kind == PENNY_MOVE_CLEAR)
    {
      now.origin.y -= (float) (24 * p);
      alpha = 1 - p;
    }
  else
    now.origin.y -= (float) (sin (p * G_PI) * (move->from == move->to ? 10 : 34));
  if (move->to == PENNY_POST_STREET)
    alpha = MIN (1, 2 * (1 - p));
  draw_letter (self, pen, &now, move->letter, marks,
               is_copy (self, move->kind == PENNY_MOVE_COPY ? move->to : move->from), alpha);
}

static void
draw_labels (PennyPostOffice *self, PennyPostPen *pen, const PennyPostLayout *layout)
{
  for (PennyPostPlace place = PENNY_POST_BOX; place < PENNY_POST_N_HOLDERS; place++)
    {
      const graphene_rect_t *area = &layout->label[place];
      g_autoptr (PangoLayout) label = make_label (self, place, (int) area->size.width);

      gtk_snapshot_save (pen->snapshot);
      gtk_snapshot_translate (pen->snapshot, &area->origin);
      gtk_snapshot_append_layout (pen->snapshot, label, &pen->style.ink);
      gtk_snapshot_restore (pen->snapshot);
    }
}

/* From the edge of the post office to the edge of the device. */
static void
draw_road (PennyPostPen *pen, const PennyPostLayout *layout, PennyPostPlace place, gboolean cut)
{
  const graphene_rect_t *box = &layout->art[PENNY_POST_BOX], *other = &layout->art[place];
  gboolean below = other->origin.y > box->origin.y + 1;
  float sign = other->origin.x < box->origin.x ? -1 : 1;
  graphene_point_t a, b;

  graphene_rect_get_center (box, &a);
  graphene_rect_get_center (other, &b);
  if (below)
    {
      a = GRAPHENE_POINT_INIT (a.x + sign * box->size.width * 0.46f, box->origin.y + box->size.height * 0.7f);
      b.y = other->origin.y - 6;
    }
  else
    {
      a.x += sign * (box->size.width * 0.41f + 8);
      b.x -= sign * (other->size.width * (place == PENNY_POST_HERE ? 0.46f : 0.40f) + 8);
      a.y = b.y = a.y + 6;
    }
  penny_post_figure_road (pen, &a, &b, cut);
}

static void
penny_post_office_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PennyPostOffice *self = PENNY_POST_OFFICE (widget);
  AdwStyleManager *manager = adw_style_manager_get_default ();
  PennyPostPen pen = {
    .snapshot = snapshot,
    .style = { adw_style_manager_get_dark (manager), adw_style_manager_get_high_contrast (manager), { 0, } },
  };
  PennyPostLayout layout;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &pen.style.ink);
  lay_out (self, gtk_widget_get_width (widget), gtk_widget_get_height (widget), &layout);
  draw_road (&pen, &layout, PENNY_POST_HERE, self->scene.after.offline);
  draw_road (&pen, &layout, PENNY_POST_OTHER, FALSE);
  for (PennyPostPlace place = PENNY_POST_BOX; place < PENNY_POST_N_HOLDERS; place++)
    draw_station (self, &pen, &layout, place);
  for (guint i = 0; i < self->scene.step.n_moves; i++)
    draw_move (self, &pen, &layout, &self->scene.step.moves[i]);
  draw_labels (self, &pen, &layout);
}

/* --- the play --- */

static void
set_time_cb (double value, gpointer data)
{
  PennyPostOffice *self = data;

  self->scene.time = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
stop (PennyPostOffice *self)
{
  if (self->animation != NULL)
    adw_animation_skip (self->animation);
  g_clear_object (&self->animation);
}

static void
show_change (PennyPostOffice *self)
{
  tell (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
penny_post_office_set_state (PennyPostOffice *self, const PennyPostState *state)
{
  g_return_if_fail (PENNY_IS_POST_OFFICE (self));

  stop (self);
  penny_post_step_clear (&self->scene.step);
  self->scene = (PennyPostScene) { .before = *state, .after = *state };
  show_change (self);
}

void
penny_post_office_play (PennyPostOffice *self, const PennyPostState *before, const PennyPostState *after,
                        const PennyPostStep *step)
{
  guint end;

  g_return_if_fail (PENNY_IS_POST_OFFICE (self));

  stop (self);
  penny_post_step_clear (&self->scene.step);
  self->scene = (PennyPostScene) { .before = *before, .after = *after, .step = *step };
  self->scene.step.sentence = NULL;
  end = penny_post_scene_get_end (&self->scene);
  show_change (self);
  if (end == 0)
    return;

  self->animation = adw_timed_animation_new (GTK_WIDGET (self), 0, end, end * STAGE_MS,
                                             adw_callback_animation_target_new (set_time_cb, self, NULL));
  adw_timed_animation_set_easing (ADW_TIMED_ANIMATION (self->animation), ADW_LINEAR);
  adw_animation_play (self->animation);
}

void
penny_post_office_set_device (PennyPostOffice *self, PennyDevice device)
{
  g_return_if_fail (PENNY_IS_POST_OFFICE (self));

  self->device = device;
  show_change (self);
}

PennyDevice
penny_post_office_get_device (PennyPostOffice *self)
{
  return self->device;
}

static void
penny_post_office_dispose (GObject *object)
{
  stop (PENNY_POST_OFFICE (object));
  G_OBJECT_CLASS (penny_post_office_parent_class)->dispose (object);
}

static void
penny_post_office_class_init (PennyPostOfficeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = penny_post_office_dispose;
  widget_class->get_request_mode = penny_post_office_get_request_mode;
  widget_class->measure = penny_post_office_measure;
  widget_class->snapshot = penny_post_office_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
penny_post_office_init (PennyPostOffice *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  penny_post_state_init (&self->scene.before, PENNY_WAY_SHARED);
  self->scene.after = self->scene.before;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  tell (self);
}

GtkWidget *
penny_post_office_new (void)
{
  return g_object_new (PENNY_TYPE_POST_OFFICE, NULL);
}
