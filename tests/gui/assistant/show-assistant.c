/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page and state of the assistant as a picture, for people to look at:
 * show-assistant FOLDER [--width N] [--height N] [--text PERCENT]; dark by ADW_DEBUG_COLOR_SCHEME,
 * mirrored by a language. */
#include "setup-fixture.h"

#include <libintl.h>
#include <locale.h>

#include "penny-assistant-window-private.h"
#include "penny-password-window.h"
#include "penny-setup-words.h"

static int width = 640, height = 800, text = 100;
static GMainLoop *loop;
static char *folder;

static const GOptionEntry options[] = {
  { "width", 0, 0, G_OPTION_ARG_INT, &width, NULL, NULL },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, NULL, NULL },
  { "text", 0, 0, G_OPTION_ARG_INT, &text, NULL, NULL },
  { NULL }
};

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
settle (void)
{
  g_timeout_add (250, quit_cb, NULL);
  g_main_loop_run (loop);
}

static void
shoot (GtkWindow *window, const char *name)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = g_strdup_printf ("%s/%s.png", folder, name);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  settle ();
  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  gdk_texture_save_to_png (texture, path);
}

static void
scroll_down (PennyAssistantWindow *self)
{
  GtkWidget *scroller = gtk_stack_get_visible_child (self->stack);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  settle ();
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

/* A name from a letter of the provider; a second account like the first one. */
static void
show_persons (PennyAssistantWindow *self)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_account_unref);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (PennySetup) other = setup_fixture_new ("anna@example.org");

  setup_fixture_fill (self->setup, "pophost.example.org");
  penny_setup_set_own_address (self->setup, "anna@example.org");
  penny_person_page_load (self->person, self->setup);
  penny_assistant_window_update (self);
  shoot (GTK_WINDOW (self), "03d-person-server");
  g_ptr_array_add (accounts, penny_setup_dup_account (other, NULL));
  penny_setup_set_accounts (self->setup, accounts);
  setup_fixture_fill (self->setup, "bruno@example.org");
  penny_person_page_load (self->person, self->setup);
  penny_assistant_window_update (self);
  shoot (GTK_WINDOW (self), "03e-person-another");
  penny_setup_set_accounts (self->setup, none);
}

static void
show_first_pages (PennyAssistantWindow *self)
{
  shoot (GTK_WINDOW (self), "01-welcome");
  penny_setup_go_on (self->setup);
  penny_assistant_window_follow (self);
  shoot (GTK_WINDOW (self), "02-person-empty");
  setup_fixture_fill (self->setup, "anna@gmail.com");
  penny_person_page_load (self->person, self->setup);
  penny_assistant_window_update (self);
  shoot (GTK_WINDOW (self), "03-person-app-password");
  scroll_down (self);
  shoot (GTK_WINDOW (self), "03b-person-app-password-below");
  setup_fixture_fill (self->setup, "anna@outlook.com");
  penny_person_page_load (self->person, self->setup);
  penny_assistant_window_update (self);
  shoot (GTK_WINDOW (self), "04-person-refused");
  show_persons (self);
  setup_fixture_fill (self->setup, "anna@nowhere.example");
  penny_person_page_load (self->person, self->setup);
}

/* A provider that lets people in through the browser, and a desktop that has an account. */
static void
show_without_password (PennyAssistantWindow *self)
{
  g_autofree char *path = g_build_filename (folder, "provider.ini", NULL);
  g_autoptr (GPtrArray) offers = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_goa_account_free);
  g_autoptr (GError) no = g_error_new (PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_CONSENT, "access_denied");
  g_autoptr (PennyProposal) proposal = NULL;
  PennyGoaAccount *offer = g_new0 (PennyGoaAccount, 1);

  g_file_set_contents (path, "[example]\nname=Example Mail\ndomains=example.com\nimap=imap.example.com:993:tls\n"
                             "user=address\nauth=oauth2;app-password\noauth-authorize=https://example.com/in\n"
                             "oauth-token=https://example.com/token\noauth-client-id=x\nsource=here\n"
                             "date=2026-01-01\n", -1, NULL);
  g_assert_true (penny_provider_add_file (path, NULL));
  offer->id = g_strdup ("account_1");
  offer->provider = g_strdup ("Example Mail");
  offer->address = g_strdup ("anna@example.com");
  offer->name = g_strdup ("");
  offer->incoming = penny_server_new (PENNY_PROTOCOL_IMAP, "imap.example.com", 993, PENNY_SECURITY_TLS, "anna");
  g_ptr_array_add (offers, offer);
  g_cancellable_cancel (self->looking);
  penny_setup_take_desktop_accounts (self->setup, offers);
  penny_assistant_window_show_offers (self, self->setup);
  shoot (GTK_WINDOW (self), "01b-welcome-offers");

  penny_setup_go_on (self->setup);
  penny_setup_set_name (self->setup, "Anna Lindner");
  penny_setup_set_address (self->setup, "anna@example.com");
  penny_assistant_window_follow (self);
  shoot (GTK_WINDOW (self), "03c-person-browser");
  penny_setup_go_on (self->setup);
  proposal = penny_proposal_new (PENNY_SOURCE_PROVIDERS, "anna@example.com", penny_setup_get_provider (self->setup));
  penny_proposal_take_server (proposal, penny_server_new (PENNY_PROTOCOL_IMAP, "imap.example.com", 993,
                                                          PENNY_SECURITY_TLS, "anna@example.com"));
  penny_setup_take_proposal (self->setup, proposal);
  penny_setup_go_on (self->setup);
  penny_assistant_window_follow (self);
  shoot (GTK_WINDOW (self), "09f-sign-in");
  penny_setup_go_on (self->setup);
  penny_sign_in_page_show (self->sign_in, self->setup);
  penny_assistant_window_update (self);
  shoot (GTK_WINDOW (self), "09g-sign-in-waiting");
  penny_setup_take_sign_in_error (self->setup, no);
  penny_sign_in_page_show (self->sign_in, self->setup);
  penny_assistant_window_update (self);
  shoot (GTK_WINDOW (self), "09h-sign-in-refused");
  penny_setup_use_password (self->setup);
  penny_assistant_window_follow (self);
  shoot (GTK_WINDOW (self), "09i-password-instead");
  while (penny_setup_can_go_back (self->setup))
    penny_setup_go_back (self->setup);
  penny_setup_set_address (self->setup, "");
  penny_assistant_window_follow (self);
}

static void
show_doubtful (PennyAssistantWindow *self)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_proposal_unref);

  g_ptr_array_add (found, setup_fixture_proposal ("anna@nowhere.example", TRUE, TRUE));
  penny_proposal_add_confirm_domain (found->pdata[0], "elsewhere.example");
  penny_setup_take_proposals (self->setup, found);
  penny_assistant_window_show_find_end (self);
  penny_assistant_window_update (self);
  shoot (GTK_WINDOW (self), "05b-doubtful");
  penny_setup_refuse_doubtful (self->setup);
}

static GtkWidget *
find_expander (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_EXPANDER (widget) && gtk_widget_get_mapped (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_expander (child);
  return found;
}

static void
show_places (PennyAssistantWindow *self)
{
  g_autofree char *lines = NULL;
  GtkWidget *expander;

  penny_setup_take_look (self->setup, 0, PENNY_SOURCE_PROVIDERS, "nowhere.example", PENNY_LOOK_NOTHING);
  penny_setup_take_look (self->setup, 1, PENNY_SOURCE_AUTOCONFIG,
                         "https://autoconfig.nowhere.example/mail/config-v1.1.xml", PENNY_LOOK_NOTHING);
  penny_setup_take_look (self->setup, 3, PENNY_SOURCE_MX, "nowhere.example", PENNY_LOOK_DOUBTFUL);
  penny_setup_take_look (self->setup, 4, PENNY_SOURCE_SRV, "nowhere.example", PENNY_LOOK_WAITING);
  lines = penny_setup_words_looks (self->setup);
  penny_trying_page_set_places (self->finding, lines);
  settle ();
  expander = find_expander (GTK_WIDGET (self->finding));
  gtk_expander_set_expanded (GTK_EXPANDER (expander), TRUE);
  shoot (GTK_WINDOW (self), "05a-finding-details");
  gtk_expander_set_expanded (GTK_EXPANDER (expander), FALSE);
}

static void
show_finding (PennyAssistantWindow *self)
{
  g_autoptr (GError) error = g_error_new (PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND, "nothing found");

  penny_setup_go_on (self->setup);
  penny_assistant_window_follow (self);
  penny_assistant_window_stop (self);
  g_signal_emit_by_name (self->person, "changed");
  penny_step_list_set (penny_trying_page_get_steps (self->finding), 0, PENNY_LINE_PAST,
                       "Looking in the list of post offices that Penny Post knows…");
  penny_step_list_set (penny_trying_page_get_steps (self->finding), 1, PENNY_LINE_BUSY,
                       "Asking example.org where its post office is…");
  shoot (GTK_WINDOW (self), "05-finding");
  show_places (self);
  show_doubtful (self);
  penny_setup_take_find_error (self->setup, error);
  penny_step_list_settle (penny_trying_page_get_steps (self->finding), PENNY_LINE_FAILED);
  penny_trying_page_end (self->finding, "Your Post Office Was Not Found", self->setup);
  penny_assistant_window_update (self);
  shoot (GTK_WINDOW (self), "06-not-found");
}

static void
choose (PennyAssistantWindow *self, PennyWay way, const char *name)
{
  penny_setup_set_way (self->setup, way);
  penny_ways_page_load (self->ways, self->setup);
  if (way != PENNY_WAY_SHARED)
    scroll_down (self);
  shoot (GTK_WINDOW (self), name);
}

static void
show_ways (PennyAssistantWindow *self)
{
  g_autoptr (PennyProposal) both = setup_fixture_proposal ("anna@nowhere.example", TRUE, TRUE);

  g_autoptr (PennyProposal) pop = setup_fixture_proposal ("anna@nowhere.example", FALSE, TRUE);

  penny_setup_take_proposal (self->setup, pop);
  penny_assistant_window_follow (self);
  shoot (GTK_WINDOW (self), "07-ways-no-shared-box");
  penny_setup_go_back (self->setup);
  penny_setup_set_address (self->setup, "");
  setup_fixture_fill (self->setup, "anna@nowhere.example");
  penny_setup_go_on (self->setup);
  penny_setup_take_proposal (self->setup, both);
  penny_assistant_window_follow (self);
  penny_ways_page_load (self->ways, self->setup);
  choose (self, PENNY_WAY_SHARED, "07-ways-shared");
  choose (self, PENNY_WAY_CLEAR_LATER, "08-ways-clear-later");
  choose (self, PENNY_WAY_TAKE_HOME, "09-ways-take-home");
  penny_setup_set_way (self->setup, PENNY_WAY_SHARED);
}

static void
show_adviser (PennyAssistantWindow *self)
{
  penny_setup_ask_adviser (self->setup);
  penny_assistant_window_follow (self);
  shoot (GTK_WINDOW (self), "09b-adviser");
  penny_setup_set_answer (self->setup, PENNY_QUESTION_READERS, PENNY_READERS_MY_DEVICES);
  penny_setup_set_answer (self->setup, PENNY_QUESTION_ROOM, PENNY_ROOM_PLENTY);
  penny_setup_set_answer (self->setup, PENNY_QUESTION_INTERNET, PENNY_INTERNET_ALWAYS);
  penny_adviser_page_load (self->adviser, self->setup);
  penny_assistant_window_update (self);
  scroll_down (self);
  shoot (GTK_WINDOW (self), "09c-adviser-answered");
  penny_setup_go_on (self->setup);
  penny_assistant_window_follow (self);
}

static void
show_play (PennyAssistantWindow *self)
{
  penny_setup_play (self->setup);
  penny_assistant_window_follow (self);
  shoot (GTK_WINDOW (self), "09d-play");
  penny_post_play_skip (self->play);
  shoot (GTK_WINDOW (self), "09e-play-buttons");
  penny_setup_go_back (self->setup);
  penny_assistant_window_follow (self);
}

static void
take (PennyAssistantWindow *self, PennyTrialStep step, const GError *incoming, const GError *outgoing)
{
  penny_setup_take_result (self->setup, setup_fixture_result (self->setup, step, incoming, outgoing));
}

static void
show_steps (PennyAssistantWindow *self, guint n_ok, gboolean failed)
{
  for (guint i = 0; i < n_ok; i++)
    penny_trying_page_step (self->trying, i, PENNY_STEP_OK);
  penny_trying_page_step (self->trying, n_ok, failed ? PENNY_STEP_FAILED : PENNY_STEP_STARTED);
}

static void
show_trying (PennyAssistantWindow *self)
{
  g_autoptr (GError) wrong = g_error_new (PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_AUTH_FAILED, "NO [AUTHENTICATIONFAILED]");
  g_autoptr (GError) refused = g_error_new (PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_REFUSED, "nobody listens");

  penny_setup_go_on (self->setup);
  penny_assistant_window_follow (self);
  penny_assistant_window_stop (self);
  penny_trying_page_start (self->trying, "Trying It", "Nothing is changed at the post office by this.");
  show_steps (self, 4, FALSE);
  shoot (GTK_WINDOW (self), "10-trying");
  show_steps (self, 4, TRUE);
  take (self, PENNY_STEP_LOG_IN, wrong, NULL);
  penny_trying_page_end (self->trying, "It Does Not Work Yet", self->setup);
  penny_assistant_window_update (self);
  shoot (GTK_WINDOW (self), "11-wrong-password");
  show_steps (self, 6, TRUE);
  take (self, PENNY_STEP_OUTGOING, NULL, refused);
  penny_trying_page_end (self->trying, "Sending Does Not Work Yet", self->setup);
  penny_assistant_window_update (self);
  shoot (GTK_WINDOW (self), "12-only-sending-fails");
}

static void
show_stranger (PennyAssistantWindow *self)
{
  g_autoptr (GError) error = g_error_new (PENNY_WIRE_ERROR, PENNY_WIRE_ERROR_CERT_UNTRUSTED, "self-signed");
  PennyTrialResult *result = setup_fixture_result (self->setup, PENNY_STEP_SECURE, error, NULL);

  result->incoming_certificate = setup_fixture_certificate (3);   /* untrusted, self-signed */
  penny_trying_page_start (self->trying, "Trying It", "");
  show_steps (self, 2, TRUE);
  penny_setup_take_result (self->setup, result);
  penny_assistant_window_show_trial_end (self);
  penny_assistant_window_update (self);
  shoot (GTK_WINDOW (self), "12b-stranger");
}

static void
show_last_pages (PennyAssistantWindow *self)
{
  g_autoptr (GError) none = g_error_new (PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_KEYRING, "none");

  penny_setup_go_by_hand (self->setup);
  penny_assistant_window_follow (self);
  shoot (GTK_WINDOW (self), "13-by-hand");
  scroll_down (self);
  shoot (GTK_WINDOW (self), "13b-by-hand-below");
  penny_setup_go_on (self->setup);
  penny_assistant_window_follow (self);
  penny_assistant_window_stop (self);
  show_steps (self, PENNY_N_STEPS - 1, FALSE);
  penny_trying_page_step (self->trying, PENNY_N_STEPS - 1, PENNY_STEP_OK);
  take (self, PENNY_N_STEPS, NULL, NULL);
  penny_assistant_window_show_trial_end (self);
  penny_assistant_window_update (self);
  shoot (GTK_WINDOW (self), "14-promise");
  self->kept = penny_setup_dup_finished (self->setup);
  penny_setup_go_on (self->setup);
  penny_finished_page_show (self->finished, self->setup, none);
  penny_assistant_window_show_finished (self);
  shoot (GTK_WINDOW (self), "15-finished-no-keyring");
}

static void
show_password (PennyAccount *account)
{
  PennyPasswordWindow *window = penny_password_window_new (NULL, account, NULL, NULL);

  int own_width, own_height;

  gtk_window_get_default_size (GTK_WINDOW (window), &own_width, &own_height);
  gtk_window_set_default_size (GTK_WINDOW (window), MIN (width, own_width), own_height);
  gtk_window_present (GTK_WINDOW (window));
  shoot (GTK_WINDOW (window), "16-password");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("FOLDER");
  g_autoptr (PennyPlaces) places = NULL;
  g_autoptr (PennyAccountList) accounts = NULL;
  g_autoptr (GError) error = NULL;
  PennyAssistantWindow *window;

  setlocale (LC_ALL, "");
  if (g_getenv ("PENNY_LOCALEDIR") != NULL)
    {
      bindtextdomain (GETTEXT_PACKAGE, g_getenv ("PENNY_LOCALEDIR"));
      bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
      textdomain (GETTEXT_PACKAGE);
    }
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2)
    return 2;
  folder = argv[1];
  g_mkdir_with_parents (folder, 0755);
  adw_init ();
  loop = g_main_loop_new (NULL, FALSE);
  places = penny_places_new (folder);
  accounts = penny_account_list_new (places);
  window = penny_assistant_window_new (NULL, accounts);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  g_object_set (gtk_widget_get_settings (GTK_WIDGET (window)), "gtk-enable-animations", FALSE,
                "gtk-xft-dpi", 96 * 1024 * text / 100, NULL);
  penny_assistant_window_set_sources (window, &setup_fixture_sources);
  gtk_window_present (GTK_WINDOW (window));
  show_without_password (window);
  show_first_pages (window);
  show_finding (window);
  show_ways (window);
  show_adviser (window);
  show_play (window);
  show_trying (window);
  show_stranger (window);
  show_last_pages (window);
  show_password (window->kept);
  gtk_window_destroy (GTK_WINDOW (window));
  g_main_loop_unref (loop);
  return 0;
}
