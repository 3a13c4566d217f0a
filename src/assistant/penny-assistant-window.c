/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The assistant's window: it shows the page that the setup names, and its buttons. */
#include "penny-assistant-window-private.h"

#include <glib/gi18n-lib.h>

#include "penny-assistant-look.h"
#include "penny-panel.h"
#include "penny-setup-report.h"
#include "penny-toast.h"

G_DEFINE_FINAL_TYPE (PennyAssistantWindow, penny_assistant_window, ADW_TYPE_WINDOW)

enum { FINISHED, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char * const page_names[PENNY_N_PAGES] = {
  [PENNY_PAGE_WELCOME] = "welcome",
  [PENNY_PAGE_PERSON] = "person",
  [PENNY_PAGE_FINDING] = "finding",
  [PENNY_PAGE_WAYS] = "ways",
  [PENNY_PAGE_ADVISER] = "adviser",
  [PENNY_PAGE_PLAY] = "play",
  [PENNY_PAGE_BY_HAND] = "by-hand",
  [PENNY_PAGE_SIGN_IN] = "sign-in",
  [PENNY_PAGE_TRYING] = "trying",
  [PENNY_PAGE_FINISHED] = "finished",
};

/* --- pages --- */

static void
focus_page (PennyAssistantWindow *self)
{
  PennyField field = penny_setup_get_field (self->setup);

  switch (penny_setup_get_page (self->setup))
    {
    case PENNY_PAGE_PERSON:
      penny_person_page_focus (self->person, field);
      break;
    case PENNY_PAGE_BY_HAND:
      penny_by_hand_page_focus (self->by_hand_page, field);
      break;
    case PENNY_PAGE_WAYS:
      penny_ways_page_focus (self->ways);
      break;
    case PENNY_PAGE_ADVISER:
      penny_adviser_page_focus (self->adviser);
      break;
    default:
      if (gtk_widget_get_visible (GTK_WIDGET (self->main)))
        gtk_widget_grab_focus (GTK_WIDGET (self->main));
      break;
    }
}

/* GTK 4.8 tells screen readers of every page of a stack that is not hidden itself. */
static void
hide_other_pages (PennyAssistantWindow *self)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);

  if (gtk_stack_get_transition_running (self->stack))
    return;
  for (guint i = 0; i < PENNY_N_PAGES; i++)
    {
      GtkWidget *page = gtk_stack_get_child_by_name (self->stack, page_names[i]);

      if (page != shown)
        gtk_widget_set_visible (page, FALSE);
    }
}

static void
transition_cb (GtkStack *stack, GParamSpec *pspec, PennyAssistantWindow *self)
{
  hide_other_pages (self);
}

static void
open_page (PennyAssistantWindow *self, PennyPage page)
{
  if (page == PENNY_PAGE_PERSON)
    penny_person_page_load (self->person, self->setup);
  else if (page == PENNY_PAGE_WAYS)
    penny_ways_page_load (self->ways, self->setup);
  else if (page == PENNY_PAGE_ADVISER)
    penny_adviser_page_load (self->adviser, self->setup);
  else if (page == PENNY_PAGE_PLAY)
    penny_post_play_set_way (self->play, penny_setup_get_looked_at (self->setup));
  else if (page == PENNY_PAGE_BY_HAND)
    penny_by_hand_page_load (self->by_hand_page, self->setup);
  else if (page == PENNY_PAGE_SIGN_IN)
    penny_sign_in_page_show (self->sign_in, self->setup);

  gtk_widget_set_visible (gtk_stack_get_child_by_name (self->stack, page_names[page]), TRUE);
  gtk_stack_set_visible_child_name (self->stack, page_names[page]);
  hide_other_pages (self);
}

void
penny_assistant_window_follow (PennyAssistantWindow *self)
{
  PennyPage page = penny_setup_get_page (self->setup);
  gboolean another = self->page != page;

  self->page = page;
  if (another && page != PENNY_PAGE_FINISHED)
    open_page (self, page);
  if (another)
    penny_assistant_window_run (self);
  penny_assistant_window_update (self);
  focus_page (self);
}

void
penny_assistant_window_show_finished (PennyAssistantWindow *self)
{
  open_page (self, PENNY_PAGE_FINISHED);
  penny_assistant_window_update (self);
  focus_page (self);
}

static void
main_clicked_cb (GtkButton *button, PennyAssistantWindow *self)
{
  PennyPage before = penny_setup_get_page (self->setup);
  const PennyAdvice *advice = penny_setup_get_advice (self->setup);

  if (before == PENNY_PAGE_SIGN_IN)
    penny_assistant_window_sign_in_pressed (self);
  else if (before == PENNY_PAGE_FINISHED && (self->kept != NULL || self->known))
    gtk_window_close (GTK_WINDOW (self));
  else if (before == PENNY_PAGE_FINISHED)
    {
      g_clear_error (&self->keep_error);
      penny_assistant_window_run (self);
      penny_assistant_window_update (self);
    }
  else if (penny_setup_can_go_on (self->setup))
    {
      penny_setup_go_on (self->setup);
      penny_assistant_window_follow (self);
    }
  else if (advice != NULL && penny_panel_is_known (advice->action_id))
    penny_assistant_window_open_panel (self, advice->action_id);
  else
    {
      penny_setup_obey (self->setup, advice != NULL ? advice->action : PENNY_ADVICE_TRY_AGAIN);
      if (penny_setup_get_page (self->setup) == before)
        penny_assistant_window_run_again (self);
      else
        penny_assistant_window_follow (self);
    }
}

static void
trusted_cb (GtkWidget *page, PennyAssistantWindow *self)
{
  penny_setup_trust_stranger (self->setup);
  penny_assistant_window_run_again (self);
}

static void
second_clicked_cb (GtkButton *button, PennyAssistantWindow *self)
{
  if (penny_setup_get_page (self->setup) == PENNY_PAGE_SIGN_IN)
    penny_assistant_window_sign_in_second_pressed (self);
  else if (penny_setup_can_only_read (self->setup))
    {
      penny_setup_only_read (self->setup);
      penny_assistant_window_show_trial_end (self);
      penny_assistant_window_follow (self);
    }
  else if (penny_setup_get_doubtful (self->setup) != NULL)
    {
      penny_setup_refuse_doubtful (self->setup);
      penny_assistant_window_show_find_end (self);
      penny_assistant_window_follow (self);
    }
  else if (penny_setup_can_ask_public (self->setup))
    {
      penny_setup_ask_public (self->setup);
      penny_assistant_window_run_again (self);
    }
  else if (penny_setup_can_send_letter (self->setup))
    {
      penny_setup_send_letter (self->setup);
      penny_assistant_window_run (self);
      penny_assistant_window_update (self);
    }
  else
    penny_assistant_window_run_again (self);
}

static void
by_hand_clicked_cb (GtkButton *button, PennyAssistantWindow *self)
{
  penny_setup_go_by_hand (self->setup);
  penny_assistant_window_follow (self);
}

static void
back_clicked_cb (GtkButton *button, PennyAssistantWindow *self)
{
  penny_setup_go_back (self->setup);
  penny_assistant_window_follow (self);
}

static void
changed_cb (GtkWidget *page, PennyAssistantWindow *self)
{
  penny_assistant_window_update (self);
}

static void
copy_cb (GtkWidget *page, PennyAssistantWindow *self)
{
  penny_assistant_window_copy_uri (self);
}

static void
offer_chosen_cb (GtkWidget *offers, const PennyGoaAccount *account, PennyAssistantWindow *self)
{
  penny_setup_use_desktop (self->setup, account);
  penny_assistant_window_follow (self);
}

static void
asked_cb (GtkWidget *page, PennyAssistantWindow *self)
{
  penny_setup_ask_adviser (self->setup);
  penny_assistant_window_follow (self);
}

static void
play_cb (GtkWidget *page, PennyAssistantWindow *self)
{
  penny_setup_play (self->setup);
  penny_assistant_window_follow (self);
}

static void
looked_cb (PennyPostPlay *play, PennyAssistantWindow *self)
{
  penny_setup_set_looked_at (self->setup, penny_post_play_get_way (play));
  penny_assistant_window_update (self);
}

/* Without a word about it nobody would know that something has happened. */
static void
helper_cb (GtkWidget *widget, PennyAssistantWindow *self)
{
  g_autofree char *text = penny_setup_report (self->setup);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  adw_toast_overlay_add_toast (self->toasts,
                               penny_toast_new (_("Copied. Paste it into a letter or a chat to your helper.")));
}

static gboolean
scroll_to_end_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));
  guint *n_frames = data;

  /* The first one comes before the layout that makes room for the result. */
  if ((*n_frames)++ == 0)
    return G_SOURCE_CONTINUE;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  return G_SOURCE_REMOVE;
}

/* The last answer brings the result, which may lie below the window's edge. */
static void
answered_cb (GtkWidget *page, PennyAssistantWindow *self)
{
  penny_assistant_window_update (self);
  if (penny_adviser_page_get_result (self->adviser) != NULL)
    gtk_widget_add_tick_callback (gtk_stack_get_visible_child (self->stack), scroll_to_end_cb,
                                  g_new0 (guint, 1), g_free);
}

/* --- keys --- */

static gboolean
press_main (PennyAssistantWindow *self)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self->main)) || !gtk_widget_get_sensitive (GTK_WIDGET (self->main)))
    return FALSE;
  gtk_widget_activate (GTK_WIDGET (self->main));
  return TRUE;
}

/* Enter goes on from a way that is chosen and from a number; elsewhere GTK does that by itself. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
                PennyAssistantWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *spin = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_SPIN_BUTTON) : NULL;

  if (keyval == GDK_KEY_Escape && penny_setup_can_go_back (self->setup))
    {
      back_clicked_cb (NULL, self);
      return TRUE;
    }
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return FALSE;
  if (spin != NULL)
    gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
  else if (!GTK_IS_CHECK_BUTTON (focus) || !gtk_check_button_get_active (GTK_CHECK_BUTTON (focus)))
    return FALSE;
  return press_main (self);
}

/* --- life --- */

static gboolean
penny_assistant_window_close_request (GtkWindow *window)
{
  PennyAssistantWindow *self = PENNY_ASSISTANT_WINDOW (window);

  if (self->kept != NULL && !self->told)
    {
      self->told = TRUE;
      g_signal_emit (self, signals[FINISHED], 0, self->kept, penny_setup_get_mended (self->setup) == NULL);
    }
  return GTK_WINDOW_CLASS (penny_assistant_window_parent_class)->close_request (window);
}

static void
use_setup (PennyAssistantWindow *self, PennySetup *setup)
{
  penny_person_page_load (self->person, setup);
  penny_ways_page_load (self->ways, setup);
  penny_adviser_page_load (self->adviser, setup);
  penny_by_hand_page_load (self->by_hand_page, setup);
  penny_assistant_window_show_offers (self, setup);
  g_clear_pointer (&self->setup, penny_setup_free);
  self->setup = setup;
}

static void
penny_assistant_window_dispose (GObject *object)
{
  PennyAssistantWindow *self = PENNY_ASSISTANT_WINDOW (object);

  penny_assistant_window_stop (self);
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  if (self->setup != NULL)
    use_setup (self, NULL);
  g_clear_object (&self->accounts);
  gtk_widget_dispose_template (GTK_WIDGET (object), PENNY_TYPE_ASSISTANT_WINDOW);
  G_OBJECT_CLASS (penny_assistant_window_parent_class)->dispose (object);
}

static void
penny_assistant_window_finalize (GObject *object)
{
  PennyAssistantWindow *self = PENNY_ASSISTANT_WINDOW (object);

  g_clear_pointer (&self->kept, penny_account_unref);
  g_clear_error (&self->keyring_error);
  g_clear_error (&self->keep_error);
  G_OBJECT_CLASS (penny_assistant_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, back);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, helper);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, drawing);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, offers);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, more_offers);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, person);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, finding);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, ways);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, adviser);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, play);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, by_hand_page);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, sign_in);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, trying);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, finished);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, main);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, second);
  gtk_widget_class_bind_template_child (widget_class, PennyAssistantWindow, by_hand);
  gtk_widget_class_bind_template_callback (widget_class, main_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, second_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, by_hand_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, offer_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, asked_cb);
  gtk_widget_class_bind_template_callback (widget_class, trusted_cb);
  gtk_widget_class_bind_template_callback (widget_class, play_cb);
  gtk_widget_class_bind_template_callback (widget_class, looked_cb);
  gtk_widget_class_bind_template_callback (widget_class, helper_cb);
  gtk_widget_class_bind_template_callback (widget_class, answered_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, transition_cb);
}

static void
penny_assistant_window_class_init (PennyAssistantWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  penny_assistant_look_load ();
  g_type_ensure (PENNY_TYPE_ADVISER_PAGE);
  g_type_ensure (PENNY_TYPE_BY_HAND_PAGE);
  g_type_ensure (PENNY_TYPE_DESKTOP_OFFERS);
  g_type_ensure (PENNY_TYPE_FINISHED_PAGE);
  g_type_ensure (PENNY_TYPE_PERSON_PAGE);
  g_type_ensure (PENNY_TYPE_POST_DRAWING);
  g_type_ensure (PENNY_TYPE_POST_PLAY);
  g_type_ensure (PENNY_TYPE_SIGN_IN_PAGE);
  g_type_ensure (PENNY_TYPE_TRYING_PAGE);
  g_type_ensure (PENNY_TYPE_WAYS_PAGE);
  object_class->dispose = penny_assistant_window_dispose;
  object_class->finalize = penny_assistant_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = penny_assistant_window_close_request;
  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 2, PENNY_TYPE_ACCOUNT, G_TYPE_BOOLEAN);
  gtk_widget_class_set_template_from_resource (widget_class, PENNY_ASSISTANT_RESOURCE ("penny-assistant-window.ui"));
  bind_children (widget_class);
}

static void
penny_assistant_window_init (PennyAssistantWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->page = PENNY_N_PAGES;
  self->looking = g_cancellable_new ();
  use_setup (self, penny_setup_new ());
  penny_assistant_window_follow (self);
  penny_assistant_window_watch_network (self);
}

PennyAssistantWindow *
penny_assistant_window_new (GtkApplication *application, PennyAccountList *accounts)
{
  PennyAssistantWindow *self = g_object_new (PENNY_TYPE_ASSISTANT_WINDOW, "application", application, NULL);

  self->accounts = g_object_ref (accounts);
  penny_setup_set_accounts (self->setup, penny_account_list_get_accounts (accounts));
  penny_assistant_window_follow (self);
  penny_assistant_window_look_for_offers (self);
  return self;
}

static void
open_on (PennyAssistantWindow *self, PennySetup *setup)
{
  penny_assistant_window_stop (self);
  use_setup (self, setup);
  penny_assistant_window_follow (self);
  penny_assistant_window_fetch_password (self);
}

void
penny_assistant_window_edit (PennyAssistantWindow *self, PennyAccount *account)
{
  g_return_if_fail (PENNY_IS_ASSISTANT_WINDOW (self) && account != NULL);

  open_on (self, penny_setup_new_to_mend (account));
}

void
penny_assistant_window_change_way (PennyAssistantWindow *self, PennyAccount *account)
{
  g_return_if_fail (PENNY_IS_ASSISTANT_WINDOW (self) && account != NULL);

  open_on (self, penny_setup_new_to_change_way (account));
}

void
penny_assistant_window_sign_in (PennyAssistantWindow *self, PennyAccount *account)
{
  g_return_if_fail (PENNY_IS_ASSISTANT_WINDOW (self) && account != NULL);

  open_on (self, penny_setup_new_to_sign_in (account));
}

void
penny_assistant_window_set_guard (PennyAssistantWindow *self, PennyAssistantGuard guard, gpointer data)
{
  g_return_if_fail (PENNY_IS_ASSISTANT_WINDOW (self));

  self->guard = guard;
  self->guard_data = data;
}

void
penny_assistant_window_set_sources (PennyAssistantWindow *self, const PennyDiscoverySources *sources)
{
  g_return_if_fail (PENNY_IS_ASSISTANT_WINDOW (self));

  self->sources = *sources;
  self->has_sources = TRUE;
}
