/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of special folders as found in the wild. */
#include "penny-folder-role.h"

typedef struct {
  PennyRole role;
  const char *name;    /* casefolded */
} KnownName;

static const KnownName known_names[] = {
  { PENNY_ROLE_SENT, "sent" },
  { PENNY_ROLE_SENT, "sent items" },
  { PENNY_ROLE_SENT, "sent mail" },
  { PENNY_ROLE_SENT, "sent messages" },
  { PENNY_ROLE_SENT, "gesendet" },
  { PENNY_ROLE_SENT, "gesendete objekte" },
  { PENNY_ROLE_SENT, "gesendete elemente" },
  { PENNY_ROLE_SENT, "envoyés" },
  { PENNY_ROLE_SENT, "enviados" },
  { PENNY_ROLE_SENT, "inviata" },
  { PENNY_ROLE_SENT, "verzonden" },
  { PENNY_ROLE_SENT, "wysłane" },
  { PENNY_ROLE_SENT, "отправленные" },
  { PENNY_ROLE_DRAFTS, "drafts" },
  { PENNY_ROLE_DRAFTS, "draft" },
  { PENNY_ROLE_DRAFTS, "entwürfe" },
  { PENNY_ROLE_DRAFTS, "entwurf" },
  { PENNY_ROLE_DRAFTS, "brouillons" },
  { PENNY_ROLE_DRAFTS, "borradores" },
  { PENNY_ROLE_DRAFTS, "bozze" },
  { PENNY_ROLE_DRAFTS, "concepten" },
  { PENNY_ROLE_DRAFTS, "szkice" },
  { PENNY_ROLE_DRAFTS, "черновики" },
  { PENNY_ROLE_TRASH, "trash" },
  { PENNY_ROLE_TRASH, "deleted" },
  { PENNY_ROLE_TRASH, "deleted items" },
  { PENNY_ROLE_TRASH, "deleted messages" },
  { PENNY_ROLE_TRASH, "bin" },
  { PENNY_ROLE_TRASH, "papierkorb" },
  { PENNY_ROLE_TRASH, "gelöschte objekte" },
  { PENNY_ROLE_TRASH, "gelöschte elemente" },
  { PENNY_ROLE_TRASH, "corbeille" },
  { PENNY_ROLE_TRASH, "papelera" },
  { PENNY_ROLE_TRASH, "cestino" },
  { PENNY_ROLE_TRASH, "prullenbak" },
  { PENNY_ROLE_TRASH, "kosz" },
  { PENNY_ROLE_TRASH, "корзина" },
  { PENNY_ROLE_JUNK, "junk" },
  { PENNY_ROLE_JUNK, "junk mail" },
  { PENNY_ROLE_JUNK, "junk e-mail" },
  { PENNY_ROLE_JUNK, "spam" },
  { PENNY_ROLE_JUNK, "bulk mail" },
  { PENNY_ROLE_JUNK, "spamverdacht" },
  { PENNY_ROLE_JUNK, "unerwünscht" },
  { PENNY_ROLE_JUNK, "indésirables" },
  { PENNY_ROLE_JUNK, "спам" },
  { PENNY_ROLE_ARCHIVE, "archive" },
  { PENNY_ROLE_ARCHIVE, "archives" },
  { PENNY_ROLE_ARCHIVE, "archiv" },
  { PENNY_ROLE_ARCHIVE, "archivio" },
  { PENNY_ROLE_ARCHIVE, "archief" },
  { PENNY_ROLE_ARCHIVE, "archiwum" },
};

PennyRole
penny_folder_role_guess (const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (known_names); i++)
    if (g_str_equal (known_names[i].name, folded))
      return known_names[i].role;

  return PENNY_ROLE_NONE;
}

const char *
penny_folder_role_name (PennyRole role)
{
  static const char * const names[PENNY_N_ROLES] = {
    [PENNY_ROLE_INBOX] = "INBOX", [PENNY_ROLE_DRAFTS] = "Drafts",   [PENNY_ROLE_SENT] = "Sent",
    [PENNY_ROLE_JUNK] = "Junk",   [PENNY_ROLE_ARCHIVE] = "Archive", [PENNY_ROLE_TRASH] = "Trash",
    [PENNY_ROLE_ALL] = "All Mail",
  };

  return role < PENNY_N_ROLES ? names[role] : NULL;
}
