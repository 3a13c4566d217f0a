/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for the search index. */
#include "penny-store-words.h"

#include <string.h>

#include "penny-error.h"
#include "penny-store-body.h"

#define N_COLUMNS 4
/* Words of a header alone, soon to be replaced: not worth packing. */
#define SMALL 1024

gboolean
penny_words_is_cjk (gunichar c)
{
  return (c >= 0x3005 && c <= 0x3007) || (c >= 0x3040 && c <= 0x30ff) ||
         (c >= 0x31f0 && c <= 0x31ff) || (c >= 0x3400 && c <= 0x9fff) ||
         (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0xff66 && c <= 0xff9f) || (c >= 0x20000 && c <= 0x3ffff);
}

/* Everything that penny_words_is_cjk() knows begins with 0xe3 or more. */
static gboolean
may_have_cjk (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guint8) *text >= 0xe3)
      return TRUE;
  return FALSE;
}

/* Appends the run of CJK characters at TEXT in pairs; END adds its last character alone, so that
 * one character can be found, too. Gives where the run stops. */
static const char *
append_run (GString *out, const char *text, gboolean end)
{
  const char *next = g_utf8_next_char (text);
  guint n = 1;

  g_string_append_c (out, ' ');
  for (; penny_words_is_cjk (g_utf8_get_char (next)); text = next, next = g_utf8_next_char (next), n++) {
    g_string_append_len (out, text, g_utf8_next_char (next) - text);
    g_string_append_c (out, ' ');
  }
  if (end || n == 1)
    g_string_append_len (out, text, next - text);
  g_string_append_c (out, ' ');
  return next;
}

/* LAST_ENDS: whether a run at the very end of TEXT gets its last character alone. */
static char *
cut (const char *text, gboolean last_ends)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) out = NULL;
  const char *p = valid;

  if (!may_have_cjk (valid))
    return g_steal_pointer (&valid);
  out = g_string_sized_new (strlen (valid) * 2);
  while (*p != '\0') {
    const char *stop = p;

    while (*stop != '\0' && !penny_words_is_cjk (g_utf8_get_char (stop)))
      stop = g_utf8_next_char (stop);
    g_string_append_len (out, p, stop - p);
    p = stop;
    if (*p != '\0') {
      while (penny_words_is_cjk (g_utf8_get_char (stop)))
        stop = g_utf8_next_char (stop);
      p = append_run (out, p, *stop != '\0' || last_ends);
    }
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
penny_words_cut (const char *text)
{
  return cut (text, TRUE);
}

char *
penny_words_cut_question (const char *text)
{
  return cut (text, FALSE);
}

char **
penny_words_from_summary (const PennySummary *summary)
{
  g_autofree char *sender = g_strdup_printf ("%s %s", summary->from_name, summary->from_address);
  char **columns = g_new0 (char *, N_COLUMNS + 1);

  columns[0] = penny_words_cut (summary->subject);
  columns[1] = penny_words_cut (sender);
  columns[2] = penny_words_cut (summary->recipients != NULL ? summary->recipients : "");
  columns[3] = penny_words_cut (summary->search_text != NULL ? summary->search_text : "");
  return columns;
}

GBytes *
penny_words_pack (char **columns)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();

  for (guint i = 0; i < N_COLUMNS; i++)
    g_byte_array_append (all, (const guint8 *) columns[i], strlen (columns[i]) + 1);
  if (all->len > SMALL)
    return penny_body_pack (all->data, all->len);
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

char **
penny_words_unpack (const void *data, gsize size, GError **error)
{
  g_autoptr (GBytes) all = penny_body_is_packed (data, size) ? penny_body_unpack_any (data, size, error)
                                                             : g_bytes_new (data, size);
  g_auto (GStrv) columns = NULL;
  const char *p, *end;
  gsize length;

  if (all == NULL)
    return NULL;
  columns = g_new0 (char *, N_COLUMNS + 1);
  p = g_bytes_get_data (all, &length);
  end = p + length;
  for (guint i = 0; i < N_COLUMNS; i++) {
    const char *stop = p < end ? memchr (p, '\0', end - p) : NULL;

    if (stop == NULL) {
      g_set_error (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_DAMAGED, "Kept words are not sound");
      return NULL;
    }
    columns[i] = g_strdup (p);
    p = stop + 1;
  }
  return g_steal_pointer (&columns);
}
