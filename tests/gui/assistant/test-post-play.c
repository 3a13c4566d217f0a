/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The playable post office on a screen: the story, skipping it, tabs, buttons, keyboard, sizes, and
 * that the picture shows what the game says at every moment. */
#include <adwaita.h>
#include <math.h>

#include "penny-post-office.h"
#include "penny-post-play.h"
#include "penny-post-stage.h"

typedef struct {
  GtkWidget *window;
  PennyPostPlay *play;
  guint n_changed;
} Fixture;

static void
changed_cb (PennyPostPlay *play, Fixture *f)
{
  f->n_changed++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->window = gtk_window_new ();
  f->play = PENNY_POST_PLAY (penny_post_play_new ());
  g_object_set (gtk_widget_get_settings (f->window), "gtk-enable-animations", FALSE, NULL);
  g_signal_connect (f->play, "way-changed", G_CALLBACK (changed_cb), f);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 640, 720);
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->play));
  gtk_window_present (GTK_WINDOW (f->window));
  gtk_test_widget_wait_for_draw (f->window);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
}

static const char *
get_text (GtkWidget *button)
{
  GtkWidget *child = gtk_button_get_child (GTK_BUTTON (button));

  return GTK_IS_LABEL (child) ? gtk_label_get_text (GTK_LABEL (child)) : NULL;
}

/* The button that bears WORDS and is to be seen. */
static GtkWidget *
find_button (GtkWidget *root, const char *words)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (get_text (root), words) == 0)
    return gtk_widget_get_mapped (root) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, words);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
press (Fixture *f, const char *words)
{
  GtkWidget *button = find_button (GTK_WIDGET (f->play), words);

  g_test_message ("“%s”", words);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_story (Fixture *f, gconstpointer data)
{
  guint n;

  penny_post_story_get (&n);
  g_assert_true (penny_post_play_is_telling (f->play));
  g_assert_null (find_button (GTK_WIDGET (f->play), "Read"));
  penny_post_play_press (f->play, PENNY_PRESS_READ);
  g_assert_false (penny_post_play_get_state (f->play)->letters[0].at[PENNY_POST_HERE]);
  for (guint i = 0; i < n; i++)
    press (f, "Next");
  g_assert_cmpstr (penny_post_play_get_sentence (f->play), ==,
                   "The other device looks into the same box and sees exactly what you see here.");
  g_assert_null (find_button (GTK_WIDGET (f->play), "Skip"));
  press (f, "Try It Yourself");
  g_assert_false (penny_post_play_is_telling (f->play));
  press (f, "Read");
  g_assert_cmpint (penny_post_play_get_state (f->play)->letters[2].at[PENNY_POST_BOX], ==,
                   PENNY_POST_HELD | PENNY_POST_READ);
  press (f, "Start again");
  g_assert_true (penny_post_play_is_telling (f->play));
}

/* One press leads to the buttons, and all of them do what they say. */
static void
test_buttons (Fixture *f, gconstpointer data)
{
  static const struct { const char *words, *sentence; } presses[] = {
    { "Read", "You read a letter, and only this computer knows it." },
    { "Throw away", "You throw a letter away, and nobody else has it any more." },
    { "Write one", "Your letter is sent, and its copy is only on this computer." },
    { "Collect on the other device", "The other device finds an empty box." },
    { "The box is full", "The box is empty, so it cannot be full." },
    { "No internet", "There is no internet, so you can read only what is on this computer already." },
    { "A new letter arrives", "A letter comes and waits in the box until this computer has internet again." },
    { "The box is full", "The box is full, and nothing more fits in until something is taken out." },
    { "A new letter arrives", "A letter comes, but the box is full, and the post office sends it back." },
    { "The box has room again", "There is room in the box again." },
    { "The internet is back", "The internet is back, and this computer and the post office catch up with each other." },
    { "The computer breaks", "This computer breaks, and 4 letters that were nowhere else are lost." },
    { "Read", "This computer is broken, so nothing can be done with it." },
    { "A new computer comes", "There is a new computer, and it finds an empty box." },
  };

  penny_post_play_set_way (f->play, PENNY_WAY_TAKE_HOME);
  g_assert_cmpint (f->n_changed, ==, 0);
  press (f, "Skip");
  g_assert_cmpstr (penny_post_play_get_sentence (f->play), ==,
                   "You carry your three letters home to this computer, and the box is empty.");
  for (guint i = 0; i < G_N_ELEMENTS (presses); i++)
    {
      press (f, presses[i].words);
      g_assert_cmpstr (penny_post_play_get_sentence (f->play), ==, presses[i].sentence);
    }
}

static void
test_tabs (Fixture *f, gconstpointer data)
{
  press (f, "Photocopy");
  g_assert_cmpint (penny_post_play_get_way (f->play), ==, PENNY_WAY_PHOTOCOPY);
  g_assert_cmpint (f->n_changed, ==, 1);
  press (f, "Take home");
  g_assert_cmpint (f->n_changed, ==, 2);
  g_object_set (f->play, "way", PENNY_WAY_SHARED, NULL);
  g_assert_cmpint (penny_post_play_get_way (f->play), ==, PENNY_WAY_SHARED);
  g_assert_cmpint (f->n_changed, ==, 2);
}

static gboolean
has_focus (GtkWindow *window, const char *words)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  return GTK_IS_BUTTON (focus) && g_strcmp0 (get_text (focus), words) == 0;
}

/* Tab alone reaches every button, and nothing that is none. */
static void
test_keyboard (Fixture *f, gconstpointer data)
{
  static const char * const words[] = {
    "Read", "Throw away", "Write one", "Collect on the other device", "A new letter arrives", "The computer breaks",
    "The box is full", "No internet", "Start again",
  };

  press (f, "Skip");
  /* Tab follows the places of the buttons, and they have none yet. */
  gtk_test_widget_wait_for_draw (f->window);
  g_assert_true (has_focus (GTK_WINDOW (f->window), words[0]));
  for (guint i = 1; i < G_N_ELEMENTS (words); i++)
    {
      g_test_message ("%s", words[i]);
      g_assert_true (gtk_widget_child_focus (GTK_WIDGET (f->play), GTK_DIR_TAB_FORWARD));
      g_assert_true (has_focus (GTK_WINDOW (f->window), words[i]));
    }
}

static void
check_layout (const PennyPostLayout *layout, int width, gboolean mirrored)
{
  graphene_rect_t stage = GRAPHENE_RECT_INIT (0, 0, (float) width, layout->height);

  g_assert_cmpint (layout->art[PENNY_POST_HERE].origin.x < layout->art[PENNY_POST_OTHER].origin.x, ==, !mirrored);
  for (guint p = 0; p < PENNY_POST_N_HOLDERS; p++)
    {
      g_assert_true (graphene_rect_contains_rect (&stage, &layout->art[p]));
      g_assert_true (graphene_rect_contains_rect (&stage, &layout->label[p]));
      for (guint q = 0; q < p; q++)
        g_assert_false (graphene_rect_intersection (&layout->art[p], &layout->art[q], NULL));
    }
}

static void
test_sizes (Fixture *f, gconstpointer data)
{
  static const int widths[] = { 280, 336, 560, 960, 1400 };
  const int heights[PENNY_POST_N_HOLDERS] = { 40, 40, 60 };
  int minimum;

  gtk_widget_measure (GTK_WIDGET (f->play), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 336);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    for (int mirrored = 0; mirrored < 2; mirrored++)
      {
        PennyPostLayout large, small, between;

        penny_post_stage_lay_out (&large, widths[i], -1, heights, mirrored);
        penny_post_stage_lay_out (&small, widths[i], 0, heights, mirrored);
        g_assert_cmpfloat (small.height, <, large.height);
        /* What lies between is filled to the last pixel. */
        penny_post_stage_lay_out (&between, widths[i], (int) (small.height + large.height) / 2, heights, mirrored);
        g_assert_cmpfloat (fabsf (between.height - floorf ((small.height + large.height) / 2)), <, 1);
        check_layout (&large, widths[i], mirrored);
        check_layout (&between, widths[i], mirrored);
        check_layout (&small, widths[i], mirrored);
      }
}

/* --- the timeline --- */

static guint
count_copies (const PennyPostScene *scene, guint letter)
{
  guint n = 0;
  double progress;

  for (guint place = 0; place < PENNY_POST_N_HOLDERS; place++)
    n += penny_post_scene_get_marks (scene, letter, (PennyPostPlace) place) != 0;
  for (guint i = 0; i < scene->step.n_moves; i++)
    n += scene->step.moves[i].letter == letter && penny_post_scene_is_moving (scene, &scene->step.moves[i], &progress);
  return n;
}

/* A letter that is carried is always in one place, and in the end all is where the game has it. */
static void
test_timeline (void)
{
  for (guint way = 0; way < PENNY_N_WAYS; way++)
    for (PennyPress which = PENNY_PRESS_OPEN; which < PENNY_N_PRESSES; which++)
      {
        g_auto (PennyPostStep) ignored = { 0, };
        PennyPostScene scene = { .time = 0 };

        penny_post_state_init (&scene.before, (PennyWay) way);
        if (which != PENNY_PRESS_OPEN)
          penny_post_game_press (&scene.before, PENNY_PRESS_OPEN, &ignored);
        scene.after = scene.before;
        penny_post_game_press (&scene.after, which, &scene.step);
        for (; scene.time < penny_post_scene_get_end (&scene); scene.time += 0.25)
          if (way == PENNY_WAY_TAKE_HOME && (which == PENNY_PRESS_OPEN || which == PENNY_PRESS_ARRIVE))
            for (guint i = 0; i < scene.after.n_letters; i++)
              g_assert_cmpint (count_copies (&scene, i), ==, 1);
        for (guint i = 0; i < scene.after.n_letters; i++)
          for (guint p = 0; p < PENNY_POST_N_HOLDERS; p++)
            g_assert_cmpint (penny_post_scene_get_marks (&scene, i, (PennyPostPlace) p), ==,
                             scene.after.letters[i].at[p]);
        penny_post_step_clear (&scene.step);
      }
}

/* The window closes while letters move. */
static void
test_close_while_moving (Fixture *f, gconstpointer data)
{
  g_object_set (gtk_widget_get_settings (f->window), "gtk-enable-animations", TRUE, NULL);
  press (f, "Skip");
  press (f, "Throw away");
  gtk_test_widget_wait_for_draw (f->window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/post-play/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("story", test_story);
  ADD ("buttons", test_buttons);
  ADD ("tabs", test_tabs);
  ADD ("keyboard", test_keyboard);
  ADD ("sizes", test_sizes);
  ADD ("close-while-moving", test_close_while_moving);
  g_test_add_func ("/post-play/timeline", test_timeline);
  return g_test_run ();
}
