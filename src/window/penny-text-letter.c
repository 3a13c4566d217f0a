/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain text of a letter in a text view. */
#include "penny-text-letter.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "penny-link.h"

/* Laying out more text, or longer lines, would stop the window for seconds. */
#define MAX_BYTES (512 * 1024)
#define MAX_LINE 2000
#define MAX_LINKS 2000

struct _PennyTextLetter {
  AdwBin parent_instance;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkTextTag *link_tag;
  GtkTextTag *quote_tag;
};

G_DEFINE_FINAL_TYPE (PennyTextLetter, penny_text_letter, ADW_TYPE_BIN)

enum { LINK, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- links --- */

static char *
dup_link_at (PennyTextLetter *self, double x, double y)
{
  GtkTextIter iter, start, end;
  int buffer_x, buffer_y;

  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y,
                                         &buffer_x, &buffer_y);
  if (!gtk_text_view_get_iter_at_location (self->view, &iter, buffer_x, buffer_y) ||
      !gtk_text_iter_has_tag (&iter, self->link_tag))
    return NULL;
  start = end = iter;
  if (!gtk_text_iter_starts_tag (&start, self->link_tag))
    gtk_text_iter_backward_to_tag_toggle (&start, self->link_tag);
  gtk_text_iter_forward_to_tag_toggle (&end, self->link_tag);
  return gtk_text_iter_get_slice (&start, &end);
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, PennyTextLetter *self)
{
  g_autofree char *uri = NULL;

  if (gtk_text_buffer_get_has_selection (self->buffer))
    return;
  uri = dup_link_at (self, x, y);
  if (uri != NULL)
    g_signal_emit (self, signals[LINK], 0, uri, NULL);
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, PennyTextLetter *self)
{
  g_autofree char *uri = dup_link_at (self, x, y);

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->view), uri != NULL ? "pointer" : "text");
}

/* A text view takes Delete even where nothing can be deleted. */
static gboolean
key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, PennyTextLetter *self)
{
  if (keyval != GDK_KEY_Delete && keyval != GDK_KEY_KP_Delete)
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_activate_action (GTK_WIDGET (self), "win.trash", NULL);
}

/* --- text --- */

/* Cuts at MAX_BYTES and breaks endless lines, at characters. */
static char *
tame (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *tame_text = g_string_sized_new (MIN (strlen (valid), MAX_BYTES) + 64);
  guint column = 0;
  const char *p;

  for (p = valid; *p != '\0' && p - valid < MAX_BYTES; p = g_utf8_next_char (p))
    {
      column = *p == '\n' ? 0 : column + 1;
      if (*p != '\r')
        g_string_append_len (tame_text, p, g_utf8_next_char (p) - p);
      if (column == MAX_LINE)
        {
          g_string_append_c (tame_text, '\n');
          column = 0;
        }
    }
  if (*p != '\0')
    g_string_append_printf (tame_text, "\n\n%s", _("The rest of this message is too long to be shown."));
  return g_string_free (tame_text, FALSE);
}

static void
apply_tag (PennyTextLetter *self, GtkTextTag *tag, glong start, glong end)
{
  GtkTextIter from, to;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &from, (int) start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &to, (int) end);
  gtk_text_buffer_apply_tag (self->buffer, tag, &from, &to);
}

static void
tag_links (PennyTextLetter *self, const char *text)
{
  g_autoptr (GArray) spans = penny_link_find_all (text, MAX_LINKS);
  const char *at = text;
  glong offset = 0;

  for (guint i = 0; i < spans->len; i++)
    {
      PennyLinkSpan *span = &g_array_index (spans, PennyLinkSpan, i);
      glong length = g_utf8_strlen (text + span->start, (gssize) span->length);

      offset += g_utf8_strlen (at, text + span->start - at);
      apply_tag (self, self->link_tag, offset, offset + length);
      at = text + span->start;
    }
}

static void
tag_quotes (PennyTextLetter *self, const char *text)
{
  glong offset = 0;

  while (*text != '\0')
    {
      const char *end = strchr (text, '\n');
      gsize bytes = end != NULL ? (gsize) (end - text) + 1 : strlen (text);
      glong length = g_utf8_strlen (text, (gssize) bytes);

      if (*text == '>')
        apply_tag (self, self->quote_tag, offset, offset + length);
      offset += length;
      text += bytes;
    }
}

/* Tags carry colours, so they must be told when the style changes. */
static void
style_cb (AdwStyleManager *manager, GParamSpec *pspec, PennyTextLetter *self)
{
  gboolean dark = adw_style_manager_get_dark (manager);

  g_object_set (self->link_tag, "foreground", dark ? "#78aeed" : "#1b6acb", NULL);
  g_object_set (self->quote_tag, "foreground", dark ? "#b5b2ad" : "#5e5c64", NULL);
}

static void
penny_text_letter_class_init (PennyTextLetterClass *klass)
{
  signals[LINK] = g_signal_new ("link", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
add_controllers (PennyTextLetter *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self->view), motion);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

static void
penny_text_letter_init (PennyTextLetter *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_text_view_set_editable (self->view, FALSE);
  gtk_text_view_set_cursor_visible (self->view, FALSE);
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (self->view, 18);
  gtk_text_view_set_right_margin (self->view, 18);
  gtk_text_view_set_top_margin (self->view, 12);
  gtk_text_view_set_bottom_margin (self->view, 18);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "penny-text");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Message"), -1);

  self->buffer = gtk_text_view_get_buffer (self->view);
  self->quote_tag = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);
  self->link_tag = gtk_text_buffer_create_tag (self->buffer, NULL, "underline", PANGO_UNDERLINE_SINGLE, NULL);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (style_cb), self, 0);
  style_cb (style, NULL, self);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scroller, TRUE);
  adw_bin_set_child (ADW_BIN (self), scroller);
  add_controllers (self);
}

GtkWidget *
penny_text_letter_new (void)
{
  return g_object_new (PENNY_TYPE_TEXT_LETTER, NULL);
}

void
penny_text_letter_set_text (PennyTextLetter *self, const char *text)
{
  g_autofree char *tame_text = tame (text);
  GtkTextIter start;

  g_return_if_fail (PENNY_IS_TEXT_LETTER (self));

  gtk_text_buffer_set_text (self->buffer, tame_text, -1);
  tag_quotes (self, tame_text);
  tag_links (self, tame_text);
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  gtk_text_view_scroll_to_iter (self->view, &start, 0, TRUE, 0, 0);
}

char *
penny_text_letter_dup_text (PennyTextLetter *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (PENNY_IS_TEXT_LETTER (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}
