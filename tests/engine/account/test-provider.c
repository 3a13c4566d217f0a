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
test_rows (void)
{
  g_autoptr (GPtrArray) all = penny_provider_list_all ();
  g_autoptr (GHashTable) domains = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (all->len, >=, 25);
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
          g_autofree char *address = g_strconcat ("anna@", domain[j], NULL);
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
      if (penny_provider_can_sign_in (provider))
        {
          g_autoptr (PennyServer) out = penny_provider_dup_server (provider, PENNY_PROTOCOL_SMTP, "a@b");

          g_assert_nonnull (out);
        }
      else
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

static const char * const bad_rows[] = {
  "[x]\n",
  "[x]\nname=X\n",
  "[x]\nname=X\ndomains=a b\nimap=h.x:993:tls\n",
  "[x]\nname=X\ndomains=x.example\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:0:tls\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:143:none\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nuser=me\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nsign-in=magic\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nbefore=paid;dance\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\nhelp=javascript:x\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\noauth-client=nobody\n",
  "[x]\nname=X\ndomains=x.example\nimap=h.x:993:tls\noauth-authorize=http://x.example/\n",
  "not a key file",
};

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
                                      "sign-in=browser\noauth-authorize=https://firm.example/a\n"
                                      "oauth-token=https://firm.example/t\noauth-client-id=penny\n"
                                      "[stranger]\nname=Other\ndomains=other.example\nimap=h.other.example:993:tls\n"
                                      "sign-in=browser\noauth-authorize=https://other.example/a\n"
                                      "oauth-token=https://other.example/t\n",
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
  g_assert_nonnull (strstr (without, "Online Accounts"));
  g_remove (path);
  g_rmdir (dir);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/rows", test_rows);
  g_test_add_func ("/provider/known", test_known);
  g_test_add_func ("/provider/browser", test_browser);
  g_test_add_func ("/provider/files", test_files);
  return g_test_run ();
}
