/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shape of app passwords: copied with its spaces, or the ordinary password typed instead. */
#include "penny-provider-private.h"

#include <string.h>

static gboolean
is_one_of (PennyLetters letters, gunichar c)
{
  switch (letters)
    {
    case PENNY_LETTERS_LOWER:
    case PENNY_LETTERS_LOWER_HYPHEN:
      return c >= 'a' && c <= 'z';
    case PENNY_LETTERS_ALNUM:
      return c < 128 && g_ascii_isalnum ((char) c);
    case PENNY_LETTERS_ANY:
    case PENNY_LETTERS_UNKNOWN:
    default:
      return g_unichar_isgraph (c);
    }
}

/* Walks PASSWORD in place: no copy that would have to be wiped. */
static gboolean
fits (PennyProvider *self, const char *password, gboolean *spaces)
{
  guint n = 0;

  *spaces = FALSE;
  for (const char *p = password; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        *spaces = TRUE;
      else if (c == '-' && self->letters == PENNY_LETTERS_LOWER_HYPHEN)
        continue;
      else if (!is_one_of (self->letters, c) || ++n > self->n_letters)
        return FALSE;
    }
  return n == self->n_letters;
}

PennyPasswordShape
penny_provider_check_password_shape (PennyProvider *self, const char *password)
{
  gboolean spaces;

  if (self->letters == PENNY_LETTERS_UNKNOWN || *password == '\0' || !g_utf8_validate (password, -1, NULL))
    return PENNY_PASSWORD_SHAPE_OK;
  if (fits (self, password, &spaces))
    return spaces ? PENNY_PASSWORD_SHAPE_STRIP_SPACES : PENNY_PASSWORD_SHAPE_OK;
  /* Where the ordinary password may be right, nothing is wrong with it. */
  return self->sign_in == PENNY_SIGN_IN_APP_PASSWORD ? PENNY_PASSWORD_SHAPE_LOOKS_ORDINARY
                                                     : PENNY_PASSWORD_SHAPE_OK;
}

char *
penny_provider_dup_password_stripped (const char *password)
{
  gsize length = 0;
  char *stripped;

  if (!g_utf8_validate (password, -1, NULL))
    return g_strdup (password);
  stripped = g_malloc (strlen (password) + 1);
  for (const char *p = password; *p; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      {
        gsize n = g_utf8_next_char (p) - p;

        memcpy (stripped + length, p, n);
        length += n;
      }
  stripped[length] = '\0';
  return stripped;
}
