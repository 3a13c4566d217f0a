/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeping what is typed: soon after each change, at closing, and nothing when there is nothing. */
#include "penny-composer-private.h"

#include <glib/gi18n-lib.h>

#include "penny-composer-words.h"

/* A pause in typing, and the longest time that somebody who makes none goes without. Large letters are written
 * out as a whole each time, so they wait longer. */
#define PAUSE_SECONDS 2
#define PAUSE_SECONDS_LARGE 10
#define LONGEST_SECONDS 20
#define LARGE (4u * 1000 * 1000)
/* How long the draft must have been quiet here before it is worth telling the provider. */
#define HOLD_SECONDS 30

static void schedule (PennyComposerWindow *self);

/* --- what there is to keep --- */

gboolean
penny_composer_is_dirty (PennyComposerWindow *self)
{
  return self->serial != self->kept_serial;
}

gboolean
penny_composer_is_blank (PennyComposerWindow *self)
{
  g_autofree char *text = penny_composer_dup_text (self);
  g_autofree char *typed = penny_composer_words_typed_part (text, self->initial_text);
  g_autofree char *subject = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->subject)));

  return g_strstrip (typed)[0] == '\0' && g_strstrip (subject)[0] == '\0' &&
         penny_recipient_row_is_empty (self->to) && penny_recipient_row_is_empty (self->cc) &&
         penny_recipient_row_is_empty (self->bcc) && penny_attachment_chips_get_list (self->chips)->len == 0;
}

void
penny_composer_find_kept (PennyComposerWindow *self, PennyStore *store)
{
  g_autoptr (PennyFolder) drafts = penny_store_find_role (store, PENNY_ROLE_DRAFTS, NULL);
  g_autoptr (GPtrArray) list = NULL;

  if (drafts != NULL)
    list = penny_store_list_entries (store, drafts->id, PENNY_LIST_NEWEST_FIRST, 0, 500, NULL);
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      PennyEntry *entry = g_ptr_array_index (list, i);

      if (entry->message_id != NULL && g_str_equal (entry->message_id, self->draft->message_id))
        {
          g_set_object (&self->kept_store, store);
          self->kept_entry = entry->id;
          return;
        }
    }
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  /* Already gone is what was wanted. */
  if (penny_store_act_finish (PENNY_STORE (source), result, &error) == 0)
    g_debug ("a draft was not deleted: %s", error->message);
}

void
penny_composer_delete_kept (PennyComposerWindow *self, PennyStore *except)
{
  if (self->kept_store == NULL || self->kept_store == except)
    return;
  penny_store_act_async (self->kept_store, penny_action_new (PENNY_ACTION_DELETE, &self->kept_entry, 1), NULL,
                         deleted_cb, NULL);
  g_clear_object (&self->kept_store);
  self->kept_entry = 0;
}

/* --- saving --- */

/* One save under way. */
typedef struct {
  PennyComposerWindow *window;   /* owned: it may be closed meanwhile */
  PennyStore *store;             /* owned */
  guint serial;
} Save;

static void
save_free (Save *save)
{
  g_object_unref (save->window);
  g_object_unref (save->store);
  g_free (save);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Save, save_free)

static void
lose_response_cb (AdwMessageDialog *dialog, const char *response, PennyComposerWindow *self)
{
  if (g_str_equal (response, "lose"))
    penny_composer_finish (self);
}

static void
ask_whether_to_lose (PennyComposerWindow *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Close without keeping this message?"),
                                              _("It could not be saved as a draft: the disk may be full."
                                                " If you close the window now, what you wrote is lost."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "stay", _("_Stay Here"), "lose",
                                    _("_Close and Lose It"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "lose", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  g_signal_connect_object (dialog, "response", G_CALLBACK (lose_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
close_kept (PennyComposerWindow *self)
{
  PennyComposerSender *sender = penny_composer_get_sender (self);

  if (self->kept_store != NULL && self->kept_serial > 0 && sender != NULL)
    g_signal_emit_by_name (self, "kept", penny_account_get_id (sender->account));
  penny_composer_finish (self);
}

/* Nothing is being saved now: on to what waits for that. */
static void
do_next (PennyComposerWindow *self, gboolean failed)
{
  PennyComposerNext next = self->next;

  failed = failed || penny_composer_get_sender (self) == NULL;
  if (next == PENNY_COMPOSER_NEXT_CLOSE && penny_composer_is_dirty (self) && !failed)
    {
      penny_composer_save (self);
      return;
    }
  self->next = PENNY_COMPOSER_NEXT_NOTHING;
  if (next == PENNY_COMPOSER_NEXT_SEND)
    penny_composer_queue (self);
  else if (next == PENNY_COMPOSER_NEXT_DISCARD)
    {
      penny_composer_delete_kept (self, NULL);
      penny_composer_finish (self);
    }
  else if (next == PENNY_COMPOSER_NEXT_CLOSE && failed)
    ask_whether_to_lose (self);
  else if (next == PENNY_COMPOSER_NEXT_CLOSE)
    close_kept (self);
  else if (penny_composer_is_dirty (self))
    schedule (self);
}

void
penny_composer_go_on (PennyComposerWindow *self, PennyComposerNext next)
{
  self->next = next;
  if (!self->saving)
    do_next (self, FALSE);
}

static void
note_kept (PennyComposerWindow *self, PennyStore *store, PennyEntryId entry, guint serial)
{
  /* The sender was changed: the draft has moved to the other account, and is safe there by now. */
  penny_composer_delete_kept (self, store);
  g_set_object (&self->kept_store, store);
  self->kept_entry = entry;
  self->kept_serial = serial;
  if (!penny_composer_is_dirty (self))
    self->changed_since = 0;
}

static void
save_done (PennyComposerWindow *self, Save *save, PennyEntryId entry, const GError *error)
{
  self->saving = FALSE;
  if (self->done)
    return;
  if (entry == 0)
    {
      g_debug ("a draft was not saved: %s", error->message);
      penny_composer_set_trouble (self, _("This message is not saved yet"),
                                  _("The disk may be full. Leave this window open; saving is tried again."));
      self->changed_since = 0;
      do_next (self, TRUE);
      return;
    }
  note_kept (self, save->store, entry, save->serial);
  penny_composer_set_trouble (self, NULL, NULL);
  if (!penny_composer_is_dirty (self))
    /* Translators: in the title bar of a message being written. */
    adw_window_title_set_subtitle (self->header_title, _("Draft saved"));
  do_next (self, FALSE);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Save) save = data;
  g_autoptr (GError) error = NULL;
  PennyEntryId entry = penny_store_save_draft_finish (save->store, result, &error);

  save_done (save->window, save, entry, error);
}

static void
built_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Save) save = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = penny_composer_build_finish (result, &error);
  PennyStore *store = save->store;

  /* Kept in another way meanwhile, and newer than this. */
  if (save->window->done)
    return;
  if (bytes == NULL)
    save_done (save->window, save, 0, error);
  else
    penny_store_save_draft_async (store, bytes, HOLD_SECONDS, NULL, saved_cb, g_steal_pointer (&save));
}

void
penny_composer_save (PennyComposerWindow *self)
{
  PennyComposerSender *sender = penny_composer_get_sender (self);
  Save *save;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->saving || self->busy || self->done || sender == NULL)
    return;

  save = g_new0 (Save, 1);
  save->window = g_object_ref (self);
  save->store = g_object_ref (sender->store);
  save->serial = self->serial;
  self->saving = TRUE;
  penny_composer_build_async (penny_composer_collect (self), FALSE, built_cb, save);
}

gboolean
penny_composer_window_save_now (PennyComposerWindow *self, GError **error)
{
  PennyComposerSender *sender;
  g_autoptr (PennyDraft) draft = NULL;
  g_autoptr (GBytes) bytes = NULL;
  PennyEntryId entry;

  g_return_val_if_fail (PENNY_IS_COMPOSER_WINDOW (self), FALSE);

  sender = penny_composer_get_sender (self);
  if (self->done || self->busy || sender == NULL || !penny_composer_is_dirty (self) ||
      (self->kept_store == NULL && penny_composer_is_blank (self)))
    return TRUE;
  draft = penny_composer_collect (self);
  bytes = penny_draft_build (draft, TRUE, FALSE, error);
  entry = bytes != NULL ? penny_store_save_draft (sender->store, bytes, HOLD_SECONDS, error) : 0;
  if (entry == 0)
    return FALSE;
  note_kept (self, sender->store, entry, self->serial);
  return TRUE;
}

/* --- when --- */

static gboolean
timer_cb (gpointer data)
{
  PennyComposerWindow *self = data;

  self->timer = 0;
  if (self->kept_store != NULL || !penny_composer_is_blank (self))
    penny_composer_save (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (PennyComposerWindow *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 pause = penny_attachment_chips_get_size (self->chips) > LARGE ? PAUSE_SECONDS_LARGE : PAUSE_SECONDS;
  gint64 due = now + pause * G_TIME_SPAN_SECOND;

  if (self->changed_since == 0)
    self->changed_since = now;
  due = CLAMP (self->changed_since + LONGEST_SECONDS * G_TIME_SPAN_SECOND, now + G_TIME_SPAN_SECOND / 2, due);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add ((guint) ((due - now) / 1000), timer_cb, self);
}

void
penny_composer_note_change (PennyComposerWindow *self)
{
  if (self->filling || self->done)
    return;
  self->serial++;
  adw_window_title_set_subtitle (self->header_title, "");
  if (!self->saving)
    schedule (self);
}

/* --- throwing away --- */

static void
throw_away (PennyComposerWindow *self)
{
  penny_composer_set_busy (self, TRUE);
  penny_composer_go_on (self, PENNY_COMPOSER_NEXT_DISCARD);
}

static void
discard_response_cb (AdwMessageDialog *dialog, const char *response, PennyComposerWindow *self)
{
  if (g_str_equal (response, "discard") && !self->done)
    throw_away (self);
}

void
penny_composer_discard (PennyComposerWindow *self)
{
  GtkWidget *dialog;

  if (self->kept_store == NULL && !self->saving && (!penny_composer_is_dirty (self) || penny_composer_is_blank (self)))
    {
      throw_away (self);
      return;
    }
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Discard this message?"),
                                   _("It is not sent, and what you wrote is gone for good."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _("_Keep It"), "discard", _("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
