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

typedef enum { UNKNOWN, ASKING, GOOD, BROKEN } Verdict;

static struct {
  Verdict verdict;
  WebKitUserContentFilter *filter;
  WebKitUserContentFilterStore *store;
  GPtrArray *waiting;   /* of GTask, owned */
} guard;

static void
answer (GTask *task)
{
  if (guard.verdict == GOOD)
    g_task_return_pointer (task, webkit_user_content_filter_ref (guard.filter),
                           (GDestroyNotify) webkit_user_content_filter_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             "HTML cannot be drawn safely on this computer");
}

static void
decide (Verdict verdict)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&guard.waiting);

  guard.verdict = verdict;
  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    answer (g_ptr_array_index (waiting, i));
}

static void
compiled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  guard.filter = webkit_user_content_filter_store_save_finish (WEBKIT_USER_CONTENT_FILTER_STORE (source),
                                                               result, &error);
  if (guard.filter == NULL)
    g_debug ("the content filter does not compile: %s", error->message);
  decide (guard.filter != NULL ? GOOD : BROKEN);
}

static void
compile_filter (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "pennypost", "filter", NULL);
  g_autoptr (GBytes) rules = g_bytes_new_static (filter_rules, sizeof filter_rules - 1);

  g_clear_object (&guard.store);
  guard.store = webkit_user_content_filter_store_new (folder);
  webkit_user_content_filter_store_save (guard.store, "letters", rules, NULL, compiled_cb, NULL);
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error))
    {
      compile_filter ();
      return;
    }
  g_debug ("the web process cannot be sandboxed: %s", error->message);
  decide (BROKEN);
}

/* "true" is looked up inside, where / is the same. */
static void
probe (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *proxy = g_find_program_in_path ("xdg-dbus-proxy");

  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    {
      compile_filter ();
      return;
    }
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                              "bwrap", "--unshare-all", "--ro-bind", "/", "/", "true", NULL);
  if (process == NULL || proxy == NULL)
    {
      g_debug ("no bwrap or xdg-dbus-proxy here: %s", error != NULL ? error->message : "proxy missing");
      decide (BROKEN);
      return;
    }
  g_subprocess_wait_check_async (process, NULL, probed_cb, NULL);
}

void
penny_web_guard_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, penny_web_guard_async);
  if (guard.verdict == GOOD || guard.verdict == BROKEN)
    {
      answer (task);
      return;
    }
  if (guard.waiting == NULL)
    guard.waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (guard.waiting, g_steal_pointer (&task));
  if (guard.verdict == UNKNOWN)
    {
      guard.verdict = ASKING;
      probe ();
    }
}

WebKitUserContentFilter *
penny_web_guard_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
penny_web_guard_pretend_broken (gboolean broken)
{
  g_clear_pointer (&guard.filter, webkit_user_content_filter_unref);
  guard.verdict = broken ? BROKEN : UNKNOWN;
}
