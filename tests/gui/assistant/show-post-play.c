/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The playable post office in each way and trouble as a picture, for people to look at:
 * show-post-play FOLDER [--width N] [--height N] [--text PERCENT]; dark by ADW_DEBUG_COLOR_SCHEME,
 * mirrored by a language. Without FOLDER: a window to play with. */
#include <adwaita.h>
#include <locale.h>

#include "penny-post-play.h"

static int width = 800, height = 760, text = 100;
static GMainLoop *loop;

static const GOptionEntry options[] = {
  { "width", 0, 0, G_OPTION_ARG_INT, &width, NULL, NULL },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, NULL, NULL },
  { "text", 0, 0, G_OPTION_ARG_INT, &text, NULL, NULL },
  { NULL }
};

/* What is pressed before each picture; -1 ends. */
static const struct { const char *name; int presses[8]; } scenes[] = {
  { "1-story", { PENNY_PRESS_READ, PENNY_PRESS_THROW_AWAY, PENNY_PRESS_OTHER, -1 } },
  { "2-busy", { PENNY_PRESS_READ, PENNY_PRESS_THROW_AWAY, PENNY_PRESS_WRITE, PENNY_PRESS_ARRIVE,
                       PENNY_PRESS_ARRIVE, PENNY_PRESS_FULL, PENNY_PRESS_OTHER, -1 } },
  { "3-offline", { PENNY_PRESS_OFFLINE, PENNY_PRESS_ARRIVE, PENNY_PRESS_WRITE, PENNY_PRESS_THROW_AWAY, -1 } },
  { "4-broken", { PENNY_PRESS_THROW_AWAY, PENNY_PRESS_BREAK, PENNY_PRESS_ARRIVE, -1 } },
};

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
settle (guint milliseconds)
{
  g_timeout_add (milliseconds, quit_cb, NULL);
  g_main_loop_run (loop);
}

static void
shoot (GtkWindow *window, const char *folder, PennyWay way, const char *name)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = g_strdup_printf ("%s/%s-%s.png", folder, penny_way_to_string (way), name);

  /* Nothing is drawn before the window has come up. */
  while (node == NULL)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      settle (200);
      gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                              gdk_paintable_get_intrinsic_height (paintable));
      node = gtk_snapshot_free_to_node (snapshot);
    }
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  gdk_texture_save_to_png (texture, path);
}

static void
show_way (GtkWindow *window, PennyPostPlay *play, const char *folder, PennyWay way)
{
  penny_post_play_set_way (play, way);
  penny_post_play_tell (play);
  shoot (window, folder, way, "0-begin");
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    {
      penny_post_play_tell (play);
      penny_post_play_skip (play);
      for (guint k = 0; scenes[i].presses[k] >= 0 && k < G_N_ELEMENTS (scenes[i].presses); k++)
        penny_post_play_press (play, (PennyPress) scenes[i].presses[k]);
      shoot (window, folder, way, scenes[i].name);
    }
}

/* One moment in which letters move. */
static void
show_moving (GtkWindow *window, PennyPostPlay *play, const char *folder)
{
  g_object_set (gtk_widget_get_settings (GTK_WIDGET (window)), "gtk-enable-animations", TRUE, NULL);
  penny_post_play_set_way (play, PENNY_WAY_PHOTOCOPY);
  penny_post_play_tell (play);
  penny_post_play_skip (play);
  settle (250);
  shoot (window, folder, PENNY_WAY_PHOTOCOPY, "5-moving");
}

static GtkWindow *
make_window (GtkWidget *play)
{
  GtkWidget *window = adw_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new (), *clamp = adw_clamp_new ();

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 960);
  adw_clamp_set_child (ADW_CLAMP (clamp), play);
  gtk_widget_set_margin_top (play, 12);
  gtk_widget_set_margin_bottom (play, 12);
  gtk_widget_set_margin_start (play, 12);
  gtk_widget_set_margin_end (play, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), "Post Office");
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  g_object_set (gtk_widget_get_settings (window), "gtk-xft-dpi", 96 * 1024 * text / 100, NULL);
  gtk_window_present (GTK_WINDOW (window));
  return GTK_WINDOW (window);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("[FOLDER]");
  g_autoptr (GError) error = NULL;
  GtkWindow *window;
  GtkWidget *play;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc > 2)
    return 2;
  adw_init ();
  loop = g_main_loop_new (NULL, FALSE);
  play = penny_post_play_new ();
  window = make_window (play);
  if (argc == 1)
    {
      g_signal_connect_swapped (window, "close-request", G_CALLBACK (g_main_loop_quit), loop);
      g_main_loop_run (loop);
    }
  else
    {
      g_mkdir_with_parents (argv[1], 0755);
      g_object_set (gtk_widget_get_settings (GTK_WIDGET (window)), "gtk-enable-animations", FALSE, NULL);
      for (guint way = 0; way < PENNY_N_WAYS; way++)
        show_way (window, PENNY_POST_PLAY (play), argv[1], (PennyWay) way);
      show_moving (window, PENNY_POST_PLAY (play), argv[1]);
    }
  gtk_window_destroy (window);
  g_main_loop_unref (loop);
  return 0;
}
