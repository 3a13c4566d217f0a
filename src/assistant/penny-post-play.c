/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buttons press the game, the picture plays the step, the caption says it. */
#include "penny-post-play.h"

#include <glib/gi18n-lib.h>

#include "penny-assistant-look.h"
#include "penny-fold-layout.h"
#include "penny-post-office.h"
#include "penny-setup-words.h"

struct _PennyPostPlay {
  GtkBox parent_instance;

  GtkFlowBox *tabs;
  PennyPostOffice *office;
  GtkLabel *caption;
  GtkStack *modes;
  GtkWidget *skip;
  GtkButton *next;
  GtkFlowBox *acts;
  GtkFlowBox *troubles;
  GtkLabel *device_label;
  GtkDropDown *device;
  GtkLabel *limits;

  GtkToggleButton *ways[PENNY_N_WAYS];      /* borrowed from tabs */
  GtkButton *buttons[PENNY_N_PRESSES];      /* borrowed from acts and troubles; some NULL */
  PennyPostState state;
  gboolean telling;
  guint told;                               /* presses of the story that have been shown */
  gboolean loading;
};

G_DEFINE_FINAL_TYPE (PennyPostPlay, penny_post_play, GTK_TYPE_BOX)

enum { PROP_0, PROP_WAY, N_PROPS };
static GParamSpec *properties[N_PROPS];
enum { WAY_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- words --- */

static const char *
get_press_words (PennyPress press, gboolean down)
{
  switch (press)
    {
    case PENNY_PRESS_READ:
      /* Translators: a button: the person reads a letter in the playable post office. */
      return _("Read");
    case PENNY_PRESS_THROW_AWAY:
      return _("Throw away");
    case PENNY_PRESS_WRITE:
      /* Translators: a button: the person writes a letter. */
      return _("Write one");
    case PENNY_PRESS_OTHER:
      return _("Collect on the other device");
    case PENNY_PRESS_ARRIVE:
      return _("A new letter arrives");
    case PENNY_PRESS_BREAK:
      return down ? _("A new computer comes") : _("The computer breaks");
    case PENNY_PRESS_FULL:
      return down ? _("The box has room again") : _("The box is full");
    case PENNY_PRESS_OFFLINE:
      return down ? _("The internet is back") : _("No internet");
    case PENNY_PRESS_OPEN:
    case PENNY_N_PRESSES:
    default:
      return "";
    }
}

/* Where the picture ends. */
static const char *
get_limits (PennyWay way)
{
  if (penny_way_rules_get (way)->folders_shared)
    return _("Not in the picture: what lies in the shared box is also copied to this computer, so that you can read "
             "it without internet. Your post office may clear the box by a rule of its own.");
  return _("Not in the picture: your post office may clear the box by a rule of its own.");
}

static void
say (PennyPostPlay *self, const char *sentence, GtkWidget *pressed)
{
  gtk_label_set_text (self->caption, sentence);
  /* GTK 4.8 cannot announce; a screen reader reads what is new about the thing that has the focus. */
  if (pressed != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (pressed), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

static void
update (PennyPostPlay *self)
{
  guint n;

  penny_post_story_get (&n);
  for (PennyPress press = PENNY_PRESS_READ; press < PENNY_N_PRESSES; press++)
    {
      GtkWidget *label = gtk_button_get_child (self->buttons[press]);
      gboolean down = penny_post_state_is_down (&self->state, press);

      gtk_label_set_text (GTK_LABEL (label), get_press_words (press, down));
      if (down)
        gtk_widget_add_css_class (GTK_WIDGET (self->buttons[press]), "suggested-action");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self->buttons[press]), "suggested-action");
    }
  gtk_stack_set_visible_child_name (self->modes, self->telling ? "story" : "buttons");
  gtk_button_set_label (self->next, self->told < n ? _("Next")
                                                   /* Translators: a button: the story is over, the person may play. */
                                                   : _("Try It Yourself"));
  gtk_widget_set_visible (self->skip, self->told < n);
  gtk_label_set_text (self->limits, get_limits (self->state.way));
}

/* --- the play --- */

static void
press (PennyPostPlay *self, PennyPress which, GtkWidget *pressed)
{
  PennyPostState before = self->state;
  g_auto (PennyPostStep) step = { 0, };

  penny_post_game_press (&self->state, which, &step);
  penny_post_office_play (self->office, &before, &self->state, &step);
  update (self);
  say (self, step.sentence, pressed);
}

static void
start (PennyPostPlay *self, PennyWay way)
{
  penny_post_state_init (&self->state, way);
  self->told = 0;
  penny_post_office_set_state (self->office, &self->state);
  if (!self->telling)
    {
      press (self, PENNY_PRESS_OPEN, NULL);
      return;
    }

  update (self);
  say (self, _("Three letters have come for you: see what becomes of them."), NULL);
}

void
penny_post_play_press (PennyPostPlay *self, PennyPress which)
{
  g_return_if_fail (PENNY_IS_POST_PLAY (self));

  if (!self->telling && (guint) which < PENNY_N_PRESSES)
    press (self, which, GTK_WIDGET (self->buttons[which]));
}

void
penny_post_play_tell (PennyPostPlay *self)
{
  g_return_if_fail (PENNY_IS_POST_PLAY (self));

  self->telling = TRUE;
  start (self, self->state.way);
}

void
penny_post_play_skip (PennyPostPlay *self)
{
  g_return_if_fail (PENNY_IS_POST_PLAY (self));

  if (!self->telling)
    return;

  self->telling = FALSE;
  start (self, self->state.way);
}

/* --- what the person does --- */

static void
button_cb (GtkButton *button, PennyPostPlay *self)
{
  for (PennyPress which = PENNY_PRESS_READ; which < PENNY_N_PRESSES; which++)
    if (self->buttons[which] == button)
      penny_post_play_press (self, which);
}

static void
focus_buttons (PennyPostPlay *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->buttons[PENNY_PRESS_READ]));
}

static void
skip_cb (GtkButton *button, PennyPostPlay *self)
{
  penny_post_play_skip (self);
  focus_buttons (self);
}

/* After the story its letters stay where they are, to go on with. */
static void
next_cb (GtkButton *button, PennyPostPlay *self)
{
  guint n;
  const PennyPress *story = penny_post_story_get (&n);

  if (self->told < n)
    {
      press (self, story[self->told++], GTK_WIDGET (button));
      update (self);
      return;
    }

  self->telling = FALSE;
  update (self);
  focus_buttons (self);
}

static void
again_cb (GtkButton *button, PennyPostPlay *self)
{
  penny_post_play_tell (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->next));
}

/* A toggle button says "pressed", which nobody hears of a radio button. */
static void
tell_checked (GtkToggleButton *tab)
{
  GtkAccessibleTristate checked = gtk_toggle_button_get_active (tab) ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                                                     : GTK_ACCESSIBLE_TRISTATE_FALSE;

  gtk_accessible_update_state (GTK_ACCESSIBLE (tab), GTK_ACCESSIBLE_STATE_CHECKED, checked, -1);
}

static void
way_cb (GtkToggleButton *tab, PennyPostPlay *self)
{
  tell_checked (tab);
  if (self->loading || !gtk_toggle_button_get_active (tab))
    return;

  for (guint way = 0; way < PENNY_N_WAYS; way++)
    if (self->ways[way] == tab)
      start (self, (PennyWay) way);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAY]);
  g_signal_emit (self, signals[WAY_CHANGED], 0);
}

/* GTK 4.8 gives the button inside, which is what the keyboard is on, no name. */
static void
name_device (PennyPostPlay *self)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->device));
  PennyDevice chosen = (PennyDevice) gtk_drop_down_get_selected (self->device);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  penny_post_office_get_device_name (chosen), -1);
}

static void
device_cb (GtkDropDown *device, GParamSpec *pspec, PennyPostPlay *self)
{
  penny_post_office_set_device (self->office, (PennyDevice) gtk_drop_down_get_selected (device));
  name_device (self);
}

/* --- making --- */

static GtkWidget *
make_label (const char *words)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 14);
  return label;
}

/* The flow box only arranges: its own children take no focus. */
static void
put (GtkFlowBox *box, GtkWidget *button)
{
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), button);
  gtk_widget_set_focusable (child, FALSE);
  gtk_widget_add_css_class (button, "penny-tab");
  gtk_flow_box_append (box, child);
}

static void
make_tabs (PennyPostPlay *self)
{
  for (guint way = 0; way < PENNY_N_WAYS; way++)
    {
      GtkWidget *tab = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);
      const char *title = penny_setup_words_way_title ((PennyWay) way);

      GtkWidget *label = make_label (title);

      /* One below the other, rather than a word in two. */
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD);
      gtk_button_set_child (GTK_BUTTON (tab), label);
      gtk_widget_set_tooltip_text (tab, penny_setup_words_way_technical ((PennyWay) way));
      gtk_accessible_update_property (GTK_ACCESSIBLE (tab), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
      self->ways[way] = GTK_TOGGLE_BUTTON (tab);
      tell_checked (self->ways[way]);
      if (way > 0)
        gtk_toggle_button_set_group (self->ways[way], self->ways[0]);
      g_signal_connect (tab, "toggled", G_CALLBACK (way_cb), self);
      put (self->tabs, tab);
    }
}

static void
make_buttons (PennyPostPlay *self)
{
  GtkWidget *again = gtk_button_new ();

  for (PennyPress which = PENNY_PRESS_READ; which < PENNY_N_PRESSES; which++)
    {
      GtkWidget *button = gtk_button_new ();

      gtk_button_set_child (GTK_BUTTON (button), make_label (get_press_words (which, FALSE)));
      g_signal_connect (button, "clicked", G_CALLBACK (button_cb), self);
      self->buttons[which] = GTK_BUTTON (button);
      put (which < PENNY_PRESS_BREAK ? self->acts : self->troubles, button);
    }
  gtk_button_set_child (GTK_BUTTON (again), make_label (_("Start again")));
  gtk_widget_add_css_class (again, "flat");
  g_signal_connect (again, "clicked", G_CALLBACK (again_cb), self);
  put (self->troubles, again);
}

static void
make_devices (PennyPostPlay *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (PennyDevice device = PENNY_DEVICE_PHONE; device < PENNY_N_DEVICES; device++)
    gtk_string_list_append (names, penny_post_office_get_device_name (device));
  gtk_drop_down_set_model (self->device, G_LIST_MODEL (names));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->device), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (self->device_label), -1);
  name_device (self);
}

PennyWay
penny_post_play_get_way (PennyPostPlay *self)
{
  g_return_val_if_fail (PENNY_IS_POST_PLAY (self), PENNY_WAY_SHARED);

  return self->state.way;
}

void
penny_post_play_set_way (PennyPostPlay *self, PennyWay way)
{
  g_return_if_fail (PENNY_IS_POST_PLAY (self) && (guint) way < PENNY_N_WAYS);

  if (way == self->state.way)
    return;

  self->loading = TRUE;
  gtk_toggle_button_set_active (self->ways[way], TRUE);
  self->loading = FALSE;
  start (self, way);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAY]);
}

gboolean
penny_post_play_is_telling (PennyPostPlay *self)
{
  return self->telling;
}

const PennyPostState *
penny_post_play_get_state (PennyPostPlay *self)
{
  return &self->state;
}

const char *
penny_post_play_get_sentence (PennyPostPlay *self)
{
  return gtk_label_get_text (self->caption);
}

static void
penny_post_play_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, (int) PENNY_POST_PLAY (object)->state.way);
}

static void
penny_post_play_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  penny_post_play_set_way (PENNY_POST_PLAY (object), (PennyWay) g_value_get_int (value));
}

static void
penny_post_play_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PENNY_TYPE_POST_PLAY);
  G_OBJECT_CLASS (penny_post_play_parent_class)->dispose (object);
}

static void
penny_post_play_class_init (PennyPostPlayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PENNY_TYPE_POST_OFFICE);
  g_type_ensure (PENNY_TYPE_FOLD_LAYOUT);
  penny_assistant_look_load ();
  object_class->get_property = penny_post_play_get_property;
  object_class->set_property = penny_post_play_set_property;
  object_class->dispose = penny_post_play_dispose;
  properties[PROP_WAY] = g_param_spec_int ("way", NULL, NULL, 0, PENNY_N_WAYS - 1, 0,
                                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[WAY_CHANGED] = g_signal_new ("way-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, PENNY_ASSISTANT_RESOURCE ("penny-post-play.ui"));
  gtk_widget_class_bind_template_child (widget_class, PennyPostPlay, tabs);
  gtk_widget_class_bind_template_child (widget_class, PennyPostPlay, office);
  gtk_widget_class_bind_template_child (widget_class, PennyPostPlay, caption);
  gtk_widget_class_bind_template_child (widget_class, PennyPostPlay, modes);
  gtk_widget_class_bind_template_child (widget_class, PennyPostPlay, skip);
  gtk_widget_class_bind_template_child (widget_class, PennyPostPlay, next);
  gtk_widget_class_bind_template_child (widget_class, PennyPostPlay, acts);
  gtk_widget_class_bind_template_child (widget_class, PennyPostPlay, troubles);
  gtk_widget_class_bind_template_child (widget_class, PennyPostPlay, device_label);
  gtk_widget_class_bind_template_child (widget_class, PennyPostPlay, device);
  gtk_widget_class_bind_template_child (widget_class, PennyPostPlay, limits);
  gtk_widget_class_bind_template_callback (widget_class, skip_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, device_cb);
}

static void
penny_post_play_init (PennyPostPlay *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_tabs (self);
  make_buttons (self);
  make_devices (self);
  self->loading = TRUE;
  gtk_toggle_button_set_active (self->ways[PENNY_WAY_SHARED], TRUE);
  self->loading = FALSE;
  penny_post_play_tell (self);
}

GtkWidget *
penny_post_play_new (void)
{
  return g_object_new (PENNY_TYPE_POST_PLAY, NULL);
}
