/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of UIDs, and the words for the small enumerations, one table each. */
#include "penny-types.h"

int
penny_uid_compare (gconstpointer a, gconstpointer b)
{
  guint32 x = ((const PennyUid *) a)->value, y = ((const PennyUid *) b)->value;

  return (x > y) - (x < y);
}

static const char * const role_words[PENNY_N_ROLES] = {
  [PENNY_ROLE_NONE] = "none",       [PENNY_ROLE_INBOX] = "inbox",     [PENNY_ROLE_DRAFTS] = "drafts",
  [PENNY_ROLE_SENT] = "sent",       [PENNY_ROLE_ARCHIVE] = "archive", [PENNY_ROLE_JUNK] = "junk",
  [PENNY_ROLE_TRASH] = "trash",     [PENNY_ROLE_ALL] = "all",         [PENNY_ROLE_FLAGGED] = "flagged",
  [PENNY_ROLE_OUTBOX] = "outbox",
};

static const char * const way_words[] = {
  [PENNY_WAY_SHARED] = "shared",
  [PENNY_WAY_PHOTOCOPY] = "photocopy",
  [PENNY_WAY_CLEAR_LATER] = "clear-later",
  [PENNY_WAY_TAKE_HOME] = "take-home",
};

static const char * const protocol_words[] = {
  [PENNY_PROTOCOL_IMAP] = "imap",
  [PENNY_PROTOCOL_POP3] = "pop3",
  [PENNY_PROTOCOL_SMTP] = "smtp",
};

static const char * const security_words[] = {
  [PENNY_SECURITY_TLS] = "tls",
  [PENNY_SECURITY_STARTTLS] = "starttls",
  [PENNY_SECURITY_NONE] = "none",
};

static const char *
word_of (const char * const *words, guint n_words, guint value)
{
  return value < n_words ? words[value] : "unknown";
}

static gboolean
find_word (const char * const *words, guint n_words, const char *word, guint *value)
{
  for (guint i = 0; word != NULL && i < n_words; i++)
    if (g_str_equal (words[i], word))
      {
        *value = i;
        return TRUE;
      }

  return FALSE;
}

#define DEFINE_WORDS(name, Type, words) \
  const char * \
  penny_##name##_to_string (Type value) \
  { \
    return word_of (words, G_N_ELEMENTS (words), (guint) value); \
  } \
  gboolean \
  penny_##name##_parse (const char *word, Type *value) \
  { \
    guint found; \
    if (!find_word (words, G_N_ELEMENTS (words), word, &found)) \
      return FALSE; \
    *value = (Type) found; \
    return TRUE; \
  }

DEFINE_WORDS (role, PennyRole, role_words)
DEFINE_WORDS (way, PennyWay, way_words)
DEFINE_WORDS (protocol, PennyProtocol, protocol_words)
DEFINE_WORDS (security, PennySecurity, security_words)
