/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a letter's body gets on screen: stored bytes → message → HTML in the locked-up view where that
 * is possible, plain text everywhere else. */
#include "penny-letter-pane-private.h"

#include <glib/gi18n-lib.h>

#include "penny-error.h"
#include "penny-html.h"
#include "penny-web-opener.h"

void
penny_letter_pane_show_body (PennyLetterPane *self, const char *page)
{
  gtk_stack_set_visible_child_name (self->body, page);
}

/* --- HTML --- */

static void
show_text (PennyLetterPane *self)
{
  penny_text_letter_set_text (self->text, penny_message_get_text (self->message));
  penny_letter_pane_show_body (self, "text");
  penny_letter_pane_shown (self);
}

static void
web_link_cb (GtkWidget *web, const char *uri, const char *text, PennyLetterPane *self)
{
  penny_letter_pane_follow_link (self, uri, text);
}

static void
web_loaded_cb (GtkWidget *web, PennyLetterPane *self)
{
  if (self->message != NULL)
    penny_letter_pane_shown (self);
}

/* A letter that kills its web process is shown as text; trying again is up to the person. */
static void
web_crashed_cb (GtkWidget *web, PennyLetterPane *self)
{
  if (self->message == NULL || g_strcmp0 (gtk_stack_get_visible_child_name (self->body), "web") != 0)
    return;
  show_text (self);
  penny_letter_pane_show_body (self, "crashed");
}

static void
make_web (PennyLetterPane *self)
{
  self->web_letter = self->web->letter_new ();
  g_signal_connect (self->web_letter, "link", G_CALLBACK (web_link_cb), self);
  g_signal_connect (self->web_letter, "loaded", G_CALLBACK (web_loaded_cb), self);
  g_signal_connect (self->web_letter, "crashed", G_CALLBACK (web_crashed_cb), self);
  adw_bin_set_child (ADW_BIN (self->web_place), self->web_letter);
}

static GBytes *
find_part (const char *id, const char **content_type, gpointer data)
{
  PennyMessage *message = PENNY_MESSAGE (data);
  int index = penny_message_find_cid (message, id);

  if (index < 0)
    return NULL;
  *content_type = penny_message_get_part (message, (guint) index)->content_type;
  return penny_message_dup_part (message, (guint) index, NULL);
}

static void
show_web (PennyLetterPane *self)
{
  g_autoptr (GPtrArray) remote = NULL;
  g_autofree char *html = penny_html_prepare (penny_message_get_html (self->message), PENNY_HTML_DEFAULT, &remote);
  const PennyWebPage page = {
    .html = html,
    .title = penny_message_get_subject (self->message),
    .text = penny_message_get_text (self->message),
    .find_part = find_part,
    .data = g_object_ref (self->message),
    .free_data = g_object_unref,
  };

  if (remote != NULL && remote->len > 0)
    penny_banner_show (self->remote_banner, NULL,
                       _("Pictures from the internet are not loaded: they would tell the sender that you read this."),
                       NULL);
  self->web->letter_load (self->web_letter, &page);
  penny_letter_pane_show_body (self, "web");
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyLetterPane) self = data;
  g_autoptr (GError) error = NULL;
  const PennyWeb *web = penny_web_opener_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->message == NULL)
    return;
  if (web == NULL)
    {
      show_text (self);
      return;
    }
  self->web = web;
  if (self->web_letter == NULL)
    make_web (self);
  show_web (self);
}

void
penny_letter_pane_draw (PennyLetterPane *self)
{
  penny_letter_header_set_message (self->header, self->message);
  penny_attachment_list_set_message (self->attachments, self->message);
  penny_banner_hide (self->remote_banner);
  if (penny_message_get_html (self->message) == NULL)
    show_text (self);
  else
    penny_web_opener_async (self->cancellable, opened_cb, g_object_ref (self));
}

/* --- reading and parsing --- */

static void
show_error (PennyLetterPane *self, const char *sentence)
{
  adw_status_page_set_description (self->error, sentence);
  penny_letter_pane_show_body (self, "error");
}

static void
parse_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  PennyMessage *message = penny_message_new (data, &error);

  if (message != NULL)
    g_task_return_pointer (task, message, g_object_unref);
  else
    g_task_return_error (task, error);
}

/* Nested deeper than anybody writes: its bytes are still the person's. */
static void
show_raw (PennyLetterPane *self, GBytes *raw)
{
  gsize size;
  const char *bytes = g_bytes_get_data (raw, &size);
  g_autofree char *text = g_utf8_make_valid (bytes, (gssize) size);

  penny_text_letter_set_text (self->text, text);
  penny_letter_pane_show_body (self, "text");
  penny_letter_pane_shown (self);
}

static void
parsed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyLetterPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyMessage) message = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (message == NULL)
    {
      show_raw (self, g_task_get_task_data (G_TASK (result)));
      return;
    }
  g_set_object (&self->message, message);
  penny_letter_pane_draw (self);
}

static void
raw_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyLetterPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = penny_store_read_raw_finish (PENNY_STORE (source), result, &error);
  g_autoptr (GTask) task = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->entry == NULL)
    return;
  if (g_error_matches (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NO_BODY))
    {
      penny_letter_pane_show_body (self, "waiting");
      g_signal_emit_by_name (self, "want-body", (gint64) self->entry->id);
      return;
    }
  if (raw == NULL)
    {
      g_debug ("a message cannot be read: %s", error->message);
      show_error (self, _("Something is wrong with the copy of this message on this computer."));
      return;
    }
  task = g_task_new (NULL, self->cancellable, parsed_cb, g_object_ref (self));
  g_task_set_source_tag (task, penny_letter_pane_load);
  g_task_set_task_data (task, g_steal_pointer (&raw), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, parse_thread);
}

void
penny_letter_pane_load (PennyLetterPane *self)
{
  if (!self->entry->has_body)
    {
      penny_letter_pane_show_body (self, "waiting");
      g_signal_emit_by_name (self, "want-body", (gint64) self->entry->id);
      return;
    }
  penny_store_read_raw_async (self->store, self->entry->id, self->cancellable, raw_cb, g_object_ref (self));
}
