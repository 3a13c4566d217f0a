/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Probes the sandbox and compiles the content filter. WebKit ends the whole program when it cannot
 * start bwrap (hardened kernels), so it must be tried before the first view is made. */
#include "penny-web-guard.h"

/* Everything is blocked but what the letter itself carries. No alternatives with "|": WebKit does
 * not compile those. */
static const char filter_rules[] =
  "[{\"trigger\":{\"url-filter\":\".*\"},\"action\":{\"type\":\"block\"}},"
  "{\"trigger\":{\"url-filter\":\"^cid:\"},\"action\":{\"type\":\"ignore-previous-rules\"}},"
  "{\"trigger\":{\"url-filter\":\"^data:\"},\"action\":{\"type\":\"ignore-previous-rules\"}},"
  "{\"trigger\":{\"url-filter\":\"^about:\"},\"action\":{\"type\":\"ignore-previous-rules\"}}]";

static void
refuse (GTask *task, const char *why)
{
  g_debug ("HTML cannot be drawn safely: %s", why);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           "HTML cannot be drawn safely on this computer");
}

static void
compiled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  WebKitUserContentFilter *filter
    = webkit_user_content_filter_store_save_finish (WEBKIT_USER_CONTENT_FILTER_STORE (source), result, &error);

  if (filter != NULL)
    g_task_return_pointer (task, filter, (GDestroyNotify) webkit_user_content_filter_unref);
  else
    refuse (task, error->message);
}

static void
compile_filter (GTask *task)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "pennypost", "filter", NULL);
  g_autoptr (GBytes) rules = g_bytes_new_static (filter_rules, sizeof filter_rules - 1);
  g_autoptr (WebKitUserContentFilterStore) store = webkit_user_content_filter_store_new (folder);

  webkit_user_content_filter_store_save (store, "letters", rules, g_task_get_cancellable (task), compiled_cb,
                                         g_object_ref (task));
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error))
    compile_filter (task);
  else
    refuse (task, error->message);
}

/* "true" is looked up inside, where / is the same. */
static void
probe (GTask *task)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *proxy = g_find_program_in_path ("xdg-dbus-proxy");

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                              "bwrap", "--unshare-all", "--ro-bind", "/", "/", "true", NULL);
  if (process == NULL || proxy == NULL)
    refuse (task, error != NULL ? error->message : "there is no xdg-dbus-proxy");
  else
    g_subprocess_wait_check_async (process, g_task_get_cancellable (task), probed_cb, g_object_ref (task));
}

void
penny_web_guard_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, penny_web_guard_async);
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    compile_filter (task);
  else
    probe (task);
}

WebKitUserContentFilter *
penny_web_guard_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
