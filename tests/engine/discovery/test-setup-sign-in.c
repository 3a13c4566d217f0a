/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The assistant without a password: through the browser, by the desktop's own account, and what is said when
 * that goes wrong. */
#include "setup-fixture.h"

#include <glib/gstdio.h>

#include "penny-setup-words.h"

#define BROWSER "anna@browser.example"   /* through the browser only */
#define EITHER "anna@either.example"     /* or an app password */

#define assert_page(setup, expected) g_assert_cmpint (penny_setup_get_page (setup), ==, expected)

static const char providers[] =
  "[browser]\nname=Browserly\ndomains=browser.example\nmx=mx.browser.example\n"
  "imap=imap.browser.example:993:tls\npop3=pop.browser.example:995:tls\nsmtp=smtp.browser.example:465:tls\n"
  "user=address\nauth=oauth2\nsource=this test\ndate=2026-01-01\n"
  "oauth-authorize=https://browser.example/in\noauth-token=https://browser.example/token\noauth-client-id=penny\n"
  "[either]\nname=Either\ndomains=either.example\nimap=imap.either.example:993:tls\n"
  "smtp=smtp.either.example:465:tls\nuser=address\nauth=oauth2;app-password\nsource=this test\ndate=2026-01-01\n"
  "oauth-authorize=https://either.example/in\noauth-token=https://either.example/token\noauth-client-id=penny\n";

static void
add_providers (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "penny-providers-XXXXXX", NULL);
  int file = g_mkstemp (path);

  g_assert_true (g_close (file, NULL));
  g_assert_true (g_file_set_contents (path, providers, -1, NULL));
  g_assert_true (penny_provider_add_file (path, NULL));
  g_unlink (path);
}

static PennyProposal *
propose (const char *address)
{
  g_autoptr (PennyProvider) provider = penny_provider_find (address);
  PennyProposal *proposal = penny_proposal_new (PENNY_SOURCE_PROVIDERS, address, provider);

  for (PennyProtocol protocol = PENNY_PROTOCOL_IMAP; protocol <= PENNY_PROTOCOL_SMTP; protocol++)
    {
      PennyServer *server = penny_provider_dup_server (provider, protocol, address);

      if (server != NULL)
        penny_proposal_take_server (proposal, server);
    }
  return proposal;
}

/* On the page of signing in, without a password. */
static PennySetup *
come_to_sign_in (const char *address)
{
  PennySetup *setup = penny_setup_new ();
  g_autoptr (PennyProposal) proposal = propose (address);

  penny_setup_go_on (setup);
  penny_setup_set_name (setup, "Anna Lindner");
  penny_setup_set_address (setup, address);
  g_assert_true (penny_setup_can_go_on (setup));
  penny_setup_go_on (setup);
  penny_setup_take_proposal (setup, proposal);
  assert_page (setup, PENNY_PAGE_WAYS);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_SIGN_IN);
  return setup;
}

static void
sign_in (PennySetup *setup)
{
  g_autoptr (PennySecret) access = penny_secret_new_token ("the-token");
  PennyOauthTokens tokens = { access, NULL, 0 };

  penny_setup_go_on (setup);
  g_assert_true (penny_setup_is_in_browser (setup));
  g_assert_false (penny_setup_can_go_on (setup));
  penny_setup_take_tokens (setup, &tokens);
}

static void
take (PennySetup *setup, PennyTrialStep step, GQuark domain, int code, gboolean outgoing)
{
  g_autoptr (GError) error = domain != 0 ? g_error_new_literal (domain, code, "refused") : NULL;

  penny_setup_take_result (setup, setup_fixture_result (setup, step, outgoing ? NULL : error, outgoing ? error : NULL));
}

static PennyAccount *
make_account (PennyAuth auth)
{
  g_autoptr (PennySetup) setup = setup_fixture_new (BROWSER);
  g_autoptr (PennyAccountForm) form = NULL;
  g_autoptr (PennyAccount) account = penny_setup_dup_account (setup, NULL);

  form = penny_account_to_form (account);
  form->auth = auth;
  form->goa_id = auth == PENNY_AUTH_GOA ? g_strdup ("account_1") : NULL;
  return penny_account_new (form, NULL);
}

static void
assert_advice (PennySetup *setup, const char *cause, PennyAdviceAction action)
{
  g_assert_nonnull (penny_setup_get_advice (setup));
  g_assert_cmpstr (penny_setup_get_advice (setup)->cause, ==, cause);
  g_assert_cmpint (penny_setup_get_advice (setup)->action, ==, action);
}

static void
test_straight (void)
{
  g_autoptr (PennySetup) setup = come_to_sign_in (BROWSER);
  g_autoptr (PennyOauthConfig) config = penny_setup_dup_oauth (setup, NULL);
  g_autoptr (PennySecret) secret = NULL;
  g_autoptr (PennyAccount) account = NULL;

  g_assert_cmpstr (config->authorize_uri, ==, "https://browser.example/in");
  g_assert_false (penny_setup_can_use_password (setup));
  sign_in (setup);
  assert_page (setup, PENNY_PAGE_TRYING);
  secret = penny_setup_dup_secret (setup);
  g_assert_true (penny_secret_is_token (secret));
  take (setup, PENNY_N_STEPS, 0, 0, FALSE);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_FINISHED);
  account = penny_setup_dup_finished (setup);
  g_assert_cmpint (penny_account_get_auth (account), ==, PENNY_AUTH_OAUTH2);
  g_assert_null (penny_account_get_oauth (account));   /* its address tells it */
  g_assert_nonnull (penny_setup_get_tokens (setup));
}

static void
test_back_and_elsewhere (void)
{
  g_autoptr (PennySetup) setup = come_to_sign_in (BROWSER);

  penny_setup_go_on (setup);
  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_WAYS);
  g_assert_false (penny_setup_is_in_browser (setup));
  penny_setup_go_on (setup);
  sign_in (setup);
  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_WAYS);   /* not the browser again */
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_TRYING);

  /* Somebody else must sign in anew. */
  penny_setup_go_back (setup);
  penny_setup_go_back (setup);
  penny_setup_set_address (setup, "bruno@browser.example");
  g_assert_null (penny_setup_get_tokens (setup));
  penny_setup_set_address (setup, "anna@example.org");
  g_assert_cmpint (penny_setup_get_auth (setup), ==, PENNY_AUTH_PASSWORD);
  g_assert_false (penny_setup_can_go_on (setup));
}

/* Tokens are not carried to servers that somebody typed. */
static void
test_by_hand (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autoptr (PennyServer) strange = penny_server_new (PENNY_PROTOCOL_IMAP, "mail.example.org", 0,
                                                      PENNY_SECURITY_TLS, "");
  g_autoptr (PennyServer) own = penny_server_new (PENNY_PROTOCOL_IMAP, "imap.browser.example", 0,
                                                  PENNY_SECURITY_TLS, "");

  penny_setup_go_on (setup);
  penny_setup_set_address (setup, BROWSER);
  penny_setup_go_by_hand (setup);
  penny_setup_set_server (setup, FALSE, strange);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_PERSON);
  g_assert_cmpint (penny_setup_get_auth (setup), ==, PENNY_AUTH_PASSWORD);
  penny_setup_go_by_hand (setup);
  penny_setup_set_server (setup, FALSE, own);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_SIGN_IN);
}

static void
test_errors (void)
{
  static const struct {
    int code;
    const char *cause;
    PennyAdviceAction action;
  } cases[] = {
    { PENNY_ACCOUNT_ERROR_NOT_SIGNED_IN, "not-signed-in", PENNY_ADVICE_SIGN_IN },
    { PENNY_ACCOUNT_ERROR_NO_CONSENT, "no-consent", PENNY_ADVICE_SIGN_IN },
    { PENNY_ACCOUNT_ERROR_SIGN_IN_BUSY, "server-busy", PENNY_ADVICE_TRY_AGAIN },
    { PENNY_ACCOUNT_ERROR_NO_CLIENT_ID, "not-registered", PENNY_ADVICE_ONLINE_ACCOUNTS },
  };
  g_autoptr (PennySetup) setup = come_to_sign_in (BROWSER);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (PENNY_ACCOUNT_ERROR, cases[i].code, "no");

      penny_setup_take_sign_in_error (setup, error);   /* too early: for nobody */
      g_assert_null (penny_setup_get_advice (setup));
      penny_setup_go_on (setup);
      penny_setup_take_sign_in_error (setup, error);
      assert_page (setup, PENNY_PAGE_SIGN_IN);
      assert_advice (setup, cases[i].cause, cases[i].action);
      g_assert_true (penny_setup_can_go_on (setup));
      penny_setup_go_on (setup);
      g_assert_null (penny_setup_get_advice (setup));
      penny_setup_leave_browser (setup);
    }
}

static void
test_other_person (void)
{
  g_autoptr (PennySetup) setup = come_to_sign_in (BROWSER);

  sign_in (setup);
  take (setup, PENNY_STEP_LOG_IN, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_AUTH_FAILED, FALSE);
  assert_advice (setup, "other-person", PENNY_ADVICE_SIGN_IN);
  penny_setup_obey (setup, PENNY_ADVICE_SIGN_IN);
  assert_page (setup, PENNY_PAGE_SIGN_IN);
  g_assert_null (penny_setup_get_tokens (setup));
  sign_in (setup);
  assert_page (setup, PENNY_PAGE_TRYING);

  /* The box opens, sending was not allowed. */
  take (setup, PENNY_STEP_OUTGOING, PENNY_SMTP_ERROR, PENNY_SMTP_ERROR_AUTH_FAILED, TRUE);
  g_assert_true (penny_setup_can_only_read (setup));
  g_assert_cmpint (penny_setup_get_advice (setup)->action, ==, PENNY_ADVICE_SIGN_IN);
}

static void
test_password_instead (void)
{
  g_autoptr (PennySetup) setup = come_to_sign_in (EITHER);
  g_autoptr (PennyAccount) account = NULL;
  g_autoptr (PennySecret) secret = NULL;

  g_assert_true (penny_setup_can_use_password (setup));
  penny_setup_use_password (setup);
  assert_page (setup, PENNY_PAGE_PERSON);
  g_assert_cmpint (penny_setup_get_field (setup), ==, PENNY_FIELD_PASSWORD);
  g_assert_false (penny_setup_can_go_on (setup));
  penny_setup_set_password (setup, "blue-stamp");
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_TRYING);
  secret = penny_setup_dup_secret (setup);
  g_assert_cmpstr (penny_secret_peek (secret), ==, "blue-stamp");
  account = penny_setup_dup_account (setup, NULL);
  g_assert_cmpint (penny_account_get_auth (account), ==, PENNY_AUTH_PASSWORD);

  /* And back. */
  g_assert_false (penny_setup_can_use_browser (setup));
  penny_setup_go_back (setup);
  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_PERSON);
  g_assert_true (penny_setup_can_use_browser (setup));
  penny_setup_use_browser (setup);
  penny_setup_go_on (setup);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_SIGN_IN);
}

/* A domain of one's own at a provider that only the search finds: the account's file says where to sign in. */
static void
test_own_domain (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autoptr (PennyProvider) provider = penny_provider_find_by_id ("browser");
  g_autoptr (PennyProposal) proposal = penny_proposal_new (PENNY_SOURCE_MX, "anna@own.example", provider);
  g_autoptr (PennyAccount) account = NULL;

  penny_proposal_take_server (proposal, penny_provider_dup_server (provider, PENNY_PROTOCOL_IMAP, "anna@own.example"));
  penny_setup_go_on (setup);
  setup_fixture_fill (setup, "anna@own.example");
  penny_setup_go_on (setup);
  penny_setup_take_proposal (setup, proposal);
  assert_page (setup, PENNY_PAGE_WAYS);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_SIGN_IN);
  account = penny_setup_dup_account (setup, NULL);
  g_assert_cmpstr (penny_account_get_oauth (account)->client_id, ==, "penny");
}

/* Servers of somebody else, however they were found, get no token. */
static void
test_strange_servers (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autoptr (PennyProvider) provider = penny_provider_find_by_id ("browser");
  g_autoptr (PennyProposal) proposal = propose (BROWSER);
  g_autoptr (PennyProposal) strange = penny_proposal_new (PENNY_SOURCE_AUTOCONFIG, BROWSER, provider);
  g_autoptr (PennyAccount) account = make_account (PENNY_AUTH_PASSWORD);   /* at example.org */
  g_autoptr (PennySetup) again = penny_setup_new_to_sign_in (account);
  g_autoptr (GError) error = NULL;

  penny_proposal_take_server (strange, penny_server_new (PENNY_PROTOCOL_IMAP, "imap.evil.example", 993,
                                                         PENNY_SECURITY_TLS, BROWSER));
  penny_setup_go_on (setup);
  setup_fixture_fill (setup, BROWSER);
  g_assert_cmpint (penny_setup_get_auth (setup), ==, PENNY_AUTH_OAUTH2);
  penny_setup_go_on (setup);
  penny_setup_take_proposal (setup, strange);
  g_assert_cmpint (penny_setup_get_auth (setup), ==, PENNY_AUTH_PASSWORD);
  g_assert_null (penny_setup_dup_oauth (setup, NULL));

  g_assert_null (penny_setup_dup_oauth (again, &error));
  g_assert_error (error, PENNY_ACCOUNT_ERROR, PENNY_ACCOUNT_ERROR_NO_CLIENT_ID);
}

/* No state may be left by any button in a way that breaks: a long random walk. */
static void
test_random_walk (void)
{
  const char * const typed[] = { BROWSER, EITHER, "b@example.net", "imap.browser.example", "" };
  const int codes[] = { PENNY_ACCOUNT_ERROR_NO_CONSENT, PENNY_ACCOUNT_ERROR_NOT_SIGNED_IN };
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autoptr (PennySecret) access = penny_secret_new_token ("the-token");
  const PennyOauthTokens tokens = { access, NULL, 0 };

  for (int i = 0; i < 20000 && penny_setup_get_page (setup) != PENNY_PAGE_FINISHED; i++)
    {
      g_autoptr (GError) error = g_error_new_literal (PENNY_ACCOUNT_ERROR, codes[i % 2], "no");
      g_autoptr (PennyProposal) proposal = propose (i % 3 == 0 ? EITHER : BROWSER);
      g_autoptr (PennyAccount) account = NULL;

      switch (g_test_rand_int_range (0, 12))
        {
        case 0:
          if (penny_setup_get_page (setup) == PENNY_PAGE_PERSON)
            penny_setup_set_address (setup, typed[g_test_rand_int_range (0, G_N_ELEMENTS (typed))]);
          break;
        case 1:
          penny_setup_set_own_address (setup, BROWSER);
          break;
        case 2:
          penny_setup_go_back (setup);
          break;
        case 3:
          penny_setup_take_proposal (setup, proposal);
          break;
        case 4:
          penny_setup_take_tokens (setup, &tokens);
          break;
        case 5:
          penny_setup_take_sign_in_error (setup, error);
          break;
        case 6:
          penny_setup_use_password (setup);
          break;
        case 7:
          penny_setup_use_browser (setup);
          break;
        case 8:
          penny_setup_obey (setup, g_test_rand_int_range (0, PENNY_N_ADVICE_ACTIONS));
          break;
        case 9:
          if (penny_setup_get_page (setup) == PENNY_PAGE_TRYING)
            take (setup, PENNY_STEP_LOG_IN, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_AUTH_FAILED, FALSE);
          break;
        case 10:
          penny_setup_leave_browser (setup);
          break;
        default:
          penny_setup_go_on (setup);
          break;
        }
      /* Nobody waits for the browser elsewhere, and what is tried can be made. */
      g_assert_true (!penny_setup_is_in_browser (setup) || penny_setup_get_page (setup) == PENNY_PAGE_SIGN_IN);
      account = penny_setup_get_page (setup) == PENNY_PAGE_TRYING ? penny_setup_dup_account (setup, NULL) : NULL;
      g_assert_true (account != NULL || penny_setup_get_page (setup) != PENNY_PAGE_TRYING);
    }
}

/* What is kept for an account that is here is tried first. */
static void
test_change_way (void)
{
  g_autoptr (PennyAccount) account = make_account (PENNY_AUTH_OAUTH2);
  g_autoptr (PennySetup) setup = penny_setup_new_to_change_way (account);
  g_autoptr (PennyAccount) after = NULL;
  g_autoptr (PennyDryRun) dry_run = penny_dry_run_new (3, 100, NULL, 1000, PENNY_EXPIRE_UNKNOWN, 0);
  g_auto (GStrv) promises = NULL;
  guint removal;

  penny_setup_set_way (setup, PENNY_WAY_PHOTOCOPY);
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_TRYING);
  g_assert_null (penny_setup_dup_secret (setup));
  take (setup, PENNY_STEP_LOG_IN, PENNY_POP_ERROR, PENNY_POP_ERROR_AUTH_EXPIRED, FALSE);
  assert_advice (setup, "sign-in-again", PENNY_ADVICE_SIGN_IN);
  penny_setup_obey (setup, PENNY_ADVICE_SIGN_IN);
  sign_in (setup);
  after = penny_setup_dup_account (setup, NULL);
  g_assert_cmpint (penny_account_get_auth (after), ==, PENNY_AUTH_OAUTH2);
  g_assert_cmpint (penny_account_get_way (after), ==, PENNY_WAY_PHOTOCOPY);

  /* What is said before it is kept knows what the account has been so far. */
  take (setup, PENNY_N_STEPS, 0, 0, FALSE);
  penny_setup_take_dry_run (setup, dry_run);
  promises = penny_setup_words_promises (setup, &removal);
  g_assert_true (g_strv_contains ((const char * const *) promises,
                                  "What is here already is not copied a second time."));
}

static void
test_mend (void)
{
  for (PennyAuth auth = PENNY_AUTH_OAUTH2; auth <= PENNY_AUTH_GOA; auth++)
    {
      g_autoptr (PennyAccount) account = make_account (auth);
      g_autoptr (PennySetup) setup = penny_setup_new_to_mend (account);
      g_autoptr (PennyAccount) after = NULL;

      penny_setup_go_on (setup);
      assert_page (setup, PENNY_PAGE_TRYING);   /* no password is asked for */
      after = penny_setup_dup_account (setup, NULL);
      g_assert_true (penny_account_equal (account, after));
      take (setup, PENNY_STEP_LOG_IN, PENNY_IMAP_ERROR, PENNY_IMAP_ERROR_AUTH_FAILED, FALSE);
      if (auth == PENNY_AUTH_GOA)
        assert_advice (setup, "desktop-account", PENNY_ADVICE_ONLINE_ACCOUNTS);
      else
        assert_advice (setup, "sign-in-again", PENNY_ADVICE_SIGN_IN);
    }
}

/* From the banner: in, tried, done. */
static void
test_only_sign_in (void)
{
  g_autoptr (PennyAccount) account = make_account (PENNY_AUTH_OAUTH2);
  g_autoptr (PennySetup) setup = penny_setup_new_to_sign_in (account);
  g_autoptr (PennyAccount) after = NULL;

  assert_page (setup, PENNY_PAGE_SIGN_IN);
  g_assert_false (penny_setup_can_go_back (setup));
  g_assert_false (penny_setup_can_go_by_hand (setup));
  sign_in (setup);
  assert_page (setup, PENNY_PAGE_TRYING);
  take (setup, PENNY_N_STEPS, 0, 0, FALSE);
  assert_page (setup, PENNY_PAGE_FINISHED);
  after = penny_setup_dup_finished (setup);
  g_assert_true (penny_account_equal (account, after));
}

/* --- the desktop's accounts --- */

static PennyGoaAccount *
make_offer (const char *id, const char *address)
{
  PennyGoaAccount *offer = g_new0 (PennyGoaAccount, 1);

  offer->id = g_strdup (id);
  offer->provider = g_strdup ("Example");
  offer->address = g_strdup (address);
  offer->name = g_strdup ("Anna Lindner");
  offer->incoming = penny_server_new (PENNY_PROTOCOL_IMAP, "imap.example.org", 993, PENNY_SECURITY_TLS, address);
  offer->outgoing = penny_server_new (PENNY_PROTOCOL_SMTP, "smtp.example.org", 465, PENNY_SECURITY_TLS, address);
  return offer;
}

static void
test_desktop (void)
{
  g_autoptr (PennySetup) setup = penny_setup_new ();
  g_autoptr (GPtrArray) here = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_account_unref);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_goa_account_free);
  g_autoptr (GPtrArray) offers = NULL;
  g_autoptr (PennyAccount) account = NULL;

  g_ptr_array_add (here, make_account (PENNY_AUTH_GOA));
  g_ptr_array_add (all, make_offer ("account_1", "x@example.org"));     /* here already, by its name */
  g_ptr_array_add (all, make_offer ("account_2", "ANNA@browser.example"));   /* by its address */
  g_ptr_array_add (all, make_offer ("account_3", "anna@outlook.com"));  /* also where no password helps */
  penny_setup_set_accounts (setup, here);
  penny_setup_take_desktop_accounts (setup, all);
  offers = penny_setup_dup_desktop_offers (setup);
  g_assert_cmpuint (offers->len, ==, 1);

  penny_setup_use_desktop (setup, offers->pdata[0]);
  assert_page (setup, PENNY_PAGE_WAYS);
  g_assert_true (penny_setup_can_sign_in (setup));
  g_assert_false (penny_setup_allows_way (setup, PENNY_WAY_PHOTOCOPY));
  penny_setup_go_on (setup);
  assert_page (setup, PENNY_PAGE_TRYING);
  g_assert_null (penny_setup_dup_secret (setup));
  take (setup, PENNY_N_STEPS, 0, 0, FALSE);
  account = penny_setup_dup_finished (setup);
  g_assert_cmpint (penny_account_get_auth (account), ==, PENNY_AUTH_GOA);
  g_assert_cmpstr (penny_account_get_goa_id (account), ==, "account_3");
  g_assert_cmpstr (penny_account_get_name (account), ==, "Anna Lindner");

  /* Going back and typing another address is another account. */
  penny_setup_go_back (setup);
  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_PERSON);   /* whoever has an account is not welcomed */
  penny_setup_set_address (setup, "b@example.net");
  g_assert_cmpint (penny_setup_get_auth (setup), ==, PENNY_AUTH_PASSWORD);
}

/* An account that is mended stays the same box, whatever else the desktop knows. */
static void
test_desktop_while_mending (void)
{
  g_autoptr (PennyAccount) account = make_account (PENNY_AUTH_GOA);
  g_autoptr (PennySetup) setup = penny_setup_new_to_mend (account);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) penny_goa_account_free);
  g_autoptr (GPtrArray) offers = NULL;

  g_ptr_array_add (all, make_offer ("account_3", "b@example.net"));
  penny_setup_go_back (setup);
  assert_page (setup, PENNY_PAGE_PERSON);
  penny_setup_take_desktop_accounts (setup, all);
  offers = penny_setup_dup_desktop_offers (setup);
  g_assert_cmpuint (offers->len, ==, 0);
  penny_setup_use_desktop (setup, all->pdata[0]);
  assert_page (setup, PENNY_PAGE_PERSON);
  g_assert_cmpstr (penny_setup_get_address (setup), ==, penny_account_get_address (account));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_providers ();
  g_test_add_func ("/setup-sign-in/straight", test_straight);
  g_test_add_func ("/setup-sign-in/back-and-elsewhere", test_back_and_elsewhere);
  g_test_add_func ("/setup-sign-in/by-hand", test_by_hand);
  g_test_add_func ("/setup-sign-in/errors", test_errors);
  g_test_add_func ("/setup-sign-in/other-person", test_other_person);
  g_test_add_func ("/setup-sign-in/password-instead", test_password_instead);
  g_test_add_func ("/setup-sign-in/own-domain", test_own_domain);
  g_test_add_func ("/setup-sign-in/strange-servers", test_strange_servers);
  g_test_add_func ("/setup-sign-in/random-walk", test_random_walk);
  g_test_add_func ("/setup-sign-in/change-way", test_change_way);
  g_test_add_func ("/setup-sign-in/mend", test_mend);
  g_test_add_func ("/setup-sign-in/only-sign-in", test_only_sign_in);
  g_test_add_func ("/setup-sign-in/desktop", test_desktop);
  g_test_add_func ("/setup-sign-in/desktop-while-mending", test_desktop_while_mending);
  return g_test_run ();
}
