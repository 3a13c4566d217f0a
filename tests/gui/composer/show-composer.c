/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens the composer for screenshots: show-composer [--width N] [--height N] [--dark] [--text-scale N]
 * [--kind new|reply|forward|full|large|question] [--accounts N] [--action NAME]
 */
#include "composer-fixture.h"

#include <string.h>

static int width = 720, height = 640, accounts = 1;
static double text_scale = 1;
static gboolean dark;
static char *kind, *action;

static const GOptionEntry options[] = {
  { "width", 0, 0, G_OPTION_ARG_INT, &width, NULL, NULL },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, NULL, NULL },
  { "accounts", 0, 0, G_OPTION_ARG_INT, &accounts, NULL, NULL },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, NULL, NULL },
  { "text-scale", 0, 0, G_OPTION_ARG_DOUBLE, &text_scale, NULL, NULL },
  { "kind", 0, 0, G_OPTION_ARG_STRING, &kind, NULL, NULL },
  { "action", 0, 0, G_OPTION_ARG_STRING, &action, NULL, NULL },
  { NULL }
};

static const char original[] =
  "From: Anna Schmidt <anna@example.net>\r\nTo: me@example.org\r\nSubject: The plans for the weekend\r\n"
  "Message-ID: <plans@example.net>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
  "Hello,\r\n\r\nshall we take the train on Saturday? It leaves at nine, and there is a good place"
  " for lunch by the lake.\r\n\r\nAnna\r\n";

static void
attach (PennyDraft *draft, const char *name, const char *type, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (size), size);

  g_ptr_array_add (draft->attachments, penny_attachment_new (name, type, bytes));
}

static PennyDraft *
make_draft (const PennyAddress *from)
{
  g_autoptr (GBytes) raw = g_bytes_new_static (original, strlen (original));
  g_autoptr (PennyMessage) message = penny_message_new (raw, NULL);
  PennyReplyKind reply = g_strcmp0 (kind, "forward") == 0 ? PENNY_FORWARD : PENNY_REPLY_ALL;
  PennyDraft *draft = penny_draft_new_reply (message, reply, from, "On 03/05/26, Anna Schmidt wrote:");

  if (g_strcmp0 (kind, "question") == 0)
    {
      penny_draft_free (draft);
      draft = penny_draft_new (from);
      g_ptr_array_add (draft->to, penny_address_new ("Anna Schmidt", "anna@example.net"));
      g_free (draft->text);
      draft->text = g_strdup ("Dear Anna,\n\nthe map is attached.");
    }
  if (g_strcmp0 (kind, "full") == 0 || g_strcmp0 (kind, "large") == 0)
    {
      g_ptr_array_add (draft->cc, penny_address_new ("Bo Larsen", "bo@example.net"));
      g_ptr_array_add (draft->bcc, penny_address_new ("", "gran"));
      attach (draft, "the plans for our long weekend at the lake.pdf", "application/pdf", 184000);
      attach (draft, "lake.jpg", "image/jpeg", g_strcmp0 (kind, "large") == 0 ? 31000000 : 3100000);
      attach (draft, "list.txt", "text/plain", 800);
    }
  return draft;
}

static gboolean
arrange_cb (gpointer data)
{
  PennyComposerWindow *window = data;
  int minimum;

  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_print ("narrowest: %d\n", minimum);
  if (action != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GtkApplication *application, gpointer data)
{
  PennyComposerWindow *window = penny_composer_window_new (application);
  const char *ids[] = { "me", "committee.of.the.garden.club", "office" };
  const char *names[] = { "Martha Miller", "The Garden Club Committee", NULL };
  g_autoptr (PennyAddress) from = penny_address_new (names[0], "me@example.org");

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (text_scale * 96 * 1024), NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  for (int i = 0; i < accounts && i < 3; i++)
    {
      ComposerFixture *fixture = composer_fixture_new (ids[i], names[i], FALSE);

      penny_composer_window_add_sender (window, fixture->account, fixture->store);
    }
  if (kind != NULL && g_strcmp0 (kind, "new") != 0)
    penny_composer_window_set_draft (window, make_draft (from), strcmp (kind, "question") != 0,
                                     strcmp (kind, "forward") == 0);
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add (500, arrange_cb, window);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (AdwApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  application = adw_application_new ("io.github.penny_post.PennyPost.Show", G_APPLICATION_NON_UNIQUE);
  if (dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}
