/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The right pane: which letter is shown, and since when. */
#include "penny-letter-pane-private.h"

#include <glib/gi18n-lib.h>

#include "penny-link.h"

#define READ_DELAY_MS 1500

G_DEFINE_FINAL_TYPE (PennyLetterPane, penny_letter_pane, ADW_TYPE_BIN)

enum { PROP_0, PROP_READ_DELAY, PROP_BACK_VISIBLE, PROP_START_BUTTONS, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { WANT_BODY, READ, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- read after a while --- */

static gboolean
read_timer_cb (gpointer data)
{
  PennyLetterPane *self = PENNY_LETTER_PANE (data);

  self->read_timer = 0;
  if (self->entry != NULL && (self->entry->flags & PENNY_FLAG_SEEN) == 0)
    g_signal_emit (self, signals[READ], 0, (gint64) self->entry->id);
  return G_SOURCE_REMOVE;
}

void
penny_letter_pane_shown (PennyLetterPane *self)
{
  if (self->read_timer == 0 && (self->entry->flags & PENNY_FLAG_SEEN) == 0)
    self->read_timer = g_timeout_add (self->read_delay, read_timer_cb, self);
}

/* --- what is pressed inside --- */

void
penny_letter_pane_follow_link (PennyLetterPane *self, const char *uri, const char *text)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  penny_link_confirm (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, uri, text);
}

static void
text_link_cb (PennyTextLetter *letter, const char *uri, const char *text, PennyLetterPane *self)
{
  penny_letter_pane_follow_link (self, uri, text);
}

static void
attachment_failed_cb (PennyAttachmentList *list, const char *sentence, PennyLetterPane *self)
{
  g_signal_emit (self, signals[FAILED], 0, sentence);
}

static void
try_again_cb (GtkButton *button, PennyLetterPane *self)
{
  if (self->message != NULL)
    penny_letter_pane_draw (self);
}

static void
show_as_text_cb (GtkButton *button, PennyLetterPane *self)
{
  penny_letter_pane_show_body (self, "text");
}

static void
edit_draft_cb (PennyBanner *banner, PennyLetterPane *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-draft", NULL);
}

/* --- following the store --- */

static gboolean
contains (const PennyEntryId *ids, guint n, PennyEntryId id)
{
  for (guint i = 0; i < n; i++)
    if (ids[i] == id)
      return TRUE;
  return FALSE;
}

static void
update_star (PennyLetterPane *self)
{
  gboolean starred = self->entry != NULL && (self->entry->flags & PENNY_FLAG_FLAGGED) != 0;

  gtk_button_set_icon_name (self->star, starred ? "starred-symbolic" : "non-starred-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->star), starred ? _("Remove Star (S)") : _("Star (S)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->star), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  starred ? _("Remove Star") : _("Star"), -1);
}

static void
take_entry (PennyLetterPane *self, PennyEntry *entry)
{
  penny_entry_ref (entry);
  g_clear_pointer (&self->entry, penny_entry_unref);
  self->entry = entry;
  update_star (self);
}

static void
store_changed_cb (PennyStore *store, const PennyStoreChange *change, gpointer data)
{
  PennyLetterPane *self = PENNY_LETTER_PANE (data);
  g_autoptr (PennyEntry) entry = NULL;
  gboolean waiting;

  if (self->entry == NULL || !contains (change->flagged, change->n_flagged, self->entry->id))
    return;
  entry = penny_store_get_entry (store, self->entry->id, NULL);
  if (entry == NULL)
    return;
  waiting = self->message == NULL && !self->entry->has_body;
  take_entry (self, entry);
  if (waiting && entry->has_body)
    {
      penny_letter_header_set_entry (self->header, entry);
      penny_letter_pane_load (self);
    }
}

static void
set_store (PennyLetterPane *self, PennyStore *store)
{
  if (self->store == store)
    return;
  if (self->store != NULL)
    penny_store_unwatch (self->store, self->watch);
  self->watch = 0;
  g_set_object (&self->store, store);
  if (store != NULL)
    self->watch = penny_store_watch (store, NULL, store_changed_cb, self, NULL);
}

/* --- the class --- */

static void
penny_letter_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PennyLetterPane *self = PENNY_LETTER_PANE (object);

  switch (id)
    {
    case PROP_READ_DELAY:
      self->read_delay = g_value_get_uint (value);
      break;
    case PROP_BACK_VISIBLE:
      gtk_widget_set_visible (self->back, g_value_get_boolean (value));
      break;
    case PROP_START_BUTTONS:
      adw_header_bar_set_show_start_title_buttons (self->header_bar, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
forget (PennyLetterPane *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->read_timer, g_source_remove);
  g_clear_object (&self->message);
  g_clear_pointer (&self->entry, penny_entry_unref);
  set_store (self, NULL);
}

static void
penny_letter_pane_dispose (GObject *object)
{
  PennyLetterPane *self = PENNY_LETTER_PANE (object);

  forget (self);
  if (self->web_letter != NULL)
    g_signal_handlers_disconnect_by_data (self->web_letter, self);
  self->web_letter = NULL;
  G_OBJECT_CLASS (penny_letter_pane_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_READ_DELAY] =
    g_param_spec_uint ("read-delay", NULL, NULL, 0, G_MAXUINT, READ_DELAY_MS,
                       G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BACK_VISIBLE] =
    g_param_spec_boolean ("back-visible", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_START_BUTTONS] =
    g_param_spec_boolean ("start-buttons", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PennyLetterPane, header_bar);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterPane, back);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterPane, star);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterPane, stack);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterPane, header);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterPane, draft_banner);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterPane, remote_banner);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterPane, body);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterPane, text);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterPane, web_place);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterPane, error);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterPane, attachments);
  gtk_widget_class_bind_template_callback (widget_class, text_link_cb);
  gtk_widget_class_bind_template_callback (widget_class, attachment_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_as_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_draft_cb);
}

static void
penny_letter_pane_class_init (PennyLetterPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->set_property = penny_letter_pane_set_property;
  object_class->dispose = penny_letter_pane_dispose;
  install_properties (object_class);
  signals[WANT_BODY] = g_signal_new ("want-body", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[READ] = g_signal_new ("read", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (PENNY_TYPE_BANNER);
  g_type_ensure (PENNY_TYPE_LETTER_HEADER);
  g_type_ensure (PENNY_TYPE_TEXT_LETTER);
  g_type_ensure (PENNY_TYPE_ATTACHMENT_LIST);
  gtk_widget_class_set_template_from_resource (
    GTK_WIDGET_CLASS (klass), "/io/github/penny_post/PennyPost/window/penny-letter-pane.ui");
  bind_children (GTK_WIDGET_CLASS (klass));
}

static void
penny_letter_pane_init (PennyLetterPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->read_delay = READ_DELAY_MS;
}

GtkWidget *
penny_letter_pane_new (void)
{
  return g_object_new (PENNY_TYPE_LETTER_PANE, NULL);
}

static gboolean
is_draft (PennyStore *store, PennyEntry *entry)
{
  g_autoptr (PennyFolder) folder = penny_store_get_folder (store, entry->folder, NULL);

  return (entry->flags & PENNY_FLAG_DRAFT) != 0 || (folder != NULL && folder->role == PENNY_ROLE_DRAFTS);
}

void
penny_letter_pane_show (PennyLetterPane *self, PennyStore *store, PennyEntry *entry)
{
  g_return_if_fail (PENNY_IS_LETTER_PANE (self));
  g_return_if_fail (PENNY_IS_STORE (store));
  g_return_if_fail (entry != NULL);

  if (self->store == store && self->entry != NULL && self->entry->id == entry->id)
    {
      take_entry (self, entry);
      return;
    }
  forget (self);
  set_store (self, store);
  self->cancellable = g_cancellable_new ();
  take_entry (self, entry);
  penny_letter_header_set_entry (self->header, entry);
  penny_attachment_list_set_message (self->attachments, NULL);
  penny_banner_hide (self->remote_banner);
  if (is_draft (store, entry))
    penny_banner_show (self->draft_banner, NULL, _("This message was not sent yet."), _("_Continue Writing"));
  else
    penny_banner_hide (self->draft_banner);
  gtk_stack_set_visible_child_name (self->stack, "letter");
  penny_letter_pane_show_body (self, "blank");
  penny_letter_pane_load (self);
}

void
penny_letter_pane_clear (PennyLetterPane *self)
{
  g_return_if_fail (PENNY_IS_LETTER_PANE (self));

  forget (self);
  if (self->web_letter != NULL)
    self->web->letter_clear (self->web_letter);
  update_star (self);
  gtk_stack_set_visible_child_name (self->stack, "none");
}

PennyEntry *
penny_letter_pane_get_entry (PennyLetterPane *self)
{
  g_return_val_if_fail (PENNY_IS_LETTER_PANE (self), NULL);

  return self->entry;
}

PennyMessage *
penny_letter_pane_get_message (PennyLetterPane *self)
{
  g_return_val_if_fail (PENNY_IS_LETTER_PANE (self), NULL);

  return self->message;
}

gboolean
penny_letter_pane_grab_focus (PennyLetterPane *self)
{
  g_return_val_if_fail (PENNY_IS_LETTER_PANE (self), FALSE);

  if (self->entry != NULL && gtk_widget_child_focus (GTK_WIDGET (self->body), GTK_DIR_TAB_FORWARD))
    return TRUE;
  return gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

const char *
penny_letter_pane_get_body (PennyLetterPane *self)
{
  g_return_val_if_fail (PENNY_IS_LETTER_PANE (self), NULL);

  return gtk_stack_get_visible_child_name (self->body);
}

char *
penny_letter_pane_dup_text (PennyLetterPane *self)
{
  g_return_val_if_fail (PENNY_IS_LETTER_PANE (self), NULL);

  return penny_text_letter_dup_text (self->text);
}
