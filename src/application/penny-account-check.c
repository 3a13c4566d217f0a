/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a trial of settings that are in use, and says how it went. */
#include "penny-account-check.h"

#include <glib/gi18n-lib.h>

#include "penny-trial.h"
#include "penny-trying-page.h"

struct _PennyAccountCheck {
  AdwWindow parent_instance;

  PennyTryingPage *page;
  GtkWidget *again;
  PennyAccount *account;       /* owned */
  PennyTrial *trial;           /* owned */
  GCancellable *cancellable;   /* owned */
};

G_DEFINE_FINAL_TYPE (PennyAccountCheck, penny_account_check, ADW_TYPE_WINDOW)

static void
show_result (PennyAccountCheck *self, const PennyTrialResult *result)
{
  const PennyAdvice *advice = result->failed_step < PENNY_N_STEPS ? result->advice[result->failed_step] : NULL;

  penny_trying_page_show_advice (self->page, advice != NULL ? _("Not everything is all right")
                                                            : _("Everything is all right"), advice);
  gtk_widget_set_visible (self->again, advice != NULL);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PennyAccountCheck) self = data;
  g_autoptr (PennyTrialResult) tried = penny_trial_run_finish (PENNY_TRIAL (source), result, NULL);

  if (tried != NULL && self->page != NULL)
    show_result (self, tried);
}

static void
step_cb (PennyTrial *trial, int step, int state, PennyAccountCheck *self)
{
  if (self->page != NULL)
    penny_trying_page_step (self->page, step, state);
}

static void
start (PennyAccountCheck *self)
{
  gtk_widget_set_visible (self->again, FALSE);
  penny_trying_page_start (self->page, _("Looking whether everything is all right…"),
                           _("Nothing is changed at your post office."));
  g_clear_object (&self->trial);
  self->trial = penny_trial_new (self->account, NULL, NULL, NULL);
  g_signal_connect_object (self->trial, "step", G_CALLBACK (step_cb), self, 0);
  penny_trial_run_async (self->trial, self->cancellable, tried_cb, g_object_ref (self));
}

static void
penny_account_check_dispose (GObject *object)
{
  PennyAccountCheck *self = PENNY_ACCOUNT_CHECK (object);

  g_cancellable_cancel (self->cancellable);
  self->page = NULL;
  g_clear_object (&self->trial);
  G_OBJECT_CLASS (penny_account_check_parent_class)->dispose (object);
}

static void
penny_account_check_finalize (GObject *object)
{
  PennyAccountCheck *self = PENNY_ACCOUNT_CHECK (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->account, penny_account_unref);
  G_OBJECT_CLASS (penny_account_check_parent_class)->finalize (object);
}

static void
penny_account_check_class_init (PennyAccountCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = penny_account_check_dispose;
  G_OBJECT_CLASS (klass)->finalize = penny_account_check_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
penny_account_check_init (PennyAccountCheck *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->cancellable = g_cancellable_new ();
  self->page = g_object_new (PENNY_TYPE_TRYING_PAGE, "margin-top", 24, "margin-start", 24, "margin-end", 24,
                             "margin-bottom", 24, NULL);
  self->again = gtk_button_new_with_label (_("Check Again"));
  gtk_widget_add_css_class (self->again, "pill");
  gtk_widget_set_halign (self->again, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_bottom (self->again, 24);
  g_signal_connect_object (self->again, "clicked", G_CALLBACK (start), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->page));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), self->again);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_default_size (GTK_WINDOW (self), 420, 560);
}

GtkWidget *
penny_account_check_new (GtkWindow *parent, PennyAccount *account)
{
  PennyAccountCheck *self = g_object_new (PENNY_TYPE_ACCOUNT_CHECK, "transient-for", parent, "modal", TRUE, NULL);

  gtk_window_set_title (GTK_WINDOW (self), penny_account_get_address (account));
  self->account = penny_account_ref (account);
  start (self);
  return GTK_WIDGET (self);
}
