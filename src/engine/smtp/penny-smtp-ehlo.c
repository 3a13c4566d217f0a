/* SPDX-License-Identifier: GPL-3.0-or-later */
/* EHLO keywords. */
#include "penny-smtp-ehlo.h"

#include <string.h>

#define MAX_MECHANISMS 64

static const struct {
  const char *name;
  PennySmtpCapability bit;
} names[] = {
  { "STARTTLS", PENNY_SMTP_CAP_STARTTLS },
  { "AUTH", PENNY_SMTP_CAP_AUTH },
  { "PIPELINING", PENNY_SMTP_CAP_PIPELINING },
  { "SIZE", PENNY_SMTP_CAP_SIZE },
  { "8BITMIME", PENNY_SMTP_CAP_8BITMIME },
  { "SMTPUTF8", PENNY_SMTP_CAP_SMTPUTF8 },
  { "CHUNKING", PENNY_SMTP_CAP_CHUNKING },
  { "DSN", PENNY_SMTP_CAP_DSN },
  { "ENHANCEDSTATUSCODES", PENNY_SMTP_CAP_ENHANCEDSTATUSCODES },
};

void
penny_smtp_ehlo_clear (PennySmtpEhlo *ehlo)
{
  g_clear_pointer (&ehlo->auth, g_ptr_array_unref);
}

void
penny_smtp_ehlo_reset (PennySmtpEhlo *ehlo)
{
  penny_smtp_ehlo_clear (ehlo);
  memset (ehlo, 0, sizeof *ehlo);
  ehlo->auth = g_ptr_array_new_with_free_func (g_free);
}

static void
parse_keyword (PennySmtpEhlo *ehlo, const char *line)
{
  /* "AUTH=LOGIN PLAIN" is what some servers said before RFC 2554, for old Outlooks' sake. */
  g_auto (GStrv) words = g_strsplit_set (line, " =", MAX_MECHANISMS + 2);
  PennySmtpCapability bit = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (words[0] != NULL && g_ascii_strcasecmp (words[0], names[i].name) == 0)
      bit = names[i].bit;

  ehlo->bits |= bit;
  if (bit == PENNY_SMTP_CAP_SIZE && words[1] != NULL
      && !g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXINT64, &ehlo->max_size, NULL))
    ehlo->max_size = 0;

  for (guint i = 1; bit == PENNY_SMTP_CAP_AUTH && words[i] != NULL; i++)
    if (words[i][0] != '\0' && ehlo->auth->len < MAX_MECHANISMS)
      g_ptr_array_add (ehlo->auth, g_strdup (words[i]));
}

void
penny_smtp_ehlo_parse (PennySmtpEhlo *ehlo, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  penny_smtp_ehlo_reset (ehlo);
  ehlo->bits = PENNY_SMTP_CAP_EHLO;
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    parse_keyword (ehlo, lines[i]);
}
