/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's part of signing in through the browser: opens it, waits, and comes back by itself. */
#include "penny-assistant-window-private.h"

#include <glib/gi18n-lib.h>

#include "penny-toast.h"

static void
open_browser (PennyAssistantWindow *self)
{
  if (self->uri != NULL)
    gtk_show_uri (GTK_WINDOW (self), self->uri, GDK_CURRENT_TIME);
}

static void
open_cb (const char *uri, gpointer data)
{
  PennyAssistantWindow *self = data;

  g_free (self->uri);
  self->uri = g_strdup (uri);
  open_browser (self);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyAssistantWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyOauthTokens) tokens = penny_oauth_sign_in_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->setup == NULL)
    return;
  if (tokens != NULL)
    penny_setup_take_tokens (self->setup, tokens);
  else
    penny_setup_take_sign_in_error (self->setup, error);
  penny_sign_in_page_show (self->sign_in, self->setup);
  penny_assistant_window_follow (self);
  gtk_window_present (GTK_WINDOW (self));
}

void
penny_assistant_window_wait_for_browser (PennyAssistantWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyOauthConfig) config = NULL;

  if (!penny_setup_is_in_browser (self->setup))
    return;
  config = penny_setup_dup_oauth (self->setup, &error);
  if (config != NULL)
    penny_oauth_sign_in_async (config, penny_setup_get_address (self->setup), 0, open_cb, self, self->cancellable,
                               signed_in_cb, g_object_ref (self));
  else
    penny_setup_take_sign_in_error (self->setup, error);
}

static void
show (PennyAssistantWindow *self)
{
  penny_assistant_window_run (self);
  penny_sign_in_page_show (self->sign_in, self->setup);
  penny_assistant_window_update (self);
}

void
penny_assistant_window_sign_in_pressed (PennyAssistantWindow *self)
{
  const PennyAdvice *advice = penny_setup_get_advice (self->setup);

  if (penny_setup_is_in_browser (self->setup))
    open_browser (self);
  else if (advice != NULL && advice->action == PENNY_ADVICE_ONLINE_ACCOUNTS)
    penny_assistant_window_open_panel (self, advice->action_id);
  else
    {
      penny_setup_go_on (self->setup);
      show (self);
    }
}

void
penny_assistant_window_sign_in_second_pressed (PennyAssistantWindow *self)
{
  if (penny_setup_is_in_browser (self->setup))
    {
      penny_setup_leave_browser (self->setup);
      show (self);
    }
  else
    {
      penny_setup_use_password (self->setup);
      penny_assistant_window_follow (self);
    }
}

void
penny_assistant_window_copy_uri (PennyAssistantWindow *self)
{
  if (self->uri == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->uri);
  adw_toast_overlay_add_toast (self->toasts,
                               penny_toast_new (_("Copied. Paste it into the address line of your browser.")));
}
