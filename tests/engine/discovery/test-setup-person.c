/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of the assistant with the address: the name of a server typed there, and a second account at a
 * provider that is known already. */
#include "setup-fixture.h"

#include <string.h>

#include "penny-setup-words.h"

#define assert_page(setup, expected) g_assert_cmpint (penny_setup_get_page (setup), ==, expected)

static PennySetup *
begin (void)
{
  PennySetup *setup = penny_setup_new ();

  penny_setup_go_on (setup);
  penny_setup_set_password (setup, "blue-stamp");
  return setup;
}

static void
test_names (void)
{
  const char * const servers[] = {
    "pophost.example.de", "imap.gmail.com", "mail.example.org", " POP3.example.co.uk ", "w0123.kasserver.com",
    "192.0.2.7", "mx.de", NULL,
  };
  const char * const others[] = {
    "", "anna", "anna@example.org", "anna.lindner", "imap", "imap.", "imap.o", "anna@imap.example.org",
    "imap.example.org and more", "a..b.org", NULL,
  };
  g_autoptr (PennySetup) setup = begin ();

  for (guint i = 0; servers[i] != NULL; i++)
    {
      penny_setup_set_address (setup, servers[i]);
      g_assert_nonnull (penny_setup_get_server_name (setup));
      g_assert_false (penny_setup_can_go_on (setup));
    }
  for (guint i = 0; others[i] != NULL; i++)
    {
      penny_setup_set_address (setup, others[i]);
      g_assert_null (penny_setup_get_server_name (setup));
    }
}

static void
test_server_name (void)
{
  g_autoptr (PennySetup) setup = begin ();
  g_autoptr (PennyProposal) proposal = setup_fixture_proposal ("anna@example.net", TRUE, TRUE);
  g_autoptr (GError) error = g_error_new (PENNY_DISCOVERY_ERROR, PENNY_DISCOVERY_ERROR_NOT_FOUND, "nobody");
  g_autofree char *words = NULL;

  penny_setup_set_address (setup, "pop.example.org");
  penny_setup_set_own_address (setup, " anna@example.net ");
  g_assert_cmpstr (penny_setup_get_address (setup), ==, "anna@example.net");
  g_assert_cmpstr (penny_setup_get_entered (setup), ==, "pop.example.org");
  words = penny_setup_words_server_name (setup);
  g_assert_nonnull (strstr (words, "pop.example.org"));
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_FINDING);
  penny_setup_take_find_error (setup, error);
  g_assert_cmpstr (penny_setup_get_advice (setup)->cause, ==, "no-such-server");
  g_assert_nonnull (strstr (penny_setup_get_advice (setup)->title, "pop.example.org"));
  g_assert_false (penny_setup_can_ask_public (setup));
  penny_setup_obey (setup, penny_setup_get_advice (setup)->action);
  assert_page (setup, PENNY_PAGE_PERSON);
  penny_setup_set_address (setup, "imap.example.org");
  penny_setup_go_on (setup);
  penny_setup_take_proposal (setup, proposal);
  assert_page (setup, PENNY_PAGE_WAYS);
  g_assert_true (penny_setup_allows_way (setup, PENNY_WAY_SHARED));
  g_assert_true (penny_setup_allows_way (setup, PENNY_WAY_PHOTOCOPY));

  /* Another server, or an address after all: looked for anew. */
  penny_setup_go_back (setup);
  penny_setup_set_address (setup, "mail.example.org");
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_FINDING);
  penny_setup_go_back (setup);
  penny_setup_set_address (setup, "b@example.net");
  g_assert_cmpstr (penny_setup_get_address (setup), ==, "b@example.net");
}

/* Whose facts count is whose server was named. */
static void
test_server_of_provider (void)
{
  g_autoptr (PennySetup) setup = begin ();

  penny_setup_set_own_address (setup, "anna@gmail.com");
  penny_setup_set_address (setup, "mail.example.org");
  g_assert_null (penny_setup_get_provider (setup));
  penny_setup_set_address (setup, "imap.gmail.com");
  g_assert_cmpstr (penny_provider_get_id (penny_setup_get_provider (setup)), ==, "gmail");
}

/* --- a second account --- */

static GPtrArray *
make_accounts (PennyWay way, const char *user)
{
  GPtrArray *accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_account_unref);
  g_autoptr (PennySetup) setup = setup_fixture_new ("anna@example.org");
  g_autoptr (PennyAccountForm) form = NULL;
  g_autoptr (PennyAccount) account = NULL;

  penny_setup_set_way (setup, way);
  penny_setup_set_days (setup, way, 21);
  account = penny_setup_dup_account (setup, NULL);
  form = penny_account_to_form (account);
  g_free (form->incoming->user);
  form->incoming->user = g_strdup (user);
  g_ptr_array_add (accounts, penny_account_new (form, NULL));
  return accounts;
}

static PennySetup *
begin_another (GPtrArray *accounts, const char *address)
{
  PennySetup *setup = penny_setup_new ();

  penny_setup_set_accounts (setup, accounts);
  assert_page (setup, PENNY_PAGE_PERSON);
  g_assert_false (penny_setup_can_go_back (setup));
  setup_fixture_fill (setup, address);
  return setup;
}

static void
test_model (void)
{
  g_autoptr (GPtrArray) accounts = make_accounts (PENNY_WAY_CLEAR_LATER, "anna");
  g_autoptr (PennySetup) setup = begin_another (accounts, "bruno@Example.org");
  g_autoptr (GError) error = g_error_new (PENNY_POP_ERROR, PENNY_POP_ERROR_AUTH_FAILED, "no");
  g_autoptr (PennyAccount) account = NULL;
  g_autofree char *words = penny_setup_words_model (setup);

  g_assert_nonnull (strstr (words, "anna@example.org"));
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_TRYING);
  account = penny_setup_dup_account (setup, NULL);
  g_assert_cmpint (penny_account_get_way (account), ==, PENNY_WAY_CLEAR_LATER);
  g_assert_cmpint (penny_account_get_clear_after_days (account), ==, 21);
  g_assert_cmpstr (penny_account_get_incoming (account)->host, ==, "pop.example.org");
  g_assert_cmpstr (penny_account_get_incoming (account)->user, ==, "bruno");
  g_assert_cmpstr (penny_account_get_outgoing (account)->user, ==, "bruno@Example.org");
  g_assert_cmpstr (penny_account_get_id (account), !=, penny_account_get_id (accounts->pdata[0]));

  /* A wrong password leads back, and then here again. */
  penny_setup_take_result (setup, setup_fixture_result (setup, PENNY_STEP_LOG_IN, error, NULL));
  penny_setup_obey (setup, PENNY_ADVICE_ENTER_PASSWORD);
  assert_page (setup, PENNY_PAGE_PERSON);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_TRYING);

  /* Something else: as if it were the first one. */
  penny_setup_go_back (setup);
  penny_setup_decline_model (setup);
  g_assert_null (penny_setup_get_model (setup));
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_FINDING);
}

static void
test_no_model (void)
{
  g_autoptr (GPtrArray) accounts = make_accounts (PENNY_WAY_SHARED, "anna@example.org");
  g_autoptr (PennySetup) setup = begin_another (accounts, "anna@example.org");   /* the same box */
  g_autoptr (PennyServer) own = penny_server_new (PENNY_PROTOCOL_IMAP, "box.example.org", 0, PENNY_SECURITY_TLS, "");

  g_assert_null (penny_setup_get_model (setup));
  penny_setup_set_address (setup, "anna@example.net");
  g_assert_null (penny_setup_get_model (setup));
  penny_setup_set_address (setup, "bruno@example.org");
  g_assert_nonnull (penny_setup_get_model (setup));
  penny_setup_go_by_hand (setup);
  penny_setup_set_server (setup, FALSE, own);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_TRYING);
  g_assert_null (penny_setup_get_model (setup));
  g_assert_cmpstr (penny_setup_get_proposal (setup) ? penny_proposal_get_address (penny_setup_get_proposal (setup))
                                                    : NULL, ==, "bruno@example.org");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup-person/names", test_names);
  g_test_add_func ("/setup-person/server-name", test_server_name);
  g_test_add_func ("/setup-person/server-of-provider", test_server_of_provider);
  g_test_add_func ("/setup-person/model", test_model);
  g_test_add_func ("/setup-person/no-model", test_no_model);
  return g_test_run ();
}
