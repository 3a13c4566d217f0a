/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person does to a letter: handed to the store, told in a toast, taken back on demand. */
#include "penny-main-window-private.h"

#include <glib/gi18n-lib.h>

#include "penny-error.h"
#include "penny-toast.h"

/* The window may be closed, and the account gone, before the store has answered. */
typedef struct {
  GWeakRef window;
  char *text;         /* the toast, or NULL */
} Act;

typedef struct {
  GWeakRef window;
  PennyStore *store;
  gint64 token;
} Undo;

static Act *
act_new (PennyMainWindow *self, const char *text)
{
  Act *act = g_new0 (Act, 1);

  g_weak_ref_init (&act->window, self);
  act->text = g_strdup (text);
  return act;
}

static void
act_free (Act *act)
{
  g_weak_ref_clear (&act->window);
  g_free (act->text);
  g_free (act);
}

static void
undo_free (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  g_weak_ref_clear (&undo->window);
  g_clear_object (&undo->store);
  g_free (undo);
}

static const char *
sentence_for (const GError *error)
{
  if (g_error_matches (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_FULL))
    return _("The disk is full, so this could not be done.");
  if (g_error_matches (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_NOT_FOUND))
    return _("This message is not here any more.");
  return _("This could not be done: the message store on this computer does not answer.");
}

static void
tell_failure (Act *act, const GError *error)
{
  g_autoptr (PennyMainWindow) self = g_weak_ref_get (&act->window);

  if (self == NULL || g_error_matches (error, PENNY_STORE_ERROR, PENNY_STORE_ERROR_CLOSED))
    return;
  g_debug ("an act failed: %s", error->message);
  penny_main_window_show_toast (self, sentence_for (error));
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;

  if (!penny_store_undo_finish (PENNY_STORE (source), result, &error))
    tell_failure (act, error);
  act_free (act);
}

static void
undo_clicked_cb (AdwToast *toast, Undo *undo)
{
  g_autoptr (PennyMainWindow) self = g_weak_ref_get (&undo->window);

  penny_store_undo_async (undo->store, undo->token, NULL, undone_cb, act_new (self, NULL));
}

static void
offer_undo (PennyMainWindow *self, PennyStore *store, gint64 token, const char *text)
{
  AdwToast *toast = penny_toast_new (text);
  Undo *undo = g_new0 (Undo, 1);

  g_weak_ref_init (&undo->window, self);
  undo->store = g_object_ref (store);
  undo->token = token;
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_timeout (toast, PENNY_UNDO_SECONDS);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), undo, undo_free, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
acted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;
  gint64 token = penny_store_act_finish (PENNY_STORE (source), result, &error);
  g_autoptr (PennyMainWindow) self = g_weak_ref_get (&act->window);

  if (error != NULL)
    tell_failure (act, error);
  else if (self != NULL && act->text != NULL)
    offer_undo (self, PENNY_STORE (source), token, act->text);
  act_free (act);
}

void
penny_main_window_act (PennyMainWindow *self, PennyStore *store, PennyAction *action, const char *text)
{
  penny_store_act_async (store, action, NULL, acted_cb, act_new (self, text));
}

void
penny_main_window_mark (PennyMainWindow *self, PennyStore *store, PennyEntryId entry,
                        PennyFlags add, PennyFlags remove)
{
  PennyAction *action = penny_action_new (PENNY_ACTION_MARK, &entry, 1);

  action->add = add;
  action->remove = remove;
  penny_main_window_act (self, store, action, NULL);
}
