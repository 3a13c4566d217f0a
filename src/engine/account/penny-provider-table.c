/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of providers: those compiled in, behind those of files added at run time. */
#include "penny-provider-private.h"

#include <string.h>

#include "penny-account-resources.h"
#include "penny-error.h"

#define FOLDER "/io/github/penny_post/PennyPost/providers/"
#define FILE_MAX (1024 * 1024)
#define PROVIDERS_MAX 10000

/* Immutable once it stands in `current`; an older one is never freed, as readers may hold it. */
typedef struct _Table Table;
struct _Table {
  Table *behind;          /* the one before it; NULL */
  GPtrArray *providers;   /* PennyProvider */
  GHashTable *by_id;      /* borrowed strings and providers */
  GHashTable *by_domain;
  GHashTable *by_mx;
  GHashTable *by_host;    /* owned strings: {domain} is filled in */
};

static Table *current; /* atomic */

static void
index_names (GHashTable *names, char **list, PennyProvider *provider)
{
  for (guint i = 0; list[i]; i++)
    if (!g_hash_table_contains (names, list[i]))
      g_hash_table_insert (names, list[i], provider);
}

static void
index_host (Table *table, char *host, PennyProvider *provider)
{
  if (g_hash_table_contains (table->by_host, host))
    g_free (host);
  else
    g_hash_table_insert (table->by_host, host, provider);
}

static void
index_hosts (Table *table, PennyProvider *provider)
{
  for (guint i = PENNY_PROTOCOL_IMAP; i <= PENNY_PROTOCOL_SMTP; i++)
    for (guint j = 0; j < provider->servers[i]->len; j++)
      {
        const PennyServer *server = provider->servers[i]->pdata[j];

        if (strchr (server->host, '{') == NULL)
          index_host (table, g_strdup (server->host), provider);
        else
          for (guint d = 0; provider->domains[d]; d++)
            index_host (table, penny_provider_fill_host (server->host, provider->domains[d]), provider);
      }
}

/* The providers of PROVIDERS, then those of BEHIND (may be NULL). Takes PROVIDERS. */
static Table *
table_new (GPtrArray *providers, Table *behind)
{
  Table *table = g_new0 (Table, 1);

  for (guint i = 0; behind && i < behind->providers->len; i++)
    g_ptr_array_add (providers, penny_provider_ref (behind->providers->pdata[i]));
  table->behind = behind;
  table->providers = providers;
  table->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  table->by_domain = g_hash_table_new (g_str_hash, g_str_equal);
  table->by_mx = g_hash_table_new (g_str_hash, g_str_equal);
  table->by_host = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < providers->len; i++)
    {
      PennyProvider *provider = providers->pdata[i];

      if (!g_hash_table_contains (table->by_id, provider->id))
        g_hash_table_insert (table->by_id, provider->id, provider);
      index_names (table->by_domain, provider->domains, provider);
      index_names (table->by_mx, provider->mx, provider);
      if (provider->run_by == NULL)
        index_hosts (table, provider);
    }
  /* Who only uses another one's servers does not speak for them. */
  for (guint i = 0; i < providers->len; i++)
    index_hosts (table, providers->pdata[i]);
  return table;
}

static gboolean
invalid (GError **error, const char *why)
{
  g_set_error_literal (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID, why);
  return FALSE;
}

/* GKeyFile would silently join two groups of one name. */
static guint
count_groups (const char *data, gsize length)
{
  gboolean starts = TRUE;
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    {
      n += starts && data[i] == '[';
      starts = data[i] == '\n' || (starts && g_ascii_isspace (data[i]));
    }
  return n;
}

/* Adds the providers of DATA to PROVIDERS. */
static gboolean
read_providers (const char *data, gsize length, GPtrArray *providers, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) groups = NULL;
  gsize n_groups;

  if (length > FILE_MAX)
    return invalid (error, "too large");
  if (!g_utf8_validate (data, (gssize) length, NULL)) /* nor a NUL */
    return invalid (error, "not text");
  if (!g_key_file_load_from_data (file, data, length, G_KEY_FILE_NONE, &local))
    return invalid (error, local->message);
  groups = g_key_file_get_groups (file, &n_groups);
  if (n_groups == 0 || n_groups > PROVIDERS_MAX)
    return invalid (error, n_groups ? "too many groups" : "no group");
  if (n_groups != count_groups (data, length))
    return invalid (error, "two groups of one name");
  for (char **group = groups; *group; group++)
    {
      PennyProvider *provider = penny_provider_new_from_key_file (file, *group, error);

      if (provider == NULL)
        return FALSE;
      g_ptr_array_add (providers, provider);
    }
  return TRUE;
}

static gboolean
read_resource (const char *path, GPtrArray *providers, GError **error)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  return bytes &&
         read_providers (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), providers, error);
}

static Table *
make_built_in (void)
{
  GPtrArray *providers = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_provider_unref);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;

  penny_account_register_resource ();
  names = g_resources_enumerate_children (FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  for (char **name = names; name && *name; name++)
    {
      g_autofree char *path = g_strconcat (FOLDER, *name, NULL);

      if (!read_resource (path, providers, &error)) /* our own file: not from input */
        g_error ("%s: %s", *name, error->message);
    }
  return table_new (providers, NULL);
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

/* At most FILE_MAX + 1 bytes, so that an endless file ends. */
static GBytes *
read_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) local = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &local);
  g_autofree char *data = g_malloc (FILE_MAX + 1);
  gsize length = 0;

  if (stream && g_input_stream_read_all (G_INPUT_STREAM (stream), data, FILE_MAX + 1, &length, NULL, &local))
    return g_bytes_new (data, length);
  g_set_error (error, PENNY_ACCOUNT_ERROR,
               g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ? PENNY_ACCOUNT_ERROR_NOT_FOUND
                                                                         : PENNY_ACCOUNT_ERROR_IO,
               "%s", local->message);
  return NULL;
}

gboolean
penny_provider_add_file (const char *path, GError **error)
{
  g_autoptr (GPtrArray) providers = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_provider_unref);
  g_autoptr (GBytes) bytes = read_file (path, error);

  if (bytes == NULL)
    return FALSE;
  if (!read_providers (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), providers, error))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  g_atomic_pointer_set (&current, table_new (g_steal_pointer (&providers), get_table ()));
  return TRUE;
}

/* NAME as the index spells it; NULL when it is no host name. Full. */
static char *
spell (const char *name)
{
  g_autofree char *ascii = name && g_utf8_validate (name, -1, NULL) ? g_hostname_to_ascii (name) : NULL;
  char *key = ascii ? g_ascii_strdown (ascii, -1) : NULL;
  gsize length = key ? strlen (key) : 0;

  if (length && key[length - 1] == '.')
    key[length - 1] = '\0';
  return key;
}

static PennyProvider *
look_up (GHashTable *table, const char *key)
{
  PennyProvider *provider = g_hash_table_lookup (table, key);

  return provider ? penny_provider_ref (provider) : NULL;
}

PennyProvider *
penny_provider_find_by_domain (const char *domain)
{
  g_autofree char *key = spell (domain);
  PennyProvider *provider = key ? look_up (get_table ()->by_domain, key) : NULL;
  const char *dot = key ? strchr (key, '.') : NULL;
  g_autofree char *wild = dot ? g_strconcat ("*", dot, NULL) : NULL;

  return provider || wild == NULL ? provider : look_up (get_table ()->by_domain, wild);
}

PennyProvider *
penny_provider_find (const char *address)
{
  const char *at = address ? strrchr (address, '@') : NULL;

  return at ? penny_provider_find_by_domain (at + 1) : NULL;
}

PennyProvider *
penny_provider_find_by_mx (const char *mx_host)
{
  g_autofree char *key = spell (mx_host);
  GHashTable *by_mx = get_table ()->by_mx;

  for (const char *suffix = key; suffix; suffix = strchr (suffix, '.') ? strchr (suffix, '.') + 1 : NULL)
    {
      PennyProvider *provider = look_up (by_mx, suffix);

      if (provider)
        return provider;
    }
  return NULL;
}

PennyProvider *
penny_provider_find_by_host (const char *host)
{
  g_autofree char *key = spell (host);

  return key ? look_up (get_table ()->by_host, key) : NULL;
}

PennyProvider *
penny_provider_find_by_id (const char *id)
{
  return look_up (get_table ()->by_id, id);
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
