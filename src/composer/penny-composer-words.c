/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recipients and text as typed, looked at before they are sent. */
#include "penny-composer-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "penny-address.h"

/* People write in other languages than the one their desktop speaks. */
static const char always[] =
  "attached|attachment|attachments|enclosed|"
  "Anhang|Anhänge|Anlage|Anlagen|angehängt|beigefügt|添付";

GPtrArray *
penny_composer_words_parse (const char *typed)
{
  g_autofree char *line = g_strdelimit (g_strdelimit (g_strdup (typed), "\r\n", ','), "\t", ' ');
  GPtrArray *list = penny_address_list_parse (line, FALSE, NULL);

  return list != NULL ? list : g_ptr_array_new_with_free_func ((GDestroyNotify) penny_address_free);
}

char *
penny_composer_words_about_bad_address (GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      const PennyAddress *one = g_ptr_array_index (list, i);

      if (penny_address_is_valid (one->address))
        continue;
      if (one->address[0] == '\0' && one->name[0] == '\0')
        return g_strdup (_("There is a person without an e-mail address here."));
      /* Translators: %s is what somebody typed in place of an address, such as “gran”. */
      return g_strdup_printf (_("“%s” is not an e-mail address yet."),
                              one->address[0] != '\0' ? one->address : one->name);
    }
  return NULL;
}

char *
penny_composer_words_typed_part (const char *text, const char *initial)
{
  if (initial == NULL || initial[0] == '\0' || !g_str_has_suffix (text, initial))
    return g_strdup (text);
  return g_strndup (text, strlen (text) - strlen (initial));
}

/* Chinese and Japanese write their words without spaces between them. */
static gboolean
goes_on (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
      return FALSE;
    default:
      return g_unichar_isalnum (c);
    }
}

/* WORD and LINE are case-folded. Whole words only: "unattached" is none. */
static gboolean
line_has_word (const char *line, const char *word)
{
  gsize length = strlen (word);

  for (const char *at = strstr (line, word); at != NULL; at = strstr (at + 1, word))
    {
      const char *before = g_utf8_find_prev_char (line, at);

      if ((before == NULL || !goes_on (g_utf8_get_char (before))) && !goes_on (g_utf8_get_char (at + length)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
line_has_any (const char *line, const char *words)
{
  g_autofree char *folded_line = g_utf8_casefold (line, -1);
  g_autofree char *folded_words = g_utf8_casefold (words, -1);
  g_auto (GStrv) list = g_strsplit (folded_words, "|", -1);

  for (guint i = 0; list[i] != NULL; i++)
    if (list[i][0] != '\0' && line_has_word (folded_line, list[i]))
      return TRUE;
  return FALSE;
}

gboolean
penny_composer_words_mention_attachment (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  /* Translators: words by which somebody says in a letter that a file comes with it, in all the
   * forms that are usual, with | between them. Capitals do not matter. */
  const char *ours = _("attached|attachment|attachments|enclosed");

  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '>' && (line_has_any (lines[i], always) || line_has_any (lines[i], ours)))
      return TRUE;
  return FALSE;
}

gboolean
penny_composer_words_is_unwritten (const char *text)
{
  return g_str_has_prefix (text, "\n\n-- \n");
}

int
penny_composer_words_caret (const char *text)
{
  const char *quote = text[0] == '>' || penny_composer_words_is_unwritten (text) ? text : strstr (text, "\n>");

  return quote != NULL ? 0 : (int) g_utf8_strlen (text, -1);
}
