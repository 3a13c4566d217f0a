/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Account settings: the key-file form, its defaults, and every way it can be wrong. */
#include <string.h>

#include <glib/gstdio.h>

#include "penny-account.h"
#include "penny-error.h"

static PennyAccount *
parse (const char *text, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_assert_true (g_key_file_load_from_data (file, text, -1, G_KEY_FILE_NONE, NULL));
  return penny_account_new_from_key_file (file, NULL, error);
}

#define HEAD "[account]\naddress=anna@example.org\nname=Anna\n"
#define IMAP "[incoming]\nprotocol=imap\nhost=imap.example.org\n"
#define POP "[incoming]\nprotocol=pop3\nhost=pop.example.org\n"
#define KEY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define UPPER_KEY "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef"
#define SMTP "[outgoing]\nhost=smtp.example.org\nsecurity=starttls\n"

static void
test_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyAccount) account = parse (HEAD "way=shared\nfuture-key=1\n" IMAP SMTP "[other]\na=b\n",
                                            &error);

  g_assert_no_error (error);
  g_assert_cmpstr (penny_account_get_id (account), ==, "anna-example.org");
  g_assert_cmpstr (penny_account_get_name (account), ==, "Anna");
  g_assert_cmpint (penny_account_get_way (account), ==, PENNY_WAY_SHARED);
  g_assert_cmpint (penny_account_get_take_home_days (account), ==, 1);
  g_assert_cmpint (penny_account_get_clear_after_days (account), ==, 14);
  g_assert_cmpint (penny_account_get_incoming (account)->port, ==, 993);
  g_assert_cmpint (penny_account_get_incoming (account)->security, ==, PENNY_SECURITY_TLS);
  g_assert_cmpstr (penny_account_get_incoming (account)->user, ==, "anna@example.org");
  g_assert_cmpint (penny_account_get_outgoing (account)->port, ==, 587);
  g_assert_cmpint (penny_account_get_outgoing (account)->protocol, ==, PENNY_PROTOCOL_SMTP);
  g_assert_cmpint (penny_account_get_files_sent (account), ==, PENNY_FILES_SENT_UNKNOWN);
}

static void
test_no_outgoing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyAccount) account =
      parse (HEAD "way=clear-later\nclear-after-days=never\n" POP "security=starttls\nuser=anna\n",
             &error);

  g_assert_no_error (error);
  g_assert_null (penny_account_get_outgoing (account));
  g_assert_cmpint (penny_account_get_clear_after_days (account), ==, -1);
  g_assert_cmpint (penny_account_get_incoming (account)->port, ==, 110);
  g_assert_cmpstr (penny_account_get_incoming (account)->user, ==, "anna");
}

static void
test_ports (void)
{
  g_assert_cmpint (penny_server_default_port (PENNY_PROTOCOL_IMAP, PENNY_SECURITY_TLS), ==, 993);
  g_assert_cmpint (penny_server_default_port (PENNY_PROTOCOL_IMAP, PENNY_SECURITY_NONE), ==, 143);
  g_assert_cmpint (penny_server_default_port (PENNY_PROTOCOL_POP3, PENNY_SECURITY_TLS), ==, 995);
  g_assert_cmpint (penny_server_default_port (PENNY_PROTOCOL_POP3, PENNY_SECURITY_STARTTLS), ==, 110);
  g_assert_cmpint (penny_server_default_port (PENNY_PROTOCOL_SMTP, PENNY_SECURITY_TLS), ==, 465);
  g_assert_cmpint (penny_server_default_port (PENNY_PROTOCOL_SMTP, PENNY_SECURITY_STARTTLS), ==, 587);
}

static const struct {
  const char *text;
  int code;
  const char *says; /* the message names the place */
} bad_cases[] = {
  { "[incoming]\nprotocol=imap\n", PENNY_ACCOUNT_ERROR_INVALID, "[account]" },
  { "[account]\nway=shared\n" IMAP, PENNY_ACCOUNT_ERROR_INVALID, "address: missing" },
  { "[account]\naddress=anna\nway=shared\n" IMAP, PENNY_ACCOUNT_ERROR_INVALID, "address" },
  { HEAD IMAP, PENNY_ACCOUNT_ERROR_INVALID, "way: missing" },
  { HEAD "way=imap\n" IMAP, PENNY_ACCOUNT_ERROR_INVALID, "[account] way" },
  { HEAD "way=shared\n", PENNY_ACCOUNT_ERROR_INVALID, "[incoming] protocol" },
  { HEAD "way=shared\n" POP, PENNY_ACCOUNT_ERROR_INVALID, "protocol=imap" },
  { HEAD "way=take-home\n" IMAP, PENNY_ACCOUNT_ERROR_INVALID, "protocol=pop3" },
  { HEAD "way=shared\n[incoming]\nprotocol=smtp\nhost=a.b\n", PENNY_ACCOUNT_ERROR_INVALID, "protocol" },
  { HEAD "way=shared\n[incoming]\nprotocol=imap\n", PENNY_ACCOUNT_ERROR_INVALID, "host: missing" },
  { HEAD "way=shared\n[incoming]\nprotocol=imap\nhost=a b\n", PENNY_ACCOUNT_ERROR_INVALID, "host" },
  { HEAD "way=shared\n[incoming]\nprotocol=imap\nhost=a.b:993\n", PENNY_ACCOUNT_ERROR_INVALID, "host" },
  { HEAD "way=shared\n[incoming]\nprotocol=imap\nhost=https://a.b/\n", PENNY_ACCOUNT_ERROR_INVALID, "host" },
  { HEAD "way=shared\n[incoming]\nprotocol=imap\nhost=a..b\n", PENNY_ACCOUNT_ERROR_INVALID, "host" },
  { HEAD "way=shared\n" IMAP "port=0\n", PENNY_ACCOUNT_ERROR_INVALID, "[incoming] port" },
  { HEAD "way=shared\n" IMAP "port=65536\n", PENNY_ACCOUNT_ERROR_INVALID, "[incoming] port" },
  { HEAD "way=shared\n" IMAP "port=993x\n", PENNY_ACCOUNT_ERROR_INVALID, "[incoming] port" },
  { HEAD "way=shared\n" IMAP "security=ssl\n", PENNY_ACCOUNT_ERROR_INVALID, "[incoming] security" },
  { HEAD "way=shared\n" IMAP "user=a\\rb\n", PENNY_ACCOUNT_ERROR_INVALID, "[incoming] user" },
  { HEAD "way=shared\n" IMAP "security=none\n", PENNY_ACCOUNT_ERROR_PLAINTEXT, "imap.example.org" },
  { HEAD "way=shared\ni-accept-plaintext=false\n" IMAP "security=none\n", PENNY_ACCOUNT_ERROR_PLAINTEXT, "" },
  { HEAD "way=shared\ni-accept-plaintext=perhaps\n" IMAP, PENNY_ACCOUNT_ERROR_INVALID, "plaintext" },
  { HEAD "way=shared\n" IMAP "[outgoing]\nhost=s.org\nsecurity=none\n", PENNY_ACCOUNT_ERROR_PLAINTEXT,
    "[outgoing]" },
  { HEAD "way=shared\n" IMAP "[outgoing]\nport=25\n", PENNY_ACCOUNT_ERROR_INVALID, "[outgoing] host" },
  { HEAD "way=clear-later\nclear-after-days=0\n" POP, PENNY_ACCOUNT_ERROR_INVALID, "clear-after-days" },
  { HEAD "way=clear-later\nclear-after-days=-1\n" POP, PENNY_ACCOUNT_ERROR_INVALID, "clear-after-days" },
  { HEAD "way=clear-later\nclear-after-days=99999\n" POP, PENNY_ACCOUNT_ERROR_INVALID, "clear-after-days" },
  { HEAD "way=take-home\ntake-home-days=-2\n" POP, PENNY_ACCOUNT_ERROR_INVALID, "take-home-days" },
  { HEAD "way=shared\nfiles-sent=maybe\n" IMAP, PENNY_ACCOUNT_ERROR_INVALID, "files-sent" },
  { HEAD "way=shared\n" IMAP "trusted-key=abc\n", PENNY_ACCOUNT_ERROR_INVALID, "[incoming] trusted-key" },
  { HEAD "way=shared\n" IMAP "trusted-key=" UPPER_KEY "\n", PENNY_ACCOUNT_ERROR_INVALID, "trusted-key" },
  { HEAD "way=shared\nauth=magic\n" IMAP, PENNY_ACCOUNT_ERROR_INVALID, "[account] auth" },
  { HEAD "way=shared\nauth=goa\n" IMAP, PENNY_ACCOUNT_ERROR_INVALID, "goa-id: missing" },
  { HEAD "way=shared\nauth=goa\ngoa-id=../x\n" IMAP, PENNY_ACCOUNT_ERROR_INVALID, "goa-id" },
  { HEAD "way=shared\nauth=oauth2\n" IMAP "[oauth]\nauthorize=http://a.example/\ntoken=https://a.example/\n"
    "client-id=c\n", PENNY_ACCOUNT_ERROR_INVALID, "[oauth] authorize" },
  { HEAD "way=shared\nauth=oauth2\n" IMAP "[oauth]\nauthorize=https://a.example/\ntoken=https://a.example/\n",
    PENNY_ACCOUNT_ERROR_NO_CLIENT_ID, "client-id" },
  { "[account]\naddress=a@b.org\nname=A\\nB\nway=shared\n" IMAP, PENNY_ACCOUNT_ERROR_INVALID, "name" },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PennyAccount) account = parse (bad_cases[i].text, &error);

      g_test_message ("case %u: %s", i, error ? error->message : "accepted");
      g_assert_null (account);
      g_assert_error (error, PENNY_ACCOUNT_ERROR, bad_cases[i].code);
      g_assert_nonnull (strstr (error->message, bad_cases[i].says));
    }
}

static void
test_plaintext (void)
{
  static const char * const good[] = {
    HEAD "way=shared\n[incoming]\nprotocol=imap\nhost=localhost\nsecurity=none\n",
    HEAD "way=shared\n[incoming]\nprotocol=imap\nhost=127.0.0.1\nsecurity=none\n",
    HEAD "way=shared\n[incoming]\nprotocol=imap\nhost=::1\nsecurity=none\n",
    HEAD "way=shared\ni-accept-plaintext=true\n" IMAP "security=none\n",
    HEAD "way=shared\n" IMAP "security=none\ni-accept-plaintext=true\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PennyAccount) account = parse (good[i], &error);

      g_assert_no_error (error);
      g_assert_nonnull (account);
    }
  g_assert_true (penny_host_is_loopback ("127.3.2.1"));
  g_assert_true (penny_host_is_loopback ("mail.LOCALHOST"));
  g_assert_false (penny_host_is_loopback ("localhost.example.org"));
  g_assert_false (penny_host_is_loopback ("127.0.0.1.example.org"));
  g_assert_false (penny_host_is_loopback ("10.0.0.1"));
  g_assert_false (penny_host_is_loopback (NULL));
}

static void
test_round_trip (void)
{
  static const char * const texts[] = {
    HEAD "way=shared\nfiles-sent=yes\n" IMAP SMTP,
    HEAD "way=clear-later\nclear-after-days=never\n" POP,
    HEAD "way=take-home\ntake-home-days=0\n" POP SMTP "user=anna x;y\n",
    HEAD "way=shared\n" IMAP "trusted-key=" KEY "\n" SMTP,
    HEAD "way=shared\nauth=goa\ngoa-id=account_1\n" IMAP,
    HEAD "way=shared\nauth=oauth2\n" IMAP "[oauth]\nauthorize=https://a.example/\ntoken=https://a.example/t\n"
    "client-id=c\nclient-secret=s\nscope=a b\nextra=x=y&z=1\n",
    HEAD "way=shared\nauth=oauth2\n" IMAP,
    "[account]\naddress=jürgen@bücher.example\nname= Jürgen \"J\"\nway=shared\ni-accept-plaintext=true\n" IMAP
    "security=none\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PennyAccount) first = parse (texts[i], &error);
      g_autoptr (PennyAccount) second = NULL, third = NULL;
      g_autoptr (PennyAccountForm) form = NULL;
      g_autoptr (GKeyFile) file = NULL;
      g_autofree char *data = NULL;

      g_assert_no_error (error);
      file = penny_account_to_key_file (first);
      data = g_key_file_to_data (file, NULL, NULL);
      second = parse (data, &error);
      g_assert_no_error (error);
      g_assert_true (penny_account_equal (first, second));
      form = penny_account_to_form (first);
      third = penny_account_new (form, &error);
      g_assert_no_error (error);
      g_assert_true (penny_account_equal (first, third));
      form->clear_after_days = 7;
      penny_account_unref (third);
      third = penny_account_new (form, &error);
      g_assert_false (penny_account_equal (first, third));
      g_assert_cmpint (penny_account_get_clear_after_days (third), ==, 7);
    }
}

static void
test_trusted_key (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PennyAccount) bare = parse (HEAD "way=shared\n" IMAP SMTP, &error);
  g_autoptr (PennyAccount) unable = parse (HEAD "way=shared\n" IMAP, &error);
  g_autoptr (PennyAccount) trusting = penny_account_copy_with_trusted_key (bare, TRUE, KEY, &error);
  g_autoptr (PennyAccount) revoked = penny_account_copy_with_trusted_key (trusting, TRUE, NULL, &error);
  g_autoptr (PennyServer) server = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (penny_account_get_outgoing (trusting)->trusted_key, ==, KEY);
  g_assert_null (penny_account_get_incoming (trusting)->trusted_key);
  g_assert_false (penny_account_equal (bare, trusting));
  g_assert_true (penny_account_equal (bare, revoked));
  g_assert_null (penny_account_copy_with_trusted_key (bare, FALSE, "abc", &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (penny_account_copy_with_trusted_key (unable, TRUE, KEY, &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID);

  /* Trust goes with the host and with nothing else. */
  server = penny_server_new (PENNY_PROTOCOL_SMTP, "SMTP.example.org", 465, PENNY_SECURITY_TLS, "a");
  penny_server_keep_trust (server, penny_account_get_outgoing (trusting));
  g_assert_cmpstr (server->trusted_key, ==, KEY);
  penny_server_keep_trust (server, NULL);
  penny_server_keep_trust (server, penny_account_get_incoming (bare));
  g_assert_cmpstr (server->trusted_key, ==, KEY);
  penny_server_keep_trust (server, penny_account_get_outgoing (bare));
  g_assert_null (server->trusted_key);
}

static void
test_addresses (void)
{
  static const char * const good[] = { "a@b", "anna+x@example.org", "jürgen@bücher.example", "demo@localhost",
                                       "o'neil@example.org" };
  static const char * const bad[] = { "", "a", "@b", "a@", "a b@c.d", "a@b@c.d", "<a@b.c>", "a@b c", "a@b..c",
                                      "a,b@c.d", "a@b.c\n", "a\r@b.c", "a@.b", "a@b.", "a@b/c", "\xff@b.c" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    if (!penny_address_is_plausible (good[i]))
      g_error ("refused: %s", good[i]);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (penny_address_is_plausible (bad[i]))
      g_error ("taken: %s", bad[i]);
  g_assert_false (penny_address_is_plausible (NULL));
}

static void
test_ids (void)
{
  static const char * const addresses[] = { "Anna@Example.org", "jürgen@b.example", "@", "", "../../etc@x",
                                            "...@x", "a/b@c", "日本@例え.jp" };
  g_autofree char *plain = penny_account_id_from_address ("Anna@Example.org");
  g_autofree char *endless = g_strnfill (500, 'x');
  g_autofree char *id = penny_account_id_from_address (endless);
  g_autofree char *a = penny_account_id_from_address ("jürgen@b.example");
  g_autofree char *b = penny_account_id_from_address ("jörgen@b.example");

  g_assert_cmpstr (plain, ==, "anna-example.org");
  g_assert_true (penny_account_id_is_valid (id));
  g_assert_cmpstr (a, !=, b);
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *made = penny_account_id_from_address (addresses[i]);

      g_test_message ("%s → %s", addresses[i], made);
      g_assert_true (penny_account_id_is_valid (made));
    }
  g_assert_false (penny_account_id_is_valid (".."));
  g_assert_false (penny_account_id_is_valid ("a/b"));
  g_assert_false (penny_account_id_is_valid (""));
  g_assert_false (penny_account_id_is_valid (NULL));
  g_assert_false (penny_account_id_is_valid ("Anna"));
}

static void
test_files (void)
{
  g_autofree char *dir = g_dir_make_tmp ("penny-account-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "x.ini", NULL);
  g_autofree char *large = g_strnfill (70 * 1024, '#');
  g_autoptr (PennyAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (penny_account_new_from_file (path, "x", &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (penny_account_new_from_file (dir, "x", &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_IO);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, large, -1, NULL));
  g_assert_null (penny_account_new_from_file (path, "x", &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, "not \0 a key file", 16, NULL));
  g_assert_null (penny_account_new_from_file (path, "x", &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, HEAD "way=shared\n" IMAP, -1, NULL));
  account = penny_account_new_from_file (path, "x", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (penny_account_get_id (account), ==, "x");
  g_remove (path);
  g_rmdir (dir);
}

/* Whatever is cut out of a good file, the answer is an account or an error. */
static void
test_cut (void)
{
  static const char text[] = HEAD "way=shared\nclear-after-days=3\n" IMAP "port=993\n" SMTP;

  for (gsize length = 0; length < sizeof text; length++)
    {
      g_autofree char *part = g_strndup (text, length);
      g_autoptr (GKeyFile) file = g_key_file_new ();
      g_autoptr (PennyAccount) account = NULL;
      g_autoptr (GError) error = NULL;

      if (!g_key_file_load_from_data (file, part, -1, G_KEY_FILE_NONE, NULL))
        continue;
      account = penny_account_new_from_key_file (file, NULL, &error);
      g_assert_true ((account == NULL) == (error != NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/defaults", test_defaults);
  g_test_add_func ("/account/no-outgoing", test_no_outgoing);
  g_test_add_func ("/account/ports", test_ports);
  g_test_add_func ("/account/bad", test_bad);
  g_test_add_func ("/account/plaintext", test_plaintext);
  g_test_add_func ("/account/round-trip", test_round_trip);
  g_test_add_func ("/account/trusted-key", test_trusted_key);
  g_test_add_func ("/account/addresses", test_addresses);
  g_test_add_func ("/account/ids", test_ids);
  g_test_add_func ("/account/files", test_files);
  g_test_add_func ("/account/cut", test_cut);
  return g_test_run ();
}
