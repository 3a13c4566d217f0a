/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pennypost: the program with its window. */
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>

#include "penny-application.h"

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

  g_set_application_name (_("Penny Post"));
  application = penny_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
