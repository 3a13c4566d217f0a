/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and icons of folders: those with a role get the words every mail program uses. */
#include "penny-folder-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A folder tree deeper than this is drawn as this deep: the rest would have no room for its name. */
#define MAX_DEPTH 4

typedef struct {
  PennyRole role;
  const char *name;
  const char *icon;
  const char *empty;
} RoleWords;

static const RoleWords words[] = {
  { PENNY_ROLE_INBOX, N_("Inbox"), "penny-inbox-symbolic",
    N_("New messages arrive here. There are none at the moment.") },
  { PENNY_ROLE_DRAFTS, N_("Drafts"), "document-edit-symbolic",
    N_("Messages that you begin to write are kept here.") },
  { PENNY_ROLE_SENT, N_("Sent"), "mail-send-symbolic", N_("Messages that you send appear here.") },
  { PENNY_ROLE_ARCHIVE, N_("Archive"), "penny-archive-symbolic",
    N_("Messages that you archive are kept here.") },
  { PENNY_ROLE_JUNK, N_("Junk"), "mail-mark-junk-symbolic", N_("No junk. Enjoy the quiet.") },
  { PENNY_ROLE_TRASH, N_("Trash"), "user-trash-symbolic", N_("Nothing has been thrown away.") },
  { PENNY_ROLE_ALL, N_("All Messages"), "mail-read-symbolic", N_("There are no messages yet.") },
  { PENNY_ROLE_FLAGGED, N_("Starred"), "starred-symbolic", N_("Messages that you star appear here.") },
  { PENNY_ROLE_OUTBOX, N_("Outbox"), "penny-outbox-symbolic",
    N_("Everything that you wrote has been sent.") },
};

static const RoleWords *
find (PennyRole role)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].role == role)
      return &words[i];
  return NULL;
}

const char *
penny_folder_words_name (const PennyFolder *folder)
{
  const RoleWords *found = find (folder->role);

  if (strcmp (folder->path, PENNY_STORE_KEPT_PATH) == 0)
    /* Translators: the folder of messages that lie on this computer and not at the provider. */
    return _("On This Computer");
  return found != NULL ? _(found->name) : folder->name;
}

const char *
penny_folder_words_icon (const PennyFolder *folder)
{
  const RoleWords *found = find (folder->role);

  return found != NULL ? found->icon : "folder-symbolic";
}

guint
penny_folder_words_depth (const PennyFolder *folder)
{
  guint depth = 0;
  const char *path = folder->shown;

  if (folder->delimiter == '\0' || folder->role != PENNY_ROLE_NONE)
    return 0;
  if (g_ascii_strncasecmp (path, "INBOX", 5) == 0 && path[5] == folder->delimiter)
    path += 6;
  for (; *path != '\0'; path++)
    if (*path == folder->delimiter)
      depth++;
  return MIN (depth, MAX_DEPTH);
}

gboolean
penny_folder_words_shows_recipients (PennyRole role)
{
  return role == PENNY_ROLE_SENT || role == PENNY_ROLE_DRAFTS || role == PENNY_ROLE_OUTBOX;
}

const char *
penny_folder_words_empty (PennyRole role)
{
  const RoleWords *found = find (role);

  return found != NULL ? _(found->empty) : _("There are no messages in this folder.");
}
