/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CAPA lines. */
#include "penny-pop-capa.h"

#include <string.h>

#define MAX_MECHANISMS 64

static const struct {
  const char *name;
  PennyPopCapability bit;
} names[] = {
  { "TOP", PENNY_POP_CAP_TOP },
  { "USER", PENNY_POP_CAP_USER },
  { "SASL", PENNY_POP_CAP_SASL },
  { "RESP-CODES", PENNY_POP_CAP_RESP_CODES },
  { "AUTH-RESP-CODE", PENNY_POP_CAP_AUTH_RESP_CODE },
  { "LOGIN-DELAY", PENNY_POP_CAP_LOGIN_DELAY },
  { "PIPELINING", PENNY_POP_CAP_PIPELINING },
  { "EXPIRE", PENNY_POP_CAP_EXPIRE },
  { "UIDL", PENNY_POP_CAP_UIDL },
  { "STLS", PENNY_POP_CAP_STLS },
  { "UTF8", PENNY_POP_CAP_UTF8 },
  { "IMPLEMENTATION", PENNY_POP_CAP_IMPLEMENTATION },
};

void
penny_pop_capa_clear (PennyPopCapa *capa)
{
  g_clear_pointer (&capa->sasl, g_ptr_array_unref);
  g_clear_pointer (&capa->implementation, g_free);
}

void
penny_pop_capa_reset (PennyPopCapa *capa)
{
  penny_pop_capa_clear (capa);
  memset (capa, 0, sizeof *capa);
  capa->sasl = g_ptr_array_new_with_free_func (g_free);
  capa->expire_days = -2;
}

static void
add_mechanisms (PennyPopCapa *capa, char **words)
{
  for (guint i = 1; words[i] != NULL && capa->sasl->len < MAX_MECHANISMS; i++)
    if (words[i][0] != '\0')
      g_ptr_array_add (capa->sasl, g_strdup (words[i]));
}

/* "EXPIRE 60", "EXPIRE NEVER", "LOGIN-DELAY 900 USER". */
static void
read_number (PennyPopCapa *capa, PennyPopCapability bit, char **words)
{
  guint64 n;

  if (words[1] == NULL)
    return;

  if (words[2] != NULL && g_ascii_strcasecmp (words[2], "USER") == 0)
    capa->per_user = TRUE;

  if (bit == PENNY_POP_CAP_EXPIRE && g_ascii_strcasecmp (words[1], "NEVER") == 0)
    capa->expire_days = -1;
  else if (g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXINT, &n, NULL))
    {
      if (bit == PENNY_POP_CAP_EXPIRE)
        capa->expire_days = n;
      else
        capa->login_delay = n;
    }
}

void
penny_pop_capa_add_line (PennyPopCapa *capa, const char *line)
{
  g_auto (GStrv) words = g_strsplit_set (line, " \t", MAX_MECHANISMS + 2);
  PennyPopCapability bit = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (words[0] != NULL && g_ascii_strcasecmp (words[0], names[i].name) == 0)
      bit = names[i].bit;

  capa->bits |= bit;
  if (bit == PENNY_POP_CAP_SASL)
    add_mechanisms (capa, words);
  else if (bit == PENNY_POP_CAP_EXPIRE || bit == PENNY_POP_CAP_LOGIN_DELAY)
    read_number (capa, bit, words);
  else if (bit == PENNY_POP_CAP_IMPLEMENTATION && capa->implementation == NULL && words[1] != NULL)
    capa->implementation = g_utf8_make_valid (line + strlen (words[0]) + 1, -1);
}
