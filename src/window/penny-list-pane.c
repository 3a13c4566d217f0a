/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The middle pane. */
#include "penny-list-pane-private.h"

#include <glib/gi18n-lib.h>

#include "penny-folder-words.h"

G_DEFINE_FINAL_TYPE (PennyListPane, penny_list_pane, ADW_TYPE_BIN)

enum { PROP_0, PROP_BACK_VISIBLE, PROP_START_BUTTONS, PROP_END_BUTTONS, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SELECTED, ACTIVATED, STAR, ADVICE_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- pages --- */

static void
describe_empty (PennyListPane *self)
{
  adw_status_page_set_icon_name (self->empty, penny_folder_words_icon (self->folder));
  /* Translators: title where a folder holds no messages. */
  adw_status_page_set_title (self->empty, _("No Messages"));
  adw_status_page_set_description (self->empty, penny_folder_words_empty (self->folder->role));
}

static void
describe_search (PennyListPane *self)
{
  g_autofree char *words = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  g_autofree char *escaped = g_markup_escape_text (words, -1);
  g_autofree char *text = NULL;

  /* Translators: the words that were searched for. */
  text = g_strdup_printf (_("No message contains “%s”. Try fewer or shorter words."), escaped);
  adw_status_page_set_description (self->nothing_found, text);
}

void
penny_list_pane_update_page (PennyListPane *self)
{
  PennyEntryModelState state = penny_entry_model_get_state (self->model);
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0;

  if (self->folder == NULL)
    gtk_stack_set_visible_child_name (self->stack, self->syncing ? "loading" : "blank");
  else if (any)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (state == PENNY_ENTRY_MODEL_LOADING)
    gtk_stack_set_visible_child_name (self->stack, "loading");
  else if (state == PENNY_ENTRY_MODEL_FAILED)
    {
      adw_status_page_set_description (
        self->error, _("Something is wrong with the messages kept on this computer. "
                       "Restarting the program often helps: it then looks after its data."));
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
  else if (penny_list_pane_is_searching (self))
    {
      describe_search (self);
      gtk_stack_set_visible_child_name (self->stack, "nothing-found");
    }
  else if (self->syncing && !self->folder->local)
    {
      adw_status_page_set_description (self->loading, _("Your messages are being collected."));
      gtk_stack_set_visible_child_name (self->stack, "loading");
    }
  else
    {
      describe_empty (self);
      gtk_stack_set_visible_child_name (self->stack, "empty");
    }
}

static void
model_state_cb (PennyEntryModel *model, PennyListPane *self)
{
  /* All ids are here: what is not among them is not worth waiting for. */
  if (penny_entry_model_get_state (model) == PENNY_ENTRY_MODEL_READY)
    self->wanted_id = 0;
  penny_list_pane_update_page (self);
}

/* --- selection --- */

static void
remember (PennyListPane *self)
{
  self->selected_position = gtk_single_selection_get_selected (self->selection);
  self->selected_id = penny_entry_model_get_id (self->model, self->selected_position);
}

/* The selected letter has left the list: go on with the one that took its place. */
static gboolean
select_neighbour (PennyListPane *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  if (self->quiet || !self->follow || self->selected_id == 0 || n == 0 ||
      gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION ||
      penny_entry_model_find (self->model, self->selected_id) != G_MAXUINT)
    return FALSE;
  gtk_single_selection_set_selected (self->selection, MIN (self->selected_position, n - 1));
  return TRUE;
}

void
penny_list_pane_selected_cb (GtkSingleSelection *selection, GParamSpec *pspec, PennyListPane *self)
{
  if (self->quiet || select_neighbour (self))
    return;
  remember (self);
  g_signal_emit (self, signals[SELECTED], 0);
}

static void
scroll_to (PennyListPane *self, guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

static void
select_wanted (PennyListPane *self)
{
  guint position;

  if (self->wanted_id == 0)
    return;
  position = penny_entry_model_find (self->model, self->wanted_id);
  if (position == G_MAXUINT)
    return;
  self->wanted_id = 0;
  gtk_single_selection_set_selected (self->selection, position);
  scroll_to (self, position);
}

void
penny_list_pane_items_changed_cb (GListModel *model, guint position, guint removed, guint added, PennyListPane *self)
{
  if (self->quiet)
    return;
  /* Arrivals above move the selected letter down: its place must be known when it leaves. */
  if (gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION)
    remember (self);
  select_wanted (self);
  penny_list_pane_update_page (self);
}

void
penny_list_pane_activate_cb (GtkListView *view, guint position, PennyListPane *self)
{
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* --- the class --- */

static void
banner_activated_cb (PennyBanner *banner, PennyListPane *self)
{
  g_signal_emit (self, signals[ADVICE_ACTIVATED], 0);
}

static void
penny_list_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PennyListPane *self = PENNY_LIST_PANE (object);

  switch (id)
    {
    case PROP_BACK_VISIBLE:
      gtk_widget_set_visible (self->back, g_value_get_boolean (value));
      break;
    case PROP_START_BUTTONS:
      adw_header_bar_set_show_start_title_buttons (self->header, g_value_get_boolean (value));
      break;
    case PROP_END_BUTTONS:
      adw_header_bar_set_show_end_title_buttons (self->header, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
penny_list_pane_dispose (GObject *object)
{
  PennyListPane *self = PENNY_LIST_PANE (object);

  self->quiet = TRUE;
  g_clear_handle_id (&self->day_timer, g_source_remove);
  if (self->model != NULL)
    penny_entry_model_clear (self->model);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->store);
  g_clear_pointer (&self->folder, penny_folder_unref);
  G_OBJECT_CLASS (penny_list_pane_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, header);
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, title);
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, back);
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, search_bar);
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, banner);
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, stack);
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, view);
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, empty);
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, loading);
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, nothing_found);
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, error);
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, foot);
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, progress);
  gtk_widget_class_bind_template_child (widget_class, PennyListPane, foot_label);
}

static void
penny_list_pane_class_init (PennyListPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  const char *names[] = { NULL, "back-visible", "start-buttons", "end-buttons" };

  object_class->set_property = penny_list_pane_set_property;
  object_class->dispose = penny_list_pane_dispose;
  for (int i = 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_boolean (names[i], NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SELECTED] = g_signal_new ("selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[STAR] = g_signal_new ("star", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, G_TYPE_INT64, G_TYPE_BOOLEAN);
  signals[ADVICE_ACTIVATED] = g_signal_new ("advice-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);

  g_type_ensure (PENNY_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (
    GTK_WIDGET_CLASS (klass), "/io/github/penny_post/PennyPost/window/penny-list-pane.ui");
  bind_children (GTK_WIDGET_CLASS (klass));
}

static void
penny_list_pane_init (PennyListPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->follow = TRUE;
  self->model = penny_entry_model_new ();
  g_signal_connect_object (self->model, "state-changed", G_CALLBACK (model_state_cb), self, 0);
  g_signal_connect (self->banner, "activated", G_CALLBACK (banner_activated_cb), self);
  penny_list_pane_init_view (self);
  penny_list_pane_init_search (self);
}

GtkWidget *
penny_list_pane_new (void)
{
  return g_object_new (PENNY_TYPE_LIST_PANE, NULL);
}

/* --- what is shown --- */

static void
unselect (PennyListPane *self)
{
  self->quiet = TRUE;
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  self->selected_id = 0;
  self->quiet = FALSE;
}

void
penny_list_pane_reload (PennyListPane *self)
{
  gboolean had_one = self->selected_id != 0;

  /* The end of a search: what was found stays selected, if it is in this folder. */
  if (penny_list_pane_is_searching (self) && self->wanted_id == 0)
    self->wanted_id = self->selected_id;
  unselect (self);
  self->quiet = TRUE;
  penny_entry_model_show_folder (self->model, self->store, self->folder->id, PENNY_LIST_NEWEST_FIRST);
  self->quiet = FALSE;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  if (had_one)
    g_signal_emit (self, signals[SELECTED], 0);
  select_wanted (self);
  penny_list_pane_update_page (self);
}

void
penny_list_pane_show_folder (PennyListPane *self, PennyStore *store, PennyFolder *folder,
                             const char *subtitle)
{
  g_return_if_fail (PENNY_IS_LIST_PANE (self));
  g_return_if_fail (PENNY_IS_STORE (store));
  g_return_if_fail (folder != NULL);

  penny_folder_ref (folder);
  g_clear_pointer (&self->folder, penny_folder_unref);
  self->folder = folder;
  g_set_object (&self->store, store);
  adw_window_title_set_title (self->title, penny_folder_words_name (folder));
  penny_list_pane_set_subtitle (self, subtitle);
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  penny_list_pane_reload (self);
}

void
penny_list_pane_set_subtitle (PennyListPane *self, const char *subtitle)
{
  g_return_if_fail (PENNY_IS_LIST_PANE (self));

  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
}

void
penny_list_pane_clear (PennyListPane *self)
{
  g_return_if_fail (PENNY_IS_LIST_PANE (self));

  unselect (self);
  penny_entry_model_clear (self->model);
  g_clear_pointer (&self->folder, penny_folder_unref);
  g_clear_object (&self->store);
  adw_window_title_set_title (self->title, "");
  adw_window_title_set_subtitle (self->title, "");
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  penny_list_pane_update_page (self);
  g_signal_emit (self, signals[SELECTED], 0);
}

PennyStore *
penny_list_pane_get_store (PennyListPane *self)
{
  g_return_val_if_fail (PENNY_IS_LIST_PANE (self), NULL);

  return self->store;
}

PennyFolder *
penny_list_pane_get_folder (PennyListPane *self)
{
  g_return_val_if_fail (PENNY_IS_LIST_PANE (self), NULL);

  return self->folder;
}

PennyEntryModel *
penny_list_pane_get_model (PennyListPane *self)
{
  g_return_val_if_fail (PENNY_IS_LIST_PANE (self), NULL);

  return self->model;
}

PennyEntry *
penny_list_pane_get_entry (PennyListPane *self)
{
  PennyEntryItem *item;

  g_return_val_if_fail (PENNY_IS_LIST_PANE (self), NULL);

  item = gtk_single_selection_get_selected_item (self->selection);
  return item != NULL ? penny_entry_item_get_entry (item) : NULL;
}

void
penny_list_pane_select (PennyListPane *self, PennyEntryId id)
{
  g_return_if_fail (PENNY_IS_LIST_PANE (self));

  self->wanted_id = id;
  if (id == 0)
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  else
    select_wanted (self);
}

void
penny_list_pane_set_follow (PennyListPane *self, gboolean follow)
{
  g_return_if_fail (PENNY_IS_LIST_PANE (self));

  self->follow = follow;
}

void
penny_list_pane_set_single_click (PennyListPane *self, gboolean single_click)
{
  g_return_if_fail (PENNY_IS_LIST_PANE (self));

  gtk_list_view_set_single_click_activate (self->view, single_click);
}

void
penny_list_pane_grab_focus (PennyListPane *self)
{
  guint position;

  g_return_if_fail (PENNY_IS_LIST_PANE (self));

  position = gtk_single_selection_get_selected (self->selection);
  if (position != GTK_INVALID_LIST_POSITION)
    scroll_to (self, position);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
penny_list_pane_set_status (PennyListPane *self, const PennyAccountStatus *status)
{
  g_autofree char *words = status != NULL ? penny_account_status_to_words (status) : NULL;
  gboolean measured = status != NULL && status->state == PENNY_STATUS_SYNCING && status->total > 0;

  g_return_if_fail (PENNY_IS_LIST_PANE (self));

  if (status != NULL && status->advice_title != NULL)
    penny_banner_show (self->banner, status->advice_title, status->advice_explanation, status->advice_button);
  else
    penny_banner_hide (self->banner);
  penny_banner_set_error (self->banner, status != NULL && status->state == PENNY_STATUS_ERROR);

  if (words != NULL)
    gtk_label_set_text (self->foot_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), measured);
  if (measured)
    gtk_progress_bar_set_fraction (self->progress, CLAMP ((double) status->done / (double) status->total, 0, 1));
  gtk_revealer_set_reveal_child (self->foot, words != NULL);

  self->syncing = status != NULL &&
                  (status->state == PENNY_STATUS_SYNCING || status->state == PENNY_STATUS_CONNECTING);
  penny_list_pane_update_page (self);
}

const char *
penny_list_pane_get_page (PennyListPane *self)
{
  g_return_val_if_fail (PENNY_IS_LIST_PANE (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}
