/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small table under a lock: connections of several workers to one server share it. */
#include "penny-tls-cache.h"

/* More servers than anybody has accounts for. */
#define ENTRIES_MAX 64

static GMutex lock;
static GHashTable *sessions;   /* "host:port:key" → GBytes; under lock */

static char *
key_for (const char *host, guint16 port, const char *trusted_key)
{
  return g_strdup_printf ("%s:%u:%s", host, port, trusted_key != NULL ? trusted_key : "");
}

void
penny_tls_cache_put (const char *host, guint16 port, const char *trusted_key, GBytes *session)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  if (sessions == NULL)
    sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  if (g_hash_table_size (sessions) >= ENTRIES_MAX)
    g_hash_table_remove_all (sessions);
  g_hash_table_replace (sessions, key_for (host, port, trusted_key), g_bytes_ref (session));
}

GBytes *
penny_tls_cache_take (const char *host, guint16 port, const char *trusted_key)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autofree char *key = key_for (host, port, trusted_key);
  g_autofree char *old_key = NULL;
  gpointer session = NULL;

  if (sessions != NULL)
    g_hash_table_steal_extended (sessions, key, (gpointer *) &old_key, &session);
  return session;
}

void
penny_tls_cache_clear (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  if (sessions != NULL)
    g_hash_table_remove_all (sessions);
}
