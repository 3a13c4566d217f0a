/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three fields that write into the setup as they are typed. */
#include "penny-person-page.h"

#include <glib/gi18n-lib.h>

#include "penny-assistant-look.h"
#include "penny-setup-words.h"
#include "penny-row-name.h"

struct _PennyPersonPage {
  AdwBin parent_instance;

  GtkEditable *name;
  GtkEditable *address;
  GtkEditable *own_address;   /* when a server was named */
  GtkEditable *password;
  GtkWidget *address_problem;
  GtkWidget *likely;          /* the button with the address without its typing mistake */
  GtkLabel *likely_words;
  GtkLabel *server_note;
  GtkWidget *browser;         /* the button that leads there instead */
  GtkWidget *model_box;
  GtkLabel *model;
  GtkWidget *hint_box;
  GtkLabel *hint;
  GtkLabel *instead;
  GtkBox *steps;
  GtkWidget *help;
  GtkWidget *password_group;
  GtkLabel *doubt;
  GtkWidget *keeping;

  PennyProvider *shown;   /* whose steps are shown; owned */

  PennySetup *setup;   /* borrowed from the window */
  gboolean loading;
  gboolean asks_own;   /* a server was named, so the address is asked in a field of its own */
};

G_DEFINE_FINAL_TYPE (PennyPersonPage, penny_person_page, ADW_TYPE_BIN)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
mark (GtkEditable *field, gboolean problem)
{
  if (problem)
    gtk_widget_add_css_class (GTK_WIDGET (field), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (field), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (gtk_editable_get_delegate (field)), GTK_ACCESSIBLE_STATE_INVALID,
                               problem ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/* In which of the two fields the address stands. */
static GtkEditable *
address_field (PennyPersonPage *self)
{
  return self->asks_own ? self->own_address : self->address;
}

static void
show_problem (PennyPersonPage *self, gboolean problem)
{
  GtkEditable *field = address_field (self);

  gtk_widget_set_visible (self->address_problem, problem);
  mark (self->address, problem && field == self->address);
  mark (self->own_address, problem && field == self->own_address);
}

static void
step_clicked_cb (GtkButton *button, const char *uri)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (button));

  gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, uri, GDK_CURRENT_TIME);
}

static void
add_step (PennyPersonPage *self, const PennyProviderStep *step)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "spacing", 9, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM,
                                 NULL);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *number = g_strdup_printf ("%u", step->number);
  GtkWidget *badge = gtk_label_new (number);
  GtkWidget *words = gtk_label_new (step->sentence);

  gtk_widget_add_css_class (badge, "penny-badge");
  gtk_widget_set_valign (badge, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (column), words);
  if (step->uri != NULL && step->button != NULL)
    {
      GtkWidget *button = gtk_button_new_with_label (step->button);

      gtk_widget_set_halign (button, GTK_ALIGN_START);
      gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), TRUE);
      gtk_widget_set_tooltip_text (button, step->uri);
      g_signal_connect_data (button, "clicked", G_CALLBACK (step_clicked_cb), g_strdup (step->uri),
                             (GClosureNotify) (void (*) (void)) g_free, 0);
      gtk_box_append (GTK_BOX (column), button);
    }
  gtk_box_append (GTK_BOX (box), badge);
  gtk_box_append (GTK_BOX (box), column);
  gtk_box_append (self->steps, box);
}

/* TRUE when there are any. Made anew only for another provider, so that typing does not move the keyboard. */
static gboolean
show_steps (PennyPersonPage *self, PennyProvider *provider)
{
  g_autoptr (GPtrArray) steps = NULL;
  GtkWidget *old;

  if (provider != self->shown)
    {
      g_clear_pointer (&self->shown, penny_provider_unref);
      while ((old = gtk_widget_get_first_child (GTK_WIDGET (self->steps))) != NULL)
        gtk_box_remove (self->steps, old);
      if (provider != NULL)
        {
          self->shown = penny_provider_ref (provider);
          steps = penny_provider_dup_steps (provider);
          for (guint i = 0; i < steps->len; i++)
            add_step (self, g_ptr_array_index (steps, i));
        }
    }
  return gtk_widget_get_first_child (GTK_WIDGET (self->steps)) != NULL;
}

static char *
title_of_steps (PennyProvider *provider)
{
  /* Translators: a heading above numbered steps; %s is the name of a mail provider. */
  return g_strdup_printf (_("%s wants something first"), penny_provider_get_name (provider));
}

static void
password_left_cb (GtkEventControllerFocus *controller, PennyPersonPage *self)
{
  g_autofree char *doubt = self->setup != NULL ? penny_setup_dup_password_doubt (self->setup) : NULL;

  gtk_label_set_text (self->doubt, doubt != NULL ? doubt : "");
  gtk_widget_set_visible (GTK_WIDGET (self->doubt), doubt != NULL);
}

/* What this provider wants first, or why it is of no use here. */
static void
show_hint (PennyPersonPage *self)
{
  PennyProvider *provider = penny_setup_get_provider (self->setup);
  gboolean browser = penny_setup_get_auth (self->setup) == PENNY_AUTH_OAUTH2;
  gboolean password = penny_setup_can_sign_in (self->setup) &&
                      penny_setup_get_auth (self->setup) == PENNY_AUTH_PASSWORD;
  gboolean stepwise = show_steps (self, provider) && password;
  g_autofree char *hint = browser ? penny_setup_words_browser (self->setup)
                          : provider == NULL ? NULL : stepwise ? title_of_steps (provider)
                          : penny_provider_dup_before_you_start (provider);
  const char *instead = penny_setup_can_sign_in (self->setup) ? NULL : penny_setup_words_instead (provider);

  gtk_label_set_text (self->hint, hint != NULL ? hint : "");
  gtk_label_set_text (self->instead, instead != NULL ? instead : "");
  gtk_widget_set_visible (GTK_WIDGET (self->instead), instead != NULL);
  gtk_widget_set_visible (self->help, !stepwise && !browser && provider != NULL &&
                                      penny_provider_get_help_uri (provider) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->steps), stepwise);
  if (stepwise)
    gtk_widget_add_css_class (GTK_WIDGET (self->hint), "heading");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "heading");
  gtk_widget_set_visible (self->hint_box, hint != NULL);
  /* Nobody types a password that is of no use. */
  gtk_widget_set_visible (self->password_group, password);
  gtk_widget_set_visible (self->keeping, password);
}

/* "max.von.example" may be a post office's name, or the first half of an address: that is seen when the field is
 * left, and asked no sooner. */
static void
see_whether_named (PennyPersonPage *self)
{
  gboolean typing = (gtk_widget_get_state_flags (GTK_WIDGET (self->address)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;

  self->asks_own = penny_setup_get_server_name (self->setup) != NULL && (self->asks_own || !typing);
}

/* What was typed is understood as it is meant; an account like another one needs no choosing. */
static void
show_meaning (PennyPersonPage *self)
{
  gboolean server = self->asks_own;
  gboolean model = penny_setup_get_model (self->setup) != NULL;
  g_autofree char *note = server ? penny_setup_words_server_name (self->setup) : NULL;
  g_autofree char *like = model ? penny_setup_words_model (self->setup) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->own_address), server);
  gtk_label_set_text (self->server_note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->server_note), server);
  gtk_label_set_text (self->model, like != NULL ? like : "");
  gtk_widget_set_visible (self->model_box, model);
  gtk_widget_set_visible (self->browser, penny_setup_can_use_browser (self->setup));
}

static void
show_anew (PennyPersonPage *self)
{
  show_meaning (self);
  show_hint (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
otherwise_clicked_cb (GtkButton *button, PennyPersonPage *self)
{
  penny_setup_decline_model (self->setup);
  show_anew (self);
}

static void
browser_clicked_cb (GtkButton *button, PennyPersonPage *self)
{
  penny_setup_use_browser (self->setup);
  show_anew (self);
}

static void
show_likely (PennyPersonPage *self)
{
  g_autofree char *address = penny_setup_dup_likely_address (self->setup);
  /* Translators: a button; %s is an e-mail address without the typing mistake that the person has made. */
  g_autofree char *question = address != NULL ? g_strdup_printf (_("Did you mean %s?"), address) : NULL;

  gtk_widget_set_visible (self->likely, address != NULL);
  gtk_label_set_text (self->likely_words, question != NULL ? question : "");
}

/* The button is there only while there is such an address. */
static void
likely_clicked_cb (GtkButton *button, PennyPersonPage *self)
{
  g_autofree char *address = penny_setup_dup_likely_address (self->setup);

  g_return_if_fail (address != NULL);
  gtk_editable_set_text (address_field (self), address);
  penny_person_page_focus (self, PENNY_FIELD_PASSWORD);
}

static void
typed_cb (GtkEditable *editable, PennyPersonPage *self)
{
  if (self->loading || self->setup == NULL)
    return;

  penny_setup_set_name (self->setup, gtk_editable_get_text (self->name));
  penny_setup_set_address (self->setup, gtk_editable_get_text (self->address));
  penny_setup_set_own_address (self->setup, gtk_editable_get_text (self->own_address));
  penny_setup_set_password (self->setup, gtk_editable_get_text (self->password));
  /* Nobody is corrected while typing; but a mistake that is mended is taken back at once. */
  if (penny_setup_address_is_fine (self->setup))
    show_problem (self, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->doubt), FALSE);
  if (editable == address_field (self))
    gtk_widget_set_visible (self->likely, FALSE);
  see_whether_named (self);
  show_anew (self);
}

static void
address_left_cb (GtkEventControllerFocus *controller, PennyPersonPage *self)
{
  if (self->setup == NULL)
    return;

  self->asks_own = penny_setup_get_server_name (self->setup) != NULL;
  show_meaning (self);
  show_likely (self);
  show_problem (self, *penny_setup_get_address (self->setup) != '\0' &&
                      !penny_setup_address_is_fine (self->setup));
}

static void
help_clicked_cb (GtkButton *button, PennyPersonPage *self)
{
  PennyProvider *provider = penny_setup_get_provider (self->setup);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (provider != NULL && penny_provider_get_help_uri (provider) != NULL)
    gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, penny_provider_get_help_uri (provider),
                  GDK_CURRENT_TIME);
}

static void
fill (GtkEditable *editable, const char *text)
{
  if (!g_str_equal (gtk_editable_get_text (editable), text))
    gtk_editable_set_text (editable, text);
}

void
penny_person_page_load (PennyPersonPage *self, PennySetup *setup)
{
  g_return_if_fail (PENNY_IS_PERSON_PAGE (self));

  self->setup = setup;
  if (setup == NULL)
    return;

  self->loading = TRUE;
  fill (self->name, penny_setup_get_name (setup));
  fill (self->address, penny_setup_get_entered (setup));
  fill (self->own_address, penny_setup_get_own_address (setup));
  fill (self->password, penny_setup_get_password (setup));
  self->loading = FALSE;
  self->asks_own = penny_setup_get_server_name (setup) != NULL;
  show_meaning (self);
  show_likely (self);
  show_hint (self);
}

void
penny_person_page_focus (PennyPersonPage *self, PennyField field)
{
  GtkEditable *target;

  g_return_if_fail (PENNY_IS_PERSON_PAGE (self));

  if (field == PENNY_FIELD_NAME)
    target = self->name;
  else if (field == PENNY_FIELD_ADDRESS)
    target = address_field (self);
  else if (field == PENNY_FIELD_PASSWORD && gtk_widget_get_visible (self->password_group))
    target = self->password;
  else if (*gtk_editable_get_text (self->name) == '\0')
    target = self->name;
  else
    target = *penny_setup_get_address (self->setup) == '\0' || !gtk_widget_get_visible (self->password_group)
               ? address_field (self) : self->password;

  gtk_widget_grab_focus (GTK_WIDGET (gtk_editable_get_delegate (target)));
  gtk_editable_select_region (target, 0, -1);
}

static void
penny_person_page_dispose (GObject *object)
{
  PENNY_PERSON_PAGE (object)->setup = NULL;
  g_clear_pointer (&PENNY_PERSON_PAGE (object)->shown, penny_provider_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), PENNY_TYPE_PERSON_PAGE);
  G_OBJECT_CLASS (penny_person_page_parent_class)->dispose (object);
}

static void
penny_person_page_class_init (PennyPersonPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = penny_person_page_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, PENNY_ASSISTANT_RESOURCE ("penny-person-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, name);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, address);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, own_address);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, server_note);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, browser);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, model_box);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, model);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, password);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, address_problem);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, likely);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, likely_words);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, hint_box);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, hint);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, instead);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, help);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, steps);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, doubt);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, password_group);
  gtk_widget_class_bind_template_child (widget_class, PennyPersonPage, keeping);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, otherwise_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, browser_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, likely_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, help_clicked_cb);
}

static void
penny_person_page_init (PennyPersonPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  penny_row_name (GTK_WIDGET (self->name));
  penny_row_name (GTK_WIDGET (self->address));
  penny_row_name (GTK_WIDGET (self->own_address));
  penny_row_name (GTK_WIDGET (self->password));
}
