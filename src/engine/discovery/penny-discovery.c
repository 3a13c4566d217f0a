/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search's asynchronous side: one helper thread runs it; what it says is delivered in the caller's
 * context. */
#include "penny-discovery.h"

#include <string.h>

#include "penny-error.h"
#include "penny-fetch.h"
#include "penny-guess.h"
#include "penny-resolve.h"
#include "penny-search.h"
#include "penny-thread.h"

#define TIME_LIMIT_MS 10000

struct _PennyDiscovery {
  GObject parent_instance;
  PennyDiscoverySources sources; /* set once */
  gboolean public_database;
};

G_DEFINE_FINAL_TYPE (PennyDiscovery, penny_discovery, G_TYPE_OBJECT)

static guint looking_signal, look_signal, candidate_signal;

/* What the helper thread works on; it alone writes until it has attached the delivery. */
typedef struct {
  PennyDiscovery *discovery; /* owned */
  GTask *task;               /* owned; touched in the caller's context only */
  GMainContext *context;     /* owned; the caller's */
  GCancellable *cancellable; /* owned; may be NULL */
  GThread *thread;
  char *address;
  char *host;                /* the server that was named; NULL: settings for ADDRESS are looked for */
  GPtrArray *found;          /* owned; of PennyProposal */
  GError *error;
} Search;

static void
penny_discovery_class_init (PennyDiscoveryClass *klass)
{
  looking_signal = g_signal_new ("looking", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
  look_signal = g_signal_new ("look", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 4, G_TYPE_UINT, G_TYPE_INT, G_TYPE_STRING, G_TYPE_INT);
  candidate_signal = g_signal_new ("candidate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
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
  if (self->sources.lookup == NULL)
    self->sources.lookup = penny_resolve_records;
  if (self->sources.time_limit_ms == 0)
    self->sources.time_limit_ms = TIME_LIMIT_MS;
  return self;
}

void
penny_discovery_set_public_database (PennyDiscovery *self, gboolean allowed)
{
  self->public_database = allowed;
}

/* --- telling the caller what is being asked --- */

typedef struct {
  PennyDiscovery *discovery; /* owned */
  PennyProposalSource source;
  char *where;
  PennyProposal *candidate;  /* owned; NULL for the others */
  gboolean is_look;
  guint number;
  PennyLookState state;
} Looking;

static void
looking_free (gpointer data)
{
  Looking *looking = data;

  g_object_unref (looking->discovery);
  g_free (looking->where);
  penny_proposal_unref (looking->candidate);
  g_free (looking);
}

static gboolean
looking_cb (gpointer data)
{
  Looking *looking = data;

  if (looking->candidate)
    g_signal_emit (looking->discovery, candidate_signal, 0, looking->candidate);
  else if (looking->is_look)
    g_signal_emit (looking->discovery, look_signal, 0, looking->number, looking->source, looking->where,
                   looking->state);
  else
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
tell_looking (PennyProposalSource source, const char *where, gpointer data)
{
  Search *search = data;
  Looking *looking = g_new0 (Looking, 1);

  looking->discovery = g_object_ref (search->discovery);
  looking->source = source;
  looking->where = g_strdup (where);
  attach (search->context, looking_cb, looking, looking_free);
}

static void
tell_look (guint number, PennyProposalSource source, const char *where, PennyLookState state, gpointer data)
{
  Search *search = data;
  Looking *looking = g_new0 (Looking, 1);

  looking->discovery = g_object_ref (search->discovery);
  looking->is_look = TRUE;
  looking->number = number;
  looking->source = source;
  looking->where = g_strdup (where);
  looking->state = state;
  attach (search->context, looking_cb, looking, looking_free);
}

static void
tell_candidate (PennyProposal *proposal, gpointer data)
{
  Search *search = data;
  Looking *looking;

  if (g_cancellable_is_cancelled (search->cancellable))
    return;
  looking = g_new0 (Looking, 1);
  looking->discovery = g_object_ref (search->discovery);
  looking->candidate = penny_proposal_ref (proposal);
  attach (search->context, looking_cb, looking, looking_free);
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
  g_free (search->host);
  g_clear_pointer (&search->found, g_ptr_array_unref);
  g_clear_error (&search->error);
  g_free (search);
}

static gboolean
deliver_cb (gpointer data)
{
  Search *search = data;

  g_thread_join (search->thread);
  if (search->found)
    g_task_return_pointer (search->task, g_steal_pointer (&search->found),
                           (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (search->task, g_steal_pointer (&search->error));
  return G_SOURCE_REMOVE;
}

static GPtrArray *
find_server (Search *search)
{
  const PennyDiscoverySources *sources = &search->discovery->sources;
  PennyProposal *proposal;
  GPtrArray *found;

  tell_looking (PENNY_SOURCE_GUESS, search->host, search);
  tell_look (0, PENNY_SOURCE_GUESS, search->host, PENNY_LOOK_WAITING, search);
  proposal = penny_guess_at (search->host, search->address, sources, sources->time_limit_ms,
                             search->cancellable, &search->error);
  tell_look (0, PENNY_SOURCE_GUESS, search->host, proposal != NULL ? PENNY_LOOK_ANSWERED : PENNY_LOOK_NOTHING,
             search);
  if (proposal == NULL)
    return NULL;
  tell_candidate (proposal, search);
  found = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_proposal_unref);
  g_ptr_array_add (found, proposal);
  return found;
}

static gpointer
search_thread (gpointer data)
{
  Search *search = data;
  PennySearch what = { search->address, &search->discovery->sources, search->discovery->public_database,
                       tell_looking, tell_look, tell_candidate, search };

  search->found = search->host ? find_server (search)
                               : penny_search_run (&what, search->cancellable, &search->error);
  attach (search->context, deliver_cb, search, search_free);
  return NULL;
}

/* Takes TASK and HOST. */
static void
start (PennyDiscovery *self, GTask *task, const char *address, char *host)
{
  Search *search = g_new0 (Search, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  search->discovery = g_object_ref (self);
  search->context = g_main_context_ref (g_task_get_context (task));
  search->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  search->address = g_strdup (address);
  search->host = host;
  search->task = task;
  search->thread = penny_thread_new ("penny-discover", PENNY_THREAD_HELPER, search_thread, search);
}

void
penny_discovery_find_async (PennyDiscovery *self, const char *address, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

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
  start (self, g_steal_pointer (&task), address, NULL);
}

void
penny_discovery_find_server_async (PennyDiscovery *self, const char *host, const char *address,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *typed = NULL;
  g_autofree char *clean = NULL;

  penny_assert_thread (PENNY_THREAD_MAIN);
  g_return_if_fail (PENNY_IS_DISCOVERY (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, penny_discovery_find_server_async);
  typed = g_strstrip (g_strdup (host ? host : ""));
  clean = penny_resolve_clean_name (typed);
  if (clean == NULL)
    g_task_return_new_error (task, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_ADDRESS,
                             "not the name of a server");
  else if (address == NULL || *address == '\0' ||
           (strchr (address, '@') && !penny_address_is_plausible (address)))
    g_task_return_new_error (task, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_ADDRESS,
                             "not an e-mail address");
  else
    start (self, g_steal_pointer (&task), address, g_steal_pointer (&clean));
}

GPtrArray *
penny_discovery_find_all_finish (PennyDiscovery *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

PennyProposal *
penny_discovery_find_finish (PennyDiscovery *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GPtrArray) found = penny_discovery_find_all_finish (self, result, error);

  if (found == NULL)
    return NULL;
  if (penny_proposal_is_trusted (found->pdata[0]))
    return penny_proposal_ref (found->pdata[0]);
  g_set_error (error, PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND,
               "only servers of another organisation found: %s",
               penny_proposal_get_confirm_domains (found->pdata[0])[0]);
  return NULL;
}

PennyProposal *
penny_discovery_find_server_finish (PennyDiscovery *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GPtrArray) found = penny_discovery_find_all_finish (self, result, error);

  return found ? penny_proposal_ref (found->pdata[0]) : NULL;
}

gboolean
penny_discovery_add_provider_file (const char *path, GError **error)
{
  return penny_provider_add_file (path, error);
}
