/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of providers: the one compiled in, behind those of files added at run time. */
#include "penny-provider-private.h"

#include <string.h>

#include "penny-account-resources.h"
#include "penny-error.h"

#define RESOURCE "/io/github/penny_post/PennyPost/account/providers.ini"
#define FILE_MAX (1024 * 1024)

/* Immutable once it stands in `current`; an older one is never freed, as readers may hold it. */
typedef struct _Table Table;
struct _Table {
  Table *behind;          /* the one before it; NULL */
  GPtrArray *providers;   /* PennyProvider */
  GHashTable *by_domain;  /* borrowed strings and providers */
  GHashTable *by_host;
};

static Table *current; /* atomic */

static void
index_provider (Table *table, PennyProvider *provider)
{
  const char * const *domains = penny_provider_get_domains (provider);

  for (guint i = 0; domains[i]; i++)
    if (!g_hash_table_contains (table->by_domain, domains[i]))
      g_hash_table_insert (table->by_domain, (char *) domains[i], provider);
  for (guint i = PENNY_PROTOCOL_IMAP; i <= PENNY_PROTOCOL_SMTP; i++)
    {
      const PennyServer *server = penny_provider_peek_server (provider, i);

      if (server && !g_hash_table_contains (table->by_host, server->host))
        g_hash_table_insert (table->by_host, server->host, provider);
    }
}

/* The providers of DATA, then those of BEHIND (may be NULL). */
static Table *
table_new (const char *data, gsize length, Table *behind, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) providers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) penny_provider_unref);
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) groups = NULL;
  Table *table;

  if (!g_key_file_load_from_data (file, data, length, G_KEY_FILE_NONE, &local))
    {
      g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID, "%s", local->message);
      return NULL;
    }
  groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group; group++)
    {
      PennyProvider *provider = penny_provider_new_from_key_file (file, *group, error);

      if (provider == NULL)
        return NULL;
      g_ptr_array_add (providers, provider);
    }
  for (guint i = 0; behind && i < behind->providers->len; i++)
    g_ptr_array_add (providers, penny_provider_ref (behind->providers->pdata[i]));
  table = g_new0 (Table, 1);
  table->behind = behind;
  table->providers = g_steal_pointer (&providers);
  table->by_domain = g_hash_table_new (g_str_hash, g_str_equal);
  table->by_host = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < table->providers->len; i++)
    index_provider (table, table->providers->pdata[i]);
  return table;
}

static Table *
make_built_in (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  Table *table = NULL;

  penny_account_register_resource ();
  bytes = g_resources_lookup_data (RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes)
    table = table_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, &error);
  if (table == NULL) /* our own file: not from input */
    g_error ("providers.ini: %s", error->message);
  return table;
}

static Table *
get_table (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      g_atomic_pointer_set (&current, make_built_in ());
      g_once_init_leave (&once, 1);
    }
  return g_atomic_pointer_get (&current);
}

gboolean
penny_provider_add_file (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *data = NULL;
  gsize length;
  Table *table;

  if (!g_file_get_contents (path, &data, &length, &local))
    {
      gboolean missing = g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT);

      g_set_error (error, PENNY_ACCOUNT_ERROR,
                   missing ? PENNY_ACCOUNT_ERROR_NOT_FOUND : PENNY_ACCOUNT_ERROR_IO, "%s",
                   local->message);
      return FALSE;
    }
  if (length > FILE_MAX)
    {
      g_set_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID, "%s: too large", path);
      return FALSE;
    }
  table = table_new (data, length, get_table (), error);
  if (table == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  g_atomic_pointer_set (&current, table);
  return TRUE;
}

static PennyProvider *
look_up (GHashTable *table, const char *name)
{
  g_autofree char *ascii = g_hostname_to_ascii (name);
  g_autofree char *key = ascii ? g_ascii_strdown (ascii, -1) : NULL;
  PennyProvider *provider = key ? g_hash_table_lookup (table, key) : NULL;

  return provider ? penny_provider_ref (provider) : NULL;
}

PennyProvider *
penny_provider_find (const char *address)
{
  const char *at = address ? strrchr (address, '@') : NULL;

  return at ? look_up (get_table ()->by_domain, at + 1) : NULL;
}

PennyProvider *
penny_provider_find_by_host (const char *host)
{
  return host ? look_up (get_table ()->by_host, host) : NULL;
}

PennyProvider *
penny_provider_find_by_id (const char *id)
{
  GPtrArray *providers = get_table ()->providers;

  for (guint i = 0; i < providers->len; i++)
    if (strcmp (penny_provider_get_id (providers->pdata[i]), id) == 0)
      return penny_provider_ref (providers->pdata[i]);
  return NULL;
}

GPtrArray *
penny_provider_list_all (void)
{
  GPtrArray *providers = get_table ()->providers;
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_provider_unref);

  for (guint i = 0; i < providers->len; i++)
    g_ptr_array_add (all, penny_provider_ref (providers->pdata[i]));
  return all;
}
