/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter into the fields of the window, and out of them again, and its bytes. */
#include "penny-composer-private.h"

#include "penny-composer-words.h"

/* --- into the fields --- */

void
penny_composer_show_copies (PennyComposerWindow *self, gboolean focus)
{
  gtk_widget_set_visible (GTK_WIDGET (self->cc), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->bcc), TRUE);
  gtk_widget_set_visible (self->copies_button, FALSE);
  if (focus)
    gtk_widget_grab_focus (GTK_WIDGET (self->cc));
}

static void
fill_text (PennyComposerWindow *self, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  gboolean fresh_answer = self->answered != 0 || penny_composer_words_is_unwritten (text);
  GtkTextIter caret;

  /* What the program wrote cannot be undone. */
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  gtk_text_buffer_get_iter_at_offset (buffer, &caret, fresh_answer ? 0 : penny_composer_words_caret (text));
  gtk_text_buffer_place_cursor (buffer, &caret);
  g_free (self->initial_text);
  self->initial_text = fresh_answer ? g_strdup (text) : NULL;
}

static void
fill (PennyComposerWindow *self)
{
  PennyDraft *draft = self->draft;

  self->filling = TRUE;
  penny_recipient_row_set_addresses (self->to, draft->to);
  penny_recipient_row_set_addresses (self->cc, draft->cc);
  penny_recipient_row_set_addresses (self->bcc, draft->bcc);
  if (draft->cc->len + draft->bcc->len > 0)
    penny_composer_show_copies (self, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->subject), draft->subject);
  fill_text (self, draft->text);
  for (guint i = 0; i < draft->attachments->len; i++)
    {
      PennyAttachment *file = g_ptr_array_index (draft->attachments, i);

      penny_attachment_chips_add (self->chips, penny_attachment_new (file->file_name, file->content_type, file->data));
    }
  self->filling = FALSE;
  /* The window has them now. */
  g_ptr_array_set_size (draft->attachments, 0);
}

/* An unfinished letter goes on from the address that it was begun with. */
static void
select_by_address (PennyComposerWindow *self, const char *address)
{
  PennyComposerSender *selected = penny_composer_get_sender (self);

  if (selected != NULL && g_ascii_strcasecmp (penny_account_get_address (selected->account), address) == 0)
    return;
  for (guint i = 0; i < self->senders->len; i++)
    {
      PennyComposerSender *sender = g_ptr_array_index (self->senders, i);

      if (g_ascii_strcasecmp (penny_account_get_address (sender->account), address) == 0)
        {
          gtk_drop_down_set_selected (self->from, i);
          return;
        }
    }
}

void
penny_composer_window_set_draft (PennyComposerWindow *self, PennyDraft *draft, PennyEntryId answered,
                                 gboolean forwarded)
{
  PennyComposerSender *sender;

  g_return_if_fail (PENNY_IS_COMPOSER_WINDOW (self) && draft != NULL && self->draft == NULL);

  self->draft = draft;
  self->answered = answered;
  self->forwarded = forwarded;
  self->home = gtk_drop_down_get_selected (self->from);
  sender = penny_composer_get_sender (self);
  if (answered == 0 && sender != NULL)
    penny_composer_find_kept (self, sender->store);
  fill (self);
  self->filling = TRUE;
  select_by_address (self, draft->from->address);
  self->filling = FALSE;
  if (draft->to->len > 0 && !forwarded)
    gtk_widget_grab_focus (draft->subject[0] != '\0' ? GTK_WIDGET (self->text) : GTK_WIDGET (self->subject));
}

/* --- from the fields --- */

char *
penny_composer_dup_text (PennyComposerWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
take_string (char **where, char *text)
{
  g_free (*where);
  *where = text;
}

static void
take_list (GPtrArray **where, GPtrArray *list)
{
  g_ptr_array_unref (*where);
  *where = list;
}

PennyDraft *
penny_composer_collect (PennyComposerWindow *self)
{
  PennyComposerSender *sender = penny_composer_get_sender (self);
  g_autoptr (PennyAddress) from = NULL;
  GPtrArray *files = penny_attachment_chips_get_list (self->chips);
  PennyDraft *draft;

  if (sender != NULL)
    from = penny_address_new (penny_account_get_name (sender->account), penny_account_get_address (sender->account));
  if (self->draft == NULL)
    self->draft = penny_draft_new (from);

  draft = penny_draft_new (from);
  take_string (&draft->message_id, g_strdup (self->draft->message_id));
  draft->in_reply_to = g_strdup (self->draft->in_reply_to);
  draft->references = g_strdupv (self->draft->references);
  take_string (&draft->subject, g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->subject))));
  take_string (&draft->text, penny_composer_dup_text (self));
  take_list (&draft->to, penny_recipient_row_dup_addresses (self->to));
  take_list (&draft->cc, penny_recipient_row_dup_addresses (self->cc));
  take_list (&draft->bcc, penny_recipient_row_dup_addresses (self->bcc));
  for (guint i = 0; i < files->len; i++)
    {
      PennyAttachment *file = g_ptr_array_index (files, i);

      g_ptr_array_add (draft->attachments, penny_attachment_new (file->file_name, file->content_type, file->data));
    }
  return draft;
}

static void
build_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PennyDraft *draft = data;
  gboolean strict = g_task_get_source_tag (task) == penny_composer_queue;
  GError *error = NULL;
  /* Bcc stays in: the outbox needs to know, and takes it out of what is sent. */
  GBytes *bytes = penny_draft_build (draft, TRUE, strict, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

void
penny_composer_build_async (PennyDraft *draft, gboolean strict, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);

  g_task_set_source_tag (task, strict ? (gpointer) penny_composer_queue : (gpointer) penny_composer_save);
  g_task_set_task_data (task, draft, (GDestroyNotify) penny_draft_free);
  g_task_run_in_thread (task, build_thread);
}

GBytes *
penny_composer_build_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
