/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending: looked over once more, then handed to the outbox, which cares for the rest. */
#include "penny-composer-private.h"

#include <glib/gi18n-lib.h>

#include "penny-composer-words.h"
#include "penny-error.h"
#include "penny-toast.h"

/* --- looking it over --- */

static gboolean
check_sender (PennyComposerWindow *self)
{
  PennyComposerSender *sender = penny_composer_get_sender (self);

  if (sender != NULL && penny_account_get_outgoing (sender->account) != NULL)
    return TRUE;
  penny_composer_set_trouble (self, _("This account cannot send messages yet"),
                              _("Choose another one under “From”, or complete this one in its settings."
                                " The message stays here until then."));
  return FALSE;
}

static gboolean
check_recipients (PennyComposerWindow *self)
{
  PennyRecipientRow *rows[] = { self->to, self->cc, self->bcc };
  gboolean any = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      any = any || !penny_recipient_row_is_empty (rows[i]);
      if (!penny_recipient_row_check (rows[i]))
        {
          gtk_widget_set_visible (GTK_WIDGET (rows[i]), TRUE);
          gtk_widget_grab_focus (GTK_WIDGET (rows[i]));
          return FALSE;
        }
    }
  if (any)
    return TRUE;
  gtk_widget_grab_focus (GTK_WIDGET (self->to));
  penny_recipient_row_set_hint (self->to, _("Who is this message for? Enter an e-mail address here."));
  return FALSE;
}

/* --- questions, each asked once --- */

static void
question_response_cb (AdwMessageDialog *dialog, const char *response, PennyComposerWindow *self)
{
  if (self->done)
    return;
  if (g_str_equal (response, "send"))
    penny_composer_send (self);
  else if (g_str_equal (response, "attach"))
    penny_composer_attach (self);
  else if (g_str_equal (response, "subject"))
    gtk_widget_grab_focus (GTK_WIDGET (self->subject));
}

static void
ask (PennyComposerWindow *self, const char *title, const char *words, const char *response, const char *label)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), title, words);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "back", _("_Go Back"), "send", _("Send _Anyway"),
                                    response, label, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), response, ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), response);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "back");
  g_signal_connect_object (dialog, "response", G_CALLBACK (question_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
is_attachment_forgotten (PennyComposerWindow *self)
{
  g_autofree char *text = penny_composer_dup_text (self);
  g_autofree char *typed = penny_composer_words_typed_part (text, self->initial_text);

  return penny_attachment_chips_get_list (self->chips)->len == 0 && penny_composer_words_mention_attachment (typed);
}

static gboolean
is_subject_empty (PennyComposerWindow *self)
{
  g_autofree char *subject = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->subject)));

  return g_strstrip (subject)[0] == '\0';
}

/* TRUE when a question is on screen now. */
static gboolean
ask_first (PennyComposerWindow *self)
{
  if ((self->asked & PENNY_COMPOSER_ASKED_ATTACHMENT) == 0 && is_attachment_forgotten (self))
    {
      self->asked |= PENNY_COMPOSER_ASKED_ATTACHMENT;
      ask (self, _("Is something missing?"), _("Your message speaks of an attachment, but no file is attached."),
           "attach", _("Attach _File…"));
      return TRUE;
    }
  if ((self->asked & PENNY_COMPOSER_ASKED_SUBJECT) == 0 && is_subject_empty (self))
    {
      self->asked |= PENNY_COMPOSER_ASKED_SUBJECT;
      ask (self, _("Send without a subject?"), _("A few words there say what your message is about."),
           "subject", _("Add _Subject"));
      return TRUE;
    }
  return FALSE;
}

void
penny_composer_send (PennyComposerWindow *self)
{
  if (self->busy || self->done)
    return;
  if (self->n_reading > 0)
    {
      adw_toast_overlay_add_toast (self->toasts, penny_toast_new (_("A file is still being attached. One moment.")));
      return;
    }
  if (!check_sender (self) || !check_recipients (self) || ask_first (self))
    return;
  penny_composer_set_trouble (self, NULL, NULL);
  penny_composer_set_busy (self, TRUE);
  g_clear_handle_id (&self->timer, g_source_remove);
  /* A save that came after would put the draft back beside the sent letter. */
  penny_composer_go_on (self, PENNY_COMPOSER_NEXT_SEND);
}

/* --- into the outbox --- */

/* A letter on its way there. */
typedef struct {
  PennyComposerWindow *window;   /* owned */
  PennyStore *store;             /* owned */
  char *account_id;
} Queue;

static void
queue_free (Queue *queue)
{
  g_object_unref (queue->window);
  g_object_unref (queue->store);
  g_free (queue->account_id);
  g_free (queue);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Queue, queue_free)

static void
fail (PennyComposerWindow *self, const GError *error)
{
  g_debug ("a letter did not get into the outbox: %s", error->message);
  penny_composer_set_busy (self, FALSE);
  penny_composer_set_trouble (self, _("The message could not be sent"),
                              error->domain == PENNY_MESSAGE_ERROR
                              ? _("One of the addresses cannot be used. Look at them once more.")
                              : _("It could not be put into the outbox: the disk may be full."
                                  " Nothing is lost; try again when there is more room."));
  penny_composer_note_change (self);
}

static void
queued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Queue) queue = data;
  g_autoptr (GError) error = NULL;
  PennyComposerWindow *self = queue->window;
  PennyEntryId entry = penny_store_queue_letter_finish (queue->store, result, &error);

  if (entry == 0)
    {
      fail (self, error);
      return;
    }
  /* The outbox took care of a draft in the same store. */
  penny_composer_delete_kept (self, queue->store);
  self->done = TRUE;
  g_signal_emit_by_name (self, "sent", queue->account_id, entry);
  penny_composer_finish (self);
}

static void
built_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Queue) queue = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = penny_composer_build_finish (result, &error);
  PennyComposerWindow *self = queue->window;
  PennyStore *store = queue->store;
  PennyEntryId answered = 0;
  PennyComposerSender *home = self->senders->len > 0 ? g_ptr_array_index (self->senders, self->home) : NULL;

  if (bytes == NULL)
    {
      fail (self, error);
      return;
    }
  /* Entries are numbered by each store for itself. */
  if (home != NULL && home->store == store)
    answered = self->answered;
  penny_store_queue_letter_async (store, bytes, answered, self->forwarded, self->hold, NULL, queued_cb,
                                  g_steal_pointer (&queue));
}

void
penny_composer_queue (PennyComposerWindow *self)
{
  PennyComposerSender *sender = penny_composer_get_sender (self);
  Queue *queue = g_new0 (Queue, 1);

  queue->window = g_object_ref (self);
  queue->store = g_object_ref (sender->store);
  queue->account_id = g_strdup (penny_account_get_id (sender->account));
  penny_composer_build_async (penny_composer_collect (self), TRUE, built_cb, queue);
}
