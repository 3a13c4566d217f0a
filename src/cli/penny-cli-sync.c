/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sync, watch, send: the commands that talk to a server. */
#include "penny-cli.h"

#include <glib-unix.h>

#include "penny-error.h"
#include "penny-outbox.h"
#include "penny-store-actions.h"
#include "penny-thread.h"
#include "penny-worker.h"

/* --- running something on a worker thread --- */

typedef gboolean (*JobFunc) (PennySync *sync, GError **error);

typedef struct {
  PennySync *sync;
  JobFunc func;
  GMainLoop *loop;
  gboolean done;
  GError *error;
} Job;

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
cancel_cb (GCancellable *cancellable, gpointer other)
{
  g_cancellable_cancel (other);
}

static void
end_watch_cb (GCancellable *cancellable, gpointer loop)
{
  g_main_loop_quit (loop);
}

static gpointer
run_job (gpointer data)
{
  Job *job = data;

  job->done = job->func (job->sync, &job->error);
  g_idle_add (quit_cb, job->loop);
  return NULL;
}

/* The main loop keeps signals and --timeout alive meanwhile. */
static gboolean
run_on_worker (PennyCli *cli, PennySync *sync, JobFunc func, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Job job = { .sync = sync, .func = func, .loop = loop };
  GThread *thread;
  gulong handler;

  handler = g_cancellable_connect (cli->cancellable, G_CALLBACK (cancel_cb),
                                   g_object_ref (sync->cancellable), g_object_unref);
  thread = penny_thread_new ("penny-worker", PENNY_THREAD_WORKER, run_job, &job);
  g_main_loop_run (loop);
  g_thread_join (thread);
  g_cancellable_disconnect (cli->cancellable, handler);

  if (job.error != NULL)
    g_propagate_error (error, job.error);
  return job.done;
}

/* --- sync --- */

static const char *
get_notice_word (PennySyncNotice notice)
{
  switch (notice)
    {
    case PENNY_SYNC_NOTICE_ALERT: return "alert";
    case PENNY_SYNC_NOTICE_REFUSED: return "refused";
    case PENNY_SYNC_NOTICE_NOT_SENT: return "not-sent";
    case PENNY_SYNC_NOTICE_VANISHED: return "vanished";
    case PENNY_SYNC_NOTICE_TAKEN_BACK: return "taken-back";
    case PENNY_SYNC_NOTICE_NONE:
    default: return "notice";
    }
}

static void
print_status (const PennySyncStatus *status, gpointer data)
{
  PennyJson json = penny_json_begin ();

  if (status->notice != PENNY_SYNC_NOTICE_NONE)
    {
      penny_json_add_string (&json, "event", get_notice_word (status->notice));
      penny_json_add_string (&json, "text", status->text);
      if (status->notice == PENNY_SYNC_NOTICE_TAKEN_BACK)
        {
          penny_json_add_string (&json, "kind", penny_cli_operation_word (status->undone));
          penny_json_add_int (&json, "n", status->n_undone);
        }
      if (status->error != NULL)
        penny_json_add_string (&json, "message", status->error->message);
    }
  else if (status->state == PENNY_SYNC_RUNNING)
    {
      penny_json_add_string (&json, "event", "progress");
      penny_json_add_string (&json, "folder", status->folder);
      penny_json_add_int (&json, "done", status->done);
      penny_json_add_int (&json, "total", status->total);
    }
  else
    {
      g_free (penny_json_end (&json));
      return;
    }
  penny_json_print (&json);
}

static void
print_done (PennySync *sync, gint64 started)
{
  PennyJson json = penny_json_begin ();

  penny_json_add_string (&json, "event", "done");
  penny_json_add_string (&json, "account", penny_account_get_id (sync->account));
  penny_json_add_int (&json, "new", sync->totals.arrived);
  penny_json_add_int (&json, "changed", sync->totals.changed);
  penny_json_add_int (&json, "removed", sync->totals.removed);
  penny_json_add_int (&json, "bytes", sync->totals.bytes);
  penny_json_add_double (&json, "seconds", (g_get_monotonic_time () - started) / (double) G_USEC_PER_SEC);
  penny_json_print (&json);
}

int
penny_cli_sync_account (PennyCli *cli, PennyAccount *account, const char *folder, gboolean headers_only)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyAccountLock) lock = NULL;
  g_autoptr (PennyStore) store = NULL;
  g_autoptr (PennySecret) password = NULL;
  g_autoptr (PennySync) sync = NULL;
  gint64 started = g_get_monotonic_time ();

  store = penny_cli_open_store (cli, account);
  if (store == NULL)
    return PENNY_CLI_FAILED;
  lock = penny_places_lock_account (cli->places, penny_account_get_id (account), &error);
  if (lock == NULL)
    return penny_cli_fail (cli, PENNY_PHASE_STORE, account, error);
  if (!penny_cli_get_password (cli, account, &password))
    return PENNY_CLI_FAILED;

  sync = penny_sync_new (account, store, password, NULL, print_status, NULL);
  sync->only_folder = g_strdup (folder);
  sync->headers_only = headers_only;
  if (!run_on_worker (cli, sync, penny_sync_run_once, &error))
    {
      /* What came is kept all the same. */
      penny_store_close (store);
      return penny_cli_fail (cli, penny_phase_of_error (sync->phase, error), account, error);
    }

  print_done (sync, started);
  penny_store_close (store);
  return PENNY_CLI_OK;
}

static int
sync_command (PennyCli *cli, char **args)
{
  g_autofree char *folder = NULL;
  gboolean headers_only = FALSE;
  const GOptionEntry options[] = {
    { "folder", 0, 0, G_OPTION_ARG_STRING, &folder, NULL, NULL },
    { "headers-only", 0, 0, G_OPTION_ARG_NONE, &headers_only, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (args);
  PennyAccount *account;
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_account_unref);
  int status = PENNY_CLI_OK;

  if (!penny_cli_parse (options, &rest))
    return PENNY_CLI_USAGE;
  if (g_strv_length (rest) > 1)
    return penny_cli_usage ("sync [ID] [--folder NAME] [--headers-only]");

  account = penny_cli_get_account (cli, rest[0]);
  if (account == NULL)
    return PENNY_CLI_FAILED;
  if (rest[0] != NULL || cli->account_id != NULL)
    return penny_cli_sync_account (cli, account, folder, headers_only);

  {
    GPtrArray *all = penny_account_list_get_accounts (cli->accounts);

    for (guint i = 0; i < all->len; i++)
      g_ptr_array_add (accounts, penny_account_ref (g_ptr_array_index (all, i)));
  }
  for (guint i = 0; i < accounts->len; i++)
    {
      int one = penny_cli_sync_account (cli, g_ptr_array_index (accounts, i), folder, headers_only);

      status = MAX (status, one);
    }
  return status;
}

/* --- watch --- */

static void
print_gone (const char *event, PennyEntryId id)
{
  PennyJson json = penny_json_begin ();

  penny_json_add_string (&json, "event", event);
  penny_json_add_int (&json, "id", id);
  penny_json_print (&json);
}

static void
store_changed_cb (PennyStore *store, const PennyStoreChange *change, gpointer data)
{
  for (guint i = 0; i < change->n_arrived; i++)
    {
      g_autoptr (PennyEntry) entry = penny_store_get_entry (store, change->arrived[i], NULL);

      if (entry != NULL)
        penny_cli_print_entry (store, entry, "new");
    }
  for (guint i = 0; i < change->n_flagged; i++)
    {
      g_autoptr (PennyEntry) entry = penny_store_get_entry (store, change->flagged[i], NULL);

      if (entry != NULL)
        penny_cli_print_entry (store, entry, "flags");
    }
  for (guint i = 0; i < change->n_removed; i++)
    print_gone ("removed", change->removed[i]);
}

static const char *
get_state_word (PennySyncState state)
{
  static const char * const words[] = {
    [PENNY_SYNC_CONNECTING] = "connecting", [PENNY_SYNC_RUNNING] = "running",
    [PENNY_SYNC_IDLE] = "idle",             [PENNY_SYNC_WAITING] = "waiting",
    [PENNY_SYNC_NEEDS_PERSON] = "needs-person", [PENNY_SYNC_OFFLINE] = "offline",
    [PENNY_SYNC_STOPPED] = "stopped",
  };

  return words[state];
}

static void
print_state (const PennySyncStatus *status, gpointer data)
{
  PennyCli *cli = data;

  if (status->state != PENNY_SYNC_RUNNING)
    {
      PennyJson json = penny_json_begin ();

      penny_json_add_string (&json, "event", "state");
      penny_json_add_string (&json, "state", get_state_word (status->state));
      penny_json_print (&json);
    }
  else
    print_status (status, NULL);
  if (status->error != NULL && status->notice == PENNY_SYNC_NOTICE_NONE)
    penny_cli_fail (cli, penny_phase_of_error (status->phase, status->error), NULL, status->error);
}

static int
watch_command (PennyCli *cli, char **args)
{
  PennyAccount *account;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyAccountLock) lock = NULL;
  g_autoptr (PennyStore) store = NULL;
  g_autoptr (PennySecret) password = NULL;
  g_autoptr (PennyWorker) worker = NULL;
  gulong handler;
  guint watch;

  if (g_strv_length (args) > 1)
    return penny_cli_usage ("watch [ID]");
  account = penny_cli_get_account (cli, args[0]);
  if (account == NULL || (store = penny_cli_open_store (cli, account)) == NULL)
    return PENNY_CLI_FAILED;
  lock = penny_places_lock_account (cli->places, penny_account_get_id (account), &error);
  if (lock == NULL)
    return penny_cli_fail (cli, PENNY_PHASE_STORE, account, error);
  if (!penny_cli_get_password (cli, account, &password))
    return PENNY_CLI_FAILED;

  watch = penny_store_watch (store, NULL, store_changed_cb, NULL, NULL);
  worker = penny_worker_new (account, store, password, NULL, print_state, cli);
  penny_worker_start (worker);
  handler = g_cancellable_connect (cli->cancellable, G_CALLBACK (end_watch_cb), loop, NULL);
  if (!g_cancellable_is_cancelled (cli->cancellable))
    g_main_loop_run (loop);
  g_cancellable_disconnect (cli->cancellable, handler);
  penny_worker_stop (worker);
  penny_store_unwatch (store, watch);
  penny_store_close (store);
  return PENNY_CLI_OK;
}

/* --- send --- */

static gboolean
send_job (PennySync *sync, GError **error)
{
  return penny_outbox_run (sync, NULL, error);
}

/* The letter may have been refused by itself: then its operation is still there and says why. */
static gboolean
check_sent (PennySync *sync, PennyEntryId id, GError **error)
{
  g_autoptr (GPtrArray) operations = penny_store_list_operations (sync->store, error);

  for (guint i = 0; operations != NULL && i < operations->len; i++)
    {
      const PennyOperation *operation = g_ptr_array_index (operations, i);

      if (operation->entry != id || operation->kind != PENNY_OPERATION_SEND)
        continue;
      if (sync->letter_error != NULL)
        g_propagate_error (error, g_steal_pointer (&sync->letter_error));
      else
        g_set_error_literal (error, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_TEMPORARY, "Not sent yet");
      return FALSE;
    }

  return operations != NULL;
}

static int
send_command (PennyCli *cli, char **args)
{
  PennyAccount *account;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (PennyAccountLock) lock = NULL;
  g_autoptr (PennyStore) store = NULL;
  g_autoptr (PennySecret) password = NULL;
  g_autoptr (PennySync) sync = NULL;
  PennyEntryId id;
  PennyJson json;

  if (g_strv_length (args) != 1)
    return penny_cli_usage ("send FILE.eml");
  account = penny_cli_get_account (cli, NULL);
  if (account == NULL || (store = penny_cli_open_store (cli, account)) == NULL)
    return PENNY_CLI_FAILED;

  raw = penny_cli_read_letter (args[0], &error);
  if (raw == NULL)
    return penny_cli_fail (cli, PENNY_PHASE_WRITE, account, error);
  if (!penny_cli_get_password (cli, account, &password))
    return PENNY_CLI_FAILED;
  id = penny_store_queue_letter (store, raw, 0, FALSE, 0, &error);
  if (id == 0)
    return penny_cli_fail (cli, PENNY_PHASE_STORE, account, error);

  lock = penny_places_lock_account (cli->places, penny_account_get_id (account), NULL);
  json = penny_json_begin ();
  penny_json_add_int (&json, "id", id);
  if (lock != NULL)
    {
      sync = penny_sync_new (account, store, password, NULL, print_status, NULL);
      if (!run_on_worker (cli, sync, send_job, &error) || !check_sent (sync, id, &error))
        {
          g_free (penny_json_end (&json));
          return penny_cli_fail (cli, penny_phase_of_error (sync->phase, error), account, error);
        }
    }
  /* The program runs and will send it. */
  penny_json_add_string (&json, "event", lock != NULL ? "sent" : "queued");
  penny_json_print (&json);
  penny_store_close (store);
  return PENNY_CLI_OK;
}

const PennyCliCommand penny_cli_sync_commands[] = {
  { "sync", "sync [ID] [--folder NAME] [--headers-only]", sync_command },
  { "watch", "watch [ID]", watch_command },
  { "send", "send FILE.eml", send_command },
  { NULL, },
};
