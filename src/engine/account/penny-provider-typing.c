/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A typing mistake in the domain of an address: which known one is meant. */
#include "penny-provider-private.h"

#include <string.h>

/* Shorter names are all like one another: gmx.net, gmd.net. */
#define NAME_MIN 4

/* TYPED becomes WORD by one letter more, less or other, or by two neighbours that change places. */
static gboolean
is_one_slip (const char *typed, const char *word)
{
  gsize n = strlen (typed), m = strlen (word), start = 0, end = 0;

  if (MAX (n, m) - MIN (n, m) > 1)
    return FALSE;
  while (start < MIN (n, m) && typed[start] == word[start])
    start++;
  while (end < MIN (n, m) - start && typed[n - 1 - end] == word[m - 1 - end])
    end++;
  n -= start + end;
  m -= start + end;
  return MAX (n, m) == 1 ||
         (n == 2 && m == 2 && typed[start] == word[start + 1] && typed[start + 1] == word[start]);
}

/* Of two countries each may be right: hotmail.pt is no hotmail.lt. */
static gboolean
is_meant (const char *typed, const char *domain)
{
  gsize name = strcspn (domain, ".");

  return name >= NAME_MIN && is_one_slip (typed, domain) &&
         (strncmp (typed, domain, name + 1) != 0 || g_str_has_suffix (domain, ".com") ||
          g_str_has_suffix (domain, ".net"));
}

char *
penny_provider_dup_likely_domain (const char *domain)
{
  g_autoptr (PennyProvider) known = penny_provider_find_by_domain (domain);
  g_autoptr (GPtrArray) providers = known == NULL ? penny_provider_list_all () : NULL;
  g_autofree char *typed = g_ascii_strdown (domain, -1);

  for (guint i = 0; providers != NULL && i < providers->len; i++)
    {
      const PennyProvider *provider = providers->pdata[i];

      for (guint d = 0; provider->domains[d] != NULL; d++)
        if (is_meant (typed, provider->domains[d]))
          return g_strdup (provider->domains[d]);
    }
  return NULL;
}
