/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loads the module that draws HTML letters. A quarter of the program's memory and a good part of its
 * start would be WebKit's otherwise, for people who have not opened such a letter yet. */
#include "penny-web-opener.h"

#include <gmodule.h>

typedef enum { UNKNOWN, ASKING, GOOD, BROKEN } Verdict;

static struct {
  Verdict verdict;
  const PennyWeb *web;  /* static, in the module */
  GPtrArray *waiting;   /* of GTask, owned */
} opener;

static void
answer (GTask *task)
{
  if (opener.verdict == GOOD)
    g_task_return_pointer (task, (gpointer) opener.web, NULL);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             "HTML cannot be drawn on this computer");
}

static void
decide (Verdict verdict)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&opener.waiting);

  opener.verdict = verdict;
  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    answer (g_ptr_array_index (waiting, i));
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  decide (opener.web->prepare_finish (result, &error) ? GOOD : BROKEN);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  opener.web = g_task_propagate_pointer (G_TASK (result), &error);
  if (opener.web != NULL)
    {
      opener.web->prepare_async (NULL, prepared_cb, NULL);
      return;
    }
  g_debug ("no HTML: %s", error->message);
  decide (BROKEN);
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const char *folder = g_getenv ("PENNY_MODULE_DIR");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : PENNY_MODULE_DIR, PENNY_WEB_FILE, NULL);
  GModule *module = g_module_open (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  const PennyWeb *web;

  if (module == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s", g_module_error ());
      return;
    }
  /* Types and threads that have come with it cannot be taken back. */
  g_module_make_resident (module);
  if (!g_module_symbol (module, PENNY_WEB_SYMBOL, (gpointer *) &web))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s is another module", path);
  else if (g_strcmp0 (web->version, PENNY_VERSION) != 0)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s has version %s", path, web->version);
  else
    g_task_return_pointer (task, (gpointer) web, NULL);
}

static void
load (void)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, loaded_cb, NULL);

  g_task_set_source_tag (task, load);
  g_task_run_in_thread (task, load_thread);
}

void
penny_web_opener_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, penny_web_opener_async);
  if (opener.verdict == GOOD || opener.verdict == BROKEN)
    {
      answer (task);
      return;
    }
  if (opener.waiting == NULL)
    opener.waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (opener.waiting, g_steal_pointer (&task));
  if (opener.verdict == UNKNOWN)
    {
      opener.verdict = ASKING;
      load ();
    }
}

const PennyWeb *
penny_web_opener_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
penny_web_opener_pretend_broken (gboolean broken)
{
  opener.verdict = broken ? BROKEN : UNKNOWN;
}
