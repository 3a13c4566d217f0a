/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pennypost: the program with its window. */
#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>
#include <locale.h>
#include <signal.h>

#include "penny-application.h"

static gboolean
has_graphics_card (void)
{
  return g_file_test ("/dev/dri", G_FILE_TEST_EXISTS) || g_file_test ("/dev/nvidiactl", G_FILE_TEST_EXISTS);
}

/* OpenGL without a graphics card is a compiler drawing on the processor: 30 MB and 0.1 s to start,
 * and then ten times slower than Cairo. What the person has chosen stays. Before GTK starts. */
static void
spare_machines_without_graphics_card (void)
{
  if (has_graphics_card ())
    return;
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  if (gtk_get_major_version () == 4 && gtk_get_minor_version () < 16)
    g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  else
    g_setenv ("GDK_DISABLE", "gl,vulkan", FALSE);
}

int
main (int argc, char **argv)
{
  g_autoptr (PennyApplication) application = NULL;

  setlocale (LC_ALL, "");
  /* An uninstalled build has its translations elsewhere. */
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("PENNY_LOCALEDIR") != NULL ? g_getenv ("PENNY_LOCALEDIR")
                                                                        : PENNY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* A connection that breaks while it is written to is an error, not the end. */
  signal (SIGPIPE, SIG_IGN);
  spare_machines_without_graphics_card ();

  g_set_application_name (_("Penny Post"));
  application = penny_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
