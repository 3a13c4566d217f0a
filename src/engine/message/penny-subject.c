/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subjects without the marks that mail programs of the world put before them. */
#include "penny-header.h"

#include <string.h>

#include "penny-text.h"

/* "Re" and "Fwd" in the languages that translate them; lower case. */
static const char * const reply_marks[] = {
  "re", "aw", "sv", "vs", "antw", "antwort", "ref", "rif", "res", "odp", "ynt", "ang", "vá", "bls",
  "atb", "回复", "回覆", "答复", "答覆", "返信", "回信",
};
static const char * const forward_marks[] = {
  "fw", "fwd", "wg", "vb", "vl", "doorst", "tr", "rv", "enc", "pd", "ilt", "i", "转发", "轉寄", "轉發", "転送",
};

static gboolean
has_word (const char * const *words, gsize n_words, const char *text, gsize length)
{
  for (gsize i = 0; i < n_words; i++)
    if (strlen (words[i]) == length && g_ascii_strncasecmp (words[i], text, length) == 0)
      return TRUE;
  return FALSE;
}

/* Behind "[2]", "(2)" or "^2"; else P itself. */
static const char *
skip_counter (const char *p)
{
  const char *q = p;
  char close = *p == '[' ? ']' : *p == '(' ? ')' : *p == '^' ? '\0' : 'x';

  if (close == 'x')
    return p;
  q++;
  while (g_ascii_isdigit (*q))
    q++;
  if (q == p + 1)
    return p;
  if (close == '\0')
    return q;
  return *q == close ? q + 1 : p;
}

/* Behind one mark of WORDS with its colon, or NULL. */
static const char *
skip_mark (const char *subject, const char * const *words, gsize n_words)
{
  const char *p = subject, *q;

  while (*p && *p != ':' && *p != ' ' && *p != '[' && *p != '(' && *p != '^' &&
         strncmp (p, "：", 3) != 0 && p - subject < 16)
    p++;
  if (!has_word (words, n_words, subject, (gsize) (p - subject)))
    return NULL;
  q = skip_counter (p);
  while (*q == ' ')
    q++;
  if (*q == ':')
    q++;
  else if (strncmp (q, "：", 3) == 0)
    q += 3;
  else
    return NULL;
  while (*q == ' ')
    q++;
  return q;
}

const char *
penny_header_skip_reply_marks (const char *subject)
{
  const char *next;

  while ((next = skip_mark (subject, reply_marks, G_N_ELEMENTS (reply_marks))))
    subject = next;
  return subject;
}

gboolean
penny_header_has_forward_mark (const char *subject)
{
  return skip_mark (subject, forward_marks, G_N_ELEMENTS (forward_marks)) != NULL;
}

/* Behind "[list-name] ", or NULL; not when nothing would be left. */
static const char *
skip_tag (const char *subject)
{
  const char *close;

  if (*subject != '[')
    return NULL;
  close = strchr (subject, ']');
  if (!close || close - subject > 60)
    return NULL;
  close++;
  while (*close == ' ')
    close++;
  return *close ? close : NULL;
}

char *
penny_header_subject_key (const char *subject)
{
  g_autofree char *squeezed = penny_text_squeeze (subject, 500);
  const char *p = squeezed, *next;

  while ((next = skip_mark (p, reply_marks, G_N_ELEMENTS (reply_marks))) ||
         (next = skip_mark (p, forward_marks, G_N_ELEMENTS (forward_marks))) ||
         (next = skip_tag (p)))
    p = next;
  return g_utf8_casefold (p, -1);
}
