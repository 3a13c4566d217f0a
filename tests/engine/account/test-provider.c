/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every row of the built-in provider table, and rows that are wrong. */
#include <string.h>

#include <glib/gstdio.h>

#include "penny-error.h"
#include "penny-provider.h"

static void
check_server (PennyProvider *provider, PennyProtocol protocol)
{
  g_autoptr (PennyServer) server = penny_provider_dup_server (provider, protocol, "anna@x.example");
  g_autofree char *address = NULL;

  if (server == NULL)
    return;
  address = g_strconcat ("a@", server->host, NULL);
  g_assert_true (penny_address_is_plausible (address));
  g_assert_nonnull (strchr (server->host, '.'));
  g_assert_cmpint (server->security, !=, PENNY_SECURITY_NONE);
  g_assert_true (g_str_equal (server->user, "anna") || g_str_equal (server->user, "anna@x.example"));
}

static void
check_sentence (const char *sentence)
{
  g_assert_true (g_utf8_validate (sentence, -1, NULL));
  g_assert_null (strpbrk (sentence, "{%"));
  g_assert_true (g_str_has_suffix (sentence, "."));
}

static void
check_words (PennyProvider *provider)
{
  g_autoptr (GPtrArray) steps = penny_provider_dup_steps (provider);

  for (guint i = 0; i < steps->len; i++)
    {
      PennyProviderStep *step = steps->pdata[i];

      g_assert_cmpuint (step->number, ==, i + 1);
      g_assert_true (penny_provider_has_step (provider, step->code));
      check_sentence (step->sentence);
      g_assert_true ((step->uri == NULL) == (step->button == NULL));
      g_assert_true (step->uri == NULL || g_str_has_prefix (step->uri, "https://"));
    }
  for (PennyQuirk quirk = 0; quirk < PENNY_N_QUIRKS; quirk++)
    {
      g_autofree char *sentence = penny_provider_dup_quirk_sentence (provider, quirk);

      g_assert_true ((sentence != NULL) == penny_provider_has_quirk (provider, quirk));
      if (sentence)
        check_sentence (sentence);
    }
}

static void
test_rows (void)
{
  g_autoptr (GPtrArray) all = penny_provider_list_all ();
  g_autoptr (GHashTable) domains = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (all->len, >=, 104);
  for (guint i = 0; i < all->len; i++)
    {
      PennyProvider *provider = all->pdata[i];
      const char * const *domain = penny_provider_get_domains (provider);
      g_autofree char *hint = penny_provider_dup_before_you_start (provider);
      gboolean any = FALSE;

      g_test_message ("%s: %s", penny_provider_get_id (provider), hint ? hint : "-");
      g_assert_null (strchr (penny_provider_get_source (provider), '?'));
      g_assert_true (hint == NULL || g_utf8_validate (hint, -1, NULL));
      g_assert_true (hint == NULL || strchr (hint, '%') == NULL);
      for (guint j = 0; domain[j]; j++)
        {
          gboolean wild = *domain[j] == '*';
          g_autofree char *address = g_strconcat (wild ? "anna@name" : "anna@", domain[j] + wild, NULL);
          g_autoptr (PennyProvider) found = penny_provider_find (address);

          g_assert_true (g_hash_table_add (domains, (char *) domain[j])); /* each domain once */
          g_assert_true (found == provider);
        }
      for (guint p = PENNY_PROTOCOL_IMAP; p <= PENNY_PROTOCOL_SMTP; p++)
        {
          g_autoptr (PennyServer) server = penny_provider_dup_server (provider, p, "a@b");

          check_server (provider, p);
          any = any || server;
        }
      g_assert_true (any == (penny_provider_get_ways_possible (provider) != 0));
      check_words (provider);
      if (penny_provider_can_sign_in (provider) && any)
        {
          g_autoptr (PennyServer) out = penny_provider_dup_server (provider, PENNY_PROTOCOL_SMTP, "a@b");

          g_assert_nonnull (out);
        }
      else if (!penny_provider_can_sign_in (provider))
        g_assert_nonnull (hint);
    }
}

static void
test_known (void)
{
  g_autoptr (PennyProvider) gmail = penny_provider_find ("Anna@GMail.com");
  g_autoptr (PennyProvider) apple = penny_provider_find ("anna@me.com");
  g_autoptr (PennyProvider) outlook = penny_provider_find ("anna@hotmail.co.uk");
  g_autoptr (PennyProvider) tuta = penny_provider_find ("anna@tutanota.com");
  g_autoptr (PennyProvider) by_host = penny_provider_find_by_host ("imap.gmail.com");
  g_autoptr (PennyServer) imap = penny_provider_dup_server (apple, PENNY_PROTOCOL_IMAP, "anna@me.com");
  g_autoptr (PennyServer) smtp = penny_provider_dup_server (apple, PENNY_PROTOCOL_SMTP, "anna@me.com");
  g_autoptr (PennyServer) pop = penny_provider_dup_server (apple, PENNY_PROTOCOL_POP3, "anna@me.com");

  g_assert_cmpstr (penny_provider_get_name (gmail), ==, "Gmail");
  g_assert_cmpint (penny_provider_get_files_sent (gmail), ==, PENNY_FILES_SENT_YES);
  g_assert_cmpint (penny_provider_get_sign_in (gmail), ==, PENNY_SIGN_IN_APP_PASSWORD);
  g_assert_true (by_host == gmail);
  g_assert_cmpstr (imap->user, ==, "anna");
  g_assert_cmpstr (smtp->user, ==, "anna@me.com");
  g_assert_null (pop);
  g_assert_false (penny_provider_can_sign_in (outlook));
  g_assert_false (penny_provider_can_sign_in (tuta));
  g_assert_null (penny_provider_find ("anna@example.org"));
  g_assert_null (penny_provider_find ("anna"));
  g_assert_null (penny_provider_find ("anna@"));
  g_assert_null (penny_provider_find (NULL));
  g_assert_null (penny_provider_find_by_host ("example.org"));
  g_assert_null (penny_provider_find_by_id ("nobody"));
}

/* What is known of the big ones, and of the odd ones. */
#define ALL_POP (1u << PENNY_WAY_PHOTOCOPY | 1u << PENNY_WAY_CLEAR_LATER | 1u << PENNY_WAY_TAKE_HOME)
#define SHARED (1u << PENNY_WAY_SHARED)

static const struct {
  const char *address;
  const char *id;
  PennySignIn sign_in;
  gboolean browser;
  guint ways;
  int first;     /* PennyBefore of the first step; -1: none */
  guint n_steps;
} specifics[] = {
  { "a@gmail.com", "gmail", PENNY_SIGN_IN_APP_PASSWORD, TRUE, SHARED | ALL_POP, PENNY_BEFORE_TWO_STEP, 2 },
  { "a@outlook.com", "outlook", PENNY_SIGN_IN_BROWSER, TRUE, SHARED | ALL_POP, PENNY_BEFORE_SWITCH_ON, 1 },
  { "a@x.onmicrosoft.com", NULL, 0, FALSE, 0, 0, 0 },
  { "a@yahoo.co.uk", "yahoo", PENNY_SIGN_IN_APP_PASSWORD, TRUE, SHARED | ALL_POP, PENNY_BEFORE_APP_PASSWORD,
    1 },
  { "a@cox.net", "cox", PENNY_SIGN_IN_APP_PASSWORD, TRUE, SHARED | ALL_POP, PENNY_BEFORE_APP_PASSWORD, 1 },
  { "a@gmx.de", "gmx", PENNY_SIGN_IN_MAYBE_APP, FALSE, SHARED | ALL_POP, PENNY_BEFORE_SWITCH_ON, 2 },
  { "a@t-online.de", "t-online", PENNY_SIGN_IN_MAIL_PASSWORD, FALSE, SHARED | ALL_POP,
    PENNY_BEFORE_MAIL_PASSWORD, 1 },
  { "a@comcast.net", "comcast", PENNY_SIGN_IN_PASSWORD, TRUE, SHARED | ALL_POP, PENNY_BEFORE_SWITCH_ON, 1 },
  { "a@proton.me", "proton", PENNY_SIGN_IN_BRIDGE, FALSE, 0, PENNY_BEFORE_PAID, 2 },
  { "a@tuta.com", "tuta", PENNY_SIGN_IN_IMPOSSIBLE, FALSE, 0, -1, 0 },
  { "a@hey.com", "hey", PENNY_SIGN_IN_IMPOSSIBLE, FALSE, 0, -1, 0 },
  { "a@icloud.com", "icloud", PENNY_SIGN_IN_APP_PASSWORD, FALSE, SHARED, PENNY_BEFORE_TWO_STEP, 2 },
  { "a@yahoo.co.jp", "yahoo-japan", PENNY_SIGN_IN_PASSWORD, FALSE, SHARED | ALL_POP, -1, 0 },
  { "a@rediffmail.com", "rediffmail", PENNY_SIGN_IN_PASSWORD, FALSE, ALL_POP, -1, 0 },
  { "a@postecert.it", "postecert", PENNY_SIGN_IN_PASSWORD, FALSE, SHARED | 1u << PENNY_WAY_PHOTOCOPY, -1, 0 },
  { "a@anna.plus.com", "plusnet", PENNY_SIGN_IN_PASSWORD, FALSE, SHARED, -1, 0 },
  { "a@plus.com", NULL, 0, FALSE, 0, 0, 0 },
};

static void
test_specifics (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (specifics); i++)
    {
      g_autoptr (PennyProvider) provider = penny_provider_find (specifics[i].address);
      g_autoptr (GPtrArray) steps = provider ? penny_provider_dup_steps (provider) : NULL;

      g_test_message ("%s", specifics[i].address);
      g_assert_cmpstr (provider ? penny_provider_get_id (provider) : NULL, ==, specifics[i].id);
      if (provider == NULL)
        continue;
      g_assert_cmpint (penny_provider_get_sign_in (provider), ==, specifics[i].sign_in);
      g_assert_true (penny_provider_takes (provider, PENNY_SIGN_IN_BROWSER) == specifics[i].browser);
      g_assert_true (penny_provider_takes (provider, specifics[i].sign_in));
      g_assert_cmpuint (penny_provider_get_ways_possible (provider), ==, specifics[i].ways);
      g_assert_cmpuint (steps->len, ==, specifics[i].n_steps);
      if (steps->len)
        g_assert_cmpint (((PennyProviderStep *) steps->pdata[0])->code, ==, specifics[i].first);
    }
}

static void
test_details (void)
{
  g_autoptr (PennyProvider) gmail = penny_provider_find_by_domain ("GMAIL.com");
  g_autoptr (PennyProvider) tuta = penny_provider_find_by_id ("tuta");
  g_autoptr (PennyProvider) nifty = penny_provider_find_by_domain ("nifty.com");
  g_autoptr (PennyProvider) inbox = penny_provider_find_by_host ("MAIL.inbox.lt");
  g_autoptr (PennyServer) server = penny_provider_dup_server (inbox, PENNY_PROTOCOL_IMAP, "a@inbox.eu");
  g_autoptr (GPtrArray) servers = penny_provider_dup_servers (nifty, PENNY_PROTOCOL_POP3, "a@nifty.com");
  g_autofree char *hint = penny_provider_dup_before_you_start (gmail);
  g_autofree char *once = penny_provider_dup_quirk_sentence (gmail, PENNY_QUIRK_GMAIL_POP_ONCE);

  g_assert_true (penny_provider_takes (gmail, PENNY_SIGN_IN_BROWSER));
  g_assert_null (penny_provider_get_oauth (tuta));
  g_assert_cmpint (penny_provider_get_expire_days (gmail), ==, -1);
  g_assert_cmpstr (penny_provider_get_webmail_uri (gmail), ==, "https://mail.google.com");
  g_assert_nonnull (strstr (hint, "two steps"));
  g_assert_true (g_str_has_prefix (once, "Gmail "));
  g_assert_cmpstr (server->host, ==, "mail.inbox.eu");
  g_assert_cmpuint (servers->len, ==, 0); /* nothing unencrypted */
  g_assert_true (penny_provider_can_sign_in (nifty));
}

static const struct {
  const char *host;
  const char *id;
} exchangers[] = {
  { "aspmx.l.google.com", "gmail" },
  { "ALT1.ASPMX.L.GOOGLE.COM.", "gmail" },
  { "example-org.mail.protection.outlook.com", "microsoft365" },
  { "outlook-com.olc.protection.outlook.com", "outlook" },
  { "mx-aol.mail.gm0.yahoodns.net", "aol" },
  { "mta7.am0.yahoodns.net", "yahoo" },
  { "in1-smtp.messagingengine.com", "fastmail" },
  { "mail.protonmail.ch", "proton" },
  { "mail.tutanota.de", "tuta" },
  { "aspmx1.migadu.com", "migadu" },
  { "mx00.kundenserver.de", "1und1" },
  { "migadu.com", "migadu" },
  { "notmigadu.com", NULL },
  { "migadu.com.evil.example", NULL },
  { "mx.example.org", NULL },
  { "com", NULL },
  { ".", NULL },
  { "", NULL },
  { "\xff\xfe.google.com", NULL },
  { NULL, NULL },
};

static void
test_mx (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (exchangers); i++)
    {
      g_autoptr (PennyProvider) provider = penny_provider_find_by_mx (exchangers[i].host);

      g_assert_cmpstr (provider ? penny_provider_get_id (provider) : NULL, ==, exchangers[i].id);
    }
}

static void
test_hosts (void)
{
  /* Who uses another one's servers does not speak for them, whatever comes first. */
  g_autoptr (PennyProvider) yahoo = penny_provider_find_by_host ("imap.mail.yahoo.com");
  g_autoptr (PennyProvider) aol = penny_provider_find_by_host ("imap.aol.com");
  g_autoptr (PennyProvider) outlook = penny_provider_find_by_host ("outlook.office365.com");
  g_autoptr (PennyProvider) microsoft = penny_provider_find_by_host ("smtp.office365.com");

  g_assert_cmpstr (penny_provider_get_id (yahoo), ==, "yahoo");
  g_assert_cmpstr (penny_provider_get_id (aol), ==, "aol");
  g_assert_cmpstr (penny_provider_get_id (outlook), ==, "outlook");
  g_assert_cmpstr (penny_provider_get_id (microsoft), ==, "microsoft365");
}

static const struct {
  const char *id;
  const char *password;
  PennyPasswordShape shape;
} shapes[] = {
  { "gmail", "abcdefghijklmnop", PENNY_PASSWORD_SHAPE_OK },
  { "gmail", "abcd efgh ijkl mnop", PENNY_PASSWORD_SHAPE_STRIP_SPACES },
  { "gmail", " abcd\u00a0efgh ijkl mnop\n", PENNY_PASSWORD_SHAPE_STRIP_SPACES },
  { "gmail", "abcdefghijklmno", PENNY_PASSWORD_SHAPE_LOOKS_ORDINARY },
  { "gmail", "abcdefghijklmnopq", PENNY_PASSWORD_SHAPE_LOOKS_ORDINARY },
  { "gmail", "Rosebud 1941", PENNY_PASSWORD_SHAPE_LOOKS_ORDINARY },
  { "gmail", "abcdefghijklmn\u00f6p", PENNY_PASSWORD_SHAPE_LOOKS_ORDINARY },
  { "gmail", "", PENNY_PASSWORD_SHAPE_OK },
  { "gmail", "\xff\xfe", PENNY_PASSWORD_SHAPE_OK },
  { "icloud", "abcd-efgh-ijkl-mnop", PENNY_PASSWORD_SHAPE_OK },
  { "icloud", "abcdefghijklmnop", PENNY_PASSWORD_SHAPE_OK },
  { "icloud", "rosebud", PENNY_PASSWORD_SHAPE_LOOKS_ORDINARY },
  { "fastmail", "anything at all", PENNY_PASSWORD_SHAPE_OK },
  { "gmx", "abcd efgh", PENNY_PASSWORD_SHAPE_OK },
};

static void
test_shapes (void)
{
  g_autofree char *stripped = penny_provider_dup_password_stripped (" ab cd\u00a0\u00f6 ");

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (PennyProvider) provider = penny_provider_find_by_id (shapes[i].id);
      PennyPasswordShape shape = penny_provider_check_password_shape (provider, shapes[i].password);
      g_autofree char *sentence = penny_provider_dup_password_sentence (provider, shape);

      g_assert_cmpint (shape, ==, shapes[i].shape);
      g_assert_true ((sentence == NULL) == (shape == PENNY_PASSWORD_SHAPE_OK));
      if (sentence)
        check_sentence (sentence);
      if (shape == PENNY_PASSWORD_SHAPE_LOOKS_ORDINARY)
        g_assert_nonnull (strstr (sentence, "16 characters"));
    }
  g_assert_cmpstr (stripped, ==, "abcd\u00f6");
}

static const char * const bad_rows[] = {
  "[x]\n",
  "[x]\nname=X\n",
  "[x]\nname=X\ndomains=a b\nimap=h.x:993:tls\n",
  "[x]\nname=X\ndomains=x.example\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:0:tls\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:143:none\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nuser=me\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nauth=magic\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nsteps=paid;dance\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nhelp=javascript:x\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nsteps=paid;paid\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nsteps=paid@http://x.example\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nquirks=odd\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nways=take-home\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nways=teleport\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\napp-password-shape=16\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\napp-password-shape=1000 any\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nexpire-days=-3\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\noauth-client=google\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nauth=oauth2\noauth-client=nobody\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nauth=oauth2\noauth-authorize=http://x.example/\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nsign-in=password\n",
  "[x]\nname=X\nmx=x y\nimap=h.x:993:tls\n",
  "[../x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\n  [x]\nname=Y\n",
  "[x]\nname=X\ndomains=x.example\nimap=a.x:1:tls;a.x:1:tls;a.x:1:tls;a.x:1:tls;a.x:1:tls;a.x:1:tls;a.x:1:tls;"
  "a.x:1:tls;a.x:1:tls\n",
  "[x]\nname=\xff\xfe\ndomains=x.example\nimap=h.x:993:tls\n",
  "not a key file",
  "",
};

/* Files as no editor writes them. */
static void
test_hostile_files (void)
{
  static const char binary[] = "[x]\nname=X\0Y\ndomains=x.example\nimap=h.x:993:tls\n";
  g_autofree char *dir = g_dir_make_tmp ("penny-provider-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "p.ini", NULL);
  g_autoptr (GString) many = g_string_new ("[x]\nname=X\nimap=h.x:993:tls\ndomains=");
  g_autofree char *huge = g_strnfill (2 * 1024 * 1024, 'x');
  struct {
    const char *data;
    gssize length;
  } files[] = { { binary, sizeof binary - 1 }, { huge, -1 }, { NULL, -1 } };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (many, "d%u.example;", i);
  files[2].data = many->str;
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_assert_true (g_file_set_contents (path, files[i].data, files[i].length, NULL));
      g_assert_false (penny_provider_add_file (path, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID);
      g_clear_error (&error);
    }
  g_assert_false (penny_provider_add_file ("/dev/zero", &error)); /* without end */
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (penny_provider_add_file (dir, &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_IO);
  g_remove (path);
  g_rmdir (dir);
}

/* The first look-up reads all files; it is made while somebody types. */
static void
test_cheap (void)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (PennyProvider) provider = penny_provider_find ("a@gmail.com");
  gint64 first = g_get_monotonic_time () - start;

  g_assert_nonnull (provider);
  g_test_minimized_result ((double) first / 1000, "reading all providers: %.2f ms", (double) first / 1000);
}

static void
test_files (void)
{
  g_autofree char *dir = g_dir_make_tmp ("penny-provider-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "p.ini", NULL);
  g_autoptr (PennyProvider) before = penny_provider_find ("anna@gmail.com");
  g_autoptr (PennyProvider) after = NULL, demo = NULL;
  g_autoptr (PennyServer) server = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (penny_provider_add_file (path, &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  for (guint i = 0; i < G_N_ELEMENTS (bad_rows); i++)
    {
      g_assert_true (g_file_set_contents (path, bad_rows[i], -1, NULL));
      g_assert_false (penny_provider_add_file (path, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID);
      g_clear_error (&error);
    }
  g_assert_true (g_file_set_contents (path,
                                      "[demo]\nname=Demo\ndomains=demo.localhost;gmail.com\n"
                                      "imap=localhost:40143:none\nsmtp=localhost:40587:starttls\n"
                                      "user=local\n",
                                      -1, NULL));
  g_assert_true (penny_provider_add_file (path, &error));
  g_assert_no_error (error);
  demo = penny_provider_find ("berta@demo.localhost");
  server = penny_provider_dup_server (demo, PENNY_PROTOCOL_IMAP, "berta@demo.localhost");
  g_assert_cmpint (server->port, ==, 40143);
  g_assert_cmpstr (server->user, ==, "berta");
  after = penny_provider_find ("anna@gmail.com");
  g_assert_true (after == demo); /* added ones come first */
  g_assert_cmpstr (penny_provider_get_name (before), ==, "Gmail");
  g_remove (path);
  g_rmdir (dir);
}

/* What a company's own file says; and what is said instead where this program is not registered. */
static void
test_browser (void)
{
  g_autofree char *dir = g_dir_make_tmp ("penny-provider-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "p.ini", NULL);
  g_autofree char *with = NULL, *without = NULL;
  g_autoptr (PennyProvider) registered = NULL, stranger = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path,
                                      "[registered]\nname=Firm\ndomains=firm.example\nimap=h.firm.example:993:tls\n"
                                      "auth=oauth2\noauth-authorize=https://firm.example/a\n"
                                      "oauth-token=https://firm.example/t\noauth-client-id=penny\n"
                                      "steps=switch-on@https://firm.example/s\n"
                                      "[stranger]\nname=Other\ndomains=other.example\nimap=h.other.example:993:tls\n"
                                      "auth=oauth2\noauth-authorize=https://other.example/a\n"
                                      "oauth-token=https://other.example/t\n"
                                      "steps=switch-on@https://other.example/s\n",
                                      -1, NULL));
  g_assert_true (penny_provider_add_file (path, &error));
  g_assert_no_error (error);
  registered = penny_provider_find_by_id ("registered");
  stranger = penny_provider_find_by_id ("stranger");
  g_assert_true (penny_provider_can_sign_in (registered));
  g_assert_true (penny_provider_can_sign_in_with_browser (registered));
  g_assert_cmpstr (penny_provider_get_oauth (registered)->client_id, ==, "penny");
  g_assert_false (penny_provider_can_sign_in (stranger));
  g_assert_null (penny_provider_get_oauth (stranger));
  with = penny_provider_dup_before_you_start (registered);
  without = penny_provider_dup_before_you_start (stranger);
  g_assert_nonnull (strstr (with, "Firm lets you in through your web browser"));
  g_assert_nonnull (strstr (with, "allow mail programs"));
  g_assert_nonnull (strstr (without, "Online Accounts"));
  /* What opens nothing need not be done first. */
  g_assert_null (strstr (without, "allow mail programs"));
  g_remove (path);
  g_rmdir (dir);
}

static void
test_typing_mistakes (void)
{
  static const struct { const char *typed, *meant; } cases[] = {
    { "gmial.com", "gmail.com" },       /* two change places */
    { "GMAL.com", "gmail.com" },        /* one is missing */
    { "gmaill.com", "gmail.com" },      /* one too many */
    { "hptmail.com", "hotmail.com" },   /* another one */
    { "gmail.con", "gmail.com" },
    { "gmail.co", "gmail.com" },
    { "gmail.com", NULL },              /* known */
    { "hotmail.pt", NULL },             /* another country, not hotmail.lt */
    { "gmd.net", NULL },                /* too short to be like gmx.net */
    { "gmlia.com", NULL },              /* two mistakes */
    { "my-gmail.com", NULL }, { "example.org", NULL }, { "", NULL }, { ".", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *meant = penny_provider_dup_likely_domain (cases[i].typed);

      g_assert_cmpstr (meant, ==, cases[i].meant);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/cheap", test_cheap); /* first: nothing is read yet */
  g_test_add_func ("/provider/rows", test_rows);
  g_test_add_func ("/provider/known", test_known);
  g_test_add_func ("/provider/specifics", test_specifics);
  g_test_add_func ("/provider/details", test_details);
  g_test_add_func ("/provider/mx", test_mx);
  g_test_add_func ("/provider/hosts", test_hosts);
  g_test_add_func ("/provider/shapes", test_shapes);
  g_test_add_func ("/provider/hostile-files", test_hostile_files);
  g_test_add_func ("/provider/files", test_files);
  g_test_add_func ("/provider/browser", test_browser);
  g_test_add_func ("/provider/typing-mistakes", test_typing_mistakes);
  return g_test_run ();
}
