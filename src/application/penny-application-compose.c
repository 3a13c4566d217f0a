/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From "Reply" to a composer window with the right letter in it. */
#include "penny-application-private.h"

#include <glib/gi18n-lib.h>

#include "penny-composer-window.h"

/* What is wanted, while the letter is being read from the store. */
typedef struct {
  PennyApplication *application;   /* owned */
  PennyComposeKind kind;
  char *account_id;                /* owned */
  PennyEntryId entry;
} Request;

static void
request_free (Request *request)
{
  g_object_unref (request->application);
  g_free (request->account_id);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static void
sent_cb (PennyComposerWindow *composer, const char *account_id, gint64 entry, gpointer data)
{
  PennyApplication *self = data;

  if (self->window != NULL)
    penny_main_window_show_toast (self->window, _("Your message is on its way."));
}

static void
kept_cb (PennyComposerWindow *composer, const char *account_id, gpointer data)
{
  PennyApplication *self = data;

  if (self->window != NULL)
    penny_main_window_show_toast (self->window, _("Your message is kept in Drafts."));
}

static PennyComposerWindow *
open_composer (PennyApplication *self, const char *account_id)
{
  PennyComposerWindow *composer = penny_composer_window_new (GTK_APPLICATION (self));
  GPtrArray *accounts = penny_account_list_get_accounts (self->accounts);

  for (guint i = 0; i < accounts->len; i++)
    {
      PennyAccount *account = g_ptr_array_index (accounts, i);
      PennyAccountRunner *runner = penny_application_get_runner (self, penny_account_get_id (account));
      PennyStore *store = runner != NULL ? penny_account_runner_get_store (runner) : NULL;

      if (store != NULL)
        penny_composer_window_add_sender (composer, account, store);
    }
  if (account_id != NULL)
    penny_composer_window_select_sender (composer, account_id);
  penny_composer_window_set_hold (composer, penny_application_get_setting (self, "undo-seconds", 8));
  g_signal_connect_object (composer, "sent", G_CALLBACK (sent_cb), self, 0);
  g_signal_connect_object (composer, "kept", G_CALLBACK (kept_cb), self, 0);
  return composer;
}

static PennyAddress *
make_from (PennyAccount *account)
{
  return penny_address_new (penny_account_get_name (account), penny_account_get_address (account));
}

static char *
make_attribution (PennyMessage *message)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (penny_message_get_date (message));
  GPtrArray *from = penny_message_get_from (message);
  g_autofree char *who = NULL;
  g_autofree char *when = NULL;

  if (from->len == 0)
    return NULL;
  who = penny_address_to_display (g_ptr_array_index (from, 0));
  if (date == NULL || penny_message_get_date (message) == 0)
    /* Translators: %s is a person; the letter that is answered follows below. */
    return g_strdup_printf (_("%s wrote:"), who);

  /* Translators: the date of the letter that is answered, see strftime(3). */
  when = g_date_time_format (date, _("%-d %B %Y"));
  /* Translators: the first %s is a date, the second a person; the letter that is answered follows below. */
  return g_strdup_printf (_("On %s, %s wrote:"), when, who);
}

static PennyDraft *
make_draft (PennyComposeKind kind, PennyAccount *account, PennyMessage *message)
{
  static const PennyReplyKind kinds[] = {
    [PENNY_COMPOSE_REPLY] = PENNY_REPLY_SENDER,
    [PENNY_COMPOSE_REPLY_ALL] = PENNY_REPLY_ALL,
    [PENNY_COMPOSE_FORWARD] = PENNY_FORWARD,
  };
  g_autoptr (PennyAddress) from = make_from (account);
  g_autofree char *attribution = NULL;
  PennyDraft *draft;

  if (kind == PENNY_COMPOSE_EDIT_DRAFT)
    return penny_draft_new_from_message (message);

  attribution = make_attribution (message);
  draft = penny_draft_new_reply (message, kinds[kind], from, attribution);
  penny_draft_sign (draft, penny_account_get_signature (account));
  return draft;
}

static void
compose_with_message (PennyApplication *self, PennyComposeKind kind, const char *account_id,
                      PennyEntryId entry, PennyMessage *message)
{
  PennyAccount *account = penny_account_list_get (self->accounts, account_id);
  PennyComposerWindow *composer;

  if (account == NULL)
    return;

  composer = open_composer (self, account_id);
  penny_composer_window_set_draft (composer, make_draft (kind, account, message),
                                   kind == PENNY_COMPOSE_EDIT_DRAFT ? 0 : entry,
                                   kind == PENNY_COMPOSE_FORWARD);
  gtk_window_present (GTK_WINDOW (composer));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Request) request = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = penny_store_read_raw_finish (PENNY_STORE (source), result, &error);
  g_autoptr (PennyMessage) message = raw != NULL ? penny_message_new (raw, &error) : NULL;

  if (message != NULL)
    compose_with_message (request->application, request->kind, request->account_id, request->entry, message);
  else if (request->application->window != NULL)
    penny_main_window_show_toast (request->application->window,
                                  _("This message is not on this computer yet. Try again in a moment."));
}

static void
compose_new (PennyApplication *self, const char *account_id)
{
  PennyAccount *account = penny_account_list_get (self->accounts, account_id);
  PennyComposerWindow *composer = open_composer (self, account_id);

  if (account != NULL && *penny_account_get_signature (account) != '\0')
    {
      g_autoptr (PennyAddress) from = make_from (account);
      PennyDraft *draft = penny_draft_new (from);

      penny_draft_sign (draft, penny_account_get_signature (account));
      penny_composer_window_set_draft (composer, draft, 0, FALSE);
    }
  gtk_window_present (GTK_WINDOW (composer));
}

void
penny_application_compose (PennyApplication *self, PennyComposeKind kind, const char *account_id,
                           PennyEntryId entry, PennyMessage *message)
{
  PennyAccountRunner *runner = penny_application_get_runner (self, account_id);
  PennyStore *store = runner != NULL ? penny_account_runner_get_store (runner) : NULL;
  Request *request;

  if (kind == PENNY_COMPOSE_NEW)
    compose_new (self, account_id);
  else if (message != NULL)
    compose_with_message (self, kind, account_id, entry, message);
  else if (store != NULL)
    {
      request = g_new0 (Request, 1);
      request->application = g_object_ref (self);
      request->kind = kind;
      request->account_id = g_strdup (account_id);
      request->entry = entry;
      penny_store_read_raw_async (store, entry, NULL, read_cb, request);
    }
}

/* --- mailto: (RFC 6068) --- */

/* Only what a person sees in the window is taken from a link: no hidden recipients, no files. */
static void
take_field (PennyDraft *draft, const char *name, const char *value)
{
  GPtrArray **list = NULL;

  if (g_ascii_strcasecmp (name, "to") == 0)
    list = &draft->to;
  else if (g_ascii_strcasecmp (name, "cc") == 0)
    list = &draft->cc;
  else if (g_ascii_strcasecmp (name, "subject") == 0)
    {
      g_free (draft->subject);
      draft->subject = g_strdelimit (g_strdup (value), "\r\n", ' ');
    }
  else if (g_ascii_strcasecmp (name, "body") == 0)
    {
      g_auto (GStrv) lines = g_strsplit (value, "\r\n", -1);

      g_free (draft->text);
      draft->text = g_strjoinv ("\n", lines);
    }

  if (list != NULL)
    {
      g_autoptr (GPtrArray) more = penny_address_list_parse (value, FALSE, NULL);

      if (more != NULL)
        g_ptr_array_extend_and_steal (*list, g_steal_pointer (&more));
    }
}

static void
fill_from_link (PennyDraft *draft, const char *uri)
{
  g_auto (GStrv) halves = g_strsplit (uri + strlen ("mailto:"), "?", 2);
  g_autofree char *to = halves[0] != NULL ? g_uri_unescape_string (halves[0], NULL) : NULL;
  g_auto (GStrv) fields = NULL;

  if (to != NULL && to[0] != '\0' && g_utf8_validate (to, -1, NULL))
    take_field (draft, "to", to);
  if (halves[0] == NULL || halves[1] == NULL)
    return;

  fields = g_strsplit (halves[1], "&", 50);
  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (fields[i], "=", 2);
      g_autofree char *value = pair[0] != NULL && pair[1] != NULL ? g_uri_unescape_string (pair[1], NULL) : NULL;

      if (value != NULL && g_utf8_validate (value, -1, NULL))
        take_field (draft, pair[0], value);
    }
}

void
penny_application_open_mailto (PennyApplication *self, const char *uri)
{
  PennyAccount *account = penny_account_list_get (self->accounts, NULL);
  g_autoptr (PennyAddress) from = NULL;
  PennyComposerWindow *composer;
  PennyDraft *draft;

  if (account == NULL || !g_str_has_prefix (uri, "mailto:"))
    return;

  from = make_from (account);
  draft = penny_draft_new (from);
  fill_from_link (draft, uri);
  composer = open_composer (self, NULL);
  penny_composer_window_set_draft (composer, draft, 0, FALSE);
  gtk_window_present (GTK_WINDOW (composer));
}
