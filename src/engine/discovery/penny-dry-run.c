/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coming, looking without touching, and going again. */
#include "penny-dry-run-private.h"

#include "penny-credential.h"
#include "penny-error.h"
#include "penny-socket-channel.h"
#include "penny-thread.h"

#define IDLE_TIMEOUT_MS 30000

PennyDryRun *
penny_dry_run_new (guint64 letters, guint64 bytes, GDateTime *oldest, guint64 free_bytes, gint64 expire_days,
                   guint login_delay)
{
  PennyDryRun *self = g_atomic_rc_box_new0 (PennyDryRun);

  self->letters = letters;
  self->bytes = bytes;
  self->oldest = oldest ? g_date_time_ref (oldest) : NULL;
  self->free_bytes = free_bytes;
  self->expire_days = expire_days;
  self->login_delay = login_delay;
  return self;
}

PennyDryRun *
penny_dry_run_ref (PennyDryRun *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  g_clear_pointer (&((PennyDryRun *) data)->oldest, g_date_time_unref);
}

void
penny_dry_run_unref (PennyDryRun *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

guint64
penny_dry_run_get_letters (const PennyDryRun *self)
{
  return self->letters;
}

guint64
penny_dry_run_get_bytes (const PennyDryRun *self)
{
  return self->bytes;
}

GDateTime *
penny_dry_run_get_oldest (const PennyDryRun *self)
{
  return self->oldest;
}

guint64
penny_dry_run_get_free_bytes (const PennyDryRun *self)
{
  return self->free_bytes;
}

gint64
penny_dry_run_get_expire_days (const PennyDryRun *self)
{
  return self->expire_days;
}

guint
penny_dry_run_get_login_delay (const PennyDryRun *self)
{
  return self->login_delay;
}

gboolean
penny_dry_run_get_quota (const PennyDryRun *self, guint64 *used, guint64 *limit)
{
  *used = self->quota.used;
  *limit = self->quota.limit;
  return self->quota.limit > 0;
}

/* --- coming and going --- */

/* Whose box, and with what one gets in. */
typedef struct {
  PennyAccount *account;
  const PennyServer *server;
  PennySecret *secret;
  GCancellable *cancellable;
} Visitor;

static gboolean
log_in_imap (gpointer session, const char *user, PennySecret *secret, gboolean clear_allowed, GError **error)
{
  return penny_imap_session_login (session, user, secret, clear_allowed, error);
}

static gboolean
log_in_pop (gpointer session, const char *user, PennySecret *secret, gboolean clear_allowed, GError **error)
{
  return penny_pop_session_login (session, user, secret, clear_allowed, error);
}

static gboolean
visit_imap (PennyDryRun *self, PennyChannel *channel, const Visitor *visitor, GError **error)
{
  g_autoptr (PennyImapSession) session = penny_imap_session_new (channel);

  if (!penny_imap_session_greet (session, visitor->server->security, error)
      || !penny_credential_log_in (visitor->account, visitor->server, visitor->secret, log_in_imap, session,
                                   visitor->cancellable, error)
      || !penny_dry_run_look_imap (self, session, error))
    return FALSE;
  penny_imap_session_logout (session);
  return TRUE;
}

static gboolean
visit_pop (PennyDryRun *self, PennyChannel *channel, const Visitor *visitor, GError **error)
{
  g_autoptr (PennyPopSession) session = penny_pop_session_new (channel);

  if (!penny_pop_session_greet (session, visitor->server->security, error)
      || !penny_credential_log_in (visitor->account, visitor->server, visitor->secret, log_in_pop, session,
                                   visitor->cancellable, error)
      || !penny_dry_run_look_pop (self, session, error))
    return FALSE;
  /* Nothing was marked: the goodbye may get lost. */
  penny_pop_session_quit (session, NULL);
  return TRUE;
}

/* The room around DIR, or around the nearest folder above it that is there. */
static guint64
measure_room (const char *dir)
{
  g_autoptr (GFile) place = g_file_new_for_path (dir ? dir : ".");

  for (;;)
    {
      g_autoptr (GFileInfo) info = g_file_query_filesystem_info (place, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, NULL, NULL);
      GFile *above;

      if (info != NULL && g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE))
        return g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE);
      above = g_file_get_parent (place);
      if (above == NULL)
        return G_MAXUINT64;
      g_object_unref (place);
      place = above;
    }
}

PennyDryRun *
penny_dry_run_sync (PennyAccount *account, PennySecret *password, const char *store_dir,
                    GCancellable *cancellable, GError **error)
{
  const PennyServer *server = penny_account_get_incoming (account);
  const PennyConnectOptions options = { .trusted_key = server->trusted_key };
  g_autoptr (PennySecret) secret = NULL;
  g_autoptr (PennyDryRun) self = penny_dry_run_new (0, 0, NULL, measure_room (store_dir), PENNY_EXPIRE_UNKNOWN, 0);
  g_autoptr (PennyChannel) channel = NULL;
  Visitor visitor = { account, server, NULL, cancellable };

  secret = password != NULL ? penny_secret_ref (password)
                            : penny_credential_get_sync (account, PENNY_PASSWORD_INCOMING, NULL, cancellable, error);
  if (secret == NULL)
    return NULL;
  visitor.secret = secret;
  channel = penny_socket_channel_connect_with (server->host, server->port, server->security, &options,
                                               cancellable, error);
  if (channel == NULL)
    return NULL;
  penny_channel_set_cancellable (channel, cancellable);
  penny_channel_set_idle_timeout (channel, IDLE_TIMEOUT_MS);
  if (!(server->protocol == PENNY_PROTOCOL_IMAP ? visit_imap : visit_pop) (self, channel, &visitor, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* --- on a thread of its own --- */

typedef struct {
  PennyAccount *account;   /* owned, like the others */
  PennySecret *password;
  char *store_dir;
  GTask *task;
} Job;

static gboolean
finished_cb (gpointer data)
{
  Job *job = data;

  penny_account_unref (job->account);
  g_clear_pointer (&job->password, penny_secret_unref);
  g_free (job->store_dir);
  g_object_unref (job->task);
  g_free (job);
  return G_SOURCE_REMOVE;
}

static gpointer
run_thread (gpointer data)
{
  Job *job = data;
  g_autoptr (GMainContext) context = g_main_context_ref (g_task_get_context (job->task));
  GError *error = NULL;
  PennyDryRun *result = penny_dry_run_sync (job->account, job->password, job->store_dir,
                                            g_task_get_cancellable (job->task), &error);

  if (result != NULL)
    g_task_return_pointer (job->task, result, (GDestroyNotify) penny_dry_run_unref);
  else
    g_task_return_error (job->task, error);
  /* The last reference goes where the callback runs. */
  g_main_context_invoke (context, finished_cb, job);
  return NULL;
}

void
penny_dry_run_async (PennyAccount *account, PennySecret *password, const char *store_dir,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  Job *job = g_new0 (Job, 1);
  GThread *thread;

  job->account = penny_account_ref (account);
  job->password = password != NULL ? penny_secret_ref (password) : NULL;
  job->store_dir = g_strdup (store_dir);
  job->task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (job->task, penny_dry_run_async);
  thread = penny_thread_new ("penny-dry-run", PENNY_THREAD_HELPER, run_thread, job);
  g_thread_unref (thread);
}

PennyDryRun *
penny_dry_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
