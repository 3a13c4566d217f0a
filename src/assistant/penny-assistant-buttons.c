/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the assistant's buttons say: one main button whose words follow the page and the advice. */
#include "penny-assistant-window-private.h"

#include <glib/gi18n-lib.h>

#include "penny-panel.h"

/* What the main button says; NULL: there is nothing to press now. */
static const char *
main_label (PennyAssistantWindow *self)
{
  const PennyAdvice *advice = penny_setup_get_advice (self->setup);

  switch (penny_setup_get_page (self->setup))
    {
    case PENNY_PAGE_WELCOME:
      return _("Get Started");
    case PENNY_PAGE_ADVISER:
    case PENNY_PAGE_PLAY:
      return _("Use This Way");
    case PENNY_PAGE_TRYING:
      if (!penny_setup_can_go_on (self->setup))
        break;
      return penny_setup_get_mended (self->setup) != NULL ? _("Keep These Settings") : _("Collect My Letters");
    case PENNY_PAGE_FINDING:
      if (penny_setup_get_doubtful (self->setup) == NULL)
        break;
      return _("Yes, Go On");
    case PENNY_PAGE_SIGN_IN:
      if (penny_setup_is_in_browser (self->setup))
        return _("Open It Again");
      return advice != NULL && advice->action == PENNY_ADVICE_ONLINE_ACCOUNTS ? advice->button
                                                                            : _("Sign In with Your Browser");
    case PENNY_PAGE_FINISHED:
      if (self->known)
        return _("Close");
      if (self->keep_error != NULL)
        return _("Try Again");
      return self->kept != NULL ? _("Read My Mail") : _("Collect My Letters");
    default:
      return _("Continue");
    }
  if (advice == NULL)
    return penny_setup_get_result (self->setup) != NULL &&
           !penny_setup_can_go_on (self->setup) ? _("Try Again") : NULL;

  switch (advice->action)
    {
    case PENNY_ADVICE_ENTER_PASSWORD:
    case PENNY_ADVICE_EDIT_ADDRESS:
    case PENNY_ADVICE_EDIT_SETTINGS:
    case PENNY_ADVICE_CHANGE_WAY:
    case PENNY_ADVICE_SIGN_IN:
      return advice->button;
    case PENNY_ADVICE_OPEN_HELP:
      /* The page of the provider opens from within the advice. */
      return _("Type the Password Again");
    default:
      return penny_panel_is_known (advice->action_id) ? advice->button : _("Try Again");
    }
}

static const char *
second_label (PennyAssistantWindow *self)
{
  const PennyAdvice *advice = penny_setup_get_advice (self->setup);

  if (penny_setup_is_in_browser (self->setup))
    return _("Cancel");
  if (penny_setup_can_use_password (self->setup))
    return _("Use a Password Instead");
  if (penny_setup_get_page (self->setup) == PENNY_PAGE_SIGN_IN)
    return NULL;
  if (penny_setup_can_only_read (self->setup))
    return _("Only Read for Now");
  if (penny_setup_get_doubtful (self->setup) != NULL)
    return _("No");
  if (penny_setup_can_ask_public (self->setup))
    return _("Ask the Public List");
  if (penny_setup_can_send_letter (self->setup))
    return _("Send Myself a Letter First");
  /* Not beside "Type It Again": the same wrong password once more only locks the box. */
  if (advice != NULL && (advice->action == PENNY_ADVICE_OPEN_HELP ||
                         advice->action == PENNY_ADVICE_EDIT_SETTINGS ||
                         advice->action == PENNY_ADVICE_SIGN_IN ||
                         penny_panel_is_known (advice->action_id)))
    return _("Try Again");
  return NULL;
}

/* Large text in a narrow window. */
static void
wrap_label (GtkButton *button)
{
  GtkLabel *label = GTK_LABEL (gtk_button_get_child (button));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
}

static void
set_button (GtkButton *button, const char *label)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
  if (label == NULL)
    return;
  gtk_button_set_label (button, label);
  wrap_label (button);
}

static const char *
page_title (PennyAssistantWindow *self)
{
  switch (penny_setup_get_page (self->setup))
    {
    case PENNY_PAGE_PERSON:
      return _("Who Are You?");
    case PENNY_PAGE_FINDING:
      return _("Looking for Your Post Office");
    case PENNY_PAGE_WAYS:
      return _("Where Shall Your Letters Live?");
    case PENNY_PAGE_ADVISER:
      return _("Three Questions");
    case PENNY_PAGE_PLAY:
      return _("What Happens to a Letter");
    case PENNY_PAGE_BY_HAND:
      return _("Settings by Hand");
    case PENNY_PAGE_SIGN_IN:
      return _("Sign In with Your Browser");
    case PENNY_PAGE_TRYING:
      return penny_setup_can_go_on (self->setup) ? _("This Is What Will Happen") : _("Trying It");
    case PENNY_PAGE_FINISHED:
      return _("Your Mail Is Coming");
    case PENNY_PAGE_WELCOME:
    default:
      return _("Welcome to Penny Post");
    }
}

void
penny_assistant_window_update (PennyAssistantWindow *self)
{
  PennyPage page = penny_setup_get_page (self->setup);
  const PennyAdvice *advice = penny_setup_get_advice (self->setup);
  gboolean asks = page == PENNY_PAGE_PERSON || page == PENNY_PAGE_WAYS || page == PENNY_PAGE_ADVISER ||
                  page == PENNY_PAGE_PLAY || page == PENNY_PAGE_BY_HAND;
  gboolean keeping = page == PENNY_PAGE_FINISHED && self->kept == NULL && self->keep_error == NULL && !self->known;

  set_button (self->main, main_label (self));
  /* GTK forgets the default widget whenever that is hidden. */
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->main));
  set_button (self->second, second_label (self));
  wrap_label (self->by_hand);
  gtk_widget_set_sensitive (GTK_WIDGET (self->main), !keeping && (!asks || penny_setup_can_go_on (self->setup)));
  /* Below an advice it stands in words. */
  gtk_widget_set_visible (GTK_WIDGET (self->helper),
                          page != PENNY_PAGE_WELCOME &&
                          (advice == NULL || (page != PENNY_PAGE_FINDING && page != PENNY_PAGE_TRYING)));
  gtk_widget_set_visible (GTK_WIDGET (self->back), penny_setup_can_go_back (self->setup));
  /* Not twice, where the main button leads there. */
  gtk_widget_set_visible (GTK_WIDGET (self->by_hand),
                          penny_setup_can_go_by_hand (self->setup) && page != PENNY_PAGE_SIGN_IN &&
                          !(page == PENNY_PAGE_TRYING && penny_setup_can_go_on (self->setup)) &&
                          (advice == NULL || advice->action != PENNY_ADVICE_EDIT_SETTINGS));
  gtk_window_set_title (GTK_WINDOW (self), page_title (self));
}
