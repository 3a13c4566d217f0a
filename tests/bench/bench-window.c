/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The floor of start-up: a libadwaita window with three panes, some rows and nothing behind them. */
#include <adwaita.h>

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  for (int i = 0; i < 3; i++)
    gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *string = gtk_list_item_get_item (item);

  for (GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (item)); label != NULL;
       label = gtk_widget_get_next_sibling (label))
    gtk_label_set_text (GTK_LABEL (label), gtk_string_object_get_string (string));
}

static GtkWidget *
make_list (void)
{
  GtkStringList *strings = gtk_string_list_new (NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  for (int i = 0; i < 1000; i++)
    gtk_string_list_append (strings, "The quick brown fox jumps over the lazy dog");
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller),
                                 gtk_list_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (
                                   G_LIST_MODEL (strings))), factory));
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static GtkWidget *
make_pane (GtkWidget *content, int width)
{
  GtkWidget *pane = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_size_request (pane, width, -1);
  gtk_box_append (GTK_BOX (pane), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (pane), content);
  return pane;
}

static void
activate_cb (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *panes = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_append (GTK_BOX (panes), make_pane (gtk_label_new ("Folders"), 240));
  gtk_box_append (GTK_BOX (panes), make_pane (make_list (), 360));
  gtk_box_append (GTK_BOX (panes), make_pane (adw_status_page_new (), 500));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), panes);
  gtk_window_set_default_size (GTK_WINDOW (window), 1180, 760);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = adw_application_new ("io.github.penny_post.BenchWindow", 0);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
