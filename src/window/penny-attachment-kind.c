/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programs in disguise: by any of their name's endings, by declared type, by what the bytes are. */
#include "penny-attachment-kind.h"

#include <string.h>

static const char * const endings[] = {
  "apk", "app", "appimage", "appref-ms", "bash", "bat", "bin", "cab", "chm", "class", "cmd", "com", "command",
  "cpl", "csh", "deb", "desktop", "dll", "dmg", "elf", "exe", "flatpak", "flatpakref", "gadget", "hta", "img",
  "inf", "iso", "jar", "jnlp", "js", "jse", "ksh", "lnk", "mjs", "msc", "msi", "msp", "out", "php", "pif",
  "pl", "ps1", "psm1", "py", "pyc", "pyw", "rb", "reg", "rpm", "run", "scf", "scr", "settingcontent-ms",
  "sh", "snap", "so", "url", "vb", "vbe", "vbs", "vhd", "vhdx", "webloc", "wsc", "wsf", "wsh", "zsh",
};

static const char * const types[] = {
  "application/java-archive", "application/javascript", "application/vnd.appimage",
  "application/vnd.debian.binary-package", "application/vnd.flatpak", "application/vnd.flatpak.ref",
  "application/vnd.microsoft.portable-executable", "application/x-desktop", "application/x-dosexec",
  "application/x-executable", "application/x-iso9660-appimage", "application/x-java",
  "application/x-java-archive", "application/x-ms-dos-executable", "application/x-ms-shortcut",
  "application/x-msdos-program", "application/x-msdownload", "application/x-msi", "application/x-perl",
  "application/x-pie-executable", "application/x-python", "application/x-rpm", "application/x-ruby",
  "application/x-sharedlib", "application/x-shellscript", "text/javascript", "text/x-python",
};

static gboolean
is_listed (const char * const *list, gsize n, const char *word)
{
  for (gsize i = 0; i < n; i++)
    if (g_ascii_strcasecmp (list[i], word) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_program_type (const char *type)
{
  return type != NULL && is_listed (types, G_N_ELEMENTS (types), type);
}

/* "invoice.pdf.exe ", "script.sh.": trailing blanks and dots do not hide an ending. */
static gboolean
has_program_ending (const char *file_name)
{
  g_autofree char *name = g_strdup (file_name);
  const char *dot;
  gsize length = strlen (name);

  while (length > 0 && (g_ascii_isspace (name[length - 1]) || name[length - 1] == '.'))
    name[--length] = '\0';
  dot = strrchr (name, '.');
  return dot != NULL && is_listed (endings, G_N_ELEMENTS (endings), dot + 1);
}

static gboolean
has_program_bytes (GBytes *data)
{
  gsize size;
  const guchar *bytes = g_bytes_get_data (data, &size);

  return (size >= 2 && memcmp (bytes, "#!", 2) == 0) || (size >= 2 && memcmp (bytes, "MZ", 2) == 0) ||
         (size >= 4 && memcmp (bytes, "\177ELF", 4) == 0) ||
         (size >= 15 && memcmp (bytes, "[Desktop Entry]", 15) == 0);
}

gboolean
penny_attachment_is_program (const char *file_name, const char *content_type, GBytes *data)
{
  g_autofree char *guessed = file_name != NULL ? g_content_type_guess (file_name, NULL, 0, NULL) : NULL;

  return (file_name != NULL && has_program_ending (file_name)) || is_program_type (content_type) ||
         is_program_type (guessed) || (data != NULL && has_program_bytes (data));
}

char *
penny_attachment_guess_type (const char *file_name, const char *content_type)
{
  g_autofree char *guessed = NULL;
  gboolean uncertain = TRUE;

  if (file_name != NULL)
    guessed = g_content_type_guess (file_name, NULL, 0, &uncertain);
  if (guessed != NULL && !uncertain)
    return g_steal_pointer (&guessed);
  return g_content_type_from_mime_type (content_type != NULL ? content_type : "application/octet-stream");
}
