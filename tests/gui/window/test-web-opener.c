/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said where the module is missing, broken or another's: "cannot", and nothing worse. That it
 * is used where it is right is seen in test-main-window.c. */
#include "penny-web-opener.h"

#include <glib/gstdio.h>

typedef struct {
  guint refused;
  guint cancelled;
} Seen;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  Seen *seen = data;

  g_assert_null (penny_web_opener_finish (result, &error));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      seen->cancelled++;
      return;
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  seen->refused++;
}

/* Twice at the same time and once afterwards: all hear the same. */
static void
assert_refused (const char *folder)
{
  Seen seen = { 0 };

  g_setenv ("PENNY_MODULE_DIR", folder, TRUE);
  penny_web_opener_pretend_broken (FALSE);
  penny_web_opener_async (NULL, opened_cb, &seen);
  penny_web_opener_async (NULL, opened_cb, &seen);
  while (seen.refused < 2)
    g_main_context_iteration (NULL, TRUE);
  penny_web_opener_async (NULL, opened_cb, &seen);
  while (seen.refused < 3)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_missing (void)
{
  assert_refused ("/nowhere");
}

static void
test_not_a_module (void)
{
  g_autofree char *folder = g_dir_make_tmp ("penny-opener-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, PENNY_WEB_FILE, NULL);

  g_assert_true (g_file_set_contents (path, "not a module\n", -1, NULL));
  assert_refused (folder);
  g_remove (path);
  g_rmdir (folder);
}

static void
test_other_version (void)
{
  assert_refused (g_test_get_filename (G_TEST_BUILT, "gui", "window", "other-version", NULL));
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Seen seen = { 0 };

  g_setenv ("PENNY_MODULE_DIR", "/nowhere", TRUE);
  penny_web_opener_pretend_broken (FALSE);
  penny_web_opener_async (cancellable, opened_cb, &seen);
  penny_web_opener_async (NULL, opened_cb, &seen);
  g_cancellable_cancel (cancellable);
  while (seen.refused < 1 || seen.cancelled < 1)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window/web-opener/missing", test_missing);
  g_test_add_func ("/window/web-opener/not-a-module", test_not_a_module);
  g_test_add_func ("/window/web-opener/other-version", test_other_version);
  g_test_add_func ("/window/web-opener/cancelled", test_cancelled);
  return g_test_run ();
}
