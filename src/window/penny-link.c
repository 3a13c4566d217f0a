/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links in letters: people see the real host before anything is opened. */
#include "penny-link.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* As much of an address as a dialog can show without hiding its buttons. */
#define MAX_SHOWN 300

char *
penny_link_dup_target (const char *uri)
{
  g_autoptr (GUri) parsed = NULL;
  const char *scheme;

  if (uri == NULL)
    return NULL;
  parsed = g_uri_parse (uri, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (parsed == NULL)
    return NULL;
  scheme = g_uri_get_scheme (parsed);
  if (strcmp (scheme, "mailto") == 0)
    return *g_uri_get_path (parsed) != '\0' ? g_uri_unescape_string (g_uri_get_path (parsed), NULL) : NULL;
  if (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0)
    return NULL;
  if (g_uri_get_host (parsed) == NULL || *g_uri_get_host (parsed) == '\0')
    return NULL;
  return g_hostname_to_ascii (g_uri_get_host (parsed));
}

/* "example.org" and "www.example.org" are one place to a person. */
static gboolean
is_same_or_below (const char *host, const char *named)
{
  gsize host_length = strlen (host);
  gsize named_length = strlen (named);

  if (g_str_has_prefix (named, "www."))
    return is_same_or_below (host, named + 4);
  if (host_length < named_length || g_ascii_strcasecmp (host + host_length - named_length, named) != 0)
    return FALSE;
  return host_length == named_length || host[host_length - named_length - 1] == '.';
}

gboolean
penny_link_text_deceives (const char *uri, const char *text)
{
  static GRegex *host_regex = NULL;
  g_autofree char *target = penny_link_dup_target (uri);
  g_autofree char *named = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *ascii = NULL;

  if (target == NULL || text == NULL || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  if (host_regex == NULL)
    host_regex = g_regex_new ("^\\s*(?:https?://)?(?:[^\\s/@]*@)?((?:[\\w-]{1,63}\\.)+\\p{L}{2,24})(?=$|[\\s/:?#])",
                              G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
  if (!g_regex_match (host_regex, text, 0, &match))
    return FALSE;
  named = g_match_info_fetch (match, 1);
  ascii = g_hostname_to_ascii (named);
  return ascii != NULL && !is_same_or_below (target, ascii);
}

/* Shortened in the middle of nothing: a person needs the beginning, where the host is. */
static char *
dup_shown (const char *uri)
{
  g_autofree char *valid = g_utf8_make_valid (uri, -1);
  g_autofree char *cut = NULL;

  if (g_utf8_strlen (valid, -1) <= MAX_SHOWN)
    return g_markup_escape_text (valid, -1);
  cut = g_utf8_substring (valid, 0, MAX_SHOWN);
  return g_markup_printf_escaped ("%s…", cut);
}

static char *
body_markup (const char *uri, const char *text, const char *target)
{
  g_autofree char *host = g_markup_escape_text (target, -1);
  g_autofree char *shown = dup_shown (uri);
  g_autofree char *where = NULL;

  if (g_str_has_prefix (uri, "mailto:"))
    /* Translators: an e-mail address. */
    return g_strdup_printf (_("This link writes a message to <b>%s</b>."), host);
  /* Translators: the host name that a link leads to. */
  where = g_strdup_printf (_("This link leads to <b>%s</b>."), host);
  if (penny_link_text_deceives (uri, text))
    return g_strdup_printf ("%s\n\n<b>%s</b>\n\n<small>%s</small>", where,
                            _("Its text names another place. Be careful: this is a common trick."), shown);
  return g_strdup_printf ("%s\n\n<small>%s</small>", where, shown);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, char *uri)
{
  if (strcmp (response, "open") == 0)
    gtk_show_uri (gtk_window_get_transient_for (GTK_WINDOW (dialog)), uri, GDK_CURRENT_TIME);
}

static void
refuse (GtkWindow *parent)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, _("This Link Cannot Be Opened"),
                                              _("It leads to no web page and no e-mail address."));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
penny_link_confirm (GtkWindow *parent, const char *uri, const char *text)
{
  g_autofree char *target = penny_link_dup_target (uri);
  g_autofree char *body = NULL;
  GtkWidget *dialog;

  if (target == NULL)
    {
      refuse (parent);
      return;
    }
  body = body_markup (uri, text, target);
  dialog = adw_message_dialog_new (parent, _("Open This Link?"), NULL);
  adw_message_dialog_set_body_use_markup (ADW_MESSAGE_DIALOG (dialog), TRUE);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "open", _("_Open"), NULL);
  if (penny_link_text_deceives (uri, text))
    adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "open", ADW_RESPONSE_DESTRUCTIVE);
  else
    adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "open");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), g_strdup (uri),
                         (GClosureNotify) (void (*) (void)) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

GArray *
penny_link_find_all (const char *text, guint limit)
{
  static GRegex *regex = NULL;
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (PennyLinkSpan));
  g_autoptr (GMatchInfo) match = NULL;

  if (regex == NULL)
    /* Ends before the punctuation that a sentence puts behind a link. */
    regex = g_regex_new ("\\b(?:https?://|mailto:)[^\\s<>\"“”]{1,2000}(?<![.,;:!?')\\]}»’])",
                         G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
  g_regex_match (regex, text, 0, &match);
  while (g_match_info_matches (match) && spans->len < limit)
    {
      int start, end;

      if (g_match_info_fetch_pos (match, 0, &start, &end))
        {
          PennyLinkSpan span = { (guint) start, (guint) (end - start) };

          g_array_append_val (spans, span);
        }
      g_match_info_next (match, NULL);
    }
  return spans;
}
