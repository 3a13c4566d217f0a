/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search: one helper thread goes through the sources in order and delivers in the caller's
 * context. */
#include "penny-discovery.h"

#include <string.h>

#include "penny-autoconfig.h"
#include "penny-error.h"
#include "penny-fetch.h"
#include "penny-guess.h"
#include "penny-race.h"
#include "penny-thread.h"

#define TIME_LIMIT_MS 10000
/* The domain's own page may answer this much later than one that is good already. */
#define GRACE_US (1500 * G_TIME_SPAN_MILLISECOND)

struct _PennyDiscovery {
  GObject parent_instance;
  PennyDiscoverySources sources; /* set once */
};

G_DEFINE_FINAL_TYPE (PennyDiscovery, penny_discovery, G_TYPE_OBJECT)

static guint looking_signal;

/* What the helper thread works on; it alone writes until it has attached the delivery. */
typedef struct {
  PennyDiscovery *discovery; /* owned */
  GTask *task;               /* owned; touched in the caller's context only */
  GMainContext *context;     /* owned; the caller's */
  GCancellable *cancellable; /* owned; may be NULL */
  GThread *thread;
  char *address;
  PennyProposal *proposal;
  GError *error;
} Search;

static void
penny_discovery_class_init (PennyDiscoveryClass *klass)
{
  looking_signal = g_signal_new ("looking", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
}

static void
penny_discovery_init (PennyDiscovery *self)
{
}

PennyDiscovery *
penny_discovery_new (const PennyDiscoverySources *sources)
{
  PennyDiscovery *self = g_object_new (PENNY_TYPE_DISCOVERY, NULL);

  if (sources)
    self->sources = *sources;
  if (self->sources.fetch == NULL)
    self->sources.fetch = penny_fetch_https;
  if (self->sources.probe == NULL)
    self->sources.probe = penny_probe_server;
  if (self->sources.time_limit_ms == 0)
    self->sources.time_limit_ms = TIME_LIMIT_MS;
  return self;
}

/* --- telling the caller what is being asked --- */

typedef struct {
  PennyDiscovery *discovery; /* owned */
  PennyProposalSource source;
  char *where;
} Looking;

static void
looking_free (gpointer data)
{
  Looking *looking = data;

  g_object_unref (looking->discovery);
  g_free (looking->where);
  g_free (looking);
}

static gboolean
looking_cb (gpointer data)
{
  Looking *looking = data;

  g_signal_emit (looking->discovery, looking_signal, 0, looking->source, looking->where);
  return G_SOURCE_REMOVE;
}

static void
attach (GMainContext *context, GSourceFunc func, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, context);
}

static void
tell (Search *search, PennyProposalSource source, const char *where)
{
  Looking *looking = g_new0 (Looking, 1);

  looking->discovery = g_object_ref (search->discovery);
  looking->source = source;
  looking->where = g_strdup (where);
  attach (search->context, looking_cb, looking, looking_free);
}

/* --- the sources --- */

static PennyProposal *
ask_table (const char *address)
{
  g_autoptr (PennyProvider) provider = penny_provider_find (address);
  g_autoptr (PennyProposal) proposal = NULL;

  /* Whoever takes a password without our knowing where: the other sources may know. */
  if (provider == NULL ||
      (penny_provider_can_sign_in (provider) && penny_provider_get_ways_possible (provider) == 0))
    return NULL;
  proposal = penny_proposal_new (PENNY_SOURCE_PROVIDERS, address, provider);
  for (guint i = PENNY_PROTOCOL_IMAP; i <= PENNY_PROTOCOL_SMTP; i++)
    {
      g_autoptr (GPtrArray) servers = penny_provider_dup_servers (provider, i, address);

      for (guint j = 0; j < servers->len; j++)
        penny_proposal_take_server (proposal, penny_server_copy (servers->pdata[j]));
    }
  return g_steal_pointer (&proposal);
}

typedef struct {
  Search *search;
  char **urls;
  PennyProposal *found[2]; /* each written by its lane, read after the race */
} Autoconfig;

static gboolean
fetch_lane (guint index, GCancellable *cancellable, gpointer data, GError **error)
{
  Autoconfig *autoconfig = data;
  Search *search = autoconfig->search;
  const PennyDiscoverySources *sources = &search->discovery->sources;
  g_autoptr (GBytes) bytes = sources->fetch (autoconfig->urls[index], PENNY_AUTOCONFIG_MAX_SIZE, cancellable,
                                             sources->data, error);

  if (bytes == NULL)
    return FALSE;
  autoconfig->found[index] = penny_autoconfig_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                                     search->address, error);
  return autoconfig->found[index] != NULL;
}

static gboolean
fetch_is_enough (const PennyRaceLane *lanes, guint n_lanes, gint64 *deadline, gpointer data)
{
  for (guint i = 0; i < n_lanes; i++)
    {
      if (lanes[i].state == PENNY_RACE_RUNNING)
        {
          if (i + 1 < n_lanes && lanes[i + 1].state == PENNY_RACE_OK)
            *deadline = MIN (*deadline, g_get_monotonic_time () + GRACE_US);
          return FALSE;
        }
      if (lanes[i].state == PENNY_RACE_OK)
        return TRUE;
    }
  return TRUE;
}

static PennyProposal *
ask_autoconfig (Search *search)
{
  g_auto (GStrv) urls = penny_autoconfig_urls (search->address);
  Autoconfig autoconfig = { search, urls, { NULL, NULL } };
  PennyRaceLane *lanes = penny_race_run (2, fetch_lane, fetch_is_enough, &autoconfig,
                                         search->discovery->sources.time_limit_ms, search->cancellable);
  PennyProposal *best = NULL;

  for (guint i = 0; i < 2; i++)
    {
      if (lanes[i].error)
        g_debug ("autoconfiguration: %s", lanes[i].error->message);
      if (best == NULL && lanes[i].state == PENNY_RACE_OK)
        best = g_steal_pointer (&autoconfig.found[i]);
      penny_proposal_unref (autoconfig.found[i]);
    }
  penny_race_free (lanes, 2);
  return best;
}

static PennyProposal *
ask_all (Search *search, GError **error)
{
  const char *domain = strrchr (search->address, '@') + 1;
  PennyProposal *proposal;

  tell (search, PENNY_SOURCE_PROVIDERS, "");
  proposal = ask_table (search->address);
  if (proposal)
    return proposal;
  tell (search, PENNY_SOURCE_AUTOCONFIG, domain);
  proposal = ask_autoconfig (search);
  if (proposal)
    return proposal;
  if (g_cancellable_set_error_if_cancelled (search->cancellable, error))
    return NULL;
  tell (search, PENNY_SOURCE_GUESS, domain);
  return penny_guess (search->address, &search->discovery->sources,
                      search->discovery->sources.time_limit_ms, search->cancellable, error);
}

/* --- the search --- */

static void
search_free (gpointer data)
{
  Search *search = data;

  g_object_unref (search->discovery);
  g_object_unref (search->task);
  g_main_context_unref (search->context);
  g_clear_object (&search->cancellable);
  g_free (search->address);
  penny_proposal_unref (search->proposal);
  g_clear_error (&search->error);
  g_free (search);
}

static gboolean
deliver_cb (gpointer data)
{
  Search *search = data;

  g_thread_join (search->thread);
  if (search->proposal)
    g_task_return_pointer (search->task, g_steal_pointer (&search->proposal),
                           (GDestroyNotify) penny_proposal_unref);
  else
    g_task_return_error (search->task, g_steal_pointer (&search->error));
  return G_SOURCE_REMOVE;
}

static gpointer
search_thread (gpointer data)
{
  Search *search = data;

  search->proposal = ask_all (search, &search->error);
  if (g_cancellable_is_cancelled (search->cancellable))
    {
      g_clear_pointer (&search->proposal, penny_proposal_unref);
      g_clear_error (&search->error);
      g_cancellable_set_error_if_cancelled (search->cancellable, &search->error);
    }
  attach (search->context, deliver_cb, search, search_free);
  return NULL;
}

void
penny_discovery_find_async (PennyDiscovery *self, const char *address, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Search *search;

  penny_assert_thread (PENNY_THREAD_MAIN);
  g_return_if_fail (PENNY_IS_DISCOVERY (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, penny_discovery_find_async);
  if (!penny_address_is_plausible (address))
    {
      g_task_return_new_error (task, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_ADDRESS,
                               "not an e-mail address");
      return;
    }
  search = g_new0 (Search, 1);
  search->discovery = g_object_ref (self);
  search->context = g_main_context_ref (g_task_get_context (task));
  search->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  search->address = g_strdup (address);
  search->task = g_steal_pointer (&task);
  search->thread = penny_thread_new ("penny-discover", PENNY_THREAD_HELPER, search_thread, search);
}

PennyProposal *
penny_discovery_find_finish (PennyDiscovery *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
penny_discovery_add_provider_file (const char *path, GError **error)
{
  return penny_provider_add_file (path, error);
}
