/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a letter. */
#include "penny-letter-header.h"

#include <glib/gi18n-lib.h>

#include "penny-date-words.h"

/* Recipients named in the short line; the others are counted. */
#define MAX_NAMED 3
/* Recipients written out in full: more would take seconds to lay out. */
#define MAX_LISTED 200

struct _PennyLetterHeader {
  AdwBin parent_instance;
  GtkLabel *subject;
  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *address;
  GtkLabel *date;
  GtkExpander *expander;
  GtkLabel *summary;
  GtkGrid *grid;
  int n_rows;
};

G_DEFINE_FINAL_TYPE (PennyLetterHeader, penny_letter_header, ADW_TYPE_BIN)

static void
penny_letter_header_class_init (PennyLetterHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/penny_post/PennyPost/window/penny-letter-header.ui");
  gtk_widget_class_bind_template_child (widget_class, PennyLetterHeader, subject);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterHeader, avatar);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterHeader, name);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterHeader, address);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterHeader, date);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterHeader, expander);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterHeader, summary);
  gtk_widget_class_bind_template_child (widget_class, PennyLetterHeader, grid);
}

static void
penny_letter_header_init (PennyLetterHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
penny_letter_header_new (void)
{
  return g_object_new (PENNY_TYPE_LETTER_HEADER, NULL);
}

/* --- the grid of recipients --- */

static void
clear_grid (PennyLetterHeader *self)
{
  while (self->n_rows > 0)
    gtk_grid_remove_row (self->grid, --self->n_rows);
}

static void
add_row (PennyLetterHeader *self, const char *title, GPtrArray *addresses)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *label;
  GtkWidget *value;

  if (addresses->len == 0)
    return;
  for (guint i = 0; i < addresses->len && i < MAX_LISTED; i++)
    {
      g_autofree char *one = penny_address_to_string (g_ptr_array_index (addresses, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", one);
    }
  if (addresses->len > MAX_LISTED)
    g_string_append (text, "\n…");

  label = gtk_label_new (title);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_set_halign (label, GTK_ALIGN_END);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  value = gtk_label_new (text->str);
  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_widget_add_css_class (value, "caption");
  gtk_grid_attach (self->grid, label, 0, self->n_rows, 1, 1);
  gtk_grid_attach (self->grid, value, 1, self->n_rows, 1, 1);
  self->n_rows++;
}

/* "to Anna, Bo and 3 others" */
static char *
dup_summary (PennyMessage *message)
{
  GPtrArray *lists[] = { penny_message_get_to (message), penny_message_get_cc (message) };
  g_autoptr (GString) names = g_string_new (NULL);
  guint named = 0;
  guint total = lists[0]->len + lists[1]->len;

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; j < lists[i]->len && named < MAX_NAMED; j++, named++)
      {
        g_autofree char *one = penny_address_to_display (g_ptr_array_index (lists[i], j));

        g_string_append_printf (names, "%s%s", named > 0 ? ", " : "", one);
      }
  if (total == 0)
    return g_strdup (_("No recipients"));
  if (total == named)
    /* Translators: the names of a message's recipients. */
    return g_strdup_printf (_("To %s"), names->str);
  /* Translators: some names of a message's recipients, and how many there are besides. */
  return g_strdup_printf (ngettext ("To %s and %u other", "To %s and %u others", total - named),
                          names->str, total - named);
}

/* --- what is shown --- */

static void
set_sender (PennyLetterHeader *self, const char *name, const char *address)
{
  gboolean named = name != NULL && *name != '\0';
  const char *shown = named ? name : (address != NULL && *address != '\0' ? address : _("Unknown sender"));

  adw_avatar_set_text (self->avatar, shown);
  gtk_label_set_text (self->name, shown);
  gtk_label_set_text (self->address, address != NULL ? address : "");
  gtk_widget_set_visible (GTK_WIDGET (self->address), named && address != NULL && *address != '\0');
}

void
penny_letter_header_set_entry (PennyLetterHeader *self, PennyEntry *entry)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *date = penny_date_words_long (entry->date, zone);
  g_autofree char *summary = NULL;
  gboolean has_subject = entry->subject != NULL && *entry->subject != '\0';

  g_return_if_fail (PENNY_IS_LETTER_HEADER (self));

  gtk_label_set_text (self->subject, has_subject ? entry->subject : _("No subject"));
  gtk_label_set_text (self->date, date);
  set_sender (self, entry->from_name, entry->from_address);

  clear_grid (self);
  gtk_expander_set_expanded (self->expander, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->expander), FALSE);
  summary = entry->to != NULL && *entry->to != '\0' ? g_strdup_printf (_("To %s"), entry->to)
                                                    : g_strdup (_("No recipients"));
  gtk_label_set_text (self->summary, summary);
}

void
penny_letter_header_set_message (PennyLetterHeader *self, PennyMessage *message)
{
  g_autofree char *summary = dup_summary (message);

  g_return_if_fail (PENNY_IS_LETTER_HEADER (self));

  gtk_label_set_text (self->summary, summary);
  clear_grid (self);
  /* Translators: before the addresses of a message, as in a letter head. */
  add_row (self, C_("header", "From"), penny_message_get_from (message));
  add_row (self, C_("header", "To"), penny_message_get_to (message));
  add_row (self, C_("header", "Cc"), penny_message_get_cc (message));
  add_row (self, C_("header", "Bcc"), penny_message_get_bcc (message));
  add_row (self, C_("header", "Reply to"), penny_message_get_reply_to (message));
  gtk_widget_set_sensitive (GTK_WIDGET (self->expander), self->n_rows > 0);
}
